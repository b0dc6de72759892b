"""The mapping file: what another system's columns, words, dates and numbers are called here.

``load_mapping`` gives back a Mapping in which every name is known, or raises ``MappingError`` with every problem in the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.account import IN_ACCOUNT_TABLES
from dunning_engine.facts.catalogue import GIVEN_BY_NAME, REQUIRED, Fact, Kind
from dunning_engine.facts.event import FIELDS, IN_TABLES, SHAPES, EventKind
from dunning_engine.ledger.encoding import UTF_8
from dunning_engine.ledger.forms import NumberForm, date_form
from dunning_engine.problems import ProblemsError, has_errors
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from collections.abc import Mapping as AbstractMapping
    from os import PathLike

    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Document
    from dunning_engine.text.source import Path as Place


class MappingError(ProblemsError):
    """A mapping file that does not pass the check."""


_OF_THE_LEDGER = ("format", "values", "constants", "events_from_columns", "ignore")


@dataclass(frozen=True, slots=True)
class Format:
    """How the file is written. ``date`` is None for YYYY-MM-DD, ``numbers`` None for a point and no thousands mark."""

    delimiter: str = ","
    encoding: str = UTF_8
    numbers: NumberForm | None = None
    date: re.Pattern[str] | None = None
    date_written: str = "YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class Columns:
    """One file: ``columns`` maps our name to theirs, ``values`` a name's foreign words to ours.

    ``section`` is the mapping's key for it, none for the ledger itself.
    """

    columns: AbstractMapping[str, str]
    values: AbstractMapping[str, AbstractMapping[str, Any]]
    constants: AbstractMapping[str, Any]
    ignore: frozenset[str]
    form: Format
    section: str = ""


@dataclass(frozen=True, slots=True)
class EventFromColumns:
    """An event that stands in the invoice's own row: on the day in column ``on``, if that is filled and ``when`` holds."""

    event: str
    on: str
    when: AbstractMapping[str, frozenset[str]]
    columns: AbstractMapping[str, str]
    constants: AbstractMapping[str, Any]

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that it needs."""
        return (self.on, *self.when, *self.columns.values())


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping file. A file that it has no section for stands in our own names."""

    name: str
    invoices: Columns | None = None
    events: Columns | None = None
    accounts: Columns | None = None
    events_from_columns: tuple[EventFromColumns, ...] = field(default=())


def load_mapping(path: str | PathLike[str]) -> Mapping:
    """The mapping in the file at ``path``.

    Raises ``OSError`` when it cannot be opened and ``MappingError`` with all that is wrong in it.
    """
    return read_mapping(Path(path).read_bytes(), str(path))


def read_mapping(data: bytes, file: str) -> Mapping:
    """The mapping in ``data``; ``file`` is what problems call it. Raises ``MappingError``."""
    from dunning_engine.text.schema import check_shape  # noqa: PLC0415 - jsonschema is slow to import
    from dunning_engine.text.source import read_yaml  # noqa: PLC0415 - so is YAML, and few ledgers have a mapping

    document, problems = read_yaml(data, file, kind="mapping")
    if document is not None:
        problems = (*problems, *check_shape(document, "mapping"))
    if document is not None and not has_errors(problems):
        problems = tuple(_meaning(document))
    if document is None or has_errors(problems):
        raise MappingError(problems)
    return _mapping(document.value)


def _mapping(value: dict[str, Any]) -> Mapping:
    form = value.get("format", {})
    beside = {
        part: _columns(value[part], {**form, **value[part].get("format", {})}, part)
        for part in ("events", "accounts")
        if part in value
    }
    return Mapping(
        name=value["mapping"],
        invoices=_columns(value, form) if "columns" in value else None,
        events=beside.get("events"),
        accounts=beside.get("accounts"),
        events_from_columns=tuple(_event(event) for event in value.get("events_from_columns", ())),
    )


def _columns(value: dict[str, Any], form: dict[str, Any], section: str = "") -> Columns:
    date = form.get("date")
    numbers = NumberForm(form.get("decimal", "."), form.get("thousands", ""))
    return Columns(
        columns=value["columns"],
        values=value.get("values", {}),
        constants=value.get("constants", {}),
        ignore=frozenset(value.get("ignore", ())),
        form=Format(
            delimiter=form.get("delimiter", ","),
            encoding=form.get("encoding", UTF_8),
            numbers=None if numbers == NumberForm() else numbers,
            date=None if date is None else date_form(date),
            date_written=date or "YYYY-MM-DD",
        ),
        section=section,
    )


def _event(value: dict[str, Any]) -> EventFromColumns:
    when = {name: frozenset(held if isinstance(held, list) else [held]) for name, held in value.get("when", {}).items()}
    return EventFromColumns(value["event"], value["on"], when, value.get("columns", {}), value.get("constants", {}))


# Meaning: what the schema cannot say


