"""What would change the decision: read from the policy's own exclusions, holds and requirements and from the invoice's facts.

First what would let go of what stops, then what would stop what is done or to come, and what would make it cost otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.decisions.accrual import first_day_if_agreed
from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.claim import charge_for
from dunning_engine.decisions.explained.evidence import on_the_ladder, window_is_over
from dunning_engine.decisions.explained.explanation import Line, Section
from dunning_engine.decisions.explained.fact_words import becomes, noun
from dunning_engine.decisions.explained.lifting import lifted
from dunning_engine.decisions.explained.today import what_stops
from dunning_engine.decisions.explained.wishes import wish
from dunning_engine.decisions.phrases import kronor, quoted
from dunning_engine.decisions.waiting import STOPPED_BY_DISPUTE
from dunning_engine.policy.condition import Compare, Operator, comparisons, negated
from dunning_engine.rules.compiled import CHARGED_WHEN, exclusion_name, hold_name, outcome_name, override_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Gate, Step

_SAY = {
    "sv": {
        "heading": "Vad som skulle ändra det",
        "all_lifted": "Det finns flera hinder, och alla måste bort.",
        "lifted": "Hindret upphör om {wish}.",
        "paid": "Fakturan är betald om kunden betalar minst {amount} kr: då skickas inga fler påminnelser eller krav{because}.",
        "not_bought_back": "Fakturan är betald om kunden betalar minst {amount} kr: då köps den inte tillbaka{because}.",
        "because": " ({reason}, {source})",
        "paid_after": "När {title} har skickats krävs i stället {amount} kr.",
        "interest_later": "Ränta som ingen har krävt kan ändå faktureras för sig: {title} ({source}).",
        "excluded": "Fakturan undantas om {wish}: {reason} ({source}).",
        "held": "Vi väntar om {wish}: {reason} ({source}).",
        "rests": "Vi väntar om {wish}.",
        "waits_if_disputed": "{title} får vänta om {wish} (inkassolagen 5 §).",
        "condition": "{title} får vänta om {wish} ({source}).",
        "needed": "{title} behöver inte vänta om {fact} läggs in ({source}).",
        "fee": "Avgiften {fee} kr får tas ut om {agreed} (reminder_fee_agreed).",
        "due_date": "Räntan löper redan från {day} om {agreed} (due_date_agreed).",
        "interest": "Ränta krävs om {wish} ({source}).",
        "outcome": "{title} gäller i stället om {wish} ({source}).",
        "override": "Egna intervall gäller om {wish}: {title} ({source}).",
        "nothing": "Inget som går att lägga in på fakturan ändrar det här.",
        "or": " eller ",
    },
    "en": {
        "heading": "What would change it",
        "all_lifted": "Several things stop it, and all of them have to end.",
        "lifted": "What stops it ends if {wish}.",
        "paid": "The invoice is paid if the customer pays at least {amount} kr: then no further reminder or claim is sent{because}.",
        "not_bought_back": "The invoice is paid if the customer pays at least {amount} kr: then it is not bought back{because}.",
        "because": " ({reason}, {source})",
        "paid_after": "Once {title} has been sent it takes {amount} kr instead.",
        "interest_later": "Interest that nobody has claimed may still be invoiced on its own: {title} ({source}).",
        "excluded": "The invoice is excluded if {wish}: {reason} ({source}).",
        "held": "We wait if {wish}: {reason} ({source}).",
        "rests": "We wait if {wish}.",
        "waits_if_disputed": "{title} has to wait if {wish} (inkassolagen 5 §).",
        "condition": "{title} has to wait if {wish} ({source}).",
        "needed": "{title} need not wait if {fact} is entered ({source}).",
        "fee": "The fee of {fee} kr may be charged if {agreed} (reminder_fee_agreed).",
        "due_date": "Interest runs from {day} already if {agreed} (due_date_agreed).",
        "interest": "Interest is claimed if {wish} ({source}).",
        "outcome": "{title} holds instead if {wish} ({source}).",
        "override": "Intervals of its own apply if {wish}: {title} ({source}).",
        "nothing": "Nothing that can be entered on the invoice changes this.",
        "or": " or ",
    },
}
# What stops a case by itself, whether the policy has a hold for it or not.
_RESTS = ("paused", "promised", "on_payment_plan")


def what_would_change_it(view: View | None, decision: Decision, language: str) -> Section:
    """A sentence for each thing that would; one that says so where there is none."""
    lines = tuple(_lines(view, decision, language)) or (Line(_SAY[language]["nothing"]),)
    return Section(name="change", heading=_SAY[language]["heading"], lines=lines)


def _lines(view: View | None, decision: Decision, language: str) -> Iterator[Line]:
    say, stops = _SAY[language], what_stops(decision)
    clauses = dict.fromkeys(told for one in stops if (told := lifted(one, view, language)) is not None)
    wishes = tuple(Line(say["lifted"].format(wish=told)) for told in clauses)
    yield from wishes if len(stops) == 1 else (Line(say["all_lifted"], wishes),) if wishes else ()
    if view is None:
        return
    yield from _outcomes(view, language)
    stopped = any(blocker.code != "too_early" for blocker in stops)
    if on_the_ladder(view, decision) and view.situation.state.balance > 0 and not _barred(decision):
        yield from _payment(view, decision, language)
    if stopped or not _may_be_stopped(view, decision):
        return
    yield from _gates(view, language)
    if not on_the_ladder(view, decision):
        return
    step = _concerned(view, decision)
    if step is not None:
        yield from _of_step(step, view, decision, language)
    yield from _costs(view, decision, language)
    yield from _overrides(view, language)


def _barred(decision: Decision) -> bool:
    return any(blocker.code == "limitation" for blocker in decision.blockers)


def _may_be_stopped(view: View, decision: Decision) -> bool:
    """Whether exclusions and holds matter: on the ladder, to an offer, and to interest that is invoiced."""
    if window_is_over(view):  # between client and buyer a hold stops nothing
        return False
    invoiced = any(action.action == "invoice_interest" for action in decision.actions)
    coming = decision.next is not None and decision.next.step == "interest_invoice"
    steps = on_the_ladder(view, decision) and _concerned(view, decision) is not None
    return steps or decision.stage == "offered" or invoiced or coming


def _concerned(view: View, decision: Decision) -> Step | None:
    """The step that is taken today, otherwise the one to come."""
    names = [action.step for action in decision.actions if action.action != "request_information"]
    names += [] if decision.next is None else [decision.next.step]
    return next((step for name in names for step in view.ladder if step.name == name), None)


def _outcomes(view: View, language: str) -> Iterator[Line]:
    """The outcomes before the one that decides on an offer: what each of them lacks."""
    purchase, invoice = view.situation.policy.purchase, view.situation.invoice
    if purchase is None or view.situation.state.sale is not None or not invoice.offered_for_sale:
        return
    for index, outcome in enumerate(purchase.outcomes):
        if outcome.when is None or outcome_name(index) in view.holding:
            return
        told = wish(outcome.when, view, language)
        if told is not None:
            title = quoted(outcome.title, language)
            yield Line(_SAY[language]["outcome"].format(title=title, wish=told, source=outcome.span))


def _payment(view: View, decision: Decision, language: str) -> Iterator[Line]:
    """What it takes to be paid in full, today and once today's claim has been sent."""
    say, policy = _SAY[language], view.situation.policy
    gates = (gate for gate in policy.exclude if _is_payment_in_full(gate))
    because = next(
        (say["because"].format(reason=quoted(gate.reason, language), source=gate.span) for gate in gates), ""
    )
    after = [
        Line(say["paid_after"].format(title=quoted(action.title, language), amount=kronor(action.amount_to_pay)))
        for action in decision.actions
        if action.step is not None
        and action.action in STATE_AN_AMOUNT
        and action.amount_to_pay != view.situation.state.balance
    ]
    invoiced = policy.interest_invoice
    if invoiced is not None:
        title = quoted(invoiced.title, language)
        after.append(Line(say["interest_later"].format(title=title, source=invoiced.span)))
    amount = kronor(view.situation.state.balance)
    said = say["not_bought_back" if window_is_over(view) else "paid"]
    yield Line(said.format(amount=amount, because=because), tuple(after))


