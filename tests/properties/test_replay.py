"""Replaying an invoice day by day, the caller recording each action: no step too many, none too early, none lost."""

from datetime import date, timedelta
from itertools import pairwise

from caller import days_from, proposed, recorded, replay, steps
from drawn import policies, policy_in
from drawn_invoices import invoices, known_on
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies

ONE_DAY = timedelta(days=1)
LONGEST_LADDER = 400  # days, of those that are drawn
UNPAID = {
    "invoice": "1001",
    "customer": "17",
    "customer_kind": "business",
    "customer_email": "a@example.se",
    "customer_email_registered_at": "2025-01-01T08:00",
    "customer_identity_number": "5560125790",
    "issued_on": "2026-01-30",
    "due_on": "2026-03-02",
    "amount": "10000.00",
    "currency": "SEK",
    "sent_by": "email",
    "enforcement_choice": "payment_order",
}


def test_the_invoice_service_takes_each_step_once_and_on_its_day():
    """Day 2, day 7, 8 days after the reminder, 14 days after the demand."""
    taken, after = replay(
        load_policies()["fakturaservice"], Invoice.from_mapping(UNPAID), days_from(date(2026, 3, 2), 200)
    )
    assert [(action.step, action.on, action.fee) for action in taken] == [
        ("notice", date(2026, 3, 4), 0),
        ("reminder", date(2026, 3, 9), 6000),
        ("collection", date(2026, 3, 17), 18000),
        ("enforcement", date(2026, 3, 31), 0),
    ]
    assert sum(event.fee for event in after.events) == 24000


def test_the_invoice_service_asks_once_for_the_number_and_waits_for_it():
    invoice = Invoice.from_mapping({**UNPAID, "customer_identity_number": None})
    taken, after = replay(load_policies()["fakturaservice"], invoice, days_from(date(2026, 3, 2), 200))
    assert [action.step for action in taken] == ["notice", "reminder"]
    assert [(event.on, event.fact) for event in after.events if event.fact] == [
        (date(2026, 3, 9), "customer_identity_number")
    ]


@given(st.lists(st.integers(1, 40), min_size=40, max_size=40))
@settings(max_examples=25, deadline=None)
def test_the_invoice_service_catches_up_whatever_days_were_missed(gaps):
    days = [date(2026, 3, 2) + timedelta(days=sum(gaps[:number])) for number in range(len(gaps))]
    days = [day for day in days if day <= date(2026, 12, 31)]
    wanted = ["notice", "reminder", "collection", "enforcement"]
    taken, _ = replay(load_policies()["fakturaservice"], Invoice.from_mapping(UNPAID), days)
    assert [action.step for action in taken] == wanted[: len(taken)]
    assert sum(action.fee for action in taken) == {0: 0, 1: 0, 2: 6000, 3: 24000, 4: 24000}[len(taken)]
    assert len(taken) == 4 or days[-1] < taken[-1].on + timedelta(days=80)


@given(policies(calendar=False), st.data())
@settings(max_examples=25, deadline=None)
def test_missed_days_change_dates_but_never_order_number_or_total_of_fees(text, data):
    history = policy_in(text)
    # What is claimed with a step depends on the day only through the right to interest, which is there from the start.
    for _ in range(2):
        invoice = data.draw(invoices(agreed=True, events=False, last=date(2022, 12, 31)))
        gaps = data.draw(st.lists(st.integers(1, 35), min_size=60, max_size=60))
        some_days = [invoice.due_on + timedelta(days=sum(gaps[:number])) for number in range(len(gaps))]
        daily, _ = replay(history, invoice, days_from(invoice.due_on, LONGEST_LADDER))
        gapped, _ = replay(history, invoice, some_days)
        assert [action.step for action in gapped] == [action.step for action in daily][: len(gapped)]
        assert [action.fee for action in gapped] == [action.fee for action in daily][: len(gapped)]
        assert all(late.on >= on_time.on for late, on_time in zip(gapped, daily, strict=False))
        if (some_days[-1] - invoice.due_on).days > LONGEST_LADDER + 35 * len(daily):
            assert len(gapped) == len(daily)


@given(policies(), st.data())
@settings(max_examples=35, deadline=None)
def test_one_step_a_day_in_order_never_twice_and_never_within_the_time_to_pay(text, data):
    history = policy_in(text)
    for _ in range(3):
        invoice = data.draw(invoices())
        gaps = data.draw(st.lists(st.sampled_from([1, 1, 1, 2, 3, 7, 20]), min_size=60, max_size=60))
        days = [invoice.issued_on + timedelta(days=sum(gaps[:number])) for number in range(len(gaps))]
        more_time = data.draw(st.sampled_from([0, 0, 5, 30]))
        taken, _ = replay(history, invoice, days, more_time=more_time)
        names = [step.name for step in history.revisions[0].steps]
        places = [names.index(action.step) for action in taken]
        assert places == sorted(set(places))
        assert len({action.on for action in taken}) == len(taken)
        assert len({action.key for action in taken}) == len(taken)
        for earlier, later in pairwise(taken):
            assert later.on > (earlier.pay_by + timedelta(days=more_time) if earlier.pay_by else earlier.on)
        assert all(action.on > invoice.due_on for action in taken)


@given(policies(calendar=False), st.data())
@settings(max_examples=30, deadline=None)
def test_what_is_due_stays_due_until_it_is_recorded(text, data):
    history = policy_in(text)
    for _ in range(5):
        invoice = data.draw(invoices())
        known = max((event.on for event in invoice.events), default=invoice.issued_on)
        day = max(known, invoice.due_on) + timedelta(days=data.draw(st.integers(0, 60)))
        proposed = steps(evaluate(history, invoice, as_of=day))
        if proposed:
            again = steps(evaluate(history, invoice, as_of=day + ONE_DAY))
            assert [(action.key, action.step, action.principal) for action in again] == [
                (action.key, action.step, action.principal) for action in proposed
            ]


@given(policies(), st.data())
@settings(max_examples=100, deadline=None)
def test_nothing_happens_before_next_earliest(text, data):
    history = policy_in(text)
    for _ in range(3):
        invoice = data.draw(invoices())
        day = invoice.due_on + timedelta(days=data.draw(st.integers(-20, 90)))
        for _ in range(4):
            decision = evaluate(history, invoice, as_of=day)
            if proposed(decision):
                invoice = recorded(invoice, decision)
            invoice = known_on(day, invoice)
            if decision.next is None:
                assert_quiet(history, invoice, decision, day, day + timedelta(days=50))
                break
            earliest = decision.next.earliest
            assert_quiet(history, invoice, decision, day, min(earliest, day + timedelta(days=70)) - ONE_DAY)
            then = evaluate(history, invoice, as_of=earliest)
            # On the day itself something happens, or the decision says what it waits for, or the step is skipped.
            assert proposed(then) or then.blockers or then.next is None or then.next.earliest > earliest, decision
            day = max(earliest, day + ONE_DAY)


def assert_quiet(history, invoice, decision, day, last):
    for number in range(1, (last - day).days + 1):
        then = day + timedelta(days=number)
        assert not proposed(evaluate(history, invoice, as_of=then)), (decision, then)


@given(policies(), st.data())
@settings(max_examples=40, deadline=None)
def test_later_events_change_nothing(text, data):
    history = policy_in(text)
    for _ in range(5):
        invoice = data.draw(invoices())
        day = invoice.due_on + timedelta(days=data.draw(st.integers(-10, 60)))
        assert evaluate(history, invoice, as_of=day) == evaluate(history, known_on(day, invoice), as_of=day)
