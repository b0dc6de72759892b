"""An invoice's timeline in a scenario: what becomes of it from a day on if nobody pays, or if it is paid on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dunning_engine
from dunning_engine.money import format_hundredths
from dunning_engine.testing.values import amount, day
from dunning_engine.testing.vocabulary import phrase
from dunning_engine.testing.words import ScenarioError

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.timeline import Moment, Timeline
    from dunning_engine.testing.world import World

    Table = list[list[str]]

_AMOUNTS = ("fee", "interest", "amount_to_pay", "amount")
_DAYS = ("on", "pay_by")
_COLUMNS = (*_DAYS, "step", "action", "send_by", *_AMOUNTS, "policy")


class ScenarioTimeline:
    """The timeline that a scenario has asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.start: date | None = None
        self._found: Timeline | None = None

    def make(self, start: date, paid_on: date | None = None) -> None:
        """Work it out for the scenario's own invoice, under its policy."""
        history, invoice = self._world.policies.followed(), self._world.invoices()[0]
        self.start = start
        self._found = dunning_engine.timeline(history, invoice, as_of=start, paid_on=paid_on)

    @property
    def found(self) -> Timeline:
        """The timeline. Raises ``ScenarioError`` where none has been asked for."""
        if self._found is None:
            raise ScenarioError("no timeline is made: a When is missing", "ingen tidslinje är gjord: ett När saknas")
        return self._found


@pytest.fixture
def dunning_timeline(dunning_world: World) -> ScenarioTimeline:
    """The timeline of one scenario."""
    return ScenarioTimeline(dunning_world)


@phrase("when", sv="tidslinjen börjar {day}", en="the timeline begins on {day}")
def begins(dunning_timeline: ScenarioTimeline, day: date) -> None:
    """Everything from this day on, carried out on its day, nobody paying and no later event known."""
    dunning_timeline.make(day)


@phrase("when", sv="allt betalas {day} i tidslinjen", en="all is paid on {day} in the timeline")
def is_paid(dunning_timeline: ScenarioTimeline, day: date) -> None:
    """The timeline that has begun, with all that is owed on this day paid on it."""
    dunning_timeline.make(dunning_timeline.found.as_of, day)


@phrase("then", sv=("visar tidslinjen:", "tidslinjen visar:"), en="the timeline shows:", takes="table")
def shows(dunning_world: World, dunning_timeline: ScenarioTimeline, datatable: Table) -> None:
    """Every step and other action, a day each row: a heading with some of on, step, action, send_by, fee, interest, amount_to_pay, amount, pay_by, policy."""
    heading, *lines = datatable
    dunning_world.must_know(heading, _COLUMNS)
    wanted = [[_wanted(name, text) for name, text in zip(heading, line, strict=True)] for line in lines]
    got = [[_got(name, moment) for name in heading] for moment in dunning_timeline.found.moments]
    dunning_world.expect("timeline", wanted, got)


@phrase("then", sv=("visar tidslinjen ingenting", "tidslinjen visar ingenting"), en="the timeline shows nothing")
def shows_nothing(dunning_world: World, dunning_timeline: ScenarioTimeline) -> None:
    """Nothing is done from that day on."""
    dunning_world.expect("timeline", [], [_got("on", moment) for moment in dunning_timeline.found.moments])


@phrase(
    "then",
    sv=('slutar tidslinjen med "{text}"', 'tidslinjen slutar med "{text}"'),
    en='the timeline ends with "{text}"',
    text=("Fakturan är betald.", "The invoice is paid."),
)
def ends(dunning_world: World, dunning_timeline: ScenarioTimeline, text: str) -> None:
    """The line that says why nothing more happens by itself."""
    dunning_world.expect("timeline_ends", text, dunning_timeline.found.why_it_ends(dunning_world.language))


@phrase(
    "then",
    sv=("betalas {amount} i tidslinjen", "{amount} betalas i tidslinjen"),
    en="{amount} is paid in the timeline",
)
def paid(dunning_world: World, dunning_timeline: ScenarioTimeline, amount: int) -> None:
    """What is owed, and paid, on the day that all is paid."""
    dunning_world.expect("timeline_paid", format_hundredths(amount), format_hundredths(dunning_timeline.found.paid))


def _wanted(name: str, text: str) -> str:
    if not text:
        return ""
    if name in _DAYS:
        return day(text).isoformat()
    return format_hundredths(amount(text)) if name in _AMOUNTS else text


def _got(name: str, moment: Moment) -> str:
    if name == "on":
        return moment.on.isoformat()
    told = {**moment.action.to_dict(), "policy": moment.policy}[name]
    return "" if told is None else str(told)
