"""What the readers of facts surely take as it stands, found for a whole column at once.

A sieve may let through less than the reader takes, never more, and never anything that the reader would change: tests hold
each of them against its reader. What it leaves is read value by value.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from dunning_engine.facts.catalogue import Kind
from dunning_engine.facts.values import FIRST_DAY, LAST_DAY, Fault
from dunning_engine.money import LARGEST_ORE, ORE_PER_KRONA

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dunning_engine.facts.catalogue import Fact
    from dunning_engine.facts.values import Reader

# Printable ASCII and the letters of western Europe, composed, with no blank at either end.
_PLAIN_TEXT = "^[!-~\u00c0-\u00ff]([ -~\u00c0-\u00ff]*[!-~\u00c0-\u00ff])?$"
_EMAIL = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
_TEN_DIGITS = r"^[0-9]{6}-?[0-9]{4}$"
_AMOUNT = r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-5][0-9])?$"
_LOWEST_ORGANISATION_DIGIT = 2
_MONTHS, _DAYS, _COORDINATION_DAYS = 12, 28, 60
_FIVE_DIGITS = 100_000
_TWO_DECIMALS = 2
_SAME_CLOCKS = 1980, 2099  # years whose summer times Polars and Python know alike, with no seconds in any zone
_EPOCH = 719_163  # the ordinal of 1970-01-01


class Sieved(NamedTuple):
    """``sure`` says which values were let through, absent ones never; ``numbers`` or ``texts`` are what those are."""

    sure: pl.Series
    numbers: pl.Series | None = None
    texts: pl.Series | None = None


def sieved(series: pl.Series, fact: Fact, read: Reader) -> Sieved | None:
    """What can be taken over of a column, ``None`` where its type or fact has no sieve; ``read`` is the fact's reader."""
    sieve = _OF_TYPES.get((fact.kind, _kind_of(series.dtype)))
    if sieve is None:
        return None
    found = sieve(series, fact)
    if fact.kind is Kind.AMOUNT and found.numbers is not None and isinstance(read(-1), Fault):
        return found._replace(sure=found.sure & (found.numbers >= 0).fill_null(value=False))
    return found


def _kind_of(dtype: pl.DataType) -> str:
    if dtype == pl.String:
        return "text"
    if dtype.is_integer():
        return "integer"
    if isinstance(dtype, pl.Decimal) and dtype.scale <= _TWO_DECIMALS:
        return "decimal"
    if isinstance(dtype, pl.Datetime) and dtype.time_unit != "ns":
        return "moment"
    return "date" if dtype == pl.Date else "other"


def _of_dates(series: pl.Series, _: Fact) -> Sieved:
    sure = (series >= FIRST_DAY) & (series <= LAST_DAY)
    return Sieved(sure.fill_null(value=False), numbers=series.to_physical().cast(pl.Int64) + _EPOCH)


def _of_written_dates(series: pl.Series, fact: Fact) -> Sieved:
    days = _matching(series, _DAY).str.to_date("%Y-%m-%d", strict=False)
    return _of_dates(days, fact)


def _of_decimals(series: pl.Series, _: Fact) -> Sieved:
    return _of_hundredths(series.cast(pl.Decimal(38, _TWO_DECIMALS), strict=False).to_physical())


def _of_whole_kronor(series: pl.Series, _: Fact) -> Sieved:
    kronor = series.cast(pl.Int64, strict=False)  # what is larger is no amount, and is left
    largest = LARGEST_ORE // ORE_PER_KRONA
    sure = kronor.is_between(-largest, largest).fill_null(value=False)
    return Sieved(sure, numbers=kronor.clip(-largest, largest) * ORE_PER_KRONA)


def _of_written_amounts(series: pl.Series, _: Fact) -> Sieved:
    return _of_hundredths(_matching(series, _AMOUNT).cast(pl.Decimal(38, _TWO_DECIMALS)).to_physical())


def _of_hundredths(hundredths: pl.Series) -> Sieved:
    sure = (hundredths.abs() <= LARGEST_ORE).fill_null(value=False)
    if not sure.all():
        hundredths = hundredths.zip_with(sure, pl.Series([None], dtype=pl.Int128).new_from_index(0, len(sure)))
    return Sieved(sure, numbers=hundredths.cast(pl.Int64))


