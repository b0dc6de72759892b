"""One law file as typed values: dates, öre, basis points; with every problem of its own, each where it stands.

Values must follow each other in order, without overlap or gap; reference rates must cover every half-year between the first
and the last (räntelagen 9 §).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunning_engine.law.values import BookAccount, DatedValue, Series, half_year_after

if TYPE_CHECKING:
    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Document, Path

_ONE_DAY = timedelta(days=1)
_IN_HUNDREDTHS = ("kronor", "percent")
_WHOLE = ("days", "years")
_HALF_YEARS_BEGIN = ((1, 1), (7, 1))


@dataclass(frozen=True, slots=True)
class LawFile:
    """What one file gives; ``given`` holds the path of everything it names."""

    law: str
    country: str
    document: Document
    series: dict[str, Series]
    paragraphs: dict[str, str]
    reference_rates: tuple[tuple[date, int], ...]
    accounts: dict[BookAccount, str]
    given: dict[str, Path]


def parse_law_file(document: Document) -> tuple[LawFile, tuple[Problem, ...]]:
    """Read a document whose shape has passed the check."""
    value = document.value
    problems: list[Problem] = []
    series: dict[str, Series] = {}
    given: dict[str, Path] = {}
    for name, entry in value.get("values", {}).items():
        given[name] = ("values", name)
        dated = _parse_series(document, ("values", name, "in_force"), entry["in_force"], problems)
        series[name] = Series(entry["paragraph"], dated)
    paragraphs = value.get("paragraphs", {})
    given |= {name: ("paragraphs", name) for name in paragraphs}
    rates: tuple[tuple[date, int], ...] = ()
    if "reference_rates" in value:
        given["reference_rates"] = ("reference_rates",)
        rates = _parse_reference_rates(document, value["reference_rates"], problems)
    accounts = {BookAccount(name): number for name, number in value.get("accounts", {}).items()}
    given |= {"accounts": ("accounts",)} if accounts else {}
    file = LawFile(value["law"], value["country"], document, series, paragraphs, rates, accounts, given)
    return file, tuple(problems)


def _parse_series(
    document: Document, path: Path, entries: list[dict[str, Any]], problems: list[Problem]
) -> tuple[DatedValue, ...]:
    dated: list[DatedValue] = []
    for place, entry in enumerate(entries):
        last = date.fromisoformat(entry["until"]) if "until" in entry else None
        here = DatedValue(date.fromisoformat(entry["from"]), last, _parse_number(entry), entry["source"])
        problem = _check_order(document, path, dated[-1] if dated else None, here, place)
        if problem is not None:
            problems.append(problem)
        dated.append(here)
    return tuple(dated)


def _check_order(
    document: Document, path: Path, before: DatedValue | None, here: DatedValue, place: int
) -> Problem | None:
    if here.last is not None and here.last < here.first:
        return document.problem("DE402", f"the value ends on {here.last}, before it begins", (*path, place, "until"))
    if before is None:
        return None
    at, related = (*path, place, "from"), (document.value_span((*path, place - 1, "from")),)
    if before.last is None or here.first <= before.last:
        message = f"on {here.first} the value before this one is still in force"
        hint = "list the values oldest first, each until the day before the next one begins"
        return document.problem("DE402", message, at, hint=hint, related=related)
    if here.first > before.last + _ONE_DAY:
        message = f"no value is in force from {before.last + _ONE_DAY} through {here.first - _ONE_DAY}"
        return document.problem("DE403", message, at, hint="let each value begin the day after the one before ends")
    return None


def _parse_reference_rates(
    document: Document, entries: list[dict[str, Any]], problems: list[Problem]
) -> tuple[tuple[date, int], ...]:
    """(First day, basis points) of every half-year."""
    rates: list[tuple[date, int]] = []
    for place, entry in enumerate(entries):
        path = ("reference_rates", place, "from")
        first = date.fromisoformat(entry["from"])
        if (first.month, first.day) not in _HALF_YEARS_BEGIN:
            message = f"a reference rate is for a half-year, and none begins on {first}"
            problems.append(document.problem("DE404", message, path, hint="write 1 January or 1 July"))
        elif rates and first != half_year_after(rates[-1][0]):
            problems.append(_out_of_step(document, place, rates[-1][0], first))
        rates.append((first, _parse_number(entry)))
    return tuple(rates)


def _out_of_step(document: Document, place: int, before: date, first: date) -> Problem:
    path, related = ("reference_rates", place, "from"), (document.value_span(("reference_rates", place - 1, "from")),)
    if first <= before:
        message = f"the half-year from {first} comes after the one from {before}"
        return document.problem(
            "DE402", message, path, hint="list the half-years oldest first, each once", related=related
        )
    message = f"the half-year from {half_year_after(before)} has no reference rate"
    hint = "add the rate that Riksbanken set; it is never taken from the half-year before"
    return document.problem("DE401", message, path, hint=hint, related=related)


def _parse_number(entry: dict[str, Any]) -> int:
    """Öre or basis points for amounts and percent, the number itself for days and years."""
    for key in _IN_HUNDREDTHS:
        if key in entry:
            return int(Decimal(entry[key]) * 100)
    return next(int(entry[key]) for key in _WHOLE if key in entry)
