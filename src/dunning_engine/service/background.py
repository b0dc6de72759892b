"""What goes on beside requests: policies and tokens are read again when their files change."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from multiprocessing import parent_process
from typing import TYPE_CHECKING

from dunning_engine.problems import Severity
from dunning_engine.service.logs import log, places_of
from dunning_engine.service.ready import place_of
from dunning_engine.service.token import TokenError, read_tokens

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from starlette.types import Message, Receive

    from dunning_engine.problems import Problem
    from dunning_engine.service.guarded import Guarded
    from dunning_engine.service.served import PolicyStore, Served

_LOOK_AGAIN = 1.0  # seconds between looks at the file of tokens
_TRY_AGAIN = 5.0  # seconds after something unforeseen


@asynccontextmanager
async def watching(guard: Guarded, store: PolicyStore, receive: Receive) -> AsyncIterator[Receive]:
    """Watch the files of policies and tokens meanwhile; gives back what the app is to hear of its life from.

    Nothing is watched any more when the app hears that it ends: once it has said that it has, the server waits for nothing.
    """
    store.tell(Listener(guard, store))
    guard.metrics.policies()
    _end_with_parent()
    tasks = [asyncio.create_task(_for_ever(store.watch))]
    file = guard.settings.token_file
    if file is not None:
        tasks.append(asyncio.create_task(_for_ever(lambda: _watch_tokens(guard, file))))

    async def end() -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def told() -> Message:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await end()
        return message

    try:
        yield told
    finally:
        await end()


class Listener:
    """Writes into the log and the metrics what becomes of the policies' files."""

    def __init__(self, guard: Guarded, store: PolicyStore) -> None:
        self._metrics = guard.metrics
        self._store = store

    def loaded(self, served: Served) -> None:
        """A generation passed."""
        self._metrics.policies()
        log().info("policies loaded", generation=served.generation, digest=served.digest, policies=[*served.policies])

    def refused(self, problems: tuple[Problem, ...]) -> None:
        """Newer files do not pass; one line says so."""
        self._metrics.policies()
        errors = [place_of(problem) for problem in problems if problem.severity is Severity.ERROR]
        log().error("policies refused", still_served=self._store.served is not None, problems=errors)


def _end_with_parent() -> None:
    """Let a worker end when whoever started it is gone: nothing would ever tell it to."""
    parent = parent_process()
    if parent is not None:
        loop = asyncio.get_running_loop()

        def end() -> None:
            loop.remove_reader(parent.sentinel)
            os.kill(os.getpid(), signal.SIGTERM)

        loop.add_reader(parent.sentinel, end)


async def _watch_tokens(guard: Guarded, file: Path) -> None:
    """Let the tokens through that stand in the file now; where it cannot be used, those that stood there before."""
    seen: tuple[int, ...] | None = None
    while True:
        now = await asyncio.to_thread(_stamp, file)
        if now != seen:
            try:
                token = await asyncio.to_thread(read_tokens, file)
            except TokenError as error:
                log().error("tokens refused", reason=str(error))
            else:
                if token != guard.token:
                    guard.token = token
                    log().info("tokens changed", count=len(token.digests))
            seen = now
        await asyncio.sleep(_LOOK_AGAIN)


async def _for_ever(work: Callable[[], Awaitable[None]]) -> None:
    """Do it again after whatever goes wrong: a service that no longer hears of changes would look well."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - see above
            log().error("watching failed", error=places_of(error))
            await asyncio.sleep(_TRY_AGAIN)
        else:
            return


def _stamp(file: Path) -> tuple[int, ...] | None:
    try:
        found = os.stat(file)  # noqa: PTH116 - through links, of a path that may be gone
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size
