"""One seller's year, 200 invoices: who owns the flow, what is done once, what is never done, what a replay gives."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from reckoning import Debt
from sellers_world import ACCOUNT, INVOICES, LAST, grade_of, open_from
from sellers_year import BUYER, DAYS, EVERY_TENTH, SELLER, SERVICE

from dunning_engine.decisions.evaluate import evaluate

ONE_DAY = timedelta(days=1)
WITHOUT_RECOURSE, WITH_RECOURSE = range(1, 4), range(4, 7)


def owed_in_the_morning(year, number, day):
    """What the debtor owes when a day is decided: what came that day is in, what is done that day is not."""
    file = year.files[number]
    debt = Debt(file.planned.ore)
    for event, ours in file.recorded:
        if event.on < day or (event.on == day and not ours):
            debt.take(event)
    return debt.owed


def first(course, kind):
    """The day of the first event of a kind; the end of all days where there is none."""
    return min((event.on for event in course.those(kind)), default=LAST + ONE_DAY)


def steps_of(course, **wanted):
    return [event for event in course.those("step") if all(getattr(event, key) == it for key, it in wanted.items())]


@pytest.mark.parametrize(
    ("policy", "action", "at_least"),
    [
        (BUYER, "review", 5),
        (BUYER, "buy_without_recourse", 50),
        (BUYER, "buy_with_recourse", 50),
        (BUYER, "decline", 30),
        (BUYER, "pay_out", 100),
        (BUYER, "notify_client", 180),
        (BUYER, "notify_customer", 150),
        (BUYER, "remind", 50),
        (BUYER, "request_information", 5),
        (BUYER, "demand", 20),
        (BUYER, "apply_for_payment_order", 1),
        (BUYER, "monitor", 1),
        (BUYER, "buy_back", 20),
        (BUYER, "continue_in", 20),
        (BUYER, "charge_overdraft_interest", 25),
        (SERVICE, "notify", 1),
        (SERVICE, "remind", 2),
        (SERVICE, "demand", 20),
        (SERVICE, "apply_for_payment_order", 1),
        (SERVICE, "monitor", 1),
        (SELLER, "list", 20),
        (SELLER, "remind", 30),
        (SELLER, "warn", 10),
        (SELLER, "hand_over", 2),
        (SELLER, "invoice_interest", 10),
    ],
)
def test_the_story_is_rich(year, policy, action, at_least):
    times = sum((one.policy, one.action.action) == (policy, action) for one in year.carried)

    assert times >= at_least


def test_nearly_everybody_pays_some_late_some_in_parts(courses):
    paid = [course for course in courses.values() if course.paid_on is not None]
    late = [course for course in paid if course.paid_on > course.planned.due]

    assert 98 <= 100 * len(paid) / INVOICES <= 99
    assert len(late) > 80
    assert sum(len(course.those("payment")) > 1 for course in paid) > 15
    assert sum(course.paid_on > first(course, "bought_back") for course in paid) > 20
    assert sum(bool(course.those("dispute")) for course in paid) > 5
    assert {course.days[event.on].owner for course in paid for event in course.those("credit_note")} == {
        "client",
        "buyer",
        "client again",
    }


def test_nothing_is_proposed_again_once_it_was_carried_out(year):
    assert year.again == []


def test_no_key_is_used_twice(year, courses):
    keys = [one.action.key for one in year.carried]
    lines = [line.key for one in year.carried for line in one.action.lines]
    events = [event.key for course in courses.values() for event in course.events if event.key is not None]

    for each in (keys, lines, events):
        assert [key for key, times in Counter(each).items() if times > 1] == []


def test_nothing_is_missed_between_the_days_that_decisions_name(year, courses):
    """Every tenth day all invoices were decided; here every seventh invoice on every day, until it is done with."""
    missed = []
    for number in [*year.files][::7]:
        last = min(first(courses[number], "closed") + timedelta(days=30), LAST)
        for day in courses[number].days:
            if day <= last and (number, day) not in year.looked and day not in EVERY_TENTH:
                decision = year.replay(year.customers(number, day), day, accounts=False)[number]
                missed += [(day, action.key) for action in decision.actions]

    assert year.missed == []
    assert missed == []


def test_no_fee_twice(year):
    fees = Counter((one.number, one.action.action) for one in year.carried if one.action.fee)

    assert {action for _, action in fees} == {"remind", "demand"}
    assert set(fees.values()) == {1}
    assert {one.action.fee for one in year.carried if one.action.action == "demand"} == {180_00}
    assert {one.action.fee for one in year.carried if one.action.action == "remind"} == {60_00, 0}


def test_who_has_paid_is_left_alone_but_for_interest_and_what_the_client_is_owed(year):
    about_paid = Counter(
        one.action.action
        for one in year.carried
        if one.number != ACCOUNT and owed_in_the_morning(year, one.number, one.on) <= 0
    )

    assert about_paid.keys() <= {"pay_out", "charge_client", "invoice_interest"}
    assert about_paid["invoice_interest"] >= 10


def test_a_closed_item_and_one_with_the_agency_are_left_alone(year, courses):
    """A closed item's interest is still invoiced, when its customer's interest in all comes to the threshold."""
    for one in year.carried:
        if one.number != ACCOUNT and one.on >= first(courses[one.number], "closed"):
            assert one.action.action == "invoice_interest"
        if one.number != ACCOUNT and one.on > first(courses[one.number], "handed_over"):
            assert one.on >= first(courses[one.number], "withdrawn")


def test_the_grade_decides_and_the_refused_are_the_sellers_own(year, courses):
    outcome = {
        one.number: one.action.action for one in year.carried if one.action.action.startswith(("buy_with", "decline"))
    }
    for number, file in year.files.items():
        grade = grade_of(file.planned)
        bought = {
            **dict.fromkeys(WITHOUT_RECOURSE, "buy_without_recourse"),
            **dict.fromkeys(WITH_RECOURSE, "buy_with_recourse"),
        }
        if number not in outcome:  # paid before there was an answer
            assert courses[number].paid_on <= date.fromisoformat(file.planned.facts["issued_on"]) + timedelta(days=3)
            continue
        assert outcome[number] == bought.get(grade, "decline")
        refused_from = file.seller_from or LAST
        assert {one.policy for one in year.carried if one.number == number and one.on >= refused_from} <= {SELLER}


def test_the_buyer_does_nothing_about_what_it_has_declined(year):
    declined = [file for file in year.files.values() if file.seller_from is not None]
    stages = Counter()
    for day in sorted(EVERY_TENTH):
        for file in declined:
            if day >= file.seller_from:
                # The buyer knows what was paid, and nothing of the letters that the seller has sent since.
                known = file.in_the_morning(day)
                known = replace(known, events=tuple(event for event in known.events if event.step is None))
                decision = evaluate(year.policies[BUYER], known, as_of=day)
                assert decision.actions == ()
                stages[decision.stage] += 1

    assert stages.keys() >= {"declined", "paid", "closed"}


def test_the_seller_is_silent_while_the_invoice_is_sold(year, courses):
    seen = Counter()
    for day in sorted(EVERY_TENTH):
        for number, course in courses.items():
            yesterday = course.days.get(day - ONE_DAY)
            if yesterday is not None and yesterday.owner == "buyer" and first(course, "closed") > day:
                decision = evaluate(year.policies[SELLER], year.files[number].in_the_morning(day), as_of=day)
                assert (decision.actions, decision.next, decision.stage) == ((), None, "sold")
                seen.update(blocker.code for blocker in decision.blockers)

    assert seen.keys() == {"sold"}
    assert seen["sold"] > 500


def test_bought_back_on_day_31_exactly_what_was_not_paid_by_then(year, courses):
    bought_back = {number: course.those("bought_back") for number, course in courses.items()}
    expected = {number: [] for number in courses}
    for number, file in year.files.items():
        day_31 = file.planned.due + timedelta(days=31)
        owed = owed_in_the_morning(year, number, day_31)
        if grade_of(file.planned) in WITH_RECOURSE and owed > 0:
            credited = sum(event.amount for event in courses[number].those("credit_note") if event.on < day_31)
            expected[number] = [(day_31, owed + credited)]

    assert {
        number: [(event.on, event.amount) for event in events] for number, events in bought_back.items()
    } == expected
    on_day_30 = [course for course in courses.values() if course.paid_on == course.planned.due + timedelta(days=30)]
    assert any(grade_of(course.planned) in WITH_RECOURSE for course in on_day_30)


def test_after_the_buy_back_nothing_is_repeated_and_the_demand_comes(year, courses):
    demanded = Counter()
    for number, course in courses.items():
        names = [event.step for event in course.those("step")]
        assert len(names) == len(set(names))
        for bought_back in course.those("bought_back"):
            reminded = [event.on for event in steps_of(course, step="reminder") if event.on < bought_back.on]
            settled = max((event.on for event in course.those("dispute_settled")), default=bought_back.on)
            # 8 days after the reminder, when its 7 days to pay are over, and not on the day of the buy-back.
            days = (day + timedelta(days=8) for day in reminded)
            ends = (open_from(day + timedelta(days=7)) + ONE_DAY for day in reminded)
            due = max((*days, *ends, bought_back.on + ONE_DAY))
            if reminded and settled <= bought_back.on and owed_in_the_morning(year, number, due) > 0:
                assert [event.on for event in steps_of(course, step="collection")] == [due]
                demanded["in time"] += 1
            elif course.days[min(max(settled, bought_back.on) + timedelta(days=30), LAST)].owed > 0:
                (demand,) = steps_of(course, step="collection")
                assert demand.on > bought_back.on
                demanded["later"] += 1

    assert demanded["in time"] > 15
    assert demanded["later"] > 0


def test_a_replay_gives_what_each_tenth_day_gave(year):
    assert sorted(year.mornings) == sorted(EVERY_TENTH & set(DAYS))
    for day, decisions in year.mornings.items():
        assert year.replay(list(decisions), day) == decisions
