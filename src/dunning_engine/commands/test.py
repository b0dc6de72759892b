"""``dunning test``: scenarios against policies, and which rules and boundaries no scenario shows."""

# ruff: noqa: PT028 - a command, not a test
from __future__ import annotations

import tempfile
from contextlib import ExitStack
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.commands.ending import FINE, PROBLEMS
from dunning_engine.commands.options import Language, WrongUseError, must_be_free

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEATURES = Path("features")
_RULES = Path("rules")
_ALL = 100


class ReportFormat(StrEnum):
    """How ``test`` writes its report."""

    TEXT = "text"
    JSON = "json"


def test(
    features: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FEATURES]...",
            help="Feature files, or folders of them; without it, features/.",
            show_default=False,
        ),
    ] = None,
    *,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Your policies; without it rules/, or else those that ship.")
    ] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="Write JUnit XML to a file.")] = None,
    min_coverage: Annotated[
        str | None,
        typer.Option("--min-coverage", metavar="PERCENT", help="Fail where less of the policies is covered."),
    ] = None,
    form: Annotated[ReportFormat, typer.Option("--format", help="How the report is written.")] = ReportFormat.TEXT,
    lang: Annotated[
        Language | None, typer.Option("--lang", help="The language of the report; without it the features' own.")
    ] = None,
) -> int:
    """Run scenarios against policies.

    And say which rules and boundaries no scenario shows.
    """
    wanted = None if min_coverage is None else _percent(min_coverage)
    places = _places(features)
    folder = _rules(rules)
    if junit is not None:
        must_be_free(junit, (), option="--junit", policies=(folder,))
        if junit.suffix == ".feature":
            raise WrongUseError(f"--junit: {junit} would be read as a feature; let its name end in .xml")
    try:
        from dunning_engine.testing import run, told  # noqa: PLC0415 - needs pytest and pytest-bdd
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"pytest", "_pytest", "pytest_bdd", "gherkin"}:
            raise
        raise WrongUseError("scenarios need pytest-bdd: pip install 'dunning-engine[testing]'") from None
    language = None if lang is None else lang.value
    with ExitStack() as stack:
        # it takes its name only when all has ended well: somebody may break it off
        written = None if junit is None else Path(stack.enter_context(tempfile.TemporaryDirectory())) / "junit.xml"
        try:
            found = run.run_features(places, folder, junit=written, language=language)
        except run.PythonError as error:
            raise WrongUseError(str(error)) from None
        if not found.ran and not found.traps:
            raise WrongUseError(f"there is no scenario in {', '.join(map(str, places))}")
        if junit is not None and written is not None:
            from dunning_engine.ledger.write import whole_file  # noqa: PLC0415 - needed only here

            with whole_file(junit) as stream:
                stream.write(written.read_bytes())
    if form is ReportFormat.JSON:
        import json  # noqa: PLC0415 - needed only here

        typer.echo(json.dumps(told.to_dict(found, language), ensure_ascii=False, indent=2))
    else:
        typer.echo(told.told(found, language))
    reached = wanted is None or found.coverage.reaches(wanted)
    if not reached:
        typer.echo(_below(found.coverage.covered, found.coverage.total, f"{wanted}"), err=True)
    return FINE if reached and not found.failed and not found.traps else PROBLEMS


def _places(features: Sequence[Path] | None) -> list[Path]:
    """The feature files and folders. Raises ``WrongUseError`` for what is neither."""
    for path in features or ():
        if not path.exists():
            raise WrongUseError(f"there is no file or folder {path}")
        if path.is_file() and path.suffix != ".feature":
            raise WrongUseError(f"{path} is no feature file: their names end in .feature")
    if not features and not _FEATURES.is_dir():
        raise WrongUseError("there is no folder features here: name one, or begin with 'dunning new policy NAME'")
    return list(features or [_FEATURES])


def _rules(rules: Path | None) -> Path:
    """The folder of policies. Raises ``WrongUseError`` where it is none."""
    if rules is not None and not rules.is_dir():
        raise WrongUseError(f"--rules: there is no folder {rules}")
    if rules is None and not _RULES.is_dir():
        from dunning_engine.resources import rules_directory  # noqa: PLC0415 - needed only here

        return rules_directory()
    return rules or _RULES


def _percent(written: str) -> Decimal:
    try:
        percent = Decimal(written.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        percent = Decimal(-1)
    if not (percent.is_finite() and 0 <= percent <= _ALL):
        raise WrongUseError(f"--min-coverage: '{written}' is no percentage from 0 to 100")
    return percent


def _below(covered: int, total: int, wanted: str) -> str:
    from dunning_engine.testing.tally import percentage  # noqa: PLC0415 - loads the engine

    return f"dunning: {percentage(covered, total)} % of the policies is covered, less than the {wanted} % of --min-coverage"
