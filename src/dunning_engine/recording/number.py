"""A whole number that stands for a column of them; comparing it asks the tape, computing with it writes expressions."""

from __future__ import annotations

from numbers import Number as AnyNumber
from typing import TYPE_CHECKING, Any

from dunning_engine.recording.expressions import MINUS, PER, PLUS, PRODUCT, REST, SHIFTED, TIMES
from dunning_engine.recording.tape import NotRecordableError
from dunning_engine.recording.text import mark_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunning_engine.recording.tape import Tape


class Number:
    """The expression ``number`` plus ``offset``: a constant that is added costs nothing and hides no answer."""

    __slots__ = ("number", "offset", "tape")
    __hash__ = None  # type: ignore[assignment]  # what is looked up by its value would have to be one value

    def __init__(self, tape: Tape, number: int, offset: int = 0) -> None:
        self.tape = tape
        self.number = number
        self.offset = offset

    @property
    def whole(self) -> int:
        """The number of the expression with the offset in it."""
        return self.tape.expressions.number(SHIFTED, self.number, self.offset) if self.offset else self.number

    def _made(self, *expression: Any, offset: int = 0) -> Number:
        return Number(self.tape, self.tape.expressions.number(*expression), offset)

    def __add__(self, other: Any) -> Any:
        if isinstance(other, int):
            return Number(self.tape, self.number, self.offset + other)
        if isinstance(other, Number):
            first, second = sorted((self.number, other.number))
            return self._made(PLUS, first, second, offset=self.offset + other.offset)
        return NotImplemented

    __radd__ = __add__

    def __neg__(self) -> Number:
        return self._made(TIMES, self.number, -1, offset=-self.offset)

    def __pos__(self) -> Number:
        return self

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, int):
            return Number(self.tape, self.number, self.offset - other)
        if isinstance(other, Number):
            if self.number == other.number:
                return self.offset - other.offset
            return self._made(MINUS, self.number, other.number, offset=self.offset - other.offset)
        return NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return -self + other if isinstance(other, int) else NotImplemented

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, int):
            if not other:
                return 0
            return self if other == 1 else self._made(TIMES, self.number, other, offset=self.offset * other)
        if isinstance(other, Number):
            first, second = sorted((self.whole, other.whole))
            return self._made(PRODUCT, first, second)
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other: Any) -> Any:
        return self._made(PER, self.whole, other) if isinstance(other, int) and other > 0 else NotImplemented

    def __mod__(self, other: Any) -> Any:
        return self._made(REST, self.whole, other) if isinstance(other, int) and other > 0 else NotImplemented

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __abs__(self) -> Number:
        return -self if self < 0 else self

    def __lt__(self, other: Any) -> bool:
        return self._compared(other, lambda difference, zero: difference < zero)

    def __le__(self, other: Any) -> bool:
        return self._compared(other, lambda difference, zero: difference <= zero)

    def __gt__(self, other: Any) -> bool:
        return self._compared(other, lambda difference, zero: difference > zero)

    def __ge__(self, other: Any) -> bool:
        return self._compared(other, lambda difference, zero: difference >= zero)

    def _compared(self, other: Any, compare: Callable[[Any, int], bool]) -> bool:
        if isinstance(other, Number):
            if self.number > other.number:  # one order, so that an answer about a - b is one about b - a
                return compare(_Turned(other - self), 0)
            difference = self - other
            return compare(difference if isinstance(difference, int) else _Asked(difference), 0)
        if isinstance(other, int):
            return compare(_Asked(self), other)
        return NotImplemented  # type: ignore[no-any-return]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Number):
            first, second = (other, self) if self.number > other.number else (self, other)
            return bool(first - second == 0)
        if isinstance(other, int):
            return self.tape.equal(self.number, other - self.offset)
        if isinstance(other, AnyNumber):
            raise NotRecordableError("only whole numbers are compared with recorded ones")
        return NotImplemented

    def __bool__(self) -> bool:
        return not self == 0  # noqa: SIM201 - there is no other way to ask

    def __format__(self, form: str) -> str:
        return mark_number(self.number, self.offset, form)

    def __str__(self) -> str:
        return mark_number(self.number, self.offset, "")

    __repr__ = __str__

    def __int__(self) -> int:
        raise NotRecordableError("a recorded number is not one number")

    __index__ = __int__


class _Asked:
    """A recorded number beside a constant."""

    __slots__ = ("of",)

    def __init__(self, of: Number) -> None:
        self.of = of

    def __lt__(self, constant: int) -> bool:
        return self.of.tape.less(self.of.number, constant - self.of.offset)

    def __le__(self, constant: int) -> bool:
        return self < constant + 1

    def __gt__(self, constant: int) -> bool:
        return not self < constant + 1

    def __ge__(self, constant: int) -> bool:
        return not self < constant


class _Turned(_Asked):
    """The negative of a recorded number beside a constant."""

    __slots__ = ()

    def __lt__(self, constant: int) -> bool:
        return not self.of.tape.less(self.of.number, 1 - constant - self.of.offset)
