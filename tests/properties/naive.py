"""An account kept by hand: what an invoice owes, one event at a time, one day at a time, in fractions."""

from calendar import isleap
from datetime import timedelta
from fractions import Fraction
from functools import cache

from dunning_engine.facts.event import EventKind
from dunning_engine.law.calendar import is_banking_day
from dunning_engine.law.load import load_law
from dunning_engine.policy.charges import AccruesFrom

ONE_DAY = timedelta(days=1)
statutory_rate = cache(load_law().statutory_rate)


class Account:
    """Capital, fees and claimed interest after the events through a day; ``lowered`` says when capital ceased to bear interest.

    ``received`` is what payments have settled of the capital; ``invoiced`` is interest that was invoiced on its own.
    """

    def __init__(self, invoice, as_of, order):
        self.owed = {"principal": invoice.amount, "fees": 0, "interest": 0}
        self.lowered = []
        self.interest_paid = self.waiting = self.received = self.invoiced = self.credited = 0
        self.paid_on = None
        for event in without_cancelled([event for event in invoice.events if event.on <= as_of]):
            self.happens(event, order)
            self.paid_on = None if self.balance > 0 else self.paid_on or event.on

    @property
    def balance(self):
        return sum(self.owed.values())

    def happens(self, event, order):
        match event.event:
            case EventKind.PAYMENT:
                self.waiting += event.amount
            case EventKind.CREDIT_NOTE:
                self.owed["principal"] -= event.amount
                self.credited += event.amount
                self.lowered.append((event.on, event.amount))
                return
            case EventKind.STEP:
                self.owed["fees"] += event.fee
                self.owed["interest"] = event.interest
            case EventKind.INTEREST_INVOICED:
                self.invoiced += event.amount
                return
            case _:
                return
        self.settle(event.on, order)

    def settle(self, on, order):
        for part in order:
            paid = max(0, min(self.waiting, self.owed[part], self.balance))
            self.owed[part] -= paid
            self.waiting -= paid
            if part == "principal":
                self.lowered.append((on + ONE_DAY, paid))
                self.received += paid
            elif part == "interest":
                self.interest_paid += paid

    def exactly_accrued(self, invoice, policy, as_of):
        """Each day's capital at that day's rate over that year's days, öre."""
        total = Fraction(0)
        day = first_interest_day(invoice, policy)
        while day <= as_of:
            capital = invoice.amount - sum(amount for since, amount in self.lowered if since <= day)
            rate = policy.interest.fixed_rate or statutory_rate(day)
            total += Fraction(max(0, capital) * rate, 10_000 * (366 if isleap(day.year) else 365))
            day += ONE_DAY
        return total

    def accrued(self, invoice, policy, as_of):
        """What has accrued less what has been paid or invoiced of it; öre, rounded once."""
        left = self.exactly_accrued(invoice, policy, as_of) - self.interest_paid - self.invoiced
        return max(0, half_up(left))


def half_up(amount):
    return int(amount + Fraction(1, 2)) if amount > 0 else 0


def without_cancelled(events):
    kept = []
    for event in events:
        if event.event is EventKind.STEP_CANCELLED:
            kept.remove([one for one in kept if one.event is EventKind.STEP and one.step == event.step][-1])
        else:
            kept.append(event)
    return kept


def due_day(invoice, policy):
    """The due date, moved off closed days where the policy moves it."""
    day = invoice.due_on
    while policy.moves_off_closed_days and not is_banking_day(day):
        day += ONE_DAY
    return day


def first_interest_day(invoice, policy):
    """The day after the due date; where it was not agreed, not before 30 days after sending."""
    start = due_day(invoice, policy)
    agreed = policy.agreed_terms.due_date if invoice.due_date_agreed is None else invoice.due_date_agreed
    assert policy.interest.accrues_from in {AccruesFrom.LAW, AccruesFrom.DUE_DATE}
    return (start if agreed else max(start, (invoice.sent_on or invoice.issued_on) + timedelta(days=30))) + ONE_DAY
