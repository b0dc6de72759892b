"""A large CSV file to frames of text, block by block, each row with its line; the same rows as `delimited` gives.

Every block is looked at before it is split: as many fields in every row as the header has, quotes only around whole fields, line
breaks of one kind, UTF-8 without NUL. That costs about a fifth of the reading. What does not pass raises `NotPlainError`: the
file has then to be read whole, by `delimited`, which finds what is wrong in which row and takes some kilobytes a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.ledger.delimited import read_delimited
from dunning_engine.ledger.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    import polars as pl

    from dunning_engine.ledger.table import Table

LINE = "#line"
"""The column of lines; no ledger's column that anything reads is called so."""
_BLOCK = 1 << 25
_LONGEST = 1 << 27  # bytes without the end of a row: a quote that never closes
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NAMELESS = "#"
_QUOTE, _COMMA, _NEWLINE, _RETURN = b'",\n\r'


class NotPlainError(ValueError):
    """A file that must be read whole, row by row."""


def csv_header(path: Path) -> Table:
    """The columns of the file at ``path``, or the problems of its header. Raises ``NotPlainError``, ``OSError``."""
    with path.open("rb") as stream:
        start = stream.readline(_BLOCK)
    if not start.strip() or start[:1] in b"\r\n" or start.count(b'"') % 2 or start.count(b"\r") > start.count(b"\r\n"):
        raise NotPlainError
    text, problem = decode(start, str(path))
    if problem is not None:
        raise NotPlainError
    return read_delimited(text, str(path))


def csv_frames(path: Path, *, block: int = _BLOCK) -> Iterator[pl.DataFrame]:
    """The rows of the file at ``path`` as text columns, and ``LINE``, block by block. Raises ``NotPlainError``, ``OSError``."""
    with path.open("rb") as stream:
        header = stream.readline(_BLOCK)
        names = _names(header)
        line, rest = 2, b""
        while data := stream.read(block):
            whole, rest = _cut(rest + data)
            if whole:
                yield _frame(whole, names, line)
                line += whole.count(b"\n")
        if rest.strip(b"\r\n"):
            yield _frame(rest + b"\n", names, line)


def _names(header: bytes) -> list[str]:
    import csv  # noqa: PLC0415 - one line only

    text = header.removeprefix(_BYTE_ORDER_MARK).decode().rstrip("\r\n")
    names = [name.strip() for name in next(csv.reader([text], strict=True))]
    if len(names) < 2:  # noqa: PLR2004 - a blank line of one column might be a row
        raise NotPlainError
    return [name or f"{_NAMELESS}{number}" for number, name in enumerate(names)]


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Whole rows, and the start of the next one."""
    end = data.rfind(b"\n") + 1
    if data.count(b'"', 0, end) % 2:  # the last line break stands between quotes
        newlines, quotes = _at(data, _NEWLINE), _at(data, _QUOTE)
        outside = newlines[_before(quotes, newlines) % 2 == 0]
        end = int(outside[-1]) + 1 if len(outside) else 0
    if end == 0 and len(data) > _LONGEST:
        raise NotPlainError
    return data[:end], data[end:]


def _frame(block: bytes, names: list[str], line: int) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - slow to import

    quoted = b'"' in block
    if b"\0" in block or block.startswith(_BYTE_ORDER_MARK):
        raise NotPlainError
    if b"\r" in block:
        if block.count(b"\r") != block.count(b"\r\n") or (quoted and _within_quotes(block, _RETURN)):
            raise NotPlainError
        block = block.replace(b"\r\n", b"\n")
    if not block.strip(b"\n"):
        return pl.DataFrame(schema={**dict.fromkeys(names, pl.String), LINE: pl.Int64})
    starts = _starts(block, len(names), quoted=quoted)
    try:
        frame = pl.read_csv(
            block, has_header=False, schema=dict.fromkeys(names, pl.String), quote_char='"' if quoted else None
        )
    except pl.exceptions.PolarsError as error:
        raise NotPlainError from error
    if frame.height != len(starts):
        raise NotPlainError
    frame = frame.with_columns(pl.Series(LINE, starts + line, dtype=pl.Int64))
    nothing = pl.all_horizontal(_blank(name) for name in names)
    if _has_blanks(frame[names[0]]):
        frame = frame.filter(~nothing)
    nameless = [name for name in names if name.startswith(_NAMELESS)]
    if any(not frame.select(_blank(name).all()).item() for name in nameless):
        raise NotPlainError
    return frame.drop(nameless)


def _starts(block: bytes, width: int, *, quoted: bool) -> np.ndarray:
    """How many lines before each row; every row has ``width`` fields, as far as the sum tells, or it is blank."""
    import numpy as np  # noqa: PLC0415 - slow to import

    breaks = _at(block, _NEWLINE)
    if quoted:
        quotes = _at(block, _QUOTE)
        _check_quotes(block, quotes)
        outside = _before(quotes, breaks) % 2 == 0
        ends, commas = np.flatnonzero(outside), _at(block, _COMMA)
        count = int((_before(quotes, commas) % 2 == 0).sum())
    else:
        ends, count = np.arange(len(breaks)), int((np.frombuffer(block, np.uint8) == _COMMA).sum())
    blank = int((np.diff(breaks[ends], prepend=-1) == 1).sum())
    if count != (len(ends) - blank) * (width - 1):
        raise NotPlainError
    return np.concatenate(([0], ends[:-1] + 1))


def _check_quotes(block: bytes, quotes: np.ndarray) -> None:
    """A quote opens where a field begins and closes where it ends; two in a row, between quotes, are one that is meant."""
    import numpy as np  # noqa: PLC0415 - slow to import

    array = np.frombuffer(block, np.uint8)
    if len(quotes) % 2:
        raise NotPlainError
    opening, closing = quotes[::2], quotes[1::2]
    begins = np.isin(array[np.maximum(opening - 1, 0)], (_COMMA, _NEWLINE)) | (opening == 0)
    ends = np.isin(array[np.minimum(closing + 1, len(array) - 1)], (_COMMA, _NEWLINE))
    doubled = opening[1:] == closing[:-1] + 1
    if not (begins | np.concatenate(([False], doubled))).all() or not (ends | np.concatenate((doubled, [False]))).all():
        raise NotPlainError


def _within_quotes(block: bytes, byte: int) -> bool:
    """Whether ``byte`` stands anywhere within a value in quotes, where nothing may be changed."""
    return bool((_before(_at(block, _QUOTE), _at(block, byte)) % 2 == 1).any())


def _at(data: bytes, byte: int) -> np.ndarray:
    import numpy as np  # noqa: PLC0415 - slow to import

    return np.flatnonzero(np.frombuffer(data, np.uint8) == byte)


def _before(quotes: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """How many quotes stand before each position."""
    return quotes.searchsorted(positions)


def _has_blanks(column: pl.Series) -> bool:
    return column.null_count() > 0 or bool((column == "").any())


def _blank(name: str) -> pl.Expr:
    import polars as pl  # noqa: PLC0415 - slow to import

    return pl.col(name).is_null() | (pl.col(name) == "")
