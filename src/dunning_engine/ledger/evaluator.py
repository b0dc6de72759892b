"""A ledger evaluated part by part: what to do with the invoices of each part on a day, as columns.

A part holds all rows of the invoices in it, with all their events; where `LedgerEvaluator.joins_customers`, it holds all
invoices of each customer in it.
"""

from __future__ import annotations

import json as _json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.decisions.words import DEFAULT_LANGUAGE
from dunning_engine.ledger.frame import run_frame
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.parquet import plain
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.ledger.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl

    from dunning_engine.ledger.run import Outcome
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows in our own column names, each with its line in ``file``."""

    file: str
    frame: pl.DataFrame
    lines: pl.Series


@dataclass(frozen=True, slots=True)
class Part:
    """What became of the invoices of one part.

    ``rows`` has the column ``line`` before those of `COLUMNS`, or ``line`` and ``json``; sorted by line. ``by_hand`` counts the
    invoices that were decided one by one.
    """

    rows: pl.DataFrame
    problems: tuple[Problem, ...]
    invoices: int
    decided: int
    by_hand: int


class LedgerEvaluator:
    """Decides on the parts of one ledger, in any order."""

    def __init__(
        self,
        policies: Mapping[str, PolicyHistory],
        *,
        as_of: date,
        policy: str | None = None,
        language: str = DEFAULT_LANGUAGE,
        json: bool = False,
        explain: bool = False,
    ) -> None:
        """``policy`` names the one that all follow; without it each invoice names its own. ``KeyError`` where there is none."""
        self._policies, self._policy, self._as_of = policies, policy, as_of
        self._language, self._json, self._explain = language, json, explain
        histories = policies.values() if policy is None else [policies[policy]]
        self.joins_customers = any(_adds_up(history) for history in histories)

    def part(self, invoices: Sheet, events: Sheet | None) -> Part:
        """The decisions on the invoices of one part, with everything that is wrong with them."""
        import polars as pl  # noqa: PLC0415 - slow to import

        ledger = ledger_of_tables(_table(invoices), None if events is None else _table(events))
        run = evaluate_rows(ledger, self._policies, as_of=self._as_of, policy=self._policy)
        if self._json:
            held = [(one.line, one.decision) for one in run.outcomes if one.decision is not None]
            texts = [
                _json.dumps(decision.to_dict(explain=self._explain, language=self._language), ensure_ascii=False)
                for _, decision in held
            ]
            rows = pl.DataFrame({"line": pl.Series([line for line, _ in held], dtype=pl.Int64), "json": texts})
        else:
            lines = [line for one in run.outcomes for line in [one.line] * _height(one)]
            rows = run_frame(run, self._language)
            rows.insert_column(0, pl.Series("line", lines, dtype=pl.Int64))
        decided = len(run.decisions)
        return Part(rows.sort("line", maintain_order=True), run.problems, invoices.frame.height, decided, decided)


def _height(outcome: Outcome) -> int:
    decision = outcome.decision
    return len(outcome.problems) + (0 if decision is None else len(decision.actions) + len(decision.blockers))


def _table(sheet: Sheet) -> Table:
    rows = tuple(
        Row(line, {name: plain(value) for name, value in row.items() if value is not None and value != ""})
        for line, row in zip(sheet.lines, sheet.frame.iter_rows(named=True), strict=True)
    )
    return Table(sheet.file, tuple(sheet.frame.columns), rows)


def _adds_up(history: PolicyHistory) -> bool:
    """Whether a customer's invoices matter to each other."""
    from dunning_engine.rules.compiled import compiled  # noqa: PLC0415

    every = [*history.revisions, *(one for later in history.continued_by.values() for one in later.revisions)]
    return any(
        one.interest_invoice is not None or "customer_interest_total" in compiled(one).facts for one in every
    )
