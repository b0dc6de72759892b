"""A rule as evidence: whether it holds, and each line of its condition with the value that it saw and its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.explanation import Line
from dunning_engine.decisions.phrases import PHRASES, operator_words
from dunning_engine.facts.catalogue import CONDITION_FACTS
from dunning_engine.facts.row import decode
from dunning_engine.policy.condition import All, Any, comparisons
from dunning_engine.rules.reference import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.view import View
    from dunning_engine.policy.condition import Compare, Condition


def told_rule(view: View, name: str, headline: str, language: str) -> Line:
    """The rule of that name among the policy's conditions, under ``headline``."""
    verdict = PHRASES[language]["holds" if name in view.holding else "does_not_hold"]
    return Line(f"{headline}: {verdict}", tuple(told_condition(view.conditions[name], view, language)))


def told_condition(condition: Condition, view: View, language: str) -> Iterator[Line]:
    """A line for each line of the policy with the value that it saw; groups of alternatives get a line of their own."""
    mark = "✓" if holds(condition, view.row) else "✗"
    leaves = tuple(comparisons(condition))
    if len({leaf.span for leaf in leaves}) == 1:  # what stands at one place was written as one line
        yield Line(f"{mark} {_seen(leaves, view, language)}")
        return
    match condition:
        case All(parts):
            for part in parts:
                yield from told_condition(part, view, language)
        case Any(parts):
            under = tuple(line for part in parts for line in told_condition(part, view, language))
            yield Line(f"{mark} {PHRASES[language]['any']}", under)


def _seen(leaves: tuple[Compare, ...], view: View, language: str) -> str:
    """A fact, perhaps with the guard of one that may be absent, against its value or its list of values."""
    *_, last = leaves
    fact, presence = last.fact, f"has_{last.fact}"
    absent = any(leaf.fact == presence and not view.row[presence] for leaf in leaves)
    known = CONDITION_FACTS[fact]
    saw = "–" if absent else decode(known, view.row[fact]) or "–"
    wanted = [decode(known, leaf.value) for leaf in leaves if leaf.fact == fact]
    return f"{fact} = {saw} ({operator_words(last.operator, wanted, language)}) {last.span}"
