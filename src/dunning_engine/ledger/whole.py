"""A ledger in our own names read whole, row by row: what a CSV file needs in which a row does not fit its header.

It takes some kilobytes of memory a row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.part_files import Places
from dunning_engine.ledger.read import read_table
from dunning_engine.ledger.table import Row, Table
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.ledger.ledger import Ledger
    from dunning_engine.ledger.part_files import PartFiles
    from dunning_engine.ledger.run import Run
    from dunning_engine.problems import Problem


def read_whole(
    ledger: PartFiles, events: PartFiles | None, payments_known_through: date | None
) -> tuple[Ledger, list[Places]]:
    """The ledger and where the lines of folders stand. Raises ``OSError``."""
    files = [one for one in (ledger, events) if one is not None]
    places = [Places(one.label) for one in files]
    tables = [_joined(one, known) for one, known in zip(files, places, strict=True)]
    whole = ledger_of_tables(
        tables[0], tables[1] if len(tables) > 1 else None, payments_known_through=payments_known_through
    )
    return whole, places


def placed_run(run: Run, places: list[Places]) -> Run:
    """The run with the part files of folders in its problems."""
    return replace(
        run,
        outcomes=tuple(replace(one, problems=_placed(one.problems, places)) for one in run.outcomes),
        file_problems=_placed(run.file_problems, places),
    )


def _placed(problems: tuple[Problem, ...], places: list[Places]) -> tuple[Problem, ...]:
    for known in places:
        problems = tuple(map(known.put, problems))
    return problems


def _joined(files: PartFiles, places: Places) -> Table:
    """The rows of all part files, their lines counted on; with an error in one of them only the problems of all."""
    tables = [read_table(path) for path in files.paths]
    if len(tables) == 1 and tables[0].file == files.label:
        return tables[0]
    rows: list[Row] = []
    before = 0
    for path, table in zip(files.paths, tables, strict=True):
        places.begin(path, before)
        rows += (replace(row, line=row.line + before) for row in table.rows)
        before = rows[-1].line if rows else 0
    wrong = tuple(problem for table in tables for problem in table.problems if problem.severity is Severity.ERROR)
    if wrong:
        return Table(files.label, problems=wrong)
    columns = dict.fromkeys(name for table in tables for name in table.columns)
    return Table(files.label, tuple(columns), tuple(rows), () if rows else tables[0].problems)
