"""A request as a file, and what the service answers to it over a socket.

Above the request stand what is special about the service, each on a line ``# name: value``: a setting, ``policies: none``,
``busy: true``, ``unforeseen: true``, ``before: 1`` (so many other requests are being answered), ``ends: true`` (the service is
told to end meanwhile, and waits no longer); or about the request: ``headers: unfinished``.
"""

import asyncio
import contextlib
import io
import re
import socket
from functools import cache
from http.client import HTTPResponse

from uvicorn.server import ServerState

from dunning_engine.service.app import make_app
from dunning_engine.service.connection import Connection
from dunning_engine.service.guarded import guarded
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.serving import _config as config_of
from dunning_engine.service.settings import Settings
from dunning_engine.service.threads import Threads
from dunning_engine.service.token import token_in

NUMBER = b"9f1c2d3e4a5b6c7d"
_SETTINGS = {
    "token": lambda written: token_in(written, "the example"),
    "body_seconds": float,
    **dict.fromkeys(("max_body", "max_line", "max_invoices", "max_at_work"), int),
}


class _Without:
    """A store without policies."""

    served = None
    problems = ()
    standing = (None, ())
    stale = False
    loaded_at = None


class _Failing:
    """Policies that nobody can use."""

    digest = "sha256:" + "0" * 64

    @property
    def policies(self):
        raise ZeroDivisionError


class _Broken(_Without):
    served = _Failing()


class _Busy(Threads):
    def __init__(self):
        super().__init__(threads=1, waiting=0)
        self._room.acquire()


class _Long(Threads):
    """Work that takes longer than anybody waits; says when it has begun."""

    def __init__(self):
        super().__init__()
        self.begun = asyncio.Event()

    async def call(self, _):
        self.begun.set()
        await asyncio.Event().wait()


def answered(data):
    """Status, headers by name in small letters, and the body as text."""
    said = dict(re.findall(r"^# (\w+): (\S+)$", data.decode("latin-1"), re.MULTILINE))
    head, _, body = re.sub(rb"(?m)^# .*\n", b"", data).partition(b"\n\n")
    body = body.rstrip(b"\n")
    lines = head.rstrip(b"\n").split(b"\n")
    lines.insert(1, b"X-Request-Id: " + NUMBER)
    if not re.search(rb"(?mi)^content-length:", head):
        lines.append(b"Content-Length: %d" % len(body))
    end = b"\r\n" if said.get("headers") == "unfinished" else b"\r\n\r\n" + body
    with contextlib.redirect_stdout(io.StringIO()):  # the log
        got = asyncio.run(_ask(said, b"\r\n".join(lines) + end))
    return _read(got)


@cache
def _shipped():
    found = PolicyStore()
    found.load()
    return found


async def _ask(said, request):
    settings = Settings(**{name: read(said[name]) for name, read in _SETTINGS.items() if name in said})
    store = _Without() if "policies" in said else _Broken() if "unforeseen" in said else _shipped()
    threads = _Busy() if "busy" in said else _Long() if "ends" in said else None
    config = config_of(guarded(make_app(settings, store, threads), settings, store), settings)
    config.load()
    state = ServerState()
    async with contextlib.AsyncExitStack() as open_ones:
        for _ in range(int(said.get("before", 0))):
            await _sent(config, state, open_ones, request.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
            await asyncio.sleep(0.05)  # until it is being answered
        taking = await _sent(config, state, open_ones, request)
        if "ends" in said:
            await threads.begun.wait()
            for task in state.tasks:  # as uvicorn does when --shutdown-seconds are over
                task.cancel()
        got = b""
        while not _whole(got) and (part := await taking.read(65536)):
            got += part
    if state.tasks:  # nobody waits for them any more
        await asyncio.wait(state.tasks)
    return got


async def _sent(config, state, open_ones, request):
    """Send a request over a connection of its own; gives back what its answer is read from."""
    own, theirs = socket.socketpair()
    own.sendall(request)
    reader, writer = await asyncio.open_connection(sock=own)
    open_ones.callback(writer.close)  # which also keeps it
    transport, _ = await asyncio.get_running_loop().connect_accepted_socket(
        lambda: Connection(config=config, server_state=state, app_state={}), theirs
    )
    open_ones.callback(transport.abort)
    return reader


def _whole(got):
    head, end, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: ([0-9]+)", head)
    return bool(end) and (len(body) == int(length[1]) if length else body.endswith(b"0\r\n\r\n"))


class _Received:
    """What `HTTPResponse` reads from."""

    def __init__(self, got):
        self._got = got

    def makefile(self, _):
        return io.BytesIO(self._got)


def _read(got):
    with contextlib.closing(HTTPResponse(_Received(got))) as answer:
        answer.begin()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read().decode()
