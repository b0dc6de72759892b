"""Times that can be compared: contenders take turns, round by round, and a ratio is taken within its round."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Contender:
    """A function, and the arguments of each of its calls: made anew for every round, outside the clock.

    ``decides`` is how many invoices one call decides.
    """

    call: Callable[..., object]
    arguments: Callable[[], Sequence[tuple[Any, ...]]]
    decides: int = 1


@dataclass(frozen=True, slots=True)
class Times:
    """One figure per round, all in one unit."""

    rounds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median round."""
        return median(self.rounds)

    @property
    def fastest(self) -> float:
        """The fastest round."""
        return min(self.rounds)

    @property
    def slowest(self) -> float:
        """The slowest round."""
        return max(self.rounds)

    def over(self, other: Times) -> float:
        """How many times as long as ``other``: the median of the ratios within each round."""
        return median(mine / its for mine, its in zip(self.rounds, other.rounds, strict=True))


def take_turns(contenders: Mapping[str, Contender], rounds: int) -> dict[str, Times]:
    """Microseconds an invoice of each contender, ``rounds`` times; each round starts with another one.

    One round before them warms up and is not counted.
    """
    names = list(contenders)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            taken = _microseconds_an_invoice(contenders[name])
            if number:
                found[name].append(taken)
    return {name: Times(tuple(times)) for name, times in found.items()}


def _microseconds_an_invoice(contender: Contender) -> float:
    call, arguments = contender.call, contender.arguments()
    gc.collect()
    start = perf_counter()
    for given in arguments:
        call(*given)
    return (perf_counter() - start) / (len(arguments) * contender.decides) * 1e6
