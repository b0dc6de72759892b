from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dunning_engine.problems import Severity, Span
from dunning_engine.text import syntax
from dunning_engine.text.builder import MAX_DEPTH, MAX_NODES
from dunning_engine.text.encoding import MAX_BYTES
from dunning_engine.text.source import read_yaml


def value_of(written):
    document, problems = read_yaml(f"key: {written}\n", "f.yaml")
    assert problems == ()
    return document.value["key"]


def codes_of(text):
    return [problem.code for problem in read_yaml(text, "f.yaml")[1]]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("text", "text"),
        ("7", 7),
        ("-7", -7),
        ("0", 0),
        ("60.00", Decimal("60.00")),
        ("-0.50", Decimal("-0.50")),
        ("true", True),
        ("false", False),
        ("[1, a]", [1, "a"]),
        ("{a: 1}", {"a": 1}),
        ("[]", []),
        ("|\n  two\n  lines", "two\nlines\n"),
        ("999999999999999999", 999_999_999_999_999_999),
    ],
)
def test_a_value_is_what_it_looks_like(written, value):
    read = value_of(written)
    assert read == value
    assert type(read) is type(value)


def test_a_decimal_keeps_its_zeros():
    assert str(value_of("60.00")) == "60.00"


@pytest.mark.parametrize(
    "written",
    [
        *("no", "yes", "on", "off", "True", "FALSE", "y", "NO"),
        *("60:00", "010", "1_000", "8,5", "1e3", ".5", "5.", "+5", "0x1F", "0o17", "1 000", "- -", "60 kr", "٣"),
        *("2026-01-01", "2026-01-01T10:00:00", ".inf", ".nan", "1000000000000000000", "-.5", "00", "-01", "="),
    ],
)
def test_nothing_else_has_a_hidden_meaning(written):
    written = '"- -"' if written == "- -" else written
    assert value_of(written) == written.strip('"')


@pytest.mark.parametrize("written", ["7", "60.00", "true", "null", "~", "", "no"])
def test_quotes_make_text(written):
    assert value_of(f'"{written}"') == written
    assert value_of(f"'{written}'") == written


@pytest.mark.parametrize("key", ["1", "true", "no", "2026-01-01", "null", "1.50", "on"])
def test_keys_are_text_as_written(key):
    document, problems = read_yaml(f"{key}: 1\n", "f.yaml")
    assert problems == ()
    assert document.value == {key: 1}


