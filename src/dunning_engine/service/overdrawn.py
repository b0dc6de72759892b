"""How many days of interest clients' accounts would be charged at once: what a call with accounts costs to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.facts.account import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dunning_engine.facts.account import Account
    from dunning_engine.policy.model import PolicyHistory

_ONE_DAY = timedelta(days=1)
MOST_DAYS = 10_000
"""In one call: some seconds of work, and megabytes of answer, an action a day."""


def days_to_charge(accounts: Iterable[tuple[PolicyHistory, Account]], as_of: date) -> int:
    """At most so many days, over all accounts whose policy charges interest."""
    return sum(
        _days(account, as_of)
        for history, account in accounts
        if any(revision.overdraft is not None for revision in history.revisions)
    )


def _days(account: Account, as_of: date) -> int:
    """The days through ``as_of`` on which it may be below zero, without those that have been charged.

    Interest that has not been charged yet keeps an account below zero that its entries bring above, as long as they bring it
    up by less than it was down.
    """
    entries = [entry for entry in account.entries if entry.on <= as_of]
    ends = [*(entry.on for entry in entries[1:]), as_of + _ONE_DAY]
    balance, lowest, days = 0, 0, 0
    for entry, end in zip(entries, ends, strict=False):
        balance += entry.amount
        lowest = min(lowest, balance)
        if balance < 0 or (days and balance < -lowest):
            days += (end - entry.on).days
    return days - sum(entry.entry is EntryKind.OVERDRAFT_INTEREST for entry in entries)
