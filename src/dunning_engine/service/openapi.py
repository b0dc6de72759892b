"""The service's OpenAPI 3.1, ``schemas/openapi.json``; ``tools/openapi_schema.py`` makes it from the JSON Schemas."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from dunning_engine.resources import schemas_directory


@lru_cache(maxsize=2)
def openapi_document(*, with_token: bool) -> dict[str, Any]:
    """The document as it ships; ``with_token`` says that this service asks for one. Shared, so only to be read."""
    document: dict[str, Any] = json.loads((schemas_directory() / "openapi.json").read_bytes())
    if with_token:
        document["security"] = [way for way in document["security"] if way]
    return document
