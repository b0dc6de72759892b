"""Steps that come on another day though nothing is said of them, because one before them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.difference.ladders import effective_delay
from dunning_engine.difference.region import Consequence
from dunning_engine.policy.model import Anchor, Delay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.model import Policy, Step


def consequences(old: Policy, new: Policy) -> Iterator[Consequence]:
    """Of the policies' own ladders and of each override's: each step that moves with another.

    An override is held against the one that had its title, one that is new against the old policy's own ladder.
    """
    before = {override.title: override.steps for override in old.overrides}
    yield from _of_ladder(old, new, old.steps, new.steps, None)
    own = {one.step for one in _of_ladder(old, new, old.steps, new.steps, None)}
    for override in new.overrides:
        found = _of_ladder(old, new, before.get(override.title, old.steps), override.steps, override.title)
        yield from (one for one in found if one.step not in own)


def _of_ladder(
    old: Policy, new: Policy, old_steps: tuple[Step, ...], new_steps: tuple[Step, ...], override: str | None
) -> Iterator[Consequence]:
    first, second = _days(old, old_steps), _days(new, new_steps)
    before = {step.name: step for step in old_steps}
    moved = False
    for place, step in enumerate(new_steps):
        other = before.get(step.name)
        if other is None:
            moved = True
            continue
        same_delay = effective_delay(old, other) == effective_delay(new, step)
        one, two = first[step.name], second[step.name]
        follows = step.delay.anchor is Anchor.PREVIOUS_STEP and place > 0
        follows = follows and _name_before(old_steps, step.name) == new_steps[place - 1].name
        unknown = one is None or two is None
        if same_delay and (one != two or (unknown and moved and follows)):
            yield Consequence(
                step=step.name,
                title=step.title,
                old_day=None if unknown else one,
                new_day=None if unknown else two,
                old_span=other.span,
                new_span=step.span,
                override=override,
            )
        moved = moved or not same_delay or step.pay_within_days != other.pay_within_days or one != two


def _name_before(steps: tuple[Step, ...], name: str) -> str | None:
    place = [step.name for step in steps].index(name)
    return steps[place - 1].name if place else None


def _days(policy: Policy, steps: tuple[Step, ...]) -> dict[str, int | None]:
    """The first day after the due date that each step can come, if each is taken as soon as it may."""
    found: dict[str, int | None] = {}
    day: int | None = 0
    to_pay = 0
    for step in steps:
        delay = effective_delay(policy, step)
        if not isinstance(delay, Delay) or delay.days.banking or delay.end_of_month:
            day = None
        elif delay.anchor is Anchor.DUE_DATE:
            day = delay.days.count if day is None else max(delay.days.count, day + to_pay + 1)
        elif delay.anchor is Anchor.INVOICE_DATE:
            day = None
        elif day is not None:
            day += max(delay.days.count, to_pay + 1)
        found[step.name] = day
        to_pay = step.pay_within_days or 0
    return found
