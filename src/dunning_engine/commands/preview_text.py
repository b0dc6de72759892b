"""A preview as people read it in a terminal: the changes, the totals, and how many invoices change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from dunning_engine.commands.drawing import console_on, draw, draw_line, new_table, whole

if TYPE_CHECKING:
    from rich.console import Console

    from dunning_engine.preview.report import Report

MOST_CHANGES = 40


def show_preview(report: Report, stream: TextIO) -> None:
    """The whole preview; of the changes the first `MOST_CHANGES`."""
    say, outcome, console = report.say, report.outcome, console_on(stream)
    draw_line(console, say["title"].format(days=report.days))
    draw_line(console, f"{say['new']}: {outcome.new.label}")
    draw_line(console, f"{say['old']}: {outcome.old.label}")
    _show_policies(console, report)
    draw_line(console, "")
    _show_changes(console, report)
    _show_totals(console, report)
    draw_line(console, report.reached())
    coming = report.coming()
    if coming is not None:
        draw_line(console, coming)
    draw_line(console, report.verdict())
    for line in report.limits():
        draw_line(console, line)


def _show_policies(console: Console, report: Report) -> None:
    policies = list(report.policies())
    for policy, revision, before, after in policies:
        draw_line(console, f"{policy} {revision}: {before} → {after}")
    if not policies:
        draw_line(console, report.say["alike"])


def _show_changes(console: Console, report: Report) -> None:
    changes = list(report.changes("\n"))
    if not changes:
        return
    table = new_table(report.say["changes"])
    for name in ("sign", "invoice", "customer", "action", "day", "what"):
        table.add_column(report.say[name], no_wrap=name in {"sign", "day"}, overflow="fold")
    for row in changes:
        table.add_row(*map(whole, row))
    draw(console, table)
    more = report.more(len(changes))
    if more is not None:
        draw_line(console, more)


def _show_totals(console: Console, report: Report) -> None:
    for title, names, rows in (
        ("actions", ("action", "channel"), report.kinds()),
        ("amounts", ("sign",), report.amounts()),
    ):
        table = new_table(report.say[title])
        for name in names:
            table.add_column(report.say[name], overflow="fold")
        for name in ("before", "after", "difference"):
            table.add_column(report.say[name], justify="right", no_wrap=True, overflow="fold")
        for row in rows:
            table.add_row(*row)
        draw(console, table)
