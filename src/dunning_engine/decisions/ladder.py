"""The ladder: which step comes next, and on which day it comes due.

A step comes due on a day and stays due. One step a day, in order; the next one never before the previous one's time to
pay has run; a step is passed over only where the policy says ``skip``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.delivery import channel_for
from dunning_engine.decisions.fee import above_cap
from dunning_engine.decisions.horizon import changes_by_itself, changes_with_a_step, first_change
from dunning_engine.decisions.situation import days_after
from dunning_engine.decisions.waiting import lacking
from dunning_engine.law.calendar import end_of_month, next_banking_day
from dunning_engine.law.reasonable_time import earliest_pay_by
from dunning_engine.law.values import FeeKind
from dunning_engine.policy.model import ActionKind, Anchor, Channel, Otherwise

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.view import View
    from dunning_engine.facts.state import StepTaken
    from dunning_engine.policy.model import Step

_ONE_DAY = timedelta(days=1)

_ARRIVES_AT_ONCE = frozenset({Channel.EMAIL.value, Channel.E_INVOICE.value, Channel.PDF.value})


@dataclass(frozen=True, slots=True)
class Footing:
    """Where an invoice stands on its ladder: the furthest step's index, its day, and the first day any further step may come.

    ``proposed``: the furthest step is taken only in thought, so the facts are not yet those that it leaves.
    """

    index: int
    on: date | None
    not_before: date
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The step that comes next, and the first day it may come.

    ``due`` is the day that its delay alone gives, ``None`` where the step's day is that of a condition.
    """

    step: Step
    index: int
    earliest: date
    due: date | None = None


def footing(view: View) -> Footing:
    """Where the invoice stands after the steps taken through its day."""
    situation = view.situation
    not_before = situation.unpaid_after + _ONE_DAY
    sale = situation.state.sale
    if sale is not None:  # who is told of another creditor gets no claim from it on the same day
        not_before = max(not_before, (situation.state.bought_back_on or sale.on) + _ONE_DAY)
    on = None
    for step, taken in view.steps_taken:
        on = taken.on
        not_before = max(not_before, _time_is_up(taken.on, _time_to_pay(step, taken, view), view))
    for elsewhere, taken in view.steps_elsewhere:
        pay_by = _time_to_pay(elsewhere, taken, view) if elsewhere else _time_recorded(taken, view)
        not_before = max(not_before, _time_is_up(taken.on, pay_by, view))
    return Footing(view.furthest, on, not_before)


def after(upcoming: Upcoming, view: View, *, pay_by: date | None) -> Footing:
    """Where the invoice will stand once ``upcoming`` has been taken on its day."""
    on = view.situation.as_of
    return Footing(upcoming.index, on, _time_is_up(on, pay_by, view), proposed=True)


def upcoming_step(view: View, stand: Footing) -> Upcoming | None:
    """The next step that is not passed over, ``None`` at the ladder's end.

    A step that would be passed over because of a condition that may change is passed over only once its day has come; and
    where its condition may still come to hold before the next step's day, it is what comes next. So ``earliest`` is never
    too late.
    """
    on = stand.on
    returning: Upcoming | None = None
    for index in range(stand.index + 1, len(view.ladder)):
        step = view.ladder[index]
        due = _due(step, on, view)
        earliest = max(due, stand.not_before)
        if not _passes_over(step, view, stand, due=earliest <= view.situation.as_of):
            found = Upcoming(step, index, earliest, due)
            return found if returning is None or found.earliest < returning.earliest else returning
        again = _may_return_on(step, view)
        if again is not None and (returning is None or again < returning.earliest):
            returning = Upcoming(step, index, again)
        # The delay after a step that was passed over counts from the day it would have come.
        on = earliest
    return returning


def pay_by_for(step: Step, on: date, sent_by: str | None, view: View) -> date | None:
    """The step's last day to pay if it is taken ``on``; a demand always leaves reasonable time."""
    pay_by = None if step.pay_within_days is None else on + timedelta(days=step.pay_within_days)
    if step.action is not ActionKind.DEMAND:
        return pay_by
    return max(pay_by or on, _reasonable_pay_by(on, sent_by, view))


def _time_to_pay(step: Step, taken: StepTaken, view: View) -> date | None:
    """The last day to pay of a step that was taken: the recorded one, but for a demand never before reasonable time."""
    sent_by = taken.sent_by or channel_for(step, view.situation.invoice)[0]
    if taken.pay_by is None:
        return pay_by_for(step, taken.on, sent_by, view)
    if step.action is not ActionKind.DEMAND:
        return taken.pay_by
    return max(taken.pay_by, _reasonable_pay_by(taken.on, sent_by, view))


def _time_recorded(taken: StepTaken, view: View) -> date | None:
    """The last day to pay of a step that no known policy has; one that cost more than a reminder may was a demand."""
    if not above_cap(taken.fee, FeeKind.REMINDER, taken.on, view.situation.policy.law):
        return taken.pay_by
    return max(taken.pay_by or taken.on, _reasonable_pay_by(taken.on, taken.sent_by, view))


def _time_is_up(on: date, pay_by: date | None, view: View) -> date:
    """The first day after a step taken ``on`` that another may come.

    A last day to pay that falls on a closed day is met by a payment on the next banking day (skuldebrevslagen 5 §).
    """
    if pay_by is None:
        return on + _ONE_DAY
    moves = view.situation.policy.moves_off_closed_days
    return max(on, next_banking_day(pay_by) if moves else pay_by) + _ONE_DAY


def _reasonable_pay_by(on: date, sent_by: str | None, view: View) -> date:
    """The earliest last day to pay of a demand; no legal step before it has passed (inkassolagen 5 §, 6 §)."""
    return earliest_pay_by(on, sent_by not in _ARRIVES_AT_ONCE, view.situation.policy.law)


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
    return end_of_month(day) if delay.end_of_month else day


def _passes_over(step: Step, view: View, stand: Footing, *, due: bool) -> bool:
    if step.if_missing is Otherwise.SKIP and lacking(step, view.situation.invoice):
        return True
    if step.action is ActionKind.WRITE_OFF and view.situation.state.written_off:
        return True
    if step.when is None or step.if_not is Otherwise.WAIT or view.wants(step):
        return False
    return due or not (changes_by_itself(step.when) or (stand.proposed and changes_with_a_step(step.when)))


def _may_return_on(step: Step, view: View) -> date | None:
    """The day that a step which was passed over may come after all, where only its condition kept it back."""
    if step.when is None or (step.if_missing is Otherwise.SKIP and lacking(step, view.situation.invoice)):
        return None
    return first_change(step.when, view)
