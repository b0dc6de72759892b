"""Made-up invoices that are offered for sale: what is decided, the money, the notices, and buy-backs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from dunning_engine.decisions.sale import payout_day
from dunning_engine.policy.trade import SALE_BY, BuyBack, Notify, OutcomeKind
from dunning_engine.testing.ledgers.draws import NEVER, NONE
from dunning_engine.testing.ledgers.ladder import holds, on_weekday

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dunning_engine.policy.model import Policy
    from dunning_engine.policy.trade import Payout
    from dunning_engine.testing.ledgers.draws import Draws, Flags, Ints
    from dunning_engine.testing.ledgers.invoices import Invoices
    from dunning_engine.testing.ledgers.life import Life
    from dunning_engine.testing.ledgers.scene import Scene
    from dunning_engine.testing.ledgers.steps import Claims

EPOCH = date(1970, 1, 1).toordinal()
_WHOLE = 10_000


@dataclass(slots=True)
class Sales:
    """What was decided on the rows of one policy: the place of the outcome, or -1; ``back`` is the day after the recourse window."""

    policy: Policy
    rows: Ints
    outcome: Ints
    on: Ints
    back: Ints
    sold: Flags
    sale: Any


def draw_sales(draws: Draws, policy: Policy, invoices: Invoices, rows: Ints, facts: Mapping[str, Any]) -> Sales:
    """The first outcome that holds, for those that are offered, assessed and decided on."""
    outcome = np.full(rows.shape, -1)
    sale = np.full(rows.shape, "", dtype="U16")
    back = np.full(rows.shape, NEVER)
    if policy.purchase is not None:
        ready = (
            invoices.offered[rows]
            & (invoices.amount[rows] > 0)
            & (invoices.risk[rows] != NONE)
            & draws.chance("decided", 0.95)[rows]
        )
        for place, one in reversed(list(enumerate(policy.purchase.outcomes))):
            outcome = np.where(ready & holds(one.when, facts), place, outcome)
        for place, one in enumerate(policy.purchase.outcomes):
            sale[outcome == place] = SALE_BY.get(one.kind, "")
    if policy.recourse is not None:
        backed = (sale != "") & holds(policy.recourse.when, {**facts, "sale": sale})
        back = np.where(backed, invoices.due[rows] + policy.recourse.pursue_through_days + 1, NEVER)
    on = on_weekday(invoices.issued[rows] + draws.whole("sold on", 0, 2)[rows])
    return Sales(policy, rows, outcome, on, back, sale != "", sale)


def tell_sales(scene: Scene, sales: Sales) -> None:
    """Purchases with payout and notices, refusals and reviews, as they are recorded once they have been carried out."""
    told, draws, rows, purchase = scene.told, scene.draws, sales.rows, sales.policy.purchase
    if purchase is None:
        return
    amount = scene.invoices.amount[rows]
    fee, advance = (
        (amount * percent * 2 + _WHOLE) // (2 * _WHOLE) for percent in (purchase.fee_percent, purchase.advance_percent)
    )
    price, payout_on = advance - fee, _payout_days(purchase.payout, sales.on)
    paid_out = ~draws.chance("payout waits", 0.01)[rows]
    for place, one in enumerate(purchase.outcomes):
        decided = sales.outcome == place
        notify = f"notify_client/{one.kind.value}"
        if one.kind is OutcomeKind.REVIEW:
            told.add(
                "done", decided & draws.chance("reviewed", 0.5)[rows], sales.on, rows=rows, key=told.word("review")
            )
            continue
        if one.kind is OutcomeKind.DECLINE:
            told.add("done", decided, sales.on, rows=rows, key=told.word("decline"))
        else:
            sale = told.word(SALE_BY[one.kind])
            told.add("sold", decided, sales.on, rows=rows, sale=sale, price=price, purchase_fee=fee)
        if one.notify_client is not None:
            day = sales.on if one.notify_client is Notify.IMMEDIATELY else payout_on
            told.add("done", decided, day, rows=rows, key=told.word(notify))
    if purchase.notice_of_assignment:
        told.add("done", sales.sold, sales.on, rows=rows, key=told.word("notify_customer/sold"))
    told.add("done", sales.sold & paid_out & (price > 0), payout_on, rows=rows, key=told.word("pay_out"), amount=price)


def tell_settlements(scene: Scene, sales: Sales, life: Life, claims: Claims, parts: Ints) -> None:
    """What follows when the debtor has paid or has not: the rest of an advance, what is given back, buy-backs."""
    told, rows, purchase, recourse = scene.told, sales.rows, sales.policy.purchase, sales.policy.recourse
    paid_on, credit = life.paid_on[rows], life.credit[rows]
    if purchase is None:
        return
    amount = scene.invoices.amount[rows]
    advance = (amount * purchase.advance_percent * 2 + _WHOLE) // (2 * _WHOLE)
    recorded = ~scene.draws.chance("settlement waits", 0.02)[rows]
    back = sales.sold & (paid_on > sales.back) & recorded
    if recourse is not None:
        beside = claims.by_back[rows] if recourse.buy_back is BuyBack.BALANCE else 0
        told.add(
            "bought_back", back, sales.back, rows=rows, amount=np.maximum(advance - credit - parts[rows] + beside, 0)
        )
        for key in ("notify_client/buy_back", "notify_customer/bought_back"):
            told.add("done", back, sales.back, rows=rows, key=told.word(key))
    rest = amount - credit - advance
    paid = sales.sold & ~back & (paid_on < NEVER) & (paid_on < sales.back) & recorded
    told.add(
        "done",
        paid & (rest > 0),
        _payout_days(purchase.payout, paid_on),
        rows=rows,
        key=told.word("pay_out/rest"),
        amount=rest,
    )
    told.add("done", paid & (rest < 0), paid_on, rows=rows, key=told.word("charge_client"), amount=-rest)


def _payout_days(payout: Payout, on: Ints) -> Ints:
    """The day of the payout for each day; worked out once for each day that occurs."""
    days, place = np.unique(np.minimum(on, NEVER), return_inverse=True)
    paid = [
        NEVER if day >= NEVER else payout_day(payout, date.fromordinal(int(day) + EPOCH)).toordinal() - EPOCH
        for day in days
    ]
    return np.array(paid, dtype=np.int64)[place]
