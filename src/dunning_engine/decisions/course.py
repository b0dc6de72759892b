"""A decision as rows of a course: what to do, what is recorded once it has been done, and the day from which more may come.

A course is a ledger followed day by day with what is proposed carried out; there every invoice has at least one row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.flat import AMOUNT, COLUMNS, TEXT, Form, invoice_rows
from dunning_engine.decisions.record import events_for
from dunning_engine.facts.event import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.facts.invoice import Invoice

EVENT_FIELDS = (
    *("on", "event", "amount", "step", "fee", "interest", "pay_by", "sent_by", "key", "sale", "price", "purchase_fee"),
    *("agency", "fact"),
)
"""What actions record: the columns of an events table that their rows fill, beside ``invoice``."""

_LEFT_OUT = frozenset({"account", "client", "revision", "postings", "law", "digest"})
_OWN: Mapping[str, str] = {"event": TEXT, "sent_by": TEXT, "sale": TEXT, "price": AMOUNT, "agency": TEXT}
COURSE_COLUMNS: Mapping[str, str] = {name: kind for name, kind in COLUMNS.items() if name not in _LEFT_OUT} | dict(_OWN)
"""``kind`` is ``action``, ``blocker``, ``nothing`` for an invoice without either, or ``event``, whose ``invoice`` may be another's."""


_SETTLED = frozenset({"paid", "closed"})


def course_rows(invoice: Invoice, decision: Decision, language: str) -> Iterator[dict[str, Any]]:
    """What to do with an invoice and what stands in the way, or that there is nothing; then what its actions record."""
    rows = tuple(invoice_rows(invoice, decision, language))
    yield from rows or (_nothing(invoice, decision),)
    for action in decision.actions:
        for number, event in events_for(action, decision.invoice):
            shape = SHAPES[event.event]
            carried = {name: getattr(event, name) for name in ("on", "event", *shape.must, *shape.may)}
            yield {"kind": "event", "invoice": number, **carried}


def rows_of_the_day(invoice: Invoice, decision: Decision, language: str) -> Iterator[dict[str, Any]]:
    """What to do with an invoice and what stands in the way, or that there is nothing; no row for what is paid or closed."""
    rows = tuple(invoice_rows(invoice, decision, language))
    settled = decision.stage in _SETTLED and decision.next is None
    yield from rows or (() if settled else (_nothing(invoice, decision),))


def _nothing(invoice: Invoice, decision: Decision) -> dict[str, Any]:
    coming = decision.next
    return {
        "kind": "nothing",
        "invoice": decision.invoice,
        "as_of": decision.as_of,
        "customer": invoice.customer,
        "policy": decision.policy,
        "stage": decision.stage,
        "balance": decision.balance,
        "next_step": None if coming is None else coming.step,
        "next_earliest": None if coming is None else coming.earliest,
    }


COURSE = Form(COURSE_COLUMNS, course_rows)
OF_THE_DAY = Form({name: kind for name, kind in COURSE_COLUMNS.items() if name not in _OWN}, rows_of_the_day)
