from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

import dunning_engine
from dunning_engine.decisions.action import InterestLine
from dunning_engine.ledger.accounts import accounts_of_table
from dunning_engine.ledger.frame import COLUMNS, evaluate_ledger, run_frame
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.parquet import frame_table
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.problems import FactError

DAY = date(2026, 3, 12)


@pytest.fixture
def invoices():
    return pl.DataFrame(
        {
            "invoice": ["1", "2", "3"],
            "customer": ["K1", "K1", "K2"],
            "customer_kind": ["business"] * 3,
            "issued_on": [date(2026, 1, 2)] * 3,
            "due_on": [date(2026, 3, 2)] * 3,
            "amount": pl.Series([Decimal("10000.00"), Decimal("5.005"), Decimal("500.00")], dtype=pl.Decimal(18, 3)),
            "currency": ["SEK"] * 3,
            "sent_by": ["post"] * 3,
        }
    )


def test_one_row_per_action_blocker_or_problem(policies, invoices):
    events = pl.DataFrame({"invoice": ["3"], "on": [date(2026, 3, 3)], "event": ["dispute"]})
    frame = evaluate_ledger(policies["fakturaservice"], invoices, events, as_of=DAY)
    assert list(frame.columns) == list(COLUMNS)
    assert frame.select("invoice", "kind", "code").rows() == [
        ("1", "action", None),
        ("1", "action", None),
        ("2", "problem", "DE504"),
        ("3", "blocker", "hold"),
    ]


def test_amounts_are_exact_decimals_and_days_days(policies, invoices):
    first = evaluate_ledger(policies["fakturaservice"], invoices, as_of=DAY).row(0, named=True)
    assert (first["fee"], first["interest"], first["amount_to_pay"]) == (
        Decimal("60.00"),
        Decimal("27.40"),
        Decimal("10087.40"),
    )
    assert (first["on"], first["pay_by"]) == (DAY, date(2026, 3, 19))
    assert first["key"] == "1/reminder"


def test_only_what_the_debtor_is_asked_for_has_an_amount_to_pay(policies, invoices):
    frame = evaluate_ledger(policies["fakturaservice"], invoices.head(1), as_of=DAY).filter(pl.col("kind") == "action")
    assert frame.select("action", "principal", "amount_to_pay").rows() == [
        ("remind", Decimal("10000.00"), Decimal("10087.40")),
        ("request_information", Decimal("10000.00"), None),
    ]


def test_a_frame_that_cannot_be_used_raises(policies, invoices):
    with pytest.raises(FactError) as caught:
        evaluate_ledger(policies["fakturaservice"], invoices.drop("amount", "due_on"), as_of=DAY)
    assert [problem.code for problem in caught.value.problems] == ["DE555"]


def test_nothing_to_do_is_an_empty_frame_of_the_same_columns(policies, invoices):
    frame = evaluate_ledger(policies["fakturaservice"], invoices.head(1), as_of=date(2026, 1, 5))
    assert frame.height == 0
    assert frame.schema["fee"] == pl.Decimal(18, 2)


ACCOUNTS = """account,client,currency,policy,on,entry,amount
A1,U5,SEK,fakturaforsaljning-regress,2026-03-12,buy_back,-10000.00
A2,U6,SEK,fakturaforsaljning-regres,2026-03-12,deposit,1.00
A3,U6,SEK,fakturaforsaljning-regress,2026-03-12,deposit,1.00
A4,U6,SEK,fakturaservice,2026-03-12,buy_back,-1.00
"""


def test_accounts_are_rows_after_the_ledgers(policies, invoices):
    ledger = ledger_of_tables(frame_table(invoices, "invoices"))
    accounts = accounts_of_table(table_of_bytes(ACCOUNTS.encode(), "a.csv"))
    beside = evaluate_rows(ledger, policies, as_of=DAY, accounts=accounts)
    alone = run_frame(evaluate_rows(ledger, policies, as_of=DAY))
    frame = run_frame(beside)
    assert frame.head(alone.height).equals(alone)
    rows = frame.slice(alone.height)
    assert rows.select("invoice", "account", "client", "kind", "code", "action", "amount").rows() == [
        (None, "A1", "U5", "action", None, "charge_overdraft_interest", Decimal("12.08")),
        (None, "A2", "U6", "problem", "DE560", None, None),
        (None, "A4", "U6", "blocker", "no_overdraft_rule", None, None),
    ]
    charge = rows.row(0, named=True)
    assert (charge["balance"], charge["policy"]) == (Decimal("-10000.00"), "fakturaforsaljning-regress")
    assert charge["postings"] == "D 8421 12.08; K 2811 12.08"
    assert (charge["stage"], charge["customer"], charge["next_step"]) == (None, None, None)
    assert rows.row(1, named=True)["source"] == "a.csv:3:1"


def test_a_purchase_has_its_terms_in_columns_of_their_own(policies, invoices):
    offered = invoices.head(1).with_columns(offered_for_sale=pl.lit(value=True), credit_risk=1, client=pl.lit("U5"))
    events = pl.DataFrame(
        {"invoice": ["1"], "on": [DAY], "event": ["sold"], "sale": ["with_recourse"], "price": ["9710.00"]}
    )
    first = evaluate_ledger(policies["fakturaforsaljning-regress"], offered, as_of=DAY).row(0, named=True)
    assert (first["action"], first["purchase_fee"], first["advance"], first["payout"], first["payout_on"]) == (
        "buy_without_recourse",
        Decimal("290.00"),
        Decimal("10000.00"),
        Decimal("9710.00"),
        date(2026, 3, 13),
    )
    assert first["amount"] is None
    assert first["postings"] == "D 2811 9710.00; D 6064 290.00; K 1510 10000.00"
    later = evaluate_ledger(policies["fakturaforsaljning-regress"], offered, events, as_of=date(2026, 4, 10))
    told = {row["action"]: row for row in later.iter_rows(named=True)}
    assert (told["pay_out"]["amount"], told["pay_out"]["payout"]) == (Decimal("9710.00"), None)
    assert told["buy_back"]["amount"] == told["buy_back"]["balance"]
    assert told["continue_in"]["continue_in"] == "fakturaservice"
    about = later.filter(pl.col("action") == "notify_customer")["about"].to_list()
    assert about == ["bought_back"]


def test_an_interest_invoice_names_the_invoices_it_covers(policies, invoices):
    run = evaluate_rows(
        ledger_of_tables(frame_table(invoices.head(1), "invoices")), policies, as_of=DAY, policy="fakturaservice"
    )
    outcome = run.outcomes[0]
    lines = tuple(InterestLine(number, f"{number}/invoice_interest", 5000, ()) for number in ("1", "17"))
    action = replace(outcome.decision.actions[0], action="invoice_interest", lines=lines)
    decision = replace(outcome.decision, actions=(action, replace(action, lines=())))
    frame = run_frame(replace(run, outcomes=(replace(outcome, decision=decision),)))
    assert frame["covers"].to_list() == ["1, 17", None]


def test_every_public_name_is_there():
    assert all(getattr(dunning_engine, name) is not None for name in dunning_engine.__all__)
    assert sorted(dunning_engine.__all__) == sorted(dir(dunning_engine))
    with pytest.raises(AttributeError, match="no attribute 'evalute'"):
        _ = dunning_engine.evalute
