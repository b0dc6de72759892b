"""The outcomes of an offer, held against one another: each decides some offer, and every offer is decided.

An outcome that only the credit assessment is missing for is waited for, so what stands after it is not reached either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.policy.condition import Any, Compare, Operator, comparisons, negated
from dunning_engine.policy.known import awaiting, offered
from dunning_engine.policy.satisfy import can_hold, follows
from dunning_engine.policy.trade import SALE_BY, Notify, OutcomeKind
from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.draft import Draft
    from dunning_engine.policy.trade import Outcome
    from dunning_engine.problems import Problem, Span
    from dunning_engine.text.source import Path

_HAS_ASSESSMENT = "has_credit_risk"


def check_reached(draft: Draft) -> Iterator[Problem]:
    """Each outcome decides some offer that those before it leave, and together they leave none."""
    known = offered(draft)
    if draft.policy.purchase is None or not draft.outcomes_read or not can_hold(*known):
        return
    left = [*known]
    before: list[Outcome] = []
    for outcome, path in draft.outcomes:
        when = () if outcome.when is None else (outcome.when,)
        if not can_hold(*when):
            continue  # a contradiction, which is spoken of by itself
        if before and before[-1].when is None:
            reason = f"'{before[-1].title}' before it has no condition and always decides"
            yield _never_decides(draft, outcome, path, reason, (before[-1].span,))
        elif not can_hold(*when, *known):
            yield _never_decides(
                draft, outcome, path, "its condition holds for no invoice that is still to be sold", ()
            )
        elif not can_hold(*when, *left):
            alone = tuple(other.span for other in before if other.when is not None and follows(other.when, when))
            reason = "an earlier outcome holds wherever it does"
            yield _never_decides(draft, outcome, path, reason, alone[:1] or tuple(other.span for other in before))
        else:
            before.append(outcome)
            left += (condition for one in when for condition in _left_by(one))
    if not (before and before[-1].when is None) and can_hold(*left):
        yield draft.document.problem(
            "DE379",
            "an offer may be left undecided: there are invoices that none of the outcomes holds for",
            ("purchase", "outcomes"),
            on="key",
            hint="end with an outcome without 'when:', such as {outcome: decline, title: Nekad för köp}",
            severity=Severity.WARNING,
        )


def check_one_way(draft: Draft) -> Iterator[Problem]:
    """A policy buys or lends: fee and advance are those of one of them."""
    selling = [(outcome, path) for outcome, path in draft.outcomes if outcome.kind in SALE_BY]
    for outcome, path in selling[1:]:
        first = selling[0][0]
        if (outcome.kind is OutcomeKind.LEND) is not (first.kind is OutcomeKind.LEND):
            yield draft.document.problem(
                "DE380",
                "this policy both buys invoices and lends against them",
                (*path, "outcome"),
                hint="keep a policy for each: fee, advance and recourse are not the same",
                related=(first.span,),
            )
            return


def check_notices(draft: Draft) -> Iterator[Problem]:
    """Nobody is told at a payout that never comes."""
    for outcome, path in draft.outcomes:
        if outcome.notify_client is Notify.AT_PAYOUT and outcome.kind not in SALE_BY:
            yield draft.document.problem(
                "DE384",
                f"the client would never be told: nothing is paid out where the outcome is '{outcome.kind}'",
                (*path, "notify_client"),
                hint="write 'notify_client: immediately'",
            )


def _never_decides(draft: Draft, outcome: Outcome, path: Path, reason: str, related: tuple[Span, ...]) -> Problem:
    return draft.document.problem(
        "DE373",
        f"'{outcome.title}' is never the outcome: {reason}",
        (*path, "outcome" if outcome.when is None else "when"),
        on="key",
        hint="the first outcome that holds decides: move the narrower one up, or remove it",
        related=related,
    )


def _left_by(when: Condition) -> Iterator[Condition]:
    """What holds for the offers that an outcome with this condition neither decides nor waits for."""
    yield negated(when)
    span = next(comparisons(when)).span
    yield Any((Compare(_HAS_ASSESSMENT, Operator.IS, 1, span), negated(awaiting(when))))
