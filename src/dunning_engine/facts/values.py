"""One value as people and programs write it, read strictly as the type of its fact.

Gives the typed value (öre, basis points, ``date``, aware ``datetime`` in UTC, ``bool``, ``int``, ``str``) or a ``Fault``
that says what is wrong and what to write instead. Nothing is guessed: "ja", 8,5 and 2/3/2026 are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from dunning_engine.facts.catalogue import Fact, Kind
from dunning_engine.facts.moments import in_utc
from dunning_engine.money import LARGEST_ORE, ORE_PER_KRONA, parse_hundredths
from dunning_engine.text.suggest import did_you_mean


class Fault(NamedTuple):
    """Why a value does not fit."""

    code: str
    message: str
    hint: str | None = None


Reader: TypeAlias = Callable[[Any], Any]
"""From a raw value that is not absent to the typed one or a ``Fault``."""

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_NEARLY_A_DAY = re.compile(r"([0-9]{4})(?:([-./])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_EXCEL_DAY, _EXCEL_EPOCH = re.compile(r"[2-7][0-9]{4}"), date(1899, 12, 30)
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_UNFIT_FOR_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LARGEST_KRONOR = LARGEST_ORE // ORE_PER_KRONA
_MOST_WORDS_LISTED = 8
_LONGEST_SHOWN = 60
_LARGEST_SHOWN_BITS = 128
_DATE_HINT = "write year, month and day: 2026-01-31"
_AMOUNT_HINT = "write it with a point and at most two decimals, and without spaces: 1234.50"


def reader_of(fact: Fact) -> Reader:
    """The reader of one fact's values."""
    return _word_reader(fact) if fact.kind is Kind.WORD else _READERS[fact.kind]


