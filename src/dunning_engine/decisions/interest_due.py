"""Whether the interest on an invoice is to be invoiced on its own: today, from a later day, or why not.

What the policy says of exclusions, holds and when interest is charged is read as it was before a payment: afterwards nothing
is owed, and how late one looks is no fact about the invoice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.gates import stops
from dunning_engine.decisions.horizon import changes_with_a_step, first_change
from dunning_engine.decisions.interest_growth import comes_to, grows_from, invoiceable
from dunning_engine.policy.condition import comparisons
from dunning_engine.rules.compiled import exclusion_name
from dunning_engine.rules.reference import holds, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.charges import InterestInvoice

    _Debtor: TypeAlias = tuple[str | None, str, str, bool]

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


@dataclass(frozen=True, slots=True)
class _Standing:
    """What lets an invoice's interest be invoiced on its own or keeps it from that, whatever interest there is.

    ``claimed`` is the interest in öre that a step demands today, ``None`` where none does. ``since`` is the first day on
    which nothing may stand in the way, today where nothing does; ``None``: never by itself. ``shifts``: a step of today, once
    it has been recorded, may let what is looked at turn out otherwise.
    """

    charged_from: date | None
    blockers: tuple[Blocker, ...]
    claimed: int | None
    since: date | None
    shifts: bool


class Customers:
    """What each customer has of interest, in öre, that may come to be invoiced on its own.

    Interest counts on what is owed to the policy's owner, paid or not, where the policy invoices interest, charges it and
    nothing stops that.
    """

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._accrues_from: dict[_Debtor, date] = {}
        self._counted: defaultdict[_Debtor, list[tuple[Situation, date]]] = defaultdict(list)
        self._totals: defaultdict[_Debtor, int] = defaultdict(int)
        self._reached: dict[tuple[_Debtor, int], date | None] = {}
        views = [decision.reasoning.view for decision in decisions]
        for view in views:
            day = None if view is None else grows_from(view.situation)
            if view is not None and day is not None:
                debtor = view.situation.debtor
                self._accrues_from[debtor] = min(day, self._accrues_from.get(debtor, day))
        self._standings = [
            None if view is None else self._standing(decision, view)
            for decision, view in zip(decisions, views, strict=True)
        ]
        for view, standing in zip(views, self._standings, strict=True):
            if view is None or standing is None or standing.since is None:
                continue
            situation = view.situation
            self._counted[situation.debtor].append((situation, standing.since))
            if standing.since <= situation.as_of:
                self._totals[situation.debtor] += invoiceable(situation)

    def prospect(self, place: int, view: View, declared: InterestInvoice) -> Prospect:
        """What becomes of the interest on the invoice of the decision at ``place``, if it is concerned."""
        situation, standing = view.situation, self._standings[place]
        as_of, missing = situation.as_of, situation.accrual.missing_rate_on
        if missing is not None:
            return Prospect(blockers=(Blocker(code="no_reference_rate", details={"day": missing.isoformat()}),))
        if standing is None:
            return Prospect()
        if standing.shifts:
            return Prospect(again=as_of + _ONE_DAY)
        charged_from = standing.charged_from
        reached_from = None if charged_from is None else self._reached_from(situation, declared, standing)
        if charged_from is None or reached_from is None:
            return Prospect()
        wanted = max(charged_from, reached_from) <= as_of
        if wanted and not standing.blockers:
            # A step that states the interest today claims it: the same interest is not demanded twice on one day.
            state, taken = situation.state, standing.claimed is None
            if standing.claimed is None:
                demanded = replace(state, interest_invoiced=state.interest_invoiced + invoiceable(situation))
            else:
                demanded = replace(state, interest=standing.claimed)
            return Prospect(taken=taken, again=_again(replace(situation, state=demanded), declared))
        again = None if standing.since is None else max(reached_from, standing.since, as_of + _ONE_DAY)
        return Prospect(blockers=standing.blockers if wanted else (), again=again)

    def _standing(self, decision: Decision, view: View) -> _Standing | None:
        if not counts(decision):
            return None
        situation = view.situation
        before = _before_payment(view) if situation.state.paid else view
        charged_from = _charged_from(before, self._accrues_from.get(situation.debtor))
        blockers, open_from = _open_from(before)
        claimed = next((action.interest for action in decision.actions if action.interest_periods), None)
        since = None
        if charged_from is not None and open_from is not None:
            since = max(charged_from, open_from, situation.as_of if claimed is None else situation.as_of + _ONE_DAY)
        return _Standing(charged_from, blockers, claimed, since, _shifts(decision, view))

    def _reached_from(self, situation: Situation, declared: InterestInvoice, standing: _Standing) -> date | None:
        """The first day on which the invoice's own interest or its customer's is enough, today if it is."""
        as_of, own, together = situation.as_of, invoiceable(situation), declared.or_customer_total_at_least
        least = max(declared.at_least, 1)
        if own >= least:
            return as_of
        days = [comes_to(least, [(situation, as_of)])]
        if together is not None:
            counts = standing.since is not None and standing.since <= as_of
            total = self._totals[situation.debtor] + (0 if counts else own)
            if own and total >= together:
                return as_of
            something_from = as_of if own else comes_to(1, [(situation, as_of)])
            enough_from = self._comes_to(together, situation.debtor)
            if something_from is not None and enough_from is not None:
                days.append(max(something_from, enough_from))
        return min((day for day in days if day is not None), default=None)

    def _comes_to(self, ore: int, debtor: _Debtor) -> date | None:
        if (debtor, ore) not in self._reached:
            self._reached[debtor, ore] = comes_to(ore, self._counted[debtor])
        return self._reached[debtor, ore]


def _shifts(decision: Decision, view: View) -> bool:
    """Whether a step is about to be recorded that changes what the policy looks at before it invoices interest."""
    if not any(action.step is not None for action in decision.actions):
        return False
    policy = view.situation.policy
    looked_at = [gate.when for gate in (*policy.exclude, *policy.hold)]
    if policy.interest is not None and policy.interest.charged_when is not None:
        looked_at.append(policy.interest.charged_when)
    return any(changes_with_a_step(condition) for condition in looked_at)


def counts(decision: Decision) -> bool:
    """Whether there is interest on the invoice, or will be, that the policy may come to invoice with its customer's."""
    view = decision.reasoning.view
    if view is None or view.situation.policy.interest_invoice is None or not _may_owe_interest(view.situation):
        return False
    if not invoiceable(view.situation) and grows_from(view.situation) is None:
        return False
    # From tomorrow what is bought back today is another's.
    return all(action.action != "buy_back" for action in decision.actions)


