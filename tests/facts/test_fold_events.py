from datetime import date

import pytest

from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.fold import _EFFECTS
from dunning_engine.facts.state import Sale, StepTaken


def event(kind, on="2026-03-10", **fields):
    return {"on": on, "event": kind, **fields}


def on_day(day):
    return date(2026, 3, day)


def test_every_kind_of_event_has_an_effect():
    assert _EFFECTS.keys() | {EventKind.STEP_CANCELLED} == set(EventKind)


@pytest.mark.parametrize(
    ("events", "facts_then"),
    [
        ([event("dispute", reason="Fel vara")], {"disputed": True}),
        ([event("dispute"), event("dispute_settled")], {"disputed": False}),
        ([event("pause", reason="Semester")], {"paused": True, "pause_until": None}),
        ([event("pause", until="2026-03-20"), event("resume")], {"paused": False, "pause_until": None}),
        ([event("promise", until="2026-03-20")], {"promised": True, "promise_until": date(2026, 3, 20)}),
        ([event("payment_plan")], {"on_payment_plan": True}),
        ([event("payment_plan"), event("payment_plan_ended")], {"on_payment_plan": False}),
        (
            [event("sold", sale="with_recourse", price="9710.00")],
            {"sale": Sale("with_recourse", on_day(10), 1_000_000, 971_000), "bought_back": False},
        ),
        (
            [event("sold", sale="with_recourse"), event("bought_back", amount="100")],
            {"sale": Sale("with_recourse", on_day(10), 1_000_000), "bought_back": True, "bought_back_on": on_day(10)},
        ),
        (
            [event("sold", sale="pledged"), event("bought_back", amount="1"), event("sold", sale="without_recourse")],
            {"sale": Sale("without_recourse", on_day(10), 1_000_000, number=1), "bought_back": False},
        ),
        ([event("handed_over", agency="Inkasso AB")], {"with_agency": True, "agency": "Inkasso AB"}),
        ([event("handed_over", agency="X"), event("withdrawn")], {"with_agency": False, "agency": None}),
        ([event("closed")], {"closed": True, "paid": False}),
        (
            [event("information_requested", fact="customer_email"), event("information_requested", fact="sent_by")],
            {"information_requested": frozenset({"customer_email", "sent_by"})},
        ),
        (
            [event("interest_invoiced", amount="12.50"), event("interest_invoiced", amount="3")],
            {"interest_invoiced": 1550, "interest_invoices": 2},
        ),
        # What a step has claimed stays claimed.
        (
            [event("step", step="reminder", interest="10.00"), event("interest_invoiced", amount="20.00")],
            {"interest_invoiced": 2000, "interest": 1000, "balance": 1_001_000},
        ),
        ([event("done", key="1001/pay_out")], {"done": {"1001/pay_out": None}}),
        ([event("note", text="Ringde"), event("note", text="Svarade")], {"notes": ("Ringde", "Svarade")}),
        ([event("write_off", amount="10000")], {"written_off": True, "balance": 1_000_000}),
    ],
    ids=lambda value: "-".join(e["event"] for e in value) if isinstance(value, list) else "",
)
def test_what_each_event_leaves(state_on, events, facts_then):
    state = state_on(on_day(15), *events)

    assert {name: getattr(state, name) for name in facts_then} == facts_then


def test_a_step_is_kept_as_it_was_taken(state_on):
    step = event(
        "step", step="reminder", fee="60", interest="1.5", pay_by="2026-03-18", sent_by="post", key="1001/reminder"
    )

    taken = state_on(on_day(15), step).steps[0]
    assert (taken.step, taken.on, taken.fee, taken.interest) == ("reminder", on_day(10), 6000, 150)
    assert (taken.pay_by, taken.sent_by, taken.delivery_failed) == (on_day(18), "post", False)


def test_a_failed_delivery_marks_the_step_it_belongs_to(state_on):
    state = state_on(
        on_day(15),
        event("step", "2026-03-05", step="notice"),
        event("step", "2026-03-06", step="reminder"),
        event("delivery_failed", "2026-03-07", step="notice"),
    )

    assert [(taken.step, taken.delivery_failed) for taken in state.steps] == [("notice", True), ("reminder", False)]


