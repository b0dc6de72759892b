import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.resources import read_schema
from dunning_engine.text import schema as shape
from dunning_engine.text.source import read_yaml

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "text": {"type": "string", "minLength": 1, "maxLength": 50},
        "code": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "days": {"type": "integer", "minimum": 1, "maximum": 60},
        "rate": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": Decimal("99.5")},
        "fee": {"$ref": "#/$defs/fee"},
        "flag": {"type": "boolean"},
        "on": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "channel": {"enum": ["email", "post"]},
        "country": {"const": "SE"},
        "list": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "uniqueItems": True,
            "items": {"enum": ["email", "post"]},
        },
        "one_or_more": {"type": ["string", "array"]},
        "map": {"type": "object", "minProperties": 1, "maxProperties": 2, "additionalProperties": {"type": "integer"}},
        "columns": {"type": "object", "propertyNames": {"enum": ["amount", "invoice"]}},
        "named": {"type": "object", "propertyNames": {"pattern": "^[a-z0-9_]+$"}},
        "when": {
            "anyOf": [
                {"type": "number"},
                {"type": "object", "additionalProperties": False, "properties": {"more_than": {"type": "number"}}},
            ]
        },
        "word": {"oneOf": [{"enum": ["email", "post"]}, {"type": "object"}]},
        "twice": {"oneOf": [{"type": "string"}, {"minLength": 1}]},
        "action": {"type": "string"},
        "agency": {"type": "string"},
        "pay_by": {"type": "string"},
        "open": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        "not_text": {"not": {"type": "string"}},
    },
    "dependentRequired": {"agency": ["action"]},
    "allOf": [
        {
            "if": {"properties": {"action": {"const": "demand"}}, "required": ["action"]},
            "then": {"required": ["pay_by"]},
        }
    ],
    "$defs": {
        "fee": {"type": ["number", "string"], "minimum": 0, "if": {"type": "string"}, "then": {"enum": ["statutory"]}}
    },
}


@pytest.fixture(autouse=True)
def toy_schema(monkeypatch):
    monkeypatch.setattr(shape, "read_schema", lambda name: {"toy": SCHEMA}.get(name) or read_schema(name))
    shape._validator.cache_clear()
    yield
    shape._validator.cache_clear()


def check(text):
    document, problems = read_yaml(text, "f.yaml")
    assert not [problem for problem in problems if problem.code != "DE115"]
    return shape.check_shape(document, "toy")


@pytest.mark.parametrize(
    "line",
    [
        "text: a",
        "days: 60",
        "rate: 8.5",
        "rate: 8",
        "fee: 0",
        "fee: statutory",
        "flag: true",
        "on: 2024-02-29",
        "channel: post",
        "list: [email, post]",
        "one_or_more: [1]",
        "map: {a: 1, b: 2}",
        "columns: {amount: x}",
        "when: 1.00",
        "when: {more_than: 1}",
        "word: email",
        "word: {}",
        "{action: demand, pay_by: x}",
        "action: remind",
    ],
)
def test_what_fits_is_left_alone(line):
    text = f"{{name: a, {line[1:]}" if line.startswith("{") else f"name: a\n{line}\n"
    assert check(text) == ()


