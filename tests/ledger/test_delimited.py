import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning_engine.ledger.delimited import plain_records, quoted_records, read_delimited


def rows(text, delimiter=","):
    table = read_delimited(text, "a.csv", delimiter)
    return [(row.line, dict(row.values), row.problem and row.problem.message) for row in table.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n007,1e5\n", [(2, {"a": "007", "b": "1e5"}, None)]),
        (
            "a,b\r\n1,2026-01-01\r\n\r\n2, x \r\n",
            [(2, {"a": "1", "b": "2026-01-01"}, None), (4, {"a": "2", "b": " x "}, None)],
        ),
        ("a,b\r1,2\r3,4", [(2, {"a": "1", "b": "2"}, None), (3, {"a": "3", "b": "4"}, None)]),
        ('a,b\n1,"x\ny"\n2,3\n', [(2, {"a": "1", "b": "x\ny"}, None), (4, {"a": "2", "b": "3"}, None)]),
        ('a,b\n"1,5","he said ""no"""\n', [(2, {"a": "1,5", "b": 'he said "no"'}, None)]),
        ('a,b\nbolt 5",2\n', [(2, {"a": 'bolt 5"', "b": "2"}, None)]),
        ("a,b\n1,\n,\n", [(2, {"a": "1"}, None)]),
        ("a,b,\n1,2,\n,,\n", [(2, {"a": "1", "b": "2"}, None)]),
        ("true,null\nNA,NaN\n", [(2, {"true": "NA", "null": "NaN"}, None)]),
    ],
    ids=[
        "kept-as-written",
        "windows-line-ends-and-blank-line",
        "old-mac-line-ends",
        "quoted-line-break",
        "quoted-delimiter-and-quotes",
        "quote-inside-a-value",
        "empty-cells",
        "excel-trailing-delimiters",
        "words-other-readers-take-for-nothing",
    ],
)
def test_values_and_lines(text, expected):
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a,b\n1,2\n1,2,3\n5,6\n", 3, "the row has 3 fields, the header has 2"),
        ("a,b\n1\n5,6\n", 2, "the row has 1 fields, the header has 2"),
        ('a,b\n1,"x"y\n5,6\n', 2, "something stands between a closing quote and the delimiter"),
        ('a,b\n5,6\n1,"x\n7,8\n', 3, "a quote that is opened here never closes; lines 3 to 4 are left out"),
        (f'a,b\n1,"{"x" * 140_000}"\n5,6\n', 2, "a field is longer than 131072 characters"),
        ("a,\n1,2\n5,\n", 2, "'2' stands in a column without a name"),
    ],
    ids=["too-many", "too-few", "after-a-quote", "open-quote", "huge-field", "nameless"],
)
def test_a_bad_row_is_listed_and_stops_nothing(text, line, message):
    table = read_delimited(text, "a.csv")
    bad = [row for row in table.rows if row.problem]
    good = [row for row in table.rows if row.problem is None]
    assert [(row.line, row.problem.code, row.problem.message, row.problem.span.line) for row in bad] == [
        (line, "DE552", message, line)
    ]
    assert good[-1].values["a"] == "5"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "DE551", "the file is empty"),
        (" \n\n", "DE551", "the file is empty"),
        ("a;b;c\n1;2;3\n", "DE557", "one single column"),
        ("a\tb\n1\t2\n", "DE557", "one single column"),
        ("a,b,a\n1,2,3\n", "DE557", "more than one column is called 'a'"),
        ('"a,b\n1,2\n', "DE552", "the header cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used(text, code, said):
    table = read_delimited(text, "a.csv")
    assert [problem.code for problem in table.problems] == [code]
    assert said in table.problems[0].message
    assert table.rows == ()


def test_another_delimiter_is_pointed_out():
    (problem,) = read_delimited("a;b\n1;2\n", "a.csv").problems
    assert """'delimiter: ";"'""" in problem.hint
    (problem,) = read_delimited("a\tb\n1\t2\n", "a.csv").problems
    assert """'delimiter: "tab"'""" in problem.hint


def test_a_second_byte_order_mark_is_kept_as_written():
    table = read_delimited("\ufeffa,b\n1,2\n", "a.csv")
    assert table.columns == ("\ufeffa", "b")


def test_a_header_alone_is_a_warning():
    table = read_delimited("a,b\n", "a.csv")
    assert [(problem.code, problem.severity) for problem in table.problems] == [("DE551", "warning")]
    assert table.columns == ("a", "b")


WITHOUT_QUOTES = st.text(st.characters(exclude_characters='"\0', exclude_categories=["Cs"]), min_size=1)
LINES = st.lists(st.lists(st.text("ab01 .-åé\t;", max_size=3), min_size=1, max_size=3).map(",".join), min_size=1)


@given(LINES.map("\n".join).filter(lambda text: text.strip("\n")))
def test_both_ways_of_reading_agree(text):
    def held(records):
        return [(record.line, [field or "" for field in record.fields]) for record in records]

    assert held(plain_records(text, ",")) == held(quoted_records(text, ","))


@given(WITHOUT_QUOTES, st.sampled_from([",", ";", "\t", "|"]))
def test_every_line_with_something_on_it_is_a_row(text, delimiter):
    table = read_delimited(text, "a.csv", delimiter)
    if not table.problems:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        filled = {number for number, line in enumerate(lines, 1) if line.strip(delimiter)}
        first = min(filled | {number for number, line in enumerate(lines, 1) if line})
        assert {row.line for row in table.rows} == filled - {first}
