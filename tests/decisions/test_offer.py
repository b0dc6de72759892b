"""An invoice that is offered for sale: the first outcome that holds decides, and its terms are shown before the sale."""

from datetime import date

import pytest
from trial import REMINDER, codes, decide, event, policy

PURCHASE = (
    "{outcomes: ["
    "{outcome: review, title: Stickprov, when: {picked_for_review: true}}, "
    "{outcome: buy_without_recourse, title: Utan, when: {credit_risk: {at_most: 3}}, notify_client: at_payout}, "
    "{outcome: buy_with_recourse, title: Med, when: {recourse_agreement: true, credit_risk: {at_most: 6}}, notify_client: immediately}, "
    "{outcome: decline, title: Nekad, notify_client: immediately}], "
    "payout: {banking_days: 1}, fee_percent: 2.9, advance_percent: 100, notice_of_assignment: true}"
)
RECOURSE = (
    "{when: {sale: with_recourse}, pursue_through_days_after_due_date: 30, buy_back: balance, continue_in: other}"
)
ISSUED = "2026-01-30"  # a Friday


def buyer(**top):
    return policy(REMINDER, **{"purchase": PURCHASE, "recourse": RECOURSE, **top})


def offered(as_of, *events, history=None, **changes):
    facts = {"offered_for_sale": True, "credit_risk": 3, **changes}
    return decide(history or buyer(), as_of, *events, **facts)


def kinds(decision):
    return [one.action for one in decision.actions]


@pytest.mark.parametrize(
    ("facts", "outcome", "stage"),
    [
        ({}, "buy_without_recourse", "offered"),
        ({"recourse_agreement": True}, "buy_without_recourse", "offered"),
        ({"credit_risk": 4, "recourse_agreement": True}, "buy_with_recourse", "offered"),
        ({"credit_risk": 6, "recourse_agreement": True}, "buy_with_recourse", "offered"),
        ({"credit_risk": 4}, "decline", "offered"),
        ({"credit_risk": 4, "recourse_agreement": False}, "decline", "offered"),
        ({"credit_risk": 7, "recourse_agreement": True}, "decline", "offered"),
        ({"picked_for_review": True}, "review", "review"),
        ({"picked_for_review": True, "credit_risk": None}, "review", "review"),
        ({"picked_for_review": False}, "buy_without_recourse", "offered"),
    ],
)
def test_the_first_outcome_that_holds_decides(facts, outcome, stage):
    decision = offered(ISSUED, **facts)

    assert kinds(decision)[0] == outcome
    assert decision.stage == stage
    assert codes(decision) == (["review"] if outcome == "review" else [])


def test_the_terms_are_shown_before_the_sale():
    buy = offered(ISSUED).actions[0]

    assert (buy.terms.fee, buy.terms.advance, buy.terms.payout) == (29_000, 1_000_000, 971_000)
    assert buy.terms.payout_on == date(2026, 2, 2)
    assert (buy.key, buy.approval, buy.rule) == ("1001/buy_without_recourse", "automatic", "trial#purchase")
    assert [(p.account, p.debit, p.credit) for p in buy.postings] == [
        ("2811", 971_000, 0),
        ("6064", 29_000, 0),
        ("1510", 0, 1_000_000),
    ]


@pytest.mark.parametrize(
    ("amount", "fee", "payout"),
    [("10000.00", 29_000, 971_000), ("0.17", 0, 17), ("0.18", 1, 17), ("999.99", 2_900, 97_099)],
)
def test_the_fee_is_rounded_once_half_up(amount, fee, payout):
    terms = offered(ISSUED, amount=amount).actions[0].terms

    assert (terms.fee, terms.payout) == (fee, payout)


def test_who_is_told_and_when():
    with_recourse = offered(ISSUED, credit_risk=5, recourse_agreement=True)
    without = offered(ISSUED)

    assert [(one.action, one.about) for one in with_recourse.actions] == [
        ("buy_with_recourse", None),
        ("notify_client", "buy_with_recourse"),
        ("notify_customer", "sold"),
    ]
    # At the payout, not before.
    assert kinds(without) == ["buy_without_recourse", "notify_customer"]


def test_what_is_paid_the_same_day_is_proposed_with_the_purchase():
    same_day = buyer(purchase=PURCHASE.replace("banking_days: 1", "hours: 4"))

    assert kinds(offered(ISSUED, history=same_day)) == [
        "buy_without_recourse",
        "pay_out",
        "notify_client",
        "notify_customer",
    ]


@pytest.mark.parametrize("facts", [{}, {"recourse_agreement": True}])
def test_without_an_assessment_nothing_is_decided(facts):
    decision = offered(ISSUED, credit_risk=None, **facts)

    assert (decision.actions, codes(decision), decision.stage) == ((), ["missing_fact"], "offered")
    assert decision.next.waits_for == ("credit_risk",)


def test_an_assessment_that_would_change_nothing_is_not_waited_for():
    # Without the agreement no grade lets it be bought with recourse; nothing else asks for a grade.
    only_with = buyer(
        purchase=PURCHASE.replace(
            "{outcome: buy_without_recourse, title: Utan, when: {credit_risk: {at_most: 3}}, notify_client: at_payout}, ",
            "",
        )
    )

    assert kinds(offered(ISSUED, history=only_with, credit_risk=None))[0] == "decline"


