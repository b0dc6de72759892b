"""Interest: the published cases, and what must hold for every principal, day and rate."""

import json
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning_engine.law import interest
from dunning_engine.law.interest import InterestPeriod, Periods, Stretch, accrued, periods
from dunning_engine.law.load import load_law
from dunning_engine.law.rates import DayCount, flat_index, statutory_index
from dunning_engine.law.values import MissingRateError
from dunning_engine.money import Rounding, format_hundredths, parse_hundredths, round_fraction

CASES = json.loads((Path(__file__).parents[1] / "conformance" / "interest.json").read_text(encoding="utf-8"))["cases"]


def index_of(rate, day_count, law):
    return statutory_index(law, day_count) if rate == "statutory" else flat_index(parse_hundredths(rate), day_count)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_published_case(case, law):
    index = index_of(case["rate"], DayCount(case["day_count"]), law)
    first, last = date.fromisoformat(case["first_day"]), date.fromisoformat(case["last_day"])
    stretches = [Stretch(first, last, parse_hundredths(case["principal"]))]
    rounding = Rounding(case["rounding"])

    stated = format_hundredths(round_fraction(*accrued(stretches, index), rounding))
    rows = periods(stretches, index, rounding)

    assert stated == case["interest"]
    assert stated != case.get("published_in_error")
    assert format_hundredths(sum(row.amount for row in rows)) == stated
    if "period_amounts" in case:
        assert [format_hundredths(row.amount) for row in rows] == case["period_amounts"]


def test_all_published_cases_are_here():
    assert len(CASES) == 10
    assert sum("published_in_error" in case for case in CASES) == 2


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # 10 000 kr, ten days at 2.00 + 8
        ("2026-03-03", "2026-03-12", [("2026-03-03", "2026-03-12", 10, 1000, 2740)]),
        # the rate changes: 12.00 through the year, then 11.00, then 10.00
        (
            "2024-12-31",
            "2025-07-01",
            [
                ("2024-12-31", "2024-12-31", 1, 1200, 328),
                ("2025-01-01", "2025-06-30", 181, 1100, 54548),
                ("2025-07-01", "2025-07-01", 1, 1000, 274),
            ],
        ),
        # 8.00 on both sides: one row within years of 365 days ...
        ("2021-06-30", "2022-01-01", [("2021-06-30", "2022-01-01", 186, 800, 40767)]),
        # ... two where the year before has 366
        (
            "2020-12-31",
            "2021-01-01",
            [("2020-12-31", "2020-12-31", 1, 800, 219), ("2021-01-01", "2021-01-01", 1, 800, 219)],
        ),
        # the reference rate below zero
        ("2016-07-01", "2016-07-01", [("2016-07-01", "2016-07-01", 1, 750, 205)]),
        # 29 February is a day like any other
        ("2024-02-28", "2024-03-01", [("2024-02-28", "2024-03-01", 3, 1200, 984)]),
        ("2026-03-03", "2026-03-02", []),
    ],
)
def test_rows_of_ten_thousand_kronor(first, last, expected, law):
    index = statutory_index(law, DayCount.ACTUAL_ACTUAL)
    rows = periods([Stretch(date.fromisoformat(first), date.fromisoformat(last), 1_000_000)], index)
    assert rows == tuple(
        InterestPeriod(date.fromisoformat(a), date.fromisoformat(b), days, rate, 1_000_000, amount)
        for a, b, days, rate, amount in expected
    )


@pytest.mark.parametrize("day_count", [DayCount.ACTUAL_365, DayCount.ACTUAL_360, DayCount.THIRTY_360])
def test_new_year_makes_no_row_where_the_length_of_the_year_does_not_count(day_count, law):
    stretch = Stretch(date(2020, 12, 1), date(2021, 1, 31), 1_000_000)
    assert len(periods([stretch], statutory_index(law, day_count))) == 1


def test_part_payment_makes_a_row_and_neighbours_alike_are_one():
    index = flat_index(1000, DayCount.ACTUAL_365)
    stretches = [
        Stretch(date(2026, 1, 1), date(2026, 1, 10), 100_000),
        Stretch(date(2026, 1, 11), date(2026, 1, 20), 100_000),
        Stretch(date(2026, 1, 21), date(2026, 1, 31), 40_000),
        Stretch(date(2026, 2, 1), date(2026, 2, 3), 0),
        Stretch(date(2026, 2, 4), date(2026, 2, 5), 40_000),
    ]
    rows = periods(stretches, index)
    assert [(row.first.isoformat(), row.days, row.principal) for row in rows] == [
        ("2026-01-01", 20, 100_000),
        ("2026-01-21", 11, 40_000),
        ("2026-02-04", 2, 40_000),
    ]


def test_thirty_360_counts_thirty_days_a_month():
    index = flat_index(1200, DayCount.THIRTY_360)
    (row,) = periods([Stretch(date(2025, 2, 1), date(2025, 3, 31), 100_000)], index)
    assert (row.days, row.amount) == (60, 2000)


