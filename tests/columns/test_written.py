"""What recordings come to, written for all rows, is what each row by itself would have come to."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from ledger_rows import event, invoice, sheets_of

from dunning_engine.columns.sheets import Row
from dunning_engine.columns.stand_in import StandIn
from dunning_engine.columns.written import JSON_COLUMNS, TYPES, Writer, bare, kronor, template_of, unquoted
from dunning_engine.decisions.flat import AMOUNT, COLUMNS, DATE, TEXT
from dunning_engine.facts.invoice import Invoice
from dunning_engine.recording.day import RecordedDay, later
from dunning_engine.recording.of_day import OfDay
from dunning_engine.recording.replay import Replay
from dunning_engine.recording.tape import Tape
from dunning_engine.recording.tree import Tree

NBSP = "\u00a0"
FLAT = {"key": TEXT, "title": TEXT, "pay_by": DATE, "on": DATE, "fee": AMOUNT, "amount": AMOUNT, "message": TEXT}
NAMES = ["Åsa", "a/b", "50 %", '"\\', "x"]


def ledger(size, seed=1):
    chance = random.Random(seed)  # noqa: S311 - rows to test with
    invoices = [
        invoice(
            str(1000 + n),
            amount=str(Decimal(chance.choice([1, 99, 100, 12_345, 10**9, -5, chance.randrange(10**7)])) / 100),
            customer=chance.choice(NAMES),
            due_on=str(date(2026, 2, 1) + timedelta(days=chance.randrange(60))),
            client=chance.choice([None, "C1", "C2"]),
        )
        for n in range(size)
    ]
    noted = [event(str(1000 + n), 3, "note", text=chance.choice(NAMES)) for n in range(0, size, 3)]
    return invoices, noted


def written(compute, invoices, events, columns):
    """By recordings, each where rows first come."""
    sheets, tree = sheets_of(invoices, events), Tree()
    assert not sheets.unfit.any()
    writer = Writer(sheets, columns)

    def record(row):
        tape = Tape(tree.expressions, Row(sheets, row))
        rows = compute(StandIn(tape, sheets.vocabulary))
        tree.grow(tape.asked, [template_of(one) for one in rows])

    for templates, frame in Replay(tree, sheets, OfDay(), record, worth=1).run(np.arange(sheets.height)):
        writer.add(templates, frame)
    return writer.written(), tree


def plainly(compute, invoices, events, columns):
    """One invoice after the other."""
    found = []
    for line, one in enumerate(invoices):
        mine = [
            {k: v for k, v in each.items() if k != "invoice"}
            for each in events or []
            if each["invoice"] == one["invoice"]
        ]
        alone = Invoice.from_mapping({**{k: v for k, v in one.items() if v is not None}, "events": mine})
        for row in compute(alone):
            said = {name: row.get(name) for name in columns}
            for name, kind in columns.items():
                if kind == AMOUNT and said[name] is not None:
                    said[name] = Decimal(said[name]) / 100
            found.append({"line": line, **said})
    return found


def agree(compute, columns=FLAT, size=60):
    invoices, events = ledger(size)
    frame, tree = written(compute, invoices, events, columns)
    assert frame.columns == ["line", *columns]
    assert dict(frame.schema) == {"line": pl.Int64, **{name: TYPES[kind] for name, kind in columns.items()}}
    assert frame.to_dicts() == plainly(compute, invoices, events, columns)
    return tree


def spoken(ore):
    whole, rest = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{whole:,}".replace(",", NBSP) + f",{rest:02d} kr"


COMPUTED = {
    "constants": lambda _: [{"key": "k", "pay_by": date(2026, 3, 1), "fee": 6000, "title": None}],
    "nothing": lambda _: [],
    "numbers": lambda one: [{"amount": one.amount, "fee": one.amount * 2 + 5}],
    "days": lambda one: [{"pay_by": one.due_on + timedelta(days=8), "on": date(2026, 3, 1)}],
    "days or none": lambda one: [{"pay_by": one.due_on if one.amount > 0 else None}],
    "a text": lambda one: [{"key": one.customer}],
    "a text or none": lambda one: [{"key": one.client}],
    "put together": lambda one: [
        {"key": f"{one.invoice}/reminder", "message": f"{one.customer} owes {spoken(one.amount)} by {one.due_on}"}
    ],
    "replaced": lambda one: [{"key": one.customer.replace("%", "%25").replace("/", "%2F") + "/x"}],
    "forms": lambda one: [{"message": f"{one.amount} {one.amount:,} {one.amount:d} {one.amount:06d} {one.amount:x}"}],
    "a number": lambda one: [{"message": f"{one.amount}"}],
    "a field of an event": lambda one: [{"message": one.events[0].text}] if one.events else [],
    "several rows": lambda one: [
        {"key": f"{one.invoice}/{n}", "fee": n} for n in range(3 if one.amount > 10_000 else 1)
    ],
    "rows or none": lambda one: [{"amount": one.amount}] if one.amount > 0 else [],
    "alike with other words": lambda one: [
        {"key": f"{'small' if one.amount < 100 else 'large'}: {one.amount} for {one.customer}"}
    ],
    "alike with other numbers": lambda one: [
        {"message": f"{one.amount if one.client else one.amount * 2} {one.due_on}"}
    ],
    "constant or put together": lambda one: [
        {"message": "paid" if one.amount <= 0 else f"{one.amount} left", "key": "k"}
    ],
    "beyond 64 bits": lambda one: [{"message": f"{one.amount * 10**20}"}],
    "a known day": lambda one: [{"pay_by": later(one.due_on, (date(2026, 3, 1) - one.due_on).days)}],
}


@pytest.mark.parametrize("compute", COMPUTED.values(), ids=COMPUTED)
def test_flat_rows(compute):
    agree(compute)


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("compute", COMPUTED.values(), ids=COMPUTED)
def test_very_few_rows(compute, size):
    agree(compute, size=size)


def test_all_at_once():
    """Templates of every make in one frame."""

    def compute(one):
        made = list(COMPUTED.values())
        first = 0 if one.amount < 100 else 5 if one.amount < 20_000 else 10 if one.client == "C1" else 14
        return [row for each in made[first : first + 6] for row in each(one)]

    assert agree(compute, size=120).recordings > 5


def test_the_columns_of_decisions():
    def compute(one):
        return [
            {"invoice": one.invoice, "customer": one.customer, "kind": "action", "amount": one.amount, "on": one.due_on}
        ]

    agree(compute, COLUMNS)


def told(one):
    said = {
        "invoice": one.invoice,
        "customer": f'"{one.customer}" \\',
        "amount": one.amount,
        "twice": [one.amount * 2, {"due": one.due_on.isoformat(), "client": one.client}],
        "said": spoken(one.amount),
        "steps": len(one.events),
        "true": True,
    }
    return [{"json": unquoted(json.dumps(said, ensure_ascii=False, default=bare))}]


def test_lines_of_json():
    agree(told, JSON_COLUMNS)
    invoices, events = ledger(20)
    frame, _ = written(told, invoices, events, JSON_COLUMNS)
    lines = [json.loads(line) for line in frame["json"]]
    assert {type(line["amount"]) for line in lines} == {int}
    assert [line["customer"] for line in lines] == [f'"{one["customer"]}" \\' for one in invoices]


def test_no_rows_have_the_columns_all_the_same():
    frame, _ = written(lambda _: [], *ledger(3), FLAT)
    assert frame.height == 0
    assert frame.columns == ["line", *FLAT]
    assert frame.schema["amount"] == pl.Decimal(18, 2)


def test_rows_come_in_the_order_of_the_sheet_and_of_the_decision():
    invoices, events = ledger(50)
    frame, _ = written(COMPUTED["several rows"], invoices, events, FLAT)
    assert frame["line"].to_list() == sorted(frame["line"].to_list())
    assert frame.filter(pl.col("line") == frame["line"].mode()[0])["fee"].to_list() == [
        Decimal("0.00"),
        Decimal("0.01"),
        Decimal("0.02"),
    ]


@pytest.mark.parametrize("ore", [0, 1, -1, 99, -100, 6000, 10**15, -(10**15) + 1, 123_456_789])
def test_kronor(ore):
    column = kronor(pl.Series([ore]))
    assert column.dtype == pl.Decimal(18, 2)
    assert column[0] == Decimal(ore) / 100


def test_what_is_no_number_is_not_for_json():
    with pytest.raises(TypeError, match="date"):
        bare(date(2026, 3, 1))


def test_a_day_that_is_known_is_a_constant():
    template = template_of({"pay_by": RecordedDay(date(2026, 3, 1).toordinal()), "key": "k", "fee": None})
    assert template.constants == {"pay_by": date(2026, 3, 1), "key": "k", "fee": None}
    assert (template.dynamic, template.numbers) == ({}, ())
