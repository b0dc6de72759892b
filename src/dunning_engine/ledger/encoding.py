"""A ledger's bytes to text, in the encoding that the mapping names, UTF-8 where it names none.

Nothing is guessed: a wrong guess changes names and amounts silently. What the bytes look like is said in the hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.ledger.table import IN_FORMAT, place
from dunning_engine.problems import Problem

if TYPE_CHECKING:
    from dunning_engine.problems import Span

UTF_8 = "utf-8"
UTF_16 = "utf-16"

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, file: str, encoding: str = UTF_8) -> tuple[str, Problem | None]:
    """The text without byte order mark, line breaks as they stand; or the first problem (DE550) and no text."""
    if encoding != UTF_16 and data.startswith(_BYTE_ORDER_MARKS):
        return "", _problem("the file is UTF-16 ('Unicode text' in Excel)", place(file, 1), "utf-16")
    if encoding not in (UTF_8, UTF_16) and _is_utf_8(data):
        return "", _problem(f"the file is UTF-8, not {encoding}", place(file, 1), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return "", _wrong_byte(data, error, file, encoding)
    if "\0" in text:
        before = text[: text.index("\0")]
        where = place(file, _line(before), _column(before))
        looks_wide = encoding != UTF_16 and "\0" in text[:4]
        return "", _problem("the file has NUL bytes: it is not text", where, UTF_16 if looks_wide else None)
    return text.removeprefix("\ufeff"), None


def _problem(message: str, where: Span, encoding: str | None) -> Problem:
    hint = f"save it as UTF-8, or write 'encoding: {encoding}' {IN_FORMAT}" if encoding else None
    return Problem(code="DE550", message=message, hint=hint, span=where)


def _wrong_byte(data: bytes, error: UnicodeDecodeError, file: str, encoding: str) -> Problem:
    before = data[: error.start].decode(encoding, "replace")
    where = place(file, _line(before), _column(before))
    byte = data[error.start : error.start + 1]
    meant = byte.decode("cp1252", "replace")
    if encoding == UTF_8 and (meant.isalpha() or meant in "€–—’”\u00a0"):
        message = f"byte {byte.hex().upper()} is not UTF-8; in Windows-1252, Excel's usual encoding, it is '{meant}'"
        return _problem(message, where, "windows-1252")
    return _problem(f"byte {byte.hex().upper()} is not {encoding}", where, None)


def _is_utf_8(data: bytes) -> bool:
    """Whether the bytes can hardly be anything else: beyond ASCII, and valid throughout."""
    if data.isascii():
        return False
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return True


def _line(before: str) -> int:
    return before.count("\n") + 1


def _column(before: str) -> int:
    return len(before) - before.rfind("\n")
