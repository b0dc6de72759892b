"""The policy ``fakturaservice`` written by hand in Python: the leanest program that gives the same answers.

It knows this one policy and this sample's kinds of event; it checks no input, cites no law and explains nothing. The other
contenders use its fold and its look-ups around their rules.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import isleap
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from answer import Answer

from dunning_engine.law.calendar import is_banking_day

if TYPE_CHECKING:
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.law.values import Law

LADDER = ("notice", "reminder", "collection", "enforcement")
PLACES = {step: place for place, step in enumerate(LADDER)}
# Interest is principal x index / DENOMINATOR: basis points x days, a day weighing 366 of 365 or 365 of 366.
DENOMINATOR = 365 * 366 * 10_000

_DAY, WEEK = timedelta(days=1), timedelta(days=7)
_NOTICE_DELAY, _COLLECTION_DELAY, _ENFORCEMENT_DELAY = timedelta(days=2), timedelta(days=8), timedelta(days=14)
_COLLECTION_TIME, _LEAST_TIME, _UNAGREED_DELAY = timedelta(days=10), timedelta(days=8), timedelta(days=30)
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_CLOSED = frozenset(
    day for day in (date(2002, 1, 1) + timedelta(days=n) for n in range(35 * 365)) if not is_banking_day(day)
)


class Rates:
    """The running index of the statutory rate: built once, two look-ups an invoice."""

    def __init__(self, law: Law) -> None:
        """Cut the law's rates where the half-years are, so that each piece lies in one year."""
        self.starts: list[int] = []
        self._pieces: list[tuple[int, int]] = []
        total = 0
        half_years = [*(first for first, _ in law.reference_rates), law.rates_known_through + _DAY]
        for first, following in pairwise(half_years):
            weight = law.statutory_rate(first) * (365 if isleap(first.year) else 366)
            self.starts.append(first.toordinal())
            self._pieces.append((total, weight))
            total += weight * (following - first).days

    def through(self, day: date) -> int:
        """The index at the end of ``day``."""
        number = day.toordinal()
        place = bisect_right(self.starts, number) - 1
        total, weight = self._pieces[place]
        return total + weight * (number - self.starts[place] + 1)


class Folded(NamedTuple):
    """An invoice after its events. ``lowered`` are (the last day that it still counts for interest, öre)."""

    principal: int
    fees: int
    interest: int
    settled_interest: int
    credited: int
    lowered: list[tuple[date, int]]
    furthest: int
    previous_on: date | None
    not_before: date
    disputed: bool
    paused: bool
    promised: bool
    rests_until: date | None
    interruptions: list[date]


def unpaid_after(invoice: Invoice) -> date:
    """The due date, moved off closed days."""
    return _open_day(invoice.due_on)


def time_is_up(pay_by: date) -> date:
    """The first day that a payment is too late: the day after, but who pays on the next banking day is in time."""
    return _open_day(pay_by) + _DAY


def _open_day(day: date) -> date:
    while day in _CLOSED:
        day += _DAY
    return day


def fold(invoice: Invoice, as_of: date, due_on: date) -> Folded:  # noqa: C901, PLR0912, PLR0915 (all in one, to be fast)
    """What has happened through ``as_of``; a payment settles fees, then interest, then principal."""
    principal, fees, interest, settled_interest, credited, waiting = invoice.amount, 0, 0, 0, 0, 0
    lowered: list[tuple[date, int]] = []
    interruptions: list[date] = []
    furthest, previous_on, not_before = -1, None, due_on + _DAY
    disputed = False
    pause = promise = None
    for event in invoice.events:
        on = event.on
        if on > as_of:
            break
        kind = event.event
        if kind == "step":
            fees += event.fee
            interest = interest if event.interest is None else event.interest
            place = PLACES[event.step]
            furthest = max(furthest, place)
            previous_on = on
            pay_by = event.pay_by
            if place in {1, 2}:
                interruptions.append(on)
            if place == 1:
                pay_by = pay_by or on + WEEK
            elif place == PLACES["collection"]:
                pay_by = max(pay_by or on + _COLLECTION_TIME, reasonable_pay_by(on, event.sent_by))
            not_before = max(not_before, on + _DAY if pay_by is None else time_is_up(pay_by))
        elif kind == "payment":
            interruptions.append(on)
            waiting += event.amount
        elif kind == "credit_note":
            lowered.append((on - _DAY, min(event.amount, max(principal, 0))))
            principal -= event.amount
            credited += event.amount
        elif kind == "pause":
            pause = event
        elif kind == "promise":
            promise = event.until
        elif kind == "dispute":
            disputed = True
        elif kind == "dispute_settled":
            disputed = False
        if waiting and kind in {"payment", "step"}:
            rest = min(waiting, max(principal + fees + interest, 0))
            waiting -= rest
            part = min(rest, fees)
            fees -= part
            rest -= part
            part = min(rest, interest)
            interest -= part
            settled_interest += part
            rest -= part
            part = min(rest, max(principal, 0))
            if part:
                principal -= part
                lowered.append((on, part))
    paused = pause is not None and (pause.until is None or pause.until >= as_of)
    promised = promise is not None and promise >= as_of
    rests_until = None
    if not disputed and not (paused and pause.until is None):
        ends = [pause.until] if paused else []
        rests_until = max([*ends, promise] if promised else ends, default=None)
    return Folded(
        principal, fees, interest, settled_interest, credited, lowered, furthest, previous_on, not_before,
        disputed, paused, promised, rests_until, interruptions,
    )  # fmt: skip


