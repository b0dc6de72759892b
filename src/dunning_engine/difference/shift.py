"""A step that comes on another day: the days on which one policy already takes it and the other does not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.difference.box import Box
from dunning_engine.difference.program import Answer, program
from dunning_engine.policy.condition import Compare, Operator
from dunning_engine.policy.diagram import ALWAYS
from dunning_engine.policy.model import Anchor, Delay, Otherwise

if TYPE_CHECKING:
    from collections.abc import Hashable

    from dunning_engine.difference.program import Parting, Program
    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.model import Policy, Step

_DAYS = {
    Anchor.DUE_DATE: "days_after_due_date",
    Anchor.INVOICE_DATE: "days_since_invoice_date",
    Anchor.PREVIOUS_STEP: "days_since_previous_step",
}


def days_between(
    parting: Parting, old: tuple[Hashable, Policy], new: tuple[Hashable, Policy], name: str
) -> tuple[Box, ...]:
    """The days that lie between two delays of a step, each beside its policy; all where no fact counts those days."""
    conditions = [_due(delay, policy, name) for delay, policy in (old, new)]
    diagram = parting.diagram
    sides: list[Program] = [
        program(diagram, ((diagram.node(one), Answer(value=True)), (ALWAYS, Answer(value=False))))
        for one in conditions
        if one is not None
    ]
    if len(sides) < len(conditions):
        return (Box({}),)
    return tuple(box for among in parting.parted(sides[0], sides[1]).values() for box in among)


def _due(delay: Hashable, policy: Policy, name: str) -> Condition | None:
    """That the step's day has come, ``None`` where that is no comparison of a fact."""
    if not isinstance(delay, Delay) or delay.days.banking or delay.end_of_month:
        return None
    if delay.anchor is Anchor.PREVIOUS_STEP and not _follows_a_step(policy, name):
        return None
    return Compare(_DAYS[delay.anchor], Operator.AT_LEAST, delay.days.count, policy.span)


def _follows_a_step(policy: Policy, name: str) -> bool:
    """Whether the step before is taken, in every ladder, before this one may be."""
    for ladder in (policy.steps, *(override.steps for override in policy.overrides)):
        place = [step.name for step in ladder].index(name)
        if place == 0 or may_be_passed_over(ladder[place - 1]):
            return False
    return True


def may_be_passed_over(step: Step) -> bool:
    """Whether the ladder may go on without the step."""
    asks = bool(step.require or step.registered_before)
    by_condition = step.when is not None and step.if_not is Otherwise.SKIP
    return by_condition or (asks and step.if_missing is Otherwise.SKIP)
