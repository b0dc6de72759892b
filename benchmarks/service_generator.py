"""Calls to a server over kept connections, each with one call under way, from one thread that waits on all of them.

Every answer is looked at: its status, and its body against the bodies that are right. A process of its own runs this, so
that what it costs is told apart from what the server costs.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import socket
import subprocess
import sys
from array import array
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 5  # wrong answers that are kept word for word
_READ = 1 << 18
_PATIENCE = 30.0  # seconds without any answer, after which all that are under way count as lost


@dataclass(frozen=True, slots=True)
class Call:
    """A whole request, and the bodies that are right answers to it."""

    request: bytes
    answers: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of whom: calls in turn over so many connections, for so many seconds.

    ``core`` is the only one that the process may use, None for any.
    """

    port: int
    calls: tuple[Call, ...]
    connections: int
    seconds: float
    core: int | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a load: seconds by the clock, seconds of each right answer, and every answer that was not right.

    ``processor`` is the seconds that the generator itself used. ``counts`` says how many calls got the first of their
    right answers, how many the second, and so on.
    """

    seconds: float
    latencies: array[float]
    wrong: int
    shown: tuple[str, ...]
    processor: float
    counts: tuple[int, ...]


class Generator:
    """A load under way in a process of its own."""

    def __init__(self, load: Load) -> None:
        self._process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 (this file)
        assert self._process.stdin
        pickle.dump(load, self._process.stdin)
        self._process.stdin.close()

    def answered(self) -> Answered:
        """What came of it, once it is over."""
        assert self._process.stdout
        with self._process.stdout as told:
            found: Answered = pickle.load(told)  # noqa: S301 (from this file)
        self._process.wait()
        return found


def run(load: Load) -> Answered:
    """Carry a load out, in this process."""
    if load.core is not None:
        os.sched_setaffinity(0, {load.core})
    gc.disable()
    try:
        return _Run(load).answered()
    finally:
        gc.enable()


class _Connection:
    """One connection and the call that is under way on it."""

    __slots__ = ("call", "received", "sent_at", "socket", "whole")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.call: Call | None = None
        self.received = b""
        self.whole = 0
        self.sent_at = 0.0


class _Run:
    def __init__(self, load: Load) -> None:
        self.load = load
        self.calls: Iterator[Call] = cycle(load.calls)
        self.selector = selectors.DefaultSelector()
        self.latencies = array("d")
        self.wrong = 0
        self.shown: list[str] = []
        self.under_way = 0
        self.counts = [0] * max((len(call.answers) for call in load.calls), default=0)

    def answered(self) -> Answered:
        before, begin = process_time(), perf_counter()
        end = begin + self.load.seconds
        for _ in range(self.load.connections):
            self._connect()
        while self.under_way:
            ready = self.selector.select(_PATIENCE)
            if not ready:
                self._count_wrong(f"{self.under_way} calls had no answer in {_PATIENCE:.0f} s", self.under_way)
                break
            for key, _ in ready:
                self._read(key.data, end)
        seconds = perf_counter() - begin
        self.selector.close()
        return Answered(
            seconds, self.latencies, self.wrong, tuple(self.shown), process_time() - before, tuple(self.counts)
        )

    def _connect(self) -> None:
        connection = _Connection(self.load.port)
        self.selector.register(connection.socket, selectors.EVENT_READ, connection)
        self._send(connection)
        self.under_way += 1

    def _send(self, connection: _Connection) -> None:
        call = next(self.calls)
        connection.call, connection.received, connection.whole = call, b"", 0
        connection.sent_at = perf_counter()
        connection.socket.sendall(call.request)

    def _read(self, connection: _Connection, end: float) -> None:
        try:
            data = connection.socket.recv(_READ)
        except OSError as error:
            data, why = b"", str(error)
        else:
            why = "the connection was closed with a call under way"
        if not data:
            self._count_wrong(why)
            self._drop(connection)
            if perf_counter() < end and self.wrong < self.load.connections * 100:
                self._connect()
            return
        connection.received = received = connection.received + data
        if not connection.whole:
            head = received.find(b"\r\n\r\n")
            if head < 0:
                return
            connection.whole = head + 4 + _length(received[:head])
        if len(received) < connection.whole:
            return
        now = perf_counter()
        self._look_at(connection, now)
        if now < end:
            try:
                self._send(connection)
            except OSError as error:
                self._count_wrong(str(error))
                self._drop(connection)
        else:
            self._drop(connection)

    def _look_at(self, connection: _Connection, now: float) -> None:
        received, call = connection.received, connection.call
        body = received[received.find(b"\r\n\r\n") + 4 :]
        if call is not None and received.startswith(b"HTTP/1.1 200 ") and body in call.answers:
            self.latencies.append(now - connection.sent_at)
            self.counts[call.answers.index(body)] += 1
        else:
            self._count_wrong(received[:600].decode(errors="replace"))

    def _count_wrong(self, said: str, times: int = 1) -> None:
        self.wrong += times
        if len(self.shown) < _SHOWN:
            self.shown.append(said)

    def _drop(self, connection: _Connection) -> None:
        self.selector.unregister(connection.socket)
        connection.socket.close()
        self.under_way -= 1


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0])


if __name__ == "__main__":
    # Under its own name, by which the load's types are known too.
    import service_generator

    pickle.dump(service_generator.run(pickle.load(sys.stdin.buffer)), sys.stdout.buffer)  # noqa: S301 (from this file)
