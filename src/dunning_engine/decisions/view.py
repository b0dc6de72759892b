"""A situation with its rules decided: the fact row, the conditions that hold on it, and the ladder that applies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dunning_engine.rules.compiled import compiled, override_name, step_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from dunning_engine.decisions.situation import Situation
    from dunning_engine.facts.row import FactRow
    from dunning_engine.facts.state import StepTaken
    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.model import Step


@dataclass(slots=True, kw_only=True)
class View:
    """What decides a decision. ``holding`` are the names of the conditions that hold; ``override`` is the one that won.

    ``steps_taken`` are the steps taken, each with what it is on this ladder; ``furthest`` is the ladder's index of the
    furthest of them, -1 before the first. ``steps_elsewhere`` are those that this ladder lacks, each with what it is in the
    policy that this one continues, ``None`` where that is not known.
    """

    situation: Situation
    row: FactRow
    conditions: dict[str, Condition]
    holding: Collection[str]
    override: int | None
    ladder: tuple[Step, ...]
    steps_taken: tuple[tuple[Step, StepTaken], ...] = ()
    steps_elsewhere: tuple[tuple[Step | None, StepTaken], ...] = ()
    furthest: int = -1

    def __post_init__(self) -> None:
        """Find the steps taken on the ladder; every ladder of a policy has the same names."""
        taken = self.situation.state.steps
        if taken:
            taken = _with_those_before(taken, self.situation)
            places = {step.name: index for index, step in enumerate(self.ladder)}
            found = [(places[one.step], one) for one in taken if one.step in places]
            self.steps_taken = tuple((self.ladder[place], one) for place, one in found)
            self.furthest = max((place for place, _ in found), default=-1)
            if len(found) < len(taken):
                earlier = _steps_before(self.situation)
                self.steps_elsewhere = tuple((earlier.get(one.step), one) for one in taken if one.step not in places)

    def condition_of(self, step: Step) -> str:
        """The name of the step's own condition."""
        return step_name(step, self.override)

    def wants(self, step: Step) -> bool:
        """Whether the step's ``when`` holds, or it has none."""
        return step.when is None or self.condition_of(step) in self.holding


def view_of(situation: Situation, *, customer_interest_total: int) -> View:
    """Read the facts that the policy's conditions mention, and ask the engine which conditions hold."""
    policy = situation.policy
    prepared = compiled(policy)
    row = prepared.read_row(
        situation.invoice,
        situation.state,
        as_of=situation.as_of,
        due_on=situation.due_on,
        accrual=situation.accrual,
        customer_interest_total=customer_interest_total,
    )
    holding = prepared.engine.holding(row)
    override = next((i for i in range(len(policy.overrides)) if override_name(i) in holding), None)
    return View(
        situation=situation,
        row=row,
        conditions=prepared.conditions,
        holding=holding,
        override=override,
        ladder=policy.steps if override is None else policy.overrides[override].steps,
    )


def _steps_before(situation: Situation) -> dict[str, Step]:
    """The steps of the policy that this one continues, by name; none where that is not known."""
    return {} if situation.before is None else {step.name: step for step in situation.before.policy.steps}


def _with_those_before(taken: tuple[StepTaken, ...], situation: Situation) -> tuple[StepTaken, ...]:
    """What a ledger that names only its last step came through in the policy before, the last step at the end."""
    last = situation.invoice.last_step
    names = [] if last is None else list(_steps_before(situation))
    if last not in names:
        return taken
    before = names[: names.index(last)]
    return (*(replace(taken[-1], event=replace(taken[-1].event, step=name)) for name in before), *taken)
