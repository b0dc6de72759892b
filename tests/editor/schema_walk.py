"""The places of a JSON Schema: every mapping that it allows, with the keys that may stand in it, and values that fit.

Only what our schemas use is understood: ``$ref`` into the same file, ``properties``, ``additionalProperties``, ``items``,
``allOf``, ``anyOf``, and ``then`` and ``else``.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

_BY_PATTERN = {
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "2026-01-01",
    "^[0-9]{4}$": "1510",
    "^[A-Z]{3}$": "SEK",
}
_MOST_WITHIN_ITSELF = 2  # a condition in a condition is looked at, not a third one within


@dataclass(frozen=True)
class Place:
    """A mapping: the keys and numbers that lead to it, and for each key of its own the schema. ``first``: not met before."""

    path: tuple
    keys: dict
    first: bool

    def __str__(self):
        return ".".join(map(str, self.path)) or "top"


class Walk:
    """A schema, and what is in it."""

    def __init__(self, schema):
        self.schema = schema
        self._met = set()

    def places(self):
        """Every mapping, from the top down; what is in a mapping that was met before is not walked again."""
        return list(self._mappings(self.schema, (), ()))

    def resolved(self, schema):
        """The schema with what it refers to, its own words over those of its target."""
        while "$ref" in schema:
            target = self.schema
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema

    def words(self, schema):
        """The words of a closed list that may stand as a value, each with what is said of it; nothing where there is none."""
        schema = self.resolved(schema)
        told = schema.get("enumDescriptions", [schema.get("description")] * len(schema.get("enum", ())))
        found = dict(zip(schema.get("enum", ()), told, strict=True))
        for branch in self._branches(schema):
            found |= self.words(branch)
        return found

    def value(self, schema):
        """A value that fits: an example, or the plainest of its type."""
        schema = self.resolved(schema)
        ready = [snippet["body"] for snippet in schema.get("defaultSnippets", ()) if "body" in snippet]
        given = [*schema.get("examples", ()), *ready, *schema.get("enum", ())]
        if given:
            return given[0]
        if "anyOf" in schema:
            return self.value(schema["anyOf"][-1])
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        plain = {
            "boolean": lambda: True,
            "integer": lambda: max(1, schema.get("minimum", 1)),
            "number": lambda: max(1, schema.get("minimum", 1)),
            "array": lambda: list(itertools.islice(self._items(schema["items"]), schema.get("minItems", 1))),
            "object": lambda: {
                key: self.value(part) for key, part in self._keys(schema).items() if key in self._needed(schema)
            },
            "string": lambda: _BY_PATTERN.get(schema.get("pattern"), "x"),
        }
        return next(value() for kind, value in plain.items() if kind in kinds)

    def _items(self, schema):
        words = self.words(schema)
        yield from words or [self.value(schema)]

    def _needed(self, schema):
        return schema.get("required") or [next(reversed(self._keys(schema)))]

    def _keys(self, schema):
        return schema.get("properties") or {"a": schema.get("additionalProperties")}

    def _mappings(self, schema, path, within):
        named = schema.get("$ref")
        if named and within.count(named) == _MOST_WITHIN_ITSELF:
            return
        within = (*within, named)
        schema = self.resolved(schema)
        for branch in self._branches(schema):
            yield from self._mappings(branch, path, within)
        if isinstance(schema.get("items"), dict):
            yield from self._mappings(schema["items"], (*path, 0), within)
        if isinstance(schema.get("additionalProperties"), dict):
            yield from self._mappings(schema["additionalProperties"], (*path, "any_name"), within)
        if "properties" not in schema:
            return
        # Facts of one kind share a schema, and each of them is a place of its own.
        same = (id(schema["properties"]), path[-1:])
        yield Place(path, schema["properties"], same not in self._met)
        if same not in self._met:
            self._met.add(same)
            for key, part in schema["properties"].items():
                yield from self._mappings(part, (*path, key), within)

    def _branches(self, schema):
        return [
            *schema.get("allOf", ()),
            *schema.get("anyOf", ()),
            *(schema[name] for name in ("then", "else") if name in schema),
        ]
