"""What differs, in words: the values of a policy's keys, Swedish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.phrases import day_count_from, kronor
from dunning_engine.decisions.words import days_words
from dunning_engine.difference.box_words import fact_words
from dunning_engine.difference.phrases import KEYS, SAY
from dunning_engine.policy.model import Anchor, Choice, Days, Delay, Fee

if TYPE_CHECKING:
    from collections.abc import Hashable

    from dunning_engine.difference.region import Consequence, Region

_ANCHORS = {
    Anchor.DUE_DATE: ("efter förfallodagen", "after the due date"),
    Anchor.INVOICE_DATE: ("efter fakturadatum", "after the invoice date"),
    Anchor.PREVIOUS_STEP: ("efter föregående steg", "after the previous step"),
}
_AMOUNTS = frozenset({"invoice_at_least", "invoice_customer_total"})
_PERCENT = frozenset({"fee_percent", "advance_percent", "interest_rate_agreed", "share_of_ledger", "after_change"})
_IN_DAYS = frozenset({"pay_within_days", "payments_known_within_days"})


def region_words(region: Region, title: str, language: str) -> str:
    """What differs, without where: "Påminnelse flyttas från dag 7 till dag 10 efter förfallodagen"."""
    say = SAY[language]
    if isinstance(region.new, bool) and region.key in {"when", "charged_when", "resting"}:
        section = "resting" if region.key == "resting" else region.section
        return say[f"{section}:{region.new}"].format(reason=region.subject)
    if region.key == "delay":
        return _moved(region, title, language)
    if region.key == "outcome":
        return say["outcome"].format(old=_outcome(region.old, language), new=_outcome(region.new, language))
    if region.key in {"reason", "law"} or (region.section == "step" and region.key == "title"):
        return say[region.key].format(old=region.old, new=region.new)
    return _changed(region, title, language)


def _changed(region: Region, title: str, language: str) -> str:
    say = SAY[language]
    key = KEYS[region.section, region.key][0 if language == "sv" else 1]
    what = say["step"].format(title=title, key=key) if region.section == "step" else key
    what = say["fee"].format(title=title) if region.key == "fee" else what
    old, new = (value_words(region.key, value, language) for value in (region.old, region.new))
    return say["changes"].format(what=what, old=old, new=new)


def consequence_words(one: Consequence, language: str) -> str:
    """What moves along: "följd: Inkassokrav tidigast dag 18 i stället för dag 15 efter förfallodagen"."""
    say = SAY[language]
    which = "moves_along" if one.old_day is None or one.new_day is None else "consequence"
    override = "" if one.override is None else say["with_override"].format(override=one.override)
    return say[which].format(title=one.title, old=one.old_day, new=one.new_day) + override


def value_words(key: str, value: Hashable, language: str) -> str:
    """A policy's value as people write it."""
    say = SAY[language]
    if value is None or value in {(), ""}:
        return say["nothing"]
    if isinstance(value, bool) or (key == "when" and isinstance(value, str)):
        return say[str(value)]
    return _one(key, value, language) if not isinstance(value, (tuple, frozenset)) else _several(key, value, language)


def _one(key: str, value: Hashable, language: str) -> str:
    match value:
        case Fee(amount):
            return SAY[language]["statutory"] if amount is None else kronor(amount)
        case Days(count, banking):
            return days_words(count, language, banking=banking)
        case Choice(choice, title):
            return f"{choice} ({title})"
        case int():
            return _number(key, value, language)
    return str(value)


def _several(key: str, value: tuple[Hashable, ...] | frozenset[Hashable], language: str) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(fact_words(str(one), language) for one in value))
    if key == "require":
        return _required(value, language)
    return ", ".join(value_words(key, one, language) for one in value if one is not None)


def _number(key: str, value: int, language: str) -> str:
    if key in _AMOUNTS:
        return f"{kronor(value)} kr"
    if key in _PERCENT:
        return f"{kronor(value)} %"
    return days_words(value, language) if key in _IN_DAYS else str(value)


def _required(value: tuple[Hashable, ...], language: str) -> str:
    """The facts of `ladders.required`, those that must have been registered in time, and what happens otherwise."""
    say = SAY[language]
    facts, before, otherwise = value
    names = sorted(fact_words(str(fact), language) for fact in (facts if isinstance(facts, frozenset) else ()))
    said = [", ".join(names)] if names else []
    for fact, moment in before if isinstance(before, tuple) else ():
        said.append(say["before"].format(facts=fact_words(fact, language), moment=moment))
    return say[str(otherwise)].format(facts=", ".join(said))


def _outcome(value: Hashable, language: str) -> str:
    say = SAY[language]
    if not isinstance(value, tuple):
        return say["nothing"]
    match value:
        case ("decides", kind, title, notify):
            told = "" if notify is None else f", {notify}"
            return f"{title} ({kind}{told})"
        case ("waits", title):
            return say["waits_for_grade"].format(title=title)
        case _:
            return say["none_of_them"]


def _moved(region: Region, title: str, language: str) -> str:
    old, new, say = region.old, region.new, SAY[language]
    place = 0 if language == "sv" else 1
    if isinstance(old, Delay) and isinstance(new, Delay) and old.anchor is new.anchor:
        plain = not (old.days.banking or new.days.banking or old.end_of_month or new.end_of_month)
        if plain:
            anchor = _ANCHORS[old.anchor][place]
            return say["moves"].format(title=title, old=old.days.count, new=new.days.count, anchor=anchor)
    before, after = (delay_words(value, language) for value in (old, new))
    return say["changes"].format(what=title, old=before, new=after)


def delay_words(value: Hashable, language: str) -> str:
    """A delay as it counts, with the postal days where they are of another kind."""
    if isinstance(value, Delay):
        return day_count_from(value, language)
    if isinstance(value, tuple) and isinstance(value[0], Delay):
        return f"{day_count_from(value[0], language)} + {value_words('postal_days', value[1], language)}"
    return str(value)
