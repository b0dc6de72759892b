"""The block structure of YAML that may be half written: which keys and list items there are, and in what.

``outline_of`` never refuses a text: it goes by indentation, and where a bracket is not closed the next line that begins a
key or an item further out ends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

Path: TypeAlias = "tuple[str | int, ...]"

_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s"'#\[\]{},:&*!|>%@`-][^:#]*?|-[^\s:#][^:#]*?)\s*:(?=\s|$)""")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_TEXT_BELOW = re.compile(r"[|>][-+0-9]*[ \t]*$")


@dataclass(slots=True, eq=False)
class Entry:
    """A key or a list item: where it stands, what it is in, and what its line says after it."""

    column: int
    parent: Entry | None
    key: str | None  # None for an item
    row: int
    number: int = 0  # of an item in its list
    value: str = ""
    children: list[Entry] = field(default_factory=list, repr=False)

    @property
    def path(self) -> Path:
        """The keys and list positions that lead to its value."""
        around: Path = () if self.parent is None else self.parent.path
        return (*around, self.number if self.key is None else self.key)


@dataclass(frozen=True, slots=True)
class Row:
    """A line: the offset of its beginning, its text, and where a comment begins in it."""

    start: int
    text: str
    comment: int

    @property
    def code(self) -> str:
        """What stands before the comment."""
        return self.text[: self.comment]


@dataclass(frozen=True, slots=True)
class Region:
    """What stands in brackets, from the first of them to the last, or to where it is given up; offsets in the text."""

    entry: Entry
    start: int
    end: int


@dataclass(slots=True)
class Outline:
    """The lines, the entries outside brackets, what stands in brackets, and the lines that are text of a folded value."""

    rows: list[Row]
    top: list[Entry] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    folded: set[int] = field(default_factory=set)

    def around(self, row: int, column: int) -> Entry | None:
        """What a key that began at ``column`` of line ``row`` would be in; ``None`` for the outermost."""
        found = None
        for entry in self.entries:
            if entry.row > row or (entry.row == row and entry.column >= column):
                break
            found = entry
        while found is not None and found.column >= column:
            found = found.parent
        return found

    def beside(self, parent: Entry | None) -> list[Entry]:
        """What is in ``parent``."""
        return self.top if parent is None else parent.children


def outline_of(text: str) -> Outline:
    """The structure of a text with ``\\n`` between its lines."""  # noqa: D301 - the line end is meant
    outline = Outline([])
    start = 0
    for line in text.split("\n"):
        outline.rows.append(Row(start, line, _comment_in(line)))
        start += len(line) + 1
    last: Entry | None = None
    number = 0
    while number < len(outline.rows):
        code = outline.rows[number].code
        if not code.strip() or code.lstrip().startswith(("---", "...", "%")):
            number += 1
            continue
        last, at = _entries_on(outline, number, last)
        number = _after(outline, number, last, at)
    return outline


def _entries_on(outline: Outline, number: int, last: Entry | None) -> tuple[Entry | None, int]:
    """Put the entries of a line in; the last of all, and where what it says begins (-1 where the line has none)."""
    code = outline.rows[number].code
    at = len(code) - len(code.lstrip(" \t"))
    said = -1
    while dash := _DASH.match(code, at):
        while last is not None and (last.column > at or (last.column == at and last.key is None)):
            last = last.parent
        items = sum(one.key is None for one in outline.beside(last))
        last = _put(outline, Entry(at, last, None, number, number=items))
        said = at = dash.end()
    if key := _KEY.match(code, at):
        while last is not None and last.column >= at:
            last = last.parent
        last = _put(outline, Entry(at, last, _plain(key[1]), number))
        said = key.end() + len(code[key.end() :]) - len(code[key.end() :].lstrip(" \t"))
    if last is not None and said >= 0:
        last.value = code[said:].strip()
    return last, said


def _put(outline: Outline, entry: Entry) -> Entry:
    outline.beside(entry.parent).append(entry)
    outline.entries.append(entry)
    return entry


def _after(outline: Outline, number: int, entry: Entry | None, at: int) -> int:
    """The next line that may begin an entry, after brackets or folded text that begin on this one."""
    following = number + 1
    if entry is None or at < 0:
        return following
    if entry.value[:1] in {"{", "["}:
        end = _closing(outline, number, at, entry.column)
        outline.regions.append(Region(entry, outline.rows[number].start + at, end))
        while following < len(outline.rows) and outline.rows[following].start < end:
            following += 1
    elif _TEXT_BELOW.match(entry.value):
        indent = next(one.column for one in outline.entries if one.row == number)
        while following < len(outline.rows) and _is_within(outline.rows[following].text, indent):
            outline.folded.add(following)
            following += 1
    return following


def _is_within(line: str, indent: int) -> bool:
    return not line.strip() or len(line) - len(line.lstrip(" ")) > indent


def _closing(outline: Outline, number: int, at: int, column: int) -> int:
    """The offset after the bracket that closes the one at ``at``; where none does, the end of the last line that may be in it."""
    depth, quote = 0, ""
    row = outline.rows[number]
    for following in range(number, len(outline.rows)):
        row = outline.rows[following]
        first = at if following == number else 0
        if following > number and _begins_anew(row.code, column):
            before = outline.rows[following - 1]
            return before.start + len(before.text)
        for place in range(first, len(row.code)):
            character = row.code[place]
            if quote:
                quote = "" if character == quote else quote
            elif character in "\"'":
                quote = character
            elif character in "{[":
                depth += 1
            elif character in "}]":
                depth -= 1
                if depth == 0:
                    return row.start + place + 1
    return row.start + len(row.text)


def _begins_anew(code: str, column: int) -> bool:
    at = len(code) - len(code.lstrip(" \t"))
    return bool(code.strip()) and at <= column and bool(_DASH.match(code, at) or _KEY.match(code, at))


def _comment_in(line: str) -> int:
    """Where a comment begins, or the line's length; a hash within quotes begins none."""
    for match in _COMMENT.finditer(line):
        before = line[: match.start()]
        if not (_is_open(before, '"') or _is_open(before, "'")):
            return match.start()
    return len(line)


def _is_open(before: str, quote: str) -> bool:
    """Whether a quote that began where a value may begin is not closed yet."""
    rest = re.sub(r"""(?:^|(?<=[\s:\[{,-]))(?:"[^"]*"|'[^']*')""", "", before)
    return re.search(rf"(?:^|[\s:\[{{,-]){quote}[^{quote}]*$", rest) is not None


def _plain(written: str) -> str:
    return written[1:-1] if written[:1] in {'"', "'"} else written
