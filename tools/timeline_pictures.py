"""Draws the pictures of the page ``docs/timeline.md``, from the example ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dunning_engine import load_policies, timeline
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.pictures.timetable import timetable

_TOP = Path(__file__).resolve().parent.parent
_PICTURES = _TOP / "docs" / "pictures"
_DAY = date(2026, 3, 31)


def files() -> dict[Path, str]:
    """The files, with their text."""
    return {
        _PICTURES / "timeline.svg": _drawn("1001", "fakturaservice"),
        _PICTURES / "timeline-policies.svg": _drawn("3002", "fakturaforsaljning-regress", "fakturabelaning"),
    }


def _drawn(number: str, *names: str) -> str:
    policies = load_policies()
    ledger = read_ledger(_TOP / "examples" / "ledger.csv", events=_TOP / "examples" / "events.csv")
    (invoice,) = (entry.invoice for entry in ledger.entries if entry.number == number and entry.invoice is not None)
    timelines = [timeline(policies[name], invoice, as_of=_DAY) for name in names]
    return timetable(timelines, "svg", "sv").decode()
