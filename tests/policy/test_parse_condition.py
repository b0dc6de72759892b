from datetime import date

import pytest

from dunning_engine.policy.condition import All, Any, Compare, Operator, comparisons, negated
from dunning_engine.policy.parse_condition import parse_condition
from dunning_engine.policy.reading import Reading
from dunning_engine.text.source import read_yaml


def parse(text):
    document, problems = read_yaml(f"when:\n  {text}\n", "policy.yaml")
    assert problems == ()
    reading = Reading(document)
    return parse_condition(reading, document.value["when"], ("when",)), reading.problems


def said(condition):
    """The tree as a line of text."""
    match condition:
        case Compare(fact, operator, value):
            return f"{fact} {operator} {value}"
        case All(parts):
            return f"({' & '.join(map(said, parts))})"
        case Any(parts):
            return f"({' | '.join(map(said, parts))})"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("customer_kind: business", "customer_kind is business"),
        ("balance: {at_least: 100.00}", "balance at_least 10000"),
        ("balance: 100", "balance is 10000"),
        ("balance: -0.01", "balance is -1"),
        ("balance: {at_least: 1, at_most: 5}", "(balance at_least 100 & balance at_most 500)"),
        ("disputed: true", "disputed is 1"),
        ("paid: {is_not: false}", "paid is_not 0"),
        ("days_after_due_date: {more_than: 30}", "days_after_due_date more_than 30"),
        ("issued_on: {less_than: 2026-01-01}", f"issued_on less_than {date(2026, 1, 1).toordinal()}"),
        ("customer_kind: {one_of: [business, consumer]}", "(customer_kind is business | customer_kind is consumer)"),
        ("customer_kind: {one_of: [business]}", "customer_kind is business"),
        ("customer_kind: {one_of: [business, business]}", "customer_kind is business"),
        ("any: [{paid: true}, {closed: true}]", "(paid is 1 | closed is 1)"),
        ("all: [{paid: true}, {closed: true}]", "(paid is 1 & closed is 1)"),
        ("none: [{paid: true}, {closed: true}]", "(paid is_not 1 & closed is_not 1)"),
        ("none: [{paid: true, closed: true}]", "(paid is_not 1 | closed is_not 1)"),
        ("any: [{paid: true}]", "paid is 1"),
    ],
)
def test_a_condition_becomes_a_tree(text, tree):
    condition, problems = parse(text)
    assert problems == []
    assert said(condition) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("sale: pledged", "(has_sale is 1 & sale is pledged)"),
        ("interest_rate: {at_most: 11.50}", "(has_interest_rate is 1 & interest_rate at_most 1150)"),
        ("credit_risk: {less_than: 3}", "(has_credit_risk is 1 & credit_risk less_than 3)"),
        ("sale: {is_not: pledged}", "(has_sale is 0 | sale is_not pledged)"),
        ("client: {one_of: [a, b]}", "(has_client is 1 & (client is a | client is b))"),
        ("none: [{sale: pledged}]", "(has_sale is_not 1 | sale is_not pledged)"),
        ("has_sale: true", "has_sale is 1"),
    ],
)
def test_a_fact_that_may_be_absent_is_guarded(text, tree):
    assert said(parse(text)[0]) == tree


def test_is_not_is_the_exact_negation_of_is():
    tree, _ = parse("none: [{sale: pledged}]")
    other, _ = parse("sale: {is_not: pledged}")
    rows = [{"has_sale": 0, "sale": ""}, {"has_sale": 1, "sale": "pledged"}, {"has_sale": 1, "sale": "with_recourse"}]
    assert [_holds(tree, row) for row in rows] == [_holds(other, row) for row in rows] == [True, False, True]
    assert [_holds(negated(tree), row) for row in rows] == [False, True, False]


def test_each_comparison_points_at_its_line():
    condition, _ = parse("balance: {at_least: 1, at_most: 5}\n  sale: pledged")
    assert [(leaf.fact, leaf.span.line, leaf.span.column) for leaf in comparisons(condition)] == [
        ("balance", 2, 13),
        ("balance", 2, 26),
        ("has_sale", 3, 3),
        ("sale", 3, 3),
    ]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("any: {paid: true}", "DE303", "'- '"),
        ("any: []", "DE302", "leave 'any' out"),
        ("balance: {}", "DE302", "at_least"),
        ("sent_by: {one_of: []}", "DE302", "values"),
        ("sent_by: {one_of: email}", "DE303", "brackets"),
        ("sent_by: [email, post]", "DE307", "one_of"),
        ("created_at: 2026-01-01", "DE304", "registered_before"),
        ("at_least: 100.00", "DE304", "the fact comes first"),
        ("paied: true", "DE304", "'paid'"),
        ("balance: {atleast: 1.00}", "DE305", "'at_least'"),
        ("balance: {'>': 1.00}", "DE305", "'more_than'"),
        ("paid: {more_than: false}", "DE306", "is, is_not or one_of"),
        ("client: {less_than: a}", "DE306", "is, is_not or one_of"),
        ("client: 4711", "DE307", '"4711"'),
        ("client: true", "DE307", '"true"'),
        ("client: ''", "DE307", "has_client: false"),
        ("customer: ''", "DE307", "write the text"),
        ("paid: 1", "DE307", "true or false"),
        ("paid: ja", "DE307", "write true"),
        ("paid: on", "DE307", "write true"),
        ("balance: true", "DE307", "100.00"),
        ("balance: {at_least: '8,5'}", "DE307", "write 8.5"),
        ("balance: {at_least: '1 000,00'}", "DE307", "write 1000.00"),
        ("interest_rate: {at_least: '8,5 %'}", "DE307", "write 8.5"),
        ("days_after_due_date: 60:00", "DE307", "write 60"),
        ("days_after_due_date: 7.5", "DE307", "30"),
        ("steps_taken: 010", "DE307", "write 10"),
        ("due_on: 2026-1-1", "DE309", "2026-01-31"),
        ("due_on: idag", "DE309", "2026-01-31"),
        ("due_on: 20260101", "DE307", "2026-01-31"),
        ("due_on: {at_least: 2025-02-29}", "DE309", "month and the day"),
        ("customer_kind: busines", "DE308", "'business'"),
        ("customer_kind: 5", "DE307", "business, consumer"),
        ("balance: 1.001", "DE310", "öre"),
        ("interest_rate: 8.125", "DE310", "write 8.12"),
        ("balance: 12345678901234", "DE310", "öre"),
        ("steps_taken: {at_most: -1000001}", "DE311", "1000000"),
    ],
)
def test_a_wrong_condition_says_what_to_write(text, code, hint):
    condition, problems = parse(text)
    assert condition is None
    assert [problem.code for problem in problems] == [code]
    assert hint in problems[0].hint


def test_a_number_that_is_too_long_is_not_rounded():
    _, (problem,) = parse("interest_rate: 12345678901234")
    assert (problem.code, problem.hint) == ("DE310", None)
    assert "thirteen digits" in problem.message


def test_all_problems_of_a_condition_are_found():
    _, problems = parse("any: [{payed: true}, {balance: x}]\n  sale: sold")
    assert [problem.code for problem in problems] == ["DE304", "DE307", "DE308"]


def _holds(condition, row):
    match condition:
        case Compare(fact, Operator.IS, value):
            return row[fact] == value
        case Compare(fact, Operator.IS_NOT, value):
            return row[fact] != value
        case All(parts):
            return all(_holds(part, row) for part in parts)
        case Any(parts):
            return any(_holds(part, row) for part in parts)
