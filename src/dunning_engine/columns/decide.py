"""The decisions on the rows of a part: each recorded once where rows first come to it, and replayed for all others.

What is recorded is `evaluate`'s own code; here is no rule. Rows that nothing could be recorded for, or too few came to the
same place, are given back to be decided one by one.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from dunning_engine.columns.sheets import Row, Sheets, Vocabulary
from dunning_engine.columns.stand_in import Consistent, StandIn
from dunning_engine.columns.written import JSON_COLUMNS, Template, Writer, bare, template_of, unquoted
from dunning_engine.decisions.evaluate import adds_up, decide_prepared, prepare
from dunning_engine.decisions.flat import ROWS, Form
from dunning_engine.decisions.interest_due import counts, looks_at_customer
from dunning_engine.decisions.interest_growth import invoiceable
from dunning_engine.decisions.interest_invoice import with_interest_invoices
from dunning_engine.decisions.situation import Situation
from dunning_engine.facts.consistency import find_contradictions
from dunning_engine.recording.number import Number
from dunning_engine.recording.of_day import OfDay
from dunning_engine.recording.replay import Replay
from dunning_engine.recording.tape import Tape
from dunning_engine.recording.text import shows_marks
from dunning_engine.recording.tree import Tree
from dunning_engine.rules.compiled import read_as_asked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl
    from numpy.typing import NDArray

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import PolicyHistory

WORTH_RECORDING = 10
"""How many rows have to come to a place in the tree before a recording is made for it: what one costs against deciding."""
ROWS_AT_ONCE = 1_048_576


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording comes to: the decision as it is where nothing that its customer has otherwise matters.

    ``counts``: it has interest that may be invoiced with its customer's. ``takes``: it is invoiced today. ``asks``: what
    interest its customer has otherwise matters to it: whether its ``interest`` is ``enough`` with that of the others (öre), and
    in JSON from which day. ``policy`` is the name of the one that decides.
    """

    templates: tuple[Template, ...]
    policy: str
    counts: bool = False
    takes: bool = False
    asks: bool = False
    interest: Number | int = 0
    enough: int = 0


