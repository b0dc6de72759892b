"""The recourse window, day by day; the buy-back, and the policy that continues with the history kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from test_offer import ISSUED, PURCHASE, RECOURSE, kinds
from trial import DEMAND, REMINDER, codes, decide, event, payment, policy, step

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.record import events_for
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.model import PolicyHistory

SOLD = event(ISSUED, "sold", sale="with_recourse", price="9710.00")
DONE = [
    event(ISSUED, "done", key=f"1001/{key}")
    for key in ("notify_client/buy_with_recourse", "notify_customer/sold", "pay_out")
]
REMINDED = step("2026-03-09", "reminder", fee="60.00", interest="19.18", pay_by="2026-03-16")
DAY_30, DAY_31 = "2026-04-01", "2026-04-02"  # due on 2026-03-02


def buyer(steps=(REMINDER,), **top):
    return policy(*steps, **{"purchase": PURCHASE, "recourse": RECOURSE, **top})


def sold(as_of, *events, history=None, **changes):
    return decide(history or buyer(), as_of, SOLD, *DONE, *events, **changes)


def linked(**top):
    """The buyer's policy with the service policy that continues it."""
    service = policy(
        "{step: notice, title: N, action: notify, days_after_due_date: 2, send_by: post}", REMINDER, DEMAND
    )
    (revision,) = buyer(**top).revisions
    return PolicyHistory("trial", (revision,), {"other": service}), service


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-03-31", []),
        (DAY_30, []),
        (DAY_31, ["buy_back", "continue_in", "notify_client", "notify_customer"]),
        ("2026-07-01", ["buy_back", "continue_in", "notify_client", "notify_customer"]),
    ],
)
def test_pursued_through_day_30_and_bought_back_from_day_31(as_of, expected):
    assert kinds(sold(as_of, REMINDED)) == expected


def test_the_window_counts_from_the_due_date_moved_off_closed_days():
    # Due on Saturday 2026-02-28, moved to Monday 2026-03-02.
    assert kinds(sold(DAY_30, REMINDED, due_on="2026-02-28")) == []
    assert kinds(sold(DAY_31, REMINDED, due_on="2026-02-28"))[0] == "buy_back"


def test_the_day_of_the_buy_back_is_what_comes_next():
    decision = sold("2026-03-20", REMINDED)

    assert (decision.actions, decision.next.step, decision.next.earliest) == ((), "buy_back", date(2026, 4, 2))


@pytest.mark.parametrize(("days", "coming"), [(23, "collection"), (24, "buy_back"), (25, "buy_back")])
def test_a_step_of_the_day_of_the_buy_back_never_comes(days, coming):
    steps = (REMINDER, f"{{step: collection, title: C, action: demand, days_after_previous_step: {days}, fee: 180.00}}")
    history = buyer(steps=steps)
    decision = sold("2026-03-20", REMINDED, history=history)

    assert decision.next.step == coming
    assert kinds(sold(str(decision.next.earliest), REMINDED, history=history))[0] == {"collection": "demand"}.get(
        coming, coming
    )


def test_no_step_is_taken_once_the_window_is_over():
    late = sold(DAY_31)  # the reminder was never sent

    assert [one.step for one in late.actions] == [None] * 4


@pytest.mark.parametrize(
    ("buy_back", "events", "amount"),
    [
        ("balance", [REMINDED], 1_007_918),
        ("balance", [], 1_000_000),
        ("balance", [REMINDED, payment(DAY_30, "4000.00")], 607_918),
        ("principal", [REMINDED], 1_000_000),
        ("principal", [REMINDED, payment(DAY_30, "4000.00")], 607_918),  # fees and interest were settled first
        # What the client has credited was paid for too.
        ("balance", [event("2026-03-20", "credit_note", amount="1000")], 1_000_000),
    ],
)
def test_what_is_bought_back(buy_back, events, amount):
    history = buyer(recourse=RECOURSE.replace("balance", buy_back))

    assert sold(DAY_31, *events, history=history).actions[0].amount == amount


def test_a_loan_is_bought_back_for_what_was_lent():
    history = buyer(
        purchase="{outcomes: [{outcome: lend, title: L}], payout: {calendar_days: 0}, fee_percent: 2, advance_percent: 80, notice_of_assignment: false}",
        recourse=RECOURSE.replace("with_recourse", "pledged").replace("balance", "principal"),
    )
    pledged = event(ISSUED, "sold", sale="pledged", price="7800.00")
    paid_out = event(ISSUED, "done", key="1001/pay_out")
    back = decide(history, DAY_31, pledged, paid_out, payment("2026-03-20", "3000"))

    assert (back.actions[0].amount, kinds(back)) == (500_000, ["buy_back", "continue_in", "notify_client"])
    assert [(p.account, p.debit, p.credit) for p in back.actions[0].postings] == [
        ("1518", 700_000, 0),
        ("1512", 0, 700_000),
    ]


