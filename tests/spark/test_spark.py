import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip(
    "pyspark", reason="pyspark is not installed (it is large): 'make spark' installs it and runs these tests"
)

from dunning_engine.ledger.frame import COLUMNS, evaluate_ledger, run_frame
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.parquet import frame_table
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.problems import FactError
from dunning_engine.spark import evaluate_spark
from dunning_engine.testing.ledgers import SHIPPED, make_ledger

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2026, 3, 31)
INVOICES = int(os.environ.get("INVOICES") or 2_000)


@pytest.fixture
def invoices():
    """Three invoices of two customers, one of whom has two that earn interest."""
    return pl.DataFrame(
        {
            "invoice": ["1", "2", "3"],
            "customer": ["K1", "K1", "K2"],
            "customer_kind": ["business"] * 3,
            "issued_on": [date(2026, 1, 2)] * 3,
            "due_on": [date(2026, 3, 2)] * 3,
            "amount": pl.Series([Decimal("10000.00"), Decimal("20000.00"), Decimal("500.00")], dtype=pl.Decimal(18, 2)),
            "currency": ["SEK"] * 3,
            "sent_by": ["post"] * 3,
        }
    )


def of_spark(spark, policy, invoices, events=None, *, partitions=None, **options):
    frames = [None if frame is None else spark.createDataFrame(frame.to_arrow()) for frame in (invoices, events)]
    if partitions is not None:
        frames = [None if frame is None else frame.repartition(partitions) for frame in frames]
    found = evaluate_spark(policy, *frames, as_of=DAY, **options)
    return pl.DataFrame(found.toArrow()).sort("invoice", "position")


def in_rows(policy, invoices, events):
    """The local run where each invoice names its own policy."""
    if isinstance(policy, PolicyHistory):
        return evaluate_ledger(policy, invoices, events, as_of=DAY)
    ledger = ledger_of_tables(frame_table(invoices, "invoices"), frame_table(events, "events"))
    return run_frame(evaluate_rows(ledger, policy, as_of=DAY))


def as_rows(local):
    """The local run's rows as Spark gives them: by invoice, counted, and a problem's place without the line that Spark has not."""
    by_invoice = {}
    for row in local.iter_rows(named=True):
        if row["kind"] == "problem":
            table = row["source"].partition(":")[0]
            row["source"] = table if row["invoice"] is None else f"{table}:{row['invoice']}"
        by_invoice.setdefault(row["invoice"], []).append(row)
    for rows in by_invoice.values():
        if rows[0]["kind"] == "problem":
            rows.sort(key=lambda row: (row["code"], row["fact"] or "", row["message"], row["source"]))
    return [
        {**row, "position": position}
        for number in sorted(by_invoice, key=lambda number: (number is not None, number))
        for position, row in enumerate(by_invoice[number], 1)
    ]


@pytest.mark.parametrize("names", [("fakturaservice",), SHIPPED], ids=["one policy", "six policies"])
def test_spark_gives_what_the_local_run_gives(spark, policies, names):
    """Of six policies, each invoice names its own, and customers' invoices meet."""
    invoices, events = make_ledger(INVOICES, seed=4, as_of=DAY, policies=names)
    policy = policies[names[0]] if len(names) == 1 else policies
    numbered = events.with_columns(row=pl.int_range(pl.len()))
    found = of_spark(spark, policy, invoices, numbered, events_order="row")
    local = in_rows(policy, invoices, events)
    assert found.drop("position").schema == local.schema
    assert set(found["policy"].drop_nulls()) == set(names)
    assert found.to_dicts() == as_rows(local)


@pytest.mark.parametrize("buckets", [1, 3, 50])
@pytest.mark.parametrize("name", ["fakturaservice", "paminnelsemodul"])
def test_neither_order_nor_partitions_nor_buckets_change_anything(spark, policies, name, buckets):
    invoices, events = (pl.read_csv(EXAMPLES / f"{name}.csv", infer_schema=False) for name in ("ledger", "events"))
    local = evaluate_ledger(policies[name], invoices, events, as_of=DAY)
    mixed = [frame.sample(fraction=1, shuffle=True, seed=buckets) for frame in (invoices, events)]
    found = of_spark(spark, policies[name], *mixed, partitions=7, buckets=buckets)
    assert found.to_dicts() == as_rows(local)


def test_a_customers_invoices_meet_whatever_their_numbers(spark, policies):
    """Of 40 paid invoices none earns what an interest invoice needs; each customer's eight do together."""
    count = 40
    invoices = pl.DataFrame(
        {
            "invoice": [str(number) for number in range(count)],
            "customer": [number % 5 for number in range(count)],
            "customer_kind": "business",
            "issued_on": date(2025, 12, 1),
            "due_on": date(2025, 12, 31),
            "amount": [Decimal("4000.00")] * count,
            "currency": "SEK",
        }
    )
    events = invoices.select(
        "invoice", pl.lit(date(2026, 3, 2)).alias("on"), pl.lit("payment").alias("event"), "amount"
    )
    policy = policies["paminnelsemodul"]
    found = of_spark(spark, policy, invoices, events, partitions=5, buckets=16)
    assert found.to_dicts() == as_rows(evaluate_ledger(policy, invoices, events, as_of=DAY))
    covered = [row.count(",") + 1 for row in found["covers"].drop_nulls()]
    assert covered == [8] * 5


