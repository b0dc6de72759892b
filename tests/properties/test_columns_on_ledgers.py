"""Whole ledgers, the shipped policies: decisions in columns are those of every invoice by itself, and few are made otherwise."""

from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import polars as pl
import pytest
from drawn import policy_in
from drawn_ledgers import (
    UNFIT,
    UNFIT_EVENTS,
    copies,
    event_frame,
    hundredths,
    in_types,
    invoice_frame,
)
from row_by_row import Way, agree, evaluator, judged, only, recordings, same, sheets

from dunning_engine.facts.catalogue import GIVEN_BY_NAME
from dunning_engine.facts.event import IN_TABLES
from dunning_engine.ledger.ledger import ledger_of_tables, read_ledger
from dunning_engine.ledger.mapping import load_mapping
from dunning_engine.ledger.read import read_table
from dunning_engine.ledger.translate import invoice_of
from dunning_engine.policy.load import load_policies
from dunning_engine.problems import sort_problems
from dunning_engine.testing.ledgers import SHIPPED, make_ledger

ROOT = Path(__file__).parents[2]
EXAMPLE_DAY = date(2026, 3, 31)
DAYS = [date(2025, 12, 31), EXAMPLE_DAY, date(2026, 4, 1), date(2026, 5, 3), date(2027, 3, 1)]


@cache
def policies():
    return load_policies()


@cache
def example():
    """The example ledger, as text."""
    files = (ROOT / "examples" / "ledger.csv", ROOT / "examples" / "events.csv")
    return tuple(pl.read_csv(file, infer_schema=False) for file in files)


@cache
def example_in_copies():
    """Each invoice of the example ledger five times, for days and amounts around its own."""
    ledger = read_ledger(ROOT / "examples" / "ledger.csv", events=ROOT / "examples" / "events.csv")
    random = Random(4)  # noqa: S311 - the same copies each time
    rows, events = [], []
    for entry in ledger.entries:
        if entry.invoice is not None:
            one = entry.invoice
            customers = [f"{one.customer}-{number}" for number in range(3)]
            made = copies(random, (one.policy, one, EXAMPLE_DAY), 5, EXAMPLE_DAY, customers=customers)
            rows += made[0]
            events += made[1]
    return invoice_frame(rows), event_frame(events)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_example_ledger(day):
    agree(policies(), *example(), Way(day))


@pytest.mark.parametrize(("day", "explain"), [(EXAMPLE_DAY, True), (DAYS[-1], False)], ids=str)
def test_the_example_ledger_as_json(day, explain):
    agree(policies(), *example(), Way(day, json=True, explain=explain, language="en"))


@pytest.mark.parametrize(("form", "worth"), [("rows", 1), ("rows", 3), ("json", 1)])
def test_the_example_ledger_in_copies(form, worth):
    agree(policies(), *example_in_copies(), Way(EXAMPLE_DAY, json=form == "json"), worth=worth)


@pytest.mark.parametrize("policy", [*SHIPPED, None])
@pytest.mark.parametrize(("day", "form"), [(date(2026, 3, 31), "rows"), (date(2026, 5, 20), "json")], ids=str)
def test_made_up_ledgers(policy, day, form):
    bills, happened = ledger_of(policy)
    agree(policies(), bills, happened, Way(day, policy, json=form == "json"), worth=2)


@cache
def ledger_of(policy, count=700):
    return make_ledger(count, seed=7, as_of=date(2026, 3, 31), policies=[policy] if policy else SHIPPED)


BY_HAND = {"paminnelsemodul": 0.25, None: 0.03}
"""Of the invoices, where interest adds up over a customer's: such customers' are decided together, one by one."""


@pytest.mark.parametrize("policy", [*SHIPPED, None])
def test_nothing_is_decided_one_by_one_where_everything_is_worth_a_recording(policy):
    """What cannot be recorded is decided one by one, and no row tells: the count does."""
    bills, happened = ledger_of(policy)
    part = evaluator(policies(), Way(date(2026, 3, 31), policy)).part(*sheets(bills, happened))
    assert part.by_hand <= BY_HAND.get(policy, 0) * bills.height


def test_a_recording_serves_many():
    bills, happened = make_ledger(6000, seed=8, as_of=date(2026, 3, 31), policies=["fakturaservice"])
    by = evaluator(policies(), Way(date(2026, 3, 31), "fakturaservice"), worth=None)
    part = by.part(*sheets(bills, happened))
    assert recordings(by) < 60
    assert part.by_hand < 0.1 * bills.height


