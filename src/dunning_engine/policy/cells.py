"""The cells of a fact: what constants tell apart. No comparison of a policy sees a difference between two values of one cell.

So one value of each stands for all, and what is true of each cell's value is true of every invoice. A fact that may be absent
has a cell for that, in which it is 0 or "" as in a fact row.
"""

from __future__ import annotations

import operator
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dunning_engine.facts.catalogue import CONDITION_FACTS, Fact, Kind
from dunning_engine.policy.condition import Operator

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_HAS = "has_"
_ANOTHER_TEXT = "\N{REPLACEMENT CHARACTER}"

# The least that a fact can be; other numbers may be negative.
_LEAST = {
    "credit_risk": 1,
    "customer_interest_total": 0,
    "days_since_previous_step": 0,
    "fees_owed": 0,
    "interest_accrued": 0,
    "interest_owed": 0,
    "interest_rate": 0,
    "overpaid": 0,
    "steps_taken": 0,
}
_COMPARED = {
    Operator.IS: operator.eq,
    Operator.IS_NOT: operator.ne,
    Operator.AT_LEAST: operator.ge,
    Operator.MORE_THAN: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.LESS_THAN: operator.lt,
}

Test: TypeAlias = tuple[str, Operator, int | str]
"""A comparison without its place: the name in the row, the operator, the constant."""

Interval: TypeAlias = tuple[int | None, int | None]
"""Whole numbers from one through another; ``None`` is without bound."""


@dataclass(frozen=True, slots=True)
class Values:
    """A set of values of one fact.

    ``intervals`` are those of a number, ascending and apart; ``texts`` those of a word or a text, where ``others`` means every
    text but the ones in ``apart``. ``absent``: also where the fact is not known.
    """

    intervals: tuple[Interval, ...] = ()
    texts: frozenset[str] = frozenset()
    others: bool = False
    apart: frozenset[str] = frozenset()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Values that no test tells apart: one of them, whether the fact is known, and all of them."""

    value: int | str
    known: bool
    values: Values

    def passes(self, test: Test) -> bool:
        """Whether the comparison holds for the values of the cell."""
        name, compare, constant = test
        if name.startswith(_HAS) and base_of(name) != name:
            return bool(_COMPARED[compare](int(self.known), constant))
        return bool(_COMPARED[compare](self.value, constant))


def base_of(name: str) -> str:
    """The fact that ``name`` speaks of: ``has_sale`` speaks of ``sale``."""
    base = name.removeprefix(_HAS)
    return base if base in CONDITION_FACTS else name


def cells_of(name: str, tests: Collection[Test]) -> tuple[Cell, ...]:
    """The cells of a fact that ``tests`` of it, and of its presence, tell apart; each value is in exactly one of them."""
    fact = CONDITION_FACTS[name]
    found = _present(fact, {constant for tested, _, constant in tests if tested == name})
    if fact.optional:
        absent: int | str = "" if fact.kind in (Kind.TEXT, Kind.WORD) else 0
        found = [Cell(absent, known=False, values=Values(absent=True)), *found]
    merged: dict[tuple[bool, ...], Cell] = {}
    ordered = [*tests]
    for cell in found:
        seen = tuple(cell.passes(test) for test in ordered)
        if seen in merged:
            first = merged[seen]
            merged[seen] = Cell(first.value, first.known, union(first.values, cell.values))
        else:
            merged[seen] = cell
    return tuple(merged.values())


def union(one: Values, other: Values) -> Values:
    """The values that are in either."""
    texts = one.texts | other.texts
    apart = one.apart & other.apart if one.others and other.others else one.apart if one.others else other.apart
    return Values(
        intervals=_joined((*one.intervals, *other.intervals)),
        texts=texts,
        others=one.others or other.others,
        apart=apart - texts,
        absent=one.absent or other.absent,
    )


def intersection(one: Values, other: Values) -> Values:
    """The values that are in both."""
    texts = {text for text in one.texts | other.texts if _has_text(one, text) and _has_text(other, text)}
    return Values(
        intervals=_joined(both for a in one.intervals for b in other.intervals if (both := _overlap(a, b)) is not None),
        texts=frozenset(texts),
        others=one.others and other.others,
        apart=one.apart | other.apart if one.others and other.others else frozenset(),
        absent=one.absent and other.absent,
    )


def contains(values: Values, value: int | str, *, known: bool) -> bool:
    """Whether a fact of that value, known or absent, is among them."""
    if not known:
        return values.absent
    if isinstance(value, str):
        return _has_text(values, value)
    place = bisect_right(values.intervals, value, key=lambda one: value if one[0] is None else one[0]) - 1
    return place >= 0 and (values.intervals[place][1] is None or value <= (values.intervals[place][1] or 0))


def any_value(name: str) -> Values:
    """Everything that the fact can be, absent too where it may be."""
    cells = cells_of(name, ())
    found = cells[0].values
    for cell in cells[1:]:
        found = union(found, cell.values)
    return found


def _present(fact: Fact, constants: set[int | str]) -> list[Cell]:
    """One cell for each constant and for each gap between two."""
    if fact.kind is Kind.WORD:
        return [Cell(word, known=True, values=Values(texts=frozenset({word}))) for word in fact.words]
    if fact.kind in (Kind.TEXT, Kind.MOMENT):
        named = sorted(map(str, constants))
        rest = Cell(_ANOTHER_TEXT, known=True, values=Values(others=True, apart=frozenset(named)))
        return [*(Cell(text, known=True, values=Values(texts=frozenset({text}))) for text in named), rest]
    least = 1 if fact.kind is Kind.DATE else 0 if fact.kind is Kind.BOOLEAN else _LEAST.get(fact.name)
    most = 1 if fact.kind is Kind.BOOLEAN else None
    starts = sorted({int(constant) + step for constant in constants for step in (0, 1)})
    bounds = [None, *starts]
    spans: list[Interval] = [
        (first, None if after is None else after - 1) for first, after in zip(bounds, [*starts, None], strict=True)
    ]
    if fact.kind is Kind.BOOLEAN:
        spans = [(0, 0), (1, 1)]
    whole = [both for span in spans if (both := _overlap(span, (least, most))) is not None]
    return [Cell(_some(first, last), known=True, values=Values(((first, last),))) for first, last in whole]


def _some(first: int | None, last: int | None) -> int:
    if first is not None:
        return first
    return 0 if last is None else last


def _overlap(one: Interval, other: Interval) -> Interval | None:
    first = one[0] if other[0] is None else other[0] if one[0] is None else max(one[0], other[0])
    last = one[1] if other[1] is None else other[1] if one[1] is None else min(one[1], other[1])
    return None if first is not None and last is not None and first > last else (first, last)


def _joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same numbers in as few intervals as can be, ascending."""
    found: list[Interval] = []
    for first, last in sorted(intervals, key=lambda one: (one[0] is not None, one[0] or 0)):
        if found and (found[-1][1] is None or first is None or first <= found[-1][1] + 1):
            before = found[-1]
            end = None if before[1] is None or last is None else max(before[1], last)
            found[-1] = (before[0], end)
        else:
            found.append((first, last))
    return tuple(found)


def _has_text(values: Values, text: str) -> bool:
    return text in values.texts or (values.others and text not in values.apart)
