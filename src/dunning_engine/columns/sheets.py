"""The invoices and events of a part as columns, in the names that recordings use.

A fact of the invoice is named ``amount``; of the event number k (from 0, in the order of their days) ``("amount", k)``.
Whether it is there is asked as the choice ``amount?``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import polars as pl

from dunning_engine.columns.matching import differ, rows_of
from dunning_engine.columns.typed import Column, Words, typed
from dunning_engine.facts.catalogue import GIVEN, GIVEN_BY_NAME
from dunning_engine.facts.checks import FACT_READERS, FIELD_READERS
from dunning_engine.facts.event import FIELDS, EventKind, in_key
from dunning_engine.facts.event_reading import read_events
from dunning_engine.facts.findings import Findings
from dunning_engine.facts.raw import own, plain

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from dunning_engine.columns.typed import Flags, Ints

# Told apart value by value: what is compared with names, and the rate, of which an index is built each.
OPEN_WORDS = frozenset({"currency", "policy", "last_step", "interest_rate"})
OPEN_FIELDS = frozenset({"step", "fact", "key"})
MOST_EVENTS = 40
"""An invoice with more is decided by itself."""


class Vocabulary:
    """The words of every fact and field by code, over all parts of a ledger."""

    def __init__(self) -> None:
        self.facts = {fact.name: Words(fact.words) for fact in GIVEN if fact.words or fact.name in OPEN_WORDS}
        self.fields = {name: Words(tuple(field.words)) for name, field in FIELDS.items() if field.words}
        self.fields |= {name: Words() for name in OPEN_FIELDS}
        self.fields["event"] = Words(tuple(EventKind))


class Events:
    """The events of a part, those of an invoice beside each other, in the order of their days.

    ``start`` and ``count`` say for each invoice where its events stand. ``stray`` are the rows of events about no invoice of
    the part; ``spoilt`` are the invoices with an event that has to be read by itself, or with more than `MOST_EVENTS`.
    """

    def __init__(self, frame: pl.DataFrame | None, numbers: pl.Series, vocabulary: Vocabulary) -> None:
        invoices = len(numbers)
        self.spoilt: Flags = np.zeros(invoices, bool)
        self.stray: Ints = np.zeros(0, np.int64)
        self.count: Ints = np.zeros(invoices, np.int64)
        self.start: Ints = np.zeros(invoices, np.int64)
        self.owner: Ints = np.full(0 if frame is None else frame.height, -1, np.int64)
        self._columns: dict[str, Column] = {}
        if frame is None or not frame.height:
            return
        columns = {
            name: typed(frame[name], field, FIELD_READERS[name], vocabulary.fields.get(name) if name != "key" else None)
            for name, field in FIELDS.items()
            if name in frame.columns
        }
        self.owner = owner = _owners(frame["invoice"], numbers)
        self.stray = np.flatnonzero(owner < 0)
        bad = _unfit_events(frame, columns)
        if "key" in columns and columns["key"].texts is not None and columns["event"].codes is not None:
            bad |= _keys(columns["key"], owner, numbers, columns["event"], vocabulary)
        self.spoilt[owner[bad & (owner >= 0)]] = True
        on = columns["on"].numbers
        if on is None:  # no event has a day: all of them are bad
            return
        kept = np.flatnonzero(owner >= 0)
        order = kept[_order(owner[kept], on[kept])]
        self._columns = {name: _taken(column, order) for name, column in columns.items()}
        self.count = np.bincount(owner[order], minlength=invoices)
        self.start = np.cumsum(self.count) - self.count
        self.spoilt |= self.count > MOST_EVENTS

    def column(self, name: str) -> Column | None:
        """The column of a field, ``None`` where no event has it."""
        return self._columns.get(name)


class Sheets:
    """The columns of a part, as recordings and replays ask for them. ``unfit`` are the rows that have to be read by themselves."""

    def __init__(self, invoices: pl.DataFrame, events: pl.DataFrame | None, vocabulary: Vocabulary) -> None:
        self.height = invoices.height
        self.vocabulary = vocabulary
        self._facts = {
            fact.name: typed(invoices[fact.name], fact, FACT_READERS[fact.name], vocabulary.facts.get(fact.name))
            for fact in GIVEN
            if fact.name in invoices.columns
        }
        numbers = self._facts["invoice"].texts
        if numbers is None:
            numbers = pl.Series([None] * self.height, dtype=pl.String)
        self.events = Events(events, numbers, vocabulary)
        self.unfit = self._unfit(invoices, numbers)
        # The rows and the event asked for last, with their places: a recording asks for one field of an event after the other.
        self._last: tuple[tuple[Ints | None, int], Ints] = (None, 0), np.zeros(0, np.int64)

    def _unfit(self, invoices: pl.DataFrame, numbers: pl.Series) -> Flags:
        unfit = self.events.spoilt.copy()
        for name, column in self._facts.items():
            if column.bad is not None:
                unfit |= column.bad
            if not GIVEN_BY_NAME[name].optional:
                unfit |= column.present == 0
        if "events" in invoices.columns:
            unfit |= invoices["events"].is_not_null().to_numpy()
        if not differ(numbers):
            unfit |= numbers.is_duplicated().to_numpy()
        return unfit

    def fact(self, name: str) -> Column | None:
        """The column of a fact of the invoice, ``None`` where the sheet has none."""
        return self._facts.get(name)

    def numbers(self, column: Hashable, rows: Ints) -> Ints:
        """Whole numbers of some rows, which ascend."""
        held, _, places = self._place(column, rows)
        return np.zeros(len(rows), np.int64) if held is None or held.numbers is None else held.numbers[places]

    def codes(self, column: Hashable, rows: Ints) -> NDArray[Any]:
        """Codes of some rows, which ascend."""
        if column == "events":
            return self.events.count[_stretch(rows)]
        held, there, places = self._place(column, rows)
        found = None if held is None else held.present if there else held.codes
        return np.zeros(len(rows), np.int8) if found is None else found[places]

    def texts(self, column: Hashable, rows: Ints) -> pl.Series:
        """Texts of some rows, in any order."""
        held, places = self._facts.get(column) if isinstance(column, str) else None, rows
        if not isinstance(column, str):
            name, number = cast("tuple[str, int]", column)
            held, places = self.events.column(name), self.events.start[rows] + number
        if held is None or held.texts is None:
            return pl.Series([None] * len(rows), dtype=pl.String)
        return held.texts.gather(places)

    def _place(self, column: Hashable, rows: Ints) -> tuple[Column | None, bool, Ints | slice]:
        """The column of a name, whether it is asked for its presence, and where in it the rows stand."""
        if isinstance(column, str):
            return self._facts.get(column.removesuffix("?")), column.endswith("?"), _stretch(rows)
        name, number = cast("tuple[str, int]", column)
        held = self.events.column(name.removesuffix("?"))
        asked, places = self._last
        if asked[0] is not rows or asked[1] != number:
            places = self.events.start[_stretch(rows)] + number
            self._last = (rows, number), places
        return held, name.endswith("?"), places


def _stretch(rows: Ints) -> Ints | slice:
    """Rows that follow each other, as a stretch: it is looked at where it lies."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


