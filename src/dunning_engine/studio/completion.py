"""What can be written where the cursor stands: keys, words, facts, comparisons, names, each explained in a line.

The policy's schema says what fits. The text need not be one that can be read: only what stands around the cursor counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from dunning_engine.facts.catalogue import CONDITION_FACTS
from dunning_engine.resources import read_schema
from dunning_engine.studio.place import At, Place, place_at
from dunning_engine.text.wording import flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dunning_engine.studio.outline import Path

_Schema: TypeAlias = "dict[str, Any]"

_STEP = re.compile(r"""(?m)(?:^|[\s{,-])step:[ \t]*["']?([a-z0-9_]+)""")
_POLICY = re.compile(r"""(?m)^policy:[ \t]*["']?([a-z0-9-]+)""")
_TIME = re.compile(r"(?:banking_)?days_after_(?:invoice_date|due_date|previous_step)")  # a step has one of them
_TOGETHER = {"all", "any", "none"}  # after the facts
_WORDS = {
    True: {"sv": "Ja.", "en": "Yes."},
    False: {"sv": "Nej.", "en": "No."},
    "example": {"sv": "Ett exempel.", "en": "An example."},
    "step": {"sv": "Ett steg i denna policy.", "en": "A step of this policy."},
    "policy": {"sv": "En policy i samma mapp.", "en": "A policy in the same folder."},
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be written. ``caret`` is where in ``insert`` the cursor stands afterwards."""

    label: str
    insert: str
    caret: int
    info: str
    kind: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Completions:
    """What can stand in place of the text from ``start`` to ``end``, the most likely first."""

    start: int
    end: int
    options: tuple[Option, ...]


def complete(text: str, offset: int, language: str, policies: Iterable[str] = ()) -> Completions:
    r"""What fits at ``offset`` of a text with ``\n`` between its lines; ``policies`` are the names in the folder."""
    place = place_at(text, max(0, min(offset, len(text))))
    if place is None:
        return Completions(offset, offset, ())
    found: dict[str, Option] = {}
    for option in _options(place, text, language, policies):
        found.setdefault(option.label, option)
    return Completions(place.start, place.end, tuple(found.values()))


def _options(place: Place, text: str, language: str, policies: Iterable[str]) -> Iterator[Option]:
    root = read_schema("policy")
    schemas = [*_at_path(root, place.path)]
    if place.at is At.KEY:
        yield from _keys(place, schemas, text, language)
        return
    yield from _names(place, text, language, policies)
    before = " " if place.space else ""
    for word, info in _words(schemas, language):
        if place.at is not At.ITEM or word not in place.beside:
            yield Option(word, before + word, len(before + word), info, "word")
    for option in _keys(place, schemas, text, language):
        if place.at is At.ITEM and not place.flow:
            yield option
        else:
            opening = f"{before}{{"
            yield Option(
                option.label,
                f"{opening}{option.insert}}}",
                len(opening) + option.caret,
                option.info,
                option.kind,
                option.required,
            )


# Keys


def _keys(place: Place, schemas: Sequence[_Schema], text: str, language: str) -> Iterator[Option]:
    """The keys that are not there yet, those that must be first."""
    beside = place.beside if place.at is At.KEY else frozenset()
    in_brackets = place.flow or place.at is At.VALUE
    for schema in schemas:
        needed = schema.get("required", ())
        known: _Schema = schema.get("properties", {})
        others = schema.get("additionalProperties")
        if not known and isinstance(others, dict):
            known = dict.fromkeys(_step_names(text), others)
        wanted = [name for name in known if name not in beside and not _is_taken(name, beside)]
        for name in sorted(wanted, key=lambda one: (one not in needed, one in _TOGETHER)):
            value = known[name]
            insert, caret = (name, len(name)) if place.colon else _written(name, value, place.indent, flow=in_brackets)
            fact = CONDITION_FACTS.get(name) if _is_condition(schema) else None
            info = _info(value) if fact is None or language == "sv" else fact.en
            kind = "fact" if fact else "comparison" if "is_not" in known else "key"
            yield Option(name, insert, caret, info, kind, name in needed)
    if place.at is At.KEY and not place.flow and not place.colon:
        for schema in schemas:
            if "items" in schema:
                yield from _items(place, schema["items"], text, language)


def _items(place: Place, items: _Schema, text: str, language: str) -> Iterator[Option]:
    """What begins an item on a line of its own, with the dash."""
    schemas = [*_expanded(read_schema("policy"), items)]
    inner = Place(At.ITEM, place.path, place.start, place.end, indent=place.indent + 2)
    for schema in schemas:
        if len(schema.get("required", ())) > 1:
            yield _template(schema, place.indent)
    for option in _keys(inner, schemas, text, language):
        yield Option(
            f"- {option.label}", f"- {option.insert}", option.caret + 2, option.info, option.kind, option.required
        )
    for word, info in _words(schemas, language):
        yield Option(f"- {word}", f"- {word}", len(word) + 2, info, "word")


def _template(schema: _Schema, indent: int) -> Option:
    """An item with all the keys that it must have."""
    first, *rest = schema["required"]
    written = "".join([f"- {first}: ", *(f"\n{' ' * (indent + 2)}{name}: " for name in rest)])
    return Option(schema.get("title", first), written, len(f"- {first}: "), schema.get("description", ""), "item")


def _is_taken(name: str, beside: frozenset[str]) -> bool:
    return _TIME.fullmatch(name) is not None and any(_TIME.fullmatch(other) for other in beside)


def _written(name: str, value: _Schema, indent: int, *, flow: bool) -> tuple[str, int]:
    """A key with what begins its value, and where the cursor goes."""
    schemas = [*_expanded(read_schema("policy"), value)]
    types = {one for schema in schemas for one in _types(schema)}
    opening = ""
    if types == {"object"}:
        opening = "{}" if flow or any(_is_condition(schema) for schema in schemas) else "\n"
    elif types == {"array"}:
        plain = all("properties" not in inner for schema in schemas for inner in _items_of(schema))
        opening = "[]" if flow or plain else "\n"
    if opening == "\n":
        dash = "- " if types == {"array"} else ""
        written = f"{name}:\n{' ' * (indent + 2)}{dash}"
        return written, len(written)
    written = f"{name}: {opening}"
    return written, len(written) - (1 if opening else 0)


def _items_of(schema: _Schema) -> Iterator[_Schema]:
    if "items" in schema:
        yield from _expanded(read_schema("policy"), schema["items"])


def _types(schema: _Schema) -> Iterator[str]:
    if "enum" in schema:
        yield "string"
    types = schema.get("type", ())
    yield from [types] if isinstance(types, str) else types


def _is_condition(schema: _Schema) -> bool:
    return "none" in schema.get("properties", {})


def _info(schema: _Schema) -> str:
    """What a key means, by its own description or that of what it refers to."""
    root = read_schema("policy")
    for one in _expanded(root, schema):
        told = one.get("description") or one.get("title")
        if told:
            return str(told)
    return ""


# Values


def _words(schemas: Sequence[_Schema], language: str) -> Iterator[tuple[str, str]]:
    """The words and forms of a value, each with what it means."""
    for schema in schemas:
        told = schema.get("enumDescriptions", ())
        for at, value in enumerate(schema.get("enum", ())):
            yield str(value), told[at] if at < len(told) else ""
        for snippet in schema.get("defaultSnippets", ()):
            yield snippet.get("bodyText") or flow(snippet["body"]), snippet.get("description", "")
        if "boolean" in _types(schema):
            yield "true", _WORDS[True][language]
            yield "false", _WORDS[False][language]
        for example in schema.get("examples", ()):
            yield flow(example), _WORDS["example"][language]


def _names(place: Place, text: str, language: str, policies: Iterable[str]) -> Iterator[Option]:
    """Names of steps and policies, where a value is one."""
    ends = tuple(part for part in place.path if isinstance(part, str) and part not in {"is", "is_not", "one_of"})[-1:]
    before = " " if place.space else ""
    names: Iterable[str] = ()
    kind = "step"
    if ends in {("at_step",), ("last_step",)}:
        names = _step_names(text)
    elif ends == ("continue_in",) or place.path[-1:] == ("policy",) != place.path:
        own = set(_POLICY.findall(text))
        names, kind = [name for name in policies if name not in own or ends == ("policy",)], "policy"
    for name in names:
        if name not in place.beside:
            yield Option(name, before + name, len(before + name), _WORDS[kind][language], kind)


def _step_names(text: str) -> list[str]:
    return [*dict.fromkeys(_STEP.findall(text))]


# The schema


def _at_path(root: _Schema, path: Path) -> Iterator[_Schema]:
    """Every schema that what stands at ``path`` may follow."""
    schemas = [*_expanded(root, root)]
    for part in path:
        below: list[_Schema] = []
        for schema in schemas:
            if isinstance(part, int):
                inner = schema.get("items")
            else:
                others = schema.get("additionalProperties")
                inner = schema.get("properties", {}).get(part, others if isinstance(others, dict) else None)
            if inner is not None:
                below += _expanded(root, inner)
        schemas = below
    yield from schemas


def _expanded(root: _Schema, schema: _Schema) -> Iterator[_Schema]:
    """A schema, what it refers to, and each of the forms that it gives a choice of."""
    yield {key: value for key, value in schema.items() if key != "$ref"}
    if "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        yield from _expanded(root, target)
    for branch in [*schema.get("anyOf", ()), *(schema[key] for key in ("then", "else") if key in schema)]:
        yield from _expanded(root, branch)
