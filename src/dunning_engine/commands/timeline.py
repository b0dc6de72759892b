"""``dunning timeline``: every future step of an invoice, under one policy or several beside each other."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS, print_problems
from dunning_engine.commands.nearby import ledger_around
from dunning_engine.commands.options import (
    AsOf,
    EventsFile,
    KnownThrough,
    Lang,
    Language,
    LedgerFile,
    MapFile,
    RulesDirectory,
    WrongUseError,
    day_of,
    day_or_today,
    mapping_of,
    must_be_free,
    no_policy,
    policies_of,
    suggestion,
)
from dunning_engine.problems import has_errors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dunning_engine.decisions.timeline import Timeline
    from dunning_engine.facts.invoice import Invoice
    from dunning_engine.ledger.ledger import Ledger
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem


class TimelineFormat(StrEnum):
    """How a timeline is written as text."""

    TABLE = "table"
    JSON = "json"


class Shape(StrEnum):
    """What a picture is made for."""

    PAGE = "page"
    SLIDE = "slide"


_PICTURES = ("svg", "png")
_BY_SUFFIX = {"": TimelineFormat.TABLE, "txt": TimelineFormat.TABLE, "json": TimelineFormat.JSON}


def timeline(
    context: typer.Context,
    ledger: LedgerFile,
    *,
    invoice: Annotated[str, typer.Option("--invoice", help="The invoice's number.", show_default=False)],
    policy: Annotated[
        list[str] | None,
        typer.Option("--policy", help="A policy; several stand beside each other; without it, the invoice's own."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="SIDE", help="Other rules beside these: a file, a folder, a git revision, REV:PATH."
        ),
    ] = None,
    events: EventsFile = None,
    mapping: MapFile = None,
    rules: RulesDirectory = None,
    as_of: AsOf = None,
    paid_on: Annotated[
        str | None, typer.Option("--paid-on", metavar="DATE", help="All is paid that day; without it, nobody pays.")
    ] = None,
    known_through: KnownThrough = None,
    form: Annotated[
        TimelineFormat | None,
        typer.Option("--format", help="Without it, by the suffix of --output, otherwise a table."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="The file to write: .svg and .png are pictures, .txt, .json text.")
    ] = None,
    shape: Annotated[Shape, typer.Option("--shape", help="What a picture is for: a page, or a slide of 16:9.")] = (
        Shape.PAGE
    ),
    lang: Lang = Language.SV,
) -> int:
    """Every future step of an invoice.

    If nobody pays, or if it is paid on a day: with dates, fees, interest and what there is to pay; as a table, as JSON or as a picture.
    """
    picture = _picture_of(output, form)
    chosen = form or _format_of(output, picture)
    if shape is not Shape.PAGE and picture is None:
        raise WrongUseError("--shape goes with a picture: give --output FILE.svg or FILE.png")
    if output is not None:
        beside = () if against is None or not Path(against).exists() else (Path(against),)
        must_be_free(output, (ledger, events, mapping, rules, *beside), (ledger, events), policies=(rules, *beside))
    day = day_or_today(as_of, context)
    paid = None if paid_on is None else day_of(paid_on, "--paid-on")
    if paid is not None and paid < day:
        raise WrongUseError(f"--paid-on: {paid} is before {day}; what has been paid is an event of the invoice")
    versions = _versions(rules, against)
    whole = ledger_around(ledger, events, mapping_of(mapping), known_through, invoice)
    found, problems = _invoice(whole, invoice)
    print_problems(problems)
    if found is None:
        return PROBLEMS
    names = _names(policy, found, versions)
    timelines = [_timeline(side, policies[name], found, day, paid) for name in names for side, policies in versions]
    data = None if picture is None else _drawn(timelines, picture, lang, shape)
    _write(timelines, data, chosen, output, lang)
    return PROBLEMS if has_errors(problems) else FINE


def _versions(rules: Path | None, against: str | None) -> list[tuple[str, Mapping[str, PolicyHistory]]]:
    """The policies, each version with what it is called where there are two."""
    if against is None:
        return [("", policies_of(rules, None))]
    from dunning_engine.preview.sides import SideError, sides  # noqa: PLC0415 - reads schemas and YAML
    from dunning_engine.resources import rules_directory  # noqa: PLC0415 - needed only here

    try:
        new, old = sides(str(rules or rules_directory()), against)
    except SideError as error:
        raise WrongUseError(str(error)) from None
    return [("" if rules is None else new.label, new.policies), (old.label, old.policies)]


def _invoice(ledger: Ledger, number: str) -> tuple[Invoice | None, Sequence[Problem]]:
    """The invoice of that number and what is wrong with it. Raises ``WrongUseError`` where there is none."""
    if not ledger.entries:
        return None, ledger.problems
    entries = [entry for entry in ledger.entries if entry.number == number]
    if not entries:
        known = [entry.number for entry in ledger.entries if entry.number is not None]
        raise WrongUseError(f"there is no invoice '{number}' in {ledger.file}{suggestion(number, known)}")
    problems = [problem for entry in entries for problem in entry.problems]
    return next((entry.invoice for entry in entries if entry.invoice is not None), None), problems


def _names(
    asked: list[str] | None, invoice: Invoice, versions: Sequence[tuple[str, Mapping[str, PolicyHistory]]]
) -> list[str]:
    """The policies to follow. Raises ``WrongUseError`` for one that is not there."""
    if asked is None and invoice.policy is None:
        raise no_policy(versions[0][1])
    names = list(dict.fromkeys(asked or [invoice.policy or ""]))
    for name in names:
        for side, policies in versions:
            if name not in policies:
                where = f" in {side}" if side else ""
                hint = suggestion(name, policies)
                raise WrongUseError(f"there is no policy '{name}'{where}; there are {', '.join(policies)}{hint}")
    return names


def _timeline(side: str, policy: PolicyHistory, invoice: Invoice, day: date, paid: date | None) -> Timeline:
    from dunning_engine.decisions.timeline import timeline as timeline_of  # noqa: PLC0415 - heavy

    return replace(timeline_of(policy, invoice, as_of=day, paid_on=paid), side=side)


def _drawn(timelines: Sequence[Timeline], form: str, lang: Language, shape: Shape) -> bytes:
    from dunning_engine.pictures.timetable import PicturesMissingError, timetable  # noqa: PLC0415 - heavy

    kind = cast("Literal['svg', 'png']", form)
    try:
        return timetable(timelines, kind, lang.value, shape=shape.value)
    except PicturesMissingError as missing:
        raise WrongUseError(str(missing)) from None


def _picture_of(output: Path | None, form: TimelineFormat | None) -> str | None:
    """The form of the picture that the file's suffix names, if any. Raises ``WrongUseError`` beside a form of text."""
    suffix = "" if output is None else output.suffix.removeprefix(".").lower()
    if suffix not in _PICTURES:
        return None
    if form is not None:
        raise WrongUseError(f"--format {form.value} is text, and {output} would be a picture")
    return suffix


