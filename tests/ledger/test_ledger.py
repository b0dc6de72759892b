from datetime import date

import pytest

from dunning_engine.ledger.ledger import ledger_of_tables, read_ledger
from dunning_engine.ledger.mapping import load_mapping, read_mapping
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.problems import has_errors
from dunning_engine.resources import examples_directory

HEADER = "invoice,customer,customer_kind,issued_on,due_on,amount,currency"
EVENTS = "invoice,on,event,amount"


def row(number="1", amount="100.00", issued="2026-01-01"):
    return f"{number},K1,business,{issued},2026-01-31,{amount},SEK"


def ledger(*rows, events=None, mapping=None, header=HEADER):
    table = table_of_bytes("\n".join([header, *rows]).encode(), "l.csv")
    beside = None if events is None else table_of_bytes("\n".join(events).encode(), "e.csv")
    return ledger_of_tables(table, beside, mapping=mapping)


def said(read):
    return [(problem.code, str(problem.span), problem.invoice, problem.fact) for problem in read.problems]


def test_every_row_is_an_entry():
    read = ledger(row("1"), row("2", amount="x"), "3,K1", row("4"))
    assert [(entry.line, entry.number, entry.invoice is not None) for entry in read.entries] == [
        (2, "1", True),
        (3, "2", False),
        (4, "3", False),
        (5, "4", True),
    ]
    assert said(read) == [("DE504", "l.csv:3:1", "2", "amount"), ("DE552", "l.csv:4:1", "3", None)]


def test_doubles_are_all_left_out_and_all_named():
    read = ledger(row("1"), row("2"), row(" 1 "), row("1", amount="7"))
    assert [entry.invoice is not None for entry in read.entries] == [False, True, False, False]
    first = read.problems[0]
    assert (first.code, first.invoice) == ("DE554", "1")
    assert [place.line for place in first.related] == [4, 5]


def test_events_meet_their_invoices():
    read = ledger(row("1"), row("2"), events=[EVENTS, "2,2026-02-01,payment,40.00", "2,2026-01-20,payment,10"])
    assert not read.problems
    assert [[event.amount for event in entry.invoice.events] for entry in read.entries] == [[], [1000, 4000]]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("9,2026-02-01,payment,40", [("DE558", "e.csv:2:1", "9", None)]),
        (",2026-02-01,payment,40", [("DE558", "e.csv:2:1", None, None)]),
        ("1,2026-02-01", [("DE552", "e.csv:2:1", "1", None)]),
        ("1,2026-02-01,payment,1,2", [("DE552", "e.csv:2:1", "1", None)]),
        ("1,2026-02-30,payment,1", [("DE508", "e.csv:2:1", "1", "on")]),
        ("1,2026-02-01,payed,1", [("DE511", "e.csv:2:1", "1", "event")]),
    ],
)
def test_a_bad_event_is_listed_where_it_stands(event, expected):
    read = ledger(row("1"), row("2"), events=[EVENTS, event])
    assert said(read) == expected
    assert has_errors(read.problems)


@pytest.mark.parametrize("event", ["1,2026-02-01", "1,2026-02-30,payment,1"])
def test_an_invoice_with_a_bad_event_is_left_out(event):
    """The event that cannot be read may be the payment."""
    read = ledger(row("1"), row("2"), events=[EVENTS, event])
    assert [entry.invoice is not None for entry in read.entries] == [False, True]


def test_events_inside_json_and_beside_are_taken_together():
    data = (
        b'[{"invoice": 1, "customer": "K", "customer_kind": "business", "issued_on": "2026-01-01", "due_on": "2026-01-31",\
        "amount": 100.10, "currency": "SEK", "events": [{"on": "2026-02-03", "event": "payment", "amount": "1"}]}]'
    )
    beside = table_of_bytes(f"{EVENTS}\n1,2026-02-01,payment,2\n".encode(), "e.csv")
    (entry,) = ledger_of_tables(table_of_bytes(data, "l.json"), beside).entries
    assert entry.invoice.amount == 10010
    assert [event.amount for event in entry.invoice.events] == [200, 100]


def test_missing_columns_are_one_problem_that_shows_the_way():
    read = ledger("1,2", header="Fakturanr,Belopp")
    (problem,) = read.problems
    assert problem.code == "DE555"
    assert (
        "'invoice', 'customer', 'customer_kind', 'issued_on', 'due_on', 'amount', 'currency' are missing"
        in problem.message
    )
    assert "columns: {invoice: Fakturanr, amount: Belopp}" in problem.hint
    assert read.entries == ()


