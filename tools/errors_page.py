"""Makes ``docs/errors.md`` from the catalogue of codes and the golden errors in ``tests/errors``."""

from __future__ import annotations

from pathlib import Path

from dunning_engine.codes import CODES, STAGES

TOP = Path(__file__).resolve().parent.parent
GOLDEN = TOP / "tests" / "errors"
LONGEST = 40  # lines of a file or of what is printed for it

INTRODUCTION = """\
# Errors

What `dunning check` and `dunning evaluate` say when something is wrong, by code: how it comes about, what to do, and an example as it is printed.
Every example is a file in [`tests/errors`](../tests/errors), and is checked at every change.

This page is made by `tools/errors_page.py` from `src/dunning_engine/codes/` and those files; change them, not the page.
"""


def files() -> dict[Path, str]:
    """The page, under its name."""
    return {TOP / "docs" / "errors.md": page()}


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    stage = ""
    for code, entry in CODES.items():
        if code[:3] != stage:
            stage = code[:3]
            parts.append(f"## {STAGES[stage]}\n")
        parts.append(f"### {code} {entry.title}\n\n{entry.cause}\n\n**What to do:** {entry.cure}\n")
        parts += [_example(path) for path in sorted(GOLDEN.glob(f"{code}-*.txt"))]
    return "\n".join(parts)


def _example(path: Path) -> str:
    """What is printed for a wrong file; the file too, where what is printed does not show the place."""
    printed = path.read_text(encoding="utf-8")
    (wrong,) = (file for file in GOLDEN.glob(f"{path.stem}.*") if file != path)
    parts = [f"From [`{wrong.name}`](../tests/errors/{wrong.name}):", ""]
    if "^" not in printed:
        content = wrong.read_text(encoding="utf-8", errors="replace")
        parts += [f"```{wrong.suffix.removeprefix('.')}", *_shortened(content), "```", ""]
    return "\n".join([*parts, "```text", *_shortened(printed), "```", ""])


def _shortened(text: str) -> list[str]:
    lines = text.splitlines()
    return lines if len(lines) <= LONGEST else [*lines[:LONGEST], "…"]
