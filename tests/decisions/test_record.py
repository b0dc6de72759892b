"""What is recorded once an action has been carried out; recording it is what keeps it from being proposed again."""

import re
from datetime import date
from pathlib import Path

import pytest
from test_offer import ISSUED, buyer
from trial import REMINDER, decide, event, facts, policy

from dunning_engine.decisions.action import Action
from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.explained.history import HAPPENED
from dunning_engine.decisions.record import entries_for, events_for
from dunning_engine.decisions.titles import TITLES
from dunning_engine.facts.account import Account, Entry, EntryKind
from dunning_engine.facts.event import RECORDED_AS_DONE, EventKind
from dunning_engine.policy.model import ActionKind
from dunning_engine.policy.trade import OutcomeKind

HAND_OVER = "{step: over, title: O, action: hand_over, days_after_due_date: 5}"
LOSS = "{step: loss, title: L, action: write_off, days_after_due_date: 5}"


def recorded(decision):
    return [
        {name: value for name in event.__slots__ if (value := getattr(event, name)) is not None and name != "on"}
        for action in decision.actions
        for number, event in events_for(action, decision.invoice)
        if number == decision.invoice
    ]


def test_a_step_is_recorded_with_what_it_claimed():
    decision = decide(policy(REMINDER), "2026-03-09")
    (event,) = recorded(decision)

    assert str(event.pop("pay_by")) == "2026-03-16"
    assert event == {"event": "step", "step": "reminder", "fee": 6_000, "interest": 1_918, "key": "1001/reminder"}


@pytest.mark.parametrize(
    ("step", "beside"),
    [(HAND_OVER, {"event": "handed_over", "fee": 0}), (LOSS, {"event": "write_off", "amount": 1_000_000, "fee": 0})],
)
def test_a_hand_over_and_a_write_off_are_events_beside_their_step(step, beside):
    events = recorded(decide(policy(step, interest=None), "2026-03-09"))

    assert [event["event"] for event in events] == ["step", beside["event"]]
    assert events[1] == beside


def test_a_sale_is_recorded_with_its_price_and_notices_by_their_keys():
    decision = decide(buyer(), ISSUED, offered_for_sale=True, credit_risk=5, recourse_agreement=True)

    assert recorded(decision) == [
        {"event": "sold", "sale": "with_recourse", "price": 971_000, "purchase_fee": 29_000, "fee": 0},
        {"event": "done", "key": "1001/notify_client/buy_with_recourse", "fee": 0},
        {"event": "done", "key": "1001/notify_customer/sold", "fee": 0},
    ]


def test_a_request_is_recorded_with_its_fact():
    asks = REMINDER[:-1] + ", request_if_missing: [customer_email]}"

    assert {"event": "information_requested", "fact": "customer_email"}.items() <= recorded(
        decide(policy(asks), "2026-03-09")
    )[1].items()


def test_what_the_ledger_is_told_leaves_no_event():
    decision = decide(policy(REMINDER), "2026-03-09", amount="-10.00")

    assert [one.action for one in decision.actions] == ["match_ledger_items"]
    assert recorded(decision) == []


def test_a_loss_that_has_been_booked_is_not_booked_again():
    history = policy(LOSS, interest=None)
    booked = event("2026-03-05", "write_off", amount="10000")

    assert decide(history, "2026-03-09").actions[0].amount == 1_000_000
    assert decide(history, "2026-03-09", booked).actions == ()
    assert ActionKind.WRITE_OFF.value == "write_off"


def test_every_action_that_is_recorded_as_done_has_its_word_and_stands_in_the_docs():
    names = {*(title.partition(":")[0] for title in TITLES), *OutcomeKind}
    plain = {"key": "1001/x", "step": None, "title": "T", "approval": "manual", "on": date(2026, 3, 9)}
    actions = [
        Action(**plain, action=str(name), principal=0, fees_before=0, amount=1, fact="client", rule="r", source="s")
        for name in names
    ]
    done = {one.action for one in actions for _, event in events_for(one, "1001") if event.event is EventKind.DONE}
    facts_page = (Path(__file__).parents[2] / "docs" / "facts.md").read_text(encoding="utf-8")
    (sentence,) = re.findall(r"^([^.]*) are recorded as `done`", facts_page, re.MULTILINE)

    told = {name.removeprefix("done:") for name in HAPPENED if name.startswith("done:")}
    assert done == told == set(RECORDED_AS_DONE) == set(re.findall("`([a-z_]+)`", sentence))


def entered(decision):
    return [
        (entry.entry.value, entry.amount, entry.invoice)
        for action in decision.actions
        for entry in entries_for(action, decision.invoice)
    ]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], []),
        ([event(ISSUED, "sold", sale="pledged", price="7800")], [("payout", -780_000, "1001")]),
        (
            [
                event(ISSUED, "sold", sale="pledged", price="7800"),
                event(ISSUED, "done", key="1001/pay_out"),
                event("2026-02-27", "payment", amount="10000"),
            ],
            [("payment", 200_000, "1001"), ("payout", -200_000, "1001")],
        ),
    ],
)
def test_what_an_action_brings_to_the_clients_account_and_takes_from_it(events, expected):
    lender = buyer(
        purchase="{outcomes: [{outcome: lend, title: L}], payout: {calendar_days: 0}, fee_percent: 2, advance_percent: 80, notice_of_assignment: true}",
        recourse=None,
    )
    assert entered(decide(lender, "2026-03-01", *events)) == expected


def test_what_is_set_off_stays_on_the_account():
    account = Account(
        account="K",
        client="S1",
        currency="SEK",
        entries=(Entry(on=date(2026, 2, 1), entry=EntryKind.OTHER, amount=-50_000),),
    )
    sold = event(ISSUED, "sold", sale="with_recourse", price="9710")
    decision = evaluate(buyer(), facts(sold, client="S1"), as_of=date(2026, 2, 2), accounts=[account])

    assert entered(decision) == [("payout", -921_000, "1001")]
    assert [one.set_off for one in decision.actions if one.action == "pay_out"] == [50_000]


def test_a_purchase_and_a_buy_back_on_the_account():
    bought = decide(buyer(), ISSUED, offered_for_sale=True, credit_risk=2)
    back = decide(
        buyer(), "2026-05-01", event(ISSUED, "sold", sale="with_recourse"), event(ISSUED, "done", key="1001/pay_out")
    )

    assert entered(bought) == [("purchase", 971_000, "1001")]
    assert entered(back) == [("buy_back", -1_000_000, "1001")]
