"""From law files to a checked `Law`: what several files of one country give, put together.

`load_law` gives back the Law or raises `PolicyError` with everything that is wrong; `check_law` gives back the problems.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dunning_engine.law.parse import LawFile, parse_law_file
from dunning_engine.law.values import Law, half_year_after
from dunning_engine.problems import PolicyError, Problem, has_errors, sort_problems
from dunning_engine.resources import read_schema, rules_directory
from dunning_engine.text.schema import check_shape
from dunning_engine.text.source import read_yaml

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dunning_engine.law.values import BookAccount, Series

_SHOWN_AS = "rules/law"
_ONE_DAY = timedelta(days=1)


def load_law(country: str = "SE", directory: Path | None = None) -> Law:
    """The law of ``country`` from the files ``*.yaml`` in ``directory``; without one, the law that ships (read once).

    Raises `PolicyError` with every problem in the files.
    """
    if directory is None:
        return _shipped(country)
    return _load(country, directory, directory.as_posix())


def check_law(directory: Path | None = None) -> tuple[Problem, ...]:
    """Every problem in the law files in ``directory`` (without one: those that ship), sorted."""
    found, shown = (rules_directory() / "law", _SHOWN_AS) if directory is None else (directory, directory.as_posix())
    reading = _Reading(found, shown)
    countries = {file.country for file in reading.files}
    problems = list(reading.problems)
    for country in sorted(countries):
        problems += reading.check(country)
    if not problems and not countries:
        problems.append(_nothing_there(shown))
    return sort_problems(problems)


@lru_cache(maxsize=8)
def _shipped(country: str) -> Law:
    return _load(country, rules_directory() / "law", _SHOWN_AS)


def _load(country: str, directory: Path, shown: str) -> Law:
    reading = _Reading(directory, shown)
    files = [file for file in reading.files if file.country == country]
    problems = [*reading.problems, *reading.check(country)]
    if not files and not problems:
        problems.append(_nothing_there(shown, country))
    if has_errors(problems):
        raise PolicyError(problems)
    series: dict[str, Series] = {}
    paragraphs: dict[str, str] = {}
    rates: tuple[tuple[date, int], ...] = ()
    accounts: dict[BookAccount, str] = {}
    for file in files:
        series |= file.series
        paragraphs |= file.paragraphs
        rates = rates or file.reference_rates
        accounts |= file.accounts
    return Law(country, reading.digest(country), series, paragraphs, rates, accounts)


class _Reading:
    """The files of a directory, in the order of their names; those that cannot be read on are only problems."""

    def __init__(self, directory: Path, shown: str) -> None:
        self.files: list[LawFile] = []
        self.problems: list[Problem] = []
        self._bytes: dict[str, bytes] = {}
        for path in sorted(directory.glob("*.yaml")):
            name = f"{shown}/{path.name}"
            try:
                data = path.read_bytes()
            except OSError as error:
                self.problems.append(Problem(code="DE408", message=f"{name} cannot be read: {error.strerror}"))
                continue
            self._read(name, data)

    def check(self, country: str) -> list[Problem]:
        """What is wrong between the files of ``country``: given twice, missing, or not known for the same days."""
        files = [file for file in self.files if file.country == country]
        problems = _given_twice(files)
        # A file that could not be read may hold what the others lack.
        if files and not self.problems:
            problems += _missing(files)
            problems += _margin_gaps(files)
        return problems

    def digest(self, country: str) -> str:
        """``sha256:...`` over the names' order and the very bytes of the country's files."""
        total = hashlib.sha256()
        for file in self.files:
            if file.country == country:
                data = self._bytes[file.document.file]
                total.update(f"{file.law} {len(data)}\n".encode() + data)
        return f"sha256:{total.hexdigest()}"

    def _read(self, name: str, data: bytes) -> None:
        file, problems = _read_file(name, data)
        self.problems += problems
        if file is not None:
            self.files.append(file)
            self._bytes[name] = data


@lru_cache(maxsize=64)
def _read_file(name: str, data: bytes) -> tuple[LawFile | None, tuple[Problem, ...]]:
    """What a file gives, if it can be read on. Every policy asks for the law: the same bytes are read once."""
    document, problems = read_yaml(data, name, kind="law")
    if document is not None:
        problems = (*problems, *check_shape(document, "law"))
    if document is None or has_errors(problems):
        return None, problems
    file, own = parse_law_file(document)
    return file, (*problems, *own)


def _given_twice(files: list[LawFile]) -> list[Problem]:
    problems = []
    first: dict[str, LawFile] = {}
    for file in files:
        for name, path in file.given.items():
            other = first.setdefault(name, file)
            if other is not file:
                related = (other.document.key_span(other.given[name]),)
                message = f"'{name}' is already given in {other.law}"
                hint = "keep it in one of the files"
                problems.append(file.document.problem("DE406", message, path, on="key", hint=hint, related=related))
    return problems


def _missing(files: list[LawFile]) -> list[Problem]:
    """Every name that the schema knows may be asked for on any day, so every one must be there."""
    top = read_schema("law")["properties"]
    wanted = [*top["values"]["properties"], "reference_rates", *top["paragraphs"]["properties"], "accounts"]
    given = {name for file in files for name in file.given}
    missing = [f"'{name}'" for name in wanted if name not in given]
    if not missing:
        return []
    message = f"the law files for {files[0].country} do not give {', '.join(missing)}"
    hint = "add what is missing, with its source, to one of them"
    return [files[0].document.problem("DE405", message, ("law",), hint=hint)]


def _margin_gaps(files: list[LawFile]) -> list[Problem]:
    """The margin must be known wherever the reference rate is: the rate charged is their sum (räntelagen 6 §)."""
    margins = [(file, file.series["interest_margin"].values) for file in files if "interest_margin" in file.series]
    rates = [rate for file in files for rate in file.reference_rates]
    problems = []
    for file, values in margins if rates else []:
        path = ("values", "interest_margin", "in_force")
        if values[0].first > rates[0][0]:
            message = f"the reference rates begin on {rates[0][0]}, the margin only on {values[0].first}"
            problems.append(file.document.problem("DE407", message, (*path, 0, "from")))
        last = values[-1].last
        if last is not None and last < half_year_after(rates[-1][0]) - _ONE_DAY:
            message = f"the margin ends on {last}, before the reference rates do"
            problems.append(file.document.problem("DE407", message, (*path, len(values) - 1, "until")))
    return problems


def _nothing_there(shown: str, country: str | None = None) -> Problem:
    of = f" for the country {country}" if country else ""
    return Problem(code="DE408", message=f"there is no law file{of} in {shown}", hint="law files end in .yaml")