def is_absent(value: object) -> bool:
    """Whether a raw value says nothing: ``None``, or text that is empty or blank."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def show(value: object) -> str:
    """``value`` for a message, short whatever it is."""
    if isinstance(value, int) and value.bit_length() > _LARGEST_SHOWN_BITS:
        return "a number too long to show"
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return "a list" if not isinstance(value, dict) else "a mapping"
    text = str(value).encode("utf-8", "backslashreplace").decode()
    text = _UNFIT_FOR_TEXT.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ").replace("\t", " "))
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _text(value: Any) -> str | Fault:
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= _LARGEST_SHOWN_BITS:
        return str(value)
    if not isinstance(value, str):
        return Fault("DE503", f"{show(value)} is not text", "write it in quotation marks")
    text = value.strip()
    if text.isascii() and text.isprintable():
        return text
    if _UNFIT_FOR_TEXT.search(text):
        return Fault("DE503", f"'{show(value)}' holds characters that are no text", "is the file's encoding right?")
    return unicodedata.normalize("NFC", text)


def _word_reader(fact: Fact) -> Reader:
    words = fact.words
    listed = ", ".join(words)
    message = f"is none of {listed}" if len(words) <= _MOST_WORDS_LISTED else "is none of the words it may be"

    def read(value: Any) -> str | Fault:
        word = value.strip() if isinstance(value, str) else None
        if word in words:
            return str(word)
        return Fault("DE511", f"'{show(value)}' {message}", did_you_mean(show(value), words, f"it is one of {listed}"))

    return read


def _boolean(value: Any) -> bool | Fault:
    if value is True or value is False:
        return bool(value)
    word = value.strip() if isinstance(value, str) else None
    if word == "true":
        return True
    if word == "false":
        return False
    return Fault("DE510", f"'{show(value)}' is neither true nor false", "write true or false")


def _whole(value: Any) -> int | Fault:
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return Fault("DE507", f"'{show(value)}' is not a whole number", "write digits only: 3")
    if abs(value) > LARGEST_ORE:
        return Fault("DE506", f"{show(value)} is too large")
    return value


def _hundredths(value: Any) -> int | Fault:
    if isinstance(value, str):
        try:
            return parse_hundredths(value.strip())
        except ValueError:
            hint = "write the minus first" if value.rstrip().endswith(("-", "\N{MINUS SIGN}")) else _AMOUNT_HINT
            return Fault("DE504", f"'{show(value)}' is not a number with at most two decimals", hint)
    if isinstance(value, float):
        message = f"{show(value)} came as a floating-point number, which holds no exact öre"
        return Fault("DE504", message, f'write "{show(value)}" as text')
    if not isinstance(value, (int, Decimal)) or isinstance(value, bool) or _is_nan(value):
        return Fault("DE504", f"'{show(value)}' is not a number with at most two decimals", _AMOUNT_HINT)
    return _scaled(value)


def _scaled(value: int | Decimal) -> int | Fault:
    if not -_LARGEST_KRONOR <= value <= _LARGEST_KRONOR:
        return Fault("DE506", f"{show(value)} is too large", f"the largest amount is {_LARGEST_KRONOR}")
    hundredths = int(value * ORE_PER_KRONA)
    if Decimal(hundredths) / ORE_PER_KRONA != value:  # the product may have been rounded, a comparison never is
        return Fault("DE504", f"{show(value)} has more than two decimals", _AMOUNT_HINT)
    return hundredths


def _is_nan(value: int | Decimal) -> bool:
    return isinstance(value, Decimal) and value.is_nan()


def _date(value: Any) -> date | Fault:
    if isinstance(value, datetime):
        return Fault(
            "DE508", f"{show(value)} is a moment, not a date", "give the day alone: its date depends on a time zone"
        )
    if isinstance(value, date):
        return _in_range(date(value.year, value.month, value.day))
    if isinstance(value, str) and _DAY.fullmatch(text := value.strip()):
        try:
            return _in_range(date.fromisoformat(text))
        except ValueError:
            return Fault("DE508", f"there is no day {text}", "look at the month and the day")
    return Fault("DE508", f"'{show(value)}' is not a date", _day_meant(show(value).strip()) or _DATE_HINT)


def _day_meant(text: str) -> str | None:
    """A hint at the day that ``text`` surely means; which of 1/2/2026's numbers is the month, nobody can tell."""
    try:
        if _EXCEL_DAY.fullmatch(text):
            meant = _EXCEL_EPOCH + timedelta(days=int(text))
            return f"is it Excel's number for {meant}? Give the column a date format there, and save it anew"
        match = _NEARLY_A_DAY.fullmatch(text)
        return f"write {date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))}" if match else None
    except ValueError:
        return None


def _moment(value: Any) -> datetime | Fault:
    if isinstance(value, datetime):
        day, clock = _in_range(value.date()), value
    elif isinstance(value, str) and (match := _MOMENT.fullmatch(value.strip())):
        day = _date(match[1])
        try:
            clock = datetime.fromisoformat(f"2000-01-01T{match[2]}{(match[3] or '').replace('Z', '+00:00')}")
        except ValueError:
            return Fault(
                "DE509", f"there is no time {match[2]}{match[3] or ''}", "hours 00-23, minutes and seconds 00-59"
            )
    else:
        return Fault(
            "DE509", f"'{show(value)}' is not a date and time", "write it as 2026-03-02T14:30 or 2026-03-02T13:30Z"
        )
    if isinstance(day, Fault):
        return day._replace(code="DE509")
    return in_utc(datetime.combine(day, clock.timetz()))


def _in_range(day: date) -> date | Fault:
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    return Fault("DE508", f"{day} is too far off", f"dates lie between {FIRST_DAY} and {LAST_DAY}")


_READERS: dict[Kind, Reader] = {
    Kind.TEXT: _text,
    Kind.BOOLEAN: _boolean,
    Kind.WHOLE: _whole,
    Kind.AMOUNT: _hundredths,
    Kind.PERCENT: _hundredths,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
}
