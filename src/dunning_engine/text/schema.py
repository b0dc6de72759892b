"""The shape of a document: what its JSON Schema says, in the reader's words, at the place where it stands.

``check_shape`` gives back every problem of shape, DE201 to DE213. The schema decides what is wrong; the words, the place and the
hint are ours, since a validator's own message speaks of schemas to people who write policies.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any, TypeAlias

from dunning_engine.problems import sort_problems
from dunning_engine.resources import read_schema
from dunning_engine.text.suggest import closest
from dunning_engine.text.wording import (
    DATE_PATTERN,
    KEYWORDS,
    Finding,
    flow,
    kind,
    matches,
    names,
    not_one_of,
    show,
    words_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dunning_engine.problems import Problem
    from dunning_engine.text.source import Document, Path

_Error: TypeAlias = Any  # a jsonschema ValidationError, whose fields are typed too loosely to check against
_MOST_KEYS_LISTED = 12
_BY_EXAMPLE = frozenset({"DE201", "DE211"})
_OF_KEYS = frozenset({"DE204", "DE205"})  # several of these may stand at one place


def check_shape(document: Document, schema_name: str) -> tuple[Problem, ...]:
    """Every problem of ``document`` against ``schemas/<schema_name>.schema.json``, in the order of the file.

    A value that ``read_yaml`` has refused already (None) is not spoken of again.
    """
    validator = _validator(schema_name)
    found: dict[object, Problem] = {}
    for error in validator.iter_errors(document.value):
        for problem in _problems(document, error, validator.schema):
            several = problem.code in _OF_KEYS
            found.setdefault((problem.span, problem.code, problem.message) if several else problem.span, problem)
    return sort_problems(found.values())


@lru_cache(maxsize=16)
def _validator(schema_name: str) -> Any:
    from jsonschema import Draft202012Validator, ValidationError, validators  # noqa: PLC0415 - slow to import

    def pattern(_: object, wanted: str, value: Any, __: object) -> Iterator[ValidationError]:
        if isinstance(value, str) and not matches(wanted, value):
            yield ValidationError(wanted)

    extend: Any = validators.extend
    return extend(Draft202012Validator, {"pattern": pattern})(read_schema(schema_name))


def _problems(document: Document, error: _Error, root: Mapping[str, Any]) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    keyword, value = str(error.validator), error.instance
    if value is None:
        return
    if "propertyNames" in error.schema_path:
        yield _name_refused(document, (*path, str(value)), error)
    elif keyword == "additionalProperties":
        yield from _unknown_keys(document, path, error)
    elif keyword in {"required", "dependentRequired"}:
        yield from _missing_keys(document, path, error, root)
    elif keyword == "uniqueItems":
        yield _repeated(document, path, value)
    elif keyword in {"anyOf", "oneOf"}:
        yield from _alternatives(document, path, error, root)
    elif keyword == "enum":
        yield _at(document, path, not_one_of(error.validator_value, value, _other_types(error, root)))
    elif keyword == "type" and error.schema.get("pattern") == DATE_PATTERN and not isinstance(value, dict | list):
        yield _at(document, path, KEYWORDS["pattern"](DATE_PATTERN, value))
    elif keyword in KEYWORDS:
        yield _at(document, path, _with_example(KEYWORDS[keyword](error.validator_value, value), path, error.schema))
    else:  # "not"
        yield document.problem("DE213", "this cannot stand here", path, on="key", hint="remove it")


def _at(document: Document, path: Path, finding: Finding) -> Problem:
    return document.problem(finding.code, finding.message, path, hint=finding.hint)


def _with_example(finding: Finding, path: Path, schema: Mapping[str, Any]) -> Finding:
    """A kind or a number of values that does not fit, with what the schema gives as an example."""
    shown = _example(path[-1] if path else None, schema)
    return replace(finding, hint=shown) if shown and finding.code in _BY_EXAMPLE else finding


def _example(key: Any, schema: Any, around: Any = None) -> str | None:
    """What to write at ``key``, where its schema has an example, or the one ``around`` it has one with that key."""
    found = _shown(schema)
    if found is None:
        whole = _shown(around)
        found = whole.get(key) if isinstance(whole, dict) else None
    return None if found is None or not isinstance(key, str) else f"write for example '{key}: {flow(found)}'"


def _shown(schema: Any) -> Any:
    """The example of a schema, or the mapping that it gives to editors first of all; None where there is neither."""
    if not isinstance(schema, dict):
        return None
    mappings = (snippet.get("body") for snippet in schema.get("defaultSnippets", ())[:1])
    return next(iter([*schema.get("examples", ()), *(body for body in mappings if isinstance(body, dict))]), None)


# Keys


def _unknown_keys(document: Document, path: Path, error: _Error) -> Iterator[Problem]:
    known, needed = list(error.schema.get("properties", {})), error.schema.get("required", ())
    for key in error.instance:
        if key not in known:
            near = _key_meant(key, known, error.instance)
            hint = f"did you mean '{near}'?" if near else None
            if hint is None and 0 < len(known) <= _MOST_KEYS_LISTED:
                hint = f"allowed here: {', '.join(known)}"
            code, message = "DE204", f"unknown key {show(key)}"
            if near in needed and near not in error.instance:  # said once, and as what is worse
                code, message = "DE205", f"key '{near}' is missing; {show(key)} stands here"
            yield document.problem(code, message, (*path, key), on="key", hint=hint)


def _key_meant(key: str, known: list[str], mapping: Mapping[str, Any]) -> str | None:
    return closest(key, [name for name in known if name not in mapping]) or closest(key, known)


def _name_refused(document: Document, path: Path, error: _Error) -> Problem:
    finding = KEYWORDS[str(error.validator)](error.validator_value, error.instance)
    code = "DE204" if error.validator == "enum" else finding.code
    message = f"unknown key {show(error.instance)}" if code == "DE204" else finding.message
    return document.problem(code, message, path, on="key", hint=finding.hint)


def _missing_keys(document: Document, path: Path, error: _Error, root: Mapping[str, Any]) -> Iterator[Problem]:
    value, known = error.instance, list(error.schema.get("properties", {}))
    closed = error.schema.get("additionalProperties") is False  # then a misspelt key is spoken of already
    misspelt = {_key_meant(key, known, value) for key in value if closed and key not in known}
    if error.validator == "required":
        missing = {name: _because(error, root) for name in error.validator_value}
    else:
        pairs = [(name, key) for key, needed in error.validator_value.items() if key in value for name in needed]
        missing = {name: f"; '{key}' needs it" for name, key in pairs}
    for name, reason in missing.items():
        if name not in value and name not in misspelt:
            cure = _example(name, error.schema.get("properties", {}).get(name), error.schema)
            yield document.problem("DE205", f"key '{name}' is missing{reason}", path, on="key", hint=cure)


def _repeated(document: Document, path: Path, items: list[Any]) -> Problem:
    later = next(n for n, item in enumerate(items) if item in items[:n])
    first = document.value_span((*path, items.index(items[later])))
    message = f"{show(items[later])} stands twice in the list"
    return document.problem("DE212", message, (*path, later), hint="keep one of them", related=(first,))


# Choices between schemas


def _alternatives(document: Document, path: Path, error: _Error, root: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems of the branch that was meant: the one whose type is the value's."""
    branches: dict[Any, list[_Error]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    fitting = [errors for errors in branches.values() if not any(_rejects(inner) for inner in errors)]
    if not fitting and not isinstance(error.instance, dict | list):
        fitting = [errors for errors in branches.values() if not any(_wants_nested(inner) for inner in errors)]
    if len(fitting) == 1 or (fitting and isinstance(error.instance, dict)):
        for inner in min(fitting, key=len):
            yield from _problems(document, inner, root)
        return
    if not branches:
        yield document.problem("DE213", "this fits two forms at once", path)
        return
    rejections = [inner for errors in branches.values() for inner in errors if _rejects(inner)]
    rejections.sort(key=_wants_nested)  # plain values are named first
    wanted = [word for inner in rejections for word in words_for(str(inner.validator), inner.validator_value)]
    message = f"{names(wanted)} is wanted here, not {kind(error.instance)}" if wanted else "this fits none of its forms"
    yield document.problem("DE213", message, path)


def _rejects(inner: _Error) -> bool:
    return not inner.relative_path and inner.validator in {"type", "enum", "const"}


def _wants_nested(inner: _Error) -> bool:
    return not inner.relative_path and inner.validator == "type" and inner.validator_value in {"object", "array"}


# Where in the schema an error arose


def _other_types(error: _Error, root: Mapping[str, Any]) -> list[str]:
    """The types allowed beside a word, where the list of words stands under ``if: {type: string}``."""
    around = _conditional(error, root)
    types = around.get("type", []) if around else []
    return [name for name in types if name != "string"] if isinstance(types, list) else []


def _because(error: _Error, root: Mapping[str, Any]) -> str:
    """``; 'action' is 'demand'``: the condition under which the schema wants what is missing."""
    around = _conditional(error, root)
    if around is None:
        return ""
    tested = {name: schema["const"] for name, schema in around["if"].get("properties", {}).items() if "const" in schema}
    return "".join(f"; '{name}' is {show(value)}" for name, value in tested.items())


def _conditional(error: _Error, root: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The innermost schema on the way to ``error`` whose ``if`` sent it to ``then``."""
    node: Any = root
    found: Mapping[str, Any] | None = None
    for step in error.absolute_schema_path:  # which leaves out "$ref" and "if"
        while isinstance(node, dict) and step not in node and "$ref" in node:
            node = reduce(lambda schema, part: schema[part], node["$ref"].removeprefix("#/").split("/"), root)
        if step == "then" and "if" in node:
            found = node
        node = node[step]
    return found
