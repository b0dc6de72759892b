"""A run over many invoices like the scenario's, held against the policy's limits: stopped, confirmed, or let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dunning_engine.ledger.figures import RunFigures, figures_of
from dunning_engine.ledger.last_run import to_keep
from dunning_engine.ledger.limits import check_limits, not_confirmed
from dunning_engine.ledger.summary import PolicyCounts
from dunning_engine.problems import Severity
from dunning_engine.testing.values import fact_value, rows
from dunning_engine.testing.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from dunning_engine.policy.limits import Limit
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem
    from dunning_engine.testing.world import World

    Table = list[list[str]]

_ANOTHER = "DE572"


class ScenarioRun:
    """The last run of a scenario, and the figures of those that went through before it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._last = RunFigures({})
        self._run = RunFigures({})
        self._keys: dict[object, str] = {}
        self.problems: tuple[Problem, ...] = ()

    def over(self, invoices: Iterable[tuple[int, dict[str, str]]], day: date) -> None:
        """Decide on so many invoices with these facts of their own, each number at once, and hold that against the limits."""
        history = self._world.policies.followed()
        counts: dict[str, PolicyCounts] = {}
        for number, facts in invoices:
            alike = self._world.like_this()
            alike.facts = {**alike.facts, **{name: fact_value(name, text) for name, text in facts.items()}}
            alike.evaluate(day)
            for decision in alike.all_decided():
                own = counts.setdefault(decision.policy, PolicyCounts())
                own.invoices += number
                own.with_actions += number if decision.actions else 0
                for action in decision.actions:
                    own.actions[action.action] += number
        self._run = figures_of(counts, {history.name: history}, as_of=day)
        self._keys = {limit.span: key for key, limit in _limits(history, day)}
        self._hold(check_limits(history, self._run, last=self._last))

    def confirm(self, number: int) -> None:
        """Let the run through where it comes to exactly so many actions."""
        wrong = number != self._run.total
        self._hold((*self.problems, not_confirmed(number, self._run)) if wrong else ())

    def named(self, *codes: str, severity: Severity) -> list[str]:
        """The limits that problems are about, by their keys in the policy; ``codes`` are left out."""
        return [
            self._keys[problem.span]
            for problem in self.problems
            if problem.code not in codes and problem.severity is severity
        ]

    def expect(self, wanted: list[str], got: list[str]) -> None:
        """Fail, in the feature's language, unless these limits are the ones."""
        said = "".join(f"\n  {problem.code} {problem.message}" for problem in self.problems)
        swedish = f"körningens gränser: väntade {wanted or '–'}, fick {got or '–'}"
        english = f"the run's limits: expected {wanted or '–'}, got {got or '–'}"
        assert wanted == got, (swedish if self._world.language == "sv" else english) + said

    def _hold(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        if all(problem.severity is Severity.WARNING for problem in problems):
            self._last = to_keep(self._last, self._run)


@pytest.fixture
def dunning_run(dunning_world: World) -> ScenarioRun:
    """The runs of one scenario."""
    return ScenarioRun(dunning_world)


def _limits(history: PolicyHistory, day: date) -> Iterator[tuple[str, Limit]]:
    """The limits in force, a kind of action's by its own word."""
    revision = history.revision_for(day)
    limits = None if revision is None else revision.limits
    if limits is None:
        return
    named = {
        "actions_per_run": limits.actions_per_run,
        "share_of_ledger_percent": limits.share_of_ledger,
        "after_change_percent_of_last_run": limits.after_change,
        **limits.of_each_kind,
    }
    yield from ((key, limit) for key, limit in named.items() if limit is not None)


@phrase(
    "when",
    sv="en körning över {number} sådana fakturor görs {day}",
    en="a run over {number} such invoices is made on {day}",
)
def run_over(dunning_run: ScenarioRun, number: int, day: date) -> None:
    """So many invoices like the scenario's are decided on together, and what that comes to is held against the policy's limits."""
    dunning_run.over([(number, {})], day)


@phrase(
    "when",
    sv="en körning över dessa fakturor görs {day}:",
    en="a run over these invoices is made on {day}:",
    takes="table",
)
def run_over_these(dunning_run: ScenarioRun, day: date, datatable: Table) -> None:
    """The same over invoices that differ: a heading with number and the facts that set them apart from the scenario's."""
    found = rows(datatable)
    dunning_run.over([(int(row.pop("number").replace(" ", "")), row) for row in found], day)


@phrase("when", sv="körningen bekräftas med {number} åtgärder", en="the run is confirmed with {number} actions")
def confirmed(dunning_run: ScenarioRun, number: int) -> None:
    """The last run is made again with the number of actions that somebody has looked at."""
    dunning_run.confirm(number)


@phrase("then", sv='stoppas körningen av gränsen "{limit}"', en='the run is stopped by the limit "{limit}"')
def stopped(dunning_run: ScenarioRun, limit: str) -> None:
    """The last run is above this limit and no other: a key of the section limits, or an action of its of_each_kind."""
    dunning_run.expect([limit], dunning_run.named(_ANOTHER, severity=Severity.ERROR))


@phrase(
    "then",
    sv="stoppas körningen av att ett annat antal är bekräftat",
    en="the run is stopped since another number was confirmed",
)
def not_the_number(dunning_run: ScenarioRun) -> None:
    """The number that was confirmed is not the run's number of actions."""
    dunning_run.expect([_ANOTHER], [problem.code for problem in dunning_run.problems if problem.code == _ANOTHER])


@phrase("then", sv="går körningen igenom", en="the run goes through")
def goes_through(dunning_run: ScenarioRun) -> None:
    """Nothing stops the last run; it is the one that the next is compared with."""
    errors = [problem.code for problem in dunning_run.problems if problem.severity is Severity.ERROR]
    dunning_run.expect([], errors)


@phrase("then", sv='kan gränsen "{limit}" inte kontrolleras', en='the limit "{limit}" cannot be looked at')
def not_looked_at(dunning_run: ScenarioRun, limit: str) -> None:
    """The run is told that nothing is known to hold against this limit."""
    dunning_run.expect([limit], dunning_run.named(severity=Severity.WARNING))


@phrase("then", sv='sägs om körningen att "{text}"', en='it is said of the run that "{text}"')
def said_of_the_run(dunning_run: ScenarioRun, text: str) -> None:
    """One of the sentences about the run has this text in it."""
    messages = [problem.message for problem in dunning_run.problems]
    dunning_run.expect([text], [text] if any(text in message for message in messages) else messages)
