"""``dunning preview``: what a change of policies does to a ledger, on a day or over days."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.preview.exact import Exact
    from dunning_engine.preview.report import Report
    from dunning_engine.preview.sides import Side
    from dunning_engine.preview.thresholds import Threshold
    from dunning_engine.simulation.days import Days


class PreviewFormat(StrEnum):
    """How ``preview`` writes what it found."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class Paying(StrEnum):
    """Who pays while days are gone through."""

    NOBODY = "nobody"
    LEDGER = "ledger"


_SUFFIXES = {
    "": PreviewFormat.TEXT,
    "txt": PreviewFormat.TEXT,
    "json": PreviewFormat.JSON,
    "md": PreviewFormat.MARKDOWN,
}


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
    chosen = form or _format_of(output)
    if ledger is None:
        if not exactly:
            raise WrongUseError("give a --ledger, or --exact for the difference over all invoices there can be")
        if any(given is not None for given in (events, mapping, as_of, first, last, paying, known_through, fail_above)):
            raise WrongUseError("without --ledger only the policies are compared: leave out what is about a ledger")
        _must_be_free(output, (new, against))
        return _exact_alone(_sides(new, against, policy), policy, chosen, output, lang)
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
            most=_most(chosen),
            lang=lang,
            folder=folder,
        )
        print_problems(outcome.complaints.kept, outcome.complaints.unsaid)
        if not outcome.usable:
            return PROBLEMS
        totals = outcome.totals()
        report = Report(outcome, totals, limits, exceeded(limits, totals), lang)
        found = _exact((ours, theirs), policy, lang) if exactly else None
        _write(report, chosen, output, found)
    for line in _above(report):
        typer.echo(line, err=True)
    undecided = found is not None and not found.decided
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


def _exact_alone(
    both: tuple[Side, Side], policy: str | None, form: PreviewFormat, output: Path | None, lang: Language
) -> int:
    from dunning_engine.preview.objects import exact_object  # noqa: PLC0415 - heavy

    found = _exact(both, policy, lang)
    with _stream(output) as stream:
        match form:
            case PreviewFormat.TEXT:
                stream.writelines(f"{line}\n" for line in found.lines())
            case PreviewFormat.JSON:
                stream.write(exact_object(found))
            case PreviewFormat.MARKDOWN:
                stream.write(found.markdown())
    return FINE if found.decided else PROBLEMS


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


def _format_of(output: Path | None) -> PreviewFormat:
    suffix = "" if output is None else output.suffix.removeprefix(".").lower()
    if suffix not in _SUFFIXES:
        raise WrongUseError(f"--output: .{suffix} is none of the forms .txt, .json and .md; give --format")
    return _SUFFIXES[suffix]


def _most(form: PreviewFormat) -> int | None:
    """How many changes are shown; ``None`` for all."""
    from dunning_engine.commands import preview_text  # noqa: PLC0415 - draws
    from dunning_engine.preview import markdown  # noqa: PLC0415 - heavy

    return {PreviewFormat.TEXT: preview_text.MOST_CHANGES, PreviewFormat.MARKDOWN: markdown.MOST_CHANGES}.get(form)


def _write(report: Report, form: PreviewFormat, output: Path | None, found: Exact | None) -> None:
    from dunning_engine.commands.preview_text import show_preview  # noqa: PLC0415 - draws
    from dunning_engine.preview.markdown import markdown  # noqa: PLC0415 - heavy
    from dunning_engine.preview.objects import json_lines  # noqa: PLC0415 - likewise

    with _stream(output) as stream:
        match form:
            case PreviewFormat.TEXT:
                stream.writelines(f"{line}\n" for line in (() if found is None else (*found.lines(), "")))
                show_preview(report, stream)
            case PreviewFormat.JSON:
                stream.writelines(json_lines(report, found))
            case PreviewFormat.MARKDOWN:
                stream.write("" if found is None else found.markdown() + "\n")
                stream.write(markdown(report))


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    from dunning_engine.ledger.write import whole_file  # noqa: PLC0415 - heavy

    with whole_file(output) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n", write_through=True)
        yield text
        text.detach()


def _above(report: Report) -> Iterator[str]:
    from dunning_engine.money import format_hundredths  # noqa: PLC0415 - needed only here

    for one in report.exceeded:
        shown = format_hundredths if one.kronor else str
        more = one.new - one.old
        yield (
            f"dunning: above '{one.threshold.written}': {shown(one.old)} with {report.outcome.old.label}, "
            f"{shown(one.new)} with {report.outcome.new.label}, {shown(more)} more"
        )
