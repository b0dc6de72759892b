from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from dunning_engine.facts.catalogue import CONDITION_FACTS, GIVEN, Kind
from dunning_engine.facts.fold import fold
from dunning_engine.facts.invoice import Invoice
from dunning_engine.facts.row import RowReader, RowReaderAsAsked, decode, encode

AS_OF = date(2026, 3, 12)


@pytest.fixture
def row_of(facts, state_on):
    """Every fact a condition may mention, on the twelfth of March."""

    def make(*events, **changes):
        reader = RowReader(CONDITION_FACTS)
        invoice = Invoice.from_mapping(facts(*events, **changes))
        return reader(
            invoice,
            state_on(AS_OF, *events, **changes),
            as_of=AS_OF,
            due_on=invoice.due_on,
            accrual=SimpleNamespace(unpaid=2740),
            customer_interest_total=9900,
        )

    return make


@pytest.mark.parametrize(
    ("fact", "value", "encoded", "written"),
    [
        ("balance", Decimal("100.00"), 10_000, "100.00"),
        ("balance", Decimal(-1), -100, "-1.00"),
        ("balance", 10_000, 10_000, "100.00"),
        ("interest_rate", Decimal("11.5"), 1150, "11.50"),
        ("days_after_due_date", -3, -3, "-3"),
        ("due_on", date(2026, 3, 2), 739_677, "2026-03-02"),
        ("disputed", True, 1, "true"),
        ("disputed", False, 0, "false"),
        ("customer_kind", "business", "business", "business"),
        ("last_step", "reminder", "reminder", "reminder"),
    ],
)
def test_values_become_whole_numbers_or_text_and_back(fact, value, encoded, written):
    assert encode(CONDITION_FACTS[fact], value) == encoded
    assert type(encode(CONDITION_FACTS[fact], value)) is type(encoded)
    assert decode(CONDITION_FACTS[fact], encoded) == written


@pytest.mark.parametrize(
    ("fact", "value", "error"),
    [
        ("balance", Decimal("0.001"), ValueError),
        ("balance", Decimal(f"0.{'0' * 40}1"), ValueError),
        ("balance", True, TypeError),
        ("balance", "100.00", TypeError),
        ("days_after_due_date", Decimal(1), TypeError),
        ("disputed", 1, TypeError),
        ("due_on", "2026-03-02", TypeError),
        ("customer_kind", 1, TypeError),
    ],
)
def test_a_value_of_another_type_is_a_programmers_error(fact, value, error):
    with pytest.raises(error):
        encode(CONDITION_FACTS[fact], value)


def test_an_absent_date_is_written_as_such():
    assert decode(CONDITION_FACTS["paid_on"], 0) == "-"


def test_a_row_is_total_and_typed_whatever_is_absent(row_of):
    row = row_of()

    assert row.keys() == CONDITION_FACTS.keys()
    for name, value in row.items():
        wanted = str if CONDITION_FACTS[name].kind in (Kind.TEXT, Kind.WORD) else int
        assert type(value) is wanted, name
    absent = [fact.name for fact in GIVEN if fact.optional and fact.name not in ("balance", "created_at")]
    assert {row[name] for name in absent if name in row} == {0, ""}
    assert {row[f"has_{name}"] for name in absent} == {0}


def test_what_is_given_is_in_the_row(row_of):
    row = row_of(
        customer_email="anna@exempel.se",
        customer_email_registered_at="2026-01-01T08:00",
        due_date_agreed=False,
        reminder_fee_agreed=True,
        interest_rate="8.5",
        credit_risk=3,
        sent_on="2026-02-01",
    )

    assert {
        name: row[name] for name in ("customer_email", "due_date_agreed", "reminder_fee_agreed", "interest_rate")
    } == {
        "customer_email": "anna@exempel.se",
        "due_date_agreed": 0,
        "reminder_fee_agreed": 1,
        "interest_rate": 850,
    }
    assert (row["credit_risk"], row["sent_on"]) == (3, date(2026, 2, 1).toordinal())
    assert (row["has_due_date_agreed"], row["has_customer_email_registered_at"], row["has_created_at"]) == (1, 1, 0)


