"""The service's OpenAPI 3.1, ``schemas/openapi.json``; ``tools/openapi_schema.py`` makes it from the JSON Schemas."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from dunning_engine.resources import schemas_directory


@lru_cache(maxsize=1)
def openapi_bytes() -> bytes:
    """The document as it ships."""
    return (schemas_directory() / "openapi.json").read_bytes()


@lru_cache(maxsize=1)
def openapi_document() -> dict[str, Any]:
    """The document as plain values; shared, so only to be read."""
    document: dict[str, Any] = json.loads(openapi_bytes())
    return document
