"""An explanation as a value: a headline and sections with headings, lines and amounts, from which text and pages are written.

Everything in it is text already, in one language; days are ISO, amounts as `kronor` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# How a row of an amount leads on to its paragraph of law.
_UNDER = {"sv": "enligt", "en": "under"}
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or a row of evidence, and the lines that belong to it."""

    text: str
    under: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An amount: what it is, how it came about, the paragraph of law; ``amount`` is kronor without the unit."""

    what: str
    amount: str
    how: str = ""
    law: str = ""
    total: bool = False

    def text(self, language: str) -> str:
        """The row as a line: ``"Ränta …, 32 dagar à 10,00 % på 23 750,00 kr: 208,22 kr enligt Räntelagen 6 §"``."""
        how = f", {self.how}" if self.how else ""
        law = f" {_UNDER[language]} {self.law}" if self.law else ""
        return f"{self.what}{how}: {self.amount} kr{law}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its amounts, its lines and its parts, read in that order.

    ``name`` is the same in every language: ``today``, ``why``, ``amounts``, ``next``, ``change``, ``evidence``.
    """

    name: str
    heading: str
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why, in the order that a reader asks; no section is empty."""

    language: str
    headline: str
    sections: tuple[Section, ...]

    def lines(self) -> tuple[str, ...]:
        """All of it as lines, none empty; what belongs to the line above is indented by two spaces a level."""
        return tuple(self._lines())

    def text(self) -> str:
        """All of it as text to read, with an empty line before each section."""
        blocks = [self.headline]
        blocks += ["\n".join(_of_section(section, self.language)) for section in self.sections]
        return "\n\n".join(blocks) + "\n"

    def section(self, name: str) -> Section | None:
        """The section of that name; ``None`` where there is nothing to say in it."""
        return next((section for section in self.sections if section.name == name), None)

    def _lines(self) -> Iterator[str]:
        yield self.headline
        for section in self.sections:
            yield from _of_section(section, self.language)


def explanation(language: str, headline: str, *sections: Section) -> Explanation:
    """The explanation of these sections, without those in which there is nothing to say."""
    told = tuple(one for one in sections if one.rows or one.lines or one.parts)
    return Explanation(language=language, headline=headline, sections=told)


def _of_section(section: Section, language: str) -> Iterator[str]:
    yield section.heading
    for row in section.rows:
        yield f"{_INDENT}{row.text(language)}"
    for line in section.lines:
        yield from (f"{_INDENT}{text}" for text in _of_line(line))
    for part in section.parts:
        yield from (f"{_INDENT}{text}" for text in _of_section(part, language))


def _of_line(line: Line) -> Iterator[str]:
    yield line.text
    for one in line.under:
        yield from (f"{_INDENT}{text}" for text in _of_line(one))
