"""``dunning evaluate``: what to do with every invoice of a ledger on a day."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS, print_problems
from dunning_engine.commands.guard import guard_of
from dunning_engine.commands.options import (
    AccountsFile,
    AsOf,
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
    day_or_today,
    format_of,
    mapping_of,
    must_be_free,
    policies_of,
)


def evaluate(
    context: typer.Context,
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
    last_run: Annotated[
        Path | None,
        typer.Option("--last-run", help="Where the figures of the last run are kept, for a policy's limits."),
    ] = None,
    confirm: Annotated[
        str | None,
        typer.Option("--confirm", metavar="N", help="Let a run of exactly N actions through, above its limits too."),
    ] = None,
    lang: Lang = Language.SV,
) -> int:
    """What to do with every invoice of a ledger on a day.

    And with the accounts of clients, where they are given.
    """
    chosen = form or format_of(output)
    if output is not None:
        must_be_free(output, (ledger, events, accounts, mapping, rules), (ledger, events), policies=(rules,))
    if explain and chosen not in {RunFormat.JSON, RunFormat.NDJSON}:
        raise WrongUseError("--explain goes with --format json or ndjson; 'dunning explain' tells about one invoice")
    if chosen is RunFormat.PARQUET and output is None and sys.stdout.isatty():
        raise WrongUseError("Parquet is no text: give --output FILE")
    guard = guard_of(last_run, confirm, output, (ledger, events, accounts, mapping), (ledger, events), rules=rules)
    day = day_or_today(as_of, context)
    policies, form_of_files = policies_of(rules, policy), mapping_of(mapping)
    from dunning_engine.commands.evaluation import evaluated, write  # noqa: PLC0415 - heavy
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
        passed = result.usable and guard.write(result, policies, lang, lambda: write(result, chosen, output, lang))
    return PROBLEMS if result.complaints.errors or not passed else FINE
