"""A client's invoices bought, paid out and bought back over its account: what it owes is covered before it gets anything."""

from dataclasses import replace
from datetime import timedelta

from caller import events_of
from drawn_invoices import offers, with_events
from drawn_trade import SELLING, linked, pairs
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.record import entries_for
from dunning_engine.facts.account import Account, Entry, EntryKind

FIRST = {"pay_out", *SELLING}


def entered(account, actions):
    entries = [entry for number, action in actions for entry in entries_for(action, number)]
    return replace(account, entries=(*account.entries, *entries))


@given(pairs(), st.lists(offers(), min_size=1, max_size=3), st.integers(-3_000_000, 100_000), st.data())
@settings(max_examples=40, deadline=None)
def test_nothing_is_paid_out_beyond_what_the_client_is_owed_in_all(pair, drawn, opening, data):
    history = linked(pair)
    invoices = [
        replace(one, invoice=str(number), client="C1", issued_on=drawn[0].issued_on, due_on=drawn[0].due_on)
        for number, one in enumerate(drawn)
    ]
    day = drawn[0].issued_on
    opened = (Entry(on=day, entry=EntryKind.OTHER, amount=opening),) if opening else ()
    account = Account(account="1", client="C1", currency="SEK", entries=opened)
    for gap in data.draw(st.lists(st.sampled_from([0, 1, 1, 2, 5, 20]), min_size=10, max_size=14)):
        day += timedelta(days=gap)
        decisions = evaluate(history, invoices, as_of=day, accounts=[account])
        alone = evaluate(history, invoices, as_of=day)
        actions = [(decision.invoice, action) for decision in decisions for action in decision.actions]
        full = {action.key: action.amount for decision in alone for action in decision.actions}
        paid = [action for _, action in actions if action.action == "pay_out"]
        assert {action.key for _, action in actions} == full.keys()
        assert all(action.amount + action.set_off == full[action.key] for action in paid)
        assert all(sum(line.debit for line in action.postings) == action.amount for action in paid if not action.about)
        account = entered(account, [one for one in actions if one[1].action in FIRST])
        if any(action.amount for action in paid):
            assert account.balance(day) >= 0
        account = entered(account, [one for one in actions if one[1].action not in FIRST])
        recorded = {one.invoice: [event for each in decisions for event in events_of(each, one)] for one in invoices}
        invoices = [with_events(one, *recorded[one.invoice]) for one in invoices]
