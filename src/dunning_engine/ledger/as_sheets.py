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
    from dunning_engine.ledger.ledger import Ledger


def sheets_of(ledger: Ledger) -> tuple[Sheet, Sheet]:
    """The invoices that could be read, in our own columns as CSV would have them, and their events.

    Their lines are their places in the ledger, from 1 on: in JSON several may stand on one line.
    """
    held = [(line, entry.invoice) for line, entry in enumerate(ledger.entries, start=1) if entry.invoice is not None]
    invoices = {fact.name: _texts((getattr(invoice, fact.name) for _, invoice in held), fact) for fact in GIVEN}
    happened = [(line, invoice.invoice, event) for line, invoice in held for event in invoice.events]
    events = {
        name: _texts((_carried(event, name) for _, _, event in happened), field) for name, field in FIELDS.items()
    }
    numbers = pl.Series([number for _, number, _ in happened], dtype=pl.String)
    return (
        Sheet(ledger.file, pl.DataFrame(invoices), _lines(line for line, _ in held)),
        Sheet(ledger.file, pl.DataFrame({"invoice": numbers, **events}), _lines(line for line, _, _ in happened)),
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


def _lines(lines: Iterable[int]) -> pl.Series:
    return pl.Series([*lines], dtype=pl.Int64)