def test_what_is_derived_is_read_from_the_state_and_the_day(row_of):
    row = row_of(
        {"on": "2026-03-04", "event": "step", "step": "notice"},
        {"on": "2026-03-09", "event": "step", "step": "reminder", "fee": "60.00", "interest": "20.00"},
        {"on": "2026-03-10", "event": "payment", "amount": "70.00"},
        {"on": "2026-03-10", "event": "dispute"},
        {"on": "2026-03-10", "event": "sold", "sale": "with_recourse"},
    )

    expected = {
        "balance": 1_001_000,
        "principal": 1_000_000,
        "fees_owed": 0,
        "interest_owed": 1000,
        "interest_accrued": 2740,
        "customer_interest_total": 9900,
        "paid": 0,
        "has_paid_on": 0,
        "days_after_due_date": 10,
        "days_since_invoice_date": 40,
        "days_since_previous_step": 3,
        "has_days_since_previous_step": 1,
        "last_step": "reminder",
        "last_step_on": date(2026, 3, 9).toordinal(),
        "has_last_step": 1,
        "has_last_step_on": 1,
        "steps_taken": 2,
        "disputed": 1,
        "paused": 0,
        "sale": "with_recourse",
        "has_sale": 1,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("event", "fact"),
    [
        ({"event": "pause"}, "paused"),
        ({"event": "promise", "until": "2026-03-20"}, "promised"),
        ({"event": "payment_plan"}, "on_payment_plan"),
        ({"event": "handed_over"}, "with_agency"),
        ({"event": "write_off", "amount": "1"}, "written_off"),
        ({"event": "closed"}, "closed"),
        ({"event": "payment", "amount": "10000"}, "paid"),
        ({"event": "payment", "amount": "10000"}, "has_paid_on"),
    ],
)
def test_flags_are_one_when_they_hold(row_of, event, fact):
    assert (row_of()[fact], row_of({"on": "2026-03-10", **event})[fact]) == (0, 1)


def test_bought_back_is_one_after_a_buy_back(row_of):
    sold = {"on": "2026-03-10", "event": "sold", "sale": "with_recourse"}
    back = {"on": "2026-03-10", "event": "bought_back", "amount": "1"}

    assert (row_of(sold)["bought_back"], row_of(sold, back)["bought_back"]) == (0, 1)


def test_the_day_of_payment_and_what_was_overpaid(row_of):
    row = row_of({"on": "2026-03-10", "event": "payment", "amount": "10001.00"})

    assert (row["paid_on"], row["overpaid"], row["balance"]) == (date(2026, 3, 10).toordinal(), 100, 0)


def test_days_after_the_due_date_count_from_the_day_that_is_given(facts):
    invoice = Invoice.from_mapping(facts())
    state = fold(invoice, as_of=AS_OF, settles=())
    read = RowReader({"days_after_due_date"})

    moved = read(
        invoice,
        state,
        as_of=date(2026, 3, 2),
        due_on=date(2026, 3, 4),
        accrual=SimpleNamespace(unpaid=0),
        customer_interest_total=0,
    )

    assert moved == {"days_after_due_date": -2}


def test_a_reader_reads_what_it_was_built_for_and_nothing_unknown():
    with pytest.raises(KeyError):
        RowReader({"balanse"})


def test_a_row_that_is_read_as_asked_is_the_same_row(facts, state_on):
    events = [
        {"on": "2026-03-09", "event": "step", "step": "reminder", "fee": "60.00"},
        {"on": "2026-03-10", "event": "payment", "amount": "70.00"},
    ]
    invoice = Invoice.from_mapping(facts(*events, interest_rate="8.5", client="C1"))
    state = state_on(AS_OF, *events, interest_rate="8.5", client="C1")
    rows = [
        reader(CONDITION_FACTS)(
            invoice,
            state,
            as_of=AS_OF,
            due_on=invoice.due_on,
            accrual=SimpleNamespace(unpaid=2740),
            customer_interest_total=9900,
        )
        for reader in (RowReader, RowReaderAsAsked)
    ]
    assert dict(rows[1]) == rows[0]
    assert (len(rows[1]), list(rows[1])) == (len(rows[0]), list(rows[0]))


def test_no_fact_is_read_before_somebody_asks_and_none_twice():
    asked = []

    class Accrual:
        @property
        def unpaid(self):
            asked.append("unpaid")
            return 5

    row = RowReaderAsAsked({"interest_accrued", "customer_interest_total"})(
        None, None, as_of=AS_OF, due_on=AS_OF, accrual=Accrual(), customer_interest_total=7
    )
    assert row["customer_interest_total"] == 7
    assert asked == []
    assert (row["interest_accrued"], row["interest_accrued"]) == (5, 5)
    assert asked == ["unpaid"]
    with pytest.raises(KeyError):
        row["balance"]
