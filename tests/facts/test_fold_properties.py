from datetime import date, timedelta
from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.fold import fold
from dunning_engine.facts.invoice import Invoice
from dunning_engine.facts.parts import Part

START = date(2026, 1, 31)
MONEY = (EventKind.PAYMENT, EventKind.CREDIT_NOTE)
OTHERS = (EventKind.DISPUTE, EventKind.DISPUTE_SETTLED, EventKind.PAUSE, EventKind.RESUME, EventKind.NOTE)

days = st.integers(0, 40).map(lambda count: START + timedelta(days=count))
orders = st.sampled_from(list(permutations(Part)))
steps = st.sampled_from(["reminder", "collection"])
events = st.one_of(
    st.builds(Event, on=days, event=st.sampled_from(MONEY), amount=st.integers(1, 3000)),
    st.builds(
        Event, on=days, event=st.just(EventKind.STEP), step=steps, fee=st.integers(0, 300), interest=st.integers(0, 500)
    ),
    st.builds(Event, on=days, event=st.sampled_from((EventKind.STEP_CANCELLED, EventKind.DELIVERY_FAILED)), step=steps),
    st.builds(Event, on=days, event=st.sampled_from(OTHERS), reason=st.just("x"), text=st.just("y")),
    st.builds(Event, on=days, event=st.just(EventKind.PROMISE), until=days),
)
histories = st.lists(events, max_size=12)
amounts = st.integers(-500, 5000)


def invoice(amount, history):
    return Invoice(
        invoice="1", customer="K", customer_kind="business", issued_on=START, due_on=START, amount=amount,
        currency="SEK", events=tuple(history),
    )  # fmt: skip


def total(history, kind, as_of):
    return sum(event.amount for event in history if event.event is kind and event.on <= as_of)


@settings(deadline=None)
@given(amounts, histories, days, orders)
def test_no_ore_is_lost_or_made(amount, history, as_of, order):
    state = fold(invoice(amount, history), as_of=as_of, settles=order)

    claimed = sum(taken.fee for taken in state.steps)
    paid, credited = total(history, EventKind.PAYMENT, as_of), total(history, EventKind.CREDIT_NOTE, as_of)
    # statements of interest replace each other, so what was settled of replaced ones is interest that was owed too
    stated = state.interest + state.interest_settled
    assert state.balance - state.overpaid == amount + claimed + stated - paid - credited


@settings(deadline=None)
@given(amounts, histories, days, orders)
def test_nothing_is_owed_below_zero_and_nothing_is_overpaid_while_something_is_owed(amount, history, as_of, order):
    state = fold(invoice(amount, history), as_of=as_of, settles=order)

    assert min(state.fees, state.interest, state.overpaid, state.interest_settled) >= 0
    assert state.overpaid == 0 or state.balance <= 0
    assert state.paid == (state.paid_on is not None)
    assert state.paid_on is None or state.paid_on <= as_of


@settings(deadline=None)
@given(amounts, histories, days, orders)
def test_the_principals_history_ascends_from_the_amount_to_what_is_left(amount, history, as_of, order):
    state = fold(invoice(amount, history), as_of=as_of, settles=order)

    starts, bases = zip(*state.principal_history, strict=True)
    assert list(starts) == sorted(set(starts))
    assert (starts[0], bases[0], bases[-1]) == (date.min, max(amount, 0), max(state.principal, 0))
    assert all(earlier > later >= 0 for earlier, later in pairwise(bases))
    assert starts[-1] <= as_of + timedelta(days=1)


@settings(deadline=None)
@given(amounts, histories, days, orders)
def test_a_day_is_what_it_was_before_anything_later_happened(amount, history, as_of, order):
    until_then = [event for event in history if event.on <= as_of]

    assert fold(invoice(amount, history), as_of=as_of, settles=order) == fold(
        invoice(amount, until_then), as_of=as_of, settles=order
    )


@settings(deadline=None)
@given(amounts, histories, days, orders)
def test_only_the_order_of_days_and_the_order_within_a_day_count(amount, history, as_of, order):
    by_day = sorted(history, key=lambda event: event.on)
    latest_day_first = [
        event for day in sorted({event.on for event in history}, reverse=True) for event in history if event.on == day
    ]

    assert fold(invoice(amount, latest_day_first), as_of=as_of, settles=order) == fold(
        invoice(amount, by_day), as_of=as_of, settles=order
    )


@settings(deadline=None)
@given(amounts, histories, days, orders)
def test_folding_leaves_the_invoice_as_it_was(amount, history, as_of, order):
    given_invoice = invoice(amount, history)
    first = fold(given_invoice, as_of=as_of, settles=order)

    assert fold(given_invoice, as_of=as_of, settles=order) == first
    assert given_invoice == invoice(amount, history)
