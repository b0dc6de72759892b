"""Values as files and frames with types give them, in the form that a fact's reader takes.

A float is read as its shortest decimal text, the one that any program would show: 60.0 is 60.00, and 10087.404 is refused
later because it has more than two decimals; whole floats, as other tools make of numbers with gaps, are whole numbers. Dates
and moments become ISO text.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.catalogue import Kind

if TYPE_CHECKING:
    from dunning_engine.facts.catalogue import Fact

_MIDNIGHT = re.compile(r"(?<=[0-9])[T ]0?0:00(:00(\.0+)?)?$")


def plain(value: Any) -> Any:
    """The value as JSON would hold it, numbers exact."""
    if isinstance(value, str | bool | int | Decimal):
        return value
    if isinstance(value, float):
        return _shortest(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(held) for name, held in value.items() if held is not None}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return str(value)


def _shortest(value: float) -> int | Decimal | float:
    if not math.isfinite(value):
        return value  # which no reader takes: as text, two customers without a number would be one called nan
    return int(value) if value.is_integer() else Decimal(repr(value))


def own(value: Any, fact: Fact | None) -> Any:
    """The value as it stands; a day may come as its midnight, as programs with typed columns write it."""
    if fact is not None and fact.kind is Kind.DATE and isinstance(value, str) and ":00" in value:
        return _MIDNIGHT.sub("", value.strip())
    return value
