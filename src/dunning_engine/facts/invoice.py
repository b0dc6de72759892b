"""One invoice: every given fact, typed, with the events that have happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.consistency import find_contradictions
from dunning_engine.facts.moments import start_of
from dunning_engine.facts.reading import read_facts
from dunning_engine.problems import FactError, sort_problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from dunning_engine.facts.event import Event
    from dunning_engine.problems import Problem, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice. Amounts are öre, ``interest_rate`` basis points a year, moments aware and in UTC; ``None`` is not known.

    ``events`` stand in the order of their days, those of one day in the order given. ``balance``, ``paid_on``,
    ``last_step`` and ``last_step_on`` are for ledgers that keep no events.
    """

    invoice: str
    policy: str | None = None
    client: str | None = None
    customer: str
    customer_kind: str
    customer_identity_number: str | None = None
    customer_email: str | None = None
    customer_email_registered_at: datetime | None = None
    customer_registered_address: str | None = None
    customer_prefers: str | None = None
    issued_on: date
    due_on: date
    created_at: datetime | None = None
    sent_on: date | None = None
    amount: int
    currency: str
    sent_by: str | None = None
    due_date_agreed: bool | None = None
    reminder_fee_agreed: bool | None = None
    interest_rate: int | None = None
    collection_agreement: bool | None = None
    recourse_agreement: bool | None = None
    credit_risk: int | None = None
    picked_for_review: bool | None = None
    enforcement_choice: str | None = None
    offered_for_sale: bool | None = None
    payout_to: str | None = None
    payments_known_through: date | None = None
    balance: int | None = None
    paid_on: date | None = None
    last_step: str | None = None
    last_step_on: date | None = None
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        """Put the events in the order of their days."""
        if len(self.events) > 1:
            object.__setattr__(self, "events", tuple(sorted(self.events, key=attrgetter("on"))))

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], *, where: Span | None = None) -> Invoice:
        """The invoice that ``mapping`` describes, in the names and forms of the docs' table of facts.

        Raises ``FactError`` with every problem; ``where`` is the place they point at.
        """
        invoice, problems = read_invoice(mapping, where=where)
        if invoice is None:
            raise FactError(problems)
        return invoice

    @property
    def created_moment(self) -> datetime:
        """When the invoice was created, in UTC; otherwise the start of its date in Stockholm."""
        return self.created_at or start_of(self.issued_on)

    @property
    def sent_day(self) -> date:
        """The day that the invoice was sent; otherwise its date."""
        return self.sent_on or self.issued_on


def read_invoice(
    mapping: Mapping[str, Any], *, where: Span | None = None, event_places: Sequence[Span | None] = ()
) -> tuple[Invoice | None, tuple[Problem, ...]]:
    """The invoice in ``mapping``, or ``None`` and everything that is wrong with it; never raises.

    ``where`` is the place of the invoice, ``event_places`` those of its events, where they stand in rows of their own.
    """
    found = read_facts(mapping, where=where, event_places=event_places)
    find_contradictions(found)
    if found.problems:
        return None, sort_problems(found.problems)
    return Invoice(**found.values, events=tuple(event for _, event in found.events)), ()
