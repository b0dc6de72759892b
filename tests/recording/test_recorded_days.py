"""Days, spans and moments that are recorded, and functions of one day asked of them."""

import operator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import LEFT, Rows, on_tape, plainly, recorded_once, replayed

from dunning_engine.recording.day import RecordedDay, later, of_one_day
from dunning_engine.recording.tape import NotRecordableError

COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


class UnknownDayError(LookupError):
    pass


@of_one_day
def next_weekday(day):
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


@of_one_day
def known_weekday(day, first_year, last_year):
    if not first_year <= day.year <= last_year:
        raise UnknownDayError
    return day.weekday()


@of_one_day
def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@of_one_day
def is_monday(day):
    return day.weekday() == 0


@of_one_day
def fifth_power(day):
    return (day.toordinal() - 730_000) ** 5


@of_one_day
def quarter_or_nothing(day):
    return None if day.month % 3 else day.month // 3


def shifted(day, days):
    return day + timedelta(days=days)


def back(day, days):
    return day - timedelta(days=days)


def weekday(day, _):
    try:
        return day + timedelta(days=1) if known_weekday(day, 1990, 2020) > 2 else day
    except UnknownDayError:
        return day - timedelta(days=1)


def by_year(day, number):
    return day + timedelta(days=1) if day.year % 4 == number % 4 else day


def by_month(day, _):
    return day if day.month <= 6 else later(day, day.month)


def by_number(day, _):
    return date.fromordinal(730_000) if day.toordinal() < 730_000 else day


def on_monday(day, number):
    return day - timedelta(days=number) if is_monday(day) else day


def before_noon(day, _):
    return day if noon(day) < datetime(2010, 6, 1, tzinfo=UTC) else day + timedelta(days=3)


OF_DAY = [
    shifted,
    back,
    weekday,
    by_year,
    by_month,
    by_number,
    on_monday,
    before_noon,
    lambda day, _: next_weekday(day),
]
OF_DAYS = [
    max,
    min,
    lambda one, other: sorted([one, other, date(2010, 5, 5)])[1],
    lambda one, other: one + (other - one),
    lambda one, other: one - (other - one),
    lambda one, other: date(2010, 1, 1) + (other - one),
    lambda one, other: date(2010, 1, 1) - (other - one),
    lambda one, other: later(one, (one - other).days // 3),
    lambda one, other: one if (one - other) > timedelta(days=30) else other,
    lambda one, other: one if one - other else later(other, 1),
    lambda one, other: later(one, min((other - one).days, 5)),
    lambda one, other: one if (date(2010, 1, 1) - one).days > (other - date(2010, 1, 1)).days else other,
]
DAYS = st.dates(date(1980, 1, 1), date(2040, 12, 31)) | st.dates(date(2010, 5, 1), date(2010, 5, 10))
PLACE = st.integers(0, 20)
INSTRUCTIONS = st.one_of(
    st.tuples(st.just("one"), st.sampled_from(OF_DAY), PLACE, st.integers(-400, 400)),
    st.tuples(st.just("two"), st.sampled_from(OF_DAYS), PLACE, PLACE),
    st.tuples(st.just("if"), st.sampled_from(COMPARISONS), PLACE, PLACE, PLACE),
    st.tuples(st.just("if constant"), st.sampled_from(COMPARISONS), DAYS, PLACE, PLACE),
)


def run(program, values):
    days, told = [values["d"], values["d2"], values["d3"]], []

    def at(place):
        return days[place % len(days)]

    for kind, what, *operands in program:
        if kind == "one":
            days.append(what(at(operands[0]), operands[1]))
        elif kind == "two":
            days.append(what(at(operands[0]), at(operands[1])))
        elif kind == "if":
            told.append(bool(what(at(operands[0]), at(operands[1]))))
            days.append(at(operands[2]) if told[-1] else at(operands[0]))
        else:
            told.append(bool(what(operands[0], at(operands[1]))))
            days.append(at(operands[2]) if told[-1] else at(operands[1]))
    last = days[-1]
    return days, told, f"{last} {last.isoformat()}", days[-1] - days[0], noon(days[-1]), (days[0] - days[-1]).days


@settings(max_examples=200, deadline=None)
@given(st.lists(INSTRUCTIONS, max_size=7), st.lists(st.tuples(DAYS, DAYS, DAYS), min_size=1, max_size=12))
def test_a_drawn_program(program, tuples):
    rows = Rows(dict(zip(("d", "d2", "d3"), map(list, zip(*tuples, strict=True)), strict=True)))
    assert replayed(lambda values: run(program, values), rows).outcomes == plainly(
        lambda values: run(program, values), rows
    )


def test_what_is_asked_of_a_day_is_worked_out_once_for_each_day():
    asked = []

    @of_one_day
    def noted(day):
        asked.append(day)
        return day.day

    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 1)] * 50
    found = replayed(lambda values: noted(values["d"]) + noted(values["d"]), Rows({"d": days}))
    assert found.outcomes == [2, 4, 2] * 50
    assert asked.count(date(2026, 3, 2)) == 1
    replayed(lambda values: noted(values["d"]) + noted(values["d"]), Rows({"d": days}), before=found)
    assert asked.count(date(2026, 3, 2)) == 1


