"""A box of facts: for each fact that matters, the values that it has there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.policy.cells import Values, contains, intersection, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dunning_engine.facts.row import FactRow

_NOTHING = Values()
_MOST_MERGED = 200  # with one another


@dataclass(frozen=True, slots=True)
class Box:
    """The rows whose facts are among ``sides``; a fact without a side may be anything."""

    sides: Mapping[str, Values]

    def cut(self, fact: str, values: Values) -> Box:
        """The part of the box where the fact is among ``values``."""
        before = self.sides.get(fact)
        return Box({**self.sides, fact: values if before is None else intersection(before, values)})

    def without(self, fact: str) -> Box:
        """The box where the fact may be anything."""
        return Box({name: values for name, values in self.sides.items() if name != fact})

    def both(self, other: Box) -> Box | None:
        """What is in both boxes; ``None`` where nothing is."""
        found = self
        for fact, values in other.sides.items():
            found = found.cut(fact, values)
        return None if _NOTHING in found.sides.values() else found

    def holds(self, row: FactRow) -> bool:
        """Whether the row is in the box; it has every fact that the box has a side for, and of optional ones ``has_``."""
        return all(
            contains(values, row[fact], known=bool(row.get(f"has_{fact}", 1))) for fact, values in self.sides.items()
        )


def merged(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """The same rows in fewer boxes: two that differ in one fact only become one."""
    found = [*boxes]
    if len(found) > _MOST_MERGED:
        return tuple(found)
    again = True
    while again:
        again = False
        for index, one in enumerate(found):
            for place, other in enumerate(found[:index]):
                both = _as_one(one, other)
                if both is not None:
                    found[place] = both
                    del found[index]
                    again = True
                    break
            if again:
                break
    return tuple(found)


def _as_one(one: Box, other: Box) -> Box | None:
    if one.sides.keys() != other.sides.keys():
        return None
    apart = [fact for fact, values in one.sides.items() if other.sides[fact] != values]
    if not apart:
        return one
    if len(apart) > 1:
        return None
    (fact,) = apart
    return Box({**one.sides, fact: union(one.sides[fact], other.sides[fact])})
