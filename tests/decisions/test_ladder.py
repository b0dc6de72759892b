from datetime import date

import pytest
from trial import DEMAND, ORDER, REMINDER, action, codes, decide, event, first_day, payment, policy, step, steps

from dunning_engine.decisions.decision import Blocker, Next
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies


def reminder(*, delay="days_after_due_date: 7", more=""):
    return f"{{step: reminder, title: R, action: remind, {delay}{more}}}"


@pytest.mark.parametrize(
    ("delay", "top", "facts", "day"),
    [
        ("days_after_due_date: 1", {}, {}, "2026-03-03"),
        ("days_after_due_date: 7", {}, {}, "2026-03-09"),
        # Tuesday 3 March is the first banking day after, Monday 9 March the fifth.
        ("banking_days_after_due_date: 5", {}, {}, "2026-03-09"),
        # Six banking days over a weekend.
        ("banking_days_after_due_date: 6", {}, {}, "2026-03-10"),
        # Good Friday 3 April and Easter Monday 6 April are closed.
        ("banking_days_after_due_date: 1", {}, {"due_on": "2026-04-02"}, "2026-04-07"),
        ("days_after_invoice_date: 60", {}, {}, "2026-03-31"),
        # Never before the due date has passed, whatever the delay counts from.
        ("days_after_invoice_date: 0", {}, {}, "2026-03-03"),
        ("banking_days_after_invoice_date: 2", {}, {}, "2026-03-03"),
        ("days_after_due_date: 7, end_of_month: true", {}, {}, "2026-03-31"),
        ("days_after_due_date: 30, end_of_month: true", {}, {}, "2026-04-30"),
        (
            "days_after_due_date: 7, end_of_month: true",
            {},
            {"issued_on": "2024-01-01", "due_on": "2024-02-01"},
            "2024-02-29",
        ),
        # Due Saturday 28 February: moved to Monday 2 March.
        ("days_after_due_date: 1", {}, {"due_on": "2026-02-28"}, "2026-03-03"),
        ("days_after_due_date: 1", {"due_date_on_closed_day": "unchanged"}, {"due_on": "2026-02-28"}, "2026-03-01"),
        # Midsummer Eve, Friday 19 June 2026: moved to Monday 22 June.
        ("days_after_due_date: 1", {}, {"due_on": "2026-06-19"}, "2026-06-23"),
        # Thursday 24 December 2026 is closed, and so are 25, 26 and 27: Monday 28.
        ("days_after_due_date: 1", {}, {"due_on": "2026-12-24"}, "2026-12-29"),
        ("days_after_due_date: 1", {"postal_days": "3"}, {}, "2026-03-06"),
        # Due Friday 6 March, two banking days of post: Tuesday 10 March.
        ("days_after_due_date: 1", {"postal_days": "{banking_days: 2}"}, {"due_on": "2026-03-06"}, "2026-03-11"),
        ("days_after_due_date: 1", {"postal_days": "{banking_days: 0}"}, {}, "2026-03-03"),
        # Saturday 28 February stays the due date, and no postal days move it.
        (
            "days_after_due_date: 1",
            {"postal_days": "{banking_days: 0}", "due_date_on_closed_day": "unchanged"},
            {"due_on": "2026-02-28"},
            "2026-03-01",
        ),
    ],
)
def test_the_first_step_comes_due(delay, top, facts, day):
    history = policy(reminder(delay=delay), interest=None, **top)
    assert first_day(history, facts.get("issued_on", "2026-01-30"), days=400, **facts) == (day, "reminder")


@pytest.mark.parametrize(
    ("delay", "day"),
    [
        ("days_after_previous_step: 1", "2026-03-17"),  # the time to pay runs through 16 March
        ("days_after_previous_step: 8", "2026-03-17"),
        ("days_after_previous_step: 9", "2026-03-18"),
        ("banking_days_after_previous_step: 7", "2026-03-18"),  # Monday 9 March taken: 10 11 12 13 16 17 18
        ("days_after_previous_step: 10, end_of_month: true", "2026-03-31"),
        ("days_after_due_date: 1", "2026-03-17"),
        ("days_after_invoice_date: 60", "2026-03-31"),
    ],
)
def test_the_next_step_counts_from_the_day_the_previous_one_was_taken_and_waits_for_its_time_to_pay(delay, day):
    second = f"{{step: second, title: S, action: remind, {delay}}}"
    history = policy(reminder(more=", pay_within_days: 7"), second, interest=None)
    assert first_day(history, "2026-03-09", step("2026-03-09", "reminder")) == (day, "second")


