"""A ledger evaluated part by part: what to do with the invoices of each part on a day, as columns.

A part holds all rows of the invoices in it, with all their events; where `LedgerEvaluator.joins_customers`, it holds all
invoices of each customer in it. What cannot be decided in columns, or stands alone, is decided row by row.
"""

from __future__ import annotations

import json as _json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dunning_engine.columns.decide import ColumnDecider
from dunning_engine.columns.written import joined
from dunning_engine.decisions.words import DEFAULT_LANGUAGE
from dunning_engine.facts.raw import plain
from dunning_engine.ledger.frame import run_frame
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.ledger.table import Row, Table
from dunning_engine.rules.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from dunning_engine.columns.decide import Decided
    from dunning_engine.ledger.run import Outcome, Run
    from dunning_engine.policy.model import Policy, PolicyHistory
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
        revisions = list(_revisions(policies.values() if policy is None else [policies[policy]]))
        self._totals = any("customer_interest_total" in compiled(one).facts for one in revisions)
        self.joins_customers = self._totals or any(one.interest_invoice is not None for one in revisions)
        self._decider = ColumnDecider(
            policies, as_of=as_of, policy=policy, language=language, as_json=json, explain=explain
        )

    def part(self, invoices: Sheet, events: Sheet | None) -> Part:
        """The decisions on the invoices of one part, with everything that is wrong with them."""
        decided = self._decider.decide(invoices.frame, None if events is None else events.frame)
        left = np.zeros(invoices.frame.height, bool)
        left[np.concatenate(decided.left)] = True
        if self.joins_customers:
            left = self._with_customers(left, decided, invoices.frame)
        places = np.flatnonzero(left)
        run = self._by_hand(places, left, decided, invoices, events)
        rows = pl.concat([self._kept(decided, left, invoices.lines), self._rows(run)]).sort("line", maintain_order=True)
        done = invoices.frame.height - len(places) + len(run.decisions)
        return Part(rows, run.problems, invoices.frame.height, done, len(places))

    def _with_customers(self, left: NDArray[np.bool_], decided: Decided, frame: pl.DataFrame) -> NDArray[np.bool_]:
        """Whom one decides by itself, with all invoices of its customer; and customers whose interest adds up."""
        rows = pl.DataFrame(
            {"customer": _customers(frame), "left": left, "counts": decided.counts, "asks": decided.asks}
        )
        if self._totals:
            together = pl.len() > 1
        else:
            together = (pl.col("counts").sum() > 1) & pl.col("asks").any()
        return rows.select((pl.col("left").any() | together).over("customer")).to_series().to_numpy()

    def _by_hand(
        self,
        places: NDArray[np.int64],
        left: NDArray[np.bool_],
        decided: Decided,
        invoices: Sheet,
        events: Sheet | None,
    ) -> Run:
        beside = None
        if events is not None:
            owner = decided.sheets.events.owner
            beside = _table(events, np.flatnonzero(left[owner] | (owner < 0)))
        ledger = ledger_of_tables(_table(invoices, places), beside)
        return evaluate_rows(ledger, self._policies, as_of=self._as_of, policy=self._policy)

    def _kept(self, decided: Decided, left: NDArray[np.bool_], lines: pl.Series) -> pl.DataFrame:
        """What was decided in columns, by the lines of the file."""
        if self._json:
            rows = pl.concat([pl.DataFrame(schema={"line": pl.Int64, "json": pl.String}), *decided.rows]).sort("line")
        else:
            rows = joined(decided.rows)
        if left.any():
            rows = rows.filter(~left[rows["line"].to_numpy()])
        return rows.with_columns(lines.cast(pl.Int64).gather(rows["line"]).alias("line"))

    def _rows(self, run: Run) -> pl.DataFrame:
        """What was decided row by row."""
        if not self._json:
            lines = [line for one in run.outcomes for line in [one.line] * _height(one)]
            rows = run_frame(run, self._language)
            return rows.insert_column(0, pl.Series("line", lines, dtype=pl.Int64))
        held = [(one.line, one.decision) for one in run.outcomes if one.decision is not None]
        texts = [
            _json.dumps(decision.to_dict(explain=self._explain, language=self._language), ensure_ascii=False)
            for _, decision in held
        ]
        return pl.DataFrame({"line": pl.Series([line for line, _ in held], dtype=pl.Int64), "json": pl.Series(texts, dtype=pl.String)})


def _customers(frame: pl.DataFrame) -> pl.Series:
    """The customers as they are written, without the blanks around them; a row without one stands alone."""
    if "customer" not in frame.columns:
        return pl.Series("customer", np.arange(frame.height)).cast(pl.String)
    return frame["customer"].cast(pl.String).str.strip_chars().fill_null(pl.Series(np.arange(frame.height)).cast(pl.String) + "\n")


def _height(outcome: Outcome) -> int:
    decision = outcome.decision
    return len(outcome.problems) + (0 if decision is None else len(decision.actions) + len(decision.blockers))


def _table(sheet: Sheet, places: NDArray[np.int64]) -> Table:
    """Some rows of a sheet as plain values."""
    rows = tuple(
        Row(line, {name: plain(value) for name, value in row.items() if value is not None and value != ""})
        for line, row in zip(
            sheet.lines.gather(places).to_list(), sheet.frame[places].iter_rows(named=True), strict=True
        )
    )
    return Table(sheet.file, tuple(sheet.frame.columns), rows)


def _revisions(histories):
    for history in histories:
        yield from history.revisions
        yield from _revisions(history.continued_by.values())
