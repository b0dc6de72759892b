"""The words of the evidence, in Swedish and English, and how amounts, delays, comparisons and titles are said everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.words import STAGES, days_words
from dunning_engine.money import format_hundredths
from dunning_engine.policy.condition import Operator
from dunning_engine.policy.model import Anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.policy.model import Delay

PHRASES: dict[str, dict[str, str]] = {
    "sv": {
        "evidence": "Underlag",
        "rules": "Regler som prövades",
        "actions": "Åtgärder",
        "blockers": "Hinder och anmärkningar",
        "policy": "Policy: {title} ({name}), utgåva från {revision} ({source})",
        "policy_alone": "Policy: {policy}, ingen version i kraft",
        "digest": "Policy och lag: {digest}",
        "money": "Kvar att betala {balance} kr: kapital {principal}, avgifter {fees}, krävd ränta {interest}",
        "overpaid": "Betalt för mycket: {amount} kr",
        "stage": "Läge: {stage}",
        "next": "Härnäst: {step} tidigast {day}{waits}",
        "waits": ", väntar på {facts}",
        "outcome": "Utfall «{title}»",
        "always": "gäller alltid",
        "recourse": "Regress",
        "window": "drivs till och med {last}, återköps från {first}",
        "interest_invoice": "{title}: ränta på fakturan {interest} kr, gräns {least} kr{total} ({source})",
        "customer_total": " eller {least} kr på kundens alla fakturor",
        "exclusion": "Undantag «{reason}»",
        "hold": "Vila «{reason}»",
        "override": "Egna intervall «{title}»",
        "holds": "gäller",
        "does_not_hold": "gäller inte",
        "any": "något av",
        "passed_over": "{title} hoppas över ({source})",
        "lacks": "{fact} saknas eller kom för sent",
        "due_step": "{title} är på tur sedan {day}: {delay} ({source})",
        "later_step": "{title} är på tur {day}: {delay} ({source})",
        "ladder_done": "Policyn har inga fler steg; vad som sker härnäst avgör en människa",
        "charged_when": "Villkoret för att kräva ränta",
        "action": "{title} ({key}): {rule}, {source}",
        "sent": "skickas {channel}",
        "approval": "approval = {approval}",
        "comment": "kommentar: {comment}",
        "law": "lag: {law}",
        "postings": "bokförs: {postings}",
    },
    "en": {
        "evidence": "Evidence",
        "rules": "Rules that were looked at",
        "actions": "Actions",
        "blockers": "Blockers and remarks",
        "policy": "Policy: {title} ({name}), revision from {revision} ({source})",
        "policy_alone": "Policy: {policy}, no revision in force",
        "digest": "Policy and law: {digest}",
        "money": "Left to pay {balance} kr: principal {principal}, fees {fees}, interest claimed {interest}",
        "overpaid": "Paid in excess: {amount} kr",
        "stage": "Stage: {stage}",
        "next": "Next: {step} on {day} at the earliest{waits}",
        "waits": ", waits for {facts}",
        "outcome": "Outcome «{title}»",
        "always": "always holds",
        "recourse": "Recourse",
        "window": "pursued through {last}, bought back from {first}",
        "interest_invoice": "{title}: interest on the invoice {interest} kr, threshold {least} kr{total} ({source})",
        "customer_total": " or {least} kr on all the customer's invoices",
        "exclusion": "Exclusion «{reason}»",
        "hold": "Hold «{reason}»",
        "override": "Own intervals «{title}»",
        "holds": "holds",
        "does_not_hold": "does not hold",
        "any": "any of",
        "passed_over": "{title} is passed over ({source})",
        "lacks": "{fact} is missing or came too late",
        "due_step": "{title} is due since {day}: {delay} ({source})",
        "later_step": "{title} comes due on {day}: {delay} ({source})",
        "ladder_done": "The policy has no further step; a person decides what happens next",
        "charged_when": "The condition for claiming interest",
        "action": "{title} ({key}): {rule}, {source}",
        "sent": "sent {channel}",
        "approval": "approval = {approval}",
        "comment": "comment: {comment}",
        "law": "law: {law}",
        "postings": "booked: {postings}",
    },
}
"""The sentences of the evidence."""

_OPERATORS: dict[str, dict[Operator, str]] = {
    "sv": {
        Operator.IS: "ska vara {}",
        Operator.IS_NOT: "ska inte vara {}",
        Operator.AT_LEAST: "ska vara minst {}",
        Operator.MORE_THAN: "ska vara mer än {}",
        Operator.AT_MOST: "ska vara högst {}",
        Operator.LESS_THAN: "ska vara mindre än {}",
    },
    "en": {
        Operator.IS: "wanted: {}",
        Operator.IS_NOT: "wanted: not {}",
        Operator.AT_LEAST: "wanted: at least {}",
        Operator.MORE_THAN: "wanted: more than {}",
        Operator.AT_MOST: "wanted: at most {}",
        Operator.LESS_THAN: "wanted: less than {}",
    },
}

_OPERATORS_OF_LISTS: dict[str, dict[Operator, str]] = {
    "sv": {Operator.IS: "ska vara något av {}", Operator.IS_NOT: "ska inte vara något av {}"},
    "en": {Operator.IS: "wanted: one of {}", Operator.IS_NOT: "wanted: none of {}"},
}
_VALUES_SHOWN = 5

_ANCHORS: dict[str, dict[Anchor, str]] = {
    "sv": {
        Anchor.INVOICE_DATE: "efter fakturadatum",
        Anchor.DUE_DATE: "efter förfallodagen",
        Anchor.PREVIOUS_STEP: "efter föregående steg",
    },
    "en": {
        Anchor.INVOICE_DATE: "after the invoice date",
        Anchor.DUE_DATE: "after the due date",
        Anchor.PREVIOUS_STEP: "after the previous step",
    },
}

_TO_MONTH_END = {"sv": ", sedan till månadens slut", "en": ", then to the month's end"}

_CHANNELS: dict[str, dict[str, str]] = {
    "sv": {
        "email": "med e-post",
        "post": "med post",
        "e_invoice": "som e-faktura",
        "pdf": "som PDF",
        "registered_address": "till folkbokföringsadress eller registrerat säte",
    },
    "en": {
        "email": "by e-mail",
        "post": "by post",
        "e_invoice": "as an e-invoice",
        "pdf": "as a PDF",
        "registered_address": "to the registered address or seat",
    },
}


def kronor(ore: int) -> str:
    """Öre as Swedish readers write kronor: 1000000 is ``"10 000,00"`` (with a no-break space)."""
    whole, rest = divmod(abs(ore), 100)
    sign = "−" if ore < 0 else ""
    return f"{sign}{whole:,}".replace(",", "\u00a0") + f",{rest:02d}"


def percent(basis_points: int) -> str:
    """Basis points as percent the Swedish way: 1000 is ``"10,00"``."""
    return format_hundredths(basis_points).replace(".", ",")


def operator_words(operator: Operator, values: Sequence[str], language: str) -> str:
    """What a comparison wanted: one value, or any of several (of a long list, the first)."""
    if len(values) == 1:
        return _OPERATORS[language][operator].format(values[0])
    rest = f" … ({len(values)})" if len(values) > _VALUES_SHOWN else ""
    return _OPERATORS_OF_LISTS[language][operator].format(", ".join(values[:_VALUES_SHOWN]) + rest)


def day_count_from(delay: Delay, language: str) -> str:
    """A delay in words: ``"7 dagar efter förfallodagen"``."""
    days = days_words(delay.days.count, language, banking=delay.days.banking)
    end = _TO_MONTH_END[language] if delay.end_of_month else ""
    return f"{days} {_ANCHORS[language][delay.anchor]}{end}"


def delivery_words(channel: str, address: str | None, language: str) -> str:
    """How and where to a step is sent: ``"med post till folkbokföringsadress eller registrerat säte"``."""
    words = _CHANNELS[language]
    return words[channel] if address is None else f"{words[channel]} {words[address]}"


def stage_words(stage: str, language: str) -> str:
    """A stage's word; a step's name is its own."""
    return STAGES[stage][language] if stage in STAGES else stage


def quoted(title: str, language: str) -> str:
    """A title or reason of the policy's, between quotation marks."""
    return f"“{title}”" if language == "en" else f"”{title}”"


def sentence(clause: str) -> str:
    """A clause of our own words as a sentence."""
    return f"{clause[:1].upper()}{clause[1:]}."
