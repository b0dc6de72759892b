"""Steps that an invoice brings along and this policy's ladder lacks: what they keep back, cost, and keep alive."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from test_offer import ISSUED, PURCHASE, RECOURSE
from trial import DEMAND, ORDER, REMINDER, codes, decide, event, facts, policy, step

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.model import PolicyHistory

SOLD = event(ISSUED, "sold", sale="with_recourse", price="9710.00")
BACK = event("2026-04-02", "bought_back", amount="10000.00")  # day 31 after 2026-03-02
DONE = [
    event(ISSUED, "done", key="1001/notify_client/buy_with_recourse"),
    event(ISSUED, "done", key="1001/notify_customer/sold"),
    event(ISSUED, "done", key="1001/pay_out"),
    event("2026-04-02", "done", key="1001/notify_client/buy_back"),
    event("2026-04-02", "done", key="1001/notify_customer/bought_back"),
]
LETTER = REMINDER.replace("step: reminder", "step: letter")
CLAIM = DEMAND.replace("step: demand", "step: claim").replace("previous_step: 8", "due_date: 10")
EARLY_DEMAND = DEMAND.replace("previous_step: 8", "due_date: 1")
EARLY_ORDER = ORDER.replace("previous_step: 14", "due_date: 1")
CLAIMS = "{{claim: true, at_step: {}}}"


def linked(ours, theirs, *, late=None, their_late=None):
    """The buyer's policy of ``theirs``, continued by a service policy of ``ours``."""
    (buyer,) = policy(*theirs, purchase=PURCHASE, recourse=RECOURSE, late_compensation=their_late).revisions
    return PolicyHistory("trial", (buyer,), {"other": alone(*ours, late=late)})


def brought(*events):
    """The events of an invoice that is sold and bought back, ``events`` between them or after."""
    return sorted([SOLD, *DONE, *events, BACK], key=lambda one: one["on"])


def alone(*ours, late=None):
    """The service policy where the ledger names it, and nothing is known of the buyer's."""
    (service,) = policy(*ours, late_compensation=late).revisions
    return PolicyHistory("trial", (service,), inherited_steps=frozenset({"letter", "claim"}))


def claimed(decision):
    """The one step that the decision takes, beside what client and buyer still owe each other."""
    (found,) = [one for one in decision.actions if one.step is not None]
    return found


def first_claim(history, start, *events):
    """The first day of the 30 from ``start`` on which a step is taken."""
    invoice = Invoice.from_mapping(facts(*events))
    days = [date.fromisoformat(start) + timedelta(days=number) for number in range(30)]
    return next(str(day) for day in days if any(one.step for one in evaluate(history, invoice, as_of=day).actions))


def test_each_step_that_the_ladder_lacks_is_known_by_the_policy_before():
    history = linked([REMINDER], [LETTER, REMINDER])
    events = brought(step("2026-03-09", "letter"), step("2026-03-12", "anything"), step("2026-03-20", "reminder"))
    history = PolicyHistory("trial", history.revisions, history.continued_by, frozenset({"anything"}))
    view = decide(history, "2026-04-10", *events).reasoning.view

    assert [(one.name, taken.step) for one, taken in view.steps_taken] == [("reminder", "reminder")]
    assert [(one and one.name, taken.step) for one, taken in view.steps_elsewhere] == [
        ("letter", "letter"),
        (None, "anything"),
    ]
    itself = decide(alone(REMINDER), "2026-04-10", *events).reasoning.view
    assert [(one, taken.step) for one, taken in itself.steps_elsewhere] == [(None, "letter"), (None, "anything")]


@pytest.mark.parametrize(
    ("history", "taken", "first"),
    [
        # a recorded last day to pay, of a step that is known or not; 2026-04-20 is a Monday, 04-18 a Saturday
        (linked([EARLY_DEMAND], [LETTER]), step("2026-03-30", "letter", pay_by="2026-04-20"), "2026-04-21"),
        (alone(EARLY_DEMAND), step("2026-03-30", "letter", pay_by="2026-04-20"), "2026-04-21"),
        (alone(EARLY_DEMAND), step("2026-03-30", "letter", pay_by="2026-04-18"), "2026-04-21"),
        (alone(EARLY_DEMAND), step("2026-03-30", "letter"), "2026-04-03"),
        # a demand's reasonable time: 4 banking days from 03-30, past Easter, is 04-07
        (
            linked([EARLY_ORDER], [CLAIM]),
            step("2026-03-30", "claim", sent_by="email", pay_by="2026-04-01"),
            "2026-04-08",
        ),
        (linked([EARLY_ORDER], [CLAIM]), step("2026-03-30", "claim", sent_by="email"), "2026-04-10"),  # 10 days to pay
        (alone(EARLY_ORDER), step("2026-03-30", "claim", sent_by="email", fee="180.00"), "2026-04-08"),
        (
            alone(EARLY_ORDER),
            step("2026-03-30", "claim", sent_by="email", fee="60.01", pay_by="2026-04-01"),
            "2026-04-08",
        ),
        (alone(EARLY_ORDER), step("2026-03-30", "claim", sent_by="email", fee="60.00"), "2026-04-03"),
        (linked([EARLY_ORDER], [LETTER]), step("2026-03-24", "letter", sent_by="email", fee="450.00"), "2026-04-03"),
    ],
)
def test_nothing_comes_before_the_time_to_pay_that_another_policy_gave(history, taken, first):
    assert first_claim(history, "2026-04-02", *brought(taken)) == first


