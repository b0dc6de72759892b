"""Bytes to text: UTF-8 only, and nothing in it that a reader cannot see.

``decode`` gives back the text, or every problem with the bytes. Windows-1252 (an old Swedish export) and UTF-16 (Notepad's
"Unicode") are recognized to say so; they are never guessed at, since a wrong guess changes names and amounts silently.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from dunning_engine.text.lines import LINE_BREAK, UNSEEN, Lines

if TYPE_CHECKING:
    from dunning_engine.problems import Problem

MAX_BYTES = 256 * 1024
_MAX_UNSEEN_REPORTED = 20
_SAVE_AS_UTF8 = "save the file as UTF-8"


def decode(data: bytes | str, file: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text without byte order mark, or None and the problems: DE101 encoding, DE102 unseen characters, DE106 size."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > MAX_BYTES:
        return None, (_too_large(raw, file),)
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            return None, (_not_utf8(data, error, file),)
    else:
        text = data
    text = text.removeprefix("\ufeff")
    unseen = _unseen(text, file)
    return (None if unseen else text), unseen


def _too_large(raw: bytes, file: str) -> Problem:
    lines = Lines.of(raw[:200].decode("utf-8", "replace").removeprefix("\ufeff"), file)
    return lines.problem(
        "DE106",
        f"the file has {len(raw)} bytes; at most {MAX_BYTES} are read",
        lines.span(1, 1),
        hint="split it: one policy in each file",
    )


def _not_utf8(data: bytes, error: UnicodeDecodeError, file: str) -> Problem:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if utf16:
        lines = Lines.of(data[: len(data) & ~1].decode("utf-16", "replace"), file)
        return lines.problem("DE101", "the file is UTF-16, not UTF-8", lines.span(1, 1), hint=_SAVE_AS_UTF8)
    before = Lines.of(data[: error.start].decode("utf-8").removeprefix("\ufeff"), file)
    line, column = len(before.rows), len(before.rows[-1]) + 1
    meant = data[error.start : error.start + 1].decode("cp1252", "replace")
    rest = LINE_BREAK.split(data[error.start :].decode("cp1252", "replace"))[0]
    shown = Lines(file, before.text, (*before.rows[:-1], before.rows[-1] + rest))
    seen = meant.isalpha() or meant in "€–—’”"
    hint = f"{_SAVE_AS_UTF8}; it looks like Windows-1252, where this byte is '{meant}'" if seen else _SAVE_AS_UTF8
    return shown.problem(
        "DE101", f"byte {data[error.start]:02X} is not UTF-8", shown.span(line, column, column + 1), hint=hint
    )


def _unseen(text: str, file: str) -> tuple[Problem, ...]:
    if UNSEEN.search(text) is None:
        return ()
    lines = Lines.of(text, file)
    found = [(number, match) for number, row in enumerate(lines.rows, 1) for match in UNSEEN.finditer(row)]
    hint = f"remove it, or {_SAVE_AS_UTF8}: the file looks like UTF-16" if "\0" in text else "remove it"
    return tuple(
        lines.problem(
            "DE102",
            f"character {name_character(match[0])} cannot be seen and is not allowed",
            lines.span(number, match.start() + 1, match.start() + 2),
            hint=hint,
        )
        for number, match in found[:_MAX_UNSEEN_REPORTED]
    )


def name_character(character: str) -> str:
    """``U+200B ZERO WIDTH SPACE``; the number alone where it has no name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
