"""One invoice, a list of them, a mapping or an Invoice: what `evaluate` takes, and how it refuses."""

from datetime import UTC, date, datetime

import pytest
from trial import REMINDER, codes, facts, policy

from dunning_engine.decisions.evaluate import evaluate, evaluate_each
from dunning_engine.facts.invoice import Invoice
from dunning_engine.problems import FactError

DAY = date(2026, 3, 12)
LADDER = policy(REMINDER)
TOTAL = policy(REMINDER, hold="[{reason: Liten ränta, when: {customer_interest_total: {less_than: 40.00}}}]")


def test_a_mapping_and_an_invoice_give_the_same():
    given = facts()
    assert evaluate(LADDER, given, as_of=DAY) == evaluate(LADDER, Invoice.from_mapping(given), as_of=DAY)


@pytest.mark.parametrize("as_of", ["2026-03-12", datetime(2026, 3, 12, tzinfo=UTC), None])
@pytest.mark.parametrize("given", [facts(), [facts()]])
def test_only_a_date_is_a_day(given, as_of):
    with pytest.raises(TypeError, match="as_of is a date"):
        evaluate(LADDER, given, as_of=as_of)


def test_steps_are_listed_in_the_ladders_order():
    names = ["zz", "c", "b", "a", "d"]
    ladder = policy(
        *(REMINDER.replace("reminder,", f"{name},", 1).replace("7", f"{day}") for day, name in enumerate(names, 7))
    )
    with pytest.raises(FactError) as caught:
        evaluate(ladder, facts(last_step="kravbrev", last_step_on="2026-03-09"), as_of=DAY)
    assert caught.value.problems[0].hint == "its steps are zz, c, b, a, d"


def test_a_list_is_decided_in_its_order():
    given = [facts(invoice="2"), facts(invoice="1")]
    assert [decision.invoice for decision in evaluate(LADDER, given, as_of=DAY)] == ["2", "1"]
    assert evaluate(LADDER, [], as_of=DAY) == []


@pytest.mark.parametrize(
    ("other", "blockers"),
    [
        ({}, []),  # 27.40 and 27.40
        ({"customer": "18"}, ["hold"]),
        ({"client": "B"}, ["hold"]),  # another creditor's customer 17
        ({"amount": "4000.00"}, ["hold"]),  # 27.40 and 10.96
    ],
)
def test_interest_adds_up_over_a_customers_invoices(other, blockers):
    first, _ = evaluate(TOTAL, [facts(invoice="1"), facts(invoice="2", **other)], as_of=DAY)
    assert codes(first) == blockers


def test_alone_an_invoice_is_all_that_its_customer_owes():
    assert codes(evaluate(TOTAL, facts(), as_of=DAY)) == ["hold"]
    assert codes(evaluate(TOTAL, facts(amount="15000.00"), as_of=DAY)) == []


def test_all_that_is_wrong_in_a_list_is_said_at_once():
    wrong = [facts(invoice="1", currency="EUR"), facts(invoice="2"), facts(invoice="3", amount="1,50")]
    with pytest.raises(FactError) as refused:
        evaluate(LADDER, wrong, as_of=DAY)
    assert [(problem.invoice, problem.code) for problem in refused.value.problems] == [("1", "DE529"), ("3", "DE504")]


def test_invoices_of_different_policies_in_one_call():
    other = policy(REMINDER.replace("days_after_due_date: 7", "days_after_due_date: 30"))
    decisions = evaluate_each([(LADDER, facts()), (other, facts())], as_of=DAY)
    assert [len(decision.actions) for decision in decisions] == [1, 0]
