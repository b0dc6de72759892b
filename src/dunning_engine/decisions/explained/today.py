"""What happens today, an action a sentence; or that nothing does, and why not, in one place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.action_words import done_today, not_done
from dunning_engine.decisions.explained.evidence import on_the_ladder, window_is_over
from dunning_engine.decisions.explained.explanation import Line, Section
from dunning_engine.decisions.explained.reasons import REMARKS, reason
from dunning_engine.decisions.ladder import footing, upcoming_step
from dunning_engine.decisions.phrases import quoted, sentence
from dunning_engine.decisions.titles import COMING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dunning_engine.decisions.decision import Blocker, Decision
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Step

_SAY = {
    "sv": {
        "heading": "I dag",
        "manual": "Det är ett förslag: en människa bekräftar det innan det görs.",
        "because": "{what} i dag, därför att {reason}.",
        "for_reasons": "{what} i dag, och det har flera skäl:",
        "nothing": "Vi gör ingenting",
        "nothing_else": "Vi gör ingenting annat",
        "excluded": "Vi påminner inte om fakturan",
        "purchase": "Vi avgör inte om fakturan köps",
        "interest_invoice": "Vi fakturerar inte räntan",
        "payout": "Vi betalar inte ut något till uppdragsgivaren",
        "buy_back": "Uppdragsgivaren köper inte tillbaka fakturan",
        "joint": "Räntan på fakturan tas upp på räntefakturan för faktura {invoice}.",
        "closed": "posten är stängd i reskontran",
        "paid": "fakturan är betald",
        "paid_on": "fakturan är betald sedan {day}",
        "declined": "köpet är nekat och det som skulle göras är gjort",
        "review": "fakturan granskas och väntar på en människas beslut",
        "not_due": "fakturan inte har förfallit: sista dagen att betala är {day}",
        "not_unpaid": "fakturan räknas som obetald först {day}, när postdagarna har gått",
        "not_yet": "nästa steg, {step}, kommer tidigast {day}",
        "ended": "policyn inte har några fler steg; vad som sker härnäst avgör en människa",
        "all_done": "det som skulle göras redan är gjort",
    },
    "en": {
        "heading": "Today",
        "manual": "This is a proposal: a person confirms it before it is done.",
        "because": "{what} today, because {reason}.",
        "for_reasons": "{what} today, for several reasons:",
        "nothing": "We do nothing",
        "nothing_else": "We do nothing else",
        "excluded": "We do not remind of the invoice",
        "purchase": "We do not decide whether the invoice is bought",
        "interest_invoice": "We do not invoice the interest",
        "payout": "We pay nothing out to the client",
        "buy_back": "The client does not buy the invoice back",
        "joint": "The interest on the invoice is on the interest invoice for invoice {invoice}.",
        "closed": "the item is closed in the ledger",
        "paid": "the invoice is paid",
        "paid_on": "the invoice was paid on {day}",
        "declined": "the purchase has been declined and what was to be done has been done",
        "review": "the invoice is under review and waits for a person's decision",
        "not_due": "the invoice is not due: the last day to pay is {day}",
        "not_unpaid": "the invoice counts as unpaid from {day} on, when the postal days have passed",
        "not_yet": "the next step, {step}, comes on {day} at the earliest",
        "ended": "the policy has no further step; a person decides what happens next",
        "all_done": "what was to be done has been done",
    },
}


def today(view: View | None, decision: Decision, language: str) -> Section:
    """What is done and what is not, each with its reason."""
    say = _SAY[language]
    return Section(name="today", heading=say["heading"], lines=tuple(_lines(view, decision, language)))


def what_stops(decision: Decision) -> tuple[Blocker, ...]:
    """The blockers that stop something, without those that only lower what is done."""
    return tuple(blocker for blocker in decision.blockers if blocker.code not in REMARKS)


def step_title(view: View, name: str) -> str:
    """What people call a step, or what comes beside the steps."""
    return next((step.title for step in view.ladder if step.name == name), name)


def _lines(view: View | None, decision: Decision, language: str) -> Iterator[Line]:
    say = _SAY[language]
    for action in decision.actions:
        manual = (Line(say["manual"]),) if action.approval == "manual" else ()
        yield Line(done_today(action, language), manual)
    joint = [blocker for blocker in decision.blockers if blocker.code == "on_joint_interest_invoice"]
    for blocker in joint:
        yield Line(say["joint"].format(**blocker.details))
    stops = what_stops(decision)
    for what, blockers in _by_what_they_stop(view, decision, stops, language).items():
        reasons = [reason(blocker, language) for blocker in blockers]
        if len(reasons) == 1:
            yield Line(say["because"].format(what=what, reason=reasons[0]))
        else:
            yield Line(say["for_reasons"].format(what=what), tuple(Line(sentence(one)) for one in reasons))
    if not (decision.actions or joint or stops):
        yield Line(say["because"].format(what=say["nothing"], reason=_nothing_because(view, decision, language)))


def _by_what_they_stop(
    view: View | None, decision: Decision, stops: Sequence[Blocker], language: str
) -> dict[str, list[Blocker]]:
    """The blockers by what they stop: a step, the purchase, the buy-back, the payout, the interest invoice."""
    found: dict[str, list[Blocker]] = {}
    for blocker in stops:
        found.setdefault(_stopped_by(blocker, view, decision, language), []).append(blocker)
    return found


def _stopped_by(blocker: Blocker, view: View | None, decision: Decision, language: str) -> str:
    if view is None:
        return _SAY[language]["nothing"]
    step = _stopped_step(blocker, view, decision)
    return _SAY[language][_stopped_beside(blocker, view, decision)] if step is None else not_done(step, language)


def _stopped_beside(blocker: Blocker, view: View, decision: Decision) -> str:
    """What is stopped that is no step."""
    if blocker.code == "account_unknown":
        return "payout"
    if decision.stage in {"offered", "review"}:
        return "purchase"
    if decision.stage == "paid":
        return "interest_invoice"
    if window_is_over(view):
        return "buy_back"
    if decision.stage == "excluded":
        return "excluded"
    return "nothing_else" if decision.actions else "nothing"


def _stopped_step(blocker: Blocker, view: View, decision: Decision) -> Step | None:
    """The step that would be taken today, or that the blocker names."""
    if blocker.code == "account_unknown" or not on_the_ladder(view, decision) or window_is_over(view):
        return None
    named = next((step for step in view.ladder if step.name == blocker.step), None)
    upcoming = upcoming_step(view, footing(view))
    if named is not None or upcoming is None or upcoming.earliest > decision.as_of:
        return named
    return upcoming.step


def _nothing_because(view: View | None, decision: Decision, language: str) -> str:
    say = _SAY[language]
    if decision.stage in {"closed", "declined", "review"} or view is None:
        return say[decision.stage]
    situation = view.situation
    if decision.stage == "paid":
        paid_on = situation.state.paid_on
        return say["paid"] if paid_on is None else say["paid_on"].format(day=paid_on)
    if decision.stage == "not_due":
        if situation.as_of <= situation.due_on:
            return say["not_due"].format(day=situation.due_on)
        return say["not_unpaid"].format(day=situation.unpaid_after + timedelta(days=1))
    if decision.next is not None:
        name = decision.next.step
        coming = COMING[name][language] if name in COMING else quoted(step_title(view, name), language)
        return say["not_yet"].format(step=coming, day=decision.next.earliest)
    return say["ended"] if on_the_ladder(view, decision) else say["all_done"]
