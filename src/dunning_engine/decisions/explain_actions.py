"""An action in words: how it is sent, what it costs and moves, how its interest came about, where it is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.phrases import PHRASES, delivery_words, kronor
from dunning_engine.decisions.words import days_words
from dunning_engine.money import format_hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dunning_engine.decisions.action import Action, Posting
    from dunning_engine.law.interest import InterestPeriod


def told_action(action: Action, language: str) -> Iterator[str]:
    """The action's headline, and its parts indented below."""
    say = PHRASES[language]
    yield say["action"].format(title=action.title, key=action.key, source=action.source)
    for part in (_sent(action, language), _money(action, say), _interest_of(action, language), _to_pay(action, say)):
        yield from ("  " + line for line in part)
    if action.law:
        yield "  " + say["law"].format(law="; ".join(action.law))
    if action.postings:
        yield "  " + say["postings"].format(postings="; ".join(_posting(posting) for posting in action.postings))


def _sent(action: Action, language: str) -> Iterator[str]:
    if action.send_by is not None:
        yield PHRASES[language]["sent"].format(channel=delivery_words(action.send_by, action.send_to, language))


def _money(action: Action, say: dict[str, str]) -> Iterator[str]:
    if action.fee:
        yield say["fee"].format(fee=kronor(action.fee))
    if action.late_compensation:
        yield say["compensation"].format(amount=kronor(action.late_compensation))
    if action.terms is not None:
        terms = action.terms
        yield say["price" if terms.advance == action.principal else "terms"].format(
            fee=kronor(terms.fee), advance=kronor(terms.advance), payout=kronor(terms.payout), day=terms.payout_on
        )
    if action.amount is not None:
        yield say["amount"].format(amount=kronor(action.amount))


def _interest_of(action: Action, language: str) -> Iterator[str]:
    say = PHRASES[language]
    yield from _interest(action.interest_periods, action.interest, language)
    for line in action.lines:
        yield say["interest_line"].format(invoice=line.invoice, amount=kronor(line.interest))
        yield from ("  " + period for period in _interest(line.periods, line.interest, language))
    if action.comment is not None:
        yield say["comment"].format(comment=action.comment)


def _to_pay(action: Action, say: dict[str, str]) -> Iterator[str]:
    if action.action in STATE_AN_AMOUNT:
        yield say["to_pay"].format(
            amount=kronor(action.amount_to_pay),
            principal=kronor(action.principal),
            fees=kronor(action.fees_before + action.fee),
            interest=kronor(action.interest),
        )
    if action.pay_by is not None:
        yield say["pay_by"].format(day=action.pay_by)


def _interest(periods: Sequence[InterestPeriod], stated: int, language: str) -> Iterator[str]:
    say = PHRASES[language]
    for period in periods:
        yield say["period"].format(
            first=period.first,
            last=period.last,
            days=days_words(period.days, language),
            rate=format_hundredths(period.rate).replace(".", ","),
            principal=kronor(period.principal),
            amount=kronor(period.amount),
        )
    accrued = sum(period.amount for period in periods)
    if accrued > stated:
        yield say["settled"].format(amount=kronor(accrued - stated))


def _posting(posting: Posting) -> str:
    side, amount = ("D", posting.debit) if posting.debit else ("K", posting.credit)
    return f"{side} {posting.account} {kronor(amount)}"
