"""Where in a policy a cursor stands: in which mapping or list, at a key or at a value, and what stands there already."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dunning_engine.studio.outline import outline_of

if TYPE_CHECKING:
    from dunning_engine.studio.outline import Entry, Outline, Path, Region

_WORD = re.compile(r"[\w.-]*")
_WORD_BEFORE = re.compile(r"[\w.-]*$")


class At(StrEnum):
    """What may be written at a place."""

    KEY = "key"
    """A key of the mapping at the path."""
    VALUE = "value"
    """The value at the path, after its key."""
    ITEM = "item"
    """The list item at the path: a value, or the first key of a mapping."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cursor stands. The word from ``start`` to ``end`` is the one that is being written.

    ``beside`` are the keys of the same mapping, or the words of the same list; ``indent`` the column of a key that is written
    here; ``flow`` whether it stands in brackets, ``colon`` whether the word has a colon already, ``space`` whether a value
    still needs a space before it.
    """

    at: At
    path: Path
    start: int
    end: int
    beside: frozenset[str] = frozenset()
    indent: int = 0
    flow: bool = False
    colon: bool = False
    space: bool = False


def place_at(text: str, offset: int) -> Place | None:
    """The place at ``offset``; ``None`` in comments, quotes and running text, where nothing can be offered."""
    outline = outline_of(text)
    number = text.count("\n", 0, offset)
    row = outline.rows[number]
    column = offset - row.start
    if column > row.comment or number in outline.folded:
        return None
    for region in outline.regions:
        closed = region.end > region.start + 1 and text[region.end - 1] in "}]" and offset >= region.end
        if region.start < offset <= region.end and not closed:
            return _in_brackets(text, outline, region, offset)
    word = _Word.around(text, row.start, offset)
    return None if word is None else _in_block(outline, number, word)


@dataclass(frozen=True, slots=True)
class _Word:
    """The word around a cursor: offsets in the text, ``before`` what stands on the line before it."""

    start: int
    end: int
    before: str
    colon: bool

    @classmethod
    def around(cls, text: str, line: int, offset: int) -> _Word | None:
        found = _WORD_BEFORE.search(text, line, offset)
        start = offset if found is None else found.start()
        if text[start:offset].startswith("-") and not text[line:start].strip():
            start = offset
        end = _WORD.match(text, offset)
        last = offset if end is None else end.end()
        return cls(start, last, text[line:start], re.compile(r"[ \t]*:(?=\s|$)").match(text, last) is not None)


def _in_block(outline: Outline, number: int, word: _Word) -> Place | None:
    row = outline.rows[number]
    column = word.start - row.start
    on_row = [entry for entry in outline.entries if entry.row == number]
    last = on_row[-1] if on_row else None
    key = last if last is not None and last.key is not None else None
    if key is not None and key.column < column:
        after = word.before[key.column :].partition(":")
        if after[1] and not after[2].strip():
            return Place(At.VALUE, key.path, word.start, word.end, space=not after[2])
        return None
    if word.before.strip(" \t-") or (word.before.strip() and last is None):
        return None
    if last is not None and last.key is None and not word.colon:
        beside = frozenset(one.value for one in outline.beside(last.parent) if one is not last)
        return Place(At.ITEM, last.path, word.start, word.end, beside, column)
    around = outline.around(number, column)
    if around is not None and around.value and around.key is not None:
        return None
    beside = frozenset(one.key for one in outline.beside(around) if one.key is not None and one is not key)
    if around is not None and around.key is None and around.value and not around.children:
        return None
    path: Path = () if around is None else around.path
    return Place(At.KEY, path, word.start, word.end, beside, column, colon=word.colon)


@dataclass(slots=True)
class _Frame:
    """A bracket that is open: the key whose value is being written, and what stands in it."""

    mapping: bool
    key: str | None = None
    begun: int = 0
    number: int = 0
    words: list[tuple[int, str]] = field(default_factory=list)


def _in_brackets(text: str, outline: Outline, region: Region, offset: int) -> Place | None:
    """The place within brackets; the rest of them is read for what stands beside."""
    frames: list[_Frame] = []
    found: tuple[_Frame, str | None, int, Path] | None = None
    quote, at = "", region.start
    while at < region.end:
        if at == offset and found is None:
            if quote or not frames:
                return None
            found = (frames[-1], frames[-1].key, frames[-1].begun, _path(region.entry, frames))
        character = text[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and not text[frames[-1].begun : at].strip():
            quote = character
        elif character == "#" and text[at - 1].isspace():
            line_end = text.find("\n", at)
            line_end = region.end if line_end < 0 else line_end
            if at < offset <= line_end:
                return None
            at = line_end
            continue
        else:
            _step(text, at, frames)
            if not frames:
                break
        at += 1
    if found is None:
        if quote or not frames:
            return None
        found = (frames[-1], frames[-1].key, frames[-1].begun, _path(region.entry, frames))
    return _flow_place(text, found, offset)


def _step(text: str, at: int, frames: list[_Frame]) -> None:
    """What a character outside quotes means for the brackets that are open."""
    character = text[at]
    if character in "{[":
        frames.append(_Frame(character == "{", begun=at + 1))
    elif character in "}]":
        _ends(text, at, frames[-1])
        frames.pop()
        if frames:
            frames[-1].begun = at + 1
    elif character == ",":
        _ends(text, at, frames[-1])
        frames[-1].key, frames[-1].begun = None, at + 1
        frames[-1].number += 1
    elif (
        character == ":" and frames[-1].mapping and frames[-1].key is None and text[at + 1 : at + 2] in {" ", "\n", ""}
    ):
        frames[-1].key = text[frames[-1].begun : at].strip().strip("\"'")
        frames[-1].words.append((frames[-1].begun, frames[-1].key))
        frames[-1].begun = at + 1


def _ends(text: str, at: int, frame: _Frame) -> None:
    word = text[frame.begun : at].strip()
    if word and (not frame.mapping or frame.key is None):
        frame.words.append((frame.begun, word))


def _path(entry: Entry, frames: list[_Frame]) -> Path:
    path: Path = entry.path
    for frame in frames[:-1]:
        path = (*path, frame.key or "") if frame.mapping else (*path, frame.number)
    return path


def _flow_place(text: str, found: tuple[_Frame, str | None, int, Path], offset: int) -> Place | None:
    frame, key, begun, path = found
    word = _Word.around(text, begun, offset)
    if word is None or word.before.strip():
        return None
    beside = frozenset(name for start, name in frame.words if start != begun)
    if not frame.mapping:
        return Place(At.ITEM, (*path, 0), word.start, word.end, beside, flow=True)
    if key is None:
        return Place(At.KEY, path, word.start, word.end, beside, flow=True, colon=word.colon)
    return Place(At.VALUE, (*path, key), word.start, word.end, flow=True, space=not word.before)
