import importlib.util
import json
from pathlib import Path

import jsonschema
import pytest

from dunning_engine.facts.account import ACCOUNT_FIELDS, ENTRY_FIELDS, MEANINGS, Account, Entry, EntryKind
from dunning_engine.facts.account_reading import read_account
from dunning_engine.facts.catalogue import CHANNELS, CONDITION_FACTS, DERIVED, GIVEN
from dunning_engine.facts.event import FIELDS, SHAPES, Event, EventKind
from dunning_engine.facts.invoice import Invoice, read_invoice

ROOT = Path(__file__).parents[2]
DIALECTS = [jsonschema.Draft202012Validator, jsonschema.Draft7Validator]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("fact_pages", ROOT / "tools" / "fact_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def schema(name):
    return json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_what_is_made_from_the_catalogue_is_current(tool):
    for path, text in tool.files().items():
        assert path.read_text(encoding="utf-8") == text, path.name


def test_the_catalogue_the_invoice_and_the_event_have_the_same_names():
    assert [fact.name for fact in GIVEN] == [name for name in Invoice.__slots__ if name != "events"]
    assert list(FIELDS) == list(Event.__slots__)
    assert SHAPES.keys() == set(EventKind)
    assert len({fact.name for fact in DERIVED}) == len(DERIVED)
    assert {name for name in CONDITION_FACTS if name.startswith("has_")} == {
        f"has_{fact.name}" for fact in (*GIVEN, *DERIVED) if fact.optional and fact.name != "balance"
    }


def test_the_account_and_its_entries_have_the_names_of_their_tables():
    assert list(ACCOUNT_FIELDS) == [name for name in Account.__slots__ if name != "entries"]
    assert list(ENTRY_FIELDS) == list(Entry.__slots__)
    assert MEANINGS.keys() == set(EntryKind)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.__name__)
@pytest.mark.parametrize("name", ["invoice", "event", "account", "decision"])
def test_the_schemas_are_schemas_in_both_dialects(dialect, name):
    dialect.check_schema(schema(name))


def test_every_key_has_a_description():
    def undescribed(part, path):
        for name, sub in part.get("properties", {}).items():
            if "description" not in sub:
                yield f"{path}/{name}"
            yield from undescribed(sub, f"{path}/{name}")

    for name in ("invoice", "event", "account", "decision"):
        whole = schema(name)
        parts = {"": whole, **whole.get("$defs", {})}
        assert [line for path, part in parts.items() for line in undescribed(part, path)] == []


GOOD_EVENT = {"on": "2026-03-10", "event": "payment", "amount": "500.00", "reason": None}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.__name__)
@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"amount": 100.5, "sent_by": None, "due_date_agreed": False, "created_at": "2026-01-31T08:00Z"}, True),
        ({"invoice": 1001, "credit_risk": "3", "interest_rate": "8.00", "events": []}, True),
        ({"events": [GOOD_EVENT]}, True),
        ({"amount": "8,50"}, False),
        ({"issued_on": "31/1/2026"}, False),
        ({"created_at": "2026-01-31"}, False),
        ({"customer_kind": "Business"}, False),
        ({"due_date_agreed": "ja"}, False),
        ({"sent_by": "fax"}, False),
        ({"curency": "SEK"}, False),
        ({"currency": "sek"}, False),
        ({"interest_rate": -1}, False),
        ({"interest_rate": "-8.00"}, False),
        ({"interest_rate": 1001}, False),
        ({"credit_risk": 0}, False),
        ({"credit_risk": "-3"}, False),
        ({"amount": None}, False),
        ({"events": [{**GOOD_EVENT, "amount": -5}]}, False),
        ({"events": [{**GOOD_EVENT, "amount": "-5.00"}]}, False),
        ({"events": [{**GOOD_EVENT, "amount": None}]}, False),
        ({"events": [{"on": "2026-03-10", "event": "payment"}]}, False),
        ({"events": [{**GOOD_EVENT, "step": "reminder"}]}, False),
        ({"events": [{**GOOD_EVENT, "amout": 1}]}, False),
        ({"events": [{**GOOD_EVENT, "event": "payed"}]}, False),
    ],
)
def test_the_invoice_schema_takes_what_is_read_and_refuses_what_is_not(facts, dialect, changes, fits):
    mapping = {**facts(), **changes}

    assert dialect(schema("invoice")).is_valid(mapping) is fits
    readable = json.loads(json.dumps(mapping), parse_float=str)
    assert (read_invoice(readable)[0] is not None) is fits


ENTRY = {"on": "2026-03-10", "entry": "payout", "amount": "-500.00"}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.__name__)
@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"entries": None, "policy": None}, True),
        ({"account": 17, "entries": [ENTRY]}, True),
        ({"entries": [{**ENTRY, "amount": -500}, {**ENTRY, "amount": -0.5, "invoice": 1001, "text": None}]}, True),
        ({"entries": [{**ENTRY, "amount": "500.00"}]}, False),
        ({"entries": [{**ENTRY, "amount": 500}]}, False),
        ({"entries": [{**ENTRY, "amount": "-0.00"}]}, False),
        ({"entries": [{**ENTRY, "amount": "-0.01"}]}, True),
        ({"entries": [{**ENTRY, "entry": "deposit", "amount": "0.01"}]}, True),
        ({"entries": [{**ENTRY, "entry": "deposit", "amount": "-1"}]}, False),
        ({"entries": [{**ENTRY, "entry": "deposit", "amount": 0}]}, False),
        ({"entries": [{**ENTRY, "entry": "other", "amount": "1"}, {**ENTRY, "entry": "other"}]}, True),
        ({"entries": [{**ENTRY, "entry": "other", "amount": "0.0"}]}, False),
        ({"entries": [{**ENTRY, "entry": "other", "amount": 0}]}, False),
        ({"entries": [{**ENTRY, "entry": "fee"}]}, False),
        ({"entries": [{**ENTRY, "amount": None}]}, False),
        ({"entries": [{**ENTRY, "step": "reminder"}]}, False),
        ({"entries": ENTRY}, False),
        ({"client": None}, False),
        ({"balance": "1.00"}, False),
    ],
)
def test_the_account_schema_takes_what_is_read_and_refuses_what_is_not(dialect, changes, fits):
    mapping = {"account": "A-17", "client": "U5", "currency": "SEK", **changes}

    assert dialect(schema("account")).is_valid(mapping) is fits
    readable = json.loads(json.dumps(mapping), parse_float=str)
    assert (read_account(readable)[0] is not None) is fits


@pytest.mark.parametrize("kind", EventKind)
def test_the_event_schema_says_what_each_kind_carries(kind):
    values = {
        "amount": "1.00",
        "step": "a",
        "until": "2026-03-10",
        "sale": "pledged",
        "fact": "client",
        "text": "x",
        "key": "k",
    }
    shape = SHAPES[kind]
    event = {"on": "2026-03-10", "event": str(kind), **{name: values[name] for name in shape.must}}
    validator = jsonschema.Draft202012Validator(schema("event"))

    assert validator.is_valid(event)
    assert all(not validator.is_valid({k: v for k, v in event.items() if k != name}) for name in shape.must)
    unread = set(values) - set(shape.must + shape.may)
    assert all(not validator.is_valid({**event, name: values[name]}) for name in unread)


def test_the_decision_schema_knows_every_way_to_send():
    assert schema("decision")["$defs"]["action"]["properties"]["send_by"]["enum"] == [*CHANNELS, None]
