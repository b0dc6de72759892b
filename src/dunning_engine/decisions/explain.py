"""Why: every rule that was looked at, each value it saw, the policy's line and the paragraph of law.

Built only when asked for; a decision keeps what it was made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explain_actions import told_action
from dunning_engine.decisions.explain_rules import told_condition, told_rule
from dunning_engine.decisions.explain_trade import told_interest_invoice, told_offer, told_recourse
from dunning_engine.decisions.history import history
from dunning_engine.decisions.ladder import footing, upcoming_step
from dunning_engine.decisions.phrases import (
    PHRASES,
    day_count_from,
    kronor,
    stage_words,
)
from dunning_engine.decisions.titles import COMING
from dunning_engine.decisions.waiting import lacking
from dunning_engine.rules.compiled import CHARGED_WHEN, exclusion_name, hold_name, override_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Step


# What lowers an action that is proposed all the same stops nothing.
_REMARKS = frozenset({"set_off"})
# What takes an invoice further when its ladder has come to an end.
_ONWARD = frozenset({"buy_back", "continue_in"})
_OFF_THE_LADDER = frozenset({"closed", "with_agency", "sold", "paid", "excluded", "bought_back"})


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
    yield from told_offer(view, language)
    yield from told_recourse(view, language)
    if _on_the_ladder(view, decision):
        yield from _ladder(view, decision, language)
    yield from told_interest_invoice(view, language)
    for action in decision.actions:
        yield from told_action(action, language)
    titles = {step.name: step.title for step in view.ladder}
    yield from _outcome(decision, titles, language)
    yield say["digest"].format(digest=policy.digest)


def _on_the_ladder(view: View, decision: Decision) -> bool:
    """Whether the ladder was looked at: not for what has left it, nor for what the policy's owner has not bought."""
    situation = view.situation
    unowned = situation.policy.purchase is not None and not situation.state.sold
    return decision.stage not in _OFF_THE_LADDER and not unowned


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
        yield from told_rule(view, exclusion_name(index), say["exclusion"].format(reason=gate.reason), language)
    for index, gate in enumerate(policy.hold):
        yield from told_rule(view, hold_name(index), say["hold"].format(reason=gate.reason), language)
    for index, override in enumerate(policy.overrides):
        yield from told_rule(view, override_name(index), say["override"].format(title=override.title), language)


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
    onward = decision.next is not None or any(action.action in _ONWARD for action in decision.actions)
    if upcoming is None and not onward:
        yield say["ladder_done"]
    if CHARGED_WHEN in view.conditions:
        yield from told_rule(view, CHARGED_WHEN, say["charged_when"], language)


def _own_condition(view: View, step: Step, language: str) -> Iterator[str]:
    if step.when is not None:
        yield from ("  " + line for line in told_condition(step.when, view, language))


def _outcome(decision: Decision, titles: Mapping[str, str], language: str) -> Iterator[str]:
    say = PHRASES[language]
    proposed = {action.step for action in decision.actions if action.step is not None}
    for blocker in decision.blockers:
        # What only lowers the claim of a step that is taken stops nothing.
        said = say["remark" if blocker.step in proposed or blocker.code in _REMARKS else "blocker"]
        yield said.format(message=blocker.message(language), code=blocker.code, source=blocker.source or "–")
    if not decision.actions and not decision.blockers:
        yield say["nothing"].format(stage=titles.get(decision.stage) or stage_words(decision.stage, language))
    if decision.next is not None:
        waits = say["waits"].format(facts=", ".join(decision.next.waits_for)) if decision.next.waits_for else ""
        step = decision.next.step
        coming = COMING[step][language] if step in COMING else titles[step]
        yield say["next"].format(step=coming, day=decision.next.earliest, waits=waits)
    for note in decision.notes:
        yield say["note"].format(note=note)
