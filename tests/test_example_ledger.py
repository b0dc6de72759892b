"""The example ledger shows everything that the shipped policies can do, and what is recorded is what they proposed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import pytest

from dunning_engine import evaluate, load_policies
from dunning_engine.decisions.evaluate import evaluate_each
from dunning_engine.decisions.overdraft import decide_account
from dunning_engine.decisions.record import events_for
from dunning_engine.decisions.words import BLOCKERS
from dunning_engine.facts.account import EntryKind
from dunning_engine.facts.event import EventKind
from dunning_engine.ledger.accounts import read_accounts
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.policy.trade import OutcomeKind

ROOT = Path(__file__).parent.parent
AS_OF = date(2026, 3, 31)
DAY = timedelta(days=1)
BUYERS = ("factoring", "fakturabelaning", "fakturaforsaljning-regress", "fakturakop")
SHIPPED = (*BUYERS, "fakturaservice", "paminnelsemodul")
OUTCOMES = frozenset(kind.value for kind in OutcomeKind)

# Blockers that no invoice of this ledger can get, each with why.
NEVER_HERE = {
    "account_unknown": "every account can be read",
    "recourse_over": "nothing is offered so late",
    "set_off": "no client whose account is overdrawn has a payout due that day",
    "disputed": "every policy holds a disputed claim before a step is looked at",
    "paused": "every policy has a hold of its own",
    "promised": "every policy has a hold of its own",
    "payment_plan": "every policy has a hold of its own",
    "payments_unknown": "no policy says how old payments may be",
    "payments_too_old": "no policy says how old payments may be",
    "no_reference_rate": "every day of the ledger has a rate",
    "registered_too_late": "the one step that asks for it is skipped",
    "fee_capped": "a fee above its cap does not pass the check",
    "no_fee_cap": "every policy starts after the first cap",
    "already_charged": "each has one demand, and a step is taken once",
    "no_outcome": "every list of outcomes ends with one that always holds",
    "bought_back": "the policy that continues is there, and decides",
    "no_overdraft_rule": "is said of an account",
}

# The invoice whose column says the policy that took over, and the one that it was sold under.
SOLD_UNDER = {"3021": "fakturaforsaljning-regress"}

# What the engine proposes and the caller records; the rest has happened to an invoice.
RECORDED = frozenset(
    {
        EventKind.STEP,
        EventKind.SOLD,
        EventKind.BOUGHT_BACK,
        EventKind.DONE,
        EventKind.INFORMATION_REQUESTED,
        EventKind.INTEREST_INVOICED,
    }
)


@pytest.fixture(scope="module")
def policies():
    return load_policies(ROOT / "rules")


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(ROOT / "examples" / "ledger.csv", events=ROOT / "examples" / "events.csv")


@pytest.fixture(scope="module")
def invoices(ledger):
    return {entry.invoice.invoice: entry.invoice for entry in ledger.entries}


@pytest.fixture(scope="module")
def decisions(invoices, policies):
    return evaluate_each([(policies[invoice.policy], invoice) for invoice in invoices.values()], as_of=AS_OF)


@pytest.fixture(scope="module")
def by_number(decisions):
    return {decision.invoice: decision for decision in decisions}


@pytest.fixture(scope="module")
def accounts():
    return read_accounts(ROOT / "examples" / "accounts.csv")


def test_every_row_can_be_read(ledger, invoices):
    assert ledger.problems == ()
    assert len(ledger.entries) == 161
    assert {invoice.policy for invoice in invoices.values()} == set(SHIPPED)


# Everything occurs


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


@pytest.mark.parametrize("name", BUYERS)
def test_every_outcome_is_proposed(name, decisions, policies):
    declared = {outcome.title for outcome in policies[name].revision_for(AS_OF).purchase.outcomes}
    proposed = {
        action.title
        for decision in decisions
        if decision.policy == name
        for action in decision.actions
        if action.action in OUTCOMES
    }
    assert proposed == declared


def test_every_blocker_occurs_that_the_policies_can_give(decisions):
    known = {code.partition(":")[0] for code in BLOCKERS}
    met = {blocker.code for decision in decisions for blocker in decision.blockers}
    assert met == known - set(NEVER_HERE)
    assert set(NEVER_HERE) <= known


def test_every_kind_of_action_occurs(decisions):
    actions = Counter(action.action for decision in decisions for action in decision.actions)
    beyond_the_steps = ("pay_out", "buy_back", "continue_in", "invoice_interest", "notify_client", "notify_customer")
    others = ("apply_for_payment_order", "monitor", "request_information", "match_ledger_items", "hand_over")
    for action in (*beyond_the_steps, *others):
        assert actions[action] > 0, action


def test_nothing_is_asked_of_the_debtor_who_has_paid(decisions):
    settled = [decision for decision in decisions if decision.stage in ("paid", "closed")]
    assert len(settled) > len(decisions) / 3
    assert all(decision.balance <= 0 for decision in settled)
    assert {action.action for decision in settled for action in decision.actions} == {"invoice_interest", "pay_out"}


# Who owns the flow


@pytest.mark.parametrize("number", ["1038", "2035"])
def test_the_sellers_own_policy_leaves_a_sold_invoice_alone(number, by_number):
    decision = by_number[number]
    assert (decision.stage, decision.actions) == ("sold", ())
    assert [blocker.code for blocker in decision.blockers] == ["sold"]


def test_bought_back_invoices_are_in_the_service_flow(by_number, invoices):
    bought_back = {
        number: [action.action for action in by_number[number].actions]
        for number, invoice in invoices.items()
        if any(event.event is EventKind.BOUGHT_BACK for event in invoice.events)
    }
    assert {by_number[number].policy for number in bought_back} == {"fakturaservice"}
    assert bought_back == {
        "3016": [],
        "3017": ["monitor"],
        "3018": ["demand"],
        "3019": [],
        "3020": [],
        "3021": [],
        "6010": ["apply_for_payment_order"],
    }


def test_the_last_day_of_pursuit_and_the_day_after(invoices, policies):
    looked_at = []
    for number, invoice in invoices.items():
        name = SOLD_UNDER.get(number, invoice.policy)
        bought_back = next((event for event in invoice.events if event.event is EventKind.BOUGHT_BACK), None)
        if bought_back is None:
            continue
        before = replace(invoice, events=tuple(event for event in invoice.events if event.on < bought_back.on))
        last_day, day_after = (
            evaluate(policies[name], before, as_of=day) for day in (bought_back.on - DAY, bought_back.on)
        )
        assert "buy_back" not in {action.action for action in last_day.actions}
        assert [(one.amount, one.step) for one in day_after.actions if one.action == "buy_back"] == [
            (bought_back.amount, None)
        ]
        looked_at.append(number)
    assert len(looked_at) == 7


def test_the_window_is_open_for_one_and_shut_for_its_neighbour(by_number):
    """6006 fell due on 30 January and 6007 the day before: day 60 and day 61."""
    open_still, shut = by_number["6006"], by_number["6007"]
    assert (open_still.actions, open_still.next.step, open_still.next.earliest) == ((), "buy_back", AS_OF + DAY)
    assert [action.action for action in shut.actions][:2] == ["buy_back", "continue_in"]


@pytest.mark.parametrize(
    ("number", "amount"), [("3013", 1128148), ("3014", 1209836), ("6007", 1120000), ("6008", 1034274)]
)
def test_what_is_bought_back_is_what_is_left(number, amount, by_number):
    """3014 and 6008 are paid in part; of a loan it is what the payments have not covered."""
    assert [action.amount for action in by_number[number].actions if action.action == "buy_back"] == [amount]


# Interest invoices


def test_interest_is_invoiced_alone_or_together(decisions):
    invoiced = {
        action.key: ([line.invoice for line in action.lines], action.interest)
        for decision in decisions
        for action in decision.actions
        if action.action == "invoice_interest"
    }
    assert invoiced == {
        "2036/invoice_interest": (["2036"], 31068),
        "2037/invoice_interest": (["2037", "2038", "2039"], 10799),
        "2041/invoice_interest": (["2041"], 10000),
    }


# What is recorded


def test_what_is_recorded_is_what_was_proposed_on_that_day(invoices, policies):
    checked = Counter()
    for number, invoice in invoices.items():
        name = SOLD_UNDER.get(number, invoice.policy)
        for position, event in enumerate(invoice.events):
            given = event.event is EventKind.SOLD and name not in BUYERS
            if event.event not in RECORDED or given:
                continue
            before = replace(invoice, events=invoice.events[:position])
            decision = evaluate(policies[name], before, as_of=event.on)
            proposed = [one for action in decision.actions for _, one in events_for(action, number)]
            assert _what_it_says(event) in [_what_it_says(one) for one in proposed], (number, event)
            checked[event.event] += 1
    assert set(checked) == RECORDED
    assert checked[EventKind.STEP] > 80


def _what_it_says(event):
    # A step that claims no interest may say so or leave it out.
    return replace(event, interest=event.interest or 0)


# The clients' accounts


def test_every_account_can_be_read(accounts):
    assert accounts.problems == ()
    assert [found.account.account for found in accounts.found] == ["K7101", "K7102", "K7103", "K7401"]


def test_an_account_holds_what_happened_to_the_clients_invoices(accounts, invoices):
    for found in accounts.found:
        account = found.account
        events = [
            (event.on, event.event, number, event)
            for number, invoice in invoices.items()
            if invoice.client == account.client
            for event in invoice.events
        ]
        sold = {(on, number, event.price) for on, kind, number, event in events if kind is EventKind.SOLD}
        bought_back = {
            (on, number, -event.amount) for on, kind, number, event in events if kind is EventKind.BOUGHT_BACK
        }
        assert {_about(entry) for entry in account.entries if entry.entry is EntryKind.PURCHASE} == sold
        assert {_about(entry) for entry in account.entries if entry.entry is EntryKind.BUY_BACK} == bought_back


def _about(entry):
    return entry.on, entry.invoice, entry.amount


def test_overdraft_interest_is_charged_until_the_debt_is_settled(accounts, policies):
    decided = {
        found.account.account: decide_account(policies[found.account.policy], found.account, as_of=AS_OF)
        for found in accounts.found
    }
    pending = {name: [(action.on, action.amount) for action in one.actions] for name, one in decided.items()}
    assert pending == {
        "K7101": [(date(2026, 3, 30), 1218), (date(2026, 3, 31), 1219)],
        "K7102": [],
        "K7103": [],
        "K7401": [],
    }
    assert [blocker.code for blocker in decided["K7401"].blockers] == ["no_overdraft_rule"]


@pytest.mark.parametrize(("name", "cure"), [("K7102", EntryKind.DEPOSIT), ("K7103", EntryKind.PURCHASE)])
def test_each_cure_ends_the_overdraft(name, cure, accounts):
    account = next(found.account for found in accounts.found if found.account.account == name)
    balances = list(accumulate(entry.amount for entry in account.entries))
    last_below = max(position for position, balance in enumerate(balances) if balance < 0)
    assert account.entries[last_below + 1].entry is cure
    assert account.balance(AS_OF) >= 0


def test_the_interest_that_was_charged_is_what_each_day_costs(accounts, policies):
    charged = 0
    for found in accounts.found:
        account = found.account
        for entry in account.entries:
            if entry.entry is not EntryKind.OVERDRAFT_INTEREST:
                continue
            rest = tuple(other for other in account.entries if other is not entry and other.on <= entry.on)
            decision = decide_account(policies[account.policy], replace(account, entries=rest), as_of=entry.on)
            assert [(action.on, action.amount) for action in decision.actions] == [(entry.on, -entry.amount)]
            charged += 1
    assert charged == 10
