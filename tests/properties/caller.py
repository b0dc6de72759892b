"""The caller, who carries out what is decided and records it, with `events_for` as every caller does."""

from dataclasses import fields, replace
from datetime import timedelta

from drawn_invoices import with_events

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.record import events_for
from dunning_engine.facts.event import SHAPES, EventKind
from dunning_engine.facts.invoice import Invoice
from dunning_engine.money import format_hundredths
from dunning_engine.policy.model import ActionKind

STEPS = frozenset(kind.value for kind in ActionKind)
AMOUNTS = ("amount", "fee", "interest", "price", "purchase_fee")
OFTEN_ENOUGH = 8  # evaluations of one day until nothing more is proposed on it


def steps(decision):
    """The steps among its actions."""
    return [action for action in decision.actions if action.action in STEPS]


def proposed(decision):
    """Its actions, without what only the ledger is told, which leaves nothing to record."""
    return [action for action in decision.actions if action.action != "match_ledger_items"]


def events_of(decision, invoice, *, more_time=0):
    """What is recorded on ``invoice`` once ``decision`` has been carried out, giving so many days more to pay."""
    events = (
        event
        for action in decision.actions
        for number, event in events_for(action, decision.invoice)
        if number == invoice.invoice
    )
    more = timedelta(days=more_time)
    return [
        replace(event, pay_by=event.pay_by + more) if event.event is EventKind.STEP and event.pay_by else event
        for event in events
    ]


def recorded(invoice, decision, *, more_time=0):
    """The invoice after the caller has carried out what was decided."""
    events = events_of(decision, invoice, more_time=more_time)
    return with_events(invoice, *events) if events else invoice


def replay(history, invoice, days, *, more_time=0):
    """Decide on each of ``days`` in order and record every action: the steps taken, and the invoice as it then is."""
    taken = []
    for day in days:
        decision = evaluate(history, invoice, as_of=day)
        taken += steps(decision)
        invoice = recorded(invoice, decision, more_time=more_time)
    return taken, invoice


def run(history, invoice, days):
    """As `replay`, asking again on each day until nothing more is proposed: all actions, and the invoice as it then is."""
    done = []
    for day in days:
        for _ in range(OFTEN_ENOUGH):
            decision = evaluate(history, invoice, as_of=day)
            actions = proposed(decision)
            if not actions:
                break
            done += actions
            invoice = recorded(invoice, decision)
        else:
            raise AssertionError((day, [action.key for action in done]))
    return done, invoice


def run_together(history, invoices, days):
    """As `run`, on a customer's invoices together: all actions, and the invoices as they then are."""
    done = []
    for day in days:
        for _ in range(OFTEN_ENOUGH):
            decisions = evaluate(history, invoices, as_of=day)
            actions = [action for decision in decisions for action in proposed(decision)]
            if not actions:
                break
            done += actions
            invoices = [
                with_events(one, *(event for decision in decisions for event in events_of(decision, one)))
                for one in invoices
            ]
        else:
            raise AssertionError((day, [action.key for action in done]))
    return done, invoices


def days_from(first, count):
    return [first + timedelta(days=number) for number in range(count)]


def as_mapping(invoice):
    """The invoice and its events as a caller writes them."""
    given_facts = {field.name: value(invoice, field.name) for field in fields(Invoice) if field.name != "events"}
    return {**given_facts, "events": [event_as_mapping(event) for event in invoice.events]}


def event_as_mapping(event):
    shape = SHAPES[event.event]
    return {"on": event.on, "event": str(event.event)} | {
        name: value(event, name) for name in (*shape.must, *shape.may)
    }


def value(of, name):
    found = getattr(of, name)
    return format_hundredths(found) if name in AMOUNTS and found is not None else found
