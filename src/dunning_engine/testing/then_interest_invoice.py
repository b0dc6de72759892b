"""The interest invoice on what a customer has paid too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.money import format_hundredths
from dunning_engine.testing.values import comparable, rows
from dunning_engine.testing.vocabulary import phrase

if TYPE_CHECKING:
    from dunning_engine.decisions.action import Action, InterestLine
    from dunning_engine.testing.world import World

    Table = list[list[str]]

_COLUMNS = ("invoice", "interest", "key", "from", "to", "days")


@phrase(
    "then",
    sv="föreslås en räntefaktura på {amount}:",
    en="an interest invoice of {amount} is proposed:",
    takes="table",
)
def interest_invoice(dunning_world: World, amount: int, datatable: Table) -> None:
    """The one interest invoice to the customer, its total and a line per invoice, compared in the columns given: invoice, interest, key, from, to, days."""
    action = _the_one(dunning_world)
    got = [_cells(line) for line in action.lines]
    wanted = [comparable(row) for row in rows(datatable)]
    dunning_world.must_know(wanted[0], _COLUMNS)
    got = [{name: row[name] for name in wanted[0]} for row in got]
    dunning_world.expect("interest_invoice", sorted(wanted, key=str), sorted(got, key=str))
    dunning_world.expect("amount_to_pay", format_hundredths(amount), format_hundredths(action.amount_to_pay))


@phrase("then", sv="föreslås ingen räntefaktura", en="no interest invoice is proposed")
def no_interest_invoice(dunning_world: World) -> None:
    """There is no interest invoice to the customer."""
    dunning_world.expect("interest_invoice", [], [action.key for action in _all(dunning_world)])


@phrase(
    "then",
    sv='har räntefakturan kommentaren "{text}"',
    en='the interest invoice has the comment "{text}"',
    text=("Ränta på för sent betalda fakturor", "Interest on invoices paid late"),
)
def comment_is(dunning_world: World, text: str) -> None:
    """What stands on the interest invoice."""
    dunning_world.expect("comment", text, _the_one(dunning_world).comment)


def _all(world: World) -> list[Action]:
    actions = [action for decision in world.all_decided() for action in decision.actions]
    return [action for action in actions if action.action == "invoice_interest"]


def _the_one(world: World) -> Action:
    found = _all(world)
    world.expect("actions", ["invoice_interest"], [action.action for action in found])
    return found[0]


def _cells(line: InterestLine) -> dict[str, str]:
    return {
        "invoice": line.invoice,
        "interest": format_hundredths(line.interest),
        "key": line.key,
        "from": line.periods[0].first.isoformat() if line.periods else "",
        "to": line.periods[-1].last.isoformat() if line.periods else "",
        "days": str(sum(period.days for period in line.periods)),
    }
