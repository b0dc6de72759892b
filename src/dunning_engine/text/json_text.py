"""JSON as plain values: numbers with a point become Decimals, never floats; whatever else it holds stays as written.

A key that stands twice is kept in mind (``JsonReader.twice``), since the last of the two would win in silence. A number too
long to be meant stays text, and is refused as what it should have been.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

_MAX_DIGITS = 30
SPACE = " \t\n\r"
"""What JSON takes for space, and nothing else."""


class TwoOfAKey(dict[str, Any]):
    """An object one of whose keys, ``key``, stands twice in the text."""

    __slots__ = ("key",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        """Keep the pairs, the last of a key."""
        super().__init__(pairs)
        self.key = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)


class JsonReader:
    """JSON as plain values.

    ``twice`` is a key that stood twice in the last value that was read, in the `TwoOfAKey` that stands in its place, and
    ``constant`` a NaN or an Infinity in it, which JSON does not have; it is kept as text.
    """

    def __init__(self) -> None:
        """Nothing has been read."""
        self.twice: str | None = None
        self.constant: str | None = None
        self._decoder = json.JSONDecoder(
            parse_float=_number, parse_int=_whole, parse_constant=self._constant, object_pairs_hook=self._object
        )

    def value(self, text: str, position: int) -> tuple[Any, int]:
        """The value that starts at ``position``, and where it ends.

        Raises ``JSONDecodeError``, and ``RecursionError`` for values that are nested too deep.
        """
        self.twice = self.constant = None
        return self._decoder.raw_decode(text, position)

    def whole(self, text: str) -> Any:
        """The one value that ``text`` is. Raises as `value` does."""
        start = len(text) - len(text.lstrip(SPACE))
        value, end = self.value(text, start)
        if text[end:].strip(SPACE):
            raise json.JSONDecodeError("Extra data", text, end)
        return value

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        held = dict(pairs)
        if len(held) == len(pairs):
            return held
        marked = TwoOfAKey(pairs)
        self.twice = marked.key
        return marked

    def _constant(self, written: str) -> str:
        self.constant = written
        return written


def _number(written: str) -> Decimal | str:
    if len(written) > _MAX_DIGITS:
        return written
    try:
        return Decimal(written)
    except InvalidOperation:  # an exponent of twenty digits
        return written


def _whole(written: str) -> int | str:
    return int(written) if len(written) <= _MAX_DIGITS else written
