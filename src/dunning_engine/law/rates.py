"""Interest rates over time as one running index, so that interest over any number of rate changes is one multiplication.

The index counts rate times days in whole numbers:

    interest in öre = principal in öre x (index.through(last) - index.through(day before first)) / index.denominator

The law is silent on how days are counted (räntelagen 6 § says "a year"), so a policy chooses a `DayCount`.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dunning_engine.law.values import MissingRateError
from dunning_engine.recording.day import of_one_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dunning_engine.law.values import Law

BASIS_POINTS = 10_000
_ONE_DAY = timedelta(days=1)
_YEAR, _LEAP_YEAR, _BANK_YEAR, _BANK_MONTH = 365, 366, 360, 30
# A day of a year with 365 days weighs 366, one of a leap year 365: every year weighs the same, and all is whole numbers.
_YEAR_WEIGHT = _YEAR * _LEAP_YEAR


class DayCount(StrEnum):
    """How a day's share of a year is counted."""

    ACTUAL_ACTUAL = "actual_actual"
    ACTUAL_365 = "actual_365"
    ACTUAL_360 = "actual_360"
    THIRTY_360 = "thirty_360"


@dataclass(frozen=True, slots=True)
class RateSchedule:
    """Rates in basis points, each from its first day until the next one's, oldest first; the last ``through`` a day."""

    steps: tuple[tuple[date, int], ...]
    through: date


@dataclass(frozen=True, slots=True)
class Piece:
    """Days of one rate; ``year_days`` is 365 or 366 where that decides what a day is worth, otherwise 0."""

    first: date
    last: date
    rate: int
    year_days: int

    def continues_in(self, other: Piece) -> bool:
        """Whether ``other`` begins the day after and its days are worth the same."""
        same = self.rate == other.rate and self.year_days == other.year_days
        return same and self.last + _ONE_DAY == other.first


class RateIndex:
    """The running sum of rate times day over a schedule; built once, safe to share between threads.

    Two of the same schedule and day count are equal: what is recorded with one is found with the other.
    """

    __slots__ = ("_hash", "_offsets", "_rates", "_starts", "_weight_through", "day_count", "denominator", "schedule")

    def __init__(self, schedule: RateSchedule, day_count: DayCount) -> None:
        self.schedule = schedule
        self.day_count = day_count
        self._weight_through, year = _WEIGHTS[day_count]
        self.denominator = year * BASIS_POINTS
        self._starts = [first.toordinal() for first, _ in schedule.steps]
        # The day before the first one is asked for too: its sum is 0.
        self._starts[0] -= 1
        self._rates = [rate for _, rate in schedule.steps]
        # index = offset + rate x weight within a step; the offsets make the pieces meet.
        self._offsets: list[int] = []
        total = before = 0
        for place, (first, rate) in enumerate(schedule.steps):
            weight = self._weight_through(first - _ONE_DAY)
            total += (self._rates[place - 1] * (weight - before)) if place else 0
            before = weight
            self._offsets.append(total - rate * weight)
        self._hash = hash((schedule, day_count))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, RateIndex) and (self.schedule, self.day_count) == (other.schedule, other.day_count)

    def __hash__(self) -> int:
        return self._hash

    def through(self, day: date) -> int:
        """Rate times weight summed over every day from the schedule's start through ``day``; 0 the day before it.

        Raises `MissingRateError` with the first day that lacks a rate.
        """
        if day > self.schedule.through:
            raise MissingRateError(self.schedule.through + _ONE_DAY)
        if day.toordinal() < self._starts[0]:
            raise MissingRateError(day)
        return _through(day, self)

    def sum_through(self, day: date) -> int:
        """`through`, for a day that surely has a rate or comes just before the first."""
        place = bisect_right(self._starts, day.toordinal()) - 1
        return self._offsets[place] + self._rates[place] * self._weight_through(day)

    def between(self, first: date, last: date) -> int:
        """The index over ``first`` through ``last``, both counted; 0 when ``last`` comes before ``first``.

        Raises `MissingRateError` with the first of these days that lacks a rate.
        """
        if last < first:
            return 0
        schedule = self.schedule
        if first > schedule.through or first < schedule.steps[0][0]:
            raise MissingRateError(first)
        return self.through(last) - self.through(first - _ONE_DAY)

    def days(self, first: date, last: date) -> int:
        """Days from ``first`` through ``last`` as this day count counts them: 30 for every whole month in 30/360."""
        if self.day_count is DayCount.THIRTY_360:
            return _bank_days_through(last) - _bank_days_through(first - _ONE_DAY)
        return (last - first).days + 1

    def pieces(self, first: date, last: date) -> Iterator[Piece]:
        """``first`` through ``last`` cut where the rate changes, and where the length of the year changes a day's worth."""
        by_year = self.day_count is DayCount.ACTUAL_ACTUAL
        while first <= last:
            end = min(last, _end_of_piece(first, self))
            yield Piece(first, end, _rate_on(first, self), _days_of_year(first) if by_year else 0)
            first = end + _ONE_DAY

    def rate_on(self, day: date) -> int:
        """The rate in basis points on a day that surely has one."""
        return self._rates[bisect_right(self._starts, day.toordinal()) - 1]

    def end_of_piece(self, day: date) -> date:
        """The last day from ``day`` on of the same rate, and of the same year where that decides what a day is worth."""
        place = bisect_right(self._starts, day.toordinal())
        end = date.max if place == len(self._starts) else date.fromordinal(self._starts[place] - 1)
        return min(end, date(day.year, 12, 31)) if self.day_count is DayCount.ACTUAL_ACTUAL else end


