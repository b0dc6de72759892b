"""Ledgers in columns, drawn: a few courses of events, each in many copies that differ in amounts and days.

What is recorded on one copy is replayed on the others, which lie on either side of every threshold.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import polars as pl
from caller import as_mapping, recorded
from drawn import Draws
from drawn_invoices import invoices, offers, trades, with_events
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.catalogue import GIVEN, Kind
from dunning_engine.facts.event import IN_TABLES, Event, EventKind
from dunning_engine.problems import FactError

# Around what drawn policies ask: 1000.00 of the amount, the fees' caps, interest of 5.00, 50.00 and 100.00.
AMOUNTS = (0, 1, 4_999, 5_000, 17_999, 99_999, 100_000, 100_001, 2_000_000, 99_999_999, 10**14)
TEXTS = ("1001", "F/17", "100%", "Å-1 ä", 'a"b', "a\\b", "%2F", "a'b", "7", "é", "x" * 70)
UNFIT = {
    "amount": ("1,5", "1.234", "-0", "1e3", "  12.50 ", "99999999999999.99", "-100.00", "0.00"),
    "due_on": ("2022-02-30", "2/3/2022", "1800-01-01", " 2022-03-01 ", "2022-03-01 00:00:00", "2199-12-31", "44621"),
    "issued_on": ("2199-12-31", "1900-01-01", "20220301"),
    "customer_kind": ("Business", " consumer", "firma"),
    "currency": ("EUR", "sek", " SEK"),
    "customer": ("", "  ", "K1 ", "\u00a0K1", "E\u0301", "K\x01"),
    "client": ("C1 ", "Ö AB", "E\u0301", "a\tb", "a\nb", "\ue000t1\ue001"),
    "customer_email": ("a@b", "å@example.se", "a b@example.se"),
    "interest_rate": ("8", "8.5", "1000.00", "1000.01", "-1", "0"),
    "due_date_agreed": ("true", "ja", "True", ""),
    "credit_risk": ("0", "3.0", "7", "999"),
    "paid_on": ("2022-01-01",),
    "last_step": ("s0", "s1", "s9", "\ue0001||\ue001"),
    "last_step_on": ("2022-01-01", "2199-12-31"),
    "balance": ("0.00", "12.34", "-5.00"),
    "payments_known_through": ("2021-12-31", "2023-06-01"),
    "customer_email_registered_at": ("2022-03-01T12:00", "2022-03-27 02:30", "2022-10-30T02:30:00Z", "2022-03-01"),
    "created_at": ("2022-03-01T12:00", "2022-03-01T23:30Z", "2199-12-31T23:30"),
    "customer_identity_number": ("556012-5790", "8112289874", "811228-9873", "16556012-5790"),
    "customer_registered_address": ('Gatan 1 "B"', "Väg\\1"),
    "policy": ("drawn", "service", "nobody", ""),
    "invoice": ("", " 1001 ", "E\u0301"),
}
UNFIT_EVENTS = {
    "on": ("", "2022-13-01", "1900-01-01", "2199-12-31"),
    "event": ("", "betald", "note", "resume", "closed", "written_off"),
    "amount": ("0", "-1", "0.001", "10000000000000.00", ""),
    "until": ("1999-01-01", "2199-12-31", ""),
    "step": ("s0", "s9", ""),
    "key": ("1001/pay_out", "x", "1001/nothing", "F%2F17/decline"),
    "invoice": ("", "9999", "1001 ", "E\u0301"),
    "text": ("Hej", "\x02"),
    "reason": ("Fel",),
    "fact": ("customer_email", "nothing"),
    "sale": ("pledged", "sold"),
    "pay_by": ("1999-01-01", "2199-12-31"),
}


@st.composite
def courses(draw, histories, *, first=None, last=None):
    """A policy's name, an invoice, and the day it is looked at: with what happened, and what was decided on earlier days."""
    of = Draws(draw)
    name = of.pick(*sorted(histories))
    within = {} if first is None else {"first": first, "last": last}
    invoice = draw(offers(**within) if of.one_in(2) else invoices(**within))
    if of.one_in(4):
        invoice = with_events(invoice, *draw(trades(invoice.issued_on)))
    if of.one_in(4):
        invoice = replace(invoice, interest_rate=of.pick(0, 850, 2400, 100_000))
    if of.one_in(5):
        invoice = replace(invoice, amount=of.pick(*AMOUNTS, 10**15, -5_000))
    if of.one_in(3):
        late = invoice.due_on + timedelta(days=of.pick(1, 5, 31, 60))
        invoice = with_events(invoice, Event(on=late, event=EventKind.PAYMENT, amount=max(invoice.amount, 1)))
    day = invoice.issued_on if of.one_in(2) else invoice.due_on
    for at_the_end in [False] * of.days(0, 5) + [True]:
        try:
            decision = evaluate(histories[name], invoice, as_of=day)
        except FactError:
            break
        if at_the_end and decision.actions:
            break
        invoice = recorded(invoice, decision, more_time=of.pick(0, 0, 4))
        if decision.next is not None and not of.one_in(4):
            day = max(day, decision.next.earliest)
        else:
            day += timedelta(days=of.pick(0, 1, 8, 15, 30))
        day = min(day, date(2199, 12, 1))
    return name, invoice, day


