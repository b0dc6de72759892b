"""What people are told, in Swedish and English: one sentence per blocker code, one word per stage and action.

The codes are stable; the sentences are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LANGUAGE = "sv"
NOT_KNOWN = "–"
_DAYS = {
    "sv": (("dag", "dagar"), ("bankdag", "bankdagar")),
    "en": (("day", "days"), ("banking day", "banking days")),
}

BLOCKERS: dict[str, dict[str, str]] = {
    "not_in_force": {
        "sv": "Ingen utgåva av policyn {policy} gäller för fakturor utställda {issued_on}.",
        "en": "No revision of the policy {policy} applies to invoices issued on {issued_on}.",
    },
    "with_agency": {
        "sv": "Ärendet är under behandling hos inkassobolaget och är fryst här.",
        "en": "The case is under treatment by the agency and is frozen here.",
    },
    "with_agency:agency": {
        "sv": "Ärendet är under behandling hos {agency} och är fryst här.",
        "en": "The case is under treatment by {agency} and is frozen here.",
    },
    "sold:without_recourse": {
        "sv": "Fakturan är såld utan regress: den som har köpt den sköter kraven.",
        "en": "The invoice has been sold without recourse: the buyer pursues it.",
    },
    "sold:with_recourse": {
        "sv": "Fakturan är såld med regress: den som har köpt den sköter kraven.",
        "en": "The invoice has been sold with recourse: the buyer pursues it.",
    },
    "sold:pledged": {
        "sv": "Fakturan är belånad: långivaren sköter kraven.",
        "en": "The invoice is pledged: the lender pursues it.",
    },
    "bought_back": {
        "sv": "Fakturan är återköpt; den här policyn driver den inte längre.",
        "en": "The invoice has been bought back; this policy no longer pursues it.",
    },
    "bought_back:policy": {
        "sv": "Fakturan är återköpt och fortsätter i {policy}.",
        "en": "The invoice has been bought back and continues in {policy}.",
    },
    "not_bought": {
        "sv": "Fakturan är varken såld eller erbjuden till försäljning; den här policyn driver bara det som är köpt.",
        "en": "The invoice is neither sold nor offered for sale; this policy pursues only what has been bought.",
    },
    "review": {
        "sv": "Uttagen till granskning ({title}); beslutet om köp väntar.",
        "en": "Picked for review ({title}); the decision to buy waits.",
    },
    "recourse_over": {
        "sv": "{title} går inte: tiden för regress tog slut {day}, och fakturan skulle återköpas samma dag.",
        "en": "{title} is not possible: the recourse window ended on {day}, and the invoice would be bought back the same day.",
    },
    "no_outcome": {
        "sv": "Inget av policyns utfall gäller fakturan; en människa avgör om den köps.",
        "en": "None of the policy's outcomes holds for the invoice; a person decides whether it is bought.",
    },
    "excluded": {"sv": "Undantagen: {reason}.", "en": "Excluded: {reason}."},
    "excluded:amount": {
        "sv": "Undantagen: beloppet är {amount} kr, och noll och minus påminns aldrig.",
        "en": "Excluded: the amount is {amount} kr, and zero and below are never dunned.",
    },
    "excluded:credited": {
        "sv": "Undantagen: hela fakturan är krediterad; avgift och ränta på den krävs inte.",
        "en": "Excluded: the whole invoice has been credited; no fee or interest on it is demanded.",
    },
    "limitation": {
        "sv": "Fordran preskriberades efter {day}; inget får krävas.",
        "en": "The claim was barred by limitation after {day}; nothing may be claimed.",
    },
    "hold": {"sv": "Vilar: {reason}.", "en": "On hold: {reason}."},
    "disputed": {
        "sv": "Fordran är bestridd; ett krav eller en rättslig åtgärd får vänta.",
        "en": "The claim is disputed; a demand or a legal step has to wait.",
    },
    "delivery_failed": {
        "sv": "{title} väntar: {demand} kom inte fram. Ångra det, så föreslås det på nytt.",
        "en": "{title} waits: {demand} did not arrive. Cancel it, and it is proposed again.",
    },
    "paused": {"sv": "Pausad tills vidare.", "en": "Paused until further notice."},
    "paused:until": {"sv": "Pausad till och med {until}.", "en": "Paused through {until}."},
    "promised": {"sv": "Betalning är utlovad till {until}.", "en": "Payment is promised by {until}."},
    "payment_plan": {"sv": "En avbetalningsplan löper.", "en": "An instalment plan is running."},
    "payments_unknown": {
        "sv": "Det framgår inte till vilken dag betalningarna är kända.",
        "en": "It is not known through which day payments are known.",
    },
    "payments_too_old": {
        "sv": "Betalningarna är kända till {through}, mer än {days} sedan.",
        "en": "Payments are known through {through}, more than {days} ago.",
    },
    "no_reference_rate": {
        "sv": "Referensränta saknas från {day}; räntan kan inte räknas.",
        "en": "There is no reference rate from {day}; interest cannot be counted.",
    },
    "too_early": {
        "sv": "Kan inte byta status än: {title} tidigast {earliest}.",
        "en": "Cannot change status yet: {title} on {earliest} at the earliest.",
    },
    "condition_not_met": {
        "sv": "{title} väntar på ett villkor: {condition}.",
        "en": "{title} waits for a condition: {condition}.",
    },
    "missing_fact": {"sv": "{title} väntar på {fact}.", "en": "{title} waits for {fact}."},
    "registered_too_late": {
        "sv": "{title} kräver att {fact} var registrerad före tidpunkten då fakturan skapades.",
        "en": "{title} requires that {fact} was registered before the invoice was created.",
    },
    "choice_needed": {
        "sv": "{title} väntar på uppdragsgivarens val: {choices}.",
        "en": "{title} waits for the client's choice: {choices}.",
    },
    "no_channel": {
        "sv": "{title} kan inte skickas: {fact} saknas.",
        "en": "{title} cannot be sent: {fact} is missing.",
    },
    "fee_not_agreed": {
        "sv": "Ingen påminnelseavgift: det framgår inte att den är avtalad (lag 1981:739 2 §).",
        "en": "No reminder fee: nothing shows that it was agreed (lag 1981:739 2 §).",
    },
    "fee_capped": {
        "sv": "Avgiften {declared} kr är sänkt till det lagen tillåter, {cap} kr.",
        "en": "The fee of {declared} kr is lowered to what the law allows, {cap} kr.",
    },
    "no_fee_cap": {
        "sv": "Ingen avgift: lagfilen har inget tak för {day}.",
        "en": "No fee: the law file has no cap for {day}.",
    },
    "already_charged": {
        "sv": "Ingen avgift: ersättning för inkassokrav tas ut en gång per skuld (lag 1981:739 3 §).",
        "en": "No fee: a collection demand is charged once per debt (lag 1981:739 3 §).",
    },
    "already_charged:reminder": {
        "sv": "Ingen påminnelseavgift: en avgift är redan uttagen under en annan policy, med {reminder}.",
        "en": "No reminder fee: a fee has been charged already under another policy, with {reminder}.",
    },
    "due_date_not_agreed": {
        "sv": "Räntan räknas från {day}: det framgår inte att förfallodagen är avtalad (räntelagen 4 §).",
        "en": "Interest runs from {day}: nothing shows that the due date was agreed (räntelagen 4 §).",
    },
    "set_off": {
        "sv": "Utbetalningen är minskad med {amount} kr, som täcker det övertrasserade kontot {account}.",
        "en": "The payout is lowered by {amount} kr, which cover the overdrawn account {account}.",
    },
    "account_unknown": {
        "sv": "Utbetalningen väntar: uppdragsgivarens konto kunde inte läsas, och det kan vara övertrasserat.",
        "en": "The payout waits: the client's account could not be read, and it may be overdrawn.",
    },
    "on_joint_interest_invoice": {
        "sv": "Räntan tas upp på räntefakturan för faktura {invoice}.",
        "en": "The interest is on the interest invoice for invoice {invoice}.",
    },
    "no_overdraft_rule": {
        "sv": "Kontot är övertrasserat {day}, men policyn {policy} har ingen ränta för det.",
        "en": "The account is overdrawn on {day}, but the policy {policy} has no interest for it.",
    },
}

STAGES: dict[str, dict[str, str]] = {
    "not_due": {"sv": "ej förfallen", "en": "not due"},
    "due": {"sv": "förfallen", "en": "due"},
    "paid": {"sv": "betald", "en": "paid"},
    "closed": {"sv": "stängd", "en": "closed"},
    "excluded": {"sv": "undantagen", "en": "excluded"},
    "with_agency": {"sv": "hos inkassobolag", "en": "with the agency"},
    "offered": {"sv": "erbjuden till försäljning", "en": "offered for sale"},
    "review": {"sv": "uttagen till granskning", "en": "picked for review"},
    "declined": {"sv": "nekad för köp", "en": "declined"},
    "sold": {"sv": "såld eller belånad", "en": "sold or pledged"},
    "bought_back": {"sv": "återköpt", "en": "bought back"},
}


def blocker_message(code: str, details: Mapping[str, str], language: str) -> str:
    """The sentence for a blocker's code with its details filled in."""
    return filled(BLOCKERS, code, details, language)


def filled(texts: Mapping[str, Mapping[str, str]], code: str, details: Mapping[str, str], language: str) -> str:
    """The text for a code with its details filled in; ``code:detail`` is the one said where that is known."""
    known = {name: value for name, value in details.items() if value != NOT_KNOWN}
    for detail in known:
        code = f"{code}:{detail}" if f"{code}:{detail}" in texts else code
    if "days" in known:
        known["days"] = days_words(int(known["days"]), language)
    return texts[code][language].format_map(known)


def days_words(count: int, language: str, *, banking: bool = False) -> str:
    """``"1 dag"``, ``"7 dagar"``, ``"1 bankdag"``."""
    one, several = _DAYS[language][banking]
    return f"{count} {one if count == 1 else several}"
