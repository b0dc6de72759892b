"""What is to be told of a request once it is answered: ``told(scope)`` gives back the note that travels with it.

The routes write into it; the log and the metrics read it. Of an invoice it holds its number, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.problems import Problem

_KEY = "dunning"
_MOST_NUMBERS = 1000  # a streamed body has no end


@dataclass(slots=True)
class Told:
    """A request's own id, and what came of it: the code it was refused with, invoices decided by policy, actions by kind."""

    request_id: str = ""
    code: str | None = None
    invoices: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)

    def decided(self, decisions: Iterable[Decision]) -> None:
        """Count decisions."""
        for decision in decisions:
            self.invoices[decision.policy] += 1
            self.actions.update(action.action for action in decision.actions)
            if len(self.numbers) < _MOST_NUMBERS:
                self.numbers.append(decision.invoice)

    def refused(self, code: str, problems: Iterable[Problem] = ()) -> None:
        """Say with which code the request is refused, and count the problems that are the reason."""
        self.code = code
        self.problems.update(problem.code for problem in problems)


def told(scope: MutableMapping[str, Any]) -> Told:
    """The note of the request that ``scope`` belongs to; the same one each time."""
    if _KEY not in scope:
        scope[_KEY] = Told()
    found: Told = scope[_KEY]
    return found
