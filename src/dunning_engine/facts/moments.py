"""Moments are told apart in UTC; one without a zone is Swedish time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def in_utc(moment: datetime) -> datetime:
    """``moment`` in UTC; without a zone it is a time in Stockholm (in the repeated autumn hour, the first)."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)).astimezone(UTC)