def copies(random, course, count, as_of, *, customers):
    """The course again and again, as the rows of a ledger and of its events: days, amounts and numbers are each copy's own."""
    name, invoice, seen = course
    rows, events = [], []
    for _ in range(count):
        shift = (as_of - seen).days + random.choice((0, 0, 0, 1, -1, 2, 3))
        try:
            rows_of_one = _copy(random, name, invoice, shift, customers)
        except OverflowError:
            continue
        rows.append(rows_of_one[0])
        events += rows_of_one[1]
    return rows, events


def _copy(random, name, invoice, shift, customers):
    one = _moved(invoice, shift)
    number = _number(random)
    factor = random.choice((1, 1, 1, 2, 10, 1000))
    more = random.choice((0, 0, 0, 1, -1, 100))
    mapping = as_mapping(replace(one, invoice=number, customer=random.choice(customers)))
    if random.random() < 0.3:
        mapping["amount"] = hundredths(random.choice(AMOUNTS))
    else:
        mapping["amount"] = hundredths(max(-LARGEST, min(LARGEST - 1, one.amount * factor + more)))
    if one.interest_rate is not None:
        mapping["interest_rate"] = hundredths(one.interest_rate)
    for fact in ("client", "sent_by", "customer_kind", "collection_agreement", "due_date_agreed"):
        if random.random() < 0.05:
            mapping[fact] = {
                "client": "C1",
                "sent_by": "post",
                "customer_kind": "consumer",
                "collection_agreement": True,
                "due_date_agreed": False,
            }[fact]
    if random.random() < 0.15:
        mapping["due_on"] += timedelta(days=random.choice((1, 2, 5, 30)))
    if random.random() < 0.1:
        mapping["sent_on"] = mapping["issued_on"] + timedelta(days=random.choice((0, 1, 4)))
    happened = [
        {"invoice": number, **_jittered(random, event, number, invoice.invoice)} for event in mapping.pop("events")
    ]
    for event in happened:
        if event.get("amount") == hundredths(one.amount) and random.random() < 0.8:
            event["amount"] = mapping["amount"].removeprefix("-")
    return {**mapping, "policy": name}, happened


LARGEST = 10**15
RANDOM = st.integers(0, 10**9).map(Random)
"""One draw for all that copies differ in."""


def _moved(invoice, days):
    def moved(of):
        return {
            name: getattr(of, name) + timedelta(days=days) for name in of.__slots__ if type(getattr(of, name)) is date
        }

    return replace(invoice, **moved(invoice), events=tuple(replace(event, **moved(event)) for event in invoice.events))


def _number(random):
    return f"{random.choice(TEXTS)}{random.randrange(10**6)}" if random.random() < 0.3 else str(random.randrange(10**9))


