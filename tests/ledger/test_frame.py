from datetime import date
from decimal import Decimal

import polars as pl
import pytest

import dunning_engine
from dunning_engine.ledger.frame import COLUMNS, evaluate_ledger
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


def test_a_frame_that_cannot_be_used_raises(policies, invoices):
    with pytest.raises(FactError) as caught:
        evaluate_ledger(policies["fakturaservice"], invoices.drop("amount", "due_on"), as_of=DAY)
    assert [problem.code for problem in caught.value.problems] == ["DE555"]


def test_nothing_to_do_is_an_empty_frame_of_the_same_columns(policies, invoices):
    frame = evaluate_ledger(policies["fakturaservice"], invoices.head(1), as_of=date(2026, 1, 5))
    assert frame.height == 0
    assert frame.schema["fee"] == pl.Decimal(18, 2)


def test_every_public_name_is_there():
    assert all(getattr(dunning_engine, name) is not None for name in dunning_engine.__all__)
    assert sorted(dunning_engine.__all__) == sorted(dir(dunning_engine))
    with pytest.raises(AttributeError, match="no attribute 'evalute'"):
        _ = dunning_engine.evalute
