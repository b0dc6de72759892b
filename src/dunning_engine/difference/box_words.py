"""A box of facts in words, Swedish and English: "företag, från dag 10 efter förfallodagen"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dunning_engine.decisions.phrases import kronor
from dunning_engine.facts.catalogue import CONDITION_FACTS, Kind

if TYPE_CHECKING:
    from dunning_engine.difference.box import Box
    from dunning_engine.policy.cells import Interval, Values

_MOST_NAMED = 6

_DAYS = {
    "days_after_due_date": ("dag {} efter förfallodagen", "day {} after the due date"),
    "days_since_invoice_date": ("dag {} efter fakturadatum", "day {} after the invoice date"),
    "days_since_previous_step": ("dag {} efter föregående steg", "day {} after the previous step"),
}
# Yes and no, in Swedish and English; of an optional fact, no is said where somebody has said no.
_YES_NO = {
    "bought_back": ("återköpt", "inte återköpt", "bought back", "not bought back"),
    "closed": ("stängd", "inte stängd", "closed", "not closed"),
    "collection_agreement": (
        "avtal med inkassobolag",
        "inget avtal med inkassobolag",
        "an agreement with an agency",
        "no agreement with an agency",
    ),
    "disputed": ("bestridd", "inte bestridd", "disputed", "not disputed"),
    "due_date_agreed": ("avtalad förfallodag", "inte avtalad förfallodag", "due date agreed", "due date not agreed"),
    "offered_for_sale": (
        "erbjuden till försäljning",
        "inte erbjuden till försäljning",
        "offered for sale",
        "not offered for sale",
    ),
    "on_payment_plan": (
        "avbetalningsplan löper",
        "ingen avbetalningsplan",
        "on an instalment plan",
        "on no instalment plan",
    ),
    "paid": ("betald", "obetald", "paid", "unpaid"),
    "paused": ("pausad", "inte pausad", "paused", "not paused"),
    "picked_for_review": (
        "uttagen till stickprov",
        "inte uttagen till stickprov",
        "picked for review",
        "not picked for review",
    ),
    "promised": ("betalning utlovad", "ingen betalning utlovad", "payment promised", "no payment promised"),
    "recourse_agreement": (
        "avtal om regress",
        "inget avtal om regress",
        "a recourse agreement",
        "no recourse agreement",
    ),
    "reminder_fee_agreed": (
        "avtalad påminnelseavgift",
        "inte avtalad påminnelseavgift",
        "reminder fee agreed",
        "reminder fee not agreed",
    ),
    "with_agency": ("hos inkassobolag", "inte hos inkassobolag", "with the agency", "not with the agency"),
    "written_off": ("bokförd som förlust", "inte bokförd som förlust", "written off", "not written off"),
}
_WORDS = {
    "business": ("företag", "business customers"),
    "consumer": ("privatpersoner", "consumers"),
    "public_authority": ("myndigheter", "public authorities"),
    "without_recourse": ("såld utan regress", "sold without recourse"),
    "with_recourse": ("såld med regress", "sold with recourse"),
    "pledged": ("belånad", "pledged"),
}
_NAMES = {
    "amount": ("belopp", "amount"),
    "balance": ("kvar att betala", "left to pay"),
    "principal": ("kvar av kapitalet", "principal left"),
    "fees_owed": ("obetalda avgifter", "fees owed"),
    "interest_owed": ("krävd ränta", "interest claimed"),
    "interest_accrued": ("upplupen ränta", "interest accrued"),
    "customer_interest_total": ("kundens samlade ränta", "the customer's interest in all"),
    "overpaid": ("betalt för mycket", "paid in excess"),
    "interest_rate": ("avtalad ränta", "agreed rate"),
    "credit_risk": ("kreditbetyg", "credit grade"),
    "steps_taken": ("antal tagna steg", "steps taken"),
    "client": ("uppdragsgivare", "client"),
    "customer": ("kund", "customer"),
    "customer_prefers": ("kunden vill ha", "the customer prefers"),
    "currency": ("valuta", "currency"),
    "sent_by": ("faktura skickad med", "invoice sent by"),
    "last_step": ("senaste steg", "last step"),
    "issued_on": ("utfärdad", "issued"),
    "due_on": ("förfaller", "due"),
    "last_step_on": ("senaste steget taget", "last step taken"),
    "paid_on": ("betald", "paid"),
    "customer_identity_number": ("organisations- eller personnummer", "identity number"),
    "customer_email": ("e-postadress", "e-mail address"),
    "customer_registered_address": ("registrerad adress", "registered address"),
    "payments_known_through": ("betalningar kända till", "payments known through"),
    "enforcement_choice": ("uppdragsgivarens val", "the client's choice"),
}
_AROUND = {
    "sv": {"least": "minst {}", "most": "högst {}", "or": " eller ", "not": "inte ", "without": "utan {}", "with": "med {}",
           "from_day": "från dag {}", "to_day": "till och med dag {}", "from": "från {}", "to": "till och med {}", "any": "alla fakturor",
           "but": "annat än ", "day": "dag"},
    "en": {"least": "at least {}", "most": "at most {}", "or": " or ", "not": "not ", "without": "without {}", "with": "with {}",
           "from_day": "from day {}", "to_day": "through day {}", "from": "from {}", "to": "through {}", "any": "all invoices",
           "but": "other than ", "day": "day"},
}  # fmt: skip


def box_words(box: Box, language: str) -> str:
    """The box in words, its facts in the order of people: who, what, how much, on which day; empty for one without sides."""
    order = sorted(
        box.sides, key=lambda fact: (fact in _DAYS, CONDITION_FACTS[fact].kind in (Kind.AMOUNT, Kind.PERCENT), fact)
    )
    return ", ".join(side_words(fact, box.sides[fact], language) for fact in order)


def fact_words(fact: str, language: str) -> str:
    """What people call a fact; its own name where they have no other."""
    return _NAMES.get(fact, (fact, fact))[0 if language == "sv" else 1]


def side_words(fact: str, values: Values, language: str) -> str:
    """What a fact is in a box: "kvar att betala minst 100,00 kr", "bestridd", "utan e-postadress"."""
    place = 0 if language == "sv" else 1
    around = _AROUND[language]
    name = fact_words(fact, language)
    kind = CONDITION_FACTS[fact].kind
    said = [around["without"].format(name)] if values.absent else []
    if kind is Kind.BOOLEAN:
        said += _yes_or_no(fact, values, place)
    elif kind in (Kind.WORD, Kind.TEXT, Kind.MOMENT):
        said += _texts(fact, name, values, language)
    elif fact in _DAYS:
        said += [_days(_DAYS[fact][place], one, around) for one in values.intervals]
    elif values.intervals == ((None, None),):
        said.append(around["with"].format(name))
    elif values.intervals:
        each = around["or"].join(_numbers(kind, one, around) for one in values.intervals)
        said.append(f"{name} {each}")
    return around["or"].join(said)


def _yes_or_no(fact: str, values: Values, place: int) -> list[str]:
    yes, no = _YES_NO[fact][2 * place : 2 * place + 2] if fact in _YES_NO else (f"{fact}: true", f"{fact}: false")
    found = [
        one
        for first, last in values.intervals
        for one in (0, 1)
        if (first or 0) <= one <= (1 if last is None else last)
    ]
    return [yes if one else no for one in found]


def _texts(fact: str, name: str, values: Values, language: str) -> list[str]:
    around, place = _AROUND[language], 0 if language == "sv" else 1
    words = CONDITION_FACTS[fact].words
    if values.texts and all(text in _WORDS for text in values.texts):
        order = [text for text in words if text in values.texts]
        return [around["or"].join(_WORDS[text][place] for text in order)]
    if values.others:
        if not values.apart:
            return [around["with"].format(name)]
        return [f"{name} {around['but']}{_listed(values.apart, around['or'])}"]
    if not values.texts:
        return []
    return [f"{name} {_listed(values.texts, around['or'])}"]


def _listed(texts: frozenset[str], between: str) -> str:
    shown = sorted(texts)
    rest = f" … ({len(shown)})" if len(shown) > _MOST_NAMED else ""
    return between.join(shown[:_MOST_NAMED]) + rest


def _days(around_day: str, interval: Interval, around: dict[str, str]) -> str:
    """A span of days: "dag 7 efter förfallodagen", "från dag 10 efter fakturadatum"."""
    first, last = interval
    if first is None or last is None:
        which = around["to_day"] if first is None else around["from_day"]
        rest = around_day.split("{}")[1]
        return which.format(last if first is None else first) + rest
    return around_day.format(first if first == last else f"{first}–{last}")


def _numbers(kind: Kind, interval: Interval, around: dict[str, str]) -> str:
    first, last = (None if one is None else _number(kind, one) for one in interval)
    unit = " kr" if kind is Kind.AMOUNT else " %" if kind is Kind.PERCENT else ""
    if first is None or last is None:
        if kind is Kind.DATE:
            return around["to"].format(last) if first is None else around["from"].format(first)
        return (around["most"].format(last) if first is None else around["least"].format(first)) + unit
    return f"{first}{unit}" if first == last else f"{first}–{last}{unit}"


def _number(kind: Kind, value: int) -> str:
    if kind in (Kind.AMOUNT, Kind.PERCENT):
        return kronor(value)
    return date.fromordinal(value).isoformat() if kind is Kind.DATE else str(value)
