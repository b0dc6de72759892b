"""A YAML file as plain values with positions: ``read_yaml`` gives back a Document and every problem with the text.

Values are text, whole numbers (int), decimals with a point (Decimal), bool, lists and mappings; dates stay text, keys are
text as written. Nothing else has a hidden meaning. No bytes make it raise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dunning_engine.problems import Problem, Severity, Span
from dunning_engine.text.builder import Builder, Path
from dunning_engine.text.encoding import decode
from dunning_engine.text.lines import Lines
from dunning_engine.text.syntax import feed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Document", "Path", "read_yaml"]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file's value and where each part of it stands.

    ``value`` is made of dict, list, str, int, Decimal and bool; None stands only where a problem says that a value is
    missing. A path is the keys and list positions that lead to a part: ``("steps", 0, "fee")``; ``()`` is the whole.
    """

    value: Any
    _lines: Lines = field(repr=False)
    _keys: Mapping[Path, Span] = field(repr=False)
    _values: Mapping[Path, Span] = field(repr=False)

    @property
    def file(self) -> str:
        """The name that problems show."""
        return self._lines.file

    @property
    def text(self) -> str:
        """The whole text, without byte order mark."""
        return self._lines.text

    def line(self, number: int) -> str:
        """Line ``number``, counted from 1, without its line break."""
        return self._lines.line(number)

    def key_span(self, path: Path) -> Span:
        """Where the key that ends ``path`` stands; for a list's item or the whole, its value."""
        return self._keys.get(path) or self.value_span(path)

    def value_span(self, path: Path) -> Span:
        """Where the value at ``path`` starts, up to its end on that line; for a path that is not there, its nearest parent."""
        while path and path not in self._values:
            path = path[:-1]
        return self._values[path]

    def problem(
        self,
        code: str,
        message: str,
        path: Path,
        *,
        on: Literal["value", "key"] = "value",
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
        related: tuple[Span, ...] = (),
    ) -> Problem:
        """A problem at ``path``, with place and excerpt."""
        span = self.key_span(path) if on == "key" else self.value_span(path)
        return self._lines.problem(code, message, span, hint=hint, severity=severity, related=related)


def read_yaml(data: bytes | str, file: str, *, kind: str = "policy") -> tuple[Document | None, tuple[Problem, ...]]:
    """Read one YAML document. ``file`` is the name that problems show; ``kind`` the key that such a file begins with.

    With problems there may still be a Document, so that its shape can be checked too and everything is shown at once;
    None means that the text cannot be read on.
    """
    text, problems = decode(data, file)
    if text is None:
        return None, problems
    lines = Lines.of(text, file)
    builder = Builder(lines)
    broken = feed(lines, builder)
    said = {(problem.code, problem.span and problem.span.line) for problem in builder.problems}
    problems = (*builder.problems, *(one for one in broken if (one.code, one.span and one.span.line) not in said))
    if broken or builder.unusable:
        return None, problems
    if builder.value is None:
        hint = f"a {kind} starts with '{kind}: name'"
        empty = lines.problem("DE105", "the file is empty", lines.span(1, 1), hint=hint)
        return None, problems or (empty,)
    return Document(builder.value, lines, builder.keys, builder.values), problems
