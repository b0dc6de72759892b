"""The command line: ``dunning check · evaluate · explain · schema · demo``.

Results go to stdout; problems, progress and notices to stderr. Only here is it asked what day it is.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.ending import FINE, PROBLEMS, WRONG_USE, failed, print_problems
from dunning_engine.invocation import (
    AccountsFile,
    AsOf,
    CheckFormat,
    EventsFile,
    KnownThrough,
    Lang,
    Language,
    LedgerFile,
    MapFile,
    PolicyName,
    RulesDirectory,
    RunFormat,
    WrongUseError,
    accounts_of,
    day_of,
    format_of,
    mapping_of,
    must_be_free,
    must_exist,
    policies_of,
    read,
    run_of,
    suggestion,
)
from dunning_engine.problems import ProblemsError, Severity, has_errors
from dunning_engine.rendering import render_github, render_json, render_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.ledger.run import AccountOutcome, Outcome

DEMO_DAY = date(2026, 3, 31)  # every step and every blocker of the example ledger has come about by then


app = typer.Typer(
    name="dunning",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give back its exit code; never a traceback for what a user can cause."""
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


@app.command()
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


@app.command()
def evaluate(
    ledger: LedgerFile,
    *,
    policy: PolicyName = None,
    events: EventsFile = None,
    accounts: AccountsFile = None,
    mapping: MapFile = None,
    rules: RulesDirectory = None,
    as_of: AsOf = None,
    known_through: KnownThrough = None,
    form: Annotated[
        RunFormat | None, typer.Option("--format", help="Without it, by the suffix of --output, otherwise a table.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", help="The file to write, whole or not at all.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Why, in JSON and NDJSON.")] = False,
    lang: Lang = Language.SV,
) -> int:
    """What to do with every invoice of a ledger on a day.

    And with the accounts of clients, where they are given.
    """
    chosen = form or format_of(output)
    if output is not None:
        must_be_free(output, (ledger, events, accounts, mapping, rules), (ledger, events))
    if explain and chosen not in {RunFormat.JSON, RunFormat.NDJSON}:
        raise WrongUseError("--explain goes with --format json or ndjson; 'dunning explain' tells about one invoice")
    if chosen is RunFormat.PARQUET and output is None and sys.stdout.isatty():
        raise WrongUseError("Parquet is no text: give --output FILE")
    day = _today() if as_of is None else day_of(as_of, "--as-of")
    policies, form_of_files = policies_of(rules, policy), mapping_of(mapping)
    from dunning_engine.evaluation import evaluated, write  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.workspace import workspace  # noqa: PLC0415 - likewise

    with workspace(output) as folder:
        result = evaluated(
            (ledger, events, accounts),
            policies,
            day,
            policy=policy,
            mapping=form_of_files,
            known_through=known_through,
            form=chosen,
            lang=lang,
            explain=explain,
            folder=folder,
        )
        print_problems(result.complaints.kept, result.complaints.unsaid)
        if result.usable:
            write(result, chosen, output, lang)
    return PROBLEMS if result.complaints.errors else FINE


@app.command(name="explain")
def explain_one(
    ledger: LedgerFile,
    *,
    invoice: Annotated[
        str, typer.Option("--invoice", help="The invoice's number, or that of an account.", show_default=False)
    ],
    policy: PolicyName = None,
    events: EventsFile = None,
    accounts: AccountsFile = None,
    mapping: MapFile = None,
    rules: RulesDirectory = None,
    as_of: AsOf = None,
    known_through: KnownThrough = None,
    lang: Lang = Language.SV,
) -> int:
    """Why an invoice gets what it gets, and why not.

    Every value, the policy's line, the law.
    """
    day = _today() if as_of is None else day_of(as_of, "--as-of")
    policies, form_of_files = policies_of(rules, policy), mapping_of(mapping)
    whole, beside = read(ledger, events, form_of_files, known_through), accounts_of(accounts, form_of_files)
    held = () if beside is None else beside.found
    if not whole.entries and not held:
        print_problems(whole.problems)
        return PROBLEMS
    given = (*(entry.number for entry in whole.entries), *(one.number for one in held))
    numbers = [number for number in given if number is not None]
    if invoice not in numbers:
        raise WrongUseError(f"there is no invoice '{invoice}' in {ledger}{suggestion(invoice, numbers)}")
    # What a client has overdrawn lowers its payouts in the order of its invoices, whoever the customers are.
    run = run_of(policies, whole.around(invoice) if beside is None else whole, day, policy, beside)
    everyone: list[Outcome | AccountOutcome] = [*run.outcomes, *run.accounts]
    found = [outcome for outcome in everyone if outcome.number == invoice]
    problems = () if beside is None else beside.problems  # an account that is left out sets nothing off
    print_problems(dict.fromkeys((*problems, *(problem for outcome in found for problem in outcome.problems))))
    decisions = [outcome.decision for outcome in found if outcome.decision is not None]
    for decision in decisions:
        for line in decision.explain(lang):
            typer.echo(line)
    return FINE if decisions and not has_errors(problems) else PROBLEMS


@app.command()
def schema(name: Annotated[str, typer.Argument(help="policy, mapping, invoice, event, decision, …")]) -> int:
    """Print a JSON Schema."""
    from dunning_engine.resources import schemas_directory  # noqa: PLC0415 - needed only here

    suffix = ".schema.json"
    known = sorted(path.name.removesuffix(suffix) for path in schemas_directory().glob(f"*{suffix}"))
    if name not in known:
        raise WrongUseError(f"there is no schema '{name}'{suggestion(name, known)}; there are {', '.join(known)}")
    typer.echo((schemas_directory() / f"{name}{suffix}").read_text(encoding="utf-8"), nl=False)
    return FINE


@app.command()
def demo(lang: Lang = Language.SV) -> int:
    """A real run on the example ledger.

    It ships with the program; one explanation follows.
    """
    from dunning_engine.console import show_result  # noqa: PLC0415 - draws
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
        for line in shown.explain(lang):
            typer.echo(line)
    return FINE if run.complete else PROBLEMS


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


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
