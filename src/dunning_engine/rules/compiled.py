"""A policy made ready to run: its conditions in the engine, and a reader for the facts that they mention.

Compiled once per policy and kept as long as the policy is (a rule set costs some 350 KiB and is not built per call).
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.facts.row import RowReader, RowReaderAsAsked
from dunning_engine.policy.condition import comparisons
from dunning_engine.rules.engine import make_engine
from dunning_engine.rules.reference import ReadAsAsked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.model import Policy, PolicyHistory, Step

CHARGED_WHEN = "interest.charged_when"
RECOURSE_WHEN = "recourse.when"

_cache: weakref.WeakKeyDictionary[Policy, CompiledPolicy] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


class CompiledPolicy:
    """The conditions of one policy, by name: ``engine.holding(row)`` answers with the names of those that hold."""

    __slots__ = ("conditions", "engine", "facts", "read_row", "step_names")

    def __init__(self, policy: Policy, *, as_asked: bool = False) -> None:
        """Collect the policy's conditions and build its engine; ``as_asked`` is that of `read_as_asked`."""
        self.conditions = dict(_named_conditions(policy))
        self.step_names = tuple(step.name for step in policy.steps)
        self.facts = frozenset(leaf.fact for tree in self.conditions.values() for leaf in comparisons(tree))
        self.read_row = (RowReaderAsAsked if as_asked else RowReader)(self.facts)
        self.engine = ReadAsAsked(self.conditions) if as_asked else make_engine(list(self.conditions.items()))


def compiled(policy: Policy) -> CompiledPolicy:
    """The policy's compiled form, built the first time it is asked for; safe from any number of threads."""
    found = _cache.get(policy)
    if found is None:
        with _lock:
            found = _cache.get(policy)
            if found is None:
                found = _cache[policy] = CompiledPolicy(policy)
    return found


def read_as_asked(history: PolicyHistory) -> PolicyHistory:
    """The same policy, whose facts and conditions are read only when somebody asks for them, one by one.

    For recordings: what nobody asks is no question at which rows could part. The answers are those of the reference reading.
    """
    revisions = tuple(replace(revision) for revision in history.revisions)
    for revision in revisions:
        _cache[revision] = CompiledPolicy(revision, as_asked=True)
    later = {name: read_as_asked(following) for name, following in history.continued_by.items()}
    return replace(history, revisions=revisions, continued_by=later)


def exclusion_name(index: int) -> str:
    """The rule name of the policy's exclusion number ``index``."""
    return f"exclude[{index}]"


def hold_name(index: int) -> str:
    """The rule name of the policy's hold number ``index``."""
    return f"hold[{index}]"


def override_name(index: int) -> str:
    """The rule name of the policy's override number ``index``."""
    return f"overrides[{index}]"


def outcome_name(index: int) -> str:
    """The rule name of the condition of the purchase's outcome number ``index``."""
    return f"purchase.outcomes[{index}]"


def step_name(step: Step, override: int | None) -> str:
    """The rule name of a step's own condition, in the ladder of an override or the policy's own (``None``)."""
    return f"steps.{step.name}" if override is None else f"overrides[{override}].steps.{step.name}"


def _named_conditions(policy: Policy) -> Iterator[tuple[str, Condition]]:
    for index, gate in enumerate(policy.exclude):
        yield exclusion_name(index), gate.when
    for index, gate in enumerate(policy.hold):
        yield hold_name(index), gate.when
    if policy.interest is not None and policy.interest.charged_when is not None:
        yield CHARGED_WHEN, policy.interest.charged_when
    yield from _trade_conditions(policy)
    for index, override in enumerate(policy.overrides):
        yield override_name(index), override.when
    ladders = [(None, policy.steps), *((i, override.steps) for i, override in enumerate(policy.overrides))]
    for number, ladder in ladders:
        for step in ladder:
            if step.when is not None:
                yield step_name(step, number), step.when


def _trade_conditions(policy: Policy) -> Iterator[tuple[str, Condition]]:
    for index, outcome in enumerate(() if policy.purchase is None else policy.purchase.outcomes):
        if outcome.when is not None:
            yield outcome_name(index), outcome.when
    if policy.recourse is not None:
        yield RECOURSE_WHEN, policy.recourse.when
