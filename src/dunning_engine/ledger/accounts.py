"""The clients' accounts of a file, each with its place, and everything that is wrong.

A row is one entry, and repeats the account's own columns; a JSON object is a whole account with ``entries``. An account is
kept out when one of its rows cannot be read, since the one that is missing may be the deposit.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.account import ACCOUNT_FIELDS
from dunning_engine.facts.account_reading import read_account
from dunning_engine.ledger.columns import account_column_problems
from dunning_engine.ledger.mapping import Format
from dunning_engine.ledger.read import read_table
from dunning_engine.ledger.table import IN_ACCOUNTS_FORMAT, IN_FORMAT, place, short
from dunning_engine.ledger.translate import account_of, number_of, with_way_out
from dunning_engine.problems import Problem, has_errors, sort_problems

if TYPE_CHECKING:
    from os import PathLike

    from dunning_engine.facts.account import Account
    from dunning_engine.ledger.mapping import Mapping
    from dunning_engine.ledger.table import Row, Table
    from dunning_engine.problems import Span


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """One account: the line of its first row, its number as far as it could be read, and the account or the problems."""

    line: int
    number: str | None
    account: Account | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts in the order of their first rows. With an error among ``file_problems`` there are none."""

    file: str
    found: tuple[FoundAccount, ...] = field(default=(), repr=False)
    file_problems: tuple[Problem, ...] = ()

    def place(self, found: FoundAccount) -> Span:
        """Where an account's first row starts."""
        return place(self.file, found.line)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, sorted by place."""
        return sort_problems((*self.file_problems, *(problem for one in self.found for problem in one.problems)))


@dataclass(slots=True)
class _Rows:
    """What the rows of one account say: its own columns with the line that said each first, its entries, the problems."""

    line: int
    own: dict[str, Any] = field(default_factory=dict)
    said_in: dict[str, int] = field(default_factory=dict)
    entries: list[Any] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    whole: bool = False
    problems: list[Problem] = field(default_factory=list)
    all_rows_read: bool = True


def read_accounts(path: str | PathLike[str], *, mapping: Mapping | None = None) -> Accounts:
    """The accounts in the file at ``path``.

    Raises ``OSError`` when the file cannot be opened; never for what stands in it.
    """
    columns = None if mapping is None else mapping.accounts or mapping.invoices
    form = Format() if columns is None else columns.form
    return accounts_of_table(read_table(path, delimiter=form.delimiter, encoding=form.encoding), mapping=mapping)


def accounts_of_table(table: Table, *, mapping: Mapping | None = None) -> Accounts:
    """The accounts in a table that has been read."""
    problems = [_of_accounts(problem) for problem in table.problems]
    if table.columns and not has_errors(problems):
        problems += account_column_problems(table, mapping)
    if has_errors(problems):
        return Accounts(table.file, file_problems=sort_problems(problems))
    by_number: dict[str | int, _Rows] = {}
    for row in table.rows:
        _take(row, table, mapping, by_number)
    found = tuple(_found(number, rows, table, mapping) for number, rows in by_number.items())
    return Accounts(table.file, found, sort_problems(problems))


def _take(row: Row, table: Table, mapping: Mapping | None, by_number: dict[str | int, _Rows]) -> None:
    """Add a row to its account's; a row without a number is an account of its own, known by its line."""
    where = table.place(row.line)
    translated = account_of(row, mapping, where)
    number = number_of(translated.values.get("account"))
    rows = by_number.setdefault(row.line if number is None else number, _Rows(row.line))
    rows.lines.append(row.line)
    if row.problem is not None:
        rows.all_rows_read = False
        rows.problems.append(replace(row.problem, account=number))
        return
    own = {name: value for name, value in translated.values.items() if name in ACCOUNT_FIELDS}
    entry = {name: value for name, value in translated.values.items() if name not in ACCOUNT_FIELDS}
    for name, value in own.items():
        _say(rows, name, value, row.line, table)
    if "entries" in entry:
        rows.whole = True
        inside = entry.pop("entries")
        rows.own |= entry  # beside a list of entries, the fields of one are fields that no account has
        _add(rows, inside, where)
    elif translated.problems:
        rows.problems += (replace(problem, account=number) for problem in translated.problems)
    elif entry:
        _add(rows, [entry], where)


def _say(rows: _Rows, name: str, value: Any, line: int, table: Table) -> None:
    """Note a column of the account's own, and where an earlier row said something else (DE566)."""
    before = rows.own.setdefault(name, value)
    first = rows.said_in.setdefault(name, line)
    if name == "account" or number_of(before) == number_of(value):
        return
    rows.problems.append(
        Problem(
            code="DE566",
            message=f"{name}: '{short(str(value))}' here, '{short(str(before))}' in line {first}",
            hint="an account's own columns are the same in all its rows",
            span=table.place(line),
            related=(table.place(first),),
            account=number_of(rows.own.get("account")),
            fact=name,
            value=short(str(value)),
        )
    )


def _add(rows: _Rows, entries: Any, where: Span) -> None:
    if isinstance(entries, list):
        rows.entries += entries
        rows.places += [where] * len(entries)
    else:
        rows.own["entries"] = entries  # whoever reads the account says what is wrong with it


def _found(number: str | int, rows: _Rows, table: Table, mapping: Mapping | None) -> FoundAccount:
    known = number if isinstance(number, str) else None
    problems = rows.problems
    if rows.whole and len(rows.lines) > 1:
        problems.append(_twice(known, rows.lines, table))
    account = None
    if rows.all_rows_read:
        values = {"entries": rows.entries, **rows.own}
        account, found = read_account(values, where=table.place(rows.line), entry_places=rows.places)
        unread = {problem.fact for problem in problems if problem.fact in ACCOUNT_FIELDS}
        columns = None if mapping is None else mapping.accounts
        ways = (with_way_out(problem, columns) for problem in found if problem.fact not in unread)
        problems += (_of_accounts(problem) for problem in ways)
    return FoundAccount(rows.line, known, None if problems else account, sort_problems(problems))


def _of_accounts(problem: Problem) -> Problem:
    """A problem whose hint names the place where a mapping speaks of accounts."""
    hint = problem.hint and problem.hint.replace(IN_FORMAT, IN_ACCOUNTS_FORMAT)
    return problem if hint == problem.hint else replace(problem, hint=hint)


def _twice(number: str | None, lines: list[int], table: Table) -> Problem:
    return Problem(
        code="DE567",
        message=f"account {number} stands {len(lines)} times; it is left out",
        hint="an account that carries its 'entries' stands once",
        span=table.place(lines[1]),
        related=tuple(table.place(line) for line in lines if line != lines[1])[:10],
        account=number,
        fact="account",
        value=number,
    )
