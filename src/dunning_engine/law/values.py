"""The law of a country as data: what it fixes on a day, where that is written, and how a decision cites it.

Amounts are öre, rates basis points a year (800 is 8 %). The values come from ``rules/law/``; `load_law` reads them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONE_DAY = timedelta(days=1)
_JULY = 7


class FeeKind(StrEnum):
    """The costs that a creditor may claim, each up to a cap; the names are those in the law files."""

    REMINDER = "reminder_fee"
    COLLECTION_DEMAND = "collection_demand_fee"
    INSTALMENT_PLAN = "instalment_plan_fee"
    PAYMENT_ORDER_WORK = "payment_order_work"


class BookAccount(StrEnum):
    """The accounts that bookkeeping lines post to, in the client's books; the names are those in the law files."""

    RECEIVABLE = "receivable"
    RECEIVABLE_PLEDGED = "receivable_pledged"
    RECEIVABLE_BOUGHT_BACK = "receivable_bought_back"
    BANK = "bank"
    SETTLEMENT = "settlement"
    FEE_INCOME = "fee_income"
    FACTORING_FEE = "factoring_fee"
    LOSS = "loss"
    INTEREST_INCOME = "interest_income"
    OVERDRAFT_INTEREST = "overdraft_interest"


class MissingRateError(LookupError):
    """No interest rate is known for ``on``; it is never guessed from the half-year before."""

    def __init__(self, on: date) -> None:
        self.on = on
        super().__init__(f"no interest rate is known for {on.isoformat()}")


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from ``first`` through ``last`` (``None``: until further notice) and where that is written."""

    first: date
    last: date | None
    value: int
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """One thing the law fixes: its paragraph and its values, oldest first, following each other without gap."""

    paragraph: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue | None:
        """The value in force on ``day``, ``None`` before the first and after the last."""
        place = bisect_right(self.values, day, key=lambda value: value.first) - 1
        if place < 0:
            return None
        found = self.values[place]
        return found if found.last is None or day <= found.last else None


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """The law of ``country``, checked: every value it is asked for is there.

    ``reference_rates`` are (first day of the half-year, basis points), oldest first and without gap.
    ``accounts`` are the country's usual account numbers.
    ``digest`` identifies the very bytes of the law files; a decision records it.
    """

    country: str
    digest: str
    series: Mapping[str, Series]
    paragraphs: Mapping[str, str]
    reference_rates: tuple[tuple[date, int], ...]
    accounts: Mapping[BookAccount, str]

    def fee_cap(self, kind: FeeKind, on: date) -> int | None:
        """The most that may be charged, in öre, for a measure taken on ``on``; ``None`` where no cap is known."""
        return self._value(kind.value, on)

    def late_compensation(self, on: date) -> int | None:
        """Förseningsersättning in öre, exactly that amount; ``None`` before it existed (lag 1981:739 4 a §)."""
        return self._value("late_compensation", on)

    def interest_margin(self, on: date) -> int:
        """Basis points on top of the reference rate (räntelagen 6 §); `MissingRateError` where not known."""
        margin = self._value("interest_margin", on)
        if margin is None:
            raise MissingRateError(on)
        return margin

    def reference_rate(self, on: date) -> int:
        """Basis points in force on ``on`` (räntelagen 9 §); `MissingRateError` outside the known half-years."""
        if not self.reference_rates[0][0] <= on <= self.rates_known_through:
            raise MissingRateError(on)
        return self.reference_rates[bisect_right(self.reference_rates, on, key=lambda rate: rate[0]) - 1][1]

    def statutory_rate(self, on: date) -> int:
        """Late-payment interest on ``on`` in basis points, reference rate plus margin; `MissingRateError` if unknown."""
        return self.reference_rate(on) + self.interest_margin(on)

    @property
    def rates_known_through(self) -> date:
        """The last day of the last half-year that has a reference rate."""
        return half_year_after(self.reference_rates[-1][0]) - _ONE_DAY

    @property
    def interest_days_after_sending(self) -> int:
        """Days from sending until interest runs where no due date was agreed (räntelagen 4 §)."""
        return self._constant("interest_days_after_sending")

    @property
    def minimum_days_to_pay(self) -> int:
        """The fewest days between the dispatch of a demand and its last day to pay (inkassolagen 5 §)."""
        return self._constant("minimum_days_to_pay")

    @property
    def banking_days_after_receipt(self) -> int:
        """The fewest banking days between the presumed receipt of a demand and its last day to pay."""
        return self._constant("banking_days_after_receipt")

    @property
    def presumed_receipt_banking_days(self) -> int:
        """Banking days after which a letter is presumed to have arrived."""
        return self._constant("presumed_receipt_banking_days")

    def limitation_years(self, consumer: bool) -> int:
        """Years until a claim is barred (preskriptionslagen 2 §)."""
        return self._constant("limitation_years_consumer" if consumer else "limitation_years")

    def paragraph(self, name: str) -> str:
        """How a decision cites the law behind ``name``: ``"Räntelagen 6 §"``; ``KeyError`` for an unknown name."""
        found = self.series.get(name)
        return self.paragraphs[name] if found is None else found.paragraph

    def _value(self, name: str, on: date) -> int | None:
        found = self.series[name].on(on)
        return None if found is None else found.value

    def _constant(self, name: str) -> int:
        return self.series[name].values[0].value


def half_year_after(first: date) -> date:
    """The first day of the half-year that follows the one ``first`` lies in; the calendar's last day has none after it."""
    if first.month < _JULY:
        return date(first.year, _JULY, 1)
    return date.max if first.year == date.max.year else date(first.year + 1, 1, 1)
