"""An explanation as one HTML page: it runs no scripts, asks no host for anything, and is made to be read and to be printed.

Everything that comes from a policy or a ledger is escaped.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, NamedTuple

from dunning_engine.pictures.figure import figure
from dunning_engine.pictures.stylesheet import STYLESHEET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dunning_engine.decisions.explained.explanation import Explanation, Line, Row, Section
    from dunning_engine.decisions.timeline import Timeline

_SAY = {
    "sv": {"what": "Post", "how": "Hur det blir så", "law": "Lagrum", "kr": "Kronor"},
    "en": {"what": "Item", "how": "How it comes about", "law": "Law", "kr": "Kronor"},
}
_PARAGRAPH_SIGN = " §", "\u00a0§"  # a line does not begin with it
# Nothing is loaded and nothing runs, whatever a text from a ledger may hold.
_NOTHING_BUT_STYLE = "default-src 'none'; style-src 'unsafe-inline'"


class Told(NamedTuple):
    """What a page tells: an explanation, and the invoice's timeline with its picture (SVG) where there are any."""

    explanation: Explanation
    timeline: Timeline | None = None
    picture: bytes | None = None


def page(told: Sequence[Told]) -> str:
    """The page of one explanation, or of several under each other; at least one. A timeline without a picture is a table."""
    first = told[0].explanation
    titles = ", ".join(one.explanation.headline for one in told)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{first.language}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_BUT_STYLE}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(titles)}</title>",
            f"<style>{STYLESHEET}</style>",
            "</head>",
            "<body>",
            "<main>",
            *(line for number, one in enumerate(told, 1) for line in article(one, number)),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def escape(text: str) -> str:
    """The text for HTML; the sign of a paragraph of law stays with its number."""
    return html.escape(text).replace(*_PARAGRAPH_SIGN)


def article(told: Told, number: int = 1, *, level: int = 1) -> Iterator[str]:
    """The lines of an ``article`` element; ``number`` tells several on one page apart, ``level`` is that of its heading."""
    language = told.explanation.language
    yield f'<article lang="{language}">'
    yield f"<h{level}>{escape(told.explanation.headline)}</h{level}>"
    for section in told.explanation.sections:
        if section.name == "evidence":
            yield from _evidence(section, level + 1)
            continue
        yield f'<section class="{section.name}">'
        yield f"<h{level + 1}>{escape(section.heading)}</h{level + 1}>"
        yield from _content(section, language, level + 2)
        if section.name == "next" and told.timeline is not None and told.timeline.moments:
            yield from figure(told.timeline, told.picture, language, number)
        yield "</section>"
    yield "</article>"


def _content(section: Section, language: str, level: int) -> Iterator[str]:
    """What stands under a section's heading; ``level`` is that of the headings in it."""
    yield from _table(section, language)
    if section.name == "today" or len(section.lines) == 1:
        for line in section.lines:
            yield f"<p>{escape(line.text)}</p>"
            yield from _list(line.under)
    else:
        yield from _list(section.lines)
    for part in section.parts:
        yield f"<h{level}>{escape(part.heading)}</h{level}>"
        yield from _content(part, language, level + 1)


def _table(section: Section, language: str) -> Iterator[str]:
    """The amounts; a column that nothing stands in is left out."""
    if not section.rows:
        return
    say = _SAY[language]
    columns = [name for name in ("how", "law") if any(getattr(row, name) for row in section.rows)]
    heads = "".join(f'<th scope="col">{say[name]}</th>' for name in ("what", *columns))
    yield "<table>"
    yield f'<thead><tr>{heads}<th scope="col" class="kr">{say["kr"]}</th></tr></thead>'
    yield "<tbody>"
    for row in section.rows:
        yield _row(row, columns)
    yield "</tbody>"
    yield "</table>"


def _row(row: Row, columns: Sequence[str]) -> str:
    total = ' class="total"' if row.total else ""
    cells = "".join(f"<td>{escape(getattr(row, name))}</td>" for name in columns)
    what = f"{row.what[:1].upper()}{row.what[1:]}"
    return f'<tr{total}><th scope="row">{escape(what)}</th>{cells}<td class="kr">{escape(row.amount)}</td></tr>'


def _list(lines: Sequence[Line]) -> Iterator[str]:
    if lines:
        yield "<ul>"
        for line in lines:
            yield f"<li>{escape(line.text)}"
            yield from _list(line.under)
            yield "</li>"
        yield "</ul>"


def _evidence(section: Section, level: int) -> Iterator[str]:
    yield '<details class="evidence">'
    yield f"<summary><h{level}>{escape(section.heading)}</h{level}></summary>"
    yield from _list(section.lines)
    for part in section.parts:
        yield f"<h{level + 1}>{escape(part.heading)}</h{level + 1}>"
        yield from _list(part.lines)
    yield "</details>"
