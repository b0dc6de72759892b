"""What everything that is told about a block of invoices needs at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dunning_engine.testing.ledgers.draws import Draws, Ints
    from dunning_engine.testing.ledgers.happenings import Happenings
    from dunning_engine.testing.ledgers.invoices import Invoices


@dataclass(frozen=True, slots=True)
class Accrual:
    """Late-payment interest by the running index of the law, on days counted from 1970-01-01."""

    first: int
    index: Ints
    denominator: int

    def interest(self, principal: Ints, due: Ints, on: Ints) -> Ints:
        """Öre from the day after ``due`` through ``on``."""
        last = len(self.index) - 1
        begins, ends = (self.index[np.clip(day - self.first, 0, last)] for day in (due, on))
        return np.where(on > due, np.maximum(principal, 0) * (ends - begins) // self.denominator, 0)


@dataclass(frozen=True, slots=True)
class Scene:
    """The block's random columns, its invoices, how their interest grows, and what has been told of them so far."""

    draws: Draws
    invoices: Invoices
    accrual: Accrual
    told: Happenings
