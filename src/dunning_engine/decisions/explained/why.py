"""Why: the story so far, why today or on which day, and which rule of the policy, with its line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.evidence import ladder_ended, on_the_ladder, window_is_over
from dunning_engine.decisions.explained.explanation import Line, Section
from dunning_engine.decisions.explained.history import history
from dunning_engine.decisions.explained.reasons import lacks
from dunning_engine.decisions.explained.wishes import as_it_is
from dunning_engine.decisions.interest_growth import invoiceable
from dunning_engine.decisions.ladder import footing, upcoming_step
from dunning_engine.decisions.phrases import day_count_from, kronor, quoted
from dunning_engine.decisions.recourse import last_of_pursuit
from dunning_engine.decisions.waiting import lacking
from dunning_engine.policy.model import ActionKind, Otherwise
from dunning_engine.rules.compiled import RECOURSE_WHEN, outcome_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.ladder import Footing, Upcoming
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Step

_SAY = {
    "sv": {
        "heading": "Varför",
        "policy": "Fakturan följer {title}, i den utgåva som gäller fakturor från {revision} ({source}).",
        "override": "För den gäller egna intervall: {title} ({source}).",
        "passed_missing": "Steget {title} hoppas över, därför att {lacks} ({source}).",
        "passed_condition": "Steget {title} hoppas över, därför att policyns villkor för det inte är uppfyllt ({source}).",
        "passed_written_off": "Steget {title} hoppas över, därför att fordran redan är bokförd som förlust ({source}).",
        "comes": "{title} kommer {delay}, alltså tidigast {due} ({source}).",
        "comes_later": "{title} kommer {delay} ({source}), men tidigast {earliest}: {reason}.",
        "may_return": "{title} kommer {delay} ({source}), om policyns villkor för steget då är uppfyllt: tidigast {earliest}.",
        "today": "Den dagen är i dag.",
        "since": "Den dagen har passerat.",
        "taken": "Den dagen har passerat, så steget tas i dag.",
        "unpaid_first": "först då räknas fakturan som obetald",
        "creditor_first": "den som får en ny borgenär får inget krav av den samma dag",
        "one_a_day": "det tas ett steg om dagen",
        "time_to_pay": "först ska kundens tid att betala ha gått ut",
        "legal_step": "En rättslig åtgärd får vidtas först när kundens tid att betala har gått ut ({law}).",
        "ended": "Policyns sista steg är taget.",
        "outcome": "Av policyns utfall är {title} det första som gäller, därför att {facts} ({source}).",
        "outcome_always": "Av policyns utfall är {title} det som gäller när inget före det gör det ({source}).",
        "recourse": "Köparen driver fakturan till och med {last}; är den obetald då köper uppdragsgivaren tillbaka den från {first} ({source}).",
        "interest_invoice": "Ingen har krävt räntan på fakturan, {interest} kr; den faktureras för sig{paid} när den är minst {least} kr{total} ({source}).",
        "customer_total": " eller minst {least} kr på kundens alla fakturor",
        "only_when_paid": ", sedan fakturan har betalats,",
        "rule": "{titles} följer av regeln {rule} ({source}).",
    },
    "en": {
        "heading": "Why",
        "policy": "The invoice follows {title}, in the revision for invoices from {revision} on ({source}).",
        "override": "Intervals of its own apply to it: {title} ({source}).",
        "passed_missing": "The step {title} is passed over, because {lacks} ({source}).",
        "passed_condition": "The step {title} is passed over, because the policy's condition for it is not met ({source}).",
        "passed_written_off": "The step {title} is passed over, because the claim has been written off already ({source}).",
        "comes": "{title} comes {delay}, so on {due} at the earliest ({source}).",
        "comes_later": "{title} comes {delay} ({source}), but on {earliest} at the earliest: {reason}.",
        "may_return": "{title} comes {delay} ({source}), if the policy's condition for the step is met then: on {earliest} at the earliest.",
        "today": "That day is today.",
        "since": "That day has passed.",
        "taken": "That day has passed, so the step is taken today.",
        "unpaid_first": "only then does the invoice count as unpaid",
        "creditor_first": "who gets a new creditor gets no claim from it on the same day",
        "one_a_day": "one step is taken a day",
        "time_to_pay": "the customer's time to pay has to pass first",
        "legal_step": "A legal step may be taken only when the customer's time to pay has passed ({law}).",
        "ended": "The policy's last step has been taken.",
        "outcome": "Of the policy's outcomes, {title} is the first that holds, because {facts} ({source}).",
        "outcome_always": "Of the policy's outcomes, {title} is the one that holds when none before it does ({source}).",
        "recourse": "The buyer pursues the invoice through {last}; unpaid then, the client buys it back from {first} on ({source}).",
        "interest_invoice": "Nobody has claimed the interest on the invoice, {interest} kr; it is invoiced on its own{paid} when it is at least {least} kr{total} ({source}).",
        "customer_total": " or at least {least} kr on all the customer's invoices",
        "only_when_paid": ", once the invoice has been paid,",
        "rule": "{titles} comes of the rule {rule} ({source}).",
    },
}

# The blockers beside which an outcome has decided on an offer all the same.
_DECIDED = frozenset({"review", "recourse_over"})


def why(view: View | None, decision: Decision, language: str) -> Section:
    """The story and the rule; nothing of an invoice that no revision of the policy applies to."""
    lines = () if view is None else tuple(_lines(view, decision, language))
    return Section(name="why", heading=_SAY[language]["heading"], lines=lines)


def _lines(view: View, decision: Decision, language: str) -> Iterator[Line]:
    say = _SAY[language]
    yield from history(view, language)
    policy = view.situation.policy
    yield Line(
        say["policy"].format(title=quoted(policy.title, language), revision=policy.applies_from, source=policy.span)
    )
    if all(blocker.code in _DECIDED for blocker in decision.blockers):
        yield from _offer(view, language)
    yield from _recourse(view, language)
    yield from _interest_invoice(view, language)
    if on_the_ladder(view, decision) and not window_is_over(view):
        yield from _ladder(view, decision, language)
    for action in decision.actions:
        if action.law and action.action == ActionKind.APPLY_FOR_PAYMENT_ORDER:
            law = policy.law.paragraph("no_step_before_time_to_pay")
            yield Line(say["legal_step"].format(law=law))
    steps = {str(step.span) for step in view.ladder}
    for (rule, source), titles in _by_rule(decision).items():
        if source not in steps:  # a step has been told with its day
            told = ", ".join(quoted(title, language) for title in titles)
            yield Line(say["rule"].format(titles=told, rule=rule, source=source))


def _by_rule(decision: Decision) -> dict[tuple[str, str], list[str]]:
    """The titles of the actions by the rule that they come of, and its place."""
    found: dict[tuple[str, str], list[str]] = {}
    for action in decision.actions:
        found.setdefault((action.rule, action.source), []).append(action.title)
    return found


def _ladder(view: View, decision: Decision, language: str) -> Iterator[Line]:
    say = _SAY[language]
    if view.override is not None:
        override = view.situation.policy.overrides[view.override]
        yield Line(say["override"].format(title=quoted(override.title, language), source=override.span))
    stand = footing(view)
    upcoming = upcoming_step(view, stand)
    end = len(view.ladder) if upcoming is None else upcoming.index
    for step in view.ladder[view.furthest + 1 : end]:
        yield Line(_passed_over(step, view, language))
    if upcoming is not None:
        proposed = any(action.step == upcoming.step.name for action in decision.actions)
        yield _comes(upcoming, stand, view, language, taken=proposed)
    elif ladder_ended(view, decision):
        yield Line(say["ended"])


def _passed_over(step: Step, view: View, language: str) -> str:
    say, title = _SAY[language], quoted(step.title, language)
    missing = lacking(step, view.situation.invoice) if step.if_missing is Otherwise.SKIP else ()
    if missing:
        told = lacks(missing, view.situation.invoice, language)
        return say["passed_missing"].format(title=title, lacks=told, source=step.span)
    written_off = step.action is ActionKind.WRITE_OFF and view.situation.state.written_off
    return say["passed_written_off" if written_off else "passed_condition"].format(title=title, source=step.span)


def _comes(upcoming: Upcoming, stand: Footing, view: View, language: str, *, taken: bool) -> Line:
    """The day of the step that is next, by its delay or by what it has to wait for."""
    say, step, earliest = _SAY[language], upcoming.step, upcoming.earliest
    about = {
        "title": quoted(step.title, language),
        "delay": day_count_from(step.delay, language),
        "source": step.span,
        "due": upcoming.due,
        "earliest": earliest,
    }
    as_of = view.situation.as_of
    past = "taken" if taken else "since"
    when = () if earliest > as_of else (Line(say["today" if earliest == as_of else past]),)
    if upcoming.due is None:
        return Line(say["may_return"].format(**about), when)
    if upcoming.due == earliest:
        return Line(say["comes"].format(**about), when)
    return Line(say["comes_later"].format(reason=say[_later_because(stand, view)], **about), when)


def _later_because(stand: Footing, view: View) -> str:
    situation, earliest = view.situation, stand.not_before - timedelta(days=1)
    if earliest == situation.unpaid_after:
        return "unpaid_first"
    sale = situation.state.sale
    if sale is not None and earliest == (situation.state.bought_back_on or sale.on):
        return "creditor_first"
    taken = [one for _, one in (*view.steps_taken, *view.steps_elsewhere)]
    return "one_a_day" if any(one.on == earliest for one in taken) else "time_to_pay"


def _offer(view: View, language: str) -> Iterator[Line]:
    """The outcome that decides on an invoice that is offered for sale."""
    say, purchase = _SAY[language], view.situation.policy.purchase
    if purchase is None or view.situation.state.sale is not None or not view.situation.invoice.offered_for_sale:
        return
    for index, outcome in enumerate(purchase.outcomes):
        about = {"title": quoted(outcome.title, language), "source": outcome.span}
        if outcome.when is None:
            yield Line(say["outcome_always"].format(**about))
            return
        if outcome_name(index) in view.holding:
            yield Line(say["outcome"].format(facts=as_it_is(outcome.when, view, language), **about))
            return


def _interest_invoice(view: View, language: str) -> Iterator[Line]:
    """When the interest that nothing demands is invoiced on its own."""
    say, declared = _SAY[language], view.situation.policy.interest_invoice
    interest = invoiceable(view.situation)
    if declared is None or not interest:
        return
    together = declared.or_customer_total_at_least
    yield Line(
        say["interest_invoice"].format(
            interest=kronor(interest),
            least=kronor(declared.at_least),
            total="" if together is None else say["customer_total"].format(least=kronor(together)),
            paid=say["only_when_paid"] if declared.only_when_paid else "",
            source=declared.span,
        )
    )


def _recourse(view: View, language: str) -> Iterator[Line]:
    situation = view.situation
    recourse, last = situation.policy.recourse, last_of_pursuit(situation)
    if recourse is None or last is None or not situation.state.sold or RECOURSE_WHEN not in view.holding:
        return
    first = last + timedelta(days=1)
    yield Line(_SAY[language]["recourse"].format(last=last, first=first, source=recourse.span))
