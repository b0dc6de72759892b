"""Limitation: when a claim is barred (preskriptionslagen 1981:130)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pendulum

from dunning_engine.recording.day import of_one_day

if TYPE_CHECKING:
    from dunning_engine.law.values import Law


@of_one_day
def limitation_day(last_interruption: date, consumer: bool, law: Law) -> date:
    """The last day on which the claim may still be made; nothing may be claimed after it.

    ``last_interruption`` is the day that the claim arose or, later, that a written reminder last reached the debtor: the
    full period starts again from it (5 §, 6 §). The period ends on the day of the same number; where the month has no such
    day (29 February), on its last (lag 1930:173 1 §).
    """
    years = law.limitation_years(consumer)
    if last_interruption.year + years > date.max.year:
        return date.max
    start = pendulum.date(last_interruption.year, last_interruption.month, last_interruption.day)
    end = start.add(years=years)
    return date(end.year, end.month, end.day)
