from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from dunning_engine.facts.consistency import check_steps
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.invoice import Invoice, read_invoice
from dunning_engine.problems import FactError, Span

STEP = {"on": "2026-03-10", "event": "step", "step": "reminder"}
PAYMENT = {"on": "2026-03-10", "event": "payment", "amount": "1.00"}


@pytest.fixture
def codes(facts):
    """Every problem's code and fact, in order."""

    def read(*events, **changes):
        invoice, problems = read_invoice(facts(*events, **changes))
        assert (invoice is None) == bool(problems)
        return [(problem.code, problem.fact) for problem in problems]

    return read


def test_an_ordinary_invoice_is_read(facts):
    invoice = Invoice.from_mapping(facts(PAYMENT))

    assert (invoice.invoice, invoice.customer, invoice.amount) == ("1001", "K17", 1_000_000)
    assert (invoice.issued_on, invoice.due_on) == (date(2026, 1, 31), date(2026, 3, 2))
    assert invoice.events == (Event(on=date(2026, 3, 10), event=EventKind.PAYMENT, amount=100),)
    assert (invoice.due_date_agreed, invoice.sent_on, invoice.policy) == (None, None, None)


@pytest.mark.parametrize(
    ("fact", "value", "hint"),
    [
        ("issued_on", "2026-1-31", "write 2026-01-31"),
        ("issued_on", "20260131", "write 2026-01-31"),
        ("issued_on", "2026/1/3", "write 2026-01-03"),
        (
            "issued_on",
            "46053",
            "is it Excel's number for 2026-01-31? Give the column a date format there, and save it anew",
        ),
        ("issued_on", "1/2/2026", "write year, month and day: 2026-01-31"),
        ("issued_on", "2026/2/30", "write year, month and day: 2026-01-31"),
        ("issued_on", "2026-02-30", "look at the month and the day"),
        ("amount", "100.00-", "write the minus first"),
        ("amount", "100 kr", "write it with a point and at most two decimals, and without spaces: 1234.50"),
    ],
)
def test_a_hint_says_what_is_surely_meant(facts, fact, value, hint):
    _, (problem,) = read_invoice(facts(**{fact: value}))
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("fact", "value", "typed"),
    [
        ("amount", "100", 10_000),
        ("amount", " 100.5 ", 10_050),
        ("amount", "-0.01", -1),
        ("amount", 100, 10_000),
        ("amount", Decimal("100.10"), 10_010),
        ("amount", Decimal("1E+2"), 10_000),
        ("amount", "9999999999999.99", 10**15 - 1),
        ("amount", 10**13, 10**15),
        ("interest_rate", "11.5", 1150),
        ("interest_rate", 0, 0),
        ("issued_on", date(2026, 1, 30), date(2026, 1, 30)),
        ("issued_on", " 2026-01-30 ", date(2026, 1, 30)),
        ("due_date_agreed", True, True),
        ("due_date_agreed", "false", False),
        ("credit_risk", "3", 3),
        ("credit_risk", 1, 1),
        ("invoice", 1001, "1001"),
        ("invoice", " 1001 ", "1001"),
        ("client", "Å\u030angbåt A\u030a", "Å\u030angbåt Å"),
        ("customer_kind", "public_authority", "public_authority"),
        ("currency", "EUR", "EUR"),
        ("customer_identity_number", "556012-5790", "556012-5790"),
        ("customer_email", "anna@exempel.se", "anna@exempel.se"),
        ("created_at", "2026-01-31T08:30Z", datetime(2026, 1, 31, 8, 30, tzinfo=UTC)),
        ("created_at", "2026-01-31 08:30:15+01:00", datetime(2026, 1, 31, 7, 30, 15, tzinfo=UTC)),
        ("created_at", "2026-01-31T08:30", datetime(2026, 1, 31, 7, 30, tzinfo=UTC)),
        ("created_at", "2026-07-01T00:30:00.5", datetime(2026, 6, 30, 22, 30, 0, 500_000, tzinfo=UTC)),
        ("created_at", datetime(2026, 1, 31, 8, 30), datetime(2026, 1, 31, 7, 30, tzinfo=UTC)),  # noqa: DTZ001 (without a zone is the case)
        (
            "created_at",
            datetime(2026, 1, 31, 8, 30, tzinfo=timezone(timedelta(hours=-5))),
            datetime(2026, 1, 31, 13, 30, tzinfo=UTC),
        ),
        *((name, "", None) for name in ("client", "sent_by", "sent_on", "created_at", "balance", "credit_risk")),
        ("sent_by", None, None),
        ("sent_by", "  ", None),
    ],
)
def test_values_are_read_as_their_fact_says(facts, fact, value, typed):
    mapping = {**facts(), fact: value}

    assert getattr(Invoice.from_mapping(mapping), fact) == typed


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("amount", "8,50", "DE504"),
        ("amount", "1 000.00", "DE504"),
        ("amount", "1e3", "DE504"),
        ("amount", "100.001", "DE504"),
        ("amount", "٣", "DE504"),
        ("amount", Decimal("100.001"), "DE504"),
        ("amount", Decimal(f"100.{'0' * 40}1"), "DE504"),
        ("amount", Decimal("NaN"), "DE504"),
        ("amount", Decimal("sNaN"), "DE504"),
        ("amount", Decimal("Infinity"), "DE506"),
        ("amount", Decimal("1E+999999"), "DE506"),
        ("amount", Decimal("1E-999999"), "DE504"),
        ("amount", True, "DE504"),
        ("amount", ["1"], "DE504"),
        ("amount", 8.5, "DE504"),
        ("amount", 100.0, "DE504"),
        ("amount", float("nan"), "DE504"),
        ("amount", 10**13 + 1, "DE506"),
        pytest.param("amount", 10**5000, "DE506", id="amount-longer-than-text-may-be"),
        ("interest_rate", "-0.01", "DE506"),
        ("interest_rate", "1000.01", "DE506"),
        ("credit_risk", "0", "DE506"),
        ("credit_risk", 10**16, "DE506"),
        ("credit_risk", "3.0", "DE507"),
        ("credit_risk", True, "DE507"),
        ("issued_on", "2026-1-31", "DE508"),
        ("issued_on", "20260131", "DE508"),
        ("issued_on", "31/1/2026", "DE508"),
        ("issued_on", "2026-02-29", "DE508"),
        ("issued_on", "2026-W05-6", "DE508"),
        ("issued_on", "1899-12-31", "DE508"),
        ("due_on", "2200-01-01", "DE508"),
        ("issued_on", 20260131, "DE508"),
        ("issued_on", datetime(2026, 1, 31, tzinfo=UTC), "DE508"),
        ("created_at", "2026-01-31", "DE509"),
        ("created_at", "2026-01-32T08:00", "DE509"),
        ("created_at", "2026-01-31T24:00", "DE509"),
        ("created_at", "2026-01-31T08:00+25:00", "DE509"),
        ("created_at", datetime(1800, 1, 1, tzinfo=UTC), "DE509"),
        ("created_at", "now", "DE509"),
        ("due_date_agreed", "ja", "DE510"),
        ("due_date_agreed", "True", "DE510"),
        ("due_date_agreed", 1, "DE510"),
        ("customer_kind", "Business", "DE511"),
        ("customer_kind", 1, "DE511"),
        pytest.param("customer_kind", [10**5000], "DE511", id="list-with-a-number-longer-than-text-may-be"),
        ("currency", "sek", "DE512"),
        ("currency", "KRON", "DE512"),
        ("customer_identity_number", "556012-5791", "DE513"),
        ("customer_email", "anna", "DE514"),
        ("customer_email", "anna@exempel", "DE514"),
        ("customer_email", "a b@exempel.se", "DE514"),
        ("invoice", 1.0, "DE503"),
        ("invoice", "10\x0001", "DE503"),
        ("invoice", "\ud800", "DE503"),
        ("client", {"name": "X"}, "DE503"),
    ],
)
def test_values_that_do_not_fit_are_refused_where_they_stand(facts, fact, value, code):
    _, problems = read_invoice({**facts(), fact: value})

    assert [(problem.code, problem.fact) for problem in problems] == [(code, fact)]
    assert problems[0].value is not None
    assert str(FactError(problems)).encode()  # sayable, whatever the value