def test_missing_columns_are_not_taken_for_any_other():
    (problem,) = ledger("1,2", header="invoice,send_to").problems
    assert problem.hint.startswith("the file has invoice, send_to; a mapping file tells")
    (problem,) = ledger("x", header="Reskontra 2026-03-12").problems
    assert problem.hint.startswith("the file has Reskontra 2026-03-12; a mapping")


def test_files_that_changed_places_are_known():
    assert "--events" in ledger("1,2026-02-01,payment", header="invoice,on,event").problems[0].hint
    read = ledger(row(), events=[HEADER, row()])
    assert [problem.hint.split(":")[0] for problem in read.problems] == ["this is a ledger"]


def test_spaces_around_a_columns_name_are_nothing():
    read = ledger(row(), header=HEADER.replace(",", " , "))
    assert not read.problems
    assert read.entries[0].invoice.amount == 10000


@pytest.mark.parametrize(
    ("amount", "way"),
    [
        ('"1234,50"', """'decimal: ","' under 'format'"""),
        ('"1.234,50"', """'decimal: ","' and 'thousands: "."' under 'format'"""),
        ('"1 234,50"', """'decimal: ","' and 'thousands: " "' under 'format'"""),
    ],
)
def test_a_foreign_amount_shows_the_whole_way_out(amount, way):
    (problem,) = ledger(row(amount=amount)).problems
    assert problem.code == "DE504"
    assert way in problem.hint


def test_a_misspelt_column_is_an_error_an_unread_one_a_warning():
    (problem,) = ledger(row() + ",post", header=HEADER + ",send_by").problems
    assert (problem.code, problem.severity, problem.hint) == ("DE556", "error", "did you mean 'sent_by'?")
    read = ledger(row() + ",x,y", header=HEADER + ",Warehouse,Salesman")
    (problem,) = read.problems
    assert (problem.code, problem.severity) == ("DE556", "warning")
    assert problem.message == "nothing reads columns 'Warehouse', 'Salesman'"
    assert read.entries[0].invoice is not None


@pytest.mark.parametrize(
    ("bad", "way"), [(row(amount='"100,50"'), "decimal"), (row(issued="1/2/2026"), "date: D/M/YYYY")]
)
def test_foreign_forms_point_at_the_mapping_file(bad, way):
    (problem,) = ledger(bad).problems
    assert way in problem.hint


def test_where_no_row_can_be_read_the_rows_are_listed_not_the_columns():
    read = ledger_of_tables(table_of_bytes(b"{\n[]\n", "l.ndjson"))
    assert [(entry.line, [problem.code for problem in entry.problems]) for entry in read.entries] == [
        (1, ["DE552"]),
        (2, ["DE552"]),
    ]
    assert not read.file_problems


def test_an_events_file_that_cannot_be_read_stops_the_ledger():
    read = ledger(row(), events=["invoice;on;event", "1;2026-02-01;payment"])
    assert [problem.code for problem in read.problems] == ["DE557"]
    assert read.entries == ()


def test_no_events_yet_is_no_problem():
    assert not ledger(row(), events=[EVENTS]).problems


def test_known_through_is_for_invoices_that_do_not_say_it():
    table = table_of_bytes(f"{HEADER},payments_known_through\n{row('1')},\n{row('2')},2026-02-02\n".encode(), "l.csv")
    read = ledger_of_tables(table, payments_known_through=date(2026, 3, 1))
    assert [entry.invoice.payments_known_through for entry in read.entries] == [date(2026, 3, 1), date(2026, 2, 2)]


# Through a mapping

MAPPING = """
mapping: test
format: {decimal: ",", date: D/M/YYYY}
columns: {invoice: No, customer: Cust, issued_on: Issued, due_on: Due, amount: Sum, created_at: Made, customer_kind: Kind}
constants: {currency: SEK}
values: {customer_kind: {Företag: business}}
events_from_columns:
  - {event: payment, on: Paid, columns: {amount: Sum}}
  - {event: dispute, on: Issued, when: {Disputed: [Ja, Delvis]}}
"""
MAPPED = "No,Cust,Issued,Due,Sum,Made,Kind,Paid,Disputed"


def mapped(*rows, header=MAPPED):
    return ledger(*rows, header=header, mapping=read_mapping(MAPPING.encode(), "m.yaml"))


def test_a_mapped_row():
    (entry,) = mapped('1,K,2/1/2026,1/2/2026,"100,50",2/1/2026 9:30,Företag,5/2/2026,Delvis').entries
    invoice = entry.invoice
    assert (invoice.issued_on, invoice.due_on, invoice.amount) == (date(2026, 1, 2), date(2026, 2, 1), 10050)
    assert invoice.created_at.isoformat() == "2026-01-02T08:30:00+00:00"
    assert [(str(event.event), event.on, event.amount) for event in invoice.events] == [
        ("dispute", date(2026, 1, 2), None),
        ("payment", date(2026, 2, 5), 10050),
    ]


