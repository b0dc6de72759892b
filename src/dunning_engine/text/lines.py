"""The lines of a text file, and problems that point into them.

``Lines.problem`` gives back a Problem with the whole line as excerpt, so no reader of a file cuts lines itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dunning_engine.problems import Problem, Severity, Span

LINE_BREAK = re.compile(r"\r\n|\n|\r")

# Beside control characters: line separators that editors do not count as lines, and characters that nobody sees but
# that make two words differ or a line read in another order than it is stored.
UNSEEN = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200b\u2028-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A text file as its lines; lines and columns count from 1."""

    file: str
    text: str
    rows: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str, file: str) -> Lines:
        """The lines of ``text``; ``file`` is the name that problems show."""
        return cls(file, text, tuple(LINE_BREAK.split(text)))

    def line(self, number: int) -> str:
        """Line ``number`` without its line break, unseen characters replaced; empty where the file has no such line."""
        return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", self.rows[number - 1]) if 0 < number <= len(self.rows) else ""

    def span(self, line: int, column: int, end_column: int | None = None) -> Span:
        """From ``column`` to ``end_column``, or to the end of what stands on the line; at least one character wide."""
        end = end_column or len(self.line(line).rstrip()) + 1
        return Span(self.file, line, column, max(end, column + 1))

    def problem(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
        related: tuple[Span, ...] = (),
    ) -> Problem:
        """A problem at ``span``, with the line it stands on."""
        return Problem(
            code=code,
            message=message,
            hint=hint,
            span=span,
            excerpt=self.line(span.line),
            severity=severity,
            related=related,
        )
