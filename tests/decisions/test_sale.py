"""What follows from a sale: payout, notices and the rest, proposed until recorded whatever becomes of the claim."""

from datetime import date

import pytest
from test_offer import ISSUED, PURCHASE, buyer, kinds
from trial import DEMAND, REMINDER, codes, decide, event, payment, policy, step

SOLD = event(ISSUED, "sold", sale="with_recourse", price="9710.00")
TOLD = [event(ISSUED, "done", key=f"1001/{key}") for key in ("notify_client/buy_with_recourse", "notify_customer/sold")]
PAID_OUT = event("2026-02-02", "done", key="1001/pay_out")


def sold(as_of, *events, history=None, **changes):
    return decide(history or buyer(), as_of, *events, **changes)


def test_the_payout_waits_for_its_day_and_is_made_once():
    before, on, late = (sold(day, SOLD, *TOLD) for day in ("2026-02-01", "2026-02-02", "2026-02-20"))
    after = sold("2026-02-20", SOLD, *TOLD, PAID_OUT)

    assert (kinds(before), before.next.step, before.next.earliest) == ([], "pay_out", date(2026, 2, 2))
    assert [(one.key, one.amount) for one in on.actions] == [("1001/pay_out", 971_000)]
    assert [one.key for one in late.actions] == ["1001/pay_out"]
    assert (kinds(after), after.next.step) == ([], "reminder")


def test_the_payout_names_the_place_and_is_booked():
    (pay_out,) = sold("2026-02-02", SOLD, *TOLD, payout_to="bankgiro").actions

    assert pay_out.send_to == "bankgiro"
    assert [(p.account, p.debit, p.credit) for p in pay_out.postings] == [("1930", 971_000, 0), ("2811", 0, 971_000)]


@pytest.mark.parametrize(
    ("recorded", "rest"),
    [
        ({"price": "9710.00"}, None),
        ({"price": "9500.00"}, None),  # the whole capital was bought: what is not in the price was the fee
        ({"price": "9500.00", "purchase_fee": "290.00"}, 21_000),
        ({"price": "9500.00", "purchase_fee": "500.00"}, None),
        ({}, None),
    ],
)
def test_what_was_recorded_decides_what_is_left(recorded, rest):
    sale = {"on": ISSUED, "event": "sold", "sale": "with_recourse", **recorded}
    decision = sold("2026-03-02", sale, *TOLD, PAID_OUT, payment("2026-02-27", "10000"))

    assert [one.amount for one in decision.actions] == ([rest] if rest else [])


@pytest.mark.parametrize(("price", "amount"), [("9710.00", 971_000), ("9000.00", 900_000), (None, 971_000)])
def test_the_price_that_was_recorded_is_what_is_paid(price, amount):
    sale = {name: value for name, value in SOLD.items() if name != "price"} | ({"price": price} if price else {})

    assert sold("2026-02-02", sale, *TOLD).actions[0].amount == amount


@pytest.mark.parametrize(
    "what",
    [
        event("2026-02-01", "payment", amount="10000.00"),
        event("2026-02-01", "dispute"),
        event("2026-02-01", "pause"),
        event("2026-02-01", "closed"),
        event("2026-02-01", "handed_over"),
        event("2026-02-01", "credit_note", amount="10000.00"),
    ],
)
def test_the_payout_is_owed_whatever_becomes_of_the_claim(what):
    assert "1001/pay_out" in [one.key for one in sold("2026-02-02", SOLD, *TOLD, what).actions]


def charged(decision):
    return [(one.key, one.amount) for one in decision.actions if one.action == "charge_client"]


@pytest.mark.parametrize(
    ("events", "amount"),
    [
        ([event("2026-02-10", "credit_note", amount="4000")], None),  # not until the debtor has paid
        ([event("2026-02-10", "credit_note", amount="4000"), payment("2026-03-01", "6000")], 400_000),
        ([payment("2026-02-05", "6000"), event("2026-02-10", "credit_note", amount="4000")], 400_000),
        ([event("2026-02-10", "credit_note", amount="10000")], 1_000_000),
        ([payment("2026-03-01", "10000")], None),
    ],
)
def test_what_was_credited_after_the_sale_is_the_clients_to_give_back(events, amount):
    decision = sold("2026-03-01", SOLD, *TOLD, PAID_OUT, *events)

    assert charged(decision) == ([("1001/charge_client", amount)] if amount else [])
    done = event("2026-03-01", "done", key="1001/charge_client")
    assert charged(sold("2026-03-02", SOLD, *TOLD, PAID_OUT, *events, done)) == []


