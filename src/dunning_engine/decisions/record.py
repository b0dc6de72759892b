"""What the caller records once an action has been carried out: events of invoices, entries on the client's account.

Kept here so that every caller records alike, and so that nothing is proposed twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.facts.account import Entry, EntryKind
from dunning_engine.facts.event import RECORDED_AS_DONE, Event, EventKind
from dunning_engine.policy.model import ActionKind
from dunning_engine.policy.trade import SALE_BY

if TYPE_CHECKING:
    from dunning_engine.decisions.action import Action

_STEPS = frozenset(kind.value for kind in ActionKind)
_SALES = {kind.value: sale for kind, sale in SALE_BY.items()}
_CHARGED = {
    "pay_out": EntryKind.PAYOUT,
    "buy_back": EntryKind.BUY_BACK,
    "charge_client": EntryKind.OTHER,
    "charge_overdraft_interest": EntryKind.OVERDRAFT_INTEREST,
}


def events_for(action: Action, invoice: str) -> tuple[tuple[str, Event], ...]:
    """The events of ``action`` on ``invoice``, each with the number of the invoice that it happened to.

    An interest invoice happens to every invoice on it; handing over and writing off are events beside their step. Empty
    where nothing is to be remembered: ``continue_in`` follows from the buy-back, ``match_ledger_items`` from the ledger, and
    ``charge_overdraft_interest`` is an entry on the account.
    """
    if action.action == "invoice_interest":
        return tuple(
            (line.invoice, Event(on=action.on, event=EventKind.INTEREST_INVOICED, amount=line.interest))
            for line in action.lines
        )
    return tuple((invoice, event) for event in _events(action))


def entries_for(action: Action, invoice: str | None) -> tuple[Entry, ...]:
    """The entries of ``action`` on the account of the client whose ``invoice`` it is; of nothing, none.

    A purchase brings its payout, which the payout takes again; the rest that an advance left is the debtor's money, brought
    and paid out at once. What a payout sets off stays on the account.
    """
    if action.terms is not None:
        return _entry(action, EntryKind.PURCHASE, action.terms.payout, invoice)
    kind = _CHARGED.get(action.action)
    if kind is None or action.amount is None:
        return ()
    brought = action.amount + action.set_off if action.about == "rest" else 0
    return (
        *_entry(action, EntryKind.PAYMENT, brought, invoice),
        *_entry(action, kind, -action.amount, invoice),
    )


def _entry(action: Action, kind: EntryKind, amount: int, invoice: str | None) -> tuple[Entry, ...]:
    return (Entry(on=action.on, entry=kind, amount=amount, invoice=invoice),) if amount else ()


def _events(action: Action) -> tuple[Event, ...]:
    on, kind = action.on, action.action
    if kind in _STEPS and action.step is not None:
        return _step_events(action)
    if kind in _SALES:
        price = None if action.terms is None else action.terms.payout
        fee = None if action.terms is None else action.terms.fee
        return (Event(on=on, event=EventKind.SOLD, sale=_SALES[kind], price=price, purchase_fee=fee),)
    if kind == "buy_back":
        return (Event(on=on, event=EventKind.BOUGHT_BACK, amount=action.amount),)
    if kind == "request_information":
        return (Event(on=on, event=EventKind.INFORMATION_REQUESTED, fact=action.fact),)
    done = Event(on=on, event=EventKind.DONE, key=action.key, amount=_moved(action))
    return (done,) if kind in RECORDED_AS_DONE else ()


def _moved(action: Action) -> int | None:
    """What the action settles, in öre: also what it sets off."""
    return None if action.amount is None else action.amount + action.set_off


def _step_events(action: Action) -> tuple[Event, ...]:
    taken = Event(
        on=action.on,
        event=EventKind.STEP,
        step=action.step,
        fee=action.fee,
        interest=action.interest,
        pay_by=action.pay_by,
        sent_by=action.send_by,
        key=action.key,
    )
    if action.action == ActionKind.HAND_OVER:
        return (taken, Event(on=action.on, event=EventKind.HANDED_OVER))
    if action.action == ActionKind.WRITE_OFF:
        return (taken, Event(on=action.on, event=EventKind.WRITE_OFF, amount=action.amount))
    return (taken,)
