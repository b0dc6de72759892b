"""What people see: tables of actions and blockers, the summary, problems, progress.

Rich is imported when something is drawn. Where the output is no terminal, tables are 100 columns wide, so that the same run
always gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TextIO

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.phrases import kronor
from dunning_engine.ledger.summary import moved_by, summarize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.ledger.run import Run
    from dunning_engine.ledger.summary import Counts, Summary

WIDTH = 100
_MOST_ACTIONS = 500  # a longer list is read in a spreadsheet
_MOST_BLOCKERS = 20
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


def show_run(run: Run, stream: TextIO, language: str) -> None:
    """The actions and blockers of a run, each a line, then the summary."""
    say, console = _WORDS[language], _console(stream)
    decided = list(_decided(run))
    listed = [one for one in decided if one.decision.actions]
    blocked = [one for one in decided if one.decision.blockers and not one.decision.actions]
    if listed:
        _show_actions(console, listed, say, title=say["actions"].format(as_of=run.as_of))
    if blocked:
        _show_blockers(console, blocked, say, language)
    show_summary(run, stream, language)


def show_summary(run: Run, stream: TextIO, language: str) -> None:
    """Counts and kronor per kind of action, rows per blocker, and the lines in which every row and account stands once."""
    say, console = _WORDS[language], _console(stream)
    summary = summarize(run)
    if summary.actions:
        _show_totals(console, summary, say)
    if summary.blockers:
        table = _table(say["by_code"])
        _add_columns(table, say, blocker=False, count=True, examples=False)
        for code, blocked in summary.blockers.items():
            table.add_row(code, str(blocked.count), f"{blocked.number}: {blocked.first.message(language)}")
        _print(console, table)
    _line(console, _counted(say["rows"], summary.rows))
    if summary.accounts.all:
        _line(console, _counted(say["accounts"], summary.accounts))


class _Decided(NamedTuple):
    """An invoice or an account: its number, the customer or the client, and the decision."""

    number: str
    party: str
    decision: Decision | AccountDecision
    is_account: bool = False


def _decided(run: Run) -> Iterator[_Decided]:
    for row in run.outcomes:
        if row.decision is not None and row.invoice is not None:
            yield _Decided(row.decision.invoice, row.invoice.customer, row.decision)
    for one in run.accounts:
        if one.decision is not None:
            yield _Decided(one.decision.account, one.decision.client, one.decision, is_account=True)


def _show_actions(console: Console, listed: list[_Decided], say: dict[str, str], *, title: str) -> None:
    rows = [(one, action) for one in listed for action in one.decision.actions]
    moves = any(moved_by(action) is not None for _, action in rows)
    table = _table(title)
    _add_columns(table, say, **_about(listed), action=False, fee=True, interest=True, to_pay=True)
    _add_columns(table, say, **({"moved": True} if moves else {}))
    table.add_column(say["pay_by"], min_width=_DAY, max_width=_DAY)
    for one, action in rows[:_MOST_ACTIONS]:
        amounts = (action.fee, action.interest, action.amount_to_pay) if action.action in STATE_AN_AMOUNT else ()
        table.add_row(
            one.number,
            one.party,
            action.title,
            *_kronor(amounts),
            *([_kronor_or_nothing(moved_by(action))] if moves else ()),
            "" if action.pay_by is None else action.pay_by.isoformat(),
        )
    _print(console, table)
    _more(console, len(rows) - _MOST_ACTIONS, say)


def _show_blockers(console: Console, blocked: list[_Decided], say: dict[str, str], language: str) -> None:
    table = _table(say["blockers"])
    _add_columns(table, say, **_about(blocked), blocker=False)
    for one in blocked[:_MOST_BLOCKERS]:
        messages = [blocker.message(language) for blocker in one.decision.blockers]
        table.add_row(one.number, one.party, "\n".join(messages))
    _print(console, table)
    _more(console, len(blocked) - _MOST_BLOCKERS, say)


def _show_totals(console: Console, summary: Summary, say: dict[str, str]) -> None:
    moves = any(total.moved is not None for total in summary.actions.values())
    table = _table(say["summary"])
    _add_columns(table, say, policy=False, action=False, count=True, fees=True, interest=True, to_pay=True)
    _add_columns(table, say, **({"moved": True} if moves else {}))
    for (policy, action, title), total in summary.actions.items():
        amounts = (total.fees, total.interest, total.to_pay) if action in STATE_AN_AMOUNT else ()
        moved = [_kronor_or_nothing(total.moved)] if moves else ()
        table.add_row(policy, title, str(total.count), *_kronor(amounts), *moved)
    _print(console, table)


def _about(shown: list[_Decided]) -> dict[str, bool]:
    """The columns of what a line is about."""
    with_accounts = any(one.is_account for one in shown)
    return dict.fromkeys(("number", "party") if with_accounts else ("invoice", "customer"), False)


def _counted(line: str, counts: Counts) -> str:
    return line.format(
        all=counts.all,
        with_actions=counts.with_actions,
        nothing_to_do=counts.nothing_to_do,
        only_blockers=counts.only_blockers,
        with_problems=counts.with_problems,
    )


def _console(stream: TextIO) -> Console:
    from rich.console import Console  # noqa: PLC0415 - slow to import

    return Console(file=stream, width=None if stream.isatty() else WIDTH, highlight=False, emoji=False, markup=False)


def _table(title: str) -> Table:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - slow to import
    from rich.table import Table  # noqa: PLC0415 - likewise

    return Table(
        title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
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


def _print(console: Console, table: Table) -> None:
    """The table; in a file or a pipe without the spaces that fill its lines."""
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as drawn:
        console.print(table)
    console.file.write("".join(line.rstrip() + "\n" for line in drawn.get().splitlines()))


def _more(console: Console, more: int, say: dict[str, str]) -> None:
    if more > 0:
        _line(console, say["more"].format(more=more))


def _line(console: Console, text: str) -> None:
    console.print(text, soft_wrap=True)
