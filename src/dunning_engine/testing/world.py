"""What one scenario has said and learnt: its policy, its invoice with events, the last decision, the steps taken."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import dunning_engine
from dunning_engine.money import format_hundredths
from dunning_engine.policy.model import ActionKind
from dunning_engine.problems import FactError, PolicyError
from dunning_engine.testing.words import difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem

STEP_ACTIONS = frozenset(kind.value for kind in ActionKind)


class World:
    """One scenario's facts and findings.

    ``rules`` is the folder that named policies come from; ``folder()`` gives an empty one for policies written in the
    scenario.
    """

    def __init__(self, rules: Path, folder: Callable[[], Path], language: str) -> None:
        self.language = language
        self.policy_name: str | None = None
        self.policy_texts: list[str] = []
        self.facts: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []
        self.decision: Decision | None = None
        self.refusals: tuple[Problem, ...] = ()
        self.taken: list[dict[str, str]] = []
        self.counts: dict[str, int] = {}
        self.last_run: date | None = None
        self._rules = rules
        self._folder = folder
        self._written: tuple[tuple[str, ...], PolicyHistory] | None = None

    def expect(self, thing: str, wanted: object, got: object) -> None:
        """Fail, in the feature's language, unless the two are equal."""
        assert wanted == got, difference(self.language, thing, wanted, got, self.decision)

    def policy_text(self, name: str) -> str:
        """The file of a named policy, to be changed in the scenario."""
        heading = re.compile(rf"^policy:[ ]*{re.escape(name)}[ ]*(#.*)?$", re.MULTILINE)
        texts = [path.read_text(encoding="utf-8") for path in sorted(self._rules.glob("*.yaml"))]
        found = [text for text in texts if heading.search(text)]
        assert len(found) == 1, f"{self._rules}: {len(found)} x policy: {name}"
        return found[0]

    def policy_problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the scenario's policy."""
        try:
            self._history()
        except PolicyError as error:
            return error.problems
        return ()

    def evaluate(self, as_of: date) -> None:
        """Decide on the invoice; what it is refused for is kept for a Then."""
        self.decision, self.refusals = None, ()
        try:
            self.decision = dunning_engine.evaluate(self._history(), self._invoice(), as_of=as_of)
        except FactError as error:
            self.refusals = error.problems
        self.last_run = as_of

    def decided(self) -> Decision:
        """The last decision."""
        assert not self.refusals, "\n".join(problem.message for problem in self.refusals)
        assert self.decision is not None, "no day has come yet: a When is missing"
        return self.decision

    def step_actions(self) -> tuple[Action, ...]:
        """The proposed actions that are steps of the ladder."""
        return tuple(action for action in self.decided().actions if action.action in STEP_ACTIONS)

    def step_action(self) -> Action:
        """The one step that is proposed."""
        proposed = self.step_actions()
        self.expect("steps", 1, len(proposed))
        return proposed[0]

    def carry_out(self) -> None:
        """Record what the last decision proposes as events of its day."""
        decision = self.decided()
        for action in decision.actions:
            day = decision.as_of.isoformat()
            if action.action == "request_information":
                self.events.append({"on": day, "event": "information_requested", "fact": action.fact})
            elif action.action in STEP_ACTIONS:
                self.events.append(_step_event(action))
                self.taken.append(_taken_row(action))

    def run_through(self, last: date) -> None:
        """Decide every day through ``last``, the first being the day after the last run or the invoice's date."""
        for day in self._days_through(last):
            self.run(day)

    def run(self, day: date) -> None:
        """Decide, and carry out at once what is proposed."""
        self.evaluate(day)
        self.carry_out()

    def like_this(self) -> World:
        """Another invoice with the same facts and events, under the same policy, nothing run yet."""
        other = World(self._rules, self._folder, self.language)
        other.policy_name, other.policy_texts = self.policy_name, list(self.policy_texts)
        other.facts, other.events = dict(self.facts), list(self.events)
        return other

    def pay_everything(self, on: date) -> None:
        """Run through the day before; then all that is claimed by then is paid."""
        self.run_through(on - timedelta(days=1))
        self.evaluate(on - timedelta(days=1))
        amount = format_hundredths(self.decided().balance)
        self.events.append({"on": on.isoformat(), "event": "payment", "amount": amount})

    def _history(self) -> PolicyHistory:
        if not self.policy_texts:
            policies = _policies(self._rules)
            assert self.policy_name is not None, "no policy is given"
            assert self.policy_name in policies, (
                f"{self._rules}: no policy {self.policy_name}; there are: {', '.join(sorted(policies))}"
            )
            return policies[self.policy_name]
        texts = tuple(self.policy_texts)
        if self._written is None or self._written[0] != texts:
            self._written = (texts, _written(texts, self._folder()))
        return self._written[1]

    def _invoice(self) -> dict[str, Any]:
        return {**self.facts, "events": list(self.events)}

    def _days_through(self, last: date) -> Iterator[date]:
        first = date.fromisoformat(self.facts["issued_on"])
        day = first if self.last_run is None else self.last_run + timedelta(days=1)
        while day <= last:
            yield day
            day += timedelta(days=1)


@lru_cache(maxsize=8)
def _policies(rules: Path) -> Mapping[str, PolicyHistory]:
    return dunning_engine.load_policies(rules)


def _written(texts: tuple[str, ...], folder: Path) -> PolicyHistory:
    for number, text in enumerate(texts, start=1):
        (folder / f"policy-{number}.yaml").write_text(text, encoding="utf-8")
    policies = dunning_engine.load_policies(folder)
    assert len(policies) == 1, f"one policy was expected: {', '.join(sorted(policies))}"
    return next(iter(policies.values()))


def _step_event(action: Action) -> dict[str, Any]:
    event: dict[str, Any] = {
        "on": action.on.isoformat(),
        "event": "step",
        "step": action.step,
        "fee": format_hundredths(action.fee),
        "interest": format_hundredths(action.interest),
        "key": action.key,
    }
    if action.pay_by is not None:
        event["pay_by"] = action.pay_by.isoformat()
    if action.send_by is not None:
        event["sent_by"] = action.send_by
    return event


def _taken_row(action: Action) -> dict[str, str]:
    return {
        "step": action.step or "",
        "on": action.on.isoformat(),
        "action": action.action,
        "fee": format_hundredths(action.fee),
        "interest": format_hundredths(action.interest),
        "amount_to_pay": format_hundredths(action.amount_to_pay),
        "pay_by": "" if action.pay_by is None else action.pay_by.isoformat(),
        "send_by": action.send_by or "",
        "key": action.key,
    }
