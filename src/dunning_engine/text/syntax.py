"""Where a text stops being YAML, in the reader's words.

``feed`` runs the parser over a text and gives back the problems DE103 (tabs), DE104 (not YAML) and DE116 (no-break
spaces). The fast parser of libyaml reads whatever both parsers read alike; PyYAML's own has the last word on the rest, so that every
machine answers the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunning_engine.problems import Problem, Span
    from dunning_engine.text.lines import Lines

_PYTHON = yaml.SafeLoader
_FAST = getattr(yaml, "CSafeLoader", _PYTHON)
_MISREADS = (yaml.YAMLError, ValueError, OverflowError)  # PyYAML lets an escape beyond Unicode through as ValueError

_TAB_INDENT = re.compile(r" *\t\s*(?=[^\s#])")
_NO_BREAK_INDENT = re.compile(r"[ \t]*\u00a0\s*(?=[^\s#])")

# PyYAML's context or problem, what to say, what to write instead, and whether to point at where it began. First match wins.
_EXPLAINED = (
    ("quoted scalar.*unexpected end", "a quote is opened here and never closed", "close it with the same quote", True),
    (
        "quoted scalar.*unexpected document",
        "a quote is opened here and never closed",
        "close it with the same quote",
        True,
    ),
    (
        "unknown escape|expected escape sequence",
        "a backslash in double quotes begins an escape that does not exist",
        "use single quotes",
        False,
    ),
    (
        "flow sequence",
        "the list opened with '[' goes wrong before here",
        "write [one, two], with a comma between and ']' last",
        False,
    ),
    ("flow mapping", "the mapping opened with '{' goes wrong before here", "write {key: value, key: value}", False),
    ("simple key.*':'", "a colon is missing after this key", "write 'key: value'", True),
    (
        "mapping values are not allowed",
        "a colon where none can stand",
        "put text that has ': ' in it in quotes; otherwise check indentation and colon of the line above",
        False,
    ),
    (
        "block mapping.*<block mapping start>|block mapping.*<scalar>|block mapping.*<block sequence start>|block mapping.*'-'",
        "the indentation fits no line above",
        "start the line exactly below the keys that it belongs with",
        False,
    ),
    ("block collection", "the indentation fits no item above", "start each '-' exactly below the one before", False),
    ("sequence entries are not allowed", "a list item cannot start here", "start the list on a line of its own", False),
    ("cannot start any token", "text cannot begin with this character", "put the text in quotes", False),
    (
        "undefined tag handle|scanning a tag",
        "a tag ('!') is not allowed",
        "remove it, or put the text in quotes",
        False,
    ),
    ("scanning an a", "'&' and '*' cannot begin text", "put the text in quotes", True),
    (
        "block scalar",
        "text after '|' or '>' is not indented as it should be",
        "start it on the next line, two spaces in",
        False,
    ),
)
_UNEXPLAINED = (
    "this cannot be read as YAML",
    "compare with the line above; text with special characters goes in quotes",
)


def feed(lines: Lines, take: Callable[[yaml.Event], bool], restart: Callable[[], None]) -> tuple[Problem, ...]:
    """Give every event to ``take`` until it says False. ``restart`` is called when reading starts over."""
    text = lines.text
    if "\t" not in text:  # the two parsers disagree on tabs
        try:
            _run(_FAST(text), take)
        except _MISREADS:
            restart()
        else:
            return ()
    loader = _PYTHON(text)
    try:
        _run(loader, take)
    except _MISREADS as error:
        return _explain(error, loader.get_mark(), lines)
    return ()


def _run(loader: yaml.SafeLoader | yaml.CSafeLoader, take: Callable[[yaml.Event], bool]) -> None:
    try:
        while (event := loader.get_event()) is not None and take(event):
            pass
    finally:
        loader.dispose()


def _explain(error: Exception, reached: yaml.Mark, lines: Lines) -> tuple[Problem, ...]:
    problems = [*_indents(lines, _TAB_INDENT, "DE103", "a tab in the indentation", "indent with spaces")]
    problems += _indents(
        lines, _NO_BREAK_INDENT, "DE116", "a no-break space in the indentation", "type ordinary spaces"
    )
    began = getattr(error, "context_mark", None)
    at = getattr(error, "problem_mark", None) or reached
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    if "'\\t'" in said:
        if not problems:
            span = lines.span(at.line + 1, at.column + 1, at.column + 2)
            problems.append(lines.problem("DE103", "a tab between words", span, hint="use spaces"))
        return tuple(problems)
    explained = (row[1:] for row in _EXPLAINED if re.search(row[0], said))
    message, hint, from_start = next(explained, (*_UNEXPLAINED, False))
    if from_start and began is not None:
        at = began
    line = at.line + 1
    if all(problem.span is None or problem.span.line != line for problem in problems):
        problems.append(lines.problem("DE104", message, _visible(lines, line, at.column + 1), hint=hint))
    return tuple(problems)


def _indents(lines: Lines, indent: re.Pattern[str], code: str, message: str, hint: str) -> list[Problem]:
    found = [(number, indent.match(row)) for number, row in enumerate(lines.rows, 1)]
    return [
        lines.problem(code, message, lines.span(number, 1, match.end() + 1), hint=hint)
        for number, match in found
        if match
    ]


def _visible(lines: Lines, line: int, column: int) -> Span:
    """The place itself, or the end of the last line with something on it when reading ran past the end."""
    while line > 1 and not lines.line(line).strip():
        line -= 1
        column = len(lines.line(line).rstrip()) + 1
    return lines.span(line, column, column + 1)