def _format_of(output: Path | None, picture: str | None) -> TimelineFormat:
    suffix = "" if output is None or picture is not None else output.suffix.removeprefix(".").lower()
    if suffix not in _BY_SUFFIX:
        raise WrongUseError(f"--output: .{suffix} is none of the forms .svg, .png, .txt and .json; give --format")
    return _BY_SUFFIX[suffix]


def _write(
    timelines: Sequence[Timeline], picture: bytes | None, form: TimelineFormat, output: Path | None, lang: Language
) -> None:
    from dunning_engine.commands.timeline_table import timeline_text  # noqa: PLC0415 - draws
    from dunning_engine.ledger.write import whole_file  # noqa: PLC0415 - heavy

    if output is None and form is TimelineFormat.TABLE:
        timeline_text(timelines, sys.stdout, lang.value)
        return
    if picture is not None:
        data = picture
    elif form is TimelineFormat.JSON:
        data = _json(timelines, lang)
    else:
        data = _text(timelines, lang)
    if output is None:
        typer.echo(data, nl=False)
        return
    with whole_file(output) as stream:
        stream.write(data)


def _json(timelines: Sequence[Timeline], lang: Language) -> bytes:
    import json  # noqa: PLC0415 - needed only here

    told = [one.to_dict(lang.value) for one in timelines]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _text(timelines: Sequence[Timeline], lang: Language) -> bytes:
    import io  # noqa: PLC0415 - needed only here

    from dunning_engine.commands.timeline_table import timeline_text  # noqa: PLC0415 - draws

    stream = io.StringIO()
    timeline_text(timelines, stream, lang.value)
    return stream.getvalue().encode()
