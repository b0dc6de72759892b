"""Whether a condition can hold at all: decided, not sampled.

Every comparison is a fact against a constant, so each fact has finitely many cells that a condition can tell apart, and one
value of each stands for all. What does not share a fact is decided apart, and what has been decided once is remembered. A
search that grows past its budget gives up and says that the condition can hold, so that nothing is called impossible that is
not; inside ``questions`` it says which question that was.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from dunning_engine.policy.condition import negated
from dunning_engine.policy.diagram import Diagram, SpentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dunning_engine.policy.condition import Condition

_BUDGET = 500_000  # parts of conditions that one question may look at: a second or less
_ALL_QUESTIONS = 5_000_000


class Questions:
    """Questions that share what they have found; ``given_up`` are the conditions that could not be decided."""

    def __init__(self) -> None:
        self._diagram = Diagram(0)
        self._left = _ALL_QUESTIONS
        self.given_up: list[Condition] = []

    def can_hold(self, conditions: tuple[Condition, ...]) -> bool:
        """Whether some row lets all of them hold at once; the first is the one that is asked about."""
        diagram = self._diagram
        diagram.allowance = allowed = min(_BUDGET, self._left)
        try:
            return diagram.possible(diagram.all_of(map(diagram.node, conditions)))
        except SpentError:
            self.given_up.append(conditions[0])
            return True
        finally:
            self._left -= allowed - max(diagram.allowance, 0)


_asked: ContextVar[Questions | None] = ContextVar("asked", default=None)


@contextmanager
def questions() -> Iterator[Questions]:
    """Every question asked inside shares one memory and one budget, and says whether it could be decided."""
    found = Questions()
    token = _asked.set(found)
    try:
        yield found
    finally:
        _asked.reset(token)


def can_hold(*conditions: Condition) -> bool:
    """Whether some row lets all of ``conditions`` hold at once; the first is the one that is asked about."""
    return not conditions or (_asked.get() or Questions()).can_hold(conditions)


def follows(condition: Condition, given: Iterable[Condition]) -> bool:
    """Whether ``condition`` holds wherever all of ``given`` hold."""
    return not can_hold(negated(condition), *given)
