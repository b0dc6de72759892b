import pytest

from dunning_engine.facts.fold import fold
from dunning_engine.facts.invoice import Invoice
from dunning_engine.facts.parts import Part

FEES_FIRST = (Part.FEES, Part.INTEREST, Part.PRINCIPAL)


@pytest.fixture
def facts():
    """The mapping of an ordinary invoice, with changes; ``None`` takes a fact away."""

    def make(*events, **changes):
        mapping = {
            "invoice": "1001",
            "customer": "K17",
            "customer_kind": "business",
            "issued_on": "2026-01-31",
            "due_on": "2026-03-02",
            "amount": "10000.00",
            "currency": "SEK",
            **changes,
        }
        if events:
            mapping["events"] = list(events)
        return {name: value for name, value in mapping.items() if value is not None}

    return make


@pytest.fixture
def state_on(facts):
    """The state on a day of the ordinary invoice with these events."""

    def make(as_of, *events, settles=FEES_FIRST, **changes):
        return fold(Invoice.from_mapping(facts(*events, **changes)), as_of=as_of, settles=settles)

    return make
