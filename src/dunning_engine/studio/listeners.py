"""Who is told when something has changed, by topic."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from inspect import isawaitable
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

Topic: TypeAlias = Literal["text", "checked", "invoice", "day", "saved", "language", "file", "dark", "notice", "kept"]
_Call: TypeAlias = "Callable[[], object]"  # what can be awaited is awaited

_log = logging.getLogger(__name__)


class Listeners:
    """Calls who listens; ``around`` gives what a call is made in, asked for when it begins to listen."""

    def __init__(self, around: Callable[[], AbstractContextManager[object]] = nullcontext) -> None:
        self._around = around
        self._listeners: dict[Topic, list[tuple[AbstractContextManager[object], _Call]]] = {}

    def on(self, topic: Topic, call: _Call) -> None:
        """Have ``call`` called, and awaited, whenever what ``topic`` names has changed; where it draws is remembered."""
        self._listeners.setdefault(topic, []).append((self._around(), call))

    async def tell(self, *topics: Topic) -> None:
        """Call who listens; one that fails is no reason for the others not to be called."""
        for topic in topics:
            for around, call in [*self._listeners.get(topic, ())]:
                try:
                    with around:
                        answer = call()
                        if isawaitable(answer):
                            await answer
                except Exception:  # noqa: BLE001 - whatever it is, the others are told
                    _log.exception("a panel failed on '%s'", topic)
