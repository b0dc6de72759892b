"""Problems as they come, part by part: the first of each code, and how many there are of it.

A ledger of millions may have a problem in every row; what nobody reads is counted.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dunning_engine.problems import Problem, has_errors, sort_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_OF_A_CODE = 1000


class Complaints:
    """Takes problems in any order and keeps the first of each code, by their places."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.errors = False
        self._kept: dict[str, tuple[Problem, ...]] = {}

    def add(self, problems: Iterable[Problem]) -> None:
        """Take more problems, none of which has been taken before."""
        by_code: dict[str, list[Problem]] = {}
        for problem in problems:
            by_code.setdefault(problem.code, []).append(problem)
        for code, listed in by_code.items():
            found = sort_problems(listed)
            self.counts[code] += len(found)
            self.errors = self.errors or has_errors(found)
            self._kept[code] = sort_problems((*self._kept.get(code, ()), *found))[:MOST_OF_A_CODE]

    @property
    def kept(self) -> tuple[Problem, ...]:
        """The first of each code, sorted by place."""
        return sort_problems(problem for found in self._kept.values() for problem in found)

    @property
    def unsaid(self) -> Mapping[str, int]:
        """How many more there are of each code that has more."""
        return {
            code: count - len(self._kept[code]) for code, count in self.counts.items() if count > len(self._kept[code])
        }