def test_the_buy_back_is_booked_as_a_receivable_outside_the_sub_ledger():
    back = sold(DAY_31, REMINDED).actions[0]

    assert [(p.account, p.debit, p.credit) for p in back.postings] == [("1518", 1_007_918, 0), ("2811", 0, 1_007_918)]
    own = buyer(recourse=RECOURSE[:-1] + ', book_as: "1519"}')
    assert sold(DAY_31, history=own).actions[0].postings[0].account == "1519"


@pytest.mark.parametrize(
    "events",
    [
        [payment(DAY_30, "10000.00")],
        [REMINDED, payment(DAY_31, "10079.18")],
        [event("2026-03-20", "closed")],
        [event("2026-03-20", "handed_over")],
        [event("2026-03-20", "credit_note", amount="10000.00")],
    ],
)
def test_what_is_paid_closed_or_with_an_agency_is_not_bought_back(events):
    decision = sold("2026-05-01", *events)

    assert "buy_back" not in kinds(decision)
    assert decision.next is None


@pytest.mark.parametrize("sale", ["without_recourse", "pledged"])
def test_only_what_was_sold_with_recourse_is_bought_back(sale):
    decision = decide(buyer(), "2026-05-01", {**SOLD, "sale": sale}, *DONE, REMINDED)

    assert "buy_back" not in kinds(decision)


@pytest.mark.parametrize("what", ["dispute", "pause", "payment_plan"])
def test_the_window_does_not_wait_for_the_debtor(what):
    assert kinds(sold(DAY_31, event("2026-03-20", what)))[0] == "buy_back"


def test_nothing_is_bought_back_on_stale_payments():
    history = buyer(payments_known_within_days="3")
    stale = sold(DAY_31, REMINDED, history=history, payments_known_through="2026-03-20")
    fresh = sold(DAY_31, REMINDED, history=history, payments_known_through="2026-04-01")

    assert (stale.actions, codes(stale)) == ((), ["payments_too_old"])
    assert kinds(fresh)[0] == "buy_back"


def test_a_condition_that_begins_to_hold_later_moves_the_buy_back():
    history = buyer(
        recourse=RECOURSE.replace(
            "{sale: with_recourse}", "{sale: with_recourse, days_since_invoice_date: {more_than: 90}}"
        )
    )

    assert sold(DAY_31, REMINDED, history=history).next.earliest == date(2026, 5, 1)
    assert kinds(sold("2026-04-30", REMINDED, history=history)) == []
    assert kinds(sold("2026-05-01", REMINDED, history=history))[0] == "buy_back"


BOUGHT_BACK = [
    REMINDED,
    event(DAY_31, "bought_back", amount="10079.18"),
    event(DAY_31, "done", key="1001/notify_client/buy_back"),
    event(DAY_31, "done", key="1001/notify_customer/bought_back"),
]


def test_after_the_buy_back_the_other_policy_goes_on_and_repeats_nothing():
    history, service = linked()
    same_day = sold(DAY_31, *BOUGHT_BACK, history=history)
    next_day = sold("2026-04-03", *BOUGHT_BACK, history=history)

    assert (same_day.actions, same_day.stage) == ((), "reminder")
    assert (same_day.policy, same_day.digest) == (service.name, service.revisions[0].digest)
    assert [(one.step, one.fee, one.fees_before) for one in next_day.actions] == [("demand", 18_000, 6_000)]
    assert {p.account for p in next_day.actions[0].postings} == {"1518", "3990", "8313"}


def test_the_continuing_policy_says_the_same_when_it_is_asked_itself():
    history, service = linked()
    itself = PolicyHistory(service.name, service.revisions, inherited_steps=frozenset({"reminder"}))
    events = [SOLD, *DONE, *BOUGHT_BACK]

    assert decide(itself, "2026-04-03", *events) == decide(history, "2026-04-03", *events)


def test_a_payment_after_the_buy_back_is_taken_and_what_is_paid_stays_paid():
    history, _ = linked()
    partly = sold("2026-04-10", *BOUGHT_BACK, payment("2026-04-03", "4000"), history=history)
    paid = sold("2026-05-10", *BOUGHT_BACK, payment("2026-04-03", "10079.18"), history=history)

    assert partly.balance == 607_918
    assert (paid.stage, paid.balance, paid.actions) == ("paid", 0, ())


