import json

import pytest

from dunning_engine.codes import CODES
from dunning_engine.problems import FactError, PolicyError, Problem, Severity, Span, has_errors, sort_problems
from dunning_engine.rendering import render_github, render_json, render_text

UNKNOWN = Problem(
    code="DE204",
    message="unknown key 'fea'",
    hint="did you mean 'fee'?",
    span=Span("rules/fakturaservice.yaml", 41, 5, 8),
    excerpt="    fea: 60.00",
)


def at(line, code="DE204", **given):
    return Problem(code=code, message="m", span=Span("f", line, 1, 2), **given)


def test_a_problem_in_a_file_is_shown_with_its_place_and_a_caret():
    assert render_text(UNKNOWN) == (
        "rules/fakturaservice.yaml:41:5  DE204  unknown key 'fea'\n"
        "   |\n"
        "41 |     fea: 60.00\n"
        "   |     ^^^\n"
        "   = did you mean 'fee'?"
    )


@pytest.mark.parametrize(
    ("excerpt", "column", "end_column", "shown", "caret"),
    [
        ("a: b", 4, 5, "a: b", "   ^"),
        ("\ta: b", 2, 3, "    a: b", "    ^"),
        ("\ta: b", 1, 2, "    a: b", "^^^^"),
        ("日本: x", 5, 6, "日本: x", "      ^"),
        ("日本: x", 1, 3, "日本: x", "^^^^"),
        ("a\u030a: x", 5, 6, "a\u030a: x", "   ^"),
        ("a", 2, 3, "a", " ^"),
        ("", 1, 2, "", "^"),
        ("abc", 2, 2, "abc", " ^"),
        ("x" * 300 + "yz" + "w" * 300, 301, 303, "…" + "x" * 100 + "yz" + "w" * 20 + "…", " " * 101 + "^^"),
        ("y" * 300, 1, 301, "y" * 200, "^" * 200),
    ],
)
def test_the_caret_stands_under_what_is_meant(excerpt, column, end_column, shown, caret):
    problem = Problem(code="DE204", message="m", span=Span("f", 7, column, end_column), excerpt=excerpt)
    assert render_text(problem).splitlines()[1:] == ["  |", f"7 | {shown}".rstrip(), f"  | {caret}"]


def test_a_warning_says_so_and_related_places_are_listed():
    problem = at(3, severity=Severity.WARNING, excerpt="x", related=(Span("f", 1, 1, 2), Span("g", 2, 3, 4)))
    assert render_text(problem).splitlines() == [
        "f:3:1  DE204  warning: m",
        "  |",
        "3 | x",
        "  | ^",
        "  = also f:1:1",
        "  = also g:2:3",
    ]


def test_a_problem_in_facts_names_its_invoice():
    problem = Problem(
        code="DE503",
        message="amount: 'x' is not a number",
        invoice="1001",
        fact="amount",
        value="x",
        hint="write 60.00",
    )
    assert render_text(problem) == "invoice 1001  DE503  amount: 'x' is not a number\n   = write 60.00"


def test_a_problem_of_an_account_names_it():
    assert render_text(at(5, account="A-17")) == "f:5:1  account A-17  DE204  m"
    assert render_github(at(5, account="A-17")).endswith("::account A-17: m")
    assert render_json(at(5, account="A-17"))["account"] == "A-17"
    assert [problem.account for problem in sort_problems([at(5, account="B"), at(5, account="A")])] == ["A", "B"]


def test_a_problem_in_a_ledger_has_a_place_and_an_invoice_and_perhaps_no_excerpt():
    assert render_text(at(5, invoice="1001")) == "f:5:1  invoice 1001  DE204  m"


def test_a_problem_without_any_place():
    assert render_text(Problem(code="DE204", message="m")) == "-  DE204  m"


def test_json_has_all_keys_always_and_is_plain():
    full = render_json(at(3, related=(Span("g", 2, 3, 4),), severity=Severity.WARNING))
    bare = render_json(Problem(code="DE503", message="m", invoice="1", fact="amount", value="x"))
    assert list(full) == list(bare)
    assert json.loads(json.dumps(full)) == full
    assert full["related"] == [{"file": "g", "line": 2, "column": 3, "end_column": 4}]
    assert (full["severity"], full["file"], full["line"], full["column"], full["end_column"]) == (
        "warning",
        "f",
        3,
        1,
        2,
    )
    assert (bare["file"], bare["invoice"], bare["fact"], bare["value"]) == (None, "1", "amount", "x")


def test_a_github_annotation_is_escaped():
    problem = Problem(
        code="DE204", message="100 %: a,b\nc", hint="try", span=Span("a,b:c.yaml", 1, 2, 4), severity=Severity.WARNING
    )
    assert render_github(problem) == (
        "::warning file=a%2Cb%3Ac.yaml,line=1,col=2,endColumn=4,title=DE204 Unknown key::100 %25: a,b%0Ac%0Atry"
    )


def test_a_github_annotation_without_a_place_names_the_invoice():
    assert (
        render_github(Problem(code="DE204", message="m", invoice="1"))
        == "::error title=DE204 Unknown key::invoice 1: m"
    )


def test_every_title_fits_into_an_annotation():
    assert [code for code in CODES if "\n" in render_github(Problem(code=code, message="m"))] == []


def test_problems_are_sorted_by_place_and_said_once():
    later, first, elsewhere = at(9), at(2), Problem(code="DE503", message="m", invoice="7")
    assert sort_problems([later, first, later, elsewhere]) == (elsewhere, first, later)


@pytest.mark.parametrize("error", [PolicyError, FactError])
def test_an_error_holds_all_problems_and_reads_as_them(error):
    raised = error([at(9), at(2)])
    assert raised.problems == (at(2), at(9))
    assert str(raised) == "f:2:1  DE204  m\nf:9:1  DE204  m"


def test_a_warning_is_not_an_error():
    assert has_errors([at(1, severity=Severity.WARNING)]) is False
    assert has_errors([at(1, severity=Severity.WARNING), at(2)]) is True