def test_a_recorded_day_to_pay_is_the_one_that_counts():
    history = policy(reminder(more=", pay_within_days: 7"), DEMAND)
    taken = step("2026-03-09", "reminder", pay_by="2026-03-30")
    assert first_day(history, "2026-03-09", taken) == ("2026-03-31", "demand")
    assert decide(history, "2026-03-10", taken).next.earliest == date(2026, 3, 31)


def test_a_delay_counts_from_the_last_of_several_steps():
    history = policy(REMINDER, DEMAND, ORDER)
    taken = [step("2026-03-09", "reminder"), step("2026-03-17", "demand", pay_by="2026-03-27")]
    assert first_day(history, "2026-03-17", *taken) == ("2026-03-31", "order")


def test_a_demand_went_the_way_its_step_says_where_nothing_else_is_recorded():
    """By e-mail on 22 December: through 30 December; by post it would be 5 January."""
    demand = "{step: demand, title: D, action: demand, days_after_due_date: 1, send_by: email, pay_within_days: 8}"
    order = "{step: order, title: O, action: apply_for_payment_order, days_after_previous_step: 1}"
    taken = step("2026-12-22", "demand", pay_by="2026-12-30")
    address = {"customer_email": "a@example.se"}
    assert first_day(policy(demand, order, interest=None), "2026-12-22", taken, **address) == ("2026-12-31", "order")


def test_a_late_step_moves_what_counts_from_it():
    history = policy(REMINDER, DEMAND)
    assert first_day(history, "2026-05-01", step("2026-05-01", "reminder")) == ("2026-05-09", "demand")


def test_a_step_comes_due_and_stays_due():
    history = policy(REMINDER)
    assert steps(decide(history, "2026-03-08")) == []
    for day in ("2026-03-09", "2026-03-10", "2026-06-01", "2026-12-31"):
        assert steps(decide(history, day)) == ["reminder"]


def test_one_step_a_day():
    first, second = reminder(), "{step: second, title: S, action: remind, days_after_previous_step: 1}"
    history = policy(first, second, interest=None)
    assert steps(decide(history, "2026-09-01")) == ["reminder"]
    assert steps(decide(history, "2026-09-01", step("2026-09-01", "reminder"))) == []
    assert steps(decide(history, "2026-09-02", step("2026-09-01", "reminder"))) == ["second"]


def test_a_step_taken_out_of_order_is_where_the_invoice_stands():
    history = policy(REMINDER, DEMAND, ORDER)
    decision = decide(history, "2026-04-20", step("2026-03-20", "demand", pay_by="2026-03-30"))
    assert decision.stage == "demand"
    assert steps(decision) == ["order"]


@pytest.mark.parametrize(
    ("sent", "by", "within", "pay_by"),
    [
        ("2026-03-17", "post", 8, "2026-03-25"),  # Tuesday; received 19, four banking days: 25; eight days: 25
        ("2026-03-19", "post", 8, "2026-03-27"),  # Thursday; received Monday 23, four banking days: Friday 27
        ("2026-03-19", "email", 8, "2026-03-27"),
        ("2026-03-17", "post", 30, "2026-04-16"),
        # Sent Tuesday 22 December: received Monday 28 (23, 28), then 29, 30, 4 and 5 January.
        ("2026-12-22", "post", 8, "2027-01-05"),
        # By e-mail received the same day: 23, 28, 29, 30 December.
        ("2026-12-22", "email", 8, "2026-12-30"),
        # Maundy Thursday 2026-04-02: received Wednesday 8 (7, 8), then 9, 10, 13, 14 April.
        ("2026-04-02", "post", 8, "2026-04-14"),
    ],
)
def test_a_demand_always_leaves_reasonable_time(sent, by, within, pay_by):
    demand = (
        f"{{step: demand, title: D, action: demand, days_after_due_date: 1, send_by: {by}, pay_within_days: {within}}}"
    )
    history = policy(demand, interest=None)
    taken = action(history, sent, customer_email="a@example.se")
    assert taken.pay_by == date.fromisoformat(pay_by)