def test_a_buy_back_that_comes_after_the_payment_makes_nothing_unpaid():
    history, _ = linked()
    late = [payment(DAY_30, "10000.00"), event(DAY_31, "bought_back", amount="1.00")]
    decision = sold("2026-05-10", *late, history=history)

    assert (decision.stage, decision.balance) == ("paid", 0)
    # What was paid for nothing goes back to the client.
    assert [(one.action, one.amount) for one in decision.actions] == [("pay_out", 100), ("notify_client", None)]


def test_duties_survive_the_buy_back():
    history, _ = linked()
    forgotten = sold("2026-04-05", *BOUGHT_BACK[:2], history=history)

    assert [one.key for one in forgotten.actions][:2] == [
        "1001/notify_client/buy_back",
        "1001/notify_customer/bought_back",
    ]


def test_steps_of_the_continuing_policy_do_not_trouble_the_buyers():
    history, _ = linked()
    noticed = step("2026-04-04", "notice")

    assert sold("2026-04-20", *BOUGHT_BACK, noticed, history=history).stage == "reminder"


def test_without_a_link_the_buyers_policy_says_where_it_continues():
    decision = sold("2026-04-05", *BOUGHT_BACK)

    assert (decision.actions, decision.stage, codes(decision)) == ((), "bought_back", ["bought_back"])
    assert "other" in decision.blockers[0].message()


def test_a_year_of_days_takes_each_action_once():
    history, _ = linked()
    invoice = Invoice.from_mapping(
        {
            "invoice": "1001",
            "customer": "17",
            "customer_kind": "business",
            "issued_on": ISSUED,
            "due_on": "2026-03-02",
            "amount": "10000.00",
            "currency": "SEK",
            "sent_by": "email",
            "offered_for_sale": True,
            "credit_risk": 5,
            "recourse_agreement": True,
        }
    )
    seen = []
    day = date.fromisoformat(ISSUED)
    while day < date(2026, 12, 31):
        for action in evaluate(history, invoice, as_of=day).actions:
            seen.append((str(day), action.key))
            events = tuple(event for _, event in events_for(action, invoice.invoice))
            invoice = replace(invoice, events=(*invoice.events, *events))
        day += timedelta(days=1)

    assert seen == [
        ("2026-01-30", "1001/buy_with_recourse"),
        ("2026-01-30", "1001/notify_client/buy_with_recourse"),
        ("2026-01-30", "1001/notify_customer/sold"),
        ("2026-02-02", "1001/pay_out"),
        ("2026-03-09", "1001/reminder"),
        ("2026-04-02", "1001/buy_back"),
        ("2026-04-02", "1001/continue_in"),
        ("2026-04-02", "1001/notify_client/buy_back"),
        ("2026-04-02", "1001/notify_customer/bought_back"),
        ("2026-04-03", "1001/demand"),
    ]


def test_a_step_that_no_passing_of_days_brings_is_not_what_comes_next():
    waits = DEMAND[:-1] + ", when: {sale: without_recourse}}"
    decision = sold("2026-03-20", REMINDED, history=buyer(steps=(REMINDER, waits)))

    assert codes(decision) == ["condition_not_met"]
    assert (decision.next.step, decision.next.earliest) == ("buy_back", date(2026, 4, 2))


def test_a_hold_without_an_end_does_not_hide_the_buy_back():
    decision = sold(
        "2026-03-20",
        REMINDED,
        event("2026-03-15", "dispute"),
        history=buyer(hold="[{reason: T, when: {disputed: true}}]"),
    )

    assert (codes(decision), decision.next.step, decision.next.earliest) == (["hold"], "buy_back", date(2026, 4, 2))


def test_who_is_told_of_the_buy_back_needs_no_word_of_the_sale():
    late = decide(buyer(), DAY_31, SOLD)

    assert [one.key for one in late.actions if one.action == "notify_customer"] == ["1001/notify_customer/bought_back"]
    assert "1001/pay_out" in [one.key for one in late.actions]


def lent(as_of, *events, buy_back="principal"):
    history = buyer(
        purchase="{outcomes: [{outcome: lend, title: L}], payout: {calendar_days: 0}, fee_percent: 2, advance_percent: 80, notice_of_assignment: false}",
        recourse=RECOURSE.replace("with_recourse", "pledged").replace("balance", buy_back),
    )
    pledged = event(ISSUED, "sold", sale="pledged", price="7800.00", purchase_fee="200.00")
    told = event(DAY_31, "done", key="1001/notify_client/buy_back")
    return decide(history, as_of, pledged, event(ISSUED, "done", key="1001/pay_out"), *events, told)


