"""One revision of a policy against another: every region of facts where they say something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.difference.consequences import consequences
from dunning_engine.difference.context import relations
from dunning_engine.difference.ladders import ladder_aspects
from dunning_engine.difference.program import Parting
from dunning_engine.difference.region import Region
from dunning_engine.difference.sections import aspects
from dunning_engine.difference.shift import days_between
from dunning_engine.difference.trim import Trimming
from dunning_engine.policy.diagram import Diagram, SpentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.difference.aspect import Aspect
    from dunning_engine.difference.region import Consequence
    from dunning_engine.policy.model import Policy

BUDGET = 4_000_000  # nodes that may be reduced for two revisions: ten seconds or less
_FOR_ONE = 1_000_000  # of them for one aspect, so that one hard one leaves something for the others


@dataclass(frozen=True, slots=True)
class Compared:
    """The regions of two revisions, in the order of a decision, and what moves with them.

    ``undecided`` are the aspects, as (section, subject, key), that the budget was not enough for.
    """

    regions: tuple[Region, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    undecided: tuple[tuple[str, str, str], ...] = ()


def compared(old: Policy, new: Policy, *, budget: int = BUDGET) -> Compared:
    """Where two revisions differ; nothing where their texts and their law are the same."""
    if old is new or old.digest == new.digest:
        return Compared()
    diagram = Diagram(budget)
    parting = Parting(diagram)
    regions: list[Region] = []
    undecided: list[tuple[str, str, str]] = []
    left = budget
    for aspect in (*aspects(diagram, old, new), *ladder_aspects(diagram, old, new)):
        diagram.allowance = allowed = min(left, _FOR_ONE)
        try:
            regions += _regions(parting, diagram, aspect, old, new)
        except SpentError:
            undecided.append((aspect.section, aspect.subject, aspect.key))
        left -= allowed - max(diagram.allowance, 0)
    return Compared(tuple(regions), tuple(consequences(old, new)), tuple(undecided))


def _regions(parting: Parting, diagram: Diagram, aspect: Aspect, old: Policy, new: Policy) -> Iterator[Region]:
    found = parting.parted(aspect.old, aspect.new)
    if not found:
        return
    within = (*aspect.within, *relations(old.span))
    trimming = Trimming(diagram, within)
    for (before, after), boxes in found.items():
        if aspect.key == "delay":
            days = days_between(parting, (before.value, old), (after.value, new), aspect.subject)
            possible = trimming.trimmed(both for box in boxes for day in days if (both := box.both(day)) is not None)
        else:
            possible = trimming.trimmed(boxes)
        if possible:
            yield Region(
                section=aspect.section,
                key=aspect.key,
                subject=aspect.subject,
                old=before.value,
                new=after.value,
                boxes=possible,
                within=within,
                old_span=before.span,
                new_span=after.span,
            )