@pytest.mark.parametrize("sale", ["with_recourse", "without_recourse", "pledged"])
@pytest.mark.parametrize(("sold_on", "first"), [("2026-03-08", "2026-03-09"), ("2026-03-09", "2026-03-10")])
def test_who_is_told_of_the_sale_gets_no_claim_on_the_same_day(sale, sold_on, first):
    buyer = policy(REMINDER, purchase=PURCHASE)
    assert first_claim(buyer, "2026-03-01", event(sold_on, "sold", sale=sale)) == first


@pytest.mark.parametrize(
    ("history", "taken", "fee", "said"),
    [
        (linked([REMINDER], [LETTER]), step("2026-03-09", "letter", fee="60.00"), 0, "R"),
        (alone(REMINDER), step("2026-03-09", "letter", fee="0.01"), 0, "letter"),
        (alone(REMINDER), step("2026-03-09", "letter", fee="0.00"), 6000, None),
        (linked([REMINDER], [CLAIM]), step("2026-03-09", "claim", fee="180.00"), 0, "D"),
        # the work on a payment order is another law's
        (linked([REMINDER], [EARLY_ORDER]), step("2026-03-09", "order", fee="380.00"), 6000, None),
    ],
)
def test_one_reminder_fee_over_all_policies(history, taken, fee, said):
    decision = decide(history, "2026-05-04", *brought(taken))

    assert claimed(decision).fee == fee
    assert [(one.code, dict(one.details)) for one in decision.blockers] == (
        [] if said is None else [("already_charged", {"reminder": said})]
    )
    if said is not None:
        assert [decision.blockers[0].message(language) for language in ("sv", "en")] == [
            f"Ingen påminnelseavgift: en avgift är redan uttagen under en annan policy, med {said}.",
            f"No reminder fee: a fee has been charged already under another policy, with {said}.",
        ]


@pytest.mark.parametrize(
    ("history", "taken", "fee"),
    [
        (linked([EARLY_DEMAND], [CLAIM]), step("2026-03-20", "claim", fee="180.00"), 0),
        (linked([EARLY_DEMAND], [CLAIM]), step("2026-03-20", "claim", fee="50.00"), 0),
        (linked([EARLY_DEMAND], [CLAIM]), step("2026-03-20", "claim"), 18000),  # it was free
        (alone(EARLY_DEMAND), step("2026-03-20", "claim", fee="180.00"), 0),
        (alone(EARLY_DEMAND), step("2026-03-20", "claim", fee="60.01"), 0),
        (alone(EARLY_DEMAND), step("2026-03-20", "claim", fee="60.00"), 18000),
        (linked([EARLY_DEMAND], [LETTER]), step("2026-03-20", "letter", fee="100.00"), 18000),  # known for a reminder
        (linked([EARLY_DEMAND], [EARLY_ORDER]), step("2026-03-20", "order", fee="380.00"), 18000),
    ],
)
def test_one_demand_is_charged_over_all_policies(history, taken, fee):
    decision = decide(history, "2026-05-04", *brought(taken))

    assert (claimed(decision).fee, codes(decision)) == (fee, [] if fee else ["already_charged"])


REMINDED_450 = step("2026-03-09", "reminder", fee="450.00", pay_by="2026-03-16")
LETTER_450 = step("2026-03-09", "letter", fee="450.00", pay_by="2026-03-16")
SIX = [LETTER.replace("letter", f"l{n}") for n in range(1, 7)]
SIX_TAKEN = [step(f"2026-03-{n + 8:02d}", f"l{n}", fee="60.00" if n < 6 else "150.00") for n in range(1, 7)]


