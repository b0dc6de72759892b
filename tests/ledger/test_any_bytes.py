"""Any bytes given as a ledger or a mapping end in problems, never in another exception."""

import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.ledger.accounts import accounts_of_table
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.mapping import MappingError, read_mapping
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.problems import Problem
from dunning_engine.rendering import render_text

CSV = b"""invoice,customer,customer_kind,issued_on,due_on,amount,currency
1,K1,business,2026-01-01,2026-01-31,100.00,SEK
"2","K
2",consumer,2026-01-01,2026-01-31,-5,SEK
"""
NDJSON = b"""{"invoice": "1", "customer": "K", "customer_kind": "business", "issued_on": "2026-01-01", "due_on": "2026-01-31", \
"amount": 100.50, "currency": "SEK", "events": [{"on": "2026-02-01", "event": "payment", "amount": 1e2}]}
"""
JSON = b"[" + NDJSON + b"]"
MAPPING = b"""mapping: a
format: {delimiter: ";", decimal: ",", date: D/M/YYYY}
columns: {invoice: A, customer: B, issued_on: C, due_on: D, amount: E}
constants: {currency: SEK, customer_kind: business}
values: {sent_by: {x: post}}
events_from_columns: [{event: dispute, on: C, when: {F: [x, y]}}]
"""


def parquet():
    held = io.BytesIO()
    pl.DataFrame({"invoice": ["1", "2"], "amount": [1.5, None]}).write_parquet(held)
    return held.getvalue()


ACCOUNTS_CSV = b"""account,client,currency,on,entry,amount
A1,U5,SEK,2026-03-10,purchase,9710.00
"A1","U5",SEK,2026-03-11,payout,-9710.00
A2,U6,SEK,,,
"""
ACCOUNTS_NDJSON = b"""{"account": "A1", "client": "U5", "currency": "SEK", "entries": [{"on": "2026-03-10", "entry": "deposit", "amount": 1e2}]}
{"account": 2, "client": "U5", "currency": "SEK", "entries": []}
"""


def accounts_parquet():
    held = io.BytesIO()
    entries = [[{"on": "2026-03-10", "entry": "other", "amount": 1.5}], None]
    pl.DataFrame({"account": ["1", "2"], "client": "U", "currency": "SEK", "entries": entries}).write_parquet(held)
    return held.getvalue()


VALID_ACCOUNTS = {
    "a.csv": ACCOUNTS_CSV,
    "a.json": b"[" + ACCOUNTS_NDJSON.replace(b"}\n{", b"},\n{") + b"]",
    "a.ndjson": ACCOUNTS_NDJSON,
    "a.parquet": accounts_parquet(),
    "a": ACCOUNTS_CSV,
}
VALID = {"l.csv": CSV, "l.json": JSON, "l.ndjson": NDJSON, "l.parquet": parquet(), "l": CSV}
INSERTED = st.one_of(
    st.binary(max_size=4),
    st.sampled_from([b'"', b",", b"\n", b"{", b"]", b"\\", b"1e9", b"null", b"\0", b"\xff\xfe", b"PAR1"]),
)


@st.composite
def mutated(draw, valid):
    data = bytearray(valid)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 20)))
        data[start:end] = draw(INSERTED)
    return bytes(data)


def account(data, file):
    read = ledger_of_tables(table_of_bytes(data, file), table_of_bytes(data, file) if len(data) % 2 else None)
    assert all(isinstance(problem, Problem) and render_text(problem) for problem in read.problems)
    assert all((entry.invoice is None) == bool(entry.problems) for entry in read.entries)


@given(st.sampled_from(sorted(VALID)), st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes(file, data):
    account(data, file)


@pytest.mark.parametrize("file", ["l.csv", "l.json", "l.ndjson", "l.parquet"])
@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_valid_file_with_changed_bytes(file, data):
    account(data.draw(mutated(VALID[file])), file)


@given(st.one_of(st.binary(max_size=100), mutated(MAPPING)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_as_a_mapping(data):
    try:
        mapping = read_mapping(data, "m.yaml")
    except MappingError as error:
        problems = error.problems
    else:
        table = table_of_bytes(b"A;B;C;D;E;F\n1;2;3/4/2026;4/5/2026;5,5;x\n", "l.csv", delimiter=";")
        problems = ledger_of_tables(table, mapping=mapping).problems
        assert table.rows
    assert all(render_text(problem) for problem in problems)


def clients(data, file):
    read = accounts_of_table(table_of_bytes(data, file))
    assert all(isinstance(problem, Problem) and render_text(problem) for problem in read.problems)
    assert all((one.account is None) == bool(one.problems) for one in read.found)
    return read


@pytest.mark.parametrize("file", VALID_ACCOUNTS)
def test_the_accounts_to_be_changed_are_valid(file):
    read = clients(VALID_ACCOUNTS[file], file)
    assert (read.problems, [one.number in {"A1", "A2", "1", "2"} for one in read.found]) == ((), [True, True])


@given(st.sampled_from(sorted(VALID_ACCOUNTS)), st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_as_accounts(file, data):
    clients(data, file)


@pytest.mark.parametrize("file", ["a.csv", "a.json", "a.ndjson", "a.parquet"])
@given(st.data())
@settings(max_examples=150, deadline=None)
def test_valid_accounts_with_changed_bytes(file, data):
    clients(data.draw(mutated(VALID_ACCOUNTS[file])), file)