@pytest.mark.parametrize(
    ("first", "last", "missing"),
    [
        ("2002-06-30", "2002-07-05", "2002-06-30"),
        ("2026-12-30", "2027-01-02", "2027-01-01"),
        ("2027-02-01", "2027-02-02", "2027-02-01"),
    ],
)
@pytest.mark.parametrize("reading", [accrued, periods])
def test_a_day_without_a_rate_is_named(reading, first, last, missing, law):
    index = statutory_index(law, DayCount.ACTUAL_ACTUAL)
    with pytest.raises(MissingRateError) as caught:
        reading([Stretch(date.fromisoformat(first), date.fromisoformat(last), 100)], index)
    assert caught.value.on == date.fromisoformat(missing)


DAYS = st.dates(date(2002, 7, 1), date(2026, 12, 31))
PRINCIPALS = st.integers(-(10**8), 10**12)
INDEXES = st.sampled_from(list(DayCount)).flatmap(
    lambda count: st.one_of(
        st.just(statutory_index(load_law(), count)),
        st.integers(-500, 5000).map(lambda rate: flat_index(rate, count)),
    )
)


@given(INDEXES, PRINCIPALS, st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_interest_adds_up_across_a_split(index, principal, days):
    first, cut, last = days
    whole = accrued([Stretch(first, last, principal)], index)
    halves = [Stretch(first, cut, principal), Stretch(cut + timedelta(days=1), last, principal)]
    assert accrued(halves, index) == whole


@given(INDEXES, st.lists(st.tuples(DAYS, PRINCIPALS), min_size=1, max_size=5), DAYS, st.sampled_from(list(Rounding)))
def test_rows_sum_to_the_rounded_total_and_cover_each_day_once(index, changes, last, rounding):
    changes = sorted({first: principal for first, principal in changes if first <= last}.items())
    ends = [*(first - timedelta(days=1) for first, _ in changes[1:]), last]
    stretches = [Stretch(first, end, principal) for (first, principal), end in zip(changes, ends, strict=False)]

    rows = periods(stretches, index, rounding)

    assert sum(row.amount for row in rows) == round_fraction(*accrued(stretches, index), rounding)
    assert all(before.last < after.first for before, after in pairwise(rows))
    covered = {
        row.first + timedelta(days=n): row.principal for row in rows for n in range((row.last - row.first).days + 1)
    }
    bearing = {s.first + timedelta(days=n): s.principal for s in stretches for n in range((s.last - s.first).days + 1)}
    assert covered == {day: principal for day, principal in bearing.items() if principal}


@given(
    st.sampled_from([DayCount.ACTUAL_ACTUAL, DayCount.ACTUAL_365, DayCount.ACTUAL_360]),
    DAYS,
    st.integers(0, 800),
    PRINCIPALS,
)
def test_accrued_is_the_plain_sum_over_the_days(day_count, first, length, principal):
    law = load_law()
    last = min(first + timedelta(days=length), date(2026, 12, 31))
    plain = Fraction(0)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
        year = {"actual_actual": 366 if leap else 365, "actual_365": 365, "actual_360": 360}[day_count]
        plain += Fraction(principal * law.statutory_rate(day), 10_000 * year)
    assert Fraction(*accrued([Stretch(first, last, principal)], statutory_index(law, day_count))) == plain


def test_rows_are_worked_out_when_somebody_looks(law, monkeypatch):
    index, stretches = (
        statutory_index(law, DayCount.ACTUAL_ACTUAL),
        (Stretch(date(2024, 12, 1), date(2025, 1, 31), 10**6),),
    )
    asked = []
    monkeypatch.setattr(interest, "periods", lambda *all_of_it: asked.append(all_of_it) or periods(*all_of_it))
    rows = Periods(stretches, index, Rounding.DOWN_TO_KRONA)
    assert bool(rows)
    assert asked == []
    assert len(rows) == 2
    assert rows.rows is rows.rows
    assert asked == [(stretches, index, Rounding.DOWN_TO_KRONA)]


@given(
    INDEXES, st.lists(DAYS, min_size=4, max_size=4).map(sorted), st.integers(1, 10**9), st.sampled_from(list(Rounding))
)
def test_rows_that_wait_are_the_rows(index, days, principal, rounding):
    stretches = (Stretch(days[0], days[1], principal), Stretch(days[1] + timedelta(days=1), days[3], principal * 2))
    plain, waiting = periods(stretches, index, rounding), Periods(stretches, index, rounding)
    assert (waiting == plain, plain == waiting, waiting == Periods(stretches, index, rounding)) == (True, True, True)
    assert (list(waiting), waiting[0], waiting[-1], waiting[:1]) == (list(plain), plain[0], plain[-1], plain[:1])
    assert hash(waiting) == hash(plain)
    assert waiting != Periods((Stretch(days[0], days[1], principal + 1),), index, rounding)
