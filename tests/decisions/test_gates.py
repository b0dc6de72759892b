from datetime import date

import pytest
from trial import DEMAND, ORDER, REMINDER, codes, decide, event, first_day, payment, policy, step, steps

from dunning_engine.decisions.decision import Blocker
from dunning_engine.policy.load import load_policies

LADDER = (REMINDER, DEMAND, ORDER)
EVERY_STOP = [
    event("2026-03-03", "dispute"),
    event("2026-03-03", "pause"),
    event("2026-03-03", "promise", until="2026-12-31"),
    event("2026-03-03", "payment_plan"),
]


def test_the_strongest_stop_is_the_one_that_is_said():
    hold = "[{reason: Bestridd, when: {disputed: true}}]"
    exclude = "[{reason: Liten, when: {balance: {at_most: 99999.00}}}]"
    history = policy(*LADDER, hold=hold, exclude=exclude, payments_known_within_days="3")
    day, frozen = "2026-06-01", event("2026-03-04", "handed_over", agency="Agens")
    paid, closed = payment("2026-03-05", "10000.00"), event("2026-03-06", "closed")
    found = [
        decide(history, day, *EVERY_STOP, frozen, paid, closed),
        decide(history, day, *EVERY_STOP, frozen, paid),
        decide(history, day, *EVERY_STOP, paid),
        decide(history, day, *EVERY_STOP),
        decide(policy(*LADDER, hold=hold, payments_known_within_days="3"), day, *EVERY_STOP),
    ]
    assert [(one.stage, codes(one)) for one in found] == [
        ("closed", []),
        ("with_agency", ["with_agency"]),
        ("paid", []),
        ("excluded", ["excluded"]),
        ("due", ["hold", "paused", "promised", "payment_plan", "payments_unknown"]),
    ]
    assert all(one.actions == () for one in found)
    assert [one.next is None for one in found] == [True, True, True, True, False]


HOLD = "[{reason: Vänta, when: {customer: '17'}}]"


