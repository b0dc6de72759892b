"""One invoice on one day under one policy: what has happened, when it falls due, what interest has accrued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.accrual import Accrual, accrue
from dunning_engine.facts.fold import fold
from dunning_engine.law.calendar import add_banking_days, next_banking_day

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.facts.state import State
    from dunning_engine.policy.model import Days, Policy


@dataclass(slots=True, kw_only=True)
class Situation:
    """What every part of a decision reads.

    ``due_on`` is the due date moved off closed days (skuldebrevslagen 5 §); ``unpaid_after`` is it plus postal days: the
    invoice counts as unpaid, and the first step may come, from the day after. ``before`` is the situation under the buyer's
    policy that this one continues, where the invoice has been bought back.
    """

    policy: Policy
    invoice: Invoice
    as_of: date
    state: State
    due_on: date
    unpaid_after: date
    accrual: Accrual
    before: Situation | None = None

    @property
    def debtor(self) -> tuple[str | None, str, str, bool]:
        """Who owes whom, in what: interest adds up over the invoices that share it.

        Two clients may each have a customer 17, kronor and euro do not add up, and what is sold is owed to the buyer.
        """
        return self.invoice.client, self.invoice.customer, self.invoice.currency, self.state.sold

    @property
    def counts_as_unpaid(self) -> bool:
        """Whether the due date and the postal days have passed."""
        return self.as_of > self.unpaid_after


def situation_of(policy: Policy, invoice: Invoice, *, as_of: date) -> Situation:
    """Fold the invoice's events through ``as_of`` and settle its dates under ``policy``."""
    state = fold(invoice, as_of=as_of, settles=policy.payments_settle)
    due_on = next_banking_day(invoice.due_on) if policy.moves_off_closed_days else invoice.due_on
    return Situation(
        policy=policy,
        invoice=invoice,
        as_of=as_of,
        state=state,
        due_on=due_on,
        unpaid_after=days_after(due_on, policy.postal_days),
        accrual=accrue(policy, invoice, state, due_on=due_on, as_of=as_of),
    )


def days_after(day: date, days: Days) -> date:
    """The day so many calendar or banking days after ``day``; none leaves it where it is."""
    if not days.count:
        return day
    return add_banking_days(day, days.count) if days.banking else day + timedelta(days=days.count)
