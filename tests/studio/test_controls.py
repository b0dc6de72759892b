import pytest

from dunning_engine.studio.controls import told
from dunning_engine.studio.invoice_form import Form, mapping_of, read_form

PLAIN = {
    "invoice": "1001",
    "customer": "17",
    "customer_kind": "business",
    "issued_on": "2026-01-30",
    "due_on": "2026-03-02",
    "amount": "10 000,00",
    "currency": "SEK",
}


@pytest.mark.parametrize(
    ("fact", "typed", "language", "says"),
    [
        (
            "amount",
            "1,250.00",
            "sv",
            "Det är inget tal med högst två decimaler: skriv som 10 000,00 eller 10000.00 (DE504)",
        ),
        (
            "amount",
            "tusen",
            "en",
            "This is no number with at most two decimals: write it like 10 000,00 or 10000.00 (DE504)",
        ),
        ("due_on", "31/3 2026", "sv", "Den dagen finns inte: skriv år, månad och dag, 2026-01-31 (DE508)"),
        ("due_on", "2026-02-30", "en", "There is no such day: write year, month and day, 2026-01-31 (DE508)"),
        ("amount", "", "sv", "Fyll i det här (DE502)"),
    ],
)
def test_what_is_mistyped_most_is_told_in_the_language_of_the_page(fact, typed, language, says):
    _, found = read_form(mapping_of(Form({**PLAIN, fact: typed})))
    assert told(found.facts[fact], language) == says


def test_an_event_that_was_just_added_asks_for_what_it_needs():
    _, found = read_form(mapping_of(Form(PLAIN, [{"on": "2026-03-10", "event": "payment"}])))
    assert told(found.events[0, "amount"], "sv") == "Fyll i det här (DE519)"
