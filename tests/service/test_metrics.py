"""The figures: what is counted, under labels that no request can choose."""

import asyncio
import json
import os
import subprocess
import sys

import httpx
import pytest
from running_service import INVOICE, asking

from dunning_engine.service.app import make_app
from dunning_engine.service.guarded import guarded
from dunning_engine.service.routes import Routes
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.settings import Settings


@pytest.fixture
def ask():
    """Requests to one service in this process; gives the answers."""
    store = PolicyStore()
    store.load()
    settings = Settings(max_body=4096)
    guard = guarded(make_app(settings, store), settings, store)
    guard.metrics.policies()

    def run(*requests):
        async def all_of_them():
            transport = httpx.ASGITransport(app=guard)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return [await client.request(method, path, **rest) for method, path, rest in requests]

        return asyncio.run(all_of_them())

    return run


def samples(text):
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def evaluate(body):
    return ("POST", "/v1/evaluate", {"content": body, "headers": {"Content-Type": "application/json"}})


def test_what_is_answered_is_counted(ask):
    unfit = json.dumps({"policy": "fakturaservice", "as_of": "2026-03-12", "invoice": INVOICE | {"amount": "ten"}})
    *decided, _, _, _, _, _, _, _, last = ask(
        evaluate(asking()),
        evaluate(asking()),
        evaluate(unfit),
        evaluate(b" " * 5000),
        ("GET", "/v1/policies/fakturaservice", {}),
        ("GET", "/v1/policies/nobody-of-that-name", {}),
        ("DELETE", "/v1/evaluate", {}),
        ("BREW", "/tea/17?sugar=2", {}),
        ("GET", "/v1/policies", {"headers": {"Host": "rebound.example"}}),
        ("GET", "/metrics", {}),
    )
    found = samples(last.text)

    def requests(route, method, status):
        return found[f'dunning_http_requests_total{{method="{method}",route="{route}",status="{status}"}}']

    assert last.headers["Content-Type"].startswith("text/plain; version=")
    assert requests("/v1/evaluate", "POST", 200) == "2.0"
    assert requests("/v1/evaluate", "POST", 422) == "1.0"
    assert requests("/v1/evaluate", "POST", 413) == "1.0"
    assert requests("/v1/evaluate", "DELETE", 405) == "1.0"
    assert requests("/v1/policies/{name}", "GET", 200) == "1.0"
    assert requests("/v1/policies/{name}", "GET", 404) == "1.0"
    assert requests("none", "other", 404) == "1.0"
    assert requests("/v1/policies", "GET", 421) == "1.0"
    assert found['dunning_http_request_duration_seconds_count{route="/v1/evaluate"}'] == "5.0"
    assert found['dunning_invoices_decided_total{policy="fakturaservice"}'] == "2.0"
    actions = {
        action["action"] for answer in decided for one in answer.json()["decisions"] for action in one["actions"]
    }
    assert actions
    for action in actions:
        assert float(found[f'dunning_actions_proposed_total{{action="{action}"}}']) >= 2
    assert found['dunning_http_requests_turned_away_total{code="DE623"}'] == "1.0"
    assert found['dunning_http_requests_turned_away_total{code="DE621"}'] == "1.0"
    assert found["dunning_http_requests_at_work"] == "0.0"
    for theirs in ("nobody-of-that-name", "tea", "BREW", "rebound", "1001"):
        assert theirs not in last.text


def test_which_policies_are_served_is_told(ask):
    (answer,) = ask(("GET", "/metrics", {}))
    found = samples(answer.text)
    (listed,) = ask(("GET", "/v1/policies", {}))
    for policy in listed.json()["policies"]:
        for revision in policy["revisions"]:
            labels = f'digest="{revision["digest"]}",policy="{policy["name"]}",revision="{revision["applies_from"]}"'
            assert found[f"dunning_policies_info{{{labels}}}"] == "1.0"
    assert found["dunning_policies_generation"] == "1.0"
    assert found["dunning_policies_stale"] == "0.0"
    assert float(found["dunning_policies_loaded_timestamp_seconds"]) > 1.7e9


WORKERS = """
import os
from types import SimpleNamespace
from dunning_engine.service.metrics import Metrics
from dunning_engine.service.told import Told

def worker(generation, stale, loaded_at):
    served = SimpleNamespace(generation=generation, policies={})
    figures = Metrics(SimpleNamespace(served=served, stale=stale, loaded_at=loaded_at))
    figures.policies()
    figures.at_work.inc()
    figures.answered("/v1/evaluate", "POST", 200, 0.5, Told())
    return figures

if os.fork() == 0:
    worker(3, True, 20.0)
    os._exit(0)
os.wait()
print(worker(2, False, 10.0).read().decode())
"""


def test_figures_of_several_workers_are_told_together(tmp_path):
    shared = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", WORKERS], env=shared, capture_output=True, text=True, check=True)
    found = samples(done.stdout.strip())
    assert found["dunning_policies_generation"] == "2.0"  # of the one that is behind
    assert found["dunning_policies_loaded_timestamp_seconds"] == "10.0"
    assert found["dunning_policies_stale"] == "1.0"  # one of them is
    assert found["dunning_http_requests_at_work"] == "2.0"
    assert found['dunning_http_requests_total{method="POST",route="/v1/evaluate",status="200"}'] == "2.0"


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/v1/policies", "/v1/policies"),
        ("/v1/policies/a%20b", "/v1/policies/{name}"),
        ("/v1/policies/", "none"),
        ("/v1/policies/a/b", "none"),
        ("/v1/policiesx", "none"),
        ("/metrics", "/metrics"),
        ("//metrics", "none"),
        ("/v1/policies/a\nb", "/v1/policies/{name}"),
    ],
)
def test_an_address_is_named_by_its_template(path, route):
    assert Routes(["/v1/policies", "/v1/policies/{name}"]).of(path) == route
