"""Facts as people speak of them, in Swedish and English: a noun for each, and a clause for what is either so or not."""

from __future__ import annotations

NOUNS: dict[str, tuple[str, str]] = {
    "invoice": ("fakturans nummer", "the invoice's number"),
    "policy": ("policyn", "the policy"),
    "client": ("uppdragsgivaren", "the client"),
    "customer": ("kundens nummer", "the customer's number"),
    "customer_kind": ("kundens slag", "the kind of customer"),
    "customer_identity_number": ("kundens organisations- eller personnummer", "the customer's identity number"),
    "customer_email": ("kundens e-postadress", "the customer's e-mail address"),
    "customer_email_registered_at": (
        "tidpunkten då kundens e-postadress lades in",
        "the moment when the customer's e-mail address was entered",
    ),
    "customer_registered_address": (
        "kundens folkbokföringsadress eller registrerade säte",
        "the customer's registered address or seat",
    ),
    "customer_prefers": ("hur kunden vill ha sin post", "how the customer wants to be reached"),
    "issued_on": ("fakturadatumet", "the invoice's date"),
    "due_on": ("förfallodatumet", "the due date"),
    "created_at": ("tidpunkten då fakturan skapades", "the moment when the invoice was created"),
    "sent_on": ("dagen då fakturan skickades", "the day that the invoice was sent"),
    "amount": ("fakturans belopp", "the invoice's amount"),
    "currency": ("fakturans valuta", "the invoice's currency"),
    "sent_by": ("uppgiften om hur fakturan skickades", "word of how the invoice was sent"),
    "due_date_agreed": ("avtal om förfallodagen", "an agreement on the due date"),
    "reminder_fee_agreed": ("avtal om påminnelseavgift", "an agreement on a reminder fee"),
    "interest_rate": ("den avtalade räntesatsen", "the agreed rate of interest"),
    "collection_agreement": ("avtal med ett inkassobolag", "an agreement with a collection agency"),
    "recourse_agreement": ("avtal om regress", "a recourse agreement"),
    "credit_risk": ("kreditbetyget", "the credit grade"),
    "picked_for_review": ("uttagning till stickprov", "picking for a random check"),
    "enforcement_choice": ("uppdragsgivarens val", "the client's choice"),
    "offered_for_sale": ("ett erbjudande om försäljning", "an offer for sale"),
    "payout_to": ("uppgiften om vart utbetalningen ska", "word of where the payout goes"),
    "payments_known_through": (
        "uppgiften om till vilken dag betalningarna är kända",
        "word of the day through which payments are known",
    ),
    "balance": ("det som är kvar att betala", "what is left to pay"),
    "principal": ("det som är kvar av kapitalet", "what is left of the principal"),
    "fees_owed": ("de obetalda avgifterna", "the fees owed"),
    "interest_owed": ("den krävda och obetalda räntan", "the interest claimed and not paid"),
    "interest_accrued": ("den upplupna och obetalda räntan", "the interest accrued and not paid"),
    "customer_interest_total": (
        "den upplupna räntan på kundens alla fakturor",
        "the interest accrued on all the customer's invoices",
    ),
    "overpaid": ("det som är betalt för mycket", "what is paid in excess"),
    "paid": ("full betalning", "payment in full"),
    "paid_on": ("dagen för full betalning", "the day of payment in full"),
    "days_after_due_date": ("antalet dagar efter förfallodagen", "the number of days after the due date"),
    "days_since_invoice_date": ("antalet dagar sedan fakturadatumet", "the number of days since the invoice date"),
    "days_since_previous_step": ("antalet dagar sedan det senaste steget", "the number of days since the last step"),
    "last_step": ("det senaste steget", "the last step taken"),
    "last_step_on": ("dagen för det senaste steget", "the day of the last step taken"),
    "steps_taken": ("antalet tagna steg", "the number of steps taken"),
    "disputed": ("en tvist", "a dispute"),
    "paused": ("en paus", "a pause"),
    "promised": ("ett löfte om betalning", "a promise to pay"),
    "on_payment_plan": ("en avbetalningsplan", "an instalment plan"),
    "sale": ("uppgiften om hur fakturan är såld", "how the invoice was sold"),
    "bought_back": ("ett återköp", "a buy-back"),
    "with_agency": ("behandling hos ett inkassobolag", "treatment by an agency"),
    "written_off": ("en förlustföring", "a write-off"),
    "closed": ("stängning i reskontran", "closing in the ledger"),
}
"""What follows "saknas", "is missing", or stands before "är minst", "is at least"."""

