"""Which points a policy has, which of them a decision comes by, and what of it counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import dunning_engine
from dunning_engine.testing import given
from dunning_engine.testing.account import ClientAccount
from dunning_engine.testing.coverage import PointKind, points_of
from dunning_engine.testing.policies import policies_in, read_anew
from dunning_engine.testing.tally import Coverage, PolicyCoverage, Watch, percentage
from dunning_engine.testing.world import World

SHIPPED = Path(__file__).parents[2] / "rules"
POLICY = """\
policy: kiosken
title: Kioskens påminnelser
applies_to_invoices_issued_from: 2025-01-01
currency: SEK
country: SE
approval: automatic
agreed_terms: {reminder_fee: true, due_date: true}
interest:
  rate: statutory
  accrues_from: due_date
  charged_when:
    days_since_invoice_date: {more_than: 40}
exclude:
  - reason: Betald
    when: {balance: {at_most: 0.00}}
  - reason: Små
    when: {amount: {less_than: 50.00}}
hold:
  - reason: Bestridd
    when: {disputed: true}
steps:
  - step: reminder
    title: Påminnelse
    action: remind
    days_after_due_date: 8
    send_by: post
    fee: 60.00
    interest: true
    pay_within_days: 8
  - step: warning
    title: Varning
    action: warn
    days_after_previous_step: 20
    when: {credit_risk: {at_least: 1}, balance: {at_least: 200.00}}
    send_by: post
    fee: 0.00
    pay_within_days: 8
overrides:
  - title: Snabba
    when: {client: "7"}
    steps:
      reminder: {days_after_due_date: 10}
