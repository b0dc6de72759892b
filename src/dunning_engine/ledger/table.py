"""A file of rows as plain values, each row with its place.

``Table.rows`` holds every row that the file has, also those that could not be read (``Row.problem``), so that whoever
uses it can account for all of them. An empty cell is not among the values: absent and empty are the same in a table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dunning_engine.problems import Problem, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

IN_FORMAT = "under 'format' in a mapping file"
"""Where a mapping says how the ledger is written."""
IN_ACCOUNTS_FORMAT = "under 'accounts: format:' in a mapping file"
"""Where it says how the accounts are."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``line`` is where it starts, counted from 1 (in Parquet, which has no lines, the number of the row).

    ``values`` maps a column to str, int, Decimal, bool, list or dict. With a ``problem`` they are what could be made out.
    """

    line: int
    values: Mapping[str, Any]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file's columns and rows. With an error among ``problems`` there are no rows: the file cannot be used at all."""

    file: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()

    def place(self, line: int) -> Span:
        """Where a row starts."""
        return place(self.file, line)


def place(file: str, line: int, column: int = 1) -> Span:
    """A place in a ledger: a line, and a column where that helps."""
    return Span(file, line, column, column + 1)


def short(text: str, longest: int = 60) -> str:
    """``text`` as a message shows what somebody else wrote: at most so many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def unusable(file: str, code: str, message: str, *, hint: str | None = None, line: int = 1, column: int = 1) -> Table:
    """A table that cannot be read, and why."""
    return Table(file, problems=(Problem(code=code, message=message, hint=hint, span=place(file, line, column)),))


def table_of(file: str, columns: Iterable[str], rows: Iterable[Row]) -> Table:
    """A table that could be read; one without rows says so."""
    held = tuple(rows)
    empty = Problem(
        code="DE551",
        message="the file has no rows",
        hint="nothing is evaluated; check that the export ran",
        span=place(file, 1),
        severity=Severity.WARNING,
    )
    return Table(file, tuple(columns), held, () if held else (empty,))
