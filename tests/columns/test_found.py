"""What was once found to be decided otherwise in columns than row by row, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from dunning_engine.law.rates import DayCount, RateIndex, RateSchedule, flat_index
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.frame import evaluate_ledger
from dunning_engine.ledger.keys import key_of
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.part import Sheet
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.ledger.table import Row, Table
from dunning_engine.policy.load import load_policies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

AS_OF = date(2026, 3, 31)
INVOICE = {
    "invoice": "1",
    "policy": "fakturaservice",
    "customer": "17",
    "customer_kind": "business",
    "issued_on": "2026-01-10",
    "due_on": "2026-02-10",
    "amount": "12500.00",
    "currency": "SEK",
}


def sheet(file: str, rows: Sequence[dict[str, Any]]) -> Sheet:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return Sheet(file, frame, pl.Series(range(2, frame.height + 2), dtype=pl.Int64))


def table(file: str, rows: Sequence[dict[str, Any]]) -> Table:
    held = (
        Row(line, {name: value for name, value in row.items() if value is not None}) for line, row in enumerate(rows, 2)
    )
    return Table(file, tuple(dict.fromkeys(name for row in rows for name in row)), tuple(held))


def test_a_step_of_another_creditor_may_be_named_with_what_stands_for_recorded_values() -> None:
    invoices = [INVOICE, INVOICE | {"invoice": "2", "amount": "70.00"}]
    events = [
        {"invoice": number} | event
        for number in ("1", "2")
        for event in (
            {"on": "2026-01-20", "event": "sold", "sale": "without_recourse"},
            {"on": "2026-02-20", "event": "step", "step": "\ue0000|7|\ue001", "fee": "60.00"},
            {"on": "2026-03-01", "event": "bought_back", "amount": "0"},
        )
    ]
    evaluator = LedgerEvaluator(load_policies(), as_of=AS_OF, json=True, explain=True)
    evaluator._decider._worth = 1
    part = evaluator.part(sheet("ledger.csv", invoices), sheet("events.csv", events))
    run = evaluate_rows(
        ledger_of_tables(table("ledger.csv", invoices), table("events.csv", events)), load_policies(), as_of=AS_OF
    )
    assert part.rows.equals(evaluator._rows(run))


def test_a_policy_whose_texts_hold_marks_is_not_recorded(tmp_path: Path) -> None:
    """A hold for the customer named "\ue000tcustomer\ue001" held every customer."""
    text = (Path(__file__).parents[2] / "rules" / "paminnelsemodul.yaml").read_text(encoding="utf-8")
    for reason, customer in (("\ue000tcustomer\ue001", "\ue000tcustomer\ue001"), ("\ue000x\ue001", "18")):
        held = text.replace("reason: Fordran är bestridd", f"reason: '{reason}'")
        held = held.replace("when: {disputed: true}", f"when: {{customer: '{customer}'}}")
        (tmp_path / "paminnelsemodul.yaml").write_text(held, encoding="utf-8")
        policies = load_policies(tmp_path / "paminnelsemodul.yaml")
        invoices = [INVOICE | {"invoice": number, "policy": "paminnelsemodul"} for number in ("1", "2")]
        evaluator = LedgerEvaluator(policies, as_of=AS_OF, json=True, explain=True)
        evaluator._decider._worth = 1
        part = evaluator.part(sheet("ledger.csv", invoices), None)
        run = evaluate_rows(ledger_of_tables(table("ledger.csv", invoices)), policies, as_of=AS_OF)
        assert part.rows.equals(evaluator._rows(run))
        assert part.by_hand == len(invoices)


def test_numbers_of_twenty_digits_that_came_as_floats_meet() -> None:
    """An invoice and its payment could come into different parts."""
    found = key_of(pl.Series([1e19, 17.0, -0.0, 17.5, None, float("nan")]))
    assert found.to_list() == ["10000000000000000000", "17", "0", "17.5", None, "NaN"]


def test_an_index_that_is_built_anew_is_the_one_that_recordings_know() -> None:
    """`flat_index` forgets the rates of long ago; a ledger of thousands of agreed rates broke off."""
    built = flat_index(850, DayCount.ACTUAL_365)
    flat_index.cache_clear()
    again = flat_index(850, DayCount.ACTUAL_365)
    assert again is not built
    assert (again, hash(again)) == (built, hash(built))
    assert again not in {flat_index(851, DayCount.ACTUAL_365), flat_index(850, DayCount.ACTUAL_360)}
    assert again != RateIndex(RateSchedule(again.schedule.steps, AS_OF), DayCount.ACTUAL_365)
    assert again != 850


def test_what_is_no_number_is_said_row_by_row():
    frame = pl.DataFrame(
        {
            **{
                name: [value] * 3
                for name, value in {"customer": "K1", "customer_kind": "business", "currency": "SEK"}.items()
            },
            "invoice": ["1", "2", "3"],
            "issued_on": [date(2026, 1, 1)] * 3,
            "due_on": [date(2026, 1, 31)] * 3,
            "amount": [float("nan"), 100.0, float("nan")],
        }
    )
    rows = evaluate_ledger(load_policies()["fakturaservice"], frame, as_of=date(2026, 3, 12))
    assert rows.filter(kind="problem")["invoice"].to_list() == ["1", "3"]
    assert "2" in rows.filter(pl.col("kind") != "problem")["invoice"].to_list()


@pytest.mark.parametrize("given", [lambda frame: frame.lazy(), lambda frame: frame.to_dicts(), lambda _: None])
def test_what_is_no_frame_is_refused(given):
    with pytest.raises(TypeError, match="is a Polars DataFrame"):
        evaluate_ledger(load_policies()["fakturaservice"], given(pl.DataFrame()), as_of=date(2026, 3, 12))
