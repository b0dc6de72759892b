"""Problems' places as offsets in the text that an editor holds."""

import pytest

from dunning_engine.policy.check import check_policy_text
from dunning_engine.problems import Problem, Severity, Span
from dunning_engine.resources import rules_directory
from dunning_engine.studio.marks import marks_of, offset_of, utf16
from dunning_engine.studio.policy_files import bytes_of, opened


def problem(*place, severity=Severity.ERROR, related=()):
    return Problem(code="DE204", message="x", span=Span("a.yaml", *place), severity=severity, related=related)


@pytest.mark.parametrize(
    ("text", "place", "meant"),
    [
        ("fea: 1", (1, 1, 4), "fea"),
        ("a: 1\nfea: 2\n", (2, 1, 4), "fea"),
        ("å: 1\nöö: 😀x\n", (2, 5, 6), "😀"),
        ("😀😀: 1\n😀 fea\n", (2, 3, 6), "fea"),
        ("\tfea: 1", (1, 2, 5), "fea"),
        ("abc", (1, 4, 5), "c"),
        ("abc", (1, 2, 99), "bc"),
        ("abc", (1, 3, 2), "c"),
        ("abc\n", (2, 1, 2), None),
        ("abc", (7, 1, 2), None),
    ],
)
def test_a_mark_covers_what_is_meant(text, place, meant):
    found = [text[mark.start : mark.end] for mark in marks_of(text, [problem(*place)], "a.yaml")]
    assert found == ([] if meant is None else [meant])


def test_problems_of_other_files_have_no_marks_and_related_places_of_this_one_have():
    other = Problem(code="DE351", message="x", span=Span("b.yaml", 1, 1, 2), related=(Span("a.yaml", 1, 1, 2),))
    assert [(mark.start, mark.related) for mark in marks_of("abc", [other], "a.yaml")] == [(0, True)]
    assert marks_of("abc", [Problem(code="DE360", message="x")], "a.yaml") == ()


def test_errors_lie_over_warnings_and_both_over_related_places():
    found = [problem(1, 1, 2), problem(1, 1, 2, severity=Severity.WARNING, related=(Span("a.yaml", 1, 3, 4),))]
    marks = marks_of("abc", found, "a.yaml")
    assert [(mark.related, mark.problem.severity) for mark in marks] == [
        (True, Severity.WARNING),
        (False, Severity.WARNING),
        (False, Severity.ERROR),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_move_nothing(end, mark):
    """What is checked is what would be written; what is marked is what the editor shows."""
    text = (rules_directory() / "fakturaservice.yaml").read_text(encoding="utf-8").replace("fee: 60.00", "fea: 60.00")
    before = opened(rules_directory(), (mark + text.replace("\n", end)).encode())
    written = bytes_of(before.text, before.data)
    assert written == before.data
    problems = check_policy_text(written, "a.yaml")
    meant = {before.text[one.start : one.end] for one in marks_of(before.text, problems, "a.yaml") if not one.related}
    assert meant == {"fea"}


@pytest.mark.parametrize(("text", "offset", "units"), [("abc", 2, 2), ("å😀x", 2, 3), ("😀😀", 2, 4), ("😀", 0, 0)])
def test_browsers_count_some_characters_twice(text, offset, units):
    assert utf16(text, offset) == units


@pytest.mark.parametrize(("line", "column", "offset"), [(1, 1, 0), (2, 1, 4), (2, 3, 6), (2, 99, 7), (9, 1, 7)])
def test_a_place_is_found_or_the_end(line, column, offset):
    assert offset_of("abc\ndef", Span("a", line, column, column + 1)) == offset