BECOMES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "paid": (
        ("fakturan blir fullt betald", "fakturan inte är fullt betald"),
        ("the invoice is paid in full", "the invoice is not paid in full"),
    ),
    "disputed": (
        ("kunden bestrider fordran", "tvisten löses"),
        ("the customer disputes the claim", "the dispute is settled"),
    ),
    "paused": (("någon pausar ärendet", "pausen avslutas"), ("somebody pauses the case", "the pause is ended")),
    "promised": (
        ("kunden lovar att betala en viss dag", "den utlovade dagen passerar utan betalning"),
        ("the customer promises to pay by a day", "the promised day passes without payment"),
    ),
    "on_payment_plan": (
        ("en avbetalningsplan börjar", "avbetalningsplanen upphör"),
        ("an instalment plan starts", "the instalment plan ends"),
    ),
    "bought_back": (
        ("fakturan köps tillbaka", "fakturan säljs igen"),
        ("the invoice is bought back", "the invoice is sold again"),
    ),
    "with_agency": (
        ("ärendet lämnas till ett inkassobolag", "ärendet tas tillbaka från inkassobolaget"),
        ("the case is handed to an agency", "the case is withdrawn from the agency"),
    ),
    "written_off": (
        ("fordran bokförs som förlust", "fordran inte är bokförd som förlust"),
        ("the claim is written off", "the claim is not written off"),
    ),
    "closed": (
        ("posten stängs i reskontran", "posten inte är stängd i reskontran"),
        ("the item is closed in the ledger", "the item is not closed in the ledger"),
    ),
    "due_date_agreed": (
        ("förfallodagen är avtalad", "förfallodagen inte är avtalad"),
        ("the due date was agreed", "the due date was not agreed"),
    ),
    "reminder_fee_agreed": (
        ("påminnelseavgiften är avtalad", "påminnelseavgiften inte är avtalad"),
        ("the reminder fee was agreed", "the reminder fee was not agreed"),
    ),
    "collection_agreement": (
        ("det finns ett avtal med ett inkassobolag", "det inte finns något avtal med ett inkassobolag"),
        ("there is an agreement with a collection agency", "there is no agreement with a collection agency"),
    ),
    "recourse_agreement": (
        ("det finns ett avtal om regress", "det inte finns något avtal om regress"),
        ("there is a recourse agreement", "there is no recourse agreement"),
    ),
    "picked_for_review": (
        ("fakturan tas ut till stickprov", "fakturan inte är uttagen till stickprov"),
        ("the invoice is picked for a random check", "the invoice is not picked for a random check"),
    ),
    "offered_for_sale": (
        ("fakturan erbjuds till försäljning", "fakturan inte är erbjuden till försäljning"),
        ("the invoice is offered for sale", "the invoice is not offered for sale"),
    ),
}
"""What comes about, as a clause: in Swedish and English, that it becomes so and that it no longer is."""


def becomes(fact: str, language: str, *, so: bool = True) -> str:
    """That a fact becomes so, or no longer is: ``"kunden bestrider fordran"``, ``"tvisten löses"``."""
    now, no_longer = BECOMES[fact][language == "en"]
    return now if so else no_longer


def noun(fact: str, language: str) -> str:
    """The fact as people say it, with its name: ``"kreditbetyget (credit_risk)"``."""
    return f"{NOUNS[fact][language == 'en']} ({fact})"
