"""What is too large, too slow or from elsewhere, said to a real service over a socket."""

import asyncio
import contextlib
import gzip
import json
import socket
import time
from functools import partial
from types import SimpleNamespace

import pytest
from running_service import LONGEST, answered, asking, read_all, read_answer, running
from uvicorn.server import ServerState

from dunning_engine.service.app import make_app
from dunning_engine.service.connection import Connection
from dunning_engine.service.guarded import guarded
from dunning_engine.service.limits import LARGEST_HEAD
from dunning_engine.service.origin import is_loopback
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.serving import _config as config_of
from dunning_engine.service.settings import Settings

MOST = 256 * 1024
POST = b"POST /v1/evaluate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
STREAM = (
    b"POST /v1/evaluate/stream?as_of=2026-03-12 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
)


@pytest.fixture(scope="module")
def service():
    with running("--max-body", "256K", "--body-seconds", "0.5") as one:
        yield one


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param((POST + b"Content-Length: %d\r\n\r\n" % (MOST + 1),), (413, "DE623"), id="announced"),
        pytest.param((POST + b"Content-Length: 99999999999999999\r\n\r\n",), (413, "DE623"), id="announced-huge"),
        pytest.param(
            (POST + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk(b" " * 65536)] * 5), (413, "DE623"), id="in-chunks"
        ),
        pytest.param((POST + b"Content-Length: 100\r\n\r\n", b'{"as_of"'), (408, "DE624"), id="slow-body"),
        pytest.param((POST + b"Transfer-Encoding: chunked\r\n\r\n", chunk(b"{")), (408, "DE624"), id="slow-chunks"),
        pytest.param((STREAM + b"Transfer-Encoding: chunked\r\n\r\n",), (408, "DE624"), id="stream-that-never-begins"),
        pytest.param((b"POST /v1/ev",), (408, "DE625"), id="slow-line"),
        pytest.param((POST, b"X-Slow: 1\r\n"), (408, "DE625"), id="slow-headers"),
        pytest.param((POST + b"X-Long: " + b"x" * LARGEST_HEAD + b"\r\n\r\n",), (431, "DE626"), id="large-header"),
        pytest.param((POST + b"X-Long: ", *[b"x" * 30000] * 9), (431, "DE626"), id="header-without-end"),
        pytest.param((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",), (400, "DE627"), id="tls"),
        pytest.param((POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",), (400, "DE627"), id="two-lengths"),
        pytest.param((POST + b"Content-Length: -1\r\n\r\n",), (400, "DE627"), id="negative-length"),
        pytest.param((POST + b"Transfer-Encoding: xchunked\r\n\r\n",), (400, "DE627"), id="another-encoding"),
        pytest.param((POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",), (400, "DE627"), id="no-chunk"),
        pytest.param(
            (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nabc", b"defgh\r\n"), (400, "DE627"), id="long-chunk"
        ),
        pytest.param(
            (POST + b"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\n{}",),
            (400, "DE627"),
            id="upgrade",
        ),
        pytest.param(
            (b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000\r\n\r\n",),
            (413, "DE623"),
            id="body-of-a-probe",
        ),
        pytest.param(
            (POST + b"Connection: close\r\nContent-Length: 200000\r\n\r\n", b"[" * 200000), (400, "DE601"), id="nested"
        ),
        pytest.param(
            (POST + b"Connection: close\r\nContent-Length: 200005\r\n\r\n", b'{"a":' + b"[" * 200000),
            (400, "DE601"),
            id="nested-in-a-key",
        ),
    ],
)
def test_what_is_too_large_or_too_slow_is_refused(service, parts, expected):
    assert answered(service.say(*parts, pause=0.05 if expected[0] == 408 else 0.0)) == expected
    assert service.ask()[0] == 200  # and the service goes on


@pytest.mark.parametrize("length", [b"Content-Length: 60\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_after_upgrade_is_not_the_next_request(service, length):
    with service.socket() as opened:
        opened.sendall(POST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + length + b"\r\n")
        time.sleep(0.1)
        with contextlib.suppress(ConnectionError):
            opened.sendall(b"GET /v1/problems/DE601 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert read_all(opened).count(b"HTTP/1.1 ") == 1


def test_a_compressed_body_is_not_read(service):
    status, _, body = service.evaluate(gzip.compress(asking()), Content_Encoding="gzip")
    assert (status, json.loads(body)["code"]) == (415, "DE612")
    assert "compressed" in json.loads(body)["detail"]
    assert service.evaluate(Content_Encoding="identity")[0] == 200


def test_a_client_that_goes_on_slowly_is_not_waited_for(service):
    assert answered(service.say(POST, *[b"X: 1\r\n"] * 8, pause=0.1)) == (408, "DE625")
    assert answered(service.say(POST + b"Content-Length: 99\r\n\r\n", *[b"1"] * 8, pause=0.1)) == (408, "DE624")


def test_a_connection_that_says_nothing_is_closed(service):
    assert service.say() == b""
    assert service.say(b"\r\n\r\n") == b""


def test_an_answer_arrives_though_the_body_is_still_being_sent(service):
    for _ in range(5):
        got = service.say(POST + b"Content-Length: 900000\r\n\r\n", b" " * 900000)
        assert answered(got) == (413, "DE623")


def test_a_connection_is_closed_on_a_body_that_nobody_reads(service):
    with service.socket() as opened:
        opened.sendall(POST + b"Content-Length: 900000\r\n\r\n")
        assert answered(read_all(opened)) == (413, "DE623")


def send_on(opened, parts, pause):
    for part in parts:
        opened.sendall(part)
        time.sleep(pause)


@pytest.mark.parametrize(("size", "count", "pause"), [(65536, 2000, 0), (1, 60, 0.1)], ids=["much", "slowly"])
def test_a_stream_that_has_been_refused_is_not_read_for_ever(service, size, count, pause):
    with service.socket() as opened:
        opened.sendall(STREAM.replace(b"as_of", b"asof") + b"Transfer-Encoding: chunked\r\n\r\n")
        assert answered(read_answer(opened)) == (400, "DE603")
        with pytest.raises(ConnectionError):
            send_on(opened, [chunk(b" " * size)] * count, pause)


def test_a_stream_that_falls_silent_ends_with_the_reason(service):
    line = json.dumps(json.loads(asking())["invoice"] | {"policy": "fakturaservice"}).encode() + b"\n"
    got = service.say(STREAM + b"Transfer-Encoding: chunked\r\n\r\n", chunk(line), pause=0.1)
    assert got.startswith(b"HTTP/1.1 200 ")
    assert b"DE624" in got


ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ALIASES, "DE204"),
        ("[" * 100_000, "DE107"),
        ("{a: " * 50_000, "DE107"),
        ("- " * 100_000, "DE107"),
        ("&a [*a]", "DE110"),
        ("a: &a\n  <<: *a\n", "DE204"),
    ],
    ids=range(6),
)
def test_a_policy_that_would_explode_is_a_problem(service, text, code):
    status, _, body = service.ask("POST", "/v1/check?file=bomb.yaml", text.encode(), Content_Type="application/yaml")
    assert status == 422
    assert json.loads(body)["code"] == code


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Host": "rebound.example"}, (421, "DE621")),
        ({"Host": "rebound.example:8700"}, (421, "DE621")),
        ({"Host": "127.0.0.1.rebound.example"}, (421, "DE621")),
        ({"Host": "127.0.0.1@rebound.example"}, (421, "DE621")),
        ({"Host": "localhost:8700,rebound.example"}, (421, "DE621")),
        ({"Host": "192.168.0.9"}, (421, "DE621")),
        ({"Host": ""}, (421, "DE621")),
        ({"Origin": "https://site.example"}, (403, "DE622")),
        ({"Origin": "null"}, (403, "DE622")),
        ({"Sec-Fetch-Site": "cross-site"}, (403, "DE622")),
    ],
    ids=str,
)
def test_other_hosts_and_other_sites_pages_stay_outside(service, headers, expected):
    for path in ("/v1/policies", "/readyz", "/metrics"):
        status, _, body = service.ask("GET", path, **{name.replace("-", "_"): value for name, value in headers.items()})
        assert (status, json.loads(body)["code"]) == expected
    assert answered(service.say(b"GET /healthz HTTP/1.0\r\n\r\n")) == (421, "DE621")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost"},
        {"Host": "LOCALHOST:1"},
        {"Host": "127.0.0.1:8700"},
        {"Host": "[::1]:8700"},
        {"Host": "localhost:8700", "Origin": "http://localhost:8700", "Sec-Fetch-Site": "same-origin"},
        {"Connection": "Upgrade", "Upgrade": "websocket"},
    ],
    ids=str,
)
def test_this_machine_is_let_in(service, headers):
    assert service.ask(**{name.replace("-", "_"): value for name, value in headers.items()})[0] == 200


def test_a_client_that_takes_no_answer_is_let_go(service):
    asked = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.socket() as opened:
        opened.settimeout(LONGEST)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # soon full
        opened.connect(("127.0.0.1", service.port))
        with contextlib.suppress(ConnectionError):
            while True:  # until nobody reads any more, and then nobody is there
                opened.sendall(asked * 20)
    assert service.ask()[0] == 200


@pytest.mark.parametrize(("taken", "let_go"), [(0, True), (2048, True), (20 * 1024, False)])
def test_a_client_that_takes_its_answer_drop_by_drop_is_let_go(taken, let_go):
    aborted = []
    transport = SimpleNamespace(get_write_buffer_size=lambda: 500_000 - taken, abort=lambda: aborted.append(True))
    waiting = SimpleNamespace(
        transport=transport,
        loop=SimpleNamespace(call_later=lambda *_: None),
        _unwritten=500_000,
        _still_unwritten=None,
        _guard=SimpleNamespace(settings=Settings()),
    )
    Connection._still_unwritten(waiting)
    assert bool(aborted) is let_go


def test_requests_that_come_ahead_of_their_answers_are_not_heaped_up():
    """A client may send the next requests before it has an answer; only what one look at the socket brings is taken."""
    store = PolicyStore()
    store.load()
    settings, count = Settings(), 1000
    config = config_of(guarded(make_app(settings, store), settings, store), settings)
    asked = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Pad: %s\r\n\r\n" % (b"x" * 4000)
    waiting = []

    class Counted(Connection):
        def on_response_complete(self):
            waiting.append(len(self.pipeline))
            super().on_response_complete()

    async def all_of_them():
        config.load()
        own, theirs = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=own)
        made = partial(Counted, config=config, server_state=ServerState(), app_state={})
        transport, _ = await asyncio.get_running_loop().connect_accepted_socket(made, theirs)
        writer.write(asked * count)
        got = 0
        while got < count:
            got += (await reader.readuntil(b'{"alive":true}')).count(b"HTTP/1.1 200 ")
        writer.close()
        transport.abort()

    asyncio.run(all_of_them())
    assert len(waiting) == count
    assert max(waiting) < 200


def test_only_so_many_connections(monkeypatch):
    monkeypatch.setattr("dunning_engine.service.connection.MOST_CONNECTIONS", 1)
    store = PolicyStore()
    store.load()
    config = config_of(guarded(make_app(Settings(), store), Settings(), store), Settings())

    async def both():
        config.load()
        made = partial(Connection, config=config, server_state=ServerState(), app_state={})
        got = []
        async with contextlib.AsyncExitStack() as ends:
            for _ in range(2):
                own, theirs = socket.socketpair()
                own.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                reader, writer = await asyncio.open_connection(sock=own)
                ends.callback(writer.close)
                transport, _ = await asyncio.get_running_loop().connect_accepted_socket(made, theirs)
                ends.callback(transport.abort)
                got.append(await reader.readuntil(b"}"))
        return got

    first, second = asyncio.run(both())
    assert first.startswith(b"HTTP/1.1 200 ")
    assert second.startswith(b"HTTP/1.1 503 ")
    assert b"DE628" in second


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("::", False),
        ("0.0.0.0", False),  # noqa: S104 - it is not listened on
        ("", False),
        ("192.168.1.1", False),
        ("::ffff:127.0.0.1", False),
        ("localhost.example", False),
        ("dunning", False),
        ("127.1", False),
    ],
)
def test_which_addresses_are_the_machines_own(host, own):
    assert is_loopback(host) is own


def test_only_so_many_requests_at_once():
    store = PolicyStore()
    store.load()
    settings = Settings(max_at_work=2)
    guard = guarded(make_app(settings, store), settings, store)

    async def ask(path, release=None):
        sent = []

        async def receive():
            if release is not None:
                await release.wait()
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        await guard({**scope, "headers": [(b"host", b"localhost")]}, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"]), json.loads(sent[1]["body"])

    async def all_of_them():
        release = asyncio.Event()
        waiting = [asyncio.create_task(ask("/v1/policies", release)) for _ in range(2)]
        await asyncio.sleep(0)
        refused, alive = await ask("/v1/policies"), await ask("/healthz")
        release.set()
        taken = await asyncio.gather(*waiting)
        return refused, alive, [*taken, await ask("/v1/policies")]

    (status, headers, body), (alive, _, _), taken = asyncio.run(all_of_them())
    assert (status, headers[b"retry-after"], body["code"]) == (503, b"1", "DE628")
    assert alive == 200
    assert [status for status, _, _ in taken] == [200, 200, 200]
