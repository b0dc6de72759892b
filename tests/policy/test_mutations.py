"""Whatever is done to a policy, the answer is problems or a policy, never another exception."""

import copy
import json
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.policy.check import check_policy_text, read_policy
from dunning_engine.policy.model import Policy
from dunning_engine.problems import Problem, has_errors
from dunning_engine.resources import rules_directory
from dunning_engine.text.source import read_yaml

SHIPPED = [path.read_text(encoding="utf-8") for path in sorted(rules_directory().glob("*.yaml"))]
OVERRIDDEN = (
    (rules_directory() / "fakturaservice.yaml")
    .read_text(encoding="utf-8")
    .replace(
        "overrides: []",
        """overrides:
  - title: Egna intervall
    when: {client: "4711", any: [{sale: with_recourse}, {none: [{credit_risk: {at_most: 3}}]}]}
    steps:
      reminder: {days_after_due_date: 10, when: {amount: {at_least: 100.00}}, if_not: skip}
late_compensation: {claim: true, at_step: reminder}
payments_known_within_days: 3""",
    )
)
BASES = [*SHIPPED, OVERRIDDEN]
VALUES = [
    *(
        0,
        -1,
        1,
        8,
        30,
        99999999,
        Decimal("0.00"),
        Decimal("60.01"),
        Decimal("0.001"),
        True,
        False,
        "",
        "8,5",
        "statutory",
    ),
    *("2026-02-30", "1990-01-01", "9999-12-31", "0000-00-00", "SEK", "EUR", "reminder", "collection", "email", "post"),
    *("customer_email", "customer_identity_number", "demand", "remind", "hand_over", "apply_for_payment_order", "skip"),
    *(
        [],
        {},
        ["a", "a"],
        [[]],
        {"is": 1},
        {"more_than": 5, "less_than": 3},
        {"any": []},
        {"paid": True},
        [{"when": {}}],
    ),
    *({"all": [{"paid": True}, {"paid": False}]}, {"none": [{"balance": {"at_most": 0}}]}, {"banking_days": 2}),
    *("lend", "buy_with_recourse", "decline", "at_payout", "write_off", "advance", "1518", "fakturaservice"),
    *({"hours": 24}, {"calendar_days": 0, "hours": 1}, {"sale": "with_recourse"}, {"sale": "without_recourse"}),
    *({"sale": {"one_of": ["pledged"]}}, {"client": {"is_not": "x"}}, {"due_on": {"at_least": "2026-01-01"}}),
]


def _paths(value, path=()):
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _paths(part, (*path, key))


def _parent(value, path):
    for key in path[:-1]:
        value = value[key]
    return value


def _put(parent, key, value):
    parent.insert(key, value) if isinstance(parent, list) else parent.__setitem__(key, value)


@st.composite
def mutated(draw):
    """A policy with some parts removed, doubled, renamed or exchanged; JSON is YAML."""
    policy = copy.deepcopy(read_yaml(draw(st.sampled_from(BASES)), "base")[0].value)
    for _ in range(draw(st.integers(1, 4))):
        paths = list(_paths(policy))
        path, other = draw(st.sampled_from(paths)), draw(st.sampled_from(paths))
        parent, key = _parent(policy, path), path[-1]
        elsewhere = copy.deepcopy(_parent(policy, other)[other[-1]])
        match draw(st.sampled_from(["remove", "value", "take", "double", "rename"])):
            case "remove":
                del parent[key]
            case "value":
                parent[key] = copy.deepcopy(draw(st.sampled_from(VALUES)))
            case "take":
                parent[key] = elsewhere
            case "double":
                _put(parent, key if isinstance(parent, list) else other[-1], elsewhere)
            case "rename" if isinstance(parent, dict):
                parent[str(other[-1])] = parent.pop(key)
        if not policy:
            break
    return json.dumps(policy, ensure_ascii=False, indent=1, default=lambda amount: f"decimal {amount}")


def as_yaml(text):
    return re.sub(r'"decimal ([^"]*)"', r"\1", text)


@given(mutated())
@settings(max_examples=300, deadline=None)
def test_a_changed_policy_gives_problems_or_a_policy(text):
    draft, problems = read_policy(as_yaml(text), "policy.yaml")
    assert all(isinstance(problem, Problem) for problem in problems)
    if not has_errors(problems):
        assert isinstance(draft.policy, Policy)


@given(st.sampled_from(BASES), st.data())
@settings(max_examples=100, deadline=None)
def test_a_policy_with_a_piece_of_text_lost_gives_problems_or_a_policy(text, data):
    start = data.draw(st.integers(0, len(text)))
    read_policy(text[:start] + text[start + data.draw(st.integers(1, 40)) :], "policy.yaml")


@pytest.mark.parametrize("text", BASES)
def test_the_policies_that_are_changed_are_right(text):
    assert check_policy_text(text, "policy.yaml") == ()


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_problems(data):
    assert has_errors(check_policy_text(data, "policy.yaml"))
