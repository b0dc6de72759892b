import json
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from dunning_engine.columns.written import TYPES
from dunning_engine.decisions.course import COURSE_COLUMNS
from dunning_engine.preview.changes import COMPARED, as_json, changes, listed
from dunning_engine.preview.totals import Reached, Tally
from dunning_engine.preview.words import told

DAY = date(2026, 3, 31)
NEVER_IN_A_REMINDER = ("amount", "purchase_fee", "advance", "payout", "payout_on", "continue_in", "covers")


def action(line=2, step="reminder", *, day=DAY, coming=("collection", date(2026, 4, 8)), **other):
    row = {
        "line": line,
        "invoice": f"100{line}",
        "customer": "17",
        "policy": "house",
        "stage": "due",
        "kind": "action",
        "action": "remind",
        "step": step,
        "title": "Påminnelse",
        "approval": "automatic",
        "on": day,
        "send_by": "post",
        "principal": Decimal("1000.00"),
        "fees_before": Decimal("0.00"),
        "fee": Decimal("60.00"),
        "late_compensation": Decimal("0.00"),
        "interest": Decimal("8.00"),
        "amount_to_pay": Decimal("1068.00"),
        "pay_by": date(2026, 4, 8),
        "key": f"100{line}/{step}",
        "next_step": coming[0],
        "next_earliest": coming[1],
    }
    return row | other


def demand(line=2, **other):
    return action(line, "collection", **({"action": "demand", "fee": Decimal("180.00")} | other))


def blocker(line=2, step="reminder", code="missing_fact", message="Det går inte.", **other):
    common = {
        name: value
        for name, value in action(line).items()
        if name in {"line", "invoice", "customer", "policy", "stage"}
    }
    return common | {"kind": "blocker", "step": step, "code": code, "message": message} | other


def nothing(line=2, step=None, day=None, stage="due"):
    return blocker(line, None, None, None, kind="nothing", next_step=step, next_earliest=day, stage=stage)


def frame(*rows):
    types = {"line": pl.Int64, **{name: TYPES[kind] for name, kind in COURSE_COLUMNS.items()}}
    return pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types)


def found(old, new, *, one_day=True):
    return list(listed(changes(frame(*old), frame(*new), one_day=one_day)))


def test_what_is_alike_is_no_change():
    assert found([action(), blocker(3)], [action(source="elsewhere.yaml:1:1", rule="another"), nothing(3)]) == []


def test_what_is_compared():
    also = {"fees_before", "late_compensation", "principal", "send_to"}
    shown = {"action", "title", "on", "approval", "send_by", "fee", "interest", "amount_to_pay", "pay_by"}
    assert set(COMPARED) == {*shown, *also, *NEVER_IN_A_REMINDER}


@pytest.mark.parametrize("name", [name for name in COMPARED if name not in NEVER_IN_A_REMINDER])
def test_each_part_of_an_action_that_differs_is_a_change(name):
    other = {date: date(2026, 4, 30), Decimal: Decimal("9.00"), str: "something else"}
    (change,) = found([action()], [action(**{name: other.get(type(action()[name]) if name in action() else str, "x")})])
    assert (change.sign, change.differing) == ("~", (name,))
    (change,) = found([action()], [action(**{name: None})]) if name in action() else (change,)
    assert (change.sign, change.differing) == ("~", (name,))


@pytest.mark.parametrize("name", NEVER_IN_A_REMINDER)
def test_what_was_not_there_before_is_a_change(name):
    value = {"payout_on": DAY, "continue_in": "other", "covers": "1001, 1002"}.get(name, Decimal("5.00"))
    (change,) = found([action()], [action(**{name: value})])
    assert (change.differing, change.new[name], change.old[name]) == ((name,), value, None)


def test_gained_and_lost_beside_each_other():
    old = [action(2), nothing(3, "reminder", date(2026, 4, 2)), action(5)]
    new = [nothing(2, "reminder", date(2026, 4, 3)), action(3), action(5)]
    assert [(one.sign, one.invoice, one.old is None, one.new is None) for one in found(old, new)] == [
        ("−", "1002", False, True),
        ("+", "1003", True, False),
    ]


@pytest.mark.parametrize(
    ("rows", "lost", "gained"),
    [
        ([nothing(2, "reminder", date(2026, 4, 3))], "kommer 2026-04-03", "förut 2026-04-03"),
        ([blocker(next_step="reminder", next_earliest=DAY)], "Det går inte.", "förut: Det går inte."),
        (
            [blocker(step="other", message="Annat."), blocker(next_step="reminder", next_earliest=DAY)],
            "Det går inte.",
            "förut: Det går inte.",
        ),
        ([blocker(next_step="reminder", next_earliest=date(2026, 4, 3))], "kommer 2026-04-03", "förut 2026-04-03"),
        (
            [nothing(2, "notice", date(2026, 4, 1))],
            "nästa steg notice, 2026-04-01",
            "förut var nästa steg notice, 2026-04-01",
        ),
        ([nothing(2, stage="excluded")], "fakturan är undantagen", ""),
        ([nothing(2, stage="reminder")], "fakturan är reminder", ""),
    ],
    ids=[
        "another day",
        "what stops it",
        "what stops that step",
        "not due and stopped",
        "another step",
        "nothing",
        "a step",
    ],
)
def test_what_there_is_instead(rows, lost, gained):
    (change,) = found([action()], rows)
    assert told(change, "sv") == (lost,)
    (change,) = found(rows, [action()])
    figures = ("avgift 60,00", "ränta 8,00", "att betala 1\N{NO-BREAK SPACE}068,00")
    assert told(change, "sv") == tuple(part for part in (*figures, gained) if part)


