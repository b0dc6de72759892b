"""Which points of its policy a decision comes by: the rules that it stands on, and the boundaries that it stands at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.ladder import after, footing, upcoming_step
from dunning_engine.decisions.recourse import buy_back_from, last_of_pursuit
from dunning_engine.policy.condition import comparisons
from dunning_engine.policy.model import ActionKind
from dunning_engine.rules.compiled import CHARGED_WHEN, exclusion_name
from dunning_engine.testing.coverage import points_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Policy
    from dunning_engine.testing.coverage import Limit, Point, PolicyPoints

_ONE_DAY = timedelta(days=1)
_STEPS = frozenset(kind.value for kind in ActionKind)
_OUT_OF_OUR_HANDS = frozenset({"closed", "with_agency", "sold"})
_NOTHING_TO_CLAIM = frozenset({"paid", "excluded", "bought_back"})
_AN_OFFER = frozenset({"offered", "review", "declined"})
# What an exclusion may say that a paid invoice is left alone for.
_SAY_PAID = frozenset({"balance", "paid", "paid_on", "has_paid_on", "principal", "overpaid"})


def touched(decision: Decision) -> Iterator[tuple[Policy, Point]]:
    """The points that a decision comes by, each with the policy that they are of."""
    view = decision.reasoning.view
    if view is None:
        return
    policy = view.situation.policy
    for point in _touched(decision, view, points_of(policy)):
        yield policy, point


def touched_by_account(decision: AccountDecision) -> Iterator[tuple[Policy, Point]]:
    """The point of overdraft interest, for each policy that a day is charged under."""
    for policy in {charge.policy for charge in decision.charges}:
        point = points_of(policy).overdraft
        if point is not None:
            yield policy, point


def _touched(decision: Decision, view: View, points: PolicyPoints) -> Iterator[Point]:
    yield from _gates(decision, view, points)
    yield from _ladder(decision, view, points)
    if view.situation.policy.purchase is not None:
        yield from _trade(decision, view, points)
    if points.interest_invoice is not None and any(one.action == "invoice_interest" for one in decision.actions):
        yield points.interest_invoice


def _gates(decision: Decision, view: View, points: PolicyPoints) -> Iterator[Point]:
    if decision.stage in _OUT_OF_OUR_HANDS:
        return
    policy = view.situation.policy
    for index, (point, limits) in enumerate(points.exclude):
        yield from _stands_at(limits, view)
        if exclusion_name(index) in view.holding and (
            decision.stage == "excluded"
            or (
                decision.stage == "paid"
                and _SAY_PAID.issuperset(leaf.fact for leaf in comparisons(policy.exclude[index].when))
            )
        ):
            yield point
    if decision.stage in _NOTHING_TO_CLAIM:
        return
    sources = {blocker.source for blocker in decision.blockers if blocker.code == "hold"}
    for gate, (point, limits) in zip(policy.hold, points.hold, strict=True):
        yield from _stands_at(limits, view)
        if sources and str(gate.span) in sources:
            yield point
    for point, limits in points.overrides[: None if view.override is None else view.override + 1]:
        yield from _stands_at(limits, view)
        if view.override is not None and point is points.overrides[view.override][0]:
            yield point


def _ladder(decision: Decision, view: View, points: PolicyPoints) -> Iterator[Point]:
    steps = points.ladders[view.override]
    taken = next((one for one in decision.actions if one.action in _STEPS and one.step in steps), None)
    waiting = {blocker.step for blocker in decision.blockers if blocker.code == "condition_not_met"}
    if taken is not None and taken.step is not None:
        yield steps[taken.step].proposed
        yield from _interest(taken, view, points)
    if taken is not None or waiting:
        # every step up to the one that is taken, or that waits for its condition, has been looked at
        for step in view.ladder[view.furthest + 1 :]:
            yield from _stands_at(steps[step.name].limits, view)
            if step.name in waiting or (taken is not None and step.name == taken.step):
                break
    tomorrow = view.situation.as_of + _ONE_DAY
    comes = decision.next is not None and decision.next.earliest == tomorrow and decision.next.step in steps
    if taken is not None or comes:
        yield from _days(decision, view, points, taken)


def _days(decision: Decision, view: View, points: PolicyPoints, taken: Action | None) -> Iterator[Point]:
    """The first day of the step that is taken; the day before the one that comes next."""
    as_of, steps = view.situation.as_of, points.ladders[view.override]
    upcoming = upcoming_step(view, footing(view))
    if upcoming is not None and taken is not None:
        if upcoming.earliest == as_of:
            yield steps[upcoming.step.name].first_day
        upcoming = upcoming_step(view, after(upcoming, view, pay_by=taken.pay_by))
    elif any(blocker.code != "too_early" for blocker in decision.blockers):
        return
    if upcoming is not None and upcoming.earliest == as_of + _ONE_DAY:
        yield steps[upcoming.step.name].day_before


def _interest(taken: Action, view: View, points: PolicyPoints) -> Iterator[Point]:
    """Whether the step that is taken claims interest, where the policy says when it may."""
    claims = any(step.name == taken.step and step.interest for step in view.ladder)
    if points.charged and claims:
        charged, not_charged = points.charged
        yield charged if CHARGED_WHEN in view.holding else not_charged
        yield from _stands_at(points.charged_limits, view)


def _trade(decision: Decision, view: View, points: PolicyPoints) -> Iterator[Point]:
    situation = view.situation
    purchase, state = situation.policy.purchase, situation.state
    if purchase is not None and state.sale is None and decision.stage in _AN_OFFER:
        sources = {action.source for action in decision.actions}
        for outcome, (point, limits) in zip(purchase.outcomes, points.outcomes, strict=True):
            yield from _stands_at(limits, view)
            if str(outcome.span) in sources:
                yield point
                break
    last = last_of_pursuit(situation)
    if last is None or not state.sold:
        return
    yield from _stands_at(points.recourse_limits, view)
    bought_back = any(action.action == "buy_back" for action in decision.actions)
    last_day, buy_back = points.pursuit
    if bought_back and situation.as_of == last + _ONE_DAY:
        yield buy_back
    elif situation.as_of == last and buy_back_from(view) == last + _ONE_DAY:
        yield last_day


def _stands_at(limits: Iterable[Limit], view: View) -> Iterator[Point]:
    for limit in limits:
        if view.row[limit.fact] == limit.value and view.row.get(f"has_{limit.fact}", 1):
            yield limit.point
