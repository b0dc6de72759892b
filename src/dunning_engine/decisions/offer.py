"""An invoice that is offered for sale: the first outcome that holds decides, with the terms shown before anything is sold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.decisions.beyond import beyond
from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.horizon import first_change
from dunning_engine.decisions.postings import purchase_postings
from dunning_engine.decisions.recourse import last_of_pursuit
from dunning_engine.decisions.sale import duties, tell_client, terms_of
from dunning_engine.facts.state import Sale
from dunning_engine.policy.model import Approval
from dunning_engine.policy.trade import SALE_BY, Notify, OutcomeKind
from dunning_engine.rules.compiled import outcome_name
from dunning_engine.rules.reference import failing

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.trade import Outcome, Purchase

_ASSESSMENT = frozenset({"credit_risk", "has_credit_risk"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What an offer comes to on its day; ``stage`` is where the invoice stands until the caller has recorded it.

    ``changes_on`` is the first day that another outcome may decide though nothing happens but that days pass.
    """

    stage: str
    actions: tuple[Action, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    changes_on: date | None = None
    waits_for: tuple[str, ...] = ()


def answer(view: View, purchase: Purchase) -> Answer:
    """The outcome for an invoice that is offered and not sold."""
    outcome, assessed = _deciding(view, purchase)
    changes_on = min(
        (day for one in purchase.outcomes if one.when is not None and (day := first_change(one.when, view))),
        default=None,
    )
    if outcome is None:
        return Answer("offered", (), (Blocker(code="no_outcome", source=str(purchase.span), details={}),), changes_on)
    if not assessed:
        details = {"title": outcome.title, "fact": "credit_risk"}
        lacking = Blocker(code="missing_fact", fact="credit_risk", source=str(outcome.span), details=details)
        return Answer("offered", (), (lacking,), changes_on, ("credit_risk",))
    if outcome.kind is OutcomeKind.REVIEW:
        waits = Blocker(code="review", source=str(outcome.span), details={"title": outcome.title})
        return Answer("review", _undone(view, *_review(view, outcome)), (waits,), changes_on)
    if outcome.kind is OutcomeKind.DECLINE:
        decline, *told = _declined(view, outcome)
        declined = decline.key in view.situation.state.done
        return Answer("declined" if declined else "offered", _undone(view, decline, *told), (), changes_on)
    last = last_of_pursuit(view.situation)
    if last is not None and view.situation.as_of > last and outcome.kind is not OutcomeKind.BUY_WITHOUT_RECOURSE:
        details = {"title": outcome.title, "day": last.isoformat()}
        return Answer(
            "offered", (), (Blocker(code="recourse_over", source=str(outcome.span), details=details),), changes_on
        )
    return Answer("offered", _bought(view, purchase, outcome), (), changes_on)


def _deciding(view: View, purchase: Purchase) -> tuple[Outcome | None, bool]:
    """The first outcome that holds; or, not assessed, the first that only the credit assessment is missing for."""
    for index, outcome in enumerate(purchase.outcomes):
        if outcome.when is None or outcome_name(index) in view.holding:
            return outcome, True
        if view.situation.invoice.credit_risk is None:
            leaves = failing(outcome.when, view.row)
            if all(leaf.fact in _ASSESSMENT for leaf in leaves):
                return outcome, False
    return None, True


def _undone(view: View, *actions: Action) -> tuple[Action, ...]:
    return tuple(action for action in actions if action.key not in view.situation.state.done)


def _review(view: View, outcome: Outcome) -> tuple[Action, ...]:
    situation, approval = view.situation, Approval.MANUAL.value
    review = beyond(
        situation, "review", title=outcome.title, source=outcome.span, section="purchase", approval=approval
    )
    return (review, *_told(view, outcome))


def _declined(view: View, outcome: Outcome) -> tuple[Action, ...]:
    decline = beyond(view.situation, "decline", title=outcome.title, source=outcome.span, section="purchase")
    return (decline, *_told(view, outcome))


def _told(view: View, outcome: Outcome) -> tuple[Action, ...]:
    if outcome.notify_client is not Notify.IMMEDIATELY:
        return ()
    return (tell_client(view.situation, outcome.kind.value, outcome.title, outcome.span),)


def _bought(view: View, purchase: Purchase, outcome: Outcome) -> tuple[Action, ...]:
    """The purchase, and what is due the same day once it has been made."""
    situation = view.situation
    state, as_of = situation.state, situation.as_of
    terms = terms_of(purchase, state.principal, as_of)
    buy = beyond(
        situation,
        outcome.kind.value,
        title=outcome.title,
        source=outcome.span,
        section="purchase",
        terms=terms,
        postings=purchase_postings(outcome.kind, state.principal, terms, situation),
    )
    sale = Sale(SALE_BY[outcome.kind], as_of, state.principal, settled_before=state.principal_settled)
    due = duties(situation, sale, bought_back_on=None)
    return (buy, *(duty.action for duty in due if duty.earliest <= as_of))
