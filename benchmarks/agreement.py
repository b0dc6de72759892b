"""Whether columns give what every invoice gives by itself: `python benchmarks/agreement.py --invoices 200000`.

Makes a ledger of all six rule sets, decides it row by row and in columns (whole, shuffled, and in parts by customer), as
rows and as JSON, on its day and later, and compares every column of every row. Prints counts and times; exits 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.frame import run_frame
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.parquet import frame_table
from dunning_engine.ledger.part import Sheet
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.policy.load import load_policies
from dunning_engine.testing.ledgers import make_ledger

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from dunning_engine.ledger.run import Run
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem

    Policies = dict[str, PolicyHistory]
    Pieces = Iterator[tuple[Sheet, Sheet]]


def main() -> int:
    """Read the command line, decide the ledger both ways, say what differs."""
    given = _arguments().parse_args()
    policies = load_policies()
    invoices, events = make_ledger(given.invoices, seed=given.seed, as_of=given.as_of)
    print(
        f"{invoices.height:,} invoices, {events.height:,} events, {len(policies)} rule sets, as of {given.as_of}",
        flush=True,
    )
    days = (given.as_of, given.as_of + given.later)  # on its own day, nearly nothing of a ledger is left to do
    return 1 if sum(_differ(policies, invoices, events, as_of=day, given=given) for day in days) else 0


def _differ(policies: Policies, invoices: pl.DataFrame, events: pl.DataFrame, *, as_of: date, given: Namespace) -> int:
    """How much differs on a day."""
    start = perf_counter()
    ledger = ledger_of_tables(frame_table(invoices, "invoices"), frame_table(events, "events"))
    run = evaluate_rows(ledger, policies, as_of=as_of)
    print(f"{as_of}, row by row: {len(run.decisions):,} decisions in {perf_counter() - start:.1f} s")
    random = Random(given.seed)  # noqa: S311 - the same order for the same seed
    whole = (_sheet("invoices", invoices), _sheet("events", events))
    ways: dict[str, Callable[[], Pieces]] = {
        "whole": lambda: iter([whole]),
        "shuffled": lambda: iter([_shuffled(random, *whole)]),
        f"in {given.parts} parts by customer": lambda: _parts(random, *whole, given.parts),
    }
    differ = 0
    for form, judged in (("rows", _rows(run)), ("json", _json(run))):
        for name, pieces in ways.items():
            by = LedgerEvaluator(policies, as_of=as_of, json=form == "json")
            start = perf_counter()
            parts = [by.part(*piece) for piece in pieces()]
            spent = perf_counter() - start
            found = pl.concat([part.rows for part in parts]).sort("line", maintain_order=True)
            by_hand = sum(part.by_hand for part in parts)
            wrong = _compare(found, judged)
            wrong += _told(problem for part in parts for problem in part.problems) != _told(run.problems)
            differ += wrong
            said = "DIFFERENT" if wrong else "the same"
            print(f"{form}, {name}: {found.height:,} rows in {spent:.1f} s, {by_hand:,} invoices one by one: {said}")
    return differ


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Decisions in columns against every invoice by itself.")
    parser.add_argument("--invoices", type=int, default=200_000, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1981)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 3, 12), metavar="DAY")
    parser.add_argument("--later", type=lambda days: timedelta(int(days)), default=timedelta(45), metavar="DAYS")
    parser.add_argument("--parts", type=int, default=16, metavar="COUNT")
    return parser


def _compare(found: pl.DataFrame, judged: pl.DataFrame) -> int:
    """How many columns differ, each told with the first line where it does."""
    if found.schema != judged.schema or found.height != judged.height:
        print(f"  {found.height:,} rows of {found.schema}, not {judged.height:,} of {judged.schema}")
        return 1
    differ = 0
    for column in judged:
        other = ~found[column.name].eq_missing(column)
        if other.any():
            at = other.arg_max() or 0
            told = f"{found[column.name][at]!r}, not {column[at]!r}"
            print(f"  {column.name}: {other.sum():,} rows, first of line {judged['line'][at]}: {told}")
            differ += 1
    return differ


def _rows(run: Run) -> pl.DataFrame:
    lines = [
        one.line
        for one in run.outcomes
        for _ in range(
            len(one.problems) + (len(one.decision.actions) + len(one.decision.blockers) if one.decision else 0)
        )
    ]
    return run_frame(run).insert_column(0, pl.Series("line", lines, dtype=pl.Int64))


def _json(run: Run) -> pl.DataFrame:
    told = [
        (one.line, json.dumps(one.decision.to_dict(), ensure_ascii=False))
        for one in run.outcomes
        if one.decision is not None
    ]
    return pl.DataFrame(told, schema={"line": pl.Int64, "json": pl.String}, orient="row")


def _told(problems: Iterator[Problem] | tuple[Problem, ...]) -> list[str]:
    """Problems as far as the order of rows does not matter to them."""
    return sorted(f"{one.code} {one.invoice} {one.fact}" for one in problems)


def _sheet(file: str, frame: pl.DataFrame) -> Sheet:
    return Sheet(file, frame, pl.Series(range(1, frame.height + 1), dtype=pl.Int64))


def _shuffled(random: Random, invoices: Sheet, events: Sheet) -> tuple[Sheet, Sheet]:
    """Rows in any order; events of one invoice on one day stay in theirs."""
    bills = pl.select(pl.int_range(invoices.frame.height).shuffle(random.randrange(2**32))).to_series()
    turn = pl.struct("invoice", "on").hash(random.randrange(2**32))
    order = events.frame.select(turn.alias("turn")).with_row_index().sort("turn", maintain_order=True)["index"]
    return _only(invoices, bills), _only(events, order)


def _parts(random: Random, invoices: Sheet, events: Sheet, count: int) -> Pieces:
    """All rows of a customer in one part; the parts in any order."""
    of_bills = invoices.frame["customer"].hash(random.randrange(2**32)) % count
    home = pl.DataFrame({"invoice": invoices.frame["invoice"], "part": of_bills})
    of_events = events.frame.select("invoice").join(home, on="invoice", how="left", maintain_order="left")["part"]
    for part in random.sample(range(count), count):
        yield _only(invoices, (of_bills == part).arg_true()), _only(events, (of_events == part).arg_true())


def _only(sheet: Sheet, places: pl.Series) -> Sheet:
    return Sheet(sheet.file, sheet.frame[places], sheet.lines.gather(places))


if __name__ == "__main__":
    sys.exit(main())
