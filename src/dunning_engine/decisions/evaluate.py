"""evaluate(): what to do with an invoice on a day.

A pure function of policy, invoice and day: it looks at no clock, no network and no disk, and sends nothing. The caller
carries the actions out and records what it did as events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, overload

from dunning_engine.decisions.actions import information_requests, ledger_hint, step_action
from dunning_engine.decisions.decision import Blocker, Decision, Next
from dunning_engine.decisions.explain import Reasoning
from dunning_engine.decisions.gates import Gates, gates
from dunning_engine.decisions.horizon import first_change, other_ladder_from
from dunning_engine.decisions.ladder import (
    Footing,
    Upcoming,
    after,
    footing,
    hindrances,
    upcoming_step,
    waits_for,
)
from dunning_engine.decisions.situation import Situation, situation_of
from dunning_engine.decisions.view import View, view_of
from dunning_engine.facts.consistency import check_currency, check_steps
from dunning_engine.facts.fold import fold
from dunning_engine.facts.invoice import Invoice
from dunning_engine.facts.parts import Part
from dunning_engine.law.calendar import OutsideCalendarError
from dunning_engine.policy.model import Approval, Policy, PolicyHistory
from dunning_engine.problems import FactError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dunning_engine.decisions.decision import Action
    from dunning_engine.policy.model import Step

_ONE_DAY = timedelta(days=1)


@overload
def evaluate(policy: PolicyHistory, invoice: Invoice | Mapping[str, Any], *, as_of: date) -> Decision: ...
@overload
def evaluate(
    policy: PolicyHistory, invoice: Sequence[Invoice | Mapping[str, Any]], *, as_of: date
) -> list[Decision]: ...
def evaluate(
    policy: PolicyHistory,
    invoice: Invoice | Mapping[str, Any] | Sequence[Invoice | Mapping[str, Any]],
    *,
    as_of: date,
) -> Decision | list[Decision]:
    """Decide on one invoice, or on a list of them where a customer's invoices matter to each other.

    The revision of ``policy`` that an invoice follows is the one in force on its issue date. Events after ``as_of`` are
    not looked at, so any day can be replayed. Raises ``FactError``, with every problem, for facts that do not fit. Safe
    from any number of threads.
    """
    if isinstance(invoice, (Invoice, Mapping)):
        return evaluate_each([(policy, invoice)], as_of=as_of)[0]
    return evaluate_each([(policy, one) for one in invoice], as_of=as_of)


def evaluate_each(pairs: Iterable[tuple[PolicyHistory, Invoice | Mapping[str, Any]]], *, as_of: date) -> list[Decision]:
    """Decide on invoices that each follow a policy of their own; interest adds up over a customer's invoices."""
    prepared = [_prepare(history, invoice, as_of=as_of) for history, invoice in pairs]
    totals: Counter[tuple[str | None, str, str]] = Counter()
    for one in prepared:
        if isinstance(one, Situation):
            totals[_debtor(one.invoice)] += one.accrual.unpaid
    return [
        one if isinstance(one, Decision) else _decide(one, customer_interest_total=totals[_debtor(one.invoice)])
        for one in prepared
    ]


def _debtor(invoice: Invoice) -> tuple[str | None, str, str]:
    """Who owes whom: two clients may each have a customer 17, and kronor and euro do not add up."""
    return invoice.client, invoice.customer, invoice.currency


def _prepare(history: PolicyHistory, given: Invoice | Mapping[str, Any], *, as_of: date) -> Situation | Decision:
    invoice = given if isinstance(given, Invoice) else Invoice.from_mapping(given)
    policy = history.revision_for(invoice.issued_on)
    if policy is None:
        return _not_in_force(history, invoice, as_of=as_of)
    problems = [*check_currency(invoice, policy.currency), *check_steps(invoice, _step_names(policy))]
    if problems:
        raise FactError(problems)
    try:
        return situation_of(policy, invoice, as_of=as_of)
    except OutsideCalendarError as outside:
        raise _too_far_off(invoice, outside) from None


