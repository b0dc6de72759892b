"""Policies are tried out before they are served, so that no caller waits for what is built when it is first needed."""

import json
from dataclasses import replace
from datetime import date

import pytest
from in_process import JSON, ask

from dunning_engine.policy.model import PolicyHistory
from dunning_engine.rules import compiled
from dunning_engine.service.app import make_app
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.settings import Settings
from dunning_engine.service.snapshot import all_revisions
from dunning_engine.service.trial import try_out

pytest.importorskip("durable_rules_engine", reason="durable-rules has no compiled module here", exc_type=ImportError)

from dunning_engine.rules import durable


def body(revision):
    invoice = {
        "invoice": "10400",
        "customer": "7",
        "customer_kind": "business",
        "issued_on": f"{revision.applies_from}",
        "due_on": f"{revision.applies_from}",
        "amount": "100.00",
        "currency": revision.currency,
    }
    return json.dumps({"policy": revision.name, "as_of": "2026-03-12", "invoice": invoice}).encode()


def test_no_caller_waits_for_rules_to_be_built(monkeypatch):
    store = PolicyStore()
    store.load()
    app = make_app(Settings(), store)
    monkeypatch.setattr(compiled, "CompiledPolicy", None)
    monkeypatch.setattr(durable.durable, "create_ruleset", None)
    for revision in all_revisions(store.served.policies):
        assert ask("POST", "/v1/evaluate", body(revision), kind=JSON, asked_of=app).status == 200


def test_a_revision_whose_first_days_no_calendar_knows_is_let_through():
    store = PolicyStore()
    store.load()
    (*_, newest) = store.served.policies["fakturaservice"].revisions
    early = PolicyHistory("fakturaservice", (replace(newest, applies_from=date(1930, 1, 1)),))
    try_out({"fakturaservice": early})
