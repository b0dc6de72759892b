"""Bookkeeping in the client's books, by account, debit and credit in öre. The accounts are BAS."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import REMINDER, event, facts, payment, policy, step

from dunning_engine.decisions.action import Posting, Terms
from dunning_engine.decisions.postings import (
    buy_back_postings,
    interest_invoice_postings,
    overdraft_postings,
    payout_postings,
    purchase_postings,
    step_postings,
)
from dunning_engine.decisions.situation import situation_of
from dunning_engine.facts.invoice import Invoice
from dunning_engine.law.values import BookAccount
from dunning_engine.policy.model import ActionKind
from dunning_engine.policy.trade import OutcomeKind

DAY = date(2026, 3, 9)
POLICY = policy(REMINDER).revisions[0]
WRITE_OFF = replace(POLICY.steps[0], action=ActionKind.WRITE_OFF)
TERMS = Terms(29_000, 1_000_000, 971_000, DAY)
SOLD = event("2026-02-02", "sold", sale="with_recourse")
PLEDGED = event("2026-02-02", "sold", sale="pledged")
BOUGHT_BACK = event("2026-03-05", "bought_back", amount="10000.00")
CLAIMED = step("2026-03-05", "reminder", fee="60.00", interest="5.00")


def situation(*events, policy=POLICY, **changes):
    return situation_of(policy, Invoice.from_mapping(facts(*events, **changes)), as_of=DAY)


def lines(postings):
    return [(one.account, one.debit, one.credit) for one in postings]


@pytest.mark.parametrize(
    ("events", "fee", "interest", "posted"),
    [
        ((), 6000, 1918, [("1510", 6000, 0), ("3990", 0, 6000), ("1510", 1918, 0), ("8313", 0, 1918)]),
        ((), 6000, 0, [("1510", 6000, 0), ("3990", 0, 6000)]),
        ((), 0, 0, []),
        # 5.00 was claimed before: 19.18 claims 14.18 more, and 2.00 takes 3.00 back.
        ((CLAIMED,), 0, 1918, [("1510", 1418, 0), ("8313", 0, 1418)]),
        ((CLAIMED,), 0, 500, []),
        ((CLAIMED,), 0, 200, [("1510", 0, 300), ("8313", 300, 0)]),
        # What is claimed of a sold invoice is the buyer's, after a buy-back the client's again.
        ((SOLD,), 6000, 1918, []),
        ((PLEDGED,), 6000, 1918, []),
        ((SOLD, BOUGHT_BACK), 6000, 100, [("1518", 6000, 0), ("3990", 0, 6000), ("1518", 100, 0), ("8313", 0, 100)]),
    ],
)
def test_a_step_books_its_fee_and_what_its_interest_adds(events, fee, interest, posted):
    assert lines(step_postings(POLICY.steps[0], fee, interest, situation(*events))) == posted


@pytest.mark.parametrize(
    ("events", "posted"),
    [
        ((), [("6351", 1_000_000, 0), ("1510", 0, 1_000_000)]),
        ((CLAIMED, payment("2026-03-06", "4000.00")), [("6351", 606_500, 0), ("1510", 0, 606_500)]),
        ((SOLD, BOUGHT_BACK), [("6351", 1_000_000, 0), ("1518", 0, 1_000_000)]),
        ((SOLD,), []),
        ((event("2026-03-06", "write_off", amount="10000.00"),), []),  # a loss once
    ],
)
def test_a_write_off_books_all_that_is_left_as_a_loss(events, posted):
    assert lines(step_postings(WRITE_OFF, 0, 0, situation(*events))) == posted


@pytest.mark.parametrize(
    ("kind", "events", "posted"),
    [
        (OutcomeKind.BUY_WITH_RECOURSE, (), [("2811", 971_000, 0), ("6064", 29_000, 0), ("1510", 0, 1_000_000)]),
        (OutcomeKind.BUY_WITHOUT_RECOURSE, (), [("2811", 971_000, 0), ("6064", 29_000, 0), ("1510", 0, 1_000_000)]),
        (
            OutcomeKind.LEND,
            (),
            [("1512", 1_000_000, 0), ("1510", 0, 1_000_000), ("6064", 29_000, 0), ("2811", 0, 29_000)],
        ),
        (OutcomeKind.DECLINE, (), []),
        (OutcomeKind.REVIEW, (), []),
        # Sold anew after a buy-back, it leaves the account where it stands.
        (
            OutcomeKind.BUY_WITH_RECOURSE,
            (SOLD, BOUGHT_BACK),
            [("2811", 971_000, 0), ("6064", 29_000, 0), ("1518", 0, 1_000_000)],
        ),
    ],
)
def test_a_sale_and_a_loan(kind, events, posted):
    assert lines(purchase_postings(kind, 1_000_000, TERMS, situation(*events))) == posted


def test_a_sale_without_a_fee_has_no_line_for_it():
    free = Terms(0, 1_000_000, 1_000_000, DAY)
    posted = purchase_postings(OutcomeKind.BUY_WITH_RECOURSE, 1_000_000, free, situation())
    assert lines(posted) == [("2811", 1_000_000, 0), ("1510", 0, 1_000_000)]


@pytest.mark.parametrize(
    ("events", "posted"),
    [
        ((SOLD,), [("1518", 1_006_000, 0), ("2811", 0, 1_006_000)]),
        ((SOLD, payment("2026-03-05", "4000.00")), [("1518", 606_000, 0), ("2811", 0, 606_000)]),
        # What was credited after the sale was booked on a claim that had been sold.
        (
            (SOLD, event("2026-03-05", "credit_note", amount="1000.00")),
            [("1518", 906_000, 0), ("1510", 100_000, 0), ("2811", 0, 1_006_000)],
        ),
        # A loan's: what is left of the capital, whatever the loan is repaid with.
        ((PLEDGED, payment("2026-03-05", "4000.00")), [("1518", 600_000, 0), ("1512", 0, 600_000)]),
    ],
)
def test_a_buy_back(events, posted):
    assert lines(buy_back_postings(6_000, situation(*events))) == posted


def test_payouts_interest_invoices_and_overdrafts():
    assert lines(payout_postings(971_000, situation())) == [("1930", 971_000, 0), ("2811", 0, 971_000)]
    assert lines(interest_invoice_postings(12_000, POLICY, "1001")) == [("1510", 12_000, 0), ("8313", 0, 12_000)]
    assert lines(overdraft_postings(1208, POLICY, "K-1")) == [("8421", 1208, 0), ("2811", 0, 1208)]


def test_the_policy_names_its_own_accounts():
    own = replace(POLICY, accounts={**POLICY.accounts, BookAccount.RECEIVABLE: "1511", BookAccount.FEE_INCOME: "3591"})
    posted = step_postings(own.steps[0], 6000, 0, situation(policy=own))
    assert lines(posted) == [("1511", 6000, 0), ("3591", 0, 6000)]


def test_what_was_bought_back_stays_where_the_policy_before_put_it():
    seller = replace(
        POLICY, accounts={**POLICY.accounts, BookAccount.RECEIVABLE_BOUGHT_BACK: "1519", BookAccount.LOSS: "6352"}
    )
    continued = situation(SOLD, BOUGHT_BACK)
    continued.before = situation(SOLD, BOUGHT_BACK, policy=seller)
    assert lines(step_postings(WRITE_OFF, 0, 0, continued)) == [("6351", 1_000_000, 0), ("1519", 0, 1_000_000)]


def test_what_is_booked_is_said_on_its_lines():
    def texts(postings):
        return list(dict.fromkeys(one.text for one in postings))

    now, claimed = situation(), situation(CLAIMED)
    assert step_postings(POLICY.steps[0], 6000, 0, now)[0] == Posting("1510", 6000, 0, "Avgift på faktura 1001")
    assert texts(step_postings(POLICY.steps[0], 0, 501, claimed)) == ["Ränta på faktura 1001"]
    assert texts(step_postings(POLICY.steps[0], 0, 499, claimed)) == ["Återförd ränta på faktura 1001"]
    assert texts(step_postings(WRITE_OFF, 0, 0, now)) == ["Kundförlust inkl. moms, faktura 1001"]
    assert texts(purchase_postings(OutcomeKind.BUY_WITH_RECOURSE, 1, TERMS, now)) == ["Försäljning av faktura 1001"]
    assert texts(purchase_postings(OutcomeKind.LEND, 1, TERMS, now)) == [
        "Belåning av faktura 1001",
        "Avgift för belåning av faktura 1001",
    ]
    assert texts(payout_postings(1, now)) == ["Utbetalning för faktura 1001"]
    assert texts(buy_back_postings(1, now)) == ["Återköp av faktura 1001"]
    assert texts(buy_back_postings(1, situation(PLEDGED))) == ["Återköp av faktura 1001"]
    assert texts(interest_invoice_postings(1, POLICY, "1001")) == ["Räntefaktura, faktura 1001"]
    assert texts(overdraft_postings(1, POLICY, "K-1")) == ["Övertrasseringsränta, konto K-1"]


amounts = st.integers(-(10**15), 10**15)


@given(
    st.sampled_from([(), (SOLD,), (PLEDGED,), (SOLD, BOUGHT_BACK), (PLEDGED, BOUGHT_BACK)]),
    st.sampled_from(
        [(), (CLAIMED,), (CLAIMED, payment("2026-03-06", "4000.00")), (payment("2026-03-06", "10000.00"),)]
    ),
    amounts,
    amounts,
    st.sampled_from(OutcomeKind),
)
def test_every_entry_balances_and_no_line_is_below_or_at_nothing(traded, claimed, first, second, kind):
    now = situation(*traded, *claimed)
    for posted in (
        step_postings(POLICY.steps[0], first, second, now),
        step_postings(WRITE_OFF, first, second, now),
        purchase_postings(kind, first, Terms(second, first, first - second, DAY), now),
        payout_postings(first, now),
        buy_back_postings(first, now),
        interest_invoice_postings(first, POLICY, "1001"),
        overdraft_postings(first, POLICY, "K-1"),
    ):
        assert sum(one.debit for one in posted) == sum(one.credit for one in posted)
        assert all(sorted((one.debit > 0, one.credit > 0)) == [False, True] for one in posted)
        assert all(min(one.debit, one.credit) == 0 for one in posted)
