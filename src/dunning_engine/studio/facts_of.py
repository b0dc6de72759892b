"""An invoice that has been read, as the plain facts that it could be read from again."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.catalogue import GIVEN_BY_NAME, Fact, Kind
from dunning_engine.facts.event import FIELDS, EventKind
from dunning_engine.money import format_hundredths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dunning_engine.facts.event import Event
    from dunning_engine.facts.invoice import Invoice


def facts_of(invoice: Invoice) -> dict[str, Any]:
    """The facts that are known, in their names, with the events: amounts and percentages as text, days as ISO text."""
    told = _told(invoice, GIVEN_BY_NAME)
    events = [_told(event, FIELDS) for event in invoice.events]
    return told | ({"events": events} if events else {})


def _told(held: Invoice | Event, facts: Mapping[str, Fact]) -> dict[str, Any]:
    names = [one.name for one in fields(held) if one.name in facts]
    values = {name: getattr(held, name) for name in names}
    if values.get("event") is not None and values["event"] != EventKind.STEP:
        values.pop("fee")  # 0 where nobody gave one
    return {name: _written(value, facts[name].kind) for name, value in values.items() if value is not None}


def _written(value: Any, kind: Kind) -> Any:
    if kind in {Kind.AMOUNT, Kind.PERCENT}:
        return format_hundredths(value)
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    return str(value) if kind is Kind.WORD else value
