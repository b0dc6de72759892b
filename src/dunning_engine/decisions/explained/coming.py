"""What comes next if nobody pays, on which day, and what a person may choose instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.evidence import ladder_ended
from dunning_engine.decisions.explained.explanation import Line, Section
from dunning_engine.decisions.explained.fact_words import noun
from dunning_engine.decisions.phrases import day_count_from, quoted
from dunning_engine.decisions.titles import COMING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.view import View

_SAY = {
    "sv": {
        "heading": "Vad som händer sedan",
        "step": "Om ingen betalar kommer {step} tidigast {day} (policyn: {delay}, {source}).",
        "once_free": "Så snart hindret är borta kommer {step} (policyn: {delay}, {source}).",
        "coming": "Därefter kommer {step} tidigast {day}.",
        "coming_once_free": "Så snart hindret är borta kommer {step}.",
        "waits": "Det väntar på {facts}.",
        "allowed": "I stället kan en människa i dag välja {steps}.",
        "ended": "Policyn har inga fler steg; vad som sker härnäst avgör en människa.",
        "continues": "Sedan drivs fakturan vidare under policyn {policy}.",
        "bought": "När köpet har registrerats betalas pengarna ut {day}, och fakturan drivs enligt policyn: {step} kommer {delay} ({source}).",
        "nothing": "Inget mer kommer av sig självt.",
        "and": " och ",
    },
    "en": {
        "heading": "What comes next",
        "step": "If nobody pays, {step} comes on {day} at the earliest (the policy: {delay}, {source}).",
        "once_free": "As soon as nothing stops it, {step} comes (the policy: {delay}, {source}).",
        "coming": "Then comes {step}, on {day} at the earliest.",
        "coming_once_free": "As soon as nothing stops it comes {step}.",
        "waits": "It waits for {facts}.",
        "allowed": "Today a person may choose {steps} instead.",
        "ended": "The policy has no further step; a person decides what happens next.",
        "continues": "Then the invoice is pursued under the policy {policy}.",
        "bought": "Once the purchase has been recorded the money is paid out on {day}, and the invoice is pursued by the policy: {step} comes {delay} ({source}).",
        "nothing": "Nothing more comes by itself.",
        "and": " and ",
    },
}


def what_is_next(view: View | None, decision: Decision, language: str) -> Section:
    """The step, purchase, payout or interest invoice that comes next, and what it waits for."""
    lines = () if view is None else tuple(_lines(view, decision, language))
    return Section(name="next", heading=_SAY[language]["heading"], lines=lines)


def _lines(view: View, decision: Decision, language: str) -> Iterator[Line]:
    say, coming = _SAY[language], decision.next
    if coming is not None:
        facts = say["and"].join(noun(fact, language) for fact in coming.waits_for)
        waits = (Line(say["waits"].format(facts=facts)),) if facts else ()
        later = coming.earliest > decision.as_of
        step = next((one for one in view.ladder if one.name == coming.step), None)
        if coming.step in COMING or step is None:
            said = say["coming" if later else "coming_once_free"]
            yield Line(said.format(step=COMING[coming.step][language], day=coming.earliest), waits)
        else:
            delay = day_count_from(step.delay, language)
            title = quoted(step.title, language)
            said = say["step" if later else "once_free"]
            yield Line(said.format(step=title, day=coming.earliest, delay=delay, source=step.span), waits)
    else:
        yield Line(_last(view, decision, language))
    proposed = {action.step for action in decision.actions}
    others = [quoted(step.title, language) for step in view.ladder if step.name in decision.allowed]
    mine = [quoted(step.title, language) for step in view.ladder if step.name in proposed]
    choices = [title for title in others if title not in mine]
    if choices:
        yield Line(say["allowed"].format(steps=say["and"].join(choices)))


def _last(view: View, decision: Decision, language: str) -> str:
    """What follows where the decision itself names nothing that comes next."""
    say = _SAY[language]
    for action in decision.actions:
        if action.continue_in is not None:
            return say["continues"].format(policy=action.continue_in)
        if action.terms is not None:
            first = view.ladder[0]
            title, delay = quoted(first.title, language), day_count_from(first.delay, language)
            return say["bought"].format(day=action.terms.payout_on, step=title, delay=delay, source=first.span)
    return say["ended" if ladder_ended(view, decision) else "nothing"]
