"""The steps that are taken on made-up invoices, what they claim, and the payments that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dunning_engine.policy.model import FEE_KINDS, ActionKind
from dunning_engine.testing.ledgers import words
from dunning_engine.testing.ledgers.draws import NEVER, NONE
from dunning_engine.testing.ledgers.life import PLAN, UNPAID

if TYPE_CHECKING:
    from dunning_engine.testing.ledgers.draws import Draws, Ints
    from dunning_engine.testing.ledgers.happenings import Happenings
    from dunning_engine.testing.ledgers.invoices import Invoices
    from dunning_engine.testing.ledgers.ladder import Ladder
    from dunning_engine.testing.ledgers.life import Life


@dataclass(slots=True)
class Accrual:
    """Late-payment interest by the running index of the law, on days counted from 1970-01-01."""

    first: int
    index: Ints
    denominator: int

    def interest(self, principal: Ints, due: Ints, on: Ints) -> Ints:
        """Öre from the day after ``due`` through ``on``."""
        last = len(self.index) - 1
        begins, ends = (self.index[np.clip(day - self.first, 0, last)] for day in (due, on))
        return np.where(on > due, np.maximum(principal, 0) * (ends - begins) // self.denominator, 0)


class Claims:
    """What has been claimed of each row, in öre: ``settled`` of the interest by instalments, ``by_back`` before a buy-back."""

    def __init__(self, count: int) -> None:
        self.fees, self.interest, self.settled, self.by_back, self.last_on = np.zeros((5, count), dtype=np.int64)


def tell_steps(
    told: Happenings,
    draws: Draws,
    invoices: Invoices,
    life: Life,
    accrual: Accrual,
    claims: Claims,
    ladder: Ladder,
    rows: Ints,
    back: Ints,
) -> None:
    """The steps of one policy on its rows, each taken on its day while the invoice is unpaid and nothing holds it."""
    stopped = invoices.amount[rows] <= 0
    owed, paid_on, due = (invoices.amount - life.credit)[rows], life.paid_on[rows], invoices.due[rows]
    no_number = invoices.customers.identity[rows] == NONE
    # What was credited in whole is dunned no more.
    gone = np.where(owed <= 0, life.credit_on[rows], NEVER)
    reminded = False
    for rung in ladder.rungs:
        step, name = rung.step, told.word(rung.step.name)
        on = life.after_hold(rung.on, rows)
        taken = rung.reached & ~stopped & (on < np.minimum(paid_on, gone))
        before = claims.interest[rows]
        interest = accrual.interest(owed, due, on) if step.interest else before
        fee = 0 if step.fee is None else step.fee.amount or 0
        terms = {
            "step": name,
            "fee": fee,
            "interest": interest,
            "pay_by": NONE if step.pay_within_days is None else on + step.pay_within_days,
            "sent_by": np.where(rung.sent_by == NONE, NONE, told.one_of(words.CHANNELS, rung.sent_by)),
        }
        told.add("step", taken, on, rows=rows, key=told.word(step.name), **terms)
        for fact in step.request_if_missing:
            told.add("information_requested", taken & no_number, on, rows=rows, fact=told.word(fact))
        if FEE_KINDS.get(step.action) is not None and not reminded:
            reminded = True
            again = taken & draws.chance("again", 0.01)[rows] & (on + 1 < np.minimum(paid_on, gone))
            told.add("step_cancelled", again, on + 1, rows=rows, step=name)
            told.add("step", again, on + 1, rows=rows, key=told.word(f"{step.name}/2"), **terms)
        if step.action is ActionKind.HAND_OVER:
            told.add("handed_over", taken, on, rows=rows, agency=told.one_of(words.AGENCIES, invoices.client[rows]))
            withdrawn = taken & draws.chance("withdrawn", 0.15)[rows]
            told.add(
                "withdrawn", withdrawn, on + 30, rows=rows, agency=told.one_of(words.AGENCIES, invoices.client[rows])
            )
        if step.send_by:
            share = 0.15 if step.action is ActionKind.DEMAND else 0.01
            failed = taken & draws.chance(f"failed {step.name}", share)[rows] & (on + 4 < paid_on)
            told.add("delivery_failed", failed, on + 4, rows=rows, step=name)
            undone = (
                failed
                & (step.action is ActionKind.DEMAND)
                & (life.fate[rows] == UNPAID)
                & draws.chance("undone", 0.5)[rows]
            )
            told.add("step_cancelled", undone, on + 6, rows=rows, step=name)
            stopped = stopped | undone
        in_plan = (
            taken
            & (life.hold[rows] == PLAN)
            & (claims.last_on[rows] < life.hold_from[rows])
            & (on >= life.hold_to[rows])
        )
        claims.settled[rows] += np.where(in_plan, before, 0)
        claims.fees[rows] += np.where(taken, fee, 0)
        claims.interest[rows] = np.where(taken, interest, before)
        claims.last_on[rows] = np.where(taken, on, claims.last_on[rows])
        if on.size:
            early = taken & (on <= back)
            claims.by_back[rows] = np.where(early, claims.fees[rows] + claims.interest[rows], claims.by_back[rows])


def tell_payments(told: Happenings, draws: Draws, invoices: Invoices, life: Life, claims: Claims) -> Ints:
    """Credit notes and payments; gives back what was paid in part by the end, in öre."""
    amount, paid_on = np.maximum(invoices.amount, 0), life.paid_on
    told.add("credit_note", life.credit > 0, life.credit_on, amount=life.credit)
    left = amount - life.credit
    parts = np.zeros_like(amount)
    sizes = (left * (0.2 + 0.5 * draws.share("part"))).astype(np.int64)
    on = np.maximum(
        np.maximum(claims.last_on, invoices.issued), np.where(life.credit > 0, life.credit_on, 0)
    ) + draws.whole("part on", 1, 9)
    once = draws.chance("in part", 0.02) & (life.hold != PLAN)
    for where, day, size in (
        (once, np.maximum(on, invoices.due - 9), sizes),
        (life.hold == PLAN, life.hold_from + 25, left * 3 // 10),
        (life.hold == PLAN, life.hold_from + 55, left * 3 // 10),
    ):
        partly = where & (size > 0) & (day < paid_on)
        told.add("payment", partly, day, amount=size)
        parts += np.where(partly, size, 0)
    only_principal = (life.fate == UNPAID) & draws.chance("no fee", 0.3) & (claims.fees > 0) & (parts == 0) & (left > 0)
    told.add("payment", only_principal, np.maximum(claims.last_on + 2, life.credit_on + 1), amount=left)
    owed = left - parts + claims.fees + claims.interest + claims.settled
    more = np.where(draws.chance("too much", 0.003), 10_000, 0)
    told.add("payment", (paid_on < NEVER) & (left > 0) & (owed > 0), paid_on, amount=owed + more)
    return parts + np.where(only_principal, left, 0)


def tell_ends(
    told: Happenings,
    draws: Draws,
    invoices: Invoices,
    life: Life,
    accrual: Accrual,
    demanded: Ints,
    interest_from: Ints,
) -> None:
    """Interest invoices from ``interest_from`` öre on, write-offs, closed items, notes."""
    amount, left = invoices.amount, invoices.amount - life.credit
    paid = (life.paid_on < NEVER) & (left > 0)
    late = accrual.interest(left, invoices.due, life.paid_on)
    invoiced = paid & (late >= interest_from) & draws.chance("interest invoice", 0.7)
    told.add("interest_invoiced", invoiced, life.paid_on + draws.whole("interest on", 3, 20), amount=late)
    lost_on = demanded + draws.whole("lost on", 90, 200)
    lost = (life.fate == UNPAID) & (left > 0) & draws.chance("lost", 0.4)
    told.add("write_off", lost, lost_on, amount=left)
    closed = draws.chance("closed", 0.004)
    told.add("closed", paid & closed, life.paid_on + 14)
    told.add("closed", lost & draws.chance("closed loss", 0.5), lost_on + 1)
    told.add("closed", (amount <= 0) & draws.chance("matched", 0.5), invoices.issued + 20)
    noted = draws.chance("noted", 0.015)
    told.add(
        "note",
        noted,
        invoices.issued + draws.whole("noted on", 1, 60),
        text=told.one_of(words.NOTES, draws.whole("note", 0, 99)),
    )
