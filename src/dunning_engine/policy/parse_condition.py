"""A ``when:`` as a condition tree, or every problem with it.

Gives back a tree that is total: a comparison of a fact that may be absent gets a guard beside it (``has_<fact>``), so that
an absent fact satisfies no comparison but ``is_not``, which holds exactly where ``is`` does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunning_engine.facts.catalogue import CONDITION_FACTS, GIVEN_BY_NAME, Fact, Kind
from dunning_engine.policy.condition import All, Compare, Condition, Operator, negated
from dunning_engine.policy.condition import Any as AnyOf
from dunning_engine.policy.parse_value import parse_value
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from dunning_engine.policy.reading import Reading
    from dunning_engine.problems import Span
    from dunning_engine.text.source import Path

_GROUPS = ("all", "any", "none")
_ONE_OF = "one_of"
_ORDERINGS = frozenset({Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN})
_ORDERED_KINDS = frozenset({Kind.WHOLE, Kind.AMOUNT, Kind.PERCENT, Kind.DATE})
_SIGNS = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than", "==": "is", "=": "is", "!=": "is_not"}


def parse_condition(reading: Reading, value: Any, path: Path) -> Condition | None:
    """The tree of the mapping at ``path``; ``None`` when a problem in it was reported (DE301 to DE311)."""
    if not isinstance(value, dict):
        reading.problem(
            "DE301",
            "a condition is made of lines 'fact: what it must be'",
            path,
            hint="write for example 'balance: {at_least: 100.00}'",
        )
        return None
    if not value:
        reading.problem("DE302", "this condition says nothing", path, hint="name a fact, or leave the condition out")
        return None
    parts = [_line(reading, key, part, (*path, key)) for key, part in value.items()]
    return _all([part for part in parts if part is not None], complete=None not in parts)


def _line(reading: Reading, key: str, value: Any, path: Path) -> Condition | None:
    if key in _GROUPS:
        return _group(reading, key, value, path)
    fact = CONDITION_FACTS.get(key)
    if fact is None:
        reading.problem("DE304", f"there is no fact '{key}'", path, on="key", hint=_known_facts(key))
        return None
    if isinstance(value, dict):
        return _operators(reading, fact, value, path)
    return _compare(reading, fact, Operator.IS, value, path)


def _group(reading: Reading, key: str, value: Any, path: Path) -> Condition | None:
    if not isinstance(value, list):
        reading.problem(
            "DE303",
            f"'{key}' is followed by a list of conditions",
            path,
            hint=f"start each condition under '{key}:' with '- '",
        )
        return None
    if not value:
        reading.problem("DE302", f"'{key}' has no conditions", path, hint=f"name one, or leave '{key}' out")
        return None
    parts = [parse_condition(reading, part, (*path, index)) for index, part in enumerate(value)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if key == "all":
        return _all(known)
    either = known[0] if len(known) == 1 else AnyOf(tuple(known))
    return either if key == "any" else negated(either)


def _operators(reading: Reading, fact: Fact, value: dict[str, Any], path: Path) -> Condition | None:
    if not value:
        reading.problem(
            "DE302", f"nothing says what '{fact.name}' must be", path, hint=f"write {_operator_words(fact)}"
        )
        return None
    parts = [_operator(reading, fact, word, operand, (*path, word)) for word, operand in value.items()]
    return _all([part for part in parts if part is not None], complete=None not in parts)


def _operator(reading: Reading, fact: Fact, word: str, operand: Any, path: Path) -> Condition | None:
    if word == _ONE_OF:
        return _one_of(reading, fact, operand, path)
    if word not in set(Operator):
        hint = f"write '{_SIGNS[word]}'" if word in _SIGNS else did_you_mean(word, [*Operator, _ONE_OF])
        reading.problem(
            "DE305", f"'{word}' is no way to compare", path, on="key", hint=hint or f"write {_operator_words(fact)}"
        )
        return None
    operator = Operator(word)
    if operator in _ORDERINGS and fact.kind not in _ORDERED_KINDS:
        reading.problem(
            "DE306",
            f"'{fact.name}' is a {_kind(fact)}: it has no order, so '{word}' cannot be asked",
            path,
            on="key",
            hint=f"write {_operator_words(fact)}",
        )
        return None
    return _compare(reading, fact, operator, operand, path)


def _one_of(reading: Reading, fact: Fact, operand: Any, path: Path) -> Condition | None:
    if not isinstance(operand, list):
        reading.problem("DE303", "'one_of' is followed by a list", path, hint="write [a, b], with brackets")
        return None
    if not operand:
        reading.problem("DE302", "'one_of' has no values", path, hint="name the values, or leave the line out")
        return None
    values = [parse_value(reading, fact, item, (*path, index)) for index, item in enumerate(operand)]
    span = reading.document.key_span(path)
    parts = [Compare(fact.name, Operator.IS, value, span) for value in dict.fromkeys(values) if value is not None]
    if None in values:
        return None
    return _guarded(fact, Operator.IS, parts[0] if len(parts) == 1 else AnyOf(tuple(parts)), span)


def _compare(reading: Reading, fact: Fact, operator: Operator, operand: Any, path: Path) -> Condition | None:
    value = parse_value(reading, fact, operand, path)
    if value is None:
        return None
    span = reading.document.key_span(path)
    return _guarded(fact, operator, Compare(fact.name, operator, value, span), span)


def _guarded(fact: Fact, operator: Operator, comparison: Condition, span: Span) -> Condition:
    if not fact.optional:
        return comparison
    if operator is Operator.IS_NOT:
        return AnyOf((Compare(f"has_{fact.name}", Operator.IS, 0, span), comparison))
    return All((Compare(f"has_{fact.name}", Operator.IS, 1, span), comparison))


def _all(parts: list[Condition], *, complete: bool = True) -> Condition | None:
    if not complete:
        return None
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _known_facts(key: str) -> str | None:
    given = GIVEN_BY_NAME.get(key)
    if given is not None and given.kind is Kind.MOMENT:
        return "a date and time is compared with 'registered_before' in a step"
    if key in set(Operator) or key == _ONE_OF:
        return f"the fact comes first: 'balance: {{{key}: 100.00}}'"
    return did_you_mean(key, [*CONDITION_FACTS, *_GROUPS], "the facts are listed in docs/facts.md")


def _operator_words(fact: Fact) -> str:
    words = ["is", "is_not", _ONE_OF]
    if fact.kind in _ORDERED_KINDS:
        words += ["at_least", "more_than", "at_most", "less_than"]
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _kind(fact: Fact) -> str:
    return "yes or no" if fact.kind is Kind.BOOLEAN else fact.kind.value