def _decide(situation: Situation, *, customer_interest_total: int) -> Decision:
    view = view_of(situation, customer_interest_total=customer_interest_total)
    gate = gates(view)
    try:
        move = _out_of_the_ladder(view, gate) if gate.stage is not None else _move(view, gate)
    except OutsideCalendarError as outside:
        raise _too_far_off(situation.invoice, outside) from None
    policy = situation.policy
    return Decision(
        invoice=situation.invoice.invoice,
        as_of=situation.as_of,
        policy=policy.name,
        revision=policy.applies_from,
        digest=policy.digest,
        stage=gate.stage or _stage(view),
        balance=situation.state.balance,
        actions=move.actions,
        blockers=move.blockers,
        next=move.next,
        allowed=move.allowed,
        notes=situation.state.notes,
        reasoning=Reasoning(view),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """What an open invoice does on its day."""

    actions: tuple[Action, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    next: Next | None = None
    allowed: tuple[str, ...] = ()


def _out_of_the_ladder(view: View, gate: Gates) -> _Move:
    hint = ledger_hint(view) if gate.stage == "excluded" else ()
    return _Move(actions=hint, blockers=gate.blockers)


def _move(view: View, gate: Gates) -> _Move:
    as_of = view.situation.as_of
    stand = footing(view)
    upcoming = upcoming_step(view, stand)
    if not gate.open:
        not_before = as_of if gate.until is None else gate.until + _ONE_DAY
        return _Move(blockers=gate.blockers, next=None if gate.final else _next(view, upcoming, not_before=not_before))
    taken = [step for step, _ in view.steps_taken if step is not None]
    if upcoming is None:
        return _Move(actions=information_requests(view, taken))
    if upcoming.earliest > as_of:
        return _Move(
            actions=information_requests(view, taken),
            blockers=_too_early(upcoming, stand),
            next=_next(view, upcoming, not_before=as_of),
        )
    waiting = hindrances(upcoming.step, view)
    allowed = _also_allowed(view, stand)
    if waiting:
        return _Move(
            actions=information_requests(view, taken),
            blockers=waiting,
            next=_next(view, replace(upcoming, earliest=_may_hold_from(upcoming.step, view)), not_before=as_of),
            allowed=allowed,
        )
    action, lowered = step_action(upcoming, view)
    following = upcoming_step(view, after(upcoming, on=as_of, pay_by=action.pay_by))
    return _Move(
        actions=(action, *information_requests(view, [*taken, upcoming.step])),
        blockers=lowered,
        next=_next(view, following, not_before=as_of, proposed=True),
        allowed=(upcoming.step.name, *allowed),
    )


def _next(view: View, upcoming: Upcoming | None, *, not_before: date, proposed: bool = False) -> Next | None:
    """What comes next; the earlier day where another override may come to decide the ladder before it."""
    if upcoming is None:
        return None
    other = other_ladder_from(view, proposed=proposed)
    earliest = upcoming.earliest if other is None else min(upcoming.earliest, other)
    return Next(upcoming.step.name, max(earliest, not_before), waits_for(upcoming.step, view))


def _may_hold_from(step: Step, view: View) -> date:
    """The first day that a step which waits may be taken: its condition's, or today where it lacks only facts."""
    as_of = view.situation.as_of
    if step.when is None or view.wants(step):
        return as_of
    return first_change(step.when, view) or as_of + _ONE_DAY


def _too_early(upcoming: Upcoming, stand: Footing) -> tuple[Blocker, ...]:
    """Where a person confirms each step, one who tries too early is told why and when it may be."""
    if upcoming.step.approval is Approval.AUTOMATIC or stand.index < 0:
        return ()
    details = {"title": upcoming.step.title, "earliest": upcoming.earliest.isoformat()}
    return (Blocker(code="too_early", step=upcoming.step.name, source=str(upcoming.step.span), details=details),)


def _also_allowed(view: View, stand: Footing) -> tuple[str, ...]:
    """The steps that a person may choose instead of the next one, from where the invoice stands."""
    if stand.index < 0:
        return ()
    names = view.ladder[stand.index].also_allowed
    return tuple(step.name for step in view.ladder if step.name in names and not hindrances(step, view))


def _stage(view: View) -> str:
    if view.furthest >= 0:
        return view.ladder[view.furthest].name
    return "due" if view.situation.counts_as_unpaid else "not_due"


def _not_in_force(history: PolicyHistory, invoice: Invoice, *, as_of: date) -> Decision:
    """An invoice from before the policy's first revision: nothing is decided, and the decision says so."""
    state = fold(invoice, as_of=as_of, settles=tuple(Part))
    details = {"policy": history.name, "issued_on": invoice.issued_on.isoformat()}
    return Decision(
        invoice=invoice.invoice,
        as_of=as_of,
        policy=history.name,
        revision=None,
        digest=None,
        stage="paid" if state.paid else "due" if as_of > invoice.due_on else "not_due",
        balance=state.balance,
        blockers=(Blocker(code="not_in_force", fact="issued_on", details=details),),
        notes=state.notes,
        reasoning=Reasoning(None),
    )


def _too_far_off(invoice: Invoice, outside: OutsideCalendarError) -> FactError:
    problem = Problem(
        code="DE508",
        message=f"due_on: {outside}",
        hint="is the year right?",
        invoice=invoice.invoice,
        fact="due_on",
        value=invoice.due_on.isoformat(),
    )
    return FactError([problem])


def _step_names(policy: Policy) -> frozenset[str]:
    return frozenset(step.name for step in policy.steps)
