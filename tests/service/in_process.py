"""The service asked in this process, without a socket: bytes in, status, headers and bytes out."""

import asyncio
import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("fastapi", reason="fastapi is not installed (pip install 'dunning-engine[service]')")

from dunning_engine.service.app import make_app
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.settings import Settings

ROOT = Path(__file__).parents[2]
JSON = "application/json"
NDJSON = "application/x-ndjson"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def lines(self):
        return [json.loads(line) for line in self.body.splitlines()]

    @property
    def codes(self):
        return [problem["code"] for problem in self.json["problems"]]

    @property
    def pointers(self):
        return [problem["pointer"] for problem in self.json["problems"]]


@cache
def store():
    """The shipped policies, loaded once."""
    found = PolicyStore()
    found.load()
    return found


@cache
def app():
    return make_app(Settings(), store())


def ask(method, path, body=b"", *, kind=None, asked_of=None):
    """One request whose body comes as ``body``: bytes, or pieces of them."""
    pieces = [body] if isinstance(body, bytes) else body
    place, _, query = path.partition("?")
    headers = [] if kind is None else [(b"content-type", kind.encode())]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": place,
        "raw_path": place.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8700),
    }
    return asyncio.run(_ask(asked_of or app(), scope, pieces))


def post(path, value, **more):
    """A request of plain values."""
    return ask("POST", path, json.dumps(value).encode(), kind=JSON, **more)


async def _ask(service, scope, pieces):
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages[-1]["more_body"] = False
    sent = []

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await service(scope, receive, send)
    start, *parts = sent
    assert not parts[-1].get("more_body", False)
    headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], headers, b"".join(part.get("body", b"") for part in parts))


@cache
def openapi_tool():
    path = ROOT / "tools" / "openapi_schema.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def ledger():
    """The example ledger's invoices by number, as JSON has them."""
    return openapi_tool().example_invoices()


@cache
def accounts():
    """The accounts beside it."""
    return openapi_tool().example_accounts()


def invoice(**facts):
    """A plain invoice, with some facts otherwise; ``None`` leaves one out."""
    plain = {
        "invoice": "1001",
        "customer": "17",
        "customer_kind": "business",
        "issued_on": "2026-01-31",
        "due_on": "2026-03-02",
        "amount": "10000.00",
        "currency": "SEK",
        "sent_by": "email",
    }
    return {name: value for name, value in {**plain, **facts}.items() if value is not None}