@pytest.mark.parametrize("form", ["rows", "json"])
def test_parts_by_customer_in_any_order_are_the_whole(form):
    """With one evaluator, whose recordings of one part serve the next; rows shuffled, events of one day in their order."""
    bills, happened = ledger_of(None)
    way, random = Way(date(2026, 4, 20), json=form == "json"), Random(5)  # noqa: S311 - the same order each time
    wanted, run = judged(policies(), *sheets(bills, happened), way)
    by = evaluator(policies(), way, worth=2)
    for count in (5, 2):
        found = [by.part(*one) for one in parts(random, *sheets(bills, happened), count=count)]
        same(pl.concat([one.rows for one in found]).sort("line", maintain_order=True), wanted)
        assert sort_problems(problem for one in found for problem in one.problems) == run.problems


def parts(random, invoices, events, *, count):
    part_of = {customer: random.randrange(count) for customer in invoices.frame["customer"].unique().sort()}
    customer = dict(invoices.frame.select("invoice", "customer").iter_rows())
    days = events.frame.select("invoice", "on").rows()
    turn = {day: random.random() for day in sorted(set(days))}
    for part in random.sample(range(count), count):
        own = [place for place, one in enumerate(invoices.frame["customer"]) if part_of[one] == part]
        beside = [place for place, (one, _) in enumerate(days) if part_of[customer[one]] == part]
        random.shuffle(own)
        yield only(invoices, own), only(events, sorted(beside, key=lambda place: turn[days[place]]))


ALIKE = {
    "customer_kind": "business",
    "issued_on": "2026-01-02",
    "due_on": "2026-02-01",
    "currency": "SEK",
    "sent_by": "post",
    "due_date_agreed": "true",
    "reminder_fee_agreed": "true",
    "policy": "paminnelsemodul",
}


def alike(count, **facts):
    """Invoices whose amounts alone differ, each with a part payment."""
    rows = [
        {**ALIKE, "invoice": f"{place}", "customer": f"K{place}", "amount": hundredths(100_000 + place), **facts}
        for place in range(count)
    ]
    events = [
        {"invoice": row["invoice"], "on": "2026-02-20", "event": "payment", "amount": hundredths(500 + place)}
        for place, row in enumerate(rows)
    ]
    return rows, events


@pytest.mark.parametrize("form", ["rows", "json"])
def test_every_odd_value_beside_ordinary_ones(form):
    """Values that are read otherwise than they stand, or not at all, each on an invoice of its own."""
    odd = [(name, value) for name, values in UNFIT.items() for value in values]
    rows, events = alike(2 * len(odd))
    for place, (name, value) in enumerate(odd):
        rows[2 * place][name] = value
    agree(policies(), invoice_frame(rows), event_frame(events), Way(date(2026, 3, 12), json=form == "json"))


@pytest.mark.parametrize("form", ["rows", "json"])
def test_every_odd_value_of_an_event_beside_ordinary_ones(form):
    odd = [(name, value) for name, values in UNFIT_EVENTS.items() for value in values]
    rows, events = alike(2 * len(odd))
    for place, (name, value) in enumerate(odd):
        events[2 * place][name] = value
    agree(policies(), invoice_frame(rows), event_frame(events), Way(date(2026, 3, 12), json=form == "json"))


@pytest.mark.parametrize("form", ["rows", "json"])
@pytest.mark.parametrize("fact", ["invoice", "customer", "client", "customer_email", "customer_registered_address"])
def test_texts_stand_as_they_are_written(fact, form):
    texts = [
        *("1", "01", "1 1", "å", "e\u0301", "%", "100%", "%25", "a/b", "%2F", 'a"b', '"', "\\", "a\\", "\\n", "a'b"),
        *(
            "{}",
            "a,b",
            "a;b",
            "\u2028x",
            "x\u00ady",
            "a\tb",
            "a\nb",
            "a\rb",
            "\x7f",
            "\ue000",
            "\ue001",
            "\ue0001|0|\ue001",
        ),
        *("\ue000tinvoice\ue001", "☂", "\U0001f600", "K" * 300, "1/reminder", "x|y", "-", "=1+1", "null", "None"),
    ]
    rows, events = alike(3 * len(texts), policy="fakturaservice")
    for place, text in enumerate(texts):
        rows[3 * place][fact] = text if fact != "customer_email" else f"a{text}@example.se"
        events[3 * place]["invoice"] = rows[3 * place]["invoice"]
    key = "customer_email_registered_at"
    rows = [{**row, key: "2025-01-01T12:00", "sent_by": "email"} if fact == "customer_email" else row for row in rows]
    agree(policies(), invoice_frame(rows), event_frame(events), Way(date(2026, 3, 12), json=form == "json"))


