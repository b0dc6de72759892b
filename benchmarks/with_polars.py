"""The policy ``fakturaservice`` written by hand in Polars: expressions and joins for this one policy and these courses.

It knows the kinds of event in `COVERED`, takes events in the order of their days within an invoice, counts in 64 bits, and
checks no input, cites no law and explains nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from by_hand import DENOMINATOR, LADDER
from day_table import FIRST, number
from polars_events import FOREVER, at, barred, day_of, happened, in_order, ore, spread, sums

if TYPE_CHECKING:
    from datetime import date

    from day_table import DayTable

COVERED = ("step", "payment", "credit_note", "dispute", "dispute_settled", "pause", "promise")
_NOTICE, _REMINDER, _COLLECTION, _ENFORCEMENT, _END = range(5)
_FREE_OF_INTEREST = 30  # days since the invoice's date


def decide(invoices: pl.DataFrame, events: pl.DataFrame, as_of: date, days: DayTable) -> pl.DataFrame:
    """The answers in the order of ``invoices``: action, fee, interest (öre), pay_by, next_step, earliest."""
    today = number(as_of)
    facts = invoices.lazy().select(*_facts(days, today)).collect()
    seen = happened(facts, events, as_of, days)
    summed = seen.lazy().group_by("row").agg(*sums()).collect()
    beside = [spread(frame, facts.height) for frame in (summed, in_order(seen, summed), barred(facts, seen, as_of))]
    return (
        pl.concat([facts, *beside], how="horizontal")
        .lazy()
        .with_columns(*_state())
        .with_columns(*_ladder())
        .with_columns(earliest=pl.max_horizontal("earliest", "not_before"))
        .with_columns(*_standing(today))
        .with_columns(takes=~pl.col("is_over") & ~pl.col("stopped") & ~pl.col("waits"))
        .select(*_taken(days, today), *_following(days, today))
        .collect()
    )


def _facts(days: DayTable, today: int) -> list[pl.Expr]:
    """Days and amounts as numbers, and how far the interest index goes from the due date through today (``span``)."""
    issued, due = day_of("issued_on"), at(days.open_day, day_of("due_on"))
    runs_from = pl.when(pl.col("due_date_agreed").not_()).then(pl.max_horizontal(due, issued + 30)).otherwise(due)
    registered = pl.col("customer_email_registered_at").to_physical()
    in_time = pl.col("customer_email").is_not_null() & (registered < at(days.midnight, issued))
    return [
        pl.col("invoice", "reminder_fee_agreed", "enforcement_choice", "customer_kind", "issued_on"),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
        ore("amount").alias("amount"),
        issued.alias("issued"),
        due.alias("due"),
        (int(days.index[today - number(FIRST)]) - at(days.index, runs_from)).alias("span"),
        pl.col("sent_by").is_null().alias("no_channel"),
        pl.col("customer_identity_number").is_null().alias("no_number"),
        in_time.fill_null(value=False).alias("email_in_time"),
    ]


def _state() -> list[pl.Expr]:
    """Each sum as it stands: from the course event by event where there is one."""
    mixed = pl.col("principal").is_not_null()
    return [
        pl.col("principal").fill_null(pl.col("amount") - pl.col("lowered").fill_null(0)),
        pl.when(mixed).then("in_fees").otherwise("fees").fill_null(0).alias("fees"),
        pl.when(mixed).then("in_interest").otherwise("interest").fill_null(0).alias("interest"),
        pl.when(mixed).then("in_span").otherwise("lowered_span").fill_null(0).alias("lowered_span"),
        pl.col("settled").fill_null(0),
        pl.col("barred", "disputed").fill_null(value=False),
        pl.max_horizontal(pl.col("due") + 1, "over").alias("not_before"),
        (pl.col("place").fill_null(-1) + 1).alias("place"),
    ]


def _ladder() -> list[pl.Expr]:
    """The next step's place and its day by the ladder alone; without an address in time the notice is skipped."""
    place, due, previous = pl.col("place"), pl.col("due"), pl.col("previous")
    notice = (place == _NOTICE) & pl.col("email_in_time")
    return [
        pl.when((place == _NOTICE) & ~notice).then(_REMINDER).otherwise(place).alias("place"),
        pl.when(notice).then(due + 2).when(place <= _REMINDER).then(due + 7)
        .when(place == _COLLECTION).then(previous + 8).otherwise(previous + 14).alias("earliest"),
    ]  # fmt: skip


