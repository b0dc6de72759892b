"""How much memory a stream takes, and how long: ``python benchmarks/service_stream.py [LINES]``, 200,000 without a number.

The service is asked in this process, without a socket, so that what grows is the service's.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dunning_engine.service.app import make_app
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = 200_000
_LOOKS = 8
_IN_A_PIECE = 60  # lines, as a socket gives them: 16 KiB or so


def main(count: int) -> None:
    """Send so many lines, and print what the process holds as it goes."""
    store = PolicyStore()
    store.load()
    app = make_app(Settings(), store)
    pieces = _pieces(count)
    got = {"bytes": 0, "lines": 0, "next": 0}
    start = time.perf_counter()

    async def receive() -> dict[str, Any]:
        piece = next(pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(message: dict[str, Any]) -> None:
        body: bytes = message.get("body", b"")
        got["bytes"] += len(body)
        got["lines"] += body.count(b"\n")
        if got["lines"] >= got["next"]:
            got["next"] += count // _LOOKS
            print(f"{got['lines']:>8} lines  {got['bytes'] / 1e6:8.1f} MB answered  {_held():7.1f} MB held")

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/evaluate/stream",
        "query_string": b"as_of=2026-03-31",
        "headers": [(b"content-type", b"application/x-ndjson")],
    }
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    seconds = time.perf_counter() - start
    print(f"{seconds:.1f} s, {count / seconds:,.0f} invoices a second")
    assert got["lines"] == count + 1


def _pieces(count: int) -> Iterator[bytes]:
    for first in range(0, count, _IN_A_PIECE):
        yield b"".join(_line(number) for number in range(first, min(count, first + _IN_A_PIECE)))


def _line(number: int) -> bytes:
    invoice = {
        "invoice": f"{number}",
        "policy": "fakturaservice",
        "customer": f"{number // 3}",
        "customer_kind": "business",
        "issued_on": "2026-01-31",
        "due_on": f"2026-03-{1 + number % 28:02}",
        "amount": f"{100 + number % 90_000}.00",
        "currency": "SEK",
        "sent_by": "email",
    }
    return json.dumps(invoice).encode() + b"\n"


def _held() -> float:
    """What the process holds in memory, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
