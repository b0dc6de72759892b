from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dunning_engine import load_policies
from dunning_engine.decisions.course import COURSE, OF_THE_DAY
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.part import Sheet
from dunning_engine.preview.compare import Comparison
from dunning_engine.simulation.days import Days

EXAMPLES = Path(__file__).parents[2] / "examples"
RULES = EXAMPLES.parent / "rules"
DAY = date(2026, 3, 31)


def sheets():
    frames = (pl.read_csv(EXAMPLES / name, infer_schema=False) for name in ("ledger.csv", "events.csv"))
    return [Sheet("a file", frame, pl.Series(range(2, frame.height + 2), dtype=pl.Int64)) for frame in frames]


def test_on_one_day_both_sides_are_what_either_decides_alone(tmp_path):
    for file in RULES.glob("*.yaml"):
        (tmp_path / file.name).write_text(
            file.read_text(encoding="utf-8").replace("fee: 60.00", "fee: 50.00"), encoding="utf-8"
        )
    old, new = load_policies(RULES), load_policies(tmp_path)
    comparison = Comparison(old, new, Days(DAY, DAY))
    found = comparison.decide(comparison.read(*sheets()))

    for side, rows in ((old, found.old), (new, found.new)):
        alone = LedgerEvaluator(side, as_of=DAY, form=OF_THE_DAY).part(*sheets()).rows
        assert rows.equals(alone)
        settled = LedgerEvaluator(side, as_of=DAY, form=COURSE).part(*sheets()).rows.join(rows, on="line", how="anti")
        assert set(settled["kind"]) == {"nothing"}
        assert set(settled["stage"]) == {"paid", "closed"}
        assert settled["next_earliest"].null_count() == settled.height
    assert (found.invoices, found.decided) == (161, 161)
    assert not found.old.equals(found.new)


@pytest.mark.parametrize("last", [DAY, date(2026, 4, 3)])
def test_a_policy_that_only_the_new_side_has_did_nothing_before(last):
    new = load_policies(RULES)
    old = {name: history for name, history in new.items() if name != "paminnelsemodul"}
    comparison = Comparison(old, new, Days(DAY, last))
    found = comparison.decide(comparison.read(*sheets()))

    assert found.problems == ()
    assert "paminnelsemodul" not in set(found.old["policy"])
    assert "paminnelsemodul" in set(found.new["policy"])


def test_a_policy_that_the_new_side_lacks_leaves_its_invoices_out():
    old = load_policies(RULES)
    new = {name: history for name, history in old.items() if name != "paminnelsemodul"}
    comparison = Comparison(old, new, Days(DAY, DAY))
    found = comparison.decide(comparison.read(*sheets()))

    assert {problem.code for problem in found.problems} == {"DE560"}
    assert len(found.problems) == found.invoices - found.decided


def with_another_name_for_a_step(folder):
    for file in RULES.rglob("*.yaml"):
        target = folder / file.relative_to(RULES)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        target.write_text(text.replace("step: notice\n", "step: first_notice\n"), encoding="utf-8")
    return load_policies(folder)


@pytest.mark.parametrize("last", [DAY, date(2026, 4, 3)])
@pytest.mark.parametrize("swapped", [False, True])
def test_what_only_one_side_can_decide_is_left_out_under_both(tmp_path, last, swapped):
    sides = load_policies(RULES), with_another_name_for_a_step(tmp_path)
    comparison = Comparison(*(reversed(sides) if swapped else sides), Days(DAY, last))
    found = comparison.decide(comparison.read(*sheets()))
    out = {problem.invoice for problem in found.problems}

    assert {problem.code for problem in found.problems} == {"DE527"}
    assert len(out) == 10 == found.invoices - found.decided
    for rows in (found.old, found.new):
        assert "1001" in set(rows["invoice"])  # its step is taken on the day
        assert out.isdisjoint(rows["invoice"])


@pytest.mark.parametrize("last", [DAY, date(2026, 4, 3)])
def test_invoices_of_a_policy_that_is_gone_are_left_out_under_both(last):
    old = load_policies(RULES)
    new = {name: history for name, history in old.items() if name != "paminnelsemodul"}
    comparison = Comparison(old, new, Days(DAY, last))
    found = comparison.decide(comparison.read(*sheets()))

    assert "paminnelsemodul" not in {*found.old["policy"], *found.new["policy"]}
    assert len(found.problems) == found.invoices - found.decided


def test_what_is_wrong_under_both_is_said_once_though_their_hints_differ(tmp_path):
    """A step that neither has: each hints at its own steps."""
    text = (RULES / "fakturaservice.yaml").read_text(encoding="utf-8")
    sides = []
    for folder, step in (("old", "reminder"), ("new", "first_reminder")):
        (tmp_path / folder).mkdir()
        changed = text.replace("step: reminder", f"step: {step}")
        (tmp_path / folder / "policy.yaml").write_text(changed, encoding="utf-8")
        sides.append(load_policies(tmp_path / folder))
    bill = {
        "invoice": "1",
        "policy": "fakturaservice",
        "customer": "17",
        "customer_kind": "business",
        "currency": "SEK",
    }
    bill |= {"issued_on": "2026-01-30", "due_on": "2026-03-02", "amount": "100.00"}
    taken = {"invoice": "1", "on": "2026-03-09", "event": "step", "step": "lettter"}
    given = [Sheet("a file", pl.DataFrame([one]), pl.Series([2], dtype=pl.Int64)) for one in (bill, taken)]
    comparison = Comparison(*sides, Days(DAY, DAY))

    (problem,) = comparison.decide(comparison.read(*given)).problems
    assert problem.code == "DE527"
    assert "first_reminder" in (problem.hint or "")
