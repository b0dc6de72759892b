"""Ledgers that keep no events, ready for days to be gone through: what their columns tell, as the events that it would be.

Steps are going to be recorded on the invoices, and a column such as ``last_step`` cannot stand beside an event that says
the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dunning_engine.facts.event import EventKind
from dunning_engine.simulation.days import EPOCH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dunning_engine.columns.sheets import Sheets
    from dunning_engine.simulation.days import Days

_COLUMNS = ("balance", "paid_on", "last_step", "last_step_on")


def told_by_columns(
    invoices: pl.DataFrame, sheets: Sheets, numbers: pl.Series, days: Days
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The invoices without what their columns tell of the past, and that as events with their ``owner`` (row of the invoice).

    What is left of an invoice becomes a credit note of the difference on its date, or its amount where that is less. An
    invoice that is paid by the first day keeps its columns: nothing is going to be recorded on it that they contradict.
    """
    given = [name for name in _COLUMNS if name in invoices.columns]
    if not given:
        return invoices, _no_events()
    amount, issued = _numbers(sheets, "amount")[0], _numbers(sheets, "issued_on")[0]
    balance, has_balance = _numbers(sheets, "balance")
    paid_on, is_paid = _numbers(sheets, "paid_on")
    last_on, has_step = _numbers(sheets, "last_step_on")
    first = days.first.toordinal()
    left = np.where(has_balance, balance, amount)
    left = np.where(is_paid & (left <= 0), amount, left)
    rows = ~sheets.unfit & (left > 0) & ~(is_paid & (paid_on <= first)) & (has_balance | is_paid | has_step)
    if not rows.any():
        return invoices, _no_events()
    steps = pl.Series([None] * len(rows), dtype=pl.String)
    if "last_step" in invoices.columns:
        steps = invoices["last_step"].cast(pl.String)
    stepped = rows & has_step & (last_on < first)
    pays = rows & is_paid & (paid_on <= days.last.toordinal()) & (days.paying == "ledger")
    events = pl.concat(
        [
            _events(rows & (left < amount), numbers, EventKind.CREDIT_NOTE, issued, amount=amount - left),
            _events(stepped, numbers, EventKind.STEP, last_on, step=steps),
            _events(pays, numbers, EventKind.PAYMENT, paid_on, amount=left),
            _events(pays, numbers, EventKind.CLOSED, paid_on),  # whatever the days have claimed by then
        ],
        how="diagonal",
    )
    told = pl.Series(rows)
    columns = [
        pl.when(told).then(None).otherwise(pl.col(name)).cast(invoices.schema[name]).alias(name) for name in given
    ]
    more = pl.Series(rows & (left > amount))
    if more.any():
        kind = invoices.schema["amount"]
        raised = _kronor(left).cast(kind, strict=False)
        columns.append(pl.when(more).then(raised).otherwise(pl.col("amount")).alias("amount"))
    return invoices.with_columns(columns), events


def _events(
    rows: NDArray[np.bool_],
    numbers: pl.Series,
    kind: EventKind,
    on: NDArray[np.int64],
    *,
    amount: NDArray[np.int64] | None = None,
    step: pl.Series | None = None,
) -> pl.DataFrame:
    places = np.flatnonzero(rows)
    frame = pl.DataFrame(
        {
            "owner": places,
            "invoice": numbers.gather(places),
            "on": pl.Series((on[places] - EPOCH).astype(np.int32)).cast(pl.Date),
            "event": pl.Series([kind.value], dtype=pl.String).new_from_index(0, len(places)),
        }
    )
    if amount is not None:
        frame = frame.with_columns(_kronor(amount[places]).alias("amount"))
    if step is not None:
        frame = frame.with_columns(step.gather(places).alias("step"))
    return frame


def _no_events() -> pl.DataFrame:
    none = np.zeros(0, bool)
    return _events(none, pl.Series([], dtype=pl.String), EventKind.NOTE, np.zeros(0, np.int64))


def _kronor(ore: NDArray[np.int64]) -> pl.Series:
    return (pl.Series(ore).cast(pl.Decimal(38, 2)) / 100).cast(pl.Decimal(18, 2))


def _numbers(sheets: Sheets, name: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    column = sheets.fact(name)
    if column is None or column.numbers is None:
        return np.zeros(sheets.height, np.int64), np.zeros(sheets.height, bool)
    there = column.present.astype(bool)
    return np.where(there, column.numbers, 0), there
