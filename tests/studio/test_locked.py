"""Who is let in, and what browsers are told."""

import asyncio

import pytest

from dunning_engine.studio.locked import Locked

KEY, PORT = "the-key-of-this-start", 8600
HOST = {"host": "127.0.0.1:8600"}
COOKIE = {"cookie": f"other=1; dunning_studio_8600={KEY}"}
OWN = {"origin": "http://127.0.0.1:8600"}


def ask(headers, *, kind="http", method="GET", path="/", query=""):
    """What comes back: the messages, and the headers that the app behind saw (``None``: it was not reached)."""
    seen, sent = [], []

    async def app(scope, _, send):
        seen.append(dict(scope["headers"]))
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
            await send({"type": "http.response.body", "body": b"page"})
        else:
            await send({"type": "websocket.accept"})

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(Locked(app, KEY, PORT)(scope, None, send))
    return sent, seen[0] if seen else None


def status(*given, **more):
    sent, _ = ask(*given, **more)
    return sent[0].get("status", sent[0]["type"])


def told(*given, **more):
    return {name.decode(): value.decode() for name, value in ask(*given, **more)[0][0]["headers"]}


@pytest.mark.parametrize(
    ("headers", "more", "expected"),
    [
        ({**HOST, **COOKIE}, {}, 200),
        ({"host": "localhost:8600", **COOKIE}, {}, 200),
        (HOST, {}, 401),
        ({**HOST, "cookie": "dunning_studio_8600=wrong"}, {}, 401),
        ({**HOST, "cookie": f"dunning_studio_8601={KEY}"}, {}, 401),
        ({**HOST, "cookie": "dunning_studio_8600=å; =;;"}, {}, 401),
        ({"host": "evil.example:8600", **COOKIE}, {}, 421),
        ({"host": "127.0.0.1", **COOKIE}, {}, 421),
        ({"host": "127.0.0.1:8601", **COOKIE}, {}, 421),
        (COOKIE, {}, 421),
        ({**HOST, **COOKIE, "origin": "http://evil.example"}, {}, 403),
        ({**HOST, **COOKIE, "origin": "http://127.0.0.1:8601"}, {}, 403),
        ({**HOST, **COOKIE, "origin": "null"}, {}, 403),
        ({**HOST, **COOKIE, "sec-fetch-site": "cross-site"}, {}, 403),
        ({**HOST, **COOKIE, "sec-fetch-site": "same-site"}, {}, 403),
        ({**HOST, **COOKIE, "sec-fetch-site": "none"}, {}, 200),
        ({**HOST, **COOKIE, **OWN}, {"method": "POST", "path": "/studio/complete"}, 200),
        ({**HOST, **COOKIE}, {"method": "POST", "path": "/studio/complete"}, 403),
        ({**HOST, **OWN}, {"method": "POST", "path": "/studio/complete"}, 401),
        ({**HOST, **OWN}, {"method": "POST", "path": "/_nicegui/client/1/upload/2"}, 401),
        ({**HOST, **COOKIE}, {"method": "POST", "path": "/_nicegui/client/1/upload/2"}, 403),
        ({**HOST, **COOKIE}, {"method": "POST", "path": "/_nicegui_ws/socket.io/"}, 403),
        ({**HOST, **OWN}, {"path": "/_nicegui_ws/socket.io/"}, 401),
        (HOST, {"path": "/_nicegui/3.0.0/static/nicegui.js"}, 401),
        (HOST, {"query": f"key={KEY}"}, 200),
        ({**HOST, "sec-fetch-site": "cross-site"}, {"query": f"key={KEY}"}, 200),
        (HOST, {"query": "key=wrong"}, 401),
        (HOST, {"query": f"key={KEY}&key=wrong"}, 401),
        (HOST, {"query": f"key={KEY}", "path": "/studio/studio.css"}, 401),
        (HOST, {"query": f"key={KEY}", "method": "POST"}, 403),
        ({"host": "evil.example"}, {"query": f"key={KEY}"}, 421),
        ({**HOST, **COOKIE, **OWN}, {"kind": "websocket"}, "websocket.accept"),
        ({**HOST, **OWN}, {"kind": "websocket"}, "websocket.close"),
        ({**HOST, **COOKIE}, {"kind": "websocket"}, "websocket.close"),
        ({**HOST, **COOKIE, "origin": "http://evil.example"}, {"kind": "websocket"}, "websocket.close"),
        ({"host": "evil.example", **COOKIE, **OWN}, {"kind": "websocket"}, "websocket.close"),
        ({**HOST, **OWN}, {"kind": "websocket", "query": f"key={KEY}"}, "websocket.close"),
    ],
)
def test_who_is_let_in(headers, more, expected):
    assert status(headers, **more) == expected


def test_the_link_gives_a_cookie_that_scripts_and_other_sites_do_not_get():
    answer = told(HOST, query=f"key={KEY}")
    assert answer["set-cookie"] == f"dunning_studio_8600={KEY}; Path=/; HttpOnly; SameSite=Strict"
    assert answer["referrer-policy"] == "no-referrer"
    assert answer["cache-control"] == "no-store"
    body = ask(HOST, query=f"key={KEY}")[0][1]["body"].decode()
    assert KEY not in body


@pytest.mark.parametrize("headers", [{**HOST, **COOKIE}, HOST, {"host": "evil.example"}])
def test_every_answer_keeps_to_this_host(headers):
    answer = told(headers)
    policy = dict(part.strip().split(" ", 1) for part in answer["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["object-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    words = {word for part in policy.values() for word in part.split()}
    allowed = {"'none'", "'self'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    assert words - allowed == {"ws://127.0.0.1:8600", "ws://localhost:8600"}
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["x-frame-options"] == "DENY"


def test_headers_of_a_proxy_do_not_reach_the_page():
    _, seen = ask({**HOST, **COOKIE, "x-forwarded-prefix": "//evil.example", "accept": "text/html"})
    assert seen.keys() == {b"host", b"cookie", b"accept"}


def test_what_begins_and_ends_with_the_server_is_let_through():
    reached = []

    async def app(scope, *_):
        reached.append(scope["type"])

    asyncio.run(Locked(app, KEY, PORT)({"type": "lifespan"}, None, None))
    assert reached == ["lifespan"]
