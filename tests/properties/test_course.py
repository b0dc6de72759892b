"""Drawn policies over days on drawn ledgers: a course is what comes of deciding on every invoice every day."""

import sys
from datetime import timedelta
from pathlib import Path

from drawn import policies, policy_in, policy_texts
from drawn_ledgers import ledgers
from drawn_trade import joined, pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from row_by_row import sheets, table

from dunning_engine.facts.event import in_key
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.preview.compare import Comparison
from dunning_engine.simulation.days import Days

sys.path.insert(0, str(Path(__file__).parents[1] / "simulation"))
from day_by_day import at_start, day_by_day, seen_in


def followed(histories, bills, happened, days, *, few):
    comparison = Comparison(histories, histories, days)
    for course in comparison._courses:
        course._few = few
    found = comparison.decide(comparison.read(*sheets(bills, happened)))
    assert seen_in(found.old) == seen_in(found.new)
    return found


def holds(histories, data):
    bills, happened, as_of = data.draw(ledgers(histories, spoilt=False))
    first = as_of - timedelta(days=data.draw(st.integers(0, 20)))
    days = Days(
        first, first + timedelta(days=data.draw(st.integers(1, 25))), data.draw(st.sampled_from(["nobody", "ledger"]))
    )
    found = followed(histories, bills, happened, days, few=data.draw(st.sampled_from([0, 0, 10_000])))
    invoices, events = sheets(bills, happened)
    ledger = ledger_of_tables(table(invoices), None if events is None else table(events))
    left_out = {problem.invoice for problem in found.problems if problem.invoice is not None}
    beginnings = {in_key(number) for number in left_out}
    standing = [
        at_start(one.invoice, days, buys=histories[one.invoice.policy].revisions[-1].purchase is not None)
        for one in ledger.entries
        if one.invoice is not None and one.number not in left_out
    ]
    judged = day_by_day(lambda invoice: histories[invoice.policy], standing, days)
    course = {key: one for key, one in seen_in(found.new).items() if key.partition("/")[0] not in beginnings}
    assert {key: one for key, one in course.items() if judged.get(key) != one} == {}
    assert course.keys() == judged.keys()


@given(policies(), st.data())
@settings(max_examples=6, deadline=None)
def test_any_policy(text, data):
    holds({"drawn": policy_in(text)}, data)


@given(pairs(), st.data())
@settings(max_examples=4, deadline=None)
def test_invoices_that_are_bought_and_those_that_come_back(pair, data):
    holds(joined(pair), data)


@given(policy_texts(invoiced=True).filter(policy_in), st.data())
@settings(max_examples=4, deadline=None)
def test_interest_that_adds_up_over_a_customers_invoices(text, data):
    holds({"drawn": policy_in(text)}, data)
