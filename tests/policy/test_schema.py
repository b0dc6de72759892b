import json
import runpy
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from dunning_engine.facts.catalogue import CONDITION_FACTS, Kind
from dunning_engine.policy.parse_condition import parse_condition
from dunning_engine.policy.reading import Reading
from dunning_engine.resources import rules_directory, schemas_directory
from dunning_engine.text.source import read_yaml

SCHEMA = json.loads((schemas_directory() / "policy.schema.json").read_text(encoding="utf-8"))
TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "condition_schema.py"))


def subschemas(schema):
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from subschemas(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from subschemas(part)


def test_it_is_a_schema_for_old_and_new_readers():
    Draft202012Validator.check_schema(SCHEMA)
    Draft7Validator.check_schema(SCHEMA)


def test_what_it_says_of_conditions_is_what_the_catalogue_says():
    written = {name: part for name, part in SCHEMA["$defs"].items() if name == "condition" or name.startswith("when_")}
    assert written == TOOL["definitions"]()


def test_every_example_fits_where_it_stands():
    shown = [(schema, example) for schema in subschemas(SCHEMA) for example in schema.get("examples", ())]
    assert len(shown) > 10
    for schema, example in shown:
        Draft202012Validator({**schema, "$defs": SCHEMA["$defs"]}).validate(example)


def test_everything_that_an_editor_offers_fits_where_it_stands():
    offered = [(schema, snippet) for schema in subschemas(SCHEMA) for snippet in schema.get("defaultSnippets", ())]
    assert len(offered) > 50
    for schema, snippet in offered:
        value = snippet["body"] if "body" in snippet else yaml.safe_load(snippet["bodyText"])
        Draft202012Validator({**schema, "$defs": SCHEMA["$defs"]}).validate(value)
        assert snippet["description"]


def test_every_word_of_a_list_is_explained():
    lists = [schema for schema in subschemas(SCHEMA) if "enum" in schema and "description" in schema]
    assert len(lists) > 10
    for schema in lists:
        assert len(schema["enumDescriptions"]) == len(schema["enum"]), schema["description"]


def test_every_mapping_is_closed():
    mappings = [schema for schema in subschemas(SCHEMA) if schema.get("type") == "object" or "properties" in schema]
    assert len(mappings) > 10
    assert [schema for schema in mappings if schema.get("additionalProperties") is not False] == [
        SCHEMA["$defs"]["override"]["properties"]["steps"]
    ]


def test_every_key_has_a_description():
    bare = []
    for schema in subschemas(SCHEMA):
        for key, part in schema.get("properties", {}).items():
            if not isinstance(part, dict):
                continue
            target = SCHEMA["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
            if not (part.get("description") or target.get("description")):
                bare.append(key)
    assert bare == []


def test_an_override_may_change_every_key_of_a_step_but_its_name():
    definitions = SCHEMA["$defs"]
    assert set(definitions["step"]["properties"]) - set(definitions["changes"]["properties"]) == {"step"}


POLICIES = [path for path in sorted(rules_directory().rglob("*.yaml")) if path.parent.name != "law"]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name)
def test_the_shipped_policies_fit_and_name_it_to_the_editor(path):
    text = path.read_text(encoding="utf-8")
    first_line = text.split("\n", 1)[0]
    named = path.parent / first_line.removeprefix("# yaml-language-server: $schema=")
    assert named.resolve() == (schemas_directory() / "policy.schema.json").resolve()
    value = json.loads(json.dumps(read_yaml(text, path.name)[0].value, default=float))
    assert list(Draft202012Validator(SCHEMA).iter_errors(value)) == []
    assert list(Draft7Validator(SCHEMA).iter_errors(value)) == []


def _values(fact):
    wrong = st.sampled_from(["x", 5, True, "2026-01-01", "business"])
    right = {
        Kind.BOOLEAN: st.booleans(),
        Kind.WORD: st.sampled_from(fact.words or ("x",)),
        Kind.DATE: st.just("2026-01-01"),
        Kind.TEXT: st.just("4711"),
    }.get(fact.kind, st.integers(0, 100))
    return st.one_of(right, right, wrong)


@st.composite
def conditions(draw):
    fact = CONDITION_FACTS[draw(st.sampled_from(sorted(CONDITION_FACTS)))]
    value = _values(fact)
    word = draw(st.sampled_from(["", "is", "is_not", "at_least", "less_than", "one_of", "at_leest"]))
    said = draw(value) if not word else {word: draw(st.lists(value, max_size=2) if word == "one_of" else value)}
    condition = {fact.name: said}
    group = draw(st.sampled_from(["", "any", "all", "none", "some"]))
    return {group: [condition]} if group else condition


@given(conditions())
@settings(max_examples=300, deadline=None)
def test_an_editor_accepts_a_condition_exactly_when_the_check_does(condition):
    document, _ = read_yaml(json.dumps({"when": condition}), "policy.yaml")
    reading = Reading(document)
    parsed = parse_condition(reading, document.value["when"], ("when",))
    validator = Draft202012Validator({"$ref": "#/$defs/condition", "$defs": SCHEMA["$defs"]})
    assert (parsed is not None) == validator.is_valid(condition)
    assert (parsed is not None) == (reading.problems == [])
