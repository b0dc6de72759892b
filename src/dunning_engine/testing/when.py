"""What happens: a day comes, actions are carried out, days pass without payment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dunning_engine.testing.values import rows
from dunning_engine.testing.vocabulary import phrase

if TYPE_CHECKING:
    from dunning_engine.testing.world import World

    Table = list[list[str]]


@phrase("when", sv="den {day} kommer", en="the day is {day}")
def day_comes(dunning_world: World, day: date) -> None:
    """The invoice is decided on as of this day; nothing is carried out."""
    dunning_world.evaluate(day)


@phrase("when", sv="åtgärderna utförs", en="the actions are carried out")
def carried_out(dunning_world: World) -> None:
    """What the last decision proposed is carried out and recorded as events of its day."""
    dunning_world.carry_out()


@phrase("when", sv='händelsen "{event}" sker {day}', en='the event "{event}" happens on {day}')
def happens(dunning_world: World, event: str, day: date) -> None:
    """Something happens after what has been run so far."""
    dunning_world.events.append({"on": day.isoformat(), "event": event})


@phrase(
    "when", sv='händelsen "{event}" sker {day} med {details}', en='the event "{event}" happens on {day} with {details}'
)
def happens_with(dunning_world: World, event: str, day: date, details: dict[str, str]) -> None:
    """Something happens, with its fields, after what has been run so far."""
    dunning_world.events.append({"on": day.isoformat(), "event": event, **details})


@phrase("when", sv="ingen betalar till och med {day}", en="nobody pays through {day}")
def nobody_pays(dunning_world: World, day: date) -> None:
    """Every day through this one is decided on, and what is proposed is carried out the same day."""
    dunning_world.run_through(day)


@phrase("when", sv="körningen bara görs dessa dagar:", en="the run is made on these days only:", takes="table")
def run_on_days(dunning_world: World, datatable: Table) -> None:
    """One day a row; on each the invoice is decided on and what is proposed is carried out."""
    for row in datatable:
        dunning_world.run(date.fromisoformat(row[0]))


@phrase(
    "when",
    sv="så många fakturor betalas dessa dagar, och körningen görs till och med {day}:",
    en="so many invoices are paid on these days, and the run is made through {day}:",
    takes="table",
)
def many_invoices(dunning_world: World, day: date, datatable: Table) -> None:
    """Invoices like the scenario's, each paying all that is claimed: a heading with number and paid_on, empty for never."""
    counts: dict[str, int] = {}
    for row in rows(datatable):
        alike = dunning_world.like_this()
        if row["paid_on"]:
            alike.pay_everything(date.fromisoformat(row["paid_on"]))
        alike.run_through(day)
        for taken in alike.taken:
            counts[taken["step"]] = counts.get(taken["step"], 0) + int(row["number"])
    dunning_world.counts = counts