def _of_moments(series: pl.Series, _: Fact) -> Sieved:
    year = series.dt.year()
    if series.dtype.time_zone is None:  # type: ignore[attr-defined]  # its kind was looked at
        series = series.dt.replace_time_zone("Europe/Stockholm", ambiguous="earliest", non_existent="null")
    sure = series.is_not_null() & (year >= _SAME_CLOCKS[0]) & (year <= _SAME_CLOCKS[1])
    return Sieved(sure.fill_null(value=False), numbers=series.dt.timestamp("us"))


def _of_written_moments(series: pl.Series, fact: Fact) -> Sieved:
    plain = _matching(series, _MOMENT).str.replace(" ", "T", literal=True)
    with_seconds = plain.str.len_bytes() > len("2026-03-02T14:30")
    written = pl.select(pl.when(pl.lit(with_seconds)).then(pl.lit(plain)).otherwise(pl.lit(plain) + ":00")).to_series()
    return _of_moments(written.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False), fact)


def _of_texts(series: pl.Series, fact: Fact) -> Sieved:
    if fact.name == "customer_identity_number":
        sure = _identity_numbers(series)
    else:
        sure = series.str.contains(_EMAIL if fact.name == "customer_email" else _PLAIN_TEXT)
    return Sieved(sure.fill_null(value=False), texts=series)


def _identity_numbers(series: pl.Series) -> pl.Series:
    """Ten digits with their check digit; those of a person born on one of a month's first 28 days."""
    shaped = series.str.contains(_TEN_DIGITS).fill_null(value=False)
    digits = pl.select(pl.when(pl.lit(shaped)).then(pl.lit(series).str.replace("-", "", literal=True))).to_series()
    numbers = digits.cast(pl.Int64).fill_null(0).to_numpy()
    first, last = numbers // _FIVE_DIGITS, numbers % _FIVE_DIGITS
    sums, months = _tables()
    checked = (sums[first] + sums[_FIVE_DIGITS + last]) % 10 == 0
    organisation = first // 100 % 10 >= _LOWEST_ORGANISATION_DIGIT
    if not organisation[checked].all():
        day = first % 10 * 10 + last // 10_000
        day = np.where(day > _COORDINATION_DAYS, day - _COORDINATION_DAYS, day)
        checked &= organisation | (months[first] & (day >= 1) & (day <= _DAYS))
    return shaped & pl.Series(checked)


@cache
def _tables() -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """What five digits add to the check sum, as the first half and then as the last; whether the first half has a month."""
    digits = np.arange(_FIVE_DIGITS)[:, None] // 10 ** np.arange(4, -1, -1) % 10
    twice = np.where(digits > 4, 2 * digits - 9, 2 * digits)  # noqa: PLR2004
    halves = [np.where(np.arange(5) % 2 == place, twice, digits).sum(axis=1) for place in (0, 1)]
    month = digits[:, 2] * 10 + digits[:, 3]
    return np.concatenate(halves).astype(np.int8), (month >= 1) & (month <= _MONTHS)


def _matching(series: pl.Series, pattern: str) -> pl.Series:
    """The texts of a form, ``None`` for any other."""
    shaped = series.str.contains(pattern)
    if shaped.all():
        return series
    return pl.select(pl.when(pl.lit(shaped)).then(pl.lit(series))).to_series()


_OF_TYPES: dict[tuple[Kind, str], Callable[[pl.Series, Fact], Sieved]] = {
    (Kind.DATE, "date"): _of_dates,
    (Kind.DATE, "text"): _of_written_dates,
    (Kind.AMOUNT, "decimal"): _of_decimals,
    (Kind.AMOUNT, "integer"): _of_whole_kronor,
    (Kind.AMOUNT, "text"): _of_written_amounts,
    (Kind.MOMENT, "moment"): _of_moments,
    (Kind.MOMENT, "text"): _of_written_moments,
    (Kind.TEXT, "text"): _of_texts,
}
