"""Late-payment interest on one invoice: from which day, at which rate, how much is unpaid.

Räntelagen 3, 4 and 6 §§. Each day's principal counts at that day's rate; what payments have settled of interest is taken
off; one rounding, when the sum is stated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from dunning_engine.law.interest import Periods, Stretch, accrued
from dunning_engine.law.rates import flat_index, statutory_index
from dunning_engine.law.values import MissingRateError
from dunning_engine.money import Rounding, round_fraction
from dunning_engine.policy.charges import AccruesFrom, RateKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.facts.state import State
    from dunning_engine.law.interest import InterestPeriod
    from dunning_engine.law.rates import RateIndex
    from dunning_engine.policy.charges import Interest
    from dunning_engine.policy.model import Policy


@dataclass(slots=True, kw_only=True)
class Accrual:
    """Interest on an invoice through a day; how much it is, is worked out when somebody asks.

    ``first_day`` is the first interest day, the one the law gives where the policy claims no interest.
    ``due_date_not_agreed`` says that the policy counts from a day of its own but nothing shows that the due date was agreed,
    so that it counts from the day the law gives.
    """

    first_day: date
    as_of: date
    state: State
    index: RateIndex | None = None
    rounding: Rounding = Rounding.HALF_UP_TO_ORE
    due_date_not_agreed: bool = False
    statutory: bool = False
    _found: _Found | None = field(default=None, compare=False, repr=False)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The days that bear interest, by principal."""
        return self._worked_out().stretches

    @property
    def unpaid(self) -> int:
        """What has accrued and was neither paid nor invoiced on its own, in öre; 0 where a rate is missing."""
        return self._worked_out().unpaid

    @property
    def missing_rate_on(self) -> date | None:
        """The first day that the law's table has no rate for."""
        return self._worked_out().missing_rate_on

    def periods(self) -> Sequence[InterestPeriod]:
        """The stretches by rate and principal; their amounts sum to all that has accrued."""
        return Periods(self.stretches, self.index, self.rounding) if self.index is not None and self.stretches else ()

    def _worked_out(self) -> _Found:
        if self._found is None:
            self._found = self._work_out()
        return self._found

    def _work_out(self) -> _Found:
        index, state = self.index, self.state
        if index is None or self.first_day > self.as_of:
            return _NOTHING
        stretches = _stretches(state.principal_history, self.first_day, self.as_of)
        try:
            numerator, denominator = accrued(stretches, index)
        except MissingRateError as missing:
            return _Found(stretches, missing_rate_on=missing.on)
        # Paid, or claimed on an interest invoice of its own.
        left = numerator - (state.interest_settled + state.interest_invoiced) * denominator
        return _Found(stretches, round_fraction(max(left, 0), denominator, self.rounding))


class _Found(NamedTuple):
    stretches: tuple[Stretch, ...] = ()
    unpaid: int = 0
    missing_rate_on: date | None = None


_NOTHING = _Found()


def accrue(policy: Policy, invoice: Invoice, state: State, *, due_on: date, as_of: date) -> Accrual:
    """Interest through ``as_of``, that day included."""
    interest = policy.interest
    due_date_agreed = invoice.due_date_agreed
    if due_date_agreed is None:
        due_date_agreed = policy.agreed_terms.due_date
    declared = _declared_from(interest, invoice, due_on)
    runs_from = declared if due_date_agreed else max(declared, _thirty_days_after_sending(invoice, policy))
    first_day = runs_from + timedelta(days=1)
    if interest is None:
        return Accrual(first_day=first_day, as_of=as_of, state=state)
    rate = _flat_rate(interest, invoice, policy)
    day_count = interest.day_count
    return Accrual(
        first_day=first_day,
        as_of=as_of,
        state=state,
        index=statutory_index(policy.law, day_count) if rate is None else flat_index(rate, day_count),
        rounding=interest.rounding,
        due_date_not_agreed=_counts_on_agreement(interest, due_date_agreed, moved=runs_from > declared),
        statutory=rate is None,
    )


def first_day_if_agreed(interest: Interest, invoice: Invoice, due_on: date) -> date:
    """The first interest day where the due date was agreed."""
    return _declared_from(interest, invoice, due_on) + timedelta(days=1)


def _declared_from(interest: Interest | None, invoice: Invoice, due_on: date) -> date:
    """The day that interest runs from where the due date was agreed; the first interest day is the next one."""
    if interest is None or interest.accrues_from is not AccruesFrom.INVOICE_DATE:
        return due_on
    return max(due_on, invoice.issued_on + timedelta(days=interest.days or 0))


def _thirty_days_after_sending(invoice: Invoice, policy: Policy) -> date:
    """The day before which nothing runs on a claim whose due date was not agreed (räntelagen 4 §)."""
    return invoice.sent_day + timedelta(days=policy.law.interest_days_after_sending)


def _counts_on_agreement(interest: Interest, agreed: bool | None, *, moved: bool) -> bool:
    """Whether the policy counts from a day that only an agreement gives, and nothing shows that there is one."""
    if agreed or interest.accrues_from is AccruesFrom.LAW:
        return False
    return moved or interest.accrues_from is AccruesFrom.DUE_DATE


def _flat_rate(interest: Interest, invoice: Invoice, policy: Policy) -> int | None:
    """The rate in basis points, or ``None`` for the statutory one."""
    if interest.rate is RateKind.FIXED:
        return interest.fixed_rate
    if interest.rate is RateKind.AGREED:
        return policy.agreed_terms.interest_rate if invoice.interest_rate is None else invoice.interest_rate
    return None


def _stretches(history: tuple[tuple[date, int], ...], first_day: date, as_of: date) -> tuple[Stretch, ...]:
    stretches = []
    for position, (since, principal) in enumerate(history):
        last = as_of
        if position + 1 < len(history):
            last = min(as_of, history[position + 1][0] - timedelta(days=1))
        first = max(since, first_day)
        if principal > 0 and first <= last:
            stretches.append(Stretch(first, last, principal))
    return tuple(stretches)
