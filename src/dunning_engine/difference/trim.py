"""Boxes without what cannot occur: empty ones dropped, each side cut to the values that some row has there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.difference.box import Box
from dunning_engine.facts.catalogue import CONDITION_FACTS
from dunning_engine.policy.cells import Values, union
from dunning_engine.policy.condition import Operator
from dunning_engine.policy.diagram import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dunning_engine.policy.cells import Test
    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.diagram import Diagram


class Trimming:
    """Cuts boxes to the rows on which ``within`` holds."""

    def __init__(self, diagram: Diagram, within: Iterable[Condition]) -> None:
        self._diagram = diagram
        self._within = diagram.all_of(map(diagram.node, within))

    def trimmed(self, boxes: Iterable[Box]) -> tuple[Box, ...]:
        """The boxes that some row is in; a side that every such row is on is left out."""
        found: list[Box] = []
        for box in boxes:
            cut = self._cut(box)
            if cut is not None and cut not in found:
                found.append(cut)
        return tuple(found)

    def _cut(self, box: Box) -> Box | None:
        diagram = self._diagram
        if not diagram.possible(self._node(box)):
            return None
        for fact in box.sides:
            around = diagram.all_of((self._node(box.without(fact)),))
            side = box_node(diagram, Box({fact: box.sides[fact]}))
            inside, outside = Values(), False
            for cell in diagram.cells(fact, (around, side)):
                if not diagram.possible(diagram.at(around, fact, cell)):
                    continue
                if diagram.at(side, fact, cell) == ALWAYS:
                    inside = union(inside, cell.values)
                else:
                    outside = True
            box = box.without(fact).cut(fact, inside) if outside else box.without(fact)
        return box

    def _node(self, box: Box) -> int:
        return self._diagram.all_of((self._within, box_node(self._diagram, box)))


def box_node(diagram: Diagram, box: Box) -> int:
    """The node that holds exactly in the box."""
    return diagram.all_of(diagram.any_of(_parts(diagram, fact, values)) for fact, values in box.sides.items())


def _parts(diagram: Diagram, fact: str, values: Values) -> Iterator[int]:
    known = [] if not CONDITION_FACTS[fact].optional else [diagram.comparison((f"has_{fact}", Operator.IS, 1))]
    for first, last in values.intervals:
        bounds: list[Test] = []
        if first is not None:
            bounds.append((fact, Operator.AT_LEAST, first))
        if last is not None:
            bounds.append((fact, Operator.AT_MOST, last))
        yield diagram.all_of((*known, *map(diagram.comparison, bounds)))
    for text in sorted(values.texts):
        yield diagram.all_of((*known, diagram.comparison((fact, Operator.IS, text))))
    if values.others:
        yield diagram.all_of(
            (*known, *(diagram.comparison((fact, Operator.IS_NOT, text)) for text in sorted(values.apart)))
        )
    if values.absent:
        yield diagram.comparison((f"has_{fact}", Operator.IS, 0))
