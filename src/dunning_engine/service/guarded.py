"""The service with its guard around it: ``Guarded`` lets through what may come in, and tells the log and the metrics.

Checked in this order, and before a byte of the body is read: the size of the headers, where the request comes from or its
token, how much is being answered, the size that is announced. Routes get a body whole, but for the stream.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.routing import Route

from dunning_engine.codes.service_guard import SERVICE_GUARD
from dunning_engine.service.app import STREAM
from dunning_engine.service.background import watching
from dunning_engine.service.limits import (
    LARGEST_OF_A_PROBE,
    LINGER_BYTES,
    LINGER_SECONDS,
    ClientGoneError,
    Streamed,
    check_head,
    read_body,
)
from dunning_engine.service.logs import log
from dunning_engine.service.metrics import CONTENT_TYPE, Metrics
from dunning_engine.service.origin import check_origin
from dunning_engine.service.problem import RequestError, problem_answer, refusal
from dunning_engine.service.routes import METRICS, PROBES, Routes
from dunning_engine.service.told import told
from dunning_engine.service.unforeseen import unforeseen

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import Message, Receive, Scope, Send

    from dunning_engine.service.served import PolicyStore
    from dunning_engine.service.settings import Settings
    from dunning_engine.service.told import Told

_HARMLESS_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_TURNED_AWAY = frozenset(SERVICE_GUARD)


class Guarded:
    """The app behind its guard, as an ASGI app; one for each process."""

    def __init__(self, app: Starlette, settings: Settings, store: PolicyStore) -> None:
        self.settings = settings
        self.token = settings.token
        self.metrics = Metrics(store)
        self.draining = False  # no further request on a connection that has been answered
        self._app = app
        self._store = store
        self._at_work = 0
        self._routes = Routes(route.path for route in app.routes if isinstance(route, Route))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; or live as long as the process does (lifespan)."""
        if scope["type"] == "lifespan":
            async with watching(self, self._store, receive) as told_of_its_life:
                await self._app(scope, told_of_its_life, send)
            return
        note = told(scope)
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        note.request_id = given.decode() if _HARMLESS_ID.fullmatch(given) else secrets.token_hex(8)
        answer = _Answer(send, note, self._store)
        start = time.perf_counter()
        outcome: str | None = None
        try:
            await self._answer(scope, headers, receive, answer)
            if not answer.complete:
                outcome = "client gone"
        except ClientGoneError:
            outcome = "client gone"
        except asyncio.CancelledError:
            outcome = "cut off"  # the service ends, and waits no longer
            if answer.started:
                raise
            error = refusal(503, "DE629", "the service ends before it could answer", Retry_After="1")
            note.refused("DE629", error.problems)
            await error.answer(note.request_id)(scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next request is answered
            outcome = "failed"
            await self._failed(scope, receive, answer, error)
        finally:
            self._tell(scope, answer, time.perf_counter() - start, outcome)

    def turned_away(self, code: str) -> None:
        """Take note of a connection that was answered before there was a request to answer."""
        self.metrics.turned_away(code)
        log().info("turned away", code=code)

    async def _answer(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, answer: _Answer) -> None:
        """Let the request in, or say why not."""
        path = scope["path"]
        counted = path not in PROBES and path != METRICS
        try:
            self._let_in(scope, headers, counted=counted)
        except RequestError as error:
            await self._turn_away(scope, headers, receive, answer, error)
            return
        if counted:
            self._at_work += 1
            self.metrics.at_work.inc()
        try:
            if path == STREAM:
                await self._streamed(scope, receive, answer)
            else:
                await self._whole(scope, headers, receive, answer, counted=counted)
        finally:
            if counted:
                self._at_work -= 1
                self.metrics.at_work.dec()

    def _let_in(self, scope: Scope, headers: dict[bytes, bytes], *, counted: bool) -> None:
        """Raise `RequestError` for what may not come in."""
        check_head(scope.get("raw_path") or b"", scope["query_string"], scope["headers"])
        if self.token is None:
            check_origin(headers)
        elif scope["path"] not in PROBES:
            scheme, _, shown = headers.get(b"authorization", b"").partition(b" ")
            if scheme.lower() != b"bearer" or not self.token.accepts(shown.strip()):
                what = "the token is not one of this service's" if scheme else "there is no token in the request"
                raise refusal(401, "DE620", what, WWW_Authenticate="Bearer")
        if counted and self._at_work >= self.settings.max_at_work:
            what = f"{self._at_work} requests are being answered, as many as are taken at once"
            raise refusal(503, "DE628", what, Retry_After="1")

    async def _whole(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, answer: _Answer, *, counted: bool
    ) -> None:
        """Answer a request whose body is read to its end first; only small ones where they are not counted."""
        limits = self.settings
        try:
            announced = headers.get(b"content-length")
            body = await read_body(
                receive,
                None if announced is None else int(announced),
                most=limits.max_body if counted else min(limits.max_body, LARGEST_OF_A_PROBE),
                seconds=limits.body_seconds,
            )
        except RequestError as error:
            await self._turn_away(scope, headers, receive, answer, error)
            return
        answer.bytes_in = len(body)
        if scope["path"] == METRICS:
            if scope["method"] in {"GET", "HEAD"}:
                await _metrics(answer, await asyncio.to_thread(self.metrics.read))
            else:
                other = refusal(405, "DE611", "this address is asked by GET", Allow="GET, HEAD")
                await other.answer(answer.note.request_id)(scope, receive, answer)
            return
        first: Message | None = {"type": "http.request", "body": body, "more_body": False}

        async def replay() -> Message:
            nonlocal first
            if first is None:
                return await receive()
            message, first = first, None
            return message

        await self._app(scope, replay, answer)

    async def _streamed(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        """Answer a request whose body is read while it is answered."""
        body = Streamed(receive, self.settings.body_seconds)
        try:
            await self._app(scope, body, answer)
        finally:
            answer.bytes_in = body.size

    async def _turn_away(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, answer: _Answer, error: RequestError
    ) -> None:
        """Say why a request is not answered, and close the connection rather than read its body.

        For a moment what arrives is thrown away: a connection that is closed on bytes nobody has read takes the answer
        along.
        """
        note = told(scope)
        note.refused(error.problems[0].code, error.problems)
        response = error.answer(note.request_id)
        if b"transfer-encoding" not in headers and headers.get(b"content-length", b"0") == b"0":
            await response(scope, receive, answer)
            return
        response.headers["Connection"] = "close"
        await answer({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
        await answer({"type": "http.response.body", "body": response.body, "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                left, more = LINGER_BYTES, True
                while more and left > 0:
                    message = await receive()
                    more = message.get("more_body", False)
                    left -= len(message.get("body", b""))
        await answer({"type": "http.response.body", "body": b"", "more_body": False})

    async def _failed(self, scope: Scope, receive: Receive, answer: _Answer, error: Exception) -> None:
        """Say that something unforeseen happened; where the answer has begun, break it off."""
        if answer.complete:
            return
        if answer.started:
            raise ClientGoneError
        note = told(scope)
        problem = unforeseen(error, note.request_id)
        note.refused(problem.code, (problem,))
        await problem_answer(500, [problem], request_id=note.request_id)(scope, receive, answer)

    def _tell(self, scope: Scope, answer: _Answer, seconds: float, outcome: str | None) -> None:
        note = answer.note
        route = self._routes.of(scope["path"])
        self.metrics.answered(route, scope["method"], answer.status, seconds, note)
        if note.code in _TURNED_AWAY:
            self.metrics.turned_away(note.code)
        if outcome is None and route in (METRICS, *PROBES) and answer.status == 200:  # noqa: PLR2004 - fine
            return
        told_of = {
            "request_id": note.request_id,
            "method": scope["method"] if scope["method"].isalpha() else "other",
            "route": route,
            "status": answer.status,
            "code": note.code,
            "ms": round(seconds * 1000, 3),
            "bytes_in": answer.bytes_in,
            "bytes_out": answer.bytes_out,
            "invoices": note.invoices.total(),
        }
        if self.settings.log_invoices:
            told_of["numbers"] = note.numbers
        if outcome is not None:
            told_of["outcome"] = outcome
        log().info("answered", **told_of)


class _Answer:
    """What is sent to the client, with the headers that each answer has, and counted."""

    def __init__(self, send: Send, note: Told, store: PolicyStore) -> None:
        self.note = note
        self.status = 0
        self.bytes_in = 0
        self.bytes_out = 0
        self.started = False
        self.complete = False
        self._send = send
        self._store = store

    async def __call__(self, message: Message) -> None:
        """Send it on."""
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            message = {**message, "headers": self._with_own([*message.get("headers", [])])}
        else:
            self.bytes_out += len(message.get("body", b""))
            self.complete = not message.get("more_body", False)
        await self._send(message)

    def _with_own(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        there = {name.lower() for name, _ in headers}
        served = self._store.served
        if b"x-request-id" not in there:
            headers.append((b"x-request-id", self.note.request_id.encode()))
        if b"dunning-policies" not in there and served is not None:
            headers.append((b"dunning-policies", served.digest.encode()))
        return headers


async def _metrics(answer: _Answer, body: bytes) -> None:
    headers = [(b"content-type", CONTENT_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await answer({"type": "http.response.start", "status": 200, "headers": headers})
    await answer({"type": "http.response.body", "body": body})


def guarded(app: Starlette, settings: Settings, store: PolicyStore) -> Guarded:
    """The app behind its guard."""
    return Guarded(app, settings, store)
