"""A decision as flat rows: one per action and one per blocker, for CSV and Parquet.

An invoice or an account with nothing to do has no row. Amounts are öre in an int, dates dates, everything else text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.money import format_hundredths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dunning_engine.decisions.action import Action, Posting
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.facts.invoice import Invoice

TEXT, DATE, AMOUNT = "text", "date", "amount"
COLUMNS: Mapping[str, str] = {
    "invoice": TEXT,
    "account": TEXT,
    "customer": TEXT,
    "client": TEXT,
    "policy": TEXT,
    "revision": DATE,
    "as_of": DATE,
    "stage": TEXT,
    "balance": AMOUNT,
    "kind": TEXT,
    "action": TEXT,
    "step": TEXT,
    "title": TEXT,
    "approval": TEXT,
    "on": DATE,
    "send_by": TEXT,
    "send_to": TEXT,
    "fact": TEXT,
    "about": TEXT,
    "principal": AMOUNT,
    "fees_before": AMOUNT,
    "fee": AMOUNT,
    "late_compensation": AMOUNT,
    "interest": AMOUNT,
    "amount_to_pay": AMOUNT,
    "pay_by": DATE,
    "amount": AMOUNT,
    "purchase_fee": AMOUNT,
    "advance": AMOUNT,
    "payout": AMOUNT,
    "payout_on": DATE,
    "continue_in": TEXT,
    "covers": TEXT,
    "postings": TEXT,
    "code": TEXT,
    "message": TEXT,
    "next_step": TEXT,
    "next_earliest": DATE,
    "key": TEXT,
    "rule": TEXT,
    "source": TEXT,
    "law": TEXT,
    "digest": TEXT,
}
"""Every column with what it holds; ``kind`` is ``action``, ``blocker`` or ``problem``.

A row has an ``invoice``, or else an ``account``. ``amount_to_pay`` is there where the debtor is asked for it. ``covers`` are the invoices on an interest invoice, ``postings`` the lines of
the bookkeeping entry: "D 1518 10000.00; K 2811 10000.00".
"""


@dataclass(frozen=True, slots=True)
class Form:
    """How a decision on an invoice becomes rows: their columns with what each holds, and the rows in a language."""

    columns: Mapping[str, str]
    rows: Callable[[Invoice, Decision, str], Iterator[dict[str, Any]]]


def invoice_rows(invoice: Invoice, decision: Decision, language: str) -> Iterator[dict[str, Any]]:
    """What to do with an invoice, and what stands in the way."""
    coming = decision.next
    common = {
        "invoice": decision.invoice,
        "as_of": decision.as_of,
        "customer": invoice.customer,
        "client": invoice.client,
        "stage": decision.stage,
        "next_step": None if coming is None else coming.step,
        "next_earliest": None if coming is None else coming.earliest,
    }
    yield from decision_rows(decision, common, language)


ROWS = Form(COLUMNS, invoice_rows)


def decision_rows(
    decision: Decision | AccountDecision, common: Mapping[str, Any], language: str
) -> Iterator[dict[str, Any]]:
    """The rows of an invoice's or an account's decision, each with what ``common`` says."""
    common = {
        **common,
        "policy": decision.policy,
        "revision": decision.revision,
        "balance": decision.balance,
        "digest": decision.digest,
    }
    for action in decision.actions:
        yield {
            **common,
            **_trade_part(action),
            "kind": "action",
            "action": action.action,
            "step": action.step,
            "title": action.title,
            "approval": action.approval,
            "on": action.on,
            "send_by": action.send_by,
            "send_to": action.send_to,
            "fact": action.fact,
            "about": action.about,
            "principal": action.principal,
            "fees_before": action.fees_before,
            "fee": action.fee,
            "late_compensation": action.late_compensation,
            "interest": action.interest,
            "amount_to_pay": action.amount_to_pay if action.action in STATE_AN_AMOUNT else None,
            "pay_by": action.pay_by,
            "key": action.key,
            "rule": action.rule,
            "source": action.source,
            "law": "; ".join(action.law),
        }
    for blocker in decision.blockers:
        yield {
            **common,
            "kind": "blocker",
            "step": blocker.step,
            "fact": blocker.fact,
            "code": blocker.code,
            "message": blocker.message(language),
            "source": blocker.source,
        }


def _trade_part(action: Action) -> dict[str, Any]:
    """What a purchase, a payout, a buy-back or an interest invoice carries, and what any action posts."""
    terms = action.terms
    return {
        "amount": action.amount,
        "purchase_fee": None if terms is None else terms.fee,
        "advance": None if terms is None else terms.advance,
        "payout": None if terms is None else terms.payout,
        "payout_on": None if terms is None else terms.payout_on,
        "continue_in": action.continue_in,
        "covers": ", ".join(line.invoice for line in action.lines) or None,
        "postings": "; ".join(map(_posting, action.postings)) or None,
    }


def _posting(posting: Posting) -> str:
    side, amount = ("D", posting.debit) if posting.debit else ("K", posting.credit)
    return f"{side} {posting.account} {format_hundredths(amount)}"