class Row:
    """One row of the sheets, as an example to record on."""

    def __init__(self, sheets: Sheets, row: int) -> None:
        self._sheets = sheets
        self._row = np.array([row], np.int64)

    def number(self, column: Hashable) -> int:
        """The whole number in a column."""
        return int(self._sheets.numbers(column, self._row)[0])

    def code(self, column: Hashable) -> int:
        """The code in a column of choices."""
        return int(self._sheets.codes(column, self._row)[0])

    def text(self, column: Hashable) -> str:
        """The text in a column."""
        return str(self._sheets.texts(column, self._row)[0])


def _owners(named: pl.Series, numbers: pl.Series) -> Ints:
    """For each event the row of its invoice, the first of that number, -1 where there is none."""
    of_events = typed(named, GIVEN_BY_NAME["invoice"], FACT_READERS["invoice"], None).texts
    if of_events is None:
        return np.full(len(named), -1, np.int64)
    return rows_of(of_events, numbers)


def _order(owner: Ints, on: Ints) -> Ints:
    """The order by invoice, by day, and as given."""
    if not len(owner):
        return np.zeros(0, np.int64)
    steps = np.diff(owner)
    if (steps >= 0).all() and (np.diff(on)[steps == 0] >= 0).all():
        return np.arange(len(owner), dtype=np.int64)
    return np.lexsort((on, owner))


