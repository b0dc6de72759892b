"""Sweden's banking days: not Saturdays, Sundays, public holidays, Midsummer Eve, Christmas Eve or New Year's Eve.

Half days are banking days. A due date on a closed day moves to the next banking day (skuldebrevslagen 5 §).
The holidays come from the ``holidays`` package; its default set lacks the three eves, so they are asked for.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from dunning_engine.recording.day import of_one_day

# The years for which the public holidays are known; outside them every answer would be a guess.
FIRST_DAY = date(1953, 1, 1)
LAST_DAY = date(2100, 12, 31)

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class OutsideCalendarError(LookupError):
    """``on`` lies outside the years whose holidays are known (`FIRST_DAY` through `LAST_DAY`)."""

    def __init__(self, on: date) -> None:
        self.on = on
        super().__init__(f"banking days are known from {FIRST_DAY} through {LAST_DAY}, not for {on.isoformat()}")


def is_banking_day(day: date) -> bool:
    """Whether banks are open on ``day``; `OutsideCalendarError` for a year whose holidays are not known."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


@of_one_day
def next_banking_day(day: date) -> date:
    """``day`` itself if banks are open, otherwise the first day after it when they are."""
    while not is_banking_day(day):
        day += _ONE_DAY
    return day


@of_one_day
def add_banking_days(day: date, count: int) -> date:
    """The ``count``-th banking day after ``day``, which itself is never counted; for 0, `next_banking_day` of ``day``.

    Raises ``ValueError`` for a negative count.
    """
    if count < 0:
        raise ValueError(f"a number of banking days is not negative: {count}")
    if not count:
        return next_banking_day(day)
    for _ in range(count):
        day = next_banking_day(day + _ONE_DAY)
    return day


@of_one_day
def end_of_month(day: date) -> date:
    """The last day of the month that ``day`` lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@lru_cache(maxsize=256)
def _holidays(year: int) -> frozenset[date]:
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise OutsideCalendarError(date(year, 1, 1))
    # Half a second to import: only for those who ask about a weekday.
    from holidays import DE_FACTO, PUBLIC, country_holidays  # noqa: PLC0415

    return frozenset(country_holidays("SE", years=year, categories=(PUBLIC, DE_FACTO)))
