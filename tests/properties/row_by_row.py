"""The same ledger decided row by row, against which decisions in columns are held."""

import json
from dataclasses import dataclass

import polars as pl

from dunning_engine.decisions.flat import COLUMNS
from dunning_engine.facts.raw import plain
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.frame import run_frame
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.part import Sheet
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.ledger.table import Row, Table
from dunning_engine.problems import Severity

FIRST_LINE = 2  # below the names of the columns
NEARLY_ALL = 1
"""How many rows a place is worth recording for, so that nearly everything is recorded, and replayed on rows after it."""


@dataclass(frozen=True)
class Way:
    """How a ledger is decided: the day, the one policy or none, and what is written."""

    as_of: object
    policy: str | None = None
    json: bool = False
    explain: bool = False
    language: str = "sv"


def sheet(file, frame):
    """The frame's rows, on consecutive lines."""
    return (
        None
        if frame is None
        else Sheet(file, frame, pl.Series(range(FIRST_LINE, FIRST_LINE + frame.height), dtype=pl.Int64))
    )


def sheets(invoices, events):
    return sheet("ledger.csv", invoices), sheet("events.csv", events)


def only(of, places):
    """Some rows of a sheet."""
    return Sheet(of.file, of.frame[places], of.lines[places])


def evaluator(policies, way, *, worth=NEARLY_ALL):
    made = LedgerEvaluator(
        policies, as_of=way.as_of, policy=way.policy, json=way.json, explain=way.explain, language=way.language
    )
    if worth is not None:
        made._decider._worth = worth
    return made


def recordings(made):
    """How many recordings an evaluator has made."""
    return made._decider.recordings


def table(of):
    """A sheet's rows as plain values, as reading a file gives them."""
    rows = [
        Row(line, {name: plain(value) for name, value in row.items() if value is not None and value != ""})
        for line, row in zip(of.lines.to_list(), of.frame.iter_rows(named=True), strict=True)
    ]
    return Table(of.file, tuple(of.frame.columns), tuple(rows))


def judged(policies, invoices, events, way):
    """Rows with their lines, or JSON, and all problems: every invoice by `evaluate` itself."""
    ledger = ledger_of_tables(table(invoices), None if events is None else table(events))
    run = evaluate_rows(ledger, policies, as_of=way.as_of, policy=way.policy)
    return written(run, way), run


def written(run, way):
    if way.json:
        told = [(one.line, as_json(one.decision, way)) for one in run.outcomes if one.decision is not None]
        return pl.DataFrame(told, schema={"line": pl.Int64, "json": pl.String}, orient="row").sort("line")
    lines = [one.line for one in run.outcomes for _ in range(height(one))]
    rows = run_frame(run, way.language).insert_column(0, pl.Series("line", lines, dtype=pl.Int64))
    return rows.sort("line", maintain_order=True)


def as_json(decision, way):
    return json.dumps(decision.to_dict(explain=way.explain, language=way.language), ensure_ascii=False)


def height(outcome):
    decision = outcome.decision
    return len(outcome.problems) + (0 if decision is None else len(decision.actions) + len(decision.blockers))


def agree(policies, invoices, events, way, *, by=None, worth=NEARLY_ALL):
    """Hold an evaluator's part against the same row by row; the part. ``by`` is an evaluator that has worked before."""
    bills, happened = sheets(invoices, events)
    part = (by or evaluator(policies, way, worth=worth)).part(bills, happened)
    holds(part, policies, bills, happened, way)
    return part


def holds(part, policies, invoices, events, way):
    """Whether a part is what its rows are row by row, in every column, with every problem."""
    rows, run = judged(policies, invoices, events, way)
    assert part.rows.columns == (["line", "json"] if way.json else ["line", *COLUMNS])
    assert part.rows.schema == rows.schema
    same(part.rows, rows)
    assert part.problems == run.problems
    stray = tuple(one for one in run.file_problems if one.severity is Severity.ERROR)
    assert part.stray == stray
    assert (part.invoices, part.decided) == (invoices.frame.height, len(run.decisions))
    return True


def same(found, wanted):
    """Say of the first row that differs what it is and what it should be."""
    if found.equals(wanted):
        return
    for ours, theirs in zip(found.iter_rows(named=True), wanted.iter_rows(named=True), strict=False):
        told = {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}
        assert not told, (ours["line"], told)
    raise AssertionError((found.height, wanted.height))
