"""Decisions as a table: one row per action, per blocker and per problem, for CSV and Parquet.

An invoice or an account with nothing to do has no row. Amounts are Decimal(18, 2), dates dates, everything else text.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.evaluate import must_be_a_day
from dunning_engine.decisions.flat import AMOUNT, COLUMNS, DATE, TEXT, decision_rows, invoice_rows
from dunning_engine.decisions.words import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    import polars as pl

    from dunning_engine.ledger.run import AccountOutcome, Outcome, Run
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem


def evaluate_ledger(
    policy: PolicyHistory | Mapping[str, PolicyHistory],
    invoices: pl.DataFrame,
    events: pl.DataFrame | None = None,
    *,
    as_of: date,
) -> pl.DataFrame:
    """What to do with a frame of invoices, in our own column names: one row per action, blocker or problem (``COLUMNS``).

    With one policy all follow it, with several by name each invoice names its own. ``events`` has the column ``invoice``
    beside the fields of an event. An invoice whose facts do not fit stops nothing: its problems are rows too, and so, at the
    end, are events about no invoice. Raises ``FactError`` when a frame cannot be used at all, as when a column is missing, and
    ``TypeError`` for what is no DataFrame or no date.
    """
    import polars as pl  # noqa: PLC0415 - slow to import

    for name, frame in (("invoices", invoices), ("events", events)):
        if not isinstance(frame, pl.DataFrame) and (frame is not None or name == "invoices"):
            raise TypeError(f"{name} is a Polars DataFrame, not {type(frame).__name__}")
    must_be_a_day(as_of)
    from dunning_engine.ledger.columns import check_columns  # noqa: PLC0415 - reached only by whole ledgers
    from dunning_engine.ledger.evaluator import LedgerEvaluator  # noqa: PLC0415 - likewise
    from dunning_engine.ledger.part import Sheet  # noqa: PLC0415 - likewise

    check_columns(invoices.columns, None if events is None else events.columns)
    policies = policy if isinstance(policy, Mapping) else {policy.name: policy}
    evaluator = LedgerEvaluator(policies, as_of=as_of, policy=None if isinstance(policy, Mapping) else policy.name)
    lines = pl.Series(range(1, invoices.height + 1), dtype=pl.Int64)
    beside = None if events is None else Sheet("events", events, pl.Series(range(1, events.height + 1), dtype=pl.Int64))
    part = evaluator.part(Sheet("invoices", invoices, lines), beside)
    return pl.concat([part.rows.drop("line"), stray_frame(part.stray, as_of)])


def run_frame(run: Run, language: str = DEFAULT_LANGUAGE) -> pl.DataFrame:
    """A run's actions, blockers and problems in the order of the ledger, then those of the accounts in the order of theirs."""
    return frame_of(
        [
            *(row for outcome in run.outcomes for row in _rows(outcome, run.as_of, language)),
            *(row for outcome in run.accounts for row in _account_rows(outcome, run.as_of, language)),
        ]
    )


def stray_frame(problems: Iterable[Problem], as_of: date) -> pl.DataFrame:
    """Problems of no invoice's row as flat rows, each with the invoice that it names."""
    return frame_of(
        [row for one in problems for row in _problem_rows((one,), {"invoice": one.invoice, "as_of": as_of})]
    )


def frame_of(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str] = COLUMNS) -> pl.DataFrame:
    """Flat rows as a frame."""
    import polars as pl  # noqa: PLC0415 - slow to import

    types: dict[str, pl.DataType | type[pl.DataType]] = {TEXT: pl.String, DATE: pl.Date, AMOUNT: pl.Decimal(18, 2)}
    return pl.DataFrame(
        {
            name: pl.Series([_held(row.get(name), kind) for row in rows], dtype=types[kind])
            for name, kind in columns.items()
        }
    )


def _held(value: Any, kind: str) -> Any:
    return Decimal(value).scaleb(-2) if kind == AMOUNT and value is not None else value


def _rows(outcome: Outcome, as_of: date, language: str) -> Iterator[dict[str, Any]]:
    invoice, decision = outcome.invoice, outcome.decision
    common = {"invoice": outcome.number, "as_of": as_of}
    if invoice is not None:
        common |= {"customer": invoice.customer, "client": invoice.client}
    yield from _problem_rows(outcome.problems, common)
    if decision is not None and invoice is not None:
        yield from invoice_rows(invoice, decision, language)


def _account_rows(outcome: AccountOutcome, as_of: date, language: str) -> Iterator[dict[str, Any]]:
    common = {"account": outcome.number, "as_of": as_of}
    if outcome.account is not None:
        common |= {"client": outcome.account.client}
    yield from _problem_rows(outcome.problems, common)
    if outcome.decision is not None:
        yield from decision_rows(outcome.decision, common, language)


def _problem_rows(problems: tuple[Problem, ...], common: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for problem in problems:
        place = None if problem.span is None else str(problem.span)
        yield {
            **common,
            "kind": "problem",
            "fact": problem.fact,
            "code": problem.code,
            "message": problem.message,
            "source": place,
        }
