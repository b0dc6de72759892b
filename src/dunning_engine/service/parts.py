"""The keys of a request, and the parameters of an address: which there are, and what each may be."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import parse_qsl

from dunning_engine.facts.checks import FIELD_READERS
from dunning_engine.facts.values import Fault, show
from dunning_engine.problems import Problem
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Step: TypeAlias = str | int
"""A key of an object, or a place in a list."""
Steps: TypeAlias = tuple[Step, ...]
"""Where something stands in a request's body."""

_read_day = FIELD_READERS["on"]
_MOST_PARAMETERS = 100
_LONGEST_NAME = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Part(NamedTuple):
    """One key: how it is read, whether it must be there, and whether null may stand for its absence."""

    read: Callable[[Any], Any]
    required: bool = False
    nullable: bool = True


def read_parts(
    given: Mapping[str, Any], parts: Mapping[str, Part], *, in_body: bool = True
) -> tuple[dict[str, Any], list[Problem]]:
    """The values that could be read, absent ones left out, and what is wrong with the others, with 400 as its status."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in given.items():
        part = parts.get(key)
        if part is None:
            problems.append(_unknown(key, parts, in_body=in_body))
        elif value is None and (part.required or part.nullable):
            continue
        elif isinstance(read := part.read(value), Fault):
            problems.append(_wrong(key, value, read, in_body=in_body))
        else:
            values[key] = read
    for key, part in parts.items():
        if part.required and given.get(key) is None:
            what = "the request" if in_body else "the address"
            problems.append(_problem("DE604", f"{what} needs '{key}'", key, in_body=in_body))
    return values, problems


def read_query(query: bytes, parts: Mapping[str, Part]) -> tuple[dict[str, Any], list[Problem]]:
    """The parameters of an address, as `read_parts` gives them."""
    try:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return {}, [Problem(code="DE605", message=f"the address has more than {_MOST_PARAMETERS} parameters")]
    values, problems = read_parts(dict(pairs), parts, in_body=False)
    for key, count in Counter(key for key, _ in pairs).items():
        if count > 1:
            problems.append(_problem("DE602", f"the parameter '{show(key)}' stands twice", show(key), in_body=False))
    return values, problems


def anything(value: object) -> object:
    """Whatever stands there: others read it."""
    return value


def day(value: object) -> Any:
    """A day, and nothing around it."""
    if isinstance(value, str) and not _DAY.fullmatch(value) and _DAY.fullmatch(value.strip()):
        return Fault("DE508", f"'{show(value)}' has spaces around the date", f"write {value.strip()}")
    return _read_day(value)


def name(value: object) -> str | Fault:
    """A name, as text that is not empty."""
    if isinstance(value, str) and value.strip() and len(value) <= _LONGEST_NAME:
        return value
    return Fault("DE605", f"'{show(value)}' is no name", "a name is text in quotation marks, or is left out")


def listed(value: object) -> list[Any] | Fault:
    """A list."""
    return value if isinstance(value, list) else Fault("DE605", f"{show(value)} is not a list")


def flag(value: object) -> bool | Fault:
    """True or false."""
    return value if isinstance(value, bool) else Fault("DE605", f"'{show(value)}' is neither true nor false")


def written_flag(value: str) -> bool | Fault:
    """True or false in an address."""
    if value in {"true", "false"}:
        return value == "true"
    return Fault("DE605", f"'{show(value)}' is neither true nor false")


def word(*words: str) -> Callable[[object], str | Fault]:
    """One of the words."""
    listing = ", ".join(words)

    def read(value: object) -> str | Fault:
        if isinstance(value, str) and value in words:
            return value
        return Fault("DE605", f"'{show(value)}' is none of {listing}", did_you_mean(show(value), words))

    return read


def pointer_to(*steps: Step) -> str:
    """The JSON pointer (RFC 6901) that goes down by these keys and places."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def _unknown(key: str, parts: Iterable[str], *, in_body: bool) -> Problem:
    what = "key" if in_body else "parameter"
    listing = ", ".join(parts)
    otherwise = f"there are {listing}" if listing else "it takes none"
    return _problem(
        "DE603",
        f"there is no {what} '{show(key)}' here",
        key,
        did_you_mean(show(key), parts, otherwise),
        in_body=in_body,
    )


def _wrong(key: str, value: object, fault: Fault, *, in_body: bool) -> Problem:
    return _problem(fault.code, f"{key}: {fault.message}", key, fault.hint, in_body=in_body, value=show(value))


def _problem(
    code: str, message: str, key: str, hint: str | None = None, *, in_body: bool, value: str | None = None
) -> Problem:
    pointer = pointer_to(key) if in_body else None
    return Problem(code=code, message=message, hint=hint, fact=show(key), value=value, pointer=pointer)
