"""What a sale gives the client, and what follows from it whatever becomes of the claim: payout, notices, the rest.

The debtor is told of a transfer, and told again after a buy-back (skuldebrevslagen 31 §). What is due here is proposed
until it is recorded, also for an invoice that has been paid, disputed or bought back meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dunning_engine.decisions.action import Action, Terms, action_key
from dunning_engine.decisions.beyond import beyond, title_of
from dunning_engine.decisions.postings import payout_postings, settlement_postings
from dunning_engine.decisions.settlement import advance_on, credited_since, fee_on, left_over, price_of
from dunning_engine.law.calendar import add_banking_days, next_banking_day
from dunning_engine.policy.trade import SALE_BY, Notify, PayoutUnit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.action import Posting
    from dunning_engine.decisions.situation import Situation
    from dunning_engine.facts.state import Sale
    from dunning_engine.policy.trade import Payout, Purchase
    from dunning_engine.problems import Span

_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Duty:
    """An action that is due from ``earliest`` on."""

    action: Action
    earliest: date


def terms_of(purchase: Purchase, principal: int, on: date) -> Terms:
    """Fee, advance and payout of a capital (öre) sold on a day; one rounding each, half up to öre."""
    fee, advance = fee_on(purchase, principal), advance_on(purchase, principal)
    return Terms(fee, advance, advance - fee, payout_day(purchase.payout, on))


def payout_day(payout: Payout, on: date) -> date:
    """The day that the money is paid out, counted from ``on``; what is promised within hours never comes a day later."""
    match payout.unit:
        case PayoutUnit.BANKING_DAYS:
            return add_banking_days(on, payout.count) if payout.count else next_banking_day(on)
        case PayoutUnit.CALENDAR_DAYS:
            return on + timedelta(days=payout.count)
        case PayoutUnit.HOURS:
            return on + timedelta(days=payout.count // _HOURS_A_DAY)


def duties(situation: Situation, sale: Sale, *, bought_back_on: date | None) -> tuple[Duty, ...]:
    """What the buyer owes for ``sale`` and has not recorded as done, due or to come."""
    purchase = situation.policy.purchase
    if purchase is None:
        return ()
    every = (
        *_between_them(situation, purchase, sale),
        *_told_to_client(situation, purchase, sale, bought_back_on),
        *_told_to_customer(situation, purchase, sale, bought_back_on),
    )
    return tuple(duty for duty in every if duty.action.key not in situation.state.done)


def tell_client(situation: Situation, about: str, title: str, source: Span, *, before: int = 0) -> Action:
    """Tell the client of an action."""
    said = title_of("notify_client", about=title)
    return beyond(
        situation,
        "notify_client",
        part=about,
        title=said,
        source=source,
        section="purchase",
        before=before,
        about=about,
    )


def _between_them(situation: Situation, purchase: Purchase, sale: Sale) -> Iterator[Duty]:
    """The price; and what is left once the debtor has paid or the invoice has been bought back, whoever owes it."""
    price = price_of(purchase, sale)
    if price > 0:
        booked = payout_postings(price, situation)
        yield Duty(
            _pay_out(situation, purchase, "", price, sale, postings=booked), payout_day(purchase.payout, sale.on)
        )
    state = situation.state
    settled_on = state.paid_on if state.back is None else state.back.on
    if settled_on is None:
        return
    rest = left_over(state, purchase, situation.policy.recourse, sale)
    paid, times_paid = _settled(situation, "pay_out", "rest", sale)
    charged, times_charged = _settled(situation, "charge_client", "", sale)
    if paid is None or charged is None:
        return
    due = rest - paid + charged
    # After a first settlement, what is due is what has been credited, or given up, since it.
    postings = settlement_postings(due, -due if paid or charged else credited_since(state, sale), situation)
    if due > 0:
        on = payout_day(purchase.payout, max(settled_on, sale.on))
        yield Duty(_pay_out(situation, purchase, _part("rest", times_paid), due, sale, postings=postings), on)
    elif due < 0:
        part = _part("", times_charged)
        yield Duty(_charge_client(situation, purchase, part, -due, sale, postings=postings), max(settled_on, sale.on))


def _settled(situation: Situation, action: str, part: str, sale: Sale) -> tuple[int | None, int]:
    """What has been recorded as settled so far, in öre, and how often; ``None`` where a record does not say how much."""
    done, total, times = situation.state.done, 0, 0
    while True:
        name = f"{action}/{this}" if (this := _part(part, times)) else action
        key = action_key(situation.invoice.invoice, name, sale.number)
        if key not in done:
            return total, times
        amount = done[key]
        if amount is None:
            return None, times + 1
        total, times = total + amount, times + 1


def _part(part: str, times: int) -> str:
    """What sets a further settlement apart from the first: more may become known after it."""
    return f"{part or 'more'}-{times + 1}" if times else part


def _charge_client(
    situation: Situation, purchase: Purchase, part: str, amount: int, sale: Sale, *, postings: tuple[Posting, ...]
) -> Action:
    """What the buyer has paid beyond what the claim was worth, as by a credit note after the sale."""
    return beyond(
        situation,
        "charge_client",
        part=part,
        title=title_of("charge_client"),
        source=purchase.span,
        section="purchase",
        before=sale.number,
        amount=amount,
        postings=postings,
    )


def _pay_out(
    situation: Situation, purchase: Purchase, part: str, amount: int, sale: Sale, *, postings: tuple[Posting, ...]
) -> Action:
    return beyond(
        situation,
        "pay_out",
        part=part,
        title=title_of("pay_out:rest" if part else "pay_out"),
        source=purchase.span,
        section="purchase",
        before=sale.number,
        about="rest" if part else None,
        amount=amount,
        send_to=situation.invoice.payout_to,
        postings=postings,
    )


def _told_to_client(
    situation: Situation, purchase: Purchase, sale: Sale, bought_back_on: date | None
) -> Iterator[Duty]:
    outcome = next((one for one in purchase.outcomes if SALE_BY.get(one.kind) == sale.kind), None)
    if outcome is not None and outcome.notify_client is not None:
        at_once = outcome.notify_client is Notify.IMMEDIATELY
        told = tell_client(situation, outcome.kind.value, outcome.title, outcome.span, before=sale.number)
        yield Duty(told, sale.on if at_once else payout_day(purchase.payout, sale.on))
    if bought_back_on is not None:
        title = title_of("buy_back")
        yield Duty(tell_client(situation, "buy_back", title, purchase.span, before=sale.number), bought_back_on)


def _told_to_customer(
    situation: Situation, purchase: Purchase, sale: Sale, bought_back_on: date | None
) -> Iterator[Duty]:
    """Who has paid, or whose item is closed, needs to know of no new creditor."""
    state = situation.state
    if not purchase.notice_of_assignment or state.paid or state.closed:
        return
    about = "sold" if bought_back_on is None else "bought_back"
    how = "pledged" if sale.kind == "pledged" and bought_back_on is None else about
    told = beyond(
        situation,
        "notify_customer",
        part=about,
        title=title_of(f"notify_customer:{how}"),
        source=purchase.span,
        section="purchase",
        before=sale.number,
        about=about,
        send_by=situation.invoice.customer_prefers or situation.invoice.sent_by,
        law=(situation.policy.law.paragraph("notice_of_assignment"),),
    )
    yield Duty(told, bought_back_on or sale.on)