@pytest.mark.parametrize("amount", [1, 10**9, 10**13, 10**15 - 1_000])
@pytest.mark.parametrize("day", [date(2026, 3, 12), date(2029, 2, 28)])
def test_products_that_fit_no_machine_word(amount, day):
    """Interest is the sum of amounts times rates times days."""
    rows, events = alike(40, policy="fakturaservice", issued_on="2020-01-02", due_on="2020-02-01")
    for place, row in enumerate(rows):
        row["amount"] = hundredths(amount + 7 * place if place % 2 else 100 + place)
    agree(policies(), invoice_frame(rows), event_frame(events), Way(day))
    agree(policies(), invoice_frame(rows), None, Way(day, json=True))


@pytest.mark.parametrize("seed", range(4))
def test_the_example_ledger_in_columns_of_other_types(seed):
    random = Random(seed)  # noqa: S311 - the same types each time
    bills, happened = example_in_copies()
    bills, happened = in_types(random, bills, GIVEN_BY_NAME), in_types(random, happened, IN_TABLES)
    agree(policies(), bills, happened, Way(EXAMPLE_DAY, json=seed % 2 == 0))


RECEIVABLES = ROOT.parent / "shared" / "data" / "receivables.csv"


@pytest.mark.skipif(not RECEIVABLES.exists(), reason="the receivables lie beside the project, and are not part of it")
@pytest.mark.parametrize("policy", SHIPPED)
def test_a_receivables_ledger_read_by_a_mapping(policy):
    bills, happened = receivables()
    assert bills.height > 2000
    for day, form in ((date(2013, 3, 1), "rows"), (date(2013, 7, 15), "json")):
        way = Way(day, policy, json=form == "json")
        agree(policies(), bills, happened, way, worth=2)


@cache
def receivables():
    """The rows in our own columns, the events in their columns as rows of their own."""
    mapping = load_mapping(ROOT / "examples" / "mappings" / "receivables.yaml")
    table = read_table(RECEIVABLES)
    ledger = ledger_of_tables(table, mapping=mapping)
    assert len(ledger.entries) == len(table.rows)
    values = [invoice_of(row, mapping, table.place(row.line)).values for row in table.rows]
    events = [{"invoice": one["invoice"], **event} for one in values for event in one.pop("events", ())]
    return invoice_frame(values), event_frame(events)


@pytest.mark.parametrize("form", ["rows", "json"])
@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 5, 20)])
@pytest.mark.parametrize("adds_up", [True, False])
def test_a_customers_interest_around_its_thresholds(day, form, adds_up):
    """Two or three invoices each, paid late: together a little more or less than makes an interest invoice, or one alone is."""
    rows, events = alike(400)
    for place, row in enumerate(rows):
        row["customer"] = f"K{place // 2 if place < 300 else place // 3}"
        whole = 629_400 if place % 11 == 0 else 314_700 if place < 300 else 209_800
        row["amount"] = hundredths(whole + (place - 200) * 20)
        events[place] |= {"on": "2026-04-01", "amount": row["amount"] if place % 7 else "1.00"}
    text = (ROOT / "rules" / "paminnelsemodul.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if adds_up or "or_customer_total_at_least:" not in line]
    named = {"paminnelsemodul": policy_in("\n".join(lines))}
    agree(named, invoice_frame(rows), event_frame(events), Way(day, json=form == "json"))


@pytest.mark.parametrize("form", ["rows", "json"])
def test_a_key_that_was_used_before_begins_with_any_number(form):
    rows, _ = alike(30, policy="fakturaservice")
    first, second, *_ = (step.name for step in policies()["fakturaservice"].revisions[0].steps)
    events = []
    for place, row in enumerate(rows):
        own = row["invoice"]
        keys = (
            ("x", "x"),
            (f"{own}/{first}", f"{own}/{first}"),
            (f"{own}/{first}", f"{own}/{second}"),
            ("x", "y"),
            (None, None),
        )
        for step, key, day in zip((first, second), keys[place % 5], ("2026-02-10", "2026-02-25"), strict=True):
            events.append({"invoice": own, "on": day, "event": "step", "step": step, "key": key, "fee": "60.00"})
    agree(policies(), invoice_frame(rows), event_frame(events), Way(date(2026, 3, 12), json=form == "json"))
