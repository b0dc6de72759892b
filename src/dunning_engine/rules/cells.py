"""A fact row as small whole numbers: where each fact lies among the constants that the rules compare it with.

Constants cut the values of a fact into cells, and no rule can tell two values of one cell apart. So the number of the cell is
all that an engine needs: no text, sign, size or type of a value ever reaches it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from dunning_engine.policy.condition import Operator
from dunning_engine.rules.network import Conclusion, Fact, Membership
from dunning_engine.rules.reference import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.facts.row import FactRow
    from dunning_engine.rules.network import Subject, Test


class Cells:
    """Numbers the cells of every fact that the tests ask about; ``subjects`` are the facts and memberships, in order."""

    def __init__(self, tests: Iterable[Test]) -> None:
        """Collect the constants that each fact is compared with.

        Raises TypeError for text among the constants of a fact that the tests ask for order.
        """
        constants: dict[str, dict[int | str, None]] = {}
        with_order: set[str] = set()
        memberships: dict[Membership, None] = {}
        for test in tests:
            match test.subject:
                case Fact(name):
                    constants.setdefault(name, {})[test.constant] = None
                    if test.operator not in (Operator.IS, Operator.IS_NOT):
                        with_order.add(name)
                case Membership() as membership:
                    memberships[membership] = None
        self._ordered = {
            fact: sorted(whole_number(fact, constant) for constant in among)
            for fact, among in constants.items()
            if fact in with_order
        }
        self._named: dict[str, dict[int | str, int]] = {
            fact: {constant: number for number, constant in enumerate(among, 1)}
            for fact, among in constants.items()
            if fact not in with_order
        }
        self._memberships = [(membership.fact, membership.values) for membership in memberships]
        self.subjects: list[Subject] = [*map(Fact, self._ordered), *map(Fact, self._named), *memberships]

    def constant(self, test: Test) -> int:
        """Give the number that stands for the test's constant: the subject's number compares with it as its value does."""
        match test.subject:
            case Fact(name):
                if name in self._named:
                    return self._named[name][test.constant]
                return 2 * bisect_left(self._ordered[name], whole_number(name, test.constant)) + 1
            case Membership() | Conclusion():
                return whole_number("", test.constant)

    def encode(self, row: FactRow) -> list[int]:
        """Give one number per subject: its cell, or 0 and 1 for a membership.

        Of facts with order, constants have the odd cells and what lies between them the even ones; of others, constants are
        numbered from 1 and 0 is any other value.

        Raises KeyError for a fact that the row lacks and TypeError for text where the rules ask for order.
        """
        return [
            *[
                bisect_left(among, value := row[fact]) + bisect_right(among, value)
                for fact, among in self._ordered.items()
            ],
            *[numbers.get(row[fact], 0) for fact, numbers in self._named.items()],
            *[row[fact] in values for fact, values in self._memberships],
        ]