@pytest.mark.parametrize(("day", "paused"), [(9, False), (10, True), (20, True), (21, False)])
def test_a_pause_lasts_through_its_day(state_on, day, paused):
    state = state_on(on_day(day), event("pause", until="2026-03-20", reason="Semester"))

    assert state.paused is paused
    assert state.pause_until == (date(2026, 3, 20) if paused else None)


@pytest.mark.parametrize(("day", "promised"), [(9, False), (10, True), (20, True), (21, False)])
def test_a_promise_is_broken_from_the_day_after(state_on, day, promised):
    assert state_on(on_day(day), event("promise", until="2026-03-20")).promised is promised


def test_a_promise_that_is_kept_is_no_longer_awaited(state_on):
    promise = event("promise", until="2026-03-20")

    assert state_on(on_day(15), promise, event("payment", amount="100.00")).promised
    assert not state_on(on_day(15), promise, event("payment", amount="10000.00")).promised


def test_events_after_the_day_are_ignored(state_on):
    events = [event("payment", "2026-03-10", amount="10000.00"), event("dispute", "2026-03-11")]

    assert [(state_on(on_day(day), *events).paid, state_on(on_day(day), *events).disputed) for day in (9, 10, 11)] == [
        (False, False),
        (True, False),
        (True, True),
    ]


def test_a_cancellation_that_lies_ahead_changes_nothing_yet(state_on):
    events = [event("step", step="reminder", fee="60"), event("step_cancelled", "2026-03-14", step="reminder")]

    assert (state_on(on_day(13), *events).fees, state_on(on_day(14), *events).fees) == (6000, 0)


def test_events_are_taken_in_the_order_of_their_days_and_within_a_day_as_given(state_on):
    later_given_first = [event("dispute_settled", "2026-03-11"), event("dispute", "2026-03-10")]
    same_day = [event("dispute_settled"), event("dispute")]

    assert not state_on(on_day(15), *later_given_first).disputed
    assert state_on(on_day(15), *same_day).disputed


@pytest.mark.parametrize(
    ("columns", "day", "expected"),
    [
        ({"balance": "400.00"}, 15, (40_000, False, None, ((date.min, 40_000),))),
        ({"balance": "0.00"}, 15, (0, True, None, ((date.min, 0),))),
        ({"balance": "-5.00"}, 15, (-500, True, None, ((date.min, 0),))),
        ({"paid_on": "2026-03-10"}, 9, (1_000_000, False, None, ((date.min, 1_000_000),))),
        ({"paid_on": "2026-03-10"}, 10, (0, True, on_day(10), ((date.min, 1_000_000), (on_day(11), 0)))),
        ({"paid_on": "2026-03-10", "balance": "0"}, 9, (1_000_000, False, None, ((date.min, 1_000_000),))),
        ({"paid_on": "2026-03-10", "balance": "400"}, 9, (40_000, False, None, ((date.min, 40_000),))),
        ({"paid_on": "2026-03-10", "balance": "400"}, 10, (0, True, on_day(10), ((date.min, 40_000), (on_day(11), 0)))),
        ({"paid_on": "2026-03-10", "amount": "-7.00"}, 15, (-700, True, on_day(10), ((date.min, 0),))),
    ],
)
def test_ledgers_without_events_say_it_in_columns(state_on, columns, day, expected):
    state = state_on(on_day(day), **columns)

    assert (state.balance, state.paid, state.paid_on, state.principal_history) == expected


@pytest.mark.parametrize(
    ("day", "steps"), [(9, ()), (10, (StepTaken(Event(on=on_day(10), event=EventKind.STEP, step="reminder")),))]
)
def test_the_last_step_as_a_column_counts_from_its_day(state_on, day, steps):
    assert state_on(on_day(day), last_step="reminder", last_step_on="2026-03-10").steps == steps
