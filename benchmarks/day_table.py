"""What a day leads to, for every day from the first known rate: the look-ups that hand-written columns join with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from dunning_engine.law.calendar import is_banking_day

if TYPE_CHECKING:
    from by_hand import Rates

EPOCH, FIRST, LAST = date(1970, 1, 1), date(2002, 7, 1), date(2035, 12, 31)
LEAST_DAYS, DAYS_AFTER_POST, DAYS_AFTER_EMAIL = 8, 6, 4
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class DayTable:
    """Arrays with one place a day from ``FIRST``; days are numbers since 1970.

    ``index`` is the running index of the rate at the end of the day, ``open_day`` the day itself or the next banking day,
    ``too_late`` the first day that is too late for a payment by that day, ``by_post`` and ``by_email`` the earliest last day
    to pay of a demand sent then, ``midnight`` the moment in Stockholm at which the day starts (microseconds, UTC).
    """

    index: _Numbers
    open_day: _Numbers
    too_late: _Numbers
    by_post: _Numbers
    by_email: _Numbers
    midnight: _Numbers


def day_table(rates: Rates) -> DayTable:
    """The table under these rates."""
    count = (LAST - FIRST).days + 1
    dates = [FIRST + timedelta(days=place) for place in range(count)]
    days = np.arange(count) + (FIRST - EPOCH).days
    open_days = days[[is_banking_day(day) for day in dates]]

    def banking_day(after: int) -> _Numbers:
        place = np.searchsorted(open_days, days, side="right") + after - 1
        return np.maximum(days + LEAST_DAYS, open_days[np.minimum(place, len(open_days) - 1)])

    open_day = open_days[np.minimum(np.searchsorted(open_days, days), len(open_days) - 1)]
    midnights = [datetime.combine(day, time.min, _STOCKHOLM).astimezone(UTC) for day in dates]
    return DayTable(
        index=np.array([rates.through(day) for day in dates]),
        open_day=open_day.astype(np.int32),
        too_late=(open_day + 1).astype(np.int32),
        by_post=banking_day(DAYS_AFTER_POST).astype(np.int32),
        by_email=banking_day(DAYS_AFTER_EMAIL).astype(np.int32),
        midnight=np.array([round(moment.timestamp()) * 1_000_000 for moment in midnights]),
    )


def number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days
