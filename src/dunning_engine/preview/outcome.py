"""What a preview gives to whoever writes it: totals, the first changes or all of them, what is wrong; taken part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dunning_engine.ledger.complaints import Complaints
from dunning_engine.ledger.ordered import OrderedRows
from dunning_engine.preview.changes import as_json, changes, listed
from dunning_engine.preview.totals import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from dunning_engine.preview.changes import Change
    from dunning_engine.preview.compare import Compared
    from dunning_engine.preview.sides import Side
    from dunning_engine.preview.totals import Totals
    from dunning_engine.simulation.days import Days


class Outcome:
    """One preview. Of the changes the first ``most`` are held, by line, and with ``every`` all of them, as objects of ``rows``.

    With ``usable`` false the files could not be used and nothing should be written.
    """

    json = False

    def __init__(self, new: Side, old: Side, days: Days, folder: Callable[[], Path], *, most: int, every: bool) -> None:
        self.new, self.old, self.days = new, old, days
        self.complaints, self.usable, self.invoices = Complaints(), True, 0
        self.rows = OrderedRows(pl.DataFrame(schema={"line": pl.Int64, "json": pl.String}), folder)
        self._most, self._every = most, every
        self._first: pl.DataFrame | None = None
        self._one_day = days.first == days.last
        self._tally = Tally(one_day=self._one_day)

    def take(self, part: Compared) -> None:
        """Take a part, in any order of parts. Raises ``OSError`` where rows have to be laid out and the disk is full."""
        found = changes(part.old, part.new, one_day=self._one_day)
        self._tally.add(part.old, part.new, found, invoices=part.invoices, decided=part.decided)
        self.complaints.add(part.problems)
        self.invoices += part.invoices
        if self._every:
            self.rows.add(as_json(found))
        if self._most and found.height:
            held = found if self._first is None else pl.concat([self._first, found]).sort("line", maintain_order=True)
            self._first = held.head(self._most)

    @property
    def first(self) -> Iterable[Change]:
        """The first changes, by line."""
        return () if self._first is None else listed(self._first)

    def totals(self) -> Totals:
        """What everything that was taken comes to."""
        return self._tally.totals()


def revisions(side: Side) -> dict[tuple[str, str], str]:
    """The digest of each revision of a side's policies, by name and the date that it applies from."""
    return {
        (name, revision.applies_from.isoformat()): revision.digest
        for name, history in side.policies.items()
        for revision in history.revisions
    }


def differing(new: Side, old: Side) -> list[tuple[str, str, str | None, str | None]]:
    """The revisions that are not the same: policy, date, the old side's digest and the new side's, each where it is there."""
    before, after = revisions(old), revisions(new)
    keys = sorted({key for key in before.keys() | after.keys() if before.get(key) != after.get(key)})
    return [(*key, before.get(key), after.get(key)) for key in keys]
