"""A request's JSON from its bytes, with everything that is wrong with it as JSON."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.values import show
from dunning_engine.problems import Problem
from dunning_engine.service.overfull import MOST_PROBLEMS
from dunning_engine.service.parts import pointer_to
from dunning_engine.text.json_text import SPACE, JsonReader, TwoOfAKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.service.parts import Steps


def read_json(data: bytes, what: str = "the body") -> tuple[Any, list[Problem]]:
    """The value in ``data``; with problems, what could be made out of it, or ``None``. ``what`` is how messages call it."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return None, [_unreadable(f"{what} is not UTF-8: byte {error.start + 1} is no part of a character", _UTF8)]
    if text.startswith("\ufeff"):
        return None, [_unreadable(f"{what} begins with a byte order mark", _UTF8)]
    if not text.strip(SPACE):
        return None, [_unreadable(f"{what} is empty", "send an object: {…}")]
    reader = JsonReader()
    try:
        value = reader.whole(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return None, [_unreadable(f"{what} is not JSON: {error.msg} ({place})")]
    except RecursionError:
        return None, [_unreadable(f"{what} is nested too deep")]
    problems = [] if reader.constant is None else [_unreadable(f"JSON has no {reader.constant}", "write null, or text")]
    if reader.twice is not None:
        problems += islice(_twice(value), MOST_PROBLEMS + 1)
    return value, problems


_UTF8 = "send UTF-8 without a byte order mark"


def _unreadable(message: str, hint: str | None = None) -> Problem:
    return Problem(code="DE601", message=message, hint=hint)


def _twice(value: Any) -> Iterator[Problem]:
    """A problem for each object with a key that stands twice, in the order of the text."""
    ahead: list[tuple[Steps, Any]] = [((), value)]
    while ahead:
        steps, held = ahead.pop()
        if isinstance(held, TwoOfAKey):
            key = show(held.key)
            yield Problem(
                code="DE602", message=f"the key '{key}' stands twice", fact=key, pointer=pointer_to(*steps, held.key)
            )
        inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
        ahead += reversed([((*steps, step), one) for step, one in inner if isinstance(one, dict | list)])
