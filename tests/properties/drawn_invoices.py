"""Drawn invoices, and what happens to them."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.invoice import Invoice

FIRST, LAST = date(2020, 1, 1), date(2023, 12, 31)
CHANNELS = ("email", "post", "e_invoice", "pdf")


def maybe(strategy):
    return st.none() | strategy


@st.composite
def invoices(draw, *, first=FIRST, last=LAST, agreed=None, events=True):
    issued = draw(st.dates(first, last))
    due = issued + timedelta(days=draw(st.integers(0, 60)))
    happened = draw(st.lists(happenings(due), max_size=4)) if events else ()
    return Invoice(
        invoice=draw(st.sampled_from(["1001", "F/17", "100%"])),
        customer=draw(st.sampled_from(["K1", "K2"])),
        client=draw(maybe(st.sampled_from(["C1", "C2"]))),
        customer_kind=draw(st.sampled_from(["business", "consumer", "public_authority"])),
        customer_email=draw(maybe(st.just("a@example.se"))),
        issued_on=issued,
        due_on=due,
        sent_on=draw(maybe(st.just(issued + timedelta(days=3)))),
        amount=draw(st.integers(1, 5_000_000)),
        currency="SEK",
        sent_by=draw(st.sampled_from(CHANNELS)),
        due_date_agreed=agreed if agreed is not None else draw(maybe(st.booleans())),
        reminder_fee_agreed=draw(maybe(st.booleans())),
        collection_agreement=draw(maybe(st.booleans())),
        enforcement_choice=draw(maybe(st.sampled_from(["payment_order", "monitoring"]))),
        events=tuple(happened),
    )


@st.composite
def offers(draw, **how):
    """Invoices that are offered for sale, but for a few."""
    return replace(
        draw(invoices(**how)),
        offered_for_sale=draw(st.sampled_from([True] * 8 + [False, None])),
        credit_risk=draw(st.sampled_from([None, 1, 3, 4, 6, 7])),
        recourse_agreement=draw(st.sampled_from([None, False, True, True, True])),
        picked_for_review=draw(st.sampled_from([None, False, False, False, True])),
        payout_to=draw(maybe(st.sampled_from(["bank_account", "bankgiro", "plusgiro"]))),
        customer_prefers=draw(maybe(st.sampled_from(CHANNELS))),
    )


@st.composite
def happenings(draw, due):
    on = due + timedelta(days=draw(st.integers(-10, 40)))
    until = on + timedelta(days=draw(st.integers(0, 30)))
    amount = draw(st.integers(1, 2_000_000))
    return draw(
        st.sampled_from(
            [
                Event(on=on, event=EventKind.PAYMENT, amount=amount),
                Event(on=on, event=EventKind.PAYMENT, amount=amount),
                Event(on=on, event=EventKind.CREDIT_NOTE, amount=amount),
                Event(on=on, event=EventKind.PAUSE, until=until),
                Event(on=on, event=EventKind.PAUSE, until=until),
                Event(on=on, event=EventKind.PROMISE, until=until),
                Event(on=on, event=EventKind.DISPUTE),
                Event(on=until, event=EventKind.DISPUTE_SETTLED),
                Event(on=on, event=EventKind.WRITE_OFF, amount=amount),
            ]
        )
    )


@st.composite
def trades(draw, start, sales=("without_recourse", "with_recourse", "pledged")):
    """Sales and buy-backs in an order that can have been: nothing is sold twice, nor bought back before it is sold."""
    events, on = [], start
    for place in range(draw(st.integers(1, 3))):
        on += timedelta(days=draw(st.integers(0, 25)))
        amount = draw(st.integers(1, 2_000_000))
        if place % 2:
            events.append(Event(on=on, event=EventKind.BOUGHT_BACK, amount=amount))
        else:
            price = draw(maybe(st.just(amount)))
            events.append(Event(on=on, event=EventKind.SOLD, sale=draw(st.sampled_from(sales)), price=price))
    return tuple(events)


def with_events(invoice, *events):
    return replace(invoice, events=(*invoice.events, *events))


def known_on(day, invoice):
    """The invoice with what has happened to it through that day."""
    return replace(invoice, events=tuple(event for event in invoice.events if event.on <= day))
