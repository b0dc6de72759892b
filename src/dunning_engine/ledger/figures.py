"""What a run comes to in few numbers, policy by policy: what its limits are held against, and what the next run is told of it.

A policy's digest tells whether it has changed: it covers its revisions in force on the day, with the law behind them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dunning_engine.problems import Problem, ProblemsError
from dunning_engine.text.schema import check_shape
from dunning_engine.text.source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dunning_engine.ledger.summary import PolicyCounts
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.text.source import Document

_FOREIGN = "name a file that 'dunning evaluate --last-run' has written, or one that does not exist yet"


@dataclass(frozen=True, slots=True)
class PolicyFigures:
    """One run under one policy: ``invoices`` follow it, ``with_actions`` of them get an action; ``actions`` by kind."""

    day: date
    digest: str
    invoices: int
    with_actions: int
    actions: Mapping[str, int]

    @property
    def total(self) -> int:
        """All actions, those of accounts among them."""
        return sum(self.actions.values())


@dataclass(frozen=True, slots=True)
class RunFigures:
    """One run, or the last ones, by the names of the policies that invoices follow in them or actions are of."""

    policies: Mapping[str, PolicyFigures]

    @property
    def total(self) -> int:
        """All actions under all policies."""
        return sum(one.total for one in self.policies.values())

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as the schema ``last-run`` says."""
        return {
            "policies": {
                name: {
                    "day": one.day.isoformat(),
                    "digest": one.digest,
                    "invoices": one.invoices,
                    "with_actions": one.with_actions,
                    "actions": dict(sorted(one.actions.items())),
                }
                for name, one in sorted(self.policies.items())
            }
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> RunFigures:
        """What `to_dict` gave. Raises ``ProblemsError`` (DE570) for anything else."""
        return figures_in(json.dumps(value), "last run")


def figures_of(counts: Mapping[str, PolicyCounts], policies: Mapping[str, PolicyHistory], *, as_of: date) -> RunFigures:
    """The figures of a run that has been counted."""
    histories = reached(policies)
    return RunFigures(
        {
            name: PolicyFigures(as_of, _digest(histories[name], as_of), one.invoices, one.with_actions, one.actions)
            for name, one in counts.items()
        }
    )


def figures_in(data: bytes | str, file: str) -> RunFigures:
    """The figures in a JSON text. Raises ``ProblemsError`` (DE570) for one that nobody wrote with `to_dict`."""
    document, problems = read_yaml(data, file)
    found = problems if document is None or problems else check_shape(document, "last-run")
    if document is None or found:
        raise ProblemsError([_foreign(found[0])])
    return RunFigures({name: _policy(document, name, one) for name, one in document.value["policies"].items()})


def reached(policies: Mapping[str, PolicyHistory]) -> dict[str, PolicyHistory]:
    """The policies by name, with those that they continue in."""
    found: dict[str, PolicyHistory] = {}
    for history in _reached(policies):
        found.setdefault(history.name, history)
    return found


def _reached(policies: Mapping[str, PolicyHistory]) -> Iterator[PolicyHistory]:
    yield from policies.values()
    for history in policies.values():
        yield from _reached(history.continued_by)


def _digest(history: PolicyHistory, as_of: date) -> str:
    """Over the revisions in force: one that comes later is a change on the day that it comes."""
    digests = "\n".join(one.digest for one in history.revisions if one.applies_from <= as_of)
    return f"sha256:{hashlib.sha256(digests.encode()).hexdigest()}"


def _policy(document: Document, name: str, one: Mapping[str, Any]) -> PolicyFigures:
    try:
        day = date.fromisoformat(one["day"])
    except ValueError:
        problem = document.problem("DE570", f"there is no day {one['day']}", ("policies", name, "day"))
        raise ProblemsError([_foreign(problem)]) from None
    return PolicyFigures(day, one["digest"], one["invoices"], one["with_actions"], one["actions"])


def _foreign(problem: Problem) -> Problem:
    return Problem(
        code="DE570",
        message=f"this is no file of a last run: {problem.message}",
        span=problem.span,
        excerpt=problem.excerpt,
        hint=_FOREIGN,
    )