@pytest.mark.parametrize(
    ("history", "taken", "charged"),
    [
        # the buyer claimed the 450, this policy does not claim it
        (linked([REMINDER, DEMAND], [REMINDER], their_late=CLAIMS.format("reminder")), [REMINDED_450], (0, 0)),
        (alone(REMINDER, DEMAND), [REMINDED_450], (0, 0)),
        (linked([EARLY_DEMAND], [LETTER], their_late=CLAIMS.format("letter")), [LETTER_450], (0, 0)),
        # both claim it, the buyer with a step that this ladder lacks
        (
            linked([REMINDER], [LETTER], late=CLAIMS.format("reminder"), their_late=CLAIMS.format("letter")),
            [LETTER_450],
            (0, 0),
        ),
        (alone(REMINDER, late=CLAIMS.format("reminder")), [LETTER_450], (0, 0)),
        (alone(REMINDER, DEMAND, late=CLAIMS.format("demand")), [LETTER_450], (0, 0)),
        # only this policy claims it: what the buyer's reminder cost comes off, the work on an order does not
        (linked([EARLY_DEMAND], [LETTER], late=CLAIMS.format("demand")), [step("2026-03-09", "letter", fee="60.00")], (39000, 39000)),
        (alone(EARLY_DEMAND, late=CLAIMS.format("demand")), [step("2026-03-09", "letter", fee="60.00")], (39000, 39000)),
        (linked([EARLY_DEMAND], [EARLY_ORDER], late=CLAIMS.format("demand")), [step("2026-03-09", "order", fee="380.00")], (45000, 45000)),
        # 5 x 60 and the 150 that were left of the 450: of 6 x 60 + 180 = 540 there are 90 left to charge
        (linked([EARLY_DEMAND], SIX, their_late=CLAIMS.format("l6")), SIX_TAKEN, (9000, 0)),
        # a reminder that would have carried the 450 and cost 60 leaves the demand its own fee, and no more
        (linked([REMINDER, DEMAND], [REMINDER], their_late=CLAIMS.format("reminder")), [step("2026-03-09", "reminder", fee="60.00")], (18000, 0)),
        (linked([REMINDER, DEMAND], [REMINDER], their_late=CLAIMS.format("reminder")), [step("2026-03-09", "reminder", fee="300.00")], (15000, 0)),
    ],
)  # fmt: skip
def test_fees_are_set_off_against_the_450_whoever_claimed_it(history, taken, charged):
    found = claimed(decide(history, "2026-05-04", *brought(*taken)))

    assert (found.fee, found.late_compensation) == charged


def test_what_is_set_off_is_said_with_its_paragraph():
    history = linked([REMINDER, DEMAND], [REMINDER], their_late=CLAIMS.format("reminder"))
    law = claimed(decide(history, "2026-05-04", *brought(REMINDED_450))).law

    assert law == ("Lag (1981:739) 3 §, 4 §", "Lag (1981:739) 5 §", "Räntelagen 6 §", "Inkassolagen 5 §")


LAST = {"last_step_on": "2026-03-20"}


@pytest.mark.parametrize(
    ("history", "last", "expected"),
    [
        # the buyer's reminder goes by the same name, and came before its last step
        (linked([REMINDER, DEMAND], [REMINDER, CLAIM]), "claim", ("demand", 0)),
        (linked([REMINDER, DEMAND], [REMINDER, LETTER]), "letter", ("demand", 18000)),
        (linked([REMINDER, DEMAND], [LETTER, CLAIM]), "letter", ("reminder", 0)),
        (linked([REMINDER], [LETTER], late=CLAIMS.format("reminder")), "letter", ("reminder", 39000)),
        (
            linked([REMINDER, DEMAND], [REMINDER, LETTER], their_late=CLAIMS.format("letter")),
            "letter",
            ("demand", 0),
        ),
        # nobody knows what it was: a demand, at worst
        (alone(REMINDER), "claim", ("reminder", 0)),
        (alone(EARLY_DEMAND), "claim", ("demand", 0)),
    ],
)
def test_a_ledger_that_names_only_its_last_step_is_charged_nothing_twice(history, last, expected):
    found = claimed(decide(history, "2026-05-04", SOLD, BACK, *DONE, last_step=last, **LAST))

    assert (found.step, found.fee) == expected


OLD = {"customer_kind": "consumer", "issued_on": "2020-01-30", "due_on": "2020-03-02"}


@pytest.mark.parametrize(
    ("history", "taken", "barred"),
    [
        (linked([REMINDER], [LETTER]), step("2021-05-05", "letter"), False),
        (linked([REMINDER], ["{step: word, title: W, action: notify, days_after_due_date: 2}"]), step("2021-05-05", "word", interest="5.00"), True),
        (alone(REMINDER), step("2021-05-05", "letter", fee="60.00"), False),
        (alone(REMINDER), step("2021-05-05", "letter", interest="5.00"), False),
        (alone(REMINDER), step("2021-05-05", "letter"), True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("arrived", [True, False])
def test_a_letter_that_claims_keeps_the_claim_alive_whoever_sent_it(history, taken, barred, arrived):
    events = [event("2020-02-01", "sold", sale="with_recourse"), taken]
    if not arrived:
        events.append(event("2021-05-06", "delivery_failed", step=taken["step"]))
    events.append(event("2021-06-01", "bought_back", amount="10000.00"))
    found = decide(history, "2023-02-01", *events, **OLD)

    assert ("limitation" in codes(found)) == (barred or not arrived)


def test_the_buyers_step_may_be_cancelled_after_the_buy_back():
    history = linked([REMINDER], [LETTER])
    undone = [step("2026-03-20", "letter", fee="60.00"), event("2026-04-04", "step_cancelled", step="letter")]
    found = decide(alone(REMINDER), "2026-04-10", *brought(*undone))

    assert (claimed(found).fee, codes(found)) == (6000, [])
    assert any("letter" in line and "2026-04-04 gjordes" in line for line in found.explain())
    assert replace(found, policy="", digest="") == replace(
        decide(history, "2026-04-10", *brought(*undone)), policy="", digest=""
    )
