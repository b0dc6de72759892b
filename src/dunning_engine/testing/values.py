"""What stands in a scenario's text and tables, as values: amounts, days, facts, an event's details.

Amounts may be written ``60``, ``60.00``, ``60,00`` or ``10 000,00 kr``; days are ``YYYY-MM-DD``; yes and no are ``ja``,
``nej``, ``true`` or ``false``. Anything else raises ``ScenarioError`` with what was expected.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.catalogue import GIVEN_BY_NAME, Kind
from dunning_engine.facts.event import FIELDS, SHAPES
from dunning_engine.money import format_hundredths, parse_hundredths
from dunning_engine.testing.words import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.facts.event import Event

AMOUNT = r"-?\d[\d ]*(?:[.,]\d{1,2})?(?: kr)?"
DAY = r"\d{4}-\d{2}-\d{2}"

_BOOLEANS = {"ja": True, "true": True, "yes": True, "nej": False, "false": False, "no": False}
_AMOUNTS_OF_EVENTS = tuple(name for name, field in FIELDS.items() if field.kind is Kind.AMOUNT)
_AMOUNTS = frozenset(
    {
        *("amount", "fee", "interest", "principal", "fees_before", "amount_to_pay"),
        *("advance", "payout", "debit", "credit"),
    }
)
_DETAIL = re.compile(rf'([a-z_]+) (?:"([^"]*)"|({DAY}|{AMOUNT}|[a-z_]+))(?:, | och | and |$)')


def amount(text: str) -> int:
    """Öre in ``"10 000,00 kr"``."""
    return parse_hundredths(text.removesuffix("kr").replace(" ", "").replace(",", "."))


def day(text: str) -> date:
    """The day in ``"2026-03-12"``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ScenarioError(
            f"{text!r} is no day in the calendar; a day is written 2026-03-12",
            f"{text!r} är ingen dag i kalendern; en dag skrivs 2026-03-12",
        ) from None


def number(text: str) -> int:
    """The whole number in ``"12"``."""
    if not text.isdecimal():
        raise ScenarioError(f"{text!r} is no whole number", f"{text!r} är inget heltal")
    return int(text)


def fact_value(name: str, text: str) -> Any:
    """The value of a given fact as JSON holds it; an unknown fact's text stays, for ``evaluate()`` to refuse."""
    fact = GIVEN_BY_NAME.get(name)
    kind = Kind.TEXT if fact is None else fact.kind
    if kind is Kind.BOOLEAN and text in _BOOLEANS:
        return _BOOLEANS[text]
    if kind is Kind.WHOLE and text.isdecimal():
        return int(text)
    if kind in (Kind.AMOUNT, Kind.PERCENT) and re.fullmatch(AMOUNT, text):
        return format_hundredths(amount(text))
    return text


def event_value(name: str, text: str) -> str:
    """The value of an event's field as JSON holds it."""
    return format_hundredths(amount(text)) if name in _AMOUNTS_OF_EVENTS and re.fullmatch(AMOUNT, text) else text


def event_details(text: str) -> dict[str, str]:
    """``amount 500,00 kr, reason "…"`` as the fields of an event."""
    details: dict[str, str] = {}
    position = 0
    while position < len(text):
        found = _DETAIL.match(text, position)
        if found is None:
            raise ScenarioError(
                f"not 'field value, field value': {text[position:]!r}",
                f"inte 'fält värde, fält värde': {text[position:]!r}",
            )
        details[found[1]] = event_value(found[1], found[2] if found[2] is not None else found[3])
        position = found.end()
    return details


def event_as_given(event: Event) -> dict[str, str]:
    """The event as a mapping has it: what its kind carries and what is known, amounts and days as text."""
    shape = SHAPES[event.event]
    given = {"on": event.on.isoformat(), "event": event.event.value}
    for name in (*shape.must, *shape.may):
        value = getattr(event, name)
        if value is not None:
            given[name] = format_hundredths(value) if FIELDS[name].kind is Kind.AMOUNT else str(value)
    return given


def comparable(row: dict[str, str]) -> dict[str, str]:
    """A row of a Then's table with its amounts as results have them."""
    return {
        name: format_hundredths(amount(text)) if name in _AMOUNTS and re.fullmatch(AMOUNT, text) else text
        for name, text in row.items()
    }


def pairs(table: Sequence[Sequence[object]]) -> list[tuple[str, str]]:
    """A table of two columns, a name and a value a row."""
    if len(table[0]) != 2:  # noqa: PLR2004 - a name and a value
        raise ScenarioError(
            f"this table has {len(table[0])} columns; two are read, a name and a value a row",
            f"tabellen har {len(table[0])} kolumner; två läses, ett namn och ett värde på varje rad",
        )
    return [(str(name), str(value)) for name, value in table]


def rows(table: Sequence[Sequence[object]], *must: str) -> list[dict[str, str]]:
    """A table with a heading as one mapping a row; the heading has at least the columns ``must``, and a row below it."""
    heading = [str(cell) for cell in table[0]]
    missing = [name for name in must if name not in heading]
    if missing:
        names = ", ".join(missing)
        raise ScenarioError(f"the table lacks the column {names}", f"tabellen saknar kolumnen {names}")
    if not table[1:]:
        raise ScenarioError(
            "the table has no row below its heading: the first row names the columns",
            "tabellen har ingen rad under rubriken: första raden är kolumnernas namn",
        )
    return [dict(zip(heading, (str(cell) for cell in row), strict=True)) for row in table[1:]]