def test_other_arguments_make_another_function():
    rows = Rows({"d": [date(2000, 1, 3), date(2030, 1, 3)]})

    def compute(values):
        day = values["d"]
        return known_weekday(day, 1990, 2040), known_weekday(day, 1990, 2040), known_weekday(day, 1900, 2040)

    assert replayed(compute, rows).outcomes == plainly(compute, rows)
    assert len(recorded_once(compute, rows, 0)) == 2


def test_a_day_without_an_answer_raises_in_the_recording_and_leaves_its_rows():
    rows = Rows({"d": [date(2000, 1, 3), date(2030, 1, 3), date(1980, 1, 1), date(2001, 1, 1)]})
    found = replayed(lambda values: known_weekday(values["d"], 1990, 2020), rows)
    assert found.outcomes == [0, LEFT, LEFT, 0]
    assert found.recordings == 2


@pytest.mark.parametrize("function", [quarter_or_nothing, fifth_power])
@pytest.mark.parametrize("turned", [False, True])
def test_answers_that_no_column_holds_are_left_to_the_caller(function, turned):
    """Whatever the first row is that is recorded."""
    days = [date(2026, 3, 1), date(2026, 4, 1), date(2000, 9, 1), date(9000, 1, 1)]
    rows = Rows({"d": days[::-1] if turned else days})
    plain = [function(day) for day in rows.columns["d"]]
    expected = [LEFT if one is None or abs(one) >= 2**62 else one for one in plain]
    assert LEFT in expected
    assert replayed(lambda values: function(values["d"]), rows).outcomes == expected


@pytest.mark.parametrize("shift", [10**6 * 4, -(10**6), 2**40])
def test_numbers_that_are_no_days_have_no_answer(shift):
    """And are no reason to keep a table of all the days between."""
    rows = Rows({"d": [date(2026, 3, 1), date(2026, 3, 2)], "n": [0, shift]})

    def compute(values):
        return next_weekday(later(values["d"], values["n"]))

    assert replayed(compute, rows).outcomes == [date(2026, 3, 2), LEFT]
    assert replayed(compute, Rows({"d": rows.columns["d"][::-1], "n": [shift, 0]})).outcomes == [LEFT, date(2026, 3, 2)]


def test_numbers_beyond_64_bits_are_no_days_either():
    rows = Rows({"d": [date(2026, 3, 1)] * 3, "n": [0, 2**61, -(2**61)]})

    def compute(values):
        return next_weekday(later(values["d"], values["n"] * 4))

    assert replayed(compute, rows).outcomes == [date(2026, 3, 2), LEFT, LEFT]


MOMENTS = st.datetimes(
    datetime.fromisoformat("2009-01-01"), datetime.fromisoformat("2012-01-01"), timezones=st.just(UTC)
)


