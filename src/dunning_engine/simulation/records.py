"""What one version of the policies decides on invoices of a part on a day, and has had recorded on them by then.

Many invoices are decided in columns, their events in frames; few one by one, which spares them the reading of columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import polars as pl

from dunning_engine.columns.matching import rows_of
from dunning_engine.columns.one_by_one import invoices_of
from dunning_engine.decisions.course import COURSE
from dunning_engine.decisions.evaluate import evaluate_each
from dunning_engine.decisions.record import events_for
from dunning_engine.ledger.frame import frame_of
from dunning_engine.ledger.part import Sheet
from dunning_engine.problems import FactError
from dunning_engine.simulation.standing import as_events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from typing import TypeAlias

    from numpy.typing import NDArray

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.ledger.evaluator import LedgerEvaluator
    from dunning_engine.ledger.part import ReadPart
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem
    from dunning_engine.simulation.standing import Standing

    Histories: TypeAlias = Callable[[Invoice], PolicyHistory | None]

_KNOWN_THROUGH = "payments_known_through"


@dataclass(frozen=True, slots=True)
class Step:
    """A day of a course: the rows of `COURSE`, what is wrong, and which invoices had something recorded on them."""

    rows: pl.DataFrame
    problems: tuple[Problem, ...]
    happened: NDArray[np.int64]


class Records(Protocol):
    """The invoices of a part with what has been recorded on them under one version of the policies."""

    def decide(self, day: date, active: NDArray[np.int64]) -> Step:
        """Decide on those invoices and record what is proposed.

        After the first day payments are known through the day, where it was known at all through which.
        """
        ...


class InColumns:
    """Records in frames, for parts of any size."""

    def __init__(self, standing: Standing, evaluators: Callable[[date], LedgerEvaluator]) -> None:
        self._standing, self._evaluators = standing, evaluators
        self._events = standing.events.clear()
        self._owner = np.zeros(0, np.int64)

    def decide(self, day: date, active: NDArray[np.int64]) -> Step:
        """Decide on those invoices in columns."""
        evaluator = self._evaluators(day)
        part = evaluator.decide(self.read(day, active))
        happened = self._record(part.rows.filter(pl.col("kind") == "event"))
        return Step(part.rows, part.problems, happened)

    def read(self, day: date, active: NDArray[np.int64]) -> ReadPart:
        """The columns of those invoices and of their events, as they stand on a day."""
        standing = self._standing
        frame = standing.invoices[active]
        if day > standing.first and _KNOWN_THROUGH in frame.columns:
            said = pl.lit(day).cast(frame.schema[_KNOWN_THROUGH])
            frame = frame.with_columns(pl.when(pl.col(_KNOWN_THROUGH).is_not_null()).then(said).alias(_KNOWN_THROUGH))
        among = np.zeros(standing.height, bool)
        among[active] = True
        kept, own = among[standing.owner], among[self._owner]
        events = pl.concat([standing.events.filter(kept), self._events.filter(own)])
        lines = pl.concat([standing.event_lines.filter(kept), pl.zeros(int(own.sum()), pl.Int64, eager=True)])
        invoices = Sheet(standing.label, frame, standing.lines.gather(active))
        return self._evaluators(day).read(invoices, Sheet(standing.event_label, events, lines))

    def _record(self, rows: pl.DataFrame) -> NDArray[np.int64]:
        owner = rows_of(rows["invoice"], self._standing.numbers) if rows.height else np.zeros(0, np.int64)
        self._events = pl.concat([self._events, as_events(rows, self._events.schema)])
        self._owner = np.concatenate([self._owner, owner])
        return owner


class OneByOne:
    """Records as invoices, for small parts. The first day is decided in columns, which also says what is wrong with rows."""

    def __init__(
        self, standing: Standing, evaluators: Callable[[date], LedgerEvaluator], histories: Histories, language: str
    ) -> None:
        self._standing, self._histories, self._language = standing, histories, language
        self._first = InColumns(standing, evaluators)
        self._invoices: dict[int, Invoice] = {}
        self._places: dict[str, int] = {}

    def decide(self, day: date, active: NDArray[np.int64]) -> Step:
        """Decide on those invoices one by one, a customer's together where they matter to each other."""
        if day == self._standing.first:
            step = self._first.decide(day, active)
            self._take(day)
            return step
        rows: list[tuple[int, Mapping[str, Any]]] = []
        problems: list[Problem] = []
        happened: list[int] = []
        for group in self._groups(active):
            try:
                decisions = evaluate_each([self._pair(place, day) for place in group], as_of=day)
            except FactError as error:
                problems += error.problems
                continue
            for place, decision in zip(group, decisions, strict=True):
                rows += ((place, row) for row in COURSE.rows(self._invoices[place], decision, self._language))
                happened += self._record(decision)
        frame = frame_of([row for _, row in rows], COURSE.columns)
        lines = self._standing.lines.cast(pl.Int64).gather([place for place, _ in rows]).alias("line")
        return Step(frame.insert_column(0, lines), tuple(problems), np.array(happened, np.int64))

    def _take(self, day: date) -> None:
        """The invoices as they stand at the end of the first day."""
        read = self._first.read(day, np.arange(self._standing.height))
        fit = np.flatnonzero(~read.sheets.unfit)
        for place, invoice in zip(fit.tolist(), invoices_of(read.sheets, fit), strict=True):
            if invoice is not None and self._histories(invoice) is not None:
                self._invoices[place] = invoice
                self._places[invoice.invoice] = place

    def _groups(self, active: NDArray[np.int64]) -> Iterator[list[int]]:
        held = [place for place in active.tolist() if place in self._invoices]
        groups: dict[int, list[int]] = {}
        for place in held:  # a customer's are decided together; who matters to nobody else, by itself
            customer = int(self._standing.customers[place])
            groups.setdefault(customer or -place - 1, []).append(place)
        yield from groups.values()

    def _pair(self, place: int, day: date) -> tuple[PolicyHistory, Invoice]:
        invoice = self._invoices[place]
        if invoice.payments_known_through is not None:
            invoice = replace(invoice, payments_known_through=day)
        history = self._histories(invoice)
        assert history is not None  # noqa: S101 - only such are held
        return history, invoice

    def _record(self, decision: Decision) -> Iterator[int]:
        for action in decision.actions:
            for number, event in events_for(action, decision.invoice):
                place = self._places[number]
                invoice = self._invoices[place]
                self._invoices[place] = replace(invoice, events=(*invoice.events, event))
                yield place
