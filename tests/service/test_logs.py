"""The log: who asked what and how it went, and nothing of an invoice."""

import asyncio
import csv
import json
import logging
import re
import warnings

import httpx
import pytest
import structlog
from running_service import asking

from dunning_engine.resources import examples_directory
from dunning_engine.service import answers
from dunning_engine.service.app import make_app
from dunning_engine.service.guarded import guarded
from dunning_engine.service.logs import configure_logs, log
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.settings import LogFormat, Settings

DAY = "2026-03-31"
NEVER = ("customer", "customer_identity_number", "customer_email", "customer_registered_address", "amount")


@pytest.fixture(autouse=True)
def _as_it_was():
    """The logs of this process are its own again afterwards."""
    root = logging.getLogger()
    handlers, level = [*root.handlers], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def ask(capsys):
    """Requests to a service in this process; gives the answers and the lines of its log."""

    def run(*requests, **settings):
        store = PolicyStore()
        store.load()
        chosen = Settings(**settings)
        guard = guarded(make_app(chosen, store), chosen, store)

        async def all_of_them():
            transport = httpx.ASGITransport(app=guard)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return [await client.request(method, path, **rest) for method, path, rest in requests]

        configure_logs(chosen.log_format)
        found = asyncio.run(all_of_them())
        return found, [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    return run


def post(path, body, kind="application/json", **headers):
    return ("POST", path, {"content": body, "headers": {"Content-Type": kind, **headers}})


def ledger():
    """The example ledger's rows as invoices, and with each what may not stand in a log."""
    with (examples_directory() / "ledger.csv").open(encoding="utf-8", newline="") as file:
        return [{key: value for key, value in row.items() if value} for row in csv.DictReader(file)]


def test_nothing_of_an_invoice_is_written(ask):
    rows = ledger()
    plain = [
        {key: value == "true" if value in {"true", "false"} else value for key, value in row.items()} for row in rows
    ]
    broken = [row | {"amount": f"{row['amount']} kr", "due_on": row["customer"]} for row in plain]
    requests = [post("/v1/evaluate", json.dumps({"as_of": DAY, "invoice": row}).encode()) for row in plain + broken]
    requests.append(post("/v1/evaluate", json.dumps({"as_of": DAY, "invoices": plain}).encode()))
    requests.append(post("/v1/evaluate", json.dumps({"as_of": DAY, "invoices": plain}).encode()[:-9]))
    lines = "\n".join(json.dumps(row) for row in plain + broken).encode()
    requests.append(post(f"/v1/evaluate/stream?as_of={DAY}", lines, "application/x-ndjson"))
    requests.append(post("/v1/timeline", json.dumps({"as_of": DAY, "policy": "fakturaservice", "invoice": plain[0]})))
    requests += [("GET", f"/v1/policies/{row['customer_email']}", {}) for row in plain if "customer_email" in row]
    requests += [("GET", f"/{row['customer']}?number={row['invoice']}", {}) for row in plain]
    found, told = ask(*requests)
    assert {answer.status_code for answer in found} >= {200, 400, 404, 422}
    assert len(told) == len(requests)
    written = {word for line in told for word in words(line)}
    for row in rows:
        for key in NEVER:
            if key in row:
                assert row[key] not in written
        assert row["invoice"] not in written
        for key in ("customer_email", "customer_registered_address", "customer_identity_number"):
            assert row.get(key, "@") not in json.dumps(told, ensure_ascii=False)


def words(line):
    """Every value and every word of a line, without the times and the counts that the service makes itself."""
    own = {"time", "request_id", "ms", "bytes_in", "bytes_out", "invoices", "status"}
    text = json.dumps({key: value for key, value in line.items() if key not in own}, ensure_ascii=False)
    return {*re.split(r"[\s\"',:;{}\[\]()/?=]+", text)}


def test_a_line_says_who_asked_what_and_how_it_went(ask):
    (answer, refused), (line, other) = ask(
        post("/v1/evaluate", asking(), **{"X-Request-Id": "run-17.a"}), post("/v1/evaluate", b"{")
    )
    assert answer.headers["X-Request-Id"] == line["request_id"] == "run-17.a"
    assert {
        "level": "info",
        "event": "answered",
        "method": "POST",
        "route": "/v1/evaluate",
        "status": 200,
        "code": None,
        "bytes_in": len(asking()),
        "bytes_out": len(answer.content),
        "invoices": 1,
    }.items() <= line.items()
    assert line["ms"] > 0
    assert "numbers" not in line
    assert (other["status"], other["code"], other["invoices"]) == (400, "DE601", 0)
    assert other["request_id"] == refused.headers["X-Request-Id"] == refused.json()["instance"]


@pytest.mark.parametrize("given", ["a b", "x" * 65, '"', "id\x7f", "å", "{}"])
def test_a_request_id_that_could_do_harm_is_not_taken_over(ask, given):
    (answer,), (line,) = ask(("GET", "/v1/schemas", {"headers": {"X-Request-Id": given.encode()}}))
    assert re.fullmatch("[0-9a-f]{16}", line["request_id"])
    assert answer.headers["X-Request-Id"] == line["request_id"]


def test_numbers_of_invoices_are_written_where_that_is_asked_for(ask):
    _, (line,) = ask(post("/v1/evaluate", asking()), log_invoices=True)
    assert line["numbers"] == ["1001"]
    assert not {"17", "10000.00"} & words(line)


def test_probes_that_are_fine_are_not_written(ask):
    _, told = ask(("GET", "/healthz", {}), ("GET", "/readyz", {}), ("GET", "/metrics", {}))
    assert told == []


def test_what_nobody_foresaw_is_told_without_its_text(ask, monkeypatch):
    def fail(*_, **__):
        raise KeyError("Bertil Exempelgren")

    monkeypatch.setattr(answers, "decide", fail)
    (answer, alive), told = ask(post("/v1/evaluate", asking()), ("GET", "/v1/schemas", {}))
    assert (answer.json()["code"], alive.status_code) == ("DE617", 200)
    assert told[0]["error"][0] == "KeyError"
    assert told[0]["request_id"] == answer.headers["X-Request-Id"]
    assert "Bertil" not in json.dumps(told) + answer.text


def test_what_libraries_say_takes_the_same_form(capsys):
    configure_logs(LogFormat.JSON)
    logging.getLogger("uvicorn.error").error("broken\nand quoted: %s", "secret")
    logging.getLogger("uvicorn.error").info("not worth a line")
    logging.getLogger("asyncio").error("never retrieved", exc_info=ValueError("secret"))
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("a warning", stacklevel=1)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["level"], line["event"], line["logger"]) for line in lines[:2]] == [
        ("error", "broken", "uvicorn.error"),
        ("error", "never retrieved", "asyncio"),
    ]
    assert lines[1]["error"][0] == "ValueError"
    assert lines[2]["logger"] == "py.warnings"
    assert "secret" not in json.dumps(lines)


def test_a_log_that_nobody_reads_stops_nothing(monkeypatch):
    class Closed:
        def write(self, _):
            raise BrokenPipeError

        def flush(self):
            raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", Closed())
    configure_logs(LogFormat.JSON)
    log().info("nobody hears")
