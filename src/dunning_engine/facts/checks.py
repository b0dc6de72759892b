"""The readers of every fact and every field of an event or account: its type, and what only that fact must satisfy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunning_engine.facts.account import ACCOUNT_FIELDS, ENTRY_FIELDS
from dunning_engine.facts.catalogue import GIVEN, GIVEN_BY_NAME
from dunning_engine.facts.event import FIELDS
from dunning_engine.facts.values import Fault, Reader, reader_of, show
from dunning_engine.law.identity import is_identity_number
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

_HIGHEST_RATE = 100_000  # 1000.00 percent a year


def _currency(text: str) -> Fault | None:
    if len(text) == 3 and text.isascii() and text.isalpha() and text.isupper():  # noqa: PLR2004  (ISO 4217)
        return None
    return Fault("DE512", f"'{show(text)}' is not a currency", "write three capital letters: SEK")


def _identity_number(text: str) -> Fault | None:
    if is_identity_number(text):
        return None
    return Fault(
        "DE513", f"'{show(text)}' is neither an organisation number nor a personal number", "check every digit"
    )


def _email(text: str) -> Fault | None:
    name, at, domain = text.rpartition("@")
    if at and name and "." in domain.strip(".") and " " not in text:
        return None
    return Fault("DE514", f"'{show(text)}' is not an e-mail address")


def _rate(rate: int) -> Fault | None:
    if 0 <= rate <= _HIGHEST_RATE:
        return None
    return Fault("DE506", "a rate lies between 0.00 and 1000.00 percent a year")


def _grade(grade: int) -> Fault | None:
    return None if grade >= 1 else Fault("DE506", "the best grade is 1, and there is none below it")


NOT_ABOVE_ZERO = Fault("DE521", "an event's amount is above zero", "the kind of event says which way it goes")


def _not_negative(amount: int) -> Fault | None:
    return None if amount >= 0 else NOT_ABOVE_ZERO


def _not_below_zero(amount: int) -> Fault | None:
    return None if amount >= 0 else Fault("DE521", "is below zero")


def _given_fact(name: str) -> Fault | None:
    return (
        None
        if name in GIVEN_BY_NAME
        else Fault("DE501", "there is no fact of that name", did_you_mean(name, GIVEN_BY_NAME))
    )


_FACT_CHECKS: dict[str, Callable[[Any], Fault | None]] = {
    "currency": _currency,
    "customer_identity_number": _identity_number,
    "customer_email": _email,
    "interest_rate": _rate,
    "credit_risk": _grade,
}
_FIELD_CHECKS: dict[str, Callable[[Any], Fault | None]] = {
    "amount": _not_negative,  # zero is a buy-back of what has been covered; other kinds are looked at with the event
    "price": _not_below_zero,
    "fee": _not_below_zero,
    "purchase_fee": _not_below_zero,
    "interest": _not_below_zero,
    "fact": _given_fact,
}


def _with_check(reader: Reader, check: Callable[[Any], Fault | None] | None) -> Reader:
    if check is None:
        return reader

    def read(value: Any) -> Any:
        typed = reader(value)
        return typed if isinstance(typed, Fault) else check(typed) or typed

    return read


FACT_READERS: dict[str, Reader] = {
    fact.name: _with_check(reader_of(fact), _FACT_CHECKS.get(fact.name)) for fact in GIVEN
}
FIELD_READERS: dict[str, Reader] = {
    name: _with_check(reader_of(fact), _FIELD_CHECKS.get(name)) for name, fact in FIELDS.items()
}
ACCOUNT_READERS: dict[str, Reader] = {
    name: _with_check(reader_of(fact), _FACT_CHECKS.get(name)) for name, fact in ACCOUNT_FIELDS.items()
}
ENTRY_READERS: dict[str, Reader] = {name: reader_of(fact) for name, fact in ENTRY_FIELDS.items()}
