"""One ledger in columns, decided by every contender; they must agree on every invoice before any is timed.

Those that ask invoice by invoice are given the first few hundred of the same ledger; the others take it whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import by_hand
import numpy as np
import polars as pl
import with_duckdb
import with_durable
import with_polars
import with_zen
from answer import Answer, answer_of
from contest import BY_HAND, DURABLE, OURS, ZEN_DECISION, ZEN_LOADER
from day_table import day_table
from timing import Contender, take_turns

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.invoice import Invoice
from dunning_engine.ledger.frame import evaluate_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from timing import Times

    from dunning_engine.policy.model import PolicyHistory

OURS_IN_COLUMNS, READING = "evaluate_ledger()", "reading the columns once, NumPy"
POLARS, DUCKDB = "written by hand in Polars", "written by hand in SQL, DuckDB"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Invoices and events in typed columns; the events of an invoice stand in the order of their days."""

    invoices: pl.DataFrame
    events: pl.DataFrame
    as_of: date


def measure(history: PolicyHistory, ledger: Ledger, some: int, rounds: int) -> dict[str, Times]:
    """Microseconds an invoice; ``AssertionError`` where two contenders differ. ``some`` are asked about one by one."""
    rates = by_hand.Rates(history.revisions[-1].law)
    days = day_table(rates)
    one_by_one: dict[str, Callable[[Invoice], Answer]] = {
        BY_HAND: lambda invoice: by_hand.decide(invoice, ledger.as_of, rates),
        ZEN_LOADER: _on(with_zen.from_loader(rates), ledger.as_of),
        ZEN_DECISION: _on(with_zen.from_text(rates), ledger.as_of),
        DURABLE: _on(with_durable.from_lang(rates), ledger.as_of),
    }
    decide = partial(evaluate, history, as_of=ledger.as_of)
    polars = partial(with_polars.decide, ledger.invoices, ledger.events, ledger.as_of, days)
    duckdb = with_duckdb.DuckLedger(ledger.invoices, ledger.events, ledger.as_of, days).decide
    ours = partial(evaluate_ledger, history, ledger.invoices, ledger.events, as_of=ledger.as_of)

    answers = polars()
    _all_alike(DUCKDB, pl.DataFrame(duckdb()), answers)
    _tell_the_same(ours(), answers.with_columns(ledger.invoices["invoice"]))
    asked = _first(ledger, some)
    for invoice, said in zip(asked, answers.iter_rows(), strict=False):
        right = answer_of(decide(invoice))
        assert Answer(*said) == right, f"{POLARS} differs on invoice {invoice.invoice}: {said} is not {right}"
        for name, other in one_by_one.items():
            assert other(invoice) == right, f"{name} differs on invoice {invoice.invoice}"

    given, count = [(invoice,) for invoice in asked], ledger.invoices.height
    whole: dict[str, Callable[[], object]] = {
        OURS_IN_COLUMNS: ours,
        POLARS: polars,
        DUCKDB: duckdb,
        READING: partial(_read, _in_memory(ledger)),
    }
    contenders = {name: Contender(call, lambda: [()], count) for name, call in whole.items()}
    contenders |= {name: Contender(other, lambda: given) for name, other in {OURS: decide, **one_by_one}.items()}
    return take_turns(contenders, rounds)


def _on(decide: Callable[[Invoice, date], Answer], as_of: date) -> Callable[[Invoice], Answer]:
    return lambda invoice: decide(invoice, as_of)


def _all_alike(name: str, said: pl.DataFrame, right: pl.DataFrame) -> None:
    for column in right.columns:
        differs = said[column].ne_missing(right[column])
        assert not differs.any(), f"{name} differs in {column} on row {differs.arg_true()[0]}"


def _tell_the_same(rows: pl.DataFrame, answers: pl.DataFrame) -> None:
    """Whether the rows say what the answers say; an invoice with nothing to do and nothing to wait for has no row."""
    assert not (rows["kind"] == "problem").any()
    taken = rows.filter(pl.col("kind") == "action", pl.col("action") != "request_information")
    told = answers.join(
        rows.unique("invoice", keep="first").select("invoice", "next_step", earliest="next_earliest", has_row=True),
        on="invoice",
        how="left",
        maintain_order="left",
        suffix="_told",
    ).join(
        taken.unique("invoice", keep="first", maintain_order=True).select(
            "invoice", "action", "pay_by", *(pl.col(name).to_physical().cast(pl.Int64) for name in ("fee", "interest"))
        ),
        on="invoice",
        how="left",
        maintain_order="left",
        suffix="_told",
    )
    for name, nothing in {"action": None, "pay_by": None, "fee": 0, "interest": 0}.items():
        _all_alike(
            OURS_IN_COLUMNS,
            told.select(pl.col(name + "_told").fill_null(nothing) if nothing == 0 else pl.col(name + "_told")).rename(
                {name + "_told": name}
            ),
            told.select(name),
        )
    speaks = told.filter("has_row")
    for name in ("next_step", "earliest"):
        _all_alike(OURS_IN_COLUMNS, speaks.select(pl.col(name + "_told").alias(name)), speaks.select(name))


def _first(ledger: Ledger, some: int) -> list[Invoice]:
    """The first invoices of the ledger, each with its events."""
    events: dict[str, list[dict[str, object]]] = {}
    first = ledger.invoices.head(some)
    for row in ledger.events.join(first.select("invoice"), on="invoice", how="semi", maintain_order="left").iter_rows(
        named=True
    ):
        events.setdefault(row.pop("invoice"), []).append(_given(row))
    return [
        Invoice.from_mapping({**_given(row), "events": events.get(row["invoice"], [])})
        for row in first.iter_rows(named=True)
    ]


def _given(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}


def _in_memory(ledger: Ledger) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The bytes of every column, whole words of 8."""
    columns = [column for frame in (ledger.invoices, ledger.events) for column in frame.get_columns()]
    buffers = [buffer for column in columns for buffer in column.to_arrow().buffers() if buffer is not None]
    return [np.frombuffer(buffer, np.int64, buffer.size // 8) for buffer in buffers]


def _read(columns: list[np.ndarray[tuple[int], np.dtype[np.int64]]]) -> int:
    return sum(int(column.sum()) for column in columns)