@pytest.mark.parametrize("fact", ["invoice", "customer", "customer_kind", "issued_on", "due_on", "amount", "currency"])
@pytest.mark.parametrize("absent", [None, "", "  "])
def test_what_is_required_must_be_there(facts, fact, absent):
    _, problems = read_invoice({**facts(), fact: absent})

    assert [(problem.code, problem.fact) for problem in problems] == [("DE502", fact)]


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("curency", "DE501", "did you mean 'currency'?"),
        ("Due-On", "DE501", "did you mean 'due_on'?"),
        ("event", "DE501", "did you mean 'events'?"),
        ("xyzzy", "DE501", None),
        (7, "DE501", None),
        ("days_after_due_date", "DE515", None),
        ("paid", "DE515", None),
    ],
)
def test_a_fact_that_is_not_in_the_catalogue_is_refused(facts, name, code, hint):
    _, problems = read_invoice({**facts(), name: "1"})

    assert [(problem.code, problem.hint) for problem in problems] == [(code, hint)]


@pytest.mark.parametrize("mapping", [None, [], "1001", 5])
def test_what_is_no_mapping_is_refused(mapping):
    assert [problem.code for problem in read_invoice(mapping)[1]] == ["DE505"]


def test_every_problem_is_told_at_once_with_invoice_fact_and_value(facts):
    with pytest.raises(FactError) as caught:
        Invoice.from_mapping(
            facts(
                {"on": "x", "event": "payed"},
                {"on": "2026-03-10", "event": "payment", "amount": "0"},
                amount="8,50",
                customer=None,
                due_on="2025-03-02",
            )
        )

    assert [(p.invoice, p.code, p.fact, p.value) for p in caught.value.problems] == [
        ("1001", "DE502", "customer", None),
        ("1001", "DE504", "amount", "8,50"),
        ("1001", "DE508", "on", "x"),
        ("1001", "DE511", "event", "payed"),
        ("1001", "DE516", "due_on", "2025-03-02"),
        ("1001", "DE521", "amount", "0"),
    ]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"event": "payment", "amount": "1"}, [("DE519", "on")]),
        ({"on": "2026-03-10"}, [("DE519", "event")]),
        ({"on": "2026-03-10", "event": "payment"}, [("DE519", "amount")]),
        ({"on": "2026-03-10", "event": "payment", "amount": ""}, [("DE519", "amount")]),
        ({"on": "2026-03-10", "event": "promise"}, [("DE519", "until")]),
        ({"on": "2026-03-10", "event": "note"}, [("DE519", "text")]),
        ({**PAYMENT, "step": "reminder"}, [("DE520", "step")]),
        ({**PAYMENT, "step": ""}, []),
        (
            {"on": "2026-03-10", "event": "closed", "reason": "x", "until": "2026-04-01"},
            [("DE520", "reason"), ("DE520", "until")],
        ),
        ({**PAYMENT, "amout": "1"}, [("DE518", "amout")]),
        ({**PAYMENT, 5: "1"}, [("DE518", "5")]),
        ({**PAYMENT, "amount": "-1"}, [("DE521", "amount")]),
        ({**PAYMENT, "amount": 1.5}, [("DE504", "amount")]),
        ({**STEP, "fee": "-1"}, [("DE521", "fee")]),
        ({**STEP, "fee": "0.00", "interest": 0}, []),
        ({**STEP, "sent_by": "fax"}, [("DE511", "sent_by")]),
        ({**STEP, "pay_by": "2026-03-09"}, [("DE522", "pay_by")]),
        ({"on": "2026-03-10", "event": "pause", "until": "2026-03-09"}, [("DE522", "until")]),
        ({"on": "2026-03-10", "event": "pause", "until": "2026-03-10"}, []),
        ({"on": "2026-03-10", "event": "information_requested", "fact": "emial"}, [("DE501", "fact")]),
        ("payment", [("DE517", None)]),
    ],
)
def test_an_event_carries_what_its_kind_reads(codes, event, expected):
    assert codes(event) == expected


