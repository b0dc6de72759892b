"""Where everything of a timetable stands: days down the left side, evenly spaced, with the days between them said.

Only the text decides how high a row is, so nothing can run into anything, however near each other days lie.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from matplotlib.path import Path

from dunning_engine.pictures.course import Mark
from dunning_engine.pictures.letters import Letters
from dunning_engine.pictures.sheet import Sheet
from dunning_engine.pictures.words import days_between, say, weekday

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure

    from dunning_engine.pictures.course import Course, Entry, Row

_HEADLINE = Letters(13, bold=True)
_HEADING = Letters(9.5, bold=True)
_DATE = Letters(9, bold=True)
_TITLE = Letters(9, bold=True)
_PLAIN = Letters(9)
_AMOUNT = Letters(9, bold=True)
_DETAIL = Letters(8, grey=True)
_SUM = Letters(8, bold=True)

_MARGIN = 18.0
_DATES = 78.0  # room for a day and for the days to the next
_TO_TEXT = 20.0  # from a cell's left edge, with the mark between
_TO_MARK = 8.0
_AMOUNTS = 132.0  # room for what there is to pay, where it stands beside
_BETWEEN_CELLS = 10.0
_WIDEST = 460.0  # what ends a cell belongs to what begins it
_GAP = 19.0  # between two days
_TIGHT_GAP = 7.0
_AROUND_TODAY = 4.0
_BETWEEN_ENTRIES = 4.0
_BAND = "#ececec"

_CIRCLE, _SQUARE = Path.unit_circle(), Path([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)], closed=True)
_SHAPES: dict[Mark, tuple[Path, float, str]] = {
    Mark.DUE: (_CIRCLE, 4.0, "white"),
    Mark.LETTER: (_CIRCLE, 4.5, "#4a7fb5"),
    Mark.DEMAND: (_SQUARE, 4.2, "#c8641e"),
    Mark.LEGAL: (Path.unit_regular_polygon(4), 5.6, "#1a1a1a"),
    Mark.CLIENT: (Path.unit_regular_polygon(3), 5.2, "white"),
    Mark.PAYMENT: (Path.unit_regular_star(5, 0.45), 6.5, "white"),
    Mark.NOTE: (_CIRCLE, 2.0, "#1a1a1a"),
}
_EXPLAINED = (Mark.LETTER, Mark.DEMAND, Mark.LEGAL, Mark.CLIENT)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is said, on how wide a sheet.

    ``notes`` are what concerns neither claim nor sale, ``details`` fee, interest and channel. ``airy``: the days between two
    stand in a gap of their own.
    """

    width: float
    notes: bool = True
    details: bool = True
    airy: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    letters: Letters
    beside: tuple[str, Letters] | None = None  # what ends at the cell's right edge


@dataclass(frozen=True, slots=True)
class _Block:
    """An entry with its lines."""

    mark: Mark
    lines: tuple[_Line, ...]

    @property
    def height(self) -> float:
        return sum(line.letters.leading for line in self.lines)


