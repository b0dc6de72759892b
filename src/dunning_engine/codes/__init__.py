"""The catalogue of problem codes: what each is called, how it comes about, what to do.

Codes go by stage, a module each, and are never reused. Each has a failing example in ``tests/errors/``, and
``docs/errors.md`` is made from both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.codes.facts import FACTS
from dunning_engine.codes.law import LAW
from dunning_engine.codes.ledger import LEDGER
from dunning_engine.codes.limits import LIMITS, STOPPED_RUNS
from dunning_engine.codes.meaning import MEANING
from dunning_engine.codes.service import SERVICE
from dunning_engine.codes.service_guard import SERVICE_GUARD
from dunning_engine.codes.shape import SHAPE
from dunning_engine.codes.text import TEXT
from dunning_engine.codes.trade import TRADE

if TYPE_CHECKING:
    from dunning_engine.codes.code import Code

STAGES = {
    "DE1": "Text: the file cannot be read as it is written",
    "DE2": "Shape: a key or a value is not one that belongs there",
    "DE3": "Meaning: the policy contradicts itself, or says something that never happens",
    "DE4": "Law: the policy asks for what the law does not allow, or the law's values are incomplete",
    "DE5": "Facts: an invoice or an event does not fit",
    "DE6": "Service: a request cannot be answered",
}

CODES: dict[str, Code] = {
    **TEXT,
    **SHAPE,
    **MEANING,
    **TRADE,
    **LIMITS,
    **LAW,
    **FACTS,
    **LEDGER,
    **STOPPED_RUNS,
    **SERVICE,
    **SERVICE_GUARD,
}
