"""A part of a ledger on its way: its rows as they were read, their columns as facts, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from dunning_engine.facts.raw import plain
from dunning_engine.ledger.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from dunning_engine.columns.sheets import Sheets
    from dunning_engine.ledger.part_files import Places
    from dunning_engine.problems import Problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows in our own column names, each with its line in ``file``."""

    file: str
    frame: pl.DataFrame
    lines: pl.Series


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One part with its columns as facts."""

    invoices: Sheet
    events: Sheet | None
    sheets: Sheets


@dataclass(frozen=True, slots=True)
class Part:
    """What became of the invoices of one part.

    ``rows`` has the column ``line`` before those of `COLUMNS`, or ``line`` and ``json``; sorted by line. ``problems`` are all
    of them, sorted; ``stray`` those about no invoice of the part, which have no row. ``by_hand`` counts the invoices that were
    decided one by one. ``follow`` is how many of those ``decided`` follow each policy, by its name.
    """

    rows: pl.DataFrame
    problems: tuple[Problem, ...]
    stray: tuple[Problem, ...]
    invoices: int
    decided: int
    follow: Mapping[str, int]
    by_hand: int

    def placed(self, places: Sequence[Places]) -> Part:
        """The part with the part files of folders in its problems."""
        folders = in_folders(places)
        if not folders or not self.problems:
            return self
        rows = self.rows
        if "source" in rows.columns:
            labels = {one.label: one for one in folders}
            written = rows.filter(pl.col("kind") == "problem")["source"].drop_nulls().unique().to_list()
            texts = {
                text: labels[text.rsplit(":", 2)[0]].put_text(text)
                for text in written
                if text.rsplit(":", 2)[0] in labels
            }
            replaced = pl.col("source").replace(list(texts), list(texts.values()))
            rows = rows.with_columns(
                pl.when(pl.col("kind") == "problem").then(replaced).otherwise("source").alias("source")
            )
        return replace(self, problems=placed(self.problems, places), rows=rows)


def in_folders(places: Sequence[Places]) -> list[Places]:
    """The places of what is read from folders of part files."""
    return [one for one in places if one.files != [one.label]]


def placed(problems: tuple[Problem, ...], places: Sequence[Places]) -> tuple[Problem, ...]:
    """Problems with the part files of folders."""
    for one in in_folders(places):
        problems = tuple(map(one.put, problems))
    return problems


def table_of_sheet(sheet: Sheet, places: NDArray[np.int64] | None = None) -> Table:
    """The rows of a sheet, or some of them, as plain values, to be read row by row."""
    lines = sheet.lines if places is None else sheet.lines.gather(places)
    frame = sheet.frame if places is None else sheet.frame[places]
    rows = tuple(
        Row(line, {name: plain(value) for name, value in row.items() if value is not None and value != ""})
        for line, row in zip(lines.to_list(), frame.iter_rows(named=True), strict=True)
    )
    return Table(sheet.file, tuple(sheet.frame.columns), rows)
