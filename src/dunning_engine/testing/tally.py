"""How much of each policy the scenarios came by: what was touched, held against all the points there are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dunning_engine.testing.coverage import points_of
from dunning_engine.testing.covered import touched, touched_by_account

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.policy.model import Policy, PolicyHistory
    from dunning_engine.testing.coverage import Point


class Watch:
    """Sees what is decided, and keeps what the scenarios that passed came by."""

    def __init__(self) -> None:
        self._now: set[tuple[str, date, Point]] = set()
        self._kept: set[tuple[str, date, Point]] = set()

    def begin(self) -> None:
        """Another scenario begins."""
        self._now.clear()

    def keep(self) -> None:
        """What the scenario came by counts."""
        self._kept |= self._now

    def decided(self, decisions: Iterable[Decision]) -> None:
        """The scenario decided on its invoices."""
        for decision in decisions:
            self._now.update((policy.name, policy.applies_from, point) for policy, point in touched(decision))

    def decided_account(self, decision: AccountDecision) -> None:
        """The scenario decided on its client's account."""
        self._now.update((policy.name, policy.applies_from, point) for policy, point in touched_by_account(decision))

    def coverage(self, policies: Mapping[str, PolicyHistory]) -> Coverage:
        """How much of these policies has been kept."""
        revisions = [policy for history in policies.values() for policy in history.revisions]
        return Coverage(tuple(self._of(policy) for policy in revisions))

    def _of(self, policy: Policy) -> PolicyCoverage:
        points = points_of(policy).every
        missed = tuple(point for point in points if (policy.name, policy.applies_from, point) not in self._kept)
        return PolicyCoverage(policy, len(points), missed)


@dataclass(frozen=True, slots=True)
class PolicyCoverage:
    """One revision of a policy: how many points it has, and those that no scenario came by, in the order of the file."""

    policy: Policy
    total: int
    missed: tuple[Point, ...]

    @property
    def covered(self) -> int:
        """How many points scenarios came by."""
        return self.total - len(self.missed)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All policies, each revision by itself."""

    policies: tuple[PolicyCoverage, ...]

    @property
    def total(self) -> int:
        """How many points there are."""
        return sum(one.total for one in self.policies)

    @property
    def covered(self) -> int:
        """How many points scenarios came by."""
        return sum(one.covered for one in self.policies)

    def reaches(self, percent: Decimal) -> bool:
        """Whether at least so many percent of the points are covered; where there are none, nothing is missed."""
        return self.covered * 100 >= Fraction(percent) * self.total


def percentage(covered: int, total: int) -> str:
    """``"87.5"``, rounded down, so that only all of them are 100; of nothing, all is covered."""
    tenths = covered * 1000 // total if total else 1000
    return "100" if tenths == 1000 else f"{tenths // 10}.{tenths % 10}"  # noqa: PLR2004 - all of it
