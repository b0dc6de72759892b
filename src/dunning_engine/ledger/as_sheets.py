"""A ledger that was read row by row, as sheets: what is decided in columns can then take it as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from dunning_engine.facts.catalogue import GIVEN, Fact, Kind
from dunning_engine.facts.event import FIELDS, SHAPES
from dunning_engine.ledger.part import Sheet
from dunning_engine.money import format_hundredths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.facts.event import Event
    from dunning_engine.ledger.ledger import Entry, Ledger


def sheets_of(ledger: Ledger) -> tuple[Sheet, Sheet]:
    """The invoices that could be read, in our own columns as CSV would have them, and their events."""
    entries = [entry for entry in ledger.entries if entry.invoice is not None]
    invoices = {fact.name: _texts((getattr(one.invoice, fact.name) for one in entries), fact) for fact in GIVEN}
    happened = [(entry, event) for entry in entries if entry.invoice is not None for event in entry.invoice.events]
    events = {name: _texts((_carried(event, name) for _, event in happened), field) for name, field in FIELDS.items()}
    numbers = pl.Series([entry.number for entry, _ in happened], dtype=pl.String)
    return (
        Sheet(ledger.file, pl.DataFrame(invoices), _lines(entries)),
        Sheet(ledger.file, pl.DataFrame({"invoice": numbers, **events}), _lines(entry for entry, _ in happened)),
    )


def _carried(event: Event, name: str) -> Any:
    """A field that the event's kind carries; others stand at what they are where nobody says anything."""
    shape = SHAPES[event.event]
    return getattr(event, name) if name in {"on", "event", *shape.must, *shape.may} else None


def _texts(values: Iterable[Any], fact: Fact) -> pl.Series:
    return pl.Series([None if value is None else _text(value, fact.kind) for value in values], dtype=pl.String)


def _text(value: Any, kind: Kind) -> str:
    match kind:
        case Kind.AMOUNT | Kind.PERCENT:
            return format_hundredths(value)
        case Kind.DATE | Kind.MOMENT:
            return str(value.isoformat())
        case Kind.BOOLEAN:
            return "true" if value else "false"
        case _:
            return str(value)


def _lines(entries: Iterable[Entry]) -> pl.Series:
    return pl.Series([entry.line for entry in entries], dtype=pl.Int64)
