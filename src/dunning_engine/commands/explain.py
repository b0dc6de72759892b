"""``dunning explain``: why an invoice gets what it gets, as text or as a page."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS, print_problems
from dunning_engine.commands.nearby import ledger_around
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
    WrongUseError,
    accounts_of,
    day_or_today,
    mapping_of,
    must_be_free,
    policies_of,
    read,
    run_of,
    suggestion,
)
from dunning_engine.problems import has_errors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dunning_engine.decisions.timeline import Timeline
    from dunning_engine.ledger.run import AccountOutcome, Outcome
    from dunning_engine.pictures.page import Told
    from dunning_engine.policy.model import PolicyHistory


class ExplainFormat(StrEnum):
    """How ``explain`` writes what it tells."""

    TEXT = "text"
    HTML = "html"


_SUFFIXES = {
    "": ExplainFormat.TEXT,
    "txt": ExplainFormat.TEXT,
    "html": ExplainFormat.HTML,
    "htm": ExplainFormat.HTML,
}


def explain(
    context: typer.Context,
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
    form: Annotated[
        ExplainFormat | None,
        typer.Option("--format", help="Text, or one page for a browser and for paper; without it as --output ends."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", help="The file to write, whole or not at all.")] = None,
    lang: Lang = Language.SV,
) -> int:
    """Why an invoice gets what it gets, and why not.

    What happens today and why, what it comes to, what is next, what would change it, and the evidence: every value, the
    policy's line, the law.
    """
    chosen, day = form or _format_of(output), day_or_today(as_of, context)
    if output is not None:
        must_be_free(output, (ledger, events, accounts, mapping), policies=(rules,))
    policies, form_of_files = policies_of(rules, policy), mapping_of(mapping)
    beside = accounts_of(accounts, form_of_files)
    if beside is None:
        whole = ledger_around(ledger, events, form_of_files, known_through, invoice)
    else:
        whole = read(ledger, events, form_of_files, known_through)
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
    decided = [outcome for outcome in found if outcome.decision is not None]
    if decided and chosen is ExplainFormat.HTML:
        _write(_page(decided, policies, day, policy, lang), output)
    elif decided:
        texts = [one.decision.told(lang).text() for one in decided if one.decision is not None]
        _write("\n".join(texts), output)
    return FINE if decided and not has_errors(problems) else PROBLEMS


def _format_of(output: Path | None) -> ExplainFormat:
    """The form that a file's suffix names; text without one. Raises ``WrongUseError``."""
    suffix = "" if output is None else output.suffix.removeprefix(".").lower()
    if suffix not in _SUFFIXES:
        raise WrongUseError(f"--output: .{suffix} is none of the forms .txt and .html; give --format")
    return _SUFFIXES[suffix]


def _page(
    decided: Sequence[Outcome | AccountOutcome],
    policies: Mapping[str, PolicyHistory],
    day: date,
    policy: str | None,
    lang: Language,
) -> str:
    from dunning_engine.pictures.page import Told, page  # noqa: PLC0415 - only for a page

    told: list[Told] = []
    for outcome in decided:
        line = _timeline(outcome, policies, day, policy)
        drawn = None if line is None or not line.moments else _picture(line, lang)
        if outcome.decision is not None:
            told.append(Told(outcome.decision.told(lang), line, drawn))
    return page(told)


def _timeline(
    outcome: Outcome | AccountOutcome, policies: Mapping[str, PolicyHistory], day: date, policy: str | None
) -> Timeline | None:
    """What comes of an invoice if nobody pays; an account has no timeline."""
    from dunning_engine.decisions.timeline import timeline  # noqa: PLC0415 - only for a page
    from dunning_engine.ledger.run import Outcome  # noqa: PLC0415 - heavy

    if not isinstance(outcome, Outcome) or outcome.invoice is None:
        return None
    history = policies.get(policy or outcome.invoice.policy or "")
    return None if history is None else timeline(history, outcome.invoice, as_of=day)


def _picture(line: Timeline, lang: Language) -> bytes | None:
    """The timeline drawn; where the extra is missing, ``None``, and stderr says what to install."""
    from dunning_engine.pictures.timetable import PicturesMissingError, timetable  # noqa: PLC0415 - only for a page

    try:
        return timetable([line], "svg", lang)
    except PicturesMissingError as missing:
        print(missing, file=sys.stderr)  # noqa: T201
        return None


def _write(text: str, output: Path | None) -> None:
    """The text on stdout, or in a file."""
    if output is None:
        typer.echo(text, nl=False)
        return
    from dunning_engine.ledger.write import whole_file  # noqa: PLC0415 - heavy

    with whole_file(output) as stream:
        stream.write(text.encode("utf-8"))
