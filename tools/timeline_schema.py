"""Writes ``schemas/timeline.schema.json``: a timeline's own keys, and what a decision and its actions are taken from the decision's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
_DECISION, _TIMELINE = _SCHEMAS / "decision.schema.json", _SCHEMAS / "timeline.schema.json"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_PLACES = ("$schema", "$defs", "title")


def files() -> dict[Path, str]:
    """The file, with its text."""
    return {_TIMELINE: json.dumps(timeline_schema(), ensure_ascii=False, indent=2) + "\n"}


def timeline_schema() -> dict[str, Any]:
    """What ``Timeline.to_dict()`` gives."""
    decision = json.loads(_DECISION.read_text("utf-8"))
    properties = {
        "invoice": {"description": "Fakturans nummer.", "type": "string"},
        "policy": {"description": "Policyn som följs från början.", "type": "string"},
        "title": {"description": "Policyns titel.", "type": "string"},
        "side": {
            "description": "Vilken version av reglerna, där flera jämförs: en sökväg eller REV:sökväg. Annars tom.",
            "type": "string",
        },
        "revision": {
            "description": "Policyns utgåva: den dag som den gäller fakturor från. null när ingen utgåva gäller.",
            "type": ["string", "null"],
            "pattern": _DAY,
        },
        "as_of": {"description": "Dagen som tidslinjen börjar.", "type": "string", "pattern": _DAY},
        "due_on": {
            "description": "Förfallodagen, flyttad från stängd dag; stegen räknas från den.",
            "type": "string",
            "pattern": _DAY,
        },
        "paid_on": {
            "description": "Dagen då allt betalas. null när ingen betalar.",
            "type": ["string", "null"],
            "pattern": _DAY,
        },
        "paid": {
            "description": "Vad som betalas den dagen, kronor.",
            "type": ["string", "null"],
            "pattern": r"^[0-9]+\.[0-9]{2}$",
        },
        "moments": {
            "description": "Åtgärderna i dagordning, var och en på dagen då den utförs.",
            "type": "array",
            "items": {"$ref": "#/$defs/moment"},
        },
        "why_it_ends": {"description": "Varför inget mer sker av sig självt, i en rad.", "type": "string"},
        "ends": {
            "description": "Beslutet efter vilket inget mer sker av sig självt.",
            **{key: value for key, value in decision.items() if key not in {*_PLACES, "description"}},
        },
    }
    moment = {
        "on": {"description": "Dagen.", "type": "string", "pattern": _DAY},
        "policy": {"description": "Policyn som föreslår åtgärden.", "type": "string"},
        "action": {"$ref": "#/$defs/action"},
    }
    return {
        "$schema": decision["$schema"],
        "title": "Tidslinje",
        "description": "Vad som händer med en faktura från en dag om ingen betalar, eller om den betalas en dag.",
        **_object(properties),
        "$defs": {"moment": _object(moment), **decision["$defs"]},
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }
