"""Whatever is computed with recorded numbers comes to what it comes to with plain ones."""

import operator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import LEFT, Rows, on_tape, plainly, recorded_once, replayed

from dunning_engine.recording.number import Number
from dunning_engine.recording.tape import NotRecordableError

COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]
OF_TWO = {"+": operator.add, "-": operator.sub, "*": operator.mul, "min": min, "max": max}
OF_ONE = {"neg": operator.neg, "pos": operator.pos, "abs": abs, "double": lambda x: x + x, "nothing": lambda x: x - x}
BY_CONSTANT = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "c+": lambda x, c: c + x,
    "c-": lambda x, c: c - x,
    "c*": lambda x, c: c * x,
    "min": min,
    "max": max,
}
BY_DIVISOR = {"//": operator.floordiv, "%": operator.mod, "divmod": divmod}

NUMBERS = st.integers(-5, 5) | st.integers(-(10**6), 10**6) | st.integers(-(2**63), 2**63 - 1)
CONSTANTS = st.integers(-5, 5) | st.integers(-(10**6), 10**6) | st.integers(-(2**70), 2**70)
PLACE = st.integers(0, 30)
INSTRUCTIONS = st.one_of(
    st.tuples(st.just("two"), st.sampled_from(sorted(OF_TWO)), PLACE, PLACE),
    st.tuples(st.just("one"), st.sampled_from(sorted(OF_ONE)), PLACE),
    st.tuples(st.just("constant"), st.sampled_from(sorted(BY_CONSTANT)), PLACE, CONSTANTS),
    st.tuples(
        st.just("divide"), st.sampled_from(sorted(BY_DIVISOR)), PLACE, st.integers(1, 10) | st.integers(1, 2**70)
    ),
    st.tuples(st.just("if"), st.sampled_from(COMPARISONS), PLACE, PLACE, PLACE, PLACE),
    st.tuples(st.just("if constant"), st.sampled_from(COMPARISONS), PLACE, CONSTANTS, PLACE, PLACE),
    st.tuples(st.just("if any"), PLACE, PLACE, PLACE),
    st.tuples(st.just("middle"), PLACE, PLACE, PLACE),
)


def run(program, values):
    """The numbers that a program makes out of three, and the answers that it gets."""
    held, told = [values["a"], values["b"], values["c"]], []

    def at(place):
        return held[place % len(held)]

    for kind, *operands in program:
        if kind == "two":
            operation, one, other = operands
            held.append(OF_TWO[operation](at(one), at(other)))
        elif kind == "one":
            held.append(OF_ONE[operands[0]](at(operands[1])))
        elif kind == "constant":
            operation, one, constant = operands
            held.append(BY_CONSTANT[operation](at(one), constant))
        elif kind == "divide":
            operation, one, divisor = operands
            found = BY_DIVISOR[operation](at(one), divisor)
            held.extend(found if isinstance(found, tuple) else [found])
        elif kind == "if":
            compare, one, other, then, otherwise = operands
            told.append(bool(compare(at(one), at(other))))
            held.append(at(then) if told[-1] else at(otherwise))
        elif kind == "if constant":
            compare, one, constant, then, otherwise = operands
            told.append(bool(compare(at(one), constant)))
            held.append(at(then) if told[-1] else at(otherwise))
        elif kind == "if any":
            one, then, otherwise = operands
            held.append(at(then) if at(one) else at(otherwise))
        else:
            held.append(sorted(map(at, operands))[1])
    return held, told


ROWS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=12)


def rows_of(tuples):
    return Rows(dict(zip("abc", map(list, zip(*tuples, strict=True)), strict=True)))


@settings(max_examples=250, deadline=None)
@given(st.lists(INSTRUCTIONS, max_size=10), ROWS)
def test_a_drawn_program(program, tuples):
    rows = rows_of(tuples)
    assert replayed(lambda values: run(program, values), rows).outcomes == plainly(
        lambda values: run(program, values), rows
    )


@settings(deadline=None)
@given(st.lists(INSTRUCTIONS, max_size=8), ROWS, ROWS)
def test_a_drawn_program_on_further_rows(program, first, then):
    """What has been recorded on some rows serves others, whose numbers may be larger."""
    before = replayed(lambda values: run(program, values), rows_of(first))
    after = replayed(lambda values: run(program, values), rows_of(then), before=before)
    assert after.outcomes == plainly(lambda values: run(program, values), rows_of(then))


@pytest.mark.parametrize("compare", COMPARISONS)
@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_comparisons_at_the_boundary(compare, offset):
    rows = Rows({"a": [-1, 0, 1, 2], "b": [0, 0, 0, 3], "c": [0] * 4})

    def compute(values):
        a, b = values["a"] + offset, values["b"]
        return [bool(compare(a, b)), bool(compare(b, a)), bool(compare(a, 1)), bool(compare(1, a))]

    assert replayed(compute, rows).outcomes == plainly(compute, rows)