@pytest.mark.parametrize(
    ("top", "facts", "expected", "said"),
    [
        (
            {},
            {"amount": "0.00"},
            {"code": "excluded", "fact": "amount", "details": {"amount": "0,00"}},
            [
                "Undantagen: beloppet är 0,00 kr, och noll och minus påminns aldrig.",
                "Excluded: the amount is 0,00 kr, and zero and below are never dunned.",
            ],
        ),
        (
            {"exclude": HOLD},
            {},
            {"code": "excluded", "source": "trial.yaml:9:12", "details": {"reason": "Vänta"}},
            ["Undantagen: Vänta.", "Excluded: Vänta."],
        ),
        (
            {"hold": HOLD},
            {},
            {"code": "hold", "source": "trial.yaml:9:9", "details": {"reason": "Vänta"}},
            ["Vilar: Vänta.", "On hold: Vänta."],
        ),
        (
            {},
            {
                "events": [
                    step("2026-03-09", "reminder", fee="60.00"),
                    event("2026-03-12", "credit_note", amount="10000.00"),
                ]
            },
            {"code": "excluded", "fact": "principal", "details": {"credited": "10\u00a0000,00"}},
            [
                "Undantagen: hela fakturan är krediterad; avgift och ränta på den krävs inte.",
                "Excluded: the whole invoice has been credited; no fee or interest on it is demanded.",
            ],
        ),
        (
            {},
            {"events": [event("2026-03-04", "handed_over")]},
            {"code": "with_agency", "details": {"agency": "–"}},
            [
                "Ärendet är under behandling hos inkassobolaget och är fryst här.",
                "The case is under treatment by the agency and is frozen here.",
            ],
        ),
        (
            {},
            {"events": [event("2026-03-05", "pause")]},
            {"code": "paused", "fact": "paused", "details": {}},
            ["Pausad tills vidare.", "Paused until further notice."],
        ),
        (
            {},
            {"events": [event("2026-03-05", "pause", until="2026-04-15")]},
            {"code": "paused", "fact": "paused", "details": {"until": "2026-04-15"}},
            ["Pausad till och med 2026-04-15.", "Paused through 2026-04-15."],
        ),
        (
            {},
            {"events": [event("2026-03-05", "promise", until="2026-04-15")]},
            {"code": "promised", "fact": "promised", "details": {"until": "2026-04-15"}},
            ["Betalning är utlovad till 2026-04-15.", "Payment is promised by 2026-04-15."],
        ),
        (
            {},
            {"events": [event("2026-03-05", "payment_plan")]},
            {"code": "payment_plan", "fact": "on_payment_plan", "details": {}},
            ["En avbetalningsplan löper.", "An instalment plan is running."],
        ),
        (
            {"hold": "[{reason: Plan, when: {on_payment_plan: true}}]"},
            {"events": [event("2026-03-05", "payment_plan")]},
            {"code": "hold", "source": "trial.yaml:9:9", "details": {"reason": "Plan"}},
            ["Vilar: Plan.", "On hold: Plan."],
        ),
        (
            {"payments_known_within_days": "3"},
            {},
            {"code": "payments_unknown", "fact": "payments_known_through", "details": {}},
            [
                "Det framgår inte till vilken dag betalningarna är kända.",
                "It is not known through which day payments are known.",
            ],
        ),
        (
            {"payments_known_within_days": "3"},
            {"payments_known_through": "2026-03-05"},
            {
                "code": "payments_too_old",
                "fact": "payments_known_through",
                "details": {"through": "2026-03-05", "days": "3"},
            },
            [
                "Betalningarna är kända till 2026-03-05, mer än 3 dagar sedan.",
                "Payments are known through 2026-03-05, more than 3 days ago.",
            ],
        ),
    ],
)
def test_what_stops_an_invoice_says_so_with_its_line_and_its_values(top, facts, expected, said):
    decision = decide(policy(*LADDER, **top), "2026-03-12", **facts)
    assert steps(decision) == []
    assert decision.blockers == (Blocker(**expected),)
    assert [decision.blockers[0].message(language) for language in ("sv", "en")] == said


def test_an_ore_is_dunned():
    assert steps(decide(policy(*LADDER), "2026-03-09", amount="0.01")) == ["reminder"]


@pytest.mark.parametrize("amount", ["0.00", "-0.01", "-10000.00"])
def test_zero_and_below_are_never_dunned(amount):
    history = policy(*LADDER)
    early, late = decide(history, "2026-03-02", amount=amount), decide(history, "2026-03-03", amount=amount)
    assert (early.stage, early.actions, codes(early)) == ("excluded", (), ["excluded"])
    assert [(one.action, one.key, one.step) for one in late.actions] == [
        ("match_ledger_items", "1001/match_ledger_items", None)
    ]


def test_the_reason_is_the_policys_own_where_it_has_one():
    decision = decide(load_policies()["paminnelsemodul"], "2026-06-01", amount="0.00")
    assert decision.blockers[0].message() == "Undantagen: Nollbelopp kopplas i reskontran och påminns inte."
    assert (
        decide(policy(*LADDER), "2026-06-01", amount="0.00")
        .blockers[0]
        .message("en")
        .startswith("Excluded: the amount is 0,00")
    )


@pytest.mark.parametrize(
    ("events", "stage"),
    [
        ([payment("2026-03-02", "10000.00")], "paid"),  # on the due date
        ([payment("2026-02-01", "10000.00")], "paid"),
        ([payment("2026-02-01", "10000.01")], "paid"),
        ([payment("2026-02-01", "9999.99")], "due"),
        ([event("2026-02-01", "credit_note", amount="10000.00")], "paid"),
        ([event("2026-02-01", "credit_note", amount="12000.00")], "paid"),
        ([event("2026-02-01", "write_off", amount="10000.00")], "due"),
        ([payment("2026-03-10", "10000.00")], "due"),  # not known on the day
    ],
)
def test_what_is_paid_is_left_alone_and_a_write_off_pays_nothing(events, stage):
    decision = decide(policy(*LADDER), "2026-03-09", *events)
    assert decision.stage == stage
    assert steps(decision) == (["reminder"] if stage == "due" else [])


