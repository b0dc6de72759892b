"""How made-up invoices are settled: credit notes, payments in part and in whole, interest invoices, write-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dunning_engine.testing.ledgers import words
from dunning_engine.testing.ledgers.draws import NEVER
from dunning_engine.testing.ledgers.life import PLAN, UNPAID

if TYPE_CHECKING:
    from dunning_engine.testing.ledgers.draws import Ints
    from dunning_engine.testing.ledgers.life import Life
    from dunning_engine.testing.ledgers.scene import Scene
    from dunning_engine.testing.ledgers.steps import Claims


def tell_payments(scene: Scene, life: Life, claims: Claims) -> Ints:
    """Credit notes and payments; gives back what was paid in part by the end, in öre."""
    told, draws, invoices = scene.told, scene.draws, scene.invoices
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


def tell_ends(scene: Scene, life: Life, demanded: Ints, interest_from: Ints) -> None:
    """Interest invoices from ``interest_from`` öre on, write-offs, closed items, notes."""
    told, draws, invoices = scene.told, scene.draws, scene.invoices
    amount, left = invoices.amount, invoices.amount - life.credit
    paid = (life.paid_on < NEVER) & (left > 0)
    late = scene.accrual.interest(left, invoices.due, life.paid_on)
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
