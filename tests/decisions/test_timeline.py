"""The timeline of one invoice: where it goes, what it takes as known, and that it ends."""

from datetime import date
from itertools import pairwise

import pytest
from trial import DEMAND, ORDER, REMINDER, decide, event, facts, payment, policy, step

from dunning_engine.decisions.timeline import decisions_on, timeline
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies

LADDER = (REMINDER, DEMAND, ORDER)
FIXED = "{rate: 12.50, accrues_from: due_date}"
NEVER = "{interest_accrued: {at_least: 99999.00}}"
STEPS = {
    "2026-03-09": "reminder",
    "2026-03-17": "demand",
    "2026-03-31": "order",
}


def seen(history, as_of, *events, pays=None, **changes):
    given = Invoice.from_mapping(facts(*events, **changes))
    return timeline(history, given, as_of=date.fromisoformat(as_of), paid_on=pays and date.fromisoformat(pays))


def days(found):
    return {one.on.isoformat(): one.action.step or one.action.action for one in found.moments}


def test_every_step_on_its_day_if_nobody_pays():
    found = seen(policy(*LADDER), "2026-02-01")
    assert days(found) == STEPS
    assert [(one.action.fee, one.action.interest, one.action.amount_to_pay) for one in found.moments] == [
        (6000, 1918, 1007918),
        (18000, 4110, 1028110),
        (0, 4110, 1028110),
    ]
    assert (found.ends.as_of, found.ends.stage, found.ends.next) == (date(2026, 3, 31), "order", None)
    assert found.why_it_ends("sv") == "Policyn har inga fler steg; vad som sker härnäst avgör en människa."
    assert found.why_it_ends("en") == "The policy has no further step; a person decides what happens next."


def test_what_has_been_recorded_is_not_done_again():
    taken = step("2026-03-10", "reminder", fee="60.00", interest="21.92", pay_by="2026-03-17")
    found = seen(policy(*LADDER), "2026-03-12", taken)
    assert days(found) == {"2026-03-18": "demand", "2026-04-01": "order"}


@pytest.mark.parametrize(
    "later",
    [
        {"paid_on": "2026-03-20"},
        {"paid_on": "2026-03-20", "balance": "0.00"},
        {"last_step": "order", "last_step_on": "2026-03-20"},
    ],
)
def test_columns_that_tell_of_later_days_are_not_looked_at(later):
    assert days(seen(policy(*LADDER), "2026-03-01", **later)) == STEPS


def test_later_events_are_not_looked_at():
    assert days(seen(policy(*LADDER), "2026-03-01", payment("2026-03-10", "10000.00"))) == STEPS


def test_a_part_that_is_left_is_what_goes_on():
    found = seen(policy(*LADDER), "2026-03-01", balance="4000.00", paid_on="2026-03-20")
    assert found.moments[0].action.principal == 400000


def test_all_that_is_owed_is_paid_on_the_day_and_nothing_is_sent_on_it():
    found = seen(policy(*LADDER), "2026-02-01", pays="2026-03-17")
    assert days(found) == {"2026-03-09": "reminder"}
    assert (found.paid_on, found.paid, found.ends.stage) == (date(2026, 3, 17), 1007918, "paid")
    assert found.why_it_ends() == "Fakturan är betald."


def test_what_follows_a_payment_is_shown_too():
    found = seen(
        policy(REMINDER, interest_invoice="{title: I, at_least: 1.00, only_when_paid: true}"),
        "2026-02-01",
        pays="2026-04-20",
    )
    assert days(found) == {"2026-03-09": "reminder", "2026-04-20": "invoice_interest"}


def test_a_payment_after_the_last_step_is_waited_for():
    found = seen(policy(REMINDER), "2026-02-01", pays="2027-01-11")
    assert (found.ends.as_of, found.paid) == (date(2027, 1, 11), 1007918)


def test_paid_on_the_day_itself():
    found = seen(policy(*LADDER), "2026-03-09", pays="2026-03-09")
    assert (days(found), found.paid) == ({}, 1000000)


def test_who_has_paid_pays_nothing_more():
    found = seen(policy(*LADDER), "2026-03-09", payment("2026-03-03", "10000.00"), pays="2026-03-20")
    assert (days(found), found.paid, found.ends.as_of) == ({}, 0, date(2026, 3, 20))


def test_a_payment_in_the_past_is_refused():
    with pytest.raises(ValueError, match="paid_on 2026-03-08 is before as_of 2026-03-09"):
        seen(policy(*LADDER), "2026-03-09", pays="2026-03-08")


