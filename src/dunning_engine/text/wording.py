"""What a schema says about one value, in the reader's words.

``KEYWORDS`` holds, for each keyword of a JSON Schema that concerns a value by itself, a function that gives back a ``Finding``:
code, message, hint. Keywords that concern keys, or choose between schemas, are in ``schema``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunning_engine.text.suggest import did_you_mean, name_meant, number_meant, truth_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

_LONGEST_SHOWN = 40
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping of keys to values",
}
_CHARACTERS = {
    "^[a-z0-9-]+$": "small letters a-z, digits and hyphens",
    "^[a-z0-9_]+$": "small letters a-z, digits and underscores",
    "^[0-9]{4}$": "four digits, as in 1510",
    "^[A-Z]{3}$": "three capital letters, as in SEK",
}
# The forms of names, with what stands between their words.
_JOINED_BY = {"^[a-z0-9-]+$": "-", "^[a-z0-9_]+$": "_"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one value: the problem without its place."""

    code: str
    message: str
    hint: str | None = None


def show(value: Any) -> str:
    """A value as a message shows it: text in quotes and not too long, numbers as written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return kind(value)
    text = re.sub(r"\s+", " ", str(value))
    text = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return f"'{text}'" if isinstance(value, str) else text


def flow(value: Any) -> str:
    """A value as it is written in one line of YAML; decimals as amounts and percentages have them."""
    match value:
        case dict():
            return f"{{{', '.join(f'{key}: {flow(part)}' for key, part in value.items())}}}"
        case list():
            return f"[{', '.join(map(flow, value))}]"
        case Decimal():
            return f"{value:.2f}"
        case _:
            return _written(value)


def kind(value: Any) -> str:
    """What a value is."""
    if isinstance(value, dict):
        return "a mapping of keys to values"
    if isinstance(value, list):
        return "a list"
    return "text" if isinstance(value, str) else show(value)


def is_date(text: str) -> bool:
    """Whether ``text`` is a day that the calendar has, as YYYY-MM-DD."""
    try:
        return len(text) == len("2026-01-01") and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def matches(pattern: str, text: str) -> bool:
    """Whether ``text`` has the form; unlike a bare ``re.search``, ``$`` is the end of it, and a date must exist."""
    if pattern == DATE_PATTERN:
        return is_date(text)
    return re.search(pattern, text) is not None and not (pattern.endswith("$") and text.endswith("\n"))


def names(words: Sequence[Any]) -> str:
    """``a, b or c``."""
    shown = [str(word) if isinstance(word, str) else show(word) for word in words]
    return " or ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def words_for(keyword: str, wanted: Any) -> list[str]:
    """What ``type``, ``enum`` or ``const`` asks for."""
    listed = wanted if isinstance(wanted, list) else [wanted]
    return [_TYPES[name] if keyword == "type" else str(name) for name in listed]


def wrong_type(wanted: str | Sequence[str], value: Any) -> Finding:
    """A value of another type than the schema's."""
    types = [wanted] if isinstance(wanted, str) else list(wanted)
    numeric = next((name for name in ("integer", "number") if name in types), None)
    words = names(words_for("type", types))
    if isinstance(value, dict | list):
        return Finding("DE201", f"{words} is wanted here, not {kind(value)}")
    if numeric is not None:
        hint = number_meant(value, whole=numeric == "integer") if isinstance(value, str) else None
        if isinstance(value, Decimal) and value == value.to_integral_value():
            hint = f"write {value.to_integral_value()}"
        return Finding("DE202", f"{show(value)} is not {_TYPES[numeric]}", hint)
    if "boolean" in types:
        hint = truth_meant(str(value)) if isinstance(value, str) else None
        return Finding("DE210", f"{show(value)} is neither true nor false", hint)
    if "string" in types:
        what = "true or false" if isinstance(value, bool) else "a number"
        return Finding(
            "DE203", f"{show(value)} is {what}, and text is wanted here", f'put it in quotes: "{_written(value)}"'
        )
    hint = f"write [{_written(value)}]" if "array" in types else None
    return Finding("DE201", f"{words} is wanted here, not {kind(value)}", hint)


