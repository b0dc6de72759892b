"""One invoice on its day: who owns the flow, what stops it, which step it takes, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.actions import information_requests, ledger_hint, step_action
from dunning_engine.decisions.decision import Blocker, Decision, Next
from dunning_engine.decisions.explain import Reasoning
from dunning_engine.decisions.gates import Gates, gates, stale_payments
from dunning_engine.decisions.horizon import first_change, other_ladder_from
from dunning_engine.decisions.ladder import Footing, Upcoming, after, footing, upcoming_step
from dunning_engine.decisions.offer import answer
from dunning_engine.decisions.recourse import buy_back, buy_back_from
from dunning_engine.decisions.sale import duties
from dunning_engine.decisions.view import View, view_of
from dunning_engine.decisions.waiting import hindrances, waits_for
from dunning_engine.policy.model import Approval
from dunning_engine.rules.compiled import RECOURSE_WHEN

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.facts.state import Sale
    from dunning_engine.policy.model import Step
    from dunning_engine.policy.trade import Purchase

_ONE_DAY = timedelta(days=1)


def decide(situation: Situation, *, customer_interest_total: int) -> Decision:
    """The decision on an invoice whose facts are known; ``customer_interest_total`` is öre over the customer's invoices."""
    view = view_of(situation, customer_interest_total=customer_interest_total)
    gate = gates(view)
    move = _flow(view, gate)
    if situation.state.sale is not None:
        move = _with_duties(situation.before or situation, situation.state.sale, move)
    policy = situation.policy
    return Decision(
        invoice=situation.invoice.invoice,
        as_of=situation.as_of,
        policy=policy.name,
        revision=policy.applies_from,
        digest=policy.digest,
        stage=move.stage or gate.stage or _stage(view),
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
    """What an open invoice does on its day; ``stage`` is set where an offer decides where it stands.

    ``stuck``: the ladder waits for what no passing of days brings about.
    """

    actions: tuple[Action, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    next: Next | None = None
    allowed: tuple[str, ...] = ()
    stage: str | None = None
    stuck: bool = False


def _flow(view: View, gate: Gates) -> _Move:
    """The offer, the buy-back or the ladder: whichever the invoice has come to."""
    situation = view.situation
    policy, sale = situation.policy, situation.state.sale
    if policy.purchase is not None and sale is None and gate.stage is None:
        return _offer(view, gate, policy.purchase)
    window_ends = buy_back_from(view)
    if sale is not None and policy.recourse is not None and window_ends is not None:
        if window_ends <= situation.as_of:
            # Only what may be a payment that is not known yet keeps a buy-back: the window is between client and buyer.
            stale = tuple(stale_payments(view))
            return _Move(actions=() if stale else buy_back(view, policy.recourse, sale), blockers=stale)
        move = _ladder_move(view, gate)
        ends = Next("buy_back", window_ends)
        if move.stuck or move.next is None:
            return replace(move, next=ends)
        # On the day of the buy-back no step is taken any more.
        surely = RECOURSE_WHEN in view.holding
        return replace(move, next=_sooner(ends, move.next) if surely else _sooner(move.next, ends))
    return _ladder_move(view, gate)


def _offer(view: View, gate: Gates, purchase: Purchase) -> _Move:
    as_of = view.situation.as_of
    if not view.situation.invoice.offered_for_sale:
        return _Move(blockers=(Blocker(code="not_bought", fact="offered_for_sale", details={}), *gate.blockers))
    if not gate.open:
        again = None if gate.final else Next("purchase", as_of if gate.until is None else gate.until + _ONE_DAY)
        return _Move(blockers=gate.blockers, next=again, stage="offered")
    found = answer(view, purchase)
    changes_on = as_of if found.waits_for else found.changes_on
    coming = None if changes_on is None else Next("purchase", changes_on, found.waits_for)
    return _Move(actions=found.actions, blockers=found.blockers, next=coming, stage=found.stage)


def _with_duties(situation: Situation, sale: Sale, move: _Move) -> _Move:
    """The move with what is owed for a sale that has been recorded."""
    state = situation.state
    known = {action.key for action in move.actions}
    # Who is told today that the invoice has been bought back needs no word of its sale.
    goes_back = any(action.action == "buy_back" for action in move.actions)
    owed = duties(situation, sale, bought_back_on=situation.as_of if goes_back else state.bought_back_on)
    owed = tuple(duty for duty in owed if duty.action.key not in known)
    coming = move.next
    for duty in owed:
        if duty.earliest > situation.as_of:
            coming = _sooner(coming, Next(duty.action.action, duty.earliest))
    due = tuple(duty.action for duty in owed if duty.earliest <= situation.as_of)
    return replace(move, actions=(*due, *move.actions), next=coming)


def _sooner(one: Next | None, other: Next) -> Next:
    return other if one is None or other.earliest < one.earliest else one


def _ladder_move(view: View, gate: Gates) -> _Move:
    if gate.stage is None:
        return _move(view, gate)
    hint = ledger_hint(view) if gate.stage == "excluded" else ()
    return _Move(actions=hint, blockers=gate.blockers)


def _move(view: View, gate: Gates) -> _Move:
    as_of = view.situation.as_of
    stand = footing(view)
    upcoming = upcoming_step(view, stand)
    if not gate.open:
        not_before = as_of if gate.until is None else gate.until + _ONE_DAY
        coming = None if gate.final else _next(view, upcoming, stand.index, not_before=not_before)
        return _Move(blockers=gate.blockers, next=coming, stuck=gate.until is None)
    taken = [step for step, _ in view.steps_taken]
    if upcoming is None:
        coming = _next(view, upcoming, stand.index, not_before=as_of)
        return _Move(actions=information_requests(view, taken), next=coming)
    if upcoming.earliest > as_of:
        return _Move(
            actions=information_requests(view, taken),
            blockers=_too_early(upcoming, stand),
            next=_next(view, upcoming, stand.index, not_before=as_of),
        )
    waiting = hindrances(upcoming.step, view)
    allowed = _also_allowed(view, stand)
    if waiting:
        again = _returns_on(upcoming, stand, view)
        held_until = _may_hold_from(upcoming.step, view)
        earliest = held_until if again is None else min(held_until, again)
        return _Move(
            actions=information_requests(view, taken),
            blockers=waiting,
            stuck=again is None and _stuck(upcoming.step, view),
            next=_next(view, replace(upcoming, earliest=earliest), stand.index, not_before=as_of),
            allowed=allowed,
        )
    action, lowered = step_action(upcoming, view)
    following = upcoming_step(view, after(upcoming, view, pay_by=action.pay_by))
    return _Move(
        actions=(action, *information_requests(view, [*taken, upcoming.step])),
        blockers=lowered,
        next=_next(view, following, upcoming.index, not_before=as_of, proposed=True),
        allowed=(upcoming.step.name, *allowed),
    )


def _next(
    view: View, upcoming: Upcoming | None, taken: int, *, not_before: date, proposed: bool = False
) -> Next | None:
    """What comes next; the earlier day where another override may come to decide the ladder before it.

    ``taken`` is the ladder's index of the furthest step: where this ladder passes over all that is left, another may not.
    """
    other = other_ladder_from(view, proposed=proposed)
    if upcoming is None:
        if other is None or taken + 1 == len(view.ladder):
            return None
        upcoming = Upcoming(view.ladder[taken + 1], taken + 1, other)
    earliest = upcoming.earliest if other is None else min(upcoming.earliest, other)
    return Next(upcoming.step.name, max(earliest, not_before), waits_for(upcoming.step, view))


def _returns_on(upcoming: Upcoming, stand: Footing, view: View) -> date | None:
    """The first day on which a step that was passed over may come after all, before the one that waits."""
    passed_over = view.ladder[stand.index + 1 : upcoming.index]
    days = (first_change(step.when, view) for step in passed_over if step.when is not None)
    return min((day for day in days if day is not None), default=None)


def _may_hold_from(step: Step, view: View) -> date:
    """The first day that a step which waits may be taken: its condition's, or today where it lacks only facts."""
    as_of = view.situation.as_of
    if step.when is None or view.wants(step):
        return as_of
    return first_change(step.when, view) or as_of + _ONE_DAY


def _stuck(step: Step, view: View) -> bool:
    if step.when is None or view.wants(step) or other_ladder_from(view, proposed=False) is not None:
        return False
    return first_change(step.when, view) is None


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