def test_no_legal_step_before_the_time_to_pay_of_a_demand_over_christmas_has_run():
    demand = "{step: demand, title: D, action: demand, days_after_due_date: 1, send_by: post, pay_within_days: 8}"
    order = "{step: order, title: O, action: apply_for_payment_order, days_after_previous_step: 8}"
    history = policy(demand, order, interest=None)
    assert first_day(history, "2026-12-22", step("2026-12-22", "demand", sent_by="post")) == ("2027-01-06", "order")


def test_reasonable_time_counts_even_where_a_shorter_time_to_pay_was_recorded():
    demand = "{step: demand, title: D, action: demand, days_after_due_date: 1, send_by: post, pay_within_days: 8}"
    history = policy(
        demand, "{step: order, title: O, action: apply_for_payment_order, days_after_previous_step: 1}", interest=None
    )
    taken = step("2026-12-22", "demand", pay_by="2026-12-23")
    assert first_day(history, "2026-12-22", taken) == ("2027-01-06", "order")


def test_a_condition_that_does_not_hold_waits():
    history = policy(reminder(more=", when: {collection_agreement: true}"), interest=None)
    decision = decide(history, "2026-04-01")
    assert (steps(decision), codes(decision)) == ([], ["condition_not_met"])
    assert decision.next.step == "reminder"
    assert decision.next.earliest == date(2026, 4, 2)
    assert steps(decide(history, "2026-04-01", collection_agreement=True)) == ["reminder"]


@pytest.mark.parametrize(
    ("condition", "as_of", "earliest"),
    [
        ("days_since_invoice_date: {more_than: 60}", "2026-03-10", "2026-04-01"),
        ("days_since_invoice_date: {at_least: 60}", "2026-03-10", "2026-03-31"),
        ("days_after_due_date: 30", "2026-03-10", "2026-04-01"),
        ("interest_accrued: {at_least: 100.00}", "2026-03-10", "2026-03-11"),
    ],
)
def test_a_step_that_waits_for_the_calendar_says_for_which_day(condition, as_of, earliest):
    history = policy(reminder(more=f", when: {{{condition}}}"))
    decision = decide(history, as_of)
    assert codes(decision) == ["condition_not_met"]
    assert decision.next.earliest == date.fromisoformat(earliest)


def test_a_condition_that_does_not_hold_skips():
    first = reminder(more=", when: {customer_kind: consumer}, if_not: skip")
    history = policy(first, "{step: second, title: S, action: remind, days_after_due_date: 9}", interest=None)
    assert decide(history, "2026-03-01").next.step == "second"
    assert first_day(history, "2026-03-01") == ("2026-03-11", "second")
    assert first_day(history, "2026-03-01", customer_kind="consumer") == ("2026-03-09", "reminder")


def test_the_delay_after_a_skipped_step_counts_from_the_day_it_would_have_come():
    first = reminder(more=", when: {customer_kind: consumer}, if_not: skip")
    history = policy(first, "{step: second, title: S, action: remind, days_after_previous_step: 10}", interest=None)
    assert first_day(history, "2026-03-01") == ("2026-03-19", "second")


def test_a_skipped_step_that_may_still_come_is_not_promised_away():
    """The reminder's day is 9 March, its condition comes to hold on 1 April; the next step's day is 8 May."""
    first = reminder(more=", when: {days_since_invoice_date: {more_than: 60}}, if_not: skip")
    history = policy(first, "{step: second, title: S, action: remind, days_after_previous_step: 60}", interest=None)
    decision = decide(history, "2026-03-10")
    assert (decision.actions, codes(decision)) == ((), [])
    assert (decision.next.step, decision.next.earliest) == ("reminder", date(2026, 4, 1))
    assert first_day(history, "2026-03-10") == ("2026-04-01", "reminder")


