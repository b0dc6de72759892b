"""``dunning preview``: what a change of policies does to a ledger, on a day or over days."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS, print_problems
from dunning_engine.commands.options import (
    AsOf,
    EventsFile,
    KnownThrough,
    Lang,
    Language,
    MapFile,
    PolicyName,
    WrongUseError,
    day_of,
    day_or_today,
    mapping_of,
    must_be_free,
    must_exist,
    suggestion,
)
from dunning_engine.commands.preview_output import (
    LISTS_ALL,
    PreviewFormat,
    above,
    most_changes,
    preview_format_of,
    write_exact,
    write_preview,
)

if TYPE_CHECKING:
    from dunning_engine.preview.exact import Exact
    from dunning_engine.preview.sides import Side
    from dunning_engine.preview.thresholds import Threshold
    from dunning_engine.simulation.days import Days


class Paying(StrEnum):
    """Who pays while days are gone through."""

    NOBODY = "nobody"
    LEDGER = "ledger"


def preview(
    context: typer.Context,
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW",
            help="The policies as they are to be: a file, a folder, or a git revision.",
            show_default=False,
        ),
    ],
    *,
    against: Annotated[
        str,
        typer.Option(
            "--against", metavar="OLD", help="The policies as they are, in the same forms.", show_default=False
        ),
    ],
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", help="The ledger: CSV, Parquet, JSON or NDJSON, or a folder of part files.", show_default=False
        ),
    ] = None,
    exactly: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="List every region of facts where the policies differ, or that there is none; needs no ledger.",
        ),
    ] = False,
    events: EventsFile = None,
    mapping: MapFile = None,
    policy: PolicyName = None,
    as_of: AsOf = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first of several days, gone through one by one.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last of them.")] = None,
    paying: Annotated[
        Paying | None, typer.Option("--paying", help="Who pays in those days; without it, nobody.")
    ] = None,
    known_through: KnownThrough = None,
    fail_above: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-above",
            metavar="LIMIT",
            help="Exit code 1 where the change comes to more, as 'collection: +5%', 'letters: +100' or 'fees: +1000.00'; may be given several times.",
        ),
    ] = None,
    form: Annotated[
        PreviewFormat | None, typer.Option("--format", help="Without it, by the suffix of --output, otherwise text.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", help="The file to write, whole or not at all.")] = None,
    lang: Lang = Language.SV,
) -> int:
    """What a change of policies does to a ledger.

    Per invoice the actions gained, lost and otherwise, and in total.
    """
    chosen = form or preview_format_of(output)
    if exactly and chosen is PreviewFormat.CSV:
        raise WrongUseError("CSV lists the changes over a ledger; --exact is told as text, json or markdown")
    if ledger is None:
        if not exactly:
            raise WrongUseError("give a --ledger, or --exact for the difference over all invoices there can be")
        if any(given is not None for given in (events, mapping, as_of, first, last, paying, known_through, fail_above)):
            raise WrongUseError("without --ledger only the policies are compared: leave out what is about a ledger")
        _must_be_free(output, (new, against))
        found = _exact(_sides(new, against, policy), policy, lang)
        write_exact(found, chosen, output)
        return FINE if found.decided else PROBLEMS
    must_exist(ledger, folder=True)
    if events is not None:
        must_exist(events, folder=True)
    _must_be_free(output, (new, against), (mapping,), (ledger, events))
    days = _days(context, as_of, first, last, paying)
    form_of_files = mapping_of(mapping)
    limits = [_threshold(written) for written in fail_above or ()]
    ours, theirs = _sides(new, against, policy)

    from dunning_engine.commands.previewing import previewed  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.workspace import workspace  # noqa: PLC0415 - likewise
    from dunning_engine.preview.report import Report  # noqa: PLC0415 - likewise
    from dunning_engine.preview.thresholds import exceeded  # noqa: PLC0415 - likewise

    with workspace(output) as folder:
        outcome = previewed(
            (ledger, events),
            (ours, theirs),
            days,
            policy=policy,
            mapping=form_of_files,
            known_through=known_through,
            most=most_changes(chosen),
            every=chosen in LISTS_ALL,
            lang=lang,
            folder=folder,
        )
        print_problems(outcome.complaints.kept, outcome.complaints.unsaid)
        if not outcome.usable:
            return PROBLEMS
        totals = outcome.totals()
        report = Report(outcome, totals, limits, exceeded(limits, totals), lang)
        beside = _exact((ours, theirs), policy, lang) if exactly else None
        write_preview(report, chosen, output, beside)
    for line in above(report):
        typer.echo(line, err=True)
    undecided = beside is not None and not beside.decided
    return PROBLEMS if report.exceeded or outcome.complaints.errors or undecided else FINE


def _must_be_free(
    output: Path | None,
    sides: tuple[str, str],
    inputs: tuple[Path | None, ...] = (),
    tables: tuple[Path | None, ...] = (),
) -> None:
    """Raise ``WrongUseError`` where what is read would be written over; a side may be a revision, and no file."""
    if output is not None:
        places = [Path(side) for side in sides if Path(side).exists()]
        must_be_free(output, (*inputs, *tables, *places), tables, policies=places)


def _exact(both: tuple[Side, Side], policy: str | None, lang: Language) -> Exact:
    from dunning_engine.preview.exact import exact  # noqa: PLC0415 - needed only here

    return exact(*both, policy=policy, language=lang)


def _days(
    context: typer.Context, as_of: str | None, first: str | None, last: str | None, paying: Paying | None
) -> Days:
    from dunning_engine.simulation.days import Days  # noqa: PLC0415 - heavy

    if first is None and last is None:
        if paying is not None:
            raise WrongUseError("--paying goes with --from and --to: on a single day nobody pays anything")
        day = day_or_today(as_of, context)
        return Days(day, day)
    if as_of is not None:
        raise WrongUseError("--as-of is one day, --from and --to are several: give one or the other")
    if first is None or last is None:
        raise WrongUseError("--from and --to go together: give both days")
    span = day_of(first, "--from"), day_of(last, "--to")
    if span[1] < span[0]:
        raise WrongUseError(f"--to: {last} comes before --from {first}")
    return Days(*span, "nobody" if paying is None else paying.value)


def _sides(new: str, old: str, policy: str | None) -> tuple[Side, Side]:
    from dunning_engine.preview.sides import SideError, sides  # noqa: PLC0415 - reads schemas and YAML

    try:
        found = sides(new, old)
    except SideError as error:
        raise WrongUseError(str(error)) from None
    for side in found:
        if policy is not None and policy not in side.policies:
            known = ", ".join(side.policies)
            hint = suggestion(policy, side.policies)
            raise WrongUseError(f"there is no policy '{policy}' in {side.label}; there are {known}{hint}")
    return found


def _threshold(written: str) -> Threshold:
    from dunning_engine.preview.thresholds import ThresholdError, threshold  # noqa: PLC0415 - heavy
    from dunning_engine.preview.words import ACTIONS  # noqa: PLC0415 - likewise

    try:
        return threshold(written, ACTIONS)
    except ThresholdError as error:
        raise WrongUseError(f"--fail-above: {error}") from None
