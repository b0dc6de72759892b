"""How the cost of an invoice grows: with the ledger, with events, with the length of the ladder, with the rates' periods.

Each curve changes one thing. Its figure is the time per invoice as a multiple of the curve's first point, within one round.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import growth_policies
import numpy as np
import polars as pl
from drawn_ledger import kronor
from sample import AS_OF, SEED

from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.part import Sheet
from dunning_engine.policy.load import load_policies
from dunning_engine.testing.ledgers import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dunning_engine.policy.model import PolicyHistory

_Frames = tuple[pl.DataFrame, pl.DataFrame | None]
_LATE_IN_THE_YEAR = date(2026, 12, 1)  # so that even the last half-year alone has run for some months


@dataclass(frozen=True, slots=True)
class Sizes:
    """The points of each curve, and how many invoices there are where that is not what grows."""

    invoices: Sequence[int]
    events: Sequence[int]
    steps: Sequence[int]
    periods: Sequence[int]
    ledger: int


@dataclass(frozen=True, slots=True)
class Curve:
    """``xs`` is what grows; for each, microseconds an invoice in each round."""

    name: str
    xs: tuple[int, ...]
    rounds: tuple[tuple[float, ...], ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """The time per invoice as a multiple of the first point: the median over the rounds."""
        return tuple(
            median(mine / first for mine, first in zip(times, self.rounds[0], strict=True)) for times in self.rounds
        )

    @property
    def microseconds(self) -> tuple[float, ...]:
        """The time per invoice: the median over the rounds."""
        return tuple(median(times) for times in self.rounds)


def measure(sizes: Sizes, rounds: int) -> list[Curve]:
    """The four curves. Every point starts with an evaluator that has seen nothing, and its ledger lies in memory."""
    shipped = load_policies()["fakturaservice"]

    def a_ladder(steps: int) -> float:
        history = _ladder(steps)
        return _time(history, [_standing(growth_policies.steps_of(history), sizes.ledger)], AS_OF)

    def some_rates(periods: int) -> float:
        history, first = _rates(periods)
        return _time(history, [_old(date.fromisoformat(first), sizes.ledger)], _LATE_IN_THE_YEAR)

    return [
        _curve("invoices in the ledger", sizes.invoices, lambda count: _time(shipped, _day(count), AS_OF), rounds),
        _curve(
            "events per invoice", sizes.events, lambda count: _time(shipped, _day(sizes.ledger, count), AS_OF), rounds
        ),
        _curve("steps of the ladder", sizes.steps, a_ladder, rounds),
        _curve("periods of the rate", sizes.periods, some_rates, rounds),
    ]


def _curve(name: str, xs: Sequence[int], time: Callable[[int], float], rounds: int) -> Curve:
    """Each point once a round; a round before them warms up."""
    time(xs[0])
    found: list[list[float]] = [[] for _ in xs]
    for _ in range(rounds):
        for place, x in enumerate(xs):
            found[place].append(time(x))
    return Curve(name, tuple(xs), tuple(map(tuple, found)))


def _time(history: PolicyHistory, parts: Iterable[_Frames], as_of: date) -> float:
    """Microseconds an invoice in the evaluator; drawing the parts is outside the clock."""
    evaluator = LedgerEvaluator({history.name: history}, as_of=as_of, policy=history.name)
    seconds, count = 0.0, 0
    for invoices, events in parts:
        sheets = (_sheet("invoices", invoices), None if events is None else _sheet("events", events))
        start = perf_counter()
        part = evaluator.part(*sheets)
        seconds += perf_counter() - start
        assert part.decided == part.invoices == invoices.height, part.problems[:3]
        count += invoices.height
    return seconds / count * 1e6


def _sheet(file: str, frame: pl.DataFrame) -> Sheet:
    return Sheet(file, frame, pl.Series(np.arange(1, frame.height + 1)))


def _day(count: int, events: int | None = None) -> Iterator[_Frames]:
    """A day's ledger block by block, as the command reads it; with ``events``, so many for each invoice."""
    return blocks(count, seed=SEED, as_of=AS_OF, policies=("fakturaservice",), events_per_invoice=events)


def _standing(steps: list[str], count: int) -> _Frames:
    """Invoices that stand anywhere on the ladder, said in columns, so that a longer ladder has no more events."""
    chance = np.random.default_rng(SEED)
    place = chance.integers(-1, len(steps), count)
    taken = _days(AS_OF - timedelta(days=1), -chance.integers(0, 20, count))
    frame = _invoices(_days(AS_OF, -chance.integers(60, 250, count)), chance).with_columns(
        last_step=pl.Series(steps).gather(np.maximum(place, 0)), last_step_on=taken
    )
    unknown = pl.Series(place) < 0
    return frame.with_columns(
        pl.when(~unknown).then(pl.col(name)).alias(name) for name in ("last_step", "last_step_on")
    ), None


def _old(first: date, count: int) -> _Frames:
    """Invoices that fell due early in the first half-year, so that interest runs through every period since."""
    chance = np.random.default_rng(SEED)
    return _invoices(_days(first, chance.integers(0, 60, count)), chance), None


def _invoices(issued: pl.Series, chance: np.random.Generator) -> pl.DataFrame:
    count = len(issued)
    return pl.DataFrame(
        {
            "invoice": pl.Series(np.arange(count)).cast(pl.String),
            "customer": pl.Series(chance.integers(0, count, count)).cast(pl.String),
            "customer_kind": pl.Series(["business", "consumer"]).gather(chance.integers(0, 2, count)),
            "customer_identity_number": pl.repeat("556016-0680", count, eager=True),
            "issued_on": issued,
            "due_on": issued.dt.offset_by("30d"),
            "amount": kronor(chance.integers(5_000, 9_000_000, count)),
            "currency": pl.repeat("SEK", count, eager=True),
        }
    )


def _days(day: date, later: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.Series:
    return pl.Series((later + (day - date(1970, 1, 1)).days).astype(np.int32)).cast(pl.Date)


@cache
def _ladder(steps: int) -> PolicyHistory:
    return growth_policies.ladder_of(steps)


@cache
def _rates(periods: int) -> tuple[PolicyHistory, str]:
    return growth_policies.under_rates(periods)
