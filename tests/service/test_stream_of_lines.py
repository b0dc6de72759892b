"""A stream is answered line by line, in order, in little memory, and no faster than its client takes the answers."""

import asyncio
import json
import tracemalloc

import pytest
from in_process import NDJSON, app, ask, invoice, store

from dunning_engine.problems import Problem
from dunning_engine.service import stream
from dunning_engine.service.app import make_app
from dunning_engine.service.problem import RequestError
from dunning_engine.service.settings import Settings

ADDRESS = "/v1/evaluate/stream"
QUERY = "as_of=2026-03-12&policy=fakturaservice"
LINE = json.dumps(invoice()).encode() + b"\n"


def streamed(*pieces, query=QUERY, **more):
    return ask("POST", f"{ADDRESS}?{query}", list(pieces) or [b""], kind=NDJSON, **more)


def counted(end):
    return (end["end"], end["lines"], end["decided"], end["with_problems"])


def test_nothing_is_answered_by_the_end_alone():
    (end,) = streamed().lines
    assert end == {"end": True, "lines": 0, "decided": 0, "with_problems": 0, "policies": []}


def test_lines_may_come_in_any_pieces():
    whole = b"\r\n".join([LINE.strip(), b"", LINE.strip(), b" \t", b"[" + LINE.strip() + b"," + LINE.strip() + b"]"])
    told = streamed(whole).lines
    assert [line.get("line") for line in told] == [1, 3, 5, None]
    assert counted(told[-1]) == (True, 3, 4, 0)
    assert streamed(*(whole[place : place + 1] for place in range(len(whole)))).lines == told
    assert streamed(b"", whole[:100], b"", whole[100:], b"").lines == told


def test_a_wrong_line_is_told_in_its_place_and_the_others_decided():
    lines = [
        LINE,
        b"{not json}\n",
        b'{"invoice": "\xff"}\n',
        json.dumps([invoice(), invoice(due_on="x", events=[{"on": "2026-03-01", "event": "payment"}])]).encode()
        + b"\n",
        json.dumps(invoice(policy="nowhere")).encode() + b"\n",
        b"x" * 2_000_000 + b"\n",
        LINE,
    ]
    told = streamed(*lines, query="as_of=2026-03-12&policy=fakturaservice").lines
    assert [[problem["code"] for problem in line.get("problems", ())] for line in told[:-1]] == [
        [],
        ["DE601"],
        ["DE601"],
        ["DE508", "DE519"],
        [],
        ["DE614"],
        [],
    ]
    assert [problem["pointer"] for problem in told[3]["problems"]] == ["/1/due_on", "/1/events/0/amount"]
    assert counted(told[-1]) == (True, 7, 3, 4)
    unnamed = streamed(LINE, json.dumps(invoice(policy="nowhere")).encode(), query="as_of=2026-03-12").lines
    assert [line["problems"][0]["code"] for line in unnamed[:2]] == ["DE560", "DE560"]


def test_a_line_may_hold_no_more_invoices_than_a_call():
    service = make_app(Settings(max_invoices=2), store())
    line = b"[" + b",".join([LINE.strip()] * 3) + b"]"
    told = streamed(line, asked_of=service).lines
    assert told[0]["problems"][0]["code"] == "DE607"


@pytest.mark.parametrize(
    ("query", "status", "codes"),
    [
        ("policy=fakturaservice", 400, ["DE604"]),
        ("as_of=2026-3-12", 400, ["DE508"]),
        ("as_of=2026-03-12&explain=ja&language=se&polisy=x", 400, ["DE605", "DE605", "DE603"]),
        ("as_of=2026-03-12&as_of=2026-03-13", 400, ["DE602"]),
        ("as_of=2026-03-12&policy=fakturaservis", 404, ["DE608"]),
        ("as_of=2026-03-12&" + "&".join(f"a{number}=1" for number in range(200)), 400, ["DE605"]),
    ],
)
def test_what_is_wrong_with_the_address_is_told_before_a_line_is_read(query, status, codes):
    answer = streamed(LINE, query=query)
    assert (answer.status, sorted(answer.codes)) == (status, sorted(codes))


