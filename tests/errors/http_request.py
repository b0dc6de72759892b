"""A request as a file, and what the service behind its guard answers to it.

Above the request stand what is special about the service, each on a line ``# name: value``: a setting, ``policies: none``,
``busy: true`` or ``unforeseen: true``.
"""

import asyncio
import contextlib
import io
import re

from dunning_engine.service.app import make_app
from dunning_engine.service.guarded import guarded
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.settings import Settings
from dunning_engine.service.threads import Threads

NUMBER = b"9f1c2d3e4a5b6c7d"


class _Without:
    """A store without policies."""

    served = None
    problems = ()
    standing = (None, ())


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


def answered(data):
    """Status, headers by name in small letters, and the body as text."""
    said = dict(re.findall(r"^# (\w+): (\S+)$", data.decode("latin-1"), re.MULTILINE))
    text = re.sub(rb"(?m)^# .*\n", b"", data)
    head, _, body = text.partition(b"\n\n")
    first, *lines = head.splitlines()
    method, address, _ = first.decode().split(" ")
    path, _, query = address.partition("?")
    headers = [tuple(part.strip() for part in line.split(b":", 1)) for line in lines]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"x-request-id", NUMBER), *((name.lower(), value) for name, value in headers)],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8700),
    }
    with contextlib.redirect_stdout(io.StringIO()):  # the log
        return asyncio.run(_ask(_service(said), scope, body.rstrip(b"\n")))


def _service(said):
    settings = Settings(**{name: int(value) for name, value in said.items() if value.isdigit()})
    store = _Without() if "policies" in said else _Broken() if "unforeseen" in said else PolicyStore()
    if isinstance(store, PolicyStore):
        store.load()
    return guarded(make_app(settings, store, _Busy() if "busy" in said else None), settings, store)


async def _ask(service, scope, body):
    messages = [{"type": "http.request", "body": body, "more_body": False}]
    sent = []

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await service(scope, receive, send)
    start, *parts = sent
    headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(part.get("body", b"") for part in parts).decode()
