"""What people read of a preview, in Swedish and English: a line per change, and the words of its tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dunning_engine.decisions.phrases import kronor
from dunning_engine.decisions.words import STAGES
from dunning_engine.preview.changes import CHANGED, GAINED

if TYPE_CHECKING:
    from dunning_engine.preview.changes import Change, Value
    from dunning_engine.simulation.days import Days

WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "title": "Förhandsgranskning {days}",
        "heading": "Förhandsgranskning av en policyändring",
        "new": "Ny policy",
        "old": "Nuvarande",
        "policies": "Utgåvor som skiljer sig",
        "alike": "Båda sidor har samma policyer och samma lag.",
        "changes": "Ändringar",
        "sign": "",
        "invoice": "Faktura",
        "customer": "Kund",
        "action": "Åtgärd",
        "day": "Dag",
        "what": "Vad som ändras",
        "actions": "Åtgärder",
        "channel": "Skickas",
        "letters": "Brev och meddelanden",
        "before": "Förut",
        "after": "Nu",
        "difference": "Skillnad",
        "amounts": "Kronor",
        "fees": "Avgifter",
        "interest": "Ränta",
        "to_pay": "Att betala",
        "moved": "{action}: belopp",
        "all_actions": "Alla åtgärder",
        "collection": "Till inkasso (inkassokrav, inkassobolag)",
        "reached": "Till inkasso: {earlier} tidigare, {later} senare, {only_new} bara med den nya policyn, "
        "{only_old} bara med den nuvarande",
        "verdict": "{changed} av {decided} fakturor ändras: {gained} åtgärder tillkommer, {lost} faller bort, "
        "{differing} blir annorlunda",
        "nothing": "Ingen åtgärd ändras för någon av {decided} fakturor",
        "left_out": "; utelämnade, med fel: {left_out}",
        "coming": "Utan ändring den dagen, men med nästa steg på en annan dag: {earlier} tidigare, {later} senare, "
        "{otherwise} på annat sätt",
        "more": "… och {more} till; --format json har alla",
        "within": "Inom gränserna: {thresholds}",
        "above": "Över gränsen {threshold}: {old} förut, {new} nu",
        "one_day": "{first}",
        "nobody": "{first}–{last}, om ingen betalar",
        "ledger": "{first}–{last}, med reskontrans betalningar",
        "comes": "kommer {on}",
        "came": "förut {on}",
        "next": "nästa steg {step}, {on}",
        "next_before": "förut var nästa steg {step}, {on}",
        "stopped": "{message}",
        "stopped_before": "förut: {message}",
        "stands": "fakturan är {stage}",
        "not_in_days": "inte under de dagarna",
        "nothing_set": "inget",
    },
    "en": {
        "title": "Preview {days}",
        "heading": "Preview of a policy change",
        "new": "New policy",
        "old": "Current",
        "policies": "Revisions that differ",
        "alike": "Both sides have the same policies and the same law.",
        "changes": "Changes",
        "sign": "",
        "invoice": "Invoice",
        "customer": "Customer",
        "action": "Action",
        "day": "Day",
        "what": "What changes",
        "actions": "Actions",
        "channel": "Sent",
        "letters": "Letters and messages",
        "before": "Before",
        "after": "Now",
        "difference": "Difference",
        "amounts": "Kronor",
        "fees": "Fees",
        "interest": "Interest",
        "to_pay": "To pay",
        "moved": "{action}: amount",
        "all_actions": "All actions",
        "collection": "To collection (demand, agency)",
        "reached": "To collection: {earlier} earlier, {later} later, {only_new} only under the new policy, "
        "{only_old} only under the current one",
        "verdict": "{changed} of {decided} invoices change: {gained} actions gained, {lost} lost, {differing} changed",
        "nothing": "No action changes for any of {decided} invoices",
        "left_out": "; left out, with problems: {left_out}",
        "coming": "Without a change that day, but with the next step on another: {earlier} earlier, {later} later, "
        "{otherwise} otherwise",
        "more": "… and {more} more; --format json has them all",
        "within": "Within the limits: {thresholds}",
        "above": "Above the limit {threshold}: {old} before, {new} now",
        "one_day": "{first}",
        "nobody": "{first} to {last}, if nobody pays",
        "ledger": "{first} to {last}, with the ledger's payments",
        "comes": "comes on {on}",
        "came": "before: {on}",
        "next": "next step {step}, {on}",
        "next_before": "before, the next step was {step}, {on}",
        "stopped": "{message}",
        "stopped_before": "before: {message}",
        "stands": "the invoice is {stage}",
        "not_in_days": "not in these days",
        "nothing_set": "none",
    },
}

ACTIONS: dict[str, tuple[str, str]] = {
    "list": ("Lista", "List"),
    "notify": ("Notifiering", "Notice"),
    "remind": ("Påminnelse", "Reminder"),
    "warn": ("Inkassovarning", "Collection warning"),
    "demand": ("Inkassokrav", "Collection demand"),
    "hand_over": ("Till inkassobolag", "Hand-over to an agency"),
    "apply_for_payment_order": ("Betalningsföreläggande", "Payment order"),
    "monitor": ("Efterbevakning", "Long-term monitoring"),
    "write_off": ("Förlustföring", "Write-off"),
    "buy_without_recourse": ("Köp utan regress", "Purchase without recourse"),
    "buy_with_recourse": ("Köp med regress", "Purchase with recourse"),
    "lend": ("Belåning", "Loan"),
    "decline": ("Nekat köp", "Declined"),
    "review": ("Granskning", "Review"),
    "pay_out": ("Utbetalning", "Payout"),
    "buy_back": ("Återköp", "Buy-back"),
    "charge_client": ("Återkrav", "Claim back"),
    "continue_in": ("Fortsätter i en annan policy", "Continues in another policy"),
    "notify_client": ("Besked till uppdragsgivaren", "Word to the client"),
    "notify_customer": ("Besked till kunden", "Word to the customer"),
    "invoice_interest": ("Räntefaktura", "Interest invoice"),
    "request_information": ("Begäran om komplettering", "Request for information"),
    "match_ledger_items": ("Koppling i reskontran", "Matching of ledger items"),
}
"""Every kind of action on an invoice, in the order of tables, in Swedish and English."""

_CHANNELS = {
    "email": ("e-post", "e-mail"),
    "post": ("post", "post"),
    "e_invoice": ("e-faktura", "e-invoice"),
    "pdf": ("PDF", "PDF"),
}
_FIELDS = {
    "action": ("åtgärd", "action"),
    "title": ("titel", "title"),
    "on": ("dag", "day"),
    "approval": ("godkännande", "approval"),
    "send_by": ("skickas", "sent"),
    "send_to": ("adress", "address"),
    "fee": ("avgift", "fee"),
    "late_compensation": ("varav förseningsersättning", "of it late-payment compensation"),
    "interest": ("ränta", "interest"),
    "principal": ("kapital", "principal"),
    "fees_before": ("tidigare avgifter", "earlier fees"),
    "amount_to_pay": ("att betala", "to pay"),
    "pay_by": ("betala senast", "pay by"),
    "amount": ("belopp", "amount"),
    "purchase_fee": ("köpavgift", "purchase fee"),
    "advance": ("förskott", "advance"),
    "payout": ("utbetalning", "payout"),
    "payout_on": ("utbetalas", "paid out on"),
    "continue_in": ("fortsätter i", "continues in"),
    "covers": ("gäller fakturor", "covers invoices"),
}
_APPROVALS = {"automatic": ("automatiskt", "automatic"), "manual": ("en människa", "by a person")}
_ADDRESSES = {"registered_address": ("folkbokföringsadress eller säte", "registered address or seat")}
_OF_GAINED = ("fee", "interest", "amount_to_pay", "amount", "payout")


def days_words(days: Days, language: str) -> str:
    """The days that were gone through, and who paid."""
    what = "one_day" if days.first == days.last else days.paying
    return WORDS[language][what].format(first=days.first, last=days.last)


def action_words(action: str, language: str) -> str:
    """A kind of action as the head of a row."""
    return ACTIONS[action][_at(language)] if action in ACTIONS else action


def channel_words(channel: str | None, language: str) -> str:
    """How something is sent; nothing where nothing is sent."""
    return "" if channel is None else _CHANNELS[channel][_at(language)]


def told(change: Change, language: str) -> tuple[str, ...]:
    """What a change comes to, a part each: from what to what; or when the action comes instead, or why it does not."""
    if change.sign == CHANGED and change.old is not None and change.new is not None:
        return tuple(
            f"{_FIELDS[name][_at(language)]} {_value(name, change.old[name], language)} → "
            f"{_value(name, change.new[name], language)}"
            for name in change.differing
        )
    gained = change.sign == GAINED
    figures = [
        f"{_FIELDS[name][_at(language)]} {_value(name, change.held[name], language)}"
        for name in _OF_GAINED
        if gained and change.held[name]
    ]
    return tuple(part for part in (*figures, _instead(change, language, gained=gained)) if part)


def _instead(change: Change, language: str, *, gained: bool) -> str:
    say, instead = WORDS[language], change.instead
    held = {name: str(value) for name, value in instead.items()}
    if instead["message"] is not None:
        return say["stopped_before" if gained else "stopped"].format_map(held)
    if instead["on"] is not None and instead["step"] == change.step:
        return say["came" if gained else "comes"].format_map(held)
    if instead["on"] is not None:
        return say["next_before" if gained else "next"].format_map(held)
    if gained:
        return ""
    if instead["stage"] is None:
        return say["not_in_days"]
    stage = STAGES[held["stage"]][language] if held["stage"] in STAGES else held["stage"]
    return say["stands"].format(stage=stage)


def _value(name: str, value: Value, language: str) -> str:
    match value:
        case None:
            return WORDS[language]["nothing_set"]
        case Decimal():
            return kronor(int(value.scaleb(2)))
        case date():
            return value.isoformat()
    words = {"send_by": _CHANNELS, "approval": _APPROVALS, "send_to": _ADDRESSES, "action": ACTIONS}.get(name, {})
    return words[value][_at(language)] if value in words else value


def _at(language: str) -> int:
    return 0 if language == "sv" else 1
