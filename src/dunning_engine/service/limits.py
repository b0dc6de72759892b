"""How large and how slow a request may be: ``read_body`` gives back a body whole, ``Streamed`` one part after the other.

What goes beyond is a `RequestError` as soon as it is seen; the rest of the body is not read.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dunning_engine.service.problem import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Message, Receive

    from dunning_engine.service.problem import RequestError

LARGEST_OF_A_PROBE = 16 * 1024  # of a body that is sent along with a question of whether the service lives, in bytes
LARGEST_HEAD = 32 * 1024  # of a request's line and headers together, in bytes
LINGER_SECONDS, LINGER_BYTES = 1.0, 1024 * 1024  # how long a body that nobody reads any more is thrown away


class ClientGoneError(Exception):
    """The client has closed the connection; nobody waits for an answer."""


def check_head(raw_path: bytes, query: bytes, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Raise `RequestError` (431) where address and headers are too large."""
    if len(raw_path) + len(query) + sum(len(name) + len(value) for name, value in headers) > LARGEST_HEAD:
        raise refusal(431, "DE626", f"the address and the headers are larger than {LARGEST_HEAD:,} bytes together")


async def read_body(receive: Receive, announced: int | None, *, most: int, seconds: float) -> bytes:
    """The body, at most ``most`` bytes of it, ``announced`` as many in Content-Length if that was said.

    Raises `RequestError` (413, 408), and `ClientGoneError` where the connection ends before the body does.
    """
    if announced is not None and announced > most:
        raise _too_large(most, f"{announced:,}")
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise ClientGoneError
                part: bytes = message.get("body", b"")
                size += len(part)
                if size > most:
                    raise _too_large(most, f"more than {most:,}")
                parts.append(part)
                if not message.get("more_body", False):
                    return parts[0] if len(parts) == 1 else b"".join(parts)
    except TimeoutError:
        raise _too_slow(f"the body did not arrive within {seconds:g} seconds") from None


class Streamed:
    """A body of any length, in parts; raises `RequestError` (408) where none arrives for ``seconds``."""

    def __init__(self, receive: Receive, seconds: float) -> None:
        self._receive = receive
        self._seconds = seconds
        self._whole = False
        self.size = 0  # bytes so far

    async def __call__(self) -> Message:
        """The next part; after the last one, the end of the connection, however late."""
        try:
            async with asyncio.timeout(None if self._whole else self._seconds):
                message = await self._receive()
        except TimeoutError:
            raise _too_slow(f"nothing of the stream arrived for {self._seconds:g} seconds") from None
        self.size += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        return message


def _too_large(most: int, size: str) -> RequestError:
    return refusal(413, "DE623", f"the body has {size} bytes; at most {most:,} are read", Connection="close")


def _too_slow(what: str) -> RequestError:
    return refusal(408, "DE624", what, Connection="close")
