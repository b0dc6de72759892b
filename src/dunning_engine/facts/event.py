"""What has happened to an invoice, each on a day: the kinds of event and what each carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dunning_engine.facts.catalogue import CHANNELS, GIVEN_BY_NAME, SALES, Fact, Kind

if TYPE_CHECKING:
    from datetime import date


class EventKind(StrEnum):
    """The closed list of events."""

    __hash__ = str.__hash__  # Enum hashes in Python; events are looked up by their kind for every invoice

    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    WRITE_OFF = "write_off"
    STEP = "step"
    STEP_CANCELLED = "step_cancelled"
    DISPUTE = "dispute"
    DISPUTE_SETTLED = "dispute_settled"
    PAUSE = "pause"
    RESUME = "resume"
    PROMISE = "promise"
    PAYMENT_PLAN = "payment_plan"
    PAYMENT_PLAN_ENDED = "payment_plan_ended"
    SOLD = "sold"
    BOUGHT_BACK = "bought_back"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    INFORMATION_REQUESTED = "information_requested"
    DELIVERY_FAILED = "delivery_failed"
    INTEREST_INVOICED = "interest_invoiced"
    DONE = "done"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. Amounts (``amount``, ``fee``, ``interest``, ``price``) are öre; which fields a kind reads is in ``SHAPES``."""

    on: date
    event: EventKind
    amount: int | None = None
    step: str | None = None
    fee: int = 0
    interest: int | None = None
    pay_by: date | None = None
    sent_by: str | None = None
    key: str | None = None
    reason: str | None = None
    until: date | None = None
    sale: str | None = None
    price: int | None = None
    purchase_fee: int | None = None
    agency: str | None = None
    fact: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of event must carry, what it may carry, and what it does."""

    sv: str
    en: str
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


SHAPES: dict[EventKind, Shape] = {
    EventKind.PAYMENT: Shape(
        "En betalning; avräknas i policyns ordning.", "A payment; settles in the policy's order.", ("amount",)
    ),
    EventKind.CREDIT_NOTE: Shape(
        "En kreditering; sänker kapitalet och är ingen betalning.",
        "A credit note; lowers the principal and is not a payment.",
        ("amount",),
    ),
    EventKind.WRITE_OFF: Shape(
        "Bokförd som förlust; ingen betalning, fordran består.",
        "Booked as a loss; not a payment, the claim stays.",
        ("amount",),
    ),
    EventKind.STEP: Shape(
        "Ett steg togs, med den avgift och ränta som krävdes.",
        "A step was carried out, with the fee and interest it claimed.",
        ("step",),
        ("fee", "interest", "pay_by", "sent_by", "key"),
    ),
    EventKind.STEP_CANCELLED: Shape(
        "Steget gjordes ogjort; avgiften faller bort och nyckeln är förbrukad.",
        "The step was undone; its fee falls away and its key is used up.",
        ("step",),
    ),
    EventKind.DISPUTE: Shape("Kunden bestrider fordran.", "The customer disputes the claim.", (), ("reason",)),
    EventKind.DISPUTE_SETTLED: Shape("Tvisten är löst.", "The dispute is settled.", (), ("reason",)),
    EventKind.PAUSE: Shape(
        "Kravet vilar, till och med en dag eller tills vidare.",
        "Dunning rests, through a day or until further notice.",
        (),
        ("until", "reason"),
    ),
    EventKind.RESUME: Shape("Pausen upphör.", "The pause ends.", (), ("reason",)),
    EventKind.PROMISE: Shape(
        "Kunden lovar att betala senast en dag; brutet när dagen gått utan full betalning.",
        "The customer promises to pay by a day; broken when that day passes unpaid.",
        ("until",),
    ),
    EventKind.PAYMENT_PLAN: Shape("En avbetalningsplan börjar.", "An instalment plan starts."),
    EventKind.PAYMENT_PLAN_ENDED: Shape("Avbetalningsplanen upphör.", "The instalment plan ends."),
    EventKind.SOLD: Shape(
        "Fakturan såldes eller pantsattes.", "The invoice was sold or pledged.", ("sale",), ("price", "purchase_fee")
    ),
    EventKind.BOUGHT_BACK: Shape("Fakturan köptes tillbaka.", "The invoice was bought back.", ("amount",)),
    EventKind.HANDED_OVER: Shape(
        "Ärendet lämnades till ett inkassobolag.", "The case was handed to an agency.", (), ("agency",)
    ),
    EventKind.WITHDRAWN: Shape(
        "Ärendet togs tillbaka från inkassobolaget.", "The case was withdrawn from the agency.", (), ("agency",)
    ),
    EventKind.CLOSED: Shape("Posten stängdes i reskontran.", "The item was closed in the ledger."),
    EventKind.INFORMATION_REQUESTED: Shape(
        "Uppdragsgivaren ombads lämna en uppgift.", "The client was asked for a fact.", ("fact",)
    ),
    EventKind.DELIVERY_FAILED: Shape("Stegets utskick kom inte fram.", "The step's letter did not arrive.", ("step",)),
    EventKind.INTEREST_INVOICED: Shape(
        "Ränta har fakturerats för sig; den faktureras inte igen.",
        "Interest was invoiced on its own; it is not invoiced twice.",
        ("amount",),
    ),
    EventKind.DONE: Shape(
        "En åtgärd utanför trappan utfördes, med nyckeln ur beslutet; den föreslås inte igen.",
        "An action beyond the steps was carried out, with the key from the decision; it is not proposed again.",
        ("key",),
        ("amount",),
    ),
    EventKind.NOTE: Shape("En anteckning; ändrar ingenting.", "A note; changes nothing.", ("text",)),
}

# The actions that a ``done`` records, by the word that follows the invoice's number in their key; others have events of
# their own.
RECORDED_AS_DONE = ("pay_out", "charge_client", "notify_client", "notify_customer", "decline", "review")


def in_key(number: str) -> str:
    """The number of an invoice or account as the keys of its actions begin."""
    return number.replace("%", "%25").replace("/", "%2F")


FIELDS: dict[str, Fact] = {
    field.name: field
    for field in (
        Fact("on", Kind.DATE, "Dagen då det hände.", "The day it happened.", optional=False),
        Fact("event", Kind.WORD, "Vad som hände.", "What happened.", optional=False, words=tuple(EventKind)),
        Fact("amount", Kind.AMOUNT, "Belopp, större än noll.", "An amount above zero."),
        Fact("step", Kind.TEXT, "Stegets namn i policyn.", "The step's name in the policy."),
        Fact("fee", Kind.AMOUNT, "Avgiften som steget krävde.", "The fee that the step claimed."),
        Fact(
            "interest",
            Kind.AMOUNT,
            "All upplupen obetald ränta som steget krävde; ersätter vad tidigare steg krävt. Utelämnad: det som krävts står kvar.",
            "All accrued and unpaid interest that the step claimed; replaces what earlier steps claimed. Left out: what they claimed stands.",
        ),
        Fact("pay_by", Kind.DATE, "Sista betalningsdag i steget.", "The step's last day to pay."),
        Fact("sent_by", Kind.WORD, "Hur steget skickades.", "How the step was sent.", words=CHANNELS),
        Fact("key", Kind.TEXT, "Åtgärdens nyckel ur beslutet.", "The action's key from the decision."),
        Fact("reason", Kind.TEXT, "Skälet, för människor.", "The reason, for people."),
        Fact("until", Kind.DATE, "Till och med denna dag.", "Through this day."),
        Fact("sale", Kind.WORD, "Hur fakturan såldes.", "How the invoice was sold.", words=SALES),
        Fact("price", Kind.AMOUNT, "Köpeskillingen: det som betalas ut.", "The price: what is paid out."),
        Fact(
            "purchase_fee",
            Kind.AMOUNT,
            "Avgiften som köparen eller långivaren behåller.",
            "The fee that the buyer or lender keeps.",
        ),
        Fact("agency", Kind.TEXT, "Inkassobolaget.", "The agency."),
        Fact("fact", Kind.TEXT, "Uppgiften som efterfrågades.", "The fact that was asked for."),
        Fact("text", Kind.TEXT, "Anteckningens text.", "The note's text."),
    )
}
"""Every field of an event, under the name it has in a mapping, in JSON and in a table."""

IN_TABLES: dict[str, Fact] = {"invoice": GIVEN_BY_NAME["invoice"], **FIELDS}
"""The columns of an events file, where each row names its invoice."""

REQUIRED_IN_TABLES = tuple(field.name for field in IN_TABLES.values() if not field.optional)
