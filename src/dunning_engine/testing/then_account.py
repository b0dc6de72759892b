"""What is said of a client's account: its balance, and the interest while it is overdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.money import format_hundredths
from dunning_engine.testing.values import comparable, rows
from dunning_engine.testing.vocabulary import phrase

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.testing.world import World

    Table = list[list[str]]


@phrase(
    "then",
    sv=("är kontots saldo {amount} den {day}", "kontots saldo är {amount} den {day}"),
    en="the account's balance is {amount} on {day}",
)
def account_balance(dunning_world: World, amount: int, day: date) -> None:
    """The sum of the account's entries through this day, whatever is proposed."""
    got = dunning_world.account_balance(day)
    dunning_world.expect("account_balance", format_hundredths(amount), format_hundredths(got))


@phrase("then", sv="tas övertrasseringsränta ut:", en="overdraft interest is charged:", takes="table")
def overdraft_interest(dunning_world: World, datatable: Table) -> None:
    """The days' interest that is proposed, row by row, compared in the columns given: on, amount, key."""
    got = [
        {
            "on": action.on.isoformat(),
            "amount": "" if action.amount is None else format_hundredths(action.amount),
            "key": action.key,
        }
        for action in dunning_world.client_account().decided().actions
    ]
    wanted = [comparable(row) for row in rows(datatable)]
    dunning_world.must_know(wanted[0], ("on", "amount", "key"))
    dunning_world.expect("overdraft_interest", wanted, [{name: row[name] for name in wanted[0]} for row in got])


@phrase(
    "then",
    sv=("tas ingen övertrasseringsränta ut", "ingen övertrasseringsränta tas ut"),
    en="no overdraft interest is charged",
)
def no_overdraft_interest(dunning_world: World) -> None:
    """No interest on the account is proposed."""
    actions = dunning_world.client_account().decided().actions
    dunning_world.expect("overdraft_interest", [], [action.key for action in actions])


@phrase("then", sv='hindras kontot av "{code}"', en='the account is blocked by "{code}"', code="no_overdraft_rule")
def account_blocked(dunning_world: World, code: str) -> None:
    """The one blocker there is on the account, by its code."""
    blockers = dunning_world.client_account().decided().blockers
    dunning_world.expect("account_blockers", [code], [blocker.code for blocker in blockers])


@phrase(
    "then", sv='avvisas kontot med felet "{code}"', en='the account is refused with the problem "{code}"', code="DE533"
)
def account_refused(dunning_world: World, code: str) -> None:
    """The account's entries do not fit, and this is the one problem's code."""
    refusals = dunning_world.client_account().refusals
    dunning_world.expect("account_refused", [code], [problem.code for problem in refusals])