def test_over_days_an_action_moves_and_what_is_not_there_is_not_there():
    later = date(2026, 4, 3)
    moved, gone = found([action(2), action(3)], [action(2, day=later)], one_day=False)
    assert (moved.differing, told(moved, "en")) == (("on",), ("day 2026-03-31 → 2026-04-03",))
    assert told(gone, "en") == ("not in these days",)


def test_json_has_text_for_amounts_and_days():
    old, new = [action(2), action(3)], [action(2, fee=Decimal("50.00")), blocker(3), action(4)]
    written = [json.loads(text) for text in as_json(changes(frame(*old), frame(*new), one_day=True))["json"]]
    assert [(one["change"], one["invoice"], one["differing"]) for one in written] == [
        ("changed", "1002", ["fee"]),
        ("lost", "1003", []),
        ("gained", "1004", []),
    ]
    changed, lost, gained = written
    assert (changed["old"]["fee"], changed["new"]["fee"], changed["new"]["on"]) == ("60.00", "50.00", "2026-03-31")
    assert (lost["new"], gained["old"]) == (None, None)
    assert lost["instead"]["message"] == "Det går inte."
    assert changed["instead"] is None


# In all


def totals(*parts, one_day=True):
    tally = Tally(one_day=one_day)
    for old, new in parts:
        before, after = frame(*old), frame(*new)
        invoices = after["line"].n_unique()
        tally.add(before, after, changes(before, after, one_day=one_day), invoices=invoices + 1, decided=invoices)
    return tally.totals()


def test_sums_do_not_depend_on_the_parts():
    parts = [
        ([action(2), nothing(3)], [action(2, fee=Decimal("50.00")), action(3, send_by="email")]),
        ([demand(4)], [demand(4, send_by="email")]),
    ]
    together = [(old + more, new + most) for (old, new), (more, most) in [parts]]
    apart = totals(*parts)
    assert (apart.invoices, apart.decided, apart.changed, apart.unchanged) == (5, 3, 3, 0)
    assert apart.old == totals(*together).old
    assert (apart.old.actions, apart.new.actions, apart.new.letters, apart.new.collection) == (2, 3, 3, 1)
    assert (apart.old.fees, apart.new.fees) == (6000 + 18000, 5000 + 6000 + 18000)
    assert {key: one.count for key, one in apart.new.by_kind.items()} == {
        ("remind", "post"): 1,
        ("remind", "email"): 1,
        ("demand", "email"): 1,
    }
    assert apart.signs == {"+": 1, "−": 0, "~": 2}


def test_interest_is_what_was_stated_last():
    rows = [
        action(2),
        demand(2, day=date(2026, 4, 8), interest=Decimal("10.00"), amount_to_pay=Decimal("1250.00")),
        action(2, "listed", day=date(2026, 4, 9), action="list", interest=Decimal("0.00"), amount_to_pay=None),
        action(
            2,
            "told",
            day=date(2026, 4, 9),
            action="notify",
            interest=Decimal("0.00"),
            fee=None,
            amount_to_pay=Decimal("1240.00"),
        ),
        action(2, None, action="invoice_interest", interest=Decimal("3.00"), amount_to_pay=Decimal("3.00"), fee=None),
    ]
    side = totals((rows, rows), one_day=False).new
    assert (side.interest, side.to_pay, side.fees) == (1300, 124300, 6000 + 18000 + 6000)


@pytest.mark.parametrize(
    ("old", "new", "one_day", "reached"),
    [
        ([demand(day=date(2026, 4, 3))], [demand(day=date(2026, 4, 6))], False, Reached(later=1)),
        ([demand(day=date(2026, 4, 6))], [demand(day=date(2026, 4, 3))], False, Reached(earlier=1)),
        ([demand()], [demand()], True, Reached()),
        ([demand()], [nothing(2, "collection", date(2026, 4, 3))], True, Reached(later=1)),
        ([nothing(2, "collection", date(2026, 4, 3))], [demand()], True, Reached(earlier=1)),
        ([demand()], [nothing(2)], True, Reached(only_old=1)),
        ([], [demand()], False, Reached(only_new=1)),
        ([action()], [action(action="hand_over")], True, Reached(only_new=1)),
        ([action()], [nothing(2, "reminder", date(2026, 4, 3))], True, Reached()),
    ],
)
def test_who_reaches_collection_otherwise(old, new, one_day, reached):
    assert totals((old, new), one_day=one_day).collection == reached


def test_next_steps_that_move_where_nothing_else_does():
    def side(days):
        return [nothing(line, "reminder" if day else None, day) for line, day in enumerate(days, 2)]

    first, second = date(2026, 4, 3), date(2026, 4, 6)
    old, new = side([first, second, first, None, first]), side([second, first, None, first, first])
    assert totals((old, new)).coming == {"later": 1, "earlier": 1, "otherwise": 2}
    assert (
        totals((old, old)).coming
        == totals((old, new), one_day=False).coming
        == {"later": 0, "earlier": 0, "otherwise": 0}
    )
    lost = totals(([action(coming=("collection", second))], [nothing(2, "reminder", first)]))
    assert lost.coming == {"later": 0, "earlier": 0, "otherwise": 0}
