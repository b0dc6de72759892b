"""The fact row: what conditions are read against. Flat, total, whole numbers and text only.

Here, and nowhere else, dates, Decimals and booleans become whole numbers. A fact that is absent is 0 or "" in a row;
its ``has_<fact>`` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from dunning_engine.facts.catalogue import CONDITION_FACTS, Kind
from dunning_engine.money import format_hundredths

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from dunning_engine.facts.catalogue import Fact
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.facts.state import State

    _Getter: TypeAlias = Callable[[Invoice, State, "_Day"], int | str]

FactRow: TypeAlias = Mapping[str, int | str]
"""One value for every fact that a policy mentions."""


class Accrued(Protocol):
    """What a row asks of the interest on an invoice."""

    @property
    def unpaid(self) -> int:
        """Accrued and not paid, in öre."""
        ...


class _Day(NamedTuple):
    """What a row needs beside the invoice and its state."""

    as_of: date
    due_on: date
    accrual: Accrued
    customer_interest_total: int


def encode(fact: Fact, value: date | Decimal | bool | int | str) -> int | str:
    """``value`` as a row holds it.

    An amount or a percentage is a ``Decimal`` of kronor or percent, or an int that already is öre or basis points; a
    date becomes its ordinal, a boolean 0 or 1. Raises ``TypeError`` for a value of another type than the fact's and
    ``ValueError`` for a third decimal.
    """
    match fact.kind, value:
        case (Kind.BOOLEAN, bool()):
            return int(value)
        case (Kind.AMOUNT | Kind.PERCENT, Decimal()):
            hundredths = int(value * 100)
            if Decimal(hundredths) / 100 != value:
                raise ValueError(f"{fact.name} has at most two decimals: {value}")
            return hundredths
        case (Kind.AMOUNT | Kind.PERCENT | Kind.WHOLE, int()) if not isinstance(value, bool):
            return int(value)
        case (Kind.DATE, date()):
            return value.toordinal()
        case (Kind.TEXT | Kind.WORD, str()):
            return str(value)
    raise TypeError(f"{fact.name} is {fact.kind}, not {type(value).__name__}")


def decode(fact: Fact, encoded: int | str) -> str:
    """An encoded value as people write it: ``60.00``, ``2026-03-02``, ``true``; an absent date is ``-``."""
    if isinstance(encoded, str):
        return encoded
    match fact.kind:
        case Kind.AMOUNT | Kind.PERCENT:
            return format_hundredths(encoded)
        case Kind.DATE:
            return date.fromordinal(encoded).isoformat() if encoded else "-"
        case Kind.BOOLEAN:
            return "true" if encoded else "false"
        case _:
            return str(encoded)


class RowReader:
    """Reads the row of the facts that a policy mentions; built once, used for every invoice, from any thread."""

    __slots__ = ("_getters",)

    def __init__(self, names: Collection[str]) -> None:
        """``names`` are of ``CONDITION_FACTS``; ``KeyError`` for any other."""
        self._getters = [(name, _getter(CONDITION_FACTS[name])) for name in sorted(names)]

    def __call__(
        self,
        invoice: Invoice,
        state: State,
        *,
        as_of: date,
        due_on: date,
        accrual: Accrued,
        customer_interest_total: int,
    ) -> FactRow:
        """The row on ``as_of``; ``due_on`` is the due date moved off closed days, ``customer_interest_total`` is öre."""
        day = _Day(as_of, due_on, accrual, customer_interest_total)
        return {name: get(invoice, state, day) for name, get in self._getters}


class RowReaderAsAsked(RowReader):
    """Reads the same rows, each fact when somebody asks for it."""

    __slots__ = ()

    def __call__(
        self,
        invoice: Invoice,
        state: State,
        *,
        as_of: date,
        due_on: date,
        accrual: Accrued,
        customer_interest_total: int,
    ) -> FactRow:
        """The row, as `RowReader` gives it."""
        day = _Day(as_of, due_on, accrual, customer_interest_total)
        return _RowAsAsked(dict(self._getters), invoice, state, day)


class _RowAsAsked(Mapping[str, int | str]):
    def __init__(self, getters: dict[str, _Getter], invoice: Invoice, state: State, day: _Day) -> None:
        self._getters = getters
        self._about = invoice, state, day
        self._read: dict[str, int | str] = {}

    def __getitem__(self, name: str) -> int | str:
        if name not in self._read:
            self._read[name] = self._getters[name](*self._about)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._getters)

    def __len__(self) -> int:
        return len(self._getters)


_DERIVED: dict[str, _Getter] = {
    "balance": lambda _, state, __: state.principal + state.fees + state.interest,
    "principal": lambda _, state, __: state.principal,
    "fees_owed": lambda _, state, __: state.fees,
    "interest_owed": lambda _, state, __: state.interest,
    "interest_accrued": lambda _, __, day: day.accrual.unpaid,
    "paid": lambda _, state, __: int(state.paid),
    "paid_on": lambda _, state, __: state.paid_on.toordinal() if state.paid_on else 0,
    "overpaid": lambda _, state, __: state.overpaid,
    "days_after_due_date": lambda _, __, day: (day.as_of - day.due_on).days,
    "days_since_invoice_date": lambda invoice, _, day: (day.as_of - invoice.issued_on).days,
    "days_since_previous_step": lambda _, state, day: (day.as_of - state.steps[-1].on).days if state.steps else 0,
    "last_step": lambda _, state, __: state.steps[-1].step if state.steps else "",
    "last_step_on": lambda _, state, __: state.steps[-1].on.toordinal() if state.steps else 0,
    "steps_taken": lambda _, state, __: len(state.steps),
    "disputed": lambda _, state, __: int(state.disputed),
    "paused": lambda _, state, __: int(state.paused),
    "promised": lambda _, state, __: int(state.promised),
    "on_payment_plan": lambda _, state, __: int(state.on_payment_plan),
    "sale": lambda _, state, __: state.sale.kind if state.sale else "",
    "bought_back": lambda _, state, __: int(state.bought_back),
    "with_agency": lambda _, state, __: int(state.with_agency),
    "written_off": lambda _, state, __: int(state.written_off),
    "closed": lambda _, state, __: int(state.closed),
    "customer_interest_total": lambda _, __, day: day.customer_interest_total,
}

_DERIVED_PRESENCE: dict[str, _Getter] = {
    "has_paid_on": lambda _, state, __: int(state.paid_on is not None),
    "has_days_since_previous_step": lambda _, state, __: int(bool(state.steps)),
    "has_last_step": lambda _, state, __: int(bool(state.steps)),
    "has_last_step_on": lambda _, state, __: int(bool(state.steps)),
    "has_sale": lambda _, state, __: int(state.sale is not None),
}


def _getter(fact: Fact) -> _Getter:
    """How to read one fact; a name that is both given and derived is read as derived."""
    known = _DERIVED.get(fact.name) or _DERIVED_PRESENCE.get(fact.name)
    if known is not None:
        return known
    if fact.derived:
        given = fact.name.removeprefix("has_")
        return lambda invoice, _, __: int(getattr(invoice, given) is not None)
    name = fact.name
    if fact.kind is Kind.DATE:
        return lambda invoice, _, __: day.toordinal() if (day := getattr(invoice, name)) else 0
    if fact.kind in (Kind.TEXT, Kind.WORD):
        return lambda invoice, _, __: getattr(invoice, name) or ""
    if fact.kind is Kind.BOOLEAN:
        return lambda invoice, _, __: int(getattr(invoice, name) or 0)
    return lambda invoice, _, __: getattr(invoice, name) or 0
