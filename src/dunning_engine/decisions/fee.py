"""What a step costs the debtor by itself: its fee under the law's gates and caps, whatever compensation there may be.

Lag (1981:739): a reminder fee only where agreed (2 §), one collection fee per debt (3 §), caps by the day (4 §).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.phrases import kronor
from dunning_engine.law.values import FeeKind
from dunning_engine.policy.model import FEE_KINDS

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.view import View
    from dunning_engine.law.values import Law
    from dunning_engine.policy.model import Step


@dataclass(frozen=True, slots=True)
class Charge:
    """A step's fee in öre; ``compensation`` is the part of it that is the 450 kr. ``law`` are the paragraphs behind it."""

    fee: int = 0
    compensation: int = 0
    blockers: tuple[Blocker, ...] = ()
    law: tuple[str, ...] = ()


def own_fee(step: Step, on: date, view: View, *, demanded: bool, charged_by: str | None) -> Charge:
    """The step's fee if it is taken ``on``.

    ``demanded``: a collection demand has been charged already; ``charged_by``: what has cost a fee under another policy.
    """
    kind = FEE_KINDS.get(step.action)
    if step.fee is None or step.fee.amount == 0 or kind is None:
        return Charge()
    refused = _refused(kind, step, view, demanded=demanded, charged_by=charged_by)
    if refused is not None:
        return Charge(blockers=(refused,))
    law = view.situation.policy.law
    cap = law.fee_cap(kind, on)
    if cap is None:
        return Charge(blockers=(_blocker("no_fee_cap", step, day=on.isoformat()),))
    cited = (law.paragraph(kind.value),)
    if step.fee.amount is None or step.fee.amount <= cap:
        return Charge(fee=cap if step.fee.amount is None else step.fee.amount, law=cited)
    lowered = _blocker("fee_capped", step, declared=kronor(step.fee.amount), cap=kronor(cap))
    return Charge(fee=cap, blockers=(lowered,), law=cited)


def above_cap(fee: int, kind: FeeKind, on: date, law: Law) -> bool:
    """Whether a fee (öre) that was charged ``on`` is more than the law lets one of that kind be."""
    return fee > 0 and fee > (law.fee_cap(kind, on) or 0)


def _refused(kind: FeeKind, step: Step, view: View, *, demanded: bool, charged_by: str | None) -> Blocker | None:
    if kind is FeeKind.COLLECTION_DEMAND and demanded:
        return _blocker("already_charged", step)
    if kind is not FeeKind.REMINDER:
        return None
    if charged_by is not None:
        return _blocker("already_charged", step, reminder=charged_by)
    return None if _fee_agreed(view) else _blocker("fee_not_agreed", step, fact="reminder_fee_agreed")


def _blocker(code: str, step: Step, *, fact: str | None = None, **details: str) -> Blocker:
    return Blocker(code=code, fact=fact, step=step.name, source=str(step.span), details=details)


def _fee_agreed(view: View) -> bool:
    agreed = view.situation.invoice.reminder_fee_agreed
    return (view.situation.policy.agreed_terms.reminder_fee if agreed is None else agreed) is True
