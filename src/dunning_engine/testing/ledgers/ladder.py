"""When the steps of a policy's ladder come due for many invoices, before anything but days has happened to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dunning_engine.policy.condition import All, Compare, Operator
from dunning_engine.policy.condition import Any as AnyOf
from dunning_engine.policy.model import FEE_KINDS, ActionKind, Anchor, Channel, Otherwise
from dunning_engine.testing.ledgers.draws import NEVER, NONE
from dunning_engine.testing.ledgers.words import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.model import Policy, Step
    from dunning_engine.testing.ledgers.draws import Flags, Floats, Ints

_DEMANDS = frozenset({ActionKind.DEMAND, ActionKind.HAND_OVER})
_WEEK, _THURSDAY, _FRIDAY = 7, 3, 4
_HAS = "has_"  # before the name of a fact: whether it is known
_COMPARED = {
    Operator.IS: np.equal,
    Operator.IS_NOT: np.not_equal,
    Operator.AT_LEAST: np.greater_equal,
    Operator.MORE_THAN: np.greater,
    Operator.AT_MOST: np.less_equal,
    Operator.LESS_THAN: np.less,
}


@dataclass(slots=True)
class Rung:
    """One step: its day on each row, where that is ever reached, and how it is sent (a place in ``CHANNELS``)."""

    step: Step
    on: Ints
    reached: Flags
    sent_by: Ints


@dataclass(slots=True)
class Ladder:
    """``reminded`` and ``demanded`` are the days of the first reminder and of the demand, were nothing in their way."""

    reminded: Ints
    demanded: Ints
    rungs: list[Rung] = field(default_factory=list)


def climb(policy: Policy, facts: Mapping[str, Any], late: Mapping[str, Floats], pursued: Flags) -> Ladder:
    """The ladder of rows with these ``facts``; ``late`` says by how much each step is, up to two days, and then not on weekends.

    Only what is ``pursued`` reaches any step. A sale with recourse goes on after ``back``, the day of its buy-back.
    """
    due = on_weekday(facts["due_on"])
    previous, free, reached = due + policy.postal_days.count, due, pursued.copy()
    ladder = Ladder(np.full(due.shape, NEVER), np.full(due.shape, NEVER))
    for step in policy.steps:
        start = {Anchor.INVOICE_DATE: facts["issued_on"], Anchor.DUE_DATE: due + policy.postal_days.count}.get(
            step.delay.anchor, previous
        )
        on = on_weekday(np.maximum(start + step.delay.days.count, free) + (3 * late[step.name] ** 2).astype(np.int64))
        if FEE_KINDS.get(step.action) is not None:
            ladder.reminded = np.minimum(ladder.reminded, on)
        if step.action in _DEMANDS:
            ladder.demanded = np.minimum(ladder.demanded, on)
        held = holds(step.when, facts)
        after = facts["back"]
        waits = ~held & (after < NEVER)
        on = np.where(waits, on_weekday(np.maximum(on, after + 1)), on)
        sent_by = _sent_by(step, facts)
        present = _present(step, facts) & ((sent_by != NONE) | (not step.send_by))
        ladder.rungs.append(Rung(step, on, reached & (held | waits) & present, sent_by))
        for passed, otherwise in ((held | waits, step.if_not), (present, step.if_missing)):
            if otherwise is Otherwise.WAIT:
                reached = reached & passed
        taken = ladder.rungs[-1].reached | ~pursued
        previous = np.where(taken, on, previous)
        free = np.where(taken, on + (step.pay_within_days or 0) + 1, free)
    return ladder


def holds(condition: Condition | None, facts: Mapping[str, Any]) -> Flags:
    """Where a condition on these facts holds; what is said of other facts never does."""
    match condition:
        case None:
            return np.ones(facts["due_on"].shape, dtype=bool)
        case All(parts):
            every: Flags = np.logical_and.reduce([holds(part, facts) for part in parts])
            return every
        case AnyOf(parts):
            one: Flags = np.logical_or.reduce([holds(part, facts) for part in parts])
            return one
        case Compare(fact, operator, value, _) if (name := fact.removeprefix(_HAS)) in facts:
            given = facts[name]
            known: Flags = given != ("" if given.dtype.kind == "U" else NONE)
            return (
                _COMPARED[operator](known, value)
                if fact.startswith(_HAS)
                else known & _COMPARED[operator](given, value)
            )
    return np.zeros(facts["due_on"].shape, dtype=bool)


def on_weekday(day: Ints) -> Ints:
    """Saturdays and Sundays moved to Monday."""
    weekday = (day + _THURSDAY) % _WEEK
    return day + np.where(weekday > _FRIDAY, _WEEK - weekday, 0)


def _sent_by(step: Step, facts: Mapping[str, Any]) -> Ints:
    found = np.full(facts["due_on"].shape, NONE)
    for channel in reversed(step.send_by):
        match channel:
            case Channel.SAME_AS_INVOICE:
                way = facts["sent_by"]
            case Channel.AS_CUSTOMER_PREFERS:
                way = facts["customer_prefers"]
            case _:
                way = np.full(found.shape, CHANNELS.index(channel))
        usable = (way < len(CHANNELS)) & ((way != CHANNELS.index("email")) | facts["has_email"])
        found = np.where(usable, way, found)
    return found


def _present(step: Step, facts: Mapping[str, Any]) -> Flags:
    present = np.ones(facts["due_on"].shape, dtype=bool)
    for fact in step.require:
        present &= {"customer_email": facts["has_email"], "customer_identity_number": facts["has_identity"]}.get(
            fact, present
        )
    if step.registered_before:
        present &= facts["email_on"] < facts["issued_on"]
    return present
