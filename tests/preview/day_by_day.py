"""The judge of courses: every day every invoice is decided on by itself or with its customer's, and what is proposed is recorded."""

from dataclasses import replace
from datetime import date, timedelta

from dunning_engine import events_for
from dunning_engine.decisions.evaluate import evaluate_each
from dunning_engine.problems import FactError


def day_by_day(histories, invoices, first, last):
    """``(key, day, …)`` of each action the first time that it is proposed; ``invoices`` stand as they do when the days begin."""
    held = {one.invoice: one for one in invoices}
    done = {}
    day = first
    while day <= last:
        pairs = [(histories[one.policy], _known(one, day, first)) for one in held.values()]
        try:
            decisions = evaluate_each(pairs, as_of=day)
        except FactError:
            raise AssertionError("an invoice came to contradict itself") from None
        for decision in decisions:
            for action in decision.actions:
                if action.key not in done:
                    done[action.key] = seen(action)
                for number, event in events_for(action, decision.invoice):
                    held[number] = replace(held[number], events=(*held[number].events, event))
        day += timedelta(days=1)
    return done


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


def _known(invoice, day: date, first: date):
    if day == first or invoice.payments_known_through is None:
        return invoice
    return replace(invoice, payments_known_through=day)
