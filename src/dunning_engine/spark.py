"""A ledger in Spark: the rows of `evaluate_ledger`, decided in the workers by the same code.

Nothing is decided here. Invoices and events are hashed into buckets so that what must meet stands in one: all rows of an
invoice's number with its events and, where interest adds up over a customer's invoices, all of those. Each bucket is one
part of the ledger.

Rows in Spark have no order. Events of one day stand in the order of the column ``events_order``, and without one in the order in
which the kinds of event are listed: the same however the rows are spread, and wrong where a step is undone and taken again on one day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.flat import AMOUNT, COLUMNS, DATE, TEXT
from dunning_engine.facts.event import IN_TABLES, EventKind
from dunning_engine.ledger.arrow import POSITION, ArrowEvaluator, key_of
from dunning_engine.ledger.columns import check_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import polars as pl
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

    from dunning_engine.policy.model import PolicyHistory

_NUMBER, _CUSTOMER, _OWNER, _BUCKET = "_dunning_number", "_dunning_customer", "_dunning_owner", "_dunning_bucket"


def evaluate_spark(
    policy: PolicyHistory | Mapping[str, PolicyHistory],
    invoices_df: DataFrame,
    events_df: DataFrame | None = None,
    *,
    as_of: date,
    buckets: int | None = None,
    events_order: str | None = None,
) -> DataFrame:
    """What to do with the invoices of a frame: one row per action, blocker or problem, in no order (``invoice``, ``position`` has one).

    The columns are those of `evaluate_ledger`, and ``position``. With several policies by name, each invoice names its own
    in the column ``policy``. ``buckets`` is how many parts the ledger is decided in, else ``spark.sql.shuffle.partitions``;
    some tens of thousands of invoices in each are best. ``events_order`` is a column beside the fields of an event. No job
    is run before the result is asked for. Raises `FactError` when a frame cannot be used at all.
    """
    from pyspark.sql import functions  # noqa: PLC0415 - slow to import

    fields = None if events_df is None else [name for name in events_df.columns if name != events_order]
    check_columns(invoices_df.columns, fields)
    evaluator = ArrowEvaluator(policy, as_of=as_of)
    parts = buckets or int(invoices_df.sparkSession.conf.get("spark.sql.shuffle.partitions") or 1)
    key = functions.arrow_udf(key_of, "string")
    sides = [side.withColumn(_NUMBER, key("invoice")) for side in (invoices_df, events_df) if side is not None]
    meets = functions.col(_NUMBER)
    if evaluator.joins_customers:
        # A number that stands twice has one owner all the same: its rows must meet.
        customers = sides[0].select(_NUMBER, key("customer").alias(_CUSTOMER))
        owners = customers.groupBy(_NUMBER).agg(functions.min(_CUSTOMER).alias(_OWNER))
        sides = [side.join(owners, _NUMBER, "left") for side in sides]
        meets = functions.coalesce(functions.col(_OWNER), meets)
    bucket = functions.pmod(functions.xxhash64(meets), functions.lit(parts))
    grouped = [side.withColumn(_BUCKET, bucket).drop(_OWNER).groupBy(_BUCKET) for side in sides]
    if events_df is None:
        return grouped[0].applyInArrow(_alone(evaluator), _schema())
    return grouped[0].cogroup(grouped[1]).applyInArrow(_beside(evaluator, events_order), _schema())


def _alone(evaluator: ArrowEvaluator) -> Callable[[pa.Table], pa.Table]:
    def part(invoices: pa.Table) -> pa.Table:
        return evaluator(_without_ours(invoices))

    return part


def _beside(evaluator: ArrowEvaluator, order: str | None) -> Callable[[pa.Table, pa.Table], pa.Table]:
    def part(invoices: pa.Table, events: pa.Table) -> pa.Table:
        ordered = _by_kind(events) if order is None else events.sort_by(order).drop_columns(order)
        return evaluator(_without_ours(invoices), _without_ours(ordered))

    return part


def _without_ours(table: pa.Table) -> pa.Table:
    return table.drop_columns([_NUMBER, _BUCKET])


def _by_kind(events: pa.Table) -> pa.Table:
    """The events with those of one day in an order that they have by themselves."""
    import polars as pl  # noqa: PLC0415 - slow to import

    frame = pl.DataFrame(events)
    day = ["on"] if frame.schema["on"] == pl.Date else []  # text may say one day in two ways
    together = frame.select(_NUMBER, *day).is_duplicated()
    kind = pl.col("event").cast(pl.String).cast(pl.Enum([word.value for word in EventKind]), strict=False)
    rest = [pl.col(name).cast(pl.String) for name in IN_TABLES if name in frame.columns and _is_flat(frame, name)]
    ordered: pa.Table = pl.concat([frame.filter(~together), frame.filter(together).sort(kind, *rest)]).to_arrow()
    return ordered


def _is_flat(frame: pl.DataFrame, name: str) -> bool:
    return not frame.schema[name].is_nested()


def _schema() -> StructType:
    from pyspark.sql.types import (  # noqa: PLC0415 - slow to import
        DateType,
        DecimalType,
        IntegerType,
        StringType,
        StructField,
        StructType,
    )

    types = {TEXT: StringType(), DATE: DateType(), AMOUNT: DecimalType(18, 2)}
    return StructType(
        [*(StructField(name, types[kind]) for name, kind in COLUMNS.items()), StructField(POSITION, IntegerType())]
    )
