"""A client's account with the buyer of its invoices: dated entries, whose sum is the balance.

Below zero it is overdrawn: the client owes, until the debt is settled by repaying or by selling another invoice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class EntryKind(StrEnum):
    """The closed list of entries."""

    PURCHASE = "purchase"
    PAYOUT = "payout"
    BUY_BACK = "buy_back"
    PAYMENT = "payment"
    DEPOSIT = "deposit"
    OVERDRAFT_INTEREST = "overdraft_interest"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: ``amount`` is öre, above zero what the client gets and below zero what it is charged.

    The day of ``overdraft_interest`` is the day that the interest is for. ``invoice`` is the one that the entry is about.
    """

    on: date
    entry: EntryKind
    amount: int
    invoice: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A client's account; ``entries`` stand in the order of their days, those of one day in the order given."""

    account: str
    client: str
    currency: str
    policy: str | None = None
    entries: tuple[Entry, ...] = ()

    def __post_init__(self) -> None:
        """Put the entries in the order of their days."""
        if len(self.entries) > 1:
            object.__setattr__(self, "entries", tuple(sorted(self.entries, key=attrgetter("on"))))

    def balance(self, on: date) -> int:
        """The sum of the entries through ``on``, in öre."""
        return sum(entry.amount for entry in self.entries if entry.on <= on)
