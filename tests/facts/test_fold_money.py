from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.fold import fold
from dunning_engine.facts.invoice import Invoice
from dunning_engine.facts.parts import Part

FEES_FIRST = (Part.FEES, Part.INTEREST, Part.PRINCIPAL)

REMINDER = {"on": "2026-03-12", "event": "step", "step": "reminder", "fee": "60.00", "interest": "27.40"}
DEMAND = {"on": "2026-03-25", "event": "step", "step": "collection", "fee": "180.00", "interest": "63.01"}
LATER = date(2026, 12, 31)


def paid(amount, on="2026-03-16"):
    return {"on": on, "event": "payment", "amount": amount}


def credited(amount, on="2026-03-16"):
    return {"on": on, "event": "credit_note", "amount": amount}


def owed(state):
    return state.principal, state.fees, state.interest, state.overpaid


def test_without_events_the_whole_amount_is_owed_and_earns_interest_from_the_start(state_on):
    state = state_on(LATER)

    assert owed(state) == (1_000_000, 0, 0, 0)
    assert (state.balance, state.paid, state.paid_on) == (1_000_000, False, None)
    assert state.principal_history == ((date.min, 1_000_000),)


def test_a_step_claims_its_fee_and_states_the_interest(state_on):
    assert owed(state_on(LATER, REMINDER)) == (1_000_000, 6000, 2740, 0)


def test_a_later_statement_of_interest_replaces_the_earlier_one_and_fees_add_up(state_on):
    assert owed(state_on(LATER, REMINDER, DEMAND)) == (1_000_000, 24_000, 6301, 0)


@pytest.mark.parametrize(("stated", "left"), [({}, 2740), ({"interest": "0.00"}, 0), ({"interest": "30.00"}, 3000)])
def test_a_statement_of_interest_replaces_the_one_before_and_none_leaves_it(state_on, stated, left):
    warning = {"on": "2026-03-25", "event": "step", "step": "warning", **stated}
    assert state_on(LATER, REMINDER, warning).interest == left


@pytest.mark.parametrize(
    ("settles", "payment", "left"),
    [
        ("fees interest principal", "50.00", (1_000_000, 1000, 2740, 0)),
        ("fees interest principal", "60.00", (1_000_000, 0, 2740, 0)),
        ("fees interest principal", "70.00", (1_000_000, 0, 1740, 0)),
        ("fees interest principal", "100.00", (998_740, 0, 0, 0)),
        ("fees principal interest", "100.00", (996_000, 0, 2740, 0)),
        ("interest fees principal", "50.00", (1_000_000, 3740, 0, 0)),
        ("interest principal fees", "50.00", (997_740, 6000, 0, 0)),
        ("principal fees interest", "10010.00", (0, 5000, 2740, 0)),
        ("principal interest fees", "10050.00", (0, 3740, 0, 0)),
    ],
)
def test_a_payment_settles_in_the_policys_order(state_on, settles, payment, left):
    order = tuple(Part(part) for part in settles.split())

    assert owed(state_on(LATER, REMINDER, paid(payment), settles=order)) == left


@pytest.mark.parametrize("order", list(permutations(Part)), ids=" ".join)
def test_in_any_order_the_whole_debt_is_settled_and_the_rest_is_overpaid(state_on, order):
    state = state_on(LATER, REMINDER, paid("10100.00"), settles=order)

    assert owed(state) == (0, 0, 0, 1260)
    assert (state.paid, state.paid_on) == (True, date(2026, 3, 16))


def test_paid_in_full_except_the_fee_is_not_paid(state_on):
    state = state_on(LATER, REMINDER, paid("10027.40"))

    assert owed(state) == (6000, 0, 0, 0)  # the payment settled the fee first
    assert not state.paid


def test_interest_that_payments_settled_is_kept_apart_from_later_statements(state_on):
    state = state_on(LATER, REMINDER, paid("80.00"), DEMAND, paid("200.00", on="2026-04-01"))

    assert state.interest_settled == 2000 + 2000
    assert state.interest == 6301 - 2000


def test_what_was_overpaid_settles_what_is_claimed_later(state_on):
    on_the_same_day = paid("10060.00", on="2026-03-12")
    fee_only = {**REMINDER, "interest": "0"}

    state = state_on(LATER, on_the_same_day, fee_only)

    assert owed(state) == (0, 0, 0, 0)
    assert state.paid_on == date(2026, 3, 12)


def test_a_claim_after_the_payment_opens_the_invoice_again(state_on):
    state = state_on(LATER, paid("10000.00", on="2026-03-10"), REMINDER)

    assert owed(state) == (0, 6000, 2740, 0)
    assert (state.paid, state.paid_on) == (False, None)


def test_a_part_payment_lowers_the_base_for_interest_from_the_day_after(state_on):
    state = state_on(LATER, paid("4000.00", on="2026-03-16"))

    assert state.principal_history == ((date.min, 1_000_000), (date(2026, 3, 17), 600_000))
    assert state.paid_on is None


