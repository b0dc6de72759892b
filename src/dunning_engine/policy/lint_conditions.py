"""Conditions that say nothing: never true, always true, with an alternative that cannot hold or a line that adds nothing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dunning_engine.policy.condition import All, Any, Compare, Condition, comparisons, negated
from dunning_engine.policy.satisfy import can_hold, follows
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft
    from dunning_engine.problems import Problem, Span
    from dunning_engine.text.source import Path


MOST_COMPARISONS = 2_000
_MOST_LINES_COMPARED = 50  # with one another


def check_size(draft: Draft) -> Iterator[Problem]:
    """Conditions so large that nobody can see what they say, and that it takes long to decide."""
    count = 0
    for condition, path in draft.conditions():
        before = count
        count += sum(1 for _ in comparisons(condition))
        if before <= MOST_COMPARISONS < count:
            yield draft.document.problem(
                "DE326",
                f"with this condition the policy makes {count} comparisons; at most {MOST_COMPARISONS} are read",
                path,
                on="key",
                hint="give the invoices that are meant a fact in common, or a policy of their own",
            )


def check_conditions(draft: Draft) -> Iterator[Problem]:
    """Every condition of the policy, looked at by itself."""
    for condition, path in draft.conditions():
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
            yield from _dead_alternatives(draft, condition)
            yield from _idle_lines(draft, condition)


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
    leaves = [part for part in _every(condition) if isinstance(part, Compare)][:_MOST_LINES_COMPARED]
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


def _dead_alternatives(draft: Draft, condition: Condition) -> Iterator[Problem]:
    for part in () if isinstance(condition, Compare) else condition.parts:
        if isinstance(condition, Any) and not can_hold(part):
            yield draft.problem_at(
                "DE321",
                "this alternative can never hold",
                _place(part),
                hint="correct it, or remove it",
                related=_clash(part),
            )
        else:
            yield from _dead_alternatives(draft, part)


def _idle_lines(draft: Draft, condition: Condition) -> Iterator[Problem]:
    """Lines that hold anyway where the others do; of two that say the same, the second."""
    # A comparison and its guard stand at one place: they are one line.
    lines = {place: All(tuple(parts)) for place, parts in groupby(_every(condition), key=_place)}
    if len(lines) > _MOST_LINES_COMPARED:
        return
    for place in reversed(list(lines)):
        others = [line for other, line in lines.items() if other != place]
        if others and follows(lines[place], others):
            del lines[place]
            yield draft.problem_at(
                "DE324",
                "this line adds nothing: it holds whenever the others of its condition do",
                place,
                hint="remove it, or correct it",
                severity=Severity.WARNING,
            )


def _place(condition: Condition) -> Span:
    return next(comparisons(condition)).span