def test_no_day_no_event():
    (entry,) = mapped('1,K,2/1/2026,1/2/2026,"100,50",,Företag,,Nej').entries
    assert entry.invoice.events == ()


SLIP = (
    "add it to the mapping, under 'values: customer_kind:', as 'företag: …' with one of business, consumer, "
    "public_authority; or did you mean 'Företag'?"
)


@pytest.mark.parametrize(
    ("bad", "fact", "message", "hint"),
    [
        ("1,K,2026-01-02,1/2/2026,5,,Företag,,", "issued_on", "is no day of the form D/M/YYYY", None),
        ("1,K,2/1/2026,1/2/2026,5.50,,Företag,,", "amount", "is no number with decimals after ','", None),
        ("1,K,2/1/2026,1/2/2026,5,,företag,,", "customer_kind", "is none of the words", SLIP),
        (
            "1,K,2/1/2026,1/2/2026,5,,Stiftelse,,",
            "customer_kind",
            "is none of the words",
            SLIP.replace("företag", "Stiftelse").partition(";")[0],
        ),
        ("1,K,2/1/2026,1/2/2026,5,,Företag,31/2/2026,", "on", "column 'Paid': '31/2/2026' is no day", None),
    ],
)
def test_a_value_that_the_mapping_cannot_read(bad, fact, message, hint):
    read = mapped(bad)
    (problem,) = read.problems
    assert (problem.code, problem.invoice, problem.fact, problem.hint) == ("DE559", "1", fact, hint)
    assert message in problem.message
    assert read.entries[0].invoice is None


def test_a_column_that_the_mapping_reads_must_be_there():
    read = mapped(header=MAPPED.replace("Paid", "Paid on"))
    assert [(problem.code, problem.hint) for problem in read.problems if problem.code == "DE555"] == [
        ("DE555", "did you mean 'Paid on'?")
    ]


def test_a_mapped_events_file():
    mapping = read_mapping(
        f"{MAPPING}events: {{columns: {{invoice: No, on: Day, amount: Sum}}, constants: {{event: payment}}}}".encode(),
        "m",
    )
    read = ledger(
        "1,K,2/1/2026,1/2/2026,100,,Företag,,",
        header=MAPPED,
        mapping=mapping,
        events=["No,Day,Sum", '1,3/2/2026,"40,50"'],
    )
    assert [event.amount for event in read.entries[0].invoice.events] == [4050]


def test_the_swedish_excel_export():
    examples = examples_directory()
    assert b"\xc5keri" in (examples / "excel-sv.csv").read_bytes()
    read = read_ledger(examples / "excel-sv.csv", mapping=load_mapping(examples / "mappings" / "excel-sv.yaml"))
    assert not read.problems
    amounts = {entry.number: entry.invoice.amount for entry in read.entries}
    assert amounts["2002"] == 123456750
    assert amounts["2007"] == -125000
    assert [entry.line for entry in read.entries] == [2, 3, 4, 5, 6, 7, 8, 9]


def test_the_excel_export_without_its_mapping_says_what_it_is():
    (problem,) = read_ledger(examples_directory() / "excel-sv.csv").problems
    assert "encoding: windows-1252" in problem.hint


@pytest.mark.parametrize("clock", [" 00:00:00", "T00:00:00", " 00:00", " 0:00:00", " 00:00:00.000"])
def test_a_midnight_is_a_day(clock):
    (entry,) = ledger(row(issued=f"2026-01-01{clock}")).entries
    assert entry.invoice.issued_on == date(2026, 1, 1)


@pytest.mark.parametrize("clock", [" 10:00:00", " 00:00:01", " 20:00", "T00:00Z"])
def test_any_other_moment_is_none(clock):
    assert said(ledger(row(issued=f"2026-01-01{clock}"))) == [("DE508", "l.csv:2:1", "1", "issued_on")]


def test_parquet_midnights_are_days():
    table = table_of_bytes(
        b'{"invoice": 1, "customer": "K", "customer_kind": "business", "issued_on": "2026-01-01T00:00:00",'
        b' "due_on": "2026-01-31T00:00:00", "amount": 1, "currency": "SEK"}',
        "l.ndjson",
    )
    (entry,) = ledger_of_tables(table).entries
    assert entry.invoice.due_on == date(2026, 1, 31)