def test_a_credit_note_lowers_the_base_for_interest_from_its_own_day(state_on):
    state = state_on(LATER, credited("4000.00", on="2026-03-16"))

    assert owed(state) == (600_000, 0, 0, 0)
    assert state.principal_history == ((date.min, 1_000_000), (date(2026, 3, 16), 600_000))


def test_a_payment_and_a_credit_note_on_following_days_change_the_base_once(state_on):
    state = state_on(LATER, paid("4000.00", on="2026-03-16"), credited("1000.00", on="2026-03-17"))

    assert state.principal_history == ((date.min, 1_000_000), (date(2026, 3, 17), 500_000))


def test_a_payment_and_then_a_credit_note_on_one_day_take_effect_on_their_own_days(state_on):
    state = state_on(LATER, paid("4000.00"), credited("1000.00"))

    assert state.principal_history == (
        (date.min, 1_000_000),
        (date(2026, 3, 16), 900_000),
        (date(2026, 3, 17), 500_000),
    )


def test_a_payment_that_settles_no_principal_leaves_the_base(state_on):
    assert len(state_on(LATER, REMINDER, paid("60.00")).principal_history) == 1


@pytest.mark.parametrize(
    ("credit", "left", "is_paid"),
    [
        ("9999.99", (1, 6000, 2740, 0), False),
        ("10000.00", (0, 6000, 2740, 0), False),
        ("10050.00", (-5000, 6000, 2740, 0), False),
        ("10087.40", (-8740, 6000, 2740, 0), True),
        ("11000.00", (-100_000, 6000, 2740, 0), True),
    ],
)
def test_a_credit_note_above_the_rest_makes_the_principal_negative_but_never_the_base(state_on, credit, left, is_paid):
    state = state_on(LATER, REMINDER, credited(credit))

    assert (owed(state), state.paid) == (left, is_paid)
    assert min(base for _, base in state.principal_history) >= 0


def test_a_payment_never_settles_more_than_the_balance_where_the_principal_is_negative(state_on):
    assert owed(state_on(LATER, REMINDER, credited("10050.00"), paid("50.00"))) == (-5000, 2260, 2740, 1260)


def test_a_write_off_changes_nothing_of_the_claim(state_on):
    before = state_on(LATER, REMINDER)
    after = state_on(LATER, REMINDER, {"on": "2026-03-20", "event": "write_off", "amount": "10000.00"})

    assert owed(after) == owed(before)
    assert after.principal_history == before.principal_history
    assert (before.written_off, after.written_off, after.paid) == (False, True, False)


def test_a_cancelled_step_takes_its_fee_back_and_the_statement_before_stands_again(state_on):
    state = state_on(LATER, REMINDER, DEMAND, {"on": "2026-03-26", "event": "step_cancelled", "step": "collection"})

    assert owed(state) == (1_000_000, 6000, 2740, 0)
    assert [taken.step for taken in state.steps] == ["reminder"]
    assert state.cancelled == {"collection": 1}


def test_what_had_settled_a_cancelled_step_settles_what_else_was_owed_that_day(state_on):
    undone = {"on": "2026-04-10", "event": "step_cancelled", "step": "reminder"}
    payment = paid("1087.40")

    before = state_on(date(2026, 4, 9), REMINDER, payment, undone)
    after = state_on(date(2026, 4, 10), REMINDER, payment, undone)

    assert (owed(before), before.interest_settled) == ((900_000, 0, 0, 0), 2740)
    assert (owed(after), after.interest_settled) == ((891_260, 0, 0, 0), 0)
    assert after.principal_history == ((date.min, 1_000_000), (date(2026, 3, 17), 891_260))


def test_a_step_can_be_taken_again_after_its_cancellation(state_on):
    undone = {"on": "2026-03-13", "event": "step_cancelled", "step": "reminder"}
    again = {**REMINDER, "on": "2026-03-14", "interest": "32.88", "key": "1001/reminder/2"}

    state = state_on(LATER, REMINDER, undone, again)

    assert owed(state) == (1_000_000, 6000, 3288, 0)
    assert [(taken.step, taken.on) for taken in state.steps] == [("reminder", date(2026, 3, 14))]
    assert state.cancelled == {"reminder": 1}


@pytest.mark.parametrize("amount", ["0", "0.00", "-0.01", "-500.00"])
def test_nothing_to_pay_is_paid_from_the_start_and_earns_no_interest(state_on, amount):
    state = state_on(LATER, amount=amount)

    assert (state.paid, state.paid_on) == (True, date(2026, 1, 31))
    assert state.principal_history == ((date.min, 0),)


def test_a_cancellation_undoes_one_step_the_latest(facts):
    taken = [
        Event(on=date(2026, 3, day), event=EventKind.STEP, step="reminder", fee=fee)
        for day, fee in ((1, 100), (2, 200))
    ]
    undone = Event(on=date(2026, 3, 3), event=EventKind.STEP_CANCELLED, step="reminder")
    invoice = replace(Invoice.from_mapping(facts()), events=(*taken, undone))

    state = fold(invoice, as_of=LATER, settles=FEES_FIRST)

    assert ([step.fee for step in state.steps], state.cancelled) == ([100], {"reminder": 1})
