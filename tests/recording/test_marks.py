"""Texts that are recorded, and the marks that they and recorded numbers leave in what is written with them."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import LEFT, Rows, on_tape, plainly, recorded_once, replayed

from dunning_engine.recording.day import RecordedDay
from dunning_engine.recording.tape import NotRecordableError
from dunning_engine.recording.text import MARKS, NumberPart, TextPart, mark_number, parts_of

NBSP = "\u00a0"
PLAIN = st.text(st.characters(exclude_characters="\ue000\ue001", exclude_categories=["Cs"]), max_size=8)
FORMS = st.sampled_from(["", "02d", "day", ",", NBSP, "+d", "05d", "bare"])


@settings(deadline=None)
@given(st.lists(PLAIN | st.tuples(st.integers(0, 999), st.integers(-(2**70), 2**70), FORMS), max_size=8))
def test_marks_are_found_again(parts):
    text = "".join(part if isinstance(part, str) else mark_number(*part) for part in parts)
    found = parts_of(text)
    assert [part for part in found if not isinstance(part, str)] == [
        NumberPart(*part) for part in parts if not isinstance(part, str)
    ]
    assert "".join(part if isinstance(part, str) else mark_number(*part) for part in found) == text


@settings(deadline=None)
@given(st.lists(st.tuples(PLAIN.filter(bool), PLAIN), max_size=3))
def test_what_is_replaced_is_found_again(pairs):
    text = on_tape(Rows({"t": ["x"]}))[0]["t"]
    for old, new in pairs:
        text = text.replace(old, new)
    assert parts_of(f"a{text}b") == ["a", TextPart("t", tuple(pairs)), "b"]


def test_text_without_marks_is_one_part_and_no_text_none():
    assert parts_of("10 % of 100 | x") == ["10 % of 100 | x"]
    assert parts_of("") == []
    assert MARKS.search("plain") is None


def kronor(ore):
    whole, rest = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{whole:,},{rest:02d}"


WRITTEN = [
    lambda v: f"{v['a']}",
    lambda v: str(v["a"]),
    lambda v: repr(v["a"]),
    lambda v: "%s" % v["a"],  # noqa: UP031 - one of the ways
    lambda v: "{:05d}".format(v["a"]),
    lambda v: f"{v['a']:02d}|{v['a'] + 3:+d}",
    lambda v: f"{v['a']:,}",
    lambda v: f"{v['a']:d}",
    lambda v: f"{v['a']:x}",
    lambda v: f"{v['a']:,}".replace(",", NBSP),
    lambda v: f"{kronor(v['a'] * 100 + 5)}".replace(",", NBSP),
    lambda v: f"{v['a'] * v['a'] - 1:,}".replace(",", "."),
    lambda v: "; ".join(f"{one}" for one in (v["a"], v["t"], v["d"])),
    lambda v: v["d"].isoformat(),
    lambda v: f"{v['d']}/{v['t']}",
    lambda v: v["t"] + "/" + v["t2"],
    lambda v: "before " + v["t"],
    lambda v: "%s %s" % (v["t"], v["d"]),  # noqa: UP031 - one of the ways
    lambda v: "".join([v["t"], v["t2"]]),
    lambda v: v["t"].replace("%", "%25").replace("/", "%2F"),
    lambda v: f"{v['t'].replace('a', '')}{v['t2']}",
    lambda v: str(v["t"]),
    lambda v: [v["t"], (v["t2"],)],
]
TEXTS = ["", "a", "50 %/a", "\u00e5|a", "a,b", '"\\', "1,000"]
ROWS = Rows(
    {
        "a": [0, -1, 7, 999, -1_000, 1_234_567, 10**15],
        "d": [date(2026, 3, day) for day in range(1, 8)],
        "t": TEXTS,
        "t2": TEXTS[::-1],
    }
)


@pytest.mark.parametrize("write", WRITTEN)
def test_what_is_written_is_what_would_be_written_of_each_row(write):
    assert replayed(write, ROWS).outcomes == plainly(write, ROWS)


def test_a_text_may_stand_in_json():
    values, _ = on_tape(ROWS)
    assert json.loads(json.dumps({"x": values["t"], "y": f"{values['d']}"}))["x"] == str(values["t"])


TELLS = [
    lambda v: v["t"] == "a",
    lambda v: "a" == v["t"],  # noqa: SIM300 - either side
    lambda v: v["t"] != "a",
    lambda v: v["t"] in ("b", "50 %/a", "a"),
    lambda v: v["t"] == v["t2"],
    lambda v: (v["t"] == v["t2"], v["t2"] == v["t"], v["t2"] != v["t"]),
    lambda v: v["t"] == v["t"],
    lambda v: v["t"] == 3,
    lambda v: v["t"] is None,
    lambda v: {v["t"]: 1}[v["t"]],
]


@pytest.mark.parametrize("tell", TELLS)
def test_texts_are_compared(tell):
    assert replayed(tell, ROWS).outcomes == plainly(tell, ROWS)


def test_texts_are_asked_about_once():
    def compute(values):
        return values["t"] == "a", values["t"] != "a", values["t"] == values["t2"], values["t2"] == values["t"]

    assert len(recorded_once(compute, ROWS, 0)) == 2


def test_a_text_is_there():
    values, tape = on_tape(ROWS)
    assert bool(values["t"])
    assert tape.asked == []


FORBIDDEN = [
    len,
    list,
    sorted,
    lambda t: "a" in t,
    lambda t: t[0],
    lambda t: t < "b",
    lambda t: max(t, "b"),
    lambda t: t * 2,
    lambda t: f"{t:>10}",
    lambda t: f"{t!r}",
    lambda t: t.upper(),
    lambda t: t.strip(),
    lambda t: t.split("/"),
    lambda t: t.partition("/"),
    lambda t: t.startswith("a"),
    lambda t: t.isdigit(),
    lambda t: t.encode(),
    lambda t: t.removesuffix("a"),
    lambda t: t.replace("a", "b", 1),
    lambda t: t.replace("", "b"),
    lambda t: t.replace("a", "b") == "b",
    lambda t: t.replace("a", "b") == t,
    lambda t: t == f"{t}/x",
    lambda t: t % (),
    int,
]


@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_who_looks_into_a_text_leaves_it_to_the_caller(forbidden):
    """The mark has a length and letters, and they are not those of any row."""
    assert set(replayed(lambda values: forbidden(values["t"]), ROWS).outcomes) == {LEFT}


@pytest.mark.parametrize("forbidden", FORBIDDEN[:-1])
def test_the_error_says_that_it_cannot_be_recorded(forbidden):
    values, _ = on_tape(ROWS)
    with pytest.raises(NotRecordableError):
        forbidden(values["t"])


def test_a_day_that_is_known_is_written_as_it_is():
    assert f"{RecordedDay(date(2026, 3, 1).toordinal())}" == "2026-03-01"
