"""Conditions as layers of conjunctions, the form in which a forward-chaining engine takes them.

Nothing is multiplied out. A rule whose condition is an ``Any`` becomes one conjunction per branch, all with the same
conclusion. An ``Any`` inside an ``All`` is concluded by an earlier layer, and the ``All`` then asks for that conclusion; so
does a conjunction that is too long for one rule. The network is about as large as the conditions are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from dunning_engine.policy.condition import All, Any, Compare, Operator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dunning_engine.policy.condition import Condition

LONGEST_CONJUNCTION = 16


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of a fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether the fact's value is among ``values``: 0 or 1."""

    fact: str
    values: frozenset[int | str]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Whether a conjunction has concluded it, 0 or 1: rules come first, by number, then what later layers ask for."""

    number: int


Subject: TypeAlias = Fact | Membership | Conclusion


@dataclass(frozen=True, slots=True)
class Test:
    """Compares a subject with a constant."""

    subject: Subject
    operator: Operator
    constant: int | str


Tests: TypeAlias = tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Conjunction:
    """When every test passes, ``concludes`` holds."""

    tests: Tests
    concludes: Conclusion


@dataclass(slots=True)
class Network:
    """Layers of conjunctions; a layer asks for conclusions of earlier layers only."""

    layers: list[list[Conjunction]] = field(default_factory=list)
    conclusions: int = 0


def build_network(conditions: Sequence[Condition]) -> Network:
    """Lay out the conditions; conclusion n is the n-th condition's.

    Raises ValueError for an empty group.
    """
    layout = _Layout(len(conditions))
    for number, condition in enumerate(conditions):
        layout.conclude(Conclusion(number), layout.alternatives(condition))
    return layout.network


class _Layout:
    def __init__(self, rules: int) -> None:
        self.network = Network(conclusions=rules)
        self._layer_of: dict[Conclusion, int] = {}
        self._known: dict[frozenset[frozenset[Test]], Conclusion] = {}

    def alternatives(self, condition: Condition) -> list[Tests]:
        """Give the conjunctions of which at least one must pass."""
        match condition:
            case Compare(fact, operator, value):
                return [(Test(Fact(fact), operator, value),)]
            case Any(parts):
                tests, rest = _gathered(parts, Operator.IS)
                found: list[Tests] = [(test,) for test in tests]
                for part in rest:
                    found += self.alternatives(part)
                return list(dict.fromkeys(found))
            case All(parts):
                tests, rest = _gathered(parts, Operator.IS_NOT)
                for part in rest:
                    found = self.alternatives(part)
                    tests += found[0] if len(found) == 1 else [self._concluded(found)]
                return [self._shortened(tests)]

    def conclude(self, conclusion: Conclusion, alternatives: Iterable[Tests]) -> None:
        layers = self.network.layers
        for tests in alternatives:
            needed = [self._layer_of[test.subject] for test in tests if isinstance(test.subject, Conclusion)]
            layer = max(needed, default=-1) + 1
            if layer == len(layers):
                layers.append([])
            layers[layer].append(Conjunction(tests, conclusion))
            self._layer_of[conclusion] = max(layer, self._layer_of.get(conclusion, 0))

    def _concluded(self, alternatives: list[Tests]) -> Test:
        """Test the alternatives by the conclusion of an earlier layer; equal alternatives are decided once."""
        key = frozenset(map(frozenset, alternatives))
        if key not in self._known:
            self._known[key] = Conclusion(self.network.conclusions)
            self.network.conclusions += 1
            self.conclude(self._known[key], alternatives)
        return Test(self._known[key], Operator.IS, 1)

    def _shortened(self, tests: list[Test]) -> Tests:
        tests = list(dict.fromkeys(tests))
        while len(tests) > LONGEST_CONJUNCTION:
            starts = range(0, len(tests), LONGEST_CONJUNCTION)
            tests = [self._concluded([tuple(tests[start : start + LONGEST_CONJUNCTION])]) for start in starts]
        return tuple(tests)


def _gathered(parts: Sequence[Condition], operator: Operator) -> tuple[list[Test], list[Condition]]:
    """Turn the parts that compare by ``operator`` into tests, one per fact however many its values; give back the rest.

    ``IS`` in an ``Any`` is "one of", ``IS_NOT`` in an ``All`` is "none of": a policy may list a thousand clients so.
    """
    if not parts:
        raise ValueError("a group of conditions is never empty")
    values: dict[str, dict[int | str, None]] = {}
    rest: list[Condition] = []
    for part in parts:
        if isinstance(part, Compare) and part.operator is operator:
            values.setdefault(part.fact, {})[part.value] = None
        else:
            rest.append(part)
    tests = []
    for fact, among in values.items():
        if len(among) == 1:
            tests.append(Test(Fact(fact), operator, *among))
        else:
            tests.append(Test(Membership(fact, frozenset(among)), operator, 1))
    return tests, rest
