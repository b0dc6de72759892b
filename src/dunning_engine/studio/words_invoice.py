"""The words of the invoice form, in Swedish and English: fields, groups, choices and kinds of event as finance people say them."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "invoice": ("Fakturanummer", "Invoice number"),
    "policy": ("Policy i reskontran", "Policy in the ledger"),
    "client": ("Uppdragsgivare", "Client"),
    "customer": ("Kundnummer", "Customer number"),
    "customer_kind": ("Kundtyp", "Kind of customer"),
    "customer_identity_number": ("Organisations- eller personnummer", "Identity number"),
    "customer_email": ("E-postadress", "E-mail address"),
    "customer_email_registered_at": ("E-postadressen lades in", "E-mail address entered"),
    "customer_registered_address": ("Folkbokföringsadress eller säte", "Registered address or seat"),
    "customer_prefers": ("Vill få brev med", "Prefers letters by"),
    "issued_on": ("Fakturadatum", "Invoice date"),
    "due_on": ("Förfallodag", "Due date"),
    "created_at": ("Fakturan skapades", "Invoice created"),
    "sent_on": ("Skickad", "Sent on"),
    "amount": ("Belopp med moms", "Amount with VAT"),
    "currency": ("Valuta", "Currency"),
    "sent_by": ("Skickad med", "Sent by"),
    "due_date_agreed": ("Förfallodagen är avtalad", "Due date agreed"),
    "reminder_fee_agreed": ("Påminnelseavgift är avtalad", "Reminder fee agreed"),
    "interest_rate": ("Avtalad ränta, % per år", "Agreed interest, % a year"),
    "collection_agreement": ("Avtal med inkassobolag", "Agreement with an agency"),
    "recourse_agreement": ("Avtal om regress", "Recourse agreement"),
    "credit_risk": ("Kreditbetyg", "Credit grade"),
    "picked_for_review": ("Uttagen till stickprov", "Picked for a random check"),
    "enforcement_choice": ("Uppdragsgivarens val", "The client's choice"),
    "offered_for_sale": ("Bjuds ut till försäljning", "Offered for sale"),
    "payout_to": ("Utbetalas till", "Payout to"),
    "payments_known_through": ("Betalningar kända till och med", "Payments known through"),
    "balance": ("Kvar att betala", "Left to pay"),
    "paid_on": ("Betald den", "Paid on"),
    "last_step": ("Senast tagna steg", "Last step taken"),
    "last_step_on": ("Steget togs den", "Step taken on"),
}

FIELD_LABELS: dict[str, tuple[str, str]] = {
    "on": ("Dag", "Day"),
    "event": ("Händelse", "Event"),
    "amount": ("Belopp", "Amount"),
    "step": ("Steg", "Step"),
    "fee": ("Avgift", "Fee"),
    "interest": ("Ränta", "Interest"),
    "pay_by": ("Betala senast", "Pay by"),
    "sent_by": ("Skickat med", "Sent by"),
    "key": ("Åtgärdens nyckel", "The action's key"),
    "reason": ("Skäl", "Reason"),
    "until": ("Till och med", "Through"),
    "sale": ("Såld", "Sold"),
    "price": ("Köpeskilling", "Price"),
    "purchase_fee": ("Köparens avgift", "The buyer's fee"),
    "agency": ("Inkassobolag", "Agency"),
    "fact": ("Uppgift", "Fact"),
    "text": ("Anteckning", "Note"),
}

GROUP_NAMES: dict[str, tuple[str, str]] = {
    "invoice": ("Faktura", "Invoice"),
    "customer": ("Kund", "Customer"),
    "agreement": ("Avtal", "Agreement"),
    "seller": ("Uppdragsgivare och försäljning", "Client and sale"),
    "sending": ("Utskick", "Sending"),
    "payments": ("Betalningar", "Payments"),
}

CHOICES: dict[str, tuple[str, str]] = {
    "business": ("företag", "business"),
    "consumer": ("konsument", "consumer"),
    "public_authority": ("myndighet", "public authority"),
    "email": ("e-post", "e-mail"),
    "post": ("post", "post"),
    "e_invoice": ("e-faktura", "e-invoice"),
    "pdf": ("PDF", "PDF"),
    "bank_account": ("bankkonto", "bank account"),
    "bankgiro": ("bankgiro", "bankgiro"),
    "plusgiro": ("plusgiro", "plusgiro"),
    "without_recourse": ("utan regress", "without recourse"),
    "with_recourse": ("med regress", "with recourse"),
    "pledged": ("pantsatt", "pledged"),
    "payment_order": ("betalningsföreläggande", "payment order"),
    "monitoring": ("efterbevakning", "monitoring"),
    "payment": ("betalning", "payment"),
    "credit_note": ("kreditering", "credit note"),
    "write_off": ("förlustföring", "write-off"),
    "step": ("steg taget", "step taken"),
    "step_cancelled": ("steg gjort ogjort", "step undone"),
    "dispute": ("bestridande", "dispute"),
    "dispute_settled": ("tvist löst", "dispute settled"),
    "pause": ("paus", "pause"),
    "resume": ("paus slut", "pause ended"),
    "promise": ("löfte att betala", "promise to pay"),
    "payment_plan": ("avbetalningsplan", "instalment plan"),
    "payment_plan_ended": ("avbetalningsplan slut", "instalment plan ended"),
    "sold": ("såld", "sold"),
    "bought_back": ("återköpt", "bought back"),
    "handed_over": ("till inkassobolag", "to the agency"),
    "withdrawn": ("tillbaka från inkassobolag", "back from the agency"),
    "closed": ("stängd i reskontran", "closed in the ledger"),
    "information_requested": ("uppgift begärd", "fact asked for"),
    "delivery_failed": ("utskick kom inte fram", "letter did not arrive"),
    "interest_invoiced": ("ränta fakturerad", "interest invoiced"),
    "done": ("åtgärd utförd", "action done"),
    "note": ("anteckning", "note"),
}

_SAY: dict[str, tuple[str, str]] = {
    "example": ("Börja från ett exempel", "Begin with an example"),
    "own": ("egen", "own"),
    "made_up": ("Påhittad faktura", "Made-up invoice"),
    "as_of": ("Dag att se från", "Day to look from"),
    "week_back": ("En vecka tidigare", "A week earlier"),
    "day_back": ("En dag tidigare", "A day earlier"),
    "day_on": ("En dag senare", "A day later"),
    "week_on": ("En vecka senare", "A week later"),
    "more": ("Fler uppgifter ({count})", "More facts ({count})"),
    "events": ("Vad som har hänt", "What has happened"),
    "no_events": ("Inget har hänt än.", "Nothing has happened yet."),
    "add": ("Lägg till händelse", "Add event"),
    "remove": ("Ta bort händelse {number}", "Remove event {number}"),
    "event_number": ("Händelse {number}", "Event {number}"),
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "unknown": ("inte känt", "not known"),
    "empty": ("Fyll i det här", "Fill this in"),
    "no_amount": (
        "Det är inget tal med högst två decimaler: skriv som 10 000,00 eller 10000.00",
        "This is no number with at most two decimals: write it like 10 000,00 or 10000.00",
    ),
    "not_a_day": (
        "Den dagen finns inte: skriv år, månad och dag, 2026-01-31",
        "There is no such day: write year, month and day, 2026-01-31",
    ),
    "pick_day": ("Välj dag", "Choose a day"),
    "no_day": (
        "{text} är ingen dag: skriv år, månad och dag, 2026-01-31",
        "{text} is no day: write year, month and day, 2026-01-31",
    ),
    "does_not_fit": (
        "Fakturan går inte att använda än; tidslinjen visar den senaste som gick.",
        "The invoice cannot be used yet; the timetable shows the last one that could.",
    ),
}


def say(word: str, language: str, **filled: object) -> str:
    """The word or sentence with its details."""
    return _SAY[word][language == "en"].format(**filled)


def label(fact: str, language: str) -> str:
    """A fact of the invoice, as it stands above its field."""
    return LABELS[fact][language == "en"]


def field_label(field: str, language: str) -> str:
    """A field of an event, as it stands above it."""
    return FIELD_LABELS[field][language == "en"]


def group_name(group: str, language: str) -> str:
    """The heading of a group of facts."""
    return GROUP_NAMES[group][language == "en"]


def choice(word: str, language: str) -> str:
    """A word of a closed list, as people say it; one that is on no list is its own."""
    return CHOICES[word][language == "en"] if word in CHOICES else word
