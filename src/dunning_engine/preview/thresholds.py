"""How much more a change may come to: ``"collection: +5%"``, ``"letters: +100"``, ``"fees: +1000.00"``.

A count or kronor of the new side may be that much above the old side's, no more. Where there was nothing before, anything
is above every percentage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dunning_engine.money import parse_hundredths
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.preview.totals import Amounts, Totals

COUNTS = ("actions", "letters", "collection")
KRONOR = ("fees", "interest", "to_pay")
_ALLOWANCE = re.compile(r"\+(?P<figure>[0-9]{1,13}(\.[0-9]{1,2})?)(?P<percent> ?%)?")


class ThresholdError(ValueError):
    """A threshold that cannot be understood; its text is one line for people."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """``allowed`` is percent, or öre of kronor, or a count; ``written`` as somebody gave it."""

    name: str
    allowed: Decimal
    percent: bool
    written: str

    def exceeded(self, old: int, new: int) -> bool:
        """Whether the new figure is above what the old one allows."""
        more = self.allowed * abs(old) / 100 if self.percent else self.allowed
        return new - old > more


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A threshold that the change is above, with both figures: counts, or öre where ``kronor``."""

    threshold: Threshold
    old: int
    new: int

    @property
    def kronor(self) -> bool:
        """Whether the figures are öre."""
        return self.threshold.name in KRONOR


def threshold(written: str, actions: Iterable[str]) -> Threshold:
    """What ``"NAME: +5%"`` means; ``actions`` are the words that name a kind of action. Raises `ThresholdError`."""
    name, colon, allowance = (part.strip() for part in written.partition(":"))
    names = (*COUNTS, *KRONOR, *actions)
    if not colon or not name:
        raise ThresholdError(f"'{written}' is no threshold; write a name and how much more: 'collection: +5%'")
    if name not in names:
        hint = did_you_mean(name, names, f"there are {', '.join(names)}")
        raise ThresholdError(f"there is no figure '{name}'; {hint}")
    found = _ALLOWANCE.fullmatch(allowance)
    if found is None:
        raise ThresholdError(f"'{allowance}' is no allowance; write +5%, +100 or, of kronor, +1000.00")
    figure = found["figure"]
    if found["percent"]:
        return Threshold(name, Decimal(figure), percent=True, written=written)
    if name in KRONOR:
        return Threshold(name, Decimal(parse_hundredths(figure)), percent=False, written=written)
    if "." in figure:
        raise ThresholdError(f"'{allowance}': {name} are counted; write a whole number")
    return Threshold(name, Decimal(figure), percent=False, written=written)


def exceeded(thresholds: Iterable[Threshold], totals: Totals) -> tuple[Exceeded, ...]:
    """Those that the change is above, in their order."""
    figures = [(one, figure(one.name, totals.old), figure(one.name, totals.new)) for one in thresholds]
    return tuple(Exceeded(one, old, new) for one, old, new in figures if one.exceeded(old, new))


def figure(name: str, side: Amounts) -> int:
    """What a name stands for on one side: a count, or öre."""
    if name in COUNTS or name in KRONOR:
        found: int = getattr(side, name)
        return found
    return sum(one.count for (action, _), one in side.by_kind.items() if action == name)