@pytest.mark.parametrize("through", [None, "2026-01-31", "2026-03-08", "2026-03-30"])
def test_payments_are_known_a_day_at_a_time(through):
    history = policy(*LADDER, payments_known_within_days="1")
    found = seen(history, "2026-02-01", payments_known_through=through)
    assert days(found) == STEPS


def test_on_the_first_day_payments_are_known_as_the_ledger_says():
    history = policy(*LADDER, payments_known_within_days="1")
    found = seen(history, "2026-03-09", payments_known_through="2026-03-01")
    assert [day for day, name in days(found).items() if name == "reminder"] == ["2026-03-10"]


def test_a_condition_on_how_far_payments_are_known_is_met_in_time():
    waits = REMINDER.replace("step: reminder", "step: late").replace(
        "fee: 60.00", "fee: 0.00, when: {payments_known_through: {at_least: 2026-04-15}}, if_not: wait"
    )
    assert days(seen(policy(waits), "2026-03-09")) == {"2026-04-15": "late"}


def test_a_dispute_ends_it_and_is_why():
    found = seen(
        policy(*LADDER, hold="[{reason: Bestridd, when: {disputed: true}}]"),
        "2026-03-12",
        event("2026-03-10", "dispute"),
    )
    assert (days(found), found.why_it_ends()) == ({}, "Vilar: Bestridd.")


def test_a_pause_is_waited_out():
    found = seen(policy(REMINDER), "2026-03-05", event("2026-03-03", "pause", until="2026-05-04"))
    assert days(found) == {"2026-05-05": "reminder"}


def test_a_step_that_waits_for_a_fact_does_not_hide_what_days_bring():
    """The buyer's demand waits for a number; the recourse window ends all the same."""
    found = timeline(
        load_policies()["fakturabelaning"],
        facts(offered_for_sale=True, credit_risk=3),
        as_of=date(2026, 2, 1),
    )
    assert found.ends.policy == "fakturaservice"
    assert ("2026-05-02", "buy_back") in [(one.on.isoformat(), one.action.action) for one in found.moments]
    assert found.why_it_ends("en") == "Inkassokrav waits for customer_identity_number."


def test_a_step_that_waits_does_not_hide_one_before_it_that_comes_after_all():
    early = REMINDER.replace(
        "days_after_due_date: 7",
        "days_after_due_date: 1, when: {days_since_invoice_date: {more_than: 40}}, if_not: skip",
    )
    late = DEMAND.replace("fee: 180.00", "fee: 180.00, when: {days_since_invoice_date: {at_least: 90}}, if_not: wait")
    history = policy(early, late.replace("days_after_previous_step: 8", "days_after_previous_step: 1"))
    assert decide(history, "2026-03-05").next.earliest == date(2026, 3, 12)
    assert days(seen(history, "2026-02-01"))["2026-03-12"] == "reminder"


def test_without_a_rate_it_ends_there():
    found = seen(policy(REMINDER, interest_invoice="{title: I, at_least: 100.00, only_when_paid: false}"), "2026-02-01")
    assert [blocker.code for blocker in found.ends.blockers] == ["no_reference_rate"]
    assert found.why_it_ends().startswith("Referensränta saknas från ")


def test_from_before_the_policy_nothing_is_decided():
    found = seen(policy(*LADDER), "2026-03-09", issued_on="2019-12-31")
    assert (found.moments, found.revision, found.title) == ((), None, "trial")
    assert [blocker.code for blocker in found.ends.blockers] == ["not_in_force"]


def test_the_due_date_is_the_day_that_steps_count_from():
    """2026-02-28 is a Saturday."""
    assert seen(policy(*LADDER), "2026-02-01", due_on="2026-02-28").due_on == date(2026, 3, 2)


BUYS = {
    "purchase": "{outcomes: [{outcome: buy_with_recourse, title: B, notify_client: immediately}], payout: {calendar_days: 1}, "
    "fee_percent: 2.9, advance_percent: 100, notice_of_assignment: true}",
    "recourse": "{when: {sale: with_recourse, interest_accrued: {at_least: 99999.00}}, "
    "pursue_through_days_after_due_date: 30, buy_back: balance, continue_in: service}",
}


@pytest.mark.parametrize(
    ("top", "ends", "says"),
    [
        (
            {"interest": FIXED, "overrides": f"[{{title: O, when: {NEVER}, steps: {{reminder: {{fee: 0.00}}}}}}]"},
            "2026-03-31",
            "inga fler steg",
        ),
        (
            {"interest": FIXED, "hold": "[{reason: H, when: {interest_accrued: {at_least: 0.00}}}]"},
            "2036-01-31",
            "preskriberades",
        ),
        ({"interest": "{rate: 0.01, accrues_from: due_date}", **BUYS}, "2037-04-09", "så långt fram räknas det inte"),
    ],
)
def test_what_may_always_change_tomorrow_ends_all_the_same(top, ends, says):
    found = seen(policy(*LADDER, **top), "2026-02-01", offered_for_sale=True)
    assert (found.ends.as_of.isoformat(), says in found.why_it_ends()) == (ends, True), found.why_it_ends()