def _is_payment_in_full(gate: Gate) -> bool:
    match gate.when:
        case Compare("balance", Operator.AT_MOST | Operator.IS, 0):
            return True
    return False


def _gates(view: View, language: str) -> Iterator[Line]:
    policy = view.situation.policy
    for index, gate in enumerate(policy.exclude):
        if exclusion_name(index) not in view.holding and not _is_payment_in_full(gate):
            yield from _possible(gate, "excluded", view, language)
    for index, gate in enumerate(policy.hold):
        if hold_name(index) not in view.holding:
            yield from _possible(gate, "held", view, language)
    spoken_for = {leaf.fact for gate in policy.hold for leaf in comparisons(gate.when)}
    possible = [fact for fact in _RESTS if fact != "promised" or not view.situation.state.paid]
    others = [becomes(fact, language) for fact in possible if fact not in spoken_for]
    if others:
        yield Line(_SAY[language]["rests"].format(wish=_SAY[language]["or"].join(others)))


def _possible(gate: Gate, kind: str, view: View, language: str) -> Iterator[Line]:
    if wish(gate.when, view, language) is not None:
        yield _told_gate(gate, kind, view, language)


def _told_gate(gate: Gate, kind: str, view: View, language: str) -> Line:
    told, reason = wish(gate.when, view, language), quoted(gate.reason, language)
    return Line(_SAY[language][kind].format(wish=told, reason=reason, source=gate.span))


