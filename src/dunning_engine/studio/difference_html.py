"""What was found over a ledger as HTML: totals, and the changed invoices in a table that can be sorted and searched.

Everything that is put in is escaped here. Words that come from the preview are in the language it was asked in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from dunning_engine.rendering import render_text
from dunning_engine.studio.words_difference import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dunning_engine.problems import Problem
    from dunning_engine.studio.comparing import Found

COLUMNS = ("sign", "invoice", "customer", "action", "date", "what_changes")
_KINDS = {"+": "gained", "−": "lost", "~": "changed"}
_NUMBERS = re.compile(r"(\d+)")
_SORTED = {True: "descending", False: "ascending"}


@dataclass(frozen=True, slots=True)
class Order:
    """How the table is sorted, and the text that its rows must have."""

    column: str | None = None
    down: bool = False
    search: str = ""

    def by(self, column: str) -> Order:
        """Sorted by a column; the other way round where it already was."""
        return Order(column, self.column == column and not self.down, self.search)


def totals_html(found: Found, language: str) -> str:
    """Actions by kind and channel, kronor, who reaches collection earlier or later, which revisions differ."""
    actions = _table(
        say("totals", language),
        [say(name, language) for name in ("action", "channel", "before", "after", "change")],
        found.kinds,
        texts=2,
    )
    amounts = _table(
        say("amounts", language),
        [say(name, language) for name in ("what", "before", "after", "change")],
        found.amounts,
        texts=1,
    )
    sentences = "".join(f"<p>{escape(one)}</p>" for one in (found.reached, found.coming) if one)
    revisions = "".join(
        f"<li>{escape(name)} {escape(day)}: <code>{escape(before)}</code> → <code>{escape(after)}</code></li>"
        for name, day, before, after in found.revisions
    )
    told = (
        f"<details><summary>{escape(say('revisions', language))}</summary><ul>{revisions}</ul></details>"
        if revisions
        else ""
    )
    return f'<div class="df-totals">{actions}{amounts}</div>{sentences}{told}'


def changes_html(found: Found, order: Order, language: str) -> str:
    """The table of changes, each with a button that shows its invoice; nothing where there are none."""
    if not found.changes:
        return ""
    rows = list(chosen(found, order, language))
    heads = "".join(_head(name, order, language) for name in COLUMNS)
    body = "".join(_row(row, language) for row in rows)
    shown = escape(say("of_all", language, shown=len(rows), every=found.every))
    if found.every > len(found.changes):
        shown += ". " + escape(say("first_of", language, most=len(found.changes), every=found.every))
    return (
        f'<p role="status">{shown}</p><div class="df-scroll" tabindex="0" role="region" '
        f'aria-label="{escape(say("changes", language))}"><table class="df-changes">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def chosen(found: Found, order: Order, language: str) -> Iterable[Sequence[str | tuple[str, ...]]]:
    """The rows that have the text that is searched for, sorted; numbers within words by their value."""
    wanted = order.search.casefold().split()

    def texts(row: Sequence[str | tuple[str, ...]]) -> list[str]:
        first, *rest = ["\n".join(cell) if isinstance(cell, tuple) else cell for cell in row]
        return [say(first, language), *rest]

    rows = [row for row in found.changes if all(word in "\n".join(texts(row)).casefold() for word in wanted)]
    if order.column is None:
        return rows
    place = COLUMNS.index(order.column)
    return sorted(rows, key=lambda row: _natural(texts(row)[place]), reverse=order.down)


def problems_html(problems: Iterable[Problem]) -> str:
    """Each problem as the command prints it."""
    return "".join(f'<pre class="df-problem" lang="en">{escape(render_text(problem))}</pre>' for problem in problems)


def _natural(text: str) -> list[tuple[int, int, str]]:
    parts = _NUMBERS.split(text.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int) -> str:
    top = "".join(
        f'<th scope="col"{"" if place < texts else _RIGHT}>{escape(head)}</th>' for place, head in enumerate(heads)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(cell)}</th>'
            if place == 0
            else f"<td{'' if place < texts else _RIGHT}>{escape(cell)}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


_RIGHT = ' class="df-figure"'


def _head(name: str, order: Order, language: str) -> str:
    sort = f' aria-sort="{_SORTED[order.down]}"' if order.column == name else ""
    arrow = ("▾" if order.down else "▴") if order.column == name else ""
    return (
        f'<th scope="col"{sort}><button type="button" data-sort="{name}">{escape(say(name, language))} '
        f'<span aria-hidden="true">{arrow}</span></button></th>'
    )


def _row(row: Sequence[str | tuple[str, ...]], language: str) -> str:
    sign, invoice, customer, action, day, parts = row
    number = escape(str(invoice))
    label = escape(say("show_invoice", language, number=invoice))
    cells = {
        "sign": f'<span class="df-sign df-{_KINDS[str(sign)]}"><span aria-hidden="true">{escape(str(sign))}</span> '
        f"{escape(say(str(sign), language))}</span>",
        "invoice": f'<button type="button" data-invoice="{number}" aria-label="{label}" title="{label}">{number}</button>',
        "customer": escape(str(customer)),
        "action": escape(str(action)).replace("\n", "<br>"),
        "date": f"<time>{escape(str(day))}</time>",
        "what_changes": "<br>".join(map(escape, parts)),
    }
    return (
        "<tr>"
        + "".join(
            f'<td data-head="{escape(say(name, language))}" class="df-{name}">{cell}</td>'
            for name, cell in cells.items()
        )
        + "</tr>"
    )