@pytest.mark.parametrize(
    "compute",
    [
        lambda a, b: a * b * 10**12,
        lambda a, b: (a * b * 10**12) // 10**12,
        lambda a, b: (a * b) % 7,
        lambda a, _: a * (10**20),
        lambda a, _: a // 10**30,
        lambda _, b: b % 10**30,
        lambda a, _: a + 2**65,
        lambda a, b: (a + 2**65) - (b + 2**65),
        lambda a, b: (a * 10**20 < b, a * 10**20 == b * 10**20, a < 2**80, a == 2**80),
    ],
)
@pytest.mark.parametrize("numbers", [[0, 0], [2**62, -(2**62)], [10**9, -(10**9)], [2**63 - 1, -(2**63)]])
def test_beyond_64_bits(compute, numbers):
    rows = Rows({"a": numbers, "b": numbers[::-1]})

    def computed(values):
        return compute(values["a"], values["b"])

    assert replayed(computed, rows).outcomes == plainly(computed, rows)


@pytest.mark.parametrize(
    ("compute", "asked"),
    [
        (lambda a: (a < 5, a < 6, a <= 4, a >= 5, a > 5, a == 7), 1),  # of 3
        (lambda a: (a + 2 < 7, a < 5), 1),
        (lambda a: (a >= 3, a <= 3, a == 3, a != 4, bool(a)), 2),
        (lambda a: (a == 3, a == 4, a < 9, a > 2), 1),
        (lambda a: (a == 9, a == 9, a != 9), 1),
        (lambda a: (a < 10, a == 9, a < 9), 2),
        (lambda a: (a > 2, a == 2, a == 3, a > 3), 2),
        (lambda a: (a - a == 0, a * 0 == 0, a - (a + 1) < 0), 0),
    ],
)
def test_what_follows_from_earlier_answers_is_not_asked(compute, asked):
    rows = Rows({"a": [3]})
    assert len(recorded_once(lambda values: compute(values["a"]), rows, 0)) == asked
    assert compute(3) == tuple(replayed(lambda values: compute(values["a"]), rows).outcomes[0])


def test_an_answer_about_a_difference_is_one_about_its_negative():
    rows = Rows({"a": [3], "b": [4]})
    asked = recorded_once(lambda v: (v["a"] < v["b"], v["b"] > v["a"], v["a"] >= v["b"], v["a"] - v["b"] < 0), rows, 0)
    assert len(asked) == 1


def test_equal_expressions_are_written_down_once():
    values, tape = on_tape(Rows({"a": [3], "b": [4]}))
    a, b = values["a"], values["b"]
    assert (a + b).number == (b + a).number
    assert (a * b).number == (b * a).number
    assert ((a + 1) + 2).number == a.number
    assert len(tape.expressions.held) == 4
    assert (a * 1).number == a.number


@pytest.mark.parametrize(
    "forbidden",
    [
        int,
        operator.index,
        hash,
        float,
        lambda a: [0, 1, 2][a],
        range,
        lambda a: "x" * a,
        lambda a: {a: 1},
        lambda a: a in {1, 2},
        lambda a: a / 2,
        lambda a: 2 / a,
        lambda a: 7 // a,
        lambda a: 7 % a,
        lambda a: a // -2,
        lambda a: a % 0,
        lambda a: a**2,
        lambda a: a & 1,
        lambda a: round(a, -2),
        lambda a: a == Decimal(1),
        lambda a: a != 1.0,
        lambda a: a < Decimal(1),
        lambda a: a + Fraction(1, 2),
        lambda a: a == Fraction(1),
        lambda a: divmod(a, -1),
        lambda a: a // a,
    ],
)
def test_what_is_no_arithmetic_of_columns_is_left_to_the_caller(forbidden):
    rows = Rows({"a": [1, 2]})
    assert replayed(lambda values: forbidden(values["a"]), rows).outcomes == [LEFT, LEFT]


@pytest.mark.parametrize("forbidden", [int, operator.index, lambda a: a == 1.5])
def test_the_error_says_that_it_cannot_be_recorded(forbidden):
    values, _ = on_tape(Rows({"a": [1]}))
    with pytest.raises(NotRecordableError):
        forbidden(values["a"])


def test_only_the_rows_that_come_there_are_left():
    rows = Rows({"a": [1, 2, 3, 4, 5]})
    found = replayed(lambda values: values["a"] * 2 if values["a"] < 3 else int(values["a"]), rows)
    assert found.outcomes == [2, 4, LEFT, LEFT, LEFT]


def test_a_number_is_no_other_thing():
    values, tape = on_tape(Rows({"a": [1]}))
    assert values["a"] != "1"
    assert values["a"] is not None
    assert values["a"] != None  # noqa: E711 - it is what is shown
    assert not isinstance(values["a"], int)
    assert isinstance(+values["a"], Number)
    assert tape.asked == []
