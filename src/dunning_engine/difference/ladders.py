"""Two ladders side by side: which steps there are, and of each step what it is and does on every row of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.horizon import changes_by_itself
from dunning_engine.difference.aspect import Aspect
from dunning_engine.difference.context import ladder_looked_at
from dunning_engine.difference.program import Answer, program
from dunning_engine.policy.diagram import ALWAYS, NEVER
from dunning_engine.policy.model import Anchor, Days, Delay, Otherwise

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from dunning_engine.difference.program import Program
    from dunning_engine.policy.diagram import Diagram
    from dunning_engine.policy.model import Policy, Step
    from dunning_engine.problems import Span


def ladder_aspects(diagram: Diagram, old: Policy, new: Policy) -> Iterator[Aspect]:
    """The order of the steps, then each step that both policies have, key by key."""
    before, after = _names(old), _names(new)
    within = tuple(ladder_looked_at(old, new))
    yield Aspect("ladder", "order", _order(old, before), _order(new, after), within=within)
    if _conditions(diagram, old) == _conditions(diagram, new):
        titles = (tuple(override.title for override in policy.overrides) for policy in (old, new))
        one, two = (((ALWAYS, Answer(title, policy.span)),) for title, policy in zip(titles, (old, new), strict=True))
        yield Aspect("ladder", "override_titles", one, two, within=within)
    for name in before:
        if name in after:
            yield from _step(diagram, old, new, name)


def _step(diagram: Diagram, old: Policy, new: Policy, name: str) -> Iterator[Aspect]:
    within = tuple(ladder_looked_at(old, new))
    yield Aspect("step", "when", _status(diagram, old, name), _status(diagram, new, name), name, within)
    for key, value in _KEYS.items():
        one, two = (_by_ladder(diagram, policy, name, value) for policy in (old, new))
        yield Aspect("step", key, one, two, name, within)


def effective_delay(policy: Policy, step: Step) -> Hashable:
    """The delay with the postal days in it, where both are calendar days; otherwise the postal days beside it."""
    delay = step.delay
    if delay.anchor is not Anchor.DUE_DATE or policy.postal_days == Days(0):
        return delay
    if delay.days.banking or policy.postal_days.banking:
        return delay, policy.postal_days
    return Delay(delay.anchor, Days(delay.days.count + policy.postal_days.count), delay.end_of_month)


def _required(_: Policy, step: Step) -> Hashable:
    asks = step.require or step.registered_before
    return (frozenset(step.require), step.registered_before, step.if_missing) if asks else None


def _asked_for(_: Policy, step: Step) -> Hashable:
    return frozenset(step.request_if_missing) or None


_KEYS: dict[str, Callable[[Policy, Step], Hashable]] = {
    "delay": effective_delay,
    "title": lambda _, step: step.title,
    "action": lambda _, step: step.action,
    "require": _required,
    "request_if_missing": _asked_for,
    "send_by": lambda _, step: step.send_by,
    "send_to": lambda _, step: step.send_to,
    "fee": lambda _, step: None if step.fee is None or step.fee.amount == 0 else step.fee,
    "interest": lambda _, step: step.interest,
    "pay_within_days": lambda _, step: step.pay_within_days,
    "approval": lambda _, step: step.approval,
    "choices": lambda _, step: step.choices,
    "also_allowed": lambda _, step: frozenset(step.also_allowed),
}


def _names(policy: Policy) -> tuple[str, ...]:
    return tuple(step.name for step in policy.steps)


def _order(policy: Policy, names: tuple[str, ...]) -> Program:
    return ((ALWAYS, Answer(names, policy.steps[0].span if policy.steps else policy.span)),)


def _conditions(diagram: Diagram, policy: Policy) -> list[int]:
    return [diagram.node(override.when) for override in policy.overrides]


def _ladders(diagram: Diagram, policy: Policy, name: str) -> Iterator[tuple[int, int, Step, Span]]:
    """The step in each ladder with the condition of the ladder and its own, in the order in which ladders win."""
    own = _found(policy.steps, name)
    for override in policy.overrides:
        step = _found(override.steps, name)
        when = ALWAYS if step.when is None else diagram.node(step.when)
        span = override.span if _said_of(policy, step) != _said_of(policy, own) else step.span
        yield diagram.node(override.when), when, step, span
    yield ALWAYS, ALWAYS if own.when is None else diagram.node(own.when), own, own.span


def _found(steps: tuple[Step, ...], name: str) -> Step:
    return next(step for step in steps if step.name == name)


def _said_of(policy: Policy, step: Step) -> list[Hashable]:
    return [value(policy, step) for value in _KEYS.values()]


def _by_ladder(diagram: Diagram, policy: Policy, name: str, value: Callable[[Policy, Step], Hashable]) -> Program:
    return program(
        diagram,
        ((guard, Answer(value(policy, step), span)) for guard, _, step, span in _ladders(diagram, policy, name)),
    )


def _status(diagram: Diagram, policy: Policy, name: str) -> Program:
    """Whether the step may be taken, waits or is passed over, as far as its condition goes."""
    answers: list[tuple[int, Answer]] = []
    for index, (guard, when, step, span) in enumerate(_ladders(diagram, policy, name)):
        steps = policy.overrides[index].steps if index < len(policy.overrides) else policy.steps
        answers.append((diagram.all_of((guard, when)), Answer("taken", span)))
        if when != ALWAYS:
            waits = step.if_not is Otherwise.WAIT
            answers.append((guard, Answer("waits" if waits else _passed_over(step, steps), span)))
    return program(diagram, (one for one in answers if one[0] != NEVER))


def _passed_over(step: Step, steps: tuple[Step, ...]) -> str:
    """One whose condition may come to hold by itself is passed over only once its day has come.

    That matters where a later step may come before that day.
    """
    if step.when is None or not changes_by_itself(step.when):
        return "skipped"
    later = steps[steps.index(step) + 1 :]
    return "skipped_on_its_day" if any(_may_come_before(one.delay, step.delay) for one in later) else "skipped"


def _may_come_before(later: Delay, delay: Delay) -> bool:
    if later.anchor is Anchor.PREVIOUS_STEP:
        return False
    same = later.anchor is delay.anchor and later.days.banking is delay.days.banking
    return not same or later.days.count < delay.days.count or (delay.end_of_month and not later.end_of_month)
