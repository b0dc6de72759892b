"""The ladder: which step comes next, on which day it comes due, and what it waits for.

A step comes due on a day and stays due. One step a day, in order; the next one never before the previous one's time to
pay has run; a step is passed over only where the policy says ``skip``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pendulum

from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.delivery import channel_for
from dunning_engine.decisions.situation import days_after
from dunning_engine.law.reasonable_time import earliest_pay_by
from dunning_engine.policy.condition import comparisons
from dunning_engine.policy.model import ActionKind, Anchor, Channel, Otherwise
from dunning_engine.rules.reference import failing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dunning_engine.decisions.view import View
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.policy.model import Step

_ONE_DAY = timedelta(days=1)

# Facts that change by the calendar alone: a condition on them may hold tomorrow though nothing happens.
_CHANGE_BY_THEMSELVES = frozenset(
    {
        "days_after_due_date",
        "days_since_invoice_date",
        "days_since_previous_step",
        "interest_accrued",
        "customer_interest_total",
        "paused",
        "promised",
    }
)

# A disputed claim may be reminded of if the policy lets it, but no demand or legal step is taken (inkassolagen 5 §).
_STOPPED_BY_DISPUTE = frozenset({ActionKind.DEMAND, ActionKind.HAND_OVER, ActionKind.APPLY_FOR_PAYMENT_ORDER})


@dataclass(frozen=True, slots=True)
class Footing:
    """Where an invoice stands on its ladder: the furthest step's index, its day, and the first day any further step may come."""

    index: int
    on: date | None
    not_before: date


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The step that comes next, and the first day it may come."""

    step: Step
    index: int
    earliest: date


def footing(view: View) -> Footing:
    """Where the invoice stands after the steps taken through its day."""
    situation = view.situation
    not_before = situation.unpaid_after + _ONE_DAY
    on = None
    for step, taken in view.steps_taken:
        on = taken.on if on is None else max(on, taken.on)
        pay_by = taken.pay_by or (pay_by_for(step, taken.on, taken.sent_by, view) if step is not None else None)
        not_before = max(not_before, taken.on + _ONE_DAY, (pay_by or taken.on) + _ONE_DAY)
    return Footing(view.furthest, on, not_before)


def after(upcoming: Upcoming, *, on: date, pay_by: date | None) -> Footing:
    """Where the invoice will stand once ``upcoming`` has been taken on a day."""
    return Footing(upcoming.index, on, max(on, pay_by or on) + _ONE_DAY)


def upcoming_step(view: View, stand: Footing) -> Upcoming | None:
    """The next step that is not passed over, ``None`` at the ladder's end.

    A step that would be passed over because of a condition that changes with the calendar is passed over only once its
    day has come; until then it is what comes next, so that ``earliest`` is never too late.
    """
    on = stand.on
    for index in range(stand.index + 1, len(view.ladder)):
        step = view.ladder[index]
        earliest = max(_due(step, on, view), stand.not_before)
        if not _passes_over(step, view, due=earliest <= view.situation.as_of):
            return Upcoming(step, index, earliest)
        # The delay after a step that was passed over counts from the day it would have come.
        on = earliest
    return None


def pay_by_for(step: Step, on: date, sent_by: str | None, view: View) -> date | None:
    """The step's last day to pay if it is taken ``on``; a demand always leaves reasonable time (inkassolagen 5 §)."""
    if step.pay_within_days is None:
        return None
    pay_by = on + timedelta(days=step.pay_within_days)
    if step.action is not ActionKind.DEMAND:
        return pay_by
    by_post = sent_by not in {Channel.EMAIL.value, Channel.E_INVOICE.value, Channel.PDF.value}
    return max(pay_by, earliest_pay_by(on, by_post, view.situation.policy.law))


def hindrances(step: Step, view: View) -> tuple[Blocker, ...]:
    """All that the step itself waits for, on the invoice's day."""
    return tuple(_hindrances(step, view))


