"""Reminders, collection demands and late-payment interest as rules that people can read, check and explain.

The public names; each is imported when it is first used, so that a program that only checks policies never waits for the
library that reads ledgers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Blocker, Decision
    from dunning_engine.decisions.evaluate import evaluate
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.decisions.record import entries_for, events_for
    from dunning_engine.decisions.timeline import Moment, Timeline, timeline
    from dunning_engine.facts.account import Account, Entry
    from dunning_engine.facts.event import Event
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.ledger.counted import run_figures
    from dunning_engine.ledger.figures import RunFigures
    from dunning_engine.ledger.frame import evaluate_ledger
    from dunning_engine.ledger.limits import check_limits
    from dunning_engine.policy.load import check_paths, load_policies
    from dunning_engine.problems import FactError, PolicyError, Problem

__all__ = [
    "Account",
    "AccountDecision",
    "Action",
    "Blocker",
    "Decision",
    "Entry",
    "Event",
    "FactError",
    "Invoice",
    "Moment",
    "PolicyError",
    "Problem",
    "RunFigures",
    "Timeline",
    "check_limits",
    "check_paths",
    "entries_for",
    "evaluate",
    "evaluate_ledger",
    "events_for",
    "load_policies",
    "run_figures",
    "timeline",
]

_HOMES = {
    "Account": "facts.account",
    "AccountDecision": "decisions.overdraft",
    "Action": "decisions.action",
    "Blocker": "decisions.decision",
    "Decision": "decisions.decision",
    "Entry": "facts.account",
    "Event": "facts.event",
    "FactError": "problems",
    "Invoice": "facts.invoice",
    "Moment": "decisions.timeline",
    "PolicyError": "problems",
    "Problem": "problems",
    "RunFigures": "ledger.figures",
    "Timeline": "decisions.timeline",
    "check_limits": "ledger.limits",
    "check_paths": "policy.load",
    "entries_for": "decisions.record",
    "evaluate": "decisions.evaluate",
    "evaluate_ledger": "ledger.frame",
    "events_for": "decisions.record",
    "load_policies": "policy.load",
    "run_figures": "ledger.counted",
    "timeline": "decisions.timeline",
}


def __getattr__(name: str) -> Any:
    """A public name from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dunning_engine' has no attribute '{name}'")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__]
