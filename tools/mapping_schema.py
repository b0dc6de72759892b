"""Writes the parts of ``schemas/mapping.schema.json`` that are made from the catalogue of facts; the rest stays as it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.account import IN_ACCOUNT_TABLES
from dunning_engine.facts.catalogue import GIVEN
from dunning_engine.facts.event import FIELDS, IN_TABLES, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunning_engine.facts.catalogue import Fact

SCHEMA = Path(__file__).resolve().parent.parent / "schemas" / "mapping.schema.json"
_FORMS: dict[str, dict[str, Any]] = {
    "columns": {"type": "string", "minLength": 1},
    "values": {"$ref": "#/$defs/words"},
    "constants": {"$ref": "#/$defs/constant"},
}


def files() -> dict[Path, str]:
    """The file, with its text."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    top = schema["properties"]
    from_columns = top["events_from_columns"]["items"]["properties"]
    from_columns["event"]["enum"] = [str(kind) for kind in EventKind]
    carried = [field for field in FIELDS.values() if field.name not in {"on", "event"}]
    for part, form in _FORMS.items():
        top[part]["properties"] = _properties(GIVEN, form)
        top["events"]["properties"][part]["properties"] = _properties(IN_TABLES.values(), form)
        top["accounts"]["properties"][part]["properties"] = _properties(IN_ACCOUNT_TABLES.values(), form)
        if part in from_columns:
            from_columns[part]["properties"] = _properties(carried, form)
    return {SCHEMA: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"}


def _properties(facts: Iterable[Fact], form: dict[str, Any]) -> dict[str, Any]:
    return {fact.name: {"description": fact.sv, **form} for fact in facts}
