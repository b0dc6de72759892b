"""The traps in feature files: what Gherkin lets pass in silence, found before a scenario is trusted.

A scenario whose first keyword is unknown has no steps and passes; a line with an unknown keyword before the first known one
is taken for description; two scenarios of one name overwrite each other; an outline without rows runs once, unfilled; a
byte order mark, decomposed letters and no-break spaces look right and match nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_Found: TypeAlias = tuple[int, str, str]

# The keywords of steps, English and Swedish, each with words that people take for it.
_KEYWORDS = (
    ("Given", "Givet", {"given", "givet", "förutsatt", "antag", "anta"}),
    ("When", "När", {"when", "när"}),
    ("Then", "Så", {"then", "så", "då"}),
    ("And", "Och", {"and", "och"}),
    ("But", "Men", {"but", "men"}),
    ("*", "*", {"*"}),
    ("Examples:", "Exempel:", {"examples", "scenarios", "exempel"}),
)
_INVISIBLE = {
    "\u00a0": ("no-break space", "hårt mellanslag"),
    "\u202f": ("narrow no-break space", "smalt hårt mellanslag"),
    "\u2007": ("figure space", "siffermellanslag"),
    "\u200b": ("zero width space", "mellanslag utan bredd"),
    "\u00ad": ("soft hyphen", "mjukt bindestreck"),
    "\ufeff": ("byte order mark", "byteordningsmärke"),
}
_LANGUAGE = re.compile(r"^\s*#\s*language\s*:\s*([a-zA-Z_-]+)", re.MULTILINE)
_NO_LANGUAGE = "Language not supported: "
_SWEDISH = "# language: sv"
_PLACEHOLDER = re.compile(r"<([^<>\n]+)>")


@dataclass(frozen=True, slots=True, order=True)
class Trap:
    """One thing in a feature file that would not do what it seems to; lines count from 1.

    ``message`` is English, ``swedish`` the same in Swedish.
    """

    file: str
    line: int
    message: str
    swedish: str

    def __str__(self) -> str:
        """``file:line: message``."""
        return f"{self.file}:{self.line}: {self.message}"

    def said(self, language: str) -> str:
        """The message in a language, ``sv`` or ``en``."""
        return self.swedish if language == "sv" else self.message


def language_of(path: Path) -> str:
    """The language that a feature file says it is in; English where it says nothing, or cannot be read."""
    try:
        found = _LANGUAGE.search(path.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError:
        return "en"
    return found[1] if found else "en"


def shown(file: str) -> str:
    """A file as people find it from where they are."""
    path, here = Path(file), Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else file


def traps(path: Path) -> tuple[Trap, ...]:
    """All traps in one feature file, in the order of its lines."""
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return (
            Trap(
                file, line, "this is not UTF-8: save the file as UTF-8", "det här är inte UTF-8: spara filen som UTF-8"
            ),
        )
    found = [Trap(file, *trap) for trap in _in_text(text)]
    try:
        document = cast("dict[str, Any]", Parser().parse(text.removeprefix("\ufeff")))
    except CompositeParserException as error:
        unreadable = [(one.location["line"], str(one).partition("): ")[2]) for one in error.errors]
        return tuple(sorted((*found, *_unreadable(file, unreadable))))
    found += [Trap(file, *trap) for trap in _in_document(document, text)]
    return tuple(sorted(found))


def _unreadable(file: str, errors: Iterable[tuple[int, str]]) -> Iterator[Trap]:
    """Lines that the parser cannot place; what it expects there, in its own names of kinds of lines, helps nobody.

    Where already the first line is not what it takes it for, it complains of each that follows.
    """
    for line, message in errors:
        expected, got, found = message.partition(", got ")
        if message.startswith(_NO_LANGUAGE):
            name = message.removeprefix(_NO_LANGUAGE)
            yield Trap(
                file,
                line,
                f"no features are written in the language '{name}': write '# language: sv' or '# language: en'",
                f"det finns inget språk '{name}' för egenskaper: skriv '# language: sv' eller '# language: en'",
            )
            return
        if "#FeatureLine" in expected:
            swedish = found.startswith("'Egenskap:")
            yield Trap(
                file,
                line,
                f"a feature is expected first, not {found}" + (f"; write '{_SWEDISH}' above it" if swedish else ""),
                f"först väntas en egenskap, inte {found}" + (f"; skriv '{_SWEDISH}' ovanför" if swedish else ""),
            )
            return
        if got:
            yield Trap(file, line, f"another line is expected here than {found}", f"här väntas en annan rad än {found}")
        else:
            yield Trap(file, line, message, f"kan inte läsas som Gherkin: {message}")


def _in_text(text: str) -> Iterator[_Found]:
    for number, line in enumerate(text.split("\n"), start=1):
        for character, (name, namn) in _INVISIBLE.items():
            if character in line:
                code, column = f"U+{ord(character):04X}", line.index(character) + 1
                yield (
                    number,
                    f"{name} ({code}) in column {column}: it looks right and matches nothing",
                    f"{namn} ({code}) i kolumn {column}: det ser rätt ut men stämmer inte med något",
                )
        if line != unicodedata.normalize("NFC", line):
            yield (
                number,
                "decomposed letters (å, ä, ö as two characters): save the file in Unicode form NFC",
                "delade bokstäver (å, ä, ö som två tecken): spara filen i Unicode-form NFC",
            )


def _in_document(document: dict[str, Any], text: str) -> Iterator[_Found]:
    feature = document.get("feature")
    if feature is None:
        yield 1, "there is no feature here", "här finns ingen egenskap"
        return
    seen: dict[str, int] = {}
    scenarios = list(_scenarios(feature))
    if not scenarios:
        yield feature["location"]["line"], "the feature has no scenarios", "egenskapen har inga scenarier"
    for scenario in scenarios:
        line = scenario["location"]["line"]
        name = scenario["name"]
        if not name:
            yield line, "the scenario has no name", "scenariot har inget namn"
        elif name in seen:
            yield (
                line,
                f"two scenarios are called {name!r}, the first on line {seen[name]}: only one of them would run",
                f"två scenarier heter {name!r}, det första på rad {seen[name]}: bara ett av dem skulle köras",
            )
        seen.setdefault(name, line)
        yield from _in_scenario(scenario)
    keywords = {word: names[feature["language"] == "sv"] for *names, words in _KEYWORDS for word in words}
    yield from _in_descriptions(feature, [line.strip() for line in text.split("\n")], keywords)


def _in_scenario(scenario: dict[str, Any]) -> Iterator[_Found]:
    line, name = scenario["location"]["line"], scenario["name"]
    if not scenario["steps"]:
        yield (
            line,
            f"the scenario {name!r} has no steps: its first keyword is unknown in this language",
            f"scenariot {name!r} har inga steg: dess första nyckelord är okänt på det här språket",
        )
    columns: set[str] = set()
    for table in scenario["examples"]:
        if not table.get("tableBody"):
            yield (
                table["location"]["line"],
                "the examples have no rows: the scenario would run once, unfilled",
                "exemplen har inga rader: scenariot skulle köras en gång, oifyllt",
            )
        columns |= {cell["value"] for cell in table.get("tableHeader", {}).get("cells", ())}
    for step in scenario["steps"]:
        line = step["location"]["line"]
        for word in _PLACEHOLDER.findall(_all_text(step)):
            if scenario["examples"] and word not in columns:
                yield line, f"<{word}> is no column of the examples", f"<{word}> är ingen kolumn i exemplen"
            elif not scenario["examples"] and _is_outline_word(word):
                yield (
                    line,
                    f"<{word}> stands in a scenario without examples",
                    f"<{word}> står i ett scenario utan exempel",
                )


def _in_descriptions(node: dict[str, Any], lines: list[str], keywords: Mapping[str, str]) -> Iterator[_Found]:
    """Lines that are meant as steps but became the description of a scenario or a background; ``keywords`` by such words."""
    for child in node["children"]:
        for kind, inner in child.items():
            if kind == "rule":
                yield from _in_descriptions(inner, lines, keywords)
                continue
            number = inner["location"]["line"]
            for line in filter(str.strip, inner["description"].split("\n")):
                # the description has lost the blank lines and the comments in it
                number = next((at for at in range(number, len(lines)) if lines[at] == line.strip()), number) + 1
                word = line.split()[0]
                meant = keywords.get(word.casefold().rstrip(":"))
                if meant is not None:
                    meant += " " * (meant == word)  # it stands there already: what it lacks is the space
                    yield (
                        number,
                        f"{word!r} is no keyword here, write {meant!r}: the line would be read as description",
                        f"{word!r} är inget nyckelord här, skriv {meant!r}: raden skulle läsas som beskrivning",
                    )


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
