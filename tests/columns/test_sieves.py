"""Whatever a sieve lets through, the fact's reader takes, and leaves as it is."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.columns.sieves import sieved
from dunning_engine.facts.catalogue import GIVEN_BY_NAME
from dunning_engine.facts.checks import FACT_READERS, FIELD_READERS
from dunning_engine.facts.event import FIELDS
from dunning_engine.facts.moments import in_utc
from dunning_engine.facts.raw import own, plain
from dunning_engine.facts.values import Fault, is_absent
from dunning_engine.law.identity import is_identity_number
from dunning_engine.recording.tape import whole

INVOICE_FACT = {name: (fact, FACT_READERS[name]) for name, fact in GIVEN_BY_NAME.items()}
EVENT_FIELD = {name: (field, FIELD_READERS[name]) for name, field in FIELDS.items()}
AMOUNT, PAID = INVOICE_FACT["amount"], EVENT_FIELD["amount"]
DUE, CREATED = INVOICE_FACT["due_on"], INVOICE_FACT["created_at"]
CUSTOMER, EMAIL, IDENTITY = (INVOICE_FACT[name] for name in ("customer", "customer_email", "customer_identity_number"))

BLANKS = ["", " ", "\t", "\n", "\r\n", "\u00a0", "\u2007", "\u202f", "\ufeff", "\u200b", "\x00", "\x1f", "\x7f", "\x85"]
MARKS = [
    "\ue000",
    "\ue001",
    "\ue0000|0|\ue001",
    "e\u0301",
    "\u00e9",
    "\u212b",
    "\u2126",
    "\ufb01",
    "\U0001f600",
    "\u00ad",
]


def dressed(texts):
    """Texts with something before or behind them that the eye does not see."""
    around = st.sampled_from([*BLANKS, "+", "-", "'", "0", "\u2212"])
    return (
        texts
        | st.builds(lambda text, more: text + more, texts, around)
        | st.builds(lambda text, more: more + text, texts, around)
    )


def in_other_digits(texts):
    """Digits that are digits to `str.isdigit` and to nobody's bank."""
    other = st.sampled_from(["\u0660", "\uff10", "\u0966"])
    return texts | st.builds(
        lambda text, zero: "".join(chr(ord(zero) + int(c)) if c in "0123456789" else c for c in text), texts, other
    )


def let_through(series, described):
    """What a sieve lets through: its place, the value, and what is taken over."""
    found = sieved(series, *described)
    taken = found.numbers if found.texts is None else found.texts
    assert found.sure.null_count() == 0
    return [(place, series[place], taken[place]) for place in found.sure.arg_true().to_list()]


def agree(series, described):
    """Every value that is let through is one that the reader takes, and says the same; gives how many were."""
    fact, read = described
    through = let_through(series, described)
    for _, value, taken in through:
        raw = own(plain(value), fact)
        assert not is_absent(raw)
        said = read(raw)
        assert not isinstance(said, Fault), (value, said)
        assert taken == (said if isinstance(said, str) else whole(said)), value
    return len(through)


WRITTEN_AMOUNTS = st.one_of(
    st.decimals(-(10**13), 10**13, places=2).map(str),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.integers(-(10**16), 10**16).map(str),
    st.from_regex(r"\A-?[0-9]{1,15}([.,][0-9]{1,4})?\Z"),
    st.sampled_from(
        ["1e3", "1_000", "0x10", ".5", "5.", "-", "--5", "1 000", "1\u00a0000", "-0", "-0.00", "00", "1.5-", "NaN"]
    ),
)


@settings(deadline=None)
@given(st.lists(dressed(in_other_digits(WRITTEN_AMOUNTS)) | st.none(), min_size=1, max_size=30))
def test_written_amounts(values):
    for described in (AMOUNT, PAID):
        agree(pl.Series(values, dtype=pl.String), described)


