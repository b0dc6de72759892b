"""Every requirement has a scenario that carries its number, and every number that a scenario carries is a requirement."""

from __future__ import annotations

import re
from pathlib import Path

from gherkin.parser import Parser

HERE = Path(__file__).parent
FEATURES = sorted((HERE.parent / "features").glob("*.feature"))
TAG = "@krav-"


def scenarios_of(node):
    for child in node["children"]:
        if "rule" in child:
            yield from scenarios_of(child["rule"])
        elif "scenario" in child:
            yield child["scenario"]


def all_scenarios():
    for path in FEATURES:
        for scenario in scenarios_of(Parser().parse(path.read_text(encoding="utf-8"))["feature"]):
            yield path, scenario


def required():
    numbers = (HERE / "acceptance_requirements.txt").read_text(encoding="utf-8").split()
    assert len(numbers) == len(set(numbers))
    return set(numbers)


def tagged():
    return {tag["name"] for _, scenario in all_scenarios() for tag in scenario["tags"]}


def test_every_requirement_has_a_scenario():
    assert required() - {tag.removeprefix(TAG) for tag in tagged()} == set()


def test_every_tag_is_a_requirement():
    tags = tagged()
    assert [tag for tag in tags if not re.fullmatch(rf"{TAG}\d+\.\d+", tag)] == []
    assert {tag.removeprefix(TAG) for tag in tags} - required() == set()


def test_a_scenario_that_carries_a_requirement_expects_something():
    without = [
        f"{path.name}:{scenario['location']['line']}"
        for path, scenario in all_scenarios()
        if not any(step["keywordType"] == "Outcome" for step in scenario["steps"])
    ]
    assert without == []
