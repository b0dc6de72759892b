"""Whether the interest on an invoice is to be invoiced on its own: today, from a later day, or why not.

What the policy says of exclusions, holds and when interest is charged is read as it was before a payment: afterwards nothing
is owed, and how late one looks is no fact about the invoice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.gates import stops
from dunning_engine.decisions.horizon import first_change
from dunning_engine.policy.condition import comparisons
from dunning_engine.rules.compiled import exclusion_name
from dunning_engine.rules.reference import holds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.charges import InterestInvoice

_ONE_DAY = timedelta(days=1)
_COUNT_DAYS = ("days_after_due_date", "days_since_invoice_date", "days_since_previous_step")
# What does not change any more once the invoice is paid; the customer's total is looked at by itself.
_FIXED_BY_PAYMENT = frozenset({*_COUNT_DAYS, "interest_accrued", "customer_interest_total"})


@dataclass(frozen=True, slots=True)
class Prospect:
    """Whether an invoice is taken up today, what keeps it from that, and from which day it may be (again)."""

    taken: bool = False
    blockers: tuple[Blocker, ...] = ()
    again: date | None = None


class Customers:
    """What each customer's invoices have of unpaid interest together, in öre, and from which day that grows."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.totals: Counter[tuple[str | None, str, str, bool]] = Counter()
        self.grow_from: dict[tuple[str | None, str, str, bool], date] = {}
        for decision in decisions:
            if decision.reasoning.view is None:
                continue
            situation = decision.reasoning.view.situation
            self.totals[situation.debtor] += situation.accrual.unpaid
            day = _grows_from(situation)
            if day is not None:
                self.grow_from[situation.debtor] = min(day, self.grow_from.get(situation.debtor, day))


def prospect(decision: Decision, view: View, declared: InterestInvoice, customers: Customers) -> Prospect:
    """What becomes of the interest on an invoice that the policy's interest invoices are about."""
    situation = view.situation
    as_of, accrual, tomorrow = situation.as_of, situation.accrual, situation.as_of + _ONE_DAY
    if accrual.missing_rate_on is not None:
        details = {"day": accrual.missing_rate_on.isoformat()}
        return Prospect(blockers=(Blocker(code="no_reference_rate", details=details),))
    grows, total_grows = _grows_from(situation), customers.grow_from.get(situation.debtor)
    reached_from: date | None = as_of
    if not accrual.unpaid:
        reached_from = grows
    elif not _reached(declared, accrual.unpaid, customers.totals[situation.debtor]):
        days = (grows, None if declared.or_customer_total_at_least is None else total_grows)
        reached_from = min((day for day in days if day is not None), default=None)
    if reached_from is None:
        return Prospect()
    before = _before_payment(view) if situation.state.paid else view
    charged_from = _charged_from(before, total_grows)
    if charged_from is None:
        return Prospect()
    blockers, open_from = _open_from(before)
    # A step that states the interest today claims it: the same interest is not demanded twice on one day.
    claimed = any(action.interest_periods for action in decision.actions)
    wanted = max(charged_from, reached_from) <= as_of
    if wanted and not blockers and not claimed:
        return Prospect(taken=True, again=grows)
    again = None if open_from is None else max(charged_from, reached_from, open_from, tomorrow)
    return Prospect(blockers=blockers if wanted else (), again=again)


def concerned(situation: Situation, declared: InterestInvoice) -> bool:
    """Whether the policy's interest invoices can be about the invoice at all, whatever interest there is on it."""
    state, policy = situation.state, situation.policy
    if state.with_agency or (state.closed and not state.paid) or (declared.only_when_paid and not state.paid):
        return False
    owner = state.sold == (policy.purchase is not None)
    return owner and situation.invoice.amount > 0 and _capital_unpaid(situation) > 0


def _reached(declared: InterestInvoice, own: int, total: int) -> bool:
    together = declared.or_customer_total_at_least
    return own >= declared.at_least or (together is not None and total >= together)


def _grows_from(situation: Situation) -> date | None:
    """The first day after the invoice's on which more interest accrues though nothing happens; ``None``: never."""
    accrual = situation.accrual
    if accrual.index is None or accrual.missing_rate_on is not None or not situation.state.principal_history[-1][1]:
        return None
    return max(situation.as_of + _ONE_DAY, accrual.first_day)


def _charged_from(before: View, total_grows: date | None) -> date | None:
    """The first day on which the policy charges interest on the invoice, today if it does; ``None``: never by itself."""
    situation = before.situation
    interest, as_of = situation.policy.interest, situation.as_of
    if interest is None or interest.charged_when is None:
        return as_of
    paid_on = situation.state.paid_on
    if not situation.state.paid or paid_on is None:
        return as_of if holds(interest.charged_when, before.row) else first_change(interest.charged_when, before)
    late = (as_of - paid_on).days
    counted = {fact: int(before.row[fact]) - late for fact in _COUNT_DAYS if fact in before.row}
    if holds(interest.charged_when, {**before.row, **counted}):
        return as_of
    leaves = tuple(comparisons(interest.charged_when))
    days = [first_change(leaf, before) for leaf in leaves if leaf.fact not in _FIXED_BY_PAYMENT]
    if any(leaf.fact == "customer_interest_total" for leaf in leaves):
        days.append(total_grows)
    return min((day for day in days if day is not None), default=None)


def _open_from(before: View) -> tuple[tuple[Blocker, ...], date | None]:
    """What stops the invoice today, and the first day on which all of it may be over by itself, today if nothing does."""
    blockers: list[Blocker] = []
    ends: list[date | None] = []
    for index, exclusion in enumerate(before.situation.policy.exclude):
        if exclusion_name(index) in before.holding:
            details = {"reason": exclusion.reason}
            blockers.append(Blocker(code="excluded", source=str(exclusion.span), details=details))
            ends.append(first_change(exclusion.when, before))
    gate = stops(before)
    if gate.blockers:
        blockers += gate.blockers
        ends.append(None if gate.until is None else gate.until + _ONE_DAY)
    known = [end for end in ends if end is not None]
    return tuple(blockers), max(known, default=before.situation.as_of) if len(known) == len(ends) else None


def _before_payment(view: View) -> View:
    """The view of a paid invoice as it would be with nothing paid."""
    capital = _capital_unpaid(view.situation)
    unpaid = {"balance": capital, "principal": capital, "paid": 0, "overpaid": 0, "paid_on": 0, "has_paid_on": 0}
    row = {fact: unpaid.get(fact, value) for fact, value in view.row.items()}
    holding = frozenset(name for name, condition in view.conditions.items() if holds(condition, row))
    return replace(view, row=row, holding=holding)


def _capital_unpaid(situation: Situation) -> int:
    """The capital as it would be with nothing paid: credited, but for a ledger that tells only the day of payment."""
    state = situation.state
    if situation.invoice.paid_on is not None:
        return state.principal_history[0][1]
    return state.principal + state.principal_settled
