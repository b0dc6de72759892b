"""Interest in decisions. By hand: 10 000 kr at 10 % is 1 000 kr a year, in 2026 (365 days) 2.739726 kr a day."""

from datetime import date

import pytest
from trial import DEMAND, ORDER, REMINDER, action, codes, decide, event, facts, payment, policy, step

from dunning_engine.decisions import accrual
from dunning_engine.decisions.accrual import Accrual
from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.evaluate import prepare
from dunning_engine.law.interest import accrued

FREE = REMINDER.replace("fee: 60.00, ", "")
DUE = "{rate: statutory, accrues_from: due_date}"


def interest(as_of, *events, terms="{due_date: true}", declared=DUE, **facts):
    history = policy(
        FREE, DEMAND, ORDER, interest=declared, agreed_terms=terms, applies_to_invoices_issued_from="2003-01-01"
    )
    return action(history, as_of, *events, **facts)


@pytest.mark.parametrize(
    ("declared", "terms", "facts", "as_of", "ore"),
    [
        # From 3 March: 7 days through 9 March, 19.178.
        (DUE, "{due_date: true}", {}, "2026-03-09", 1918),
        # Due Saturday 28 February, so Monday 2 March: the same seven days.
        (DUE, "{due_date: true}", {"due_on": "2026-02-28"}, "2026-03-09", 1918),
        (DUE, None, {"due_date_agreed": True}, "2026-03-09", 1918),
        # Not agreed: 30 days after it was sent. Sent 30 January: 1 March, which is before the due date, so from the due date.
        (DUE, None, {}, "2026-03-09", 1918),
        # Sent 2 February: 4 March; five days 5-9 March, 13.699.
        (DUE, None, {"sent_on": "2026-02-02"}, "2026-03-09", 1370),
        (DUE, "{due_date: true}", {"sent_on": "2026-02-02"}, "2026-03-09", 1918),
        (DUE, "{due_date: true}", {"sent_on": "2026-02-02", "due_date_agreed": False}, "2026-03-09", 1370),
        ("{rate: statutory, accrues_from: law}", "{due_date: true}", {"sent_on": "2026-02-02"}, "2026-03-09", 1918),
        ("{rate: statutory, accrues_from: law}", None, {"sent_on": "2026-02-02"}, "2026-03-09", 1370),
        # 40 days after 30 January: 11 March; 12-20 March are nine days, 24.658.
        ("{rate: statutory, accrues_from: {days_after_invoice_date: 40}}", None, {}, "2026-03-20", 2466),
        ("{rate: statutory, accrues_from: {days_after_invoice_date: 0}}", None, {}, "2026-03-09", 1918),
        # 38 days after 30 January is 9 March: not that day, but the next, 2.740.
        ("{rate: statutory, accrues_from: {days_after_invoice_date: 38}}", "{due_date: true}", {}, "2026-03-09", 0),
        ("{rate: statutory, accrues_from: {days_after_invoice_date: 38}}", "{due_date: true}", {}, "2026-03-10", 274),
        # Due the day it was issued.
        (
            "{rate: statutory, accrues_from: {days_after_invoice_date: 0}}",
            "{due_date: true}",
            {"issued_on": "2026-03-02"},
            "2026-03-09",
            1918,
        ),
        # One öre at 100 % for a year, through 2 March.
        ("{rate: 100.00, accrues_from: due_date}", "{due_date: true}", {"amount": "0.01"}, "2027-03-02", 1),
        # Not agreed: never before 30 days after it was sent, 4 March.
        (
            "{rate: statutory, accrues_from: {days_after_invoice_date: 10}}",
            None,
            {"sent_on": "2026-02-02"},
            "2026-03-09",
            1370,
        ),
        # 12 %: 3.28767 a day.
        ("{rate: agreed, accrues_from: due_date}", "{due_date: true, interest_rate: 12.00}", {}, "2026-03-09", 2301),
        (
            "{rate: agreed, accrues_from: due_date}",
            "{due_date: true, interest_rate: 12.00}",
            {"interest_rate": "6.00"},
            "2026-03-09",
            1151,
        ),
        (
            "{rate: agreed, accrues_from: due_date}",
            "{due_date: true, interest_rate: 12.00}",
            {"interest_rate": "0.00"},
            "2026-03-09",
            0,
        ),
        ("{rate: agreed, accrues_from: due_date}", "{due_date: true}", {}, "2026-03-09", 1918),
        ("{rate: 24.00, accrues_from: due_date}", "{due_date: true}", {"interest_rate": "6.00"}, "2026-03-09", 4603),
        ("{rate: 0.00, accrues_from: due_date}", "{due_date: true}", {}, "2026-03-09", 0),
        (
            "{rate: statutory, accrues_from: due_date, day_count: actual_360}",
            "{due_date: true}",
            {},
            "2026-03-09",
            1944,
        ),
        (
            "{rate: statutory, accrues_from: due_date, rounding: down_to_krona}",
            "{due_date: true}",
            {},
            "2026-03-09",
            1900,
        ),
        (
            "{rate: statutory, accrues_from: due_date, rounding: half_up_to_krona}",
            "{due_date: true}",
            {},
            "2026-03-10",
            2200,
        ),
    ],
)
def test_interest_from_its_first_day_at_its_rate(declared, terms, facts, as_of, ore):
    taken = interest(as_of, declared=declared, terms=terms, **facts)
    assert (taken.interest, sum(period.amount for period in taken.interest_periods)) == (ore, ore)


