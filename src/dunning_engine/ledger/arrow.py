"""Parts of a ledger as Arrow tables, for programs that hold the ledger themselves: Spark, Ray, Dask.

Gives the rows that `evaluate_ledger` gives.
Such a program's batches have no lines, so a problem's ``source`` names the table and the invoice: "events:1001". A
``position`` counts the rows of each invoice from 1; problems, which can come of several rows, stand in the order of their codes.
"""

from __future__ import annotations

import pickle
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from dunning_engine.decisions.flat import AMOUNT, COLUMNS, DATE, TEXT
from dunning_engine.facts.raw import plain
from dunning_engine.ledger.columns import check_columns
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.frame import stray_frame
from dunning_engine.ledger.part import Sheet
from dunning_engine.ledger.translate import number_of
from dunning_engine.policy.model import PolicyHistory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date


POSITION = "position"
SCHEMA = pa.schema(
    [
        *(
            pa.field(name, {TEXT: pa.string(), DATE: pa.date32(), AMOUNT: pa.decimal128(18, 2)}[kind])
            for name, kind in COLUMNS.items()
        ),
        pa.field(POSITION, pa.int32()),
    ]
)
"""The columns of `evaluate_ledger`, and ``position``."""

_INVOICES, _EVENTS = "invoices", "events"
_SAID_OF_A_PROBLEM = ("invoice", "code", "fact", "message", "source")


def evaluate_arrow(
    policy: PolicyHistory | Mapping[str, PolicyHistory],
    invoices: pa.Table,
    events: pa.Table | None = None,
    *,
    as_of: date,
) -> pa.Table:
    """What to do with the invoices of one part, as ``SCHEMA``: sorted by invoice and position.

    All rows of an invoice's number and all its events stand in one part; with a policy that adds up interest over a
    customer's invoices, all of those do. Of several policies each invoice names its own. Raises `FactError` when a table
    cannot be used at all, as when a column is missing.
    """
    return ArrowEvaluator(policy, as_of=as_of)(invoices, events)


class ArrowEvaluator:
    """`evaluate_arrow` of one policy (or several by name) and one day, for any number of parts.

    It is small when pickled (20 kB for all the policies that ship), and a process that is handed it with every part builds it once.
    """

    def __init__(self, policy: PolicyHistory | Mapping[str, PolicyHistory], *, as_of: date) -> None:
        alone = isinstance(policy, PolicyHistory)
        self._policies = {policy.name: policy} if isinstance(policy, PolicyHistory) else dict(policy)
        self._chosen = next(iter(self._policies)) if alone else None
        self._as_of = as_of
        self._evaluator = LedgerEvaluator(self._policies, as_of=as_of, policy=self._chosen)

    @property
    def joins_customers(self) -> bool:
        """Whether all invoices of a customer must stand in one part."""
        return self._evaluator.joins_customers

    def __call__(self, invoices: pa.Table, events: pa.Table | None = None) -> pa.Table:
        """What to do with the invoices of one part."""
        check_columns(invoices.column_names, None if events is None else events.column_names)
        part = self._evaluator.part(_sheet(_INVOICES, invoices), None if events is None else _sheet(_EVENTS, events))
        rows = pl.concat([part.rows.drop("line"), stray_frame(part.stray, self._as_of)])
        return _in_order(rows).to_arrow().cast(SCHEMA)

    def __reduce__(self) -> tuple[Callable[..., ArrowEvaluator], tuple[bytes, date, str]]:
        """The policies as they were read and checked here: another machine has neither their files nor their law."""
        return _of_this_process, (pickle.dumps((self._policies, self._chosen)), self._as_of, _version())


def key_of(values: pa.Array) -> pa.Array:
    """Invoice or customer numbers as ledgers compare them: those that are equal must meet, null is no number."""
    column = pl.Series(values)
    if column.dtype.is_integer():
        return column.cast(pl.String).to_arrow().cast(pa.string())
    if column.dtype == pl.String:
        odd = (~column.str.contains(r"^[!-~]+$")).arg_true()  # the others say what they say without blanks and accents
        keys = column.scatter(odd, [number_of(value) for value in column.gather(odd)]) if odd.len() else column
    else:
        keys = pl.Series([None if value is None else number_of(plain(value)) for value in column], dtype=pl.String)
    return keys.to_arrow().cast(pa.string())


@lru_cache(maxsize=8)
def _of_this_process(pickled: bytes, as_of: date, made_with: str) -> ArrowEvaluator:
    if made_with != _version():
        raise RuntimeError(
            f"the policies come from dunning-engine {made_with}, and here is {_version()}: install the same everywhere"
        )
    policies, chosen = pickle.loads(pickled)  # noqa: S301 - made by __reduce__, and the caller's pickle holds it
    return ArrowEvaluator(policies if chosen is None else policies[chosen], as_of=as_of)


def _version() -> str:
    return version("dunning-engine")


def _sheet(file: str, table: pa.Table) -> Sheet:
    frame = pl.DataFrame(table)
    return Sheet(file, frame, pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True))


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """By invoice; its decision as it stands, its problems by what they say."""
    is_problem = pl.col("kind") == "problem"
    table = pl.col("source").str.extract(r"^(\w+):\d+:\d+$")
    place = pl.concat_str([table, pl.col("invoice")], separator=":", ignore_nulls=True)
    standing = pl.when(is_problem).then(0).otherwise(pl.int_range(pl.len()))
    return (
        rows.lazy()
        .with_columns(
            source=pl.when(is_problem & table.is_not_null()).then(place).otherwise("source"), standing=standing
        )
        .sort("invoice", "standing", "code", "fact", "message", "source")
        .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("invoice").alias(POSITION))
        .drop("standing")
        .collect()
    )
