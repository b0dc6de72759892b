"""The condition tree: what a ``when:`` says, typed and total.

A tree is made of comparisons of one fact with one constant, joined by ``All`` and ``Any``. Negation is pushed down to the
comparisons when the tree is built, so nothing below has to know about it. Values are encoded as a fact row encodes them
(``facts/row.py``): öre, basis points, day numbers, 0/1, words and text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.problems import Span


class Operator(StrEnum):
    """The words a condition compares with; the boundary is in the word."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"


OPPOSITE = {
    Operator.IS: Operator.IS_NOT,
    Operator.IS_NOT: Operator.IS,
    Operator.AT_LEAST: Operator.LESS_THAN,
    Operator.LESS_THAN: Operator.AT_LEAST,
    Operator.MORE_THAN: Operator.AT_MOST,
    Operator.AT_MOST: Operator.MORE_THAN,
}


@dataclass(frozen=True, slots=True)
class Compare:
    """One fact against one encoded constant; ``span`` is the place of the line that says so."""

    fact: str
    operator: Operator
    value: int | str
    span: Span


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; never empty."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds; never empty."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Compare | All | Any


def negated(condition: Condition) -> Condition:
    """The condition that holds exactly when ``condition`` does not."""
    match condition:
        case Compare(fact, operator, value, span):
            return Compare(fact, OPPOSITE[operator], value, span)
        case All(parts):
            return Any(tuple(negated(part) for part in parts))
        case Any(parts):
            return All(tuple(negated(part) for part in parts))


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison in the tree, left to right."""
    match condition:
        case Compare():
            yield condition
        case All(parts) | Any(parts):
            for part in parts:
                yield from comparisons(part)
