"""The invoices and events of a part as columns: what fits, in which order, under which names."""

import numpy as np
import polars as pl
import pytest
from ledger_rows import event, frame_of, invoice, sheets_of

from dunning_engine.columns.sheets import MOST_EVENTS, Row, Sheets, Vocabulary
from dunning_engine.facts.event import EventKind

TWO = [invoice("1001"), invoice("1002")]


def unfit(invoices, events=None):
    return sheets_of(invoices, events).unfit.tolist()


def amounts(sheets, row, column="amount"):
    places = np.array([row])
    return [int(sheets.numbers((column, at), places)[0]) for at in range(int(sheets.codes("events", places)[0]))]


def test_events_stand_in_the_order_of_their_days_and_as_given():
    given = [
        event("1002", 9, "payment", amount="5"),
        event("1001", 8, "payment", amount="3"),
        event("1001", 7, "payment", amount="1"),
        event("1002", 2, "payment", amount="4"),
        event("1001", 7, "payment", amount="2"),
    ]
    sheets = sheets_of(TWO, given)
    assert (amounts(sheets, 0), amounts(sheets, 1)) == ([100, 200, 300], [400, 500])
    assert sheets.events.count.tolist() == [3, 2]
    assert sheets.events.owner.tolist() == [1, 0, 0, 1, 0]


def test_events_that_are_in_order_stay_where_they_are():
    given = [event("1001", day, "payment", amount=str(day)) for day in (1, 2, 2, 3)]
    sheets = sheets_of([*TWO, invoice("1003")], [*given, event("1003", 1, "payment", amount="9")])
    assert (amounts(sheets, 0), amounts(sheets, 1), amounts(sheets, 2)) == ([100, 200, 200, 300], [], [900])


def test_the_order_of_invoices_is_the_sheets_own():
    sheets = sheets_of(
        [invoice("b"), invoice("a")], [event("a", 1, "payment", amount="1"), event("b", 2, "payment", amount="2")]
    )
    assert (amounts(sheets, 0), amounts(sheets, 1)) == ([200], [100])


def test_events_about_no_invoice_are_stray():
    given = [event("9", 1, "pause"), event("1001", 1, "pause"), event("", 1, "pause"), event(" 1002 ", 1, "pause")]
    sheets = sheets_of(TWO, given)
    assert sheets.events.stray.tolist() == [0, 2]
    assert sheets.events.count.tolist() == [1, 1]
    assert unfit(TWO, given) == [False, False]


FIRST = event("1001", 1, "payment", amount="5")


@pytest.mark.parametrize(
    "second",
    [
        event("1002", 1, "payment", amount="-5"),
        event("1002", 1, "payment", amount="0"),
        event("1002", 1, "payment", amount="0.001"),
        event("1002", 1, "payment", amount="five"),
        event("1002", 1, "payment"),
        event("1002", 1, "paiment", amount="5"),
        event("1002", 1, "", amount="5"),
        event("1002", 99, "payment", amount="5"),
        {"invoice": "1002", "event": "payment", "amount": "5"},
        event("1002", 1, "pause", amount="5"),
        event("1002", 1, "payment", amount="5", step="reminder"),
        event("1002", 1, "step"),
        event("1002", 1, "step", step="reminder", fee="-60"),
        event("1002", 1, "step", step="reminder", interest="-1"),
        event("1002", 1, "sold", sale="pledged", price="-1"),
        event("1002", 1, "sold", sale="given away"),
        event("1002", 1, "information_requested", fact="shoe_size"),
        event("1002", 1, "note", text="a\ue000b"),
        event("1002", 1, "note", text="a\nb"),
        event("1002", 1, "step", step="reminder", key="1001/reminder"),
        event("1002", 1, "done", key="pay_out"),
    ],
)
def test_an_event_that_has_to_be_read_by_itself_spoils_its_invoice_alone(second):
    """Whatever events of the same shape stand before and after it."""
    for beside in ([FIRST], [FIRST, FIRST]):
        assert unfit(TWO, [*beside, second]) == [False, True]
        assert unfit(TWO, [second, *beside]) == [False, True]
    step = event("1001", 2, "step", step="reminder", fee="60", interest="1")
    sold = event("1001", 3, "sold", sale="pledged", price="5")
    assert unfit(TWO, [FIRST, step, sold, second]) == [False, True]


@pytest.mark.parametrize(
    "fits",
    [
        event("1002", 1, "bought_back", amount="0"),
        event("1002", 1, "step", step="reminder", fee="0", interest="0.00"),
        event("1002", 1, "note", text="åäö"),
        event("1002", 1, "done", key="1002/pay_out", amount="0"),
        event("1002", 1, "step", step="reminder", key="1002/reminder/2"),
        event("1002", 1, "pause", until=" 2026-03-09 "),
        event("1002", 1, "payment", amount=" 5"),
    ],
)
def test_events_that_fit(fits):
    assert unfit(TWO, [FIRST, fits]) == [False, False]


