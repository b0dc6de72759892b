"""The rows of a preview's tables, the same in text and Markdown: heads in words, figures as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.decisions.phrases import kronor
from dunning_engine.preview.changes import CHANGED, GAINED, LOST
from dunning_engine.preview.outcome import differing
from dunning_engine.preview.totals import Sum
from dunning_engine.preview.words import ACTIONS, WORDS, action_words, channel_words, days_words, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dunning_engine.preview.outcome import Outcome
    from dunning_engine.preview.thresholds import Exceeded, Threshold
    from dunning_engine.preview.totals import Totals

_SHOWN = 12  # characters of a digest that people compare


@dataclass(frozen=True, slots=True)
class Report:
    """A preview ready to be told: the outcome with its totals, the limits it was held against and those it is above."""

    outcome: Outcome
    totals: Totals
    thresholds: Sequence[Threshold]
    exceeded: Sequence[Exceeded]
    language: str

    @property
    def say(self) -> dict[str, str]:
        """The words of the language."""
        return WORDS[self.language]

    @property
    def days(self) -> str:
        """The days, and who paid."""
        return days_words(self.outcome.days, self.language)

    def verdict(self) -> str:
        """How many invoices change, in one sentence."""
        totals = self.totals
        what = self.say["verdict" if totals.changed else "nothing"].format(
            changed=totals.changed,
            decided=totals.decided,
            gained=totals.signs[GAINED],
            lost=totals.signs[LOST],
            differing=totals.signs[CHANGED],
        )
        left_out = totals.invoices - totals.decided
        return what + (self.say["left_out"].format(left_out=left_out) if left_out else "")

    def limits(self) -> Iterator[str]:
        """A line for each limit that the change is above, or one for all that hold."""
        for one in self.exceeded:
            shown = kronor if one.kronor else str
            yield self.say["above"].format(threshold=one.threshold.written, old=shown(one.old), new=shown(one.new))
        if self.thresholds and not self.exceeded:
            yield self.say["within"].format(thresholds=", ".join(one.written for one in self.thresholds))

    def policies(self) -> Iterator[tuple[str, str, str, str]]:
        """The revisions that differ: policy, date, both digests shortened."""
        for policy, revision, before, after in differing(self.outcome.new, self.outcome.old):
            yield policy, revision, _short(before), _short(after)

    def changes(self, between: str) -> Iterator[tuple[str, str, str, str, str, str]]:
        """The first changes: sign, invoice, customer, action, day, and what changes, the parts of it with ``between`` them."""
        for one in self.outcome.first:
            title, day = str(one.held["title"]), str(one.held["on"])
            yield one.sign, one.invoice, one.customer, title, day, between.join(told(one, self.language))

    def more(self, shown: int) -> str | None:
        """That there are more changes than ``shown``."""
        more = sum(self.totals.signs.values()) - shown
        return self.say["more"].format(more=more) if more > 0 else None

    def kinds(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Actions by kind and channel where they differ in number, then all letters and all actions; head, channel, before, now, difference."""
        old, new = self.totals.old, self.totals.new
        order = {action: place for place, action in enumerate(ACTIONS)}
        for action, channel in sorted(
            old.by_kind.keys() | new.by_kind.keys(), key=lambda key: (order.get(key[0], len(order)), key[1] or "")
        ):
            counts = [side.by_kind.get((action, channel), Sum()).count for side in (old, new)]
            if counts[0] == counts[1]:
                continue
            yield action_words(action, self.language), channel_words(channel, self.language), *_counted(*counts)
        yield self.say["letters"], "", *_counted(old.letters, new.letters)
        yield self.say["all_actions"], "", *_counted(old.actions, new.actions)

    def amounts(self) -> Iterator[tuple[str, str, str, str]]:
        """Kronor: head, before, now, difference; of what moves money, only kinds that move another amount."""
        old, new = self.totals.old, self.totals.new
        for name in ("fees", "interest", "to_pay"):
            yield self.say[name], *_owed(getattr(old, name), getattr(new, name))
        for action in ACTIONS:
            moved = [sum(one.moved for (kind, _), one in side.by_kind.items() if kind == action) for side in (old, new)]
            if moved[0] != moved[1]:
                head = self.say["moved"].format(action=action_words(action, self.language))
                yield head, *_owed(*moved)

    def reached(self) -> str:
        """Who reaches collection otherwise."""
        found = self.totals.collection
        return self.say["reached"].format(
            earlier=found.earlier, later=found.later, only_new=found.only_new, only_old=found.only_old
        )

    def coming(self) -> str | None:
        """Whose next step moves, where nothing changes on the one day."""
        moved = self.totals.coming
        return self.say["coming"].format_map(moved) if any(moved.values()) else None


def signed(difference: int, written: str) -> str:
    """A difference with its sign; no sign for none."""
    return f"+{written}" if difference > 0 else written


def _counted(old: int, new: int) -> tuple[str, str, str]:
    difference = new - old
    return str(old), str(new), signed(difference, str(difference).replace("-", "−"))


def _owed(old: int, new: int) -> tuple[str, str, str]:
    return kronor(old), kronor(new), signed(new - old, kronor(new - old))


def _short(digest: str | None) -> str:
    return "–" if digest is None else digest.removeprefix("sha256:")[:_SHOWN]
