from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from dunning_engine.testing.guard import traps

FEATURES = Path(__file__).parents[2] / "features"

HEAD = "# language: sv\nEgenskap: E\n\n"
STEPS = "    Givet a\n    När b\n    Så c\n"
GOOD = HEAD + "  Scenario: S\n" + STEPS


def found(tmp_path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "x.feature"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(trap.line, trap.message) for trap in traps(path)]


def test_a_sound_file_has_no_traps(tmp_path):
    outline = "  Scenariomall: O\n    Så <a>\n\n    Exempel:\n      | a |\n      | 1 |\n"
    rule = "\n  Regel: R\n    Fri text\n    och mera.\n\n    Scenario: T\n      Om vad som visas.\n      Så c\n"
    assert found(tmp_path, GOOD + outline + rule) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(HEAD + "  Scenario: S\n    Då c\n", 4, "has no steps", id="unknown first keyword, nothing else"),
        pytest.param(HEAD + "  Scenario: S\n    Då c\n", 5, "'Då' is no keyword", id="the line itself is named"),
        pytest.param(
            HEAD + "  Scenario: S\n    Förutsatt a\n    Så c\n", 5, "'Förutsatt' is no keyword", id="lost first step"
        ),
        pytest.param(
            HEAD + "  Bakgrund:\n    Antag a\n\n  Scenario: S\n    Så c\n", 5, "'Antag' is no keyword", id="background"
        ),
        pytest.param(
            HEAD + "  Regel: R\n\n    Scenario: S\n\n      Text.\n      Då a\n      Så c\n",
            9,
            "'Då' is no keyword",
            id="rule",
        ),
        pytest.param(HEAD + "  Scenario: S\n    givet a\n    Så c\n", 5, "'givet' is no keyword", id="small letter"),
        pytest.param(HEAD + "  Scenario: S\n    Given a\n    Så c\n", 5, "'Given' is no keyword", id="other language"),
        pytest.param(HEAD + "  Scenario: S\n", 4, "has no steps", id="empty scenario"),
        pytest.param(GOOD + "  Scenario: S\n" + STEPS, 8, "the first on line 4", id="one name twice"),
        pytest.param(
            GOOD + "\n  Regel: R\n    Scenario: S\n      Så c\n", 10, "the first on line 4", id="twice, once in a rule"
        ),
        pytest.param(HEAD + "  Scenario:\n" + STEPS, 4, "has no name", id="no name"),
        pytest.param(HEAD, 2, "no scenarios", id="no scenarios"),
        pytest.param("", 1, "no feature", id="empty file"),
        pytest.param(HEAD + "  Scenariomall: S\n    Så <a>\n\n    Exempel:\n      | a |\n", 7, "no rows", id="no rows"),
        pytest.param(
            HEAD + "  Scenariomall: S\n    Så <b>\n\n    Exempel:\n      | a |\n      | 1 |\n",
            5,
            "<b> is no column",
            id="column",
        ),
        pytest.param(HEAD + "  Scenario: S\n    Så <a>\n", 5, "without examples", id="placeholder without examples"),
        pytest.param(
            HEAD + "  Scenario: S\n    Så c:\n      | <a> |\n", 5, "without examples", id="placeholder in a table"
        ),
        pytest.param("\ufeff" + GOOD, 1, "byte order mark", id="byte order mark"),
        pytest.param(
            GOOD.replace("När b", "När\u00a0b"), 6, "no-break space (U+00A0) in column 8", id="no-break space"
        ),
        pytest.param(
            GOOD.replace("Givet a", "Givet 10\u202f000"), 5, "narrow no-break space", id="narrow no-break space"
        ),
        pytest.param(GOOD.replace("Så c", "Så \u200bc"), 7, "zero width space", id="zero width space"),
        pytest.param(
            GOOD.replace("Så c", unicodedata.normalize("NFD", "Så ö")), 7, "decomposed", id="decomposed letters"
        ),
        pytest.param(GOOD.encode("latin-1"), 6, "not UTF-8", id="another encoding"),
        pytest.param("# language: sv\nScenario: S\n", 2, "expected", id="not Gherkin"),
    ],
)
def test_each_trap_has_its_line(tmp_path, text, line, message):
    assert any(where == line and message in what for where, what in found(tmp_path, text)), found(tmp_path, text)


@pytest.mark.parametrize(
    ("language", "word", "instead"),
    [
        ("sv", "Då", "Så"),
        ("sv", "Förutsatt", "Givet"),
        ("sv", "givet", "Givet"),
        ("sv", "When", "När"),
        ("sv", "Examples:", "Exempel:"),
        ("sv", "Givet\t", "Givet "),
        ("en", "Givet", "Given"),
        ("en", "then", "Then"),
    ],
)
def test_what_is_taken_for_a_keyword_is_answered_with_the_keyword(tmp_path, language, word, instead):
    feature, then = ("Egenskap", "Så") if language == "sv" else ("Feature", "Then")
    text = f"# language: {language}\n{feature}: E\n\n  Scenario: S\n    {word} a\n    {then} c\n"
    said = f"{word.strip()!r} is no keyword here, write {instead!r}: the line would be read as description"
    assert found(tmp_path, text) == [(5, said)]


@pytest.mark.parametrize(
    ("text", "traps_of_it"),
    [
        ("\ufeff" + GOOD, ["byte order mark (U+FEFF) in column 1: it looks right and matches nothing"]),
        (
            GOOD.replace("language: sv", "language: se"),
            ["no features are written in the language 'se': write '# language: sv' or '# language: en'"],
        ),
        (
            GOOD.replace("# language: sv", "# Våra regler"),
            ["a feature is expected first, not 'Egenskap: E'; write '# language: sv' above it"],
        ),
        (GOOD.replace("Egenskap", "Egenskaper"), ["a feature is expected first, not 'Egenskaper: E'"]),
    ],
)
def test_what_is_wrong_with_the_first_line_is_not_said_again_of_each_that_follows(tmp_path, text, traps_of_it):
    assert [what for _, what in found(tmp_path, text)] == traps_of_it


def test_all_traps_of_a_file_come_at_once_in_order(tmp_path):
    text = HEAD + "  Scenario: S\n    Då c\n\n  Scenario: S\n    Så\u00a0c\n"
    lines = [line for line, _ in found(tmp_path, text)]
    assert lines == sorted(lines)
    assert set(lines) == {4, 5, 7, 8}


@pytest.mark.parametrize("path", sorted(FEATURES.glob("*.feature")), ids=lambda path: path.name)
def test_our_own_features_have_no_traps(path):
    assert [str(trap) for trap in traps(path)] == []