@pytest.mark.parametrize(
    ("line", "code", "message", "hint"),
    [
        ("text: [a]", "DE201", "text is wanted here, not a list", None),
        ("list: email", "DE201", "a list is wanted here, not text", "write [email]"),
        ("list: true", "DE201", "a list is wanted here, not true", "write [true]"),
        ("map: []", "DE201", "a mapping of keys to values is wanted here, not a list", None),
        ("channel: [post]", "DE201", "email or post is wanted here, not a list", None),
        ("days: 8,5", "DE202", "'8,5' is not a whole number", "write a whole number"),
        ("rate: 8,5", "DE202", "'8,5' is not a number", "decimals have a point: write 8.5"),
        ("rate: 60:00", "DE202", "'60:00' is not a number", "a colon has no meaning in a number: write 60"),
        ("days: 010", "DE202", "'010' is not a whole number", "write 10"),
        ("days: 1_000", "DE202", "'1_000' is not a whole number", "write 1000"),
        ("days: '7'", "DE202", "'7' is not a whole number", "remove the quotes"),
        ("days: 7.0", "DE202", "7.0 is not a whole number", "write 7"),
        ("days: 7.5", "DE202", "7.5 is not a whole number", None),
        ("days: true", "DE202", "true is not a whole number", None),
        ("days: sju", "DE202", "'sju' is not a whole number", None),
        (
            "fee: 60,00 kr",
            "DE202",
            "'60,00 kr' is neither a number nor 'statutory'",
            "decimals have a point: write 60.00",
        ),
        ("fee: statutary", "DE206", "'statutary' is neither a number nor 'statutory'", "did you mean 'statutory'?"),
        ("text: 1518", "DE203", "1518 is a number, and text is wanted here", 'put it in quotes: "1518"'),
        ("text: 1.50", "DE203", "1.50 is a number, and text is wanted here", 'put it in quotes: "1.50"'),
        ("text: false", "DE203", "false is true or false, and text is wanted here", 'put it in quotes: "false"'),
        ("channel: Email", "DE206", "'Email' is not one of email, post", "did you mean 'email'?"),
        ("channel: letter", "DE206", "'letter' is not one of email, post", None),
        ("channel: true", "DE206", "true is not one of email, post", None),
        ("country: NO", "DE206", "'NO' is not 'SE'", None),
        ("days: 0", "DE207", "0 is not at least 1", None),
        ("days: 61", "DE207", "61 is not at most 60", None),
        ("rate: 0", "DE207", "0 is not more than 0", None),
        ("rate: 99.5", "DE207", "99.5 is not less than 99.5", None),
        ("on: 2026-13-01", "DE208", "'2026-13-01' is not a day in the calendar", None),
        ("on: 2026-02-29", "DE208", "'2026-02-29' is not a day in the calendar", None),
        ("on: 0000-01-01", "DE208", "'0000-01-01' is not a day in the calendar", None),
        ("on: 20260131", "DE208", "20260131 is not a date", "write 2026-01-31"),
        ("on: 2026/01/31", "DE208", "'2026/01/31' is not a date", "write 2026-01-31"),
        ("on: idag", "DE208", "'idag' is not a date", "write year, month and day: 2026-01-31"),
        ("on: 2026-W01-1", "DE208", "'2026-W01-1' is not a date", "write year, month and day: 2026-01-31"),
        ("code: se", "DE209", "'se' is not written as it must be here", "allowed: ^[A-Z]{2}$"),
        ('code: "SE\\n"', "DE209", "'SE ' is not written as it must be here", "allowed: ^[A-Z]{2}$"),
        ('text: ""', "DE209", "the text is empty", "write something, or leave the key out"),
        (f"text: {'x' * 51}", "DE209", "the text has 51 characters; at most 50 are allowed", None),
        ("flag: nej", "DE210", "'nej' is neither true nor false", "write false"),
        ("flag: Yes", "DE210", "'Yes' is neither true nor false", "write true"),
        ("flag: 'true'", "DE210", "'true' is neither true nor false", "remove the quotes"),
        ("flag: 1", "DE210", "1 is neither true nor false", None),
        ("flag: kanske", "DE210", "'kanske' is neither true nor false", None),
        ("list: []", "DE211", "the list is empty", "fill it, or leave the key out"),
        ("map: {}", "DE211", "the mapping is empty", "fill it, or leave the key out"),
        ("map: {a: 1, b: 2, c: 3}", "DE211", "3 keys stand here; at most 2 are wanted", None),
        ("list: [post, post]", "DE212", "'post' stands twice in the list", "keep one of them"),
        ("when: x", "DE202", "'x' is not a number", None),
        ("when: '1'", "DE202", "'1' is not a number", "remove the quotes"),
        ("when: [1]", "DE213", "a number or a mapping of keys to values is wanted here, not a list", None),
        ("when: {more_then: 1}", "DE204", "unknown key 'more_then'", "did you mean 'more_than'?"),
        ("when: {more_than: x}", "DE202", "'x' is not a number", None),
        ("word: mail", "DE206", "'mail' is not one of email, post", "did you mean 'email'?"),
        ("twice: a", "DE213", "this fits two forms at once", None),
        ("not_text: a", "DE213", "this cannot stand here", "remove it"),
        ("flog: true", "DE204", "unknown key 'flog'", "did you mean 'flag'?"),
        ("zzzzzz: true", "DE204", "unknown key 'zzzzzz'", None),
        ("when: {zzz: 1}", "DE204", "unknown key 'zzz'", "allowed here: more_than"),
        ("columns: {amuont: x}", "DE204", "unknown key 'amuont'", "did you mean 'amount'?"),
        (
            "named: {A b: 1}",
            "DE209",
            "'A b' is not written as it must be here",
            "did you mean 'a_b'? Allowed: small letters a-z, digits and underscores",
        ),
        ("action: demand", "DE205", "key 'pay_by' is missing; 'action' is 'demand'", None),
        ("open: {nome: x}", "DE205", "key 'name' is missing", None),
        ("agency: x", "DE205", "key 'action' is missing; 'agency' needs it", None),
    ],
)
def test_each_kind_of_mistake_is_named_in_the_readers_words(line, code, message, hint):
    (problem,) = check(f"name: a\n{line}\n")
    assert (problem.code, problem.message, problem.hint) == (code, message, hint)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name: a\nflog: 1\n", (2, 1, 5)),
        ("name: a\ndays: 0\n", (2, 7, 8)),
        ("name: a\nwhen: {more_then: 1}\n", (2, 8, 17)),
        ("days: 1\n", (1, 1, 5)),
        ("name: a\nlist:\n  - post\n  - post\n", (4, 5, 9)),
        ("name: a\ncolumns: {x: 1}\n", (2, 11, 12)),
        ("name: a\nnot_text: a\n", (2, 1, 9)),
        ("- a\n", (1, 1, 2)),
        ("text\n", (1, 1, 5)),
    ],
)
def test_a_problem_points_at_the_key_or_the_value_that_is_wrong(text, place):
    (problem,) = check(text)
    assert (problem.span.line, problem.span.column, problem.span.end_column) == place


