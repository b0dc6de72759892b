"""What buying, buying back and booking move: exact, balanced, never for what is paid, and readable when recorded."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from caller import STEPS, as_mapping, days_from, recorded, run, steps
from drawn_invoices import known_on, offers, with_events
from drawn_trade import SELLING, linked, pairs
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.fold import fold
from dunning_engine.facts.invoice import Invoice
from dunning_engine.law.calendar import is_banking_day, next_banking_day
from dunning_engine.policy.trade import BuyBack, PayoutUnit

COMPENSATION = 45_000
CONCERN_THE_CLAIM = STEPS | {"buy_back", *SELLING}


def with_recourse(pair):
    return "\nrecourse:" in pair.buyer


def comes_back_as(pair):
    return "pledged" if "outcome: lend" in pair.buyer else "with_recourse"


def sold(invoice, sale, on):
    return with_events(invoice, Event(on=on, event=EventKind.SOLD, sale=sale))


def sales_of(policy):
    return [SELLING[outcome.kind] for outcome in policy.purchase.outcomes if outcome.kind in SELLING]


def half_up(amount):
    return int(amount + Fraction(1, 2))


@given(pairs(), st.data())
@settings(max_examples=30, deadline=None)
def test_what_is_paid_closed_zero_or_below_is_neither_bought_dunned_nor_bought_back(pair, data):
    history = linked(pair)
    (policy,) = history.revisions
    for _ in range(3):
        invoice = data.draw(offers(events=False))
        day = invoice.due_on + timedelta(days=data.draw(st.integers(0, 120)))
        first = invoice.issued_on
        kind = data.draw(st.sampled_from(["payment", "credit_note", "closed", "worthless"]))
        if kind == "worthless":
            invoice = replace(invoice, amount=data.draw(st.integers(-(10**9), 0)))
        elif kind == "closed":
            invoice = with_events(invoice, Event(on=first, event=EventKind.CLOSED))
        else:
            invoice = with_events(invoice, Event(on=first, event=EventKind(kind), amount=invoice.amount))
        for one in (invoice, *(sold(invoice, sale, first) for sale in sales_of(policy))):
            decision = evaluate(history, one, as_of=day)
            assert CONCERN_THE_CLAIM.isdisjoint(action.action for action in decision.actions)


@given(pairs(calendar=False).filter(with_recourse), st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_unpaid_when_the_window_ends_is_bought_back_the_day_after_for_what_it_is_worth(pair, data):
    history = linked(pair)
    (policy,) = history.revisions
    recourse, returning = policy.recourse, comes_back_as(pair)
    invoice = data.draw(offers())
    sale = data.draw(st.sampled_from([returning, returning, returning, *sales_of(policy)]))
    sold_on = invoice.issued_on + timedelta(days=data.draw(st.integers(0, 10)))
    invoice = sold(invoice, sale, sold_on)
    due = next_banking_day(invoice.due_on) if policy.moves_off_closed_days else invoice.due_on
    after_the_window = due + timedelta(days=recourse.pursue_through_days + 1)
    start = max(sold_on, after_the_window - timedelta(days=data.draw(st.integers(1, 12))))
    for day in days_from(start, 25):
        decision = evaluate(history, invoice, as_of=day)
        state = fold(invoice, as_of=day, settles=policy.payments_settle)
        free = not (state.paid or state.closed or state.with_agency or state.bought_back)
        found = [action for action in decision.actions if action.action in {"buy_back", "continue_in"}]
        if day < after_the_window or sale != returning or not free:
            assert not found
        else:
            assert [action.action for action in found] == ["buy_back", "continue_in"]
            assert not steps(decision)
            assert found[0].amount == worth(policy, invoice, state, day)
            assert found[1].continue_in == "service"
        invoice = recorded(invoice, decision)


def worth(policy, invoice, state, day):
    """What the buyer has given and kept, less what has come in of the capital; with ``balance`` its fees and interest too."""
    (sale,) = (event for event in known_on(day, invoice).events if event.event is EventKind.SOLD)
    before = invoice.events[: invoice.events.index(sale)]
    then = fold(replace(invoice, events=before), as_of=sale.on, settles=policy.payments_settle)
    advance = half_up(Fraction(max(0, then.principal) * policy.purchase.advance_percent, 10_000))
    beside = state.fees + state.interest if policy.recourse.buy_back is BuyBack.BALANCE else 0
    return max(0, advance - (state.principal_settled - then.principal_settled) + beside)


@given(pairs().filter(lambda pair: with_recourse(pair) and "late_compensation" in pair.buyer), st.data())
@settings(max_examples=25, deadline=None)
def test_the_debtor_pays_for_one_demand_and_the_450_hold_every_fee_whoever_claims_them(pair, data):
    history = linked(pair)
    for _ in range(2):
        invoice = replace(data.draw(offers(events=False)), customer_kind="business")
        start = invoice.due_on + timedelta(days=data.draw(st.integers(-9, 20)))
        invoice = sold(invoice, comes_back_as(pair), min(start, invoice.due_on))
        done, _ = run(history, invoice, days_from(start, 300)[:: data.draw(st.integers(1, 9))])
        claims = [action for action in done if action.action in {"remind", "warn", "demand"}]
        compensation = any(action.late_compensation for action in claims)
        if compensation:
            assert sum(action.fee for action in claims) == COMPENSATION
        assert len([action for action in claims if action.action == "demand" and action.fee]) <= 1


@given(pairs(), st.data())
@settings(max_examples=40, deadline=None)
def test_lines_balance_terms_add_up_and_what_is_recorded_can_be_read(pair, data):
    history = linked(pair)
    (policy,) = history.revisions
    for _ in range(2):
        invoice = data.draw(offers())
        days = days_from(invoice.issued_on, 120)[:: data.draw(st.integers(1, 9))]
        done, after = run(history, invoice, days)
        for action in done:
            assert sum(line.debit for line in action.postings) == sum(line.credit for line in action.postings)
            for line in action.postings:
                assert min(line.debit, line.credit) == 0 < max(line.debit, line.credit)
                assert len(line.account) == 4
                assert line.text
            assert min(action.fees_before, action.fee, action.interest, action.amount or 0) >= 0
            if action.action in SELLING:
                check_terms(policy, action)
        assert Invoice.from_mapping(as_mapping(after)) == after


def check_terms(policy, action):
    terms, purchase = action.terms, policy.purchase
    assert terms.fee == half_up(Fraction(action.principal * purchase.fee_percent, 10_000))
    assert terms.advance == half_up(Fraction(action.principal * purchase.advance_percent, 10_000))
    assert 0 <= terms.payout == terms.advance - terms.fee
    assert terms.payout_on >= action.on
    if purchase.payout.unit is PayoutUnit.BANKING_DAYS:
        assert is_banking_day(terms.payout_on)
