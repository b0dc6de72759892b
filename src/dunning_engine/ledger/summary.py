"""The account of a run: counts and kronor per kind of action, rows per blocker, and every row and account once.

A `Tally` adds it up part by part, in any order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dunning_engine.decisions.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

_TITLED_HERE = frozenset(code.partition(":")[0] for code in TITLES)


@dataclass(frozen=True, slots=True)
class ActionTotal:
    """One kind of action; amounts in öre. ``to_pay`` is only of actions that claim something of the debtor.

    ``moved`` is what they pay out, buy back, write off or charge the client; ``None`` where they move nothing.
    A purchase and the payout that follows from it, two kinds, move the same kronor.
    """

    count: int = 0
    fees: int = 0
    interest: int = 0
    to_pay: int = 0
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class BlockedTotal:
    """One blocker: how many rows and accounts it blocks, and the number of the first of them with what is said of it."""

    count: int
    number: str
    message: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Every row, or every account, once: ``all`` is the sum of the others."""

    with_actions: int = 0
    only_blockers: int = 0
    nothing_to_do: int = 0
    with_problems: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.with_actions + self.only_blockers + self.nothing_to_do + self.with_problems


@dataclass(slots=True)
class PolicyCounts:
    """What a run comes to under one policy: the invoices that follow it, those of them with an action, actions by kind.

    ``actions`` are the accounts' too.
    """

    invoices: int = 0
    with_actions: int = 0
    actions: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Summary:
    """The account: ``rows`` of the ledger, one an invoice, and the clients' ``accounts``.

    ``actions`` are keyed by (policy, action, title), sorted by policy and then in the order that they first occur;
    ``blockers`` are keyed by code, sorted.
    """

    rows: Counts
    accounts: Counts
    actions: Mapping[tuple[str, str, str], ActionTotal]
    blockers: Mapping[str, BlockedTotal]


class Tally:
    """Adds up the `entries` of parts."""

    def __init__(self) -> None:
        self._rows, self._accounts = Counts(), Counts()
        self._actions: dict[tuple[str, str, str], tuple[tuple[int, int], ActionTotal]] = {}
        self._blockers: dict[str, tuple[int, BlockedTotal]] = {}
        self._follow: Counter[str] = Counter()
        self._acted_on: Counter[str] = Counter()

    def add(self, entries: pl.DataFrame, *, invoices: int = 0, follow: Mapping[str, int]) -> None:
        """Take the entries of a part's invoices, so many, of which those could be decided that ``follow`` a policy; sorted by line."""
        self._rows = _plus(self._rows, _counts(entries, invoices, sum(follow.values())))
        self._take(entries)
        self._follow.update(follow)
        self._acted_on.update(_with_actions(entries))

    def add_accounts(self, entries: pl.DataFrame, *, accounts: int, decided: int) -> None:
        """Take the entries of accounts; their lines come after those of all invoices."""
        self._accounts = _plus(self._accounts, _counts(entries, accounts, decided))
        self._take(entries)

    def summary(self) -> Summary:
        """The account of everything that was taken."""
        actions = sorted(self._actions.items(), key=lambda item: (item[0][0], item[1][0]))
        return Summary(
            rows=self._rows,
            accounts=self._accounts,
            actions={key: total for key, (_, total) in actions},
            blockers={code: total for code, (_, total) in sorted(self._blockers.items())},
        )

    def by_policy(self) -> dict[str, PolicyCounts]:
        """What the run comes to under each policy that an invoice follows or an action is of, by name, sorted."""
        found = {name: PolicyCounts(count, self._acted_on[name]) for name, count in self._follow.items()}
        for (policy, action, _), (_, total) in self._actions.items():
            found.setdefault(policy, PolicyCounts()).actions[action] += total.count
        return dict(sorted(found.items()))

    def _take(self, entries: pl.DataFrame) -> None:
        import polars as pl  # noqa: PLC0415 - slow to import

        titled = pl.col("action").is_in(sorted(_TITLED_HERE))
        totals = (
            entries.filter(pl.col("kind") == "action")
            .with_row_index("at")
            .group_by(
                "policy",
                "action",
                pl.when(titled).then(pl.col("title").str.split(":").list.first()).otherwise("title").alias("title"),
            )
            .agg(
                pl.col("line").first(),
                pl.col("at").first(),
                pl.len().alias("count"),
                pl.col("fee").sum(),
                pl.col("interest").sum(),
                pl.col("to_pay").sum(),
                pl.when(pl.col("moved").count() > 0).then(pl.col("moved").sum()).alias("moved"),
            )
        )
        for policy, action, title, line, at, *amounts in totals.iter_rows():
            place, total = (line, at), ActionTotal(*amounts)
            known, before = self._actions.get((policy, action, title), (place, ActionTotal()))
            self._actions[policy, action, title] = min(known, place), _added(before, total)
        blocked = (
            entries.filter(pl.col("kind") == "blocker")
            .unique(("line", "code"), keep="first", maintain_order=True)
            .group_by("code")
            .agg(pl.col("line").first(), pl.len(), pl.col("number").first(), pl.col("message").first())
        )
        for code, line, count, number, message in blocked.iter_rows():
            known_line, earlier = self._blockers.get(code, (line, BlockedTotal(0, number, message)))
            first_of = earlier if known_line <= line else BlockedTotal(0, number, message)
            self._blockers[code] = min(known_line, line), replace(first_of, count=earlier.count + count)


def _counts(entries: pl.DataFrame, everything: int, decided: int) -> Counts:
    import polars as pl  # noqa: PLC0415 - slow to import

    with_actions = entries.filter(pl.col("kind") == "action")["line"].n_unique()
    listed = entries["line"].n_unique()
    return Counts(with_actions, listed - with_actions, decided - listed, everything - decided)


def _with_actions(entries: pl.DataFrame) -> dict[str, int]:
    """How many lines have an action, by policy; sorted by line, so that a line's first action is where the line changes."""
    import polars as pl  # noqa: PLC0415 - slow to import

    acts = entries.lazy().filter(pl.col("kind") == "action").select("policy", "line")
    firsts = acts.filter(pl.col("line") != pl.col("line").shift(1, fill_value=-1))
    return dict(firsts.group_by("policy").len().collect().iter_rows())


def _plus(one: Counts, other: Counts) -> Counts:
    return Counts(
        one.with_actions + other.with_actions,
        one.only_blockers + other.only_blockers,
        one.nothing_to_do + other.nothing_to_do,
        one.with_problems + other.with_problems,
    )


def _added(one: ActionTotal, other: ActionTotal) -> ActionTotal:
    moved = [total.moved for total in (one, other) if total.moved is not None]
    return ActionTotal(
        one.count + other.count,
        one.fees + other.fees,
        one.interest + other.interest,
        one.to_pay + other.to_pay,
        sum(moved) if moved else None,
    )
