"""Rows sent down a tree: where they part, what is recorded on the way, what is left."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import LEFT, Rows, plainly, recorded_once, replayed

from dunning_engine.recording.tape import NotRecordableError

KINDS = ["business", "consumer", "public_authority", "other"]


def dues(values):
    """A little of everything: choices, numbers, days, texts."""
    kind = KINDS[values.choice("c")]
    if kind == "other":
        return "none", 0
    fee = 6000 if kind == "business" else 5000
    if values["a"] <= 0 or values["t"] == "paid":
        return "nothing", 0
    late = (date(2026, 3, 12) - values["d"]).days
    if late <= 0:
        return f"{late} days left for {values['t']}", 0
    interest = values["a"] * late * 1150 // 3_650_000
    if interest > fee:
        return f"{kind} owes {interest:,}", values["a"] + interest
    return f"{kind} owes {values['t']} a fee", values["a"] + fee + interest


def drawn(size, seed):
    chance = random.Random(seed)  # noqa: S311 - rows to test with
    return Rows(
        {
            "c": [chance.randrange(4) for _ in range(size)],
            "a": [chance.choice([-5, 0, 100, chance.randrange(10**8), chance.randrange(2**61)]) for _ in range(size)],
            "d": [date.fromordinal(739_000 + chance.randrange(1000)) for _ in range(size)],
            "t": [chance.choice(["paid", "Åsa", "", "x y"]) for _ in range(size)],
        }
    )


def agree(found, plain):
    for row, (one, other) in enumerate(zip(found, plain, strict=True)):
        assert one in (LEFT, other), row


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 12))
def test_rows_come_to_what_they_come_to_alone(seed, size, worth):
    rows = drawn(size, seed)
    agree(replayed(dues, rows, worth=worth).outcomes, plainly(dues, rows))


def test_every_row_is_recorded_or_replayed_where_each_is_worth_it():
    rows = drawn(300, 1)
    found = replayed(dues, rows)
    assert found.outcomes == plainly(dues, rows)
    assert found.recordings < 25


def test_what_is_recorded_serves_the_rows_of_later_runs():
    first = replayed(dues, drawn(300, 1))
    recordings = first.recordings
    again = replayed(dues, drawn(300, 1), before=first)
    assert again.recordings == recordings
    assert again.outcomes == plainly(dues, drawn(300, 1))
    other = drawn(300, 2)
    assert replayed(dues, other, before=again).outcomes == plainly(dues, other)


@pytest.mark.parametrize(
    ("worth", "outcomes"),
    [
        (1, [0, 0, 0, 1, 2, 2]),
        (2, [0, 0, 0, LEFT, 2, 2]),
        (3, [0, 0, 0, LEFT, LEFT, LEFT]),
    ],
)
def test_a_place_is_recorded_once_enough_rows_have_come(worth, outcomes):
    rows = Rows({"c": [0, 0, 0, 1, 2, 2]})
    assert replayed(lambda values: values.choice("c"), rows, worth=worth).outcomes == outcomes


def test_rows_of_several_runs_add_up_to_what_is_worth_a_recording():
    first = replayed(lambda values: values.choice("c"), Rows({"c": [0, 1, 1]}), worth=4)
    assert first.outcomes == [0, LEFT, LEFT]
    second = replayed(lambda values: values.choice("c"), Rows({"c": [1, 1]}), worth=4, before=first)
    assert second.outcomes == [1, 1]


def test_the_first_row_of_all_is_recorded_whatever_it_is_worth():
    assert replayed(lambda values: values["a"] + 1, Rows({"a": [1, 2, 3]}), worth=100).outcomes == [2, 3, 4]


def test_no_rows():
    found = replayed(dues, Rows({"a": []}))
    assert (found.outcomes, found.recordings) == ([], 0)


def test_what_cannot_be_recorded_is_left_where_it_is_met_and_nowhere_else():
    rows = Rows({"a": list(range(10))})

    def compute(values):
        if values["a"] == 7:
            raise NotRecordableError
        return values["a"] * 2

    assert replayed(compute, rows).outcomes == [row * 2 if row != 7 else LEFT for row in range(10)]


def test_a_computation_that_looks_elsewhere_is_found_out():
    turns = iter(range(100))

    def compute(values):
        return values["a"] < 5 and values["b"] < next(turns)

    with pytest.raises(AssertionError, match="asked"):
        replayed(compute, Rows({"a": [1, 1, 2], "b": [3, 4, -1]}))


def test_a_question_is_asked_of_all_rows_at_once():
    """As many answers as questions, whatever the number of rows."""
    rows = drawn(2000, 3)
    assert replayed(dues, rows).recordings == replayed(dues, drawn(2000, 3)).recordings
    assert max(len(recorded_once(dues, rows, row)) for row in range(50)) <= 7
