"""Conditions as shared nodes: what is equal is one node, and what has been reduced once is not reduced again.

A node is a number: ``NEVER``, ``ALWAYS``, a comparison, or ``All`` or ``Any`` of other nodes. Order, repetition, nesting and
places in the file are gone: two conditions that say the same in another order are one node.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dunning_engine.policy.cells import Cell, Test, base_of, cells_of
from dunning_engine.policy.condition import OPPOSITE, All, Compare, Condition

if TYPE_CHECKING:
    from collections.abc import Iterable

NEVER, ALWAYS = 0, 1


class SpentError(Exception):
    """The budget is spent: what was asked is not decided."""


class Diagram:
    """Nodes of conditions over the facts; ``allowance`` is how many parts may still be looked at before `SpentError`."""

    def __init__(self, allowance: int) -> None:
        self.allowance = allowance
        self._tests: list[Test | None] = [None, None]
        self._parts: list[tuple[int, ...]] = [(), ()]
        self._every: list[bool] = [True, True]
        self._counts: list[Counter[str]] = [Counter(), Counter()]
        self._known: dict[object, int] = {}
        self._met: dict[int, tuple[Condition, int]] = {}
        self._reduced: dict[tuple[int, str, int | str, bool], int] = {}
        self._cells: dict[tuple[str, frozenset[Test]], tuple[Cell, ...]] = {}
        self._possible: dict[int, bool] = {NEVER: False, ALWAYS: True}

    def node(self, condition: Condition) -> int:
        """The node of a condition."""
        if isinstance(condition, Compare):
            return self.comparison((condition.fact, condition.operator, condition.value))
        met = self._met.get(id(condition))
        if met is None:
            parts = map(self.node, condition.parts)
            node = self.all_of(parts) if isinstance(condition, All) else self.any_of(parts)
            met = self._met[id(condition)] = condition, node  # kept, so that no other takes its identity
        return met[1]

    def all_of(self, nodes: Iterable[int]) -> int:
        """The node that holds where all of them do."""
        return self._joined(nodes, every=True)

    def any_of(self, nodes: Iterable[int]) -> int:
        """The node that holds where one of them does."""
        return self._joined(nodes, every=False)

    def opposite(self, node: int) -> int:
        """The node that holds exactly where this one does not."""
        if node in (NEVER, ALWAYS):
            return ALWAYS - node
        test = self._tests[node]
        if test is not None:
            return self.comparison((test[0], OPPOSITE[test[1]], test[2]))
        return self._joined([self.opposite(part) for part in self._parts[node]], every=not self._every[node])

    def facts(self, node: int) -> Counter[str]:
        """The facts that the node asks about, with how often."""
        return self._counts[node]

    def tests(self, nodes: Iterable[int], fact: str) -> frozenset[Test]:
        """The comparisons of one fact in the nodes."""
        found: set[Test] = set()
        for node in nodes:
            self._collect(node, fact, found)
        return frozenset(found)

    def cells(self, fact: str, nodes: Iterable[int]) -> tuple[Cell, ...]:
        """The cells of a fact that the nodes tell apart."""
        tests = self.tests(nodes, fact)
        key = fact, tests
        if key not in self._cells:
            self._cells[key] = cells_of(fact, sorted(tests, key=repr))
        return self._cells[key]

    def at(self, node: int, fact: str, cell: Cell) -> int:
        """The node where the fact is known to be in the cell."""
        if fact not in self._counts[node]:
            return node
        key = node, fact, cell.value, cell.known
        found = self._reduced.get(key)
        if found is None:
            found = self._reduced[key] = self._at(node, fact, cell)
        return found

    def possible(self, node: int) -> bool:
        """Whether some row lets the node hold."""
        found = self._possible.get(node)
        if found is None:
            found = self._possible[node] = self._can_be(node)
        return found

    def _at(self, node: int, fact: str, cell: Cell) -> int:
        self.spend(1 + len(self._parts[node]))
        test = self._tests[node]
        if test is not None:
            return ALWAYS if cell.passes(test) else NEVER
        every = self._every[node]
        parts = []
        for part in self._parts[node]:
            left = self.at(part, fact, cell)
            if left == (NEVER if every else ALWAYS):
                return left
            parts.append(left)
        return self._joined(parts, every=every)

    def spend(self, amount: int) -> None:
        """Take from the allowance; `SpentError` where nothing is left of it."""
        self.allowance -= amount
        if self.allowance < 0:
            raise SpentError

    def _can_be(self, node: int) -> bool:
        if self._tests[node] is None and not self._every[node]:
            return any(
                self.possible(part) for part in sorted(self._parts[node], key=lambda one: len(self._counts[one]))
            )
        groups = self._apart(node)
        if len(groups) > 1:
            groups.sort(key=lambda group: sum(self._counts[group].values()))
            return all(self.possible(group) for group in groups)
        fact = self._most_telling(node)
        tried = set()
        for cell in self.cells(fact, (node,)):
            left = self.at(node, fact, cell)
            if left not in tried and self.possible(left):
                return True
            tried.add(left)
        return False

    def _most_telling(self, node: int) -> str:
        """A fact that is asked for by itself if there is one, of those the one that is spoken of most."""
        counts = self._counts[node]
        alone = {base_of(test[0]) for part in self._parts[node] if (test := self._tests[part]) is not None}
        return max(alone or counts, key=lambda fact: (counts[fact], fact))

    def _apart(self, node: int) -> list[int]:
        """The parts in groups that share no fact with one another."""
        groups: list[tuple[set[str], list[int]]] = []
        for part in self._parts[node]:
            facts, members, others = set(self._counts[part]), [part], []
            for group in groups:
                if facts.isdisjoint(group[0]):
                    others.append(group)
                else:
                    facts |= group[0]
                    members += group[1]
            groups = [*others, (facts, members)]
        return [self.all_of(members) for _, members in groups]

    def _collect(self, node: int, fact: str, found: set[Test]) -> None:
        if fact not in self._counts[node]:
            return
        test = self._tests[node]
        if test is not None:
            found.add(test)
        for part in self._parts[node]:
            self._collect(part, fact, found)

    def comparison(self, test: Test) -> int:
        """The node of one comparison."""
        if test not in self._known:
            self._add(test, test, (), Counter({base_of(test[0]): 1}), every=True)
        return self._known[test]

    def _joined(self, nodes: Iterable[int], *, every: bool) -> int:
        idle, decisive = (ALWAYS, NEVER) if every else (NEVER, ALWAYS)
        found: set[int] = set()
        for node in nodes:
            if node == decisive:
                return decisive
            if self._parts[node] and self._every[node] is every:
                found.update(self._parts[node])
            elif node != idle:
                found.add(node)
        if len(found) < 2:  # noqa: PLR2004 - none or one
            return next(iter(found), idle)
        parts = tuple(sorted(found))
        key = every, parts
        if key not in self._known:
            counts: Counter[str] = Counter()
            for part in parts:
                counts.update(self._counts[part])
            self._add(key, None, parts, counts, every=every)
        return self._known[key]

    def _add(
        self, key: object, test: Test | None, parts: tuple[int, ...], counts: Counter[str], *, every: bool
    ) -> None:
        self._known[key] = len(self._tests)
        self._tests.append(test)
        self._parts.append(parts)
        self._every.append(every)
        self._counts.append(counts)
