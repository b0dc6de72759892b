"""What differs, in words: labels of keys and values of a policy, Swedish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.phrases import day_count_from, kronor
from dunning_engine.decisions.words import days_words
from dunning_engine.difference.box_words import fact_words
from dunning_engine.policy.model import Anchor, Choice, Days, Delay, Fee

if TYPE_CHECKING:
    from collections.abc import Hashable

    from dunning_engine.difference.region import Consequence, Region

KEYS: dict[tuple[str, str], tuple[str, str]] = {
    ("policy", "policy"): ("policyns namn", "the policy's name"),
    ("policy", "title"): ("policyns titel", "the policy's title"),
    ("policy", "currency"): ("valuta", "currency"),
    ("policy", "country"): ("land", "country"),
    ("policy", "approval"): ("godkännande", "approval"),
    ("policy", "postal_days"): ("postdagar", "postal days"),
    ("policy", "moves_off_closed_days"): ("förfallodagen flyttas till nästa bankdag", "the due date moves to the next banking day"),
    ("policy", "reminder_fee_agreed"): ("påminnelseavgift avtalad", "reminder fee agreed"),
    ("policy", "due_date_agreed"): ("förfallodag avtalad", "due date agreed"),
    ("policy", "interest_rate_agreed"): ("avtalad ränta", "agreed rate"),
    ("policy", "payments_settle"): ("en betalning täcker", "a payment settles"),
    ("policy", "payments_known_within_days"): ("betalningar ska vara kända inom", "payments are to be known within"),
    ("policy", "accounts"): ("konton", "accounts"),
    ("policy", "actions_per_run"): ("högst så många åtgärder i en körning", "at most so many actions in a run"),
    ("policy", "share_of_ledger"): ("högst så stor del av reskontran i en körning", "at most so large a share of the ledger in a run"),
    ("policy", "of_each_kind"): ("högst så många av varje slag i en körning", "at most so many of each kind in a run"),
    ("policy", "after_change"): ("efter en ändring högst så mycket av förra körningen", "after a change at most so much of the last run"),
    ("policy", "law"): ("lagens värden", "the law's values"),
    ("ladder", "needs_rate"): ("stannar där referensräntan saknas", "stops where there is no reference rate"),
    ("ladder", "override_titles"): ("titlar på egna intervall", "titles of overrides"),
    ("interest", "rate"): ("räntesats", "interest rate"),
    ("interest", "accrues_from"): ("ränta löper från", "interest accrues from"),
    ("interest", "day_count"): ("ränta räknas", "interest is counted"),
    ("interest", "rounding"): ("ränta avrundas", "interest is rounded"),
    ("interest", "late_compensation"): ("förseningsersättning", "late-payment compensation"),
    ("interest", "invoice_title"): ("räntefakturans titel", "title of the interest invoice"),
    ("interest", "invoice_at_least"): ("räntefaktura från", "interest invoice from"),
    ("interest", "invoice_customer_total"): ("räntefaktura från kundens samlade ränta", "interest invoice from the customer's interest in all"),
    ("interest", "invoice_only_when_paid"): ("räntefaktura först när fakturan är betald", "interest invoice only when paid"),
    ("interest", "invoice_after_steps"): ("räntefaktura tidigast dagen efter ett steg", "interest invoiced the day after a step at the earliest"),
    ("interest", "invoice_comment"): ("räntefakturans kommentar", "comment on the interest invoice"),
    ("purchase", "payout"): ("utbetalning", "payout"),
    ("purchase", "fee_percent"): ("köparens avgift", "the buyer's fee"),
    ("purchase", "advance_percent"): ("förskott", "advance"),
    ("purchase", "notice_of_assignment"): ("kunden underrättas om överlåtelsen", "the customer is told of the transfer"),
    ("purchase", "overdraft"): ("övertrasseringsränta", "overdraft interest"),
    ("recourse", "pursue_through_days"): ("drivs till och med dag", "pursued through day"),
    ("recourse", "buy_back"): ("återköps för", "bought back for"),
    ("recourse", "continue_in"): ("fortsätter i", "continues in"),
    ("step", "title"): ("titel", "title"),
    ("step", "action"): ("åtgärd", "action"),
    ("step", "require"): ("uppgifter", "facts"),
    ("step", "request_if_missing"): ("frågar uppdragsgivaren efter", "asks the client for"),
    ("step", "send_by"): ("skickas", "sent by"),
    ("step", "send_to"): ("adress", "address"),
    ("step", "fee"): ("avgift", "fee"),
    ("step", "interest"): ("kräver ränta", "claims interest"),
    ("step", "pay_within_days"): ("betalas inom", "to pay within"),
    ("step", "approval"): ("godkännande", "approval"),
    ("step", "choices"): ("val", "choices"),
    ("step", "also_allowed"): ("en människa får också välja", "a person may also choose"),
    ("step", "when"): ("villkor", "condition"),
}  # fmt: skip

SAY: dict[str, dict[str, str]] = {
    "sv": {
        "exclude:True": "undantas: {reason}",
        "exclude:False": "undantas inte längre: {reason}",
        "hold:True": "vilar: {reason}",
        "hold:False": "vilar inte längre: {reason}",
        "resting:True": "stoppas av sig själv: {reason}",
        "resting:False": "stoppas inte längre av sig själv: {reason}",
        "interest:True": "ränta krävs",
        "interest:False": "ränta krävs inte längre",
        "recourse:True": "återköps",
        "recourse:False": "återköps inte längre",
        "reason": "skälet «{old}» heter nu «{new}»",
        "title": "steget «{old}» heter nu «{new}»",
        "outcome": "utfall: {old} → {new}",
        "moves": "{title} flyttas från dag {old} till dag {new} {anchor}",
        "changes": "{what}: {old} → {new}",
        "step": "{title}, {key}",
        "fee": "avgiften för {title}",
        "taken": "tas",
        "waits": "väntar",
        "skipped": "hoppas över",
        "skipped_on_its_day": "hoppas över först på sin dag",
        "added": "steget {title} ({name}) tillkommer: {delay}",
        "removed": "steget {title} ({name}) tas bort",
        "renamed": "steget {old} heter nu {new}",
        "reordered": "stegen byter ordning: {old} → {new}",
        "consequence": "följd: {title} tidigast dag {new} i stället för dag {old} efter förfallodagen",
        "moves_along": "följd: {title} flyttas med steget före",
        "with_override": " (egna intervall «{override}»)",
        "nothing": "inget",
        "True": "ja",
        "False": "nej",
        "none_of_them": "inget utfall",
        "waits_for_grade": "{title}, väntar på kreditbetyg",
        "statutory": "lagens högsta",
        "also": "och {count} till",
        "wait": "väntar på {facts}",
        "skip": "hoppas över utan {facts}",
        "before": "{facts} registrerat före {moment}",
        "equal": "Policyerna {name} är lika: ingen faktura behandlas olika.",
        "undecided": "Kunde inte avgöras helt: {what}. Skillnader där kan finnas utöver dem som står här.",
        "issued": "Fakturor utfärdade {range}:",
        "only_new": "Fakturor utfärdade {range}: bara den nya policyn gäller dem ({source})",
        "only_old": "Fakturor utfärdade {range}: bara den gamla policyn gäller dem ({source})",
        "from": "från {first}",
        "between": "{first} till och med {last}",
        "continued": "Efter återköp, i {name}:",
        "law": "lagfilerna är inte desamma",
    },
    "en": {
        "exclude:True": "excluded: {reason}",
        "exclude:False": "no longer excluded: {reason}",
        "hold:True": "on hold: {reason}",
        "hold:False": "no longer on hold: {reason}",
        "resting:True": "stopped by itself: {reason}",
        "resting:False": "no longer stopped by itself: {reason}",
        "interest:True": "interest is claimed",
        "interest:False": "interest is no longer claimed",
        "recourse:True": "bought back",
        "recourse:False": "no longer bought back",
        "reason": "the reason «{old}» is now «{new}»",
        "title": "step «{old}» is now called «{new}»",
        "outcome": "outcome: {old} → {new}",
        "moves": "{title} moves from day {old} to day {new} {anchor}",
        "changes": "{what}: {old} → {new}",
        "step": "{title}, {key}",
        "fee": "the fee of {title}",
        "taken": "taken",
        "waits": "waits",
        "skipped": "passed over",
        "skipped_on_its_day": "passed over only on its day",
        "added": "step {title} ({name}) is new: {delay}",
        "removed": "step {title} ({name}) is removed",
        "renamed": "step {old} is now called {new}",
        "reordered": "the steps change order: {old} → {new}",
        "consequence": "so {title} comes on day {new} at the earliest instead of day {old} after the due date",
        "moves_along": "so {title} moves with the step before it",
        "with_override": " (override «{override}»)",
        "nothing": "nothing",
        "True": "yes",
        "False": "no",
        "none_of_them": "no outcome",
        "waits_for_grade": "{title}, waits for a credit grade",
        "statutory": "the most that the law allows",
        "also": "and {count} more",
        "wait": "waits for {facts}",
        "skip": "passed over without {facts}",
        "before": "{facts} registered before {moment}",
        "equal": "The policies {name} are equal: no invoice is treated differently.",
        "undecided": "Could not be decided whole: {what}. There may be differences there beside those that stand here.",
        "issued": "Invoices issued {range}:",
        "only_new": "Invoices issued {range}: only the new policy applies to them ({source})",
        "only_old": "Invoices issued {range}: only the old policy applies to them ({source})",
        "from": "from {first}",
        "between": "{first} through {last}",
        "continued": "After a buy-back, in {name}:",
        "law": "the law files are not the same",
    },
}

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