SAMPLE = """\
policy: example
steps:
  - step: påminnelse   # a comment
    fee: 60.00
    send_by: [email,
      post]
  - {step: two, fee: "1"}
note: |
  first
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1, 7), (1, 1, 7)),
        (("policy",), (1, 1, 7), (1, 9, 16)),
        (("steps",), (2, 1, 6), (3, 3, 4)),
        (("steps", 0), (3, 5, 9), (3, 5, 9)),
        (("steps", 0, "step"), (3, 5, 9), (3, 11, 21)),
        (("steps", 0, "fee"), (4, 5, 8), (4, 10, 15)),
        (("steps", 0, "send_by"), (5, 5, 12), (5, 14, 21)),
        (("steps", 0, "send_by", 1), (6, 7, 11), (6, 7, 11)),
        (("steps", 1), (7, 5, 26), (7, 5, 26)),
        (("steps", 1, "fee"), (7, 17, 20), (7, 22, 25)),
        (("note",), (8, 1, 5), (8, 7, 8)),
        (("steps", 1, "nowhere", "below"), (7, 5, 26), (7, 5, 26)),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_key_and_value_has_its_place(path, key, value, line_break, mark):
    document, problems = read_yaml((mark + SAMPLE.replace("\n", line_break)).encode(), "f.yaml")
    assert problems == ()
    assert document.key_span(path) == Span("f.yaml", *key)
    assert document.value_span(path) == Span("f.yaml", *value)


def test_a_document_makes_problems_with_place_and_excerpt():
    document, _ = read_yaml(SAMPLE, "f.yaml")
    problem = document.problem("DE999", "wrong", ("steps", 0, "fee"), on="key", hint="h", severity=Severity.WARNING)
    assert (problem.span, problem.excerpt) == (Span("f.yaml", 4, 5, 8), "    fee: 60.00")
    assert (problem.hint, problem.severity) == ("h", Severity.WARNING)
    assert (document.file, document.text, document.line(2), document.line(99)) == ("f.yaml", SAMPLE, "steps:", "")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (b"\xff\xfea\x00", ["DE101"]),
        (b"a: \xe5\n", ["DE101"]),
        (b"a: \xc3", ["DE101"]),
        (b"a: \xed\xa0\x80\n", ["DE101"]),
        ("a: \ud800\n", ["DE102"]),
        ("a: \0\n", ["DE102"]),
        ("a: \u202e1\nb: \x85\n", ["DE102", "DE102"]),
        ('a: "\\0"\n', ["DE102"]),
        ('a: "\\ud800"\n', ["DE102"]),
        ("a:\n\tb: 1\n\tc: 1\n", ["DE103", "DE103"]),
        ("a:\t1\n", ["DE103"]),
        ("a:\n\tb: 1\nc: [1\n", ["DE103"]),
        ("a: [1\nb: 1\n", ["DE104"]),
        ('a: "\\U00110000"\n', ["DE104"]),
        ('a: "\\q"\n', ["DE104"]),
        ("a: @b\n", ["DE104"]),
        ("a: 'b\n", ["DE104"]),
        ("a: !<\n", ["DE104"]),
        ("a: * b\n", ["DE104"]),
        ("a: - b\n", ["DE104"]),
        ("%YAML x\n---\na: 1\n", ["DE104"]),
        ("", ["DE105"]),
        ("# nothing\n\n", ["DE105"]),
        ("---\n...\n", ["DE115"]),
        ("~", ["DE115"]),
        ("a: 1\na: 2\na: 3\n", ["DE109", "DE109"]),
        ("a: &x 1\nb: *x\n", ["DE110", "DE110"]),
        ("&x a: 1\n*x : 2\n", ["DE110", "DE110"]),
        ("a: !!int 5\nb: !own {c: 1}\n", ["DE111", "DE111"]),
        ("a: 1\n<<: {b: 1}\n", ["DE112"]),
        ("a: 1\n---\nb: &x 1\n", ["DE113"]),
        ("? [a, {b: 1}]\n: {c: 1}\nd: 1\n", ["DE114"]),
        ("? \n: 1\n", ["DE114"]),
        ("a:\nb: ~\nc: null\nd: [1, Null]\n", ["DE115"] * 4),
        ("a: {b: 11,5}\n", ["DE115"]),
        ("a: 1\n\u00a0b: 1\n", ["DE116"]),
        ("a: [1\n\u00a0b: 1]\nc: ]\n", ["DE116", "DE104"]),
        ("a:\n  b: 1\n\u00a0\u00a0c: 1\n\u00a0\u00a0d: 1\n", ["DE116", "DE116"]),
        ("a:\n  b: 1\n\u00a0\u00a0c: 1\n  d: 1\n", ["DE116", "DE104"]),
        ("a: 1\nb:\u00a02\n", ["DE116"]),
        ("a:\n  -\u00a0b: 1\n    c: 1\n", ["DE116", "DE104"]),
        ("a: \u201cb\u201d\nc: [\u2019d\u2019]\n", ["DE117", "DE117"]),
        ("a:\n  - b: 1\n  \u2013 c: 1\n", ["DE104"]),
    ],
)
def test_what_is_refused(text, codes):
    assert codes_of(text) == codes


@pytest.mark.parametrize(
    "written", ["\u201ca\u201d or b", "'\u201ca\u201d'", '"\u2019a\u2019"', "a\u2019s", "\u00bba\u00ab"]
)
def test_typographic_quotes_may_stand_in_text(written):
    assert value_of(written) == written.strip("'\"")


def test_a_key_that_stands_twice_shows_both_places():
    _, (problem,) = read_yaml("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert (problem.span, problem.related) == (Span("f.yaml", 3, 1, 2), (Span("f.yaml", 1, 1, 2),))


def test_reading_goes_on_after_problems_that_leave_the_shape():
    document, problems = read_yaml("a: &x 1\na: 2\n<<: {c: 1}\nd:\n", "f.yaml")
    assert [problem.code for problem in problems] == ["DE110", "DE109", "DE112", "DE115"]
    assert document.value == {"a": 2, "d": None}


def test_a_shape_that_cannot_be_relied_on_is_not_given():
    document, problems = read_yaml("a:\n  b: 1\n\u00a0\u00a0c: 1\n", "f.yaml")
    assert (document, [problem.code for problem in problems]) == (None, ["DE116"])


def test_an_unseen_character_from_an_escape_is_not_passed_on():
    document, _ = read_yaml('a: "x\\ud800"\n', "f.yaml")
    assert document.value == {"a": "x\ufffd"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [1, 2\nb: 1\n", (1, 4)),
        ("a: [1, 2 b: 1, [\n", (1, 17)),
        ("a: [1, 2}\n", (1, 9)),
        ("a: {b: 1\nc: 2\n", (1, 4)),
        ('a: "b\nc: 1\n', (1, 4)),
        ("a: 1\nb\nc: 1\n", (2, 1)),
        ("a:\n  b: 1\n c: 1\n", (3, 2)),
        ("a:\n  - b: 1\n  \u2013 c: 1\n", (3, 3)),
        ("a: 1\nb:\u00a02\n", (2, 3)),
        ('a: "b\nc: 1\nd: "e"\n', (1, 4)),
    ],
)
def test_a_broken_place_is_shown_where_it_began_or_where_it_is(text, place):
    *_, problem = read_yaml(text, "f.yaml")[1]
    assert (problem.span.line, problem.span.column) == place


def test_limits_are_where_they_are_said_to_be():
    assert codes_of("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert codes_of("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == ["DE107"]
    assert codes_of("[" * 100_000) == ["DE107"]
    assert codes_of("{a: " * 50_000) == ["DE107"]
    assert codes_of("[" + "1," * (MAX_NODES - 1) + "]") == []
    assert codes_of("[" + "1," * MAX_NODES + "]") == ["DE108"]
    assert codes_of(b"a: 1\n#" + b"x" * (MAX_BYTES - 6)) == []
    assert codes_of(b"a: 1\n#" + b"x" * (MAX_BYTES - 5)) == ["DE106"]


def both_parsers(text, monkeypatch):
    def shown():
        document, problems = read_yaml(text, "f.yaml")
        return problems, document and (repr(document.value), document._keys, document._values)

    fast = shown()
    monkeypatch.setattr(syntax, "_FAST", yaml.SafeLoader)
    slow = shown()
    monkeypatch.undo()
    return fast, slow


PIECES = st.sampled_from(
    [
        *"ab:-[]{},#&*!|>'\"%@`?~<=. \n",
        "\n  ",
        "\n- ",
        ": ",
        "- ",
        "a: ",
        "b: ",
        "\n\n",
        "1",
        "60.00",
        "å",
        "日",
        "\u00a0",
        "---\n",
        "key",
        "\\",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
@example("a:\n- 1\n-\n")
@example("a: [b: c, ? d]\n")
def test_the_fast_parser_and_the_other_read_alike(text):
    with pytest.MonkeyPatch.context() as patch:
        fast, slow = both_parsers(text, patch)
    assert fast == slow


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=60).map(lambda pieces: "".join(pieces).encode())))
@settings(max_examples=300, deadline=None)
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe\x00")
@example(b'"\\xff')
@example(b"9" * 5000)
@example(b"- " * 40)
@example(b"? " * 40)
def test_any_bytes_give_a_document_or_problems(data):
    document, problems = read_yaml(data, "f.yaml")
    assert document is not None or problems
    for problem in problems:
        assert problem.excerpt is not None
        assert problem.span.column < problem.span.end_column
        problem.excerpt.encode()


@given(st.text(max_size=100))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_a_document_or_problems(text):
    document, problems = read_yaml(text, "f.yaml")
    assert document is not None or problems
