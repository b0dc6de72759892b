"""The constant that a fact is compared with, as a fact row holds it: öre, basis points, day number, 0/1, word or text.

A value of another kind than the fact's is a problem with the cure in its hint, never converted by guessing.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.catalogue import Fact, Kind
from dunning_engine.facts.row import encode
from dunning_engine.text.suggest import did_you_mean, number_meant, truth_meant
from dunning_engine.text.wording import show

if TYPE_CHECKING:
    from dunning_engine.policy.reading import Reading
    from dunning_engine.text.source import Path

LARGEST_WHOLE = 1_000_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WANTED = {
    Kind.TEXT: "text",
    Kind.WORD: "one of its words",
    Kind.BOOLEAN: "true or false",
    Kind.WHOLE: "a whole number",
    Kind.AMOUNT: "an amount in kronor",
    Kind.PERCENT: "a percentage",
    Kind.DATE: "a date",
}
_EXAMPLES = {
    Kind.BOOLEAN: "write true or false",
    Kind.WHOLE: "write for example 30",
    Kind.AMOUNT: "write for example 100.00",
    Kind.PERCENT: "write for example 11.50",
    Kind.DATE: "write year-month-day: 2026-01-31",
}


def parse_value(reading: Reading, fact: Fact, value: Any, path: Path) -> int | str | None:
    """The encoded constant; ``None`` when a problem was reported (DE307 to DE311)."""
    typed = _typed(reading, fact, value, path)
    return None if typed is None else encode(fact, typed)


def _typed(reading: Reading, fact: Fact, value: Any, path: Path) -> Any:
    """The value as `encode` takes it; ``None`` when a problem was reported."""
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    typed: Any = value
    match fact.kind:
        case Kind.AMOUNT | Kind.PERCENT if number:
            hundredths = reading.hundredths(value, path, amount=fact.kind is Kind.AMOUNT)
            typed = None if hundredths is None else Decimal(value)
        case Kind.WHOLE if number and isinstance(value, int):
            typed = _whole(reading, value, path)
        case Kind.WORD if isinstance(value, str):
            typed = _word(reading, fact, value, path)
        case Kind.DATE if isinstance(value, str):
            typed = _date(reading, value, path)
        case Kind.BOOLEAN if isinstance(value, bool):
            pass
        case Kind.TEXT if isinstance(value, str) and value:
            pass
        case _ if value is None:  # the text has said that a value is missing
            pass
        case kind:
            message = f"'{fact.name}' is compared with {_WANTED[kind]}, not {show(value) or 'an empty text'}"
            reading.problem("DE307", message, path, hint=_cure(fact, value))
            typed = None
    return typed


def _date(reading: Reading, text: str, path: Path) -> date | None:
    """The day that ``text`` names; ``None`` and DE309 when it names none."""
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            reading.problem("DE309", f"there is no day {text}", path, hint="look at the month and the day")
            return None
    reading.problem("DE309", f"'{text}' is not a date", path, hint="write year-month-day: 2026-01-31")
    return None


def _whole(reading: Reading, value: int, path: Path) -> int | None:
    if abs(value) > LARGEST_WHOLE:
        reading.problem("DE311", f"{value} is out of range", path, hint=f"at most {LARGEST_WHOLE}")
        return None
    return value


def _word(reading: Reading, fact: Fact, value: str, path: Path) -> str | None:
    if value in fact.words:
        return value
    words = f"write one of {', '.join(fact.words)}"
    reading.problem(
        "DE308", f"'{value}' is no word of '{fact.name}'", path, hint=did_you_mean(value, fact.words, words)
    )
    return None


def _cure(fact: Fact, value: Any) -> str:
    """What to write instead of a value of the wrong kind."""
    if isinstance(value, list):
        return f"write '{fact.name}: {{one_of: [a, b]}}'"
    written = value if isinstance(value, str) else ""
    if fact.kind is Kind.TEXT:
        if written == value:
            return f"to ask whether it is there, write 'has_{fact.name}: false'" if fact.optional else "write the text"
        return f'put it in quotes, so that it is text: "{show(value)}"'
    meant = {
        Kind.BOOLEAN: truth_meant(written),
        Kind.WHOLE: number_meant(written, whole=True),
        Kind.AMOUNT: number_meant(written, whole=False),
        Kind.PERCENT: number_meant(written, whole=False),
    }.get(fact.kind)
    return meant or (f"write one of {', '.join(fact.words)}" if fact.words else _EXAMPLES[fact.kind])
