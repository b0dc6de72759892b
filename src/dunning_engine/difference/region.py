"""One difference of two policies: what each says, and the facts for which it says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dunning_engine.facts.catalogue import CONDITION_FACTS
from dunning_engine.policy.condition import comparisons
from dunning_engine.rules.reference import holds

if TYPE_CHECKING:
    from collections.abc import Hashable

    from dunning_engine.difference.aspect import Section
    from dunning_engine.difference.box import Box
    from dunning_engine.facts.row import FactRow
    from dunning_engine.policy.condition import Condition
    from dunning_engine.problems import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Where the old policy says ``old`` and the new one ``new``.

    ``section`` and ``key`` name what they speak of, ``subject`` the step (by name) or the reason. ``boxes`` are the facts for
    which it is so, none of them empty; one without sides is every invoice that comes so far. ``within`` are conditions that
    hold wherever the policies are asked: a row outside them is decided alike before either is. The lines are ``old_span`` and
    ``new_span``, ``None`` where the policy has nothing of the kind.
    """

    section: Section
    key: str
    subject: str
    old: Hashable
    new: Hashable
    boxes: tuple[Box, ...]
    within: tuple[Condition, ...] = field(default=(), repr=False)
    old_span: Span | None = None
    new_span: Span | None = None

    @property
    def facts(self) -> frozenset[str]:
        """The names that a row needs, for `holds`."""
        sides = {fact for box in self.boxes for fact in box.sides}
        asked = {leaf.fact for condition in self.within for leaf in comparisons(condition)}
        return frozenset({*asked, *sides, *(f"has_{fact}" for fact in sides if CONDITION_FACTS[fact].optional)})

    def holds(self, row: FactRow) -> bool:
        """Whether the two policies differ so on the row."""
        return any(box.holds(row) for box in self.boxes) and all(holds(condition, row) for condition in self.within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """A step that comes on another day only because one before it changed.

    ``old_day`` and ``new_day`` are the first day after the due date that it can come, ``None`` where the facts decide that.
    ``override`` is the title of the override whose ladder it is, ``None`` for the policy's own.
    """

    step: str
    title: str
    old_day: int | None
    new_day: int | None
    old_span: Span
    new_span: Span
    override: str | None = None
