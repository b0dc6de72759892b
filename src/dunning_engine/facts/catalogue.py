"""Every fact, declared once: its name, kind, words and one line of help.

The same name stands in a policy's condition, a CSV column, a JSON key and a Gherkin table. Schemas, ledger reading,
conditions and the table in the docs are made from this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a fact's value is, and how a fact row holds it."""

    TEXT = "text"
    """Free text."""
    WORD = "word"
    """One of a closed list."""
    BOOLEAN = "boolean"
    """0 or 1 in a row."""
    WHOLE = "whole number"
    AMOUNT = "amount"
    """Öre in a row."""
    PERCENT = "percent"
    """Basis points in a row."""
    DATE = "date"
    """The day's ordinal in a row."""
    MOMENT = "date and time"
    """Never compared in a condition."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``optional`` facts may be absent from an invoice; each has its ``has_<name>``."""

    name: str
    kind: Kind
    sv: str
    en: str
    derived: bool = False
    optional: bool = True
    words: tuple[str, ...] = ()


CUSTOMER_KINDS = ("business", "consumer", "public_authority")
CHANNELS = ("email", "post", "e_invoice", "pdf")
PAYOUT_PLACES = ("bank_account", "bankgiro", "plusgiro")
SALES = ("without_recourse", "with_recourse", "pledged")
ENFORCEMENT_CHOICES = ("payment_order", "monitoring")


def _required(name: str, kind: Kind, sv: str, en: str, words: tuple[str, ...] = ()) -> Fact:
    return Fact(name, kind, sv, en, optional=False, words=words)


def _derived(name: str, kind: Kind, sv: str, en: str, *, optional: bool = False, words: tuple[str, ...] = ()) -> Fact:
    return Fact(name, kind, sv, en, derived=True, optional=optional, words=words)


GIVEN: tuple[Fact, ...] = (
    _required(
        "invoice", Kind.TEXT, "Fakturans nummer, unikt i reskontran.", "The invoice's number, unique in a ledger."
    ),
    Fact("policy", Kind.TEXT, "Namnet på den policy som fakturan följer.", "Which policy the invoice follows."),
    Fact("client", Kind.TEXT, "Borgenären: säljare eller uppdragsgivare.", "The creditor: seller or client."),
    _required("customer", Kind.TEXT, "Gäldenärens kundnummer.", "The debtor's number."),
    _required(
        "customer_kind",
        Kind.WORD,
        "Näringsidkare, konsument eller myndighet.",
        "Business, consumer or public authority.",
        CUSTOMER_KINDS,
    ),
    Fact(
        "customer_identity_number",
        Kind.TEXT,
        "Organisations- eller personnummer; kontrollsiffran prövas.",
        "Organisation or personal number; the check digit is verified.",
    ),
    Fact("customer_email", Kind.TEXT, "Kundens e-postadress.", "The customer's e-mail address."),
    Fact(
        "customer_email_registered_at",
        Kind.MOMENT,
        "När e-postadressen lades in på kundkortet.",
        "When the e-mail address was entered on the customer card.",
    ),
    Fact(
        "customer_registered_address",
        Kind.TEXT,
        "Folkbokföringsadress eller registrerat säte.",
        "Registered address or seat.",
    ),
    Fact(
        "customer_prefers",
        Kind.WORD,
        "Hur kunden vill ha sina brev.",
        "How the customer wants to be reached.",
        words=CHANNELS,
    ),
    _required("issued_on", Kind.DATE, "Fakturadatum.", "The invoice's date."),
    _required("due_on", Kind.DATE, "Förfallodatum som det står på fakturan.", "The due date as the invoice states it."),
    Fact(
        "created_at",
        Kind.MOMENT,
        "När fakturan skapades; annars fakturadatumets början.",
        "When the invoice was created; otherwise the start of its date.",
    ),
    Fact("sent_on", Kind.DATE, "När fakturan skickades; annars fakturadatum.", "When it was sent; otherwise its date."),
    _required(
        "amount",
        Kind.AMOUNT,
        "Belopp med moms; negativt för en kreditfaktura.",
        "Amount with VAT; negative for a credit.",
    ),
    _required("currency", Kind.TEXT, "Valuta, tre bokstäver.", "Currency, three letters."),
    Fact("sent_by", Kind.WORD, "Hur fakturan skickades.", "How the invoice was sent.", words=CHANNELS),
    Fact(
        "due_date_agreed",
        Kind.BOOLEAN,
        "Förfallodagen är bestämd i förväg i avtalet (räntelagen 3 §).",
        "The due date is fixed in advance by agreement.",
    ),
    Fact(
        "reminder_fee_agreed",
        Kind.BOOLEAN,
        "Påminnelseavgift avtalad senast när skulden uppkom (lag 1981:739 2 §).",
        "A reminder fee was agreed at the latest when the debt arose.",
    ),
    Fact("interest_rate", Kind.PERCENT, "Avtalad dröjsmålsränta, procent per år.", "The agreed rate, percent a year."),
    Fact(
        "collection_agreement", Kind.BOOLEAN, "Avtal med inkassobolag finns.", "There is an agreement with an agency."
    ),
    Fact("recourse_agreement", Kind.BOOLEAN, "Avtal om regress finns.", "There is a recourse agreement."),
    Fact("credit_risk", Kind.WHOLE, "Kreditbetyg, 1 är bäst.", "The credit assessment's grade, 1 is best."),
    Fact("picked_for_review", Kind.BOOLEAN, "Fakturan är uttagen till stickprov.", "Picked for a random check."),
    Fact(
        "enforcement_choice",
        Kind.WORD,
        "Uppdragsgivarens val efter inkassokravet: betalningsföreläggande eller efterbevakning.",
        "The client's choice after the collection demand.",
        words=ENFORCEMENT_CHOICES,
    ),
    Fact("offered_for_sale", Kind.BOOLEAN, "Fakturan bjuds ut till försäljning.", "Offered for sale."),
    Fact(
        "payout_to",
        Kind.WORD,
        "Vart uppdragsgivaren vill ha köpeskillingen.",
        "Where the client wants the payout.",
        words=PAYOUT_PLACES,
    ),
    Fact(
        "payments_known_through",
        Kind.DATE,
        "Till och med vilken dag betalningarna är kända.",
        "The last day whose payments are known.",
    ),
    Fact(
        "balance",
        Kind.AMOUNT,
        "Kvar att betala, för reskontror utan händelser.",
        "Left to pay, for ledgers without events.",
    ),
    Fact(
        "paid_on", Kind.DATE, "Betald denna dag, för reskontror utan händelser.", "Paid on, for ledgers without events."
    ),
    Fact(
        "last_step",
        Kind.TEXT,
        "Senast tagna steg, för reskontror utan händelser.",
        "Last step, for ledgers without events.",
    ),
    Fact("last_step_on", Kind.DATE, "Dagen för det senaste steget.", "The day of the last step."),
)