def test_a_refusal_is_told_once_and_stays_refused():
    refused = offered(ISSUED, credit_risk=9)
    done = [event(ISSUED, "done", key=one.key) for one in refused.actions]
    again = offered("2026-02-05", *done, credit_risk=9)
    half = offered("2026-02-05", done[0], credit_risk=9)

    assert [one.key for one in refused.actions] == ["1001/decline", "1001/notify_client/decline"]
    assert (again.actions, again.stage, codes(again)) == ((), "declined", [])
    assert ([one.key for one in half.actions], half.stage) == (["1001/notify_client/decline"], "declined")


def test_a_refused_invoice_that_is_assessed_anew_is_bought():
    done = [event(ISSUED, "done", key="1001/decline"), event(ISSUED, "done", key="1001/notify_client/decline")]

    assert kinds(offered("2026-02-05", *done))[0] == "buy_without_recourse"


def test_where_no_outcome_holds_a_person_decides():
    narrow = buyer(purchase=PURCHASE.replace(", {outcome: decline, title: Nekad, notify_client: immediately}", ""))
    decision = offered(ISSUED, history=narrow, credit_risk=9)

    assert (decision.actions, codes(decision)) == ((), ["no_outcome"])


@pytest.mark.parametrize(
    ("events", "facts", "stage", "blockers"),
    [
        ([], {"offered_for_sale": None}, "not_due", ["not_bought"]),
        ([], {"offered_for_sale": False}, "not_due", ["not_bought"]),
        ([event("2026-01-30", "pause")], {}, "offered", ["paused"]),
        ([event("2026-01-30", "payment", amount="10000")], {}, "paid", []),
        ([event("2026-01-30", "closed")], {}, "closed", []),
        ([event("2026-01-30", "credit_note", amount="10000")], {}, "paid", []),
        ([], {"amount": "-10.00"}, "excluded", ["excluded"]),
    ],
)
def test_what_is_not_bought(events, facts, stage, blockers):
    decision = offered("2026-01-31", *events, **facts)

    assert (decision.actions, decision.stage, codes(decision)) == ((), stage, blockers)


def test_the_buyer_sends_nothing_on_what_it_has_not_bought():
    late = decide(buyer(), "2026-06-01")

    assert (late.actions, codes(late), late.stage) == ((), ["not_bought"], "due")


def test_a_condition_that_only_waits_for_a_day_says_when():
    from_day = buyer(
        purchase=PURCHASE.replace(
            "when: {credit_risk: {at_most: 3}}", "when: {days_since_invoice_date: {at_least: 5}}"
        ).replace(", {outcome: decline, title: Nekad, notify_client: immediately}", "")
    )
    decision = offered(ISSUED, history=from_day, credit_risk=9)

    assert (decision.next.step, decision.next.earliest) == ("purchase", date(2026, 2, 4))
    assert kinds(offered("2026-02-04", history=from_day, credit_risk=9))[0] == "buy_without_recourse"


@pytest.mark.parametrize(
    ("payout", "sold_on", "paid_out_on"),
    [
        ("{banking_days: 1}", "2026-01-30", "2026-02-02"),
        ("{banking_days: 2}", "2026-04-01", "2026-04-07"),  # Good Friday and Easter Monday lie between
        ("{banking_days: 0}", "2026-01-31", "2026-02-02"),  # a Saturday
        ("{banking_days: 0}", "2026-01-30", "2026-01-30"),
        ("{calendar_days: 0}", "2026-01-31", "2026-01-31"),
        ("{calendar_days: 1}", "2026-01-30", "2026-01-31"),
        ("{hours: 4}", "2026-01-30", "2026-01-30"),
        ("{hours: 23}", "2026-01-30", "2026-01-30"),
        ("{hours: 24}", "2026-01-30", "2026-01-31"),
        ("{hours: 47}", "2026-01-30", "2026-01-31"),
        ("{hours: 48}", "2026-01-30", "2026-02-01"),
    ],
)
def test_the_payout_day(payout, sold_on, paid_out_on):
    history = buyer(purchase=PURCHASE.replace("{banking_days: 1}", payout))

    assert offered(sold_on, history=history).actions[0].terms.payout_on == date.fromisoformat(paid_out_on)


def test_a_loan_is_the_advance_less_the_fee():
    lender = buyer(
        purchase="{outcomes: [{outcome: lend, title: Belånad}], payout: {calendar_days: 0}, fee_percent: 2, advance_percent: 80, notice_of_assignment: true}",
        recourse=RECOURSE.replace("with_recourse", "pledged"),
    )
    lend = offered(ISSUED, history=lender, amount="1000.00").actions[0]

    assert lend.action == "lend"
    assert (lend.terms.fee, lend.terms.advance, lend.terms.payout) == (2_000, 80_000, 78_000)


@pytest.mark.parametrize(("as_of", "expected"), [("2026-04-01", "buy_with_recourse"), ("2026-04-02", None)])
def test_nothing_is_bought_with_recourse_when_the_window_is_over(as_of, expected):
    decision = offered(as_of, credit_risk=5, recourse_agreement=True)

    assert next(iter(kinds(decision)), None) == expected
    assert codes(decision) == ([] if expected else ["recourse_over"])
    assert kinds(offered(as_of))[0] == "buy_without_recourse"


def test_the_client_is_told_of_a_review_where_the_policy_says_so():
    told = PURCHASE.replace("title: Stickprov,", "title: Stickprov, notify_client: immediately,")
    decision = offered(ISSUED, history=buyer(purchase=told), picked_for_review=True)
    done = [event(ISSUED, "done", key=one.key) for one in decision.actions]

    assert [one.key for one in decision.actions] == ["1001/review", "1001/notify_client/review"]
    assert offered("2026-02-03", *done, history=buyer(purchase=told), picked_for_review=True).actions == ()