def test_what_the_client_gives_back_is_booked_against_what_it_sold():
    events = [event("2026-02-10", "credit_note", amount="4000"), payment("2026-03-01", "6000")]
    (charge,) = sold("2026-03-01", SOLD, *TOLD, PAID_OUT, *events).actions

    assert [(p.account, p.debit, p.credit) for p in charge.postings] == [("1510", 400_000, 0), ("2811", 0, 400_000)]


def test_a_notice_that_was_forgotten_is_still_due():
    assert [one.key for one in sold("2026-02-20", SOLD, PAID_OUT).actions] == [
        "1001/notify_client/buy_with_recourse",
        "1001/notify_customer/sold",
    ]


def test_nobody_is_told_of_the_transfer_of_what_is_closed():
    closed = event("2026-02-10", "closed")

    assert [one.key for one in sold("2026-02-20", SOLD, PAID_OUT, closed).actions] == [
        "1001/notify_client/buy_with_recourse"
    ]


def test_who_has_paid_needs_no_notice_of_the_transfer():
    assert [one.key for one in sold("2026-02-20", SOLD, PAID_OUT, payment("2026-02-19", "10000")).actions] == [
        "1001/notify_client/buy_with_recourse"
    ]


def test_a_notice_at_the_payout_comes_with_it():
    sale = {**SOLD, "sale": "without_recourse"}
    told = event(ISSUED, "done", key="1001/notify_customer/sold")
    before, on = (sold(day, sale, told) for day in ("2026-02-01", "2026-02-02"))

    assert (kinds(before), kinds(on)) == ([], ["pay_out", "notify_client"])


def test_the_notice_of_assignment_cites_the_law_and_is_sent_as_the_customer_prefers():
    notice = sold(ISSUED, SOLD, customer_prefers="post").actions[-1]

    assert (notice.action, notice.send_by, notice.law) == ("notify_customer", "post", ("Skuldebrevslagen 31 §",))


def test_without_notice_of_assignment_nobody_is_told():
    silent = buyer(purchase=PURCHASE.replace("notice_of_assignment: true", "notice_of_assignment: false"))

    assert "notify_customer" not in kinds(sold(ISSUED, SOLD, history=silent))


LOAN = (
    "{outcomes: [{outcome: lend, title: Belånad}], payout: {calendar_days: 0}, fee_percent: 2, "
    "advance_percent: 80, notice_of_assignment: false}"
)


def lent(as_of, *events):
    history = buyer(purchase=LOAN, recourse=None)
    pledged = event(ISSUED, "sold", sale="pledged", price="7800.00")
    return sold(as_of, pledged, event(ISSUED, "done", key="1001/pay_out"), *events, history=history)


@pytest.mark.parametrize(
    ("events", "rest"),
    [
        ([], None),
        ([payment("2026-03-01", "9999.99")], None),  # not until it is paid
        ([payment("2026-03-01", "10000.00")], 200_000),
        ([payment("2026-03-01", "10500.00")], 200_000),  # what was paid in excess is the debtor's
        ([payment("2026-02-10", "4000"), payment("2026-03-01", "6000")], 200_000),
        ([event("2026-02-10", "credit_note", amount="1000"), payment("2026-03-01", "9000")], 100_000),
        ([event("2026-02-10", "credit_note", amount="2000"), payment("2026-03-01", "8000")], None),
    ],
)
def test_the_rest_of_a_loan_is_paid_out_when_the_debtor_has_paid(events, rest):
    decision = lent("2026-03-01", *events)

    assert [one.amount for one in decision.actions if one.key == "1001/pay_out/rest"] == ([rest] if rest else [])


