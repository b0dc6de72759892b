"""A client's account with the buyer of its invoices, before the day comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.testing.account import ClientAccount
from dunning_engine.testing.values import event_value, rows
from dunning_engine.testing.vocabulary import phrase

if TYPE_CHECKING:
    from dunning_engine.testing.world import World

    Table = list[list[str]]


@phrase("given", sv='uppdragsgivarens konto "{account}" är tomt', en='the client\'s account "{account}" is empty')
def empty_account(dunning_world: World, account: str) -> None:
    """The client has an account without entries."""
    dunning_world.account = ClientAccount(account, [])


@phrase(
    "given",
    sv='uppdragsgivarens konto "{account}" har posterna:',
    en='the client\'s account "{account}" has the entries:',
    takes="table",
)
def account_with_entries(dunning_world: World, account: str, datatable: Table) -> None:
    """The client's account: a heading with on, entry, amount and perhaps invoice and text; empty cells are absent."""
    entries = [{name: event_value(name, text) for name, text in row.items() if text} for row in rows(datatable)]
    dunning_world.account = ClientAccount(account, entries)