@pytest.mark.parametrize(
    ("condition", "day"),
    [
        ("days_after_due_date: {is_not: 8}", "2026-03-11"),
        ("interest_accrued: {at_least: 100.00}", "2026-03-11"),
        ("days_after_due_date: {less_than: 5}", None),
    ],
)
def test_a_skipped_step_may_come_again_on_the_first_day_that_its_condition_may_hold(condition, day):
    first = reminder(more=f", when: {{{condition}}}, if_not: skip")
    following = decide(
        policy(first, "{step: second, title: S, action: remind, days_after_previous_step: 60}"), "2026-03-10"
    ).next
    assert (following.step, following.earliest.isoformat()) == (
        ("second", "2026-05-08") if day is None else ("reminder", day)
    )


def test_a_last_step_that_was_skipped_and_may_still_come_is_not_promised_away():
    history = policy(reminder(more=", when: {days_since_invoice_date: {more_than: 60}}, if_not: skip"), interest=None)
    decision = decide(history, "2026-03-10")
    assert (decision.next.step, decision.next.earliest) == ("reminder", date(2026, 4, 1))


def test_what_comes_after_an_action_is_not_judged_by_facts_that_the_action_changes():
    """Once the reminder is recorded its fee is owed, and the second step is not skipped."""
    second = "{step: second, title: S, action: remind, days_after_previous_step: 10, when: {fees_owed: {at_least: 60.00}}, if_not: skip}"
    third = "{step: third, title: T, action: warn, days_after_previous_step: 30}"
    history = policy(REMINDER, second, third)
    promised = decide(history, "2026-03-09").next.earliest
    assert promised <= date(2026, 3, 19)
    assert first_day(history, "2026-03-09", step("2026-03-09", "reminder", fee="60.00")) == ("2026-03-19", "second")


def test_other_intervals_that_a_step_brings_about_are_not_promised_away():
    overrides = (
        "[{title: Reminded, when: {steps_taken: {at_least: 1}}, steps: {second: {days_after_previous_step: 10}}}]"
    )
    second = "{step: second, title: S, action: remind, days_after_previous_step: 60}"
    history = policy(REMINDER, second, overrides=overrides)
    assert decide(history, "2026-03-03").next.earliest == date(2026, 3, 9)
    assert decide(history, "2026-03-09").next.earliest <= date(2026, 3, 19)
    assert first_day(history, "2026-03-09", step("2026-03-09", "reminder")) == ("2026-03-19", "second")


def test_other_intervals_that_come_to_hold_are_not_promised_away():
    """From day 41 since the invoice date (12 March) the second step comes after 10 days and not after 60."""
    overrides = "[{title: Old, when: {days_since_invoice_date: {more_than: 40}}, steps: {second: {days_after_previous_step: 10}}}]"
    second = "{step: second, title: S, action: remind, days_after_previous_step: 60}"
    history = policy(REMINDER, second, overrides=overrides)
    taken = step("2026-03-09", "reminder")
    decision = decide(history, "2026-03-10", taken)
    assert decision.next.earliest == date(2026, 3, 12)
    assert first_day(history, "2026-03-10", taken) == ("2026-03-19", "second")


@pytest.mark.parametrize(
    ("registered", "created", "taken"),
    [
        ("2026-01-30T09:59:00", "2026-01-30T10:00:00", "notice"),
        ("2026-01-30T10:00:00", "2026-01-30T10:00:00", "reminder"),
        ("2026-01-30T10:01:00", "2026-01-30T10:00:00", "reminder"),
        (None, "2026-01-30T10:00:00", "reminder"),
        ("2026-01-29T23:59:00", None, "notice"),
        ("2026-01-30T00:01:00", None, "reminder"),
    ],
)
def test_a_fact_must_have_been_there_before_the_moment(registered, created, taken):
    history = load_policies()["fakturaservice"]
    known = {"customer_email": "a@example.se", "customer_email_registered_at": registered, "created_at": created}
    assert first_day(history, "2026-03-01", **known)[1] == taken


def test_a_required_fact_registered_too_late_is_said_where_the_step_waits():
    first = reminder(more=", require: [customer_email], registered_before: {customer_email: invoice_created}")
    decision = decide(policy(first), "2026-03-09", customer_email="a@example.se")
    assert codes(decision) == ["registered_too_late"]