def accrued_interest(invoice: Invoice, state: Folded, as_of: date, due_on: date, rates: Rates) -> int:
    """Accrued and unpaid interest through ``as_of``, öre, half up."""
    start, end = interest_ends(invoice, as_of, due_on, rates)
    if end <= start:
        return 0
    left = invoice.amount * (end - start) - state.settled_interest * DENOMINATOR
    for day, ore in state.lowered:
        left -= ore * (end - max(rates.through(day), start))
    return max(0, (2 * left + DENOMINATOR) // (2 * DENOMINATOR))


def interest_ends(invoice: Invoice, as_of: date, due_on: date, rates: Rates) -> tuple[int, int]:
    """The index on the day that interest runs from, and on ``as_of``."""
    if invoice.due_date_agreed is False:
        due_on = max(due_on, (invoice.sent_on or invoice.issued_on) + _UNAGREED_DELAY)
    return rates.through(due_on), rates.through(as_of)


def credited_whole(invoice: Invoice, state: Folded) -> bool:
    """Whether credit notes took all of it: then no fee or interest on it is demanded either."""
    return state.credited >= invoice.amount


def barred(invoice: Invoice, state: Folded, as_of: date) -> bool:
    """Whether the limitation period has run: 3 years for consumers, 10 for others, anew from what interrupts it."""
    years = 3 if invoice.customer_kind == "consumer" else 10
    last = _years_after(invoice.issued_on, years)
    if as_of <= last:
        return False
    for day in state.interruptions:
        if day <= last:
            last = _years_after(day, years)
    return as_of > last


def email_in_time(invoice: Invoice) -> bool:
    """Whether the address was registered before the invoice was created."""
    registered = invoice.customer_email_registered_at
    if invoice.customer_email is None or registered is None:
        return False
    return registered < (invoice.created_at or _start_of(invoice.issued_on))


def reasonable_pay_by(on: date, sent_by: str | None) -> date:
    """The earliest last day to pay of a demand (inkassolagen 5 §): 8 days, and 4 banking days from when it came."""
    left = 4 if sent_by in {"email", "e_invoice", "pdf"} else 6
    day = on
    while left:
        day += _DAY
        left -= day not in _CLOSED
    return max(on + _LEAST_TIME, day)


def decide(invoice: Invoice, as_of: date, rates: Rates) -> Answer:
    """The whole decision."""
    due_on = unpaid_after(invoice)
    state = fold(invoice, as_of, due_on)
    if (
        state.principal + state.fees + state.interest <= 0
        or credited_whole(invoice, state)
        or barred(invoice, state, as_of)
    ):
        return Answer()
    place, earliest = upcoming(invoice, state, due_on)
    if place is None:
        return Answer()
    if state.disputed or state.paused or state.promised:
        return Answer(None, 0, 0, None, LADDER[place], max(earliest, free_on(state, as_of)))
    if earliest > as_of or lacks(invoice, place):
        return Answer(None, 0, 0, None, LADDER[place], max(earliest, as_of))
    return take(place, invoice, state, as_of=as_of, due_on=due_on, rates=rates)


def free_on(state: Folded, as_of: date) -> date:
    """The day after a pause or a promise; today where nothing says when what stops the invoice ends."""
    return as_of if state.rests_until is None else state.rests_until + _DAY


def upcoming(invoice: Invoice, state: Folded, due_on: date) -> tuple[int | None, date]:
    """The place of the next step and its earliest day; without an address in time the notice is skipped."""
    place = state.furthest + 1
    if place == 0:
        earliest = max(due_on + _NOTICE_DELAY, state.not_before)
        if email_in_time(invoice):
            return 0, earliest
        place = 1
    if place == 1:
        return 1, max(due_on + WEEK, state.not_before)
    if place == len(LADDER):
        return None, state.not_before
    delay = _COLLECTION_DELAY if place == PLACES["collection"] else _ENFORCEMENT_DELAY
    return place, max(state.previous_on + delay, state.not_before)


def lacks(invoice: Invoice, place: int) -> bool:
    """Whether the step waits for a fact or a choice."""
    return (None, invoice.sent_by, invoice.customer_identity_number, invoice.enforcement_choice)[place] is None and (
        place > 0
    )


def take(place: int, invoice: Invoice, state: Folded, *, as_of: date, due_on: date, rates: Rates) -> Answer:
    """The step at ``place``, taken today."""
    if place == 0:
        return Answer("notify", 0, state.interest, None, "reminder", max(due_on + WEEK, as_of + _DAY))
    if place == PLACES["enforcement"]:
        chosen = invoice.enforcement_choice
        action = "monitor" if chosen == "monitoring" else "apply_for_payment_order"
        return Answer(action, 0, state.interest, None, None, None)
    interest = state.interest
    if (as_of - invoice.issued_on).days > 30:  # noqa: PLR2004 (charged_when)
        interest = accrued_interest(invoice, state, as_of, due_on, rates)
    if place == 1:
        fee = 0 if invoice.reminder_fee_agreed is False else 6000
        pay_by = as_of + WEEK
        return Answer("remind", fee, interest, pay_by, "collection", max(as_of + _COLLECTION_DELAY, time_is_up(pay_by)))
    pay_by = demand_pay_by(as_of)
    return Answer("demand", 18000, interest, pay_by, "enforcement", max(as_of + _ENFORCEMENT_DELAY, time_is_up(pay_by)))


def demand_pay_by(as_of: date) -> date:
    """The last day to pay of a demand that is posted today."""
    return max(as_of + _COLLECTION_TIME, reasonable_pay_by(as_of, "post"))


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)


@cache
def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, _STOCKHOLM).astimezone(UTC)
