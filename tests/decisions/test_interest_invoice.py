"""Interest invoices. At 36.5 % a day costs a thousandth: 10.00 kr on 10 000 kr, from 3 March on."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trial import REMINDER, codes, event, facts, payment, policy, step
from trial import decide as decision_on

from dunning_engine.decisions.action import Posting
from dunning_engine.decisions.decide import decide
from dunning_engine.decisions.decision import Blocker, Decision, Next
from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.explain import Reasoning
from dunning_engine.decisions.interest_invoice import with_interest_invoices
from dunning_engine.decisions.record import events_for
from dunning_engine.decisions.situation import situation_of
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.invoice import Invoice

LIST = "{step: list, title: L, action: list, days_after_due_date: 60}"
RATE = "{rate: 36.50, accrues_from: due_date}"
SECTION = "{title: Räntefaktura, at_least: 100.00}"
TOGETHER = "{title: Räntefaktura, at_least: 100.00, or_customer_total_at_least: 100.00}"
UNPAID = "{title: Räntefaktura, at_least: 100.00, only_when_paid: false}"
UNPAID_TOGETHER = "{title: Räntefaktura, at_least: 100.00, or_customer_total_at_least: 100.00, only_when_paid: false}"
PURCHASE = "{outcomes: [{outcome: buy_without_recourse, title: Köp}], payout: {hours: 0}, fee_percent: 3, advance_percent: 100, notice_of_assignment: false}"  # fmt: skip
TEN_DAYS = payment("2026-03-12", "10000.00")
FIVE_DAYS = payment("2026-03-07", "10000.00")
SOLD = event("2026-02-02", "sold", sale="without_recourse")
BOUGHT_BACK = event("2026-03-01", "bought_back", amount="10000.00")


def trial(section=SECTION, **top):
    return policy(LIST, **{"interest": RATE, "interest_invoice": section, **top})


def call(as_of, *invoices, history=None):
    """All decisions of one call, with what they say of interest invoices."""
    pairs = [(history or trial(), one) if isinstance(one, (dict, Invoice)) else one for one in invoices]
    situations = []
    totals = Counter()
    for followed, one in pairs:
        invoice = one if isinstance(one, Invoice) else Invoice.from_mapping(one)
        now = situation_of(followed.revision_for(invoice.issued_on), invoice, as_of=date.fromisoformat(as_of))
        situations.append(now)
        totals[now.debtor] += now.accrual.unpaid
    return with_interest_invoices([decide(now, customer_interest_total=totals[now.debtor]) for now in situations])


def one(as_of, *events, history=None, **changes):
    return call(as_of, facts(*events, **changes), history=history)[0]


def invoiced(decision):
    return [action for action in decision.actions if action.action == "invoice_interest"]


def amounts(decision):
    return [(line.invoice, line.interest) for action in invoiced(decision) for line in action.lines]


# Who is taken up


@pytest.mark.parametrize(
    ("amount", "section", "ore"),
    [
        ("10000.00", SECTION, 10000),
        ("9999.00", SECTION, None),  # 99.99
        ("10001.00", SECTION, 10001),
        ("9999.00", TOGETHER, None),
        ("10000.00", TOGETHER, 10000),
        ("9999.00", "{title: R, at_least: 100.00, or_customer_total_at_least: 99.99}", 9999),
        ("0.49", "{title: R, at_least: 0.00}", None),  # rounds to nothing
        ("0.50", "{title: R, at_least: 0.00}", 1),
    ],
)
def test_the_threshold_of_an_invoice(amount, section, ore):
    decision = one("2026-04-01", payment("2026-03-12", amount), history=trial(section), amount=amount)
    assert amounts(decision) == ([] if ore is None else [("1001", ore)])
    assert decision.stage == "paid"


@pytest.mark.parametrize(
    ("others", "taken"),
    [
        # 50.00 of its own. Another paid five days late brings the customer to 100.00, one of 9 999 kr to 99.995 and so 100.00.
        ([facts(FIVE_DAYS, invoice="1002")], ["1001", "1002"]),
        ([facts(payment("2026-03-07", "9997.00"), invoice="1002", amount="9997.00")], []),
        # An unpaid one counts, and is not invoiced itself.
        ([facts(invoice="1002", due_on="2026-03-26")], ["1001"]),
        ([facts(invoice="1002", due_on="2026-03-27")], []),
        # Another customer's, another client's, another currency's or a sold one does not count.
        ([facts(FIVE_DAYS, invoice="1002", customer="18")], []),
        ([facts(FIVE_DAYS, invoice="1002", client="Annan AB")], []),
        ([facts(FIVE_DAYS, SOLD, invoice="1002")], []),
        # What another policy says counts too, if it invoices interest.
        ([(trial(None), facts(FIVE_DAYS, invoice="1002"))], []),
        ([(trial(TOGETHER, policy="other"), facts(FIVE_DAYS, invoice="1002"))], ["1001", "1002"]),
        ([(trial(SECTION, policy="other"), facts(FIVE_DAYS, invoice="1002"))], ["1001"]),
        # What has been invoiced of interest does not count.
        ([facts(TEN_DAYS, event("2026-03-20", "interest_invoiced", amount="51.00"), invoice="1002")], []),
        ([facts(TEN_DAYS, event("2026-03-20", "interest_invoiced", amount="50.00"), invoice="1002")], ["1001", "1002"]),
    ],
)
def test_the_threshold_of_a_customer(others, taken):
    decisions = call("2026-03-31", facts(FIVE_DAYS), *others, history=trial(TOGETHER))
    assert sorted(number for decision in decisions for number, _ in amounts(decision)) == taken


@pytest.mark.parametrize(
    ("on", "changes", "counts"),
    [
        ("2026-03-31", {}, True),
        ("2026-03-31", {"events": [event("2026-03-10", "dispute")]}, True),
        ("2026-03-31", {"events": [event("2026-03-10", "closed")]}, False),
        ("2026-03-31", {"events": [event("2026-03-10", "closed"), payment("2026-03-12", "10000.00")]}, True),
        ("2026-03-31", {"events": [event("2026-03-10", "handed_over")]}, False),
        ("2026-03-31", {"events": [event("2026-03-10", "handed_over"), event("2026-03-11", "withdrawn")]}, True),
        ("2026-03-31", {"events": [event("2026-03-10", "pause")]}, False),
        ("2026-03-31", {"events": [event("2026-03-10", "pause"), event("2026-03-11", "resume")]}, True),
        ("2026-03-31", {"events": [event("2026-03-10", "pause", until="2026-03-30")]}, True),
        ("2026-03-31", {"events": [event("2026-03-10", "pause", until="2026-03-31")]}, False),
        ("2026-03-31", {"events": [event("2026-03-10", "promise", until="2026-03-31")]}, False),
        ("2026-03-31", {"events": [event("2026-03-10", "payment_plan")]}, False),
        ("2026-03-31", {"events": [event("2026-03-31", "credit_note", amount="10000.00")]}, False),
        ("2026-03-31", {"events": [event("2026-03-31", "credit_note", amount="9999.99")]}, True),
        ("2026-03-31", {"amount": "0.00", "balance": "10000.00"}, False),
        # Barred three years after a consumer was billed; what was paid late in time is not.
        ("2028-02-10", {"customer_kind": "consumer", "issued_on": "2025-02-10", "due_on": "2025-03-10"}, True),
        ("2028-02-11", {"customer_kind": "consumer", "issued_on": "2025-02-10", "due_on": "2025-03-10"}, False),
        # What the policy says of it.
        ("2026-03-31", {"sent_by": "post"}, False),  # excluded
        ("2026-03-31", {"customer_kind": "public_authority"}, False),  # on hold
        ("2026-03-31", {"customer_kind": "consumer"}, True),
    ],
)  # fmt: skip
def test_only_what_may_come_to_be_invoiced_counts_for_the_customer(on, changes, counts):
    """50.00 on an invoice that is paid; the other has far more than 50.00 of its own, and it is not invoiced itself."""
    history = trial(
        TOGETHER,
        exclude="[{reason: Post, when: {sent_by: post}}]",
        hold="[{reason: Kommun, when: {customer_kind: public_authority}}]",
    )
    decisions = call(on, facts(FIVE_DAYS), facts(**{"invoice": "1002", **changes}), history=history)
    assert bool(invoiced(decisions[0])) is counts


def test_what_a_buyer_owns_counts_for_the_buyer_alone():
    buyer, own = trial(TOGETHER, purchase=PURCHASE), trial(TOGETHER)
    first, second = facts(FIVE_DAYS, SOLD), facts(FIVE_DAYS, SOLD, invoice="1002")
    assert [bool(invoiced(one)) for one in call("2026-03-31", (buyer, first), (buyer, second))] == [True, False]
    assert [bool(invoiced(one)) for one in call("2026-03-31", (buyer, first), (own, second))] == [False, False]
    unsold = facts(FIVE_DAYS, invoice="1002")
    assert [bool(invoiced(one)) for one in call("2026-03-31", (own, facts(FIVE_DAYS)), (buyer, unsold))] == [
        False,
        False,
    ]


def test_interest_that_is_not_charged_does_not_count_for_the_customer():
    charged = "{rate: 36.50, accrues_from: due_date, charged_when: {days_after_due_date: {at_least: 10}}}"
    later = trial(TOGETHER, interest=charged, policy="other")
    paid_early = facts(payment("2026-03-11", "10000.00"), invoice="1002")
    assert amounts(call("2026-03-31", facts(FIVE_DAYS), (later, paid_early), history=trial(TOGETHER))[0]) == []
    paid_late = facts(payment("2026-03-12", "10000.00"), invoice="1002")
    assert amounts(call("2026-03-31", facts(FIVE_DAYS), (later, paid_late), history=trial(TOGETHER))[0]) != []
    unpaid = facts(invoice="1002")
    for on, following in (("2026-03-11", Next("interest_invoice", date(2026, 3, 12))), ("2026-03-12", None)):
        decision = call(on, facts(FIVE_DAYS), (later, unpaid), history=trial(TOGETHER))[0]
        assert (bool(invoiced(decision)), decision.next) == (following is None, following)


def test_interest_that_a_step_claims_today_does_not_count_for_the_customer():
    claims = policy(REMINDER, interest=RATE, interest_invoice=TOGETHER)
    for on, taken in (("2026-03-10", True), ("2026-03-12", False)):
        decisions = call(on, facts(FIVE_DAYS), facts(invoice="1002", due_on="2026-03-05"), history=claims)
        assert (bool(invoiced(decisions[0])), bool(decisions[1].actions)) == (taken, not taken)


def test_a_held_invoice_does_not_make_another_one_be_invoiced_day_after_day():
    held = facts(event("2026-03-20", "pause"), invoice="1002")
    small = facts(amount="2740.00")
    assert [amounts(call(f"2026-03-{day}", small, held, history=trial(UNPAID_TOGETHER))[0]) for day in (25, 26, 27)] == [
        [], [], [],
    ]  # fmt: skip
    assert amounts(call("2026-04-08", small, held, history=trial(UNPAID_TOGETHER))[0]) == [("1001", 10138)]


@pytest.mark.parametrize(
    ("section", "ore"),
    [(SECTION, None), ("{title: R, at_least: 100.00, only_when_paid: true}", None), (UNPAID, 11000)],
)
def test_not_before_the_invoice_is_paid_unless_the_policy_says_so(section, ore):
    decision = one("2026-03-13", payment("2026-03-13", "9999.00"), history=trial(section))
    assert amounts(decision) == ([] if ore is None else [("1001", ore)])


@pytest.mark.parametrize(
    ("events", "changes", "top", "taken"),
    [
        ((), {}, {}, True),
        ((event("2026-03-13", "closed"),), {}, {}, True),
        ((event("2026-03-13", "handed_over", agency="Visma"),), {}, {}, False),
        ((event("2026-03-13", "handed_over"), event("2026-03-14", "withdrawn")), {}, {}, True),
        # Credited whole, nothing was ever owed; credited in part, something was.
        ((event("2026-03-14", "credit_note", amount="10000.00"),), {}, {}, False),
        ((event("2026-03-14", "credit_note", amount="9999.99"),), {}, {}, True),
        # Each for what it owns.
        ((SOLD,), {}, {}, False),
        ((SOLD,), {}, {"purchase": PURCHASE}, True),
        ((), {}, {"purchase": PURCHASE}, False),
        ((SOLD, BOUGHT_BACK), {}, {"purchase": PURCHASE}, False),
        ((SOLD, BOUGHT_BACK), {}, {}, True),
        ((), {}, {"interest": None}, False),
    ],
)
def test_which_invoices_it_is_about(events, changes, top, taken):
    decision = one("2026-04-01", TEN_DAYS, *events, history=trial(**top), **changes)
    assert bool(invoiced(decision)) is taken
    assert "on_joint_interest_invoice" not in codes(decision)


@pytest.mark.parametrize("events", [(event("2026-03-13", "closed"),), (event("2026-03-13", "handed_over"),)])
def test_what_is_unpaid_and_out_of_the_flow_is_left_alone(events):
    decision = one("2026-04-01", *events, history=trial(UNPAID))
    assert (invoiced(decision), decision.next) == ([], None)


@pytest.mark.parametrize("changes", [{"amount": "-10000.00"}, {"amount": "0.00", "balance": "10000.00"}])
def test_zero_and_below_is_never_about_interest(changes):
    decision = one("2026-04-01", history=trial(UNPAID), **changes)
    assert (invoiced(decision), decision.next) == ([], None)


@pytest.mark.parametrize(
    ("top", "blocked"),
    [
        ({"exclude": "[{reason: Liten, when: {balance: {at_most: 50.00}}}]"}, []),
        ({"exclude": "[{reason: Stor, when: {balance: 10000.00}}]"}, ["excluded"]),
        ({"exclude": "[{reason: Stor, when: {principal: {at_least: 10000.00}}}]"}, ["excluded"]),
        ({"exclude": "[{reason: Betald, when: {paid: true}}]"}, []),
        ({"exclude": "[{reason: Obetald, when: {paid: false}}]"}, ["excluded"]),
        ({"exclude": "[{reason: Betald, when: {paid_on: {at_least: 2026-01-01}}}]"}, []),
        ({"exclude": "[{reason: Betald, when: {has_paid_on: true}}]"}, []),
        ({"exclude": "[{reason: För mycket, when: {overpaid: {more_than: 0.00}}}]"}, []),
        ({"exclude": "[{reason: Företag, when: {customer_kind: business}}]"}, ["excluded"]),
        ({"exclude": "[{reason: Gammal, when: {days_after_due_date: {more_than: 20}}}]"}, ["excluded"]),
        ({"hold": "[{reason: Liten, when: {balance: {at_most: 50.00}}}]"}, []),
        ({"hold": "[{reason: Företag, when: {customer_kind: business}}]"}, ["hold"]),
        ({"payments_known_within_days": "2"}, ["payments_unknown"]),
    ],
)
def test_exclusions_and_holds_are_read_as_before_the_payment(top, blocked):
    decision = one("2026-04-01", payment("2026-03-13", "10001.00"), history=trial(**top))
    assert (codes(decision), bool(invoiced(decision))) == (blocked, not blocked)


def test_the_capital_before_the_payment_is_without_credit_notes():
    small = trial(
        exclude="[{reason: Liten, when: {balance: {at_most: 50.00}}}]", interest_invoice="{title: R, at_least: 0.01}"
    )
    credited = event("2026-02-20", "credit_note", amount="9950.00")
    decision = one("2026-04-01", credited, payment("2026-03-12", "50.00"), history=small)
    assert codes(decision) == ["excluded"]
    credited = event("2026-02-20", "credit_note", amount="9949.99")
    assert codes(one("2026-04-01", credited, payment("2026-03-12", "50.01"), history=small)) == []


@pytest.mark.parametrize(
    ("columns", "blocked"),
    [
        ({"paid_on": "2026-03-12"}, ["excluded"]),
        ({"paid_on": "2026-03-12", "balance": "0.00"}, ["excluded"]),
        ({"paid_on": "2026-03-12", "amount": "12000.00", "balance": "10000.00"}, ["excluded"]),
        ({"paid_on": "2026-03-12", "amount": "12000.00"}, []),
    ],
)
def test_a_ledger_without_events_is_read_the_same_way(columns, blocked):
    history = trial(exclude="[{reason: Just den, when: {principal: 10000.00}}]")
    decision = one("2026-04-01", history=history, **columns)
    assert (codes(decision), bool(invoiced(decision))) == (blocked, not blocked)


@pytest.mark.parametrize(
    ("events", "on", "blocker"),
    [
        ([event("2026-03-20", "pause")], "2026-04-01", "paused"),
        ([event("2026-03-20", "payment_plan")], "2026-04-01", "payment_plan"),
        ([event("2026-03-20", "dispute")], "2026-04-01", None),  # by itself it stops demands and legal steps
        ([], "2036-03-12", None),
        ([], "2036-03-13", "limitation"),  # a payment starts the period anew
    ],
)
def test_what_stops_an_invoice_stops_its_interest_and_is_said(events, on, blocker):
    decision = one(on, TEN_DAYS, *events, history=trial(agreed_terms="{due_date: true}"))
    assert (codes(decision), bool(invoiced(decision))) == ([blocker] if blocker else [], blocker is None)


def test_nothing_is_said_of_what_stops_interest_that_is_below_the_threshold():
    assert codes(one("2026-04-01", FIVE_DAYS, event("2026-03-20", "pause"))) == []
    assert codes(one("2026-04-01", TEN_DAYS, event("2026-03-20", "pause"))) == ["paused"]
    paused = facts(FIVE_DAYS, event("2026-03-07", "pause"))
    growing = facts(invoice="1002", due_on="2026-03-04")
    assert [codes(call(on, paused, growing, history=trial(TOGETHER))[0]) for on in ("2026-03-08", "2026-03-09")] == [
        [],
        ["paused"],
    ]


def test_a_blocker_is_said_once():
    decision = one("2026-04-01", event("2026-03-20", "pause"), history=trial(UNPAID))
    assert codes(decision) == ["paused"]
    excluded = trial(UNPAID, exclude="[{reason: Företag, when: {customer_kind: business}}]")
    assert codes(one("2026-04-01", history=excluded)) == ["excluded"]


def test_what_excludes_an_invoice_carries_its_reason_and_line():
    decision = one(
        "2026-04-01", TEN_DAYS, history=trial(exclude="[{reason: Företag, when: {customer_kind: business}}]")
    )
    assert decision.blockers == (Blocker(code="excluded", source="trial.yaml:10:12", details={"reason": "Företag"}),)


def test_without_a_rate_nothing_is_stated():
    statutory = trial(UNPAID, interest="{rate: statutory, accrues_from: due_date}")
    decision = one("2027-01-10", history=statutory)
    blocker = Blocker(code="no_reference_rate", details={"day": "2027-01-01"})
    assert (decision.blockers, invoiced(decision)) == ((blocker,), [])
    # Paid before the rates end, it is known in full.
    paid = one("2027-01-10", payment("2026-12-31", "10000.00"), history=statutory)
    assert (codes(paid), amounts(paid)) == ([], [("1001", 83288)])


# When interest is charged at all


@pytest.mark.parametrize(
    ("charged_when", "paid_on", "ore"),
    [
        # Issued 30 January: 12 March is day 41, due 2 March: day 10.
        ("{days_since_invoice_date: {more_than: 40}}", "2026-03-12", 10000),
        ("{days_since_invoice_date: {more_than: 41}}", "2026-03-12", None),
        ("{days_since_invoice_date: {more_than: 41}}", "2026-03-13", 11000),
        ("{days_after_due_date: {at_least: 10}}", "2026-03-12", 10000),
        ("{days_after_due_date: {at_least: 11}}", "2026-03-12", None),
        ("{days_since_previous_step: {at_least: 3}}", "2026-03-12", 10000),
        ("{days_since_previous_step: {at_least: 4}}", "2026-03-12", None),
        ("{balance: {at_least: 10000.00}}", "2026-03-12", 10000),
        ("{paid: false}", "2026-03-12", 10000),
        ("{customer_kind: consumer}", "2026-03-12", None),
    ],
)
def test_interest_is_charged_as_of_the_day_of_payment(charged_when, paid_on, ore):
    history = trial(interest=f"{{rate: 36.50, accrues_from: due_date, charged_when: {charged_when}}}")
    events = [step("2026-03-09", "list"), payment(paid_on, "10000.00")]
    for as_of in ("2026-03-14", "2026-12-24"):
        decision = one(as_of, *events, history=history)
        assert amounts(decision) == ([] if ore is None else [("1001", ore)])
        assert decision.next is None


@pytest.mark.parametrize(("as_of", "ore"), [("2026-03-15", None), ("2026-03-16", 14000)])
def test_of_an_unpaid_invoice_interest_is_charged_as_of_today(as_of, ore):
    charged = "{rate: 36.50, accrues_from: due_date, charged_when: {days_after_due_date: {at_least: 14}}}"
    decision = one(as_of, history=trial(UNPAID, interest=charged))
    assert amounts(decision) == ([] if ore is None else [("1001", ore)])
    # 3 March is the first of the days that are charged; ten more than are invoiced are 100.00 again.
    assert decision.next == Next("interest_invoice", date(2026, 3, 16 if ore is None else 26))


# What it says


def test_an_interest_invoice_is_one_action_with_a_line_for_each_invoice():
    section = "{title: Räntefaktura, at_least: 100.00, comment: Tack för betalningen}"
    statutory = trial(section, interest="{rate: statutory, accrues_from: due_date}", approval="manual")
    first = facts(payment("2026-07-10", "20000.00"), invoice="1002", amount="20000.00", due_on="2026-04-01")
    second = facts(payment("2026-07-10", "20000.00"), invoice="1001", amount="20000.00", due_on="2026-04-02")
    follower, leader = call("2026-08-01", second, first, history=statutory)
    (action,) = leader.actions
    # 20 000 at 10 %: 5.479452 a day. 2 April-10 July is 100 days: 547.945; the other has one day less, 542.466.
    assert (action.interest, action.amount_to_pay) == (54795 + 54247, 54795 + 54247)
    assert (action.key, action.action, action.step, action.title) == ("1002/invoice_interest", "invoice_interest", None, "Räntefaktura")  # fmt: skip
    assert (action.approval, action.on, action.comment) == ("manual", date(2026, 8, 1), "Tack för betalningen")
    assert (action.principal, action.fees_before, action.fee, action.pay_by, action.send_by) == (0, 0, 0, None, None)
    assert [(line.invoice, line.key, line.interest) for line in action.lines] == [
        ("1002", "1002/invoice_interest", 54795),
        ("1001", "1001/invoice_interest", 54247),
    ]
    assert [sum(period.amount for period in line.periods) for line in action.lines] == [54795, 54247]
    assert action.lines[0].periods[0].first == date(2026, 4, 2)
    assert (action.rule, action.source) == ("trial#interest_invoice", "trial.yaml:9:1")
    assert action.law == ("Räntelagen 6 §",)
    text = "Räntefaktura, faktura 1002"
    assert action.postings == (Posting("1510", 109042, 0, text), Posting("8313", 0, 109042, text))
    assert follower.actions == ()
    assert follower.blockers == (
        Blocker(code="on_joint_interest_invoice", source="trial.yaml:9:1", details={"invoice": "1002"}),
    )
    assert [follower.blockers[0].message(language) for language in ("sv", "en")] == [
        "Räntan tas upp på räntefakturan för faktura 1002.",
        "The interest is on the interest invoice for invoice 1002.",
    ]


def test_an_agreed_rate_cites_no_law():
    assert invoiced(one("2026-04-01", TEN_DAYS))[0].law == ()
    assert invoiced(one("2026-04-01", TEN_DAYS))[0].comment is None


def test_the_leader_fell_due_first_and_then_has_the_smaller_number():
    same_day = call("2026-04-01", facts(TEN_DAYS, invoice="1003"), facts(TEN_DAYS, invoice="1002"))
    assert [len(invoiced(decision)) for decision in same_day] == [0, 1]
    earlier = call("2026-04-01", facts(TEN_DAYS, invoice="1003", due_on="2026-03-01"), facts(TEN_DAYS, invoice="1002"))
    assert [len(invoiced(decision)) for decision in earlier] == [1, 0]


def test_customers_and_policies_have_invoices_of_their_own():
    decisions = call(
        "2026-04-01",
        facts(TEN_DAYS),
        facts(TEN_DAYS, invoice="1002", customer="18"),
        (trial(policy="other"), facts(TEN_DAYS, invoice="1003")),
        facts(TEN_DAYS, invoice="1004", client="Annan AB"),
    )
    assert [amounts(decision) for decision in decisions] == [[(str(number), 10000)] for number in range(1001, 1005)]


def test_what_has_been_invoiced_is_not_invoiced_again_and_more_has_a_key_of_its_own():
    assert invoiced(one("2026-04-01", TEN_DAYS, event("2026-03-20", "interest_invoiced", amount="100.00"))) == []
    half = one(
        "2026-04-01", payment("2026-03-22", "10000.00"), event("2026-03-20", "interest_invoiced", amount="90.00")
    )
    assert [(action.key, action.lines[0].key, action.interest) for action in invoiced(half)] == [
        ("1001/invoice_interest/2", "1001/invoice_interest/2", 11000)
    ]


@pytest.mark.parametrize(
    ("events", "ore"),
    [
        ([], 25000),
        # Steps claimed 40.00 of 250.00, and demand that.
        ([step("2026-03-10", "list", interest="40.00")], 21000),
        ([step("2026-03-10", "list", interest="40.00"), step("2026-03-11", "list2", interest="150.00")], 10000),
        ([step("2026-03-10", "list", interest="40.00"), step("2026-03-11", "list2", interest="150.01")], None),
        ([step("2026-03-10", "list", interest="400.00")], None),
        # Of the 40.00, 30.00 are paid: 220.00 is unpaid, of which 10.00 is demanded.
        ([step("2026-03-10", "list", interest="40.00"), payment("2026-03-11", "30.00")], 21000),
        # A step that was cancelled demands nothing.
        ([step("2026-03-10", "list", interest="40.00"), event("2026-03-12", "step_cancelled", step="list")], 25000),
    ],
)
def test_what_steps_have_claimed_and_is_owed_is_not_demanded_again(events, ore):
    history = policy(LIST, LIST.replace("list,", "list2,"), interest=RATE, interest_invoice=UNPAID)
    decision = one("2026-03-27", *events, history=history)
    assert amounts(decision) == ([] if ore is None else [("1001", ore)])
    booked = [(posting.debit, posting.credit) for action in invoiced(decision) for posting in action.postings]
    assert booked == ([] if ore is None else [(ore, 0), (0, ore)])
    for action in invoiced(decision):
        assert action.interest == action.amount_to_pay == ore
        assert action.lines[0].periods[0].first == date(2026, 3, 3)
        assert sum(period.amount for period in action.lines[0].periods) == 25000


@pytest.mark.parametrize(
    ("paid", "section", "ore"),
    [
        ("10000.00", SECTION, 10000),
        ("10000.01", SECTION, None),
        ("10060.00", "{title: R, at_least: 40.00}", 4000),
        ("10060.01", "{title: R, at_least: 40.00}", None),
        ("10100.00", "{title: R, at_least: 0.00}", None),
        ("12000.00", "{title: R, at_least: 0.00}", None),
    ],
)
def test_what_is_paid_in_excess_covers_interest_first(paid, section, ore):
    decision = one("2026-04-01", payment("2026-03-12", paid), history=trial(section))
    assert amounts(decision) == ([] if ore is None else [("1001", ore)])
    for action in invoiced(decision):
        assert sum(posting.debit for posting in action.postings) == ore
        again = event("2026-04-01", "interest_invoiced", amount=f"{ore // 100}.00")
        assert amounts(one("2026-04-02", payment("2026-03-12", paid), again, history=trial(section))) == []


def test_what_covers_or_demands_interest_does_not_count_for_the_customer():
    too_much = facts(payment("2026-03-07", "10000.01"), invoice="1002")
    assert amounts(call("2026-03-31", facts(FIVE_DAYS), too_much, history=trial(TOGETHER))[0]) == []
    claimed = facts(step("2026-03-06", "list", interest="40.00"), invoice="1002")
    for on, ore in (("2026-03-10", []), ("2026-03-11", [("1001", 5000)])):
        with_claimed = call(on, facts(FIVE_DAYS), claimed, history=trial(TOGETHER))[0]
        assert amounts(with_claimed) == ore


def test_an_explanation_says_what_is_demanded_already():
    decision = one("2026-03-27", step("2026-03-10", "list", interest="40.00"), history=trial(UNPAID))
    said = "\n".join(decision.explain("sv"))
    assert "Räntefaktura: ränta på fakturan 210,00 kr, gräns 100,00 kr" in said
    assert "avgår ränta som redan är betald, krävd eller fakturerad: −40,00 kr" in said


def test_the_buyer_invoices_interest_that_is_not_in_the_clients_books():
    (action,) = invoiced(one("2026-04-01", SOLD, TEN_DAYS, history=trial(purchase=PURCHASE)))
    assert (action.interest, action.postings) == (10000, ())


def test_a_step_that_states_the_interest_today_claims_it():
    claims = policy(REMINDER, interest=RATE, interest_invoice=UNPAID)
    today = one("2026-03-12", history=claims)
    # What the reminder claims is demanded by it: 100.00 more has accrued on the 22nd.
    assert ([action.step for action in today.actions], today.next) == (
        ["reminder"],
        Next("interest_invoice", date(2026, 3, 22)),
    )
    reminded = step("2026-03-12", "reminder", fee="60.00", interest="100.00")
    assert [amounts(one(f"2026-03-{day}", reminded, history=claims)) for day in (13, 21, 22)] == [
        [],
        [],
        [("1001", 10000)],
    ]


def test_what_a_step_and_an_interest_invoice_demand_is_never_the_same():
    """30.00 have accrued, 10.00 of it claimed: 20.00 are invoiced, and the next step states all but those 20.00."""
    demand = (
        "{step: demand, title: D, action: demand, days_after_previous_step: 8, interest: true, pay_within_days: 10}"
    )
    section = "{title: R, at_least: 20.00, only_when_paid: false}"
    history = policy(REMINDER, demand, interest=RATE, interest_invoice=section)
    reminded = step("2026-03-03", "reminder", interest="10.00", pay_by="2026-03-06")
    (action,) = invoiced(one("2026-03-05", reminded, history=history))
    assert action.interest == 2000
    billed = event("2026-03-05", "interest_invoiced", amount="20.00")
    later = one("2026-03-15", reminded, billed, history=history)
    assert [(action.step, action.interest) for action in later.actions] == [("demand", 11000)]
    # 130.00 in all: 110.00 by the demand, 20.00 by the interest invoice.
    demanded = step("2026-03-15", "demand", interest="110.00", pay_by="2026-03-30")
    assert amounts(one("2026-03-16", reminded, billed, demanded, history=history)) == []


# What comes next


@pytest.mark.parametrize(
    ("as_of", "events", "section", "changes", "following"),
    [
        # Its own interest grows once it runs; the ladder's step on 1 May comes later.
        ("2026-02-20", [], UNPAID, {}, ("interest_invoice", "2026-03-12")),
        ("2026-03-02", [], UNPAID, {}, ("interest_invoice", "2026-03-12")),
        ("2026-03-05", [], UNPAID, {}, ("interest_invoice", "2026-03-12")),
        ("2026-03-11", [], UNPAID, {}, ("interest_invoice", "2026-03-12")),
        ("2026-02-20", [], UNPAID.replace("100.00", "0.00"), {}, ("interest_invoice", "2026-03-03")),
        # Once it is invoiced, as much has to accrue again.
        ("2026-03-20", [], UNPAID, {}, ("interest_invoice", "2026-03-30")),
        ("2026-03-20", [], UNPAID_TOGETHER, {}, ("interest_invoice", "2026-03-21")),
        # Too little a day to matter before the ladder does.
        ("2026-03-05", [], UNPAID, {"amount": "100.00"}, ("list", "2026-05-01")),
        # 1 000 kr gave 5.00 and gives 1.00 a day from 13 March on.
        ("2026-03-12", [payment("2026-03-12", "9000.00")], UNPAID.replace("100.00", "105.00"), {}, ("interest_invoice", "2026-03-17")),
        ("2026-03-05", [], SECTION, {}, ("list", "2026-05-01")),
        ("2026-04-30", [], UNPAID, {}, ("list", "2026-05-01")),
        # Paid, nothing grows.
        ("2026-03-20", [FIVE_DAYS], UNPAID, {}, None),
        ("2026-03-20", [TEN_DAYS], UNPAID, {}, None),
        ("2026-03-12", [TEN_DAYS], UNPAID, {}, None),
        ("2026-03-20", [FIVE_DAYS], TOGETHER, {}, None),
        ("2026-03-20", [], UNPAID, {"amount": "-5.00"}, None),
        # What ends by itself has its day, the rest none.
        ("2026-03-20", [TEN_DAYS, event("2026-03-14", "pause", until="2026-03-25")], SECTION, {}, ("interest_invoice", "2026-03-26")),
        ("2026-03-20", [TEN_DAYS, event("2026-03-14", "pause")], SECTION, {}, None),
        ("2026-03-20", [FIVE_DAYS, event("2026-03-14", "pause", until="2026-03-25")], SECTION, {}, None),
    ],
)  # fmt: skip
def test_the_first_day_that_interest_may_come_to_be_invoiced(as_of, events, section, changes, following):
    wanted = None if following is None else Next(following[0], date.fromisoformat(following[1]))
    assert one(as_of, *events, history=trial(section), **changes).next == wanted


@pytest.mark.parametrize(
    ("other", "section", "earliest"),
    [
        # 25.00 and 60.00, 70.00, 80.00.
        (facts(invoice="1002"), TOGETHER, "2026-03-10"),
        (facts(invoice="1002", due_on="2026-03-20"), TOGETHER, "2026-03-28"),
        (facts(event("2026-03-05", "pause"), invoice="1002"), TOGETHER, None),
        (facts(event("2026-03-05", "pause", until="2026-03-19"), invoice="1002"), TOGETHER, "2026-03-20"),
        (facts(event("2026-03-05", "pause", until="2026-03-08"), invoice="1002"), TOGETHER, "2026-03-10"),
        (facts(invoice="1002"), SECTION, None),
        (facts(invoice="1002", customer="18"), TOGETHER, None),
        (facts(payment("2026-03-02", "10000.00"), invoice="1002"), TOGETHER, None),
        # Paid today, tomorrow costs nothing any more.
        (facts(payment("2026-03-08", "4000.00"), invoice="1002", amount="4000.00"), TOGETHER, None),
    ],
)
def test_a_customers_interest_grows_while_another_invoice_is_unpaid(other, section, earliest):
    decision = call(
        "2026-03-08", facts(payment("2026-03-07", "5000.00"), amount="5000.00"), other, history=trial(section)
    )[0]
    assert decision.next == (None if earliest is None else Next("interest_invoice", date.fromisoformat(earliest)))


def test_the_first_of_the_customers_invoices_to_grow_decides():
    others = [facts(invoice="1002", due_on="2026-03-20"), facts(invoice="1003", due_on="2026-03-12")]
    for order in (others, others[::-1]):
        decision = call("2026-03-08", facts(FIVE_DAYS), *order, history=trial(TOGETHER))[0]
        # 50.00, 80.00 on the 20th, and 100.00 with 20.00 a day from the 21st on.
        assert decision.next == Next("interest_invoice", date(2026, 3, 17))


def test_what_has_no_rate_does_not_grow():
    statutory = trial(TOGETHER, interest="{rate: statutory, accrues_from: due_date}")
    small = facts(FIVE_DAYS)
    for on, following in (("2026-12-31", Next("interest_invoice", date(2027, 1, 1))), ("2027-01-01", None)):
        other = facts(invoice="1002", amount="100.00")
        assert call(on, small, other, history=statutory)[0].next == following


def test_what_is_charged_only_with_the_customers_total_waits_for_it():
    charged = "{rate: 36.50, accrues_from: due_date, charged_when: {customer_interest_total: {at_least: 200.00}}}"
    history = trial(interest=charged)
    waiting = call("2026-03-20", facts(TEN_DAYS), facts(invoice="1002", due_on="2026-03-16"), history=history)[0]
    assert (invoiced(waiting), waiting.next) == ([], Next("interest_invoice", date(2026, 3, 21)))
    alone = call("2026-03-20", facts(TEN_DAYS), history=history)[0]
    assert (invoiced(alone), alone.next) == ([], None)
    together = call("2026-03-26", facts(TEN_DAYS), facts(invoice="1002", due_on="2026-03-16"), history=history)[0]
    assert amounts(together) == [("1001", 10000)]


def test_an_exclusion_that_ends_by_itself_lets_interest_be_invoiced_then():
    history = trial(exclude="[{reason: Ny, when: {days_since_invoice_date: {less_than: 90}}}]")
    decision = one("2026-04-01", TEN_DAYS, history=history)
    assert (codes(decision), decision.next) == (["excluded"], Next("interest_invoice", date(2026, 4, 30)))
    assert amounts(one("2026-04-30", TEN_DAYS, history=history)) == [("1001", 10000)]


# As a whole


def test_policies_without_a_section_and_invoices_without_a_revision_are_left_as_they_are():
    bare = call("2026-04-01", facts(TEN_DAYS), history=trial(None))
    assert with_interest_invoices(bare) == bare
    early = Decision(
        invoice="1", as_of=date(2026, 4, 1), policy="trial", revision=None, digest=None, stage="due", balance=1, reasoning=Reasoning(None)
    )  # fmt: skip
    assert with_interest_invoices([early]) == [early]
    beside = with_interest_invoices([early, *call("2026-04-01", facts(FIVE_DAYS))])
    assert beside[0] is early


drawn_invoices = st.lists(
    st.tuples(
        st.sampled_from(["10000.00", "9999.00", "4000.00", "-100.00"]),
        st.integers(0, 30),  # due so many days after 2 March
        st.one_of(st.none(), st.integers(0, 40)),  # paid so many days after that
        st.sampled_from(["17", "17", "18"]),
        st.sampled_from([(), ("pause",), ("dispute",), ("handed_over",), ("closed",)]),
    ),
    min_size=1,
    max_size=7,
)
sections = st.sampled_from([SECTION, TOGETHER, UNPAID, UNPAID_TOGETHER])
CHARGED = "{rate: 36.50, accrues_from: due_date, charged_when: {days_after_due_date: {at_least: 7}}}"


def _drawn(drawn):
    made = []
    for number, (amount, due, paid, customer, happened) in enumerate(drawn):
        due_on = date(2026, 3, 2) + timedelta(days=due)
        events = [
            event("2026-03-20", kind, **({"until": "2026-04-02"} if kind == "pause" else {})) for kind in happened
        ]
        if paid is not None and amount[0] != "-":
            events.append(payment((due_on + timedelta(days=paid)).isoformat(), amount))
        made.append(
            facts(*events, invoice=str(1001 + number), amount=amount, due_on=due_on.isoformat(), customer=customer)
        )
    return made


@given(drawn_invoices, sections, st.integers(0, 60), st.randoms(use_true_random=False))
def test_the_order_of_the_invoices_changes_nothing(drawn, section, day, shuffle):
    as_of = (date(2026, 3, 2) + timedelta(days=day)).isoformat()
    given_invoices = _drawn(drawn)
    mixed = random.Random(shuffle.random()).sample(given_invoices, len(given_invoices))  # noqa: S311 - an order, no secret
    one_way = {decision.invoice: decision for decision in call(as_of, *given_invoices, history=trial(section))}
    other_way = {decision.invoice: decision for decision in call(as_of, *mixed, history=trial(section))}
    assert one_way == other_way


@settings(max_examples=60, deadline=None)
@given(drawn_invoices, sections, st.sampled_from([RATE, CHARGED]))
def test_interest_is_invoiced_once_and_never_before_a_decision_said(drawn, section, rate):
    """Day by day with what is proposed recorded: no line twice, no more than accrued, nothing before ``next``."""
    history = trial(section, interest=rate)
    kept = {one["invoice"]: Invoice.from_mapping(one) for one in _drawn(drawn)}
    told = dict.fromkeys(kept, date.min)
    keys = set()
    for day in range(70):
        on = date(2026, 3, 2) + timedelta(days=day)
        decisions = call(on.isoformat(), *kept.values(), history=history)
        happens = {number for number, invoice in kept.items() if any(event.on == on for event in invoice.events)}
        for decision in decisions:
            for action in invoiced(decision):
                assert action.interest == sum(line.interest for line in action.lines) >= 1
                for line in action.lines:
                    assert line.key not in keys
                    assert line.interest == sum(period.amount for period in line.periods) - _invoiced_before(
                        kept[line.invoice]
                    )
                    keys.add(line.key)
                    # Another invoice's event may bring the customer's total up, or its payment its own.
                    assert on >= told[line.invoice] or happens
                    recorded = Event(on=on, event=EventKind.INTEREST_INVOICED, amount=line.interest)
                    old = kept[line.invoice]
                    kept[line.invoice] = replace(old, events=(*old.events, recorded))
        for decision in decisions:
            told[decision.invoice] = date.max if decision.next is None else decision.next.earliest


CLAIMING = policy(
    "{step: reminder, title: R, action: remind, days_after_due_date: 7, interest: true}",
    "{step: demand, title: D, action: demand, days_after_previous_step: 8, interest: true, pay_within_days: 10}",
    "{step: last, title: L, action: remind, days_after_previous_step: 12, fee: 60.00}",
    interest=RATE,
    interest_invoice="{title: R, at_least: 20.00, or_customer_total_at_least: 30.00, only_when_paid: false}",
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 700_000)), max_size=3),
    st.randoms(use_true_random=False),
)
def test_no_ore_of_interest_is_demanded_twice(payments, chance):
    """Steps and interest invoices side by side, whatever is paid in between or not carried out that day."""
    start = date(2026, 3, 2)
    invoice = Invoice.from_mapping(facts())
    for day in range(70):
        on = start + timedelta(days=day)
        happens = [Event(on=on, event=EventKind.PAYMENT, amount=ore) for when, ore in payments if when == day]
        invoice = replace(invoice, events=(*invoice.events, *happens))
        decision = call(on.isoformat(), invoice, history=CLAIMING)[0]
        carried_out = [event for action in decision.actions for _, event in events_for(action, "1001")]
        if chance.random() < 0.7:
            invoice = replace(invoice, events=(*invoice.events, *carried_out))
        now = situation_of(CLAIMING.revisions[0], invoice, as_of=on)
        demanded = now.state.interest + now.state.interest_invoiced + now.state.interest_settled
        accrued = sum(period.amount for period in now.accrual.periods())
        assert demanded <= accrued
        # What was paid in excess is never demanded on top.
        invoiced_today = [action for action in decision.actions if action.action == "invoice_interest"]
        assert not invoiced_today or now.state.overpaid + demanded <= accrued


def _invoiced_before(invoice):
    return sum(one.amount for one in invoice.events if one.event is EventKind.INTEREST_INVOICED)


def test_evaluate_says_it_for_one_invoice_and_for_a_list():
    history = trial()
    invoice = facts(TEN_DAYS)
    assert amounts(evaluate(history, invoice, as_of=date(2026, 4, 1))) == [("1001", 10000)]
    several = evaluate(history, [invoice, facts(TEN_DAYS, invoice="1002")], as_of=date(2026, 4, 1))
    assert [len(amounts(decision)) for decision in several] == [2, 0]


def test_a_step_that_lets_interest_be_charged_is_looked_at_the_day_after():
    asks = "{rate: statutory, accrues_from: due_date, charged_when: {fees_owed: {at_least: 10.00}}}"
    running = "{title: R, at_least: 0.01, only_when_paid: false}"
    decision = decision_on(policy(REMINDER, interest=asks, interest_invoice=running), "2026-03-09")

    assert [one.action for one in decision.actions] == ["remind"]
    assert (decision.next.step, str(decision.next.earliest)) == ("interest_invoice", "2026-03-10")
