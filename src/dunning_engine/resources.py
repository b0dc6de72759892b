"""The files that ship with the package: rules, schemas and examples, in a wheel or in a source checkout.

In an installed package they lie in ``dunning_engine/shipped/``; in a checkout at the top of the repository, where finance
teams edit them.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any


def rules_directory() -> Path:
    """The directory of the shipped policies; the law's dated values lie in ``law/`` below it."""
    return _top() / "rules"


def schemas_directory() -> Path:
    """The directory of the JSON Schemas."""
    return _top() / "schemas"


def examples_directory() -> Path:
    """The directory of the example ledger and its mapping."""
    return _top() / "examples"


def templates_directory() -> Path:
    """The directory of the files that a new folder begins with, a directory for each kind of folder."""
    return Path(__file__).resolve().parent / "templates"


@lru_cache(maxsize=32)
def read_schema(name: str) -> dict[str, Any]:
    """The JSON Schema ``schemas/<name>.schema.json``, numbers with a point as ``Decimal``; shared, so only to be read.

    Raises ``FileNotFoundError`` when there is no schema of that name.
    """
    text = (schemas_directory() / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return schema


@lru_cache(maxsize=1)
def _top() -> Path:
    package = Path(__file__).resolve().parent
    shipped = package / "shipped"
    return shipped if shipped.is_dir() else package.parent.parent
