"""Threads for calls that take long, so that short ones are answered meanwhile; only so many large calls wait for them."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from dunning_engine.service.problem import refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")

_THREADS = 2  # one call that takes seconds leaves room for another; more would only share the same core
_WAITING = 32
_RETRY_AFTER = "1"


class Threads:
    """``call`` refuses what is too much, ``in_turn`` waits however long it takes."""

    def __init__(self, *, threads: int = _THREADS, waiting: int = _WAITING) -> None:
        """Start nothing yet: a thread is started when it is first needed."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="large-call")
        self._room = threading.BoundedSemaphore(threads + waiting)

    async def call(self, work: Callable[[], T]) -> T:
        """What ``work`` gives back. Raises ``RequestError``, 503, where too many calls wait already."""
        if not self._room.acquire(blocking=False):
            raise refusal(503, "DE615", "too many large calls are waiting", Retry_After=_RETRY_AFTER)
        future = self._pool.submit(work)
        future.add_done_callback(
            self._leave
        )  # when the work ends: one that nobody waits for any more still takes its time
        return await asyncio.wrap_future(future)

    async def in_turn(self, work: Callable[[], T]) -> T:
        """What ``work`` gives back, a small part of a call that has been let in."""
        return await asyncio.wrap_future(self._pool.submit(work))

    def _leave(self, _: Future[T]) -> None:
        self._room.release()
