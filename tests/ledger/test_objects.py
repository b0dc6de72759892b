from decimal import Decimal

import pytest

from dunning_engine.ledger.objects import read_json, read_ndjson


def rows(table):
    return [(row.line, dict(row.values), row.problem and row.problem.message) for row in table.rows]


def test_numbers_are_exact_and_lines_right():
    table = read_json('[{"amount": 100.10, "n": 3, "x": null, "e": ""},\n\n  {"amount": "7"}]', "a.json")
    assert rows(table) == [(1, {"amount": Decimal("100.10"), "n": 3}, None), (3, {"amount": "7"}, None)]
    assert table.columns == ("amount", "n")


def test_numbers_too_long_for_anything_stay_text():
    digits = "9" * 5000
    (row,) = read_json(f'[{{"a": {digits}, "b": 0.{digits}, "c": NaN}}]', "a.json").rows
    assert row.values == {"a": digits, "b": f"0.{digits}", "c": "NaN"}


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('[{"a": 1}, 3]', "an object was expected here, not 3", 1),
        ('[{"a": 1},\n{"a": 1, "a": 2}]', "the key 'a' stands twice", 2),
        ('[\n{"a": [{"b": 1, "b": 2}]}]', "the key 'b' stands twice", 2),
    ],
)
def test_a_bad_object_is_a_bad_row(text, message, line):
    bad = [row for row in read_json(text, "a.json").rows if row.problem]
    assert [(row.line, row.problem.code, row.problem.message) for row in bad] == [(line, "DE552", message)]


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ('[{"a": 1}, {"a"', "Expecting ':'", "a.json:1:16"),
        ('[{"a": 1}\n{"a": 2}]', "Expecting ',' or ']'", "a.json:2:1"),
        ('[{"a": 1}] x', "Extra data", "a.json:1:12"),
        ('{"a": 1}', "a ledger starts with '['", "a.json:1:1"),
        ("[" * 100_000, "nested too deep", "a.json:1:1"),
    ],
)
def test_a_broken_json_file_is_refused_whole(text, said, place):
    table = read_json(text, "a.json")
    assert [problem.code for problem in table.problems] == ["DE553"]
    assert said in table.problems[0].message
    assert str(table.problems[0].span) == place
    assert table.rows == ()


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a": ', '[{"a": 1}, {"a": "x', '[{"a": 1}'])
def test_a_file_that_breaks_off_is_called_so(text):
    (problem,) = read_json(text, "a.json").problems
    assert "breaks off" in problem.hint


def test_a_bad_line_of_ndjson_stops_nothing():
    table = read_ndjson('{"a": 1}\n{"a": \r\n\n{"a": 2} 3\n[1]\n{"a": 1.50}\n', "a.ndjson")
    assert rows(table) == [
        (1, {"a": 1}, None),
        (2, {}, "the line is not JSON: Expecting value"),
        (4, {}, "the line is not JSON: Extra data"),
        (5, {}, "an object was expected here, not [1]"),
        (6, {"a": Decimal("1.50")}, None),
    ]


@pytest.mark.parametrize("read", [read_json, read_ndjson])
def test_an_empty_file(read):
    assert [problem.code for problem in read(" \n", "a").problems] == ["DE551"]


def test_an_empty_list_is_a_ledger_without_rows():
    assert [problem.severity for problem in read_json(" [ ] ", "a.json").problems] == ["warning"]


def test_json_and_ndjson_are_not_taken_for_each_other():
    (problem,) = read_json('{"invoice": 1}\n{"invoice": 2}\n', "l.json").problems
    assert (problem.code, ".ndjson" in problem.hint) == ("DE553", True)
    (problem,) = read_ndjson('[\n {"invoice": 1},\n {"invoice": 2}\n]\n', "l.ndjson").problems
    assert (problem.code, problem.hint) == ("DE553", "a list is JSON, and its name ends in .json")
