"""What every contender must say about an invoice on a day; they are compared on it, invoice by invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.decision import Decision


class Answer(NamedTuple):
    """The step taken today with its fee and interest (öre) and its last day to pay; then the step after and its earliest day."""

    action: str | None = None
    fee: int = 0
    interest: int = 0
    pay_by: date | None = None
    next_step: str | None = None
    earliest: date | None = None


def answer_of(decision: Decision) -> Answer:
    """The part of the engine's decision that the others give too."""
    following = decision.next
    said = (following.step, following.earliest) if following else (None, None)
    for action in decision.actions:
        if action.action != "request_information":
            return Answer(action.action, action.fee, action.interest, action.pay_by, *said)
    return Answer(None, 0, 0, None, *said)
