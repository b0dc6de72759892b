"""What is never in force: an override that changes nothing, interest that is never claimed, recourse that never comes.

Every condition compares a fact with a constant, so each of these is decided over all invoices there can be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.policy.condition import Compare, Operator, comparisons, negated
from dunning_engine.policy.known import dunned, sold
from dunning_engine.policy.reading import Fields
from dunning_engine.policy.satisfy import can_hold
from dunning_engine.policy.trade import SALE_BY
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.draft import Draft
    from dunning_engine.policy.model import Step
    from dunning_engine.problems import Problem, Span


def check_overrides_change(draft: Draft) -> Iterator[Problem]:
    """Overrides without which every invoice would have the same steps, on the same days and terms."""
    policy = draft.policy
    if not all(ladder.complete for ladder in draft.ladders):
        return
    known = dunned(draft)
    for index, override in enumerate(policy.overrides):
        here = [override.when, *(negated(earlier.when) for earlier in policy.overrides[:index]), *known]
        if not can_hold(*here) or _spoken_of(draft, index):
            continue  # never used, or a line of it is wrong by itself
        if all(_same(override.steps, steps, within) for steps, within in _instead(draft, index, here)):
            yield draft.document.problem(
                "DE363",
                f"the override '{override.title}' changes nothing: every invoice has the same steps without it",
                (*draft.override_paths[index], "when"),
                on="key",
                hint="remove it, or write under 'steps:' what is to be different",
            )


def check_interest_claimed(draft: Draft) -> Iterator[Problem]:
    """Some invoice that a step is taken of is charged interest."""
    interest = draft.policy.interest
    if interest is None or interest.charged_when is None or draft.policy.interest_invoice is not None:
        return
    when = interest.charged_when
    if not can_hold(when) or not can_hold(*reversed(dunned(draft))):
        return
    if not can_hold(when, *dunned(draft)):
        yield draft.document.problem(
            "DE364",
            "interest is never claimed: this condition holds for no invoice that a step is taken of",
            ("interest", "charged_when"),
            on="key",
            hint="look at the exclusions and holds",
            severity=Severity.WARNING,
            related=tuple(gate.span for gate, _ in draft.gates if not can_hold(when, negated(gate.when))),
        )


def check_recourse_comes(draft: Draft) -> Iterator[Problem]:
    """What is sold with recourse comes back on some day after the window."""
    recourse = draft.policy.recourse
    ways = {SALE_BY[outcome.kind] for outcome, _ in draft.outcomes if outcome.kind in SALE_BY}
    if recourse is None or not draft.outcomes_read:
        return
    coming = [way for way in sorted(ways) if can_hold(recourse.when, *sold(draft, way))]
    over = Compare("days_after_due_date", Operator.MORE_THAN, recourse.pursue_through_days, recourse.span)
    if coming and not any(can_hold(recourse.when, over, *sold(draft, way)) for way in coming):
        yield draft.document.problem(
            "DE365",
            f"nothing is ever bought back: this condition no longer holds after day {recourse.pursue_through_days}",
            ("recourse", "when"),
            on="key",
            hint="the window is 'pursue_through_days_after_due_date': leave the days out of the condition",
        )


def undecided(draft: Draft, conditions: Iterable[Condition]) -> Iterator[Problem]:
    """One warning for each condition that the search gave up on."""
    seen: set[Span] = set()
    for condition in conditions:
        span = next(comparisons(condition)).span
        if span not in seen:
            seen.add(span)
            yield draft.problem_at(
                "DE362",
                "it could not be decided whether this ever holds where it is looked at: too much hangs together",
                span,
                hint="say it with fewer facts in one condition, or give the invoices that are meant a fact in common",
                severity=Severity.WARNING,
            )


def _spoken_of(draft: Draft, index: int) -> bool:
    """Whether the override names a step that is not there, or says of one what stands there already (DE340, DE350)."""
    path = draft.override_paths[index]
    changes = next(Fields.of(item, at).mapping("steps") for item, at in draft.fields.items("overrides") if at == path)
    own = {step.get("step"): step for step, _ in draft.fields.items("steps") if isinstance(step, dict)}
    return any(
        name not in own or any(own[name].get(key) == value for key, value in changes.mapping(name).values.items())
        for name in changes.values
    )


def _instead(draft: Draft, index: int, here: list[Condition]) -> Iterator[tuple[tuple[Step, ...], list[Condition]]]:
    """The ladders that would be in force without the override, each with where."""
    policy = draft.policy
    within = here
    for later in policy.overrides[index + 1 :]:
        if can_hold(later.when, *within):
            yield later.steps, [later.when, *within]
        within = [*within, negated(later.when)]
    if can_hold(*within):
        yield policy.steps, within


def _same(one: tuple[Step, ...], other: tuple[Step, ...], within: list[Condition]) -> bool:
    return len(one) == len(other) and all(_same_step(a, b, within) for a, b in zip(one, other, strict=True))


def _same_step(one: Step, other: Step, within: list[Condition]) -> bool:
    if replace(one, when=None, span=other.span) != replace(other, when=None):
        return False
    if one.when is None or other.when is None:
        left = [negated(when) for when in (one.when, other.when) if when is not None]
        return not left or not can_hold(left[0], *within)
    return not can_hold(one.when, negated(other.when), *within) and not can_hold(other.when, negated(one.when), *within)