def test_a_missing_fact_waits_and_says_so():
    demand = DEMAND.replace("}", ", require: [customer_identity_number]}")
    history = policy(REMINDER, demand)
    decision = decide(history, "2026-06-01", step("2026-03-09", "reminder"))
    assert codes(decision) == ["missing_fact"]
    assert (decision.next.earliest, decision.next.waits_for) == (date(2026, 6, 1), ("customer_identity_number",))
    known = decide(history, "2026-06-01", step("2026-03-09", "reminder"), customer_identity_number="5560125790")
    assert steps(known) == ["demand"]


@pytest.mark.parametrize(
    ("choice", "expected", "title"),
    [("payment_order", "apply_for_payment_order", "Order"), ("monitoring", "monitor", "Watch")],
)
def test_the_client_chooses(choice, expected, title):
    choices = (
        "choices: [{choice: payment_order, title: Order, action: apply_for_payment_order}, "
        "{choice: monitoring, title: Watch, action: monitor}]"
    )
    history = policy(REMINDER, DEMAND, ORDER.replace("}", f", {choices}}}"))
    taken = [step("2026-03-09", "reminder"), step("2026-03-17", "demand", pay_by="2026-03-27")]
    waiting = decide(history, "2026-04-01", *taken)
    assert codes(waiting) == ["choice_needed"]
    assert waiting.next.waits_for == ("enforcement_choice",)
    chosen = action(history, "2026-04-01", *taken, enforcement_choice=choice)
    assert (chosen.action, chosen.title, chosen.step) == (expected, title, "order")


def test_a_choice_that_is_none_of_the_steps_choices_is_waited_for():
    choices = "choices: [{choice: payment_order, title: Order, action: apply_for_payment_order}]"
    history = policy(REMINDER, DEMAND, ORDER.replace("}", f", {choices}}}"))
    taken = [step("2026-03-09", "reminder"), step("2026-03-17", "demand", pay_by="2026-03-27")]
    decision = decide(history, "2026-04-01", *taken, enforcement_choice="monitoring")
    assert codes(decision) == ["choice_needed"]
    assert decision.next.waits_for == ("enforcement_choice",)


def test_also_allowed_is_what_a_person_may_choose_from_here():
    history = load_policies()["paminnelsemodul"]
    listed = step("2026-03-06", "list")
    early = decide(history, "2026-03-08", listed, collection_agreement=True)
    assert (early.allowed, codes(early)) == ((), ["too_early"])
    assert early.blockers[0].details["earliest"] == "2026-03-11"
    assert decide(history, "2026-03-11", listed, collection_agreement=True).allowed == ("reminder_1", "to_collection")
    assert decide(history, "2026-03-11", listed).allowed == ("reminder_1",)
    chosen = step("2026-03-12", "to_collection")
    assert decide(history, "2026-06-01", listed, chosen, collection_agreement=True).actions == ()


SECOND = "{step: second, title: S, action: remind, days_after_due_date: 60}"
TURNS = "when: {days_since_invoice_date: {more_than: 60}}, if_not: skip"  # on 1 April


@pytest.mark.parametrize(
    ("first", "facts", "as_of", "comes"),
    [
        # Its day is 9 March, its condition's 1 April.
        (reminder(more=f", {TURNS}"), {}, "2026-03-09", ("reminder", date(2026, 4, 1))),
        # What it lacks keeps it back whatever the day, until it is known.
        (
            reminder(more=f", {TURNS}, require: [client], if_missing: skip"),
            {},
            "2026-03-10",
            ("second", date(2026, 5, 1)),
        ),
        (
            reminder(more=f", {TURNS}, require: [client], if_missing: skip"),
            {"client": "C1"},
            "2026-03-10",
            ("reminder", date(2026, 4, 1)),
        ),
        # Its condition's day comes before its own, 15 April.
        (
            reminder(delay="days_after_due_date: 44", more=f", {TURNS}"),
            {},
            "2026-03-10",
            ("reminder", date(2026, 4, 15)),
        ),
    ],
)
def test_a_step_that_is_passed_over_today_may_still_be_what_comes_next(first, facts, as_of, comes):
    decision = decide(policy(first, SECOND), as_of, **facts)
    assert (codes(decision), decision.actions) == ([], ())
    assert (decision.next.step, decision.next.earliest) == comes


