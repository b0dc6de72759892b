"""Buying, recourse and interest invoices in words: which outcome held, how long the window lasts, what the threshold is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.explain_rules import told_rule
from dunning_engine.decisions.interest_growth import invoiceable
from dunning_engine.decisions.phrases import PHRASES, kronor
from dunning_engine.decisions.recourse import last_of_pursuit
from dunning_engine.decisions.settlement import buy_back_sum, outlay, price_of
from dunning_engine.policy.trade import BuyBack
from dunning_engine.rules.compiled import RECOURSE_WHEN, outcome_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.situation import Situation
    from dunning_engine.decisions.view import View


def told_offer(view: View, language: str) -> Iterator[str]:
    """The outcomes of an invoice that is offered for sale, through the one that decides."""
    say = PHRASES[language]
    purchase = view.situation.policy.purchase
    if purchase is None or view.situation.state.sale is not None or not view.situation.invoice.offered_for_sale:
        return
    for index, outcome in enumerate(purchase.outcomes):
        headline = say["outcome"].format(title=outcome.title)
        if outcome.when is None:
            yield f"{headline}: {say['always']}"
            return
        yield from told_rule(view, outcome_name(index), headline, language)
        if outcome_name(index) in view.holding:
            return


def told_recourse(view: View, language: str) -> Iterator[str]:
    """The recourse window of an invoice that is sold, or what became of it once it has been bought back."""
    say = PHRASES[language]
    situation = view.situation
    if situation.before is not None:
        day = situation.state.bought_back_on
        yield say["continues"].format(day=day, policy=situation.before.policy.title)
    if situation.policy.recourse is None or not situation.state.sold:
        return
    yield from told_rule(view, RECOURSE_WHEN, say["recourse"], language)
    last = last_of_pursuit(situation)
    if RECOURSE_WHEN in view.holding and last is not None:
        yield "  " + say["window"].format(last=last, first=last + timedelta(days=1))
        if last < situation.as_of:
            yield "  " + _sum(situation, say)


def _sum(situation: Situation, say: dict[str, str]) -> str:
    """What the buy-back is made of."""
    state, policy = situation.state, situation.policy
    if state.sale is None or policy.purchase is None or policy.recourse is None:
        return ""
    price, given = price_of(policy.purchase, state.sale), outlay(policy.purchase, state.sale)
    beside = state.fees + state.interest if policy.recourse.buy_back is BuyBack.BALANCE else 0
    return say["buy_back_sum"].format(
        price=kronor(price),
        fee=kronor(given - price),
        received=kronor(state.principal_settled - state.sale.settled_before),
        beside=say["beside"].format(beside=kronor(beside)) if beside else "",
        amount=kronor(max(0, buy_back_sum(state, policy.purchase, policy.recourse, state.sale))),
    )


def told_interest_invoice(view: View, language: str) -> Iterator[str]:
    """The threshold of interest invoices beside the interest that nothing demands yet."""
    say = PHRASES[language]
    declared = view.situation.policy.interest_invoice
    interest = invoiceable(view.situation)
    if declared is None or not interest:
        return
    together = declared.or_customer_total_at_least
    yield say["interest_invoice"].format(
        title=declared.title,
        interest=kronor(interest),
        least=kronor(declared.at_least),
        total="" if together is None else say["customer_total"].format(least=kronor(together)),
        source=declared.span,
    )
