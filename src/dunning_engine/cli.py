"""The command line: ``dunning check · evaluate · explain · timeline · preview · serve · studio · test · new · schema · demo``, a module of `commands` each.

Results go to stdout; problems, progress and notices to stderr. Only here is it asked what day it is.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, TextIO, cast

import typer

from dunning_engine.commands.check import check
from dunning_engine.commands.demo import demo
from dunning_engine.commands.ending import FINE, WRONG_USE, failed
from dunning_engine.commands.evaluate import evaluate
from dunning_engine.commands.explain import explain
from dunning_engine.commands.new import new
from dunning_engine.commands.preview import preview
from dunning_engine.commands.schema import schema
from dunning_engine.commands.serve import serve
from dunning_engine.commands.studio import studio
from dunning_engine.commands.test import test
from dunning_engine.commands.timeline import timeline
from dunning_engine.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="dunning",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give back its exit code; never a traceback for what a user can cause."""
    _have_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ✓ or å is no reason to stop
    try:
        code = _invoke(sys.argv[1:] if arguments is None else [*arguments])
        sys.stdout.flush()
    except (typer.TyperException, ProblemsError, OSError, KeyboardInterrupt) as error:
        code = failed(error)
    return code


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and the engine, and stop.")] = False,
) -> None:
    """Reminders, collection demands and late-payment interest as rules that people can read, check and explain."""
    if version:
        from importlib.metadata import version as version_of  # noqa: PLC0415 - slow to import

        from dunning_engine.rules.engine import engine_name  # noqa: PLC0415 - likewise

        typer.echo(f"dunning {version_of('dunning-engine')}, {engine_name()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(WRONG_USE)
    context.obj = _today  # where a command is given no day


for command in (check, evaluate, explain, timeline, preview, serve, studio, test, new, schema, demo):
    app.command()(command)


def _have_streams() -> None:
    """Where stdout or stderr was closed before the start, what is written to stdout fails and the rest is lost.

    Without this, the first file that is opened would take their place.
    """
    if cast("TextIO | None", sys.stdout) is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if cast("TextIO | None", sys.stderr) is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _today() -> date:
    import pendulum  # noqa: PLC0415 - slow to import

    today = pendulum.today("Europe/Stockholm")
    return date(today.year, today.month, today.day)


def _invoke(arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    try:
        with command.make_context("dunning", arguments) as context:
            return int(command.invoke(context) or FINE)
    except typer.Exit as leaving:
        return leaving.exit_code
