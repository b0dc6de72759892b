"""What a step may charge: its own fee, and late-payment compensation with its offset.

Lag (1981:739): 450 kr between traders (4 a §), against which the other fees count only for the part of their sum above
it (5 §), whoever claimed them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.charged import (
    Claim,
    by_themselves,
    charged_elsewhere,
    charged_in_all,
    claims_before,
    compensation_claimed,
    demand_charged,
)
from dunning_engine.decisions.fee import Charge, own_fee
from dunning_engine.policy.model import CLAIMING

if TYPE_CHECKING:
    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Step


def charge_for(step: Step, index: int, view: View) -> Charge:
    """What ``step``, at ``index`` of the ladder, charges if it is taken on the invoice's day."""
    situation = view.situation
    before = claims_before(view)
    own = own_fee(
        step,
        situation.as_of,
        view,
        demanded=demand_charged(before, view),
        charged_by=charged_elsewhere(before),
    )
    due = _compensation_due(step, index, view)
    compensation = due or (_compensation_to_set_off(step, before, view) if own.fee and before else None)
    if compensation is None:
        return own
    charged = charged_in_all(before, compensation, view)
    fees = by_themselves([*before, Claim(step.name, step, situation.as_of, 0, elsewhere=False)], view)
    left = max(0, max(compensation, fees) - charged)
    law = situation.policy.law
    if due is None:
        if left >= own.fee:
            return own
        return Charge(fee=left, blockers=own.blockers, law=(*own.law, law.paragraph("fee_offset")))
    return Charge(
        fee=left,
        compensation=max(0, min(charged + left, compensation) - charged),
        blockers=own.blockers,
        law=(law.paragraph("late_compensation"), law.paragraph("fee_offset")),
    )


def _compensation_to_set_off(step: Step, before: list[Claim], view: View) -> int | None:
    """The 450 in öre, where the policy does not claim it with this step but an earlier step has, under any policy."""
    if step.action not in CLAIMING or not compensation_claimed(before, view):
        return None
    return view.situation.policy.law.late_compensation(view.situation.as_of)


def _compensation_due(step: Step, index: int, view: View) -> int | None:
    """The 450 in öre, where the policy claims it with this step or an earlier one and the law gives the right to it.

    The right comes with the right to late interest, between traders and towards authorities, never against consumers.
    """
    situation = view.situation
    declared = situation.policy.late_compensation
    first_day = situation.accrual.first_day
    if declared is None or not declared.claim or step.action not in CLAIMING:
        return None
    if situation.invoice.customer_kind == "consumer" or situation.as_of < first_day:
        return None
    names = [candidate.name for candidate in view.ladder]
    if index < names.index(declared.at_step):
        return None
    law = situation.policy.law
    # The right to it is none that a claim from before the law can have got afterwards.
    arisen = law.late_compensation(situation.invoice.issued_on)
    return None if arisen is None else law.late_compensation(situation.as_of)
