"""The other reckoning: what is owed and what interest has accrued, from the events alone, day by day, in whole öre.

Written without the engine, and simpler: every day of the story has 365 days in its year, a payment settles fees, interest
and capital in that order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import NamedTuple

from sellers_world import LAST, Planned

from dunning_engine.facts.event import Event

# Räntelagen 6 §: the reference rate of the half-year (3.00, 2.00, 2.00) and 8 percentage points, in basis points.
_RATES = ((date(2026, 1, 1), 1000), (date(2025, 7, 1), 1000), (date(2025, 1, 1), 1100))
_YEAR_OF_BASIS_POINTS = 365 * 10_000
_OVERDRAFT = Fraction(29, 1000) / 30 * Fraction(125, 100)  # 2.9 % a month of 30 days, times 1.25
_FEE = Fraction(29, 1000)


def half_up(exact: Fraction) -> int:
    """Whole öre; what is reckoned here is never below zero."""
    assert exact >= 0
    return floor(exact + Fraction(1, 2))


def purchase_fee(capital: int) -> int:
    """2.9 % of it."""
    return half_up(capital * _FEE)


def overdraft_interest(balance: int) -> int:
    """A day's interest on an account that ends it with ``balance`` öre."""
    return half_up(max(-balance, 0) * _OVERDRAFT)


@dataclass(slots=True)
class Debt:
    """What is left of a debt, in its three parts."""

    capital: int
    fees: int = 0
    interest: int = 0
    interest_paid: int = 0

    @property
    def owed(self) -> int:
        return self.capital + self.fees + self.interest

    def take(self, event: Event) -> None:
        kind, amount = event.event.value, event.amount or 0
        if kind == "payment":
            self._pay(amount)
        elif kind == "credit_note":
            self.capital -= amount
        elif kind == "step":
            self.fees += event.fee
            self.interest = self.interest if event.interest is None else event.interest

    def _pay(self, amount: int) -> None:
        assert amount <= self.owed, "nobody in the story pays too much"
        fees = min(amount, self.fees)
        interest = min(amount - fees, self.interest)
        self.fees -= fees
        self.interest -= interest
        self.interest_paid += interest
        self.capital -= amount - fees - interest


class Day(NamedTuple):
    """An invoice at the end of a day; ``accrued`` is all interest so far, paid or not, exact."""

    owed: int
    accrued: Fraction
    interest_paid: int
    interest_owed: int
    owner: str
    with_agency: bool

    @property
    def interest_left(self) -> int:
        """What has not been paid of the interest, in whole öre."""
        return half_up(max(self.accrued - self.interest_paid, Fraction(0)))


@dataclass(slots=True)
class Course:
    """An invoice through the story: each day from its issue."""

    planned: Planned
    events: tuple[Event, ...]
    days: dict[date, Day] = field(default_factory=dict)

    @property
    def paid_on(self) -> date | None:
        """The first day at whose end nothing was owed."""
        return next((day for day, it in self.days.items() if it.owed <= 0), None)

    def before(self, event: Event) -> Debt:
        """The debt right before one of its events."""
        debt = Debt(self.planned.ore)
        for one in self.events:
            if one is event:
                return debt
            debt.take(one)
        raise AssertionError(event)

    def those(self, kind: str) -> list[Event]:
        """Its events of a kind."""
        return [event for event in self.events if event.event.value == kind]


def course_of(planned: Planned, events: Iterable[Event]) -> Course:
    """Walk through the days: the base of a day's interest is the capital after the day before, less what is credited."""
    course = Course(planned, tuple(events))
    by_day: dict[date, list[Event]] = {}
    for event in course.events:
        by_day.setdefault(event.on, []).append(event)
    debt, owner, with_agency, accrued = Debt(planned.ore), "client", False, 0
    day = date.fromisoformat(planned.facts["issued_on"])
    while day <= LAST:
        todays = by_day.get(day, [])
        if day > planned.due:
            credited = sum(event.amount or 0 for event in todays if event.event.value == "credit_note")
            accrued += max(debt.capital - credited, 0) * _rate(day)
        for event in todays:
            debt.take(event)
            owner = {"sold": "buyer", "bought_back": "client again"}.get(event.event.value, owner)
            with_agency = {"handed_over": True, "withdrawn": False}.get(event.event.value, with_agency)
        exact = Fraction(accrued, _YEAR_OF_BASIS_POINTS)
        course.days[day] = Day(debt.owed, exact, debt.interest_paid, debt.interest, owner, with_agency)
        day += timedelta(days=1)
    return course


def _rate(day: date) -> int:
    return next(rate for since, rate in _RATES if since <= day)