def test_a_fee_that_was_not_paid_keeps_the_claim_open():
    events = [step("2026-03-09", "reminder", fee="60.00"), payment("2026-03-12", "10000.00")]
    decision = decide(policy(*LADDER), "2026-03-20", *events)
    assert (decision.stage, decision.balance) == ("reminder", 6000)


def test_paid_with_the_agency_leaves_only_when_the_item_is_closed():
    events = [event("2026-03-04", "handed_over", agency="Agens"), payment("2026-03-10", "10000.00")]
    assert decide(policy(*LADDER), "2026-03-20", *events).stage == "with_agency"
    assert decide(policy(*LADDER), "2026-03-20", *events, event("2026-03-11", "closed")).stage == "closed"
    back = [events[0], event("2026-03-10", "withdrawn")]
    assert steps(decide(policy(*LADDER), "2026-03-20", *back)) == ["reminder"]
    assert decide(policy(*LADDER), "2026-03-20", events[0]).blockers[0].message() == (
        "Ärendet är under behandling hos Agens och är fryst här."
    )


@pytest.mark.parametrize(
    "hold", [None, "[{reason: Paus, when: {paused: true}}, {reason: Löfte, when: {promised: true}}]"]
)
@pytest.mark.parametrize(
    ("stop", "day"),
    [
        (event("2026-03-05", "pause", until="2026-04-15"), "2026-04-16"),
        (event("2026-03-05", "promise", until="2026-04-15"), "2026-04-16"),
        (event("2026-03-05", "pause", until="2026-03-08"), "2026-03-09"),
    ],
)
def test_a_pause_and_a_promise_last_through_their_day_and_say_which(hold, stop, day):
    history = policy(*LADDER, hold=hold)
    decision = decide(history, "2026-03-06", stop)
    assert decision.actions == ()
    assert len(decision.blockers) == 1
    assert decision.next.earliest == date.fromisoformat(max(day, "2026-03-09"))
    assert first_day(history, "2026-03-06", stop) == (day, "reminder")


def test_the_last_of_several_stops_is_the_one_that_counts():
    stops = [event("2026-03-05", "pause", until="2026-04-15"), event("2026-03-05", "promise", until="2026-05-15")]
    assert decide(policy(*LADDER), "2026-03-06", *stops).next.earliest == date(2026, 5, 16)
    endless = [*stops, event("2026-03-05", "payment_plan")]
    assert decide(policy(*LADDER), "2026-03-06", *endless).next.earliest == date(2026, 3, 9)


def test_a_hold_on_a_number_of_days_says_when_it_ends():
    history = policy(*LADDER, hold="[{reason: Vänta, when: {days_since_invoice_date: {less_than: 60}}}]")
    decision = decide(history, "2026-03-09")
    assert (codes(decision), decision.next.earliest) == (["hold"], date(2026, 3, 31))
    assert first_day(history, "2026-03-09") == ("2026-03-31", "reminder")


@pytest.mark.parametrize(
    ("stop", "end"),
    [
        (event("2026-03-05", "pause"), event("2026-03-20", "resume")),
        (event("2026-03-05", "payment_plan"), event("2026-03-20", "payment_plan_ended")),
    ],
)
def test_a_stop_without_an_end_lasts_until_it_is_ended(stop, end):
    history = policy(*LADDER)
    assert first_day(history, "2026-03-06", stop) is None
    assert first_day(history, "2026-03-06", stop, end) == ("2026-03-20", "reminder")


