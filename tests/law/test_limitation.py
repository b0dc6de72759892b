"""When a claim is barred."""

from datetime import date

import pytest

from dunning_engine.law.limitation import limitation_day


@pytest.mark.parametrize(
    ("interrupted", "consumer", "last_day"),
    [
        ("2016-03-01", False, "2026-03-01"),
        ("2023-03-01", True, "2026-03-01"),
        ("2024-02-29", True, "2027-02-28"),
        ("2024-02-29", False, "2034-02-28"),
        ("2025-02-28", True, "2028-02-28"),
        ("9995-01-01", False, "9999-12-31"),
        ("9989-06-30", False, "9999-06-30"),
    ],
)
def test_limitation_day(interrupted, consumer, last_day, law):
    day = limitation_day(date.fromisoformat(interrupted), consumer, law)
    assert day == date.fromisoformat(last_day)
    assert type(day) is date
