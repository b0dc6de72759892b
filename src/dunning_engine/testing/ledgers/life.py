"""What becomes of made-up invoices: when they are paid, what stops their dunning, which steps are taken and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dunning_engine.testing.ledgers import words
from dunning_engine.testing.ledgers.draws import NEVER, NONE

if TYPE_CHECKING:
    from dunning_engine.testing.ledgers.draws import Draws, Ints
    from dunning_engine.testing.ledgers.invoices import Invoices
    from dunning_engine.testing.ledgers.scene import Scene

_FATES = (0.730, 0.130, 0.125, 0.009, 0.006)
ON_TIME, LATE, REMINDED, DEMANDED, UNPAID = range(5)
_HOLDS = (0.010, 0.004, 0.006, 0.003)
DISPUTE, PAUSE, PROMISE, PLAN, NO_HOLD = range(5)
_LATE_HOLDS = (PROMISE, PLAN)
_ALL = slice(None)


@dataclass(slots=True)
class Life:
    """``paid_on`` is the day that the debtor pays what is owed then, which may be never. ``credit`` and ``part`` are öre."""

    fate: Ints
    paid_on: Ints
    credit: Ints
    credit_on: Ints
    hold_from: Ints
    hold_to: Ints
    hold: Ints

    def after_hold(self, day: Ints, rows: Ints | slice = _ALL) -> Ints:
        """The day, later by the length of the hold where that has begun by then."""
        first, end = self.hold_from[rows], self.hold_to[rows]
        return np.where(day >= first, np.minimum(day + end - first, NEVER), day)


def draw_life(draws: Draws, invoices: Invoices, reminded: Ints, demanded: Ints, sold_on: Ints) -> Life:
    """The fate of each invoice, told in relation to the days on which it would be reminded of and demanded.

    What is sold is neither paid, credited nor held until the day after.
    """
    fate, u = draws.pick("fate", _FATES), draws.share("paid")
    due, issued = invoices.due, invoices.issued
    early = np.maximum(issued + 1, due - (18 * u**4).astype(np.int64))
    late = due + 1 + (u * np.maximum(reminded - due - 1, 1)).astype(np.int64)
    after_reminder = reminded + 1 + (u**1.5 * np.maximum(demanded - reminded - 1, 1)).astype(np.int64)
    paid_on = np.choose(
        fate, (early, late, after_reminder, demanded + 1 + (60 * u).astype(np.int64), np.full_like(due, NEVER))
    )
    hold = draws.pick("hold", (*_HOLDS, 1 - sum(_HOLDS)))
    is_late = fate >= REMINDED
    hold = np.where(
        np.isin(hold, _LATE_HOLDS) & ~is_late,
        NO_HOLD,
        np.where(
            (hold == NO_HOLD) & is_late & draws.chance("late hold", 0.06), draws.whole("which", PROMISE, PLAN), hold
        ),
    )
    hold = np.where(invoices.amount > 0, hold, NO_HOLD)
    start = np.choose(
        hold,
        (
            issued + draws.whole("disputed", 2, 12),
            issued + draws.whole("paused", 1, 20),
            reminded + 1,
            reminded + 2,
            np.full_like(due, NEVER),
        ),
    )
    length = np.choose(
        hold,
        (
            draws.whole("disputing", 5, 45),
            draws.whole("pausing", 7, 40),
            draws.whole("promising", 3, 14),
            draws.whole("instalments", 60, 150),
            np.zeros_like(due),
        ),
    )
    open_end = np.isin(hold, (DISPUTE, PAUSE)) & draws.chance("open end", 0.3)
    credited = draws.pick("credit", (0.985, 0.010, 0.005))  # not, in part, all of it
    amount = np.maximum(invoices.amount, 0)
    credit = np.choose(
        credited, (np.zeros_like(amount), (amount * (0.1 + 0.6 * draws.share("credited"))).astype(np.int64), amount)
    )
    credit_on = np.maximum(issued + draws.whole("credited on", 1, 25), sold_on + 1)
    start, paid_on = np.maximum(start, sold_on + 1), np.maximum(paid_on, sold_on + 1)
    end = np.where(open_end, NEVER, start + length)
    life = Life(fate, paid_on, credit, credit_on, start, end, hold)
    life.paid_on = np.maximum(life.after_hold(paid_on), np.where(credit > 0, credit_on, 0))
    # A promise that is kept is paid before its day has passed.
    kept = (hold == PROMISE) & (fate == REMINDED)
    life.paid_on = np.where(kept, np.minimum(life.paid_on, end - 1), life.paid_on)
    life.paid_on = np.where(credited == 2, credit_on, life.paid_on)  # noqa: PLR2004 - all of it
    return life


def tell_holds(scene: Scene, life: Life) -> None:
    """Disputes, pauses, promises and plans, with what ends them."""
    told, draws = scene.told, scene.draws
    chosen = draws.whole("reason", 0, 99)
    disputed, paused = life.hold == DISPUTE, life.hold == PAUSE
    begins, ends = life.hold_from, life.hold_to
    unpaid = life.paid_on > begins
    told.add("dispute", disputed & unpaid, begins, reason=told.one_of(words.DISPUTED, chosen))
    told.add("dispute_settled", disputed & unpaid & (ends < NEVER), ends, reason=told.one_of(words.SETTLED, chosen))
    resumed = draws.chance("resumed", 0.3)
    until = np.where((ends < NEVER) & ~resumed, ends - 1, NONE)
    told.add("pause", paused & unpaid, begins, until=until, reason=told.one_of(words.PAUSED, chosen))
    told.add("resume", paused & unpaid & resumed & (ends < NEVER), ends)
    told.add("promise", (life.hold == PROMISE) & unpaid, begins, until=ends - 1)
    told.add("payment_plan", (life.hold == PLAN) & unpaid, begins)
    told.add("payment_plan_ended", (life.hold == PLAN) & unpaid & (ends < life.paid_on), ends)
