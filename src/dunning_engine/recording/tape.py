"""One recording: the questions that a computation asks about its example, with their answers, in order.

A question whose answer follows from earlier ones is not written down again. Questions are about expressions (less than a
constant, equal to a constant), about choices (columns of small codes), and about text.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

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
    Expressions,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

LESS = "less"
"""Whether an expression is less than a constant."""
EQUAL = "equal"
"""Whether an expression equals a constant."""
CHOICE = "choice"
"""Which code a column holds."""
TEXT = "text"
"""Whether a column of text holds a constant."""
SAME = "same"
"""Whether two columns of text hold the same."""
DEFINED = "defined"
"""Whether a function of one day has an answer for the day that an expression is."""

Question: TypeAlias = "tuple[Any, ...]"
Answer: TypeAlias = "bool | int"


class Example(Protocol):
    """The row that a recording is made on."""

    def number(self, column: Hashable) -> int:
        """The whole number in a column."""
        ...

    def code(self, column: Hashable) -> int:
        """The code in a column of choices."""
        ...

    def text(self, column: Hashable) -> str:
        """The text in a column."""
        ...


LARGEST = 2**62
"""Whole numbers of columns are smaller."""


class NotRecordableError(TypeError):
    """Something is done to a recorded value that columns cannot do; the rows that come here are computed one by one."""


@dataclass(slots=True)
class _Known:
    """What answers have told of an expression: it lies between these, both included, and is none of ``others``."""

    least: int | None = None
    most: int | None = None
    others: set[int] = field(default_factory=set)


_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    PLUS: operator.add,
    MINUS: operator.sub,
    PRODUCT: operator.mul,
    SHIFTED: operator.add,
    TIMES: operator.mul,
    PER: operator.floordiv,
    REST: operator.mod,
}
_OF_TWO = frozenset({PLUS, MINUS, PRODUCT})


class Tape:
    """Writes down the questions of one computation on one example."""

    __slots__ = ("_answers", "_example", "_known", "_values", "asked", "expressions")

    def __init__(self, expressions: Expressions, example: Example) -> None:
        self.expressions = expressions
        self.asked: list[tuple[Question, Answer]] = []
        self._example = example
        self._values: dict[int, int] = {}
        self._known: dict[int, _Known] = {}
        self._answers: dict[Question, Answer] = {}

    def value(self, number: int) -> int:
        """What an expression is in the example."""
        found = self._values.get(number)
        if found is None:
            found = self._values[number] = self._worked_out(self.expressions.held[number])
        return found

    def less(self, number: int, than: int) -> bool:
        """Whether an expression is less than a constant."""
        known = self._known.setdefault(number, _Known())
        if known.most is not None and known.most < than:
            return True
        if known.least is not None and known.least >= than:
            return False
        answer = self.value(number) < than
        self.asked.append(((LESS, number, than), answer))
        if answer:
            known.most = than - 1
        else:
            known.least = than
        return answer

    def equal(self, number: int, to: int) -> bool:
        """Whether an expression equals a constant."""
        known = self._known.setdefault(number, _Known())
        if (known.least is not None and known.least > to) or (known.most is not None and known.most < to):
            return False
        if to in known.others:
            return False
        if known.least == known.most == to:
            return True
        answer = self.value(number) == to
        self.asked.append(((EQUAL, number, to), answer))
        if answer:
            known.least = known.most = to
        elif known.least == to:
            known.least += 1
        elif known.most == to:
            known.most -= 1
        else:
            known.others.add(to)
        return answer

    def choice(self, column: Hashable) -> int:
        """The code in a column."""
        return int(self._ask((CHOICE, column), lambda: self._example.code(column)))

    def holds_text(self, column: Hashable, text: str) -> bool:
        """Whether a column of text holds ``text``."""
        return bool(self._ask((TEXT, column, text), lambda: self._example.text(column) == text))

    def same_text(self, one: Hashable, other: Hashable) -> bool:
        """Whether two columns of text hold the same."""
        if one == other:
            return True
        first, second = sorted((one, other), key=repr)
        return bool(self._ask((SAME, first, second), lambda: self._example.text(first) == self._example.text(second)))

    def of_day(self, function: Hashable, number: int, ask: Callable[[date], Any]) -> Any:
        """What a function of one day answers for the day that an expression is; raises what it raises."""
        try:
            found = ask(date.fromordinal(self.value(number)))
            whole(found)
        except (LookupError, ValueError, OverflowError, NotRecordableError):
            self._ask((DEFINED, function, number), lambda: False)
            raise
        self._ask((DEFINED, function, number), lambda: True)
        return found

    def _ask(self, question: Question, answer: Callable[[], Answer]) -> Answer:
        found = self._answers.get(question)
        if found is None:
            found = self._answers[question] = answer()
            self.asked.append((question, found))
        return found

    def _worked_out(self, expression: Any) -> int:
        operation, first, *rest = expression
        if operation == COLUMN:
            return self._example.number(first)
        if operation == OF_DAY:
            return whole(first.ask(date.fromordinal(self.value(rest[0]))))
        second = self.value(rest[0]) if operation in _OF_TWO else rest[0]
        return _OPERATIONS[operation](self.value(first), second)


def whole(found: object) -> int:
    """An answer about a day as a whole number: a day is its ordinal, a moment its microseconds since 1970."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    if isinstance(found, datetime):
        return (found - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    if isinstance(found, date):
        return found.toordinal()
    if isinstance(found, int) and -LARGEST < found < LARGEST:
        return int(found)
    raise NotRecordableError(f"{type(found).__name__} is no whole number that columns hold")