@pytest.mark.parametrize(
    ("paid", "amount", "rest"),
    [("0.01", 799_999, None), ("8000", 0, None), ("9000", 0, 100_000), ("9999.99", 0, 199_999)],
)
def test_a_loan_that_is_covered_costs_nothing_to_get_back_and_the_rest_is_the_clients(paid, amount, rest):
    payments = payment("2026-03-20", paid)
    back = lent(DAY_31, payments)
    bought_back = event(DAY_31, "bought_back", amount=f"{amount // 100}.{amount % 100:02d}")

    assert back.actions[0].amount == amount
    assert [one.amount for one in lent("2026-04-07", payments, bought_back).actions] == ([rest] if rest else [])


def test_a_part_held_back_of_a_purchase_is_set_against_the_buy_back():
    part = PURCHASE.replace("advance_percent: 100", "advance_percent: 80")
    sale = {**SOLD, "price": "7710.00", "purchase_fee": "290.00"}
    back = decide(buyer(purchase=part), DAY_31, sale, *DONE, payment("2026-03-20", "5000"))

    assert back.actions[0].amount == 300_000
    assert [(p.account, p.debit, p.credit) for p in back.actions[0].postings] == [
        ("1518", 500_000, 0),
        ("2811", 0, 500_000),
    ]


def test_what_was_lent_is_what_was_recorded():
    history = buyer(
        purchase="{outcomes: [{outcome: lend, title: L}], payout: {calendar_days: 0}, fee_percent: 2, advance_percent: 80, notice_of_assignment: false}",
        recourse=RECOURSE.replace("with_recourse", "pledged"),
    )
    pledged = event(ISSUED, "sold", sale="pledged", price="4000.00", purchase_fee="80.00")

    assert decide(history, DAY_31, pledged, *DONE).actions[0].amount == 408_000


@pytest.mark.parametrize(("late", "amount"), [("4000.00", 400_000), ("10079.18", 1_007_918)])
def test_a_payment_that_came_before_the_buy_back_and_is_known_after_it_was_the_clients(late, amount):
    history, _ = linked()
    known_late = payment("2026-03-30", late)
    decision = sold("2026-04-07", *BOUGHT_BACK[:1], known_late, *BOUGHT_BACK[1:], history=history)

    assert [one.amount for one in decision.actions if one.key == "1001/pay_out/rest"] == [amount]


def test_a_fee_that_falls_away_after_the_buy_back_was_paid_for():
    history, _ = linked()
    cancelled = event("2026-04-05", "step_cancelled", step="reminder")
    decision = sold("2026-04-07", *BOUGHT_BACK, cancelled, history=history)

    assert [one.amount for one in decision.actions if one.key == "1001/pay_out/rest"] == [7_918]


def test_what_becomes_known_after_the_rest_was_paid_is_paid_too():
    covered = [payment("2026-03-20", "9000"), event(DAY_31, "bought_back", amount="0")]
    first = lent("2026-04-07", *covered)
    recorded = event("2026-04-07", "done", key="1001/pay_out/rest", amount="1000.00")
    later = lent("2026-04-10", payment("2026-03-25", "500"), *covered, recorded)
    taken_back = lent("2026-04-10", event("2026-03-25", "credit_note", amount="100"), *covered, recorded)

    assert [(one.key, one.amount) for one in first.actions] == [("1001/pay_out/rest", 100_000)]
    assert [(one.key, one.amount) for one in later.actions] == [("1001/pay_out/rest-2", 50_000)]
    assert taken_back.actions == ()  # after the buy-back a credit note is between the client and its debtor
    again = event("2026-04-10", "done", key="1001/pay_out/rest-2", amount="500.00")
    assert lent("2026-04-11", payment("2026-03-25", "500"), *covered, recorded, again).actions == ()


def test_an_override_that_days_bring_is_not_hidden_behind_the_buy_back():
    waits = REMINDER[:-1] + ", when: {customer_kind: consumer}}"
    own = "[{title: O, when: {days_since_invoice_date: {more_than: 45}}, steps: {reminder: {when: {customer_kind: business}}}}]"
    decision = sold("2026-03-12", history=buyer(steps=(waits,), overrides=own))

    assert decision.next.step == "reminder"
    assert decision.next.earliest <= date(2026, 3, 17)