@dataclass(slots=True)
class Decided:
    """The decisions on a part.

    ``writer`` has them. ``left`` are the rows that fit and are to be decided one by one. ``counts``, ``takes``
    and ``asks`` tell of each row how its interest adds up with its customer's, as of `Recorded`. ``follows`` is the number in
    ``followed`` of the policy that decides a row, 0 for none.
    """

    writer: Writer
    left: list[NDArray[np.int64]]
    counts: NDArray[np.bool_]
    takes: NDArray[np.bool_]
    asks: NDArray[np.bool_]
    interest: NDArray[np.int64]
    enough: NDArray[np.int64]
    follows: NDArray[np.int16]
    followed: Mapping[str, int]
    sheets: Sheets

    def following(self, rows: NDArray[np.bool_]) -> Counter[str]:
        """How many of the rows follow each policy."""
        found = np.bincount(self.follows[rows], minlength=len(self.followed) + 1)
        return Counter({name: int(found[number]) for name, number in self.followed.items()})

    def note(self, found: Recorded, rows: NDArray[np.int64] | int, interest: NDArray[Any] | int) -> None:
        """Note what rows of one recording add to their customers' interest."""
        self.counts[rows] = found.counts
        self.takes[rows] = found.takes
        self.asks[rows] = found.asks
        self.interest[rows] = interest
        self.enough[rows] = found.enough


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
        form: Form = ROWS,
        vocabulary: Vocabulary | None = None,
        worth: int = WORTH_RECORDING,
        rows_at_once: int = ROWS_AT_ONCE,
    ) -> None:
        self._policies = {name: read_as_asked(history) for name, history in policies.items()}
        self._marked = frozenset(name for name, history in policies.items() if shows_marks(history))
        self._policy, self._as_of, self._language = policy, as_of, language
        self._json, self._explain, self._form = as_json, explain, form
        self._worth, self._rows_at_once = worth, rows_at_once
        self._vocabulary = vocabulary or Vocabulary()
        self._trees: dict[str, Tree[Any]] = {name: Tree() for name in policies}
        self._of_day = OfDay()
        self._followed: dict[str, int] = {}

    @property
    def recordings(self) -> int:
        """How many recordings have been made."""
        return sum(tree.recordings for tree in self._trees.values())

    def read(self, invoices: pl.DataFrame, events: pl.DataFrame | None) -> Sheets:
        """The columns of a part; while one is decided, the next may be read in another thread."""
        return Sheets(invoices, events, self._vocabulary)

    def decide(self, sheets: Sheets) -> Decided:
        """The decisions on the invoices that can be decided in columns."""
        none, nothing = np.zeros(sheets.height, bool), np.zeros(sheets.height, np.int64)
        writer = Writer(sheets, JSON_COLUMNS if self._json else self._form.columns)
        sums = none, none.copy(), none.copy(), nothing, nothing.copy()
        decided = Decided(writer, [], *sums, np.zeros(sheets.height, np.int16), self._followed, sheets)
        for name, rows in self._by_policy(sheets, np.flatnonzero(~sheets.unfit)):
            if not self.records(name):
                decided.left.append(rows)
                continue
            for start in range(0, len(rows), self._rows_at_once):
                self._replay(name, rows[start : start + self._rows_at_once], decided)
        return decided

    def records(self, name: str | None) -> TypeGuard[str]:
        """Whether decisions under a policy are recorded: not where its own texts hold what marks recorded values."""
        return name is not None and name not in self._marked

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
                whole = found.interest
                if isinstance(whole, Number):
                    whole = frame.numbers(whole.number) + whole.offset
                decided.note(found, frame.rows, whole)
            decided.follows[frame.rows] = self._followed.setdefault(found.policy, len(self._followed) + 1)
            decided.writer.add(found.templates, frame)

    def _record(self, name: str, sheets: Sheets, row: int) -> None:
        tree = self._trees[name]
        tape = Tape(tree.expressions, Row(sheets, row))
        try:
            invoice = StandIn(tape, self._vocabulary)
            find_contradictions(Consistent(invoice))  # type: ignore[arg-type]
            output = self.alone(name, invoice)
        except Exception:  # noqa: BLE001 - whatever stops a recording, its rows are decided one by one, and say it there
            output = None
        tree.grow(tape.asked, output)

    def alone(self, name: str, invoice: Invoice) -> Recorded:
        """The decision on an invoice or a stand-in of one, as it is where nothing that its customer has otherwise matters."""
        prepared = prepare(self._policies[name], invoice, as_of=self._as_of)
        if not isinstance(prepared, Situation):
            return Recorded(self._written(invoice, decide_prepared(prepared, 0)), prepared.policy)
        alone = decide_prepared(prepared, prepared.accrual.unpaid if adds_up(prepared) else 0)
        declared = prepared.policy.interest_invoice
        if declared is None:
            return Recorded(self._written(invoice, alone), alone.policy)
        decision = with_interest_invoices([alone])[0]
        if not counts(alone):
            return Recorded(self._written(invoice, decision), decision.policy)
        takes = any(action.action == "invoice_interest" for action in decision.actions)
        asks = looks_at_customer(prepared, declared)
        written = self._written(invoice, decision)
        # In a frame a decision without a row says nothing of what comes next.
        soon = self._json or bool(written)
        enough = 0 if soon else declared.or_customer_total_at_least or 0
        own = invoiceable(prepared)
        return Recorded(written, decision.policy, counts=True, takes=takes, asks=asks, interest=own, enough=enough)

    def _written(self, invoice: Invoice, decision: Decision) -> tuple[Template, ...]:
        if not self._json:
            return tuple(template_of(row) for row in self._form.rows(invoice, decision, self._language))
        told = decision.to_dict(explain=self._explain, language=self._language)
        return (template_of({"json": unquoted(json.dumps(told, ensure_ascii=False, default=bare))}),)