@pytest.mark.parametrize(
    ("value", "amount", "paid"),
    [
        ("60", 6000, 6000),
        ("60.5", 6050, 6050),
        ("-60.50", -6050, None),
        ("-0.01", -1, None),
        ("-0", 0, 0),
        ("9999999999999.99", 999999999999999, 999999999999999),
        ("99999999999999", None, None),
        ("60.505", None, None),
        ("60,50", None, None),
        ("60\n", None, None),
        ("+60", None, None),
        (" 60", None, None),
        ("\uff16\uff10", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_which_written_amounts_are_taken(value, amount, paid):
    series = pl.Series([value, "1"])
    for described, expected in ((AMOUNT, amount), (PAID, paid)):
        taken = {place: number for place, _, number in let_through(series, described)}
        assert taken == ({0: expected} if expected is not None else {}) | {1: 100}


@settings(deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-(10**13) - 1, 10**13 + 1) | st.none(), min_size=1))
def test_whole_kronor(values):
    for described in (AMOUNT, PAID):
        agree(pl.Series(values, dtype=pl.Int64), described)


@pytest.mark.parametrize(
    ("dtype", "values", "taken"),
    [
        (pl.Int8, [-1, 0, 127], [-100, 0, 12700]),
        (pl.UInt64, [0, 10**13, 2**64 - 1], [0, 10**15]),
        (pl.Int64, [-(2**63), 10**13 + 1, -(10**13)], [-(10**15)]),
        (pl.Int128, [2**126, 2**120, 3], [300]),  # a hundred times the first are 0 in 128 bits
    ],
)
def test_whole_kronor_of_any_width(dtype, values, taken):
    series = pl.Series(values, dtype=dtype)
    assert [number for _, _, number in let_through(series, AMOUNT)] == taken
    assert agree(series, AMOUNT) == len(taken)


@settings(deadline=None)
@given(
    st.sampled_from([(38, 0), (38, 1), (38, 2), (18, 2), (15, 0)]),
    st.lists(st.integers(-(10**15) + 1, 10**15 - 1) | st.none(), min_size=1),
)
def test_decimals(shape, values):
    held = [None if value is None else Decimal(value).scaleb(-shape[1]) for value in values]
    for described in (AMOUNT, PAID):
        agree(pl.Series(held, dtype=pl.Decimal(*shape)), described)


def test_decimals_too_large_are_left_and_those_of_other_scales_have_no_sieve():
    large = pl.Series([Decimal(10) ** 37, Decimal(5)], dtype=pl.Decimal(38, 0))
    assert [number for _, _, number in let_through(large, AMOUNT)] == [500]
    assert sieved(pl.Series([Decimal("1.500")]), *AMOUNT) is None


DAYS = (
    st.dates(date(1890, 1, 1), date(2210, 12, 31))
    | st.dates()
    | st.sampled_from(
        [
            date(1900, 1, 1),
            date(1899, 12, 31),
            date(2199, 12, 31),
            date(2200, 1, 1),
            date(2000, 2, 29),
            date(2024, 2, 29),
        ]
    )
)
WRITTEN_DAYS = st.one_of(
    DAYS.map(str),
    st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"),
    st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(1895, 2205), st.integers(0, 13), st.integers(0, 32)),
    st.builds(lambda year: f"{year:04d}-02-29", st.integers(1890, 2210)),
    DAYS.map(lambda day: f"{day}T00:00"),
    DAYS.map(lambda day: day.strftime("%Y%m%d")),
)


@settings(deadline=None)
@given(st.lists(dressed(in_other_digits(WRITTEN_DAYS)) | st.none(), min_size=1, max_size=30))
def test_written_days(values):
    agree(pl.Series(values, dtype=pl.String), DUE)


@settings(deadline=None)
@given(st.lists(DAYS | st.none(), min_size=1))
def test_days(values):
    agree(pl.Series(values, dtype=pl.Date), DUE)


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("2024-02-29", True),
        ("2026-02-29", False),
        ("1900-02-29", False),
        ("1900-01-01", True),
        ("1899-12-31", False),
        ("2199-12-31", True),
        ("2200-01-01", False),
        ("2026-01-31\n", False),
        ("2026-1-31", False),
        ("+2026-01-31", False),
        ("2026-01-31 00:00", False),
    ],
)
def test_which_written_days_are_taken(value, taken):
    assert agree(pl.Series([value]), DUE) == taken


# Spring at 02:00, autumn at 03:00; in 1980 for the first time since the war.
CLOCK_CHANGES = [
    datetime.fromisoformat(f"{year}-{day}T02:00")
    for year in (1980, 1999, 2024, 2026, 2037, 2038, 2050, 2150)
    for day in ["03-29", "03-31", "10-25", "10-27"]
]
NAIVE = st.datetimes(*map(datetime.fromisoformat, ("1895-01-01", "2205-01-01"))) | st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CLOCK_CHANGES),
    st.integers(-3 * 24 * 60, 3 * 24 * 60),
)
WRITTEN_MOMENTS = st.one_of(
    NAIVE.map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M")),
    NAIVE.map(lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S")),
    NAIVE.map(lambda moment: moment.isoformat() + "Z"),
    st.builds("2026-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}".format, *(st.integers(0, 61) for _ in range(5))),
)


@settings(deadline=None)
@given(st.lists(dressed(in_other_digits(WRITTEN_MOMENTS)) | st.none(), min_size=1, max_size=30))
def test_written_moments(values):
    agree(pl.Series(values, dtype=pl.String), CREATED)


@settings(deadline=None)
@given(st.lists(NAIVE | st.none(), min_size=1), st.sampled_from(["us", "ms"]))
def test_moments_without_a_zone_are_swedish(values, unit):
    series = pl.Series(values, dtype=pl.Datetime(unit))
    for _, value, taken in let_through(series, CREATED):
        assert taken == whole(in_utc(value))
    agree(series, CREATED)


@settings(deadline=None)
@given(
    st.lists(NAIVE | st.none(), min_size=1),
    st.sampled_from(
        ["UTC", "Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Europe/Amsterdam", "Africa/Monrovia"]
    ),
)
def test_moments_of_any_zone(values, zone):
    moments = [None if value is None else value.replace(tzinfo=ZoneInfo("UTC")) for value in values]
    agree(pl.Series(moments, dtype=pl.Datetime("us", "UTC")).dt.convert_time_zone(zone), CREATED)


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("2026-03-02T14:30", "2026-03-02T13:30"),
        ("2026-07-02 14:30:15", "2026-07-02T12:30:15"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),  # there twice: the first
        ("2026-03-29T02:30", None),  # not there at all
        ("2026-03-02T23:59:60", None),
        ("2026-03-02T24:00", None),
        ("2026-03-02T14:30Z", None),
        ("2026-03-02T14:30:00.5", None),
        ("2026-03-02", None),
    ],
)
def test_which_written_moments_are_taken(value, utc):
    series = pl.Series([value])
    through = [taken for _, _, taken in let_through(series, CREATED)]
    assert through == ([] if utc is None else [whole(datetime.fromisoformat(f"{utc}+00:00"))])
    agree(series, CREATED)


