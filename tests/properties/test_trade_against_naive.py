"""Decisions on what is bought, lent against and bought back, against a small model of the design; the caller forgets now and then."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

from caller import proposed
from drawn import Draws, unchecked_policy_in
from drawn_invoices import offers, with_events
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_trade import SALE, Model, Outcome, Terms

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.record import events_for
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.policy.model import PolicyHistory

HEADER = """
policy: {name}
title: Drawn
applies_to_invoices_issued_from: 2020-01-01
currency: SEK
country: SE
approval: automatic
due_date_on_closed_day: {closed}
agreed_terms: {{due_date: true, reminder_fee: true}}
payments_settle: [{order}]
interest: {{rate: statutory, accrues_from: due_date}}
exclude: [{{reason: Annans, when: {{client: C2}}}}]
"""


@st.composite
def terms(draw):
    of = Draws(draw)
    lends = of.one_in(3)
    told, sold = (None, "immediately"), (None, "immediately", "at_payout")
    outcomes = [Outcome("review", picked=True)] if of.one_in(2) else []
    if lends:
        outcomes.append(Outcome("lend", of.pick(*sold), risk=of.pick(None, 3, 6), agreed=of.one_in(3)))
    else:
        ways = of.pick(("buy_without_recourse",), ("buy_with_recourse",), ("buy_without_recourse", "buy_with_recourse"))
        outcomes += [Outcome(way, of.pick(*sold), of.pick(None, 3, 6), way == "buy_with_recourse") for way in ways]
    if of.one_in(2):
        outcomes.append(Outcome("decline", of.pick(*told), risk=of.pick(None, 6)))
    back = lends or any(outcome.kind == "buy_with_recourse" for outcome in outcomes)
    return Terms(
        outcomes=tuple(outcomes),
        payout=(of.days(0, 3), of.pick("banking_days", "calendar_days", "hours")) if of.one_in(2) else (30, "hours"),
        fee=of.pick(290, 0, 3333),
        advance=of.pick(8000, 7550) if lends else of.pick(10_000, 9_000),
        notice=not of.one_in(3),
        window=of.days(0, 18) if back else None,
        buy_back=of.pick("balance", "principal"),
        delays=(of.days(1, 12), of.days(1, 12), of.days(1, 12)),
    )


@cache
def policies_of(terms, closed, order):
    rungs = [
        f"  - {{step: s0, title: S0, action: remind, days_after_due_date: {terms.delays[0]}, fee: 60.00, interest: true}}",
        f"  - {{step: s1, title: S1, action: remind, days_after_previous_step: {terms.delays[1]}, interest: true}}",
        f"  - {{step: s2, title: S2, action: remind, days_after_previous_step: {terms.delays[2]}, interest: true}}",
    ]
    keys = {"closed": closed, "order": ", ".join(order)}
    (service,) = unchecked_policy_in("\n".join([HEADER.format(name="service", **keys), "steps:", *rungs, ""])).revisions
    buying = ["purchase:", f"  payout: {{{terms.payout[1]}: {terms.payout[0]}}}", "  outcomes:"]
    buying += [f"    - {{{', '.join(said(outcome))}}}" for outcome in terms.outcomes]
    buying += [f"  fee_percent: {terms.fee / 100}", f"  advance_percent: {terms.advance / 100}"]
    buying.append(f"  notice_of_assignment: {str(terms.notice).lower()}")
    if terms.window is not None:
        sale = "pledged" if any(one.kind == "lend" for one in terms.outcomes) else "with_recourse"
        buying += ["recourse:", f"  when: {{sale: {sale}}}", f"  pursue_through_days_after_due_date: {terms.window}"]
        buying += [f"  buy_back: {terms.buy_back}", "  continue_in: service"]
    text = "\n".join([HEADER.format(name="buyer", **keys), *buying, "steps:", *rungs[:2], ""])
    (buyer,) = unchecked_policy_in(text).revisions
    return buyer, service


def said(outcome):
    yield f"outcome: {outcome.kind}"
    yield f"title: {outcome.kind}"
    when = ["picked_for_review: true"] * outcome.picked + ["recourse_agreement: true"] * outcome.agreed
    when += [] if outcome.risk is None else [f"credit_risk: {{at_most: {outcome.risk}}}"]
    if when:
        yield f"when: {{{', '.join(when)}}}"
    if outcome.notify:
        yield f"notify_client: {outcome.notify}"


def what_happens(draw, invoice, day):
    """Between two decisions: a payment or a credit note of a telling size, a rest, an agency, another sale or a buy-back."""
    of = Draws(draw)
    on = day + timedelta(days=of.days(0, 2))
    match of.days(1, 18):
        case 1 | 2:
            amount = of.pick(
                1, 6_500, invoice.amount // 3, invoice.amount * 17 // 20, invoice.amount, invoice.amount + 900
            )
            yield Event(on=on, event=EventKind.PAYMENT, amount=max(1, amount))
        case 4:
            yield Event(on=on, event=EventKind.CREDIT_NOTE, amount=max(1, of.pick(invoice.amount // 4, invoice.amount)))
        case 5:
            yield Event(on=on, event=EventKind.PAUSE, until=on + timedelta(days=of.days(0, 9)))
        case 6 if of.one_in(3):
            yield Event(on=on, event=of.pick(EventKind.HANDED_OVER, EventKind.WITHDRAWN, EventKind.CLOSED))
        case 7 if of.one_in(2):
            trade = [event for event in invoice.events if event.event in {EventKind.SOLD, EventKind.BOUGHT_BACK}]
            if trade and max(event.on for event in trade) <= day:
                if trade[-1].event is EventKind.SOLD:
                    yield Event(on=day, event=EventKind.BOUGHT_BACK, amount=1)
                else:
                    yield Event(on=day, event=EventKind.SOLD, sale=trade[0].sale)


def shown(decision):
    """The amounts that each proposed action states, by its key."""
    found = {}
    for action in proposed(decision):
        if action.terms is not None:
            terms = action.terms
            found[action.key] = (terms.fee, terms.advance, terms.payout, terms.payout_on)
        elif action.step is not None:
            found[action.key] = (action.principal, action.fees_before, action.interest)
        else:
            found[action.key] = () if action.amount is None else (action.amount,)
    return found


@given(terms(), st.permutations(["fees", "interest", "principal"]), st.data())
@settings(max_examples=120, deadline=None)
def test_what_is_proposed_is_what_the_design_says(terms, order, data):
    closed = data.draw(st.sampled_from(["next_banking_day", "unchanged"]))
    policies = buyer, service = policies_of(terms, closed, tuple(order))
    history = PolicyHistory("buyer", (buyer,), {"service": PolicyHistory("service", (service,))})
    invoice = data.draw(offers(events=False))
    day = invoice.issued_on
    invoice = replace(invoice, due_on=day + timedelta(days=data.draw(st.integers(0, 12))))
    if data.draw(st.integers(1, 3)) > 1:
        invoice = replace(invoice, client="C1", recourse_agreement=True, picked_for_review=None, credit_risk=3)
    for gap in data.draw(st.lists(st.sampled_from([0, 1, 1, 2, 5, 10]), min_size=12, max_size=18)):
        day += timedelta(days=gap)
        decision = evaluate(history, invoice, as_of=day)
        model = Model(invoice, day, terms, policies)
        assert shown(decision) == model.proposed
        assert decision.policy == model.decider
        assert decision.balance == model.account.balance
        carried_out = [action for action in decision.actions if data.draw(st.integers(1, 10)) > 1]
        events = [event for action in carried_out for _, event in events_for(action, invoice.invoice)]
        invoice = with_events(invoice, *events)
        invoice = with_events(invoice, *what_happens(data.draw, invoice, day))
        assert set(SALE.values()) >= {event.sale for event in invoice.events if event.sale}
