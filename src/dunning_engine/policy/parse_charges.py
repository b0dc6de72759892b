"""What the policy claims beside the capital, and the accounts it is booked on: agreed terms, interest, compensation.

Each function reads one section of the policy and gives back its type, or the default where the section is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.law.rates import DayCount
from dunning_engine.law.values import BookAccount
from dunning_engine.money import Rounding
from dunning_engine.policy.charges import (
    AccruesFrom,
    AgreedTerms,
    Interest,
    InterestInvoice,
    LateCompensation,
    RateKind,
)
from dunning_engine.policy.parse_condition import parse_condition
from dunning_engine.policy.reading import word_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dunning_engine.policy.reading import Fields, Reading


def parse_agreed_terms(reading: Reading, policy: Fields) -> AgreedTerms:
    """``agreed_terms``; nothing is agreed where nothing stands."""
    fields = policy.mapping("agreed_terms")
    return AgreedTerms(
        reminder_fee=fields.boolean("reminder_fee"),
        due_date=fields.boolean("due_date"),
        interest_rate=reading.hundredths_at(fields, "interest_rate"),
    )


def parse_interest(reading: Reading, policy: Fields) -> Interest | None:
    """``interest``."""
    if "interest" not in policy.values:
        return None
    fields = policy.mapping("interest")
    number = fields.number("rate")
    rate = RateKind.FIXED if number is not None else word_of(fields.values.get("rate"), RateKind)
    days = fields.mapping("accrues_from").whole("days_after_invoice_date")
    starts = AccruesFrom.INVOICE_DATE if days is not None else fields.word("accrues_from", AccruesFrom)
    charged = None
    if "charged_when" in fields.values:
        charged = parse_condition(reading, fields.values["charged_when"], fields.where("charged_when"))
    return Interest(
        rate=rate or RateKind.STATUTORY,
        accrues_from=starts or AccruesFrom.LAW,
        day_count=fields.word("day_count", DayCount) or DayCount.ACTUAL_ACTUAL,
        rounding=fields.word("rounding", Rounding) or Rounding.HALF_UP_TO_ORE,
        span=reading.document.key_span(policy.where("interest")),
        fixed_rate=reading.hundredths_at(fields, "rate"),
        days=days,
        charged_when=charged,
    )


def parse_late_compensation(reading: Reading, policy: Fields) -> LateCompensation | None:
    """``late_compensation``."""
    fields = policy.mapping("late_compensation")
    claim, at_step = fields.boolean("claim"), fields.text("at_step")
    if claim is None or at_step is None:
        return None
    return LateCompensation(claim, at_step, reading.document.key_span(policy.where("late_compensation")))


def parse_interest_invoice(reading: Reading, policy: Fields) -> InterestInvoice | None:
    """``interest_invoice``; it waits until the invoice is paid unless it says otherwise."""
    if "interest_invoice" not in policy.values:
        return None
    fields = policy.mapping("interest_invoice")
    return InterestInvoice(
        title=fields.text("title") or "",
        at_least=reading.hundredths_at(fields, "at_least", amount=True) or 0,
        or_customer_total_at_least=reading.hundredths_at(fields, "or_customer_total_at_least", amount=True),
        only_when_paid=fields.boolean("only_when_paid") is not False,
        comment=fields.text("comment"),
        span=reading.document.key_span(policy.where("interest_invoice")),
    )


def parse_accounts(policy: Fields, usual: Mapping[BookAccount, str]) -> dict[BookAccount, str]:
    """The accounts to book on: the country's ``usual`` ones, the policy's own over them, ``recourse.book_as`` over all."""
    own = policy.mapping("accounts")
    accounts = {account: own.text(account) or usual[account] for account in BookAccount}
    bought_back = policy.mapping("recourse").text("book_as")
    if bought_back is not None:
        accounts[BookAccount.RECEIVABLE_BOUGHT_BACK] = bought_back
    return accounts
