"""An invoice out of the sheets is the one that its mapping describes."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from ledger_rows import event, invoice, ledgers, sheets_of

from dunning_engine.columns.one_by_one import invoices_of
from dunning_engine.facts.catalogue import GIVEN
from dunning_engine.facts.event import FIELDS, SHAPES
from dunning_engine.facts.invoice import Invoice, read_invoice


def with_events(one, events):
    mine = [
        {name: value for name, value in each.items() if name != "invoice"}
        for each in events
        if each["invoice"] == one["invoice"]
    ]
    return {**one, "events": mine}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ledgers())
def test_every_fact_and_event(ledger):
    invoices, events = ledger
    sheets = sheets_of(invoices, events)
    fit = np.flatnonzero(~sheets.unfit)
    found = dict(zip(fit.tolist(), invoices_of(sheets, fit), strict=True))
    for row, one in enumerate(invoices):
        alone, problems = read_invoice(with_events(one, events))
        if row in found:
            assert found[row] == alone, problems
        else:
            assert any(each["invoice"] == one["invoice"] and "another/" in each.get("key", "") for each in events)


def test_all_facts_and_all_fields_are_drawn():
    """What the drawn ledgers are made of leaves nothing out."""
    shapes = {name for shape in SHAPES.values() for name in (*shape.must, *shape.may)}
    assert shapes | {"on", "event"} == FIELDS.keys()
    assert {fact.name for fact in GIVEN if not fact.optional} == {"invoice", *invoice("1")}


def test_rows_come_in_the_order_that_is_asked_for():
    invoices = [invoice(str(n), amount=str(n + 1)) for n in range(4)]
    events = [event(str(n), day, "payment", amount="0.5") for n in (3, 1) for day in (9, 2)]
    sheets = sheets_of(invoices, events)
    found = list(invoices_of(sheets, np.array([3, 0, 1])))
    assert [one.invoice for one in found] == ["3", "0", "1"]
    assert [[each.on.day for each in one.events] for one in found] == [[2, 9], [], [2, 9]]
    assert list(invoices_of(sheets, np.zeros(0, np.int64))) == []


def test_facts_that_contradict_each_other_are_no_invoice():
    invoices = [invoice("1"), invoice("2", issued_on="2026-04-01"), invoice("3")]
    events = [event("3", 2, "step_cancelled", step="reminder")]
    assert [one is None for one in invoices_of(sheets_of(invoices, events), np.arange(3))] == [False, True, True]


def test_an_ordinary_invoice():
    (found,) = invoices_of(sheets_of([invoice("1001", interest_rate="8.5")]), np.array([0]))
    assert found == Invoice.from_mapping(invoice("1001", interest_rate="8.5"))


def test_the_key_of_an_invoice_whose_number_is_written_otherwise_in_keys():
    done = event("50%/1", 1, "done", key="50%25%2F1/pay_out")
    (found,) = invoices_of(sheets_of([invoice("50%/1")], [done]), np.array([0]))
    assert found.events[0].key == "50%25%2F1/pay_out"
