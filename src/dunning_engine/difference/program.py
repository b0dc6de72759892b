"""What a policy says of one thing, as a list of answers of which the first that holds counts; and where two lists part.

`Parting.parted` gives back each pair of answers that some row tells apart, with the boxes
of facts where it does: both lists are looked at together, fact by fact and cell by cell, and what has become the same is not
looked at further.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from dunning_engine.difference.box import Box, merged
from dunning_engine.policy.cells import Cell, Values, union
from dunning_engine.policy.diagram import ALWAYS, NEVER

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from dunning_engine.policy.diagram import Diagram
    from dunning_engine.problems import Span


@dataclass(frozen=True, slots=True)
class Answer:
    """What a policy says, and the line that says it; two answers are the same where they say the same."""

    value: Hashable
    span: Span | None = field(default=None, compare=False)


Program: TypeAlias = tuple[tuple[int, Answer], ...]
"""(node of a condition, answer); the first whose condition holds counts, and the last always holds."""

_Pair: TypeAlias = tuple[Program, Program]


def program(diagram: Diagram, answers: Iterable[tuple[int, Answer]]) -> Program:
    """The list without what is never reached; neighbours that answer the same are one."""
    found: list[tuple[int, Answer]] = []
    for node, answer in answers:
        if node == NEVER:
            continue
        if found and found[-1][1] == answer:
            found[-1] = diagram.any_of((found[-1][0], node)), answer
        else:
            found.append((node, answer))
        if node == ALWAYS:
            break
    return tuple(found)


class Parting:
    """Looks at two lists together over one diagram of conditions; `SpentError` where its allowance is not enough."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self._paths: dict[_Pair, dict[tuple[Answer, Answer], tuple[Box, ...]]] = {}

    def parted(self, old: Program, new: Program) -> dict[tuple[Answer, Answer], tuple[Box, ...]]:
        """The pairs of answers that differ, each with the boxes of facts in which it is given."""
        if old == new:
            return {}
        pair = old, new
        if pair not in self._paths:
            self._paths[pair] = self._looked_at(old, new)
        return self._paths[pair]

    def _looked_at(self, old: Program, new: Program) -> dict[tuple[Answer, Answer], tuple[Box, ...]]:
        diagram = self.diagram
        if len(old) == 1 == len(new):
            return {(old[0][1], new[0][1]): (Box({}),)}
        if len({answer for _, answer in (*old, *new)}) == 1:
            return {}
        fact = self._most_telling(old, new)
        nodes = [node for node, _ in (*old, *new)]
        values: dict[_Pair, Values] = {}
        for cell in diagram.cells(fact, nodes):
            diagram.spend(len(nodes))
            left = self._at(old, fact, cell), self._at(new, fact, cell)
            values[left] = union(values[left], cell.values) if left in values else cell.values
        found: defaultdict[tuple[Answer, Answer], list[Box]] = defaultdict(list)
        for (old_left, new_left), among in values.items():
            for answers, boxes in self.parted(old_left, new_left).items():
                found[answers] += boxes if len(values) == 1 else [box.cut(fact, among) for box in boxes]
        diagram.spend(sum(map(len, found.values())))
        return {answers: merged(boxes) for answers, boxes in found.items()}

    def _at(self, one: Program, fact: str, cell: Cell) -> Program:
        return program(self.diagram, ((self.diagram.at(node, fact, cell), answer) for node, answer in one))

    def _most_telling(self, old: Program, new: Program) -> str:
        """Of the facts that only one of the lists asks about in this way, the one that is spoken of most; otherwise of all."""
        apart = {node for node, _ in old} ^ {node for node, _ in new}
        counts: defaultdict[str, int] = defaultdict(int)
        for node in apart or {node for node, _ in (*old, *new)}:
            for fact, count in self.diagram.facts(node).items():
                counts[fact] += count
        if not counts:
            return self._most_telling((*old, *new), ())
        return max(counts, key=lambda fact: (counts[fact], fact))
