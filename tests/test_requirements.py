"""Every requirement that the product meets so far has a scenario, and every tag names such a requirement."""

from __future__ import annotations

import re
from pathlib import Path

from gherkin.parser import Parser

HERE = Path(__file__).parent
FEATURES = sorted((HERE.parent / "features").glob("*.feature"))


def scenarios_of(node):
    for child in node["children"]:
        if "rule" in child:
            yield from scenarios_of(child["rule"])
        elif "scenario" in child:
            yield child["scenario"]


def test_the_tags_are_the_requirements():
    required = (HERE / "acceptance_requirements.txt").read_text(encoding="utf-8").split()
    tags = {
        tag["name"].removeprefix("@krav-")
        for path in FEATURES
        for scenario in scenarios_of(Parser().parse(path.read_text(encoding="utf-8"))["feature"])
        for tag in scenario["tags"]
    }
    assert len(required) == len(set(required))
    assert tags == set(required)
    assert all(re.fullmatch(r"\d+\.\d+", tag) for tag in tags)


def test_a_scenario_that_carries_a_requirement_expects_something():
    without = [
        f"{path.name}:{scenario['location']['line']}"
        for path in FEATURES
        for scenario in scenarios_of(Parser().parse(path.read_text(encoding="utf-8"))["feature"])
        if not any(step["keywordType"] == "Outcome" for step in scenario["steps"])
    ]
    assert without == []
