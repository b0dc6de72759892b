"""``difference(old, new)``: the regions of facts where two policies differ, decided and not sampled.

Every condition compares a fact with a constant, so two policies cut the facts into finitely many cells, and within one cell
neither can tell two invoices apart. What the policies say is compared section by section: exclusions, holds, what is claimed,
the ladder step by step, outcomes and recourse. They are `equal` exactly when every section says the same of every invoice;
what ``next`` promises of days to come, and which of its facts a waiting step names first, may then still be worded otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dunning_engine.difference.compare import BUDGET, Compared, compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.difference.region import Region
    from dunning_engine.policy.model import Policy, PolicyHistory

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """Two revisions and the invoices that follow them: issued from ``first`` through ``last``, ``None`` without end.

    Where only one of the policies has a revision, the other is ``None`` and nothing is compared.
    """

    first: date
    last: date | None
    old: Policy | None
    new: Policy | None
    compared: Compared = field(default_factory=Compared)

    @property
    def equal(self) -> bool:
        """Whether no invoice issued on these days is treated differently."""
        found = self.compared
        return self.old is not None and self.new is not None and not found.regions and not found.undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where two policies differ: for each span of issue dates, and in the policies that they continue in."""

    policy: str
    issued: tuple[Issued, ...]
    continued: tuple[Difference, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether it was proved that no invoice is treated differently."""
        return all(one.equal for one in self.issued) and all(one.equal for one in self.continued)

    @property
    def decided(self) -> bool:
        """Whether the budget was enough: then what is not listed is the same."""
        whole = all(not one.compared.undecided for one in self.issued)
        return whole and all(one.decided for one in self.continued)

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every region, by issue date, those of the policies that are continued in at the end."""
        own = (region for one in self.issued for region in one.compared.regions)
        return (*own, *(region for one in self.continued for region in one.regions))

    def lines(self, language: str) -> tuple[str, ...]:
        """The difference for people, a line each, with the lines of both files."""
        from dunning_engine.difference.told import told  # noqa: PLC0415 - words are needed only here

        return tuple(told(self, language))

    def to_dict(self, language: str) -> dict[str, object]:
        """The difference as JSON holds it, with the sentences of the language."""
        from dunning_engine.difference.told import as_dict  # noqa: PLC0415 - words are needed only here

        return as_dict(self, language)


def difference(
    old: PolicyHistory, new: PolicyHistory, *, with_continued: bool = True, budget: int = BUDGET
) -> Difference:
    """Where two policies differ, revision by revision over the days on which invoices are issued.

    ``with_continued``: also in the policies that both continue in after a buy-back. ``budget`` is how many conditions may be
    reduced for a pair of revisions; where it is spent the difference says so, and is never equal.
    """
    continued: list[Difference] = []
    if with_continued:
        for name, after in old.continued_by.items():
            if name in new.continued_by:
                found = difference(after, new.continued_by[name], budget=budget)
                if not found.equal:
                    continued.append(found)
    return Difference(policy=new.name, issued=tuple(_issued(old, new, budget)), continued=tuple(continued))


def _issued(old: PolicyHistory, new: PolicyHistory, budget: int) -> Iterator[Issued]:
    starts = sorted({revision.applies_from for history in (old, new) for revision in history.revisions})
    for place, first in enumerate(starts):
        last = starts[place + 1] - _ONE_DAY if place + 1 < len(starts) else None
        one, two = old.revision_for(first), new.revision_for(first)
        found = Compared() if one is None or two is None else compared(one, two, budget=budget)
        yield Issued(first=first, last=last, old=one, new=two, compared=found)
