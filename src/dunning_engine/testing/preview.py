"""A change of the policy previewed over the scenario's invoices: what it does to each, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dunning_engine.testing import values
from dunning_engine.testing.vocabulary import phrase
from dunning_engine.testing.words import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dunning_engine.ledger.part import Sheet
    from dunning_engine.preview.totals import Totals
    from dunning_engine.testing.world import World

    Table = list[list[str]]

_WORDS = {
    "+": ("tillkommer", "gained"),
    "−": ("faller bort", "lost"),
    "~": ("ändras", "changed"),
}


class ScenarioPreview:
    """The last preview of a scenario: rows of change, invoice and action, and the totals."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.rows: list[tuple[str, str, str]] = []
        self._totals: Totals | None = None

    @property
    def totals(self) -> Totals:
        """What the last preview comes to. Raises ``ScenarioError`` where nothing was previewed."""
        if self._totals is None:
            raise ScenarioError("nothing has been previewed", "ingenting har förhandsgranskats")
        return self._totals

    def of(self, policy: str, first: date, last: date) -> None:
        """Hold the scenario's policy against the one of that name in the folder of rules."""
        from dunning_engine.preview.changes import changes, listed  # noqa: PLC0415 - heavy
        from dunning_engine.preview.compare import Comparison  # noqa: PLC0415 - likewise
        from dunning_engine.preview.totals import Tally  # noqa: PLC0415 - likewise
        from dunning_engine.simulation.days import Days  # noqa: PLC0415 - likewise

        world = self._world
        world.must_know([policy], world.policies.names())
        old, new = world.policies.stored(policy), world.policies.followed()
        days = Days(first, last)
        comparison = Comparison({policy: old}, {policy: new}, days, policy=policy)
        part = comparison.decide(comparison.read(*_sheets(world.invoices())))
        for problem in part.problems:
            raise ScenarioError(problem.message, problem.message)
        found = changes(part.old, part.new, one_day=not days.several)
        tally = Tally(one_day=not days.several)
        tally.add(part.old, part.new, found, invoices=part.invoices, decided=part.decided)
        self._totals = tally.totals()
        place = 0 if world.language == "sv" else 1
        self.rows = [(_WORDS[one.sign][place], one.invoice, str(one.held["action"])) for one in listed(found)]


@pytest.fixture
def dunning_preview(dunning_world: World) -> ScenarioPreview:
    """The previews of one scenario."""
    return ScenarioPreview(dunning_world)


def _sheets(invoices: Sequence[dict[str, Any]]) -> tuple[Sheet, Sheet | None]:
    events = [{"invoice": one["invoice"], **event} for one in invoices for event in one["events"]]
    return _sheet("invoices", [{**one, "events": None} for one in invoices]), _sheet(
        "events", events
    ) if events else None


def _sheet(name: str, rows: Sequence[dict[str, Any]]) -> Sheet:
    import polars as pl  # noqa: PLC0415 - slow to import

    from dunning_engine.ledger.part import Sheet  # noqa: PLC0415 - heavy

    columns = dict.fromkeys(column for row in rows for column in row if row[column] is not None)
    frame = pl.DataFrame(
        {column: [_text(row.get(column)) for row in rows] for column in columns},
        schema=dict.fromkeys(columns, pl.String),
    )
    return Sheet(name, frame, pl.Series(range(1, len(rows) + 1), dtype=pl.Int64))


def _text(value: object) -> str | None:
    """A value as it stands in a ledger's column."""
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


@phrase(
    "when",
    sv='ändringen av "{policy}" förhandsgranskas {day}',
    en='the change of "{policy}" is previewed on {day}',
)
def previewed(dunning_preview: ScenarioPreview, policy: str, day: date) -> None:
    """The scenario's policy is held against the one of that name in the folder, over the invoice and the customer's others, on a day."""
    dunning_preview.of(policy, day, day)


@phrase(
    "when",
    sv='ändringen av "{policy}" förhandsgranskas från {day} till {last}, om ingen betalar',
    en='the change of "{policy}" is previewed from {day} to {last}, if nobody pays',
)
def previewed_through(dunning_preview: ScenarioPreview, policy: str, day: date, last: date) -> None:
    """The same over days, with what is proposed on each carried out under both."""
    dunning_preview.of(policy, day, last)


@phrase("then", sv="visar förhandsgranskningen:", en="the preview shows:", takes="table")
def shows(dunning_world: World, dunning_preview: ScenarioPreview, datatable: Table) -> None:
    """Exactly these actions differ: a heading change, invoice, action; a change is gained, lost or changed."""
    wanted = [(row["change"], row["invoice"], row["action"]) for row in values.rows(datatable)]
    dunning_world.must_know([change for change, _, _ in wanted], [word for pair in _WORDS.values() for word in pair])
    dunning_world.must_know_actions([action for _, _, action in wanted])
    assert dunning_preview.totals
    dunning_world.expect("changes", wanted, dunning_preview.rows)


@phrase("then", sv="visar förhandsgranskningen ingen ändring", en="the preview shows no change")
def shows_nothing(dunning_world: World, dunning_preview: ScenarioPreview) -> None:
    """Every action is the same under both."""
    assert dunning_preview.totals
    dunning_world.expect("changes", [], dunning_preview.rows)


@phrase("then", sv="ändras avgifterna med {amount}", en="the fees change by {amount}")
def fees(dunning_world: World, dunning_preview: ScenarioPreview, amount: int) -> None:
    """What all fees come to, new less old."""
    totals = dunning_preview.totals
    dunning_world.expect("fees_in_all", amount, totals.new.fees - totals.old.fees)


@phrase(
    "then",
    sv="kommer {number} fakturor senare till inkasso",
    en="{number} invoices reach collection later",
)
def later(dunning_world: World, dunning_preview: ScenarioPreview, number: int) -> None:
    """So many invoices get their collection demand, or go to an agency, on a later day."""
    dunning_world.expect("reach_later", number, dunning_preview.totals.collection.later)
