"""An entry of the catalogue of problem codes."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """``title`` in a few words; ``cause`` and ``cure`` as sentences for somebody who writes policies."""

    title: str
    cause: str
    cure: str
