"""Why: every rule that was looked at, each value it saw, the policy's line and the paragraph of law.

Built only when asked for; a decision keeps what it was made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.history import history
from dunning_engine.decisions.ladder import footing, upcoming_step
from dunning_engine.decisions.phrases import (
    PHRASES,
    day_count_from,
    delivery_words,
    kronor,
    operator_words,
    stage_words,
)
from dunning_engine.decisions.waiting import lacking
from dunning_engine.facts.catalogue import CONDITION_FACTS
from dunning_engine.facts.row import decode
from dunning_engine.money import format_hundredths
from dunning_engine.policy.condition import All, Any, comparisons
from dunning_engine.rules.compiled import CHARGED_WHEN, exclusion_name, hold_name, override_name
from dunning_engine.rules.reference import holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.condition import Compare, Condition
    from dunning_engine.policy.model import Step


class Reasoning:
    """What a decision was made from; ``None`` where no revision of the policy applied."""

    __slots__ = ("view",)

    def __init__(self, view: View | None) -> None:
        """Keep the view."""
        self.view = view

    def lines(self, decision: Decision, language: str) -> tuple[str, ...]:
        """The whole explanation, a line each, those that belong to a line above indented by two spaces a level."""
        if self.view is None:
            return tuple(_outcome(decision, {}, language))
        return tuple(_explain(self.view, decision, language))


def _explain(view: View, decision: Decision, language: str) -> Iterator[str]:
    say = PHRASES[language]
    policy = view.situation.policy
    yield say["headline"].format(
        invoice=decision.invoice,
        as_of=decision.as_of,
        title=policy.title,
        revision=policy.applies_from,
        source=policy.span,
    )
    yield from _money(view, say)
    yield from _dates(view, say)
    yield from history(view, language)
    yield from _gates(view, language)
    if decision.stage not in {"closed", "with_agency", "paid", "excluded"}:
        yield from _ladder(view, decision, language)
    for action in decision.actions:
        yield from _action(action, language)
    titles = {step.name: step.title for step in view.ladder}
    yield from _outcome(decision, titles, language)
    yield say["digest"].format(digest=policy.digest)


def _money(view: View, say: dict[str, str]) -> Iterator[str]:
    state = view.situation.state
    yield say["money"].format(
        balance=kronor(state.balance),
        principal=kronor(state.principal),
        fees=kronor(state.fees),
        interest=kronor(state.interest),
    )
    if state.overpaid:
        yield say["overpaid"].format(amount=kronor(state.overpaid))


def _dates(view: View, say: dict[str, str]) -> Iterator[str]:
    situation = view.situation
    yield say["due"].format(due=situation.invoice.due_on)
    if situation.due_on != situation.invoice.due_on:
        yield "  " + say["moved"].format(
            due=situation.due_on, law=situation.policy.law.paragraph("due_date_on_closed_day")
        )
    if situation.unpaid_after != situation.due_on:
        yield "  " + say["postal"].format(day=situation.unpaid_after)


def _gates(view: View, language: str) -> Iterator[str]:
    say = PHRASES[language]
    policy = view.situation.policy
    for index, gate in enumerate(policy.exclude):
        yield from _rule(view, exclusion_name(index), say["exclusion"].format(reason=gate.reason), language)
    for index, gate in enumerate(policy.hold):
        yield from _rule(view, hold_name(index), say["hold"].format(reason=gate.reason), language)
    for index, override in enumerate(policy.overrides):
        yield from _rule(view, override_name(index), say["override"].format(title=override.title), language)


def _ladder(view: View, decision: Decision, language: str) -> Iterator[str]:
    say = PHRASES[language]
    upcoming = upcoming_step(view, footing(view))
    for index, step in enumerate(view.ladder):
        if index <= view.furthest:
            continue
        if upcoming is None or index < upcoming.index:
            yield say["passed_over"].format(title=step.title, source=step.span)
            for fact in lacking(step, view.situation.invoice):
                yield "  " + say["lacks"].format(fact=fact)
            yield from _own_condition(view, step, language)
            continue
        if index > upcoming.index:
            break
        due = upcoming.earliest <= decision.as_of
        yield say["due_step" if due else "later_step"].format(
            title=step.title, day=upcoming.earliest, delay=day_count_from(step.delay, language), source=step.span
        )
        yield from _own_condition(view, step, language)
    if upcoming is None:
        yield say["ladder_done"]
    if policy_condition := view.conditions.get(CHARGED_WHEN):
        yield from _rule(view, CHARGED_WHEN, say["charged_when"], language, policy_condition)


def _own_condition(view: View, step: Step, language: str) -> Iterator[str]:
    if step.when is not None:
        yield from ("  " + line for line in _tree(step.when, view, language))


def _rule(view: View, name: str, headline: str, language: str, condition: Condition | None = None) -> Iterator[str]:
    condition = condition or view.conditions[name]
    verdict = PHRASES[language]["holds" if name in view.holding else "does_not_hold"]
    yield f"{headline}: {verdict}"
    yield from ("  " + line for line in _tree(condition, view, language))


def _tree(condition: Condition, view: View, language: str) -> Iterator[str]:
    """A line for each line of the policy with the value that it saw; groups of alternatives get a line of their own."""
    mark = "✓" if holds(condition, view.row) else "✗"
    leaves = tuple(comparisons(condition))
    if len({leaf.span for leaf in leaves}) == 1:  # what stands at one place was written as one line
        yield f"{mark} {_seen(leaves, view, language)}"
        return
    match condition:
        case All(parts):
            for part in parts:
                yield from _tree(part, view, language)
        case Any(parts):
            yield f"{mark} {PHRASES[language]['any']}"
            for part in parts:
                yield from ("  " + line for line in _tree(part, view, language))


def _seen(leaves: tuple[Compare, ...], view: View, language: str) -> str:
    """A fact, perhaps with the guard of one that may be absent, against its value or its list of values."""
    *_, last = leaves
    fact, presence = last.fact, f"has_{last.fact}"
    absent = any(leaf.fact == presence and not view.row[presence] for leaf in leaves)
    known = CONDITION_FACTS[fact]
    saw = "–" if absent else decode(known, view.row[fact]) or "–"
    wanted = [decode(known, leaf.value) for leaf in leaves if leaf.fact == fact]
    return f"{fact} = {saw} ({operator_words(last.operator, wanted, language)}) {last.span}"


def _action(action: Action, language: str) -> Iterator[str]:
    say = PHRASES[language]
    yield say["action"].format(title=action.title, key=action.key, source=action.source)
    if action.send_by is not None:
        yield "  " + say["sent"].format(channel=delivery_words(action.send_by, action.send_to, language))
    if action.fee:
        yield "  " + say["fee"].format(fee=kronor(action.fee))
    if action.late_compensation:
        yield "  " + say["compensation"].format(amount=kronor(action.late_compensation))
    for period in action.interest_periods:
        yield "  " + say["period"].format(
            first=period.first,
            last=period.last,
            days=period.days,
            rate=format_hundredths(period.rate).replace(".", ","),
            principal=kronor(period.principal),
            amount=kronor(period.amount),
        )
    accrued = sum(period.amount for period in action.interest_periods)
    if accrued > action.interest:
        yield "  " + say["settled"].format(amount=kronor(accrued - action.interest))
    if action.action in STATE_AN_AMOUNT:
        yield "  " + say["to_pay"].format(
            amount=kronor(action.amount_to_pay),
            principal=kronor(action.principal),
            fees=kronor(action.fees_before + action.fee),
            interest=kronor(action.interest),
        )
    if action.pay_by is not None:
        yield "  " + say["pay_by"].format(day=action.pay_by)
    if action.law:
        yield "  " + say["law"].format(law="; ".join(action.law))


def _outcome(decision: Decision, titles: Mapping[str, str], language: str) -> Iterator[str]:
    say = PHRASES[language]
    proposed = {action.step for action in decision.actions if action.step is not None}
    for blocker in decision.blockers:
        # What only lowers the claim of a step that is taken stops nothing.
        said = say["remark" if blocker.step in proposed else "blocker"]
        yield said.format(message=blocker.message(language), code=blocker.code, source=blocker.source or "–")
    if not decision.actions and not decision.blockers:
        yield say["nothing"].format(stage=titles.get(decision.stage) or stage_words(decision.stage, language))
    if decision.next is not None:
        waits = say["waits"].format(facts=", ".join(decision.next.waits_for)) if decision.next.waits_for else ""
        yield say["next"].format(step=titles[decision.next.step], day=decision.next.earliest, waits=waits)
    for note in decision.notes:
        yield say["note"].format(note=note)
