"""A column read at once says of each row what the fact's reader says of its value."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.columns.sheets import Vocabulary
from dunning_engine.columns.typed import Words, typed, unfit
from dunning_engine.facts.catalogue import GIVEN, GIVEN_BY_NAME, Kind
from dunning_engine.facts.checks import FACT_READERS, FIELD_READERS
from dunning_engine.facts.event import FIELDS
from dunning_engine.facts.raw import own, plain
from dunning_engine.facts.values import Fault, is_absent
from dunning_engine.recording.tape import whole

ABSENT, BAD = "absent", "bad"


def read_alone(value, fact, read):
    """What is known of a row, told by the reader."""
    raw = None if value is None else own(plain(value), fact)
    if is_absent(raw):
        return ABSENT
    said = read(raw)
    if isinstance(said, Fault) or (fact.kind is Kind.TEXT and unfit(said)):
        return BAD
    return said


def read_in_columns(series, fact, read, words):
    """The same, told by the column."""
    column = typed(series, fact, read, words)
    assert len(column.present) == len(series)
    told = []
    for row in range(len(series)):
        if column.bad is not None and column.bad[row]:
            told.append(BAD)
        elif not column.present[row]:
            told.append(ABSENT)
            assert column.codes is None or column.codes[row] == 0
            assert column.numbers is None or fact.kind is Kind.BOOLEAN or words is not None or column.numbers[row] == 0
        elif words is not None:
            told.append(words.words[column.codes[row]])
        elif fact.kind is Kind.BOOLEAN:
            told.append(bool(column.codes[row] - 1))
        elif column.texts is not None:
            told.append(column.texts[row])
        else:
            told.append(int(column.numbers[row]))
    return told


def agree(series, fact, read, words=None):
    alone = [read_alone(value, fact, read) for value in series.to_list()]
    if words is None and fact.kind not in {Kind.BOOLEAN, Kind.TEXT, Kind.WORD}:
        alone = [said if said in (ABSENT, BAD) else whole(said) for said in alone]
    found = read_in_columns(series, fact, read, words)
    assert found == alone
    return found


ALL = [(fact, FACT_READERS[fact.name], True) for fact in GIVEN] + [
    (f, FIELD_READERS[f.name], False) for f in FIELDS.values()
]


def words_of(fact, *, of_invoice):
    vocabulary = Vocabulary()
    held = (vocabulary.facts if of_invoice else vocabulary.fields).get(fact.name)
    return None if fact.name == "key" else held


TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "x", " x", "x ", "x\n", "true", "false", " true ", "True", "1", "business", " email", "SEK", "sek"]
    ),
    st.sampled_from(
        ["2026-03-02", " 2026-03-02", "2026-03-02T00:00", "2026-03-02 14:30", "2026-03-02T14:30Z", "20260302"]
    ),
    st.sampled_from(
        ["60", "60.00", " 60.5", "-60", "60,5", "1e3", "0", "-0", "8.5", "99999999999999999999", "step", "reminder"]
    ),
    st.sampled_from(
        ["a@b.se", "556036-0793", "5560360793", "16556036-0793", "x\ty", "a\ue000b", "e\u0301", "amount", "1/x"]
    ),
    st.text(max_size=5),
)


def sayable(value):
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS.map(sayable), min_size=1, max_size=20), st.integers(0, 40))
def test_texts_of_every_fact(values, more):
    """Few of them among many rows, or one in each."""
    series = pl.Series([*values, *[None] * more], dtype=pl.String)
    for fact, read, of_invoice in ALL:
        agree(series, fact, read, words_of(fact, of_invoice=of_invoice))


TYPED = {
    "int8": (pl.Int8, st.integers(-128, 127)),
    "int64": (pl.Int64, st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)),
    "uint64": (pl.UInt64, st.integers(0, 2**64 - 1) | st.integers(0, 3)),
    "float": (pl.Float64, st.floats() | st.sampled_from([1.0, 60.5, 0.1, 1e300, -0.0, 2.675])),
    "boolean": (pl.Boolean, st.booleans()),
    "decimal": (pl.Decimal(20, 2), st.integers(-(10**15), 10**15).map(lambda n: Decimal(n).scaleb(-2))),
    "fine decimal": (pl.Decimal(20, 4), st.integers(-(10**6), 10**6).map(lambda n: Decimal(n).scaleb(-4))),
    "date": (pl.Date, st.dates()),
    "moment": (pl.Datetime("us"), st.datetimes()),
    "fine moment": (pl.Datetime("ns"), st.datetimes(*map(datetime.fromisoformat, ("1990-01-01", "2100-01-01")))),
    "zoned moment": (
        pl.Datetime("us", "UTC"),
        st.datetimes(*map(datetime.fromisoformat, ("1890-01-01", "2210-01-01"))).map(lambda m: m.replace(tzinfo=UTC)),
    ),
    "time": (pl.Time, st.times().map(lambda t: t.replace(fold=0))),
    "duration": (pl.Duration("us"), st.timedeltas(timedelta(-5), timedelta(5))),
    "category": (pl.Categorical, st.sampled_from(["business", "email", "true", "60", "2026-03-02", " x", "x"])),
    "enum": (pl.Enum(["business", "email", "true", "60", "2026-03-02"]), st.sampled_from(["business", "email", "60"])),
    "list": (pl.List(pl.Int64), st.lists(st.integers(0, 3), max_size=2)),
    "struct": (pl.Struct({"a": pl.Int64}), st.builds(lambda a: {"a": a}, st.integers(0, 3))),
    "binary": (pl.Binary, st.binary(max_size=3)),
}
EVERY_KIND = [
    "customer",
    "customer_kind",
    "customer_email",
    "created_at",
    "due_on",
    "amount",
    "currency",
    "due_date_agreed",
    "interest_rate",
    "credit_risk",
]


@settings(max_examples=15, deadline=None)
@given(st.data())
@pytest.mark.parametrize("dtype", TYPED)
def test_every_type_of_column_and_kind_of_fact(dtype, data):
    type_, values = TYPED[dtype]
    drawn = data.draw(st.lists(values | st.none(), min_size=1, max_size=8))
    for name in EVERY_KIND:
        fact = GIVEN_BY_NAME[name]
        agree(pl.Series(drawn, dtype=type_), fact, FACT_READERS[name], words_of(fact, of_invoice=True))


def test_a_column_of_objects_is_read_value_by_value():
    class Own:
        def __str__(self):
            return "17"

    series = pl.Series([Own(), None, "18", 19], dtype=pl.Object)
    assert read_in_columns(series, GIVEN_BY_NAME["customer"], FACT_READERS["customer"], None) == [
        "17",
        ABSENT,
        "18",
        "19",
    ]


def test_nothing_at_all():
    for dtype in (pl.Null, pl.String, pl.Date):
        column = typed(pl.Series([None, None], dtype=dtype), GIVEN_BY_NAME["due_on"], FACT_READERS["due_on"], None)
        assert (column.present.tolist(), column.bad, column.numbers, column.texts) == ([0, 0], None, None, None)


@pytest.mark.parametrize("nulls", [0, 1, 20])
def test_what_a_reader_cleans_is_clean_in_the_column(nulls):
    """A blank around a text, and an accent that stands alone; many rows without a text or few."""
    fact, read = GIVEN_BY_NAME["customer"], FACT_READERS["customer"]
    series = pl.Series(["a", " b", "c\n", "e\u0301", " "] + [None] * nulls)
    found = typed(series, fact, read, None)
    assert found.texts.to_list()[:4] == ["a", "b", "c", "\u00e9"]
    assert found.present.tolist() == [1, 1, 1, 1, 0] + [0] * nulls
    assert series.to_list()[:5] == ["a", " b", "c\n", "e\u0301", " "]


def test_the_frame_that_a_column_came_from_is_as_it_was():
    frame = pl.DataFrame({"customer": ["a", " b"], "amount": ["1", " 2"]})
    for name in frame.columns:
        typed(frame[name], GIVEN_BY_NAME[name], FACT_READERS[name], None)
    assert frame.to_dict(as_series=False) == {"customer": ["a", " b"], "amount": ["1", " 2"]}


def test_each_value_that_differs_is_read_once():
    asked = []

    def read(value):
        asked.append(value)
        return FACT_READERS["currency"](value)

    words = Words()
    column = typed(pl.Series(["SEK", "EUR", "SEK", None, "kr"] * 20), GIVEN_BY_NAME["currency"], read, words)
    assert sorted(asked) == ["EUR", "SEK", "kr"]
    assert [words.words[code] for code in column.codes[:5]] == ["SEK", "EUR", "SEK", None, None]
    assert column.bad.tolist() == [False, False, False, False, True] * 20


def test_codes_stay_good_from_part_to_part():
    words = Words(("a",))
    assert words.code("a") == 1
    assert words.code("b") == 2
    assert words.code(None) == 0
    first = typed(pl.Series(["SEK", "EUR"]), GIVEN_BY_NAME["currency"], FACT_READERS["currency"], words)
    then = typed(pl.Series(["EUR", "NOK", "SEK"]), GIVEN_BY_NAME["currency"], FACT_READERS["currency"], words)
    assert [words.words[code] for code in first.codes] == ["SEK", "EUR"]
    assert [words.words[code] for code in then.codes] == ["EUR", "NOK", "SEK"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Åsa & co", False),
        ("", False),
        ("\ue000", True),
        ("a\ue001", True),
        ("\ue0001|0|\ue001", True),
        ("a\nb", True),
        ("a\tb", True),
    ],
)
def test_which_texts_cannot_be_written_out(text, expected):
    assert unfit(text) is expected


def test_a_day_may_come_as_its_midnight_and_a_moment_as_a_day_is_refused():
    due, read = GIVEN_BY_NAME["due_on"], FACT_READERS["due_on"]
    moments = pl.Series([datetime.fromisoformat("2026-03-02T00:00"), datetime.fromisoformat("2026-03-02T00:00:01")])
    column = typed(moments, due, read, None)
    assert column.bad.tolist() == [False, True]
    assert column.numbers[0] == date(2026, 3, 2).toordinal()
    assert time(0, 0) == datetime.fromisoformat("2026-03-02T00:00").time()


def test_booleans_are_codes():
    column = typed(
        pl.Series([True, None, False]), GIVEN_BY_NAME["due_date_agreed"], FACT_READERS["due_date_agreed"], None
    )
    assert column.codes.tolist() == [2, 0, 1]
    assert column.present.tolist() == [1, 0, 1]
    assert column.codes.dtype == np.int8
