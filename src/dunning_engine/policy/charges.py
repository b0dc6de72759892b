"""What a policy claims beside the capital: late-payment interest, the invoices of it, late-payment compensation.

Amounts are öre, rates basis points a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dunning_engine.law.rates import DayCount
    from dunning_engine.money import Rounding
    from dunning_engine.policy.condition import Condition
    from dunning_engine.problems import Span


class RateKind(StrEnum):
    """Where the rate of late-payment interest comes from."""

    STATUTORY = "statutory"
    AGREED = "agreed"
    FIXED = "fixed"


class AccruesFrom(StrEnum):
    """The day that late-payment interest runs from; the first interest day is the day after."""

    LAW = "law"
    DUE_DATE = "due_date"
    INVOICE_DATE = "invoice_date"


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """What the creditor's standard terms settle for every invoice; ``None`` is unsettled. A fact on the invoice wins."""

    reminder_fee: bool | None = None
    due_date: bool | None = None
    interest_rate: int | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """Late-payment interest. ``fixed_rate`` (basis points) belongs to ``FIXED``, ``days`` to ``INVOICE_DATE``."""

    rate: RateKind
    accrues_from: AccruesFrom
    day_count: DayCount
    rounding: Rounding
    span: Span
    fixed_rate: int | None = None
    days: int | None = None
    charged_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class LateCompensation:
    """The 450 kr between traders, claimed with the named step (lag 1981:739 4 a §)."""

    claim: bool
    at_step: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestInvoice:
    """Interest invoiced on its own, on invoices that were paid too late.

    An invoice is taken up when its own interest is ``at_least`` (öre), or its customer's interest in all is
    ``or_customer_total_at_least`` (``None``: only its own counts). ``comment`` stands on the interest invoice.
    """

    title: str
    at_least: int
    or_customer_total_at_least: int | None
    only_when_paid: bool
    comment: str | None
    span: Span
