"""What the steps stand on: one scenario's policies, invoices, account and what has been carried out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.invoice import Invoice
from dunning_engine.problems import PolicyError, Severity
from dunning_engine.testing import (
    given,
    given_account,
    then_account,
    then_action,
    then_interest_invoice,
    then_sale,
    then_step,
    when,
)
from dunning_engine.testing.values import comparable, event_as_given
from dunning_engine.testing.words import SAID_OF_ACTIONS
from dunning_engine.testing.world import ACTIONS, World

RULES = Path(__file__).parents[2] / "rules"
INVOICE = {
    "invoice": "1001",
    "client": "4711",
    "customer": "17",
    "customer_kind": "business",
    "customer_identity_number": "559999-0016",
    "issued_on": "2026-02-01",
    "due_on": "2026-03-02",
    "amount": "10000.00",
    "currency": "SEK",
    "sent_by": "post",
    "offered_for_sale": True,
    "recourse_agreement": True,
    "credit_risk": 5,
}
SHORT = """\
policy: {name}
title: Kort
applies_to_invoices_issued_from: {since}
currency: SEK
country: SE
approval: automatic
steps:
  - {{step: reminder, title: Påminnelse, action: remind, days_after_due_date: {days}, send_by: post, pay_within_days: 8}}
"""


@pytest.fixture
def world(tmp_path):
    one = World(RULES, lambda: tmp_path, "sv")
    one.policies.named("fakturaforsaljning-regress")
    one.facts = dict(INVOICE)
    return one


@pytest.mark.parametrize(
    "event",
    [
        Event(on=date(2026, 3, 1), event=EventKind.PAYMENT, amount=50_000),
        Event(
            on=date(2026, 3, 1), event=EventKind.STEP, step="reminder", fee=6_000, interest=1_918, key="1001/reminder"
        ),
        Event(on=date(2026, 3, 1), event=EventKind.STEP, step="list", sent_by="post", pay_by=date(2026, 3, 9)),
        Event(on=date(2026, 3, 1), event=EventKind.SOLD, sale="pledged", price=785_000),
        Event(on=date(2026, 3, 1), event=EventKind.DONE, key="1001/pay_out"),
        Event(on=date(2026, 3, 1), event=EventKind.HANDED_OVER),
        Event(on=date(2026, 3, 1), event=EventKind.INFORMATION_REQUESTED, fact="customer_identity_number"),
        Event(on=date(2026, 3, 1), event=EventKind.PROMISE, until=date(2026, 4, 1)),
    ],
    ids=lambda event: event.event.value,
)
def test_an_event_is_read_back_as_it_was(event):
    read = Invoice.from_mapping({**INVOICE, "events": [event_as_given(event)]})
    assert read.events == (event,)


def test_what_a_kind_does_not_carry_is_left_out():
    assert event_as_given(Event(on=date(2026, 3, 1), event=EventKind.CLOSED)) == {"on": "2026-03-01", "event": "closed"}


def test_amounts_of_a_table_may_be_written_as_people_do():
    row = {"amount": "10 079,18", "payout": "9710", "account": "1518", "on": "2026-04-02", "credit": ""}
    assert comparable(row) == {**row, "amount": "10079.18", "payout": "9710.00"}


def test_a_policy_that_is_written_is_checked_with_the_one_it_continues_in(world):
    world.policies.texts = [world.policies.only_text()]
    history = world.policies.followed()
    assert history.name == "fakturaforsaljning-regress"
    assert set(history.continued_by) == {"fakturaservice"}
    assert world.policies.problems(Severity.ERROR) == []


def test_the_first_of_several_written_policies_is_followed_and_a_name_said_again_is_a_revision(world):
    for name, since, days in (("b", "2020-01-01", 7), ("a", "2020-01-01", 5), ("b", "2026-01-01", 9)):
        given.policy_written(world, SHORT.format(name=name, since=since, days=days))
    history = world.policies.followed()
    assert (history.name, len(history.revisions)) == ("b", 2)
    with pytest.raises(AssertionError, match="which one is meant"):
        given.changed_line(world, "currency: SEK", "currency: EUR")


def test_a_changed_text_is_read_anew(world):
    given.policy_written(world, SHORT.format(name="a", since="2020-01-01", days=5))
    assert world.policies.followed().revisions[0].currency == "SEK"
    given.changed_line(world, "currency: SEK", "currency: kronor")
    with pytest.raises(PolicyError):
        world.policies.followed()


def test_a_line_with_quotation_marks_is_named_with_apostrophes(world):
    given.changed_line(world, "book_as: '1518'", "book_as: '1519'")
    assert "book_as: '1519'" in world.policies.only_text()
    with pytest.raises(AssertionError, match="0 lines are"):
        given.changed_line(world, "book_as: '1518'", "book_as: '1520'")


@pytest.mark.parametrize(
    ("language", "said"), [("sv", "'amunt' finns inte: menade du amount?"), ("en", "there is no 'amunt': did you mean")]
)
def test_a_misspelt_column_finds_the_one_that_was_meant(world, language, said):
    world.language = language
    world.evaluate(date(2026, 2, 2))
    with pytest.raises(AssertionError, match=said):
        then_action.actions_proposed(world, [["action", "amunt"], ["decline", ""]])


@pytest.mark.parametrize(
    ("step", "table"),
    [
        (then_sale.terms_shown, [["fees"], ["290,00"]]),
        (lambda world, table: then_action.booked(world, "buy_with_recourse", table), [["acount"], ["1510"]]),
    ],
)
def test_every_table_knows_its_columns(world, step, table):
    world.evaluate(date(2026, 2, 2))
    with pytest.raises(AssertionError, match="menade du"):
        step(world, table)


def test_an_interest_invoices_columns_are_known_too(world):
    world.policies.named("paminnelsemodul")
    world.facts |= {"amount": "36500.00"}
    world.event("2026-03-12", "payment", amount="36500.00")
    world.evaluate(date(2026, 3, 12))
    with pytest.raises(AssertionError, match="menade du interest"):
        then_interest_invoice.interest_invoice(world, 10_000, [["intrest"], ["100,00"]])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda world: world.facts.update(custmer_kind="business"), "did you mean 'customer_kind'"),
        (lambda world: world.event("2026-03-01", "paymnt"), "did you mean 'payment'"),
        (lambda world: world.event("2026-03-01", "payment", amout="5.00"), "did you mean 'amount'"),
        (lambda world: world.event("2026-03-01", "payment", amount="5.00", invoice="1010"), "menade du 1001"),
        (lambda world: given.other_invoices(world, [["invoise", "amount"], ["1002", "5,00"]]), "menade du invoice"),
    ],
    ids=["fact", "event", "field", "invoice", "column"],
)
def test_a_misspelt_name_finds_the_one_that_was_meant(world, change, said):
    def decide():
        change(world)
        world.evaluate(date(2026, 3, 1))
        world.decided()

    with pytest.raises(AssertionError, match=said):
        decide()


@pytest.mark.parametrize(
    ("language", "action", "said"),
    [
        ("sv", "köp med regress", "'köp med regress' finns inte: menade du buy_with_recourse?"),
        ("sv", "Återköp", "'Återköp' finns inte: menade du buy_back?"),
        ("sv", "utbetalnig", "'utbetalnig' finns inte: menade du pay_out?"),
        ("en", "buy with recourse", "there is no 'buy with recourse': did you mean buy_with_recourse?"),
        ("en", "xyz", "there is no 'xyz'; there are: list, notify, remind"),
    ],
)
@pytest.mark.parametrize(
    "step",
    [
        then_action.action_proposed,
        then_action.action_not_proposed,
        then_action.not_booked,
        then_step.action_is,
        then_sale.client_told,
        lambda world, action: then_action.action_with_title(world, action, "T"),
        lambda world, action: then_action.actions_proposed(world, [["action"], [action]]),
        when.entered,
    ],
)
def test_a_word_that_is_no_action_finds_the_one_that_was_meant(world, language, action, said, step):
    world.language = language
    given_account.empty_account(world, "8001")
    world.evaluate(date(2026, 3, 12))
    with pytest.raises(AssertionError, match=re.escape(said)):
        step(world, action)


def test_what_people_call_an_action_is_an_action():
    assert set(SAID_OF_ACTIONS.values()) == set(ACTIONS)


@pytest.mark.parametrize(
    "step", [given.policy_named, lambda world, name: given.policy_with_changed_line(world, name, "a", "b")]
)
def test_a_misspelt_policy_finds_the_one_that_was_meant(world, step):
    with pytest.raises(AssertionError, match="'fakturasevice' finns inte: menade du fakturaservice"):
        step(world, "fakturasevice")


def test_other_invoices_are_as_the_first_but_for_what_is_said(world):
    given.other_invoices(world, [["invoice", "amount", "credit_risk"], ["1002", "5 000,00", ""], ["1003", "", "7"]])
    world.event("2026-02-02", "payment", amount="10000.00")
    world.event("2026-02-02", "payment", amount="1000.00", invoice="1002")
    world.evaluate(date(2026, 2, 2))
    assert [(one.invoice, one.balance) for one in world.decisions] == [
        ("1001", 0),
        ("1002", 400_000),
        ("1003", 1_000_000),
    ]
    assert [one.action for one in world.decisions[1].actions][:1] == ["buy_with_recourse"]
    assert [one.action for one in world.decisions[2].actions][:1] == ["decline"]


def test_what_is_carried_out_is_recorded_on_its_own_invoice_and_not_proposed_again(world):
    given.other_invoices(world, [["invoice"], ["1002"]])
    world.run(date(2026, 2, 2))
    assert {(event["invoice"], event["event"]) for event in world.events} == {
        ("1001", "sold"),
        ("1001", "done"),
        ("1002", "sold"),
        ("1002", "done"),
    }
    world.evaluate(date(2026, 2, 2))
    assert [decision.actions for decision in world.decisions] == [(), ()]
    wanted = [["action"], ["buy_with_recourse"], ["notify_client"], ["notify_customer"]]
    then_action.actions_carried_out(world, wanted)
    then_action.actions_carried_out(
        world,
        [
            ["invoice", "about"],
            *([number, about] for number in ("1001", "1002") for about in ("", "buy_with_recourse", "sold")),
        ],
    )


def test_another_like_it_begins_anew(world):
    world.run_through(date(2026, 3, 9))
    other = world.like_this()
    assert (other.carried_out, other.last_run, other.facts) == ([], None, world.facts)
    other.event("2026-03-10", "payment", amount="1.00")
    assert len(other.events) == len(world.events) + 1


@pytest.mark.parametrize(
    ("through", "action", "entry"),
    [
        (date(2026, 2, 1), "buy_with_recourse", {"entry": "purchase", "amount": "9710.00", "invoice": "1001"}),
        (date(2026, 2, 2), "pay_out", {"entry": "payout", "amount": "-9710.00", "invoice": "1001"}),
        (date(2026, 4, 2), "buy_back", {"entry": "buy_back", "amount": "-10079.18", "invoice": "1001"}),
    ],
)
def test_what_follows_on_the_account(world, through, action, entry):
    given_account.empty_account(world, "8001")
    world.run_through(through)
    when.entered(world, action)
    assert world.client_account().entries == [{"on": through.isoformat(), **entry}]


def test_a_payout_of_nothing_is_no_entry(world):
    given_account.account_with_entries(
        world, "8001", [["on", "entry", "amount"], ["2026-02-01", "buy_back", "-50 000,00"]]
    )
    world.run(date(2026, 2, 1))
    world.evaluate(date(2026, 2, 2))
    when.entered(world, "pay_out")
    assert world.proposed("pay_out")[0].amount == 0
    assert len(world.client_account().entries) == 1


def test_only_what_is_proposed_is_entered_on_the_account(world):
    given_account.empty_account(world, "8001")
    world.evaluate(date(2026, 2, 2))
    with pytest.raises(AssertionError, match="väntade pay_out, fick –"):
        when.entered(world, "pay_out")
    with pytest.raises(AssertionError, match="notify_client is no entry"):
        when.entered(world, "notify_client")


def test_charged_days_are_entries_of_their_days(world):
    given_account.account_with_entries(
        world, "8001", [["on", "entry", "amount"], ["2026-04-13", "buy_back", "-10 000,00"]]
    )
    world.decide_account(date(2026, 4, 14))
    when.entered(world, "charge_overdraft_interest")
    assert [(entry["on"], entry["amount"]) for entry in world.client_account().entries[1:]] == [
        ("2026-04-13", "-12.08"),
        ("2026-04-14", "-12.10"),
    ]
    then_account.account_balance(world, -1_002_418, date(2026, 4, 14))


@pytest.mark.parametrize(
    ("heading", "row", "said"),
    [
        (["on", "entry", "amunt"], ["2026-04-13", "deposit", "5,00"], "did you mean 'amount'"),
        (["on", "entry", "amount"], ["2026-04-13", "deposite", "5,00"], "did you mean 'deposit'"),
    ],
)
def test_a_misspelt_entry_finds_the_one_that_was_meant(world, heading, row, said):
    given_account.account_with_entries(world, "8001", [heading, row])
    world.decide_account(date(2026, 4, 14))
    with pytest.raises(AssertionError, match=said):
        then_account.no_overdraft_interest(world)
    with pytest.raises(AssertionError, match=said):
        then_account.account_balance(world, 500, date(2026, 4, 14))


def test_lines_that_do_not_balance_are_seen(world, monkeypatch):
    world.evaluate(date(2026, 2, 2))
    bought = world.one_proposed("buy_with_recourse")
    lines = [["account", "debit", "credit"], ["2811", "9 710,00", ""], ["6064", "290,00", ""]]
    with pytest.raises(AssertionError, match="bokföringsraderna"):
        then_action.booked(world, "buy_with_recourse", lines)
    monkeypatch.setattr(world, "one_proposed", lambda _: replace(bought, postings=bought.postings[:2]))
    with pytest.raises(AssertionError, match=r"debet och kredit: väntade 10000\.00, fick 0\.00"):
        then_action.booked(world, "buy_with_recourse", lines)


def test_a_step_without_its_given_or_when_says_so(world):
    with pytest.raises(AssertionError, match="a When is missing"):
        world.decided()
    with pytest.raises(AssertionError, match="there is no account"):
        then_account.no_overdraft_interest(world)
    given_account.empty_account(world, "8001")
    world.evaluate(date(2026, 3, 12))
    with pytest.raises(AssertionError, match="a When is missing"):
        then_account.no_overdraft_interest(world)


@pytest.mark.parametrize(
    ("wanted", "got", "said"),
    [
        (
            [{"step": "a", "on": "1"}, {"step": "b", "on": "2"}],
            [{"step": "a", "on": "1"}, {"step": "b", "on": "3"}],
            "tagna steg:\n  väntade step b | on 2\n  fick step b | on 3",
        ),
        ([{"step": "a"}, {"step": "b"}], [{"step": "a"}], "tagna steg:\n  väntade step b"),
        ([{"step": "a"}], [{"step": "a"}, {"step": "b"}], "tagna steg:\n  fick step b"),
        ([{"step": "a"}], [], "tagna steg:\n  väntade step a"),
        (
            [{"step": "a"}, {"step": "b"}],
            [{"step": "b"}, {"step": "a"}],
            "tagna steg:\n  väntade step a\n  väntade step b\n  fick step b\n  fick step a",
        ),
        (["a", "b"], ["a"], "tagna steg: väntade a; b, fick a"),
    ],
)
def test_of_two_tables_the_rows_that_differ_are_named(world, wanted, got, said):
    with pytest.raises(AssertionError) as failed:
        world.expect("taken", wanted, got)
    assert str(failed.value) == said
