"""What stands in the pictures beside the policies' own titles, in Swedish and English."""

from __future__ import annotations

from dunning_engine.decisions.phrases import kronor

_WORDS = {
    "sv": {
        "headline": "Faktura {invoice}: om ingen betalar",
        "headline_paid": "Faktura {invoice}: om allt betalas {paid_on}",
        "today": "I dag",
        "due": "Förfallodag",
        "paid": "Allt betalas",
        "nothing_owed": "Inget kvar att betala",
        "pay_by": "betala senast {day}",
        "fee": "avgift {amount}",
        "interest": "ränta {amount}",
        "to_pay": "att betala {amount}",
        "manual": "en människa bekräftar",
        "same": "= samma som till vänster",
        "same_as": "= samma som i {title}",
        "notes": "+ {count} till uppdragsgivare, kund eller reskontra",
        "days": "{days} dagar",
        "day": "1 dag",
        "ends": "Slut",
        "more": "… och {count} dagar till",
        "since": "utgåva från {day}",
        "letter": "brev till kunden",
        "demand": "inkassokrav",
        "legal": "lämnas vidare eller avslutas",
        "client": "mellan köpare och säljare",
        "day_marked": "förfallodag",
        "payment": "betalning",
    },
    "en": {
        "headline": "Invoice {invoice}: if nobody pays",
        "headline_paid": "Invoice {invoice}: if all is paid on {paid_on}",
        "today": "Today",
        "due": "Due date",
        "paid": "All is paid",
        "nothing_owed": "Nothing left to pay",
        "pay_by": "to pay by {day}",
        "fee": "fee {amount}",
        "interest": "interest {amount}",
        "to_pay": "to pay {amount}",
        "manual": "a person confirms",
        "same": "= same as to the left",
        "same_as": "= same as in {title}",
        "notes": "+ {count} for client, customer or ledger",
        "days": "{days} days",
        "day": "1 day",
        "ends": "End",
        "more": "… and {count} more days",
        "since": "revision from {day}",
        "letter": "letter to the customer",
        "demand": "collection demand",
        "legal": "passed on or ended",
        "client": "between buyer and seller",
        "day_marked": "due date",
        "payment": "payment",
    },
}
_WEEKDAYS = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def say(word: str, language: str, **filled: object) -> str:
    """The word or sentence with its details."""
    return _WORDS[language][word].format(**filled)


def amount_words(ore: int) -> str:
    """``"10 079,18 kr"``, which never breaks."""
    return f"{kronor(ore)}\u00a0kr"


def days_between(days: int, language: str) -> str:
    """``"1 dag"``, ``"5 dagar"``."""
    return say("day", language) if days == 1 else say("days", language, days=days)


def weekday(number: int, language: str) -> str:
    """The day's name; Monday is 0."""
    return _WEEKDAYS[language][number]
