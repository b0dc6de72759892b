"""The events of the hand-written Polars: sums by invoice; event by event where payments meet charges; what interrupts limitation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from by_hand import LADDER, PLACES
from day_table import FIRST, number

if TYPE_CHECKING:
    from datetime import date

    from day_table import DayTable

FOREVER = 10**6
_FIRST = number(FIRST)
_A_YEAR = 10_000  # in a day written as 20260312
_REMINDER, _COLLECTION = PLACES["reminder"], PLACES["collection"]
_KEPT = ("payment", "credit", "fee", "stated", "counts")


def happened(facts: pl.DataFrame, events: pl.DataFrame, as_of: date, days: DayTable) -> pl.DataFrame:
    """What has happened through today, each event beside its invoice's row, amount and span."""
    end, day, pay_by = int(days.index[number(as_of) - _FIRST]), day_of("on"), day_of("pay_by")
    kind, step = pl.col("event"), pl.col("step")
    by_email = pl.col("sent_by").is_in(["email", "e_invoice", "pdf"])
    reasonable = pl.when(by_email).then(at(days.by_email, day)).otherwise(at(days.by_post, day))
    last_day = (
        pl.when(step == "reminder").then(pay_by.fill_null(day + 7))
        .when(step == "collection").then(pl.max_horizontal(pay_by.fill_null(day + 10), reasonable))
        .otherwise(pay_by)
    )  # fmt: skip
    credits_it = (kind == "credit_note").cast(pl.Int32)  # it counts on its own day, a payment from the day after
    # Joined without order and sorted back: faster than a join that keeps the order.
    numbered = events.lazy().filter(pl.col("on") <= as_of).with_columns(order=pl.int_range(pl.len(), dtype=pl.Int32))
    places = numbered.select("invoice", "order").join(facts.lazy().select("invoice", "row"), on="invoice").sort("order")
    row = places.select("row").collect()["row"]
    return (
        numbered.with_columns(row=row, span=facts["span"].gather(row), principal=facts["amount"].gather(row))
        .select(
            "row",
            "event",
            "on",
            "principal",
            day=day,
            place=step.replace_strict(LADDER, range(len(LADDER)), return_dtype=pl.Int8),
            payment=pl.when(kind == "payment").then(ore("amount")),
            credit=pl.when(kind == "credit_note").then(ore("amount")),
            fee=ore("fee"),
            stated=ore("interest"),
            over=pl.when(kind == "step").then(at(days.too_late, last_day).fill_null(day + 1)),
            until=day_of("until").fill_null(FOREVER),
            counts=pl.min_horizontal(end - at(days.index, day - credits_it), "span"),
        )
        .collect()
    )


def sums() -> list[pl.Expr]:
    """By invoice, what does not depend on how payments and charges follow each other."""
    kind, until = pl.col("event"), pl.col("until")
    disputes = pl.when(kind == "dispute").then(1).when(kind == "dispute_settled").then(0)
    lowered = pl.coalesce("payment", "credit")
    return [
        pl.col("place").max(),
        pl.when(kind == "step").then(pl.col("day")).max().alias("previous"),
        pl.col("over").max(),
        (disputes.last(ignore_nulls=True) == 1).alias("disputed"),
        pl.when(kind == "pause").then(until).last(ignore_nulls=True).alias("pause"),
        pl.when(kind == "promise").then(until).last(ignore_nulls=True).alias("promise"),
        pl.col("credit").sum().alias("credited"),
        pl.col("fee").sum().alias("fees"),
        pl.col("stated").last(ignore_nulls=True).alias("interest"),
        lowered.sum().alias("lowered"),
        (lowered * pl.col("counts")).sum().alias("lowered_span"),
    ]


