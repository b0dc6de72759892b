"""``dunning demo``: the example ledger that ships with the program, decided on a day of its own."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS, print_problems
from dunning_engine.commands.options import Lang, Language, accounts_of, policies_of, read, run_of

DEMO_DAY = date(2026, 3, 31)  # every step and every blocker of the example ledger has come about by then


def demo(lang: Lang = Language.SV) -> int:
    """A real run on the example ledger.

    It ships with the program; one explanation follows.
    """
    from dunning_engine.commands.console import show_result  # noqa: PLC0415 - draws
    from dunning_engine.ledger.result import Result  # noqa: PLC0415 - heavy
    from dunning_engine.resources import examples_directory  # noqa: PLC0415 - needed only here

    examples = examples_directory()
    ledger = read(examples / "ledger.csv", examples / "events.csv", None, None)
    held = examples / "accounts.csv"
    accounts = accounts_of(held, None) if held.exists() else None
    run = run_of(policies_of(None, None), ledger, DEMO_DAY, None, accounts)
    print_problems(run.problems)
    result = Result(DEMO_DAY, Path, keep=False)
    result.take_run(run, explain=False, language=lang)
    show_result(result, sys.stdout, lang)
    shown = next((one for one in run.decisions if one.actions and one.actions[0].interest and one.actions[0].fee), None)
    if shown is not None:
        beside = [os.path.relpath(examples / name) for name in ("ledger.csv", "events.csv")]
        typer.echo(
            "\n$ dunning explain {} --events {} --as-of {} --invoice {}".format(*beside, DEMO_DAY, shown.invoice)
        )
        typer.echo(shown.told(lang).text(), nl=False)
    return FINE if run.complete else PROBLEMS
