"""The OpenAPI is true: its types fit what is asked and answered, and drawn requests find nothing against it.

``DUNNING_DRAWN_REQUESTS`` is how many are drawn for each address, and has every limit of every type tried besides. Against a
running service:
``SCHEMATHESIS_HOOKS=drawn_lines PYTHONPATH=tests/service schemathesis --config-file tests/service/schemathesis.toml run
http://127.0.0.1:8700/openapi.json --checks all``.
"""

import json
import logging
import os
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import structlog
from hypothesis import HealthCheck, settings
from in_process import JSON, ROOT, accounts, app, ask, invoice, ledger, post, store

from dunning_engine.codes import CODES
from dunning_engine.service.app import make_app
from dunning_engine.service.guarded import guarded
from dunning_engine.service.openapi import openapi_document
from dunning_engine.service.settings import Settings
from dunning_engine.service.token import token_in

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (requirements/dev.txt has it)")

import drawn_lines  # noqa: E402, F401 - how a stream is written, for whoever draws one

HERE = Path(__file__).parent
DOCUMENT = openapi_document(with_token=False)
THOROUGH = "DUNNING_DRAWN_REQUESTS" in os.environ
DRAWN = int(os.environ.get("DUNNING_DRAWN_REQUESTS", "12"))
SHOWN = "0123456789abcdef0123456789abcdef"
OPERATIONS = [(path, method, one) for path, item in DOCUMENT["paths"].items() for method, one in item.items()]


@cache
def validator(name):
    components = {"components": DOCUMENT["components"]}
    return jsonschema.Draft202012Validator({**components, "$ref": f"#/components/schemas/{name}"})


def fits(name, value):
    validator(name).validate(value)
    return True


def test_every_address_is_told_and_the_reverse():
    answering = {(route.path, method.lower()) for route in app().routes for method in route.methods - {"HEAD"}}
    assert {(path, method) for path, method, _ in OPERATIONS} == answering | {("/metrics", "get")}


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_each_type_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(DOCUMENT["components"]["schemas"][name])


def test_no_reference_leads_nowhere():
    def references(value):
        if isinstance(value, dict):
            yield from (one for key, one in value.items() if key == "$ref")
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from references(one)

    for one in set(references(DOCUMENT)):
        found = DOCUMENT
        for key in one.removeprefix("#/").split("/"):
            found = found[key]


def test_every_operation_has_a_name_of_its_own_and_examples_that_fit():
    names = [one["operationId"] for _, _, one in OPERATIONS]
    assert len(set(names)) == len(names)
    checked = 0
    for _, _, one in OPERATIONS:
        contents = [one["requestBody"]["content"]] if "requestBody" in one else []
        contents += [response["content"] for response in one["responses"].values() if "content" in response]
        for content in (content for kinds in contents for content in kinds.values()):
            examples = [content["example"]] if "example" in content else []
            examples += [example["value"] for example in content.get("examples", {}).values()]
            for example in examples:
                if "$ref" in content.get("schema", ()) and not unfit(content, example):
                    fits(content["schema"]["$ref"].rpartition("/")[2], example)
                    checked += 1
    assert checked > 10


def unfit(content, example):
    """A request that shows what is refused."""
    return "unfit" in content.get("examples", {}) and "problems" not in example


def test_problems_know_every_code():
    assert DOCUMENT["components"]["schemas"]["Problem"]["properties"]["code"]["enum"] == list(CODES)


def test_what_the_service_answers_has_the_types_that_it_tells():
    request = {"as_of": "2026-03-31", "invoices": [*ledger().values()], "accounts": accounts(), "explain": True}
    assert fits("EvaluateRequest", request)
    assert fits("EvaluateAnswer", post("/v1/evaluate", request).json)
    wanting = post("/v1/evaluate", {"as_of": "2026-02-30", "invoices": [invoice(due_on="x", amount=None)]})
    assert fits("ProblemAnswer", wanting.json)
    for one in [*ledger().values()][::10]:
        asked = {"as_of": "2026-03-31", "invoice": one}
        assert fits("TimelineRequest", asked)
        assert fits("TimelineAnswer", post("/v1/timeline", asked).json)
    for path, name in (
        ("/v1/policies", "Policies"),
        ("/v1/policies/factoring", "Policy"),
        ("/v1/schemas", "Schemas"),
        ("/v1/problems/DE101", "Code"),
        ("/healthz", "Health"),
        ("/readyz", "Ready"),
    ):
        assert fits(name, ask("GET", path).json)


def test_the_type_of_a_day_is_every_day_that_there_is():
    of = re.compile(DOCUMENT["components"]["schemas"]["EvaluateRequest"]["properties"]["as_of"]["pattern"])
    written = {f"{year}-{month:02}-{day:02}" for year in range(1890, 2210) for month in range(14) for day in range(33)}
    first, last = date(1900, 1, 1), date(2199, 12, 31)
    there = {date.fromordinal(number).isoformat() for number in range(first.toordinal(), last.toordinal() + 1)}
    assert {one for one in written if of.search(one)} == there


def test_a_stream_has_the_types_that_it_tells():
    lines = [json.dumps(one) for one in (ledger()["1005"], [ledger()["1002"]], {})]
    answer = ask("POST", "/v1/evaluate/stream?as_of=2026-03-31", "\n".join(lines).encode(), kind="application/x-ndjson")
    first, second, third, end = answer.lines
    assert fits("StreamedDecisions", first)
    assert fits("StreamedDecisions", second)
    assert fits("StreamedProblems", third)
    assert fits("StreamEnd", end)


@pytest.mark.parametrize("token", [None, token_in(SHOWN, "the test")])
def test_the_token_is_asked_for_where_there_is_one(token):
    answer = ask("GET", "/openapi.json", asked_of=make_app(Settings(token=token), store()))
    assert ({} in answer.json["security"]) is (token is None)


def test_the_document_is_served():
    assert ask("GET", "/openapi.json").json == DOCUMENT
    assert app().openapi() == DOCUMENT
    assert (ROOT / "schemas" / "openapi.json").is_file()
    assert ask("POST", "/openapi.json", b"{}", kind=JSON).status == 405


def drawn_from():
    """The service behind its guard, with a token, as schemathesis asks it in this process."""
    of = Settings(token=token_in(SHOWN, "the test"))
    said = tomllib.loads((HERE / "schemathesis.toml").read_text("utf-8"))
    config = schemathesis.Config.from_dict({**said, "phases": {"coverage": {"enabled": THOROUGH}}})
    service = guarded(make_app(of, store()), of, store())
    return schemathesis.openapi.from_asgi(
        "/openapi.json", service, config=config, headers={"Authorization": f"Bearer {SHOWN}"}
    )


drawn = drawn_from()


@pytest.fixture
def _quiet():
    """Without the log, which would be longer than everything else."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@drawn.parametrize()
@pytest.mark.usefixtures("_quiet")
@settings(max_examples=DRAWN, deadline=None, suppress_health_check=list(HealthCheck))
def test_drawn_requests_find_nothing(case):
    case.call_and_validate(headers={"Authorization": f"Bearer {SHOWN}"})
