"""Columns sent down a tree of recordings: rows part where their answers differ, and come out at leaves.

Whole numbers are int64 where their bounds show that nothing can overflow, and Python's own integers where it might.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Generic, Protocol

import numpy as np

from dunning_engine.recording.expressions import (
    COLUMN,
    MINUS,
    OF_DAY,
    PER,
    PLUS,
    PRODUCT,
    REST,
    SHIFTED,
    TIMES,
)
from dunning_engine.recording.tape import (
    CHOICE,
    DEFINED,
    EQUAL,
    LARGEST,
    LESS,
    SAME,
    TEXT,
)
from dunning_engine.recording.tree import Fork, Node, Output, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    import polars as pl
    from numpy.typing import NDArray

    from dunning_engine.recording.expressions import Expressions
    from dunning_engine.recording.of_day import OfDay
    from dunning_engine.recording.tape import Answer, Question


class Source(Protocol):
    """The columns that a computation is replayed on, by the names that its recordings use."""

    def numbers(self, column: Hashable, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Whole numbers of some rows."""
        ...

    def codes(self, column: Hashable, rows: NDArray[np.int64]) -> NDArray[np.integer[Any]]:
        """Codes of some rows, from 0."""
        ...

    def texts(self, column: Hashable, rows: NDArray[np.int64]) -> pl.Series:
        """Texts of some rows."""
        ...


class Frame:
    """Some rows with the expressions worked out on them so far."""

    __slots__ = ("_bounds", "_chosen", "_expressions", "_held", "_of_day", "_parent", "_source", "rows")

    def __init__(
        self,
        source: Source,
        expressions: Expressions,
        of_day: OfDay,
        rows: NDArray[np.int64],
        *,
        parent: Frame | None = None,
        chosen: NDArray[np.int64] | None = None,
    ) -> None:
        """``rows`` of ``source``; ``chosen`` are their places in ``parent``."""
        self.rows = rows
        self._source, self._expressions, self._of_day = source, expressions, of_day
        self._parent, self._chosen = parent, chosen
        self._held: dict[int, Any] = {}
        self._bounds: dict[int, tuple[int, int]] = {} if parent is None else parent._bounds  # noqa: SLF001 - another of its kind

    def only(self, chosen: NDArray[np.int64]) -> Frame:
        """The rows at these places."""
        return Frame(self._source, self._expressions, self._of_day, self.rows[chosen], parent=self, chosen=chosen)

    def texts(self, column: Hashable) -> pl.Series:
        """A column of text."""
        return self._source.texts(column, self.rows)

    def numbers(self, number: int) -> Any:
        """An expression, as int64 or as Python's integers."""
        found = self._held.get(number)
        if found is None:
            found = self._held[number] = self._from_above(number)
        return found

    def _from_above(self, number: int) -> Any:
        frame, chain = self, []
        while frame._parent is not None:
            chain.append(frame._chosen)
            frame = frame._parent
            if number in frame._held:  # noqa: SLF001
                places: Any = chain.pop()
                while chain:
                    places = places[chain.pop()]
                return frame._held[number][places]  # noqa: SLF001
        return self._worked_out(number)

    def answers(self, question: Question) -> Any:
        """What the rows answer: booleans, or codes."""
        kind = question[0]
        if kind == LESS:
            return np.asarray(self.numbers(question[1]) < question[2], bool)
        if kind == EQUAL:
            return np.asarray(self.numbers(question[1]) == question[2], bool)
        if kind == CHOICE:
            return self._source.codes(question[1], self.rows)
        if kind == TEXT:
            return (self.texts(question[1]) == question[2]).to_numpy()
        if kind == SAME:
            return (self.texts(question[1]) == self.texts(question[2])).to_numpy()
        if kind == DEFINED:
            return self._of_day(question[1], self.numbers(question[2]))[1]
        raise AssertionError(question)

    def _worked_out(self, number: int) -> Any:
        operation, first, *rest = self._expressions.held[number]
        if operation == COLUMN:
            found = self._source.numbers(first, self.rows)
            self._bound(number, found)
            return found
        if operation == OF_DAY:
            found = self._of_day(first, self.numbers(rest[0]))[0]
            self._bounds[number] = self._of_day.bounds(first)
            return found
        one = self.numbers(first)
        if operation in _OF_TWO:
            return self._computed(
                number, _OF_TWO[operation], one, self.numbers(rest[0]), self._bounds_of(first), self._bounds_of(rest[0])
            )
        return self._computed(
            number, _WITH_CONSTANT[operation], one, rest[0], self._bounds_of(first), (rest[0], rest[0])
        )

    def _bounds_of(self, number: int) -> tuple[int, int]:
        if number not in self._bounds:
            self._bound(number, self.numbers(number))
        return self._bounds[number]

    def _bound(self, number: int, found: Any) -> None:
        least, most = (int(found.min()), int(found.max())) if len(found) else (0, 0)
        before = self._bounds.get(number, (least, most))
        self._bounds[number] = min(least, before[0]), max(most, before[1])

    def _computed(self, number: int, operation: Any, one: Any, other: Any, *bounds: tuple[int, int]) -> Any:
        ends = [operation(a, b) for a in bounds[0] for b in bounds[1]]
        least, most = min(ends), max(ends)
        if operation is operator.mod:
            least, most = 0, bounds[1][1]
        before = self._bounds.get(number, (least, most))
        self._bounds[number] = min(least, before[0]), max(most, before[1])
        fits = all(-LARGEST < end < LARGEST for end in (least, most, *bounds[0], *bounds[1]))
        if not fits and one.dtype != object:
            one = one.astype(object)
        found = operation(one, other)
        return found.astype(np.int64) if fits and found.dtype == object else found


