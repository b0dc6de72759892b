"""A course as HTML of a page that can be read, clicked and heard: an item for each day, with what stands on it on each side.

Nothing is settled here; everything said comes from `pictures.course`. All text is escaped. Colours are the stylesheet's, and
every shape has its name, so nothing is told by colour alone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dunning_engine.pictures.course import Mark
from dunning_engine.pictures.words import days_between, weekday
from dunning_engine.pictures.words import say as say_in_pictures
from dunning_engine.studio.words_view import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dunning_engine.pictures.course import Course, Entry, Row

# In a square of 16: the shapes of the pictures (circle, square, diamond, triangle, star, dot).
_SHAPES: dict[Mark, str] = {
    Mark.DUE: '<circle cx="8" cy="8" r="4.5"/>',
    Mark.LETTER: '<circle cx="8" cy="8" r="5"/>',
    Mark.DEMAND: '<path d="M3 3h10v10H3z"/>',
    Mark.LEGAL: '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z"/>',
    Mark.CLIENT: '<path d="M8 2.5 14 13H2z"/>',
    Mark.PAYMENT: '<path d="m8 1 2 4.7 5 .5-3.8 3.3 1.2 5L8 11.9l-4.4 2.6 1.2-5L1 6.2l5-.5z"/>',
    Mark.NOTE: '<circle cx="8" cy="8" r="2.5"/>',
}
_EXPLAINED = (Mark.LETTER, Mark.DEMAND, Mark.LEGAL, Mark.CLIENT)
_SIDES = 2  # the text and what is saved


def changes(course: Course) -> dict[date, str]:
    """How each day differs between the two sides: ``new``, ``gone`` or ``changed``; days that are the same are left out."""
    found: dict[date, str] = {}
    for row in course.rows:
        if len(row.cells) != _SIDES or row.cells[0] == row.cells[1]:
            continue
        now, saved = row.cells
        found[row.on] = "gone" if not now else "new" if not saved else "changed"
    return found


def timetable_html(course: Course, chosen: date, language: str) -> str:
    """The course as a list of days, each with a button that carries its day in ``data-day``; ``chosen`` is pressed."""
    return "".join(_parts(course, chosen, language))


def _parts(course: Course, chosen: date, language: str) -> Iterator[str]:
    several = len(course.headings) > 1
    yield f'<div class="tt{" tt-two" if several else ""}" lang="{language}">'
    yield f'<p class="tt-head">{escape(course.headline)}</p>'
    yield from _headings(course)
    yield f'<ol class="tt-days" aria-label="{escape(say("days", language))}">'
    differing = changes(course)
    pressed = chosen if any(row.on == chosen for row in course.rows) else None
    # One button is in the order of tabs; the arrow keys go on from it.
    first = pressed or next((row.on for row in course.rows if row.today), course.rows[0].on)
    for number, row in enumerate(course.rows):
        before = None if number == 0 else (row.on - course.rows[number - 1].on).days
        yield _day(course, row, differing.get(row.on), language, before=before, pressed=pressed, first=first)
    yield "</ol>"
    if course.left_out:
        yield f'<p class="tt-more">{escape(say_in_pictures("more", language, count=course.left_out))}</p>'
    yield from _ends(course, language)
    yield from _legend(course, language)
    yield "</div>"


def _headings(course: Course) -> Iterator[str]:
    yield '<div class="tt-sides">'
    for title, beside in course.headings:
        small = f" <small>{escape(beside)}</small>" if beside else ""
        yield f"<div><b>{escape(title)}</b>{small}</div>"
    yield "</div>"


def _day(
    course: Course,
    row: Row,
    differs: str | None,
    language: str,
    *,
    before: int | None,
    pressed: date | None,
    first: date,
) -> str:
    day = row.on.isoformat()
    badges = f' <em class="tt-today">{escape(say_in_pictures("today", language))}</em>' if row.today else ""
    if differs is not None:
        badges += f' <em class="tt-diff">{escape(say(differs, language))}</em>'
    between = "" if before is None else f"↓ {escape(days_between(before, language))}"
    gap = f'<p class="tt-gap">{between}</p>'
    state = f'aria-pressed="{"true" if row.on == pressed else "false"}" tabindex="{0 if row.on == first else -1}"'
    button = (
        f'<button type="button" class="tt-button" data-day="{day}" data-testid="day-{day}" {state}>'
        f'<time datetime="{day}">{day}</time> <span>{escape(weekday(row.on.weekday(), language))}</span>{badges}</button>'
    )
    cells = "".join(_cell(course, row, place, language) for place in range(len(row.cells)))
    kind = f"tt-day{' tt-now' if row.today else ''} tt-{differs or 'equal'}"
    return f'<li class="{kind}">{gap}{button}<div class="tt-cells">{cells}</div></li>'


def _cell(course: Course, row: Row, place: int, language: str) -> str:
    title, beside = course.headings[place]
    several = len(course.headings) > 1
    side = f'<span class="tt-side">{escape(beside or title)}</span>' if several and row.cells[place] else ""
    if row.same[place] is not None:
        said = escape(say("same", language))
        return f'<div class="tt-cell tt-same">{side}<p>{said}</p></div>'
    entries = "".join(_entry(entry) for entry in row.cells[place])
    return f'<div class="tt-cell">{side if entries else ""}{entries}</div>'


def _entry(entry: Entry) -> str:
    details = [*entry.details, *([] if entry.by is None else [entry.by])]
    # Each stays whole where a line ends.
    spans = " ".join(f"<span>{escape(one)}{' ·' if one is not details[-1] else ''}</span>" for one in details)
    said = f'<p class="tt-details">{spans}</p>' if details else ""
    amount = "" if entry.amount is None else f'<span class="tt-amount">{escape(entry.amount)}</span>'
    head = f'<p class="tt-title"><b>{escape(entry.title)}</b>{amount}</p>'
    return f'<div class="tt-entry">{_shape(entry.mark)}<div>{head}{said}</div></div>'


def _shape(mark: Mark) -> str:
    return f'<svg class="tt-mark tt-{mark.value}" viewBox="0 0 16 16" aria-hidden="true">{_SHAPES[mark]}</svg>'


def _ends(course: Course, language: str) -> Iterator[str]:
    yield '<div class="tt-cells tt-ends">'
    same = len({*course.ends}) == 1
    for (title, beside), why in zip(course.headings, course.ends, strict=True):
        side = f'<span class="tt-side">{escape(beside or title)}</span>' if len(course.ends) > 1 and not same else ""
        yield f'<div class="tt-cell">{side}<p><b>{escape(say("end", language))}:</b> {escape(why)}</p></div>'
        if same:
            break
    yield "</div>"


def _legend(course: Course, language: str) -> Iterator[str]:
    """What the shapes mean, where there are several."""
    used = {entry.mark for row in course.rows for cell in row.cells for entry in cell}
    shown = [mark for mark in _EXPLAINED if mark in used]
    if len(shown) > 1:
        named = "".join(
            f"<span>{_shape(mark)} {escape(say_in_pictures(mark.value, language))}</span>" for mark in shown
        )
        yield f'<p class="tt-legend">{named}</p>'
