"""One block of a made-up ledger: its invoices, what becomes of them, and both as frames."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dunning_engine.law.rates import DayCount, statutory_index
from dunning_engine.policy.load import Policies, load_policies
from dunning_engine.testing.ledgers.draws import NEVER, NONE, Draws
from dunning_engine.testing.ledgers.frames import event_frame, invoice_frame
from dunning_engine.testing.ledgers.happenings import Happenings
from dunning_engine.testing.ledgers.invoices import draw_invoices
from dunning_engine.testing.ledgers.ladder import climb, on_weekday
from dunning_engine.testing.ledgers.life import draw_life, tell_holds
from dunning_engine.testing.ledgers.payments import tell_ends, tell_payments
from dunning_engine.testing.ledgers.quota import with_quota
from dunning_engine.testing.ledgers.scene import Accrual, Scene
from dunning_engine.testing.ledgers.steps import Claims, tell_steps
from dunning_engine.testing.ledgers.trade import EPOCH, draw_sales, tell_sales, tell_settlements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from dunning_engine.law.values import Law
    from dunning_engine.policy.model import Policy
    from dunning_engine.testing.ledgers.draws import Ints
    from dunning_engine.testing.ledgers.invoices import Invoices

BLOCK = 250_000
# How many of a mixed ledger's invoices follow each policy, against each other.
_SHARES = {
    "fakturaservice": 45,
    "paminnelsemodul": 30,
    "fakturakop": 8,
    "factoring": 7,
    "fakturaforsaljning-regress": 6,
    "fakturabelaning": 4,
}
_OTHER_SHARE = 10
_LONG = 2000  # days before the ledger's day that interest may be counted from


class Maker:
    """Makes the blocks of one ledger. ``KeyError`` where a policy does not ship with the package."""

    def __init__(self, policies: Sequence[str], seed: int, as_of: date, quota: float | None) -> None:
        shipped = _shipped()
        self._names = tuple(policies)
        self._histories = [shipped[name] for name in policies]
        self._seed, self._as_of, self._quota = seed, as_of.toordinal() - EPOCH, quota
        self._accrual = _accrual(self._histories[0].revisions[-1].law, self._as_of)

    def block(self, number: int, count: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The first ``count`` invoices of a block, and their events."""
        draws = Draws(self._seed, number, count)
        shares = [_SHARES.get(name, _OTHER_SHARE) for name in self._names]
        buys = np.array([history.revisions[-1].purchase is not None for history in self._histories])
        invoices = draw_invoices(draws, number * BLOCK, self._as_of, shares, buys)
        scene = Scene(draws, invoices, self._accrual, Happenings(self._as_of))
        self._live(scene)
        events = scene.told.in_order()
        if self._quota is not None:
            events = with_quota(events, scene, self._as_of, self._quota)
        return invoice_frame(invoices, self._names, self._seed), event_frame(invoices, events, scene.told.words)

    def _live(self, scene: Scene) -> None:
        draws, invoices = scene.draws, scene.invoices
        reminded, demanded = on_weekday(invoices.due + 10), on_weekday(invoices.due + 30)
        sold_on, interest_from = invoices.issued - 1, np.full_like(invoices.due, NEVER)
        groups = []
        for policy, rows in self._revisions(invoices):
            facts = _facts(invoices, rows)
            sales = draw_sales(draws, policy, invoices, rows, facts)
            facts |= {"sale": sales.sale, "back": sales.back}
            pursued = sales.sold | (policy.purchase is None)
            ladder = climb(policy, facts, {step.name: draws.share(step.name)[rows] for step in policy.steps}, pursued)
            demanded[rows] = np.where(ladder.demanded < NEVER, ladder.demanded, demanded[rows])
            reminded[rows] = np.minimum(
                np.where(ladder.reminded < NEVER, ladder.reminded, reminded[rows]), demanded[rows] - 2
            )
            sold_on[rows] = np.where(sales.sold, sales.on, sold_on[rows])
            if policy.interest_invoice is not None:
                interest_from[rows] = policy.interest_invoice.at_least
            groups.append((sales, ladder))
        life, claims = draw_life(draws, invoices, reminded, demanded, sold_on), Claims(draws.count)
        for sales, ladder in groups:
            tell_sales(scene, sales)
            tell_steps(scene, life, claims, ladder, sales)
        tell_holds(scene, life)
        parts = tell_payments(scene, life, claims)
        for sales, _ in groups:
            tell_settlements(scene, sales, life, claims, parts)
        tell_ends(scene, life, life.after_hold(demanded), interest_from)

    def _revisions(self, invoices: Invoices) -> Iterator[tuple[Policy, Ints]]:
        """Each revision of each policy with the rows that follow it."""
        for place, history in enumerate(self._histories):
            starts = [revision.applies_from.toordinal() - EPOCH for revision in history.revisions]
            for revision, start, end in zip(history.revisions, starts, [*starts[1:], NEVER], strict=True):
                rows = np.flatnonzero((invoices.policy == place) & (invoices.issued >= start) & (invoices.issued < end))
                if rows.size:
                    yield revision, rows


@lru_cache(maxsize=1)
def _shipped() -> Policies:
    return load_policies()


def _facts(invoices: Invoices, rows: Ints) -> dict[str, Any]:
    customers = invoices.customers
    return {
        "issued_on": invoices.issued[rows],
        "due_on": invoices.due[rows],
        "credit_risk": invoices.risk[rows],
        "picked_for_review": invoices.review[rows].astype(np.int64),
        "recourse_agreement": invoices.recourse_agreement[rows].astype(np.int64),
        "collection_agreement": invoices.collection_agreement[rows].astype(np.int64),
        "sent_by": customers.sent_by[rows],
        "customer_prefers": customers.prefers[rows],
        "has_email": customers.email[rows],
        "has_identity": customers.identity[rows] != NONE,
        "email_on": customers.email_on[rows],
    }


def _accrual(law: Law, as_of: int) -> Accrual:
    index, first = statutory_index(law, DayCount.ACTUAL_ACTUAL), as_of - _LONG
    earliest, latest = index.schedule.steps[0][0].toordinal() - EPOCH, index.schedule.through.toordinal() - EPOCH
    days = np.clip(np.arange(first, as_of + 1), earliest, latest)
    sums = [index.through(date.fromordinal(int(day) + EPOCH)) for day in days]
    return Accrual(first, np.array(sums, dtype=np.int64), index.denominator)
