"""Folding: an invoice's events up to a day, in order, into the state that they leave it in.

Three sums are kept: the principal, the fees and the interest that has been claimed. A payment settles them in the
policy's order, a credit note lowers the principal, a step claims its fee and states the interest anew. What was paid in
excess waits and settles what is claimed later. A step that was cancelled counts as never taken: its fee and its
statement of interest are gone, the statement before it stands again, and what payments had settled of it settles what
else was owed on their days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.parts import Part
from dunning_engine.facts.state import BoughtBack, Sale, State, StepTaken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dunning_engine.facts.invoice import Invoice

_DAY = timedelta(days=1)
_FIRST_DAY = date.min

# Looking a member up in its class costs more than the rest of an event's effect.
_STEP, _STEP_CANCELLED = EventKind.STEP, EventKind.STEP_CANCELLED
_FEES, _INTEREST = Part.FEES, Part.INTEREST
_kind = attrgetter("event")


def fold(invoice: Invoice, *, as_of: date, settles: tuple[Part, ...]) -> State:
    """The state of ``invoice`` at the end of ``as_of``; later events are ignored.

    ``settles`` names every part of the debt once, in the order that a payment settles them.
    """
    state = _start(invoice, as_of)
    if invoice.events:
        _fold_events(state, [event for event in invoice.events if event.on <= as_of], settles)
        _let_run_out(state, as_of)
    return state


def _start(invoice: Invoice, as_of: date) -> State:
    """The invoice before its events; ledgers without any say in columns what they know."""
    principal = invoice.amount if invoice.balance is None else invoice.balance
    paid_on = invoice.paid_on
    if paid_on is not None:
        if principal <= 0:  # a balance beside the day of payment may be what was left after it
            principal = invoice.amount
        if paid_on <= as_of:
            state = State(
                principal=min(principal, 0),
                principal_history=_history(principal, [(paid_on + _DAY, max(principal, 0))]),
                paid_on=paid_on,
            )
        else:
            state = State(principal=principal, principal_history=_history(principal, []))
    else:
        state = State(principal=principal, principal_history=((_FIRST_DAY, max(0, principal)),))
        if invoice.amount <= 0:
            state.paid_on = invoice.issued_on
    if invoice.last_step is not None and invoice.last_step_on is not None and invoice.last_step_on <= as_of:
        state.steps = (StepTaken(Event(on=invoice.last_step_on, event=_STEP, step=invoice.last_step)),)
    return state


def _fold_events(state: State, events: list[Event], settles: tuple[Part, ...]) -> None:
    if _STEP_CANCELLED in map(_kind, events):
        events, state.cancelled = _without_cancelled(events)
    folding = _Folding(state, settles)
    for event in events:
        _EFFECTS[event.event](folding, event)
    state.steps = (*state.steps, *folding.steps)
    if folding.lowered:
        state.principal_history = _history(folding.principal_at_start, folding.lowered)


def _let_run_out(state: State, as_of: date) -> None:
    """A pause and a promise last through their day; a promise is over when it is kept."""
    if state.paused and state.pause_until is not None and state.pause_until < as_of:
        state.paused, state.pause_until = False, None
    if state.promised and (state.paid or (state.promise_until is not None and state.promise_until < as_of)):
        state.promised, state.promise_until = False, None


def _without_cancelled(events: Iterable[Event]) -> tuple[list[Event], dict[str, int]]:
    """The events without the steps that were undone, and how often each step was."""
    kept: list[Event] = []
    cancelled: dict[str, int] = {}
    for event in events:
        if event.event is not _STEP_CANCELLED:
            kept.append(event)
            continue
        for place in range(len(kept) - 1, -1, -1):
            if kept[place].event is _STEP and kept[place].step == event.step:
                del kept[place]
                cancelled[event.step or ""] = cancelled.get(event.step or "", 0) + 1
                break
    return kept, cancelled


def _history(principal: int, lowered: list[tuple[date, int]]) -> tuple[tuple[date, int], ...]:
    """The principal from each day on which it changed, never below zero."""
    history = [(_FIRST_DAY, max(principal, 0))]
    for day, amount in sorted(lowered):
        principal -= amount
        base = max(principal, 0)
        if history[-1][0] == day:
            history[-1] = (day, base)
        elif history[-1][1] != base:
            history.append((day, base))
    return tuple(history)


class _Folding:
    """The effects of events on a state, one method each."""

    __slots__ = ("lowered", "principal_at_start", "settles", "state", "steps")

    def __init__(self, state: State, settles: tuple[Part, ...]) -> None:
        self.state = state
        self.settles = settles
        self.principal_at_start = state.principal
        self.lowered: list[tuple[date, int]] = []
        self.steps: list[StepTaken] = []

    def payment(self, event: Event) -> None:
        self._settle(event.amount or 0, event.on)
        self._mark_paid(event.on)

    def credit_note(self, event: Event) -> None:
        amount = event.amount or 0
        self.state.principal -= amount
        self.lowered.append((event.on, amount))
        self._mark_paid(event.on)

    def step(self, event: Event) -> None:
        state = self.state
        state.fees += event.fee
        # A statement of 0 takes back what was claimed before; no statement leaves it.
        if event.interest is not None:
            state.interest = event.interest
        self.steps.append(StepTaken(event))
        if state.overpaid:
            waiting, state.overpaid = state.overpaid, 0
            self._settle(waiting, event.on)
        self._mark_paid(event.on)

    def delivery_failed(self, event: Event) -> None:
        for place in range(len(self.steps) - 1, -1, -1):
            if self.steps[place].step == event.step:
                self.steps[place] = replace(self.steps[place], delivery_failed=True)
                break

    def write_off(self, _: Event) -> None:
        self.state.written_off = True

    def dispute(self, _: Event) -> None:
        self.state.disputed = True

    def dispute_settled(self, _: Event) -> None:
        self.state.disputed = False

    def pause(self, event: Event) -> None:
        self.state.paused, self.state.pause_until = True, event.until

    def resume(self, _: Event) -> None:
        self.state.paused, self.state.pause_until = False, None

    def promise(self, event: Event) -> None:
        self.state.promised, self.state.promise_until = True, event.until

    def payment_plan(self, _: Event) -> None:
        self.state.on_payment_plan = True

    def payment_plan_ended(self, _: Event) -> None:
        self.state.on_payment_plan = False

    def sold(self, event: Event) -> None:
        state = self.state
        number = 0 if state.sale is None else state.sale.number + 1
        state.sale = Sale(
            event.sale or "",
            event.on,
            max(state.principal, 0),
            event.price,
            event.purchase_fee,
            state.principal_settled,
            number,
        )
        state.back = None

    def bought_back(self, event: Event) -> None:
        state = self.state
        beside = state.fees + state.interest
        state.back = BoughtBack(event.on, event.amount or 0, state.principal_settled, beside)

    def handed_over(self, event: Event) -> None:
        self.state.with_agency, self.state.agency = True, event.agency

    def withdrawn(self, _: Event) -> None:
        self.state.with_agency, self.state.agency = False, None

    def closed(self, _: Event) -> None:
        self.state.closed = True

    def information_requested(self, event: Event) -> None:
        self.state.information_requested |= {event.fact or ""}

    def interest_invoiced(self, event: Event) -> None:
        # Owed on an invoice of its own, beside what steps have claimed here.
        self.state.interest_invoiced += event.amount or 0
        self.state.interest_invoices += 1

    def done(self, event: Event) -> None:
        self.state.done = {**self.state.done, event.key or "": event.amount}

    def note(self, event: Event) -> None:
        self.state.notes = (*self.state.notes, event.text or "")

    def _settle(self, amount: int, on: date) -> None:
        state = self.state
        rest = min(amount, max(state.principal + state.fees + state.interest, 0))
        state.overpaid += amount - rest
        for part in self.settles:
            if not rest:
                break
            if part is _FEES:
                settled = min(rest, state.fees)
                state.fees -= settled
            elif part is _INTEREST:
                settled = min(rest, state.interest)
                state.interest -= settled
                state.interest_settled += settled
            else:
                settled = min(rest, max(state.principal, 0))
                state.principal -= settled
                state.principal_settled += settled
                self.lowered.append((on + _DAY, settled))
            rest -= settled

    def _mark_paid(self, on: date) -> None:
        state = self.state
        if not state.paid:
            state.paid_on = None
        elif state.paid_on is None:
            state.paid_on = on


_EFFECTS: dict[EventKind, Callable[[_Folding, Event], None]] = {
    kind: getattr(_Folding, kind.value) for kind in EventKind if kind is not EventKind.STEP_CANCELLED
}
