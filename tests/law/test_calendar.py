"""Sweden's banking days, every closed weekday of five years."""

from datetime import date, timedelta

import pytest

from dunning_engine.law.calendar import (
    FIRST_DAY,
    LAST_DAY,
    OutsideCalendarError,
    add_banking_days,
    end_of_month,
    is_banking_day,
    next_banking_day,
)

CLOSED_WEEKDAYS = {
    2024: "01-01 03-29 04-01 05-01 05-09 06-06 06-21 12-24 12-25 12-26 12-31",
    2025: "01-01 01-06 04-18 04-21 05-01 05-29 06-06 06-20 12-24 12-25 12-26 12-31",
    2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
    2027: "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31",
    2028: "01-06 04-14 04-17 05-01 05-25 06-06 06-23 12-25 12-26",
}


@pytest.mark.parametrize(("year", "closed"), CLOSED_WEEKDAYS.items())
def test_closed_weekdays(year, closed):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    found = [day for day in days if day.year == year and day.weekday() < 5 and not is_banking_day(day)]
    assert " ".join(day.strftime("%m-%d") for day in found) == closed


def test_saturdays_and_sundays_are_closed():
    weekends = [date(2026, 1, 3) + timedelta(days=n) for week in range(0, 364, 7) for n in (week, week + 1)]
    assert not any(is_banking_day(day) for day in weekends)


@pytest.mark.parametrize("half_day", ["2026-01-05", "2026-04-02", "2026-04-30", "2026-05-13", "2026-10-30"])
def test_half_days_are_banking_days(half_day):
    assert is_banking_day(date.fromisoformat(half_day))


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        ("2026-06-18", "2026-06-18"),  # the day before Midsummer Eve
        ("2026-06-19", "2026-06-22"),  # Midsummer Eve, a Friday
        ("2025-12-24", "2025-12-29"),
        ("2026-12-31", "2027-01-04"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_next_banking_day(day, moved):
    assert next_banking_day(date.fromisoformat(day)) == date.fromisoformat(moved)


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-07", 0, "2026-03-09"),
        ("2026-03-02", 2, "2026-03-04"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-04-02", 2, "2026-04-08"),  # over Easter
        ("2024-12-23", 3, "2025-01-02"),  # 27 and 30 December, then over New Year
    ],
)
def test_add_banking_days(day, count, reached):
    assert add_banking_days(date.fromisoformat(day), count) == date.fromisoformat(reached)


def test_a_negative_number_of_banking_days_is_refused():
    with pytest.raises(ValueError, match="-1"):
        add_banking_days(date(2026, 3, 2), -1)


@pytest.mark.parametrize("day", [FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=3)])
def test_years_whose_holidays_nobody_knows_are_refused(day):
    with pytest.raises(OutsideCalendarError):
        is_banking_day(day)


@pytest.mark.parametrize(("year", "closed"), [(FIRST_DAY.year, "12-25"), (LAST_DAY.year, "12-24")])
def test_the_first_and_last_year_have_their_holidays(year, closed):
    assert not is_banking_day(date.fromisoformat(f"{year}-{closed}"))


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-03-01", "2026-03-31"),
        ("2026-04-30", "2026-04-30"),
        ("2026-02-01", "2026-02-28"),
        ("2024-02-29", "2024-02-29"),
        ("1900-02-01", "1900-02-28"),
        ("2000-02-01", "2000-02-29"),
        ("2026-12-31", "2026-12-31"),
    ],
)
def test_end_of_month(day, last):
    assert end_of_month(date.fromisoformat(day)) == date.fromisoformat(last)