def test_a_misspelt_key_that_is_needed_is_missing_and_said_once():
    (problem,) = check("nome: a\n")
    assert (problem.code, problem.message) == ("DE205", "key 'name' is missing; 'nome' stands here")
    assert (problem.span.column, problem.span.end_column, problem.hint) == (1, 5, "did you mean 'name'?")


def test_all_problems_come_at_once_in_the_order_of_the_file():
    problems = check("days: 0\nflag: ja\nflog: 1\nzzzzzz: 1\n")
    assert [problem.code for problem in problems] == ["DE205", "DE207", "DE210", "DE204", "DE204"]


def test_several_missing_keys_are_all_named():
    problems = check("agency: x\n")
    assert [problem.message for problem in problems] == [
        "key 'action' is missing; 'agency' needs it",
        "key 'name' is missing",
    ]


def test_a_missing_value_is_said_once():
    document, (problem,) = read_yaml("name:\n", "f.yaml")
    assert problem.code == "DE115"
    assert shape.check_shape(document, "toy") == ()


def test_the_validator_is_built_once():
    check("name: a\n")
    assert shape._validator("toy") is shape._validator("toy")


VALUES = st.recursive(
    st.sampled_from(["a", "post", "8,5", "", "2026-13-01", 0, 7, 70, True, Decimal("1.5")]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["more_than", "amount", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "flog"]), VALUES, max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_value_gives_problems_and_never_an_exception(value):
    document, _ = read_yaml(json.dumps(value, default=float), "f.yaml")
    for problem in shape.check_shape(document, "toy"):
        assert problem.code.startswith("DE2")
        assert problem.span is not None


def test_conditions_as_deep_as_a_file_may_be_are_checked():
    text = "exclude: [{reason: x, when: " + "{all: [" * 14 + "{balanse: 0.00}" + "]}" * 14 + "}]\n"
    document, problems = read_yaml(text, "f.yaml")
    assert problems == ()
    assert "unknown key 'balanse'" in {problem.message for problem in shape.check_shape(document, "policy")}
