"""The ledger around one invoice: small ones are read whole, of large ones only the rows that its decision depends on.

Those are its own and its customer's. The files are gone through block by block, and only these rows are read as facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dunning_engine.ledger.csv_blocks import LINE, NotPlainError
from dunning_engine.ledger.ledger import Ledger, ledger_of_tables, read_ledger
from dunning_engine.ledger.part import Sheet, placed, table_of_sheet
from dunning_engine.ledger.part_files import part_files
from dunning_engine.ledger.stream import opened
from dunning_engine.ledger.watch import Watch
from dunning_engine.ledger.whole import read_whole
from dunning_engine.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from dunning_engine.ledger.mapping import Mapping
    from dunning_engine.ledger.part_files import PartFiles
    from dunning_engine.ledger.source import Source

_LARGE = 4_000_000  # bytes: what is smaller is read whole in less than a second
_LIKE = 200  # numbers that a misspelt one may have been


class NoSuchInvoiceError(LookupError):
    """No row has the number; ``like`` are some that begin as it does."""

    def __init__(self, like: list[str]) -> None:
        super().__init__("no row has the number")
        self.like = like


def read_around(
    files: tuple[Path, Path | None],
    number: str,
    *,
    mapping: Mapping | None = None,
    payments_known_through: date | None = None,
    watch: Watch | None = None,
) -> Ledger:
    """The ledger with at least the rows that the decision on the invoice depends on; files, or folders of part files.

    Raises ``NoSuchInvoiceError`` where only those are read and no row has the number, ``FolderError``, ``OSError``.
    """
    ledger, events = files
    watch = watch or Watch()
    folders = [path for path in files if path is not None and path.is_dir()]
    if mapping is not None or (not folders and ledger.stat().st_size < _LARGE):
        with watch.reading(ledger.stat().st_size, str(ledger)):
            return read_ledger(ledger, events=events, mapping=mapping, payments_known_through=payments_known_through)
    parts = part_files(ledger), None if events is None else part_files(events)
    with watch.reading(parts[0].size, str(ledger)):
        try:
            return read_near(parts, number, payments_known_through=payments_known_through)
        except NotPlainError:
            return read_whole(*parts, payments_known_through)[0]


def read_near(
    files: tuple[PartFiles, PartFiles | None], number: str, *, payments_known_through: date | None = None
) -> Ledger:
    """The ledger with only the rows around the invoice of that number; both files in our own columns.

    Raises ``NoSuchInvoiceError``, ``NotPlainError`` where the files must be read whole, ``OSError``.
    """
    try:
        customers = _customers(opened(*files)[0], number)
        invoices, events = opened(*files)
        bills = _kept(invoices, pl.any_horizontal(_is(invoices, "customer", customers), _text("invoice") == number))
        numbers = bills.frame["invoice"].cast(pl.String).str.strip_chars().unique().to_list()
        happened = None if events is None else _kept(events, _is(events, "invoice", numbers))
    except ProblemsError as error:
        return Ledger(files[0].label, file_problems=tuple(error.problems))
    beside = None if happened is None else table_of_sheet(happened)
    ledger = ledger_of_tables(table_of_sheet(bills), beside, payments_known_through=payments_known_through)
    places = [source.places for source in (invoices, events) if source is not None]
    return ledger.placed(lambda problems: placed(problems, places))


def _customers(invoices: Source, number: str) -> list[str]:
    """Whose the invoice is; several where the number stands in several rows."""
    customers: dict[str, None] = {}
    like: list[str] = []
    found = False
    for frame in _frames(invoices, "invoice", "customer"):
        own = frame.filter(pl.col("invoice") == number)
        found |= own.height > 0
        customers |= dict.fromkeys(own["customer"].drop_nulls())
        if len(like) < _LIKE:
            begins = pl.col("invoice").str.starts_with(number[: len(number) // 2])
            like += frame.filter(begins)["invoice"].head(_LIKE).to_list()
    if not found:
        raise NoSuchInvoiceError(like)
    return list(customers)


def _frames(source: Source, *columns: str) -> Iterator[pl.DataFrame]:
    there = [_text(name).alias(name) if name in source.columns else pl.lit("").alias(name) for name in columns]
    return (frame.select(there) for frame in source.frames())


def _kept(source: Source, wanted: pl.Expr) -> Sheet:
    kept = [frame.filter(wanted) for frame in source.frames()]
    frame = pl.concat(kept) if kept else pl.DataFrame(schema={LINE: pl.Int64, **source.held_as})
    return Sheet(source.files.label, frame.drop(LINE), frame[LINE])


def _is(source: Source, name: str, values: list[str]) -> pl.Expr:
    return _text(name).is_in(values) if name in source.columns else pl.lit(value=False)


def _text(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).str.strip_chars()
