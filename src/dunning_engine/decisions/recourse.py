"""The recourse window: pursued through a day after the due date, bought back on the next, and then another policy's.

A paid invoice is never bought back, and a buy-back never makes a paid invoice unpaid: it is an event of its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.beyond import beyond, title_of
from dunning_engine.decisions.horizon import first_change
from dunning_engine.decisions.postings import buy_back_postings
from dunning_engine.decisions.sale import duties
from dunning_engine.decisions.settlement import buy_back_sum
from dunning_engine.policy.trade import BuyBack
from dunning_engine.rules.compiled import RECOURSE_WHEN

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.decisions.view import View
    from dunning_engine.facts.state import Sale
    from dunning_engine.policy.trade import Recourse

_ONE_DAY = timedelta(days=1)


def last_of_pursuit(situation: Situation) -> date | None:
    """The last day of the recourse window; ``None`` where the policy has none."""
    recourse = situation.policy.recourse
    return None if recourse is None else situation.due_on + timedelta(days=recourse.pursue_through_days)


def buy_back_from(view: View) -> date | None:
    """The first day that the invoice may be bought back, perhaps past; ``None``: never, as things stand."""
    situation = view.situation
    recourse, last, state = situation.policy.recourse, last_of_pursuit(situation), situation.state
    if recourse is None or last is None or not state.sold or state.paid or state.closed or state.with_agency:
        return None
    first = last + _ONE_DAY
    if RECOURSE_WHEN in view.holding:
        return first
    change = first_change(recourse.when, view)
    return None if change is None else max(first, change)


def buy_back(view: View, recourse: Recourse, sale: Sale) -> tuple[Action, ...]:
    """The buy-back of what is left, the policy that takes over, and who is told of it."""
    situation = view.situation
    purchase, state = situation.policy.purchase, situation.state
    left = max(state.balance, 0) if purchase is None else buy_back_sum(state, purchase, recourse, sale)
    amount = max(left, 0)
    beside = state.fees + state.interest if recourse.buy_back is BuyBack.BALANCE else 0
    bought_back = beyond(
        situation,
        "buy_back",
        title=title_of("buy_back"),
        source=recourse.span,
        section="recourse",
        before=sale.number,
        amount=amount,
        postings=buy_back_postings(beside, situation),
    )
    moved = beyond(
        situation,
        "continue_in",
        title=title_of("continue_in", policy=recourse.continue_in),
        source=recourse.span,
        section="recourse",
        before=sale.number,
        continue_in=recourse.continue_in,
    )
    due = duties(situation, sale, bought_back_on=situation.as_of)
    return (bought_back, moved, *(duty.action for duty in due if duty.earliest <= situation.as_of))
