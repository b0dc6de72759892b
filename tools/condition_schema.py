"""Writes what conditions may say into ``schemas/policy.schema.json``, from the catalogue of facts.

An editor then completes the names, operators and words.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dunning_engine.facts.catalogue import CONDITION_FACTS, GIVEN, Fact, Kind

SCHEMA = Path(__file__).resolve().parent.parent / "schemas" / "policy.schema.json"

_ORDER = {
    "at_least": "Minst: gränsen räknas med.",
    "more_than": "Mer än: gränsen räknas inte med.",
    "at_most": "Högst: gränsen räknas med.",
    "less_than": "Mindre än: gränsen räknas inte med.",
}
_NUMBERS = {Kind.AMOUNT: "number", Kind.PERCENT: "number", Kind.WHOLE: "integer"}
# How a value is written, for those who see the name and not the list of facts.
_WRITTEN = {
    Kind.AMOUNT: "Kronor, till exempel {}.",
    Kind.PERCENT: "Till exempel {}.",
    Kind.WHOLE: "Ett helt tal, till exempel {}.",
    Kind.DATE: "Ett datum, till exempel {}.",
    Kind.BOOLEAN: "true eller false.",
    Kind.TEXT: "Text, till exempel {}.",
}
_EXAMPLES = {
    Kind.AMOUNT: "{at_least: 100.00}",
    Kind.PERCENT: "{more_than: 8.00}",
    Kind.WHOLE: "{more_than: 30}",
    Kind.DATE: "{at_least: 2026-01-01}",
    Kind.TEXT: '"4711"; siffror står inom citattecken',
}
_OWN_EXAMPLES = {
    "amount": "{less_than: 0.00}",
    "credit_risk": "{at_most: 3}",
    "currency": "SEK",
    "customer_email": "anna@example.com",
    "customer_identity_number": '"5566778899"; siffror står inom citattecken',
    "customer_registered_address": "Storgatan 1, 111 22 Stockholm",
    "invoice": '"1001"; siffror står inom citattecken',
    "last_step": "reminder",
    "policy": "fakturaservice",
    "steps_taken": "0",
}
_UNKNOWN = "Är det inte känt gäller villkoret inte."
_WORDS = {
    "business": "Näringsidkare.",
    "consumer": "Konsument.",
    "public_authority": "Myndighet.",
    "email": "E-post.",
    "post": "Brev.",
    "e_invoice": "E-faktura.",
    "pdf": "Pdf.",
    "bank_account": "Bankkonto.",
    "bankgiro": "Bankgiro.",
    "plusgiro": "Plusgiro.",
    "without_recourse": "Köpt utan regress.",
    "with_recourse": "Köpt med regress.",
    "pledged": "Belånad.",
    "payment_order": "Betalningsföreläggande.",
    "monitoring": "Efterbevakning.",
}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def files() -> dict[Path, str]:
    """The file that is made, with its text: what is not about conditions stays as it stands in it."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    kept = {
        name: part for name, part in schema["$defs"].items() if not name.startswith("when_") and name != "condition"
    }
    schema["$defs"] = {**kept, **definitions()}
    for key in ("require", "request_if_missing"):
        schema["$defs"][key]["items"]["defaultSnippets"] = may_be_missing()
    return {SCHEMA: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"}


def definitions() -> dict[str, Any]:
    """The JSON Schema of a ``when:``, and of what each kind of fact is compared with."""
    group = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}
    facts = sorted(CONDITION_FACTS.values(), key=lambda fact: fact.name)
    condition = {
        "title": "Villkor",
        "description": "Ett villkor: varje rad måste gälla, till exempel {customer_kind: business, balance: {at_least: 100.00}}.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            "all": {"description": "En lista av villkor: alla måste gälla.", **group},
            "any": {"description": "En lista av villkor: minst ett måste gälla.", **group},
            "none": {"description": "En lista av villkor: inget får gälla.", **group},
            **{fact.name: {"description": _told(fact), "$ref": f"#/$defs/{_compared_as(fact)}"} for fact in facts},
        },
    }
    return {"condition": condition, **{_compared_as(fact): _comparison(fact) for fact in facts}}


def may_be_missing() -> list[dict[str, str]]:
    """The facts that a step may require or ask for, as an editor offers them: what else is written is looked at later."""
    return [{"label": fact.name, "description": fact.sv, "body": fact.name} for fact in GIVEN if fact.optional]


def _told(fact: Fact) -> str:
    """What a fact is, how its value is written, and what holds where nobody has given it."""
    example = _OWN_EXAMPLES.get(fact.name) or _EXAMPLES.get(fact.kind)
    written = None if fact.name.startswith("has_") else _WRITTEN.get(fact.kind)
    parts = (fact.sv, written and written.format(example), _UNKNOWN if fact.optional else None)
    return " ".join(part for part in parts if part)


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
    if fact.kind is Kind.WORD:
        return {"defaultSnippets": _offered(fact), "if": {"type": "string"}, "then": value, "else": compared}
    return {"anyOf": [compared, value]}


def _offered(fact: Fact) -> list[dict[str, str]]:
    """The words, for an editor where nothing stands yet."""
    return [{"label": word, "description": _WORDS[word], "body": word} for word in fact.words]


def _value(fact: Fact) -> dict[str, Any]:
    if fact.kind is Kind.BOOLEAN:
        return {"type": "boolean"}
    if fact.kind is Kind.WORD:
        return {"enum": list(fact.words), "enumDescriptions": [_WORDS[word] for word in fact.words]}
    if fact.kind is Kind.DATE:
        return dict(_DATE)
    if fact.kind is Kind.TEXT:
        return {"type": "string", "minLength": 1}
    return {"type": _NUMBERS[fact.kind]}
