"""Invoices and events as mappings, drawn or ordinary, and as the sheets of a part."""

from datetime import date

import polars as pl
from hypothesis import strategies as st

from dunning_engine.columns.sheets import Sheets, Vocabulary
from dunning_engine.facts.catalogue import GIVEN, Kind
from dunning_engine.facts.event import FIELDS, RECORDED_AS_DONE, SHAPES, EventKind, in_key

ORDINARY = {
    "customer": "17",
    "customer_kind": "business",
    "issued_on": "2026-01-30",
    "due_on": "2026-03-02",
    "amount": "10000.00",
    "currency": "SEK",
}


def invoice(number, **facts):
    return {"invoice": number, **ORDINARY, **facts}


def event(number, on, kind, **fields):
    return {"invoice": number, "on": f"2026-03-{on:02d}", "event": kind, **fields}


def frame_of(rows, columns=()):
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    )


def sheets_of(invoices, events=None, vocabulary=None):
    """The sheets of some mappings; events name their invoice."""
    beside = None if events is None else frame_of(events, ("invoice", "on", "event"))
    return Sheets(frame_of(invoices, ("invoice", *ORDINARY)), beside, vocabulary or Vocabulary())


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str)
_BY_KIND = {
    Kind.TEXT: st.sampled_from(["a", "Åsa & co", " b ", "1", '"\\', "x;y"]),
    Kind.BOOLEAN: st.sampled_from(["true", "false"]),
    Kind.WHOLE: st.integers(1, 5).map(str),
    Kind.AMOUNT: st.sampled_from(["1", "60.00", "180.5", "10000.00", "0.01"]),
    Kind.PERCENT: st.sampled_from(["0", "8.5", "24.00"]),
    Kind.DATE: DAYS,
    Kind.MOMENT: st.sampled_from(["2026-03-02T14:30", "2026-07-01 08:00:30", "2026-03-02T13:30Z", "2026-10-25T02:30"]),
}
_BY_NAME = {
    "currency": st.sampled_from(["SEK", "EUR"]),
    "customer_email": st.sampled_from(["a@b.se", "å@exempel.se"]),
    "customer_identity_number": st.sampled_from(["556036-0793", "5560360793"]),
    "fact": st.sampled_from(["customer_email", "payout_to"]),
    "step": st.sampled_from(["reminder", "demand"]),
    "issued_on": st.dates(date(2025, 12, 1), date(2026, 1, 2)).map(str),
    "until": st.dates(date(2026, 10, 1), date(2027, 1, 1)).map(str),
    "pay_by": st.dates(date(2026, 10, 1), date(2027, 1, 1)).map(str),
}


def _values(fact):
    if fact.name in _BY_NAME:
        return _BY_NAME[fact.name]
    return st.sampled_from(fact.words) if fact.words else _BY_KIND[fact.kind]


NUMBERS = st.sampled_from(["1001", "1002", "17", "50%/1", "a", "Å-1"])
FACTS = st.fixed_dictionaries(
    {fact.name: _values(fact) for fact in GIVEN if not fact.optional and fact.name != "invoice"},
    optional={fact.name: _values(fact) for fact in GIVEN if fact.optional},
)


@st.composite
def events_of(draw, number):
    kind = draw(st.sampled_from(list(EventKind)))
    shape = SHAPES[kind]
    optional = [name for name in shape.may if draw(st.booleans())]
    fields = {name: draw(_values(FIELDS[name])) for name in (*shape.must, *optional)}
    if "key" in fields:
        done = draw(st.sampled_from([*RECORDED_AS_DONE, "reminder", "reminder/2"]))
        fields["key"] = f"{in_key(number)}/{done}" if draw(st.integers(0, 5)) else f"another/{done}"
    return {"invoice": number, "on": draw(DAYS), "event": str(kind), **fields}


_IN_PLACE_OF_EVENTS = ("balance", "paid_on", "last_step", "last_step_on")


@st.composite
def ledgers(draw):
    """Some invoices with their events, in any order."""
    numbers = draw(st.lists(NUMBERS, unique=True, min_size=1, max_size=4))
    invoices = [{"invoice": number, **draw(FACTS)} for number in numbers]
    happened = [draw(events_of(number)) for number in numbers for _ in range(draw(st.integers(0, 4)))]
    if draw(st.integers(0, 3)):  # mostly without what contradicts events
        invoices = [{name: one[name] for name in one if name not in _IN_PLACE_OF_EVENTS} for one in invoices]
    return invoices, draw(st.permutations(happened))
