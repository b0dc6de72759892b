"""One policy file, from bytes to a policy: text, shape, types, meaning and law, every problem of every stage it reached."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dunning_engine.law.load import load_law
from dunning_engine.policy.lint import lint
from dunning_engine.policy.parse import parse_policy
from dunning_engine.problems import PolicyError, has_errors, sort_problems
from dunning_engine.text.schema import check_shape
from dunning_engine.text.source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from dunning_engine.law.values import Law
    from dunning_engine.policy.draft import Draft
    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Document

_CONDITIONS = frozenset({"when", "charged_when"})
_FITS = {"paid": False}
_UNKNOWN_KEY = "DE204"
# "Nothing reads this", "a section is missing": it may be the very key that is misspelt, and the advice would be to remove
# what is right or to write it twice.
_UNREAD = frozenset({"DE344", "DE345", "DE355", "DE356", "DE370", "DE375", "DE382", "DE388"})


def check_policy_text(data: bytes | str, file: str) -> tuple[Problem, ...]:
    """Every problem in one policy file, checked against the law that ships, sorted; ``file`` is the name they show."""
    return read_policy(data, file)[1]


def read_policy(
    data: bytes | str, file: str, law_directory: Path | None = None
) -> tuple[Draft | None, tuple[Problem, ...]]:
    """The policy in ``data`` with the places of its keys, and every problem, sorted.

    The Draft is there as soon as it could be parsed; it may be used only where `has_errors` says no. Problems in the law
    files themselves are among the problems.
    """
    document, problems = read_yaml(data, file)
    if document is None:
        return None, sort_problems(problems)
    return _read(document, problems, law_directory)


def _read(
    document: Document, problems: tuple[Problem, ...], law_directory: Path | None
) -> tuple[Draft | None, tuple[Problem, ...]]:
    shape = check_shape(_with_plain_conditions(document), "policy")
    found = [*problems, *shape]
    # What only has a key too many is read on, so that one round shows everything.
    shaped = not has_errors(problems) and all(problem.code == _UNKNOWN_KEY for problem in shape)
    law: Law | None = None
    if shaped:
        try:
            law = load_law(document.value["country"], law_directory)
        except PolicyError as error:
            found += error.problems
    draft, parsing = parse_policy(document, law)
    found += parsing
    if draft is not None:
        found += (problem for problem in lint(draft) if not (shape and problem.code in _UNREAD))
    return draft, sort_problems(found)


def _with_plain_conditions(document: Document) -> Document:
    """The document with every condition replaced by one that fits: parsing says more about them than a schema can."""
    return replace(document, value=_plain(document.value))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _FITS if key in _CONDITIONS else _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
