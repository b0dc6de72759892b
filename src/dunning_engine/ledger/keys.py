"""Which rows must meet: the numbers of invoices, as facts read them, in columns; and from them the part of each row.

Two rows that facts read as the same number have the same key. The other way round nothing is promised: rows that merely
stand in one part do not disturb each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from dunning_engine.ledger.csv_blocks import LINE, NotPlainError

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

KEY = "#key"
"""The column of keys: a hash of the number of the invoice that a row is, or is about; null where it has none."""
_Buckets: TypeAlias = "Callable[[pl.DataFrame, int], pl.Series]"
_NUMBER, _HOME = "#number", "#home"
_SPACE = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def with_key(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with the column ``KEY``. Raises ``NotPlainError`` for numbers of a type that no ledger has."""
    import polars as pl  # noqa: PLC0415 - slow to import

    number = key_of(frame["invoice"]).alias(_NUMBER)
    hashed = pl.select(pl.when(number.is_not_null()).then(number.hash())).to_series()
    return frame.with_columns(hashed.alias(KEY))


def key_of(column: pl.Series) -> pl.Series:
    """Each value as facts read a number: without space around it, in one form of Unicode; null where there is none."""
    import polars as pl  # noqa: PLC0415 - slow to import

    kind = column.dtype
    if kind in (pl.Categorical, pl.Enum):
        column, kind = column.cast(pl.String), pl.String()
    if kind == pl.String:
        stripped = column.str.strip_chars(_SPACE)
        if not bool((stripped.str.len_bytes() == stripped.str.len_chars()).all()):
            stripped = stripped.str.normalize("NFC")
        blank = (stripped == "").fill_null(value=False)
        return stripped.set(blank, None) if blank.any() else stripped
    if kind.is_integer():
        return column.cast(pl.String)
    if kind.is_float():
        whole = column.cast(pl.Int128, strict=False)  # also numbers of more digits than an int64 has must meet
        text = pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
        return pl.select(text).to_series()
    if kind in (pl.Boolean, pl.Null) or kind.is_decimal():
        return pl.Series(column.name, [None], dtype=pl.String).new_from_index(0, len(column))
    raise NotPlainError


def number_buckets(frame: pl.DataFrame, count: int) -> pl.Series:
    """The bucket of each row, by its key; rows without a key are spread."""
    import polars as pl  # noqa: PLC0415 - slow to import

    return frame.select((pl.coalesce(KEY, pl.col(LINE).cast(pl.UInt64)) % count).cast(pl.UInt16)).to_series()


def customers_buckets(invoices: pl.DataFrame) -> tuple[_Buckets, _Buckets]:
    """What gives the bucket of each of these invoices, by its customer, and of events, by their invoice's.

    All rows of every number in them are given. Where a number stands in several rows, all go where the first one goes.
    """
    import polars as pl  # noqa: PLC0415 - slow to import

    customers = key_of(invoices["customer"]).hash(1).alias(_HOME)
    homes = invoices.select(KEY, customers).drop_nulls(KEY)
    single = homes[KEY].n_unique() == homes.height
    if not single:  # a number stands twice, or two numbers have one hash
        homes = _numbers(invoices).with_columns(customers).drop_nulls(_NUMBER)
        homes = homes.unique(_NUMBER, keep="first", maintain_order=True)

    def home_of(rows: pl.DataFrame) -> pl.Series:
        on, keys = (KEY, rows.select(KEY)) if single else (_NUMBER, _numbers(rows))
        return keys.join(homes, on=on, how="left", maintain_order="left")[_HOME]

    def of_events(events: pl.DataFrame, count: int) -> pl.Series:
        return (home_of(events) % count).cast(pl.UInt16).fill_null(0)

    def of_invoices(rows: pl.DataFrame, count: int) -> pl.Series:
        homes = customers if single else pl.select(pl.coalesce(home_of(rows), customers)).to_series()
        return (homes % count).cast(pl.UInt16)

    return of_invoices, of_events


def _numbers(rows: pl.DataFrame) -> pl.DataFrame:
    return key_of(rows["invoice"]).alias(_NUMBER).to_frame()