_OF_TWO: dict[str, Any] = {PLUS: operator.add, MINUS: operator.sub, PRODUCT: operator.mul}
_WITH_CONSTANT: dict[str, Any] = {
    SHIFTED: operator.add,
    TIMES: operator.mul,
    PER: operator.floordiv,
    REST: operator.mod,
}


class Replay(Generic[Output]):
    """Sends rows of a source down a tree that grows on the way.

    ``record(row)`` makes a recording on a row and grows the tree by it. ``worth`` is how many rows have to come to a place
    before it is recorded; until then they are left to the caller.
    """

    def __init__(
        self, tree: Tree[Output], source: Source, of_day: OfDay, record: Callable[[int], None], *, worth: int
    ) -> None:
        self._tree, self._source, self._of_day = tree, source, of_day
        self._record, self._worth = record, worth

    def run(self, rows: NDArray[np.int64]) -> Iterator[tuple[Output | None, Frame]]:
        """Each leaf's output with its rows; ``None`` with rows that nothing has been recorded for."""
        if not len(rows):
            return
        frame = Frame(self._source, self._tree.expressions, self._of_day, rows)
        if self._tree.root is None:
            self._record(int(rows[0]))
        waiting: list[tuple[Node[Output], Frame]] = [(self._tree.root, frame)]  # type: ignore[list-item]
        while waiting:
            node, frame = waiting.pop()
            while isinstance(node, Fork):
                parts = _parted(frame, node.question)
                answer, chosen = parts.pop()
                for other, places in parts:
                    aside = frame if places is None else frame.only(places)
                    following = self._after(node, other, aside)
                    if following is None:
                        yield None, aside
                    else:
                        waiting.append((following, aside))
                frame = frame if chosen is None else frame.only(chosen)
                following = self._after(node, answer, frame)
                if following is None:
                    yield None, frame
                    break
                node = following
            else:
                yield node.output, frame

    def _after(self, node: Fork[Output], answer: Answer, frame: Frame) -> Node[Output] | None:
        following = node.after.get(answer)
        if following is None:
            node.met[answer] = node.met.get(answer, 0) + len(frame.rows)
            if node.met[answer] < self._worth:
                return None
            self._record(int(frame.rows[0]))
            following = node.after[answer]
        return following


def _parted(frame: Frame, question: Question) -> list[tuple[Answer, NDArray[np.int64] | None]]:
    """The answers with the places of their rows; ``None`` for all of them. The most frequent comes last."""
    answers = frame.answers(question)
    if question[0] == CHOICE:
        first, last = int(answers.min()), int(answers.max())
        if first == last:
            return [(first, None)]
        counts = np.bincount(answers)
        codes = np.flatnonzero(counts)
        return [(code, np.flatnonzero(answers == code)) for code in codes[np.argsort(counts[codes])].tolist()]
    true = int(np.count_nonzero(answers))
    if not true or true == len(answers):
        return [(true > 0, None)]
    yes, no = np.flatnonzero(answers), np.flatnonzero(~answers)
    return [(True, yes), (False, no)] if len(yes) < len(no) else [(False, no), (True, yes)]
