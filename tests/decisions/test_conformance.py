"""The cases of tests/conformance/decisions.json, and every decision of theirs against the schema."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.account import Account
from dunning_engine.policy.load import load_policies
from dunning_engine.resources import read_schema

HERE = Path(__file__).parents[1] / "conformance"
CASES = json.loads((HERE / "decisions.json").read_text(encoding="utf-8"))["cases"]


@cache
def policies():
    return {**load_policies(), **load_policies(HERE / "policies")}


@cache
def validator(name):
    return Draft202012Validator(read_schema(name))


def missing(expected, found, where=""):
    """Where ``found`` is not what is expected of it."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [line for key, value in expected.items() for line in missing(value, found.get(key), f"{where}.{key}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [line for place, (one, other) in pairs for line in missing(one, other, f"{where}[{place}]")]
    return [] if expected == found else [f"{where}: expected {expected!r}, found {found!r}"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_decision_is_the_one_worked_by_hand(case):
    about = Account.from_mapping(case["account"]) if "account" in case else case.get("invoice") or case["invoices"]
    decided = evaluate(policies()[case["policy"]], about, as_of=date.fromisoformat(case["as_of"]))
    found = [one.to_dict(explain=True) for one in (decided if "invoices" in case else [decided])]
    assert missing(case["expect"] if "invoices" in case else [case["expect"]], found) == []
    for one in found:
        validator("account-decision" if "account" in case else "decision").validate(one)


def test_every_case_has_a_name_of_its_own():
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_the_comparison_sees_what_is_wrong():
    assert missing({"a": [{"b": 1}]}, {"a": [{"b": 2}]}) == [".a[0].b: expected 1, found 2"]
    assert missing({"a": []}, {"a": [1]}) == [".a: expected [], found [1]"]
