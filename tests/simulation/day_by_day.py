"""The judge of courses: on every day every invoice is decided on, with its customer's others, and what is proposed is recorded."""

from dataclasses import replace
from datetime import timedelta

from dunning_engine import events_for
from dunning_engine.decisions.evaluate import evaluate_each
from dunning_engine.problems import FactError

# What the engine's own proposals leave behind; with `sold` where the policy buys.
OWN = {"step", "information_requested", "done", "interest_invoiced", "bought_back"}


def day_by_day(history_of, invoices, days):
    """What is seen of each action, by key, the first time that it is proposed; the invoices stand as when the days begin."""
    held = {one.invoice: one for one in invoices}
    done = {}
    day = days.first
    while day <= days.last:
        groups = {}
        for invoice in held.values():
            groups.setdefault(invoice.customer, []).append(invoice)
        for group in groups.values():
            try:
                decisions = evaluate_each([(history_of(one), _known(one, day, days.first)) for one in group], as_of=day)
            except FactError:
                continue
            for decision in decisions:
                for action in decision.actions:
                    done.setdefault(action.key, seen(action))
                    for number, event in events_for(action, decision.invoice):
                        held[number] = replace(held[number], events=(*held[number].events, event))
        day += timedelta(days=1)
    return done


def at_start(invoice, days, *, buys):
    """The invoice with the events that are left of it when days begin to be gone through; said otherwise than the program does."""
    kept = []
    before = {event.step for event in invoice.events if event.event == "step" and event.on < days.first}
    gone = [event for event in invoice.events if event.on >= days.first]
    steps = {event.on for event in gone if event.event == "step"}
    handed = any(event.event == "handed_over" and event.on in steps for event in gone)
    for event in invoice.events:
        kind = event.event
        own = (
            kind in OWN
            or (kind == "sold" and buys)
            or (kind in {"handed_over", "write_off"} and event.on in steps)
            or (kind in {"step_cancelled", "delivery_failed"} and event.step not in before)
            or (kind == "withdrawn" and handed)
        )
        paid = days.paying == "nobody" and kind in {"payment", "closed"} and event.on > days.first
        if not (own and event.on >= days.first) and not paid:
            kept.append(event)
    return replace(invoice, events=tuple(kept))


def seen(action):
    return (action.on, action.action, action.step, action.fee, action.interest, action.send_by, action.pay_by)


def seen_in(rows):
    return {
        row["key"]: (
            row["on"],
            row["action"],
            row["step"],
            int(row["fee"] * 100),
            int(row["interest"] * 100),
            row["send_by"],
            row["pay_by"],
        )
        for row in rows.iter_rows(named=True)
    }


def _known(invoice, day, first):
    if day == first or invoice.payments_known_through is None:
        return invoice
    return replace(invoice, payments_known_through=day)
