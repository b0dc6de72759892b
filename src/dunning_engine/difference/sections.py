"""Two policies side by side, section by section: gates, interest, outcomes and recourse, each as what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.difference.aspect import Aspect
from dunning_engine.difference.context import (
    gates_looked_at,
    holds_looked_at,
    interest_looked_at,
    offers_looked_at,
    recourse_looked_at,
)
from dunning_engine.difference.program import Answer, program
from dunning_engine.difference.settings import settings
from dunning_engine.policy.condition import All, Compare, Operator, comparisons
from dunning_engine.policy.diagram import ALWAYS, NEVER
from dunning_engine.policy.known import awaiting

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from dunning_engine.difference.aspect import Section
    from dunning_engine.difference.program import Program
    from dunning_engine.policy.diagram import Diagram
    from dunning_engine.policy.model import Gate, Policy
    from dunning_engine.problems import Span

_RESTING = ("paused", "promised", "on_payment_plan")
_YES, _NO = Answer(value=True), Answer(value=False)


def aspects(diagram: Diagram, old: Policy, new: Policy) -> Iterator[Aspect]:
    """Everything but the ladder, in the order of a decision."""
    yield from _settings(old, new)
    yield from _gates(diagram, "exclude", old, new)
    yield from _gates(diagram, "hold", old, new)
    yield from _resting(diagram, old, new)
    within = tuple(interest_looked_at(old, new))
    yield Aspect("interest", "charged_when", _charged(diagram, old), _charged(diagram, new), within=within)
    within = tuple(offers_looked_at(old, new))
    yield Aspect("purchase", "outcome", _outcomes(diagram, old), _outcomes(diagram, new), within=within)
    within = tuple(recourse_looked_at(old, new))
    yield Aspect("recourse", "when", _recourse(diagram, old), _recourse(diagram, new), within=within)


def _settings(old: Policy, new: Policy) -> Iterator[Aspect]:
    """Settings by name; one whose section is only in one of the policies answers ``None`` in the other."""
    before = {(one.section, one.key): one for one in settings(old)}
    after = {(one.section, one.key): one for one in settings(new)}
    for section, key in dict.fromkeys((*before, *after)):
        one, other = before.get((section, key)), after.get((section, key))
        yield Aspect(
            section,
            key,
            _always(None if one is None else one.value, old.span if one is None else one.span),
            _always(None if other is None else other.value, new.span if other is None else other.span),
        )


def _always(value: Hashable, span: Span) -> Program:
    return ((ALWAYS, Answer(value, span)),)


def _gates(diagram: Diagram, section: Section, old: Policy, new: Policy) -> Iterator[Aspect]:
    """Each reason with where it is given; one that only has another name is the same reason."""
    before, after = (_by_reason(diagram, one.exclude if section == "exclude" else one.hold) for one in (old, new))
    within = tuple(gates_looked_at(old, new) if section == "exclude" else holds_looked_at(old, new))
    renamed = {
        reason: other
        for reason, (node, _) in before.items()
        if reason not in after
        for other, (another, _) in after.items()
        if other not in before and node == another
    }
    for reason, other in renamed.items():
        one, two = before.pop(reason), after.pop(other)
        answers = ((ALWAYS, Answer(reason, one[1])),), ((ALWAYS, Answer(other, two[1])),)
        yield Aspect(section, "reason", *answers, reason, within)
    for reason in dict.fromkeys((*before, *after)):
        sides = [
            program(diagram, ((node, Answer(value=True, span=span)), (ALWAYS, Answer(value=False, span=span))))
            for node, span in (before.get(reason, (NEVER, None)), after.get(reason, (NEVER, None)))
        ]
        yield Aspect(section, "when", sides[0], sides[1], reason, within)


def _by_reason(diagram: Diagram, gates: tuple[Gate, ...]) -> dict[str, tuple[int, Span]]:
    found: dict[str, tuple[int, Span]] = {}
    for gate in gates:
        node = diagram.node(gate.when)
        before = found.get(gate.reason)
        found[gate.reason] = (node, gate.span) if before is None else (diagram.any_of((before[0], node)), before[1])
    return found


def _resting(diagram: Diagram, old: Policy, new: Policy) -> Iterator[Aspect]:
    """Pauses, promises and plans stop the ladder, and say so unless a hold that speaks of them does."""
    within = tuple(holds_looked_at(old, new))
    for fact in _RESTING:
        sides = []
        for policy in (old, new):
            spoken = [gate.when for gate in policy.hold if any(leaf.fact == fact for leaf in comparisons(gate.when))]
            said = diagram.opposite(diagram.any_of(map(diagram.node, spoken)))
            rests = diagram.all_of((diagram.node(Compare(fact, Operator.IS, 1, policy.span)), said))
            sides.append(program(diagram, ((rests, _YES), (ALWAYS, _NO))))
        yield Aspect("hold", "resting", sides[0], sides[1], fact, within)


def _charged(diagram: Diagram, policy: Policy) -> Program:
    interest = policy.interest
    if interest is None:
        return ((ALWAYS, Answer(value=False, span=policy.span)),)
    node = ALWAYS if interest.charged_when is None else diagram.node(interest.charged_when)
    return program(
        diagram, ((node, Answer(value=True, span=interest.span)), (ALWAYS, Answer(value=False, span=interest.span)))
    )


def _recourse(diagram: Diagram, policy: Policy) -> Program:
    recourse = policy.recourse
    if recourse is None:
        return ((ALWAYS, Answer(value=False, span=policy.span)),)
    answers = Answer(value=True, span=recourse.span), Answer(value=False, span=recourse.span)
    return program(diagram, ((diagram.node(recourse.when), answers[0]), (ALWAYS, answers[1])))


def _outcomes(diagram: Diagram, policy: Policy) -> Program:
    """The first outcome that holds; one that only the credit assessment is missing for is waited for."""
    if policy.purchase is None:
        return ((ALWAYS, Answer(None, policy.span)),)
    answers = []
    unassessed = Compare("has_credit_risk", Operator.IS, 0, policy.span)
    for outcome in policy.purchase.outcomes:
        what = outcome.kind, outcome.title, outcome.notify_client
        if outcome.when is None:
            answers.append((ALWAYS, Answer(("decides", *what), outcome.span)))
            break
        answers.append((diagram.node(outcome.when), Answer(("decides", *what), outcome.span)))
        waits = All((unassessed, awaiting(outcome.when)))
        answers.append((diagram.node(waits), Answer(("waits", outcome.title), outcome.span)))
    answers.append((ALWAYS, Answer(("none",), policy.purchase.span)))
    return program(diagram, answers)