def looks_at_customer(situation: Situation, declared: InterestInvoice) -> bool:
    """Whether it matters to the invoice what interest its customer has on others: its own does not reach the threshold."""
    if declared.or_customer_total_at_least is None or not concerned(situation, declared):
        return False
    return invoiceable(situation) < max(declared.at_least, 1)


def concerned(situation: Situation, declared: InterestInvoice) -> bool:
    """Whether the policy's interest invoices can be about the invoice at all, whatever interest there is on it."""
    return _may_owe_interest(situation) and (situation.state.paid or not declared.only_when_paid)


def _may_owe_interest(situation: Situation) -> bool:
    """Owed to the policy's owner and pursued by nobody else, not closed unpaid, above zero and not credited whole."""
    state = situation.state
    if state.with_agency or (state.closed and not state.paid):
        return False
    owner = state.sold == (situation.policy.purchase is not None)
    return owner and situation.invoice.amount > 0 and _capital_unpaid(situation) > 0


def _again(situation: Situation, declared: InterestInvoice) -> date | None:
    """The first day on which there may be enough again, once today's interest has been demanded as ``situation`` has it.

    What that leaves of the customer's is not known here: then any more will do.
    """
    if declared.or_customer_total_at_least is not None:
        return grows_from(situation)
    return comes_to(max(declared.at_least, 1), [(situation, situation.as_of)])


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
    counted = {fact: whole_number(fact, before.row[fact]) - late for fact in _COUNT_DAYS if fact in before.row}
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
