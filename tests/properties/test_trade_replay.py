"""Buying, buying back and going on elsewhere, replayed day by day: nothing twice, nothing too late, nobody else's work."""

from dataclasses import replace
from datetime import timedelta

from caller import STEPS, days_from, proposed, recorded, run, steps
from drawn import policies, policy_in
from drawn_invoices import invoices, known_on, offers, trades, with_events
from drawn_trade import WITHOUT_AGENCY, itself, linked, pairs
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.event import Event, EventKind

ONE_DAY = timedelta(days=1)
LONG = 500  # days: longer than any drawn ladder and any window before it
GAPS = st.lists(st.sampled_from([1, 1, 1, 2, 3, 7, 20]), min_size=30, max_size=30)


def days_with(gaps, first):
    return [first + timedelta(days=sum(gaps[:number])) for number in range(len(gaps))]


@given(pairs(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_recorded_is_never_proposed_again_and_a_day_has_one_step(pair, data):
    history = linked(pair)
    for _ in range(2):
        invoice = data.draw(offers())
        sold = data.draw(st.sampled_from([(), (), data.draw(trades(invoice.issued_on))]))
        days = days_with(data.draw(GAPS), invoice.issued_on)
        done, _ = run(history, with_events(invoice, *sold), days)
        keys = [action.key for action in done]
        assert len(set(keys)) == len(keys)
        taken = [action for action in done if action.action in STEPS]
        assert len({action.step for action in taken}) == len(taken)
        assert len({action.on for action in taken}) == len(taken)


@given(pairs(calendar=False, ends=WITHOUT_AGENCY), st.data())
@settings(max_examples=15, deadline=None)
def test_missed_days_leave_nothing_undone(pair, data):
    """With neither payments nor other news, a run that catches up has done in the end what daily runs have done."""
    history = linked(pair)
    invoice = data.draw(offers(agreed=True, events=False))
    gaps = data.draw(st.lists(st.integers(1, 40), min_size=10, max_size=10))
    late = days_with(gaps, invoice.issued_on)
    until_quiet = days_with([9] * 60, late[-1])
    daily, after = run(history, invoice, days_from(invoice.issued_on, LONG))
    caught_up, after_late = run(history, invoice, [*late, *until_quiet])
    assert keys_of(caught_up) == keys_of(daily)
    assert kinds_in(after_late) == kinds_in(after)


def keys_of(actions):
    """Without interest invoices before the payment: how many there are of those is a matter of the days."""
    return {action.key for action in actions if action.action != "invoice_interest"}


def kinds_in(invoice):
    return sorted(event.event for event in invoice.events if event.event is not EventKind.INTEREST_INVOICED)


@given(pairs(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_decision_without_actions_says_when_to_look_again(pair, data):
    history = linked(pair)
    for _ in range(2):
        invoice = data.draw(offers())
        day = invoice.issued_on + timedelta(days=data.draw(st.integers(0, 40)))
        for _ in range(8):
            decision = evaluate(history, invoice, as_of=day)
            if proposed(decision):
                invoice = recorded(invoice, decision)
                day += ONE_DAY * data.draw(st.integers(0, 1))
                continue
            known = known_on(day, invoice)
            quiet_through = day + timedelta(days=60)
            if decision.next is not None:
                assert decision.next.earliest >= day
                quiet_through = min(quiet_through, decision.next.earliest - ONE_DAY)
            for number in range(1, (quiet_through - day).days + 1):
                then = day + timedelta(days=number)
                assert not proposed(evaluate(history, known, as_of=then)), (decision, then)
            if decision.next is None:
                break
            day = max(decision.next.earliest, day + ONE_DAY)


@given(policies(), st.data())
@settings(max_examples=25, deadline=None)
def test_the_seller_is_silent_while_the_invoice_is_sold(text, data):
    history = policy_in(text)
    for _ in range(4):
        invoice = data.draw(invoices())
        invoice = with_events(invoice, *data.draw(trades(invoice.issued_on)))
        day = invoice.due_on + timedelta(days=data.draw(st.integers(-30, 60)))
        ours = [
            event for event in known_on(day, invoice).events if event.event in {EventKind.SOLD, EventKind.BOUGHT_BACK}
        ]
        decision = evaluate(history, invoice, as_of=day)
        if ours and ours[-1].event is EventKind.SOLD:
            assert (decision.actions, decision.next, decision.stage) == ((), None, "sold")
            assert [blocker.code for blocker in decision.blockers] == ["sold"]
        else:
            assert decision.stage != "sold"


@given(pairs().filter(lambda pair: "\nrecourse:" in pair.buyer), st.data())
@settings(max_examples=30, deadline=None)
def test_the_buyer_sends_nothing_on_what_it_does_not_own(pair, data):
    history = linked(pair)
    for _ in range(3):
        invoice = data.draw(offers())
        day = invoice.due_on + timedelta(days=data.draw(st.integers(0, 80)))
        unsold = evaluate(history, invoice, as_of=day)
        assert not steps(unsold)
        assert unsold.policy == "buyer"
        events = (
            Event(on=invoice.issued_on, event=EventKind.SOLD, sale="with_recourse"),
            Event(on=invoice.issued_on, event=EventKind.BOUGHT_BACK, amount=1),
        )
        returned = with_events(invoice, *events)
        decision, other = (evaluate(one, returned, as_of=day) for one in (history, itself(pair)))
        assert decision.policy == other.policy == "service"
        assert [without_lines(one) for one in steps(decision)] == [without_lines(one) for one in steps(other)]
        assert decision.stage == other.stage


def without_lines(action):
    """Where what was bought back is booked is known only to the policy that had it bought back."""
    return replace(action, postings=())
