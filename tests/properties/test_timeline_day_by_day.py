"""A timeline is what a caller gets who asks every day: no day that it leaves out has anything in it, and it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from drawn import policies, policy_in
from drawn_invoices import invoices, known_on, maybe, offers, trades, with_events
from drawn_trade import linked, pairs
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.record import events_for
from dunning_engine.decisions.timeline import timeline
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.policy.load import load_policies

ONE_DAY = timedelta(days=1)
LONGER = 70  # days that are asked about after a timeline has ended
SHIPPED = load_policies()


def day_by_day(history, invoice, as_of, until, paid_on=None):
    """Every action with its day and policy, asked for each day anew: the judge of a timeline, and the last decision."""
    invoice, seen, done = known_on(as_of, invoice), set(), []
    for number in range((until - as_of).days + 1):
        day = as_of + timedelta(days=number)
        if number and (invoice.payments_known_through is None or invoice.payments_known_through < day):
            invoice = replace(invoice, payments_known_through=day)
        if day == paid_on:
            owed = evaluate(history, invoice, as_of=day).balance
            invoice = with_events(invoice, *payment(owed, day))
        while True:
            decision = evaluate(history, invoice, as_of=day)
            new = [action for action in decision.actions if action.key not in seen]
            if not new:
                break
            for action in new:
                seen.add(action.key)
                done.append((day, decision.policy, action))
                invoice = with_events(invoice, *(event for _, event in events_for(action, invoice.invoice)))
    return done, decision


def payment(owed, day):
    return [Event(on=day, event=EventKind.PAYMENT, amount=owed)] if owed > 0 else []


def assert_judged(history, invoice, as_of, paid_on=None):
    found = timeline(history, invoice, as_of=as_of, paid_on=paid_on)
    until = max(found.ends.as_of, invoice.due_on) + timedelta(days=LONGER)
    judged, _ = day_by_day(history, invoice, as_of, until, paid_on)
    assert [(one.on, one.policy, one.action) for one in found.moments] == judged, found.ends
    _, last = day_by_day(history, invoice, as_of, found.ends.as_of, paid_on)
    assert found.ends == last
    return found


def paid_later(data, as_of):
    return data.draw(maybe(st.integers(0, 150).map(lambda days: as_of + timedelta(days=days))))


@given(policies(), st.data())
@settings(max_examples=20, deadline=None)
def test_a_drawn_policy(text, data):
    history = policy_in(text)
    for _ in range(2):
        invoice = data.draw(invoices())
        as_of = invoice.issued_on + timedelta(days=data.draw(st.integers(-5, 120)))
        assert_judged(history, invoice, as_of, paid_later(data, as_of))


@given(pairs(), st.data())
@settings(max_examples=20, deadline=None)
def test_a_drawn_purchase_and_the_policy_that_continues_it(pair, data):
    history = linked(pair)
    invoice = data.draw(offers())
    invoice = with_events(invoice, *data.draw(st.sampled_from([(), (), data.draw(trades(invoice.issued_on))])))
    as_of = invoice.issued_on + timedelta(days=data.draw(st.integers(-5, 80)))
    assert_judged(history, invoice, as_of, paid_later(data, as_of))


@pytest.mark.parametrize("name", SHIPPED)
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_a_shipped_policy(name, data):
    invoice = data.draw(offers(first=date(2020, 1, 1), last=date(2026, 6, 30)))
    known = data.draw(maybe(st.integers(-20, 20)))
    as_of = invoice.issued_on + timedelta(days=data.draw(st.integers(-5, 90)))
    through = None if known is None else as_of + timedelta(days=known)
    invoice = replace(
        invoice, payments_known_through=through, customer_prefers=data.draw(st.sampled_from(["post", None]))
    )
    assert_judged(SHIPPED[name], invoice, as_of, paid_later(data, as_of))


@given(policies(), st.data())
@settings(max_examples=10, deadline=None)
def test_the_first_day_of_a_timeline_is_what_evaluate_says(text, data):
    history, invoice = policy_in(text), data.draw(invoices())
    as_of = invoice.due_on + timedelta(days=data.draw(st.integers(-5, 60)))
    found = timeline(history, invoice, as_of=as_of)
    today = tuple(one.action for one in found.moments if one.on == as_of)
    proposed = evaluate(history, invoice, as_of=as_of).actions
    assert today[: len(proposed)] == proposed
    assert len({one.action.key for one in found.moments}) == len(found.moments)
    assert [one.on for one in found.moments] == sorted(one.on for one in found.moments)
