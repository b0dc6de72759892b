"""A ledger file to a Table: CSV, Parquet, JSON or NDJSON, by the name's suffix, otherwise by what the file starts with."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from dunning_engine.ledger.delimited import DELIMITERS, read_delimited
from dunning_engine.ledger.encoding import UTF_8, decode
from dunning_engine.ledger.objects import read_json, read_ndjson
from dunning_engine.ledger.parquet import MAGIC, read_parquet
from dunning_engine.ledger.table import Table, unusable

if TYPE_CHECKING:
    from os import PathLike


class FileKind(StrEnum):
    """The forms that a ledger comes in."""

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    PARQUET = "parquet"


_SUFFIXES = {
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".txt": FileKind.CSV,
    ".json": FileKind.JSON,
    ".ndjson": FileKind.NDJSON,
    ".jsonl": FileKind.NDJSON,
    ".parquet": FileKind.PARQUET,
    ".pq": FileKind.PARQUET,
}
_NOT_TABLES = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "compressed with gzip",
    b"%PDF": "a PDF",
}


def read_table(path: str | PathLike[str], *, delimiter: str = ",", encoding: str = UTF_8) -> Table:
    """The rows of the file at ``path``; ``delimiter`` (as a mapping file writes it) and ``encoding`` are for text.

    Raises ``OSError`` when there is no such file or it cannot be opened; never for what stands in it.
    """
    return table_of_bytes(Path(path).read_bytes(), str(path), delimiter=delimiter, encoding=encoding)


def table_of_bytes(data: bytes, file: str, *, delimiter: str = ",", encoding: str = UTF_8) -> Table:
    """The rows in ``data``, read as the name ``file`` says."""
    other = next((meant for start, meant in _NOT_TABLES.items() if data.startswith(start)), None)
    if other is not None:
        return unusable(file, "DE553", f"the file is {other}", hint="save it as CSV, JSON, NDJSON or Parquet")
    kind = _SUFFIXES.get(Path(file).suffix.lower()) or _kind_of(data)
    if kind is FileKind.PARQUET:
        return read_parquet(data, file)
    if data.startswith(MAGIC):
        return unusable(
            file, "DE553", "the file is Parquet, whatever its name says", hint="let its name end in .parquet"
        )
    text, problem = decode(data, file, encoding)
    if problem is not None:
        return Table(file, problems=(problem,))
    if kind is FileKind.CSV:
        return read_delimited(text, file, DELIMITERS[delimiter])
    return read_json(text, file) if kind is FileKind.JSON else read_ndjson(text, file)


def kind_of_file(path: Path) -> FileKind | None:
    """What the file at ``path`` is, by its name or its start; ``None`` for what is no table. Raises ``OSError``."""
    with path.open("rb") as stream:
        start = stream.read(1024)
    if any(start.startswith(mark) for mark in _NOT_TABLES):
        return None
    return _SUFFIXES.get(path.suffix.lower()) or _kind_of(start)


def _kind_of(data: bytes) -> FileKind:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if data.startswith(MAGIC):
        return FileKind.PARQUET
    return {b"[": FileKind.JSON, b"{": FileKind.NDJSON}.get(start, FileKind.CSV)
