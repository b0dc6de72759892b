"""What stops an invoice whole, whatever its ladder says: closed, frozen, sold, paid, excluded, barred, on hold, stale payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.horizon import first_change
from dunning_engine.decisions.phrases import kronor
from dunning_engine.facts.event import EventKind
from dunning_engine.law.limitation import limitation_day
from dunning_engine.policy.condition import comparisons
from dunning_engine.policy.model import CLAIMING
from dunning_engine.rules.compiled import exclusion_name, hold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from dunning_engine.decisions.situation import Situation
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Gate

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gates:
    """What stands in the way. ``stage`` is set where the invoice is out of the ladder.

    ``until`` is the last day on which the ladder surely stands still, where all that stops it may end by itself; what
    never ends is ``final``.
    """

    stage: str | None = None
    blockers: tuple[Blocker, ...] = ()
    until: date | None = None
    final: bool = False

    @property
    def open(self) -> bool:
        """Whether the ladder may move."""
        return self.stage is None and not self.blockers


def gates(view: View) -> Gates:
    """Everything that stops the invoice on its day, the strongest first."""
    return _out_of_our_hands(view) or _nothing_to_claim(view) or stops(view)


def _out_of_our_hands(view: View) -> Gates | None:
    """Closed, with an agency, or another's: the seller's own policy leaves alone what the buyer pursues."""
    state = view.situation.state
    if state.closed:
        return Gates("closed")
    if state.with_agency:
        return Gates("with_agency", (Blocker(code="with_agency", details={"agency": state.agency or "–"}),))
    if state.sold and state.sale is not None and view.situation.policy.purchase is None:
        return Gates("sold", (Blocker(code="sold", fact="sale", details={state.sale.kind: "sale"}),))
    return None


def _nothing_to_claim(view: View) -> Gates | None:
    """Of zero or less, paid, no longer the buyer's, excluded by the policy, or credited whole."""
    situation = view.situation
    policy, state = situation.policy, situation.state
    excluded = tuple(_reasoned("excluded", gate) for gate in _matching(view, policy.exclude, exclusion_name))
    if situation.invoice.amount <= 0:
        amount = kronor(situation.invoice.amount)
        never = Blocker(code="excluded", fact="amount", details={"amount": amount})
        return Gates("excluded", excluded or (never,))
    if state.paid:
        return Gates("paid")
    if state.bought_back and policy.purchase is not None:
        details = {} if policy.recourse is None else {"policy": policy.recourse.continue_in}
        return Gates("bought_back", (Blocker(code="bought_back", fact="bought_back", details=details),))
    excluded = excluded or _credited_whole(situation)
    return Gates("excluded", excluded) if excluded else None


def stops(view: View) -> Gates:
    """What an invoice that is open and to be dunned has to wait for, whatever is to be done with it."""
    barred = _barred(view)
    if barred is not None:
        return Gates(None, (barred,), final=True)
    stops = [
        *_held(view),
        *_resting(view),
        *((blocker, None) for blocker in (*stale_payments(view), *_missing_rate(view))),
    ]
    ends = [until for _, until in stops if until is not None]
    until = max(ends) if ends and len(ends) == len(stops) else None
    return Gates(None, tuple(blocker for blocker, _ in stops), until)


def _credited_whole(situation: Situation) -> tuple[Blocker, ...]:
    """Nothing was ever owed, as it turned out: then no fee or interest on it is demanded either."""
    amount = situation.invoice.amount
    credit_notes = (event for event in situation.invoice.events if event.event is EventKind.CREDIT_NOTE)
    credited = sum(event.amount or 0 for event in credit_notes if event.on <= situation.as_of)
    if credited < amount:
        return ()
    return (Blocker(code="excluded", fact="principal", details={"credited": kronor(amount)}),)


def _matching(view: View, declared: tuple[Gate, ...], name: Callable[[int], str]) -> list[Gate]:
    return [gate for index, gate in enumerate(declared) if name(index) in view.holding]


def _reasoned(code: str, gate: Gate) -> Blocker:
    return Blocker(code=code, source=str(gate.span), details={"reason": gate.reason})


def _held(view: View) -> Iterator[tuple[Blocker, date | None]]:
    for gate in _matching(view, view.situation.policy.hold, hold_name):
        change = first_change(gate.when, view)
        yield _reasoned("hold", gate), None if change is None else change - _ONE_DAY


def _resting(view: View) -> Iterator[tuple[Blocker, date | None]]:
    """Pauses, promises and plans: they stop the ladder even where the policy has no hold of its own for them."""
    state = view.situation.state
    if not (state.paused or state.promised or state.on_payment_plan):
        return
    spoken_for = {
        leaf.fact for gate in _matching(view, view.situation.policy.hold, hold_name) for leaf in comparisons(gate.when)
    }
    if state.paused and "paused" not in spoken_for:
        details = {} if state.pause_until is None else {"until": state.pause_until.isoformat()}
        yield Blocker(code="paused", fact="paused", details=details), state.pause_until
    if state.promised and state.promise_until is not None and "promised" not in spoken_for:
        details = {"until": state.promise_until.isoformat()}
        yield Blocker(code="promised", fact="promised", details=details), state.promise_until
    if state.on_payment_plan and "on_payment_plan" not in spoken_for:
        yield Blocker(code="payment_plan", fact="on_payment_plan", details={}), None


def _barred(view: View) -> Blocker | None:
    situation = view.situation
    consumer = situation.invoice.customer_kind == "consumer"
    if situation.as_of.year < situation.invoice.issued_on.year + situation.policy.law.limitation_years(consumer):
        return None
    # A letter that claims and reaches the debtor starts the period again, and so does a payment (preskriptionslagen 5 §).
    interruptions = [
        taken.on for step, taken in view.steps_taken if step.action in CLAIMING and not taken.delivery_failed
    ]
    interruptions += [
        taken.on
        for step, taken in view.steps_elsewhere
        if not taken.delivery_failed and (step.action in CLAIMING if step is not None else taken.fee or taken.interest)
    ]
    interruptions += [
        event.on
        for event in situation.invoice.events
        if event.event is EventKind.PAYMENT and event.on <= situation.as_of
    ]
    last = limitation_day(situation.invoice.issued_on, consumer, situation.policy.law)
    for day in sorted(interruptions):
        # What comes after the claim was barred does not revive it.
        if day <= last:
            last = max(last, limitation_day(day, consumer, situation.policy.law))
    if situation.as_of <= last:
        return None
    return Blocker(code="limitation", details={"day": last.isoformat()})


def stale_payments(view: View) -> Iterator[Blocker]:
    """Payments known too long ago, or nobody knows since when: what seems unpaid may be paid."""
    situation = view.situation
    allowed = situation.policy.payments_known_within_days
    if allowed is None:
        return
    through = situation.invoice.payments_known_through
    if through is None:
        yield Blocker(code="payments_unknown", fact="payments_known_through", details={})
    elif situation.as_of - through > timedelta(days=allowed):
        details = {"through": through.isoformat(), "days": str(allowed)}
        yield Blocker(code="payments_too_old", fact="payments_known_through", details=details)


def _missing_rate(view: View) -> Iterator[Blocker]:
    """Without a rate nothing that depends on interest may be stated; a policy that claims none goes on."""
    missing = view.situation.accrual.missing_rate_on
    if missing is None:
        return
    interest_facts = {"interest_accrued", "customer_interest_total"}
    if any(step.interest for step in view.ladder) or not interest_facts.isdisjoint(view.row):
        yield Blocker(code="no_reference_rate", details={"day": missing.isoformat()})
