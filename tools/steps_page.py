"""Makes ``docs/steps.md`` from the step vocabulary itself."""

from __future__ import annotations

from pathlib import Path

from dunning_engine.testing.vocabulary import PHRASES, step_modules

TOP = Path(__file__).resolve().parent.parent

INTRODUCTION = """\
# The steps of a scenario

Scenarios are Gherkin, in Swedish or English, and need no Python:

```
pip install "dunning-engine[testing]"
dunning test
```

runs every `*.feature` below `features/` against the policies in `rules/`, and says which rules and boundaries no scenario shows; [testing.md](testing.md) has
the whole of it. `dunning new policy NAME` begins such a folder.

In a project that runs pytest anyway, `pytest --dunning-features features` runs the same scenarios (`--dunning-rules DIR` names another folder; where there is none, the
policies that ship with the package are used). With `--dunning-features` in `addopts` the features run with every other test. A project that binds
its features itself, with `scenarios("features")` of pytest-bdd, needs no option.

A Swedish feature begins with `# language: sv` and has the keywords Egenskap, Bakgrund, Regel, Scenario, Scenariomall, Exempel, Givet, När, Så, Och,
Men. There is no Då and no Förutsatt: a line that begins with one of them is refused, because Gherkin would read it as description and skip it.
Refused as well, with file and line: a scenario without steps, two scenarios of one name, examples without rows, a `<word>` that no example fills, a
step that two definitions match, a table or a text that the step does not read, or that it reads and lacks, a byte order mark, no-break spaces, and
letters stored as two characters. A misspelt step is answered with the known ones nearest to it, a misspelt fact, column, event or action with the one
that was probably meant.

Amounts may be written `60`, `60.00`, `60,00` or `10 000,00 kr`; days are `2026-03-12`; yes and no are `ja`, `nej`, `true`, `false`. The facts of an
invoice and the fields of an event have the names in [facts.md](facts.md). A tag such as `@krav-1.7` names the requirement that a scenario shows;
`pytest -m krav-1.7` runs those scenarios. Both languages may stand in one feature; only the keywords belong to the language of the file.

A whole scenario:

```gherkin
# language: sv
Egenskap: Våra påminnelser

  Scenario: Tio dagar efter förfallodagen
    Givet policyn "fakturaservice"
    Och en faktura:
      | invoice       | 1001       |
      | customer      | 17         |
      | customer_kind | business   |
      | issued_on     | 2026-02-01 |
      | due_on        | 2026-03-02 |
      | amount        | 10 000,00  |
      | currency      | SEK        |
      | sent_by       | email      |
    När den 2026-03-12 kommer
    Så föreslås "reminder"
    Och avgiften är 60,00 kr
    Och räntan är 27,40 kr
```

The values below are examples. This page is made by `tools/steps_page.py` from `src/dunning_engine/testing/`; change that, not the page.
"""

_TITLES = {"given": "Givet · Given", "when": "När · When", "then": "Så · Then"}
_TAKES = {"table": "a table follows", "docstring": 'text between `"""` follows', None: ""}


def files() -> dict[Path, str]:
    """The page, under its name."""
    return {TOP / "docs" / "steps.md": page()}


def page() -> str:
    """The whole page."""
    step_modules()
    parts = [INTRODUCTION]
    for moment, title in _TITLES.items():
        parts.append(f"## {title}\n")
        for phrase in PHRASES:
            if phrase.moment == moment:
                lines = [*phrase.lines("sv"), *phrase.lines("en")]
                takes = f" ({_TAKES[phrase.takes]})" if phrase.takes else ""
                parts.append("\n".join([f"{phrase.meaning}{takes}", "", "```", *lines, "```", ""]))
    return "\n".join(parts)
