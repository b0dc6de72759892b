"""What an action does, in a sentence that we say of ourselves; and what is not done when a step is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.fact_words import noun
from dunning_engine.decisions.phrases import delivery_words, kronor, quoted

if TYPE_CHECKING:
    from dunning_engine.decisions.action import Action
    from dunning_engine.policy.model import Step

DONE_TODAY: dict[str, tuple[str, str]] = {
    "list": ("Vi lägger fakturan i listan {title}.", "We put the invoice on the list {title}."),
    "notify": ("Vi skickar {title} till kunden{channel}.", "We send the customer {title}{channel}."),
    "remind": ("Vi skickar {title} till kunden{channel}.", "We send the customer {title}{channel}."),
    "warn": ("Vi skickar {title} till kunden{channel}.", "We send the customer {title}{channel}."),
    "demand": ("Vi skickar {title} till kunden{channel}.", "We send the customer {title}{channel}."),
    "hand_over": (
        "Vi lämnar ärendet till inkassobolaget ({title}).",
        "We hand the case over to the collection agency ({title}).",
    ),
    "apply_for_payment_order": (
        "Vi ansöker om betalningsföreläggande ({title}).",
        "We apply for a payment order ({title}).",
    ),
    "monitor": (
        "Vi flyttar fordran till efterbevakning ({title}).",
        "We move the claim to long-term monitoring ({title}).",
    ),
    "write_off": (
        "Vi bokför {amount} kr som förlust ({title}). Fordran består, så kunden är fortfarande skyldig pengarna.",
        "We book {amount} kr as a loss ({title}). The claim stands, so the customer still owes the money.",
    ),
    "request_information": (
        "Vi ber uppdragsgivaren om {fact}, som ett senare steg behöver.",
        "We ask the client for {fact}, which a later step needs.",
    ),
    "match_ledger_items": (
        "Vi kopplar posten mot kundens andra poster i reskontran.",
        "We match the item against the customer's other items in the ledger.",
    ),
    "buy_without_recourse": (
        "Vi köper fakturan utan regress ({title}) och betalar {payout} kr till uppdragsgivaren {day}.",
        "We buy the invoice without recourse ({title}) and pay the client {payout} kr on {day}.",
    ),
    "buy_with_recourse": (
        "Vi köper fakturan med regress ({title}) och betalar {payout} kr till uppdragsgivaren {day}.",
        "We buy the invoice with recourse ({title}) and pay the client {payout} kr on {day}.",
    ),
    "lend": (
        "Vi lånar ut pengar mot fakturan ({title}) och betalar {payout} kr till uppdragsgivaren {day}.",
        "We lend against the invoice ({title}) and pay the client {payout} kr on {day}.",
    ),
    "decline": ("Vi tackar nej till fakturan ({title}).", "We decline the invoice ({title})."),
    "review": (
        "Vi lämnar fakturan till granskning ({title}). En människa avgör om den köps.",
        "We give the invoice to a person to review ({title}), who decides whether it is bought.",
    ),
    "pay_out": ("Vi betalar {amount} kr till uppdragsgivaren.", "We pay the client {amount} kr."),
    "pay_out:rest": (
        "Vi betalar återstoden, {amount} kr, till uppdragsgivaren.",
        "We pay the client the rest, {amount} kr.",
    ),
    "charge_client": (
        "Vi kräver {amount} kr av uppdragsgivaren: fordran var värd mindre än det vi betalade för den.",
        "We charge the client {amount} kr: the claim was worth less than what we paid for it.",
    ),
    "notify_client": (
        "Vi berättar för uppdragsgivaren vad som har beslutats om köp.",
        "We tell the client what has been decided on the purchase.",
    ),
    "notify_client:buy_back": (
        "Vi berättar för uppdragsgivaren att fakturan köps tillbaka.",
        "We tell the client that the invoice is bought back.",
    ),
    "notify_client:decline": (
        "Vi berättar för uppdragsgivaren att vi tackar nej.",
        "We tell the client that we decline.",
    ),
    "notify_client:review": (
        "Vi berättar för uppdragsgivaren att fakturan granskas.",
        "We tell the client that the invoice is under review.",
    ),
    "notify_customer": (
        "Vi berättar för kunden{channel} vem som är borgenär nu{law}.",
        "We tell the customer{channel} who the creditor is now{law}.",
    ),
    "notify_customer:bought_back": (
        "Vi berättar för kunden{channel} att fakturan är återköpt, så att betalningen ska till uppdragsgivaren igen{law}.",
        "We tell the customer{channel} that the invoice has been bought back, so the client is to be paid again{law}.",
    ),
    "buy_back": (
        "Uppdragsgivaren köper tillbaka fakturan för {amount} kr.",
        "The client buys the invoice back for {amount} kr.",
    ),
    "continue_in": (
        "Fakturan drivs vidare under policyn {policy}.",
        "The invoice is pursued further under the policy {policy}.",
    ),
    "invoice_interest": (
        "Vi skickar {title} på {to_pay} kr till kunden.",
        "We send the customer {title} for {to_pay} kr.",
    ),
    "charge_overdraft_interest": (
        "Vi debiterar kontot {amount} kr i ränta för {on}.",
        "We charge the account {amount} kr of interest for {on}.",
    ),
}
"""By action, or ``action:about``; in Swedish and English."""

_TO_PAY = (" Kunden ska betala {to_pay} kr senast {pay_by}.", " The customer is to pay {to_pay} kr by {pay_by}.")

NOT_DONE: dict[str, tuple[str, str]] = {
    "list": ("Vi lägger inte fakturan i listan {title}", "We do not put the invoice on the list {title}"),
    "notify": ("Vi skickar inte {title}", "We do not send {title}"),
    "remind": ("Vi skickar inte {title}", "We do not send {title}"),
    "warn": ("Vi skickar inte {title}", "We do not send {title}"),
    "demand": ("Vi skickar inte {title}", "We do not send {title}"),
    "hand_over": (
        "Vi lämnar inte ärendet till inkassobolaget ({title})",
        "We do not hand the case over to the collection agency ({title})",
    ),
    "apply_for_payment_order": (
        "Vi ansöker inte om betalningsföreläggande ({title})",
        "We do not apply for a payment order ({title})",
    ),
    "monitor": (
        "Vi flyttar inte fordran till efterbevakning ({title})",
        "We do not move the claim to long-term monitoring ({title})",
    ),
    "write_off": ("Vi bokför inte fordran som förlust ({title})", "We do not book the claim as a loss ({title})"),
}
"""By a step's action; in Swedish and English, without an end."""


def done_today(action: Action, language: str) -> str:
    """The sentence for an action, with its channel, its amount and its last day to pay."""
    english = language == "en"
    named = f"{action.action}:{action.about}"
    terms = action.terms
    said = DONE_TODAY[named if named in DONE_TODAY else action.action][english].format(
        title=quoted(action.title, language),
        channel=f" {delivery_words(action.send_by, action.send_to, language)}" if action.send_by is not None else "",
        amount="" if action.amount is None else kronor(action.amount),
        to_pay=kronor(action.amount_to_pay),
        fact="" if action.fact is None else noun(action.fact, language),
        payout="" if terms is None else kronor(terms.payout),
        day="" if terms is None else terms.payout_on,
        policy=action.continue_in,
        law=f" ({'; '.join(action.law)})" if action.law else "",
        on=action.on,
    )
    if action.pay_by is None:
        return said
    return said + _TO_PAY[english].format(to_pay=kronor(action.amount_to_pay), pay_by=action.pay_by)


def not_done(step: Step, language: str) -> str:
    """What is not done when the step is stopped, without an end."""
    return NOT_DONE[step.action.value][language == "en"].format(title=quoted(step.title, language))
