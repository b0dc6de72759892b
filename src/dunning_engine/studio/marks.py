"""Where problems stand in a text as an editor counts: offsets of characters instead of lines and columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from dunning_engine.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.problems import Problem, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that a problem is about, at least one character; offsets count characters of a ``str``."""

    start: int
    end: int
    problem: Problem
    related: bool = False


def marks_of(text: str, problems: Iterable[Problem], shown: str) -> tuple[Mark, ...]:
    r"""Every mark in the file that problems call ``shown``, errors after warnings so that they lie on top.

    ``text`` has ``\n`` between its lines, as many as the file has line ends. A place that the text does not have is left out.
    """
    rows = text.split("\n")
    starts = [0, *accumulate(len(row) + 1 for row in rows)]
    found = []
    for problem in problems:
        places = [(problem.span, False), *((place, True) for place in problem.related)]
        for span, related in places:
            if span is None or span.file != shown or not 0 < span.line <= len(rows):
                continue
            start, end = _columns(span, rows[span.line - 1])
            if start < end:
                found.append(Mark(starts[span.line - 1] + start, starts[span.line - 1] + end, problem, related))
    return tuple(
        sorted(found, key=lambda mark: (not mark.related, mark.problem.severity is Severity.ERROR, mark.start))
    )


def _columns(span: Span, row: str) -> tuple[int, int]:
    """From and to on a line, within it; a place after its end is the last character."""
    start = max(min(span.column - 1, len(row) - 1), 0)
    return start, max(min(span.end_column - 1, len(row)), min(start + 1, len(row)))


def offset_of(text: str, span: Span) -> int:
    """Where a place begins in a text; its end, where it has no such line."""
    rows = text.split("\n")
    if span.line > len(rows):
        return len(text)
    return sum(len(row) + 1 for row in rows[: span.line - 1]) + min(span.column - 1, len(rows[span.line - 1]))


def utf16(text: str, offset: int) -> int:
    """The same place as browsers count: a character outside the basic plane is two."""
    return offset + sum(character > "\uffff" for character in text[:offset])