class Layout:
    """A course on its sheet."""

    def __init__(self, course: Course, language: str, plan: Plan) -> None:
        self._course, self._language, self._plan = course, language, plan
        cells = len(course.headings)
        self._sheet = Sheet(plan.width)
        self._gap = _GAP if plan.airy else _TIGHT_GAP
        cell = (plan.width - 2 * _MARGIN - _DATES - _BETWEEN_CELLS * (cells - 1)) / cells
        self._cell = min(cell, _WIDEST)
        self._lefts = [_MARGIN + _DATES + place * (cell + _BETWEEN_CELLS) for place in range(cells)]
        self._alone = cells == 1
        self._last: list[float] = []  # where each rail has its last mark
        self.height = self._laid_out()

    def figure(self, *, height: float | None = None, zoom: float = 1.0) -> Figure:
        """Everything in its place, on a sheet of its own height or ``height`` points, ``zoom`` times as large."""
        return self._sheet.figure(height or self.height, zoom)

    def _laid_out(self) -> float:
        """Put everything on the sheet; how high it is."""
        y = self._head()
        first = y
        self._last = [y] * len(self._lefts)
        for row, after in zip_longest(self._course.rows, self._course.rows[1:]):
            y = self._row(row, y, None if after is None else (after.on - row.on).days)
            if after is not None:
                y += self._gap + (_AROUND_TODAY if row.today or after.today else 0)
        if self._course.left_out:
            y += self._gap
            left_out = say("more", self._language, count=self._course.left_out)
            y = self._lines([_Line(left_out, _DETAIL)], _MARGIN, y)
        y = self._ends(first, y + self._gap + _AROUND_TODAY)
        return self._legend(y + _GAP) + _MARGIN

    def _head(self) -> float:
        room = self._sheet.width - 2 * _MARGIN
        y = self._lines([_Line(text, _HEADLINE) for text in _HEADLINE.wrapped(self._course.headline, room)], _MARGIN)
        y += _BETWEEN_ENTRIES
        bottoms = []
        for left, (title, beside) in zip(self._lefts, self._course.headings, strict=True):
            start, room = (_MARGIN, room) if self._alone else (left, self._cell)
            lines = [_Line(text, _HEADING) for text in _HEADING.wrapped(title, room)]
            lines += [_Line(text, _DETAIL) for text in _DETAIL.wrapped(beside, room) if text]
            bottoms.append(self._lines(lines, start, y))
        return max(bottoms) + _GAP * 0.8

    def _row(self, row: Row, top: float, to_next: int | None) -> float:
        """Draw a day whose upper edge is at ``top``; its lower edge. ``to_next`` is how many days there are to the next."""
        dates = [_Line(row.on.isoformat(), _DATE)]
        if row.today:
            dates.append(_Line(say("today", self._language), _DATE))
        if self._plan.airy:
            dates.insert(1, _Line(weekday(row.on.weekday(), self._language), _DETAIL))
        between_days = None if to_next is None else f"↓ {days_between(to_next, self._language)}"
        if between_days is not None and not self._plan.airy:
            dates.append(_Line(between_days, _DETAIL))
        cells = [self._blocks(row, place) for place in range(len(self._lefts))]
        between = [_BETWEEN_ENTRIES * max(len(blocks) - 1, 0) for blocks in cells]
        heights = [sum(one.height for one in blocks) + gaps for blocks, gaps in zip(cells, between, strict=True)]
        bottom = top + max(sum(line.letters.leading for line in dates), *heights)
        if row.today:
            left, right = _MARGIN - 6, self._sheet.width - _MARGIN + 6
            self._sheet.box(left, top - _AROUND_TODAY, right, bottom + _AROUND_TODAY, _BAND)
            self._sheet.line((left, top - _AROUND_TODAY), (right, top - _AROUND_TODAY), width=1, dashed=True)
        self._lines(dates, _MARGIN, top)
        for place, (left, blocks) in enumerate(zip(self._lefts, cells, strict=True)):
            y = top
            for block in blocks:
                self._last[place] = y
                self._mark(block.mark, left + _TO_MARK, y + block.lines[0].letters.leading * 0.5)
                y = self._lines(block.lines, left + _TO_TEXT, y, left + self._cell) + _BETWEEN_ENTRIES
        if between_days is not None and self._plan.airy:
            baseline = bottom + (_AROUND_TODAY if row.today else 0) + _GAP * 0.62
            self._sheet.text(_MARGIN, baseline, between_days, _DETAIL)
        return bottom

    def _blocks(self, row: Row, place: int) -> list[_Block]:
        cell, twin = row.cells[place], row.same[place]
        if twin is not None:
            return [self._same(cell, twin, place)]
        kept = [entry for entry in cell if self._plan.notes or entry.mark is not Mark.NOTE]
        blocks = [self._block(entry) for entry in kept]
        if len(kept) < len(cell):
            unsaid = say("notes", self._language, count=len(cell) - len(kept))
            blocks.append(_Block(Mark.NOTE, (_Line(unsaid, _DETAIL),)))
        return blocks

    def _block(self, entry: Entry) -> _Block:
        letters = _PLAIN if entry.mark is Mark.NOTE else _TITLE
        beside = [(entry.amount, _AMOUNT), (entry.by, _DETAIL)] if self._alone else []
        room = self._cell - _TO_TEXT - (_AMOUNTS if entry.amount and self._alone else 0)
        details = list(entry.details) if self._plan.details or entry.mark is Mark.CLIENT else []
        told = [(text, letters) for text in letters.wrapped(entry.title, room)]
        told += [(text, _DETAIL) for text in self._joined(details, room)]
        if not self._alone:
            told += self._to_pay(entry, room)
        told += [("", _DETAIL)] * (sum(1 for text, _ in beside if text) - len(told))
        lines = []
        for place, (text, style) in enumerate(told):
            at_right = beside[place] if place < len(beside) else (None, _DETAIL)
            lines.append(_Line(text, style, None if at_right[0] is None else (at_right[0], at_right[1])))
        return _Block(entry.mark, tuple(lines))

    def _to_pay(self, entry: Entry, room: float) -> list[tuple[str, Letters]]:
        """What there is to pay, and by when, below what it is for; where room is short, beside each other."""
        amount = [] if entry.amount is None else [entry.amount]
        if entry.mark is not Mark.PAYMENT:
            amount = [say("to_pay", self._language, amount=one) for one in amount]
        by = [] if entry.by is None else [entry.by]
        if not self._plan.details:
            return [(text, _DETAIL) for text in self._joined([*amount, *by], room)]
        told = [(text, _SUM) for one in amount for text in _SUM.wrapped(one, room)]
        return [*told, *((text, _DETAIL) for text in self._joined(by, room))]

    def _joined(self, details: list[str], room: float) -> list[str]:
        """Details side by side as long as there is room, otherwise each from a new line."""
        lines: list[str] = []
        for detail in details:
            joined = f"{lines[-1]} · {detail}" if lines else detail
            if lines and _DETAIL.width(joined) <= room:
                lines[-1] = joined
            else:
                lines += _DETAIL.wrapped(detail, room)
        return lines

    def _same(self, cell: list[Entry], twin: int, place: int) -> _Block:
        """Instead of the same entries once more: where they stand."""
        title = self._course.headings[twin][0]
        said = say("same", self._language) if twin == place - 1 else say("same_as", self._language, title=title)
        mark = next(entry.mark for entry in cell if entry.mark is not Mark.DUE)
        lines = _DETAIL.wrapped(said, self._cell - _TO_TEXT)
        return _Block(mark, tuple(_Line(text, _DETAIL) for text in lines))

    def _ends(self, first: float, top: float) -> float:
        """The rails from the first day down, dashed where nothing stands at them any more, and why each ends."""
        bottoms = []
        for left, why, through in zip(self._lefts, self._course.ends, self._last, strict=True):
            x, y, half = left + _TO_MARK, top + _DETAIL.leading * 0.5, _TITLE.leading * 0.5
            self._sheet.line((x, first + half), (x, through + half), width=1.4)
            self._sheet.line((x, through + half), (x, y), width=1.2, dashed=True)
            self._sheet.line((x - 5, y), (x + 5, y), width=1.8)
            lines = [_Line(text, _DETAIL) for text in _DETAIL.wrapped(why, self._cell - _TO_TEXT)]
            bottoms.append(self._lines(lines, left + _TO_TEXT, top))
        return max(bottoms)

    def _legend(self, top: float) -> float:
        """What the shapes mean, where there are several."""
        used = {entry.mark for row in self._course.rows for cell in row.cells for entry in cell}
        shown = [mark for mark in _EXPLAINED if mark in used]
        if len(shown) <= 1:
            return top - _GAP
        x, y = _MARGIN, top
        for mark in shown:
            said = say(mark.value, self._language)
            needed = _TO_TEXT + _DETAIL.width(said) + _BETWEEN_CELLS
            if x > _MARGIN and x + needed > self._sheet.width - _MARGIN:
                x, y = _MARGIN, y + _DETAIL.leading
            self._mark(mark, x + _TO_MARK, y + _DETAIL.leading * 0.5)
            self._lines([_Line(said, _DETAIL)], x + _TO_TEXT, y)
            x += needed
        return y + _DETAIL.leading

    def _mark(self, mark: Mark, x: float, y: float) -> None:
        outline, radius, fill = _SHAPES[mark]
        self._sheet.shape(x, y, outline, radius, fill=fill)

    def _lines(self, lines: Iterable[_Line], left: float, top: float = _MARGIN, right: float = 0.0) -> float:
        """Lines of text below each other from ``top``; the lower edge."""
        for line in lines:
            baseline = top + line.letters.leading * 0.78
            if line.text:
                self._sheet.text(left, baseline, line.text, line.letters)
            if line.beside is not None:
                self._sheet.text(right, baseline, line.beside[0], line.beside[1], right=True)
            top += line.letters.leading
        return top
