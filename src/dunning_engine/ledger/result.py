"""What a run gives to whoever writes it: rows in order, the account, what is wrong; put together part by part."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from dunning_engine.ledger.complaints import Complaints
from dunning_engine.ledger.entries import entries_of_json, entries_of_rows
from dunning_engine.ledger.frame import run_frame
from dunning_engine.ledger.listing import Listing
from dunning_engine.ledger.ordered import OrderedRows
from dunning_engine.ledger.run import Run
from dunning_engine.ledger.summary import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    import polars as pl

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.ledger.part import Part
    from dunning_engine.ledger.run import AccountOutcome, Outcome


class Result:
    """One evaluation of a ledger. ``json`` rows are one object each; others are those of `COLUMNS`.

    With ``usable`` false the files could not be used and nothing should be written. ``by_hand`` are the invoices that were
    decided one by one. What is only summed up and listed need not be kept (``keep``).
    """

    def __init__(self, as_of: date, folder: Callable[[], Path], *, json: bool = False, keep: bool = True) -> None:
        self.as_of, self.json = as_of, json
        self.rows = OrderedRows(_no_rows(as_of, json=json), folder)
        self.tally, self.listing, self.complaints = Tally(), Listing(), Complaints()
        self.usable = True
        self.invoices = self.decided = self.by_hand = 0
        self._keep = keep

    def take(self, part: Part) -> None:
        """Take a part, in any order of parts. Raises ``OSError`` where rows have to be laid out and the disk is full."""
        rows = part.rows.cast({"json": str}) if self.json else part.rows  # where none is decided nothing tells the type
        entries = entries_of_json(rows) if self.json else entries_of_rows(rows)
        self.tally.add(entries, invoices=part.invoices, follow=part.follow)
        if not self.json:
            self.listing.add(entries)
        self.complaints.add(part.problems)
        self.invoices += part.invoices
        self.decided += part.decided
        self.by_hand += part.by_hand
        if self._keep:
            self.rows.add(rows)

    def take_run(self, run: Run, *, explain: bool, language: str) -> None:
        """Take a run that stands in memory whole, its accounts last."""
        invoices, accounts = len(run.outcomes), len(run.accounts)
        rows = _with_lines(run, language)
        of_accounts = rows["line"] >= invoices
        said = entries_of_rows(rows.filter(~of_accounts)), entries_of_rows(rows.filter(of_accounts))
        follow = Counter(decision.policy for decision in run.decisions)
        self.tally.add(said[0], invoices=invoices, follow=follow)
        self.tally.add_accounts(said[1], accounts=accounts, decided=len(run.account_decisions))
        for entries in said:
            self.listing.add(entries)
        self.complaints.add(run.problems)
        self.usable = bool(invoices or accounts or run.complete)
        self.invoices, self.decided = invoices, len(run.decisions)
        if self._keep:
            self.rows.add(_objects(run, explain=explain, language=language) if self.json else rows)


def _no_rows(as_of: date, *, json: bool) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - slow to import

    if json:
        return pl.DataFrame(schema={"line": pl.Int64, "json": pl.String})
    return _with_lines(Run("", as_of, ()), "sv")


def _with_lines(run: Run, language: str) -> pl.DataFrame:
    """The run's rows, each after the number of its invoice or account in the order in which they come."""
    import polars as pl  # noqa: PLC0415 - slow to import

    everyone: list[Outcome | AccountOutcome] = [*run.outcomes, *run.accounts]
    lines = [number for number, one in enumerate(everyone) for _ in range(_height(one))]
    rows = run_frame(run, language)
    return rows.insert_column(0, pl.Series("line", lines, dtype=pl.Int64))


def _height(outcome: Outcome | AccountOutcome) -> int:
    decision = outcome.decision
    return len(outcome.problems) + (0 if decision is None else len(decision.actions) + len(decision.blockers))


def _objects(run: Run, *, explain: bool, language: str) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - slow to import

    decisions: list[Decision | AccountDecision] = [*run.decisions, *run.account_decisions]
    texts = [json.dumps(one.to_dict(explain=explain, language=language), ensure_ascii=False) for one in decisions]
    return pl.DataFrame({"line": range(len(texts)), "json": texts}, schema={"line": pl.Int64, "json": pl.String})
