"""Text that stands for a column of texts, and the marks that it and recorded numbers leave in what is written with them.

A mark survives every way of joining strings; `parts_of` finds the marks again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from dunning_engine.recording.tape import NotRecordableError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from dunning_engine.recording.tape import Tape

_OPEN, _CLOSE = "\ue000", "\ue001"
MARKS = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
"""What no text of a ledger or a policy may hold, if it is to be recorded."""


class NumberPart(NamedTuple):
    """A recorded number in a string: its expression, what is added to it, and the form (``""``, ``"02d"``, ``"day"``)."""

    number: int
    offset: int
    form: str


class TextPart(NamedTuple):
    """A recorded text in a string: the name of its column, as `Text.name` has it, and what was done to it."""

    name: str
    replaced: tuple[tuple[str, str], ...]


def mark_number(number: int, offset: int, form: str) -> str:
    """The mark of a recorded number."""
    return f"{_OPEN}{number}|{offset}|{form}{_CLOSE}"


def shows_marks(thing: object) -> bool:
    """Whether what begins or ends a mark stands anywhere in the ``repr`` of a thing, written out or as its escape."""
    shown = repr(thing)
    return any(mark in shown or ascii(mark)[1:-1] in shown for mark in (_OPEN, _CLOSE))


def parts_of(text: str) -> list[str | NumberPart | TextPart]:
    """A string cut into plain text and marks."""
    parts: list[str | NumberPart | TextPart] = []
    for place, piece in enumerate(MARKS.split(text)):
        if place % 2:
            parts.append(_part(piece))
        elif piece:
            parts.append(piece)
    return parts


def _part(mark: str) -> NumberPart | TextPart:
    if mark.startswith("t"):
        name, *done = mark[1:].split("|")
        replaced = [bytes.fromhex(piece).decode() for piece in done]
        return TextPart(name, tuple(zip(replaced[::2], replaced[1::2], strict=True)))
    number, offset, form = mark.split("|")
    return NumberPart(int(number), int(offset), form)


class Text(str):
    """A text of a column: written anywhere it leaves its mark; compared, it asks the tape."""

    __slots__ = ("column", "name", "tape")
    column: Hashable
    name: str
    tape: Tape

    def __new__(cls, tape: Tape, column: Hashable, name: str, done: str = "") -> Self:
        """The text of ``column``; ``name`` is how its mark calls the column."""
        made = super().__new__(cls, f"{_OPEN}t{name}{done}{_CLOSE}")
        made.tape, made.column, made.name = tape, column, name
        return made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, str):
            return False
        if str.__eq__(self, other):
            return True
        if isinstance(other, Text) and (self.name, other.name) == (str.__str__(self)[2:-1], str.__str__(other)[2:-1]):
            return self.tape.same_text(self.column, other.column)
        if str.__contains__(other, _OPEN) or self.name != str.__str__(self)[2:-1]:
            raise NotRecordableError("texts that were put together cannot be compared")
        return self.tape.holds_text(self.column, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return str.__hash__(self)  # the same text of the same column; two columns are never looked up in one dictionary

    def __bool__(self) -> bool:
        return True  # text that is empty is absent

    def __format__(self, form: str) -> str:
        if form:
            raise NotRecordableError("a recorded text is written as it stands")
        return str.__str__(self)

    def replace(self, old: str, new: str, count: int = -1) -> str:  # type: ignore[override]
        """The text with ``old`` replaced wherever it stands."""
        if not old or count >= 0:
            raise NotRecordableError("in a recorded text something is replaced, wherever it stands")
        done = str.__str__(self)[len(_OPEN) + 1 + len(self.name) : -1]
        return Text(self.tape, self.column, self.name, f"{done}|{old.encode().hex()}|{new.encode().hex()}")


def _refused(name: str) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> Any:
        raise NotRecordableError(f"a recorded text is asked for its {name}")

    return refuse


# What looks into a text would look into its mark.
_RECORDED = {"__add__", "__getattribute__", "__getnewargs__", "__new__", "__sizeof__", "__str__", *vars(Text)}
for _name in vars(str).keys() - _RECORDED - {"__doc__"}:
    setattr(Text, _name, _refused(_name))
