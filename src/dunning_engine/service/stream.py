"""A stream of invoices decided line by line, in the order they come, in little memory however long it is.

Each line is an invoice, or a list of invoices that are decided with each other; each answer is one line, and the last line
counts them, so that an answer that was cut off is seen. Nothing is read while what was answered has not been taken, so a
client reads while it writes.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from dunning_engine.problems import Problem
from dunning_engine.service.answers import decide, policies_of
from dunning_engine.service.bodies import read_json
from dunning_engine.service.envelope import stream_line
from dunning_engine.service.problem import RequestError, json_bytes, plain_problem
from dunning_engine.service.unforeseen import unforeseen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.types import Message, Receive, Scope, Send

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.service.envelope import Asked
    from dunning_engine.service.served import Served
    from dunning_engine.service.threads import Threads
    from dunning_engine.service.told import Told

NDJSON = "application/x-ndjson"
_TAKEN_WITHIN = 60.0  # seconds that a client may let answers lie
_BATCH = 16 * 1024  # bytes of lines that are decided before their answers are sent


class Line(NamedTuple):
    """A line by its number from 1; ``None`` where it was too long to be kept."""

    number: int
    data: bytes | None


class Lines:
    """Lines out of pieces; blank ones are passed over."""

    def __init__(self, longest: int) -> None:
        """Begin with the first line."""
        self._longest = longest
        self._number = 1
        self._held: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[Line]:
        """The lines that the piece ends."""
        *ended, rest = piece.split(b"\n")
        for part in ended:
            self._hold(part)
            yield from self.last()
            self._number += 1
        self._hold(rest)

    def last(self) -> Iterator[Line]:
        """What is left when nothing more comes."""
        data = None if self._size > self._longest else b"".join(self._held)
        if data is None or data.strip():
            yield Line(self._number, data)
        self._held, self._size = [], 0

    def _hold(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._longest:
            self._held = []
        elif part:
            self._held.append(part)


@dataclass(slots=True)
class _Count:
    lines: int = 0
    decided: int = 0
    with_problems: int = 0
    policies: dict[tuple[tuple[str, Any], ...], None] = field(default_factory=dict)


class StreamAnswer(Response):
    """The answer; it reads the request itself as it goes."""

    def __init__(self, asked: Asked, served: Served, *, threads: Threads, longest: int, most: int, note: Told) -> None:
        """Keep what the lines are decided by: one set of policies for all of them."""
        super().__init__(media_type=NDJSON)
        del self.headers["content-length"]
        self._asked = asked
        self._served = served
        self._threads = threads
        self._longest = longest
        self._most = most
        self._note = note
        self._count = _Count()
        self._begun = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read, decide and answer until the request ends, or its client goes away."""
        lines = Lines(self._longest)
        more = True
        try:
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return
                more = message.get("more_body", False)
                await self._answer(lines.feed(message.get("body", b"")), send)
            await self._answer(lines.last(), send)
        except RequestError as error:
            if not self._begun:
                await error.answer(self._note.request_id)(scope, receive, send)
                return
            self._note.refused(error.problems[0].code, error.problems)
            await self._send(send, self._end(error.problems), more_body=False)
            return
        await self._send(send, self._end(), more_body=False)

    async def _answer(self, lines: Iterator[Line], send: Send) -> None:
        """Send the answers to ``lines``, a batch at a time."""
        for batch in _batches(lines):
            decided = await self._threads.in_turn(partial(self._decided, batch))
            await self._send(send, decided, more_body=True)

    async def _send(self, send: Send, body: bytes, *, more_body: bool) -> None:
        if not self._begun:
            self._begun = True
            start: Message = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            await send(start)
        try:
            async with asyncio.timeout(_TAKEN_WITHIN):
                await send({"type": "http.response.body", "body": body, "more_body": more_body})
        except TimeoutError:  # a client that only writes would hold its place for ever
            raise ClientDisconnect from None

    def _decided(self, batch: Sequence[Line]) -> bytes:
        return b"".join(json_bytes(self._line(line)) + b"\n" for line in batch)

    def _line(self, line: Line) -> dict[str, Any]:
        self._count.lines += 1
        try:
            decisions = self._decisions(line.data)
        except RequestError as error:
            problems = error.problems
        except Exception as error:  # noqa: BLE001 - what nobody foresaw stops its line, not the stream
            problems = (unforeseen(error, self._note.request_id),)
        else:
            return {"line": line.number, "decisions": self._told(decisions)}
        self._count.with_problems += 1
        self._note.problems.update(problem.code for problem in problems)
        return {"line": line.number, "problems": [plain_problem(problem) for problem in problems]}

    def _decisions(self, data: bytes | None) -> list[Decision]:
        if data is None:
            message = f"the line is longer than {self._longest} bytes"
            raise RequestError(413, Problem(code="DE614", message=message))
        given, problems = read_json(data, "the line")
        if problems:
            raise RequestError(400, *problems)
        return decide(self._asked, stream_line(given, self._asked, self._served.policies, most=self._most))

    def _told(self, decisions: list[Decision]) -> list[dict[str, Any]]:
        self._count.decided += len(decisions)
        self._note.decided(decisions)
        self._count.policies |= dict.fromkeys(tuple(one.items()) for one in policies_of(decisions))
        return [one.to_dict(explain=self._asked.explain, language=self._asked.language) for one in decisions]

    def _end(self, problems: Sequence[Problem] = ()) -> bytes:
        """The last line; with ``problems``, why it is not the end."""
        count = self._count
        ended: dict[str, Any] = {
            "end": not problems,
            "lines": count.lines,
            "decided": count.decided,
            "with_problems": count.with_problems,
            "policies": [dict(one) for one in count.policies],
        }
        if problems:
            ended["problems"] = [plain_problem(problem) for problem in problems]
        return json_bytes(ended) + b"\n"


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line.data or b"")
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