def test_due_date_not_agreed_is_said():
    history = policy(FREE, interest=DUE, agreed_terms=None)
    assert codes(decide(history, "2026-03-09", sent_on="2026-02-02")) == ["due_date_not_agreed"]
    by_law = policy(FREE, interest="{rate: statutory, accrues_from: law}", agreed_terms=None)
    assert codes(decide(by_law, "2026-03-09", sent_on="2026-02-02")) == []
    counted = policy(FREE, interest="{rate: statutory, accrues_from: {days_after_invoice_date: 32}}", agreed_terms=None)
    assert codes(decide(counted, "2026-03-09", sent_on="2026-02-02")) == ["due_date_not_agreed"]
    assert codes(decide(counted, "2026-03-09")) == []


def test_what_moves_the_interest_says_so_with_its_line_and_its_day():
    said = decide(policy(FREE, interest=DUE, agreed_terms=None), "2026-03-09", sent_on="2026-02-02").blockers
    assert said == (
        Blocker(
            code="due_date_not_agreed",
            fact="due_date_agreed",
            step="reminder",
            source="trial.yaml:7:1",
            details={"day": "2026-03-05"},
        ),
    )
    assert [said[0].message(language) for language in ("sv", "en")] == [
        "Räntan räknas från 2026-03-05: det framgår inte att förfallodagen är avtalad (räntelagen 4 §).",
        "Interest runs from 2026-03-05: nothing shows that the due date was agreed (räntelagen 4 §).",
    ]


@pytest.mark.parametrize(
    ("declared", "law"),
    [
        (DUE, ("Räntelagen 6 §",)),
        ("{rate: 10.00, accrues_from: due_date}", ()),
        ("{rate: statutory, accrues_from: {days_after_invoice_date: 60}}", ()),  # none has accrued yet
    ],
)
def test_the_law_is_cited_where_interest_at_its_rate_is_claimed(declared, law):
    assert interest("2026-03-09", declared=declared).law == law


@pytest.mark.parametrize(("as_of", "ore"), [("2026-03-01", 0), ("2026-03-02", 2740)])
def test_interest_is_claimed_only_when_the_policy_says(as_of, ore):
    """Day 30 since the invoice date of 30 January is 1 March."""
    declared = "{rate: statutory, accrues_from: due_date, charged_when: {days_since_invoice_date: {more_than: 30}}}"
    taken = interest(as_of, declared=declared, due_on="2026-02-20")
    # From 21 February: ten days through 2 March.
    assert (taken.interest, taken.interest > 0, bool(taken.interest_periods)) == (ore, ore > 0, ore > 0)


def test_a_step_that_claims_no_interest_states_what_was_claimed_before_and_is_owed():
    second = "{step: second, title: S, action: remind, days_after_previous_step: 10}"
    history = policy(FREE, second)
    taken = action(history, "2026-03-30", step("2026-03-09", "reminder", interest="19.18"))
    assert (taken.interest, taken.interest_periods, taken.amount_to_pay) == (1918, (), 1001918)


def test_interest_is_a_running_figure_and_never_added_to_itself():
    # 15 days 3-17 March: 41.096.
    taken = interest("2026-03-17", step("2026-03-09", "reminder", interest="19.18"))
    assert (taken.interest, taken.amount_to_pay) == (4110, 1000000 + 4110 + 18000)


def test_a_payment_in_between_lowers_the_base_from_the_day_after():
    """10 000 for 3-10 March (8 days): 21.918; 6 000 for 11-17 March (7 days): 11.507; in all 33.425."""
    taken = interest("2026-03-17", step("2026-03-09", "reminder"), payment("2026-03-10", "4000.00"))
    assert (taken.principal, taken.interest) == (600000, 3342)
    assert [(p.first, p.last, p.principal, p.amount) for p in taken.interest_periods] == [
        (date(2026, 3, 3), date(2026, 3, 10), 1000000, 2192),
        (date(2026, 3, 11), date(2026, 3, 17), 600000, 1150),
    ]


def test_what_a_payment_settled_of_interest_is_taken_off():
    """5 000 pays 19.18 of interest and 4 980.82 of the principal; 5 019.18 for 11-17 March: 9.626; 21.918 + 9.626 - 19.18."""
    events = [step("2026-03-09", "reminder", interest="19.18"), payment("2026-03-10", "5000.00")]
    taken = interest("2026-03-17", *events)
    assert (taken.principal, taken.interest) == (501918, 1236)
    assert sum(period.amount for period in taken.interest_periods) == 1236 + 1918