def not_one_of(words: Sequence[Any], value: Any, other_types: Sequence[str] = ()) -> Finding:
    """A word outside its list. ``other_types`` are the types that may stand here instead of a word."""
    if isinstance(value, dict | list):
        return Finding("DE201", f"{names(words)} is wanted here, not {kind(value)}")
    hint = did_you_mean(str(value), [word for word in words if isinstance(word, str)])
    allowed = f"one of {', '.join(map(str, words))}" if len(words) > 1 else f"'{words[0]}'"
    numeric = next((name for name in ("integer", "number") if name in other_types), None)
    if numeric is None:
        return Finding("DE206", f"{show(value)} is not {allowed}", hint)
    meant = number_meant(value, whole=numeric == "integer") if isinstance(value, str) else None
    code = "DE202" if meant else "DE206"
    return Finding(code, f"{show(value)} is neither {_TYPES[numeric]} nor {allowed}", meant or hint)


def _wrong_form(pattern: str, value: Any) -> Finding:
    if pattern == DATE_PATTERN:
        day = re.fullmatch(r"([0-9]{4})[./]?([0-9]{2})[./]?([0-9]{2})", str(value))
        meant = "-".join(day.groups()) if day else ""
        wrong_day = re.fullmatch(DATE_PATTERN, str(value)) is not None
        hint = f"write {meant}" if is_date(meant) else "write year, month and day: 2026-01-31"
        return Finding(
            "DE208",
            f"{show(value)} is not a {'day in the calendar' if wrong_day else 'date'}",
            None if wrong_day else hint,
        )
    allowed = f"allowed: {_CHARACTERS.get(pattern, pattern)}"
    name = name_meant(str(value), _JOINED_BY[pattern]) if pattern in _JOINED_BY else None
    hint = f"did you mean '{name}'? {allowed[0].upper()}{allowed[1:]}" if name else allowed
    return Finding("DE209", f"{show(value)} is not written as it must be here", hint)


def _length(least: bool) -> Callable[[Any, Any], Finding]:
    def found(limit: int, value: str) -> Finding:
        if not value:
            return Finding("DE209", "the text is empty", "write something, or leave the key out")
        return Finding(
            "DE209", f"the text has {len(value)} characters; {'at least' if least else 'at most'} {limit} are allowed"
        )

    return found


def _bound(words: str) -> Callable[[Any, Any], Finding]:
    return lambda limit, value: Finding("DE207", f"{show(value)} is not {words} {show(limit)}")


def _count(words: str) -> Callable[[Any, Any], Finding]:
    def found(limit: int, value: Any) -> Finding:
        if not value:
            what = "list" if isinstance(value, list) else "mapping"
            return Finding("DE211", f"the {what} is empty", "fill it, or leave the key out")
        what = "items" if isinstance(value, list) else "keys"
        return Finding("DE211", f"{len(value)} {what} stand here; {words} {limit} are wanted")

    return found


def _written(value: Any) -> str:
    return "true" if value is True else "false" if value is False else str(value)


KEYWORDS: Mapping[str, Callable[[Any, Any], Finding]] = {
    "type": wrong_type,
    "enum": not_one_of,
    "const": lambda word, value: not_one_of([word], value),
    "minimum": _bound("at least"),
    "maximum": _bound("at most"),
    "exclusiveMinimum": _bound("more than"),
    "exclusiveMaximum": _bound("less than"),
    "pattern": _wrong_form,
    "minLength": _length(least=True),
    "maxLength": _length(least=False),
    "minItems": _count("at least"),
    "maxItems": _count("at most"),
    "minProperties": _count("at least"),
    "maxProperties": _count("at most"),
}
