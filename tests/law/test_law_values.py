"""The law that ships: its values on the days when they change."""

import csv
from datetime import date
from pathlib import Path

import pytest

from dunning_engine.law.load import check_law, load_law
from dunning_engine.law.values import FeeKind, MissingRateError

PUBLISHED_RATES = Path(__file__).with_name("reference_rates.csv")

CAPS = [
    (FeeKind.REMINDER, "2003-06-30", None),
    (FeeKind.REMINDER, "2003-07-01", 5000),
    (FeeKind.REMINDER, "2013-03-15", 5000),
    (FeeKind.REMINDER, "2013-03-16", 6000),
    (FeeKind.COLLECTION_DEMAND, "2003-06-30", None),
    (FeeKind.COLLECTION_DEMAND, "2013-03-15", 16000),
    (FeeKind.COLLECTION_DEMAND, "2013-03-16", 18000),
    (FeeKind.INSTALMENT_PLAN, "2013-03-15", 15000),
    (FeeKind.INSTALMENT_PLAN, "2013-03-16", 17000),
    (FeeKind.PAYMENT_ORDER_WORK, "2013-12-31", None),
    (FeeKind.PAYMENT_ORDER_WORK, "2014-01-01", 38000),
    (FeeKind.PAYMENT_ORDER_WORK, "2999-12-31", 38000),
]


def test_the_law_that_ships_has_no_problem():
    assert check_law() == ()
    assert load_law() is load_law()


@pytest.mark.parametrize(("kind", "on", "cap"), CAPS)
def test_fee_cap(kind, on, cap, law):
    assert law.fee_cap(kind, date.fromisoformat(on)) == cap


@pytest.mark.parametrize(("on", "amount"), [("2013-03-15", None), ("2013-03-16", 45000), ("2026-03-12", 45000)])
def test_late_compensation(on, amount, law):
    assert law.late_compensation(date.fromisoformat(on)) == amount


@pytest.mark.parametrize(
    ("on", "reference", "statutory"),
    [
        ("2002-07-01", 450, 1250),
        ("2002-12-31", 450, 1250),
        ("2003-01-01", 400, 1200),
        ("2012-07-01", 150, 950),
        ("2016-06-30", 0, 800),
        ("2016-07-01", -50, 750),
        ("2019-06-30", -50, 750),
        ("2019-07-01", 0, 800),
        ("2024-02-29", 400, 1200),
        ("2026-12-31", 200, 1000),
    ],
)
def test_rates(on, reference, statutory, law):
    day = date.fromisoformat(on)
    assert law.reference_rate(day) == reference
    assert law.statutory_rate(day) == statutory
    assert law.interest_margin(day) == 800


@pytest.mark.parametrize("on", ["2002-06-30", "2027-01-01"])
def test_no_rate_is_ever_extrapolated(on, law):
    with pytest.raises(MissingRateError, match=on):
        law.statutory_rate(date.fromisoformat(on))


def test_the_margin_is_not_known_before_it_is(law):
    with pytest.raises(MissingRateError):
        law.interest_margin(date(2002, 6, 30))


def test_there_are_49_reference_rates_one_for_each_half_year(law):
    days = [first for first, _ in law.reference_rates]
    assert len(days) == 49
    assert days == [date(year, month, 1) for year in range(2002, 2027) for month in (1, 7)][1:]
    assert law.rates_known_through == date(2026, 12, 31)


def test_the_reference_rates_are_the_published_ones(law):
    with PUBLISHED_RATES.open(encoding="utf-8", newline="") as file:
        rows = [(row["from"], row["rate_percent"]) for row in csv.DictReader(file)]
    assert [(day.isoformat(), f"{rate / 100:.2f}") for day, rate in law.reference_rates] == rows


def test_days_and_years(law):
    assert law.interest_days_after_sending == 30
    assert law.minimum_days_to_pay == 8
    assert law.banking_days_after_receipt == 4
    assert law.presumed_receipt_banking_days == 2
    assert law.limitation_years(consumer=False) == 10
    assert law.limitation_years(consumer=True) == 3


@pytest.mark.parametrize(
    ("name", "cited"),
    [
        ("reminder_fee", "Lag (1981:739) 2 §, 4 §"),
        ("collection_demand_fee", "Lag (1981:739) 3 §, 4 §"),
        ("late_compensation", "Lag (1981:739) 4 a §"),
        ("fee_offset", "Lag (1981:739) 5 §"),
        ("interest_margin", "Räntelagen 6 §"),
        ("minimum_days_to_pay", "Inkassolagen 5 §"),
        ("limitation_years", "Preskriptionslagen 2 §"),
    ],
)
def test_paragraph(name, cited, law):
    assert law.paragraph(name) == cited


def test_every_value_says_where_it_is_written(law):
    assert all(value.source for series in law.series.values() for value in series.values)
    with pytest.raises(KeyError):
        law.paragraph("no such thing")
