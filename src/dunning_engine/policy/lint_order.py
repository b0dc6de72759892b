"""When the steps come due, one after the other: no step before its turn, none while the one before may still be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.model import Anchor, Days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.draft import Draft, Ladder, Rung
    from dunning_engine.policy.model import Step
    from dunning_engine.problems import Problem

_BANKING_DAYS_A_WEEK = 5
_DAYS_OFF_A_WEEK = 2


def check_first_step(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """The first step has none before it that its delay could count from."""
    first = ladder.rungs[0]
    if first.step.delay.anchor is Anchor.PREVIOUS_STEP:
        yield draft.document.problem(
            "DE334",
            f"step '{first.step.name}' is the first: there is no previous step to count from",
            first.where_delay(),
            on="key",
            hint="write 'days_after_due_date'",
        )


def check_time_to_pay(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """A step's delay must reach past the last day to pay of the step before it."""
    for before, after in zip(ladder.rungs, ladder.rungs[1:], strict=False):
        to_pay = before.step.pay_within_days
        gap = _days_between(before, after.step)
        if to_pay is not None and gap is not None and gap <= to_pay:
            yield draft.document.problem(
                "DE335",
                f"step '{after.step.name}' would come before the {to_pay} days to pay of '{before.step.name}' have passed",
                after.where_delay(),
                hint=f"write at least {_count_for(after.step, to_pay + 1 - gap)}, or shorten 'pay_within_days'",
                related=(draft.document.value_span(before.where("pay_within_days")),),
            )


def check_direction(draft: Draft, ladder: Ladder) -> Iterator[Problem]:
    """Days after the due date (or the invoice date) grow from step to step; otherwise they decide nothing."""
    for anchor in (Anchor.DUE_DATE, Anchor.INVOICE_DATE):
        before: Rung | None = None
        reached = 0  # the first day after the anchor on which the step before can have been taken
        for rung in ladder.rungs:
            delay = rung.step.delay
            day = _fewest_days(delay.days)
            if delay.anchor is anchor and before is not None and day <= reached and not delay.end_of_month:
                yield _too_early(draft, before, rung, reached)
            if rung.may_be_passed_over:
                continue  # what follows it may come as early as without it
            if delay.anchor is anchor:
                before, reached = rung, max(day, reached + 1)
            elif delay.anchor is Anchor.PREVIOUS_STEP and before is not None:
                before, reached = rung, reached + day
            else:
                before, reached = None, 0


def _too_early(draft: Draft, before: Rung, rung: Rung, reached: int) -> Problem:
    anchor = rung.step.delay.anchor.value.replace("_", " ")
    return draft.document.problem(
        "DE336",
        f"step '{rung.step.name}' is due {rung.step.delay.days.count} days after the {anchor}, "
        f"but '{before.step.name}' before it not until day {reached}",
        rung.where_delay(),
        hint=f"write more than {reached}, or put the steps in the order of their days",
        related=(draft.document.value_span(before.where_delay()),),
    )


def _days_between(earlier: Rung, after: Step) -> int | None:
    """The fewest days from one step to the next, ``None`` where the policy does not fix them."""
    if after.delay.end_of_month:
        return None
    if after.delay.anchor is Anchor.PREVIOUS_STEP:
        return _fewest_days(after.delay.days)
    before = earlier.step
    if earlier.may_be_passed_over or before.delay.end_of_month or before.delay.anchor is not after.delay.anchor:
        return None
    if before.delay.days.banking or after.delay.days.banking:
        return None
    return after.delay.days.count - before.delay.days.count


def _count_for(step: Step, more: int) -> str:
    unit = "banking days" if step.delay.days.banking else "days"
    return f"{step.delay.days.count + more} {unit}"


def _fewest_days(days: Days) -> int:
    """Calendar days that the delay takes at least; a banking day's weekend lies between every fifth and the next."""
    if not days.banking or not days.count:
        return days.count
    return days.count + _DAYS_OFF_A_WEEK * ((days.count - 1) // _BANKING_DAYS_A_WEEK)


LADDER_CHECKS = (check_first_step, check_time_to_pay, check_direction)
