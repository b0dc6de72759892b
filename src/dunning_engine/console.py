"""What people see: tables of actions and blockers, the summary, problems, progress.

Rich is imported when something is drawn. Where the output is no terminal, tables are 100 columns wide, so that the same run
always gives the same bytes.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.phrases import kronor
from dunning_engine.ledger.run import summarize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from rich.table import Table

    from dunning_engine.ledger.run import Outcome, Run, Summary

WIDTH = 100
_MOST_ACTIONS = 500  # a longer list is read in a spreadsheet
_MOST_BLOCKERS = 20
_DAY = 10  # characters in 2026-03-12
_LARGE_FILE = 1_000_000  # bytes; less is read before anybody could wonder
_LONG_WORK = 2000  # rows; less is done before anybody could read a progress bar

_WORDS = {
    "sv": {
        "actions": "Åtgärder {as_of}",
        "blockers": "Hinder",
        "summary": "Sammanställning",
        "invoice": "Faktura",
        "customer": "Kund",
        "action": "Åtgärd",
        "fee": "Avgift",
        "interest": "Ränta",
        "to_pay": "Att betala",
        "pay_by": "Betala senast",
        "blocker": "Hinder",
        "by_code": "Hinder per kod",
        "policy": "Policy",
        "count": "Antal",
        "fees": "Avgifter",
        "examples": "Till exempel",
        "account": "{rows} rader: {with_actions} med åtgärd, {nothing_to_do} utan något att göra, "
        "{only_blockers} bara med hinder, {with_problems} med fel",
        "more": "… och {more} rader till; --format csv har alla",
    },
    "en": {
        "actions": "Actions {as_of}",
        "blockers": "Blockers",
        "summary": "Summary",
        "invoice": "Invoice",
        "customer": "Customer",
        "action": "Action",
        "fee": "Fee",
        "interest": "Interest",
        "to_pay": "To pay",
        "pay_by": "Pay by",
        "blocker": "Blocker",
        "by_code": "Blockers by code",
        "policy": "Policy",
        "count": "Count",
        "fees": "Fees",
        "examples": "For example",
        "account": "{rows} rows: {with_actions} with actions, {nothing_to_do} with nothing to do, "
        "{only_blockers} with blockers only, {with_problems} with problems",
        "more": "… and {more} more rows; --format csv has them all",
    },
}


def show_run(run: Run, stream: TextIO, language: str) -> None:
    """The actions and blockers of a run, each a line, then the summary."""
    say, console = _WORDS[language], _console(stream)
    decided = [outcome for outcome in run.outcomes if outcome.decision is not None]
    listed = [outcome for outcome in decided if outcome.decision and outcome.decision.actions]
    blocked = [one for one in decided if one.decision and one.decision.blockers and not one.decision.actions]
    if listed:
        _show_actions(console, listed, say, title=say["actions"].format(as_of=run.as_of))
    if blocked:
        _show_blockers(console, blocked, say, language)
    show_summary(run, stream, language)


def show_summary(run: Run, stream: TextIO, language: str) -> None:
    """Counts and kronor per kind of action, rows per blocker, and the account in which every row stands once."""
    say, console = _WORDS[language], _console(stream)
    summary = summarize(run)
    if summary.actions:
        _show_totals(console, summary, say)
    if summary.blockers:
        table = _table(say["by_code"])
        _add_columns(table, say, blocker=False, count=True, examples=False)
        for code, blocked in summary.blockers.items():
            table.add_row(code, str(blocked.count), f"{blocked.invoice}: {blocked.first.message(language)}")
        _print(console, table)
    account = say["account"].format(
        rows=summary.rows,
        with_actions=summary.with_actions,
        nothing_to_do=summary.nothing_to_do,
        only_blockers=summary.only_blockers,
        with_problems=summary.with_problems,
    )
    _line(console, account)


@contextmanager
def reading(size: int, label: str) -> Iterator[None]:
    """A sign of life while a file of ``size`` bytes is read, if it is large and somebody is looking at stderr."""
    if size < _LARGE_FILE or not sys.stderr.isatty():
        yield
        return
    with _console(sys.stderr).status(label):
        yield


@contextmanager
def progress(rows: int, label: str) -> Iterator[Callable[[int], None]]:
    """Something to tell how many of ``rows`` are done: a bar, if the work is long and somebody is looking at stderr."""
    if rows < _LONG_WORK or not sys.stderr.isatty():
        yield lambda done: None  # noqa: ARG005 - nobody looks
        return
    from rich.progress import Progress  # noqa: PLC0415 - slow to import

    with Progress(console=_console(sys.stderr), transient=True) as bar:
        task = bar.add_task(label, total=rows)
        yield lambda done: bar.update(task, completed=done)


def _show_actions(console: Console, listed: list[Outcome], say: dict[str, str], *, title: str) -> None:
    table = _table(title)
    _add_columns(table, say, invoice=False, customer=False, action=False, fee=True, interest=True, to_pay=True)
    table.add_column(say["pay_by"], min_width=_DAY, max_width=_DAY)
    rows = [(outcome, action) for outcome in listed if outcome.decision for action in outcome.decision.actions]
    for outcome, action in rows[:_MOST_ACTIONS]:
        amounts = (action.fee, action.interest, action.amount_to_pay) if action.action in STATE_AN_AMOUNT else ()
        table.add_row(
            outcome.number or "",
            outcome.invoice.customer if outcome.invoice else "",
            action.title,
            *_kronor(amounts),
            "" if action.pay_by is None else action.pay_by.isoformat(),
        )
    _print(console, table)
    _more(console, len(rows) - _MOST_ACTIONS, say)


def _show_blockers(console: Console, blocked: list[Outcome], say: dict[str, str], language: str) -> None:
    table = _table(say["blockers"])
    _add_columns(table, say, invoice=False, customer=False, blocker=False)
    for outcome in blocked[:_MOST_BLOCKERS]:
        messages = [blocker.message(language) for blocker in outcome.decision.blockers] if outcome.decision else []
        table.add_row(outcome.number or "", outcome.invoice.customer if outcome.invoice else "", "\n".join(messages))
    _print(console, table)
    _more(console, len(blocked) - _MOST_BLOCKERS, say)


def _show_totals(console: Console, summary: Summary, say: dict[str, str]) -> None:
    table = _table(say["summary"])
    _add_columns(table, say, policy=False, action=False, count=True, fees=True, interest=True, to_pay=True)
    for (policy, action, title), total in summary.actions.items():
        amounts = (total.fees, total.interest, total.to_pay) if action in STATE_AN_AMOUNT else ()
        table.add_row(policy, title, str(total.count), *_kronor(amounts))
    _print(console, table)


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
    """Columns by their words; those that are numbers stand to the right and are never broken."""
    for name, number in columns.items():
        table.add_column(say[name], justify="right" if number else "left", no_wrap=number, overflow="fold")


def _kronor(amounts: tuple[int, ...]) -> tuple[str, ...]:
    """The cells of fee, interest and amount to pay; empty for an action that claims nothing."""
    return tuple(kronor(amount) for amount in amounts) or ("", "", "")


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
