"""Which column feeds which fact, before any row is read: nothing needed missing, nothing unread unsaid."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from dunning_engine.facts.account import ACCOUNT_FIELDS, IN_ACCOUNT_TABLES
from dunning_engine.facts.catalogue import GIVEN_BY_NAME, REQUIRED
from dunning_engine.facts.event import IN_TABLES, REQUIRED_IN_TABLES
from dunning_engine.ledger.table import Table, short
from dunning_engine.problems import FactError, Problem, Severity, has_errors
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Mapping as AbstractMapping

    from dunning_engine.ledger.mapping import Mapping

_INVOICE_NAMES = frozenset({*GIVEN_BY_NAME, "events"})
_EVENT_NAMES = frozenset(IN_TABLES)
_ACCOUNT_NAMES = frozenset({*IN_ACCOUNT_TABLES, "entries"})
_OURS = _INVOICE_NAMES | _EVENT_NAMES | _ACCOUNT_NAMES

# What Swedish and English ledgers call these, so that a missing column can be pointed out in the file at hand.
_OTHER_NAMES = {
    "invoice": ("fakturanr", "fakturanummer", "faktura", "invoiceno", "invoicenumber", "invoice_id"),
    "customer": ("kundnr", "kundnummer", "kund", "customerid", "customernumber", "customerno"),
    "customer_kind": ("kundtyp", "customertype"),
    "issued_on": ("fakturadatum", "utfärdad", "invoicedate", "invoice_date", "issuedate"),
    "due_on": ("förfallodatum", "förfallodag", "förfaller", "duedate", "due_date"),
    "amount": ("belopp", "fakturabelopp", "summa", "totalt", "invoiceamount", "total"),
    "currency": ("valuta", "valutakod", "currencycode"),
    "on": ("datum", "dag", "date"),
    "event": ("händelse", "typ", "type"),
    "account": ("konto", "kontonr", "kontonummer", "accountno", "accountnumber", "account_id"),
    "client": ("klient", "klientnr", "uppdragsgivare", "säljare", "clientno", "clientnumber", "seller"),
    "entry": ("post", "transaktion", "händelse", "typ", "transaction", "type"),
}


def column_problems(table: Table, names: frozenset[str], required: Sequence[str]) -> Iterator[Problem]:
    """The problems of a file in our own names: DE555 for columns that are missing, DE556 for those that nothing reads."""
    missing = [name for name in required if name not in table.columns]
    if missing and (other := _other_file(table, names)):
        yield _problem(table, "DE555", f"{_columns(missing)} missing", other)
        return
    if missing:
        meant = {name: found for name in missing if (found := likely_column(name, table.columns))}
        pairs = ", ".join(f"{name}: {column}" for name, column in meant.items())
        hint = (
            f"is it another name for one of these? A mapping file says so: '{_section(names, pairs)}'"
            if meant
            else None
        )
        held = f"the file has {', '.join(short(column, 40) for column in table.columns)}; a mapping file tells which fact each of them holds"
        yield _problem(table, "DE555", f"{_columns(missing)} missing", hint or held)
    taken = {likely_column(name, table.columns) for name in missing}
    unread = [name for name in table.columns if name not in names]
    slips = {
        name: near for name in unread if name not in taken and (near := _slip_of(name, names - set(table.columns)))
    }
    for name, near in slips.items():
        yield _problem(table, "DE556", f"unknown column '{name}'", f"did you mean '{near}'?")
    rest = [name for name in unread if name not in slips]
    if rest and not missing:
        yield _unread(table, rest, "a mapping file can say which fact a column holds, or list it under 'ignore'")


def mapped_column_problems(
    table: Table, reads: AbstractMapping[str, str], also: Iterable[str], ignore: frozenset[str]
) -> Iterator[Problem]:
    """The problems of a mapped file: columns that the mapping names and the file lacks (DE555), and unread ones (DE556)."""
    wanted = dict.fromkeys((*reads.values(), *also, *sorted(ignore)))
    missing = [name for name in wanted if name not in table.columns]
    for name in missing:
        if name in ignore:
            continue
        free = [column for column in table.columns if column not in wanted]
        hint = did_you_mean(name, free, f"the file has {', '.join(table.columns)}")
        yield _problem(table, "DE555", f"there is no column '{name}', which the mapping reads", hint)
    rest = [name for name in table.columns if name not in wanted]
    if rest:
        yield _unread(table, rest, "list them under 'ignore' in the mapping when they are not needed")


def all_column_problems(table: Table, mapping: Mapping | None) -> tuple[Problem, ...]:
    """The problems with the columns of a ledger."""
    if mapping is None or mapping.invoices is None:
        return tuple(column_problems(table, _INVOICE_NAMES, REQUIRED))
    also = (column for event in mapping.events_from_columns for column in event.reads)
    return tuple(mapped_column_problems(table, mapping.invoices.columns, also, mapping.invoices.ignore))


def event_column_problems(table: Table, mapping: Mapping | None) -> tuple[Problem, ...]:
    """The problems with the columns of an events file."""
    if mapping is None or mapping.events is None:
        return tuple(column_problems(table, _EVENT_NAMES, REQUIRED_IN_TABLES))
    return tuple(mapped_column_problems(table, mapping.events.columns, (), mapping.events.ignore))


def check_columns(invoices: Iterable[str], events: Iterable[str] | None) -> None:
    """Raise `FactError` with what is wrong with the names of a frame's columns, if anything is."""
    problems = all_column_problems(Table("invoices", tuple(invoices)), None)
    if events is not None:
        problems += event_column_problems(Table("events", tuple(events)), None)
    if has_errors(problems):
        raise FactError(problems)