TEXTS = st.text(st.sampled_from("abAB 09-.@_+/\\\"'\u00e5\u00d6\u00ff\u00bf\u0100") | st.characters(), max_size=12)


@settings(deadline=None)
@given(
    st.lists(
        dressed(TEXTS) | st.builds("".join, st.lists(st.sampled_from([*BLANKS, *MARKS, "a"]))) | st.none(), min_size=1
    )
)
def test_texts(values):
    agree(pl.Series([_sayable(value) for value in values], dtype=pl.String), CUSTOMER)


@settings(deadline=None)
@given(
    st.lists(
        dressed(st.from_regex(r"\A[a-z.+-]{0,3}@?[A-Za-z0-9.-]{0,6}@[a-z0-9.-]{0,6}\Z") | TEXTS) | st.none(), min_size=1
    )
)
def test_addresses(values):
    agree(pl.Series([_sayable(value) for value in values], dtype=pl.String), EMAIL)


def _sayable(value):
    return None if value is None else value.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("Kund 17", True),
        ("\u00c5sa", True),
        ("A\u030asa", False),
        (" 17", False),
        ("17 ", False),
        ("17\n", False),
        ("17\u00a018", False),
        ("a\ue000b", False),
        ("", False),
    ],
)
def test_which_texts_are_taken(value, taken):
    assert agree(pl.Series([value]), CUSTOMER) == taken


IDENTITY_NUMBERS = st.one_of(
    st.from_regex(r"\A[0-9]{6}-?[0-9]{4}\Z"),
    st.builds(
        "{:02d}{:02d}{:02d}{}{:04d}".format,
        st.integers(0, 99),
        st.integers(0, 40),
        st.integers(0, 99),
        st.sampled_from(["", "-", "+"]),
        st.integers(0, 9999),
    ),
    st.from_regex(r"\A(16|18|19|20)[0-9]{6}[-+]?[0-9]{4}\Z"),
)


@settings(deadline=None)
@given(st.lists(dressed(in_other_digits(IDENTITY_NUMBERS)) | st.none(), min_size=1, max_size=60))
def test_identity_numbers(values):
    series = pl.Series(values, dtype=pl.String)
    agree(series, IDENTITY)
    assert all(is_identity_number(value) for _, value, _ in let_through(series, IDENTITY))


@pytest.mark.parametrize("begin", ["000230", "010431", "000290", "991331", "990029", "000200", "020260"])
def test_days_that_no_month_has_are_left(begin):
    numbers = [f"{begin}{rest:04d}" for rest in range(100)]
    assert let_through(pl.Series(numbers), IDENTITY) == []


def test_every_check_digit():
    """Ten numbers that differ in the last digit: one of them is right, for companies, persons and coordination numbers."""
    for begin in (
        "556036079",
        "202100548",
        "811228987",
        "640823323",
        "701063239",
        "001301000",
        "121332111",
        "990260123",
    ):
        numbers = [f"{begin}{digit}" for digit in range(10)]
        taken = [value for _, value, _ in let_through(pl.Series(numbers), IDENTITY)]
        expected = [number for number in numbers if is_identity_number(number)]
        assert taken == expected or (not taken and int(begin[4:6]) % 60 > 28)


@pytest.mark.parametrize(
    ("dtype", "name"),
    [
        (pl.Float64, "amount"),
        (pl.Datetime("ns"), "created_at"),
        (pl.Int64, "due_on"),
        (pl.Boolean, "amount"),
        (pl.Date, "created_at"),
        (pl.Int64, "customer"),
    ],
)
def test_types_without_a_sieve(dtype, name):
    assert sieved(pl.Series([None], dtype=dtype), *INVOICE_FACT[name]) is None
