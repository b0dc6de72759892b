"""What docs/service.md says in tables and of the log, held against the service; what its commands print is held in test_docs."""

import json
import re
from pathlib import Path

import pytest
import typer
from running_service import running

from dunning_engine import cli
from dunning_engine.service.connection import MOST_CONNECTIONS
from dunning_engine.service.limits import LARGEST_HEAD
from dunning_engine.service.settings import KIBIBYTE, MEBIBYTE, Settings
from dunning_engine.service.token import SHORTEST

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
PARAMETERS = {parameter.opts[0]: parameter for parameter in typer.main.get_command(cli.app).commands["serve"].params}


def rows(heading):
    """The cells of the table under a heading, without its head."""
    _, _, rest = PAGE.partition(f"\n{heading}\n")
    (table,) = re.findall(r"\A[^#]*?\n((?:\|.*\n)+)", rest)
    return [[cell.strip() for cell in line.strip("|\n").split(" | ")] for line in table.splitlines()[2:]]


@pytest.fixture(scope="module")
def service():
    with running(ROOT / "rules") as started:
        yield started


def test_every_address_stands_in_the_table(service):
    first = " ".join(row[0] for row in rows("## What can be asked"))
    shown = set(re.findall(r"`(GET|POST) (\S+)`", first))
    paths = json.loads(service.ask(path="/openapi.json")[2])["paths"]
    there = {(method.upper(), path) for path, methods in paths.items() for method in methods if method != "parameters"}

    assert there - shown == set()
    assert [path for method, path in shown - there if method != "GET" or service.ask(path=path)[0] != 200] == []


def test_every_option_stands_in_the_table_with_what_it_is_otherwise():
    shown = {row[0].strip("`"): row[1].strip("`") for row in rows("### Options")}

    assert set(shown) == {"RULES" if name == "rules" else name for name in PARAMETERS if name != "--help"}
    plain = {
        name: given
        for name, given in shown.items()
        if name not in {"RULES", "--token-file", "--log-format", "--log-invoices"}
    }
    defaults = {name: PARAMETERS[name].default for name in plain}
    assert {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in defaults.items()} == plain
    assert PARAMETERS["--log-invoices"].default is False


def test_limits_without_an_option_are_those_that_are_named():
    settings = Settings()

    assert f"a line of a stream has at most {settings.max_line // MEBIBYTE} MiB" in PAGE
    assert f"headers at most {LARGEST_HEAD // KIBIBYTE} KiB" in PAGE
    assert f"at most {settings.max_at_work} requests and holds at most {MOST_CONNECTIONS:,} connections" in PAGE
    assert f"a token of {SHORTEST}\n" in PAGE


def test_every_figure_stands_in_the_table(service):
    service.evaluate()
    told = service.ask(path="/metrics")[2].decode()
    there = {name for name in re.findall(r"^# TYPE (\S+)", told, re.MULTILINE) if not name.endswith("_created")}

    assert {row[0].strip("`") for row in rows("### Metrics")} == there


def test_the_line_of_the_log_is_what_a_request_writes(service):
    (shown,) = re.findall(r"<!-- log line -->\n```json\n(.*)\n```", PAGE)
    body = (ROOT / "examples" / "service" / "evaluate.json").read_bytes()
    service.evaluate(body, X_Request_Id="example-3")
    written = service.wait_for("answered", request_id="example-3")

    differs = {"time", "ms", "bytes_out"}  # the answer names the folder of the policies
    expected = json.loads(shown)
    assert list(expected) == list(written)
    assert {key: value for key, value in expected.items() if key not in differs} == {
        key: value for key, value in written.items() if key not in differs
    }


def test_an_amount_may_be_a_number_and_is_read_exactly(service):
    body = (ROOT / "examples" / "service" / "evaluate.json").read_bytes().replace(b'"10000.00"', b"10000.00")
    status, _, told = service.evaluate(body)

    assert (status, json.loads(told)["decisions"][0]["balance"]) == (200, "10000.00")
