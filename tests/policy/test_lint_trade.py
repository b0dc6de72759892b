"""Buying, lending and what comes after: the boundaries that the golden errors do not show."""

import pytest

from dunning_engine.policy.check import check_policy_text

REVIEW = "    - {outcome: review, title: Stickprov, when: {picked_for_review: true}}\n"
WITHOUT = (
    "    - {outcome: buy_without_recourse, title: Köpt utan regress, "
    "when: {credit_risk: {at_most: 3}}, notify_client: at_payout}\n"
)
WITH = (
    "    - {outcome: buy_with_recourse, title: Köpt med regress, when: {recourse_agreement: true}, "
    "notify_client: immediately}\n"
)
DECLINE = "    - {outcome: decline, title: Nekad för köp, notify_client: immediately}\n"
LEND = "    - {outcome: lend, title: Belånad}\n"
RECOURSE = "when: {sale: with_recourse}"
STEP = "    days_after_previous_step: 8\n"
STEPS = "steps:\n"
LOAN = [(REVIEW, ""), (WITHOUT, LEND), (WITH, ""), (DECLINE, ""), (RECOURSE, "when: {sale: pledged}")]


def outcomes(*lines, recourse=RECOURSE):
    """The outcomes of the example exchanged; ``kind when`` for each, or a whole line."""
    written = [line if line.endswith("\n") else outcome(*line.split(" ", 1)) for line in lines]
    return [(REVIEW, ""), (WITHOUT, "".join(written)), (WITH, ""), (DECLINE, ""), (RECOURSE, recourse)]


def outcome(kind, when=""):
    condition = f", when: {when}" if when else ""
    return f"    - {{outcome: {kind}, title: {kind}{condition}}}\n"


def hold(when):
    return STEPS, f"hold:\n  - {{reason: Vilar, when: {when}}}\n\n{STEPS}"


def collection(when):
    return STEP, f"{STEP}    when: {when}\n"


def codes(text):
    return [problem.code for problem in check_policy_text(text, "policy.yaml")]


def test_the_example_that_buys_is_right(trading):
    assert codes(trading()) == []


@pytest.mark.parametrize(
    "changes",
    [
        # outcomes
        outcomes("buy_with_recourse {credit_risk: {at_most: 3}}", "decline {credit_risk: {more_than: 3}}"),
        outcomes("buy_with_recourse {recourse_agreement: true}", "decline {recourse_agreement: {is_not: true}}"),
        outcomes("decline {customer_kind: consumer}", "buy_with_recourse {customer_kind: business}", "review"),
        outcomes("review {has_credit_risk: false}", "buy_with_recourse {credit_risk: {at_most: 5}}", "decline"),
        [
            ("notify_client: immediately", "notify_client: at_payout"),
            (DECLINE.replace("immediately", "at_payout"), DECLINE),
        ],
        # what it costs
        [*LOAN, ("advance_percent: 100", "advance_percent: 70")],
        [*LOAN, ("advance_percent: 100", "advance_percent: 80")],
        [("fee_percent: 2.9", "fee_percent: 100")],
        # recourse
        [(RECOURSE, "when: {sale: {one_of: [with_recourse, pledged]}}")],
        [(RECOURSE, "when: {sale: with_recourse, customer_kind: business}")],
        [(RECOURSE, "when: {sale: with_recourse, bought_back: false}")],
        # steps
        [collection("{sale: without_recourse}")],
        [collection("{days_after_due_date: {at_most: 30}}")],
        [collection("{sale: without_recourse, days_after_due_date: {at_least: 60}}")],
        # interest invoices and accounts
        [("or_customer_total_at_least: 150.00", "or_customer_total_at_least: 100.00")],
        [("    interest: true\n", "")],
        [('{fee_income: "3590"}', '{receivable_bought_back: "1519"}')],
    ],
)
def test_what_is_right_is_left_alone(trading, changes):
    assert codes(trading(*changes)) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        # outcomes that are never reached
        (outcomes("buy_with_recourse", "decline"), ["DE373"]),
        (
            outcomes("review {credit_risk: {at_most: 3}}", "buy_with_recourse {credit_risk: {at_most: 2}}", "decline"),
            ["DE373"],
        ),
        (outcomes("review {credit_risk: 1}", "buy_with_recourse {credit_risk: {at_least: 2}}", "decline"), ["DE373"]),
        (
            outcomes("buy_with_recourse {credit_risk: {at_most: 3}}", "review {has_credit_risk: false}", "decline"),
            ["DE373"],
        ),
        (outcomes("review {offered_for_sale: false}", "buy_with_recourse"), ["DE373"]),
        (outcomes("review {has_sale: true}", "buy_with_recourse"), ["DE373"]),
        (outcomes("review {paid: true}", "buy_with_recourse"), ["DE373"]),
        (outcomes("review {amount: {less_than: 0.01}}", "buy_with_recourse"), ["DE373"]),
        ([hold("{picked_for_review: true}")], ["DE373"]),
        ([("exclude:\n", "exclude:\n  - {reason: Aldrig, when: {picked_for_review: true}}\n")], ["DE373"]),
        (outcomes("review {disputed: true, any: [{disputed: false}]}", "buy_with_recourse"), ["DE320"]),
        (outcomes("review {picked_for_revue: true}", "buy_with_recourse {paid: true}"), ["DE304"]),
        # offers that are left undecided
        (outcomes("buy_with_recourse {credit_risk: {at_most: 3}}"), ["DE379"]),
        (outcomes("buy_with_recourse {recourse_agreement: true}", "decline {recourse_agreement: false}"), ["DE379"]),
        (outcomes("buy_with_recourse {credit_risk: {at_most: 3}}", "decline {credit_risk: {more_than: 4}}"), ["DE379"]),
        # one way, and worth its fee
        (
            [(WITHOUT, outcome("lend", "{credit_risk: 1}")), ("advance_percent: 100", "advance_percent: 75")],
            ["DE370", "DE380"],
        ),
        ([("advance_percent: 100", "advance_percent: 2.89")], ["DE381"]),
        ([*LOAN, ("advance_percent: 100", "advance_percent: 69.99")], ["DE429"]),
        ([*LOAN, ("advance_percent: 100", "advance_percent: 80.01")], ["DE429"]),
        (
            [*outcomes("review {disputed: true}", "decline"), ("assignment: true", "assignment: false")],
            ["DE387", "DE377"],
        ),
        ([(DECLINE, DECLINE.replace("immediately", "at_payout"))], ["DE384"]),
        # recourse
        ([*LOAN[:4], ("advance_percent: 100", "advance_percent: 80")], ["DE370"]),
        (
            [*LOAN, ("sale: pledged", "sale: pledged, paid: true"), ("advance_percent: 100", "advance_percent: 80")],
            ["DE370"],
        ),
        (
            [
                *LOAN[:4],
                (RECOURSE, "when: {paid: true, all: [{paid: false}]}"),
                ("nce_percent: 100", "nce_percent: 80"),
            ],
            ["DE320"],
        ),
        ([(WITH, "")], ["DE377"]),
        ([(RECOURSE, "when: {has_sale: true}")], ["DE377"]),
        ([(RECOURSE, "when: {sale: with_recourse, paid: true}")], ["DE377"]),
        ([(RECOURSE, "when: {sale: {one_of: [with_recourse, without_recourse]}}")], ["DE377"]),
        ([(RECOURSE, "when: {sale: with_recurse}")], ["DE308"]),
        ([("recourse:\n", "recurse:\n"), *LOAN[:4], ("advance_percent: 100", "advance_percent: 80")], ["DE204"]),
        # steps of one who buys
        ([collection("{sale: pledged}")], ["DE338"]),
        ([collection("{has_sale: false}")], ["DE338"]),
        ([collection("{bought_back: true}")], ["DE338"]),
        ([collection("{sale: with_recourse, days_after_due_date: {at_least: 31}}")], ["DE338"]),
        # interest invoices and accounts
        ([("or_customer_total_at_least: 150.00", "or_customer_total_at_least: 99.99")], ["DE385"]),
        ([('{fee_income: "3590"}', '{receivable_bought_back: "1518"}')], ["DE386"]),
    ],
)
def test_what_is_wrong_is_said_once(trading, changes, found):
    assert codes(trading(*changes)) == found


