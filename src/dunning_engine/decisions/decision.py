"""What ``evaluate()`` gives back: a decision with its actions, blockers and what comes next.

Amounts are öre; ``to_dict()`` writes them as text with two decimals, the way ``schemas/decision.schema.json`` says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.words import DEFAULT_LANGUAGE, blocker_message
from dunning_engine.money import format_hundredths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.explain import Reasoning
    from dunning_engine.decisions.explained.explanation import Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """Why something is not done, or is done with less. ``code`` is stable; ``details`` fill the message."""

    code: str
    fact: str | None = None
    step: str | None = None
    source: str | None = None
    details: Mapping[str, str]

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The blocker said to a person."""
        return blocker_message(self.code, self.details, language)

    def to_dict(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The blocker as it stands in a decision's JSON."""
        return {
            "code": self.code,
            "message": self.message(language),
            "fact": self.fact,
            "step": self.step,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Next:
    """The step that comes next if nobody pays, the first day it may come, and the facts it waits for."""

    step: str
    earliest: date
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do with one invoice on one day.

    No action and no blocker means: nothing to do until ``next.earliest``.
    """

    invoice: str
    as_of: date
    policy: str
    revision: date | None
    digest: str | None
    stage: str
    balance: int
    actions: tuple[Action, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    next: Next | None = None
    allowed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reasoning: Reasoning = field(repr=False, compare=False)

    def explain(self, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Why, line by line, as `told` has it; what belongs to the line above is indented by two spaces a level."""
        return self.told(language).lines()

    def told(self, language: str = DEFAULT_LANGUAGE) -> Explanation:
        """Why, in sections: today, why, the amounts, what is next, what would change it, and the evidence for all of it."""
        return self.reasoning.told(self, language)

    def to_dict(self, *, explain: bool = False, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The decision as ``schemas/decision.schema.json`` says, ready for JSON."""
        result: dict[str, Any] = {
            "invoice": self.invoice,
            "as_of": self.as_of.isoformat(),
            "policy": self.policy,
            "revision": _iso(self.revision),
            "digest": self.digest,
            "stage": self.stage,
            "balance": format_hundredths(self.balance),
            "actions": [action.to_dict() for action in self.actions],
            "blockers": [blocker.to_dict(language) for blocker in self.blockers],
            "next": _next_to_dict(self.next),
            "allowed": list(self.allowed),
            "notes": list(self.notes),
        }
        if explain:
            result["why"] = list(self.explain(language))
        return result


def _next_to_dict(following: Next | None) -> dict[str, Any] | None:
    if following is None:
        return None
    return {
        "step": following.step,
        "earliest": following.earliest.isoformat(),
        "waits_for": list(following.waits_for),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
