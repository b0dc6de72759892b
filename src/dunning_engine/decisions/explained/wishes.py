"""A condition in words: what would have to come about for it to hold, and what makes it hold as things are.

What can come about is derived from the facts: nobody changes an invoice's amount or makes days fewer, so such a wish is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.fact_words import BECOMES, NOUNS, becomes, noun
from dunning_engine.decisions.phrases import kronor
from dunning_engine.facts.catalogue import CONDITION_FACTS, Kind
from dunning_engine.facts.row import decode
from dunning_engine.policy.condition import All, Any, Operator, comparisons
from dunning_engine.rules.reference import holds, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.decisions.view import View
    from dunning_engine.policy.condition import Compare, Condition

_SAY = {
    "sv": {
        "and": " och ",
        "or": " eller ",
        "pays": "kunden betalar minst {amount} kr",
        "there": "{noun} finns",
        "lacking": "{noun} saknas",
        "exists": "{noun} finns",
        "exists_not": "{noun} inte finns",
        "is_so": "{noun} är {value}",
    },
    "en": {
        "and": " and ",
        "or": " or ",
        "pays": "the customer pays at least {amount} kr",
        "there": "{noun} is there",
        "lacking": "{noun} is missing",
        "exists": "{noun} exists",
        "exists_not": "{noun} does not exist",
        "is_so": "{noun} is {value}",
    },
}

_COMPARED: dict[Operator, tuple[str, str]] = {
    Operator.IS: ("{noun} är {value}", "{noun} is {value}"),
    Operator.IS_NOT: ("{noun} är något annat än {value}", "{noun} is something other than {value}"),
    Operator.AT_LEAST: ("{noun} är minst {value}", "{noun} is at least {value}"),
    Operator.MORE_THAN: ("{noun} är mer än {value}", "{noun} is more than {value}"),
    Operator.AT_MOST: ("{noun} är högst {value}", "{noun} is at most {value}"),
    Operator.LESS_THAN: ("{noun} är mindre än {value}", "{noun} is less than {value}"),
}
_ONE_OF: dict[Operator, tuple[str, str]] = {
    Operator.IS: ("{noun} är något av {value}", "{noun} is one of {value}"),
    Operator.IS_NOT: ("{noun} inte är något av {value}", "{noun} is none of {value}"),
}

# Of an invoice that is there, these are as they are.
_FIXED = frozenset(
    {
        "invoice",
        "policy",
        "client",
        "customer",
        "customer_kind",
        "issued_on",
        "due_on",
        "sent_on",
        "amount",
        "currency",
        "last_step",
        "last_step_on",
        "steps_taken",
        "paid_on",
    }
)
_GROWING = frozenset(
    {
        "days_after_due_date",
        "days_since_invoice_date",
        "days_since_previous_step",
        "interest_accrued",
        "customer_interest_total",
    }
)
_NEVER_UNDONE = frozenset({"paid", "written_off", "closed", "bought_back"})
_LESS = frozenset({Operator.AT_MOST, Operator.LESS_THAN})
_MORE = frozenset({Operator.AT_LEAST, Operator.MORE_THAN})


def wish(condition: Condition, view: View, language: str) -> str | None:
    """What would have to come about for a condition that does not hold: a clause after "om", "if"; ``None``: nothing can."""
    leaves = tuple(comparisons(condition))
    if len({leaf.span for leaf in leaves}) == 1:  # what stands at one place was written as one line
        return _wish(leaves, view, language)
    match condition:
        case All(parts):
            wishes = [wish(part, view, language) for part in parts if not holds(part, view.row)]
            known = [one for one in wishes if one is not None]
            return _SAY[language]["and"].join(known) if len(known) == len(wishes) else None
        case Any(parts):
            wishes = [wish(part, view, language) for part in parts]
            return _SAY[language]["or"].join(one for one in wishes if one is not None) or None
    return None


def as_it_is(condition: Condition, view: View, language: str) -> str:
    """What makes a condition hold today: the values that its lines see."""
    leaves = tuple(comparisons(condition))
    if len({leaf.span for leaf in leaves}) == 1:
        return _seen(leaves[-1], view, language)
    parts = condition.parts if isinstance(condition, (All, Any)) else ()
    return _SAY[language]["and"].join(as_it_is(part, view, language) for part in parts if holds(part, view.row))


def _wish(leaves: Sequence[Compare], view: View, language: str) -> str | None:
    *_, last = leaves
    fact, operator, value = last.fact, last.operator, last.value
    if not _can_come_about(last, view):
        return None
    if CONDITION_FACTS[fact].kind is Kind.BOOLEAN:
        so = bool(value) == (operator is Operator.IS)
        if fact in BECOMES:
            return becomes(fact, language, so=so)
        named = NOUNS[fact.removeprefix("has_")][language == "en"]
        return _SAY[language]["there" if so else "lacking"].format(noun=named)
    if fact == "balance":
        left = whole_number(fact, view.row[fact]) - whole_number(fact, value)
        least = left + 1 if operator is Operator.LESS_THAN else left
        return _SAY[language]["pays"].format(amount=kronor(least))
    wanted = [_written(leaf) for leaf in leaves if leaf.fact == fact]
    said = _COMPARED[operator] if len(wanted) == 1 else _ONE_OF[operator]
    return said[language == "en"].format(noun=noun(fact, language), value=", ".join(wanted))


def _can_come_about(leaf: Compare, view: View) -> bool:
    fact, operator = leaf.fact, leaf.operator
    if fact in _FIXED:
        return False
    if fact == "balance":  # a payment lowers it, and nothing but a step makes it more
        return operator in _LESS or (operator is Operator.IS and not leaf.value)
    if fact in _GROWING:
        now, value = whole_number(fact, view.row[fact]), whole_number(fact, leaf.value)
        return operator in _MORE or (operator is Operator.IS and now < value)
    if fact == "promised" and view.situation.state.paid:  # who has paid promises nothing
        return False
    undone = bool(leaf.value) != (operator is Operator.IS)
    return not (undone and fact in _NEVER_UNDONE)


def _seen(leaf: Compare, view: View, language: str) -> str:
    say, fact, value = _SAY[language], leaf.fact, view.row[leaf.fact]
    known = CONDITION_FACTS[fact]
    if known.kind is Kind.BOOLEAN:
        return say["exists" if value else "exists_not"].format(noun=NOUNS[fact.removeprefix("has_")][language == "en"])
    if not value and known.optional:
        return say["lacking"].format(noun=noun(fact, language))
    told = f"{kronor(whole_number(fact, value))} kr" if known.kind is Kind.AMOUNT else decode(known, value)
    return say["is_so"].format(noun=noun(fact, language), value=told)


def _written(leaf: Compare) -> str:
    known = CONDITION_FACTS[leaf.fact]
    if known.kind is Kind.AMOUNT:
        return f"{kronor(whole_number(leaf.fact, leaf.value))} kr"
    return decode(known, leaf.value)
