"""What an invoice looks like on a day, once its events have been folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dunning_engine.facts.event import Event


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step that was carried out and not cancelled, as the event that says so."""

    event: Event
    delivery_failed: bool = False

    @property
    def step(self) -> str:
        """The step's name."""
        return self.event.step or ""

    @property
    def on(self) -> date:
        """The day that it was taken."""
        return self.event.on

    @property
    def fee(self) -> int:
        """The fee that it claimed, in öre."""
        return self.event.fee

    @property
    def interest(self) -> int:
        """The interest that it claimed, in öre."""
        return self.event.interest or 0

    @property
    def pay_by(self) -> date | None:
        """Its last day to pay."""
        return self.event.pay_by

    @property
    def sent_by(self) -> str | None:
        """How it was sent."""
        return self.event.sent_by


class Sale(NamedTuple):
    """How an invoice was sold or pledged, on which day, and the capital (öre) that was left then.

    ``price`` and ``fee`` are what was recorded as paid for it and kept of it, ``None`` where nothing was. ``settled_before`` is how much of the
    capital payments had settled by then, ``number`` how many sales came before it.
    """

    kind: str
    on: date
    principal: int
    price: int | None = None
    fee: int | None = None
    settled_before: int = 0
    number: int = 0


class BoughtBack(NamedTuple):
    """A buy-back for ``amount`` öre; how much of the capital payments had settled by then, and fees and interest owed."""

    on: date
    amount: int
    principal_settled: int
    beside: int


@dataclass(slots=True, kw_only=True)
class State:
    """An invoice on a day. Amounts are öre.

    ``principal``, ``fees`` and ``interest`` are what is owed: the capital, the fees and the interest that has been claimed.
    The principal is negative for a credit, and where credit notes exceed it. ``overpaid`` is above zero only where
    nothing is owed. ``interest_settled`` is how much of the payments went to interest: it comes off what has accrued.

    ``principal_history`` is the base of the interest: (first day, principal from that day), ascending, the first entry
    at ``date.min``, never below zero. A payment lowers it from the day after, a credit note from its own day.

    ``principal_settled`` is how much of the capital payments have settled. ``interest_invoices`` counts the interest
    invoices that ``interest_invoiced`` is the sum of. ``done`` are the keys of the actions carried out beyond the steps, each with the öre that it moved.

    ``paused`` and ``promised`` speak of the day itself; ``pause_until`` and ``promise_until`` stand only beside them.
    ``cancelled`` counts how often each step has been undone.
    """

    principal: int
    principal_history: tuple[tuple[date, int], ...]
    fees: int = 0
    interest: int = 0
    overpaid: int = 0
    paid_on: date | None = None
    interest_settled: int = 0
    interest_invoiced: int = 0
    interest_invoices: int = 0
    principal_settled: int = 0
    steps: tuple[StepTaken, ...] = ()
    cancelled: Mapping[str, int] = field(default_factory=dict)
    disputed: bool = False
    paused: bool = False
    pause_until: date | None = None
    promised: bool = False
    promise_until: date | None = None
    on_payment_plan: bool = False
    sale: Sale | None = None
    back: BoughtBack | None = None
    with_agency: bool = False
    agency: str | None = None
    written_off: bool = False
    closed: bool = False
    information_requested: frozenset[str] = frozenset()
    done: Mapping[str, int | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def bought_back(self) -> bool:
        """Whether the client has bought it back, and not sold it again."""
        return self.back is not None

    @property
    def bought_back_on(self) -> date | None:
        """The day of the buy-back."""
        return None if self.back is None else self.back.on

    @property
    def sold(self) -> bool:
        """Whether the buyer or lender owns the flow: sold or pledged, and not bought back."""
        return self.sale is not None and self.back is None

    @property
    def balance(self) -> int:
        """All that is left to pay."""
        return self.principal + self.fees + self.interest

    @property
    def paid(self) -> bool:
        """Whether nothing is left to pay."""
        return self.principal + self.fees + self.interest <= 0
