"""Sums and products over columns, each written down once: equal expressions have one number.

An expression is a tuple of its operation and its operands, which are numbers of other expressions, or constants where the
operation says so. `Expressions` belongs to one tree of recordings; the numbers stay good as long as it lives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Column: TypeAlias = Hashable
    OfOneDay: TypeAlias = Callable[..., object]

COLUMN = "column"
"""A column of whole numbers: its name."""
PLUS = "plus"
"""The sum of two expressions."""
MINUS = "minus"
"""The difference of two expressions."""
PRODUCT = "product"
"""The product of two expressions."""
SHIFTED = "shifted"
"""An expression plus a constant."""
TIMES = "times"
"""An expression times a constant."""
PER = "per"
"""An expression divided by a constant above zero, rounded down."""
REST = "rest"
"""What is left by that division."""
OF_DAY = "of day"
"""A function of one day, asked of an expression that is the ordinal of a day: the function with its other arguments."""

Expression: TypeAlias = "tuple[Any, ...]"
"""The operation and its one or two operands."""


class Expressions:
    """All expressions of a tree, by number."""

    def __init__(self) -> None:
        self.held: list[Expression] = []
        self._numbers: dict[Expression, int] = {}

    def number(self, *expression: Hashable) -> int:
        """The number of an expression, a new one where it has not been written down before."""
        found = self._numbers.get(expression)
        if found is None:
            found = self._numbers[expression] = len(self.held)
            self.held.append(expression)
        return found
