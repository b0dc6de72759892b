"""Writes what conditions may say into ``schemas/policy.schema.json``, from the catalogue of facts.

An editor then completes the names, operators and words.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dunning_engine.facts.catalogue import CONDITION_FACTS, Fact, Kind

SCHEMA = Path(__file__).resolve().parent.parent / "schemas" / "policy.schema.json"

_ORDER = {
    "at_least": "Minst: gränsen räknas med.",
    "more_than": "Mer än: gränsen räknas inte med.",
    "at_most": "Högst: gränsen räknas med.",
    "less_than": "Mindre än: gränsen räknas inte med.",
}
_NUMBERS = {Kind.AMOUNT: "number", Kind.PERCENT: "number", Kind.WHOLE: "integer"}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def files() -> dict[Path, str]:
    """The file that is made, with its text: what is not about conditions stays as it stands in it."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    kept = {
        name: part for name, part in schema["$defs"].items() if not name.startswith("when_") and name != "condition"
    }
    schema["$defs"] = {**kept, **definitions()}
    return {SCHEMA: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"}


def definitions() -> dict[str, Any]:
    """The JSON Schema of a ``when:``, and of what each kind of fact is compared with."""
    group = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}
    facts = sorted(CONDITION_FACTS.values(), key=lambda fact: fact.name)
    condition = {
        "description": "Ett villkor: varje rad måste gälla.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            "all": {"description": "Alla i listan måste gälla.", **group},
            "any": {"description": "Minst ett i listan måste gälla.", **group},
            "none": {"description": "Inget i listan får gälla.", **group},
            **{fact.name: {"description": fact.sv, "$ref": f"#/$defs/{_compared_as(fact)}"} for fact in facts},
        },
    }
    return {"condition": condition, **{_compared_as(fact): _comparison(fact) for fact in facts}}


def _compared_as(fact: Fact) -> str:
    return "when_" + "_or_".join(fact.words or (fact.kind.value.replace(" ", "_"),))


def _comparison(fact: Fact) -> dict[str, Any]:
    value = _value(fact)
    words = {
        "is": {"description": "Är precis detta.", **value},
        "is_not": {"description": "Är inte detta.", **value},
        "one_of": {"description": "Är något av dessa.", "type": "array", "minItems": 1, "items": value},
    }
    if fact.kind in _NUMBERS or fact.kind is Kind.DATE:
        words |= {word: {"description": description, **value} for word, description in _ORDER.items()}
    compared = {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": words}
    return {"anyOf": [value, compared]}


def _value(fact: Fact) -> dict[str, Any]:
    if fact.kind is Kind.BOOLEAN:
        return {"type": "boolean"}
    if fact.kind is Kind.WORD:
        return {"enum": list(fact.words)}
    if fact.kind is Kind.DATE:
        return dict(_DATE)
    if fact.kind is Kind.TEXT:
        return {"type": "string", "minLength": 1}
    return {"type": _NUMBERS[fact.kind]}
