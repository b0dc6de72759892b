from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from day_by_day import at_start, day_by_day, seen_in

from dunning_engine import load_policies
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.ledger.part import Sheet
from dunning_engine.preview.compare import Comparison
from dunning_engine.simulation.days import Days

EXAMPLES = Path(__file__).parents[2] / "examples"
RULES = EXAMPLES.parent / "rules"


@cache
def old():
    return load_policies(RULES)


@pytest.fixture(scope="module")
def new(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    for file in RULES.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if file == RULES / "fakturaservice.yaml":
            text = text.replace("days_after_due_date: 7 ", "days_after_due_date: 10 ").replace(
                "fee: 60.00", "fee: 50.00"
            )
            assert text != file.read_text(encoding="utf-8")
        target = folder / file.relative_to(RULES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return load_policies(folder)


def sheet(file, frame):
    return Sheet(file, frame, pl.Series(range(2, frame.height + 2), dtype=pl.Int64))


def example():
    return [sheet(name, pl.read_csv(EXAMPLES / name, infer_schema=False)) for name in ("ledger.csv", "events.csv")]


def compared(old, new, days, sheets, *, one_by_one=None):
    comparison = Comparison(old, new, days)
    if one_by_one is not None:
        for course in comparison._courses:
            course._few = one_by_one
    return comparison.decide(comparison.read(*sheets))


SPANS = [
    Days(date(2026, 3, 20), date(2026, 4, 20), "nobody"),
    Days(date(2026, 2, 25), date(2026, 3, 20), "ledger"),
]


@pytest.mark.parametrize("days", SPANS, ids=str)
def test_a_course_is_what_comes_of_deciding_every_day(days, new):
    found = compared(old(), new, days, example())

    for side, rows in ((old(), found.old), (new, found.new)):
        assert seen_in(rows) == by_hand(side, days)
    assert seen_in(found.old) != seen_in(found.new)
    assert found.problems == ()


def by_hand(side, days):
    held = [
        at_start(one.invoice, days, buys=side[one.invoice.policy].revisions[-1].purchase is not None)
        for one in read_ledger(EXAMPLES / "ledger.csv", events=EXAMPLES / "events.csv").entries
    ]
    return day_by_day(lambda invoice: side[invoice.policy], held, days)


def test_many_invoices_are_followed_in_columns_as_few_are_one_by_one(new):
    days = Days(date(2026, 3, 25), date(2026, 4, 5))
    few, many = (compared(old(), new, days, example(), one_by_one=limit) for limit in (1000, 0))

    assert many.old.sort("key").equals(few.old.sort("key"))
    assert many.new.sort("key").equals(few.new.sort("key"))


def test_an_action_stands_once_on_its_first_day():
    found = compared(old(), old(), SPANS[0], example())

    assert found.old["key"].is_unique().all()
    assert found.old["on"].is_sorted()
    assert found.old["on"].is_between(SPANS[0].first, SPANS[0].last).all()


BILL = {
    "invoice": "1",
    "policy": "fakturaservice",
    "customer": "17",
    "customer_kind": "business",
    "customer_identity_number": "556036-0793",
    "issued_on": "2026-01-30",
    "due_on": "2026-03-02",
    "amount": "10000.00",
    "currency": "SEK",
    "sent_by": "email",
}
MARCH = Days(date(2026, 3, 5), date(2026, 4, 5))


def bills(*given):
    rows = [{**BILL, **one} for one in given]
    names = dict.fromkeys(name for row in rows for name in row)
    return sheet(
        "ledger.csv",
        pl.DataFrame({name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)),
    )


def steps(found):
    return [(row["invoice"], str(row["on"])[5:], row["step"]) for row in found.new.iter_rows(named=True) if row["step"]]


@pytest.mark.parametrize("limit", [0, 1000])
def test_without_events_a_course_records_its_own(limit):
    found = compared(old(), old(), MARCH, (bills({}), None), one_by_one=limit)

    assert steps(found) == [("1", "03-09", "reminder"), ("1", "03-17", "collection")]
    assert found.new["fees_before"].to_list()[-1] == 60


@pytest.mark.parametrize("limit", [0, 1000])
@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"last_step": "reminder", "last_step_on": "2026-03-04"}, [("1", "03-12", "collection")]),
        (
            {"last_step": "reminder", "last_step_on": "2026-03-09"},
            [("1", "03-09", "reminder"), ("1", "03-17", "collection")],
        ),
        ({"balance": "0.00"}, []),
        ({"paid_on": "2026-03-03"}, []),
        ({"paid_on": "2026-03-12"}, [("1", "03-09", "reminder"), ("1", "03-17", "collection")]),
    ],
)
def test_a_ledger_without_events_tells_in_columns_where_an_invoice_stands(columns, expected, limit):
    found = compared(old(), old(), MARCH, (bills(columns), None), one_by_one=limit)

    assert steps(found) == expected