def _standing(today: int) -> list[pl.Expr]:
    """Whether it is over, whether something stops it and until when, whether the step waits."""
    place = pl.col("place")
    rests_until = pl.max_horizontal(*(pl.when(pl.col(name) >= today).then(name) for name in ("pause", "promise")))
    lacks = (
        pl.when(place == _REMINDER).then("no_channel").when(place == _COLLECTION).then("no_number")
        .when(place == _ENFORCEMENT).then(pl.col("enforcement_choice").is_null()).otherwise(pl.lit(value=False))
    )  # fmt: skip
    balance = pl.col("principal") + pl.col("fees") + pl.col("interest")
    nothing = (balance <= 0) | (pl.col("credited") >= pl.col("amount")).fill_null(value=False)
    without_end = pl.col("disputed") | (rests_until >= FOREVER)
    return [
        (nothing | pl.col("barred") | (place == _END)).alias("is_over"),
        (pl.col("disputed") | rests_until.is_not_null()).alias("stopped"),
        pl.when(without_end).then(today).otherwise(rests_until + 1).alias("free_on"),
        (lacks | (pl.col("earliest") > today)).alias("waits"),
    ]


def _taken(days: DayTable, today: int) -> list[pl.Expr]:
    """The step that is taken today, with its fee, its interest and its last day to pay."""
    place, takes = pl.col("place"), pl.col("takes")
    monitors = (place == _ENFORCEMENT) & (pl.col("enforcement_choice") == "monitoring")
    action = (
        pl.when(place == _NOTICE).then(pl.lit("notify")).when(place == _REMINDER).then(pl.lit("remind"))
        .when(place == _COLLECTION).then(pl.lit("demand")).when(monitors).then(pl.lit("monitor"))
        .otherwise(pl.lit("apply_for_payment_order"))
    )  # fmt: skip
    agreed = pl.col("reminder_fee_agreed").fill_null(value=True)
    fee = pl.when((place == _REMINDER) & agreed).then(6000).when(place == _COLLECTION).then(18000).otherwise(0)
    left = pl.col("amount") * pl.col("span") - pl.col("lowered_span") - pl.col("settled") * DENOMINATOR
    accrued = ((2 * left + DENOMINATOR) // (2 * DENOMINATOR)).clip(lower_bound=0)
    counts = place.is_in([_REMINDER, _COLLECTION]) & (today - pl.col("issued") > _FREE_OF_INTEREST)
    interest = pl.when(~counts).then("interest").when(pl.col("span") > 0).then(accrued).otherwise(0)
    pay_by = pl.when(place == _REMINDER).then(today + 7).when(place == _COLLECTION).then(_demand_pay_by(days, today))
    return [
        pl.when(takes).then(action).alias("action"),
        pl.when(takes).then(fee).otherwise(0).alias("fee"),
        pl.when(takes).then(interest).otherwise(0).alias("interest"),
        pl.when(takes).then(pay_by).cast(pl.Date).alias("pay_by"),
    ]


def _following(days: DayTable, today: int) -> list[pl.Expr]:
    """The step after and its earliest day; where none is taken, the one that waits."""
    place, takes, earliest = pl.col("place"), pl.col("takes"), pl.col("earliest")
    last_days = (today + 7, _demand_pay_by(days, today))
    reminder_over, demand_over = (int(days.too_late[day - number(FIRST)]) for day in last_days)
    after = place + takes.cast(pl.Int8)
    ended = pl.col("is_over") | (after == _END)
    step = pl.when(after == _NOTICE).then(pl.lit(LADDER[0]))
    for number_of, name in enumerate(LADDER[1:], 1):
        step = step.when(after == number_of).then(pl.lit(name))
    on = (
        pl.when(pl.col("stopped")).then(pl.max_horizontal(earliest, "free_on"))
        .when(~takes).then(pl.max_horizontal(earliest, today))
        .when(place == _NOTICE).then(pl.max_horizontal(pl.col("due") + 7, today + 1))
        .when(place == _REMINDER).then(max(today + 8, reminder_over))
        .otherwise(max(today + 14, demand_over))
    )  # fmt: skip
    return [
        pl.when(~ended).then(step).alias("next_step"),
        pl.when(~ended).then(on).cast(pl.Date).alias("earliest"),
    ]


def _demand_pay_by(days: DayTable, today: int) -> int:
    return max(today + 10, int(days.by_post[today - number(FIRST)]))