def _taken(column: Column, order: Ints) -> Column:
    in_place = len(order) == len(column.present) and (order[:1] == 0).all() and (np.diff(order) == 1).all()
    if in_place:
        return column
    return Column(
        present=column.present[order],
        numbers=None if column.numbers is None else column.numbers[order],
        codes=None if column.codes is None else column.codes[order],
        texts=None if column.texts is None else column.texts.gather(order),
    )


def _unfit_events(frame: pl.DataFrame, columns: dict[str, Column]) -> Flags:
    """Events that cannot be read, or that their kind has not the shape for: of each shape, one is read by itself."""
    bad: Flags = np.zeros(frame.height, bool)
    shape = np.zeros(frame.height, np.int64)
    for column in columns.values():
        if column.bad is not None:
            bad |= column.bad
        shape = shape * 2 + column.present
    kinds, amounts = columns["event"].codes, columns.get("amount")
    if kinds is None:
        return np.ones(frame.height, bool)
    shape = shape * len(FIELDS) * 2 + kinds
    if amounts is not None and amounts.numbers is not None:
        shape = shape * 2 + ((amounts.numbers == 0) & (amounts.present == 1))
    shape[bad] = -1
    first = pl.Series(shape).arg_unique().to_list()
    refused = [shape[row] for row in first if shape[row] < 0 or not _reads(frame.row(row, named=True))]
    return np.isin(shape, refused) if refused else bad


def _reads(row: dict[str, Any]) -> bool:
    found = Findings()
    event = {
        name: own(plain(value), FIELDS[name]) for name, value in row.items() if name in FIELDS and value is not None
    }
    read_events(found, [event])
    return not found.problems


def _keys(column: Column, owner: Ints, numbers: pl.Series, kinds: Column, vocabulary: Vocabulary) -> Flags:
    """Code the keys by what follows the invoice's own number; those that do not begin with it are read by themselves."""
    assert column.texts is not None  # noqa: S101 - asked by the caller
    assert kinds.codes is not None  # noqa: S101 - a file of events has kinds
    kind = vocabulary.fields["event"]
    read = np.isin(kinds.codes, [kind.code(EventKind.DONE), kind.code(EventKind.STEP)]) & (column.present == 1)
    places = np.flatnonzero(read & (owner >= 0))
    codes = np.zeros(len(owner), np.int32)
    refused = np.zeros(len(owner), bool)
    different = numbers.str.contains("[%/]").any()
    begins = (
        pl.Series([None if one is None else in_key(one) for one in numbers], dtype=pl.String) if different else numbers
    )
    frame = pl.DataFrame({"key": column.texts.gather(places), "begin": begins.gather(owner[places]) + "/"})
    rest = frame.select(
        pl.when(pl.col("key").str.starts_with(pl.col("begin"))).then(pl.col("key").str.strip_prefix(pl.col("begin")))
    ).to_series()
    words, own_words = rest.unique(), vocabulary.fields["key"]
    coded = rest.replace_strict(
        words, [0 if word is None else own_words.code(word) for word in words], return_dtype=pl.Int32
    )
    codes[places] = coded.to_numpy()
    refused[places] = rest.is_null().to_numpy()
    column.codes = codes
    return refused
