"""Results to a stream or a file; a file is written whole or not at all."""

from __future__ import annotations

import io
import os
import secrets
import stat
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from dunning_engine.ledger.workspace import must_not_have_been_broken_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    import polars as pl

_ROW_GROUP = 250_000  # rows


class DataFormat(StrEnum):
    """The forms that programs read."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


def write_rows(rows: Iterable[pl.DataFrame], schema: pl.Schema, stream: BinaryIO, form: DataFormat) -> None:
    """Rows that come some at a time: as CSV or Parquet, or those of a column ``json`` as JSON or NDJSON.

    The bytes do not depend on how many come at a time, and memory holds no more than a row group of Parquet. Raises ``OSError``.
    """
    if form is DataFormat.CSV:
        stream.write(schema.to_frame().write_csv().encode())
        stream.writelines(frame.write_csv(include_header=False).encode() for frame in rows)
    elif form is DataFormat.PARQUET:
        _write_parquet(rows, schema, stream)
    else:
        before, between, last = ("[\n", ",\n", "\n]\n") if form is DataFormat.JSON else ("", "\n", "\n")
        begun = False
        for frame in rows:
            stream.write((between if begun else before).encode())
            stream.write(between.join(frame["json"]).encode())
            begun = True
        if begun:
            stream.write(last.encode())
        elif form is DataFormat.JSON:
            stream.write(b"[]\n")


@contextmanager
def whole_file(path: str | PathLike[str]) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file at ``path`` at once when the block ends; if it does not end well, nothing changes.

    The bytes wait in a hidden file in the same directory and are on the disk before it takes its name. What is no ordinary
    file (a pipe, a terminal) is written straight to. Raises ``OSError`` when it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        with target.open("wb") as stream:
            yield stream
        return
    waiting = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    stream = waiting.open("xb")
    try:
        with stream:
            if target.exists():
                waiting.chmod(stat.S_IMODE(target.stat().st_mode))
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        must_not_have_been_broken_off()
        waiting.replace(target)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise


def _write_parquet(rows: Iterable[pl.DataFrame], schema: pl.Schema, stream: BinaryIO) -> None:
    import polars as pl  # noqa: PLC0415 - slow to import
    from polars.io.plugins import register_io_source  # noqa: PLC0415 - likewise

    def source(*_: object) -> Iterator[pl.DataFrame]:
        return _row_groups(rows)

    told = _Told(stream)
    try:
        register_io_source(source, schema=schema).sink_parquet(cast("BinaryIO", told), row_group_size=_ROW_GROUP)
    except pl.exceptions.PolarsError as error:
        raise told.error or error from error


def _row_groups(rows: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows, as many at a time as a row group has, so that the file does not tell how they came."""
    import polars as pl  # noqa: PLC0415 - slow to import

    held: list[pl.DataFrame] = []
    count = 0
    for frame in rows:
        held.append(frame)
        count += frame.height
        while count >= _ROW_GROUP:
            whole = pl.concat(held, rechunk=True)
            yield whole.head(_ROW_GROUP)
            held, count = [whole.slice(_ROW_GROUP)], count - _ROW_GROUP
    if count:
        yield pl.concat(held, rechunk=True)


class _Told(io.RawIOBase):
    """A stream that keeps the error of its own writing, which says plainly that a disk is full; Polars wraps it in its words."""

    def __init__(self, stream: BinaryIO) -> None:
        self.error: OSError | None = None
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        try:
            return self._stream.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._stream.flush()
