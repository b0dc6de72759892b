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


@pytest.fixture
def edited():
    """The example with some of its text exchanged."""

    def edit(*changes):
        text = EXAMPLE
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return text

    return edit