DERIVED: tuple[Fact, ...] = (
    _derived(
        "balance",
        Kind.AMOUNT,
        "Allt som är kvar att betala: kapital, avgifter och krävd ränta.",
        "All that is left to pay.",
    ),
    _derived("principal", Kind.AMOUNT, "Det som är kvar av kapitalet.", "What is left of the capital."),
    _derived("fees_owed", Kind.AMOUNT, "Obetalda avgifter.", "Fees owed."),
    _derived("interest_owed", Kind.AMOUNT, "Krävd men obetald ränta.", "Interest claimed and not paid."),
    _derived(
        "interest_accrued", Kind.AMOUNT, "Upplupen obetald ränta till i dag.", "Interest accrued and unpaid today."
    ),
    _derived("paid", Kind.BOOLEAN, "Fakturan är fullt betald.", "Paid in full."),
    _derived(
        "paid_on", Kind.DATE, "Dagen då fakturan blev fullt betald.", "The day it became paid in full.", optional=True
    ),
    _derived("overpaid", Kind.AMOUNT, "Det som är betalt för mycket.", "Paid in excess."),
    _derived(
        "days_after_due_date",
        Kind.WHOLE,
        "Dagar efter förfallodagen, flyttad från helgdag; postdagarna dras inte av.",
        "Days after the due date.",
    ),
    _derived("days_since_invoice_date", Kind.WHOLE, "Dagar sedan fakturadatum.", "Days since the invoice date."),
    _derived(
        "days_since_previous_step",
        Kind.WHOLE,
        "Dagar sedan det senaste steget.",
        "Days since the last step taken.",
        optional=True,
    ),
    _derived("last_step", Kind.TEXT, "Namnet på det senast tagna steget.", "The last step taken.", optional=True),
    _derived(
        "last_step_on", Kind.DATE, "Dagen för det senaste steget.", "The day of the last step taken.", optional=True
    ),
    _derived("steps_taken", Kind.WHOLE, "Antal tagna steg.", "The number of steps taken."),
    _derived("disputed", Kind.BOOLEAN, "Fordran är bestridd.", "The claim is disputed."),
    _derived("paused", Kind.BOOLEAN, "Fakturan är pausad den dagen.", "Paused today."),
    _derived(
        "promised", Kind.BOOLEAN, "Betalning är utlovad och löftet löper.", "Payment is promised and still awaited."
    ),
    _derived("on_payment_plan", Kind.BOOLEAN, "Avbetalningsplan löper.", "On an instalment plan."),
    _derived("sale", Kind.WORD, "Hur fakturan är såld.", "How the invoice was sold.", optional=True, words=SALES),
    _derived("bought_back", Kind.BOOLEAN, "Fakturan är såld och återköpt.", "Bought back."),
    _derived("with_agency", Kind.BOOLEAN, "Under behandling hos inkassobolag.", "Under treatment by an agency."),
    _derived("written_off", Kind.BOOLEAN, "Bokförd som förlust; fordran består.", "Written off; the claim stands."),
    _derived("closed", Kind.BOOLEAN, "Posten är stängd i reskontran.", "Closed in the ledger."),
    _derived(
        "customer_interest_total",
        Kind.AMOUNT,
        "Upplupen ränta på kundens alla fakturor.",
        "Interest accrued on all the customer's invoices.",
    ),
)

GIVEN_BY_NAME: dict[str, Fact] = {fact.name: fact for fact in GIVEN}

REQUIRED = tuple(fact.name for fact in GIVEN if not fact.optional)

_ALWAYS_KNOWN = {fact.name for fact in DERIVED if not fact.optional}

# What a condition may speak of: where a name is both given and derived, the derived fact is meant.
CONDITION_FACTS: dict[str, Fact] = {
    **{fact.name: fact for fact in GIVEN if fact.kind is not Kind.MOMENT},
    **{
        f"has_{fact.name}": Fact(
            f"has_{fact.name}",
            Kind.BOOLEAN,
            f"true där {fact.name} är känt. {fact.sv}",
            f"Whether {fact.name} is known.",
            derived=True,
            optional=False,
        )
        for fact in (*GIVEN, *DERIVED)
        if fact.optional and fact.name not in _ALWAYS_KNOWN
    },
    **{fact.name: fact for fact in DERIVED},
}
