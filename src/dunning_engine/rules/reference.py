"""What a condition means. Every engine answers as ``holds`` does; tests hold them against it."""

from __future__ import annotations

import operator
from collections.abc import Collection
from typing import TYPE_CHECKING

from dunning_engine.policy.condition import All, Any, Compare, Operator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dunning_engine.facts.row import FactRow
    from dunning_engine.policy.condition import Condition

_ORDER = {
    Operator.AT_LEAST: operator.ge,
    Operator.MORE_THAN: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.LESS_THAN: operator.lt,
}


def holds(condition: Condition, row: FactRow) -> bool:
    """Say whether the condition holds on the row: equality for numbers and text, order for whole numbers only.

    Raises KeyError for a fact that the row lacks and TypeError for order on text.
    """
    match condition:
        case All(parts):
            return all(holds(part, row) for part in parts)
        case Any(parts):
            return any(holds(part, row) for part in parts)
        case Compare(fact, Operator.IS, value):
            return row[fact] == value
        case Compare(fact, Operator.IS_NOT, value):
            return row[fact] != value
        case Compare(fact, order, value):
            return bool(_ORDER[order](whole_number(fact, row[fact]), whole_number(fact, value)))


def whole_number(fact: str, value: int | str) -> int:
    """Give the value back, or raise TypeError: text has no order that a policy could mean."""
    if not isinstance(value, str):
        return value
    raise TypeError(f"{fact}: {value!r} has no order, only whole numbers do")


class ReferenceEngine:
    """Reads the rules one by one; the judge of the other engines, and their stand-in where they cannot run."""

    def __init__(self, rules: Sequence[tuple[str, Condition]]) -> None:
        """Take rules as (name, condition), names unique."""
        self._rules = tuple(rules)

    def holding(self, row: FactRow) -> tuple[str, ...]:
        """Names of the rules that hold on the row, in the order of the rules."""
        return tuple(name for name, condition in self._rules if holds(condition, row))


class ReadAsAsked:
    """Reads a rule when somebody asks whether it holds, and no other."""

    def __init__(self, conditions: Mapping[str, Condition]) -> None:
        """Take the conditions by name."""
        self._conditions = conditions

    def holding(self, row: FactRow) -> Collection[str]:
        """The names of the rules that hold on the row."""
        return _HoldingAsAsked(self._conditions, row)


class _HoldingAsAsked(Collection[str]):
    def __init__(self, conditions: Mapping[str, Condition], row: FactRow) -> None:
        self._conditions, self._row = conditions, row
        self._known: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str) or name not in self._conditions:
            return False
        if name not in self._known:
            self._known[name] = holds(self._conditions[name], self._row)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._conditions if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def failing(condition: Condition, row: FactRow) -> tuple[Compare, ...]:
    """The comparisons that keep the condition from holding, left to right; none when it holds."""
    if holds(condition, row):
        return ()
    match condition:
        case Compare():
            return (condition,)
        case All(parts) | Any(parts):
            return tuple(leaf for part in parts for leaf in failing(part, row))
