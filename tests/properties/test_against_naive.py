"""The money of decisions against an account kept by hand: one event at a time, one day at a time, in fractions."""

from calendar import isleap
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from drawn import invoices, recorded, steps, unchecked_policy_in, with_events
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.law.calendar import is_banking_day
from dunning_engine.law.load import load_law
from dunning_engine.policy.charges import AccruesFrom

ONE_DAY = timedelta(days=1)
statutory_rate = cache(load_law().statutory_rate)


class Account:
    """Capital, fees and claimed interest after the events through a day; ``lowered`` says when capital ceased to bear interest."""

    def __init__(self, invoice, as_of, order):
        self.owed = {"principal": invoice.amount, "fees": 0, "interest": 0}
        self.lowered = []
        self.interest_paid = self.waiting = 0
        for event in without_cancelled([event for event in invoice.events if event.on <= as_of]):
            if event.event is EventKind.PAYMENT:
                self.waiting += event.amount
            elif event.event is EventKind.CREDIT_NOTE:
                self.owed["principal"] -= event.amount
                self.lowered.append((event.on, event.amount))
            elif event.event is EventKind.STEP:
                self.owed["fees"] += event.fee
                self.owed["interest"] = event.interest
            else:
                continue
            if event.event is not EventKind.CREDIT_NOTE:
                self.settle(event.on, order)

    def settle(self, on, order):
        for part in order:
            paid = max(0, min(self.waiting, self.owed[part], sum(self.owed.values())))
            self.owed[part] -= paid
            self.waiting -= paid
            if part == "principal":
                self.lowered.append((on + ONE_DAY, paid))
            elif part == "interest":
                self.interest_paid += paid

    def accrued(self, invoice, policy, as_of):
        """Each day's capital at that day's rate over that year's days, less what has been paid of it; öre, rounded once."""
        total = Fraction(0)
        day = first_interest_day(invoice, policy)
        while day <= as_of:
            capital = invoice.amount - sum(amount for since, amount in self.lowered if since <= day)
            rate = policy.interest.fixed_rate or statutory_rate(day)
            total += Fraction(max(0, capital) * rate, 10_000 * (366 if isleap(day.year) else 365))
            day += ONE_DAY
        return max(0, int(total - self.interest_paid + Fraction(1, 2)))


def without_cancelled(events):
    kept = []
    for event in events:
        if event.event is EventKind.STEP_CANCELLED:
            kept.remove([one for one in kept if one.event is EventKind.STEP and one.step == event.step][-1])
        else:
            kept.append(event)
    return kept


def first_interest_day(invoice, policy):
    """The day after the due date, which moves off closed days; where it was not agreed, not before 30 days after sending."""
    start = invoice.due_on
    while policy.moves_off_closed_days and not is_banking_day(start):
        start += ONE_DAY
    agreed = policy.agreed_terms.due_date if invoice.due_date_agreed is None else invoice.due_date_agreed
    assert policy.interest.accrues_from in {AccruesFrom.LAW, AccruesFrom.DUE_DATE}
    return (start if agreed else max(start, (invoice.sent_on or invoice.issued_on) + timedelta(days=30))) + ONE_DAY


def what_happens(draw, day, taken, balance):
    """After a decision: nothing, a payment or a credit note of a telling size, or the step is undone."""
    if taken and draw(st.integers(1, 6)) == 1:
        return [Event(on=day, event=EventKind.STEP_CANCELLED, step=taken[0].step)]
    kind = draw(st.sampled_from([None, EventKind.PAYMENT, EventKind.PAYMENT, EventKind.CREDIT_NOTE]))
    amount = draw(st.sampled_from([1, 6500, balance // 3, balance // 2, balance + 900]))
    return (
        [Event(on=day + timedelta(days=draw(st.integers(0, 2))), event=kind, amount=amount)]
        if kind and amount > 0
        else []
    )


LADDER = """
policy: drawn
title: Drawn
applies_to_invoices_issued_from: 2020-01-01
currency: SEK
country: SE
approval: automatic
due_date_on_closed_day: {closed}
agreed_terms: {{due_date: true, reminder_fee: true}}
payments_settle: [{order}]
interest: {{rate: {rate}, accrues_from: {start}}}
steps:
  - {{step: r1, title: R1, action: remind, days_after_due_date: 5, fee: 60.00, interest: true}}
  - {{step: r2, title: R2, action: remind, days_after_previous_step: 5, interest: true}}
  - {{step: r3, title: R3, action: remind, days_after_previous_step: 5}}
  - {{step: d, title: D, action: demand, days_after_previous_step: 5, fee: 180.00, interest: true, pay_within_days: 8}}
  - {{step: w, title: W, action: warn, days_after_previous_step: 20, interest: true}}
"""


@given(st.permutations(["fees", "interest", "principal"]), st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_owed_and_claimed_is_what_an_account_kept_by_hand_says(order, data):
    pick = {
        "closed": data.draw(st.sampled_from(["next_banking_day", "unchanged"])),
        "rate": data.draw(st.sampled_from(["statutory", "24.00"])),
        "start": data.draw(st.sampled_from(["law", "due_date"])),
    }
    history = unchecked_policy_in(LADDER.format(order=", ".join(order), **pick))
    policy = history.revisions[0]
    claiming = {step.name for step in policy.steps if step.interest}
    invoice = data.draw(invoices(last=date(2022, 12, 31), events=False))
    day = invoice.due_on
    for gap in data.draw(st.lists(st.sampled_from([2, 5, 6, 10, 20]), min_size=10, max_size=16)):
        day += timedelta(days=gap)
        account = Account(invoice, day, policy.payments_settle)
        decision = evaluate(history, invoice, as_of=day)
        assert decision.balance == sum(account.owed.values())
        for action in steps(decision):
            assert (action.principal, action.fees_before) == (account.owed["principal"], account.owed["fees"])
            said = account.accrued(invoice, policy, day) if action.step in claiming else account.owed["interest"]
            assert action.interest == said
        invoice = recorded(invoice, decision)
        invoice = with_events(invoice, *what_happens(data.draw, day, steps(decision), decision.balance))
