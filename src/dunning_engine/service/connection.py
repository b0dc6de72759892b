"""A connection of uvicorn's, with the limits that uvicorn leaves to others: ``Connection``.

Headers must arrive in time and be of a sensible size, an answer must be taken, and what cannot be read as HTTP gets an answer
with a code. When the service ends, a connection that waits is not closed on a request that is on its way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dunning_engine.service.limits import LARGEST_HEAD, LINGER_BYTES, LINGER_SECONDS
from dunning_engine.service.problem import refusal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sized

    from dunning_engine.service.guarded import Guarded
    from dunning_engine.service.problem import RequestError

MOST_CONNECTIONS = 1000  # of a worker
_ANNOUNCE_A_BODY = frozenset({b"content-length", b"transfer-encoding"})
_LEAST_TAKEN = 16 * 1024  # bytes of an answer, in as many seconds as a body may take
_LAST_WORDS = 0.2  # seconds that a request may be on its way when the service ends


class Connection(HttpToolsProtocol):
    """One client's connection."""

    _head_timer: asyncio.TimerHandle | None = None
    _write_timer: asyncio.TimerHandle | None = None
    _reading_head = False
    _head_size = 0
    _swallowed = 0
    _unwritten = 0

    @property
    def _guard(self) -> Guarded:
        return cast("Guarded", self.app)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, if there are not too many."""
        super().connection_made(transport)
        self.flow = _Flow(transport, self.pipeline)
        if len(self.connections) > MOST_CONNECTIONS:
            what = f"{MOST_CONNECTIONS} connections are open, as many as are taken at once"
            self._turn_away(refusal(503, "DE628", what, Retry_After="1"))
            return
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._disarm()
        if self._write_timer is not None:
            self._write_timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; what is not the end of a request's headers must soon be followed by it."""
        if self._reading_head:
            self._head_size += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._reading_head and self._head_size > LARGEST_HEAD:
            what = f"the address and the headers are larger than {LARGEST_HEAD:,} bytes together"
            self._turn_away(refusal(431, "DE626", what))
        elif self._head_timer is None and self.timeout_keep_alive_task is None and self._idle():
            self._arm()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._reading_head, self._head_size = True, 0
        super().on_message_begin()
        if self._head_timer is None:
            self._arm()

    def on_headers_complete(self) -> None:
        """Its headers are there."""
        self._reading_head = False
        self._disarm()
        before = self.cycle
        super().on_headers_complete()
        if self.cycle is not before and (self._guard.draining or self.parser.should_upgrade()):
            self.cycle.keep_alive = False
        if self.parser.should_upgrade() and any(name in _ANNOUNCE_A_BODY for name, _ in self.headers):
            # the parser takes what follows for the other protocol: the body would be the next request
            self.send_400_response("a request with a body asks for another protocol; leave the header Upgrade out")

    def on_body(self, body: bytes) -> None:
        """A part of the body; one whose request has been answered is thrown away, but not for ever."""
        super().on_body(body)
        if self.cycle.response_complete:
            self._swallowed += len(body)
            if self._swallowed > LINGER_BYTES:
                self.transport.close()

    def on_response_complete(self) -> None:
        """The answer is sent; where its request goes on all the same, the connection soon ends."""
        super().on_response_complete()
        if self.cycle.more_body and not self.transport.is_closing():
            self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def pause_writing(self) -> None:
        """The client is slower than its answer."""
        super().pause_writing()
        self._unwritten = self.transport.get_write_buffer_size()
        self._write_timer = self.loop.call_later(self._guard.settings.body_seconds, self._still_unwritten)

    def resume_writing(self) -> None:
        """It has caught up."""
        super().resume_writing()
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None

    def shutdown(self) -> None:
        """End once what was taken is answered; a request that is on its way may still come in."""
        self._guard.draining = True
        if self._idle():
            self.loop.call_later(_LAST_WORDS, self._close_if_idle)
        else:
            super().shutdown()

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP."""
        if self.transport.is_closing():
            return
        if self._idle():
            self._turn_away(refusal(400, "DE627", msg))
        elif self.pipeline or self.cycle.response_started:  # in the midst of an answer nothing else can be said
            self.transport.close()
        else:  # nobody answers the request itself any more
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self._turn_away(refusal(400, "DE627", msg))

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing: the request is answered as one of HTTP/1.1."""

    def _idle(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _close_if_idle(self) -> None:
        if self._idle() and not self._reading_head and not self.transport.is_closing():
            self.transport.close()

    def _arm(self) -> None:
        self._head_timer = self.loop.call_later(self._guard.settings.body_seconds, self._head_is_late)

    def _disarm(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._head_timer = None
        if self.transport.is_closing():
            return
        if not self._idle():
            self._arm()
        elif self._reading_head:
            seconds = self._guard.settings.body_seconds
            self._turn_away(refusal(408, "DE625", f"the headers did not arrive within {seconds:g} seconds"))
        else:
            self.transport.close()

    def _still_unwritten(self) -> None:
        """Break off a connection that has taken next to nothing for as long as a body may take."""
        self._write_timer = None
        left = self.transport.get_write_buffer_size()
        if left > self._unwritten - _LEAST_TAKEN:
            self.transport.abort()
        else:
            self._unwritten = left
            self._write_timer = self.loop.call_later(self._guard.settings.body_seconds, self._still_unwritten)

    def _turn_away(self, error: RequestError) -> None:
        """Answer before there is a request that could be, and close."""
        self._disarm()
        self._guard.turned_away(error.problems[0].code)
        self.transport.write(_raw(error))
        self.transport.close()


class _Flow(FlowControl):
    """Reads no further requests while some wait that came ahead of their answers: uvicorn would read on at each answer."""

    def __init__(self, transport: asyncio.Transport, waiting: Sized) -> None:
        super().__init__(transport)
        self._waiting = waiting

    def resume_reading(self) -> None:
        """Read on, if nothing waits."""
        if not self._waiting:
            super().resume_reading()


def _raw(error: RequestError) -> bytes:
    """The whole answer as it goes over the wire."""
    response = error.answer("")
    response.headers["Connection"] = "close"
    head = [f"HTTP/1.1 {response.status_code} {_PHRASES[response.status_code]}".encode()]
    head += [name + b": " + value for name, value in response.raw_headers]
    return b"\r\n".join(head) + b"\r\n\r\n" + bytes(response.body)


_PHRASES = {
    400: "Bad Request",
    408: "Request Timeout",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}
