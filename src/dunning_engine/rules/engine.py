"""The engine behind ``evaluate()``: a fact row in, the names of the rules that hold out, in order.

durable-rules decides. Where its compiled module cannot be imported, the reference reading decides instead: the answers are
the same, and one warning says so.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Protocol

from dunning_engine.rules.reference import ReferenceEngine

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dunning_engine.facts.row import FactRow
    from dunning_engine.policy.condition import Condition
    from dunning_engine.rules.durable import DurableEngine


class RuleEngine(Protocol):
    """Built once from its rules, then asked from any number of threads."""

    def holding(self, row: FactRow) -> Collection[str]:
        """Names of the rules that hold on the row, in the order of the rules."""
        ...


class ReferenceReadingWarning(RuntimeWarning):
    """durable-rules is not there, so the reference reading decides which rules hold."""


def make_engine(rules: Sequence[tuple[str, Condition]]) -> RuleEngine:
    """Build the engine for rules given as (name, condition).

    Raises ValueError when two rules share a name or a group of conditions is empty, TypeError for order on text.
    """
    names = [name for name, _ in rules]
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"two rules of one name: {', '.join(twice)}")
    return (_durable_engine() or ReferenceEngine)(rules)


def engine_name() -> str:
    """Name the engine that decides, as ``dunning --version`` prints it."""
    from importlib.metadata import version  # noqa: PLC0415 (a slow import for one line of text)

    return f"durable-rules {version('durable-rules')}" if _durable_engine() else "reference reading"


@cache
def _durable_engine() -> type[DurableEngine] | None:
    """Import durable-rules when the first engine is built; the warning is therefore given once."""
    try:
        from dunning_engine.rules.durable import DurableEngine  # noqa: PLC0415 (a compiled module that may be missing)
    except ImportError as error:
        warnings.warn(
            f"durable-rules cannot be imported ({error}); the reference reading decides, with the same answers",
            ReferenceReadingWarning,
            stacklevel=3,
        )
        return None
    return DurableEngine