def test_the_rest_is_paid_once_and_before_it_stands_what_was_received_before_the_sale():
    done = event("2026-03-01", "done", key="1001/pay_out/rest")
    assert lent("2026-03-02", payment("2026-03-01", "10000.00"), done).actions == ()

    history = buyer(purchase=LOAN, recourse=None)
    early = [payment("2026-01-30", "5000"), event("2026-01-31", "sold", sale="pledged", price="3900.00")]
    paid = payment("2026-03-01", "5000")
    rest = sold("2026-03-01", *early, paid, event(ISSUED, "done", key="1001/pay_out"), history=history).actions
    assert [one.amount for one in rest] == [100_000]


def test_a_second_sale_has_keys_of_its_own():
    again = [SOLD, event("2026-02-03", "bought_back", amount="10000"), {**SOLD, "on": "2026-02-10"}]

    assert [one.key for one in sold("2026-02-11", *again, *TOLD, PAID_OUT).actions] == [
        "1001/pay_out/2",
        "1001/notify_client/buy_with_recourse/2",
        "1001/notify_customer/sold/2",
    ]


@pytest.mark.parametrize("sale", ["with_recourse", "without_recourse", "pledged"])
def test_the_sellers_own_policy_proposes_nothing_after_the_sale_and_says_why(sale):
    seller = policy(REMINDER, DEMAND)
    decision = decide(seller, "2026-05-01", event(ISSUED, "sold", sale=sale))

    assert (decision.actions, decision.next, decision.stage, codes(decision)) == ((), None, "sold", ["sold"])
    assert decide(seller, "2026-01-29", event(ISSUED, "sold", sale=sale)).stage == "not_due"


def test_what_the_buyer_does_needs_no_name_in_the_sellers_policy():
    took = step("2026-03-20", "factoring_letter", fee="60.00", interest="30.00")

    assert decide(policy(REMINDER), "2026-05-01", SOLD, took).stage == "sold"
    assert decide(policy(REMINDER), "2026-01-29", SOLD, took).stage == "not_due"  # what comes later changes no past day


def test_the_buyer_pursues_what_it_has_bought():
    decision = sold("2026-03-09", SOLD, *TOLD, PAID_OUT)

    assert [(one.step, one.fee) for one in decision.actions] == [("reminder", 6_000)]
    assert decision.actions[0].postings == ()  # the fee is the buyer's, not in the client's books


def test_a_step_taken_is_kept_in_order():
    decision = sold("2026-03-20", SOLD, *TOLD, PAID_OUT, step("2026-03-09", "reminder", fee="60", interest="19.18"))

    assert (decision.actions, decision.stage) == ((), "reminder")


def test_a_rest_that_was_paid_is_counted_when_a_credit_note_becomes_known():
    paid = payment("2026-03-01", "10000.00")
    done = event("2026-03-01", "done", key="1001/pay_out/rest", amount="2000.00")
    late = lent("2026-03-05", event("2026-02-25", "credit_note", amount="3000"), paid, done)

    assert charged(late) == [("1001/charge_client", 300_000)]


@pytest.mark.parametrize(
    "events",
    [
        [event("2026-02-10", "credit_note", amount="1000"), payment("2026-03-01", "9500")],
        [payment("2026-02-10", "9500"), event("2026-03-01", "credit_note", amount="1000")],
        [payment("2026-02-10", "10000"), event("2026-03-01", "credit_note", amount="1000")],
    ],
)
def test_what_was_credited_is_given_back_whatever_came_first(events):
    decision = sold("2026-03-01", SOLD, *TOLD, PAID_OUT, *events)

    assert charged(decision) == [("1001/charge_client", 100_000)]
    charge = next(one for one in decision.actions if one.action == "charge_client")
    assert [(p.account, p.debit, p.credit) for p in charge.postings] == [("1510", 100_000, 0), ("2811", 0, 100_000)]


def test_a_second_credit_note_is_charged_by_itself():
    events = [event("2026-02-10", "credit_note", amount="1000"), payment("2026-03-01", "9000")]
    done = event("2026-03-01", "done", key="1001/charge_client", amount="1000.00")
    more = event("2026-02-20", "credit_note", amount="500")

    decision = sold("2026-03-05", SOLD, *TOLD, PAID_OUT, *events, done, more)

    assert charged(decision) == [("1001/charge_client/more-2", 50_000)]
    # What the first charge booked is not booked again.
    (charge,) = decision.actions
    assert [(p.account, p.debit, p.credit) for p in charge.postings] == [("1510", 50_000, 0), ("2811", 0, 50_000)]
