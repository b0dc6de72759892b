"""Made-up ledgers: valid, the same for the same seed, and as realistic as they say."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import dunning_engine
from dunning_engine.facts.event import EventKind
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.part import Sheet
from dunning_engine.testing import ledgers
from dunning_engine.testing.ledgers import SHIPPED, blocks, make_ledger, write_ledger

AS_OF = date(2026, 3, 12)
SCRIPT = Path(__file__).parents[2] / "benchmarks" / "make_ledger.py"


@pytest.fixture(scope="module")
def policies():
    return dunning_engine.load_policies()


@pytest.fixture(scope="module")
def large():
    return make_ledger(20_000, seed=1, as_of=AS_OF)


def evaluated(policies, invoices, events, as_of=AS_OF):
    invoice_lines = pl.int_range(1, invoices.height + 1, dtype=pl.Int64, eager=True)
    event_lines = pl.int_range(1, events.height + 1, dtype=pl.Int64, eager=True)
    evaluator = LedgerEvaluator(policies, as_of=as_of)
    return evaluator.part(Sheet("invoices", invoices, invoice_lines), Sheet("events", events, event_lines))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_invoice_of_a_policy_is_valid(policies, name):
    invoices, events = make_ledger(1200, seed=2, as_of=AS_OF, policies=[name])
    part = evaluated(policies, invoices, events)
    assert part.problems == ()
    assert part.decided == 1200
    assert set(invoices["policy"]) == {name}


@pytest.mark.parametrize("as_of", [date(2020, 6, 30), date(2021, 3, 1), date(2031, 1, 1)])
def test_the_ledger_is_valid_on_other_days(policies, as_of):
    invoices, events = make_ledger(400, seed=3, as_of=as_of)
    assert evaluated(policies, invoices, events, as_of).problems == ()


@pytest.mark.parametrize("each", [0, 0.5, 1, 4, 10])
def test_every_invoice_has_the_events_that_are_asked_for(policies, each):
    invoices, events = make_ledger(400, seed=4, as_of=AS_OF, events_per_invoice=each)
    counts = events.group_by("invoice").len()["len"].to_list() + [0] * (400 - events["invoice"].n_unique())
    assert {int(each), -int(-each // 1)} == set(counts)
    assert sum(counts) == pytest.approx(400 * each, rel=0.1)
    assert evaluated(policies, invoices, events).problems == ()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    written = [
        [place.read_bytes() for place in write_ledger(tmp_path / name, 300, seed=seed, as_of=AS_OF, form="csv")]
        for name, seed in (("first", 5), ("again", 5), ("other", 6))
    ]
    assert written[0] == written[1]
    assert all(one != other for one, other in zip(written[0], written[2], strict=True))
    issued = [make_ledger(300, seed=seed, as_of=AS_OF)[0]["issued_on"] for seed in (5, 6)]
    assert not issued[0].equals(issued[1])


@pytest.mark.parametrize("count", [1, 700])
def test_a_shorter_ledger_is_the_beginning_of_a_longer_one(large, count):
    invoices, events = make_ledger(count, seed=1, as_of=AS_OF)
    assert invoices.equals(large[0].head(count))
    assert events.equals(large[1].head(events.height))
    assert set(events["invoice"]) <= set(invoices["invoice"])


def test_blocks_differ_and_share_their_customers(monkeypatch, large):
    monkeypatch.setattr(ledgers, "BLOCK", 500)
    monkeypatch.setattr(ledgers.block, "BLOCK", 500)
    parts = list(blocks(1200, seed=1, as_of=AS_OF))
    assert [invoices.height for invoices, _ in parts] == [500, 500, 200]
    assert parts[0][0].equals(large[0].head(500))
    assert len({number for invoices, _ in parts for number in invoices["invoice"]}) == 1200
    who = ["customer", "customer_kind", "customer_identity_number", "customer_email", "customer_registered_address"]
    everyone = pl.concat([invoices.select(who) for invoices, _ in parts]).unique()
    assert everyone["customer"].is_unique().all()
    assert set(parts[0][0]["customer"]) & set(parts[1][0]["customer"])
    assert not parts[0][0].head(200)["issued_on"].equals(parts[2][0]["issued_on"])


@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize("count", [0, 1])
def test_the_smallest_ledgers_are_written_with_all_their_columns(tmp_path, form, count):
    places = write_ledger(tmp_path, count, seed=7, as_of=AS_OF, form=form)
    scan = pl.scan_parquet if form == "parquet" else pl.scan_csv
    invoices, events = (scan(place).collect() for place in places)
    assert invoices.height == count
    assert tuple(invoices.columns) == ledgers.frames.INVOICE_COLUMNS
    assert tuple(events.columns) == ledgers.frames.EVENT_COLUMNS


def test_a_folder_that_is_written_again_keeps_nothing_of_the_earlier_ledger(tmp_path, monkeypatch):
    monkeypatch.setattr(ledgers, "BLOCK", 100)
    monkeypatch.setattr(ledgers.block, "BLOCK", 100)
    write_ledger(tmp_path, 300, seed=8, as_of=AS_OF)
    invoices, _ = write_ledger(tmp_path, 100, seed=8, as_of=AS_OF)
    assert [place.name for place in invoices.iterdir()] == ["part-00000.parquet"]


def test_nearly_all_that_should_be_paid_is_paid_before_the_demand(large):
    invoices, events = large
    ripe = invoices.filter(pl.col("due_on") < AS_OF - timedelta(days=90), pl.col("amount") > 0)
    steps = events.filter(event="step")
    demanded = steps.filter(pl.col("step").is_in(["collection", "to_collection"]))["invoice"].unique()
    paid = (
        events.filter(pl.col("event").is_in(["payment", "credit_note"]))
        .group_by("invoice")
        .agg(pl.sum("amount").alias("sum"))
    )
    settled = ripe.join(paid, on="invoice").filter(pl.col("sum") >= pl.col("amount"))
    before = settled.filter(~pl.col("invoice").is_in(demanded.implode()))
    assert 0.98 < before.height / ripe.height < 0.99
    reminded = steps.filter(pl.col("step").is_in(["reminder", "reminder_1"]))["invoice"].unique()
    after_reminder = ripe.filter(pl.col("policy") == "fakturaservice", pl.col("invoice").is_in(reminded.implode()))
    assert 0.10 < after_reminder.height / ripe.filter(policy="fakturaservice").height < 0.16


def test_there_are_as_many_events_as_it_says(large):
    invoices, events = large
    assert 1.6 < events.height / invoices.height < 2.0


def test_every_kind_of_event_customer_and_sale_occurs(large):
    invoices, events = large
    assert set(events["event"]) == set(EventKind)
    assert set(invoices["policy"]) == set(SHIPPED)
    assert set(invoices["customer_kind"]) == {"consumer", "business", "public_authority"}
    assert set(events["sale"].drop_nulls()) == {"without_recourse", "with_recourse", "pledged"}
    keys = set(events.filter(event="done")["key"].str.split("/").list.get(1))
    assert keys == {"pay_out", "charge_client", "notify_client", "notify_customer", "decline", "review"}


def test_amounts_and_customers_have_long_tails(large):
    amounts = large[0].filter(customer_kind="consumer")["amount"].cast(pl.Float64)
    customers = large[0]["customer"].value_counts()["count"]
    assert amounts.mean() > 1.5 * amounts.median()
    assert amounts.min() < 0
    assert customers.max() > 20 * customers.median()


def test_columns_are_typed_and_texts_have_swedish_letters(large):
    invoices, events = large
    assert invoices.schema["due_on"] == pl.Date
    assert invoices.schema["amount"] == events.schema["fee"] == pl.Decimal(18, 2)
    assert invoices.schema["offered_for_sale"] == pl.Boolean
    assert invoices["customer_registered_address"].str.contains("[åäöÅÄÖ]").any()
    assert events["reason"].drop_nulls().str.contains("[åäö]").any()


def test_nothing_is_known_of_the_day_itself_or_later(large):
    assert large[1]["on"].max() < AS_OF


@pytest.mark.parametrize(
    "wrong", [{"invoices": -1}, {"seed": -1}, {"events_per_invoice": 11}, {"events_per_invoice": -0.1}]
)
def test_numbers_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match=r"zero|between"):
        make_ledger(**{"invoices": 1, "seed": 1, "as_of": AS_OF, **wrong})


def test_a_policy_that_does_not_ship_is_refused():
    with pytest.raises(KeyError, match="no policy 'ours'"):
        make_ledger(1, seed=1, as_of=AS_OF, policies=["ours"])


def test_the_script_writes_what_it_is_asked_for(tmp_path):
    told = subprocess.run(
        [sys.executable, SCRIPT, tmp_path, "--invoices", "20", "--policy", "factoring", "--events-per-invoice", "2"],
        capture_output=True,
        text=True,
        check=True,
    )
    invoices, events = (pl.read_parquet(place) for place in told.stdout.split())
    assert set(invoices["policy"]) == {"factoring"}
    assert events.height == 40
