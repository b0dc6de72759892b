"""Days and moments that stand for columns of them, and functions of one day that can be asked of them.

This module is imported wherever such functions live; it imports nothing heavy.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from dunning_engine.recording.number import Number

    _Answer = TypeVar("_Answer")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def of_one_day(function: Callable[..., _Answer]) -> Callable[..., _Answer]:
    """A pure function whose first argument is a day and whose others are constants, made fit for recorded days.

    Asked of a recorded day, it is asked of each day of the column once. A ``LookupError``, ``ValueError`` or ``OverflowError``
    that it raises for a day is raised for the rows that have that day.
    """

    @wraps(function)
    def asked(day: Any, *more: Hashable) -> _Answer:
        if isinstance(day, RecordedDay):
            return day.each(function, *more)  # type: ignore[return-value]
        return function(day, *more)

    return asked


def later(day: Any, days: Any) -> Any:
    """The day so many calendar days after ``day``; either may be recorded."""
    if isinstance(days, int):
        return day + timedelta(days=days)
    return RecordedDay(day.toordinal() + days)


class _Recorded:
    """What days, moments and spans have in common: a number that is compared and shifted."""

    __slots__ = ("number",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, number: Number | int) -> None:
        self.number = number

    def _of(self, other: object) -> Number | int | None:
        raise NotImplementedError

    def __lt__(self, other: object) -> bool:
        of = self._of(other)
        return NotImplemented if of is None else self.number < of

    def __le__(self, other: object) -> bool:
        of = self._of(other)
        return NotImplemented if of is None else self.number <= of

    def __gt__(self, other: object) -> bool:
        of = self._of(other)
        return NotImplemented if of is None else self.number > of

    def __ge__(self, other: object) -> bool:
        of = self._of(other)
        return NotImplemented if of is None else self.number >= of

    def __eq__(self, other: object) -> bool:
        of = self._of(other)
        return NotImplemented if of is None else self.number == of

    def __str__(self) -> str:
        raise _not_recordable(f"{type(self).__name__} is not written")

    def __format__(self, form: str) -> str:
        return str(self)


class RecordedSpan(_Recorded):
    """A number of days between two days."""

    __slots__ = ()

    @property
    def days(self) -> Number | int:
        """How many."""
        return self.number

    def __bool__(self) -> bool:
        return bool(self.number)

    def __radd__(self, day: object) -> RecordedDay:
        return RecordedDay(day.toordinal() + self.number) if is_a_day(day) else NotImplemented

    def __rsub__(self, day: object) -> RecordedDay:
        return RecordedDay(day.toordinal() - self.number) if is_a_day(day) else NotImplemented

    def _of(self, other: object) -> Number | int | None:
        if isinstance(other, timedelta):
            if other != timedelta(other.days):
                raise _not_recordable("between days there are whole days")
            return other.days
        return other.number if isinstance(other, RecordedSpan) else None


def is_a_day(value: object) -> TypeGuard[date]:
    """Whether it is a plain day, and no moment."""
    return isinstance(value, date) and not isinstance(value, datetime)


class RecordedDay(_Recorded):
    """A day that stands for a column of them; its number is the ordinal."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True

    def _of(self, other: object) -> Number | int | None:
        if is_a_day(other):
            return other.toordinal()
        return other.number if isinstance(other, RecordedDay) else None

    def __add__(self, span: object) -> RecordedDay:
        if isinstance(span, timedelta):
            return RecordedDay(self.number + span.days)
        return RecordedDay(self.number + span.number) if isinstance(span, RecordedSpan) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: object) -> Any:
        if isinstance(other, timedelta):
            return RecordedDay(self.number - other.days)
        if isinstance(other, RecordedSpan):
            return RecordedDay(self.number - other.number)
        of = self._of(other)
        return NotImplemented if of is None else _span(self.number - of)

    def __rsub__(self, other: object) -> Any:
        of = self._of(other)
        return NotImplemented if of is None else _span(of - self.number)

    def toordinal(self) -> Number | int:
        """The day's ordinal."""
        return self.number

    def isoformat(self) -> str:
        """The mark of the day."""
        return str(self)

    def __format__(self, form: str) -> str:
        if not form:
            return str(self)
        if isinstance(self.number, int):
            return format(date.fromordinal(self.number), form)
        raise _not_recordable("a recorded day is written in one form only")

    def __str__(self) -> str:
        return str(date.fromordinal(self.number)) if isinstance(self.number, int) else f"{self.number:day}"

    @property
    def year(self) -> Any:
        """The day's year."""
        return self.each(_year)

    @property
    def month(self) -> Any:
        """The day's month."""
        return self.each(_month)

    def each(self, function: Callable[..., object], *more: Hashable) -> object:
        """What a function of one day answers for this one."""
        from dunning_engine.recording.expressions import OF_DAY  # noqa: PLC0415
        from dunning_engine.recording.number import Number  # noqa: PLC0415

        number = self.number
        if isinstance(number, int):
            return function(date.fromordinal(number), *more)
        tape = number.tape

        def ask(day: date) -> object:
            return function(day, *more)

        key = FunctionOfDay(function, more, ask)
        found = tape.of_day(key, number.whole, ask)
        made = Number(tape, tape.expressions.number(OF_DAY, key, number.whole))
        if isinstance(found, datetime):
            return RecordedMoment(made)
        return RecordedDay(made) if isinstance(found, date) else made


class RecordedMoment(_Recorded):
    """A moment that stands for a column of them; its number is the microseconds since 1970 in UTC."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True

    def _of(self, other: object) -> Number | int | None:
        if isinstance(other, datetime):
            return (other - _EPOCH) // _MICROSECOND
        return other.number if isinstance(other, RecordedMoment) else None


class FunctionOfDay:
    """A function of one day with its other arguments; equal to another of the same."""

    __slots__ = ("ask", "key")

    def __init__(
        self, function: Callable[..., object], more: tuple[Hashable, ...], ask: Callable[[date], object]
    ) -> None:
        self.key = (function, more)
        self.ask = ask

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FunctionOfDay) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _not_recordable(message: str) -> TypeError:
    from dunning_engine.recording.tape import NotRecordableError  # noqa: PLC0415

    return NotRecordableError(message)


def _span(days: Any) -> RecordedSpan:
    return RecordedSpan(days)


def _year(day: date) -> int:
    return day.year


def _month(day: date) -> int:
    return day.month
