"""Timelines as people read them: one as a table of its steps, several beside each other, and why each ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from textwrap import wrap
from typing import TYPE_CHECKING, TextIO

from dunning_engine.commands.drawing import console_on, draw, draw_line, new_table
from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.phrases import delivery_words, kronor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.table import Table

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.timeline import Timeline

_WORDS = {
    "sv": {
        "nobody": "Faktura {invoice} från {as_of}, om ingen betalar",
        "paid": "Faktura {invoice} från {as_of}, om allt betalas {paid_on}",
        "day": "Dag",
        "action": "Åtgärd",
        "channel": "Skickas",
        "fee": "Avgift",
        "interest": "Ränta",
        "to_pay": "Att betala",
        "moved": "Belopp",
        "by": "Betala senast",
        "rule": "Regel",
        "due": "Förfallodag",
        "payment": "Allt betalas",
        "same": "= är detsamma som längre till vänster",
        "ends": "Slut: {why}",
    },
    "en": {
        "nobody": "Invoice {invoice} from {as_of}, if nobody pays",
        "paid": "Invoice {invoice} from {as_of}, if all is paid on {paid_on}",
        "day": "Day",
        "action": "Action",
        "channel": "Sent",
        "fee": "Fee",
        "interest": "Interest",
        "to_pay": "To pay",
        "moved": "Amount",
        "by": "Pay by",
        "rule": "Rule",
        "due": "Due date",
        "payment": "All is paid",
        "same": "= is the same as further left",
        "ends": "End: {why}",
    },
}
_SAME = "="
_TITLE = 24  # characters of a title in a line
_DAY = 10  # characters in 2026-03-31


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing on a day, as its cells; ``what`` tells the same thing in other timelines."""

    on: date
    what: tuple[str, str]
    title: str
    channel: str = ""
    fee: str = ""
    interest: str = ""
    to_pay: str = ""
    moved: str = ""
    pay_by: str = ""
    rule: str = ""


def timeline_text(timelines: Sequence[Timeline], stream: TextIO, language: str) -> None:
    """The table, and a line for each timeline that says why it ends."""
    say, console = _WORDS[language], console_on(stream)
    first = timelines[0]
    headline = say["nobody" if first.paid_on is None else "paid"].format(
        invoice=first.invoice, as_of=first.as_of, paid_on=first.paid_on
    )
    columns = [sorted(_lines(one, language), key=lambda line: line.on) for one in timelines]
    table = new_table(headline)
    if len(timelines) == 1:
        _fill_one(table, columns[0], say)
        draw(console, table)
        draw_line(console, say["ends"].format(why=first.why_it_ends(language)))
        return
    equal = _fill_several(table, timelines, columns, say)
    draw(console, table)
    if equal:
        draw_line(console, say["same"])
    for one in timelines:
        draw_line(console, f"{_name(one)}: {say['ends'].format(why=one.why_it_ends(language))}")


def _lines(one: Timeline, language: str) -> Iterator[_Line]:
    """What stands in the table, the due date and the payment before what follows on their days."""
    say = _WORDS[language]
    yield _Line(one.due_on, ("due", ""), say["due"])
    if one.paid_on is not None:
        yield _Line(one.paid_on, ("payment", ""), say["payment"], moved=kronor(one.paid))
    yield from (_line(moment.on, moment.action, language) for moment in one.moments)


def _line(on: date, action: Action, language: str) -> _Line:
    claims = action.action in STATE_AN_AMOUNT
    return _Line(
        on,
        (action.action, action.step or action.fact or action.about or ""),
        action.title,
        "" if action.send_by is None else delivery_words(action.send_by, None, language),
        kronor(action.fee) if claims else "",
        kronor(action.interest) if claims else "",
        kronor(action.amount_to_pay) if claims else "",
        "" if action.amount is None else kronor(action.amount),
        "" if action.pay_by is None else action.pay_by.isoformat(),
        PurePath(action.source).name.rpartition(":")[0],
    )


def _fill_one(table: Table, lines: Sequence[_Line], say: dict[str, str]) -> None:
    moves = any(line.moved for line in lines)
    table.add_column(say["day"], min_width=_DAY, no_wrap=True)
    table.add_column(say["action"], no_wrap=True)
    table.add_column(say["channel"], no_wrap=True)
    for name in ("fee", "interest", "to_pay", *(("moved",) if moves else ())):
        table.add_column(say[name], justify="right", no_wrap=True)
    table.add_column(say["by"], no_wrap=True)
    table.add_column(say["rule"], no_wrap=True)
    for line in lines:
        amounts = (line.fee, line.interest, line.to_pay, *((line.moved,) if moves else ()))
        table.add_row(line.on.isoformat(), _broken(line.title), line.channel, *amounts, line.pay_by, line.rule)


def _fill_several(
    table: Table, timelines: Sequence[Timeline], columns: Sequence[Sequence[_Line]], say: dict[str, str]
) -> bool:
    """Fill the table; whether anything in it is the same as further left."""
    moves = any(line.moved for lines in columns for line in lines)
    names = ("channel", "fee", "interest", "to_pay", *(("moved",) if moves else ()), "pay_by")
    table.add_column(f"\n{say['day']}", min_width=_DAY, no_wrap=True)
    for one in timelines:
        table.add_column(f"{_name(one)}\n{say['action']}", no_wrap=True)
        for name in names:
            number = name not in {"channel", "pay_by"}
            table.add_column(
                f"\n{say['by' if name == 'pay_by' else name]}", justify="right" if number else "left", no_wrap=True
            )
    equal, shown = False, None
    for on, what in _order(columns):
        cells: list[str] = []
        before: list[tuple[str, ...]] = []
        for lines in columns:
            line = next((one for one in lines if (one.on, one.what) == (on, what)), None)
            told = (
                ("",) * (len(names) + 1)
                if line is None
                else (_broken(line.title), *(getattr(line, name) for name in names))
            )
            last = next((one for one in reversed(before) if any(one)), None)
            cells += told if last is None else _with_signs(told, last)
            before.append(told)
        table.add_row("" if on == shown else on.isoformat(), *cells)
        equal, shown = equal or _SAME in cells, on
    return equal


def _broken(title: str) -> str:
    """The title in short lines: what stands beside it needs the room."""
    return "\n".join(wrap(title, _TITLE))


def _with_signs(told: tuple[str, ...], left: tuple[str, ...]) -> tuple[str, ...]:
    """The cells, with a sign for what is the same."""
    return tuple(_SAME if cell and cell == other else cell for cell, other in zip(told, left, strict=True))


def _order(columns: Sequence[Sequence[_Line]]) -> list[tuple[date, tuple[str, str]]]:
    """Every thing of every day once, as they stand in the first timeline that has them."""
    found = dict.fromkeys((line.on, line.what) for lines in columns for line in lines)
    return sorted(found, key=lambda one: one[0])


def _name(one: Timeline) -> str:
    return f"{one.policy} ({one.side})" if one.side else one.policy