def test_bad_rows_are_problems_that_name_their_invoice(spark, policies, invoices):
    bad = invoices.with_columns(
        pl.col("invoice").cast(pl.String),
        amount=pl.Series(["10000.00", "5.005", "500.00"]),
        customer_kind=pl.Series(["business", "firm", "business"]),
    )
    bad = pl.concat(
        [
            bad,
            bad.head(1).with_columns(customer=pl.lit("K9"), invoice=pl.lit(" 1 ")),
            bad.tail(1).with_columns(invoice=None),
        ]
    )
    events = pl.DataFrame({"invoice": ["3", "3"], "on": ["2026-03-03", "2026-02-31"], "event": ["paiment", "dispute"]})
    for name in ("fakturaservice", "paminnelsemodul"):
        found = of_spark(spark, policies[name], bad, events, partitions=4, buckets=9)
        assert found.to_dicts() == as_rows(evaluate_ledger(policies[name], bad, events, as_of=DAY))
        assert found.select("invoice", "code", "source", "position").rows() == [
            (None, "DE502", "invoices", 1),
            ("1", "DE554", "invoices:1", 1),
            ("1", "DE554", "invoices:1", 2),
            ("2", "DE504", "invoices:2", 1),
            ("2", "DE511", "invoices:2", 2),
            ("3", "DE508", "events:3", 1),
            ("3", "DE511", "events:3", 2),
        ]


def test_an_event_about_no_invoice_is_a_problem(spark, policies, invoices):
    events = pl.DataFrame({"invoice": ["7", None], "on": [date(2026, 3, 3)] * 2, "event": ["dispute", "note"]})
    for name in ("fakturaservice", "paminnelsemodul"):
        found = of_spark(spark, policies[name], invoices, events, buckets=9).filter(pl.col("kind") == "problem")
        assert found.select("invoice", "as_of", "code", "message", "source", "position").rows() == [
            (None, DAY, "DE558", "the event names no invoice", "events", 1),
            ("7", DAY, "DE558", "the event is about invoice 7, which is not in invoices", "events:7", 1),
        ]


@pytest.mark.parametrize("name", ["fakturaservice", "paminnelsemodul"])
def test_numbers_meet_however_they_are_written(spark, policies, invoices, name):
    numbered = invoices.with_columns(pl.col("invoice").cast(pl.Int64))
    events = pl.DataFrame({"invoice": [" 1", "3\t"], "on": [date(2026, 3, 3)] * 2, "event": ["closed"] * 2})
    found = of_spark(spark, policies[name], numbered, events, buckets=9)
    assert found.to_dicts() == as_rows(evaluate_ledger(policies[name], numbered, events, as_of=DAY))
    assert set(found["code"].drop_nulls()).isdisjoint({"DE558"})


@pytest.mark.parametrize("name", ["fakturaservice", "paminnelsemodul"])
@pytest.mark.parametrize("beside", [True, False])
def test_no_events(spark, policies, invoices, name, beside):
    empty = pl.DataFrame(schema={"invoice": pl.String, "on": pl.Date, "event": pl.String}) if beside else None
    found = of_spark(spark, policies[name], invoices, empty)
    assert found.to_dicts() == as_rows(evaluate_ledger(policies[name], invoices, empty, as_of=DAY))
    assert found.height


@pytest.mark.parametrize("beside", [True, False])
def test_no_invoices(spark, policies, invoices, beside):
    empty = pl.DataFrame(schema={"invoice": pl.String, "on": pl.Date, "event": pl.String}) if beside else None
    found = of_spark(spark, policies["paminnelsemodul"], invoices.clear(), empty)
    assert found.columns == [*COLUMNS, "position"]
    assert found.height == 0


def test_events_of_one_day_stand_as_their_column_of_order_says(spark, policies, invoices):
    days = {"invoice": ["1", "1", "1"], "on": [date(2026, 3, 3)] * 3}
    events = pl.DataFrame({**days, "event": ["dispute", "dispute_settled", "dispute"], "no": [1, 2, 3]})
    policy = policies["fakturaservice"]
    held = evaluate_ledger(policy, invoices, events.drop("no"), as_of=DAY)
    free = evaluate_ledger(policy, invoices, events.drop("no").head(2), as_of=DAY)
    shuffled = [events[[2, 0, 1]], events[[1, 2, 0]]]
    assert [of_spark(spark, policy, invoices, one, events_order="no").to_dicts() for one in shuffled] == [
        as_rows(held)
    ] * 2
    # by themselves: first what begins, then what ends it
    assert [of_spark(spark, policy, invoices, one.drop("no")).to_dicts() for one in shuffled] == [as_rows(free)] * 2


def test_a_frame_that_cannot_be_used_is_told_before_anything_runs(spark, policies, invoices):
    frame = spark.createDataFrame(invoices.drop("amount").to_arrow())
    with pytest.raises(FactError) as caught:
        evaluate_spark(policies["fakturaservice"], frame, as_of=DAY)
    assert [problem.code for problem in caught.value.problems] == ["DE555"]
