"""Buying, recourse and interest invoices as evidence: which outcome held, how long the window lasts, what the threshold is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.explained.explanation import Line
from dunning_engine.decisions.explained.rules import told_rule
from dunning_engine.decisions.interest_growth import invoiceable
from dunning_engine.decisions.phrases import PHRASES, kronor
from dunning_engine.decisions.recourse import last_of_pursuit
from dunning_engine.rules.compiled import RECOURSE_WHEN, outcome_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.view import View


def told_offer(view: View, language: str) -> Iterator[Line]:
    """The outcomes of an invoice that is offered for sale, through the one that decides."""
    say = PHRASES[language]
    purchase = view.situation.policy.purchase
    if purchase is None or view.situation.state.sale is not None or not view.situation.invoice.offered_for_sale:
        return
    for index, outcome in enumerate(purchase.outcomes):
        headline = say["outcome"].format(title=outcome.title)
        if outcome.when is None:
            yield Line(f"{headline}: {say['always']} ({outcome.span})")
            return
        yield told_rule(view, outcome_name(index), headline, language)
        if outcome_name(index) in view.holding:
            return


def told_recourse(view: View, language: str) -> Iterator[Line]:
    """The recourse window of an invoice that is sold."""
    say = PHRASES[language]
    situation = view.situation
    if situation.policy.recourse is None or not situation.state.sold:
        return
    rule = told_rule(view, RECOURSE_WHEN, say["recourse"], language)
    last = last_of_pursuit(situation)
    window: tuple[Line, ...] = ()
    if RECOURSE_WHEN in view.holding and last is not None:
        window = (Line(say["window"].format(last=last, first=last + timedelta(days=1))),)
    yield Line(rule.text, (*rule.under, *window))


def told_interest_invoice(view: View, language: str) -> Iterator[Line]:
    """The threshold of interest invoices beside the interest that nothing demands yet."""
    say = PHRASES[language]
    declared = view.situation.policy.interest_invoice
    interest = invoiceable(view.situation)
    if declared is None or not interest:
        return
    together = declared.or_customer_total_at_least
    yield Line(
        say["interest_invoice"].format(
            title=declared.title,
            interest=kronor(interest),
            least=kronor(declared.at_least),
            total="" if together is None else say["customer_total"].format(least=kronor(together)),
            source=declared.span,
        )
    )
