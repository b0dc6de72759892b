"""How a command ends: its exit code, and in one line, or in its problems, why it could not do what was asked.

0 fine, 1 problems in policies or facts, 2 wrong use, 130 broken off with Ctrl-C, 141 when whoever reads stdout has closed it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

import typer

from dunning_engine.problems import ProblemsError
from dunning_engine.rendering import render_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dunning_engine.problems import Problem

_MOST_ON_A_TERMINAL = 20

FINE, PROBLEMS, WRONG_USE, BROKEN_OFF, PIPE_CLOSED = 0, 1, 2, 130, 141


def failed(error: BaseException) -> int:
    """Say in one line, or in its problems, why a command ended, and give back the exit code."""
    match error:
        case ProblemsError():
            print_problems(error.problems)
            return PROBLEMS
        case BrokenPipeError():
            _forget_output()
            return PIPE_CLOSED
        case OSError():
            _forget_output()
            return _complain(f"{error.filename or 'output'}: {error.strerror or error}", WRONG_USE)
        case typer.TyperException():
            return _complain(error.format_message(), WRONG_USE)
        case _:
            return _complain("broken off; no file was written", BROKEN_OFF)


def print_problems(problems: Iterable[Problem], unsaid: Mapping[str, int] | None = None) -> None:
    """Problems as people read them, on stderr, and how many more of each code are not among them.

    On a terminal the first of each code, so that a thousand of one kind do not bury another; into a file all of them.
    """
    most = _MOST_ON_A_TERMINAL if sys.stderr.isatty() else None
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if most is None or seen[problem.code] <= most:
            typer.echo(render_text(problem), err=True)
    for code, count in seen.items():
        more = (unsaid or {}).get(code, 0)
        held = max(count - most, 0) if most is not None else 0
        if more:
            everywhere = "'--format csv' and parquet have those of invoices as rows of kind problem"
            typer.echo(f"… and {held + more} more {code}; {everywhere}", err=True)
        elif held:
            typer.echo(f"… and {held} more {code}; '2> problems.txt' writes all of them to a file", err=True)


def _complain(message: str, code: int) -> int:
    typer.echo(f"dunning: {message}", err=True)
    return code


def _forget_output() -> None:
    """What is still waiting for a stdout that takes no more, which Python would complain about when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
