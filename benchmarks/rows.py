"""An invoice as the flat row that the other rule engines are asked about: whole numbers, 0 and 1, days as ordinals.

Folding, calendars and rate look-ups are Python here as they are in ``by_hand``; the rules and the arithmetic that an engine
can do are left to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from by_hand import (
    WEEK,
    Folded,
    Rates,
    barred,
    credited_whole,
    demand_pay_by,
    email_in_time,
    fold,
    free_on,
    interest_ends,
    time_is_up,
    unpaid_after,
)

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.facts.invoice import Invoice


def row_of(invoice: Invoice, as_of: date) -> tuple[dict[str, Any], Folded, date]:
    """What the rules look at, with the state and the due date that it was made from."""
    due_on = unpaid_after(invoice)
    state = fold(invoice, as_of, due_on)
    row = {
        "balance": state.principal + state.fees + state.interest,
        "credited_whole": int(credited_whole(invoice, state)),
        "barred": int(barred(invoice, state, as_of)),
        "disputed": int(state.disputed),
        "paused": int(state.paused),
        "promised": int(state.promised),
        "furthest": state.furthest,
        "email_in_time": int(email_in_time(invoice)),
        "has_channel": int(invoice.sent_by is not None),
        "has_identity_number": int(invoice.customer_identity_number is not None),
        "choice": invoice.enforcement_choice or "none",
    }
    return row, state, due_on


def row_with_amounts(invoice: Invoice, as_of: date, rates: Rates) -> dict[str, Any]:
    """The row with the days and the parts of the interest, for an engine that counts with them itself.

    ``stretches`` are (öre, index from, index to): the interest of the whole amount, less that of what was taken off it.
    """
    row, state, due_on = row_of(invoice, as_of)
    start, end = interest_ends(invoice, as_of, due_on, rates)
    end = max(start, end)
    row["stretches"] = [
        [invoice.amount, start, end],
        *([-ore, min(max(rates.through(day), start), end), end] for day, ore in state.lowered),
    ]
    row["settled_interest"] = state.settled_interest
    row["interest_owed"] = state.interest
    row["fee_agreed"] = int(invoice.reminder_fee_agreed is not False)
    row["free_on"] = free_on(state, as_of).toordinal()
    row["as_of"] = as_of.toordinal()
    row["due_on"] = due_on.toordinal()
    row["days_since_invoice_date"] = (as_of - invoice.issued_on).days
    row["previous_on"] = (state.previous_on or due_on).toordinal()
    row["not_before"] = state.not_before.toordinal()
    pay_by = demand_pay_by(as_of)
    row["demand_pay_by"] = pay_by.toordinal()
    row["demand_over"] = time_is_up(pay_by).toordinal()
    row["reminder_over"] = time_is_up(as_of + WEEK).toordinal()
    return row
