"""A demand's reasonable time to pay or object (inkassolagen 5 §); no legal step until it has run (6 §)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.law.calendar import add_banking_days

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.law.values import Law


def presumed_receipt(sent_on: date, by_post: bool, law: Law) -> date:
    """The day a message counts as received: the day it was sent, or for a letter so many banking days later."""
    return add_banking_days(sent_on, law.presumed_receipt_banking_days) if by_post else sent_on


def earliest_pay_by(sent_on: date, by_post: bool, law: Law) -> date:
    """The earliest last day to pay that a demand sent on ``sent_on`` may state.

    Both must hold: at least 8 days from dispatch, and at least 4 banking days after presumed receipt.
    """
    by_dispatch = sent_on + timedelta(days=law.minimum_days_to_pay)
    received = presumed_receipt(sent_on, by_post, law)
    return max(by_dispatch, add_banking_days(received, law.banking_days_after_receipt))