@settings(deadline=None)
@given(st.lists(st.tuples(MOMENTS, MOMENTS, DAYS), min_size=1, max_size=10), MOMENTS)
def test_moments_are_compared(tuples, constant):
    rows = Rows(dict(zip(("m", "m2", "d"), map(list, zip(*tuples, strict=True)), strict=True)))

    def compute(values):
        one, other, day = values["m"], values["m2"], values["d"]
        told = [bool(compare(one, other)) for compare in COMPARISONS]
        told += [bool(compare(constant, one)) for compare in COMPARISONS]
        told += [bool(compare(noon(day), one)) for compare in COMPARISONS]
        return told, max(one, other, constant), bool(one)

    assert replayed(compute, rows).outcomes == plainly(compute, rows)


def test_a_microsecond_counts():
    noon_of = datetime(2026, 3, 2, 12, tzinfo=UTC)
    rows = Rows({"m": [noon_of - timedelta(microseconds=1), noon_of, noon_of + timedelta(microseconds=1)]})
    found = replayed(lambda values: (values["m"] < noon_of, values["m"] == noon_of), rows).outcomes
    assert found == [[True, False], [False, True], [False, False]]


def test_a_day_without_columns_is_the_day_itself():
    """What is computed of constants alone stays one value, and asks nothing."""
    values, tape = on_tape(Rows({"d": [date(2026, 3, 7)]}))
    known = RecordedDay(values["d"].number - values["d"].number + date(2026, 3, 7).toordinal())
    assert known == date(2026, 3, 7)
    assert (str(known), known.isoformat(), f"{known:%d/%m}") == ("2026-03-07", "2026-03-07", "07/03")
    assert (known.year, known.month, next_weekday(known)) == (2026, 3, date(2026, 3, 9))
    assert tape.asked == []


@pytest.mark.parametrize("days", [0, 3])
def test_later(days):
    assert later(date(2026, 3, 1), days) == date(2026, 3, 1 + days)


@pytest.mark.parametrize(
    "forbidden",
    [
        hash,
        lambda day: {day},
        lambda day: f"{day:%d}",
        lambda day: day.day,
        lambda day: day.weekday(),
        lambda day: day.replace(day=1),
        lambda day: day - date(2026, 1, 1) > timedelta(hours=1),
        lambda day: str(day - date(2026, 1, 1)),
        lambda day: f"{noon(day)}",
        lambda day: str(noon(day)),
        lambda day: day < datetime(2026, 1, 1, tzinfo=UTC),
        lambda day: day - datetime(2026, 1, 1, tzinfo=UTC),
        lambda day: datetime(2026, 1, 1, tzinfo=UTC) - day,
        lambda day: day + 1,
        lambda day: noon(day) + timedelta(days=1),
        lambda day: noon(day) - noon(day),
        lambda day: (day - date(2026, 1, 1)) / 2,
        lambda day: (day - date(2026, 1, 1)) + (day - date(2026, 1, 1)),
    ],
)
def test_what_is_no_question_of_columns_is_left_to_the_caller(forbidden):
    rows = Rows({"d": [date(2026, 3, 1), date(2026, 3, 2)]})
    assert replayed(lambda values: forbidden(values["d"]), rows).outcomes == [LEFT, LEFT]


@pytest.mark.parametrize("forbidden", [lambda day: f"{day:%d}", lambda day: str(noon(day)), quarter_or_nothing])
def test_the_error_says_that_it_cannot_be_recorded(forbidden):
    values, _ = on_tape(Rows({"d": [date(2026, 4, 1)]}))
    with pytest.raises(NotRecordableError):
        forbidden(values["d"])


def test_a_day_is_no_moment_and_no_text():
    values, tape = on_tape(Rows({"d": [date(2026, 3, 1)]}))
    assert values["d"] != datetime(2026, 3, 1, tzinfo=UTC)
    assert values["d"] != "2026-03-01"
    assert values["d"] != None  # noqa: E711 - it is what is shown
    assert bool(values["d"])
    assert tape.asked == []
