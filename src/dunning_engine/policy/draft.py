"""What parsing gives back: a policy beside the places in its file, which the checks of meaning and law point at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dunning_engine.policy.model import Otherwise
from dunning_engine.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.model import Gate, Policy, Step
    from dunning_engine.policy.reading import Fields
    from dunning_engine.policy.trade import Outcome
    from dunning_engine.problems import Span
    from dunning_engine.text.source import Document, Path


@dataclass(frozen=True, slots=True)
class Rung:
    """A step and its keys in the file; in an override's ladder a changed key stands in the override."""

    step: Step
    fields: Fields

    def where(self, key: str) -> Path:
        """The place of ``key``, or of the step's name where the key is not there."""
        return self.fields.where(key if key in self.fields.values else "step")

    @property
    def may_be_passed_over(self) -> bool:
        """Whether the ladder may go on without the step."""
        step = self.step
        asks = bool(step.require or step.registered_before)
        by_condition = step.when is not None and step.if_not is Otherwise.SKIP
        return by_condition or (asks and step.if_missing is Otherwise.SKIP)

    def where_delay(self) -> Path:
        """The place of the key that says when the step comes due."""
        return next((self.fields.where(key) for key in self.fields.values if "days_after_" in key), self.where("step"))


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in order; ``override`` is the index of the override that they belong to, ``None`` for the policy's own.

    One with a step that could not be read is not ``complete``: whether its steps fit together cannot be said.
    """

    rungs: tuple[Rung, ...]
    complete: bool
    override: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy as parsed, not yet checked for meaning and law.

    ``gates`` are the exclusions, then the holds, each with the place of its condition; ``override_paths`` and
    ``outcome_paths`` are the places of the policy's overrides and of the outcomes of its purchase. What could not be read
    is in none of them.
    """

    document: Document
    fields: Fields
    policy: Policy
    ladders: tuple[Ladder, ...]
    gates: tuple[tuple[Gate, Path], ...]
    override_paths: tuple[Path, ...]
    outcome_paths: tuple[Path, ...] = ()

    def conditions(self) -> Iterator[tuple[Condition, Path]]:
        """Every condition of the policy with its place; one that an override's ladder shares comes once."""
        policy = self.policy
        for gate, path in self.gates:
            yield gate.when, path
        if policy.interest is not None and policy.interest.charged_when is not None:
            yield policy.interest.charged_when, ("interest", "charged_when")
        for outcome, path in self.outcomes:
            if outcome.when is not None:
                yield outcome.when, (*path, "when")
        if policy.recourse is not None:
            yield policy.recourse.when, ("recourse", "when")
        for override, path in zip(policy.overrides, self.override_paths, strict=True):
            yield override.when, (*path, "when")
        seen = set()
        for ladder in self.ladders:
            for rung in ladder.rungs:
                path = rung.where("when")
                if rung.step.when is not None and path not in seen:
                    seen.add(path)
                    yield rung.step.when, path

    def problem_at(self, code: str, message: str, span: Span, **more: Any) -> Problem:
        """A problem at a comparison's own place; ``more`` are further fields of a Problem."""
        return Problem(code=code, message=message, span=span, excerpt=self.document.line(span.line), **more)

    @property
    def outcomes(self) -> tuple[tuple[Outcome, Path], ...]:
        """The outcomes of a purchase, each with its place."""
        purchase = self.policy.purchase
        return () if purchase is None else tuple(zip(purchase.outcomes, self.outcome_paths, strict=True))

    @property
    def outcomes_read(self) -> bool:
        """Whether every outcome that stands in the file could be read."""
        return len(self.outcome_paths) == len(self.fields.mapping("purchase").items("outcomes"))

    @property
    def own(self) -> Ladder:
        """The policy's own ladder; the others are its overrides'."""
        return self.ladders[0]