def test_the_end_of_the_calendar_ends_it():
    found = seen(policy(*LADDER), "2100-12-01", issued_on="2100-12-01", due_on="2100-12-20")
    assert found.ends.as_of <= date(2101, 1, 31)


def test_each_key_once_and_days_ascending():
    for history in load_policies().values():
        found = timeline(
            history, facts(offered_for_sale=True, credit_risk=3, customer_prefers="post"), as_of=date(2026, 2, 1)
        )
        assert len({one.action.key for one in found.moments}) == len(found.moments) > 0
        assert all(one.on <= after.on for one, after in pairwise(found.moments))


@pytest.mark.parametrize(
    ("exclude", "first"),
    [
        ("[{reason: Young, when: {days_since_invoice_date: {less_than: 60}}}]", "2026-03-31"),
        ("[{reason: Now, when: {days_after_due_date: {at_least: 5, at_most: 20}}}]", "2026-03-23"),
        ("[{reason: Little, when: {interest_accrued: {less_than: 30.00}}}]", "2026-03-13"),
        ("[{reason: Out, when: {customer_kind: business}}]", None),
    ],
)
def test_an_exclusion_that_days_end_is_waited_for(exclude, first):
    history = policy(REMINDER, exclude=exclude)
    found = seen(history, "2026-03-10")
    assert next(iter(days(found)), None) == first
    assert (found.ends.stage == "excluded") is (first is None)


@pytest.mark.parametrize(("amount", "matched"), [("0.00", "2026-03-03"), ("-500.00", "2026-03-03"), ("500.00", None)])
def test_an_item_of_zero_or_less_is_matched_on_its_day(amount, matched):
    history = policy(REMINDER, exclude="[{reason: Small, when: {amount: {at_most: 1000.00}}}]")
    assert days(seen(history, "2026-02-10", amount=amount)) == ({matched: "match_ledger_items"} if matched else {})


@pytest.mark.parametrize(
    ("on", "stage", "does", "next_on"),
    [
        ("2026-02-20", "not_due", [], "2026-03-09"),  # before the timeline begins
        ("2026-03-08", "due", [], "2026-03-09"),
        ("2026-03-09", "due", ["reminder"], "2026-03-17"),
        ("2026-03-10", "reminder", [], "2026-03-17"),
        ("2026-03-17", "reminder", ["demand"], "2026-03-31"),
        ("2026-06-01", "order", [], None),
    ],
)
def test_a_day_is_decided_with_everything_before_it_carried_out(on, stage, does, next_on):
    asked = {"on": date.fromisoformat(on), "as_of": date(2026, 3, 1)}
    (found,) = decisions_on(policy(*LADDER), facts(), **asked)
    assert (found.as_of, found.stage, [one.step for one in found.actions]) == (asked["on"], stage, does)
    assert (None if found.next is None else found.next.earliest.isoformat()) == next_on


def test_what_the_days_decide_is_what_the_timeline_carries_out():
    bought = {"offered_for_sale": True, "credit_risk": 2, "recourse_agreement": True, "payout_to": "bankgiro"}
    history = load_policies()["fakturaforsaljning-regress"]
    given = facts(created_at="2026-01-30T09:00", due_on="2026-03-02", **bought)
    found = timeline(history, given, as_of=date(2026, 1, 30))
    assert len(found.moments) > 3
    for moment in found.moments:
        decisions = decisions_on(history, given, on=moment.on, as_of=found.as_of)
        assert moment.action in [action for one in decisions for action in one.actions]
    first, *then = decisions_on(history, given, on=found.moments[0].on, as_of=found.as_of)
    assert first.actions[0] == found.moments[0].action
    assert all(one.as_of == first.as_of for one in then)


def test_on_the_day_of_payment_and_after_it_is_paid():
    asked = {"as_of": date(2026, 3, 1), "paid_on": date(2026, 3, 12)}
    stages = [decisions_on(policy(*LADDER), facts(), on=date(2026, 3, day), **asked)[0].stage for day in (11, 12, 20)]
    assert stages == ["reminder", "paid", "paid"]


def test_a_day_before_the_first_knows_nothing_of_what_came_after():
    (found,) = decisions_on(
        policy(*LADDER), facts(payment("2026-02-25", "10000.00")), on=date(2026, 2, 20), as_of=date(2026, 3, 1)
    )
    assert found.balance == 1000000
