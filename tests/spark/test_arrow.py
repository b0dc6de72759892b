import pickle
from datetime import date
from decimal import Decimal

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed: 'make spark' installs it and runs these tests")

import pyarrow as pa

from dunning_engine.ledger import arrow
from dunning_engine.ledger.arrow import SCHEMA, ArrowEvaluator, evaluate_arrow, key_of
from dunning_engine.problems import FactError

DAY = date(2026, 3, 12)
INVOICES = pa.table(
    {
        "invoice": ["2", "1"],
        "customer": ["K1", "K2"],
        "customer_kind": ["business", "business"],
        "issued_on": [date(2026, 1, 2)] * 2,
        "due_on": [date(2026, 3, 2)] * 2,
        "amount": [Decimal("10000.00"), Decimal("500.00")],
        "currency": ["SEK", "SEK"],
        "sent_by": ["post", "post"],
    }
)


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        (pa.array(["1001", " 1001 ", "1001\t", "", "  ", None]), ["1001", "1001", "1001", None, None, None]),
        (pa.array(["A\u030a-1", "\u00c5-1", "F 7"]), ["\u00c5-1", "\u00c5-1", "F 7"]),
        (pa.array([1001, None, -7]), ["1001", None, "-7"]),
        (pa.array([1001.0, 1.5, None]), ["1001", None, None]),
        (pa.array([True, None]), [None, None]),
        (pa.array([], pa.string()), []),
        (pa.array([None, None]), [None, None]),
    ],
)
def test_keys_are_numbers_as_ledgers_compare_them(values, keys):
    found = key_of(values)
    assert found.type == pa.string()
    assert found.to_pylist() == keys


def test_rows_by_invoice_and_position(policies):
    found = evaluate_arrow(policies["fakturaservice"], INVOICES, as_of=DAY)
    assert found.schema.equals(SCHEMA)
    assert found.select(["invoice", "position", "action"]).to_pylist() == [
        {"invoice": "1", "position": 1, "action": "remind"},
        {"invoice": "1", "position": 2, "action": "request_information"},
        {"invoice": "2", "position": 1, "action": "remind"},
        {"invoice": "2", "position": 2, "action": "request_information"},
    ]


def test_a_table_that_cannot_be_used_raises(policies):
    with pytest.raises(FactError) as caught:
        evaluate_arrow(policies["fakturaservice"], INVOICES, pa.table({"invoice": ["1"]}), as_of=DAY)
    assert [problem.code for problem in caught.value.problems] == ["DE555"]


def sent(pickled):
    return pickle.loads(pickled)  # noqa: S301 - made here


def test_a_process_makes_the_policies_ready_once(policies):
    evaluator = ArrowEvaluator(policies, as_of=DAY)
    assert evaluator.joins_customers
    pickled = pickle.dumps(evaluator)
    assert len(pickled) < 40_000
    first, second = sent(pickled), sent(pickled)
    assert first is second
    assert first is not sent(pickle.dumps(ArrowEvaluator(policies, as_of=date(2026, 3, 13))))
    one = ArrowEvaluator(policies["fakturaservice"], as_of=DAY)
    assert not one.joins_customers
    assert sent(pickle.dumps(one))(INVOICES).equals(one(INVOICES))


def test_another_version_refuses_the_policies(policies, monkeypatch):
    pickled = pickle.dumps(ArrowEvaluator(policies, as_of=DAY))
    monkeypatch.setattr(arrow, "version", lambda _: "9.9.9")
    arrow._of_this_process.cache_clear()  # as in another process
    with pytest.raises(RuntimeError, match=r"install the same everywhere"):
        sent(pickled)
