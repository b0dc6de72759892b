"""What the facts and events of one invoice say against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.facts.account import Account
from dunning_engine.facts.event import RECORDED_AS_DONE, EventKind, in_key
from dunning_engine.facts.values import Fault
from dunning_engine.problems import Problem
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from dunning_engine.facts.event import Event
    from dunning_engine.facts.findings import Findings
    from dunning_engine.facts.invoice import Invoice

_IN_PLACE_OF_EVENTS = ("balance", "paid_on", "last_step", "last_step_on")
_TOLD_BY_COLUMNS = frozenset(
    {EventKind.PAYMENT, EventKind.CREDIT_NOTE, EventKind.STEP, EventKind.STEP_CANCELLED, EventKind.DELIVERY_FAILED}
)
_WITH_STEP = frozenset({EventKind.STEP, EventKind.STEP_CANCELLED, EventKind.DELIVERY_FAILED})


def find_contradictions(found: Findings) -> None:
    """Note every contradiction between facts, between events, and between facts and events."""
    _order_of_dates(found)
    _columns(found)
    if found.all_events_read:
        _order_of_steps(found)
        _order_of_sales(found)
    for place, event in found.events:
        if event.until is not None and event.until < event.on:
            fault = Fault("DE522", f"the day {event.until} is before the event's own day {event.on}")
            found.complain(fault, "until", event.until, item=place)
        if event.pay_by is not None and event.pay_by < event.on:
            fault = Fault("DE522", f"the day {event.pay_by} is before the event's own day {event.on}")
            found.complain(fault, "pay_by", event.pay_by, item=place)
        if event.event is EventKind.DONE:
            _key_of_done(found, place, event.key or "")


def _key_of_done(found: Findings, place: int, key: str) -> None:
    """A ``done`` whose key is not that of the action would leave the action undone, and it would be carried out again."""
    invoice = found.values.get("invoice", "")
    number, _, action = key.partition("/")
    action = action.partition("/")[0]
    own = in_key(invoice)
    if invoice and number != own:
        hint = f"its keys begin with '{own}/'"
        found.complain(Fault("DE537", f"'{key}' is no key of invoice {invoice}", hint), "key", key, item=place)
    elif action not in RECORDED_AS_DONE:
        others = f"'done' records {', '.join(RECORDED_AS_DONE)}; a step, a sale, a buy-back and an interest invoice have events of their own"
        fault = Fault(
            "DE537", f"'{action}' is nothing that 'done' records", did_you_mean(action, RECORDED_AS_DONE, others)
        )
        found.complain(fault, "key", key, item=place)


def check_steps(invoice: Invoice, known: Collection[str], *, as_of: date, buys: bool) -> tuple[Problem, ...]:
    """A problem for every step that the invoice names through a day and the policy's ``known`` steps lack.

    What was done while the invoice was sold has the names of the buyer: only a policy that ``buys`` needs to know them, also
    where such a step is cancelled, or turns out not to have arrived, once the invoice has been bought back.
    """
    named = [(event.step, "step") for event in _in_its_hands(invoice, as_of, buys=buys) if event.event in _WITH_STEP]
    if invoice.last_step is not None:
        named.append((invoice.last_step, "last_step"))
    return tuple(
        Problem(
            code="DE527",
            message=f"{fact}: the policy has no step '{step}'",
            hint=did_you_mean(step or "", known, f"its steps are {', '.join(known)}"),
            invoice=invoice.invoice,
            fact=fact,
            value=step,
        )
        for step, fact in dict.fromkeys(named)
        if step not in known
    )


def _in_its_hands(invoice: Invoice, as_of: date, *, buys: bool) -> Iterator[Event]:
    sold = False
    theirs = set()
    for event in invoice.events:
        if event.on > as_of:
            return
        if event.event is EventKind.SOLD or event.event is EventKind.BOUGHT_BACK:
            sold = event.event is EventKind.SOLD
        if buys or not (sold or (event.step in theirs and event.event is not EventKind.STEP)):
            yield event
        elif event.event is EventKind.STEP:
            theirs.add(event.step)


def _order_of_dates(found: Findings) -> None:
    issued = found.values.get("issued_on")
    if issued is None:
        return
    for name in ("due_on", "sent_on"):
        day = found.values.get(name)
        if day is not None and day < issued:
            found.complain(Fault("DE516", f"{day} is before issued_on {issued}", "is the year right?"), name, day)


def _columns(found: Findings) -> None:
    values = found.values
    for name, other in (("last_step", "last_step_on"), ("last_step_on", "last_step")):
        if name in values and other not in values:
            found.complain(Fault("DE524", f"is given without {other}"), name, values[name])
    kinds = [event.event for _, event in found.events if event.event in _TOLD_BY_COLUMNS]
    if not kinds:
        return
    for name in _IN_PLACE_OF_EVENTS:
        if name in values:
            fault = Fault(
                "DE523",
                f"stands beside the event '{kinds[0]}', which says the same",
                f"leave {name} out: it is worked out from the events",
            )
            found.complain(fault, name, values[name])


def _order_of_steps(found: Findings) -> None:
    taken: set[str] = set()
    keys: set[str] = set()
    for place, event in found.events:
        step = event.step or ""
        if event.event is EventKind.STEP:
            if step in taken:
                fault = Fault("DE525", f"'{step}' is already taken", "was a step_cancelled between them left out?")
                found.complain(fault, "step", step, item=place)
            taken.add(step)
            if event.key is not None and event.key in keys:
                fault = Fault("DE528", f"'{event.key}' has been used by an earlier step", "a key is used once")
                found.complain(fault, "key", event.key, item=place)
            keys.add(event.key or "")
        elif event.event in _WITH_STEP:
            if step not in taken:
                fault = Fault("DE526", f"'{step}' has not been taken by then", did_you_mean(step, taken))
                found.complain(fault, "step", step, item=place)
            elif event.event is EventKind.STEP_CANCELLED:
                taken.discard(step)


def _order_of_sales(found: Findings) -> None:
    """An invoice is sold by whoever has it: between two sales, and before none, it was bought back."""
    sold = False
    for place, event in found.events:
        if event.event is EventKind.SOLD:
            if sold:
                hint = "was a bought_back between them left out?"
                found.complain(Fault("DE531", "the invoice is sold already", hint), None, event.event, item=place)
            sold = True
        elif event.event is EventKind.BOUGHT_BACK:
            if not sold:
                hint = "was the event sold left out?"
                found.complain(Fault("DE530", "the invoice is not sold by then", hint), None, event.event, item=place)
            sold = False


def check_currency(of: Invoice | Account, currency: str) -> tuple[Problem, ...]:
    """A problem where an invoice or an account is in another currency than the policy's: amounts are never converted."""
    if of.currency == currency:
        return ()
    invoice, account = (None, of.account) if isinstance(of, Account) else (of.invoice, None)
    return (
        Problem(
            code="DE529",
            message=f"currency: the {'invoice' if account is None else 'account'} is in {of.currency}, its policy in {currency}",
            hint="amounts are not converted: let it follow a policy in its own currency",
            invoice=invoice,
            account=account,
            fact="currency",
            value=of.currency,
        ),
    )