def _meaning(document: Document) -> Iterator[Problem]:
    value = document.value
    if "columns" in value:
        yield from _meaning_of_columns(document, value, (), GIVEN_BY_NAME)
    else:
        yield from _without_columns(document)
    for name in REQUIRED if "columns" in value else ():
        if name not in value["columns"] and name not in value.get("constants", {}):
            yield document.problem(
                "DE561",
                f"nothing says where '{name}' comes from",
                ("columns",),
                on="key",
                hint=f"write '{name}: <their column>' under 'columns', or a value of its own under 'constants'",
            )
    for part, known in (("events", IN_TABLES), ("accounts", IN_ACCOUNT_TABLES)):
        if part in value:
            yield from _meaning_of_columns(document, value[part], (part,), known)
            yield from _meaning_of_file(document, part, known)
    for number, event in enumerate(value.get("events_from_columns", ())):
        yield from _meaning_of_event(document, event, ("events_from_columns", number))


def _without_columns(document: Document) -> Iterator[Problem]:
    """A mapping that leaves the ledger in our own names: it must say something of another file, and nothing of the ledger."""
    value = document.value
    if not {"events", "accounts"} & set(value):
        hint = "write 'columns: {invoice: <their column>, …}'; of the accounts 'accounts: {columns: {account: <their column>, …}}'"
        yield document.problem(
            "DE561", "the mapping says of no file what its columns are called", (), on="key", hint=hint
        )
        return
    for key in _OF_THE_LEDGER:
        if key in value:
            beside = next(part for part in ("accounts", "events") if part in value)
            hint = f"move it in under '{beside}:', or say under 'columns' what the ledger's columns are called"
            message = f"nothing reads '{key}': it is about the ledger, and there is no 'columns' for one"
            yield document.problem("DE563", message, (key,), on="key", hint=hint)


def _meaning_of_columns(
    document: Document, value: dict[str, Any], at: Place, known: AbstractMapping[str, Fact]
) -> Iterator[Problem]:
    columns, constants = value["columns"], value.get("constants", {})
    for name in constants:
        if name in columns:
            place = (*at, "columns", name)
            yield document.problem(
                "DE562",
                f"'{name}' has both a column and a constant",
                (*at, "constants", name),
                on="key",
                hint="keep one of them",
                related=(document.key_span(place),),
            )
        yield from _word(document, (*at, "constants", name), known[name], constants[name])
    for name, words in value.get("values", {}).items():
        if name not in columns:
            hint = "remove it, or give its column under 'columns'"
            yield document.problem(
                "DE563",
                f"'{name}' has values but no column: nothing reads them",
                (*at, "values", name),
                on="key",
                hint=hint,
            )
        for theirs, ours in words.items():
            yield from _word(document, (*at, "values", name, theirs), known[name], ours)
    for number, name in enumerate(value.get("ignore", ())):
        if name in columns.values():
            yield document.problem("DE562", f"column '{name}' is both read and ignored", (*at, "ignore", number))
    yield from _meaning_of_format(document, value.get("format", {}), (*at, "format"))


def _meaning_of_format(document: Document, form: dict[str, Any], at: Place) -> Iterator[Problem]:
    if "date" in form:
        try:
            date_form(form["date"])
        except ValueError as error:
            hint = "put it together of YYYY, MM or M, and DD or D, as in 'DD/MM/YYYY'"
            yield document.problem("DE564", f"'{form['date']}' is no form of a date: {error}", (*at, "date"), hint=hint)
    if form.get("thousands") == form.get("decimal", "."):
        yield document.problem("DE564", "decimals and thousands have the same mark", (*at, "thousands"))


def _meaning_of_file(document: Document, part: str, known: AbstractMapping[str, Fact]) -> Iterator[Problem]:
    value = document.value[part]
    of = {"events": "an event's", "accounts": "an account's"}[part]
    for name, fact in known.items():
        if not fact.optional and name not in value["columns"] and name not in value.get("constants", {}):
            message = f"nothing says where {of} '{name}' comes from"
            yield document.problem("DE561", message, (part, "columns"), on="key")


def _meaning_of_event(document: Document, event: dict[str, Any], at: Place) -> Iterator[Problem]:
    shape = SHAPES[EventKind(event["event"])]
    given = {**event.get("columns", {}), **event.get("constants", {})}
    readable = (*shape.must, *shape.may)
    for part in ("columns", "constants"):
        for name in event.get(part, {}):
            if name not in readable:
                yield document.problem(
                    "DE563",
                    f"a '{event['event']}' carries no '{name}'",
                    (*at, part, name),
                    on="key",
                    hint=did_you_mean(name, readable, "remove it"),
                )
            elif part == "constants":
                yield from _word(document, (*at, part, name), FIELDS[name], event[part][name])
    for name in shape.must:
        if name not in given:
            hint = f"write 'columns: {{{name}: <their column>}}'"
            yield document.problem("DE561", f"a '{event['event']}' needs '{name}'", at, hint=hint)


def _word(document: Document, at: Place, fact: Fact, value: Any) -> Iterator[Problem]:
    """Words and truth values are checked where they stand, not once more in each of thousands of rows."""
    if fact.kind is Kind.BOOLEAN and not isinstance(value, bool):
        yield document.problem("DE565", f"'{fact.name}' is true or false, not '{value}'", at)
    elif fact.kind is Kind.WORD and value not in fact.words:
        hint = did_you_mean(str(value), fact.words, f"one of {', '.join(fact.words)}")
        yield document.problem("DE565", f"'{value}' is no word of '{fact.name}'", at, hint=hint)
