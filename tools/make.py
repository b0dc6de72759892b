"""Remakes everything that is made from the code: ``python tools/make.py``.

That is the pages of facts, errors, actions and steps, the schemas, and the output that pages show.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

TOP = Path(__file__).resolve().parent.parent
TOOLS = (
    *("condition_schema", "mapping_schema", "fact_pages", "errors_page", "actions_page", "steps_page"),
    *("timeline_schema", "timeline_pictures", "openapi_schema"),
)


def made() -> dict[Path, str]:
    """Every file that is made whole, with its text."""
    return {path: text for tool in TOOLS for path, text in made_by(tool).items()}


def made_by(tool: str) -> dict[Path, str]:
    """The files of one tool; some are made from what those before it have made."""
    files: dict[Path, str] = _module(f"tools/{tool}.py").files()
    return files


def shown() -> dict[Path, str]:
    """Every page written by hand, with the output that it shows as it is printed now."""
    runner: Any = _module("tools/shown.py")
    whole = made()
    return {page: runner.refreshed(page) for page in runner.pages() if page not in whole}


def main() -> None:
    """Write what is not current, and name it."""
    for tool in TOOLS:
        _write(made_by(tool))
    _write(shown())


def _write(files: dict[Path, str]) -> None:
    for path, text in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(TOP)}\n")


def _module(place: str) -> ModuleType:
    path = TOP / place
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
