"""The traps in feature files: what Gherkin lets pass in silence, found before a scenario is trusted.

A scenario whose first keyword is unknown has no steps and passes; a line with an unknown keyword before the first known one
is taken for description; two scenarios of one name overwrite each other; an outline without rows runs once, unfilled; a
byte order mark, decomposed letters and no-break spaces look right and match nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Step keywords of the two languages in all their forms, and words that people take for keywords.
_LIKE_KEYWORDS = frozenset(
    {
        *("given", "when", "then", "and", "but", "*", "examples", "scenarios"),
        *("givet", "när", "så", "och", "men", "då", "förutsatt", "antag", "anta", "exempel"),
    }
)
_INVISIBLE = {
    "\u00a0": "no-break space",
    "\u202f": "narrow no-break space",
    "\u2007": "figure space",
    "\u200b": "zero width space",
    "\u00ad": "soft hyphen",
    "\ufeff": "byte order mark",
}
_PLACEHOLDER = re.compile(r"<([^<>\n]+)>")


@dataclass(frozen=True, slots=True, order=True)
class Trap:
    """One thing in a feature file that would not do what it seems to; lines count from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """``file:line: message``."""
        return f"{self.file}:{self.line}: {self.message}"


def traps(path: Path) -> tuple[Trap, ...]:
    """All traps in one feature file, in the order of its lines."""
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return (Trap(file, line, "this is not UTF-8: save the file as UTF-8"),)
    found = [Trap(file, line, message) for line, message in _in_text(text)]
    try:
        document = cast("dict[str, Any]", Parser().parse(text))
    except CompositeParserException as error:
        found += [Trap(file, one.location["line"], str(one).partition("): ")[2]) for one in error.errors]
        return tuple(sorted(found))
    found += [Trap(file, line, message) for line, message in _in_document(document, text)]
    return tuple(sorted(found))


def _in_text(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        for character, name in _INVISIBLE.items():
            if character in line:
                column = line.index(character) + 1
                yield number, f"{name} (U+{ord(character):04X}) in column {column}: it looks right and matches nothing"
        if line != unicodedata.normalize("NFC", line):
            yield number, "decomposed letters (å, ä, ö as two characters): save the file in Unicode form NFC"


def _in_document(document: dict[str, Any], text: str) -> Iterator[tuple[int, str]]:
    feature = document.get("feature")
    if feature is None:
        yield 1, "there is no feature here"
        return
    seen: dict[str, int] = {}
    scenarios = list(_scenarios(feature))
    if not scenarios:
        yield feature["location"]["line"], "the feature has no scenarios"
    for scenario in scenarios:
        line = scenario["location"]["line"]
        name = scenario["name"]
        if not name:
            yield line, "the scenario has no name"
        elif name in seen:
            yield line, f"two scenarios are called {name!r}, the other on line {seen[name]}: only one of them would run"
        seen.setdefault(name, line)
        yield from _in_scenario(scenario)
    yield from _in_descriptions(feature, [line.strip() for line in text.split("\n")])


def _in_scenario(scenario: dict[str, Any]) -> Iterator[tuple[int, str]]:
    line = scenario["location"]["line"]
    if not scenario["steps"]:
        yield line, f"the scenario {scenario['name']!r} has no steps: its first keyword is unknown in this language"
    columns: set[str] = set()
    for table in scenario["examples"]:
        if not table.get("tableBody"):
            yield table["location"]["line"], "the examples have no rows: the scenario would run once, unfilled"
        columns |= {cell["value"] for cell in table.get("tableHeader", {}).get("cells", ())}
    for step in scenario["steps"]:
        for name in _PLACEHOLDER.findall(_all_text(step)):
            if scenario["examples"] and name not in columns:
                yield step["location"]["line"], f"<{name}> is no column of the examples"
            elif not scenario["examples"] and _is_outline_word(name):
                yield step["location"]["line"], f"<{name}> stands in a scenario without examples"


def _in_descriptions(node: dict[str, Any], lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines that are meant as steps but became the description of a scenario or a background."""
    for child in node["children"]:
        for kind, inner in child.items():
            if kind == "rule":
                yield from _in_descriptions(inner, lines)
                continue
            number = inner["location"]["line"]
            for line in filter(str.strip, inner["description"].split("\n")):
                # the description has lost the blank lines and the comments in it
                number = next((at for at in range(number, len(lines)) if lines[at] == line.strip()), number) + 1
                word = line.split()[0]
                if word.casefold().rstrip(":") in _LIKE_KEYWORDS:
                    yield number, f"{word!r} is no keyword here: the line would be read as description"


def _scenarios(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in node["children"]:
        if "scenario" in child:
            yield child["scenario"]
        elif "rule" in child:
            yield from _scenarios(child["rule"])


def _all_text(step: dict[str, Any]) -> str:
    cells = [cell["value"] for row in step.get("dataTable", {}).get("rows", ()) for cell in row["cells"]]
    return "\n".join([step["text"], *cells, step.get("docString", {}).get("content", "")])


def _is_outline_word(name: str) -> bool:
    return re.fullmatch(r"[\w -]+", name) is not None
