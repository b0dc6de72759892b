"""Money is öre in an int; Decimals and text live at the edges; rounding happens here and nowhere else."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

ORE_PER_KRONA = 100

# Large enough for any invoice, small enough that no engine's 64-bit integers overflow.
LARGEST_ORE = 10**15

_AMOUNT = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")


class Rounding(StrEnum):
    """How an exact amount becomes the one that is stated."""

    HALF_UP_TO_ORE = "half_up_to_ore"
    DOWN_TO_KRONA = "down_to_krona"
    HALF_UP_TO_KRONA = "half_up_to_krona"


def parse_hundredths(text: str) -> int:
    """Hundredths in ``text``: öre of kronor, basis points of percent; ``"60"`` and ``"60.00"`` are both 6000.

    Raises ``ValueError`` unless the text is digits, at most two decimals and a point; "+", "_" and exponents are no part
    of an amount.
    """
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f"not a number with at most two decimals: {text!r}")
    return int(Decimal(text) * 100)


def format_hundredths(value: int) -> str:
    """Text with two decimals and a point: ``-50`` is ``"-0.50"``."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 100)
    return f"{sign}{whole}.{rest:02d}"


def round_fraction(numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP_TO_ORE) -> int:
    """Öre in ``numerator / denominator`` öre (denominator above zero), halves away from zero; "down" is towards zero.

    Whole-krona rounding of totals: lag (1970:1029).
    """
    unit = 1 if rounding is Rounding.HALF_UP_TO_ORE else ORE_PER_KRONA
    size = abs(numerator)
    if rounding is Rounding.DOWN_TO_KRONA:
        rounded = size // (denominator * unit)
    else:
        rounded = (2 * size + denominator * unit) // (2 * denominator * unit)
    return rounded * unit if numerator >= 0 else -rounded * unit