def test_a_credit_note_lowers_the_base_from_its_own_day():
    """10 000 for 3-9 March (7 days): 19.178; 6 000 for 10-17 March (8 days): 13.151."""
    taken = interest("2026-03-17", step("2026-03-09", "reminder"), event("2026-03-10", "credit_note", amount="4000.00"))
    assert (taken.principal, taken.interest) == (600000, 3233)


def test_interest_invoiced_on_its_own_is_not_claimed_again():
    # 41.10 through 17 March, of which 30.00 stands on an interest invoice.
    taken = interest(
        "2026-03-17", step("2026-03-09", "reminder"), event("2026-03-15", "interest_invoiced", amount="30.00")
    )
    assert taken.interest == 1110
    more = interest(
        "2026-03-17", step("2026-03-09", "reminder"), event("2026-03-15", "interest_invoiced", amount="99.00")
    )
    assert more.interest == 0


def test_what_a_step_claimed_before_an_interest_invoice_is_stated_again():
    # 41.10 through 17 March: 20.00 on an interest invoice, and the 21.10 that are not include what the reminder claimed.
    reminded = step("2026-03-09", "reminder", interest="19.18")
    billed = event("2026-03-15", "interest_invoiced", amount="20.00")
    taken = interest("2026-03-17", reminded, billed)
    assert (taken.interest, taken.amount_to_pay) == (2110, 1000000 + 2110 + 18000)


def test_interest_splits_where_the_rate_changes():
    """2025: 11 % through June, 10 % from July. 10 000 kr: 27 days 4-30 June at 3.0137, ten at 2.7397: 81.370 + 27.397."""
    taken = interest("2025-07-10", issued_on="2025-05-02", due_on="2025-06-03")
    assert [(p.days, p.rate, p.amount) for p in taken.interest_periods] == [(27, 1100, 8137), (10, 1000, 2740)]
    assert taken.interest == 10877
    assert "Räntelagen 6 §" in taken.law


def test_a_leap_day_counts_as_a_366th():
    """2024-02-29 alone: 10 000 x 12 % / 366 = 3.279."""
    taken = interest("2024-02-29", issued_on="2024-01-15", due_on="2024-02-21")
    assert taken.interest == round(8 * 1000000 * 0.12 / 366)


def test_a_half_year_without_a_rate_stops_and_is_never_guessed():
    history = policy(FREE, DEMAND, interest=DUE)
    known = decide(history, "2026-12-31")
    assert codes(known) == []
    # 304 days 3 March-31 December at 10 %.
    assert known.actions[0].interest == 83288
    unknown = decide(history, "2027-01-01")
    assert (unknown.actions, codes(unknown)) == ((), ["no_reference_rate"])
    assert unknown.blockers[0].details["day"] == "2027-01-01"


def test_a_rate_of_its_own_needs_no_reference_rate():
    assert interest("2027-03-01", declared="{rate: 10.00, accrues_from: due_date}").interest == 99726  # 364 days


def test_without_a_rate_a_policy_that_claims_no_interest_goes_on():
    free = FREE.replace("interest: true, ", "")
    assert codes(decide(policy(free, interest=DUE), "2027-01-10")) == []
    assert codes(decide(policy(free, interest=None), "2027-01-10")) == []
    for fact in ("interest_accrued", "customer_interest_total"):
        looking = free.replace("}", f", when: {{{fact}: {{at_least: 100.00}}}}}}")
        assert codes(decide(policy(looking, interest=DUE), "2027-01-10")) == ["no_reference_rate"]


def test_interest_that_ended_before_the_table_does_needs_no_rate_after_it():
    history = policy(REMINDER, DEMAND, ORDER)
    events = [
        step("2026-03-09", "reminder", fee="60.00"),
        payment("2026-03-20", "60.00"),
        payment("2026-03-20", "10000.00"),
        step("2026-04-09", "demand", fee="180.00", pay_by="2026-04-30"),
    ]
    assert codes(decide(history, "2027-03-09", *events)) == []


def test_interest_is_worked_out_when_somebody_asks_and_once(monkeypatch):
    worked_out = []
    monkeypatch.setattr(accrual, "accrued", lambda *given: worked_out.append(given) or accrued(*given))
    found = prepare(policy(FREE, DEMAND, interest=DUE), facts(), as_of=date(2026, 3, 9)).accrual
    assert worked_out == []
    assert (found.unpaid, found.missing_rate_on, len(found.stretches), found.unpaid) == (1918, None, 1, 1918)
    assert len(worked_out) == 1


def test_where_no_interest_is_claimed_nothing_has_accrued():
    found = Accrual(first_day=date(2026, 3, 3), as_of=date(2026, 3, 9), state=None)
    assert (found.unpaid, found.stretches, found.missing_rate_on, found.periods()) == (0, (), None, ())
