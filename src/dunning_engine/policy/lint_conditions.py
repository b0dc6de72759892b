"""Conditions that say nothing: never true, always true, with an alternative that cannot hold or a line that adds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.condition import All, Any, Compare, Condition, comparisons, negated
from dunning_engine.policy.satisfy import can_hold, follows
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft
    from dunning_engine.problems import Problem, Span
    from dunning_engine.text.source import Path


def check_conditions(draft: Draft) -> Iterator[Problem]:
    """Every condition of the policy, looked at by itself."""
    for condition, path in _conditions(draft):
        if not can_hold(condition):
            yield _never(draft, condition, path)
        elif not can_hold(negated(condition)):
            yield draft.document.problem(
                "DE322",
                "this condition always holds",
                path,
                on="key",
                hint="leave it out, or write what is to make a difference",
                severity=Severity.ERROR if path[0] in ("exclude", "hold") else Severity.WARNING,
            )
        else:
            yield from _dead_alternatives(draft, condition, path)
            yield from _idle_lines(draft, condition, path)


def _conditions(draft: Draft) -> Iterator[tuple[Condition, Path]]:
    policy = draft.policy
    for gate, path in draft.gates:
        yield gate.when, path
    if policy.interest is not None and policy.interest.charged_when is not None:
        yield policy.interest.charged_when, ("interest", "charged_when")
    for override, path in zip(policy.overrides, draft.override_paths, strict=True):
        yield override.when, (*path, "when")
    seen = set()
    for ladder in draft.ladders:
        for rung in ladder.rungs:
            path = rung.where("when")
            if rung.step.when is not None and path not in seen:
                seen.add(path)
                yield rung.step.when, path


def _never(draft: Draft, condition: Condition, path: Path) -> Problem:
    clash = _clash(condition)
    return draft.document.problem(
        "DE320",
        "this condition can never hold" + (": two of its lines contradict each other" if clash else ""),
        path,
        on="key",
        hint="every line must hold at once; alternatives stand under 'any:'",
        related=clash,
    )


def _clash(condition: Condition) -> tuple[Span, ...]:
    """Two comparisons that cannot hold together, where there are such."""
    leaves = [part for part in _every(condition) if isinstance(part, Compare)]
    for index, one in enumerate(leaves):
        for other in leaves[:index]:
            if one.span != other.span and not can_hold(one, other):
                return other.span, one.span
    return ()


def _every(condition: Condition) -> Iterator[Condition]:
    """The parts that must all hold, however deep their groups lie."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _every(part)
    else:
        yield condition


def _dead_alternatives(draft: Draft, condition: Condition, path: Path) -> Iterator[Problem]:
    match condition:
        case Any(parts):
            for part in parts:
                if not can_hold(part):
                    yield draft.document.problem(
                        "DE321",
                        "one of the alternatives in this condition can never hold",
                        path,
                        on="key",
                        hint="correct it, or remove it",
                        related=_lines(part),
                    )
                else:
                    yield from _dead_alternatives(draft, part, path)
        case All(parts):
            for part in parts:
                yield from _dead_alternatives(draft, part, path)


def _idle_lines(draft: Draft, condition: Condition, path: Path) -> Iterator[Problem]:
    """Lines that hold anyway where the others do; of two that say the same, the second."""
    lines = list(condition.parts) if isinstance(condition, All) else []
    if len({_place(line) for line in lines}) < len(lines):
        return  # a comparison with its own guard, which is one line
    for line in reversed(lines):
        others = [other for other in lines if other is not line]
        if others and follows(line, others):
            lines = others
            yield draft.document.problem(
                "DE324",
                "one line of this condition adds nothing: it holds whenever the others do",
                path,
                on="key",
                hint="remove it, or correct it",
                severity=Severity.WARNING,
                related=_lines(line),
            )


def _place(condition: Condition) -> Span:
    return next(comparisons(condition)).span


def _lines(condition: Condition) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(leaf.span for leaf in comparisons(condition)))
