"""What is never reached: exclusions behind others, overrides behind others, steps whose condition lies inside an exclusion.

A step is only looked at for an invoice that is open, not with an agency, and neither excluded nor on hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.condition import Any, Compare, Condition, Operator, negated
from dunning_engine.policy.known import dunned, may_be_excluded, may_be_held, pursued
from dunning_engine.policy.model import ActionKind, Anchor
from dunning_engine.policy.satisfy import can_hold, follows
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dunning_engine.policy.draft import Draft, Ladder, Rung
    from dunning_engine.policy.model import Gate, Step
    from dunning_engine.problems import Problem, Span
    from dunning_engine.text.source import Path

_DAYS_SINCE = {
    Anchor.DUE_DATE: "days_after_due_date",
    Anchor.INVOICE_DATE: "days_since_invoice_date",
    Anchor.PREVIOUS_STEP: "days_since_previous_step",
}


def check_gates(draft: Draft) -> Iterator[Problem]:
    """Exclusions and holds that stop nothing, because earlier ones have; and those that together stop everything."""
    earlier: list[tuple[Gate, Path]] = []
    excluded = {gate.span for gate in draft.policy.exclude}
    open_to_exclusion, open_to_hold = may_be_excluded(draft), may_be_held(draft)
    for gate, path in draft.gates:
        sound = can_hold(gate.when) and can_hold(negated(gate.when))
        asked = open_to_exclusion if gate.span in excluded else open_to_hold
        never_asked = sound and not can_hold(gate.when, *asked)
        left = [*(negated(other.when) for other, _ in earlier), *(() if never_asked else asked)]
        if sound and earlier and not can_hold(gate.when, *left):
            yield draft.document.problem(
                "DE323",
                f"'{gate.reason}' is never given as the reason: whatever it holds for is stopped by what stands before it",
                path,
                on="key",
                hint="remove it, or move it before the other",
                severity=Severity.WARNING,
                related=_behind(gate.when, earlier),
            )
        elif never_asked:
            yield draft.document.problem(
                "DE323",
                f"'{gate.reason}' is never given as the reason: what it holds for is not dunned in any case",
                path,
                on="key",
                hint="remove it: what is paid, closed, sold to another or with an agency needs no line of its own",
                severity=Severity.WARNING,
            )
        if sound:
            earlier.append((gate, path))
    if earlier and not can_hold(*(negated(gate.when) for gate, _ in reversed(earlier)), *pursued(draft)):
        yield draft.document.problem(
            "DE327",
            "nobody is ever dunned: the exclusions and holds together stop every open invoice",
            earlier[-1][1][:1],
            on="key",
            hint="look for a limit that is turned round, such as at_least for at_most",
            related=tuple(gate.span for gate, _ in earlier),
        )


def check_overrides(draft: Draft) -> Iterator[Problem]:
    """Overrides that are never used, because an earlier one holds or the invoices are never dunned."""
    overrides = draft.policy.overrides
    known = dunned(draft) if _dunned_at_all(draft) else []
    for index, override in enumerate(overrides):
        path = (*draft.override_paths[index], "when")
        if not can_hold(override.when):
            continue
        before = [earlier for earlier in overrides[:index] if can_hold(earlier.when)]
        left = [negated(earlier.when) for earlier in before]
        if not before or can_hold(override.when, *left):
            if not can_hold(override.when, *known):
                yield draft.document.problem(
                    "DE328",
                    f"the override '{override.title}' is for invoices that are never dunned",
                    path,
                    on="key",
                    hint="look at the exclusions and holds",
                )
                continue
            if not before or can_hold(override.when, *left, *known):
                continue
        yield draft.document.problem(
            "DE325",
            f"the override '{override.title}' is never used: an earlier one holds wherever it does",
            path,
            on="key",
            hint="the first that holds wins: move the narrower one up",
            related=tuple(earlier.span for earlier in before if follows(earlier.when, [override.when]))
            or tuple(earlier.span for earlier in before),
        )


def check_reach(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """Steps whose condition holds for no invoice that comes so far, and steps behind the hand-over to an agency."""
    yield from _inside_gates(draft, ladder)
    yield from _behind_hand_over(draft, ladder)


def _inside_gates(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    known = dunned(draft)
    if not can_hold(*reversed(known)):
        return
    chosen = _chosen(ladder)
    override = () if ladder.override is None else (draft.policy.overrides[ladder.override].when,)
    known = [*override, *known]
    comes_into_force = can_hold(*known)
    for rung in ladder.rungs:
        when = rung.step.when
        if when is None:
            if comes_into_force:
                yield from _never_so_far(draft, rung, [*_come_due(rung.step, chosen)], known)
            continue
        if not can_hold(when) or (override and not can_hold(*override)):
            continue
        if not can_hold(when, *_come_due(rung.step, chosen), *known):
            yield draft.document.problem(
                "DE338",
                f"step '{rung.step.name}' is never taken: its condition holds for no invoice that comes so far",
                rung.where("when"),
                on="key",
                hint="look at the exclusions and holds, and at the days until the step",
                related=tuple(gate.span for gate, _ in draft.gates if not can_hold(when, negated(gate.when))),
            )


def _never_so_far(draft: Draft, rung: Rung, due: list[Condition], known: list[Condition]) -> Iterator[Problem]:
    """A step without a condition is taken of some invoice; one that comes after the recourse window is not."""
    if due and not can_hold(*due, *known):
        recourse = draft.policy.recourse
        yield draft.document.problem(
            "DE338",
            f"step '{rung.step.name}' is never taken: no invoice comes so far",
            rung.where_delay(),
            hint="look at the exclusions and holds, at the recourse window, and at the days until the step",
            severity=Severity.WARNING,
            related=() if recourse is None else (recourse.span,),
        )


def _behind_hand_over(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    chosen = _chosen(ladder)
    ended = None
    for rung in ladder.rungs:
        step = rung.step
        if step.name in chosen:
            ended = None  # a person may come here past the hand-over
        if ended is not None:
            yield draft.document.problem(
                "DE339",
                f"step '{step.name}' is never taken: the invoice has been handed over to an agency",
                rung.where("step"),
                hint="move it before the hand-over, or let the hand-over be skipped ('if_not: skip')",
                related=(ended.span,),
            )
        if step.action is ActionKind.HAND_OVER and not rung.may_be_passed_over:
            ended = step


def _chosen(ladder: Ladder) -> set[str]:
    """The steps that a person may choose out of turn."""
    return {name for rung in ladder.rungs for name in rung.step.also_allowed}


def _come_due(step: Step, chosen: Collection[str]) -> Iterator[Condition]:
    """What is known of the day that the step comes due: so many days have passed, banking days or calendar days."""
    if step.name in chosen:
        return  # a person may choose it on any day
    fact = _DAYS_SINCE[step.delay.anchor]
    passed = Compare(fact, Operator.AT_LEAST, step.delay.days.count, step.span)
    if step.delay.anchor is Anchor.PREVIOUS_STEP:  # there is none where all before it were passed over
        yield Any((Compare(f"has_{fact}", Operator.IS, 0, step.span), passed))
    else:
        yield passed


def _dunned_at_all(draft: Draft) -> bool:
    return can_hold(*reversed(dunned(draft)))


def _behind(when: Condition, earlier: list[tuple[Gate, Path]]) -> tuple[Span, ...]:
    alone = tuple(gate.span for gate, _ in earlier if follows(gate.when, [when]))
    return alone[:1] or tuple(gate.span for gate, _ in earlier)
