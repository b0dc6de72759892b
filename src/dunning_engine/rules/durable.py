"""durable-rules, used so that no policy can hang it, crash it or make it forget a rule.

Only its compiled module is used: no host, no timer thread, no state that others share. What enters it are the numbers of
cells and 0/1, tested by ``$and`` of plain comparisons; what leaves it are the names of the rules that fired. Its limits on
rules, conditions, matches and properties are kept by giving it rule sets of bounded size.
"""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from itertools import chain, compress
from operator import itemgetter
from typing import TYPE_CHECKING

import durable_rules_engine as durable

from dunning_engine.policy.condition import Operator
from dunning_engine.rules.cells import Cells
from dunning_engine.rules.network import Conclusion, build_network
from dunning_engine.rules.reference import ReferenceEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from dunning_engine.facts.row import FactRow
    from dunning_engine.policy.condition import Condition
    from dunning_engine.rules.network import Conjunction, Subject, Test

# The package crashes at 256 rules that begin alike, hangs at 512 that begin differently, holds 64 pending matches and 255
# properties, and tells properties apart by a 32-bit hash alone: ours are few, and a test proves their hashes distinct.
RULES_PER_SET = 32
PROPERTY_NAMES = tuple(f"f{number}" for number in range(128))

# Calls in progress at once. Each has rule sets of its own, because calls that share one lose firings; a set takes some
# hundred KiB and the interpreter runs one call at a time, so more of them would only cost memory.
SESSIONS = 16

_OPERATORS = {
    Operator.IS_NOT: "$neq",
    Operator.AT_LEAST: "$gte",
    Operator.MORE_THAN: "$gt",
    Operator.AT_MOST: "$lte",
    Operator.LESS_THAN: "$lt",
}
_NOTHING_MATCHES = 1
_RETRACTION = '{"sid":"1","id":"1"}'


class DurableError(RuntimeError):
    """durable-rules answered in a way that it must not; its session is thrown away."""


class DurableFailureWarning(RuntimeWarning):
    """durable-rules failed on a row, and the reference reading answered instead."""


class DurableEngine:
    """Decides which rules hold, from any number of threads and from child processes; the answers are the reference's."""

    def __init__(self, rules: Sequence[tuple[str, Condition]]) -> None:
        """Take rules as (name, condition), names unique.

        Raises ValueError for an empty group of conditions and TypeError for order on text.
        """
        self._names = [name for name, _ in rules]
        self._reference = ReferenceEngine(rules)
        network = build_network([condition for _, condition in rules])
        conjunctions = [conjunction for layer in network.layers for conjunction in layer]
        self._cells = Cells(chain.from_iterable(conjunction.tests for conjunction in conjunctions))
        self._open = [0] * network.conclusions
        places = {
            subject: place
            for place, subject in enumerate([*self._cells.subjects, *map(Conclusion, range(network.conclusions))])
        }
        batches = chain.from_iterable(_batches(layer) for layer in network.layers)
        self._sets = [_rule_set(batch, places, self._cells) for batch in batches]
        # The last one given back is the next one taken: one thread opens one session. None is a session not opened yet.
        self._sessions: list[list[int] | None] = [None] * SESSIONS

    def holding(self, row: FactRow) -> tuple[str, ...]:
        """Names of the rules that hold on the row, in the order of the rules.

        Raises KeyError for a fact that the row lacks and TypeError for text where the rules ask for order.
        """
        known = self._cells.encode(row)
        first_conclusion = len(known)
        known += self._open
        try:
            session = self._sessions.pop()
        except IndexError:  # as many calls are in progress as there are sessions: nobody waits, so nothing can lock up
            return self._reference.holding(row)
        healthy = None
        try:
            handles = session or [durable.create_ruleset("rules", rule_set.rules) for rule_set in self._sets]
            for handle, rule_set in zip(handles, self._sets, strict=True):
                _run(handle, rule_set, known)
            healthy = handles
        except (durable.error, DurableError) as error:
            warnings.warn(
                f"durable-rules: {error}; the reference reading answered", DurableFailureWarning, stacklevel=2
            )
            return self._reference.holding(row)
        finally:
            # After any exception the session may hold an action begun: it would answer nothing for half a minute.
            self._sessions.append(healthy)
        return tuple(compress(self._names, known[first_conclusion:]))


@dataclass(frozen=True, slots=True)
class _RuleSet:
    """One rule set as JSON, the message that asks it, and where in the known numbers each rule concludes."""

    rules: str
    message: str
    values: Callable[[list[int]], Any]
    concludes: dict[str, int]


def _run(handle: int, rule_set: _RuleSet, known: list[int]) -> None:
    """Ask one rule set and write 1 to ``known`` for everything that it concludes.

    The row is a fact and not an event, because an event is used up by the first rule that it fires. A fact that matches
    nothing is not kept; the others are retracted, so nothing accumulates.
    """
    status, state = durable.assert_fact(handle, rule_set.message % rule_set.values(known))
    if status == _NOTHING_MATCHES:
        return
    if status:
        raise DurableError(f"unexpected status {status}")
    started = durable.start_action_for_state(handle, state)
    if started is None:
        raise DurableError("a rule matched and none fired")
    fired = started[1]
    while fired is not None:
        known[rule_set.concludes[fired[2:4]]] = 1  # {"07":{"m":…}}
        fired = durable.complete_and_start_action(handle, state)
    durable.retract_fact(handle, _RETRACTION)


def _batches(conjunctions: Sequence[Conjunction]) -> Iterator[list[Conjunction]]:
    """Split one layer so that each batch keeps the limits on rules and properties."""
    batch: list[Conjunction] = []
    subjects: set[Subject] = set()
    for conjunction in conjunctions:
        wider = subjects | {test.subject for test in conjunction.tests}
        if len(batch) == RULES_PER_SET or len(wider) > len(PROPERTY_NAMES):
            yield batch
            batch = []
            wider = {test.subject for test in conjunction.tests}
        batch.append(conjunction)
        subjects = wider
    yield batch


def _rule_set(batch: Sequence[Conjunction], places: dict[Subject, int], cells: Cells) -> _RuleSet:
    subjects = dict.fromkeys(test.subject for conjunction in batch for test in conjunction.tests)
    names = dict(zip(subjects, PROPERTY_NAMES, strict=False))
    rules = {
        f"{number:02d}": {
            "all": [{"m": {"$and": [_expression(test, names[test.subject], cells) for test in conjunction.tests]}}],
            "pri": number,
        }
        for number, conjunction in enumerate(batch, 1)
    }
    return _RuleSet(
        rules=json.dumps(rules, separators=(",", ":")),
        message='{"sid":"1","id":"1",' + ",".join(f'"{name}":%d' for name in names.values()) + "}",
        values=itemgetter(*(places[subject] for subject in subjects)),
        concludes={name: places[conjunction.concludes] for name, conjunction in zip(rules, batch, strict=True)},
    )


def _expression(test: Test, name: str, cells: Cells) -> dict[str, Any]:
    compared = {name: cells.constant(test)}
    return compared if test.operator is Operator.IS else {_OPERATORS[test.operator]: compared}
