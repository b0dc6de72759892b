"""Bookkeeping lines in the client's books for what an action moves; an empty entry where it moves nothing there.

The accounts are the policy's, or the country's usual ones. Every entry balances: its one credit is the sum of its debits,
and what would be below zero stands on the other side instead. Fees and interest carry no VAT; a loss is booked with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.action import Posting
from dunning_engine.decisions.settlement import credited_since
from dunning_engine.law.values import BookAccount
from dunning_engine.policy.model import ActionKind
from dunning_engine.policy.trade import OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dunning_engine.decisions.action import Terms
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.policy.model import Policy, Step

_BOUGHT = frozenset({OutcomeKind.BUY_WITHOUT_RECOURSE, OutcomeKind.BUY_WITH_RECOURSE})
_PLEDGED = "pledged"


def step_postings(step: Step, charge_fee: int, interest: int, situation: Situation) -> tuple[Posting, ...]:
    """What a step claims: its fee in öre, and the difference between the interest it states and what was claimed before.

    ``step`` is what the client chose. A step that writes the claim off books all that is left of it as a loss, once. What is
    claimed on a sold or pledged invoice is the buyer's, and nothing in these books.
    """
    accounts, state, number = _accounts(situation), situation.state, situation.invoice.invoice
    if state.sold:
        return ()
    receivable = _receivable(situation)
    if step.action is ActionKind.WRITE_OFF:
        if state.written_off:
            return ()
        text = f"Kundförlust inkl. moms, faktura {number}"
        return _entry(accounts, text, {BookAccount.LOSS: state.balance}, receivable)
    claimed = interest - state.interest
    said = "Ränta på" if claimed > 0 else "Återförd ränta på"
    return (
        *_entry(accounts, f"Avgift på faktura {number}", {receivable: charge_fee}, BookAccount.FEE_INCOME),
        *_entry(accounts, f"{said} faktura {number}", {receivable: claimed}, BookAccount.INTEREST_INCOME),
    )


def purchase_postings(kind: OutcomeKind, principal: int, terms: Terms, situation: Situation) -> tuple[Posting, ...]:
    """A sale of a capital in öre, or a loan against it; the outcomes that sell nothing post nothing."""
    accounts, number = situation.policy.accounts, situation.invoice.invoice
    receivable = _receivable(situation)
    if kind in _BOUGHT:
        parts = {BookAccount.SETTLEMENT: principal - terms.fee, BookAccount.FACTORING_FEE: terms.fee}
        return _entry(accounts, f"Försäljning av faktura {number}", parts, receivable)
    if kind is not OutcomeKind.LEND:
        return ()
    pledged = {BookAccount.RECEIVABLE_PLEDGED: principal}
    fee = {BookAccount.FACTORING_FEE: terms.fee}
    return (
        *_entry(accounts, f"Belåning av faktura {number}", pledged, receivable),
        *_entry(accounts, f"Avgift för belåning av faktura {number}", fee, BookAccount.SETTLEMENT),
    )


def payout_postings(amount: int, situation: Situation) -> tuple[Posting, ...]:
    """A payout to the client, in öre."""
    text = f"Utbetalning för faktura {situation.invoice.invoice}"
    return _entry(situation.policy.accounts, text, {BookAccount.BANK: amount}, BookAccount.SETTLEMENT)


def settlement_postings(amount: int, credited: int, situation: Situation) -> tuple[Posting, ...]:
    """What is left between client and buyer once a sale is settled: above zero paid to the client, below zero its debt.

    Credit notes since the sale were booked against a claim that had been sold: what they took is set against the buyer here,
    ``credited`` öre that no settlement before this one has set.
    """
    state, sale = situation.state, situation.state.sale
    paid = payout_postings(amount, situation) if amount > 0 else ()
    if sale is None or sale.kind == _PLEDGED or state.back is not None:
        return paid
    text = f"Krediterat efter försäljningen, faktura {situation.invoice.invoice}"
    debit = {BookAccount.RECEIVABLE: credited}
    return (*paid, *_entry(situation.policy.accounts, text, debit, BookAccount.SETTLEMENT))


def buy_back_postings(beside: int, situation: Situation) -> tuple[Posting, ...]:
    """A buy-back: what is left of the capital, with ``beside`` öre of fees and interest, is the client's again.

    A loan never left the client's books: there the capital that is left changes account, and the debt to the lender stands
    where the loan put it. Credit notes since the sale were booked against a claim that had been sold.
    """
    state, sale, accounts = situation.state, situation.state.sale, situation.policy.accounts
    text, left = f"Återköp av faktura {situation.invoice.invoice}", max(situation.state.principal, 0)
    if sale is None or sale.kind == _PLEDGED:
        return _entry(accounts, text, {BookAccount.RECEIVABLE_BOUGHT_BACK: left}, BookAccount.RECEIVABLE_PLEDGED)
    debits = {
        BookAccount.RECEIVABLE_BOUGHT_BACK: left + beside,
        BookAccount.RECEIVABLE: credited_since(state, sale),
    }
    return _entry(accounts, text, debits, BookAccount.SETTLEMENT)


def interest_invoice_postings(amount: int, policy: Policy, number: str) -> tuple[Posting, ...]:
    """Interest in öre that no step has claimed yet, on an interest invoice; ``number`` is its first invoice's."""
    text = f"Räntefaktura, faktura {number}"
    return _entry(policy.accounts, text, {BookAccount.RECEIVABLE: amount}, BookAccount.INTEREST_INCOME)


def overdraft_postings(amount: int, policy: Policy, account: str) -> tuple[Posting, ...]:
    """A day's interest in öre on an overdrawn account."""
    text = f"Övertrasseringsränta, konto {account}"
    return _entry(policy.accounts, text, {BookAccount.OVERDRAFT_INTEREST: amount}, BookAccount.SETTLEMENT)


def _accounts(situation: Situation) -> Mapping[BookAccount, str]:
    """The policy's accounts; what was bought back stands where the policy that had it bought back put it."""
    own, before = situation.policy.accounts, situation.before
    if before is None:
        return own
    return {**own, BookAccount.RECEIVABLE_BOUGHT_BACK: before.policy.accounts[BookAccount.RECEIVABLE_BOUGHT_BACK]}


def _receivable(situation: Situation) -> BookAccount:
    """Where the claim on the customer stands in the client's books."""
    return BookAccount.RECEIVABLE_BOUGHT_BACK if situation.state.bought_back else BookAccount.RECEIVABLE


def _entry(
    accounts: Mapping[BookAccount, str], text: str, debits: Mapping[BookAccount, int], credit: BookAccount
) -> tuple[Posting, ...]:
    """The lines of one entry, those of nothing left out; an amount below zero stands on the other side."""
    signed = [*debits.items(), (credit, -sum(debits.values()))]
    return tuple(
        Posting(accounts[account], max(amount, 0), max(-amount, 0), text) for account, amount in signed if amount
    )