def test_one_who_does_not_buy_proposes_nothing_on_what_is_sold(edited):
    assert codes(edited(collection("{sale: pledged}"))) == []
    assert codes(edited(collection("{sale: pledged, bought_back: false}"))) == ["DE338"]


def test_interest_that_is_invoiced_is_read(edited):
    section = "interest_invoice: {title: Räntefaktura, at_least: 100.00}\n\nexclude:"
    assert codes(edited(("    interest: true\n", ""))) == ["DE355"]
    assert codes(edited(("    interest: true\n", ""), ("exclude:", section))) == []


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("{collection_agreement: true}", []),
        ("{collection_agreement: {is_not: false}, has_collection_agreement: true}", []),
        ("{any: [{collection_agreement: true, disputed: false}, {collection_agreement: true, amount: 1.00}]}", []),
        ("{collection_agreement: {is_not: false}}", ["DE378"]),
        ("{has_collection_agreement: true}", ["DE378"]),
        ("{collection_agreement: false}", ["DE378"]),
    ],
)
def test_a_case_is_handed_over_only_under_an_agreement(edited, when, found):
    step = "  - {step: agency, title: Inkasso, action: hand_over, days_after_previous_step: 14, when: " + when + "}\n"
    assert codes(edited() + step) == found


def test_an_override_that_drops_the_agreement_is_found(edited):
    text = edited() + (
        "  - {step: agency, title: Inkasso, action: hand_over, days_after_previous_step: 14, "
        "when: {collection_agreement: true}}\n"
        "overrides:\n  - title: Egna\n    when: {client: a}\n    steps:\n      agency: {when: {disputed: false}}\n"
    )
    (problem,) = check_policy_text(text, "policy.yaml")
    assert (problem.code, problem.message[:25]) == ("DE378", "with the override 'Egna':")


@pytest.mark.parametrize(
    ("lines", "line_above"),
    [
        (["buy_with_recourse {amount: {at_least: 5.00}}", "decline {amount: {at_most: 10.00}}"], 2),
        (["review {credit_risk: 1}", "buy_with_recourse {amount: {at_least: 5.00}}"], 1),
    ],
)
def test_the_outcome_in_the_way_is_shown(trading, lines, line_above):
    text = trading(*outcomes(*lines, "review {amount: 9.00}"))
    problem = next(problem for problem in check_policy_text(text, "policy.yaml") if problem.code == "DE373")
    assert [place.line for place in problem.related] == [problem.span.line - line_above]


def test_all_that_are_in_the_way_together_are_shown(trading):
    lines = ["buy_with_recourse {amount: {at_least: 5.00}}", "decline {amount: {less_than: 5.00}}", "review"]
    (problem,) = check_policy_text(trading(*outcomes(*lines)), "policy.yaml")
    assert (problem.code, len(problem.related)) == ("DE373", 2)