def waits_for(step: Step, view: View) -> tuple[str, ...]:
    """The facts that the step lacks today."""
    invoice = view.situation.invoice
    facts = dict.fromkeys(_missing(step, invoice))
    if step.choices and invoice.enforcement_choice is None:
        facts["enforcement_choice"] = None
    return tuple(facts)


def lacking(step: Step, invoice: Invoice) -> tuple[str, ...]:
    """The facts that the step requires and the invoice lacks, or got too late."""
    return (*_missing(step, invoice), *(fact for fact, _ in _too_late(step, invoice)))


def changes_by_itself(step: Step) -> bool:
    """Whether the step's condition may come to hold though nothing happens but that days pass."""
    return step.when is not None and any(leaf.fact in _CHANGE_BY_THEMSELVES for leaf in comparisons(step.when))


def _due(step: Step, previous: date | None, view: View) -> date:
    situation = view.situation
    delay = step.delay
    if delay.anchor is Anchor.INVOICE_DATE:
        start = situation.invoice.issued_on
    elif delay.anchor is Anchor.PREVIOUS_STEP and previous is not None:
        start = previous
    else:
        start = situation.unpaid_after
    day = days_after(start, delay.days)
    if delay.end_of_month:
        end = pendulum.date(day.year, day.month, 1).end_of("month")
        day = day.replace(day=end.day)
    return day


def _passes_over(step: Step, view: View, *, due: bool) -> bool:
    if step.if_missing is Otherwise.SKIP and lacking(step, view.situation.invoice):
        return True
    if step.if_not is Otherwise.SKIP and not view.wants(step):
        return due or not changes_by_itself(step)
    return False


def _hindrances(step: Step, view: View) -> Iterator[Blocker]:
    situation = view.situation
    invoice = situation.invoice
    if situation.state.disputed and step.action in _STOPPED_BY_DISPUTE:
        yield Blocker(code="disputed", fact="disputed", step=step.name, details={})
    if not view.wants(step) and step.when is not None:
        leaves = failing(step.when, view.row)
        yield Blocker(
            code="condition_not_met",
            fact=leaves[0].fact,
            step=step.name,
            source=str(leaves[0].span),
            details={"title": step.title, "condition": ", ".join(dict.fromkeys(leaf.fact for leaf in leaves))},
        )
    for fact in _missing(step, invoice):
        yield Blocker(
            code="missing_fact",
            fact=fact,
            step=step.name,
            source=str(step.span),
            details={"title": step.title, "fact": fact},
        )
    for fact, moment in _too_late(step, invoice):
        details = {"title": step.title, "fact": fact, "moment": moment}
        yield Blocker(code="registered_too_late", fact=fact, step=step.name, source=str(step.span), details=details)
    if step.choices and invoice.enforcement_choice not in {choice.choice for choice in step.choices}:
        choices = ", ".join(f"{choice.choice} ({choice.title})" for choice in step.choices)
        details = {"title": step.title, "choices": choices}
        yield Blocker(
            code="choice_needed", fact="enforcement_choice", step=step.name, source=str(step.span), details=details
        )
    if step.send_by:
        channel, lacking = channel_for(step, invoice)
        if channel is None and lacking is not None and lacking not in step.require:
            details = {"title": step.title, "fact": lacking}
            yield Blocker(code="no_channel", fact=lacking, step=step.name, source=str(step.span), details=details)


def _missing(step: Step, invoice: Invoice) -> tuple[str, ...]:
    return tuple(fact for fact in step.require if getattr(invoice, fact) is None)


def _too_late(step: Step, invoice: Invoice) -> Iterator[tuple[str, str]]:
    """Facts that were not there before the moment they had to precede; one without a known moment was not."""
    for fact, moment in step.registered_before:
        registered = getattr(invoice, f"{fact}_registered_at")
        if registered is None or registered >= invoice.created_moment:
            yield fact, moment
