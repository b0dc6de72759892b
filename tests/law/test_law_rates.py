"""The running index of rates."""

import threading
from datetime import date, timedelta

import pytest

from dunning_engine.law.rates import (
    DayCount,
    Piece,
    RateIndex,
    RateSchedule,
    flat_index,
    statutory_index,
    statutory_schedule,
)
from dunning_engine.law.values import DatedValue, Law, MissingRateError, Series

ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("day_count", list(DayCount))
def test_the_index_begins_at_nothing_and_ends_with_the_last_rate(day_count, law):
    index = statutory_index(law, day_count)
    assert index.through(date(2002, 6, 30)) == 0
    assert index.through(date(2026, 12, 31)) > 0
    for outside in (date(2002, 6, 29), date(2027, 1, 1), date.min, date.max):
        with pytest.raises(MissingRateError):
            index.through(outside)


def test_the_first_and_the_last_known_day_bear_interest_by_themselves(law):
    index = statutory_index(law, DayCount.ACTUAL_365)
    assert index.between(date(2002, 7, 1), date(2002, 7, 1)) == 1250
    assert index.between(date(2026, 12, 31), date(2026, 12, 31)) == 1000


@pytest.mark.parametrize(
    ("day_count", "year_days"),
    [(DayCount.ACTUAL_ACTUAL, 365), (DayCount.ACTUAL_365, 0), (DayCount.ACTUAL_360, 0), (DayCount.THIRTY_360, 0)],
)
def test_pieces_are_cut_at_every_change_of_rate_the_last_one_too(day_count, year_days):
    change = date(2025, 3, 1)
    schedule = RateSchedule(((date(2025, 1, 1), 1000), (change, 900)), date(2025, 6, 30))
    pieces = RateIndex(schedule, day_count).pieces(date(2025, 2, 27), date(2025, 3, 2))
    assert list(pieces) == [
        Piece(date(2025, 2, 27), change - ONE_DAY, 1000, year_days),
        Piece(change, date(2025, 3, 2), 900, year_days),
    ]


def test_each_year_weighs_the_same_in_actual_actual():
    index = flat_index(10_000, DayCount.ACTUAL_ACTUAL)
    for year in (1900, 2000, 2023, 2024, 2100):
        assert index.between(date(year, 1, 1), date(year, 12, 31)) == index.denominator


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2025-01-01", "2025-12-31", 360),
        ("2024-02-01", "2024-02-29", 30),
        ("2025-02-01", "2025-02-28", 30),
        ("2025-01-30", "2025-01-31", 1),
        ("2025-01-30", "2025-01-30", 0),
        ("2009-11-01", "2009-11-10", 10),
    ],
)
def test_days_of_thirty_360(first, last, days):
    index = flat_index(1, DayCount.THIRTY_360)
    assert index.days(date.fromisoformat(first), date.fromisoformat(last)) == days
    assert index.between(date.fromisoformat(first), date.fromisoformat(last)) == days


def test_the_statutory_schedule_is_reference_rate_plus_margin(law):
    schedule = statutory_schedule(law)
    assert len(schedule.steps) == 49
    assert dict(schedule.steps)[date(2016, 7, 1)] == 750
    assert dict(schedule.steps)[date(2024, 1, 1)] == 1200
    assert schedule.through == date(2026, 12, 31)


def test_a_margin_that_changes_within_a_half_year_is_a_step_of_its_own():
    change = date(2025, 3, 1)
    margins = (DatedValue(date(2002, 7, 1), change - ONE_DAY, 800, "s"), DatedValue(change, None, 700, "s"))
    law = Law("SE", "d", {"interest_margin": Series("p", margins)}, {}, ((date(2025, 1, 1), 300),), {})
    assert statutory_schedule(law) == RateSchedule(((date(2025, 1, 1), 1100), (change, 1000)), date(2025, 6, 30))


def test_an_index_is_built_once(law):
    assert statutory_index(law, DayCount.ACTUAL_365) is statutory_index(law, DayCount.ACTUAL_365)
    assert flat_index(850, DayCount.ACTUAL_365) is flat_index(850, DayCount.ACTUAL_365)


def test_threads_read_one_index(law):
    index = RateIndex(statutory_schedule(law), DayCount.ACTUAL_ACTUAL)
    days = [date(2002, 7, 1) + timedelta(days=n) for n in range(0, 8900, 7)]
    answers = [None] * 4

    def read(place):
        answers[place] = [index.through(day) for day in days]

    threads = [threading.Thread(target=read, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answer == [index.through(day) for day in days] for answer in answers)