def test_events_are_a_list(facts):
    assert [p.code for p in read_invoice({**facts(), "events": {"on": "2026-03-10"}})[1]] == ["DE517"]
    assert read_invoice({**facts(), "events": None})[1] == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"due_on": "2026-01-31"}, []),
        ({"due_on": "2026-01-30"}, [("DE516", "due_on")]),
        ({"sent_on": "2026-01-30"}, [("DE516", "sent_on")]),
        ({"last_step": "reminder"}, [("DE524", "last_step")]),
        ({"last_step_on": "2026-03-10"}, [("DE524", "last_step_on")]),
        ({"last_step": "reminder", "last_step_on": "2026-03-10", "balance": "0", "paid_on": "2026-03-10"}, []),
    ],
)
def test_facts_do_not_contradict_each_other(codes, changes, expected):
    assert codes(**changes) == expected


@pytest.mark.parametrize("column", [{"balance": "1.00"}, {"paid_on": "2026-03-10"}])
@pytest.mark.parametrize("event", [PAYMENT, {**PAYMENT, "event": "credit_note"}, STEP], ids=lambda e: e["event"])
def test_what_events_tell_is_not_told_by_columns_too(codes, column, event):
    assert codes(event, **column) == [("DE523", next(iter(column)))]


def test_columns_stand_beside_events_that_do_not_tell_the_same(codes):
    assert codes({"on": "2026-03-10", "event": "dispute"}, balance="1.00") == []


