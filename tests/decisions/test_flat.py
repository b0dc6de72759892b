"""Decisions as flat rows."""

from datetime import date

from trial import DEMAND, REMINDER, decide, facts, policy

from dunning_engine.decisions.flat import COLUMNS, invoice_rows
from dunning_engine.facts.invoice import Invoice


def rows(history, as_of, *events, **changes):
    invoice = Invoice.from_mapping(facts(*events, **changes))
    return list(invoice_rows(invoice, decide(history, as_of, *events, **changes), "en"))


def test_a_row_for_an_action():
    (row,) = rows(policy(REMINDER, DEMAND), "2026-03-09", client="C1")
    expected = {
        "invoice": "1001",
        "customer": "17",
        "client": "C1",
        "policy": "trial",
        "as_of": date(2026, 3, 9),
        "balance": 1_000_000,
        "kind": "action",
        "action": "remind",
        "step": "reminder",
        "principal": 1_000_000,
        "fee": 6000,
        "interest": 1918,
        "amount_to_pay": 1_000_000 + 6000 + 1918,
        "pay_by": date(2026, 3, 16),
        "next_step": "demand",
        "next_earliest": date(2026, 3, 17),
        "key": "1001/reminder",
    }
    assert {name: row[name] for name in expected} == expected
    assert row.keys() <= COLUMNS.keys()


def test_a_row_for_each_blocker():
    waits = REMINDER.replace("}", ", when: {collection_agreement: true}}")
    (row,) = rows(policy(waits), "2026-03-12")
    assert (row["kind"], row["code"], row["step"], row.get("key")) == ("blocker", "condition_not_met", "reminder", None)
    assert row["message"]
    assert row.keys() <= COLUMNS.keys()


def test_no_row_where_there_is_nothing_to_do():
    assert rows(policy(REMINDER), "2026-03-03") == []


def test_nobody_is_asked_for_an_amount_by_what_asks_for_none():
    notice = "{step: n, title: N, action: list, days_after_due_date: 1}"
    (row,) = rows(policy(notice, interest=None), "2026-03-09")
    assert row["amount_to_pay"] is None
