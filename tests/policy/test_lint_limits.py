"""The section ``limits``: what is read of it, and which limits are said to do nothing."""

import json

import pytest

from dunning_engine.policy.check import check_policy_text, read_policy
from dunning_engine.policy.limits import Limits
from dunning_engine.problems import Severity
from dunning_engine.resources import schemas_directory
from dunning_engine.testing.world import ACTIONS

SECTION = """
limits:
  actions_per_run: 5000
  share_of_ledger_percent: 12.5
  of_each_kind: {demand: 200, remind: 2000}
  after_change_percent_of_last_run: 150
"""


def limits(**lines):
    return "\nlimits:\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items())


def found(text):
    return [(problem.code, problem.severity) for problem in check_policy_text(text, "policy.yaml")]


def test_every_limit_is_read_with_its_place(edited):
    draft, problems = read_policy(edited() + SECTION, "policy.yaml")
    own = draft.policy.limits
    assert problems == ()
    assert (own.actions_per_run.most, own.share_of_ledger.most, own.after_change.most) == (5000, 1250, 15000)
    assert {kind: limit.most for kind, limit in own.of_each_kind.items()} == {"demand": 200, "remind": 2000}
    limit = own.of_each_kind["demand"]
    assert limit.line[limit.span.column - 1 : limit.span.end_column - 1] == "200"


def test_a_policy_without_the_section_has_no_limits(edited):
    assert read_policy(edited(), "policy.yaml")[0].policy.limits is None


def test_one_limit_alone_leaves_the_others_open(edited):
    own = read_policy(edited() + limits(actions_per_run=1), "policy.yaml")[0].policy.limits
    assert own == Limits(actions_per_run=own.actions_per_run)


def test_the_schema_knows_every_action():
    schema = json.loads((schemas_directory() / "policy.schema.json").read_text(encoding="utf-8"))
    kinds = schema["properties"]["limits"]["properties"]["of_each_kind"]["properties"]
    assert sorted(kinds) == sorted(ACTIONS)


@pytest.mark.parametrize(
    "section",
    [
        limits(actions_per_run=1, share_of_ledger_percent=0.01),
        limits(share_of_ledger_percent=99.99, after_change_percent_of_last_run=100),
        limits(actions_per_run=200, of_each_kind="{demand: 199, match_ledger_items: 1}"),
    ],
)
def test_what_is_right_is_left_alone(edited, section):
    assert found(edited() + section) == []


ERROR, WARNING = Severity.ERROR, Severity.WARNING


@pytest.mark.parametrize(
    ("section", "problems"),
    [
        ({"share_of_ledger_percent": 100.01}, [("DE207", ERROR)]),
        ({"share_of_ledger_percent": 100}, [("DE390", WARNING)]),
        ({"share_of_ledger_percent": 2.505}, [("DE310", ERROR)]),
        ({"share_of_ledger_percent": 0}, [("DE389", ERROR)]),
        ({"after_change_percent_of_last_run": 0}, [("DE389", ERROR)]),
        ({"after_change_percent_of_last_run": 99.99}, [("DE391", WARNING)]),
        ({"actions_per_run": -1}, [("DE207", ERROR)]),
        ({"actions_per_run": 2.5}, [("DE202", ERROR)]),
        ({"actions_per_run": 0, "of_each_kind": "{demand: 3}"}, [("DE389", ERROR)]),
        ({"actions_per_run": 200, "of_each_kind": "{demand: 200}"}, [("DE390", WARNING)]),
        ({"of_each_kind": "{}"}, [("DE211", ERROR)]),
        ({"of_each_kind": "{remnd: 3, warn: 3}"}, [("DE204", ERROR)]),
        ({"of_each_kind": "{write_off: 3}"}, [("DE388", ERROR)]),
        ({"of_each_kind": "{pay_out: 3}"}, [("DE388", WARNING)]),
        ({"max_actions": 3}, [("DE204", ERROR)]),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_once(edited, section, problems):
    assert found(edited() + limits(**section)) == problems


TRADE = (
    *("review", "buy_without_recourse", "buy_with_recourse", "decline", "pay_out", "notify_client", "notify_customer"),
    *("charge_client", "buy_back", "continue_in", "invoice_interest", "charge_overdraft_interest"),
)


@pytest.mark.parametrize("kind", [*TRADE, "remind", "demand", "match_ledger_items"])
def test_what_a_buyer_does_may_be_limited(trading, kind):
    assert found(trading() + limits(of_each_kind=f"{{{kind}: 3}}")) == []


@pytest.mark.parametrize("kind", ["lend", "request_information", "monitor"])
def test_what_a_buyer_does_not_do_may_not(trading, kind):
    assert found(trading() + limits(of_each_kind=f"{{{kind}: 3}}")) == [("DE388", ERROR)]


def test_a_notice_to_the_customer_is_limited_only_where_there_is_one(trading):
    text = trading(("notice_of_assignment: true", "notice_of_assignment: false"))
    assert found(text + limits(of_each_kind="{notify_customer: 3}")) == [("DE430", WARNING), ("DE388", ERROR)]


def test_of_a_step_with_choices_the_choices_count(edited):
    step = """
  - step: order
    title: Vidare
    action: apply_for_payment_order
    days_after_previous_step: 14
    choices: [{choice: monitoring, title: Efterbevakning, action: monitor}]
"""
    text = edited(("    pay_within_days: 10\n", f"    pay_within_days: 10\n{step}"))
    assert found(text + limits(of_each_kind="{monitor: 3}")) == []
    assert found(text + limits(of_each_kind="{apply_for_payment_order: 3}")) == [("DE388", ERROR)]


def test_an_action_of_an_override_may_be_limited(edited):
    override = """
overrides:
  - title: Eget
    when: {client: "4711"}
    steps:
      collection: {request_if_missing: [customer_email]}
"""
    assert found(edited() + override + limits(of_each_kind="{request_information: 3}")) == []


def test_a_step_that_cannot_be_read_makes_no_limit_look_wrong(edited):
    text = edited(("    days_after_previous_step: 8\n", "    days_after_previous_step: 8\n    when: {balans: 3}\n"))
    assert [code for code, _ in found(text + limits(of_each_kind="{demand: 3, warn: 3}"))] == ["DE304"]