CANCELLED = {"on": "2026-03-11", "event": "step_cancelled", "step": "reminder"}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([STEP, {**STEP, "on": "2026-03-20"}], [("DE525", "step")]),
        ([STEP, CANCELLED, {**STEP, "on": "2026-03-20"}], []),
        ([{**STEP, "on": "2026-03-20"}, CANCELLED, STEP], []),
        ([STEP, CANCELLED, {**CANCELLED, "on": "2026-03-12"}], [("DE526", "step")]),
        ([CANCELLED], [("DE526", "step")]),
        ([{**STEP, "on": "2026-03-12"}, CANCELLED], [("DE526", "step")]),
        ([STEP, {**CANCELLED, "event": "delivery_failed"}], []),
        ([STEP, {**CANCELLED, "event": "delivery_failed", "step": "notice"}], [("DE526", "step")]),
        ([{**STEP, "key": "k"}, CANCELLED, {**STEP, "on": "2026-03-20", "key": "k"}], [("DE528", "key")]),
        ([{**STEP, "key": "k"}, CANCELLED, {**STEP, "on": "2026-03-20", "key": "k2"}], []),
        ([STEP, {**STEP, "step": "demand"}], []),
        ([{**STEP, "fee": "x"}, CANCELLED], [("DE504", "fee")]),
    ],
)
def test_steps_are_taken_once_and_undone_only_when_taken(codes, events, expected):
    assert codes(*events) == expected


SOLD = {"on": "2026-03-10", "event": "sold", "sale": "with_recourse"}
PLEDGED = {**SOLD, "sale": "pledged"}
BOUGHT_BACK = {"on": "2026-03-11", "event": "bought_back", "amount": "1.00"}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([SOLD, BOUGHT_BACK], []),
        ([SOLD, BOUGHT_BACK, {**PLEDGED, "on": "2026-03-12"}], []),
        ([SOLD, {**BOUGHT_BACK, "on": "2026-03-10"}, PLEDGED], []),
        ([{**SOLD, "on": "2026-03-12"}, BOUGHT_BACK, SOLD], []),
        ([SOLD, PLEDGED], ["DE531"]),
        ([SOLD, PLEDGED, PLEDGED], ["DE531", "DE531"]),
        ([BOUGHT_BACK], ["DE530"]),
        ([{**SOLD, "on": "2026-03-12"}, BOUGHT_BACK], ["DE530"]),
        ([SOLD, BOUGHT_BACK, BOUGHT_BACK], ["DE530"]),
        ([{**SOLD, "price": "x"}, BOUGHT_BACK], ["DE504"]),
    ],
)
def test_only_what_is_not_sold_is_sold_and_only_what_is_sold_bought_back(codes, events, expected):
    assert [code for code, _ in codes(*events)] == expected


def test_problems_point_at_the_row_of_the_invoice_or_of_the_event(facts):
    row, event_row = Span("ledger.csv", 7, 1, 2), Span("events.csv", 3, 1, 2)
    mapping = facts({**PAYMENT, "amount": "x"}, {**PAYMENT, "amount": "y"}, amount="z")

    _, problems = read_invoice(mapping, where=row, event_places=[event_row])

    assert {problem.value: problem.span for problem in problems} == {"x": event_row, "y": row, "z": row}


