"""Rows of the sheets as single invoices, for those that are not decided in columns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from dunning_engine.facts.catalogue import GIVEN, Fact, Kind
from dunning_engine.facts.consistency import find_contradictions
from dunning_engine.facts.event import FIELDS, Event, EventKind, in_key
from dunning_engine.facts.findings import Findings
from dunning_engine.facts.invoice import Invoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from dunning_engine.columns.sheets import Sheets
    from dunning_engine.columns.typed import Column, Words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def invoices_of(sheets: Sheets, rows: NDArray[np.int64]) -> Iterator[Invoice | None]:
    """The invoices of rows that fit; ``None`` for those whose facts contradict each other."""
    facts = {
        fact.name: _values(sheets.fact(fact.name), fact, sheets.vocabulary.facts.get(fact.name), rows) for fact in GIVEN
    }
    starts, counts = sheets.events.start[rows], sheets.events.count[rows]
    places = np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    fields = {
        name: _values(sheets.events.column(name), field, sheets.vocabulary.fields.get(name), places)
        for name, field in FIELDS.items()
    }
    first = 0
    for place, count in enumerate(counts.tolist()):
        values = {name: held[place] for name, held in facts.items() if held is not None and held[place] is not None}
        events = [_event(fields, at, values["invoice"]) for at in range(first, first + count)]
        first += count
        found = Findings(values=values, events=list(enumerate(events)))
        find_contradictions(found)
        yield None if found.problems else Invoice(**values, events=tuple(events))


def _event(fields: dict[str, list[Any] | None], at: int, number: str) -> Event:
    values = {name: held[at] for name, held in fields.items() if held is not None and held[at] is not None}
    values["event"] = EventKind(values["event"])
    if "key" in values:
        values["key"] = f"{in_key(number)}/{values['key']}"
    return Event(**values)


def _values(column: Column | None, fact: Fact, words: Words | None, rows: NDArray[np.int64]) -> list[Any] | None:
    """The values of some rows, ``None`` where there is none."""
    if column is None:
        return None
    if fact.kind is Kind.BOOLEAN and column.codes is not None:
        return [(None, False, True)[code] for code in column.codes[rows].tolist()]
    if column.codes is not None and words is not None:
        return [words.words[code] for code in column.codes[rows].tolist()]
    if column.texts is not None:
        return column.texts.gather(rows).to_list()
    if column.numbers is None:
        return None
    read = _READ.get(fact.kind, int)
    there = column.present[rows].tolist()
    return [read(value) if known else None for value, known in zip(column.numbers[rows].tolist(), there, strict=True)]


_READ: dict[Kind, Callable[[int], Any]] = {
    Kind.DATE: date.fromordinal,
    Kind.MOMENT: lambda microseconds: _EPOCH + timedelta(microseconds=microseconds),
}
