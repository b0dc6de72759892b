"""The steps that are taken on made-up invoices, and what they claim."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dunning_engine.policy.model import FEE_KINDS, ActionKind
from dunning_engine.testing.ledgers import words
from dunning_engine.testing.ledgers.draws import NEVER, NONE
from dunning_engine.testing.ledgers.life import PLAN, UNPAID

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunning_engine.policy.model import Step
    from dunning_engine.testing.ledgers.draws import Flags, Ints
    from dunning_engine.testing.ledgers.happenings import Value
    from dunning_engine.testing.ledgers.ladder import Ladder
    from dunning_engine.testing.ledgers.life import Life
    from dunning_engine.testing.ledgers.scene import Scene
    from dunning_engine.testing.ledgers.trade import Sales


class Claims:
    """What has been claimed of each row, in öre: ``settled`` of the interest by instalments, ``by_back`` before a buy-back."""

    def __init__(self, count: int) -> None:
        self.fees, self.interest, self.settled, self.by_back, self.last_on = np.zeros((5, count), dtype=np.int64)


def tell_steps(scene: Scene, life: Life, claims: Claims, ladder: Ladder, sales: Sales) -> None:
    """The steps of one policy on its rows, each taken on its day while the invoice is unpaid and nothing holds it."""
    told, invoices, rows = scene.told, scene.invoices, sales.rows
    tell: Callable[..., None] = partial(told.add, rows=rows)
    owed = (invoices.amount - life.credit)[rows]
    # What was credited in whole is dunned no more.
    over = np.minimum(life.paid_on[rows], np.where(owed <= 0, life.credit_on[rows], NEVER))
    stopped = invoices.amount[rows] <= 0
    reminded = False
    for rung in ladder.rungs:
        step, on = rung.step, life.after_hold(rung.on, rows)
        taken = rung.reached & ~stopped & (on < over)
        before = claims.interest[rows]
        interest = scene.accrual.interest(owed, invoices.due[rows], on) if step.interest else before
        fee = 0 if step.fee is None else step.fee.amount or 0
        terms: dict[str, Value] = {
            "step": told.word(step.name),
            "fee": fee,
            "interest": interest,
            "pay_by": NONE if step.pay_within_days is None else on + step.pay_within_days,
            "sent_by": np.where(rung.sent_by == NONE, NONE, told.one_of(words.CHANNELS, rung.sent_by)),
        }
        tell("step", taken, on, key=told.word(step.name), **terms)
        for fact in step.request_if_missing:
            lacking = taken & (invoices.customers.identity[rows] == NONE)
            tell("information_requested", lacking, on, fact=told.word(fact))
        if step.action in FEE_KINDS and not reminded:
            reminded = True
            again = taken & scene.draws.chance("again", 0.01)[rows] & (on + 1 < over)
            tell("step_cancelled", again, on + 1, step=terms["step"])
            tell("step", again, on + 1, key=told.word(f"{step.name}/2"), **terms | {"pay_by": terms["pay_by"] + 1})
        if step.action is ActionKind.HAND_OVER:
            _tell_agency(scene, tell, taken, on, rows)
        if step.send_by:
            stopped |= _tell_failed(
                scene, tell, step, on, rows, may=taken & (on + 6 < over), unpaid=life.fate[rows] == UNPAID
            )
        between = (claims.last_on[rows] < life.hold_from[rows]) & (on >= life.hold_to[rows])
        claims.settled[rows] += np.where(taken & between & (life.hold[rows] == PLAN), before, 0)
        claims.fees[rows] += np.where(taken, fee, 0)
        claims.interest[rows] = np.where(taken, interest, before)
        claims.last_on[rows] = np.where(taken, on, claims.last_on[rows])
        stated = claims.fees[rows] + claims.interest[rows]
        claims.by_back[rows] = np.where(taken & (on <= sales.back), stated, claims.by_back[rows])


def _tell_agency(scene: Scene, tell: Callable[..., None], taken: Flags, on: Ints, rows: Ints) -> None:
    agency = scene.told.one_of(words.AGENCIES, scene.invoices.client[rows])
    tell("handed_over", taken, on, agency=agency)
    tell("withdrawn", taken & scene.draws.chance("withdrawn", 0.15)[rows], on + 30, agency=agency)


def _tell_failed(
    scene: Scene, tell: Callable[..., None], step: Step, on: Ints, rows: Ints, *, may: Flags, unpaid: Flags
) -> Flags:
    """Letters that do not arrive; a demand among them is often undone, and then nothing more happens."""
    demands = step.action is ActionKind.DEMAND
    failed = may & scene.draws.chance(f"failed {step.name}", 0.15 if demands else 0.01)[rows]
    tell("delivery_failed", failed, on + 4, step=scene.told.word(step.name))
    undone = failed & demands & unpaid & scene.draws.chance("undone", 0.5)[rows]
    tell("step_cancelled", undone, on + 6, step=scene.told.word(step.name))
    return undone
