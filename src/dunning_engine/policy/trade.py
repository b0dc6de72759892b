"""Buying invoices and lending against them: what is offered, the recourse window, the overdraft that a buy-back may leave.

Percentages are basis points (290 is 2.9 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dunning_engine.policy.condition import Condition
    from dunning_engine.problems import Span


class OutcomeKind(StrEnum):
    """What is decided on an invoice that is offered for sale."""

    REVIEW = "review"
    BUY_WITHOUT_RECOURSE = "buy_without_recourse"
    BUY_WITH_RECOURSE = "buy_with_recourse"
    LEND = "lend"
    DECLINE = "decline"


# How an invoice is sold by an outcome: the word of the fact ``sale``. The others sell nothing.
SALE_BY = {
    OutcomeKind.BUY_WITHOUT_RECOURSE: "without_recourse",
    OutcomeKind.BUY_WITH_RECOURSE: "with_recourse",
    OutcomeKind.LEND: "pledged",
}


class Notify(StrEnum):
    """When the client is told of an outcome."""

    IMMEDIATELY = "immediately"
    """Together with the decision itself."""
    AT_PAYOUT = "at_payout"
    """On the day of the payout."""


class PayoutUnit(StrEnum):
    """What a payout's time is counted in."""

    BANKING_DAYS = "banking_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Payout:
    """How long after the sale the money is with the client; 0 is the same day."""

    count: int
    unit: PayoutUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One of the outcomes of an offer; the first whose condition holds decides, one without a condition always holds."""

    kind: OutcomeKind
    title: str
    span: Span
    when: Condition | None = None
    notify_client: Notify | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What is done with invoices that are offered for sale.

    The fee and the advance are ``fee_percent`` and ``advance_percent`` of the capital; what is paid out is the advance less
    the fee. ``notice_of_assignment``: the debtor is told of the transfer (skuldebrevslagen 31 §).
    """

    outcomes: tuple[Outcome, ...]
    payout: Payout
    fee_percent: int
    advance_percent: int
    notice_of_assignment: bool
    span: Span


class BuyBack(StrEnum):
    """What the client buys a sold invoice back for."""

    BALANCE = "balance"
    """What the buyer has paid and not got back, with the fees and the interest that it has claimed."""
    PRINCIPAL = "principal"
    """What the buyer has paid and not got back, without fees and interest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse:
    """An invoice sold so that ``when`` holds is pursued through a day after the due date, and bought back on the next."""

    when: Condition
    pursue_through_days: int
    buy_back: BuyBack
    continue_in: str
    span: Span


@dataclass(frozen=True, slots=True)
class Overdraft:
    """Interest on a client account below zero, a day: overdrawn x ``monthly_percent`` / ``divided_by`` x ``times``.

    ``monthly_percent`` is basis points, ``times`` hundredths (125 is 1.25).
    """

    monthly_percent: int
    divided_by: int
    times: int
    span: Span