def test_of_two_that_may_come_on_a_day_the_first_of_the_ladder_comes_next():
    again = reminder(more=f", {TURNS}").replace("step: reminder", "step: again")
    assert decide(policy(reminder(more=f", {TURNS}"), again, SECOND), "2026-03-20").next.step == "reminder"


def test_a_condition_that_no_step_and_no_day_changes_is_passed_over_at_once():
    never = "{step: never, title: N, action: remind, days_after_previous_step: 10, when: {client: C1}, if_not: skip}"
    assert decide(policy(REMINDER, never, SECOND), "2026-03-09").next.step == "second"


def test_one_step_a_day_even_without_time_to_pay():
    history = policy(reminder(), "{step: second, title: S, action: remind, days_after_due_date: 7}")
    assert first_day(history, "2026-03-09", step("2026-03-09", "reminder")) == ("2026-03-10", "second")


@pytest.mark.parametrize(("sent_by", "day"), [("email", "2026-12-31"), ("post", "2027-01-06")])
def test_a_demand_without_a_recorded_day_leaves_the_time_that_its_channel_needs(sent_by, day):
    demand = "{step: demand, title: D, action: demand, days_after_due_date: 1, pay_within_days: 8}"
    order = "{step: order, title: O, action: apply_for_payment_order, days_after_previous_step: 1}"
    taken = step("2026-12-22", "demand", sent_by=sent_by)
    assert first_day(policy(demand, order, interest=None), "2026-12-22", taken) == (day, "order")


def test_too_early_says_what_and_when():
    said = decide(policy(REMINDER, DEMAND, approval="manual"), "2026-03-10", step("2026-03-09", "reminder")).blockers
    details = {"title": "D", "earliest": "2026-03-17"}
    assert said == (Blocker(code="too_early", step="demand", source="trial.yaml:11:6", details=details),)
    assert [said[0].message(language) for language in ("sv", "en")] == [
        "Kan inte byta status än: D tidigast 2026-03-17.",
        "Cannot change status yet: D on 2026-03-17 at the earliest.",
    ]


def test_while_a_step_waits_others_may_be_chosen_and_the_client_is_still_asked():
    reminder = REMINDER.replace("}", ", also_allowed: [demand, order], request_if_missing: [customer_identity_number]}")
    history = policy(reminder, DEMAND.replace("}", ", require: [customer_identity_number]}"), ORDER)
    waiting = decide(history, "2026-03-20", step("2026-03-09", "reminder"))
    assert (codes(waiting), waiting.allowed) == (["missing_fact"], ("order",))
    assert [one.fact for one in waiting.actions] == ["customer_identity_number"]


def test_a_step_whose_condition_holds_and_that_lacks_a_fact_may_come_today():
    """That its condition ends on a later day is no reason to wait until then."""
    wanted = ", when: {days_since_invoice_date: {less_than: 90}}, require: [customer_identity_number]}"
    decision = decide(policy(REMINDER.replace("}", wanted)), "2026-03-09")
    assert (codes(decision), decision.next.earliest) == (["missing_fact"], date(2026, 3, 9))


def test_too_early_is_said_only_where_a_person_confirms_and_a_step_is_taken():
    manual = policy(REMINDER, DEMAND, approval="manual")
    assert codes(decide(manual, "2026-03-03")) == []
    assert codes(decide(manual, "2026-03-10", step("2026-03-09", "reminder"))) == ["too_early"]
    automatic = policy(REMINDER, DEMAND)
    assert codes(decide(automatic, "2026-03-10", step("2026-03-09", "reminder"))) == []


