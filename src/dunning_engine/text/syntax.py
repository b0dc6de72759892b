"""Where a text stops being YAML, in the reader's words.

``feed`` runs the parser over a text and gives back the problems DE103 (tabs), DE104 (not YAML) and DE116 (no-break
spaces). libyaml's parser is far faster and reads a right file just as PyYAML's own; of a wrong one they say different
things, so PyYAML's own has the last word, and every machine answers the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from dunning_engine.problems import Problem, Span
    from dunning_engine.text.builder import Builder
    from dunning_engine.text.lines import Lines

_PYTHON = yaml.SafeLoader
_FAST = getattr(yaml, "CSafeLoader", _PYTHON)
_MISREADS = (yaml.YAMLError, ValueError, OverflowError)  # PyYAML lets an escape beyond Unicode through as ValueError

# Right for one parser and wrong for the other: tabs, and a comment hard upon the sign of a block of text.
_READ_DIFFERENTLY = re.compile(r"\t|[|>][-+0-9]*#")
_TAB_INDENT = re.compile(r" *\t\s*(?=[^\s#])")
_NO_BREAK_INDENT = re.compile(r"[ \t]*\u00a0\s*(?=[^\s#])")
_NO_BREAK_AFTER = re.compile(r"[:-]\u00a0")
_DASH = re.compile(r"\s*([\u2010-\u2015\u2212])\s")

# PyYAML's context and problem, what to say, what to write instead. First match wins.
_EXPLAINED = (
    (
        "quoted scalar.*unexpected (end|document)",
        "a quote is opened here and never closed",
        "close it with the same quote",
    ),
    ("unknown escape|expected escape", "a backslash in double quotes that means nothing", "use single quotes"),
    ("flow sequence", "the list in '[ ]' goes wrong here", "write [one, two], with commas between and ']' last"),
    ("flow mapping", "the mapping in '{ }' goes wrong here", "write {key: value, key: value}, and '}' last"),
    ("simple key", "a colon is missing after this key", "write 'key: value'"),
    (
        "mapping values are not allowed",
        "a colon where none can stand",
        "put text that has ': ' in it in quotes; otherwise check indentation and colon of the line above",
    ),
    (
        "block mapping|block collection",
        "the indentation fits no line above",
        "start the line exactly below the keys, or the dashes, that it belongs with",
    ),
    ("sequence entries are not allowed", "a list item cannot start here", "start the list on a line of its own"),
    ("cannot start any token", "text cannot begin with this character", "put the text in quotes"),
    ("tag", "a tag ('!') is not allowed", "remove it, or put the text in quotes"),
    ("scanning an a", "'&' and '*' cannot begin text", "put the text in quotes"),
    (
        "block scalar",
        "text after '|' or '>' is not indented as it should be",
        "start it on the next line, two spaces in; a comparison is written {more_than: 30}",
    ),
)
# Those of them that are best shown where they began, and not where the parser gave up, some lines below.
_SHOWN_AT_START = ("quoted scalar", "flow ", "simple key", "scanning an a")
_UNEXPLAINED = (
    "this cannot be read as YAML",
    "compare with the line above; text with special characters goes in quotes",
)


def feed(lines: Lines, builder: Builder) -> tuple[Problem, ...]:
    """Give every event to ``builder`` until it says False; gives back where the text stops being YAML."""
    if _READ_DIFFERENTLY.search(lines.text) is None:
        try:
            _run(_FAST(lines.text), builder)
        except _MISREADS:
            builder.reset()
        else:
            if not builder.problems:
                return ()
            builder.reset()
    loader = _PYTHON(lines.text)
    try:
        _run(loader, builder)
    except _MISREADS as error:
        return _explain(error, loader.get_mark(), lines)
    return ()


def _run(loader: yaml.SafeLoader | yaml.CSafeLoader, builder: Builder) -> None:
    try:
        while (event := loader.get_event()) is not None and builder.take(event):
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
    message, hint = next(explained, _UNEXPLAINED)
    quote = _quote_that_ends_on(at.line, lines)
    if quote is not None:
        message, hint = f"a quote is opened here and closed on line {at.line + 1}", "close it with the same quote"
        return (*problems, lines.problem("DE104", message, lines.span(quote.line + 1, quote.column + 1), hint=hint))
    if began is not None and began.line < at.line and any(words in said for words in _SHOWN_AT_START):
        at = began
    line = at.line + 1
    if all(problem.span is None or problem.span.line != line for problem in problems):
        look_alike = _look_alike(lines, line)
        problems.append(look_alike or lines.problem("DE104", message, _visible(lines, line, at.column + 1), hint=hint))
    return tuple(problems)


def _look_alike(lines: Lines, line: int) -> Problem | None:
    """The problem of a line with a character that only looks like the one that YAML wants."""
    row = lines.line(line)
    if space := _NO_BREAK_AFTER.search(row):
        span = lines.span(line, space.end(), space.end() + 1)
        return lines.problem(
            "DE116", f"a no-break space after '{row[space.start()]}'", span, hint="type an ordinary space"
        )
    if dash := _DASH.match(row):
        span = lines.span(line, dash.start(1) + 1, dash.end(1) + 1)
        return lines.problem("DE104", f"'{dash[1]}' is another dash than a list's '-'", span, hint="type a hyphen")
    return None


def _quote_that_ends_on(line: int, lines: Lines) -> yaml.Mark | None:
    """Where the quoted text of several lines begins that ends on ``line``: a quote that was forgotten took another's for its end."""
    quote = None
    try:
        for token in yaml.scan(lines.text, Loader=_PYTHON):
            if (
                isinstance(token, yaml.ScalarToken)
                and token.style
                and token.start_mark.line < token.end_mark.line == line
            ):
                quote = token.start_mark
    except _MISREADS:
        pass
    return quote if quote is None or lines.line(quote.line + 1)[quote.column] in "'\"" else None


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