@pytest.mark.parametrize(("count", "expected"), [(MOST_EVENTS, False), (MOST_EVENTS + 1, True)])
def test_an_invoice_with_very_many_events_is_decided_by_itself(count, expected):
    given = [event("1002", 1 + n % 28, "payment", amount="1") for n in range(count)]
    assert unfit(TWO, given) == [False, expected]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "12,50"},
        {"amount": None},
        {"due_on": "2026-02-30"},
        {"customer": "  "},
        {"customer_kind": "company"},
        {"currency": "kr"},
        {"customer_email": "nobody"},
        {"customer_identity_number": "556036-0794"},
        {"credit_risk": "0"},
        {"created_at": "2026-03-02T25:00"},
        {"due_date_agreed": "ja"},
        {"interest_rate": "-1"},
        {"invoice": None},
        {"invoice": "1001"},
        {"invoice": " 1001 "},
        {"client": "a\ue001"},
    ],
)
def test_an_invoice_that_has_to_be_read_by_itself(wrong):
    alike = wrong.get("invoice") is not None
    assert unfit([invoice("1001"), {**invoice("1002"), **wrong}, invoice("1003")]) == [alike, True, False]


def test_events_in_the_invoices_row_are_read_by_themselves():
    invoices = frame_of(TWO).with_columns(events=pl.Series([None, "[]"]))
    assert Sheets(invoices, None, Vocabulary()).unfit.tolist() == [False, True]


def test_nothing_has_happened():
    for events in (None, []):
        sheets = sheets_of(TWO, events)
        assert sheets.codes("events", np.arange(2)).tolist() == [0, 0]
        assert (sheets.unfit.tolist(), sheets.events.stray.tolist()) == ([False, False], [])
        assert sheets.events.column("amount") is None


@pytest.mark.parametrize("blank", ["on", "event"])
def test_a_column_of_events_that_says_nothing(blank):
    given = [{**event("1002", 1, "done", key="1002/pay_out"), blank: None}]
    assert unfit(TWO, given) == [False, True]


def test_events_whose_invoices_have_no_numbers():
    frame = frame_of([{**event("1001", 1, "pause"), "invoice": None}])
    sheets = Sheets(frame_of(TWO), frame, Vocabulary())
    assert (sheets.events.stray.tolist(), sheets.unfit.tolist()) == ([0], [False, False])


def test_keys_are_coded_by_what_follows_the_invoices_own_number():
    vocabulary = Vocabulary()
    invoices = [invoice("1001"), invoice("50%/1"), invoice("1")]
    given = [
        event("1001", 1, "done", key="1001/pay_out"),
        event("50%/1", 1, "done", key="50%25%2F1/pay_out"),
        event("1", 1, "done", key="1/notify_client:x"),
        event("1", 2, "step", step="reminder", key="1/"),
    ]
    sheets = sheets_of(invoices, given, vocabulary)
    assert sheets.unfit.tolist() == [False] * 3
    words = [vocabulary.fields["key"].words[code] for code in sheets.codes(("key", 0), np.arange(3))]
    assert words == ["pay_out", "pay_out", "notify_client:x"]
    assert vocabulary.fields["key"].words[int(sheets.codes(("key", 1), np.array([2]))[0])] == ""


@pytest.mark.parametrize("key", ["50%/1/pay_out", "50/pay_out", "/pay_out", "50%25%2F11/pay_out"])
def test_keys_of_another_invoice_are_read_by_themselves(key):
    assert unfit([invoice("50%/1")], [event("50%/1", 1, "done", key=key)]) == [True]


def test_the_names_that_recordings_use():
    vocabulary = Vocabulary()
    invoices = [invoice("1001", created_at="2026-01-30T08:00"), invoice("1002", due_date_agreed="false", client="C")]
    sheets = sheets_of(invoices, [event("1002", 4, "step", step="reminder", fee="60", pay_by="2026-03-11")], vocabulary)
    both, second = np.arange(2), np.array([1])
    assert sheets.numbers("amount", both).tolist() == [1_000_000, 1_000_000]
    assert sheets.codes("created_at?", both).tolist() == [1, 0]
    assert sheets.codes("due_date_agreed", both).tolist() == [0, 1]
    assert sheets.codes("client?", both).tolist() == [0, 1]
    assert sheets.texts("client", second).to_list() == ["C"]
    assert sheets.codes("payout_to", both).tolist() == [0, 0]
    assert sheets.codes("sent_on?", both).tolist() == [0, 0]
    assert sheets.codes(("pay_by?", 0), second).tolist() == [1]
    assert sheets.codes(("agency?", 0), second).tolist() == [0]
    assert sheets.numbers(("fee", 0), second).tolist() == [6000]
    assert vocabulary.fields["event"].words[sheets.codes(("event", 0), second)[0]] is EventKind.STEP
    row = Row(sheets, 1)
    assert (row.number("amount"), row.code("client?"), row.text("client"), row.number(("fee", 0))) == (
        1_000_000,
        1,
        "C",
        6000,
    )


def test_words_have_the_same_codes_in_every_part():
    vocabulary = Vocabulary()
    codes = []
    for currencies in (["SEK", "EUR"], ["EUR", "NOK"]):
        sheets = sheets_of([invoice(str(n), currency=one) for n, one in enumerate(currencies)], None, vocabulary)
        codes += [vocabulary.facts["currency"].words[code] for code in sheets.codes("currency", np.arange(2))]
    assert codes == ["SEK", "EUR", "EUR", "NOK"]
