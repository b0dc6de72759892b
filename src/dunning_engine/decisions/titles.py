"""What actions beyond the steps are called, done or still to come, in Swedish and English; a step has its title from the policy."""

from __future__ import annotations

TITLES: dict[str, dict[str, str]] = {
    "pay_out": {"sv": "Utbetalning till uppdragsgivaren", "en": "Pay the client"},
    "pay_out:rest": {
        "sv": "Utbetalning till uppdragsgivaren av återstoden",
        "en": "Pay the client the rest",
    },
    "notify_client": {"sv": "Underrätta uppdragsgivaren: {about}", "en": "Tell the client: {about}"},
    "notify_customer:sold": {
        "sv": "Underrätta kunden om överlåtelsen",
        "en": "Tell the customer of the transfer",
    },
    "notify_customer:pledged": {
        "sv": "Underrätta kunden om pantsättningen",
        "en": "Tell the customer of the pledge",
    },
    "notify_customer:bought_back": {
        "sv": "Underrätta kunden om återköpet",
        "en": "Tell the customer of the buy-back",
    },
    "charge_client": {
        "sv": "Återkrav: fordran var mindre än det som betalades",
        "en": "Claim back: the claim was less than what was paid for it",
    },
    "buy_back": {"sv": "Återköp", "en": "Buy-back"},
    "continue_in": {"sv": "Fortsätter i {policy}", "en": "Continues in {policy}"},
    "charge_overdraft_interest": {"sv": "Övertrasseringsränta: {day}", "en": "Overdraft interest: {day}"},
    "request_information": {"sv": "Begär komplettering: {fact}", "en": "Ask the client for {fact}"},
    "match_ledger_items": {
        "sv": "Koppla posterna i kundreskontran: kund {customer}",
        "en": "Match the customer's ledger items: customer {customer}",
    },
}


# What may come next beside the steps of the ladder.
COMING: dict[str, dict[str, str]] = {
    "purchase": {"sv": "beslut om köp", "en": "the decision to buy"},
    "pay_out": {"sv": "utbetalning till uppdragsgivaren", "en": "the client's payout"},
    "notify_client": {"sv": "besked till uppdragsgivaren", "en": "word to the client"},
    "notify_customer": {"sv": "besked till kunden", "en": "word to the customer"},
    "charge_client": {"sv": "återkrav mot uppdragsgivaren", "en": "a claim on the client"},
    "buy_back": {"sv": "återköp", "en": "buy-back"},
    "interest_invoice": {"sv": "räntefaktura", "en": "interest invoice"},
}
