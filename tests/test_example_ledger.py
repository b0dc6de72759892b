"""The example ledger shows everything that the two shipped policies can do, and its recorded steps are those they propose."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dunning_engine import evaluate, load_policies
from dunning_engine.decisions.words import BLOCKERS
from dunning_engine.facts.event import EventKind
from dunning_engine.ledger.ledger import read_ledger

ROOT = Path(__file__).parent.parent
AS_OF = date(2026, 3, 31)
SHIPPED = ("fakturaservice", "paminnelsemodul")

# Blockers that neither policy can give, each with why.
NEVER_HERE = {
    "disputed": "both hold a disputed claim before a step is looked at",
    "paused": "both have a hold of their own",
    "promised": "both have a hold of their own",
    "payment_plan": "both have a hold of their own",
    "payments_unknown": "neither says how old payments may be",
    "payments_too_old": "neither says how old payments may be",
    "no_reference_rate": "every day of the ledger has a rate",
    "registered_too_late": "the one step that asks for it is skipped",
    "fee_capped": "a fee above its cap does not pass the check",
    "no_fee_cap": "both start after the first cap",
    "already_charged": "each has one demand, and a step is taken once",
}


@pytest.fixture(scope="module")
def policies():
    return load_policies(ROOT / "rules")


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(ROOT / "examples" / "ledger.csv", events=ROOT / "examples" / "events.csv")


@pytest.fixture(scope="module")
def decisions(ledger, policies):
    return [evaluate(policies[entry.invoice.policy], entry.invoice, as_of=AS_OF) for entry in ledger.entries]


def test_every_row_can_be_read(ledger):
    assert ledger.problems == ()
    assert len(ledger.entries) == 71
    assert {entry.invoice.policy for entry in ledger.entries} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_is_proposed(name, decisions, policies):
    declared = {step.name for step in policies[name].revision_for(AS_OF).steps}
    proposed = {action.step for decision in decisions if decision.policy == name for action in decision.actions}
    assert proposed - {None} == declared


@pytest.mark.parametrize("name", SHIPPED)
def test_every_exclusion_and_hold_occurs(name, decisions, policies):
    policy = policies[name].revision_for(AS_OF)
    declared = {("excluded", gate.reason) for gate in policy.exclude} | {("hold", gate.reason) for gate in policy.hold}
    met = {
        (blocker.code, blocker.details["reason"])
        for decision in decisions
        if decision.policy == name
        for blocker in decision.blockers
        if blocker.code in ("excluded", "hold")
    }
    assert met == declared


def test_every_blocker_occurs_that_the_policies_can_give(decisions):
    known = {code.partition(":")[0] for code in BLOCKERS}
    met = {blocker.code for decision in decisions for blocker in decision.blockers}
    assert met == known - set(NEVER_HERE)
    assert set(NEVER_HERE) <= known


def test_both_choices_requests_and_ledger_hints_occur(decisions):
    actions = Counter(action.action for decision in decisions for action in decision.actions)
    for action in ("apply_for_payment_order", "monitor", "request_information", "match_ledger_items", "hand_over"):
        assert actions[action] > 0, action


def test_most_invoices_are_paid_and_nothing_is_asked_of_them(decisions):
    settled = [decision for decision in decisions if decision.stage in ("paid", "closed")]
    assert len(settled) > len(decisions) / 2
    assert all(not decision.actions and decision.balance <= 0 for decision in settled)


def test_what_an_invoice_was_charged_is_what_its_policy_proposes_on_that_day(ledger, policies):
    checked = 0
    for entry in ledger.entries:
        for position, event in enumerate(entry.invoice.events):
            if event.event is not EventKind.STEP:
                continue
            before = replace(entry.invoice, events=entry.invoice.events[:position])
            decision = evaluate(policies[before.policy], before, as_of=event.on)
            action = next((one for one in decision.actions if one.step == event.step), None)
            assert action is not None, (before.invoice, event)
            expected = (event.fee, event.interest or 0, event.pay_by, event.sent_by, event.key)
            assert expected == (action.fee, action.interest, action.pay_by, action.send_by, action.key), before.invoice
            checked += 1
    assert checked > 40
