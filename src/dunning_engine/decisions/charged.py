"""What has been claimed for an invoice so far, on its ladder and under any other policy, and what that has cost.

One debt has one creditor at a time, and the debtor pays for one reminder and one collection demand, whoever sent them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dunning_engine.decisions.fee import above_cap, own_fee
from dunning_engine.law.values import FeeKind
from dunning_engine.policy.model import CLAIMING, ActionKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Policy, Step


class Claim(NamedTuple):
    """A letter that claims, sent on a day; ``fee`` is the öre that it charged.

    ``step`` is ``None`` where the policy that it belongs to is not known. ``elsewhere``: this ladder has no such step.
    """

    name: str
    step: Step | None
    on: date
    fee: int
    elsewhere: bool


def claims_before(view: View) -> list[Claim]:
    """The claims made so far, by day; the work on a payment order is another law's and is none of them.

    A ledger without events names its last step and no fees: that each step before it was taken and charged all it could is
    the one assumption under which nothing is charged twice.
    """
    if not view.situation.state.steps:
        return []
    if view.situation.invoice.last_step is not None:
        return _assumed(view)
    claims = [
        Claim(step.name, step, one.on, one.fee, elsewhere=False)
        for step, one in view.steps_taken
        if step.action in CLAIMING
    ]
    if view.steps_elsewhere:
        claims += [
            Claim(one.step, step, one.on, one.fee, elsewhere=True)
            for step, one in view.steps_elsewhere
            if _claims(step)
        ]
        claims.sort(key=lambda claim: claim.on)
    return claims


def demand_charged(claims: Iterable[Claim], view: View) -> bool:
    """Whether a collection demand has cost something: one that is known, or what costs more than a reminder may."""
    return any(_is_demand(claim, claim.fee, view) for claim in claims)


def charged_elsewhere(claims: Iterable[Claim]) -> str | None:
    """The title, otherwise the name, of the first step under another policy that has cost a fee."""
    return next((_called(claim) for claim in claims if claim.elsewhere and claim.fee), None)


def by_themselves(claims: Iterable[Claim], view: View) -> int:
    """What the claims cost where there is no compensation, in öre; a demand counts once."""
    return sum(fee for _, fee in _each_by_itself(claims, view))


def charged_in_all(claims: Iterable[Claim], compensation: int, view: View) -> int:
    """The fees of the claims in öre, with the ``compensation`` that steps without known fees are taken to have brought."""
    charged = sum(claim.fee for claim in claims)
    if view.situation.invoice.last_step is None or not _came_to_compensation(view):
        return charged
    return max(compensation, charged)


def compensation_claimed(claims: Iterable[Claim], view: View) -> bool:
    """Whether late-payment compensation may be in what was charged, under this policy or the one before it.

    A fee that is more than any reminder or demand may cost can be nothing else.
    """
    law = view.situation.policy.law
    before = view.situation.before
    carrying = () if before is None else _carrying(before.policy)
    return any(
        claim.name in carrying or above_cap(claim.fee, FeeKind.COLLECTION_DEMAND, claim.on, law) for claim in claims
    )


def _assumed(view: View) -> list[Claim]:
    """The claims of a ledger that names its last step, each with all that it could charge."""
    law, on = view.situation.policy.law, view.situation.state.steps[-1].on
    claims = [Claim(step.name, step, on, 0, elsewhere=False) for step in view.ladder[: view.furthest + 1]]
    for step, one in view.steps_elsewhere:
        # A step that nobody knows may have been a demand.
        fee = 0 if step is not None else law.fee_cap(FeeKind.COLLECTION_DEMAND, on) or 0
        claims.append(Claim(one.step, step, on, fee, elsewhere=True))
    claiming = [claim for claim in claims if _claims(claim.step)]
    return [claim._replace(fee=fee) for claim, fee in _each_by_itself(claiming, view)]


def _each_by_itself(claims: Iterable[Claim], view: View) -> list[tuple[Claim, int]]:
    found = []
    demanded = False
    charged_by: str | None = None
    for claim in claims:
        if claim.step is None:
            # What is above every cap has compensation in it; how much of it is a fee cannot be known.
            unknown = above_cap(claim.fee, FeeKind.COLLECTION_DEMAND, claim.on, view.situation.policy.law)
            fee = 0 if unknown else claim.fee
        else:
            other = None if claim.elsewhere else charged_by
            fee = own_fee(claim.step, claim.on, view, demanded=demanded, charged_by=other).fee
        found.append((claim, fee))
        demanded = demanded or _is_demand(claim, fee, view)
        if claim.elsewhere and (claim.fee or fee):
            charged_by = _called(claim)
    return found


def _claims(step: Step | None) -> bool:
    return step is None or step.action in CLAIMING


def _is_demand(claim: Claim, fee: int, view: View) -> bool:
    if claim.step is not None:
        return fee > 0 and claim.step.action is ActionKind.DEMAND
    return above_cap(claim.fee, FeeKind.REMINDER, claim.on, view.situation.policy.law)


def _called(claim: Claim) -> str:
    return claim.name if claim.step is None else claim.step.title


def _came_to_compensation(view: View) -> bool:
    """Whether a ledger that names its last step has come to one that brings the compensation."""
    situation = view.situation
    declared = situation.policy.late_compensation
    if declared is not None and declared.at_step in {step.name for step in view.ladder[: view.furthest + 1]}:
        return True
    carrying = () if situation.before is None else _carrying(situation.before.policy)
    return any(one.step in carrying for one in situation.state.steps)


def _carrying(policy: Policy) -> tuple[str, ...]:
    """The steps that bring the compensation under ``policy``, or come after the one that does."""
    declared = policy.late_compensation
    if declared is None or not declared.claim:
        return ()
    names = [step.name for step in policy.steps]
    return tuple(names[names.index(declared.at_step) :])