def in_order(happened: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """The money of the invoices whose payments or credits meet charges: event by event, for all of them at once."""
    mixed = sums.lazy().filter((pl.col("lowered") > 0) & ((pl.col("fees") > 0) | pl.col("interest").is_not_null()))
    courses = (
        happened.lazy()
        .filter(pl.any_horizontal(pl.col("payment", "credit", "fee", "stated").is_not_null()))
        .join(mixed.select("row"), on="row", how="semi", maintain_order="left")
        .group_by("row")
        .agg(pl.col("principal").first(), *_KEPT)
        .collect()
    )
    state = courses.lazy().with_columns(
        pl.lit(0, pl.Int64).alias(name) for name in ("in_fees", "in_interest", "waiting", "settled", "in_span")
    )
    for place in range(courses["counts"].list.len().max() or 0):
        state = _after(state, place)
    return state.select("row", "principal", "in_fees", "in_interest", "settled", "in_span").collect()


def _after(state: pl.LazyFrame, place: int) -> pl.LazyFrame:
    """The state after the event at ``place``: a payment settles fees, then interest, then principal."""
    payment, credit, fee, stated, counts = (pl.col(name).list.get(place, null_on_oob=True) for name in _KEPT)
    above_zero, rest = pl.col("principal").clip(lower_bound=0), pl.col("rest")
    return (
        state.with_columns(
            pl.col("in_fees") + fee.fill_null(0),
            stated.fill_null(pl.col("in_interest")).alias("in_interest"),
            pl.col("waiting") + payment.fill_null(0),
            pl.col("principal") - credit.fill_null(0),
            pl.min_horizontal(credit.fill_null(0), above_zero).alias("off"),
        )
        .with_columns(
            rest=pl.min_horizontal("waiting", (pl.col("principal") + pl.col("in_fees") + pl.col("in_interest")).clip(0))
        )
        .with_columns(pl.col("waiting") - rest, of_fees=pl.min_horizontal("rest", "in_fees"))
        .with_columns(pl.col("in_fees") - pl.col("of_fees"), rest - pl.col("of_fees"))
        .with_columns(of_interest=pl.min_horizontal("rest", "in_interest"))
        .with_columns(
            pl.col("in_interest") - pl.col("of_interest"),
            pl.col("settled") + pl.col("of_interest"),
            rest - pl.col("of_interest"),
        )
        .with_columns(paid=pl.min_horizontal("rest", above_zero))
        .with_columns(
            pl.col("principal") - pl.col("paid"),
            pl.col("in_span") + (pl.col("off") + pl.col("paid")) * counts.fill_null(0),
        )
    )


def barred(facts: pl.DataFrame, happened: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Which old invoices the limitation period has run out for: 3 years for consumers, 10 for others, anew from each interruption."""
    today, written = _written(pl.lit(as_of)), _written(pl.col("issued_on"))
    years = pl.when(pl.col("customer_kind") == "consumer").then(3).otherwise(10) * _A_YEAR
    old = facts.lazy().select("row", years=years, issued=written).filter(pl.col("issued") + pl.col("years") < today)
    interrupts = (pl.col("event") == "payment") | pl.col("place").is_in([_REMINDER, _COLLECTION])
    gaps = (
        happened.lazy()
        .filter(interrupts)
        .join(old, on="row", maintain_order="left")
        .select("row", "years", "issued", at=_written(pl.col("on")))
        .with_columns(before=pl.col("at").shift(1).over("row").fill_null(pl.col("issued")))
        .group_by("row")
        .agg(late=(pl.col("before") + pl.col("years") < pl.col("at")).any(), last=pl.col("at").last())
    )
    ran_out = pl.coalesce("last", "issued") + pl.col("years") < today
    late = pl.col("late").fill_null(value=False)
    return old.join(gaps, on="row", how="left").select("row", barred=late | ran_out).collect()


def spread(frame: pl.DataFrame, count: int) -> pl.DataFrame:
    """The frame with one row for each of ``count``, in their order: nulls where it has none."""
    places = np.full(count, -1, np.int32)
    places[frame["row"].to_numpy()] = np.arange(frame.height, dtype=np.int32)
    where = pl.Series(places)
    return frame.drop("row").select(pl.all().gather(where.set(where < 0, None)))


def at(table: Any, day: pl.Expr) -> pl.Expr:
    """What the table of days has for each day; null for null."""
    return pl.lit(pl.Series(table)).gather(day - _FIRST)


def day_of(name: str) -> pl.Expr:
    """The days in a column as numbers since 1970."""
    return pl.col(name).to_physical()


def ore(name: str) -> pl.Expr:
    """The kronor in a column as whole öre."""
    return pl.col(name).to_physical().cast(pl.Int64)


def _written(day: pl.Expr) -> pl.Expr:
    """20260312: ten years later is 100,000 more, and 29 February sorts before 1 March in any year."""
    return day.dt.year() * _A_YEAR + day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
