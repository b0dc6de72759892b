"""Whether a condition can hold at all: decided, not sampled.

Every comparison is a fact against a constant, so each fact has finitely many cells that a condition can tell apart, and one
value of each stands for all. What does not share a fact is decided apart. A search that grows past its budget gives up and
says that the condition can hold, so that nothing is called impossible that is not.
"""

from __future__ import annotations

import operator
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from dunning_engine.facts.catalogue import CONDITION_FACTS, Fact, Kind
from dunning_engine.policy.condition import All, Any, Compare, Condition, Operator, comparisons, negated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BUDGET = 20_000
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

_Cell: TypeAlias = dict[str, int | str]


class _GivenUpError(Exception):
    """The budget is spent."""


def can_hold(*conditions: Condition) -> bool:
    """Whether some row lets all of ``conditions`` hold at once."""
    try:
        return _Search().possible(_joined(conditions))
    except _GivenUpError:
        return True


def follows(condition: Condition, given: Iterable[Condition]) -> bool:
    """Whether ``condition`` holds wherever all of ``given`` hold."""
    return not can_hold(negated(condition), *given)


class _Search:
    def __init__(self) -> None:
        self._spent = 0

    def possible(self, condition: Condition) -> bool:
        match condition:
            case Compare():
                return any(_holds(condition, cell) for cell in _cells(_base(condition.fact), [condition]))
            case Any(parts):
                return any(self.possible(part) for part in parts)
        return all(self._together(group) for group in _apart(condition))

    def _together(self, condition: Condition) -> bool:
        """Try each cell of the fact that is spoken of most."""
        if not isinstance(condition, All):
            return self.possible(condition)
        leaves = list(comparisons(condition))
        fact = Counter(_base(leaf.fact) for leaf in leaves).most_common(1)[0][0]
        about = [leaf for leaf in leaves if _base(leaf.fact) == fact]
        for cell in _cells(fact, about):
            self._spent += len(leaves)
            if self._spent > _BUDGET:
                raise _GivenUpError
            rest = _reduced(condition, cell)
            if rest is True or (rest is not False and self.possible(rest)):
                return True
        return False


def _joined(conditions: Iterable[Condition]) -> Condition:
    return All(tuple(conditions))


def _apart(condition: All) -> Iterator[Condition]:
    """The parts in groups that share no fact with one another."""
    groups: list[tuple[set[str], list[Condition]]] = []
    for part in _flat(condition):
        facts = {_base(leaf.fact) for leaf in comparisons(part)}
        members = [part]
        apart = []
        for group in groups:
            if group[0] & facts:
                facts |= group[0]
                members = [*group[1], *members]
            else:
                apart.append(group)
        groups = [*apart, (facts, members)]
    for _, members in groups:
        yield members[0] if len(members) == 1 else All(tuple(members))


def _flat(condition: All) -> Iterator[Condition]:
    for part in condition.parts:
        if isinstance(part, All):
            yield from _flat(part)
        else:
            yield part


def _reduced(condition: Condition, cell: _Cell) -> Condition | bool:
    """``condition`` where the facts of ``cell`` are known."""
    if isinstance(condition, Compare):
        return _holds(condition, cell) if condition.fact in cell else condition
    every = isinstance(condition, All)
    rest: list[Condition] = []
    for part in condition.parts:
        left = _reduced(part, cell)
        if left is (not every):
            return left
        if not isinstance(left, bool):
            rest.append(left)
    if not rest:
        return every
    return rest[0] if len(rest) == 1 else (All if every else Any)(tuple(rest))


def _holds(comparison: Compare, cell: _Cell) -> bool:
    return bool(_COMPARED[comparison.operator](cell[comparison.fact], comparison.value))


def _base(name: str) -> str:
    """The fact that ``name`` speaks of: ``has_sale`` speaks of ``sale``."""
    base = name.removeprefix(_HAS)
    return base if base in CONDITION_FACTS else name


def _cells(name: str, about: Iterable[Compare]) -> list[_Cell]:
    """One row of each cell that the comparisons ``about`` a fact, and its presence, can tell apart."""
    fact = CONDITION_FACTS[name]
    values = _values(fact, {leaf.value for leaf in about if leaf.fact == name})
    if not fact.optional:
        return [{name: value} for value in values]
    absent: int | str = "" if fact.kind in (Kind.TEXT, Kind.WORD) else 0
    return [{name: absent, _HAS + name: 0}, *({name: value, _HAS + name: 1} for value in values)]


def _values(fact: Fact, constants: set[int | str]) -> list[int | str]:
    if fact.kind is Kind.BOOLEAN:
        return [0, 1]
    if fact.kind is Kind.WORD:
        return [*fact.words]
    if fact.kind is Kind.TEXT:
        return [*sorted(map(str, constants)), _ANOTHER_TEXT]
    numbers = {int(constant) + step for constant in constants for step in (-1, 0, 1)}
    least = 1 if fact.kind is Kind.DATE else _LEAST.get(fact.name)
    if least is not None:
        numbers = {number for number in numbers if number >= least} | {least}
    return [*sorted(numbers)] or [0]
