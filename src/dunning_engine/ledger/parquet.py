"""Parquet to rows: typed columns as plain values."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from dunning_engine.facts.raw import plain
from dunning_engine.ledger.table import Row, Table, table_of, unusable

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

MAGIC = b"PAR1"
_SMALLEST = 12  # magic, length of the footer, magic
_WHOLE = "write the file again: Parquet ends with its table of contents"


def read_parquet(data: bytes, file: str) -> Table:
    """The table in the bytes of a Parquet file; the line of a row is its number, the first is 1."""
    import polars as pl  # noqa: PLC0415 - slow to import, and only ledgers need it

    if not data:
        return unusable(file, "DE551", "the file is empty")
    wrong = _outer_form(data[:4], data[-8:], len(data))
    if wrong is not None:
        return unusable(file, "DE553", wrong, hint=_WHOLE)
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError) as error:
        return unreadable(file, error)
    return frame_table(frame, file)


def read_parquet_schema(path: Path) -> tuple[dict[str, pl.DataType], Table | None]:
    """The columns of the file at ``path`` with their types, or why it cannot be used. Raises ``OSError``."""
    import polars as pl  # noqa: PLC0415 - slow to import, and only ledgers need it

    with path.open("rb") as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(size - 8, 0))
        end = stream.read()
        stream.seek(0)
        start = stream.read(4)
    if not size:
        return {}, unusable(str(path), "DE551", "the file is empty")
    wrong = _outer_form(start, end, size)
    if wrong is not None:
        return {}, unusable(str(path), "DE553", wrong, hint=_WHOLE)
    try:
        return dict(pl.read_parquet_schema(path)), None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, OverflowError) as error:
        return {}, unreadable(str(path), error)


def unreadable(file: str, error: BaseException) -> Table:
    """What is said of a file that Polars cannot read."""
    return unusable(file, "DE553", f"the file is not Parquet that can be read: {_first_line(error)}")


def frame_table(frame: pl.DataFrame, file: str) -> Table:
    """A frame's rows; ``file`` is what problems call it."""
    rows = (
        Row(number, {name: plain(value) for name, value in row.items() if value is not None and value != ""})
        for number, row in enumerate(frame.iter_rows(named=True), 1)
    )
    return table_of(file, frame.columns, rows)


def _outer_form(start: bytes, end: bytes, size: int) -> str | None:
    if start != MAGIC:
        return "the file is not Parquet"
    footer = int.from_bytes(end[:-4], "little")
    if not end.endswith(MAGIC) or size < _SMALLEST or footer > size - _SMALLEST:
        return "the file is Parquet that breaks off"
    return None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
