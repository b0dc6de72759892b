"""From which day a condition may turn out otherwise though nothing happens but that days pass.

What a decision promises, "nothing to do until …", rests on it: every answer is rather too early than too late.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.policy.condition import Operator, comparisons
from dunning_engine.recording.day import later
from dunning_engine.rules.reference import whole_number

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.view import View
    from dunning_engine.policy.condition import Compare, Condition

_ONE_DAY = timedelta(days=1)

_GROW_BY_ONE_A_DAY = frozenset({"days_after_due_date", "days_since_invoice_date", "days_since_previous_step"})
_GROW = frozenset({"interest_accrued", "customer_interest_total"})
_END = {"paused": "pause_until", "promised": "promise_until"}
_CHANGE_BY_THEMSELVES = _GROW_BY_ONE_A_DAY | _GROW | _END.keys()

# Facts that are other ones as soon as a step has been recorded.
_CHANGE_WITH_A_STEP = frozenset(
    {
        "balance",
        "days_since_previous_step",
        "fees_owed",
        "has_days_since_previous_step",
        "has_last_step",
        "has_last_step_on",
        "interest_accrued",
        "interest_owed",
        "last_step",
        "last_step_on",
        "overpaid",
        "paid",
        "principal",
        "steps_taken",
    }
)


def changes_by_itself(condition: Condition) -> bool:
    """Whether the condition may turn out otherwise though nothing happens but that days pass."""
    return any(leaf.fact in _CHANGE_BY_THEMSELVES for leaf in comparisons(condition))


def changes_with_a_step(condition: Condition) -> bool:
    """Whether the condition may turn out otherwise once a step has been recorded."""
    return any(leaf.fact in _CHANGE_WITH_A_STEP for leaf in comparisons(condition))


def first_change(condition: Condition, view: View) -> date | None:
    """The first day after the invoice's day on which the condition may turn out otherwise; ``None``: never by itself."""
    days = [day for leaf in comparisons(condition) if (day := _first_change(leaf, view)) is not None]
    return min(days, default=None)


def other_ladder_from(view: View, *, proposed: bool) -> date | None:
    """The first day after the invoice's day on which another override than today's may decide the ladder.

    ``proposed``: a step is about to be recorded, which may change the facts that an override looks at.
    """
    situation = view.situation
    overrides = situation.policy.overrides
    looked_at = overrides if view.override is None else overrides[: view.override + 1]
    if proposed and any(changes_with_a_step(override.when) for override in looked_at):
        return situation.as_of + _ONE_DAY
    return min((day for override in looked_at if (day := first_change(override.when, view)) is not None), default=None)


def _first_change(leaf: Compare, view: View) -> date | None:
    situation = view.situation
    if leaf.fact in _GROW_BY_ONE_A_DAY and isinstance(leaf.value, int):
        today = whole_number(leaf.fact, view.row[leaf.fact])
        waits = [turn - today for turn in _turns(leaf.operator, leaf.value) if turn > today]
        return later(situation.as_of, min(waits)) if waits else None
    if leaf.fact in _GROW:
        return situation.as_of + _ONE_DAY
    ends = getattr(situation.state, _END[leaf.fact]) if leaf.fact in _END else None
    return None if ends is None else ends + _ONE_DAY


def _turns(operator: Operator, value: int) -> tuple[int, ...]:
    """The values at which a growing number's comparison with ``value`` changes."""
    match operator:
        case Operator.AT_LEAST | Operator.LESS_THAN:
            return (value,)
        case Operator.MORE_THAN | Operator.AT_MOST:
            return (value + 1,)
        case _:
            return (value, value + 1)
