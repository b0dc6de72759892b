import json
import runpy

import pytest

from dunning_engine.facts.catalogue import GIVEN
from dunning_engine.facts.event import FIELDS
from dunning_engine.ledger.mapping import MappingError, load_mapping, read_mapping
from dunning_engine.resources import examples_directory, schemas_directory

START = """
mapping: test
columns: {invoice: No, customer: Cust, issued_on: Issued, due_on: Due, amount: Sum}
constants: {currency: SEK, customer_kind: business}
"""


def problems(text):
    with pytest.raises(MappingError) as caught:
        read_mapping(text.encode(), "m.yaml")
    return [(problem.code, problem.span.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize("path", sorted((examples_directory() / "mappings").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_mappings_pass(path):
    assert load_mapping(path).name == path.stem


def test_an_empty_file_is_told_how_a_mapping_begins():
    with pytest.raises(MappingError) as caught:
        read_mapping(b"# nothing\n", "m.yaml")
    assert [(one.code, one.hint) for one in caught.value.problems] == [
        ("DE105", "a mapping starts with 'mapping: name'")
    ]


def test_a_small_mapping_needs_no_format():
    mapping = read_mapping(START.encode(), "m.yaml")
    assert mapping.invoices.columns["amount"] == "Sum"
    assert (mapping.invoices.form.delimiter, mapping.invoices.form.encoding) == (",", "utf-8")
    assert mapping.invoices.form.numbers is None
    assert (mapping.events, mapping.accounts) == (None, None)


def test_events_take_over_the_format_and_change_what_they_say():
    mapping = read_mapping(
        (
            START
            + 'format: {delimiter: ";", decimal: ","}\n'
            + "events: {format: {delimiter: tab}, columns: {invoice: No, on: Day, amount: Sum}, constants: {event: payment}}"
        ).encode(),
        "m.yaml",
    )
    assert mapping.events.form.delimiter == "tab"
    assert mapping.events.form.numbers == mapping.invoices.form.numbers


def test_accounts_take_over_the_format_and_change_what_they_say():
    mapping = read_mapping(
        (
            START
            + 'format: {delimiter: ";", decimal: ","}\n'
            + "accounts: {format: {delimiter: tab}, columns: {account: No, client: C, on: Day, entry: Type, amount: Sum},"
            + " constants: {currency: SEK}}"
        ).encode(),
        "m.yaml",
    )
    assert mapping.accounts.form.delimiter == "tab"
    assert mapping.accounts.form.numbers == mapping.invoices.form.numbers
    assert mapping.events is None


ACCOUNTS = "accounts: {columns: {account: No, client: C, currency: V, on: Day, entry: Type, amount: Sum}"


@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        (START + ACCOUNTS.replace("currency: V, ", "") + "}", "DE561", 5, "nothing says where an account's 'currency'"),
        (START + ACCOUNTS.replace("client: C", "clinet: C") + "}", "DE204", 5, "unknown key 'clinet'"),
        (START + ACCOUNTS + ", values: {entry: {Lån: loan}}}", "DE565", 5, "'loan' is no word of 'entry'"),
        (START + ACCOUNTS + ", constants: {on: 2026-03-10}}", "DE562", 5, "'on' has both a column and a constant"),
        (START.replace("amount: Sum", "amonut: Sum"), "DE204", 3, "unknown key 'amonut'"),
        (START.replace(", amount: Sum", ""), "DE561", 3, "nothing says where 'amount' comes from"),
        (START.replace("SEK,", "SEK, invoice: x,"), "DE562", 4, "'invoice' has both a column and a constant"),
        (START + "ignore: [Sum]", "DE562", 5, "column 'Sum' is both read and ignored"),
        (START + "values: {sent_by: {Brev: post}}", "DE563", 5, "'sent_by' has values but no column"),
        (START.replace("business", "företag"), "DE565", 4, "'företag' is no word of 'customer_kind'"),
        (START.replace("SEK", "SEK, recourse_agreement: ja"), "DE565", 4, "'recourse_agreement' is true or false"),
        (START + "format: {date: YY-MM-DD}", "DE564", 5, "'YY-MM-DD' is no form of a date"),
        (START + 'format: {decimal: ",", thousands: ","}', "DE564", 5, "the same mark"),
        (START + 'format: {delimiter: ":"}', "DE206", 5, "':'"),
        (START + "events: {columns: {invoice: No}, constants: {event: payment}}", "DE561", 5, "an event's 'on'"),
        (START + "events_from_columns: [{event: payment, on: Paid}]", "DE561", 5, "a 'payment' needs 'amount'"),
        (START + "events_from_columns: [{event: dispute, on: D, columns: {fee: F}}]", "DE563", 5, "carries no 'fee'"),
        (
            START + "events_from_columns: [{event: sold, on: D, constants: {sale: outright}}]",
            "DE565",
            5,
            "'outright' is no word of 'sale'",
        ),
    ],
)
def test_each_thing_that_can_be_wrong(text, code, line, said):
    ((found, where, message),) = problems(text)
    assert (found, where) == (code, line)
    assert said in message


def test_everything_wrong_is_said_at_once():
    text = START.replace(", amount: Sum", "").replace("business", "x") + "ignore: [No]"
    assert [code for code, _, _ in problems(text)] == ["DE561", "DE565", "DE562"]


def test_the_schema_is_current():
    """After a change to the catalogue of facts: ``make docs``."""
    place = schemas_directory().parent / "tools" / "mapping_schema.py"
    for path, text in runpy.run_path(str(place))["files"]().items():
        assert path.read_text(encoding="utf-8") == text


def test_the_schema_names_every_fact():
    schema = json.loads((schemas_directory() / "mapping.schema.json").read_text(encoding="utf-8"))["properties"]
    from_columns = schema["events_from_columns"]["items"]["properties"]
    for part in ("columns", "values", "constants"):
        assert set(schema[part]["properties"]) == {fact.name for fact in GIVEN}
        assert set(schema["events"]["properties"][part]["properties"]) == {"invoice", *FIELDS}
    assert set(from_columns["columns"]["properties"]) == set(FIELDS) - {"on", "event"}