def _of_step(step: Step, view: View, decision: Decision, language: str) -> Iterator[Line]:
    say, title = _SAY[language], quoted(step.title, language)
    spoken_for = {leaf.fact for gate in view.situation.policy.hold for leaf in comparisons(gate.when)}
    if step.action in STOPPED_BY_DISPUTE and "disputed" not in spoken_for:
        yield Line(say["waits_if_disputed"].format(title=title, wish=becomes("disputed", language)))
    if step.when is not None and view.wants(step):
        told = wish(negated(step.when), view, language)
        if told is not None:
            yield Line(say["condition"].format(title=title, wish=told, source=step.span))
    following = decision.next
    for fact in () if following is None else following.waits_for:
        waiting = next((one for one in view.ladder if following is not None and one.name == following.step), step)
        about = {"title": quoted(waiting.title, language), "fact": noun(fact, language), "source": waiting.span}
        yield Line(say["needed"].format(**about))


def _costs(view: View, decision: Decision, language: str) -> Iterator[Line]:
    """What an agreement that is lacking, or a condition that does not hold, takes off the claim."""
    say, declared = _SAY[language], view.situation.policy.interest
    for blocker in decision.blockers:
        step = next((one for one in view.ladder if one.name == blocker.step), None)
        if blocker.code == "fee_not_agreed" and step is not None:
            more = _fee_if_agreed(step, view)
            if more > 0:
                agreed = becomes("reminder_fee_agreed", language)
                yield Line(say["fee"].format(fee=kronor(more), agreed=agreed))
        if blocker.code == "due_date_not_agreed" and declared is not None:
            agreed_from = first_day_if_agreed(declared, view.situation.invoice, view.situation.due_on)
            if agreed_from < view.situation.accrual.first_day:
                agreed = becomes("due_date_agreed", language)
                yield Line(say["due_date"].format(agreed=agreed, day=agreed_from))
    taken = {action.step for action in decision.actions}
    claims = any(step.interest for step in view.ladder if step.name in taken)
    if claims and declared is not None and declared.charged_when is not None and CHARGED_WHEN not in view.holding:
        told = wish(declared.charged_when, view, language)
        if told is not None:
            yield Line(say["interest"].format(wish=told, source=declared.span))


def _fee_if_agreed(step: Step, view: View) -> int:
    """What a step would charge more, in öre, if a fee had been agreed: nothing where the compensation covers it."""
    situation, index = view.situation, view.ladder.index(step)
    agreed = replace(view, situation=replace(situation, invoice=replace(situation.invoice, reminder_fee_agreed=True)))
    return charge_for(step, index, agreed).fee - charge_for(step, index, view).fee


def _overrides(view: View, language: str) -> Iterator[Line]:
    for index, override in enumerate(view.situation.policy.overrides):
        if override_name(index) in view.holding:
            return
        told = wish(override.when, view, language)
        if told is not None:
            title = quoted(override.title, language)
            yield Line(_SAY[language]["override"].format(wish=told, title=title, source=override.span))
