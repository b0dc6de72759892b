"""A step that was taken is the event that says so; moments and the start of a day."""

from datetime import UTC, date, datetime

import pytest

from dunning_engine.facts.event import Event, EventKind, in_key
from dunning_engine.facts.moments import in_utc, start_of
from dunning_engine.facts.state import StepTaken


def test_a_step_says_what_its_event_says():
    event = Event(
        on=date(2026, 3, 9),
        event=EventKind.STEP,
        step="reminder",
        fee=6000,
        interest=150,
        pay_by=date(2026, 3, 16),
        sent_by="email",
    )
    taken = StepTaken(event)
    assert (taken.step, taken.on, taken.fee, taken.interest) == ("reminder", event.on, 6000, 150)
    assert (taken.pay_by, taken.sent_by, taken.delivery_failed) == (event.pay_by, "email", False)
    assert taken == StepTaken(event)
    assert taken != StepTaken(event, delivery_failed=True)


def test_a_step_of_which_nothing_more_is_known():
    taken = StepTaken(Event(on=date(2026, 3, 9), event=EventKind.STEP))
    assert (taken.step, taken.fee, taken.interest, taken.pay_by, taken.sent_by) == ("", 0, 0, None, None)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ("2026-01-30", "2026-01-29T23:00"),
        ("2026-07-01", "2026-06-30T22:00"),
        ("2026-03-29", "2026-03-28T23:00"),  # the clock is put forward later that night
        ("2026-03-30", "2026-03-29T22:00"),
        ("2026-10-25", "2026-10-24T22:00"),
        ("2026-10-26", "2026-10-25T23:00"),
    ],
)
def test_a_day_begins_in_stockholm(day, utc):
    found = start_of(date.fromisoformat(day))
    assert found == datetime.fromisoformat(f"{utc}+00:00")
    assert found.tzinfo is UTC
    assert in_utc(datetime.fromisoformat(f"{day}T00:00")) == found


@pytest.mark.parametrize(
    ("number", "begins"), [("1001", "1001"), ("50%/1", "50%25%2F1"), ("a%2Fb", "a%252Fb"), ("", "")]
)
def test_how_keys_begin(number, begins):
    assert in_key(number) == begins
