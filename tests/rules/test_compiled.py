"""A policy whose facts and conditions are read one by one, as somebody asks."""

from datetime import date

import pytest

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.invoice import Invoice
from dunning_engine.facts.row import RowReader, RowReaderAsAsked
from dunning_engine.policy.load import load_policies
from dunning_engine.resources import rules_directory
from dunning_engine.rules.compiled import compiled, read_as_asked
from dunning_engine.rules.reference import ReadAsAsked

FACTS = {
    "invoice": "1001",
    "customer": "17",
    "customer_kind": "business",
    "issued_on": "2026-01-30",
    "due_on": "2026-03-02",
    "amount": "10000.00",
    "currency": "SEK",
    "sent_by": "email",
}


@pytest.fixture(scope="module")
def policies():
    return load_policies(rules_directory())


def test_the_same_policy_in_every_revision_and_what_continues_it(policies):
    for history in policies.values():
        asked = read_as_asked(history)
        pairs = [(history, asked), *((later, asked.continued_by[name]) for name, later in history.continued_by.items())]
        for plain, other in pairs:
            assert [one.digest for one in other.revisions] == [one.digest for one in plain.revisions]
            assert all(one is not each for one, each in zip(plain.revisions, other.revisions, strict=True))
            for one, each in zip(plain.revisions, other.revisions, strict=True):
                assert compiled(each).conditions == compiled(one).conditions
                assert type(compiled(each).engine) is ReadAsAsked
                assert type(compiled(each).read_row) is RowReaderAsAsked
                assert type(compiled(one).read_row) is RowReader


@pytest.mark.parametrize("kind", ["business", "consumer", "public_authority"])
@pytest.mark.parametrize("as_of", [date(2026, 3, 1), date(2026, 3, 12), date(2026, 6, 1)])
def test_the_decisions_are_the_same(policies, kind, as_of):
    invoice = Invoice.from_mapping({**FACTS, "customer_kind": kind})
    for history in policies.values():
        assert evaluate(read_as_asked(history), invoice, as_of=as_of) == evaluate(history, invoice, as_of=as_of)
