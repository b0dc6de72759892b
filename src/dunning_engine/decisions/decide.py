"""One invoice on its day: what stops it, which step it takes, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.actions import information_requests, ledger_hint, step_action
from dunning_engine.decisions.decision import Blocker, Decision, Next
from dunning_engine.decisions.explain import Reasoning
from dunning_engine.decisions.gates import Gates, gates
from dunning_engine.decisions.horizon import first_change, other_ladder_from
from dunning_engine.decisions.ladder import Footing, Upcoming, after, footing, upcoming_step
from dunning_engine.decisions.view import View, view_of
from dunning_engine.decisions.waiting import hindrances, waits_for
from dunning_engine.policy.model import Approval

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.policy.model import Step

_ONE_DAY = timedelta(days=1)


def decide(situation: Situation, *, customer_interest_total: int) -> Decision:
    """The decision on an invoice whose facts are known; ``customer_interest_total`` is öre over the customer's invoices."""
    view = view_of(situation, customer_interest_total=customer_interest_total)
    gate = gates(view)
    move = _out_of_the_ladder(view, gate) if gate.stage is not None else _move(view, gate)
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
    taken = [step for step, _ in view.steps_taken]
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
    following = upcoming_step(view, after(upcoming, view, pay_by=action.pay_by))
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
