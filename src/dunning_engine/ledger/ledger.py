"""A whole ledger: its rows as invoices with their events, each with its place, and everything that is wrong.

Every row of the file is an ``Entry``: with an invoice, or with the problems that keep it out. An invoice is kept out too
when one of its events cannot be read, since the one that is missing may be the payment.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.invoice import Invoice, read_invoice
from dunning_engine.ledger.columns import all_column_problems, event_column_problems
from dunning_engine.ledger.mapping import Format
from dunning_engine.ledger.read import read_table
from dunning_engine.ledger.table import place
from dunning_engine.ledger.translate import event_of, invoice_of, number_of, with_way_out
from dunning_engine.problems import Problem, Severity, has_errors, sort_problems

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as AbstractMapping
    from datetime import date
    from os import PathLike

    from dunning_engine.ledger.mapping import Mapping
    from dunning_engine.ledger.table import Row, Table
    from dunning_engine.problems import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger: its line, its number as far as it could be read, and the invoice or the problems."""

    line: int
    number: str | None
    invoice: Invoice | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries in the order of the file. With an error among ``file_problems`` about the files there are none."""

    file: str
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    file_problems: tuple[Problem, ...] = ()

    def around(self, number: str) -> Ledger:
        """The entries that an invoice's decision depends on: those of that number, and of the same customers."""
        customers = {entry.invoice.customer for entry in self.entries if entry.number == number and entry.invoice}
        near = (
            entry
            for entry in self.entries
            if entry.number == number or (entry.invoice is not None and entry.invoice.customer in customers)
        )
        return replace(self, entries=tuple(near))

    @property
    def names_policy(self) -> bool:
        """Whether any invoice names its policy; nothing need be named where there is none."""
        invoices = [entry.invoice for entry in self.entries if entry.invoice is not None]
        return not invoices or any(invoice.policy is not None for invoice in invoices)

    def placed(self, put: Callable[[tuple[Problem, ...]], tuple[Problem, ...]]) -> Ledger:
        """The ledger with other places in its problems: those of part files."""
        entries = tuple(replace(entry, problems=put(entry.problems)) for entry in self.entries)
        return replace(self, entries=entries, file_problems=put(self.file_problems))

    def place(self, entry: Entry) -> Span:
        """Where an entry's row starts."""
        return place(self.file, entry.line)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, sorted by place."""
        return sort_problems((*self.file_problems, *(problem for entry in self.entries for problem in entry.problems)))


@dataclass(slots=True)
class _Events:
    """The events of one invoice, from the events file: what could be read, where it stood, and what could not."""

    values: list[dict[str, Any]] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_ledger(
    path: str | PathLike[str],
    *,
    events: str | PathLike[str] | None = None,
    mapping: Mapping | None = None,
    payments_known_through: date | None = None,
) -> Ledger:
    """The ledger in the file at ``path``, with the events of the file at ``events``.

    ``payments_known_through`` is for invoices that do not say it themselves. Raises ``OSError`` when a file cannot be
    opened; never for what stands in it.
    """
    form = Format() if mapping is None or mapping.invoices is None else mapping.invoices.form
    table = read_table(path, delimiter=form.delimiter, encoding=form.encoding)
    event_table = None
    if events is not None:
        form = form if mapping is None or mapping.events is None else mapping.events.form
        event_table = read_table(events, delimiter=form.delimiter, encoding=form.encoding)
    return ledger_of_tables(table, event_table, mapping=mapping, payments_known_through=payments_known_through)


def ledger_of_tables(
    table: Table,
    events: Table | None = None,
    *,
    mapping: Mapping | None = None,
    payments_known_through: date | None = None,
) -> Ledger:
    """The ledger in a table that has been read."""
    problems = list(table.problems)
    if table.columns and not has_errors(problems):
        problems += all_column_problems(table, mapping)
    if events is not None:
        problems += (problem for problem in events.problems if problem.severity is Severity.ERROR)
        if events.columns and not has_errors(events.problems):
            problems += event_column_problems(events, mapping)
    if has_errors(problems):
        return Ledger(table.file, file_problems=sort_problems(problems))

    by_invoice, stray = _events_by_invoice(events, mapping) if events is not None else ({}, [])
    shared = {} if payments_known_through is None else {"payments_known_through": payments_known_through}
    entries = [_entry(row, table, mapping, by_invoice, shared) for row in table.rows]
    known = {entry.number for entry in entries}
    for number, held in by_invoice.items():
        if number not in known:
            stray += held.problems
            stray += (_not_in_ledger(number, where, table.file) for where in held.places)
    return Ledger(table.file, _without_doubles(table, entries), sort_problems((*problems, *stray)))


def _entry(
    row: Row,
    table: Table,
    mapping: Mapping | None,
    by_invoice: AbstractMapping[str, _Events],
    shared: AbstractMapping[str, Any],
) -> Entry:
    where = table.place(row.line)
    translated = invoice_of(row, mapping, where)
    number = number_of(translated.values.get("invoice"))
    beside = by_invoice.get(number or "", _Events())
    if row.problem is not None:
        wrong = (row.problem, *beside.problems)
        return Entry(row.line, number, None, tuple(replace(problem, invoice=number) for problem in wrong))
    values = {**shared, **translated.values}
    inside = values.get("events", [])
    if beside.values and isinstance(inside, list):
        values["events"] = [*inside, *beside.values]
    problems = [replace(problem, invoice=number) for problem in (*translated.problems, *beside.problems)]
    places = [*([where] * len(inside) if isinstance(inside, list) else ()), *beside.places]
    invoice, found = read_invoice(values, where=where, event_places=places)
    unread = {problem.fact for problem in problems}
    columns = None if mapping is None else mapping.invoices
    problems += (with_way_out(problem, columns) for problem in found if problem.fact not in unread)
    return Entry(row.line, number, None if problems else invoice, tuple(problems))


def _events_by_invoice(table: Table, mapping: Mapping | None) -> tuple[dict[str, _Events], list[Problem]]:
    """The events of each invoice, and the problems of rows that name none."""
    found: dict[str, _Events] = {}
    stray: list[Problem] = []
    for row in table.rows:
        where = table.place(row.line)
        translated = event_of(row, mapping, where)
        number = number_of(translated.values.pop("invoice", None))
        problems = [row.problem] if row.problem is not None else translated.problems
        if number is None:
            nameless = Problem(code="DE558", message="the event names no invoice", span=where)
            stray += [*problems, *(() if problems else (nameless,))]
            continue
        held = found.setdefault(number, _Events())
        if problems:
            held.problems += problems
        else:
            held.values.append(translated.values)
            held.places.append(where)
    return found, stray


def _without_doubles(table: Table, entries: list[Entry]) -> tuple[Entry, ...]:
    """No invoice whose number stands twice: nobody can tell which row is the right one."""
    lines: dict[str, list[int]] = {}
    for entry in entries:
        if entry.number is not None:
            lines.setdefault(entry.number, []).append(entry.line)
    return tuple(
        entry
        if entry.number is None or len(lines[entry.number]) == 1
        else replace(entry, invoice=None, problems=(*entry.problems, _double(table, entry, lines[entry.number])))
        for entry in entries
    )


def _double(table: Table, entry: Entry, lines: list[int]) -> Problem:
    return Problem(
        code="DE554",
        message=f"invoice {entry.number} stands in {len(lines)} rows; all of them are left out",
        hint="an invoice has one row; what has happened to it belongs among its events",
        span=table.place(entry.line),
        related=tuple(table.place(line) for line in lines if line != entry.line)[:10],
        invoice=entry.number,
        fact="invoice",
        value=entry.number,
    )


def _not_in_ledger(number: str, where: Span, file: str) -> Problem:
    return Problem(
        code="DE558",
        message=f"the event is about invoice {number}, which is not in {file}",
        hint="is the invoice's number written the same way in both files?",
        span=where,
        invoice=number,
    )