def test_steps_that_the_policy_lacks_are_told_once_each(facts):
    invoice = Invoice.from_mapping(facts({**STEP, "step": "remindre"}, {**CANCELLED, "step": "remindre"}, STEP))

    problems = check_steps(invoice, ("notice", "reminder"), as_of=date.max, buys=False)

    assert [(p.code, p.invoice, p.value, p.hint) for p in problems] == [
        ("DE527", "1001", "remindre", "did you mean 'reminder'?")
    ]
    assert check_steps(invoice, {"reminder", "remindre"}, as_of=date.max, buys=False) == ()


def test_the_last_step_column_is_checked_against_the_policy_too(facts):
    invoice = Invoice.from_mapping(facts(last_step="xyz", last_step_on="2026-03-10"))

    problems = check_steps(invoice, ["notice", "reminder"], as_of=date.max, buys=False)

    assert [(p.fact, p.hint) for p in problems] == [("last_step", "its steps are notice, reminder")]


@pytest.mark.parametrize(
    ("as_of", "buys", "lacking"),
    [
        ("2026-03-09", False, []),  # what has not happened yet is not looked at
        ("2026-03-10", False, []),
        ("2026-03-10", True, ["reminder"]),
        ("2026-04-20", False, ["demand"]),
        ("2026-04-20", True, ["reminder", "demand"]),
    ],
)
def test_what_is_done_while_sold_has_the_buyers_names(facts, as_of, buys, lacking):
    events = [
        {"on": "2026-02-01", "event": "sold", "sale": "with_recourse"},
        {**STEP, "on": "2026-03-10"},
        {"on": "2026-04-02", "event": "bought_back", "amount": "10000.00"},
        {**STEP, "on": "2026-04-20", "step": "demand", "key": "1001/demand"},
    ]

    problems = check_steps(Invoice.from_mapping(facts(*events)), ["list"], as_of=date.fromisoformat(as_of), buys=buys)

    assert [problem.value for problem in problems] == lacking


@pytest.mark.parametrize("kind", ["step_cancelled", "delivery_failed"])
@pytest.mark.parametrize(("buys", "lacking"), [(False, ["demand"]), (True, ["reminder", "demand"])])
def test_what_becomes_of_the_buyers_step_after_the_buy_back_has_the_buyers_name(facts, kind, buys, lacking):
    events = [
        {"on": "2026-02-01", "event": "sold", "sale": "with_recourse"},
        {**STEP, "on": "2026-03-10"},
        {"on": "2026-04-02", "event": "bought_back", "amount": "10000.00"},
        {**STEP, "on": "2026-04-20", "step": "demand", "key": "1001/demand"},
        {"on": "2026-04-21", "event": kind, "step": "reminder"},
        {"on": "2026-04-21", "event": kind, "step": "demand"},
    ]

    problems = check_steps(Invoice.from_mapping(facts(*events)), ["list"], as_of=date.max, buys=buys)

    assert [problem.value for problem in problems] == lacking


def test_the_buyers_name_for_a_step_is_none_of_the_sellers_for_a_new_one(facts):
    events = [
        {"on": "2026-02-01", "event": "sold", "sale": "with_recourse"},
        {**STEP, "on": "2026-03-10"},
        {"on": "2026-04-02", "event": "bought_back", "amount": "10000.00"},
        {**CANCELLED, "on": "2026-04-03"},
        {**STEP, "on": "2026-04-20", "key": "1001/reminder/2"},
    ]

    problems = check_steps(Invoice.from_mapping(facts(*events)), ["list"], as_of=date.max, buys=False)

    assert [problem.value for problem in problems] == ["reminder"]


@pytest.mark.parametrize(
    ("changes", "moment", "sent"),
    [
        ({}, datetime(2026, 1, 30, 23, 0, tzinfo=UTC), date(2026, 1, 31)),
        ({"issued_on": "2025-07-01"}, datetime(2025, 6, 30, 22, 0, tzinfo=UTC), date(2025, 7, 1)),
        (
            {"created_at": "2026-01-31T09:00Z", "sent_on": "2026-02-02"},
            datetime(2026, 1, 31, 9, tzinfo=UTC),
            date(2026, 2, 2),
        ),
    ],
)
def test_creation_and_sending_default_to_the_invoices_date(facts, changes, moment, sent):
    invoice = Invoice.from_mapping(facts(**changes))

    assert (invoice.created_moment, invoice.sent_day) == (moment, sent)