def _jittered(random, event, number, before):
    event = {name: value for name, value in event.items() if value is not None}
    if "key" in event:
        event["key"] = in_key(number) + event["key"].removeprefix(in_key(before))
    if random.random() < 0.15:
        days = random.choice((-1, 1, 2))
        event["on"] += timedelta(days=days)
        for name in ("until", "pay_by"):
            if name in event and event[name] < event["on"]:
                event[name] = event["on"]
    for name in ("amount", "interest"):
        if name in event and random.random() < 0.5:
            whole = round(float(event[name]) * 100)
            event[name] = hundredths(max(1, random.choice((whole + 1, whole - 1, whole * 2, whole // 2, 100_000))))
    return event


def in_key(number):
    return number.replace("%", "%25").replace("/", "%2F")


def hundredths(ore):
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02}"


def texts(rows, names):
    """Rows as a frame of text, as a CSV file gives them."""
    return pl.DataFrame({name: pl.Series([_as_text(row.get(name)) for row in rows], dtype=pl.String) for name in names})


def _as_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def invoice_frame(rows):
    return texts(rows, [fact.name for fact in GIVEN])


def event_frame(rows):
    return texts(rows, list(IN_TABLES))


def spoil(random, frame, unfit, count):
    """The frame with some cells that are odd or cannot be read."""
    rows = frame.rows(named=True)
    for _ in range(count):
        if rows:
            name = random.choice(sorted(unfit))
            random.choice(rows)[name] = random.choice(unfit[name])
    return texts(rows, frame.columns)


@st.composite
def ledgers(draw, histories, *, most_courses=3, most_copies=30, spoilt=True, **within):
    """Invoices and events as frames of text, and the day."""
    random = draw(RANDOM)
    drawn = draw(st.lists(courses(histories, **within), min_size=1, max_size=most_courses))
    as_of = drawn[0][2]
    alone = draw(st.integers(0, 2)) > 0
    rows, events = [], []
    for course in drawn:
        count = draw(st.integers(1, most_copies))
        customers = [f"K{random.randrange(10**6)}" for _ in range(count)] if alone else ["K1", "K2", "Kö 3"]
        made = copies(random, course, count, as_of, customers=customers)
        rows += made[0]
        events += made[1]
    random.shuffle(rows)
    if random.random() < 0.5:
        random.shuffle(events)
    bills, happened = invoice_frame(rows), event_frame(events)
    if spoilt and draw(st.integers(0, 2)) == 0:
        bills = spoil(random, bills, UNFIT, random.randrange(1, 8))
        happened = spoil(random, happened, UNFIT_EVENTS, random.randrange(0, 6))
        if rows and random.random() < 0.3:
            bills = pl.concat([bills, bills[: random.randrange(1, 3)]])
        if events and random.random() < 0.3:
            happened = pl.concat([happened, happened[:1].with_columns(invoice=pl.lit("nobody's"))])
    if draw(st.integers(0, 3)) == 0:
        bills = bills[
            [column.name for column in bills if column.null_count() < bills.height or column.name in REQUIRED]
        ]
    return bills, happened if happened.height or draw(st.booleans()) else None, as_of


REQUIRED = {fact.name for fact in GIVEN if not fact.optional}


def in_types(random, frame, facts):
    """The frame with columns of other types, as files of Parquet and frames have them, where the values let them be such."""
    return frame.select(_in_type(random, column, facts[column.name].kind) for column in frame)


def _in_type(random, column, kind):
    types = [one for one in TYPES.get(kind, WORDS) if random.random() < 0.8]
    for into in random.sample(types, len(types)):
        try:
            made = into(column)
        except pl.exceptions.PolarsError:
            continue
        if made.null_count() == column.null_count():
            return made.alias(column.name)
    return column


def _moments(zone=None, unit="us"):
    def into(column):
        made = column.str.to_datetime("%Y-%m-%dT%H:%M", time_unit=unit)
        return made if zone is None else made.dt.replace_time_zone(zone, ambiguous="earliest")

    return into


def _decimal(scale):
    return lambda column: column.cast(pl.Decimal(24, scale))


def _whole(column):
    return column.cast(pl.Decimal(20, 2)).cast(pl.Int64) if column.str.ends_with(".00").all() else column.cast(pl.Int64)


WORDS = (
    lambda column: column.cast(pl.Categorical),
    lambda column: column.cast(pl.Enum(column.drop_nulls().unique().sort())),
)
TYPES = {
    Kind.DATE: (
        lambda column: column.str.to_date("%Y-%m-%d"),
        lambda column: column.str.to_datetime("%Y-%m-%d", time_unit="us"),
        lambda column: column.str.to_datetime("%Y-%m-%d", time_unit="ms"),
        lambda column: column.str.to_datetime("%Y-%m-%d").dt.replace_time_zone("UTC"),
    ),
    Kind.AMOUNT: (_decimal(2), _decimal(4), _whole, lambda column: column.cast(pl.Float64)),
    Kind.PERCENT: (_decimal(2), _whole, lambda column: column.cast(pl.Float64)),
    Kind.WHOLE: (
        lambda column: column.cast(pl.Int8),
        lambda column: column.cast(pl.UInt64),
        lambda column: column.cast(pl.Float64),
        _decimal(0),
    ),
    Kind.BOOLEAN: (lambda column: column.replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean),),
    Kind.MOMENT: (
        _moments(),
        _moments("Europe/Stockholm"),
        _moments("UTC"),
        _moments("America/New_York", "ms"),
        _moments(unit="ns"),
    ),
    Kind.TEXT: (*WORDS, lambda column: column.cast(pl.Int64)),
}
