"""``dunning check``: every problem in policies and law."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS
from dunning_engine.commands.options import CheckFormat, must_exist
from dunning_engine.problems import Severity
from dunning_engine.rendering import render_github, render_json, render_text


def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", show_default=False)] = None,
    form: Annotated[CheckFormat, typer.Option("--format", help="How problems are written.")] = CheckFormat.TEXT,
) -> int:
    """Every problem in every policy and law file.

    Each with its line and what to write instead. Without PATH, the policies that ship with the program.
    """
    from dunning_engine.policy.load import check_paths  # noqa: PLC0415 - reads schemas and YAML

    for path in paths or ():
        must_exist(path, folder=True)
    problems = check_paths(paths or ())
    if form is CheckFormat.JSON:
        import json  # noqa: PLC0415 - needed only here

        typer.echo(json.dumps([render_json(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        render = render_text if form is CheckFormat.TEXT else render_github
        for problem in problems:
            typer.echo(render(problem))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if form is CheckFormat.TEXT:
        # Whoever keeps policies of their own must not take this for an answer about them.
        of = "" if paths else " in the policies that ship with the program; for your own, name their file or folder"
        typer.echo(f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}{of}", err=bool(problems))
    return PROBLEMS if errors else FINE


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
