"""What people see of a run: tables of actions and blockers, and the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from dunning_engine.commands.drawing import console_on, draw, draw_line, new_table, whole
from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.phrases import kronor
from dunning_engine.ledger.listing import MOST_ACTIONS, MOST_BLOCKED

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from dunning_engine.ledger.listing import Listing
    from dunning_engine.ledger.result import Result
    from dunning_engine.ledger.summary import Counts, Summary

_DAY = 10  # characters in 2026-03-12

_WORDS = {
    "sv": {
        "actions": "Åtgärder {as_of}",
        "blockers": "Hinder",
        "summary": "Sammanställning",
        "invoice": "Faktura",
        "number": "Nummer",
        "customer": "Kund",
        "party": "Motpart",
        "action": "Åtgärd",
        "fee": "Avgift",
        "interest": "Ränta",
        "to_pay": "Att betala",
        "moved": "Belopp",
        "pay_by": "Betala senast",
        "blocker": "Hinder",
        "by_code": "Hinder per kod",
        "policy": "Policy",
        "count": "Antal",
        "fees": "Avgifter",
        "examples": "Till exempel",
        "rows": "{all} rader: {with_actions} med åtgärd, {nothing_to_do} utan något att göra, "
        "{only_blockers} bara med hinder, {with_problems} med fel",
        "accounts": "{all} konton: {with_actions} med åtgärd, {nothing_to_do} utan något att göra, "
        "{only_blockers} bara med hinder, {with_problems} med fel",
        "more": "… och {more} rader till; --format csv har alla",
    },
    "en": {
        "actions": "Actions {as_of}",
        "blockers": "Blockers",
        "summary": "Summary",
        "invoice": "Invoice",
        "number": "Number",
        "customer": "Customer",
        "party": "Party",
        "action": "Action",
        "fee": "Fee",
        "interest": "Interest",
        "to_pay": "To pay",
        "moved": "Amount",
        "pay_by": "Pay by",
        "blocker": "Blocker",
        "by_code": "Blockers by code",
        "policy": "Policy",
        "count": "Count",
        "fees": "Fees",
        "examples": "For example",
        "rows": "{all} rows: {with_actions} with actions, {nothing_to_do} with nothing to do, "
        "{only_blockers} with blockers only, {with_problems} with problems",
        "accounts": "{all} accounts: {with_actions} with actions, {nothing_to_do} with nothing to do, "
        "{only_blockers} with blockers only, {with_problems} with problems",
        "more": "… and {more} more rows; --format csv has them all",
    },
}


def show_result(result: Result, stream: TextIO, language: str) -> None:
    """The actions and blockers of a run, each a line, then the summary."""
    say, console = _WORDS[language], console_on(stream)
    listing, summary = result.listing, result.tally.summary()
    if listing.actions:
        moves = any(total.moved is not None for total in summary.actions.values())
        _show_actions(console, listing, say, title=say["actions"].format(as_of=result.as_of), moves=moves)
    if listing.blocked:
        _show_blocked(console, listing, say)
    _show(console, summary, say)


def show_summary(result: Result, stream: TextIO, language: str) -> None:
    """Counts and kronor per kind of action, rows per blocker, and the lines in which every row and account stands once."""
    _show(console_on(stream), result.tally.summary(), _WORDS[language])


def _show(console: Console, summary: Summary, say: dict[str, str]) -> None:
    if summary.actions:
        _show_totals(console, summary, say)
    if summary.blockers:
        table = new_table(say["by_code"])
        _add_columns(table, say, blocker=False, count=True, examples=False)
        for code, blocked in summary.blockers.items():
            table.add_row(code, str(blocked.count), whole(f"{blocked.number}: {blocked.message}"))
        draw(console, table)
    draw_line(console, _counted(say["rows"], summary.rows))
    if summary.accounts.all:
        draw_line(console, _counted(say["accounts"], summary.accounts))


def _show_actions(console: Console, listing: Listing, say: dict[str, str], *, title: str, moves: bool) -> None:
    table = new_table(title)
    about = _about(with_accounts=listing.actions_with_accounts)
    _add_columns(table, say, **about, action=False, fee=True, interest=True, to_pay=True)
    _add_columns(table, say, **({"moved": True} if moves else {}))
    table.add_column(say["pay_by"], min_width=_DAY, max_width=_DAY)
    for row in listing.first_actions():
        amounts = (row["fee"], row["interest"], row["to_pay"]) if row["to_pay"] is not None else ()
        table.add_row(
            row["number"],
            row["party"],
            row["title"],
            *_kronor(amounts),
            *([_kronor_or_nothing(row["moved"])] if moves else ()),
            "" if row["pay_by"] is None else row["pay_by"].isoformat(),
        )
    draw(console, table)
    _more(console, listing.actions - MOST_ACTIONS, say)


def _show_blocked(console: Console, listing: Listing, say: dict[str, str]) -> None:
    table = new_table(say["blockers"])
    _add_columns(table, say, **_about(with_accounts=listing.blocked_with_accounts), blocker=False)
    for row in listing.first_blocked():
        table.add_row(row["number"], row["party"], whole(row["message"]))
    draw(console, table)
    _more(console, listing.blocked - MOST_BLOCKED, say)


def _show_totals(console: Console, summary: Summary, say: dict[str, str]) -> None:
    moves = any(total.moved is not None for total in summary.actions.values())
    table = new_table(say["summary"])
    _add_columns(table, say, policy=False, action=False, count=True, fees=True, interest=True, to_pay=True)
    _add_columns(table, say, **({"moved": True} if moves else {}))
    for (policy, action, title), total in summary.actions.items():
        amounts = (total.fees, total.interest, total.to_pay) if action in STATE_AN_AMOUNT else ()
        moved = [_kronor_or_nothing(total.moved)] if moves else ()
        table.add_row(policy, title, str(total.count), *_kronor(amounts), *moved)
    draw(console, table)


def _about(*, with_accounts: bool) -> dict[str, bool]:
    """The columns of what a line is about."""
    return dict.fromkeys(("number", "party") if with_accounts else ("invoice", "customer"), False)


def _counted(line: str, counts: Counts) -> str:
    return line.format(
        all=counts.all,
        with_actions=counts.with_actions,
        nothing_to_do=counts.nothing_to_do,
        only_blockers=counts.only_blockers,
        with_problems=counts.with_problems,
    )


def _add_columns(table: Table, say: dict[str, str], **columns: bool) -> None:
    """Columns by their words; those that are numbers stand to the right, and neither they nor policies' names are broken."""
    for name, number in columns.items():
        whole = number or name == "policy"
        table.add_column(say[name], justify="right" if number else "left", no_wrap=whole, overflow="fold")


def _kronor(amounts: tuple[int, ...]) -> tuple[str, ...]:
    """The cells of fee, interest and amount to pay; empty for an action that claims nothing."""
    return tuple(kronor(amount) for amount in amounts) or ("", "", "")


def _kronor_or_nothing(amount: int | None) -> str:
    return "" if amount is None else kronor(amount)


def _more(console: Console, more: int, say: dict[str, str]) -> None:
    if more > 0:
        draw_line(console, say["more"].format(more=more))
