"""Moments are told apart in UTC; one without a zone is Swedish time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dunning_engine.recording.day import of_one_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def in_utc(moment: datetime) -> datetime:
    """``moment`` in UTC; without a zone it is a time in Stockholm (in the repeated autumn hour, the first)."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)).astimezone(UTC)


@of_one_day
def start_of(day: date) -> datetime:
    """The first moment of a day in Stockholm, in UTC."""
    return datetime.combine(day, time.min, STOCKHOLM).astimezone(UTC)
