"""Work that waits for a quiet moment, is done one at a time, and always ends with the newest state."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


QUIET = 0.25
"""Seconds after the last key, where nothing else is asked for."""


class Newest:
    """``work`` is done once it has not been asked for during ``quiet`` seconds, at the latest after ``rounds`` of them."""

    def __init__(self, work: Callable[[], Awaitable[None]], *, rounds: int, quiet: float | None = None) -> None:
        self._work = work
        self._quiet = QUIET if quiet is None else quiet
        self._rounds = rounds
        self._asked = 0
        self._done = 0
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Have it done soon. What is asked for while it is being done is done again afterwards."""
        self._asked += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def settled(self) -> None:
        """Wait until nothing is asked for any more."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while self._done != self._asked:
            for _ in range(self._rounds):
                asked = self._asked
                await asyncio.sleep(self._quiet)
                if asked == self._asked:
                    break
            asked = self._asked
            await self._work()
            self._done = asked
