import pytest
from trial import REMINDER, action, codes, decide, policy


@pytest.mark.parametrize(
    ("send_by", "facts", "channel"),
    [
        (None, {}, None),
        ("post", {}, "post"),
        ("pdf", {}, "pdf"),
        ("e_invoice", {}, "e_invoice"),
        ("email", {"customer_email": "a@example.se"}, "email"),
        ("same_as_invoice", {"sent_by": "e_invoice"}, "e_invoice"),
        ("as_customer_prefers", {"customer_prefers": "pdf"}, "pdf"),
        ("[email, post]", {"customer_email": "a@example.se"}, "email"),
        ("[email, post]", {}, "post"),
        ("[as_customer_prefers, same_as_invoice, post]", {"sent_by": "email"}, "email"),
        ("[as_customer_prefers, same_as_invoice, post]", {"sent_by": None}, "post"),
    ],
)
def test_the_first_channel_that_can_be_used(send_by, facts, channel):
    reminder = REMINDER if send_by is None else REMINDER.replace("}", f", send_by: {send_by}}}")
    assert action(policy(reminder), "2026-03-09", **facts).send_by == channel


@pytest.mark.parametrize(
    ("send_by", "lacking"),
    [("email", "customer_email"), ("same_as_invoice", "sent_by"), ("[email, as_customer_prefers]", "customer_email")],
)
def test_where_no_channel_can_be_used_the_step_waits_and_says_for_what(send_by, lacking):
    history = policy(REMINDER.replace("}", f", send_by: {send_by}}}"))
    decision = decide(history, "2026-03-09", sent_by=None)
    assert (codes(decision), decision.blockers[0].fact, decision.actions) == (["no_channel"], lacking, ())
    assert decision.next.waits_for == (lacking,)


def test_a_missing_fact_is_said_once():
    history = policy(REMINDER.replace("}", ", send_by: email, require: [customer_email]}"))
    assert codes(decide(history, "2026-03-09")) == ["missing_fact"]


def test_where_to():
    history = policy(REMINDER.replace("}", ", send_by: post, send_to: registered_address}"))
    assert action(history, "2026-03-09").send_to == "registered_address"
    assert action(policy(REMINDER), "2026-03-09").send_to is None


def test_an_address_is_for_letters():
    history = policy(REMINDER.replace("}", ", send_by: same_as_invoice, send_to: registered_address}"))
    assert action(history, "2026-03-09", sent_by="post").send_to == "registered_address"
    assert action(history, "2026-03-09", sent_by="email").send_to is None