"""
INVOICE = {
    "invoice": "1",
    "customer": "2",
    "customer_kind": "business",
    "issued_on": "2026-02-01",
    "due_on": "2026-03-02",
    "amount": "100.00",
    "currency": "SEK",
    "credit_risk": 3,
}


@pytest.fixture
def rules(tmp_path):
    read_anew()
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "kiosken.yaml").write_text(POLICY, encoding="utf-8")
    return folder


class Scenario:
    """A scenario that runs by itself, and what of the policies it covers."""

    def __init__(self, rules, written, **facts):
        self.watch = Watch()
        self.watch.begin()
        self.rules = rules
        self.world = World(rules, lambda: written, "sv", self.watch)
        self.world.policies.named("kiosken")
        self.world.facts = {**INVOICE, **facts}

    def covered(self, policy="kiosken"):
        self.watch.keep()
        coverage = self.watch.coverage(policies_in(self.rules))
        found = set()
        for one in coverage.policies:
            if one.policy.name == policy:
                found |= {said(point) for point in points_of(one.policy).every if point not in one.missed}
        return found


def said(point):
    return " ".join(filter(None, [point.kind.value, point.subject, point.value, point.override]))


@pytest.fixture
def scenario(rules, tmp_path):
    return lambda **facts: Scenario(rules, tmp_path, **facts)


def test_every_point_of_a_policy_has_its_line_in_the_order_of_the_file(rules):
    policy = policies_in(rules)["kiosken"].revisions[0]
    points = points_of(policy).every
    assert [(point.span.line, said(point)) for point in points] == [
        (12, "charged charged_when"),
        (12, "not_charged charged_when"),
        (12, "limit days_since_invoice_date: {more_than: 40} days_since_invoice_date 40"),
        (12, "limit days_since_invoice_date: {more_than: 40} days_since_invoice_date 41"),
        (14, "exclusion Betald"),
        (15, "limit balance: {at_most: 0.00} balance 0.00"),
        (15, "limit balance: {at_most: 0.00} balance 0.01"),
        (16, "exclusion Små"),
        (17, "limit amount: {less_than: 50.00} amount 49.99"),
        (17, "limit amount: {less_than: 50.00} amount 50.00"),
        (19, "hold Bestridd"),
        (22, "step reminder"),
        (22, "day_before reminder"),
        (22, "first_day reminder"),
        (30, "step warning"),
        (30, "day_before warning"),
        (30, "first_day warning"),
        # a grade of 0 there is not
        (34, "limit credit_risk: {at_least: 1} credit_risk 1"),
        (34, "limit balance: {at_least: 200.00} balance 199.99"),
        (34, "limit balance: {at_least: 200.00} balance 200.00"),
        (39, "override Snabba"),
        (39, "step reminder Snabba"),
        (39, "day_before reminder Snabba"),
        (39, "first_day reminder Snabba"),
    ]
    assert {point.span.file for point in points} == {policy.span.file}


@pytest.mark.parametrize(
    ("facts", "events", "day", "covered"),
    [
        ({}, [], "2026-03-08", set()),
        ({}, [], "2026-03-09", {"day_before reminder"}),
        ({}, [], "2026-03-10", {"step reminder", "first_day reminder", "not_charged charged_when"}),
        ({}, [], "2026-03-11", {"step reminder", "not_charged charged_when"}),
        (
            {},
            [],
            "2026-03-13",
            {
                "step reminder",
                "not_charged charged_when",
                "limit days_since_invoice_date: {more_than: 40} days_since_invoice_date 40",
            },
        ),
        (
            {},
            [],
            "2026-03-14",
            {
                "step reminder",
                "charged charged_when",
                "limit days_since_invoice_date: {more_than: 40} days_since_invoice_date 41",
            },
        ),
        # held on the day before: nobody can say that it was too early
        ({}, [("2026-03-01", "dispute")], "2026-03-09", {"hold Bestridd"}),
        ({}, [("2026-03-01", "dispute")], "2026-03-10", {"hold Bestridd"}),
        ({"amount": "49.99"}, [], "2026-03-10", {"exclusion Små", "limit amount: {less_than: 50.00} amount 49.99"}),
        (
            {"amount": "50.00"},
            [],
            "2026-03-11",
            {"step reminder", "not_charged charged_when", "limit amount: {less_than: 50.00} amount 50.00"},
        ),
        (
            {},
            [("2026-03-01", "payment", "100.00")],
            "2026-03-10",
            {"exclusion Betald", "limit balance: {at_most: 0.00} balance 0.00"},
        ),
        (
            {},
            [("2026-03-01", "payment", "99.99")],
            "2026-03-11",
            {"step reminder", "not_charged charged_when", "limit balance: {at_most: 0.00} balance 0.01"},
        ),
        # paid, but not for that reason: the first exclusion says it
        (
            {"amount": "40.00"},
            [("2026-03-01", "payment", "40.00")],
            "2026-03-11",
            {"exclusion Betald", "limit balance: {at_most: 0.00} balance 0.00"},
        ),
        ({}, [("2026-03-01", "closed")], "2026-03-10", set()),
        # the next step's condition is looked at when that step has come
        ({"amount": "200.00"}, [], "2026-03-11", {"step reminder", "not_charged charged_when"}),
        ({"client": "7"}, [], "2026-03-10", {"override Snabba"}),
        ({"client": "7"}, [], "2026-03-11", {"override Snabba", "day_before reminder Snabba"}),
        (
            {"client": "7"},
            [],
            "2026-03-12",
            {"override Snabba", "step reminder Snabba", "first_day reminder Snabba", "not_charged charged_when"},
        ),
    ],
)
def test_a_decision_comes_by_what_it_stands_on_and_at(scenario, facts, events, day, covered):
    one = scenario(**facts)
    for on, event, *amount in events:
        one.world.event(on, event, **({"amount": amount[0]} if amount else {}))
    one.world.evaluate(date.fromisoformat(day))
    assert not one.world.refusals
    assert one.covered() == covered


def test_days_that_pass_without_payment_are_stood_on(scenario):
    one = scenario(amount="140.00", credit_risk=1)
    one.world.run_through(date(2026, 4, 10))
    steps = {f"{kind} {step}" for kind in ("step", "day_before", "first_day") for step in ("reminder", "warning")}
    assert one.covered() >= steps


@pytest.mark.parametrize(("amount", "side", "taken"), [("139.99", "199.99", False), ("140.00", "200.00", True)])
def test_a_steps_own_condition_is_stood_at_when_the_step_has_come(scenario, amount, side, taken):
    one = scenario(amount=amount, credit_risk=1)
    one.world.run_through(date(2026, 3, 10))
    before = one.covered()
    assert not any("balance: {at_least" in point for point in before)
    one.world.run_through(date(2026, 3, 30))
    found = one.covered() - before
    assert f"limit balance: {{at_least: 200.00}} balance {side}" in found
    assert ("step warning" in found) is taken


@pytest.mark.parametrize(("rate", "stands"), [("0.00", True), (None, False)])
def test_an_absent_fact_stands_at_no_limit(rules, tmp_path, rate, stands):
    text = POLICY.replace("disputed: true", "interest_rate: {at_least: 0.01}")
    (rules / "kiosken.yaml").write_text(text, encoding="utf-8")
    one = Scenario(rules, tmp_path, **({} if rate is None else {"interest_rate": rate}))
    one.world.evaluate(date(2026, 3, 5))
    assert ("limit interest_rate: {at_least: 0.01} interest_rate 0.00" in one.covered()) is stands


@pytest.mark.parametrize(
    ("old", "new", "counts", "not_counted"),
    [
        # the fee is another step's than the file has, but it comes on the same day
        ("fee: 60.00", "fee: 50.00", {"first_day reminder", "not_charged charged_when"}, {"step reminder"}),
        ("days_after_due_date: 8", "days_after_due_date: 7", {"not_charged charged_when"}, {"first_day reminder"}),
        ("title: Varning", "title: Inkassovarning", {"step reminder", "first_day reminder"}, set()),
        ("country: SE", "country: SE  # kommentar", {"step reminder", "first_day reminder"}, set()),
        (
            "approval: automatic",
            "postal_days: 0\napproval: automatic",
            {"step reminder", "first_day reminder"},
            set(),
        ),
        ("approval: automatic", "postal_days: 1\napproval: automatic", {"step reminder"}, {"first_day reminder"}),
        (
            "days_since_invoice_date: {more_than: 40}",
            "days_since_invoice_date: {more_than: 41}",
            {"step reminder"},
            {"not_charged charged_when"},
        ),
        ("policy: kiosken", "policy: kiosk", set(), {"step reminder"}),
        (
            "applies_to_invoices_issued_from: 2025-01-01",
            "applies_to_invoices_issued_from: 2025-06-01",
            set(),
            {"step reminder"},
        ),
    ],
)
def test_a_changed_policy_counts_for_what_the_change_leaves_as_it_is(scenario, old, new, counts, not_counted):
    one = scenario()
    given.changed_line(one.world, old, new)
    one.world.run_through(date(2026, 3, 11))
    found = one.covered()
    assert counts <= found
    assert not not_counted & found


def test_only_what_is_kept_counts(scenario):
    one = scenario()
    one.world.evaluate(date(2026, 3, 9))
    one.watch.begin()
    assert one.covered() == set()
    one.world.evaluate(date(2026, 3, 10))
    assert "step reminder" in one.covered()


@pytest.mark.parametrize(
    ("name", "facts", "days", "covered"),
    [
        (
            "fakturaforsaljning-regress",
            {"offered_for_sale": True, "recourse_agreement": True, "credit_risk": 6, "sent_by": "post"},
            ["2026-02-02"],
            {
                "outcome Köpt med regress",
                "limit credit_risk: {at_most: 6} credit_risk 6",
            },
        ),
        (
            "fakturaforsaljning-regress",
            {"offered_for_sale": True, "credit_risk": 3, "sent_by": "post"},
            ["2026-02-02"],
            # the outcomes after the first that holds are not looked at
            {"outcome Köpt utan regress", "limit credit_risk: {at_most: 3} credit_risk 3"},
        ),
        (
            "fakturaforsaljning-regress",
            {"offered_for_sale": True, "picked_for_review": True, "credit_risk": 6, "sent_by": "post"},
            ["2026-02-02"],
            {"outcome Stickprov"},
        ),
        ("fakturaforsaljning-regress", {"credit_risk": 3}, ["2026-02-02"], set()),
        (
            "fakturaforsaljning-regress",
            {"offered_for_sale": True, "recourse_agreement": True, "credit_risk": 5, "sent_by": "post"},
            ["2026-02-02", "2026-04-01"],
            {"outcome Köpt med regress", "last_of_pursuit 30", "step reminder"},
        ),
        (
            "fakturaforsaljning-regress",
            {"offered_for_sale": True, "recourse_agreement": True, "credit_risk": 5, "sent_by": "post"},
            ["2026-02-02", "2026-04-02"],
            {"outcome Köpt med regress", "buy_back 31"},
        ),
        (
            "fakturaforsaljning-regress",
            {"offered_for_sale": True, "recourse_agreement": True, "credit_risk": 5, "sent_by": "post"},
            ["2026-02-02", "2026-04-03"],
            {"outcome Köpt med regress"},
        ),
    ],
)
def test_buying_and_buying_back(tmp_path, name, facts, days, covered):
    one = Scenario(SHIPPED, tmp_path, **facts)
    one.world.policies.named(name)
    for day in days:
        one.world.run(date.fromisoformat(day))
    assert not one.world.refusals
    assert one.covered(name) == covered


@pytest.mark.parametrize("event", [None, "closed", "handed_over"])
def test_what_is_never_bought_back_does_not_show_the_last_day_before_it(tmp_path, event):
    facts = {"offered_for_sale": True, "recourse_agreement": True, "credit_risk": 5, "sent_by": "post"}
    one = Scenario(SHIPPED, tmp_path, **facts)
    one.world.policies.named("fakturaforsaljning-regress")
    one.world.run(date(2026, 2, 2))
    if event is not None:
        one.world.event("2026-03-20", event)
    one.world.evaluate(date(2026, 4, 1))
    assert ("last_of_pursuit 30" in one.covered("fakturaforsaljning-regress")) is (event is None)


def test_an_account_below_zero(tmp_path):
    one = Scenario(SHIPPED, tmp_path)
    one.world.policies.named("fakturaforsaljning-regress")
    one.world.account = ClientAccount("8001", [{"on": "2026-04-13", "entry": "buy_back", "amount": "-10000.00"}])
    one.world.decide_account(date(2026, 4, 14))
    assert one.covered("fakturaforsaljning-regress") == {"overdraft"}


def test_an_interest_invoice(tmp_path):
    one = Scenario(SHIPPED, tmp_path, amount="36500.00")
    one.world.policies.named("paminnelsemodul")
    one.world.event("2026-03-25", "payment", amount="36500.00")
    one.world.evaluate(date(2026, 3, 25))
    assert one.covered("paminnelsemodul") == {"interest_invoice Räntefaktura"}


def test_every_kind_of_point_occurs_in_the_shipped_policies_or_above(rules):
    policies = [*policies_in(rules).values(), *dunning_engine.load_policies().values()]
    revisions = [policy for history in policies for policy in history.revisions]
    assert {point.kind for policy in revisions for point in points_of(policy).every} == set(PointKind)


@pytest.mark.parametrize(
    ("covered", "total", "written", "enough", "too_much"),
    [
        (0, 0, "100", "100", None),
        (0, 7, "0.0", "0", "0.1"),
        (7, 7, "100", "100", None),
        (2, 3, "66.6", "66.6666", "66.6667"),
        (999, 1000, "99.9", "99.9", "99.91"),
        (9999, 10000, "99.9", "99.99", "100"),
    ],
)
def test_a_percentage_is_exact_and_never_rounded_up(rules, *, covered, total, written, enough, too_much):
    policy = policies_in(rules)["kiosken"].revisions[0]
    missed = points_of(policy).every[:1] * (total - covered)
    coverage = Coverage((PolicyCoverage(policy, total, missed),))
    assert percentage(covered, total) == written
    assert coverage.reaches(Decimal(enough))
    assert too_much is None or not coverage.reaches(Decimal(too_much))
