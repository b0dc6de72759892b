"""Addresses as the log and the metrics name them: ``Routes.of`` gives back the template, never what a client wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

METRICS = "/metrics"
PROBES = frozenset({"/healthz", "/readyz"})
_NONE = "none"


class Routes:
    """Templates such as ``/v1/policies/{name}``."""

    def __init__(self, templates: Iterable[str]) -> None:
        known = {METRICS, *templates}
        self._plain = {one for one in known if "{" not in one}
        self._others = [
            (re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(one))), one) for one in known - self._plain
        ]

    def of(self, path: str) -> str:
        """The template that a path fits, ``none`` where nothing answers."""
        if path in self._plain:
            return path
        return next((template for pattern, template in self._others if pattern.fullmatch(path)), _NONE)
