"""What happens: a day comes, actions are carried out, days pass without payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.testing import values
from dunning_engine.testing.vocabulary import phrase

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.testing.world import World

    Table = list[list[str]]


@phrase("when", sv="den {day} kommer", en="the day is {day}")
def day_comes(dunning_world: World, day: date) -> None:
    """The invoice, and with it the customer's others, is decided on as of this day; nothing is carried out."""
    dunning_world.evaluate(day)


@phrase("when", sv="åtgärderna utförs", en="the actions are carried out")
def carried_out(dunning_world: World) -> None:
    """What the last decision proposed is carried out and recorded as events of its day."""
    dunning_world.carry_out()


@phrase("when", sv='händelsen "{event}" sker {day}', en='the event "{event}" happens on {day}')
def happens(dunning_world: World, event: str, day: date) -> None:
    """Something happens after what has been run so far."""
    dunning_world.must_know_event(event)
    dunning_world.event(day.isoformat(), event)


@phrase(
    "when", sv='händelsen "{event}" sker {day} med {details}', en='the event "{event}" happens on {day} with {details}'
)
def happens_with(dunning_world: World, event: str, day: date, details: dict[str, str]) -> None:
    """Something happens, with its fields, after what has been run so far."""
    dunning_world.must_know_event(event, details)
    dunning_world.event(day.isoformat(), event, **details)


@phrase("when", sv="ingen betalar till och med {day}", en="nobody pays through {day}")
def nobody_pays(dunning_world: World, day: date) -> None:
    """Every day through this one is decided on, and what is proposed is carried out the same day."""
    dunning_world.run_through(day)


@phrase("when", sv="körningen bara görs dessa dagar:", en="the run is made on these days only:", takes="table")
def run_on_days(dunning_world: World, datatable: Table) -> None:
    """One day a row; on each the invoice is decided on and what is proposed is carried out."""
    for row in datatable:
        dunning_world.run(values.day(row[0]))


@phrase(
    "when",
    sv="så många fakturor betalas dessa dagar, och körningen görs till och med {day}:",
    en="so many invoices are paid on these days, and the run is made through {day}:",
    takes="table",
)
def many_invoices(dunning_world: World, day: date, datatable: Table) -> None:
    """Invoices like the scenario's, each paying all that is claimed: a heading with number and paid_on, empty for never."""
    counts: dict[str, int] = {}
    for row in values.rows(datatable, "number", "paid_on"):
        alike, number = dunning_world.like_this(), values.number(row["number"])
        if row["paid_on"]:
            alike.pay_everything(values.day(row["paid_on"]))
        alike.run_through(day)
        for _, action in alike.steps_taken():
            step = action.step or ""
            counts[step] = counts.get(step, 0) + number
    dunning_world.counts = counts


@phrase(
    "when",
    sv='åtgärden "{action}" bokförs på kontot',
    en='the action "{action}" is entered on the account',
    action="pay_out",
)
def entered(dunning_world: World, action: str) -> None:
    """What the last decisions propose of this kind becomes entries on the client's account."""
    account = dunning_world.client_account()
    dunning_world.must_know_actions([action])
    entries: list[tuple[Action, str | None]] = [
        (one, decision.invoice) for decision in dunning_world.decisions for one in decision.actions
    ]
    if account.decision is not None:
        entries += [(one, None) for one in account.decision.actions]
    entries = [(one, number) for one, number in entries if one.action == action]
    dunning_world.expect("actions", [action], [one.action for one, _ in entries][:1])
    for one, number in entries:
        account.enter(one, number)


@phrase(
    "when",
    sv='posten "{entry}" på {amount} bokförs på kontot {day}',
    en='the entry "{entry}" of {amount} is made on the account on {day}',
)
def entry_made(dunning_world: World, entry: str, amount: int, day: date) -> None:
    """The client's account gets one more entry: a deposit, for one."""
    dunning_world.client_account().enter_on(day, entry, amount)


@phrase(
    "when",
    sv="kontots ränta räknas till och med {day}",
    en="the account's interest is counted through {day}",
)
def account_day(dunning_world: World, day: date) -> None:
    """The client's account is decided on as of this day; nothing is entered."""
    dunning_world.decide_account(day)
