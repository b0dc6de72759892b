"""Parquet to rows: typed columns as plain values.

A float is read as its shortest decimal text, the one that any program would show: 60.0 is 60.00, and 10087.404 is refused
later because it has more than two decimals; whole floats, as other tools make of numbers with gaps, are whole numbers. Dates and moments become ISO text.
"""

from __future__ import annotations

import io
import math
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunning_engine.ledger.table import Row, Table, table_of, unusable

if TYPE_CHECKING:
    import polars as pl

MAGIC = b"PAR1"
_SMALLEST = 12  # magic, length of the footer, magic


def read_parquet(data: bytes, file: str) -> Table:
    """The table in the bytes of a Parquet file; the line of a row is its number, the first is 1."""
    import polars as pl  # noqa: PLC0415 - slow to import, and only ledgers need it

    if not data:
        return unusable(file, "DE551", "the file is empty")
    wrong = _outer_form(data)
    if wrong is not None:
        return unusable(file, "DE553", wrong, hint="write the file again: Parquet ends with its table of contents")
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError) as error:
        return unusable(file, "DE553", f"the file is not Parquet that can be read: {_first_line(error)}")
    return frame_table(frame, file)


def frame_table(frame: pl.DataFrame, file: str) -> Table:
    """A frame's rows; ``file`` is what problems call it."""
    rows = (
        Row(number, {name: plain(value) for name, value in row.items() if value is not None and value != ""})
        for number, row in enumerate(frame.iter_rows(named=True), 1)
    )
    return table_of(file, frame.columns, rows)


def plain(value: Any) -> Any:
    """The value as JSON would hold it, numbers exact."""
    if isinstance(value, str | bool | int | Decimal):
        return value
    if isinstance(value, float):
        return _shortest(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(held) for name, held in value.items() if held is not None}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return str(value)


def _shortest(value: float) -> int | Decimal | str:
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() else Decimal(repr(value))


def _outer_form(data: bytes) -> str | None:
    if not data.startswith(MAGIC):
        return "the file is not Parquet"
    footer = int.from_bytes(data[-8:-4], "little")
    if not data.endswith(MAGIC) or len(data) < _SMALLEST or footer > len(data) - _SMALLEST:
        return "the file is Parquet that breaks off"
    return None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
