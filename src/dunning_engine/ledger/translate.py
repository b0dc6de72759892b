"""A row in another system's columns, words and forms, turned into the facts, the event or the account's entry that it means.

``Translated.values`` is what ``facts.read_invoice`` takes. A value that the mapping cannot read is a problem (DE559) and is
left out: an amount that is half understood must not be dunned.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.account import IN_ACCOUNT_TABLES
from dunning_engine.facts.catalogue import GIVEN_BY_NAME, Fact, Kind
from dunning_engine.facts.event import FIELDS, IN_TABLES
from dunning_engine.facts.raw import own
from dunning_engine.ledger.forms import day, moment
from dunning_engine.ledger.table import IN_FORMAT, short
from dunning_engine.problems import Problem
from dunning_engine.text.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Mapping as AbstractMapping

    from dunning_engine.ledger.mapping import Columns, EventFromColumns, Mapping
    from dunning_engine.ledger.table import Row
    from dunning_engine.problems import Span

_SLIP = 0.8
_NUMBERS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.WHOLE})


@dataclass(slots=True)
class Translated:
    """What a row says in our names, and what of it could not be read."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def invoice_of(row: Row, mapping: Mapping | None, where: Span) -> Translated:
    """The facts of an invoice's row, with the events that stand in its columns."""
    if mapping is None or mapping.invoices is None:
        return _own_names(row, {**GIVEN_BY_NAME, "events": None})
    result = _translated(row, mapping.invoices, GIVEN_BY_NAME, where)
    events = [_event_in(row, event, mapping.invoices, result, where) for event in mapping.events_from_columns]
    if any(events):
        result.values["events"] = [event for event in events if event]
    return result


def event_of(row: Row, mapping: Mapping | None, where: Span) -> Translated:
    """The event in a row of an events file, its invoice among the values."""
    if mapping is None or mapping.events is None:
        return _own_names(row, IN_TABLES)
    return _translated(row, mapping.events, IN_TABLES, where)


def account_of(row: Row, mapping: Mapping | None, where: Span) -> Translated:
    """The account's own fields and the entry in a row of an accounts file; or, in JSON, the account's ``entries``."""
    if mapping is None or mapping.accounts is None:
        return _own_names(row, {**IN_ACCOUNT_TABLES, "entries": None})
    return _translated(row, mapping.accounts, IN_ACCOUNT_TABLES, where)


def number_of(value: Any) -> str | None:
    """The number of an invoice or an account as facts read it, so that all files meet."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    return unicodedata.normalize("NFC", str(value).strip()) or None


def with_way_out(problem: Problem, columns: Columns | None) -> Problem:
    """A fact's problem with the way out that a ledger has: a mapping file. ``columns`` is what one says of the file."""
    value = problem.value or ""
    way = None
    if problem.code == "DE504" and "," in value:
        grouped = """ and 'thousands: "."'""" if "." in value.partition(",")[0] else ""
        grouped = """ and 'thousands: " "'""" if re.search(r"[0-9]\s[0-9]", value) else grouped
        way = f"""'decimal: ","'{grouped} {IN_FORMAT}"""
    elif problem.code == "DE508" and columns is None and any(mark in value for mark in "/."):
        way = f"'date: D/M/YYYY', or what it is, {IN_FORMAT}"
    return (
        problem
        if way is None
        else replace(problem, hint=f"{problem.hint}; or give {way}" if problem.hint else f"give {way}")
    )


def _own_names(row: Row, known: AbstractMapping[str, Fact | None]) -> Translated:
    """What stands in columns of our own names; that nothing reads the others has been said."""
    return Translated({name: own(value, known[name]) for name, value in row.values.items() if name in known})


def _translated(row: Row, columns: Columns, known: AbstractMapping[str, Fact], where: Span) -> Translated:
    result = Translated(dict(columns.constants))
    for name, column in columns.columns.items():
        if column in row.values:
            _take(result, column, row.values[column], known[name], columns, where=where)
    return result


def _event_in(
    row: Row, event: EventFromColumns, columns: Columns, result: Translated, where: Span
) -> dict[str, Any] | None:
    if event.on not in row.values or not all(
        _as_text(row.values.get(name, "")) in held for name, held in event.when.items()
    ):
        return None
    found = Translated({"event": event.event, **event.constants})
    for name, column in (("on", event.on), *event.columns.items()):
        if column in row.values:
            _take(found, column, row.values[column], FIELDS[name], columns, where=where)
    result.problems += found.problems
    return found.values


def _take(result: Translated, column: str, value: Any, fact: Fact, columns: Columns, *, where: Span) -> None:
    name = fact.name
    words = columns.values.get(name)
    read = words.get(_as_text(value)) if words is not None else _by_form(value, fact, columns)
    if read is not None:
        result.values[name] = read
        return
    result.problems.append(
        Problem(
            code="DE559",
            message=f"column '{column}': '{short(str(value))}' {_reason(fact, columns, mapped=words is not None)}",
            hint=None if words is None else _cure(_as_text(value), words, fact, columns),
            span=where,
            fact=name,
            value=short(str(value)),
        )
    )


def _cure(word: str, words: AbstractMapping[str, Any], fact: Fact, columns: Columns) -> str:
    """What to do about a word that the mapping does not know; that it is a slip of one is said only of a slip."""
    ours = "true or false" if fact.kind is Kind.BOOLEAN else f"one of {', '.join(fact.words)}" if fact.words else "ours"
    section = f"{columns.section}: values" if columns.section else "values"
    near = closest(word, words, likeness=_SLIP)
    slip = f"; or did you mean '{near}'?" if near else ""
    return f"add it to the mapping, under '{section}: {fact.name}:', as '{short(word)}: …' with {ours}{slip}"


def _by_form(value: Any, fact: Fact, columns: Columns) -> Any:
    """The value in our own form; None when it does not have the mapping's. Typed values have no form."""
    form = columns.form
    if isinstance(value, str) and fact.kind in _NUMBERS and form.numbers is not None:
        return form.numbers.number(value)
    if isinstance(value, str) and form.date is not None:
        if fact.kind is Kind.DATE:
            return day(value, form.date)
        if fact.kind is Kind.MOMENT:
            return moment(value, form.date)
    return own(value, fact)


def _reason(fact: Fact, columns: Columns, *, mapped: bool) -> str:
    if mapped:
        return f"is none of the words that the mapping knows for '{fact.name}'"
    if fact.kind in {Kind.DATE, Kind.MOMENT}:
        return f"is no day of the form {columns.form.date_written}"
    numbers = columns.form.numbers
    marks = f"decimals after '{numbers.decimal}'" if numbers else "decimals"
    grouped = f" and '{numbers.thousands}' between thousands" if numbers and numbers.thousands else ""
    return f"is no number with {marks}{grouped}"


def _as_text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
