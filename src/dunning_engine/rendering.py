"""Problems as people and programs read them: text with excerpt and caret, plain values for JSON, GitHub annotations."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from dunning_engine.codes import CODES

if TYPE_CHECKING:
    from dunning_engine.problems import Problem, Span

_TAB = "    "
_LONGEST_EXCERPT = 200  # characters shown of a line; a ledger's row or a folded text can be far longer
_LONGEST_REST = 20  # characters after the meant ones, once a line is cut


def render_text(problem: Problem) -> str:
    """Place, code and message; the excerpt with a caret under what is meant; related places; the hint. No line break last."""
    lines = [f"{_place(problem)}  {problem.code}  {_warning(problem)}{problem.message}"]
    bar = "   |"
    if problem.span is not None and problem.excerpt is not None:
        number = str(problem.span.line)
        bar = " " * (len(number) + 1) + "|"
        before, meant, rest = _cut(problem.excerpt, problem.span)
        caret = " " * _width(before) + "^" * max(1, _width(meant))
        lines += [bar, f"{number} | {before}{meant}{rest}".rstrip(), f"{bar} {caret}"]
    margin = " " * (len(bar) - 1)
    lines += [f"{margin}= also {place}" for place in problem.related]
    if problem.hint is not None:
        lines.append(f"{margin}= {problem.hint}")
    return "\n".join(lines)


def render_json(problem: Problem) -> dict[str, Any]:
    """Plain values under stable keys, always all of them; lines and columns count from 1."""
    span = problem.span
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": problem.hint,
        "file": span.file if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_column": span.end_column if span else None,
        "excerpt": problem.excerpt,
        "related": [
            {"file": place.file, "line": place.line, "column": place.column, "end_column": place.end_column}
            for place in problem.related
        ],
        "invoice": problem.invoice,
        "account": problem.account,
        "fact": problem.fact,
        "value": problem.value,
    }


def render_github(problem: Problem) -> str:
    """A workflow command that GitHub shows beside the changed line of a pull request."""
    span = problem.span
    where = (
        {} if span is None else {"file": span.file, "line": span.line, "col": span.column, "endColumn": span.end_column}
    )
    properties = {**where, "title": f"{problem.code} {CODES[problem.code].title}"}
    listed = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    about = _about(problem)
    place = f"{about}: " if about else ""
    hint = f"\n{problem.hint}" if problem.hint is not None else ""
    return f"::{problem.severity} {listed}::{_escape(f'{place}{problem.message}{hint}')}"


def _place(problem: Problem) -> str:
    places = [str(problem.span)] if problem.span is not None else []
    about = _about(problem)
    return "  ".join([*places, about] if about else places) or "-"


def _about(problem: Problem) -> str:
    if problem.invoice is not None:
        return f"invoice {problem.invoice}"
    return f"account {problem.account}" if problem.account is not None else ""


def _warning(problem: Problem) -> str:
    return "warning: " if problem.severity == "warning" else ""


def _cut(excerpt: str, span: Span) -> tuple[str, str, str]:
    """The excerpt before, in and after the span; a very long line is cut to what stands around it."""
    start, end = span.column - 1, max(span.end_column - 1, span.column)
    before, meant, rest = excerpt[:start], excerpt[start:end], excerpt[end:]
    if len(excerpt) > _LONGEST_EXCERPT:
        before = before if len(before) <= _LONGEST_EXCERPT // 2 else "…" + before[-_LONGEST_EXCERPT // 2 :]
        meant = meant[:_LONGEST_EXCERPT]
        rest = rest if len(rest) <= _LONGEST_REST else rest[:_LONGEST_REST] + "…"
    return _shown(before), _shown(meant), _shown(rest)


def _shown(text: str) -> str:
    return text.replace("\t", _TAB)


def _width(text: str) -> int:
    """Terminal columns: wide East Asian characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
