"""The evidence: every rule that was looked at with each value and its place, every action's key, every blocker's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.explanation import Line, Section
from dunning_engine.decisions.explained.rules import told_condition, told_rule
from dunning_engine.decisions.explained.trade import told_interest_invoice, told_offer, told_recourse
from dunning_engine.decisions.ladder import footing, upcoming_step
from dunning_engine.decisions.phrases import PHRASES, day_count_from, delivery_words, kronor, stage_words
from dunning_engine.decisions.recourse import buy_back_from
from dunning_engine.decisions.titles import COMING
from dunning_engine.decisions.waiting import lacking
from dunning_engine.rules.compiled import CHARGED_WHEN, exclusion_name, hold_name, override_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dunning_engine.decisions.action import Action, Posting
    from dunning_engine.decisions.decision import Blocker, Decision
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Step

# What takes an invoice further when its ladder has come to an end.
_ONWARD = frozenset({"buy_back", "continue_in"})
_OFF_THE_LADDER = frozenset({"closed", "with_agency", "sold", "paid", "excluded", "bought_back"})


def evidence(view: View | None, decision: Decision, language: str) -> Section:
    """What a caseworker's answer rests on; of a decision that no revision was made for, what is known."""
    say = PHRASES[language]
    rules = () if view is None else tuple(_rules(view, decision, language))
    told = (
        Section(name="rules", heading=say["rules"], lines=rules),
        Section(name="actions", heading=say["actions"], lines=tuple(told_actions(decision.actions, language))),
        Section(name="blockers", heading=say["blockers"], lines=tuple(told_blockers(decision.blockers, language))),
    )
    return Section(
        name="evidence",
        heading=say["evidence"],
        lines=tuple(_about(view, decision, language)),
        parts=tuple(part for part in told if part.lines),
    )


def on_the_ladder(view: View, decision: Decision) -> bool:
    """Whether the ladder was looked at: not for what has left it, nor for what the policy's owner has not bought."""
    situation = view.situation
    unowned = situation.policy.purchase is not None and not situation.state.sold
    return decision.stage not in _OFF_THE_LADDER and not unowned


def window_is_over(view: View) -> bool:
    """Whether the recourse window has ended, so that the invoice goes back instead of on."""
    ends = buy_back_from(view)
    return ends is not None and ends <= view.situation.as_of


def ladder_ended(view: View, decision: Decision) -> bool:
    """Whether the ladder has no step left and nothing else takes the invoice further."""
    onward = decision.next is not None or any(action.action in _ONWARD for action in decision.actions)
    return on_the_ladder(view, decision) and not onward and upcoming_step(view, footing(view)) is None


def told_actions(actions: Iterable[Action], language: str) -> Iterator[Line]:
    """Each action with its key, rule and place, how it is sent, the paragraphs behind it and its bookkeeping."""
    say = PHRASES[language]
    for action in actions:
        under = []
        if action.send_by is not None:
            under.append(say["sent"].format(channel=delivery_words(action.send_by, action.send_to, language)))
        under.append(say["approval"].format(approval=action.approval))
        if action.comment is not None:
            under.append(say["comment"].format(comment=action.comment))
        if action.law:
            under.append(say["law"].format(law="; ".join(action.law)))
        if action.postings:
            under.append(say["postings"].format(postings="; ".join(_posting(posting) for posting in action.postings)))
        text = say["action"].format(title=action.title, key=action.key, rule=action.rule, source=action.source)
        yield Line(text, tuple(Line(one) for one in under))


def told_blockers(blockers: Iterable[Blocker], language: str) -> Iterator[Line]:
    """Each blocker with its stable code, the fact that it turns on, and its place."""
    for blocker in blockers:
        turns_on = ", ".join(one for one in (blocker.code, blocker.fact, blocker.source) if one is not None)
        yield Line(f"{blocker.message(language)} [{turns_on}]")


def _about(view: View | None, decision: Decision, language: str) -> Iterator[Line]:
    say = PHRASES[language]
    if view is None:
        yield Line(say["policy_alone"].format(policy=decision.policy))
    else:
        policy = view.situation.policy
        yield Line(
            say["policy"].format(title=policy.title, name=policy.name, revision=policy.applies_from, source=policy.span)
        )
        yield Line(say["digest"].format(digest=policy.digest))
        yield from _money(view, language)
    titles = {} if view is None else {step.name: step.title for step in view.ladder}
    yield Line(say["stage"].format(stage=titles.get(decision.stage) or stage_words(decision.stage, language)))
    if decision.next is not None:
        step = decision.next.step
        waits = say["waits"].format(facts=", ".join(decision.next.waits_for)) if decision.next.waits_for else ""
        coming = COMING[step][language] if step in COMING else titles[step]
        yield Line(say["next"].format(step=coming, day=decision.next.earliest, waits=waits))


def _money(view: View, language: str) -> Iterator[Line]:
    say, state = PHRASES[language], view.situation.state
    yield Line(
        say["money"].format(
            balance=kronor(state.balance),
            principal=kronor(state.principal),
            fees=kronor(state.fees),
            interest=kronor(state.interest),
        )
    )
    if state.overpaid:
        yield Line(say["overpaid"].format(amount=kronor(state.overpaid)))


def _rules(view: View, decision: Decision, language: str) -> Iterator[Line]:
    yield from _gates(view, language)
    yield from told_offer(view, language)
    yield from told_recourse(view, language)
    if on_the_ladder(view, decision):
        yield from _ladder(view, decision, language)
    yield from told_interest_invoice(view, language)


def _gates(view: View, language: str) -> Iterator[Line]:
    say = PHRASES[language]
    policy = view.situation.policy
    for index, gate in enumerate(policy.exclude):
        yield told_rule(view, exclusion_name(index), say["exclusion"].format(reason=gate.reason), language)
    for index, gate in enumerate(policy.hold):
        yield told_rule(view, hold_name(index), say["hold"].format(reason=gate.reason), language)
    for index, override in enumerate(policy.overrides):
        yield told_rule(view, override_name(index), say["override"].format(title=override.title), language)


def _ladder(view: View, decision: Decision, language: str) -> Iterator[Line]:
    say = PHRASES[language]
    upcoming = upcoming_step(view, footing(view))
    for index, step in enumerate(view.ladder):
        if index <= view.furthest:
            continue
        own = tuple(_own_condition(view, step, language))
        if upcoming is None or index < upcoming.index:
            lacks = (Line(say["lacks"].format(fact=fact)) for fact in lacking(step, view.situation.invoice))
            yield Line(say["passed_over"].format(title=step.title, source=step.span), (*lacks, *own))
            continue
        if index > upcoming.index:
            break
        text = say["due_step" if upcoming.earliest <= decision.as_of else "later_step"]
        delay = day_count_from(step.delay, language)
        told = text.format(title=step.title, day=upcoming.earliest, delay=delay, source=step.span)
        yield Line(told, own)
    if ladder_ended(view, decision):
        yield Line(say["ladder_done"])
    if CHARGED_WHEN in view.conditions:
        yield told_rule(view, CHARGED_WHEN, say["charged_when"], language)


def _own_condition(view: View, step: Step, language: str) -> Iterator[Line]:
    if step.when is not None:
        yield from told_condition(step.when, view, language)


def _posting(posting: Posting) -> str:
    side, amount = ("D", posting.debit) if posting.debit else ("K", posting.credit)
    return f"{side} {posting.account} {kronor(amount)}"
