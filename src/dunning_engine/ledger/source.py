"""A ledger, or its events, in our own names as frames with lines, batch by batch; for CSV and Parquet.

What is wrong with a file as a whole is known before any row is read, or, where Parquet breaks inside, while they are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dunning_engine.facts.catalogue import GIVEN
from dunning_engine.facts.event import FIELDS
from dunning_engine.ledger.csv_blocks import LINE, NotPlainError, csv_frames, csv_header
from dunning_engine.ledger.parquet import read_parquet_schema, unreadable
from dunning_engine.ledger.part_files import Places
from dunning_engine.ledger.read import FileKind
from dunning_engine.ledger.table import Table, place, table_of
from dunning_engine.problems import Problem, ProblemsError, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import polars as pl

    from dunning_engine.ledger.part_files import PartFiles

_BATCH = 500_000
_WORDS = frozenset({"policy", "currency", "step", "fact", "last_step"}) | {
    fact.name for fact in (*GIVEN, *FIELDS.values()) if fact.words
}
_SAMPLE = 1 << 16  # bytes of CSV from which it is guessed how many rows there are


@dataclass(slots=True)
class Source:
    """Rows that are still in their files. ``guess`` is about how many there are, in Parquet exactly.

    ``columns`` are those that something reads. ``problems`` are warnings about the columns.
    """

    files: PartFiles
    columns: dict[str, pl.DataType | type[pl.DataType]]
    guess: int
    problems: tuple[Problem, ...] = ()
    places: Places = field(default_factory=lambda: Places(""))

    @property
    def held_as(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """The types that the columns have in frames: words that recur take a quarter of the room as codes."""
        import polars as pl  # noqa: PLC0415 - slow to import

        return {
            name: pl.Categorical if kind == pl.String and name in _WORDS else kind
            for name, kind in self.columns.items()
        }

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows with their lines, a bounded number at a time, in order.

        Raises ``ProblemsError`` where a file breaks off, ``NotPlainError``, ``OSError``.
        """
        import polars as pl  # noqa: PLC0415 - slow to import

        self.places.label = self.files.label
        held_as = self.held_as
        before = 0
        for path in self.files.paths:
            self.places.begin(path, before)
            last = 0
            for frame in csv_frames(path) if self.files.kind is FileKind.CSV else _parquet_frames(path):
                last = int(frame[LINE][-1]) if frame.height else last
                ours = [pl.col(name).cast(kind) for name, kind in held_as.items()]
                yield frame.select(pl.col(LINE) + before, *ours)
            before += last


def open_source(
    files: PartFiles, known: frozenset[str], column_problems: Callable[[Table], tuple[Problem, ...]]
) -> Source:
    """The rows of ``files``, of which the columns ``known`` are read.

    Raises ``ProblemsError`` when the files cannot be used, ``NotPlainError`` when they must be read whole, ``OSError``.
    """
    if files.kind not in (FileKind.CSV, FileKind.PARQUET):
        raise NotPlainError
    schemas = [_schema(path, files.kind) for path in files.paths]
    first = Table(str(files.paths[0]), tuple(schemas[0]))
    problems = column_problems(first)
    if has_errors(problems):
        raise ProblemsError(problems)
    columns = _agreed(files, schemas)
    guess = sum(_rows(path, files.kind) for path in files.paths)
    return Source(files, {name: kind for name, kind in columns.items() if name in known}, guess, problems)


def empty_warning(files: PartFiles) -> tuple[Problem, ...]:
    """What is said of files that hold no rows."""
    return table_of(files.label, (), ()).problems


def _schema(path: Path, kind: FileKind) -> dict[str, pl.DataType | type[pl.DataType]]:
    import polars as pl  # noqa: PLC0415 - slow to import

    if kind is FileKind.PARQUET:
        schema, wrong = read_parquet_schema(path)
        if wrong is not None:
            raise ProblemsError(wrong.problems)
        return dict(schema)
    header = csv_header(path)
    if has_errors(header.problems):
        raise ProblemsError(header.problems)
    return dict.fromkeys(header.columns, pl.String)


def _agreed(
    files: PartFiles, schemas: list[dict[str, pl.DataType | type[pl.DataType]]]
) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns that all part files have; one without any value may have any type."""
    import polars as pl  # noqa: PLC0415 - slow to import

    agreed = dict(schemas[0])
    holder = dict.fromkeys(agreed, files.paths[0])
    for path, schema in zip(files.paths, schemas, strict=True):
        odd = sorted(agreed.keys() ^ schema.keys())
        if odd:
            less, more = (path, files.paths[0]) if odd[0] in agreed else (files.paths[0], path)
            raise ProblemsError([_differs(less, f"there is no column '{odd[0]}', which {more.name} has")])
        for name, kind in schema.items():
            if agreed[name] == pl.Null:
                agreed[name], holder[name] = kind, path
            elif kind not in (agreed[name], pl.Null):
                said = f"column '{name}' is {kind}, in {holder[name].name} it is {agreed[name]}"
                raise ProblemsError([_differs(path, said)])
    return agreed


def _differs(path: Path, message: str) -> Problem:
    hint = "the part files of a folder have the same columns; write them again in one run"
    return Problem(code="DE557", message=message, hint=hint, span=place(str(path), 1))


def _rows(path: Path, kind: FileKind) -> int:
    import polars as pl  # noqa: PLC0415 - slow to import

    if kind is FileKind.CSV:
        with path.open("rb") as stream:
            start = stream.read(_SAMPLE)
        return path.stat().st_size * (start.count(b"\n") or 1) // max(len(start), 1)
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def _parquet_frames(path: Path) -> Iterator[pl.DataFrame]:
    import polars as pl  # noqa: PLC0415 - slow to import

    rows = pl.scan_parquet(path, glob=False).with_row_index("#row")
    numbered = rows.select(pl.col("#row").cast(pl.Int64).alias(LINE) + 1, pl.all().exclude("#row"))
    there, read = _rows(path, FileKind.PARQUET), 0
    try:
        for frame in numbered.collect_batches(chunk_size=_BATCH, maintain_order=True):
            read += frame.height
            yield frame
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, OverflowError) as error:
        raise ProblemsError(unreadable(str(path), error).problems) from error
    if read != there:  # Polars says nothing when it is interrupted in between
        raise ProblemsError(unreadable(str(path), ValueError(f"{read} of its {there} rows were read")).problems)