def test_the_first_override_that_holds_wins():
    overrides = (
        "[{title: Slow, when: {client: C1}, steps: {reminder: {days_after_due_date: 20}}}, "
        "{title: Slower, when: {customer_kind: business}, steps: {reminder: {days_after_due_date: 30}, "
        "demand: {days_after_previous_step: 20}}}]"
    )
    history = policy(REMINDER, DEMAND, overrides=overrides)
    assert first_day(history, "2026-03-02", client="C1") == ("2026-03-22", "reminder")
    assert first_day(history, "2026-03-02", client="C2") == ("2026-04-01", "reminder")
    assert first_day(history, "2026-03-02", client="C2", customer_kind="consumer") == ("2026-03-09", "reminder")
    taken = step("2026-04-01", "reminder", pay_by="2026-04-08")
    assert first_day(history, "2026-04-01", taken, client="C2") == ("2026-04-21", "demand")
    assert first_day(history, "2026-04-01", taken, client="C1") == ("2026-04-09", "demand")


def test_a_step_carries_the_override_that_it_comes_from():
    overrides = "[{title: Slow, when: {client: C1}, steps: {reminder: {fee: 30.00}}}]"
    history = policy(REMINDER, overrides=overrides)
    assert action(history, "2026-03-09", client="C1").fee == 3000
    assert action(history, "2026-03-09", client="C2").fee == 6000


def test_a_cancelled_step_comes_again_under_a_new_key():
    history = policy(REMINDER, DEMAND)
    assert action(history, "2026-03-09").key == "1001/reminder"
    undone = [step("2026-03-09", "reminder", fee="60.00"), event("2026-03-10", "step_cancelled", step="reminder")]
    again = action(history, "2026-03-11", *undone)
    assert (again.key, again.fees_before, again.fee) == ("1001/reminder/2", 0, 6000)
    twice = [*undone, step("2026-03-11", "reminder"), event("2026-03-12", "step_cancelled", step="reminder")]
    assert action(history, "2026-03-13", *twice).key == "1001/reminder/3"


def test_keys_of_different_invoices_never_meet():
    history = policy(REMINDER)
    keys = {
        action(history, "2026-03-09", invoice=number).key
        for number in ("1", "1/reminder", "1%2Freminder", "1/reminder/2")
    }
    assert len(keys) == 4
    assert action(history, "2026-03-09", invoice="50%/1").key == "50%25%2F1/reminder"


def test_a_paid_step_leaves_the_ladder_where_it_is():
    history = policy(REMINDER, DEMAND)
    taken = [step("2026-03-09", "reminder", fee="60.00"), payment("2026-03-12", "10000.00")]
    decision = decide(history, "2026-03-20", *taken)
    assert decision.balance == 6000
    assert steps(decision) == ["demand"]


def test_ledgers_without_events_stand_on_their_last_step():
    history = policy(REMINDER, DEMAND)
    columns = {"last_step": "reminder", "last_step_on": "2026-03-09", "balance": "500.00"}
    assert first_day(history, "2026-03-09", **columns) == ("2026-03-17", "demand")
    assert action(history, "2026-03-17", **columns).principal == 50000


def test_the_order_of_events_as_given_does_not_matter():
    history = policy(REMINDER, DEMAND, ORDER)
    taken = [step("2026-03-17", "demand", pay_by="2026-03-27"), step("2026-03-09", "reminder", pay_by="2026-03-16")]
    assert decide(history, "2026-03-20", *taken) == decide(history, "2026-03-20", *reversed(taken))
    assert Invoice.from_mapping({**_plain(), "events": taken}).events[0].step == "reminder"


def _plain():
    return {
        "invoice": "1",
        "customer": "1",
        "customer_kind": "business",
        "issued_on": "2026-01-30",
        "due_on": "2026-03-02",
        "amount": "1.00",
        "currency": "SEK",
    }


@pytest.mark.parametrize(("closed_days", "earliest"), [(None, "2026-03-17"), ("unchanged", "2026-03-16")])
def test_a_last_day_to_pay_on_a_sunday_is_met_on_the_monday(closed_days, earliest):
    """Skuldebrevslagen 5 §: who pays the next banking day has paid in time, and gets no demand on it."""
    history = policy(REMINDER, DEMAND, due_date_on_closed_day=closed_days)
    reminded = step("2026-03-08", "reminder", pay_by="2026-03-15")
    assert first_day(history, "2026-03-09", reminded) == (earliest, "demand")
    assert decide(history, "2026-03-10", reminded).next.earliest.isoformat() == earliest