@pytest.mark.parametrize(("balance", "principal"), [("4000.00", 4000), ("12000.00", 12000), ("10000.00", 10000)])
def test_what_is_left_by_a_column_is_what_is_claimed(balance, principal):
    found = compared(old(), old(), MARCH, (bills({"balance": balance}), None))

    assert found.new["principal"].to_list() == [principal, principal]


def test_with_the_ledgers_own_payments_a_day_of_payment_in_a_column_ends_the_course():
    days = Days(MARCH.first, MARCH.last, "ledger")

    assert steps(compared(old(), old(), days, (bills({"paid_on": "2026-03-12"}), None))) == [("1", "03-09", "reminder")]


def happened(*events):
    rows = [{"invoice": "1", "on": f"2026-{on}", "event": kind, **more} for on, kind, more in events]
    names = dict.fromkeys(["invoice", "on", "event", *(name for row in rows for name in row)])
    return sheet(
        "events.csv",
        pl.DataFrame({name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)),
    )


@pytest.mark.parametrize("limit", [0, 1000])
@pytest.mark.parametrize(
    ("paying", "events", "expected"),
    [
        ("nobody", [("03-12", "payment", {"amount": "10060.00"})], ["03-09", "03-17"]),
        ("ledger", [("03-12", "payment", {"amount": "11000.00"})], ["03-09"]),
        ("nobody", [("03-05", "payment", {"amount": "10000.00"})], []),
        ("nobody", [("03-12", "dispute", {})], ["03-09"]),
        ("nobody", [("03-12", "dispute", {}), ("03-25", "dispute_settled", {})], ["03-09", "03-25"]),
        ("nobody", [("03-09", "pause", {"until": "2026-03-11"})], ["03-12", "03-20"]),
        ("nobody", [("03-04", "step", {"step": "reminder", "fee": "60.00"})], ["03-12"]),
        ("nobody", [("03-06", "step", {"step": "reminder", "fee": "60.00"})], ["03-09", "03-17"]),
        (
            "nobody",
            [("03-06", "step", {"step": "reminder"}), ("03-07", "step_cancelled", {"step": "reminder"})],
            ["03-09", "03-17"],
        ),
    ],
    ids=str,
)
def test_what_others_do_happens_on_its_day(paying, events, expected, limit):
    days = Days(MARCH.first, MARCH.last, paying)
    found = compared(old(), old(), days, (bills({}), happened(*events)), one_by_one=limit)

    assert [on for _, on, _ in steps(found)] == expected


@pytest.mark.parametrize("limit", [0, 1000])
def test_invoices_that_cannot_be_read_are_left_out_and_spoken_of_once(limit):
    given = bills({}, {"invoice": "2", "amount": "ten"}, {"invoice": "3"})
    found = compared(old(), old(), MARCH, (given, happened(("03-06", "paid", {}))), one_by_one=limit)

    assert [(problem.invoice, problem.code) for problem in found.problems] == [("1", "DE511"), ("2", "DE504")]
    assert {row[0] for row in steps(found)} == {"3"}
    assert (found.invoices, found.decided) == (3, 1)


def test_payments_are_known_through_each_day_that_is_gone_through(tmp_path):
    text = (
        (RULES / "fakturaservice.yaml")
        .read_text(encoding="utf-8")
        .replace("country: SE", "country: SE\npayments_known_within_days: 2")
    )
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    known, unknown = {"payments_known_through": "2026-03-04"}, {"invoice": "2"}
    found = compared(load_policies(tmp_path), load_policies(tmp_path), MARCH, (bills(known, unknown), None))

    assert [(number, on) for number, on, _ in steps(found)] == [("1", "03-09"), ("1", "03-17")]