def account_column_problems(table: Table, mapping: Mapping | None) -> tuple[Problem, ...]:
    """The problems with the columns of an accounts file: one entry a row, or in JSON each account with its ``entries``."""
    if mapping is not None and mapping.accounts is not None:
        return tuple(mapped_column_problems(table, mapping.accounts.columns, (), mapping.accounts.ignore))
    fields = ACCOUNT_FIELDS if "entries" in table.columns else IN_ACCOUNT_TABLES
    return tuple(column_problems(table, _ACCOUNT_NAMES, [name for name, field in fields.items() if not field.optional]))


def likely_column(name: str, columns: Sequence[str]) -> str | None:
    """The column of a foreign file that probably holds the fact: by the names that Swedish and English ledgers use."""
    known = (name, *_OTHER_NAMES.get(name, ()))
    plain = {column.strip().casefold().replace(" ", ""): column for column in columns}
    exact = next((plain[other] for other in known if other in plain), None)
    free = {name: column for name, column in plain.items() if column not in _OURS}
    return exact or next((free[near] for near in get_close_matches(name, free, n=1, cutoff=0.8)), None)


def _other_file(table: Table, names: frozenset[str]) -> str | None:
    """A hint where ledger, events and accounts have changed places."""
    columns = set(table.columns)
    if names is not _ACCOUNT_NAMES and ({"account", "entry"} <= columns or {"account", "entries"} <= columns):
        return "these are accounts: give the file with --accounts"
    if names is not _EVENT_NAMES and {"on", "event"} <= columns:
        return "these are events: give the file with --events, and the ledger first"
    if names is not _INVOICE_NAMES and {"customer", "amount"} <= columns:
        return "this is a ledger: give it first, and with --events what has happened to its invoices"
    return None


def _section(names: frozenset[str], pairs: str) -> str:
    columns = f"columns: {{{pairs}}}"
    part = {_EVENT_NAMES: "events", _ACCOUNT_NAMES: "accounts"}.get(names)
    return columns if part is None else f"{part}: {{{columns}}}"


def _slip_of(word: str, known: Iterable[str]) -> str | None:
    """The name that ``word`` is surely a slip of; other columns than ours are common, so a mere likeness is not enough."""
    plain = word.strip().casefold().replace(" ", "_").replace("-", "_")
    return next(iter(get_close_matches(plain[:80], sorted(known), n=1, cutoff=0.8)), None)


def _columns(names: Sequence[str]) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return f"column {listed} is" if len(names) == 1 else f"columns {listed} are"


def _unread(table: Table, names: Sequence[str], hint: str) -> Problem:
    message = f"nothing reads column{'s' if len(names) > 1 else ''} {', '.join(repr(name) for name in names)}"
    return Problem(code="DE556", message=message, hint=hint, span=table.place(1), severity=Severity.WARNING)


def _problem(table: Table, code: str, message: str, hint: str | None) -> Problem:
    return Problem(code=code, message=message, hint=hint, span=table.place(1))
