"""What text without quotes means in YAML: a number, true, false, nothing, or the text as it stands."""

from __future__ import annotations

import re
from decimal import Decimal

MAX_DIGITS = 18  # every such number fits in 64 bits; a longer one stays text

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML takes for no value."""

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")


def plain_value(text: str) -> str | int | bool | Decimal:
    """A whole number, a decimal with a point, true or false; whatever else YAML would give a hidden meaning stays text."""
    if text in {"true", "false"}:
        return text == "true"
    if len(text) <= MAX_DIGITS:
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
    return text
