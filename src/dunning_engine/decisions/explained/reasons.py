"""Why something is not done, as a clause that follows "därför att" or "because"; one per blocker code that stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.fact_words import NOUNS, noun
from dunning_engine.decisions.words import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.decisions.decision import Blocker
    from dunning_engine.facts.invoice import Invoice

_AND = {"sv": " och ", "en": " and "}

REASONS: dict[str, dict[str, str]] = {
    "not_in_force": {
        "sv": "ingen utgåva av policyn {policy} gäller för fakturor som är utställda {issued_on}",
        "en": "no revision of the policy {policy} applies to invoices issued on {issued_on}",
    },
    "with_agency": {
        "sv": "ärendet ligger hos ett inkassobolag och är fryst här",
        "en": "the case is with a collection agency and is frozen here",
    },
    "with_agency:agency": {
        "sv": "ärendet ligger hos {agency} och är fryst här",
        "en": "the case is with {agency} and is frozen here",
    },
    "sold:without_recourse": {
        "sv": "fakturan är såld utan regress, så att köparen sköter kraven",
        "en": "the invoice has been sold without recourse, so the buyer pursues it",
    },
    "sold:with_recourse": {
        "sv": "fakturan är såld med regress, så att köparen sköter kraven",
        "en": "the invoice has been sold with recourse, so the buyer pursues it",
    },
    "sold:pledged": {
        "sv": "fakturan är belånad, så att långivaren sköter kraven",
        "en": "the invoice is pledged, so the lender pursues it",
    },
    "bought_back": {
        "sv": "fakturan är återköpt och inte drivs under den här policyn längre",
        "en": "the invoice has been bought back and is no longer pursued under this policy",
    },
    "bought_back:policy": {
        "sv": "fakturan är återköpt och drivs vidare under {policy}",
        "en": "the invoice has been bought back and is pursued under {policy}",
    },
    "not_bought": {
        "sv": "fakturan varken är köpt eller erbjuden till försäljning, och den här policyn bara driver det som är köpt",
        "en": "the invoice is neither bought nor offered for sale, and this policy pursues only what has been bought",
    },
    "review": {
        "sv": "fakturan är uttagen till granskning (”{title}”) och en människa avgör först",
        "en": "the invoice is picked for review (“{title}”) and a person decides first",
    },
    "recourse_over": {
        "sv": "tiden för regress tog slut {day}: köptes fakturan nu (”{title}”) skulle den återköpas samma dag",
        "en": "the recourse window ended on {day}: bought now (“{title}”), the invoice would be bought back the same day",
    },
    "no_outcome": {
        "sv": "inget av policyns utfall gäller fakturan, och då avgör en människa",
        "en": "none of the policy's outcomes holds for the invoice, and then a person decides",
    },
    "excluded": {"sv": "fakturan är undantagen: ”{reason}”", "en": "the invoice is excluded: “{reason}”"},
    "excluded:amount": {
        "sv": "fakturans belopp är {amount} kr, och noll och minus påminns aldrig",
        "en": "the invoice's amount is {amount} kr, and zero and below are never dunned",
    },
    "excluded:credited": {
        "sv": "hela fakturan är krediterad, och då krävs varken avgift eller ränta på den",
        "en": "the whole invoice has been credited, and then no fee or interest on it is demanded",
    },
    "limitation": {
        "sv": "fordran preskriberades efter {day} och inget får krävas (preskriptionslagen 2 §)",
        "en": "the claim was barred by limitation after {day} and nothing may be claimed (preskriptionslagen 2 §)",
    },
    "hold": {"sv": "ärendet vilar: ”{reason}”", "en": "the case is on hold: “{reason}”"},
    "disputed": {
        "sv": "fordran är bestridd, och då får ett krav eller en rättslig åtgärd vänta (inkassolagen 5 §)",
        "en": "the claim is disputed, and then a demand or a legal step has to wait (inkassolagen 5 §)",
    },
    "delivery_failed": {
        "sv": "”{demand}” inte kom fram, så att kunden inte har fått sin tid att betala (inkassolagen 5 §, 6 §)",
        "en": "“{demand}” did not arrive, so the customer has not had its time to pay (inkassolagen 5 §, 6 §)",
    },
    "paused": {"sv": "ärendet är pausat tills vidare", "en": "the case is paused until further notice"},
    "paused:until": {"sv": "ärendet är pausat till och med {until}", "en": "the case is paused through {until}"},
    "promised": {
        "sv": "kunden har lovat att betala senast {until}",
        "en": "the customer has promised to pay by {until}",
    },
    "payment_plan": {"sv": "en avbetalningsplan löper", "en": "an instalment plan is running"},
    "payments_unknown": {
        "sv": "det inte framgår till vilken dag betalningarna är kända, och det som ser obetalt ut kan vara betalt",
        "en": "it is not known through which day payments are known, and what seems unpaid may be paid",
    },
    "payments_too_old": {
        "sv": "betalningarna bara är kända till och med {through}, mer än {days} tillbaka, och det som ser obetalt ut kan vara betalt",
        "en": "payments are known through {through} only, more than {days} ago, and what seems unpaid may be paid",
    },
    "no_reference_rate": {
        "sv": "det inte finns någon referensränta från {day}, så att räntan inte kan räknas",
        "en": "there is no reference rate from {day}, so the interest cannot be counted",
    },
    "too_early": {
        "sv": "det är för tidigt: steget får tas tidigast {earliest}",
        "en": "it is too early: the step may be taken on {earliest} at the earliest",
    },
    "condition_not_met": {
        "sv": "policyns villkor för steget inte är uppfyllt; det gäller {condition}",
        "en": "the policy's condition for the step is not met; it concerns {condition}",
    },
    "missing_fact": {"sv": "{fact} saknas", "en": "{fact} is missing"},
    "registered_too_late": {
        "sv": "{fact} inte var registrerad innan fakturan skapades",
        "en": "{fact} was not registered before the invoice was created",
    },
    "choice_needed": {
        "sv": "uppdragsgivaren inte har valt än mellan {choices}",
        "en": "the client has not chosen yet between {choices}",
    },
    "no_channel": {
        "sv": "{fact} saknas och det inte finns något annat sätt att skicka",
        "en": "{fact} is missing and there is no other way to send it",
    },
    "account_unknown": {
        "sv": "uppdragsgivarens konto inte kunde läsas och kan vara övertrasserat",
        "en": "the client's account could not be read and may be overdrawn",
    },
    "no_overdraft_rule": {
        "sv": "policyn {policy} inte har någon ränta för konton som är övertrasserade {day}",
        "en": "the policy {policy} has no interest for accounts that are overdrawn on {day}",
    },
}

REMARKS = frozenset(
    {
        "fee_not_agreed",
        "fee_capped",
        "no_fee_cap",
        "already_charged",
        "due_date_not_agreed",
        "set_off",
        "on_joint_interest_invoice",
    }
)
"""The codes that lower what is done, or say where it is done, and stop nothing."""


def reason(blocker: Blocker, language: str) -> str:
    """Why the blocker stops what it stops, with its place in the policy where it has one."""
    details = dict(blocker.details)
    if details.get("fact") in NOUNS:
        details["fact"] = noun(details["fact"], language)
    if "condition" in details:
        facts = details["condition"].split(", ")
        details["condition"] = ", ".join(noun(fact, language) for fact in facts)
    told = filled(REASONS, blocker.code, details, language)
    return told if blocker.source is None else f"{told} ({blocker.source})"


def lacks(facts: Sequence[str], invoice: Invoice, language: str) -> str:
    """That facts are missing, or came too late, as a clause: ``"kundens e-postadress (customer_email) saknas"``."""
    codes = {fact: "missing_fact" if getattr(invoice, fact) is None else "registered_too_late" for fact in facts}
    told = (REASONS[code][language].format(fact=noun(fact, language)) for fact, code in codes.items())
    return _AND[language].join(told)
