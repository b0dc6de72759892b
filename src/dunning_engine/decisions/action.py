"""One thing to do, as a decision proposes it: a step towards the debtor, a purchase, a payout, a buy-back, a posting.

Amounts are öre and rates basis points; ``to_dict()`` writes them as text with two decimals, the way
``schemas/decision.schema.json`` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.event import in_key
from dunning_engine.money import format_hundredths
from dunning_engine.policy.model import ActionKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dunning_engine.law.interest import InterestPeriod

# What states an amount for the debtor to pay; the other actions list, ask, tell or concern the client alone.
STATE_AN_AMOUNT = frozenset(
    {*(kind.value for kind in ActionKind if kind not in {ActionKind.LIST, ActionKind.WRITE_OFF}), "invoice_interest"}
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a purchase or a loan gives the client, known before the sale: ``payout`` = ``advance`` - ``fee``, all öre."""

    fee: int
    advance: int
    payout: int
    payout_on: date


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of a bookkeeping entry in the client's books; either ``debit`` or ``credit`` is above zero, in öre."""

    account: str
    debit: int
    credit: int
    text: str


@dataclass(frozen=True, slots=True)
class InterestLine:
    """One invoice on an interest invoice: the interest in öre with the rows behind it; ``key`` is the line's own."""

    invoice: str
    key: str
    interest: int
    periods: Sequence[InterestPeriod]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do. ``key`` is the same however often the same action is proposed: store it, and no fee is charged twice.

    ``amount_to_pay`` = ``principal`` + ``fees_before`` + ``fee`` + ``interest``, the parts that inkassolagen 5 § wants
    apart. ``late_compensation`` is the part of ``fee`` that is the 450 kr of lag (1981:739) 4 a §.

    ``fact`` is what a ``request_information`` asks for. ``amount`` is what a ``pay_out``, a ``buy_back``, a ``write_off`` or a
    ``charge_overdraft_interest`` moves, in öre; ``set_off`` is by how much a payout has been lowered to cover what the client
    has overdrawn. ``terms`` belong to a purchase or a loan, ``lines`` and ``comment`` to an
    ``invoice_interest``, ``continue_in`` to what moves the invoice to another policy. ``about`` is the action that
    somebody is told of, or ``rest`` for the payout of what an advance left. ``postings`` balance.
    """

    key: str
    action: str
    step: str | None
    title: str
    approval: str
    on: date
    principal: int
    fees_before: int
    fee: int = 0
    interest: int = 0
    late_compensation: int = 0
    pay_by: date | None = None
    send_by: str | None = None
    send_to: str | None = None
    fact: str | None = None
    about: str | None = None
    amount: int | None = None
    set_off: int = 0
    terms: Terms | None = None
    continue_in: str | None = None
    interest_periods: Sequence[InterestPeriod] = ()
    lines: tuple[InterestLine, ...] = ()
    comment: str | None = None
    postings: tuple[Posting, ...] = ()
    rule: str
    source: str
    law: tuple[str, ...] = ()

    @property
    def amount_to_pay(self) -> int:
        """Öre to pay in all."""
        return self.principal + self.fees_before + self.fee + self.interest

    def to_dict(self) -> dict[str, Any]:
        """The action as it stands in a decision's JSON."""
        return {
            "key": self.key,
            "action": self.action,
            "step": self.step,
            "title": self.title,
            "approval": self.approval,
            "on": self.on.isoformat(),
            "send_by": self.send_by,
            "send_to": self.send_to,
            "fact": self.fact,
            "about": self.about,
            "principal": format_hundredths(self.principal),
            "fees_before": format_hundredths(self.fees_before),
            "fee": format_hundredths(self.fee),
            "late_compensation": format_hundredths(self.late_compensation),
            "interest": format_hundredths(self.interest),
            "amount_to_pay": format_hundredths(self.amount_to_pay),
            "pay_by": None if self.pay_by is None else self.pay_by.isoformat(),
            "amount": None if self.amount is None else format_hundredths(self.amount),
            "set_off": format_hundredths(self.set_off),
            "terms": None if self.terms is None else _terms_to_dict(self.terms),
            "continue_in": self.continue_in,
            "interest_periods": _periods_to_list(self.interest_periods),
            "lines": [
                {
                    "invoice": line.invoice,
                    "key": line.key,
                    "interest": format_hundredths(line.interest),
                    "interest_periods": _periods_to_list(line.periods),
                }
                for line in self.lines
            ],
            "comment": self.comment,
            "postings": [
                {
                    "account": posting.account,
                    "debit": format_hundredths(posting.debit),
                    "credit": format_hundredths(posting.credit),
                    "text": posting.text,
                }
                for posting in self.postings
            ],
            "rule": self.rule,
            "source": self.source,
            "law": list(self.law),
        }


def _terms_to_dict(terms: Terms) -> dict[str, str]:
    return {
        "fee": format_hundredths(terms.fee),
        "advance": format_hundredths(terms.advance),
        "payout": format_hundredths(terms.payout),
        "payout_on": terms.payout_on.isoformat(),
    }


def _periods_to_list(periods: Sequence[InterestPeriod]) -> list[dict[str, Any]]:
    return [
        {
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "days": period.days,
            "rate": format_hundredths(period.rate),
            "principal": format_hundredths(period.principal),
            "amount": format_hundredths(period.amount),
        }
        for period in periods
    ]


def action_key(about: str, what: str, before: int = 0) -> str:
    """The same for the same action however often it is proposed.

    ``about`` is the number of the invoice or account; ``before`` is how often the action has been done or undone and is due
    anew, since its earlier keys are used up.
    """
    number = in_key(about)
    return f"{number}/{what}/{before + 1}" if before else f"{number}/{what}"