def test_a_disputed_claim_may_be_reminded_of_but_not_collected():
    history = policy(*LADDER)
    dispute, settled = event("2026-03-05", "dispute"), event("2026-04-20", "dispute_settled")
    assert steps(decide(history, "2026-03-09", dispute)) == ["reminder"]
    reminded = step("2026-03-09", "reminder")
    waiting = decide(history, "2026-04-01", dispute, reminded)
    assert (steps(waiting), codes(waiting)) == ([], ["disputed"])
    assert first_day(history, "2026-04-01", dispute, reminded, settled) == ("2026-04-20", "demand")
    demanded = [reminded, step("2026-03-17", "demand", pay_by="2026-03-27"), dispute]
    assert codes(decide(history, "2026-06-01", *demanded)) == ["disputed"]


@pytest.mark.parametrize("choice", ["payment_order", "monitoring"])
def test_no_choice_takes_a_disputed_claim_past_the_dispute(choice):
    choices = (
        "choices: [{choice: payment_order, title: P, action: apply_for_payment_order}, "
        "{choice: monitoring, title: M, action: monitor}]"
    )
    watch = ORDER.replace("apply_for_payment_order", "monitor").replace("}", f", {choices}}}")
    disputed = [step("2026-03-09", "reminder"), step("2026-03-17", "demand"), event("2026-04-01", "dispute")]
    decision = decide(policy(REMINDER, DEMAND, watch), "2026-06-01", *disputed, enforcement_choice=choice)
    assert (steps(decision) == []) == (choice == "payment_order")


@pytest.mark.parametrize(
    ("known", "within", "code"),
    [
        ("2026-03-09", 0, None),
        ("2026-03-08", 0, "payments_too_old"),
        ("2026-03-06", 3, None),
        ("2026-03-05", 3, "payments_too_old"),
        ("2026-03-20", 3, None),
        (None, 3, "payments_unknown"),
        (None, None, None),
    ],
)
def test_payments_must_be_fresh(known, within, code):
    history = policy(*LADDER, payments_known_within_days=within)
    decision = decide(history, "2026-03-09", payments_known_through=known)
    assert codes(decision) == ([] if code is None else [code])
    assert steps(decision) == (["reminder"] if code is None else [])


OLD = {"applies_to_invoices_issued_from": "1990-01-01", "interest": None}


@pytest.mark.parametrize(
    ("issued", "kind", "last"),
    [
        ("2015-03-02", "business", "2025-03-02"),
        ("2015-03-02", "public_authority", "2025-03-02"),
        ("2022-03-02", "consumer", "2025-03-02"),
        ("2016-02-29", "business", "2026-02-28"),
        ("2020-02-29", "consumer", "2023-02-28"),
    ],
)
def test_past_the_limitation_period_nothing_is_claimed(issued, kind, last):
    history = policy(*LADDER, **OLD)
    facts = {"issued_on": issued, "due_on": issued, "customer_kind": kind}
    day = date.fromisoformat(last)
    after = date.fromordinal(day.toordinal() + 1).isoformat()
    assert steps(decide(history, last, **facts)) == ["reminder"]
    barred = decide(history, after, **facts)
    assert (barred.actions, codes(barred), barred.next) == ((), ["limitation"], None)
    assert barred.blockers[0].details["day"] == last


