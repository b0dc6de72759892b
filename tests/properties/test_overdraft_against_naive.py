"""Interest on overdrawn accounts, against a loop over the days in fractions."""

from datetime import date, timedelta
from fractions import Fraction

from drawn import policy_in
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from naive import half_up

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.record import entries_for
from dunning_engine.facts.account import Account, Entry, EntryKind
from dunning_engine.resources import read_schema

START = date(2024, 2, 20)
POLICY = """
policy: drawn
title: Drawn
applies_to_invoices_issued_from: 2020-01-01
currency: SEK
country: SE
approval: automatic
overdraft: {{daily_interest: {{monthly_percent: {percent}, divided_by: {parts}, times: {times}}}}}
steps:
  - {{step: list, title: List, action: list, days_after_due_date: 1}}
"""
MOVES = (EntryKind.DEPOSIT, EntryKind.PAYOUT, EntryKind.BUY_BACK, EntryKind.OTHER)


@st.composite
def entries(draw):
    """Moves either way, some of them of the very size that covers the debt, and interest that has been charged already."""
    found, balance = [], 0
    for _ in range(draw(st.integers(1, 8))):
        on = START + timedelta(days=draw(st.integers(0, 40)))
        amount = draw(st.sampled_from([-balance, -balance - 1, -1_000_000, -414, -413])) or draw(
            st.integers(-900_000, 900_000)
        )
        if amount:
            found.append(Entry(on=on, entry=draw(st.sampled_from(MOVES)), amount=amount))
            balance += amount
    for day in draw(st.sets(st.integers(0, 40), max_size=3)):
        charged = Entry(
            on=START + timedelta(days=day), entry=EntryKind.OVERDRAFT_INTEREST, amount=-draw(st.integers(1, 3_000))
        )
        found.append(charged)
    return tuple(found)


percentages = st.sampled_from(["2.9", "0.01", "1.45", "100"])
policies = st.builds(POLICY.format, percent=percentages, parts=st.sampled_from([30, 1, 366]), times=percentages)


def by_hand(moves, last, rate):
    """The charge of each day: what its end balance costs, unless it has been charged or costs nothing."""
    charges, balance, day = {}, 0, min((entry.on for entry in moves), default=last)
    while day <= last:
        today = [entry for entry in moves if entry.on == day]
        before_interest = balance + sum(
            entry.amount for entry in today if entry.entry is not EntryKind.OVERDRAFT_INTEREST
        )
        balance += sum(entry.amount for entry in today)
        if before_interest < 0 and not any(entry.entry is EntryKind.OVERDRAFT_INTEREST for entry in today):
            amount = half_up(-before_interest * rate)
            if amount:
                charges[day] = amount
                balance -= amount
        day += timedelta(days=1)
    return charges


@given(policies, entries(), st.integers(0, 60))
@settings(max_examples=120, deadline=None)
def test_each_day_below_zero_costs_what_the_published_formula_says(text, moves, days):
    history, last = policy_in(text), START + timedelta(days=days)
    rule = history.revisions[0].overdraft
    rate = Fraction(rule.monthly_percent, 10_000) / rule.divided_by * Fraction(rule.times, 100)
    account = Account(account="K/1", client="U5", currency="SEK", entries=moves)
    decision = evaluate(history, account, as_of=last)
    assert {action.on: action.amount for action in decision.actions} == by_hand(moves, last, rate)
    assert decision.balance == sum(entry.amount for entry in moves if entry.on <= last)
    assert len({action.key for action in decision.actions}) == len(decision.actions)
    for action in decision.actions:
        assert (
            sum(line.debit for line in action.postings) == sum(line.credit for line in action.postings) == action.amount
        )
    validator = Draft202012Validator(read_schema("account-decision"))
    validator.validate(decision.to_dict(explain=True, language="en"))
    assert all(decision.explain("sv"))


@given(policies, entries(), st.sets(st.integers(0, 45), max_size=8))
@settings(max_examples=60, deadline=None)
def test_catching_up_charges_what_daily_runs_charge(text, moves, some_days):
    def run(days):
        account = Account(account="K/1", client="U5", currency="SEK", entries=moves)
        for day in days:
            decision = evaluate(policy_in(text), account, as_of=START + timedelta(days=day))
            charged = tuple(entry for action in decision.actions for entry in entries_for(action, None))
            account = Account(account="K/1", client="U5", currency="SEK", entries=(*account.entries, *charged))
            assert evaluate(policy_in(text), account, as_of=decision.as_of).actions == ()
        return sorted((entry.on, entry.entry, entry.amount) for entry in account.entries)

    assert run(sorted({*some_days, 45})) == run(range(46))


def test_the_published_figure():
    assert by_hand([Entry(on=START, entry=EntryKind.BUY_BACK, amount=-1_000_000)], START, Fraction(29, 24_000)) == {
        START: 1_208
    }
    assert Fraction(29, 1_000) / 30 * Fraction(5, 4) == Fraction(29, 24_000)
