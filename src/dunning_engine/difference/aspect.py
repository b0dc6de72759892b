"""One thing that a policy says: of which section and subject, what it answers in the old policy and in the new one, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from dunning_engine.difference.program import Program
    from dunning_engine.policy.condition import Condition

Section: TypeAlias = Literal["policy", "exclude", "hold", "ladder", "step", "interest", "purchase", "recourse"]


@dataclass(frozen=True, slots=True)
class Aspect:
    """``subject`` is a step's name or a reason; ``within`` holds wherever anybody looks at what is said."""

    section: Section
    key: str
    old: Program
    new: Program
    subject: str = ""
    within: tuple[Condition, ...] = ()