CONSUMER = {"issued_on": "2020-03-02", "due_on": "2020-04-01", "customer_kind": "consumer"}


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ([], "2023-03-02"),
        ([step("2021-05-05", "reminder")], "2024-05-05"),
        ([step("2023-03-02", "reminder")], "2026-03-02"),  # on the very last day
        ([step("2023-03-03", "reminder")], "2023-03-02"),  # too late: what is barred is not revived
        ([step("2021-05-05", "reminder"), event("2021-05-20", "delivery_failed", step="reminder")], "2023-03-02"),
        ([step("2021-05-05", "reminder"), event("2021-05-20", "step_cancelled", step="reminder")], "2023-03-02"),
        ([payment("2022-01-01", "10.00")], "2025-01-01"),
        ([step("2022-05-05", "reminder"), step("2024-06-06", "demand")], "2027-06-06"),
        ([step("2022-05-05", "reminder"), step("2025-06-06", "demand")], "2025-05-05"),
        ([event("2022-05-05", "credit_note", amount="1.00")], "2023-03-02"),
    ],
)
def test_a_reminder_that_arrives_in_time_starts_the_period_again(events, last):
    history = policy(*LADDER, **OLD)
    day = date.fromisoformat(last)
    after = date.fromordinal(day.toordinal() + 1).isoformat()
    assert codes(decide(history, last, *events, **CONSUMER)) == []
    assert codes(decide(history, after, *events, **CONSUMER)) == ["limitation"]


def test_a_friendly_notice_is_no_written_reminder():
    notice = "{step: notice, title: N, action: notify, days_after_due_date: 1}"
    history = policy(notice, REMINDER, **OLD)
    assert codes(decide(history, "2023-03-03", step("2021-05-05", "notice"), **CONSUMER)) == ["limitation"]


def test_an_invoice_from_before_the_first_revision_is_nobodys():
    decision = decide(policy(*LADDER), "2020-06-01", issued_on="2019-12-31", due_on="2020-01-30")
    assert (decision.stage, decision.revision, decision.digest) == ("due", None, None)
    assert (decision.actions, codes(decision)) == ((), ["not_in_force"])
    assert decision.explain("en")
    assert decide(policy(*LADDER), "2020-01-30", issued_on="2019-12-31", due_on="2020-01-30").stage == "not_due"


@pytest.mark.parametrize(
    ("credited", "stage"), [("9999.99", "reminder"), ("10000.00", "excluded"), ("10050.00", "excluded")]
)
def test_no_fee_is_demanded_on_an_invoice_that_was_credited_whole(credited, stage):
    reminded = step("2026-03-09", "reminder", fee="60.00", interest="19.18", pay_by="2026-03-16")
    decision = decide(policy(*LADDER), "2026-04-01", reminded, event("2026-03-12", "credit_note", amount=credited))
    assert (decision.stage, steps(decision)) == (stage, ["demand"] if stage == "reminder" else [])


def test_crediting_what_part_payment_left_is_no_whole_credit():
    reminded = step("2026-03-09", "reminder", fee="60.00", pay_by="2026-03-16")
    rest = [payment("2026-03-10", "4060.00"), event("2026-03-12", "credit_note", amount="6000.00")]
    assert decide(policy(*LADDER), "2026-04-01", reminded, *rest).stage == "paid"
    late = [payment("2026-03-02", "4000.00"), reminded, event("2026-03-12", "credit_note", amount="6000.00")]
    assert steps(decide(policy(*LADDER), "2026-04-01", *late)) == ["demand"]


def test_no_payment_order_on_a_demand_that_never_arrived():
    history = policy(*LADDER)
    taken = [step("2026-03-09", "reminder"), step("2026-03-20", "demand", pay_by="2026-03-30")]
    failed = event("2026-03-25", "delivery_failed", step="demand")
    waiting = decide(history, "2026-04-20", *taken, failed)
    assert (steps(waiting), codes(waiting)) == ([], ["delivery_failed"])
    undone = event("2026-04-20", "step_cancelled", step="demand")
    again = decide(history, "2026-04-21", *taken, failed, undone)
    assert [one.key for one in again.actions] == ["1001/demand/2"]
    resent = step("2026-04-21", "demand", pay_by="2026-05-04")
    assert steps(decide(history, "2026-05-10", *taken, failed, undone, resent)) == ["order"]
    assert steps(decide(history, "2026-04-20", *taken, event("2026-03-10", "delivery_failed", step="reminder"))) == [
        "order"
    ]
