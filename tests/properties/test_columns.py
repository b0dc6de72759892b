"""Drawn policies on drawn ledgers: decisions in columns are those of every invoice by itself, in every column, to the letter."""

from datetime import date

import polars as pl
from drawn import policies, policy_in, policy_texts, unchecked_policy_in
from drawn_ledgers import RANDOM, in_types, ledgers
from drawn_trade import drawn_pairs, joined, pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from row_by_row import Way, agree, evaluator, judged, only, same, sheets

from dunning_engine.facts.catalogue import GIVEN_BY_NAME
from dunning_engine.facts.event import IN_TABLES
from dunning_engine.policy.model import PolicyHistory


def ways(data, as_of, policies):
    """How a ledger may be decided: by one policy, or each invoice by the one that it names; in rows or as JSON."""
    policy = data.draw(st.sampled_from([None, *policies]))
    json = data.draw(st.booleans())
    explain = json and data.draw(st.integers(0, 3)) == 0
    return Way(as_of, policy, json=json, explain=explain, language=data.draw(st.sampled_from(["sv", "sv", "en"])))


def named(text):
    return {"drawn": policy_in(text)}


@given(policies(), st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_recorded_on_one_invoice_holds_for_all_that_answer_alike(text, data):
    bills, happened, as_of = data.draw(ledgers(named(text)))
    agree(
        named(text), bills, happened, ways(data, as_of, ["drawn"]), worth=data.draw(st.sampled_from([1, 1, 2, 5, None]))
    )


@given(pairs(), st.data())
@settings(max_examples=25, deadline=None)
def test_invoices_that_are_bought_and_those_that_come_back(pair, data):
    bills, happened, as_of = data.draw(ledgers(joined(pair)))
    agree(joined(pair), bills, happened, ways(data, as_of, ["buyer"]))


@given(policy_texts(invoiced=True).filter(policy_in), st.data())
@settings(max_examples=25, deadline=None)
def test_interest_adds_up_over_a_customers_invoices(text, data):
    bills, happened, as_of = data.draw(ledgers(named(text)))
    agree(named(text), bills, happened, ways(data, as_of, ["drawn"]))


@given(policies(), pairs(), RANDOM, st.data())
@settings(max_examples=15, deadline=None)
def test_parts_in_any_order_with_rows_in_any_order_are_the_whole(text, pair, random, data):
    """What has been recorded on one part serves the next."""
    every = named(text) | joined(pair)
    bills, happened, as_of = data.draw(ledgers(every, spoilt=False))
    way = ways(data, as_of, [])
    by = evaluator(every, way, worth=data.draw(st.sampled_from([1, 1, 2, 4])))
    found = [
        by.part(*one)
        for one in parts(random, *sheets(bills, happened), "customer" if by.joins_customers else "invoice")
    ]
    rows, run = judged(every, *sheets(bills, happened), way)
    joined_up = pl.concat([one.rows for one in found]).sort("line", maintain_order=True)
    same(without_places(joined_up), without_places(rows))
    told = [(one.invoice, one.code, one.fact) for part in found for one in part.problems]
    assert sorted(told, key=repr) == sorted(((one.invoice, one.code, one.fact) for one in run.problems), key=repr)


def without_places(rows):
    """Rows without the messages of problems, which say where an event stands among its invoice's."""
    if "kind" not in rows.columns:
        return rows
    return rows.with_columns(pl.when(pl.col("kind") != "problem").then(pl.col("message", "source")))


def parts(random, invoices, events, by):
    """The ledger in parts, each shuffled; events of one day stay in their order."""
    part_of = {key: random.randrange(3) for key in invoices.frame[by]}
    number = dict(zip(invoices.frame["invoice"], invoices.frame[by], strict=True))
    for part in random.sample(range(3), 3):
        own = [place for place, key in enumerate(invoices.frame[by]) if part_of[key] == part]
        random.shuffle(own)
        if events is None:
            yield only(invoices, own), None
            continue
        days = [(one, on) for one, on in events.frame.select("invoice", "on").iter_rows()]
        turn = {day: random.random() for day in days}
        beside = [place for place, (one, _) in enumerate(days) if part_of[number[one]] == part]
        yield only(invoices, own), only(events, sorted(beside, key=lambda place: turn[days[place]]))


@given(policies(), pairs(), RANDOM, st.data())
@settings(max_examples=15, deadline=None)
def test_columns_of_any_type(text, pair, random, data):
    every = named(text) | joined(pair)
    bills, happened, as_of = data.draw(ledgers(every))
    bills = in_types(random, bills, GIVEN_BY_NAME)
    happened = None if happened is None else in_types(random, happened, IN_TABLES)
    agree(every, bills, happened, ways(data, as_of, []))


@given(drawn_pairs(), st.data())
@settings(max_examples=15, deadline=None)
def test_days_at_both_ends_under_any_policy(pair, data):
    """Days without a known reference rate, also under policies that the check refuses."""
    service, buyer = (unchecked_policy_in(text.replace("from: 2020-01-01", "from: 1900-01-01")) for text in pair)
    every = {"service": service, "buyer": PolicyHistory("buyer", buyer.revisions, {"service": service})}
    first, last = data.draw(st.sampled_from([(1900, 1900), (1990, 2003), (2026, 2027), (2199, 2199), (1900, 2199)]))
    bills, happened, as_of = data.draw(ledgers(every, first=date(first, 1, 1), last=date(last, 10, 1)))
    agree(every, bills, happened, ways(data, as_of, ["buyer"]))
