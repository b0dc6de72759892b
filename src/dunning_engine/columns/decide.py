"""The decisions on the rows of a part: each recorded once where rows first come to it, and replayed for all others.

What is recorded is `evaluate`'s own code; here is no rule. Rows that nothing could be recorded for, or too few came to the
same place, are given back to be decided one by one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dunning_engine.columns.sheets import Row, Sheets, Vocabulary
from dunning_engine.columns.stand_in import Consistent, StandIn
from dunning_engine.columns.written import JSON_COLUMNS, Template, Writer, bare, template_of, unquoted
from dunning_engine.decisions.evaluate import adds_up, decide_prepared, prepare
from dunning_engine.decisions.flat import COLUMNS, invoice_rows
from dunning_engine.decisions.interest_due import concerned, counts
from dunning_engine.decisions.interest_invoice import with_interest_invoices
from dunning_engine.decisions.situation import Situation
from dunning_engine.facts.consistency import find_contradictions
from dunning_engine.recording.replay import OfDay, Replay
from dunning_engine.recording.tape import Tape
from dunning_engine.recording.tree import Tree
from dunning_engine.rules.compiled import read_as_asked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.policy.model import PolicyHistory

WORTH_RECORDING = 24
"""How many rows have to come to a place in the tree before a recording is made for it: what one costs against deciding."""
ROWS_AT_ONCE = 524_288


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What a recording comes to. ``counts`` and ``asks``: its interest may be invoiced with that of its customer's others."""

    templates: tuple[Template, ...]
    counts: bool = False
    asks: bool = False


@dataclass(slots=True)
class Decided:
    """The decisions on a part.

    ``writer`` has them. ``left`` are the rows that fit and are to be decided one by one; ``counts`` and ``asks``
    tell of each row whether its interest adds up with its customer's, and whether that matters to it.
    """

    writer: Writer
    left: list[NDArray[np.int64]]
    counts: NDArray[np.bool_]
    asks: NDArray[np.bool_]
    sheets: Sheets


class ColumnDecider:
    """Decides on parts of one ledger on one day; what it has recorded serves all of them."""

    def __init__(
        self,
        policies: Mapping[str, PolicyHistory],
        *,
        as_of: date,
        policy: str | None,
        language: str,
        as_json: bool,
        explain: bool,
        worth: int = WORTH_RECORDING,
        rows_at_once: int = ROWS_AT_ONCE,
    ) -> None:
        self._policies = {name: read_as_asked(history) for name, history in policies.items()}
        self._policy, self._as_of, self._language = policy, as_of, language
        self._json, self._explain = as_json, explain
        self._worth, self._rows_at_once = worth, rows_at_once
        self._vocabulary = Vocabulary()
        self._trees: dict[str, Tree[Any]] = {name: Tree() for name in policies}
        self._of_day = OfDay()

    @property
    def recordings(self) -> int:
        """How many recordings have been made."""
        return sum(tree.recordings for tree in self._trees.values())

    def decide(self, invoices: pl.DataFrame, events: pl.DataFrame | None) -> Decided:
        """The decisions on the invoices that can be decided in columns."""
        sheets = Sheets(invoices, events, self._vocabulary)
        none = np.zeros(sheets.height, bool)
        writer = Writer(sheets, JSON_COLUMNS if self._json else COLUMNS)
        decided = Decided(writer, [], none, none.copy(), sheets)
        for name, rows in self._by_policy(sheets, np.flatnonzero(~sheets.unfit)):
            if name is None:
                decided.left.append(rows)
                continue
            for start in range(0, len(rows), self._rows_at_once):
                self._replay(name, rows[start : start + self._rows_at_once], decided)
        return decided

    def _by_policy(self, sheets: Sheets, rows: NDArray[np.int64]) -> list[tuple[str | None, NDArray[np.int64]]]:
        if self._policy is not None:
            return [(self._policy, rows)]
        codes = sheets.codes("policy", rows)
        words = self._vocabulary.facts["policy"].words
        found = ((words[code], rows[codes == code]) for code in np.unique(codes).tolist())
        return [(name if name in self._policies else None, chosen) for name, chosen in found]

    def _replay(self, name: str, rows: NDArray[np.int64], decided: Decided) -> None:
        def record(row: int) -> None:
            self._record(name, decided.sheets, row)

        replay = Replay(self._trees[name], decided.sheets, self._of_day, record, worth=self._worth)
        for found, frame in replay.run(rows):
            if found is None:
                decided.left.append(frame.rows)
                continue
            if found.counts:
                decided.counts[frame.rows] = True
                decided.asks[frame.rows] = found.asks
            decided.writer.add(found.templates, frame)

    def _record(self, name: str, sheets: Sheets, row: int) -> None:
        tree = self._trees[name]
        tape = Tape(tree.expressions, Row(sheets, row))
        try:
            output = self._decided(self._policies[name], StandIn(tape, self._vocabulary))
        except Exception:  # noqa: BLE001 - whatever stops a recording, its rows are decided one by one, and say it there
            output = None
        tree.grow(tape.asked, output)

    def _decided(self, history: PolicyHistory, invoice: StandIn) -> _Recorded:
        find_contradictions(Consistent(invoice))  # type: ignore[arg-type]
        prepared = prepare(history, invoice, as_of=self._as_of)
        if not isinstance(prepared, Situation):
            return _Recorded(self._written(invoice, decide_prepared(prepared, 0)))
        alone = decide_prepared(prepared, prepared.accrual.unpaid if adds_up(prepared) else 0)
        declared = prepared.policy.interest_invoice
        if declared is None:
            return _Recorded(self._written(invoice, alone))
        counted = counts(alone)
        asked = counted and concerned(prepared, declared)
        return _Recorded(self._written(invoice, with_interest_invoices([alone])[0]), counts=counted, asks=asked)

    def _written(self, invoice: StandIn, decision: Decision) -> tuple[Template, ...]:
        if not self._json:
            return tuple(template_of(row) for row in invoice_rows(invoice, decision, self._language))
        told = decision.to_dict(explain=self._explain, language=self._language)
        return (template_of({"json": unquoted(json.dumps(told, ensure_ascii=False, default=bare))}),)
