"""The money of decisions against an account kept by hand: one event at a time, one day at a time, in fractions."""

from datetime import date, timedelta

from caller import recorded, steps
from drawn import unchecked_policy_in
from drawn_invoices import invoices, with_events
from hypothesis import given, settings
from hypothesis import strategies as st
from naive import Account

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.event import Event, EventKind


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
        assert decision.balance == account.balance
        for action in steps(decision):
            assert (action.principal, action.fees_before) == (account.owed["principal"], account.owed["fees"])
            said = account.accrued(invoice, policy, day) if action.step in claiming else account.owed["interest"]
            assert action.interest == said
        invoice = recorded(invoice, decision)
        invoice = with_events(invoice, *what_happens(data.draw, day, steps(decision), decision.balance))
