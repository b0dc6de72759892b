"""Values as files and frames with types give them, as a fact's reader takes them."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning_engine.facts.catalogue import GIVEN_BY_NAME
from dunning_engine.facts.checks import FACT_READERS
from dunning_engine.facts.raw import own, plain
from dunning_engine.facts.values import Fault

DUE, CREATED, CUSTOMER = (GIVEN_BY_NAME[name] for name in ("due_on", "created_at", "customer"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("60", "60"),
        (60, 60),
        (True, True),
        (Decimal("60.50"), Decimal("60.50")),
        (60.0, 60),
        (-0.0, 0),
        (60.5, Decimal("60.5")),
        (0.1, Decimal("0.1")),
        (2.675, Decimal("2.675")),
        (10087.404, Decimal("10087.404")),
        (1e300, 10**300 + (int(1e300) - 10**300)),
        (float("-inf"), float("-inf")),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 14, 30, tzinfo=UTC), "2026-03-02T14:30:00+00:00"),
        ([1.0, None, {"a": None, "b": 2.5}], [1, "None", {"b": Decimal("2.5")}]),
        (time(14, 30), "14:30:00"),
        (timedelta(days=1), "1 day, 0:00:00"),
        (b"x", "b'x'"),
    ],
)
def test_a_value_as_json_would_hold_it(value, expected):
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("fact", ["customer", "invoice", "amount", "due_on", "credit_risk", "customer_kind"])
def test_what_is_no_number_is_no_fact(fact):
    assert isinstance(FACT_READERS[fact](plain(float("nan"))), Fault)


@given(st.floats(-(10**9), 10**9).map(lambda value: round(value, 2)))
def test_a_float_is_its_shortest_text(value):
    assert Decimal(plain(value)) == Decimal(repr(value))
    assert FACT_READERS["amount"](plain(value)) == round(Decimal(repr(value)) * 100)


@pytest.mark.parametrize(
    ("value", "fact", "expected"),
    [
        ("2026-03-02T00:00", DUE, "2026-03-02"),
        ("2026-03-02 00:00:00", DUE, "2026-03-02"),
        ("2026-03-02T00:00:00.000000", DUE, "2026-03-02"),
        (" 2026-03-02 0:00 ", DUE, "2026-03-02"),
        ("2026-03-02T00:00:01", DUE, "2026-03-02T00:00:01"),
        ("2026-03-02T10:00:00", DUE, "2026-03-02T10:00:00"),
        ("2026-03-02T00:00:00+00:00", DUE, "2026-03-02T00:00:00+00:00"),
        ("2026-03-02", DUE, "2026-03-02"),
        ("2026-03-02T00:00", CREATED, "2026-03-02T00:00"),
        ("2026-03-02T00:00", CUSTOMER, "2026-03-02T00:00"),
        ("2026-03-02T00:00", None, "2026-03-02T00:00"),
        (20260302, DUE, 20260302),
    ],
)
def test_a_day_may_come_as_its_midnight(value, fact, expected):
    assert own(value, fact) == expected


def test_a_moment_of_a_frame_is_no_day_unless_it_is_midnight():
    midnight = datetime.fromisoformat("2026-03-02T00:00")
    assert FACT_READERS["due_on"](own(plain(midnight), DUE)) == date(2026, 3, 2)
    later = FACT_READERS["due_on"](own(plain(midnight + timedelta(hours=10)), DUE))
    assert isinstance(later, Fault)
    assert json.loads(json.dumps(plain(midnight))) == "2026-03-02T00:00:00"
