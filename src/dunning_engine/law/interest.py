"""Late-payment interest, exact: what has accrued over stretches of principal, and the rows that a demand must show.

Simple interest, never compounded (räntelagen 6 §). A demand states amount, rate, period and base (inkassolagen 5 §).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from dunning_engine.money import Rounding, round_fraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from dunning_engine.law.rates import Piece, RateIndex


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days with one principal: ``first`` through ``last``, both counted; ``principal`` in öre.

    A stretch whose last day comes before its first has no days and bears nothing.
    """

    first: date
    last: date
    principal: int


@dataclass(frozen=True, slots=True)
class InterestPeriod:
    """A row of a statement: ``rate`` in basis points a year, ``principal`` and ``amount`` in öre."""

    first: date
    last: date
    days: int
    rate: int
    principal: int
    amount: int


class Periods(Sequence[InterestPeriod]):
    """The rows behind `accrued`, worked out when somebody looks at them; there is one at least.

    ``stretches`` have days and a principal, and come in the order of their days.
    """

    __slots__ = ("_index", "_rounding", "_rows", "_stretches")

    def __init__(self, stretches: tuple[Stretch, ...], index: RateIndex, rounding: Rounding) -> None:
        self._stretches, self._index, self._rounding = stretches, index, rounding
        self._rows: tuple[InterestPeriod, ...] | None = None

    @property
    def rows(self) -> tuple[InterestPeriod, ...]:
        """All of them."""
        if self._rows is None:
            self._rows = periods(self._stretches, self._index, self._rounding)
        return self._rows

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[InterestPeriod]:
        return iter(self.rows)

    @overload
    def __getitem__(self, place: int) -> InterestPeriod: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[InterestPeriod, ...]: ...
    def __getitem__(self, place: int | slice) -> InterestPeriod | tuple[InterestPeriod, ...]:
        return self.rows[place]

    def __eq__(self, other: object) -> bool:
        return self.rows == (other.rows if isinstance(other, Periods) else other)

    def __hash__(self) -> int:
        return hash(self.rows)


def accrued(stretches: Iterable[Stretch], index: RateIndex) -> tuple[int, int]:
    """Interest in öre as an exact fraction, (numerator, denominator); round it once, with `round_fraction`.

    Raises `MissingRateError` with the first day that lacks a rate.
    """
    between = index.between
    total = 0
    for stretch in stretches:
        total += stretch.principal * between(stretch.first, stretch.last)
    return total, index.denominator


def periods(
    stretches: Iterable[Stretch], index: RateIndex, rounding: Rounding = Rounding.HALF_UP_TO_ORE
) -> tuple[InterestPeriod, ...]:
    """The rows behind `accrued`: a new one where rate or principal changes, or where a day's share of the year does.

    Amounts sum exactly to the rounded total: the running sum is rounded, and a row is what the sum grew by. Stretches come
    in the order of their days. Raises `MissingRateError` with the first day that lacks a rate.
    """
    rows: list[InterestPeriod] = []
    exact = stated = 0
    for piece, principal in _joined(stretches, index):
        exact += principal * index.between(piece.first, piece.last)
        rounded = round_fraction(exact, index.denominator, rounding)
        days = index.days(piece.first, piece.last)
        rows.append(InterestPeriod(piece.first, piece.last, days, piece.rate, principal, rounded - stated))
        stated = rounded
    return tuple(rows)


def _joined(stretches: Iterable[Stretch], index: RateIndex) -> list[tuple[Piece, int]]:
    """Pieces with their principal; neighbours that differ in nothing but their days are one."""
    joined: list[tuple[Piece, int]] = []
    for stretch in stretches:
        if not stretch.principal:
            continue
        for piece in index.pieces(stretch.first, stretch.last):
            if joined and joined[-1][1] == stretch.principal and joined[-1][0].continues_in(piece):
                joined[-1] = (replace(joined[-1][0], last=piece.last), stretch.principal)
            else:
                joined.append((piece, stretch.principal))
    return joined
