"""Where in a policy a cursor stands: in which mapping or list, at a key or at a value, and what stands there already."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dunning_engine.studio.outline import outline_of

if TYPE_CHECKING:
    from dunning_engine.studio.outline import Entry, Outline, Path, Region

_IN_WORD = re.compile(r"[\w.-]")
_COLON = re.compile(r"[ \t]*:(?=\s|$)")


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
            return _in_brackets(text, region, offset)
    return _in_block(outline, number, _Word.around(text, row.start, offset))


@dataclass(frozen=True, slots=True)
class _Word:
    """The word around a cursor: offsets in the text, what stands before it since ``begun``, whether a colon follows."""

    start: int
    end: int
    before: str
    colon: bool

    @classmethod
    def around(cls, text: str, begun: int, offset: int) -> _Word:
        start, end = offset, offset
        while start > begun and _IN_WORD.match(text[start - 1]):
            start -= 1
        while end < len(text) and _IN_WORD.match(text[end]):
            end += 1
        if text[start:offset].startswith("-") and not text[begun:start].strip():
            start = offset  # a dash that begins an item is no part of a word
        return cls(start, end, text[begun:start], _COLON.match(text, end) is not None)


def _in_block(outline: Outline, number: int, word: _Word) -> Place | None:
    row = outline.rows[number]
    column = word.start - row.start
    on_row = [entry for entry in outline.entries if entry.row == number]
    last = on_row[-1] if on_row else None
    if last is not None and last.key is not None and last.column < column:
        return _after_colon(last, word)
    if word.before.strip(" \t-") or (word.before.strip() and last is None):
        return None
    if last is not None and last.key is None and not word.colon:
        beside = frozenset(one.value for one in outline.beside(last.parent) if one is not last)
        return Place(At.ITEM, last.path, word.start, word.end, beside, column)
    return _key_in(outline.around(number, column), outline, last, word, column)


def _after_colon(key: Entry, word: _Word) -> Place | None:
    _, colon, after = word.before[key.column :].partition(":")
    if not colon or after.strip():
        return None
    return Place(At.VALUE, key.path, word.start, word.end, space=not after)


def _key_in(around: Entry | None, outline: Outline, own: Entry | None, word: _Word, column: int) -> Place | None:
    """A key's place; none where what it would be in has a plain value already."""
    if around is not None and around.value and (around.key is not None or not around.children):
        return None
    beside = frozenset(one.key for one in outline.beside(around) if one.key is not None and one is not own)
    path: Path = () if around is None else around.path
    return Place(At.KEY, path, word.start, word.end, beside, column, colon=word.colon)


@dataclass(slots=True)
class _Frame:
    """A bracket that is open: the key whose value is being written, where that began, and what stands in it."""

    mapping: bool
    key: str | None = None
    begun: int = 0
    number: int = 0
    words: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Brackets:
    """What is read within brackets, character by character."""

    text: str
    frames: list[_Frame] = field(default_factory=list)
    quote: str = ""

    def read(self, at: int) -> int:
        """Read the character at an offset; the offset to go on from, after the line where a comment begins."""
        character = self.text[at]
        if self.quote:
            self.quote = "" if character == self.quote else self.quote
        elif character in "\"'" and not self.text[self.frames[-1].begun : at].strip():
            self.quote = character
        elif character == "#" and self.text[at - 1].isspace():
            end = self.text.find("\n", at)
            return len(self.text) if end < 0 else end
        else:
            self._structure(at, character)
        return at + 1

    def path(self, entry: Entry) -> Path:
        """The keys and list positions that lead to the innermost bracket."""
        path: Path = entry.path
        for frame in self.frames[:-1]:
            path = (*path, frame.key or "") if frame.mapping else (*path, frame.number)
        return path

    def _structure(self, at: int, character: str) -> None:
        if character in "{[":
            self.frames.append(_Frame(character == "{", begun=at + 1))
        elif character in "}]":
            self._ends(at)
            self.frames.pop()
            if self.frames:
                self.frames[-1].begun = at + 1
        elif character == ",":
            self._ends(at)
            self.frames[-1].key, self.frames[-1].begun = None, at + 1
            self.frames[-1].number += 1
        elif character == ":" and self.text[at + 1 : at + 2] in {" ", "\n", ""}:
            frame = self.frames[-1]
            if frame.mapping and frame.key is None:
                frame.key = self.text[frame.begun : at].strip().strip("\"'")
                frame.words.append((frame.begun, frame.key))
                frame.begun = at + 1

    def _ends(self, at: int) -> None:
        frame = self.frames[-1]
        word = self.text[frame.begun : at].strip()
        if word and (not frame.mapping or frame.key is None):
            frame.words.append((frame.begun, word))


def _in_brackets(text: str, region: Region, offset: int) -> Place | None:
    """The place within brackets; the rest of them is read for what stands beside."""
    brackets = _Brackets(text)
    at = region.start
    while at < offset:
        at = brackets.read(at)
    if at > offset or brackets.quote or not brackets.frames:
        return None
    frame = brackets.frames[-1]
    key, begun, path = frame.key, frame.begun, brackets.path(region.entry)
    word = _Word.around(text, begun, offset)
    if word.before.strip():
        return None
    while at < region.end and brackets.frames:
        at = brackets.read(at)
    beside = frozenset(name for start, name in frame.words if start != begun)
    if not frame.mapping:
        return Place(At.ITEM, (*path, 0), word.start, word.end, beside, flow=True)
    if key is None:
        return Place(At.KEY, path, word.start, word.end, beside, flow=True, colon=word.colon)
    return Place(At.VALUE, (*path, key), word.start, word.end, flow=True, space=not word.before)
