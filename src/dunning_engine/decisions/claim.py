"""What a step may charge: its fee under the law's gates and caps, and late-payment compensation with its offset.

Lag (1981:739): a reminder fee only where agreed (2 §), caps by the day (4 §), one collection fee per debt, 450 kr between
traders (4 a §), against which the other fees count only for the part of their sum above it (5 §).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.phrases import kronor
from dunning_engine.law.values import FeeKind
from dunning_engine.policy.model import CLAIMING, FEE_KINDS, ActionKind

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.view import View
    from dunning_engine.policy.model import Step


@dataclass(frozen=True, slots=True)
class Charge:
    """A step's fee in öre; ``compensation`` is the part of it that is the 450 kr. ``law`` are the paragraphs behind it."""

    fee: int = 0
    compensation: int = 0
    blockers: tuple[Blocker, ...] = ()
    law: tuple[str, ...] = ()


def charge_for(step: Step, index: int, view: View) -> Charge:
    """What ``step``, at ``index`` of the ladder, charges if it is taken on the invoice's day."""
    situation = view.situation
    own = _own_fee(step, situation.as_of, view, first_demand=not _demand_charged(view))
    compensation = _compensation_due(step, index, view)
    if compensation is None:
        return own
    charged = _charged_before(view, compensation)
    claims = [*_claims_before(view), (step, situation.as_of)]
    fee = max(0, max(compensation, _fees_by_themselves(claims, view)) - charged)
    part = max(0, min(charged + fee, compensation) - charged)
    law = situation.policy.law
    return Charge(
        fee=fee,
        compensation=part,
        blockers=own.blockers,
        law=(law.paragraph("late_compensation"), law.paragraph("fee_offset")),
    )


def _charged_before(view: View, compensation: int) -> int:
    """The fees of the claims made so far, in öre.

    A ledger without events names its last step and no fees: that each step charged all it could is the one assumption
    under which nothing is charged twice.
    """
    if view.situation.invoice.last_step is None:
        return sum(taken.fee for one, taken in view.steps_taken if one.action in CLAIMING)
    declared = view.situation.policy.late_compensation
    fees = _fees_by_themselves(_claims_before(view), view)
    compensated = declared is not None and declared.at_step in {one.name for one in view.ladder[: view.furthest + 1]}
    return max(compensation, fees) if compensated else fees


def _claims_before(view: View) -> list[tuple[Step, date]]:
    """The claims made so far, each with its day; the cost of a payment order is another law's and is not set off."""
    taken = [(one, taken.on) for one, taken in view.steps_taken]
    if view.situation.invoice.last_step is not None:
        taken = [(one, on) for _, on in taken for one in view.ladder[: view.furthest + 1]]
    return [(one, on) for one, on in taken if one.action in CLAIMING]


def _fees_by_themselves(claims: list[tuple[Step, date]], view: View) -> int:
    """What the claims cost where there is no compensation, in öre; a demand counts once."""
    total = 0
    demanded = False
    for one, on in claims:
        fee = _own_fee(one, on, view, first_demand=not demanded).fee
        demanded = demanded or (fee > 0 and one.action is ActionKind.DEMAND)
        total += fee
    return total


def _own_fee(step: Step, on: date, view: View, *, first_demand: bool) -> Charge:
    """The step's fee by itself, whatever compensation there may be."""
    kind = FEE_KINDS.get(step.action)
    if step.fee is None or step.fee.amount == 0 or kind is None:
        return Charge()
    policy = view.situation.policy
    if kind is FeeKind.COLLECTION_DEMAND and not first_demand:
        return Charge(blockers=(Blocker(code="already_charged", step=step.name, source=str(step.span), details={}),))
    if kind is FeeKind.REMINDER and not _fee_agreed(view):
        blocker = Blocker(
            code="fee_not_agreed", fact="reminder_fee_agreed", step=step.name, source=str(step.span), details={}
        )
        return Charge(blockers=(blocker,))
    cap = policy.law.fee_cap(kind, on)
    if cap is None:
        details = {"day": on.isoformat()}
        return Charge(blockers=(Blocker(code="no_fee_cap", step=step.name, source=str(step.span), details=details),))
    cited = (policy.law.paragraph(kind.value),)
    if step.fee.amount is None or step.fee.amount <= cap:
        return Charge(fee=cap if step.fee.amount is None else step.fee.amount, law=cited)
    details = {"declared": kronor(step.fee.amount), "cap": kronor(cap)}
    lowered = Blocker(code="fee_capped", step=step.name, source=str(step.span), details=details)
    return Charge(fee=cap, blockers=(lowered,), law=cited)


def _fee_agreed(view: View) -> bool:
    agreed = view.situation.invoice.reminder_fee_agreed
    return (view.situation.policy.agreed_terms.reminder_fee if agreed is None else agreed) is True


def _demand_charged(view: View) -> bool:
    return any(step.action is ActionKind.DEMAND and taken.fee > 0 for step, taken in view.steps_taken)


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