@of_one_day
def _through(day: date, index: RateIndex) -> int:
    return index.sum_through(day)


@of_one_day
def _rate_on(day: date, index: RateIndex) -> int:
    return index.rate_on(day)


@of_one_day
def _end_of_piece(day: date, index: RateIndex) -> date:
    return index.end_of_piece(day)


@of_one_day
def _days_of_year(day: date) -> int:
    return _LEAP_YEAR if isleap(day.year) else _YEAR


def statutory_schedule(law: Law) -> RateSchedule:
    """Reference rate plus margin (räntelagen 6 §), from the first known half-year through the last."""
    starts = {first for first, _ in law.reference_rates}
    starts |= {value.first for value in law.series["interest_margin"].values if value.first > law.reference_rates[0][0]}
    through = law.rates_known_through
    return RateSchedule(tuple((day, law.statutory_rate(day)) for day in sorted(starts) if day <= through), through)


@lru_cache(maxsize=64)
def statutory_index(law: Law, day_count: DayCount) -> RateIndex:
    """The index of the law's own rate, built once for each law and day count."""
    return RateIndex(statutory_schedule(law), day_count)


@lru_cache(maxsize=4096)
def flat_index(rate: int, day_count: DayCount) -> RateIndex:
    """The index of one agreed rate in basis points, good for every day but the calendar's very first and last."""
    return RateIndex(RateSchedule(((date.min + _ONE_DAY, rate),), date.max - _ONE_DAY), day_count)


@cache
def _year_line(year: int) -> tuple[int, int]:
    weight = _YEAR if isleap(year) else _LEAP_YEAR
    return (year - 1) * _YEAR_WEIGHT - weight * (date(year, 1, 1).toordinal() - 1), weight


def _actual_actual(day: date) -> int:
    start, weight = _year_line(day.year)
    return start + weight * day.toordinal()


@of_one_day
def _bank_days_through(day: date) -> int:
    # A stretch from..to weighs D(to + 1 day) - D(from), so the weight through a day is D of the day after it.
    after = day + _ONE_DAY
    return _BANK_YEAR * after.year + _BANK_MONTH * after.month + min(after.day, _BANK_MONTH)


_WEIGHTS: dict[DayCount, tuple[Callable[[date], int], int]] = {
    DayCount.ACTUAL_ACTUAL: (_actual_actual, _YEAR_WEIGHT),
    DayCount.ACTUAL_365: (date.toordinal, _YEAR),
    DayCount.ACTUAL_360: (date.toordinal, _BANK_YEAR),
    DayCount.THIRTY_360: (_bank_days_through, _BANK_YEAR),
}
