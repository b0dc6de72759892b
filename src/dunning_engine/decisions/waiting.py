"""What a step that has come due waits for: its condition, a fact, a channel, the client's choice, the end of a dispute."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.delivery import channel_for
from dunning_engine.policy.model import ActionKind
from dunning_engine.rules.reference import failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.view import View
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import Step

# A disputed claim may be reminded of if the policy lets it, but no demand or legal step is taken (inkassolagen 5 §).
STOPPED_BY_DISPUTE = frozenset({ActionKind.DEMAND, ActionKind.HAND_OVER, ActionKind.APPLY_FOR_PAYMENT_ORDER})


def hindrances(step: Step, view: View) -> tuple[Blocker, ...]:
    """All that the step itself waits for, on the invoice's day."""
    return tuple(_hindrances(step, view))


def waits_for(step: Step, view: View) -> tuple[str, ...]:
    """The facts that the step lacks today."""
    invoice = view.situation.invoice
    facts = dict.fromkeys(_missing(step, invoice))
    if _choice_is_missing(step, invoice):
        facts["enforcement_choice"] = None
    _, undeliverable = channel_for(step, invoice)
    if undeliverable is not None:
        facts[undeliverable] = None
    return tuple(facts)


def lacking(step: Step, invoice: Invoice) -> tuple[str, ...]:
    """The facts that the step requires and the invoice lacks, or got too late."""
    return tuple(dict.fromkeys((*_missing(step, invoice), *_too_late(step, invoice))))


def as_chosen(step: Step, invoice: Invoice) -> Step:
    """The step as what the client chose: who is only monitored pays for no application."""
    for choice in step.choices:
        if choice.choice == invoice.enforcement_choice:
            return replace(step, action=choice.action, title=choice.title)
    return step


def _hindrances(step: Step, view: View) -> Iterator[Blocker]:
    situation = view.situation
    invoice = situation.invoice
    if situation.state.disputed and not STOPPED_BY_DISPUTE.isdisjoint({step.action, as_chosen(step, invoice).action}):
        yield Blocker(code="disputed", fact="disputed", step=step.name, details={})
    undelivered = _undelivered_demand(view)
    if undelivered is not None and as_chosen(step, invoice).action is ActionKind.APPLY_FOR_PAYMENT_ORDER:
        details = {"title": step.title, "demand": undelivered.title}
        yield Blocker(code="delivery_failed", step=step.name, source=str(undelivered.span), details=details)
    if not view.wants(step) and step.when is not None:
        leaves = failing(step.when, view.row)
        # The guard of a fact that may be absent is no fact that anybody wrote.
        facts = tuple(dict.fromkeys(leaf.fact.removeprefix("has_") for leaf in leaves))
        yield Blocker(
            code="condition_not_met",
            fact=facts[0],
            step=step.name,
            source=str(leaves[0].span),
            details={"title": step.title, "condition": ", ".join(facts)},
        )
    for fact in _missing(step, invoice):
        yield Blocker(
            code="missing_fact",
            fact=fact,
            step=step.name,
            source=str(step.span),
            details={"title": step.title, "fact": fact},
        )
    for fact in _too_late(step, invoice):
        details = {"title": step.title, "fact": fact}
        yield Blocker(code="registered_too_late", fact=fact, step=step.name, source=str(step.span), details=details)
    if _choice_is_missing(step, invoice):
        choices = ", ".join(f"{choice.choice} ({choice.title})" for choice in step.choices)
        details = {"title": step.title, "choices": choices}
        yield Blocker(
            code="choice_needed", fact="enforcement_choice", step=step.name, source=str(step.span), details=details
        )
    _, undeliverable = channel_for(step, invoice)
    if undeliverable is not None and undeliverable not in step.require:
        details = {"title": step.title, "fact": undeliverable}
        yield Blocker(code="no_channel", fact=undeliverable, step=step.name, source=str(step.span), details=details)


def _undelivered_demand(view: View) -> Step | None:
    """The demand that was sent last, where it never arrived: nobody was given time to pay (inkassolagen 5 §, 6 §)."""
    demands = [(step, taken) for step, taken in view.steps_taken if step.action is ActionKind.DEMAND]
    return demands[-1][0] if demands and demands[-1][1].delivery_failed else None


def _choice_is_missing(step: Step, invoice: Invoice) -> bool:
    return bool(step.choices) and invoice.enforcement_choice not in {choice.choice for choice in step.choices}


def _missing(step: Step, invoice: Invoice) -> tuple[str, ...]:
    return tuple(fact for fact in step.require if getattr(invoice, fact) is None)


def _too_late(step: Step, invoice: Invoice) -> Iterator[str]:
    """Facts that were not there before the invoice was created; one without a known moment was not."""
    for fact, _ in step.registered_before:
        registered = getattr(invoice, f"{fact}_registered_at")
        if registered is None or registered >= invoice.created_moment:
            yield fact
