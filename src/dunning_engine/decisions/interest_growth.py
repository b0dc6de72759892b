"""How much of an invoice's interest may be invoiced on its own, and the first day on which that comes to so much by itself."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.accrual import accrue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.decisions.accrual import Accrual
    from dunning_engine.decisions.situation import Situation

_ONE_DAY = timedelta(days=1)
_DAYS_IN_A_YEAR_AT_MOST = 366
_LAST_DAY = date.max.toordinal() - 2  # an index looks at the days around the one that it is asked for


def invoiceable(situation: Situation) -> int:
    """The interest in öre that nothing demands or covers yet.

    What steps have claimed and is still owed is demanded by them; what the debtor has paid in excess covers interest first.
    """
    return _left(situation, situation.accrual)


def grows_from(situation: Situation) -> date | None:
    """The first day after the invoice's on which more interest accrues though nothing happens; ``None``: never."""
    accrual = situation.accrual
    if accrual.index is None or accrual.missing_rate_on is not None or not situation.state.principal_history[-1][1]:
        return None
    return max(situation.as_of + _ONE_DAY, accrual.first_day)


def comes_to(ore: int, counted: Sequence[tuple[Situation, date]]) -> date | None:
    """The first day after today on which the invoices have ``ore`` together though nothing happens; ``None``: never.

    Each counts from the day beside it. Where a rate is unknown the day is the first without one: never too late.
    """
    if not any(since > one.as_of or grows_from(one) is not None for one, since in counted):
        return None
    # A claim that nothing happens to for longer than this is barred.
    years = max(one.policy.law.limitation_years(consumer=False) + 1 for one, _ in counted)
    start = max(max(one.as_of, one.due_on).toordinal() for one, _ in counted)
    end = min(start + years * _DAYS_IN_A_YEAR_AT_MOST, _LAST_DAY)
    days = range(min(one.as_of for one, _ in counted).toordinal() + 1, end + 1)
    place = bisect_left(days, True, key=lambda ordinal: _reached(ore, counted, date.fromordinal(ordinal)))  # noqa: FBT003 - what is looked for
    return date.fromordinal(days[place]) if place < len(days) else None


def _reached(ore: int, counted: Sequence[tuple[Situation, date]], day: date) -> bool:
    total = 0
    for one, since in counted:
        if since > day:
            continue
        accrual = accrue(one.policy, one.invoice, one.state, due_on=one.due_on, as_of=day)
        if accrual.missing_rate_on is not None:
            return True
        total += _left(one, accrual)
    return total >= ore


def _left(situation: Situation, accrual: Accrual) -> int:
    return max(accrual.unpaid - situation.state.interest - situation.state.overpaid, 0)
