"""What lets go of what stops, as a clause after "om", "if"; from the policy's condition where it is one that stops."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.fact_words import becomes, noun
from dunning_engine.decisions.explained.wishes import wish
from dunning_engine.policy.condition import negated
from dunning_engine.rules.compiled import exclusion_name, hold_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.decision import Blocker
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.condition import Condition


def _becoming(fact: str, *, so: bool) -> tuple[str, str]:
    return becomes(fact, "sv", so=so), becomes(fact, "en", so=so)


LIFTED_BY: dict[str, tuple[str, str] | None] = {
    "account_unknown": ("uppdragsgivarens konto kan läsas", "the client's account can be read"),
    "bought_back": None,
    "choice_needed": ("uppdragsgivaren väljer: {choices}", "the client chooses: {choices}"),
    "condition_not_met": ("{wish}", "{wish}"),
    "delivery_failed": (
        "”{demand}” ångras, så att det föreslås på nytt",
        "“{demand}” is cancelled, so that it is proposed again",
    ),
    "disputed": _becoming("disputed", so=False),
    "excluded": ("{wish}", "{wish}"),
    "hold": ("{wish}", "{wish}"),
    "limitation": None,
    "missing_fact": ("{fact} läggs in", "{fact} is entered"),
    "no_channel": ("{fact} läggs in", "{fact} is entered"),
    "no_outcome": None,
    "no_overdraft_rule": (
        "policyn får en ränta för övertrasserade konton",
        "the policy gets an interest for overdrafts",
    ),
    "no_reference_rate": (
        "lagfilen får referensräntan för {day}",
        "the law file gets the reference rate for {day}",
    ),
    "not_bought": _becoming("offered_for_sale", so=True),
    "not_in_force": (
        "policyn får en utgåva som gäller fakturor från {issued_on} eller tidigare",
        "the policy gets a revision for invoices from {issued_on} or earlier",
    ),
    "on_joint_interest_invoice": None,
    "paused": _becoming("paused", so=False),
    "payment_plan": _becoming("on_payment_plan", so=False),
    "payments_too_old": (
        "betalningarna är kända till och med {fresh} eller senare (payments_known_through)",
        "payments are known through {fresh} or later (payments_known_through)",
    ),
    "payments_unknown": (
        "betalningarna är kända till och med {fresh} eller senare (payments_known_through)",
        "payments are known through {fresh} or later (payments_known_through)",
    ),
    "promised": _becoming("promised", so=False),
    "recourse_over": None,
    "registered_too_late": (
        "tidpunkten då {fact} lades in rättas till en före fakturan",
        "the moment when {fact} was entered is corrected to one before the invoice",
    ),
    "review": ("{wish}", "{wish}"),
    "sold": _becoming("bought_back", so=True),
    "too_early": None,
    "with_agency": _becoming("with_agency", so=False),
}
"""By blocker code, in Swedish and English; ``None`` where nothing that anybody does lets go, or only time."""


def lifted(blocker: Blocker, view: View | None, language: str) -> str | None:
    """What would make the blocker go away; ``None`` where nothing that is known would."""
    told = LIFTED_BY[blocker.code]
    details = dict(blocker.details)
    if told is None or (blocker.code == "excluded" and "reason" not in details):
        return None
    if blocker.fact is not None:
        details["fact"] = noun(blocker.fact, language)
    if view is not None:
        policy = view.situation.policy
        fresh: date = view.situation.as_of - timedelta(days=policy.payments_known_within_days or 0)
        details["fresh"] = f"{fresh}"
        for condition in _conditions(blocker, view):
            found = wish(condition, view, language)
            if found is None:
                return None
            details["wish"] = found
    said = told[language == "en"]
    if "{wish}" in said and "wish" not in details:
        return None
    return said.format_map(details)


def _conditions(blocker: Blocker, view: View) -> Iterator[Condition]:
    """What would have to hold for the blocker to go: a step's condition, or the opposite of what stops."""
    policy = view.situation.policy
    if blocker.code == "condition_not_met":
        yield from (step.when for step in view.ladder if step.name == blocker.step and step.when is not None)
    gates = {"excluded": (policy.exclude, exclusion_name), "hold": (policy.hold, hold_name)}
    if blocker.code in gates:
        declared, name = gates[blocker.code]
        for index, gate in enumerate(declared):
            if str(gate.span) == blocker.source and name(index) in view.holding:
                yield negated(gate.when)
    if blocker.code == "review" and policy.purchase is not None:
        for outcome in policy.purchase.outcomes:
            if str(outcome.span) == blocker.source and outcome.when is not None:
                yield negated(outcome.when)
