"""A trial of policies before they are served: ``try_out`` lets each revision decide on an invoice of its first days.

Rules, calendars and libraries are built and loaded when they are first needed. After a trial they are there, and the first
caller waits no longer than others.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.problems import FactError
from dunning_engine.service.snapshot import all_revisions

if TYPE_CHECKING:
    from dunning_engine.policy.load import Policies
    from dunning_engine.policy.model import Policy

_UNTIL_DUE = timedelta(days=30)
_OVERDUE = timedelta(days=30)


def try_out(policies: Policies) -> None:
    """Decide once under every revision of every policy; what is decided is of no interest."""
    for revision in all_revisions(policies):
        invoice = _invoice(revision)
        with suppress(FactError):  # a first day that lies before the calendar's
            evaluate(policies[revision.name], invoice, as_of=invoice["due_on"] + _OVERDUE)


def _invoice(revision: Policy) -> dict[str, Any]:
    return {
        "invoice": "1",
        "customer": "1",
        "customer_kind": "business",
        "customer_identity_number": "556016-0680",
        "issued_on": revision.applies_from,
        "due_on": revision.applies_from + _UNTIL_DUE,
        "amount": 1000,
        "currency": revision.currency,
    }