def test_what_nobody_foresaw_stops_its_line_alone(monkeypatch, capsys):
    decide = stream.decide

    def failing(asked, subjects):
        if subjects.invoices[0][1].invoice == "secret-7":
            raise ZeroDivisionError("secret-7")
        return decide(asked, subjects)

    monkeypatch.setattr(stream, "decide", failing)
    first, second, third, end = streamed(LINE, json.dumps(invoice(invoice="secret-7")).encode() + b"\n", LINE).lines
    assert first["decisions"] == third["decisions"]
    assert second["problems"][0]["code"] == "DE617"
    assert counted(end) == (True, 3, 2, 1)
    logged = capsys.readouterr()
    assert "ZeroDivisionError" in logged.out + logged.err
    assert "secret-7" not in logged.out + logged.err


class Client:
    """A client in this process: gives pieces as they are asked for, and takes parts when it likes."""

    def __init__(self, pieces, take=None):
        self.given = 0
        self.parts = []
        self._pieces = iter(pieces)
        self._take = take

    async def receive(self):
        piece = next(self._pieces, None)
        self.given += piece is not None
        if piece == "gone":
            return {"type": "http.disconnect"}
        if isinstance(piece, RequestError):
            raise piece
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(self, message):
        if self._take is not None:
            await self._take(self)
        self.parts.append(message)

    async def ask(self):
        scope = {
            "type": "http",
            "method": "POST",
            "path": ADDRESS,
            "query_string": QUERY.encode(),
            "headers": [(b"content-type", NDJSON.encode())],
        }
        await app()(scope, self.receive, self.send)

    @property
    def lines(self):
        return [json.loads(line) for part in self.parts[1:] for line in part["body"].splitlines()]


def test_no_more_is_read_while_an_answer_is_not_taken():
    given = []

    async def slowly(client):
        before = client.given
        await asyncio.sleep(0.01)
        given.append(client.given - before)

    client = Client([LINE] * 20, slowly)
    asyncio.run(client.ask())
    assert given == [0] * len(given)
    assert len(client.lines) == 21


def test_a_client_that_goes_away_stops_the_work():
    client = Client([LINE, "gone", LINE])
    asyncio.run(client.ask())
    assert client.given == 2
    assert [line.get("line") for line in client.lines] == [1]
    assert client.parts[-1]["more_body"] is True


def test_a_stream_that_stands_still_is_ended_with_the_reason():
    stopped = RequestError(408, Problem(code="DE624", message="nothing came"))
    client = Client([LINE, stopped])
    asyncio.run(client.ask())
    end = client.lines[-1]
    assert counted(end) == (False, 1, 1, 0)
    assert [problem["code"] for problem in end["problems"]] == ["DE624"]
    before = Client([stopped])
    asyncio.run(before.ask())
    assert before.parts[0]["status"] == 408


def test_a_client_that_takes_nothing_is_let_go(monkeypatch):
    monkeypatch.setattr(stream, "_TAKEN_WITHIN", 0.05)

    async def never(client):
        if client.parts:
            await asyncio.sleep(3600)

    client = Client([LINE] * 5, never)
    with pytest.raises(Exception, match=r"^$") as raised:
        asyncio.run(client.ask())
    assert type(raised.value).__name__ == "ClientDisconnect"
    assert client.given == 1


def test_memory_does_not_grow_with_the_stream(monkeypatch):
    """Of the stream itself; `benchmarks/service_stream.py` sends 200,000 lines through all of it."""
    monkeypatch.setattr(stream, "decide", lambda asked, subjects: [])  # noqa: ARG005 - called as decide is

    async def forget(client):
        del client.parts[1:]

    def peak(count):
        client = Client((b"{}\n[]\n" * 5 for _ in range(count // 10)), forget)
        tracemalloc.start()
        asyncio.run(client.ask())
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    peak(100)
    assert peak(10_000) < peak(1_000) + 50_000  # bytes: five for each line more
