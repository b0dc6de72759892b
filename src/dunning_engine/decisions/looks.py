"""The next day on which anything can happen to an invoice by itself: where a timeline looks again.

A decision's ``next`` is never too late, but where a step waits for a fact or for a person it says today, and where it waits
for a condition perhaps tomorrow, day after day. Then everything that days bring about is asked for its day: conditions that
count days or interest, pauses and promises that run out, the recourse window, what is owed for a sale, the interest invoice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.horizon import first_change
from dunning_engine.decisions.interest_due import Customers, concerned
from dunning_engine.decisions.interest_growth import grows_from
from dunning_engine.decisions.recourse import buy_back_from
from dunning_engine.decisions.sale import duties
from dunning_engine.policy.condition import comparisons

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.condition import Condition

_ONE_DAY = timedelta(days=1)
_GROW_WITH_INTEREST = frozenset({"interest_accrued", "customer_interest_total"})


def next_look(decision: Decision) -> date | None:
    """The first day after the decision's on which it may turn out otherwise though nobody does anything; ``None``: never."""
    view, coming = decision.reasoning.view, decision.next
    if view is None:
        return None
    if coming is None:
        days = _ends_of_exclusion(view) if decision.stage == "excluded" else iter(())
        return min((day for day in days if day > decision.as_of), default=None)
    waits = any(blocker.code == "condition_not_met" for blocker in decision.blockers)
    if coming.earliest > decision.as_of + (_ONE_DAY if waits else timedelta()):
        return coming.earliest
    return min((day for day in _changes(decision, view) if day > decision.as_of), default=None)


def _changes(decision: Decision, view: View) -> Iterator[date]:
    """Days from which something may be otherwise, past ones among them."""
    situation = view.situation
    state = situation.state
    for condition in view.conditions.values():
        yield from _turns_of(condition, view)
    for until in (state.pause_until, state.promise_until):
        yield from _known(None if until is None else until + _ONE_DAY)
    yield from _known(buy_back_from(view))
    if state.sale is not None:
        owed = duties(situation.before or situation, state.sale, bought_back_on=state.bought_back_on)
        yield from (duty.earliest for duty in owed)
    declared = situation.policy.interest_invoice
    if declared is not None and concerned(situation, declared):
        yield from _known(Customers([decision]).prospect(0, view, declared).again)


def _ends_of_exclusion(view: View) -> Iterator[date]:
    """Days on which an exclusion may end, past ones among them, and the one from which an item of zero or less is matched."""
    situation = view.situation
    for gate in situation.policy.exclude:
        yield from _turns_of(gate.when, view)
    if situation.invoice.amount <= 0:
        yield situation.unpaid_after + _ONE_DAY


def _turns_of(condition: Condition, view: View) -> Iterator[date]:
    grows = grows_from(view.situation) is not None
    for leaf in comparisons(condition):
        if grows or leaf.fact not in _GROW_WITH_INTEREST:
            yield from _known(first_change(leaf, view))


def _known(day: date | None) -> Iterator[date]:
    if day is not None:
        yield day
