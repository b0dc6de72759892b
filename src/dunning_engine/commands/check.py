"""``dunning check``: every problem in policies and law, once or again whenever a file changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS
from dunning_engine.commands.options import CheckFormat, WrongUseError, must_exist
from dunning_engine.problems import Severity
from dunning_engine.rendering import render_github, render_json, render_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.problems import Problem


def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", show_default=False)] = None,
    form: Annotated[CheckFormat, typer.Option("--format", help="How problems are written.")] = CheckFormat.TEXT,
    *,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes; Ctrl-C ends.")] = False,
) -> int:
    """Every problem in every policy and law file.

    Each with its line and what to write instead. Without PATH, the policies that ship with the program.
    """
    for path in paths or ():
        must_exist(path, folder=True)
    if watch:
        return _watched(paths or (), form)
    problems = _problems(paths or ())
    _print(problems, form, own=bool(paths))
    return PROBLEMS if any(problem.severity is Severity.ERROR for problem in problems) else FINE


def _watched(paths: Sequence[Path], form: CheckFormat) -> int:
    """Check until Ctrl-C, which is how it is meant to end."""
    if not paths:
        raise WrongUseError("--watch: name the file or folder to watch; the policies that ship do not change")
    if form is not CheckFormat.TEXT:
        raise WrongUseError(f"--watch: --format {form} is for programs, which check once; leave one of the two out")
    from dunning_engine.commands.watching import changes  # noqa: PLC0415 - waits

    try:
        for changed in changes(paths):
            if changed:
                typer.echo(f"\n── {changed}", err=True)
            _print(_problems(paths), form, own=True)
            if not changed:
                typer.echo(f"watching {', '.join(map(str, paths))}; Ctrl-C ends", err=True)
            sys.stdout.flush()
    except KeyboardInterrupt:
        typer.echo(err=True)
    return FINE


def _problems(paths: Sequence[Path]) -> tuple[Problem, ...]:
    from dunning_engine.policy.load import check_paths  # noqa: PLC0415 - reads schemas and YAML

    while True:
        try:
            return check_paths(paths)
        except (FileNotFoundError, NotADirectoryError):  # a folder went away while it was read: look again
            continue


def _print(problems: Sequence[Problem], form: CheckFormat, *, own: bool) -> None:
    """The problems on stdout; for people their number too."""
    if form is CheckFormat.JSON:
        import json  # noqa: PLC0415 - needed only here

        typer.echo(json.dumps([render_json(problem) for problem in problems], ensure_ascii=False, indent=2))
        return
    render = render_text if form is CheckFormat.TEXT else render_github
    for problem in problems:
        typer.echo(render(problem))
    if form is CheckFormat.TEXT:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        # Whoever keeps policies of their own must not take this for an answer about them.
        of = "" if own else " in the policies that ship with the program; for your own, name their file or folder"
        typer.echo(f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}{of}", err=bool(problems))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
