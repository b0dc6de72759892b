"""Columns of whole numbers as typed frames in the ledger's own names: invoices and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dunning_engine.testing.ledgers import words
from dunning_engine.testing.ledgers.draws import NONE, share_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dunning_engine.testing.ledgers.draws import Floats, Ints
    from dunning_engine.testing.ledgers.invoices import Invoices

_ORE_A_KRONA = 100
_MICROSECONDS_A_MINUTE = 60_000_000
_MINUTES_A_DAY = 1440
_FIRST_MINUTE, _MINUTES_OPEN = 360, 960
_AMOUNTS = ("amount", "fee", "interest", "price", "purchase_fee")
_DATES = ("on", "pay_by", "until")
_WORDS = ("event", "step", "sent_by", "reason", "sale", "agency", "fact", "text")
INVOICE_COLUMNS = (
    "invoice", "policy", "client", "customer", "customer_kind", "customer_identity_number", "customer_email",
    "customer_email_registered_at", "customer_registered_address", "customer_prefers", "issued_on", "due_on", "amount",
    "currency", "sent_by", "interest_rate", "collection_agreement", "recourse_agreement", "credit_risk",
    "picked_for_review", "offered_for_sale", "payout_to", "enforcement_choice",
)  # fmt: skip
EVENT_COLUMNS = (
    "invoice", "on", "event", "amount", "step", "fee", "interest", "pay_by", "sent_by", "key", "reason", "until", "sale",
    "price", "purchase_fee", "agency", "fact", "text",
)  # fmt: skip


def invoice_frame(invoices: Invoices, policies: Sequence[str], seed: int) -> pl.DataFrame:
    """One row an invoice."""
    people = invoices.customers
    buying = invoices.payout < len(words.PAYOUTS)
    columns = {
        "invoice": _number(invoices.number),
        "policy": _chosen(policies, invoices.policy),
        "client": _text(invoices.client),
        "customer": _text(people.number + 10_000),
        "customer_kind": _chosen(words.KINDS, people.kind),
        "customer_identity_number": _identity(people.identity),
        "customer_email": _email(invoices),
        "customer_email_registered_at": _registered(invoices, share_of(people.number, seed, "email at")),
        "customer_registered_address": _address(invoices),
        "customer_prefers": _chosen(words.CHANNELS, people.prefers),
        "issued_on": _days(invoices.issued),
        "due_on": _days(invoices.due),
        "amount": _kronor(invoices.amount),
        "currency": pl.repeat("SEK", len(invoices.number), eager=True),
        "sent_by": _chosen(words.CHANNELS, people.sent_by),
        "interest_rate": _kronor(invoices.rate),
        "collection_agreement": pl.Series(invoices.collection_agreement),
        "recourse_agreement": pl.Series(invoices.recourse_agreement),
        "credit_risk": _whole(invoices.risk),
        "picked_for_review": _where(pl.Series(invoices.review), buying),
        "offered_for_sale": _where(pl.Series(invoices.offered), buying),
        "payout_to": _chosen(words.PAYOUTS, invoices.payout),
        "enforcement_choice": _chosen(words.CHOICES, invoices.choice),
    }
    return pl.DataFrame({name: columns[name] for name in INVOICE_COLUMNS})


def event_frame(invoices: Invoices, events: Mapping[str, Ints], texts: Sequence[str]) -> pl.DataFrame:
    """One row an event, in the order given."""
    number = _number(invoices.number).gather(events["row"])
    columns: dict[str, pl.Series] = {"invoice": number}
    columns |= {name: _kronor(events[name]) for name in _AMOUNTS}
    columns |= {name: _days(events[name]) for name in _DATES}
    columns |= {name: _chosen(texts, events[name]) for name in _WORDS}
    columns["key"] = _joined(number, "/", _chosen(texts, events["key"]))
    return pl.DataFrame({name: columns[name] for name in EVENT_COLUMNS})


def _number(number: Ints) -> pl.Series:
    return _text(number + 10_000_001)


def _text(numbers: Ints) -> pl.Series:
    return pl.Series(numbers).cast(pl.String)


def _whole(numbers: Ints) -> pl.Series:
    return _where(pl.Series(numbers), numbers != NONE)


def _days(days: Ints) -> pl.Series:
    known = days != NONE
    return _where(pl.Series(np.where(known, days, 0).astype(np.int32)).cast(pl.Date), known)


def _kronor(ore: Ints) -> pl.Series:
    known = ore != NONE
    exact = (pl.Series(np.where(known, ore, 0)).cast(pl.Decimal(38, 2)) / _ORE_A_KRONA).cast(pl.Decimal(18, 2))
    return _where(exact, known)


def _chosen(texts: Sequence[str], places: Ints) -> pl.Series:
    """The text at each place; none at a place where there is no text."""
    known = (places >= 0) & (places < len(texts))
    return pl.Series([*texts, None], dtype=pl.String).gather(np.where(known, places, len(texts)))


def _where(series: pl.Series, known: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pl.Series:
    return pl.select(pl.when(pl.Series(known)).then(series)).to_series()


def _joined(*parts: pl.Series | str) -> pl.Series:
    """Texts one after the other; none where one of them is none."""
    return pl.select(pl.concat_str([pl.lit(part) for part in parts])).to_series()


def _padded(numbers: Ints, digits: int) -> pl.Series:
    return _text(numbers).str.zfill(digits)


def _identity(numbers: Ints) -> pl.Series:
    known = numbers != NONE
    ten = np.where(known, numbers, 0)
    return _where(_joined(_padded(ten // 10_000, 6), "-", _padded(ten % 10_000, 4)), known)


def _email(invoices: Invoices) -> pl.Series:
    customers = invoices.customers
    begins = ("kund", "faktura", "registrator")
    return _where(
        _joined(_chosen(begins, customers.kind), "@k", _text(customers.number + 10_000), ".example"), customers.email
    )


def _registered(invoices: Invoices, share: Floats) -> pl.Series:
    days = _days(invoices.customers.email_on).to_physical().cast(pl.Int64)
    clock = _FIRST_MINUTE + (share * _MINUTES_OPEN).astype(np.int64)  # by day, when every clock shows every time once
    minutes = days * _MINUTES_A_DAY + pl.Series(clock)
    return _where((minutes * _MICROSECONDS_A_MINUTE).cast(pl.Datetime("us")), invoices.customers.email)


def _address(invoices: Invoices) -> pl.Series:
    place = invoices.customers.place
    postcode = 10_000 + place // 4800 % 89_000
    return _joined(
        _chosen(words.NAMES, invoices.customers.name),
        ", ",
        _chosen(words.STREETS, place % 8),
        " ",
        _text(1 + place // 8 % 99),
        ", ",
        _text(postcode // 100),
        " ",
        _padded(postcode % 100, 2),
        " ",
        _chosen(words.TOWNS, place // 800 % 6),
    )
