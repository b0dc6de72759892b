"""JSON and NDJSON to rows: numbers with a point become Decimals, never floats; whatever else they hold stays as written.

JSON is one list of objects, NDJSON one object on each line. A JSON file that breaks off is refused whole, since nobody can
tell what it has lost; a bad line of NDJSON is one bad row.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dunning_engine.ledger.table import Row, Table, place, table_of, unusable
from dunning_engine.problems import Problem
from dunning_engine.text.json_text import SPACE, JsonReader

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_json(text: str, file: str) -> Table:
    """The table in a JSON text: a list of objects."""
    if not text.strip(SPACE):
        return unusable(file, "DE551", "the file is empty", hint="write a list of objects: [{...}, {...}]")
    reader = JsonReader()
    try:
        rows = [_row(value, reader.twice, file, line) for line, value in _items(reader, text)]
    except json.JSONDecodeError as error:
        ends = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip(SPACE))
        hint = "the file breaks off here: was it written whole?" if ends else None
        if text.lstrip(SPACE).startswith("{"):
            hint = "one object on each line is NDJSON, and its name ends in .ndjson; one alone is written [{...}]"
        message = f"the file is not a list of objects: {error.msg}"
        return unusable(file, "DE553", message, hint=hint, line=error.lineno, column=error.colno)
    except RecursionError:
        return unusable(file, "DE553", "the file is not a ledger: its values are nested too deep")
    return table_of(file, _columns(rows), rows)


def read_ndjson(text: str, file: str) -> Table:
    """The table in a text with one JSON object on each line; blank lines are passed over."""
    if not text.strip(SPACE):
        return unusable(file, "DE551", "the file is empty", hint="write one object on each line")
    if text.strip(SPACE).startswith("[") and text.rstrip(SPACE).endswith("]"):
        return unusable(file, "DE553", "the file is one list", hint="a list is JSON, and its name ends in .json")
    reader = JsonReader()
    rows = []
    for line, written in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if not written.strip(SPACE):
            continue
        try:
            rows.append(_row(reader.whole(written), reader.twice, file, line))
        except json.JSONDecodeError as error:
            rows.append(_bad(file, line, f"the line is not JSON: {error.msg}", error.colno))
        except RecursionError:
            rows.append(_bad(file, line, "the line is not an invoice: its values are nested too deep"))
    return table_of(file, _columns(rows), rows)


def _items(reader: JsonReader, text: str) -> Iterator[tuple[int, Any]]:
    """Each item of the list with the line it starts on."""
    position = _expect(text, 0, "[", "a ledger starts with '['")
    line, counted = 1, 0
    if _past_space(text, position) < len(text) and text[_past_space(text, position)] == "]":
        _end(text, _past_space(text, position) + 1)
        return
    while True:
        position = _past_space(text, position)
        line, counted = line + text.count("\n", counted, position), position
        value, position = reader.value(text, position)
        yield line, value
        position = _past_space(text, position)
        if text.startswith("]", position):
            _end(text, position + 1)
            return
        position = _expect(text, position, ",", "Expecting ',' or ']'")


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in SPACE:
        position += 1
    return position


def _expect(text: str, position: int, character: str, message: str) -> int:
    position = _past_space(text, position)
    if not text.startswith(character, position):
        raise json.JSONDecodeError(message, text, position)
    return position + 1


def _end(text: str, position: int) -> None:
    position = _past_space(text, position)
    if position < len(text):
        raise json.JSONDecodeError("Extra data", text, position)


def _row(value: Any, twice: str | None, file: str, line: int) -> Row:
    if not isinstance(value, dict):
        return _bad(file, line, f"an object was expected here, not {json.dumps(value, default=str)[:60]}")
    values = {name: held for name, held in value.items() if held is not None and held != ""}
    if twice is None:
        return Row(line, values)
    return Row(line, values, _bad(file, line, f"the key '{twice}' stands twice").problem)


def _bad(file: str, line: int, message: str, column: int = 1) -> Row:
    return Row(line, {}, Problem(code="DE552", message=message, span=place(file, line, column)))


def _columns(rows: list[Row]) -> dict[str, None]:
    return dict.fromkeys(name for row in rows for name in row.values)
