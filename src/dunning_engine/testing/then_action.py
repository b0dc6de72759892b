"""Which actions are proposed or carried out, of any kind, and how they are booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.money import format_hundredths
from dunning_engine.testing.values import comparable, rows
from dunning_engine.testing.vocabulary import phrase
from dunning_engine.testing.world import STEP_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.decisions.action import Action
    from dunning_engine.testing.world import World

    Table = list[list[str]]

_WORDS = ("action", "step", "title", "key", "approval", "about", "continue_in", "send_by", "send_to", "fact", "comment")
_CLAIMS = ("principal", "fees_before", "fee", "interest", "amount_to_pay")
_COLUMNS = ("invoice", "on", *_WORDS, "amount", *_CLAIMS, "pay_by")


@phrase("then", sv="föreslås ingenting", en="nothing is proposed")
def nothing_proposed(dunning_world: World) -> None:
    """There is no action at all."""
    dunning_world.expect("actions", [], [action.key for action in dunning_world.decided().actions])


@phrase("then", sv='föreslås åtgärden "{action}"', en='the action "{action}" is proposed', action="buy_with_recourse")
def action_proposed(dunning_world: World, action: str) -> None:
    """Exactly one action of this kind is proposed; there may be others."""
    dunning_world.one_proposed(action)


@phrase("then", sv='föreslås inte åtgärden "{action}"', en='the action "{action}" is not proposed', action="buy_back")
def action_not_proposed(dunning_world: World, action: str) -> None:
    """No action of this kind is proposed; there may be others."""
    dunning_world.expect("actions", [], [one.key for one in dunning_world.proposed(action)])


@phrase(
    "then",
    sv='föreslås åtgärden "{action}" med rubriken "{text}"',
    en='the action "{action}" is proposed with the title "{text}"',
    text="Påminnelse",
)
def action_with_title(dunning_world: World, action: str, text: str) -> None:
    """Exactly one action of this kind is proposed, and this is its title."""
    found = [one.title for one in dunning_world.proposed(action)]
    dunning_world.expect("actions", [text], found)


@phrase("then", sv="föreslås åtgärderna:", en="these actions are proposed:", takes="table")
def actions_proposed(dunning_world: World, datatable: Table) -> None:
    """These actions and no others, in any order, compared in the columns given: action, step, amount, about, continue_in, send_to, send_by, key and more; with the column invoice, those on the customer's other invoices too."""
    decisions = dunning_world.all_decided()
    proposed = [(decision.invoice, action) for decision in decisions for action in decision.actions]
    wanted, got = _compared(dunning_world, datatable, proposed)
    dunning_world.expect("actions", sorted(wanted, key=str), sorted(got, key=str))


@phrase("then", sv="utförs åtgärderna i ordning:", en="the actions are carried out in order:", takes="table")
def actions_carried_out(dunning_world: World, datatable: Table) -> None:
    """All actions carried out so far, row by row, in the columns that proposed actions are compared in."""
    wanted, got = _compared(dunning_world, datatable, dunning_world.carried_out)
    dunning_world.expect("carried_out", wanted, got)


@phrase("then", sv="tas stegen i ordning:", en="the steps are taken in order:", takes="table")
def taken_in_order(dunning_world: World, datatable: Table) -> None:
    """All steps carried out so far, row by row, compared in the columns given: step, on, action, fee, interest, amount_to_pay, pay_by, send_by, key."""
    wanted, got = _compared(dunning_world, datatable, dunning_world.steps_taken())
    dunning_world.expect("taken", wanted, got)


@phrase("then", sv=("tas inget steg", "inget steg tas"), en="no step is taken")
def none_taken(dunning_world: World) -> None:
    """Nothing of the ladder has been carried out."""
    dunning_world.expect("taken", [], [action.key for _, action in dunning_world.steps_taken()])


@phrase(
    "then",
    sv='bokförs åtgärden "{action}" så här:',
    en='the action "{action}" is booked like this:',
    takes="table",
    action="buy_without_recourse",
)
def booked(dunning_world: World, action: str, datatable: Table) -> None:
    """The bookkeeping lines in the client's books, in any order, compared in the columns given: account, debit, credit, text; they balance."""
    lines = dunning_world.one_proposed(action).postings
    got = [
        {
            "account": line.account,
            "debit": format_hundredths(line.debit) if line.debit else "",
            "credit": format_hundredths(line.credit) if line.credit else "",
            "text": line.text,
        }
        for line in lines
    ]
    wanted = [comparable(row) for row in rows(datatable)]
    dunning_world.must_know(wanted[0], ("account", "debit", "credit", "text"))
    got = [{name: line[name] for name in wanted[0]} for line in got]
    dunning_world.expect("postings", sorted(wanted, key=str), sorted(got, key=str))
    sides = (sum(line.debit for line in lines), sum(line.credit for line in lines))
    dunning_world.expect("balanced", *(format_hundredths(side) for side in sides))


@phrase("then", sv='bokförs åtgärden "{action}" inte', en='the action "{action}" is not booked', action="notify_client")
def not_booked(dunning_world: World, action: str) -> None:
    """The action is proposed and moves nothing in the client's books."""
    accounts = [line.account for line in dunning_world.one_proposed(action).postings]
    dunning_world.expect("postings", [], accounts)


def _compared(
    world: World, table: Table, actions: Iterable[tuple[str, Action]]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """What the table wants, and the same columns of the actions; those of other invoices only where the table names them."""
    wanted = [comparable(row) for row in rows(table)]
    columns = [str(cell) for cell in table[0]]
    world.must_know(columns, _COLUMNS)
    world.must_know_actions([row["action"] for row in wanted if row.get("action")])
    own = world.facts.get("invoice")
    found = [(number, action) for number, action in actions if "invoice" in columns or number == own]
    cells = [_cells(number, action) for number, action in found]
    return wanted, [{name: row[name] for name in columns} for row in cells]


def _cells(number: str, action: Action) -> dict[str, str]:
    cells = {"invoice": number, "on": action.on.isoformat()}
    cells |= {name: getattr(action, name) or "" for name in _WORDS}
    cells["amount"] = "" if action.amount is None else format_hundredths(action.amount)
    # the others state what is owed already and add nothing to it
    claims = action.action in STEP_ACTIONS or action.action in STATE_AN_AMOUNT
    cells |= {name: format_hundredths(getattr(action, name)) if claims else "" for name in _CLAIMS}
    cells["pay_by"] = "" if action.pay_by is None else action.pay_by.isoformat()
    return cells
