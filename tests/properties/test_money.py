"""What a decision claims: never too much, exact, and made of parts that add up."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from caller import replay, steps
from drawn import policies, policy_in, policy_texts, unchecked_policy_in
from drawn_invoices import LAST, invoices, with_events
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.fold import fold
from dunning_engine.law.load import load_law
from dunning_engine.policy.model import FEE_KINDS, ActionKind
from dunning_engine.resources import read_schema

COMPENSATION = 45000


@given(policies(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_paid_zero_or_below_is_never_dunned(text, data):
    history = policy_in(text)
    for _ in range(4):
        invoice = data.draw(invoices(events=False))
        day = invoice.due_on + timedelta(days=data.draw(st.integers(0, 120)))
        paid = with_events(invoice, Event(on=invoice.due_on, event=EventKind.PAYMENT, amount=invoice.amount))
        assert not evaluate(history, paid, as_of=day).actions
        nothing = data.draw(st.integers(-(10**9), 0))
        worthless = replace(invoice, amount=nothing)
        decision = evaluate(history, worthless, as_of=day)
        assert not steps(decision)
        assert decision.stage == "excluded"


@given(policy_texts(), st.integers(0, 500), st.data())
@settings(max_examples=40, deadline=None)
def test_no_fee_above_its_cap_on_any_date_and_the_450_once(text, fee, data):
    text = (
        text.replace("from: 2020-01-01", "from: 1990-01-01")
        .replace("60.00", f"{fee}.00")
        .replace("180.00", f"{fee}.50")
    )
    history = unchecked_policy_in(text)
    law = load_law()
    kinds = {step.name: FEE_KINDS.get(step.action) for step in history.revisions[0].steps}
    demands = {step.name for step in history.revisions[0].steps if step.action is ActionKind.DEMAND}
    for _ in range(3):
        invoice = data.draw(invoices(first=date(1998, 1, 1), last=LAST))
        days = [invoice.due_on + timedelta(days=number) for number in range(0, 500, data.draw(st.integers(1, 30)))]
        taken, _ = replay(history, invoice, days)
        for action in taken:
            own = action.fee - action.late_compensation
            cap = law.fee_cap(kinds[action.step], action.on) if kinds[action.step] else 0
            assert 0 <= own <= (cap or 0)
            if action.late_compensation:
                assert invoice.customer_kind != "consumer"
                assert action.on >= date(2013, 3, 16)
        assert sum(action.late_compensation for action in taken) <= COMPENSATION
        if any(action.late_compensation for action in taken):
            assert sum(action.fee for action in taken) == COMPENSATION
        assert len([action for action in taken if action.step in demands and action.fee]) <= 1


@given(policies(), st.data())
@settings(max_examples=30, deadline=None)
def test_a_claim_is_the_sum_of_its_parts_and_the_schema_says_so(text, data):
    history = policy_in(text)
    for _ in range(3):
        invoice = data.draw(invoices())
        days = [invoice.due_on + timedelta(days=number) for number in range(0, 240, data.draw(st.integers(1, 12)))]
        taken, after = replay(history, invoice, days)
        for action in taken:
            state = fold(after, as_of=action.on - timedelta(days=1), settles=history.revisions[0].payments_settle)
            assert action.amount_to_pay == action.principal + action.fees_before + action.fee + action.interest
            assert min(action.principal, action.fee, action.fees_before, action.interest) >= 0
            assert action.fees_before <= state.fees
        decision = evaluate(history, invoice, as_of=days[data.draw(st.integers(0, len(days) - 1))])
        plain = decision.to_dict(explain=True)
        validator().validate(json.loads(json.dumps(plain)))
        again = evaluate(history, invoice, as_of=decision.as_of)
        assert (again, again.to_dict(explain=True)) == (decision, plain)


@cache
def validator():
    return Draft202012Validator(read_schema("decision"))


@given(policies(), st.data())
@settings(max_examples=40, deadline=None)
def test_interest_is_the_sum_of_its_days_and_of_its_periods(text, data):
    history = policy_in(text)
    declared = history.revisions[0].interest
    assume(declared is not None)
    for _ in range(3):
        invoice = data.draw(invoices(events=False))
        lowered = [
            Event(on=invoice.due_on + timedelta(days=data.draw(st.integers(10, 90))), event=kind, amount=amount)
            for kind in (EventKind.PAYMENT, EventKind.PAYMENT, EventKind.CREDIT_NOTE)
            if (amount := data.draw(st.sampled_from([0, 7_000, 50_000, 400_000])))
        ]
        invoice = replace(with_events(invoice, *lowered), amount=data.draw(st.integers(1_000_000, 9_000_000)))
        days = [invoice.due_on + timedelta(days=number) for number in range(0, 240, data.draw(st.integers(5, 25)))]
        taken, after = replay(history, invoice, days)
        for action in taken:
            if not action.interest_periods:
                continue
            before = [event for event in after.events if event.on <= action.on and event.key != action.key]
            order = history.revisions[0].payments_settle
            settled = fold(replace(invoice, events=tuple(before)), as_of=action.on, settles=order)
            exact = day_by_day(
                settled.principal_history, action.interest_periods[0].first, action.on, declared.fixed_rate
            )
            assert sum(period.amount for period in action.interest_periods) == half_up(exact)
            assert action.interest == max(0, half_up(exact - settled.interest_settled - settled.interest_invoiced))
            for period, following in zip(action.interest_periods, action.interest_periods[1:], strict=False):
                assert period.last < following.first


def day_by_day(history, first, last, fixed_rate):
    """Each day's principal at that day's rate over that year's days, one day at a time."""
    law = load_law()
    total = Fraction(0)
    day = first
    while day <= last:
        principal = [amount for since, amount in history if since <= day][-1]
        year = 366 if day.year % 4 == 0 else 365
        rate = law.statutory_rate(day) if fixed_rate is None else fixed_rate
        total += Fraction(principal * rate, year * 10_000)
        day += timedelta(days=1)
    return total


def half_up(amount):
    return int(amount + Fraction(1, 2)) if amount > 0 else 0


@given(policies(), st.data())
@settings(max_examples=25, deadline=None)
def test_the_order_of_a_list_and_its_chunks_change_nothing(text, data):
    history = policy_in(text)
    drawn = data.draw(st.lists(invoices(), min_size=2, max_size=8))
    numbered = [replace(one, invoice=str(number)) for number, one in enumerate(drawn)]
    day = date(2022, 6, 1)
    whole = {one.invoice: one for one in evaluate(history, numbered, as_of=day)}
    shuffled = data.draw(st.permutations(numbered))
    assert {one.invoice: one for one in evaluate(history, shuffled, as_of=day)} == whole
    by_customer = defaultdict(list)
    for one in shuffled:
        by_customer[one.customer].append(one)
    chunked = [one for chunk in by_customer.values() for one in evaluate(history, chunk, as_of=day)]
    assert {one.invoice: one for one in chunked} == whole
