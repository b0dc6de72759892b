import pytest

EXAMPLE = """\
policy: example
title: Exempel
applies_to_invoices_issued_from: 2020-01-01
currency: SEK
country: SE
approval: automatic
agreed_terms: {reminder_fee: true, due_date: true}

interest:
  rate: statutory
  accrues_from: due_date

exclude:
  - reason: Inget kvar att betala
    when: {balance: {at_most: 0.00}}

steps:
  - step: reminder
    title: Påminnelse
    action: remind
    days_after_due_date: 7
    send_by: same_as_invoice
    fee: 60.00
    interest: true
    pay_within_days: 7

  - step: collection
    title: Inkassokrav
    action: demand
    days_after_previous_step: 8
    send_by: post
    fee: 180.00
    interest: true
    pay_within_days: 10
"""

TRADING = (
    EXAMPLE
    + """\

purchase:
  outcomes:
    - {outcome: review, title: Stickprov, when: {picked_for_review: true}}
    - {outcome: buy_without_recourse, title: Köpt utan regress, when: {credit_risk: {at_most: 3}}, notify_client: at_payout}
    - {outcome: buy_with_recourse, title: Köpt med regress, when: {recourse_agreement: true}, notify_client: immediately}
    - {outcome: decline, title: Nekad för köp, notify_client: immediately}
  payout: {banking_days: 1}
  fee_percent: 2.9
  advance_percent: 100
  notice_of_assignment: true

recourse:
  when: {sale: with_recourse}
  pursue_through_days_after_due_date: 30
  buy_back: balance
  continue_in: fakturaservice
  book_as: "1519"

interest_invoice:
  title: Räntefaktura
  at_least: 100.00
  or_customer_total_at_least: 150.00
  only_when_paid: false
  comment: Ränta på för sent betald faktura

overdraft:
  daily_interest: {monthly_percent: 2.9, divided_by: 30, times: 1.25}

accounts: {fee_income: "3590"}
"""
)


@pytest.fixture
def edited():
    """The example with some of its text exchanged."""

    return _editor(EXAMPLE)


@pytest.fixture
def trading():
    """The example that buys invoices too, with some of its text exchanged."""
    return _editor(TRADING)


def _editor(example):
    def edit(*changes):
        text = example
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return text

    return edit