def test_what_is_proposed_today_promises_the_next_step_after_the_monday_too():
    decision = decide(policy(REMINDER, DEMAND), "2026-03-14")
    assert (decision.actions[0].pay_by.isoformat(), decision.next.earliest.isoformat()) == ("2026-03-21", "2026-03-24")


def test_of_two_steps_that_may_come_on_one_day_the_earlier_of_the_ladder_is_next():
    notice = "{step: n, title: N, action: notify, days_after_due_date: 2, when: {days_after_due_date: {at_least: 7}}, if_not: skip}"
    history = policy(notice, REMINDER)
    assert decide(history, "2026-03-05").next == Next("n", date(2026, 3, 9))
    assert steps(decide(history, "2026-03-09")) == ["n"]


@pytest.mark.parametrize(
    ("overrides", "as_of", "coming"),
    [
        # The override ends by itself on the ninetieth day: then the policy's own ladder has a step again.
        (
            "[{title: Early, when: {days_since_invoice_date: {less_than: 90}}, steps: {reminder: {when: {customer_kind: consumer}, if_not: skip}}}]",
            "2026-03-20",
            ("reminder", "2026-04-30"),
        ),
        # Another override comes to decide before the one that passes everything over.
        (
            (
                "[{title: Late, when: {days_since_invoice_date: {at_least: 80}}, steps: {reminder: {days_after_due_date: 9}}},"
                " {title: All, when: {customer_kind: business}, steps: {reminder: {when: {customer_kind: consumer}, if_not: skip}}}]"
            ),
            "2026-03-20",
            ("reminder", "2026-04-20"),
        ),
        # Nothing brings another ladder about.
        (
            "[{title: All, when: {customer_kind: business}, steps: {reminder: {when: {customer_kind: consumer}, if_not: skip}}}]",
            "2026-03-20",
            None,
        ),
    ],
)
def test_a_ladder_that_passes_over_all_that_is_left_looks_for_anothers_return(overrides, as_of, coming):
    history = policy(REMINDER, overrides=overrides)
    decision = decide(history, as_of)
    assert (decision.actions, codes(decision)) == ((), [])
    expected = None if coming is None else Next(coming[0], date.fromisoformat(coming[1]))
    assert decision.next == expected
    assert first_day(history, as_of) == (None if coming is None else (coming[1], coming[0]))


def test_what_is_left_may_be_passed_over_only_for_now_after_a_step_is_proposed():
    """The reminder goes out today; the override that skips the demand ends on the ninetieth day."""
    overrides = "[{title: Early, when: {days_since_invoice_date: {less_than: 90}}, steps: {demand: {when: {customer_kind: consumer}, if_not: skip}}}]"
    history = policy(REMINDER, DEMAND, overrides=overrides)
    decision = decide(history, "2026-03-09")
    assert steps(decision) == ["reminder"]
    assert decision.next == Next("demand", date(2026, 4, 30))
    taken = step("2026-03-09", "reminder", pay_by="2026-03-16")
    assert decide(history, "2026-03-20", taken).next == Next("demand", date(2026, 4, 30))
    assert first_day(history, "2026-03-20", taken) == ("2026-04-30", "demand")


def test_a_ladder_whose_last_step_is_taken_has_nothing_more_whatever_override_returns():
    overrides = "[{title: Early, when: {days_since_invoice_date: {less_than: 90}}, steps: {reminder: {fee: 30.00}}}]"
    history = policy(REMINDER, overrides=overrides)
    assert decide(history, "2026-03-20", step("2026-03-09", "reminder")).next is None
    assert decide(history, "2026-03-09").next is None


def test_a_hold_on_a_ladder_that_passes_over_all_that_is_left_does_not_outlast_the_other_ladder():
    overrides = "[{title: Early, when: {days_since_invoice_date: {less_than: 90}}, steps: {reminder: {when: {customer_kind: consumer}, if_not: skip}}}]"
    history = policy(REMINDER, overrides=overrides)
    paused = event("2026-03-10", "pause", until="2026-05-10")
    assert decide(history, "2026-03-20", paused).next == Next("reminder", date(2026, 5, 11))
    short = event("2026-03-10", "pause", until="2026-03-25")
    assert decide(history, "2026-03-20", short).next == Next("reminder", date(2026, 4, 30))
