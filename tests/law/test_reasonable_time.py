"""The earliest last day to pay that a demand may state."""

from datetime import date

import pytest

from dunning_engine.law.reasonable_time import earliest_pay_by, presumed_receipt


@pytest.mark.parametrize(
    ("sent_on", "by_post", "received", "pay_by"),
    [
        ("2026-03-02", True, "2026-03-04", "2026-03-10"),  # Monday: both rules give Tuesday week
        ("2026-03-02", False, "2026-03-02", "2026-03-10"),  # by e-mail the eight days decide
        ("2026-03-05", True, "2026-03-09", "2026-03-13"),  # Thursday: received after the weekend
        ("2026-03-06", True, "2026-03-10", "2026-03-16"),  # Friday: the banking days decide
        ("2026-03-30", True, "2026-04-01", "2026-04-09"),  # over Easter
        ("2025-12-22", True, "2025-12-29", "2026-01-07"),  # over Christmas, New Year and Epiphany
        ("2025-12-23", False, "2025-12-23", "2026-01-05"),
    ],
)
def test_earliest_pay_by(sent_on, by_post, received, pay_by, law):
    assert presumed_receipt(date.fromisoformat(sent_on), by_post, law) == date.fromisoformat(received)
    assert earliest_pay_by(date.fromisoformat(sent_on), by_post, law) == date.fromisoformat(pay_by)
