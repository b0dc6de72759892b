"""Decisions as a table: one row per action, per blocker and per problem, for CSV and Parquet.

An invoice or an account with nothing to do has no row. Amounts are Decimal(18, 2), dates dates, everything else text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.words import DEFAULT_LANGUAGE
from dunning_engine.money import format_hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import polars as pl

    from dunning_engine.decisions.action import Action, Posting
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.ledger.run import AccountOutcome, Outcome, Run
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem

TEXT, DATE, AMOUNT = "text", "date", "amount"
COLUMNS: Mapping[str, str] = {
    "invoice": TEXT,
    "account": TEXT,
    "customer": TEXT,
    "client": TEXT,
    "policy": TEXT,
    "revision": DATE,
    "as_of": DATE,
    "stage": TEXT,
    "balance": AMOUNT,
    "kind": TEXT,
    "action": TEXT,
    "step": TEXT,
    "title": TEXT,
    "approval": TEXT,
    "on": DATE,
    "send_by": TEXT,
    "send_to": TEXT,
    "fact": TEXT,
    "about": TEXT,
    "principal": AMOUNT,
    "fees_before": AMOUNT,
    "fee": AMOUNT,
    "late_compensation": AMOUNT,
    "interest": AMOUNT,
    "amount_to_pay": AMOUNT,
    "pay_by": DATE,
    "amount": AMOUNT,
    "purchase_fee": AMOUNT,
    "advance": AMOUNT,
    "payout": AMOUNT,
    "payout_on": DATE,
    "continue_in": TEXT,
    "covers": TEXT,
    "postings": TEXT,
    "code": TEXT,
    "message": TEXT,
    "next_step": TEXT,
    "next_earliest": DATE,
    "key": TEXT,
    "rule": TEXT,
    "source": TEXT,
    "law": TEXT,
    "digest": TEXT,
}
"""Every column with what it holds; ``kind`` is ``action``, ``blocker`` or ``problem``.

A row has an ``invoice``, or else an ``account``. ``amount_to_pay`` is there where the debtor is asked for it. ``covers`` are the invoices on an interest invoice, ``postings`` the lines of
the bookkeeping entry: "D 1518 10000.00; K 2811 10000.00".
"""


def evaluate_ledger(
    policy: PolicyHistory, invoices: pl.DataFrame, events: pl.DataFrame | None = None, *, as_of: date
) -> pl.DataFrame:
    """What to do with a frame of invoices, in our own column names: one row per action, blocker or problem (``COLUMNS``).

    ``events`` has the column ``invoice`` beside the fields of an event. An invoice whose facts do not fit stops nothing: its
    problems are rows too. Raises ``FactError`` when a frame cannot be used at all, as when a column is missing.
    """
    from dunning_engine.ledger.ledger import ledger_of_tables  # noqa: PLC0415 - reached only by whole ledgers
    from dunning_engine.ledger.parquet import frame_table  # noqa: PLC0415 - likewise
    from dunning_engine.ledger.run import evaluate_rows  # noqa: PLC0415 - likewise
    from dunning_engine.problems import FactError, has_errors  # noqa: PLC0415 - likewise

    beside = None if events is None else frame_table(events, "events")
    ledger = ledger_of_tables(frame_table(invoices, "invoices"), beside)
    if has_errors(ledger.file_problems):
        raise FactError(ledger.file_problems)
    return run_frame(evaluate_rows(ledger, {policy.name: policy}, policy=policy.name, as_of=as_of))


def run_frame(run: Run, language: str = DEFAULT_LANGUAGE) -> pl.DataFrame:
    """A run's actions, blockers and problems in the order of the ledger, then those of the accounts in the order of theirs."""
    import polars as pl  # noqa: PLC0415 - slow to import

    types: dict[str, pl.DataType | type[pl.DataType]] = {TEXT: pl.String, DATE: pl.Date, AMOUNT: pl.Decimal(18, 2)}
    rows = [
        *(row for outcome in run.outcomes for row in _rows(outcome, run.as_of, language)),
        *(row for outcome in run.accounts for row in _account_rows(outcome, run.as_of, language)),
    ]
    return pl.DataFrame(
        {name: pl.Series([row.get(name) for row in rows], dtype=types[kind]) for name, kind in COLUMNS.items()}
    )


def _rows(outcome: Outcome, as_of: date, language: str) -> Iterator[dict[str, Any]]:
    invoice, decision = outcome.invoice, outcome.decision
    common = {"invoice": outcome.number, "as_of": as_of}
    if invoice is not None:
        common |= {"customer": invoice.customer, "client": invoice.client}
    yield from _problem_rows(outcome.problems, common)
    if decision is not None:
        coming = decision.next
        common |= {
            "stage": decision.stage,
            "next_step": None if coming is None else coming.step,
            "next_earliest": None if coming is None else coming.earliest,
        }
        yield from _decision_rows(decision, common, language)


def _account_rows(outcome: AccountOutcome, as_of: date, language: str) -> Iterator[dict[str, Any]]:
    common = {"account": outcome.number, "as_of": as_of}
    if outcome.account is not None:
        common |= {"client": outcome.account.client}
    yield from _problem_rows(outcome.problems, common)
    if outcome.decision is not None:
        yield from _decision_rows(outcome.decision, common, language)


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


def _decision_rows(
    decision: Decision | AccountDecision, common: dict[str, Any], language: str
) -> Iterator[dict[str, Any]]:
    common = {
        **common,
        "policy": decision.policy,
        "revision": decision.revision,
        "balance": _kronor(decision.balance),
        "digest": decision.digest,
    }
    for action in decision.actions:
        yield {
            **common,
            **_trade_part(action),
            "kind": "action",
            "action": action.action,
            "step": action.step,
            "title": action.title,
            "approval": action.approval,
            "on": action.on,
            "send_by": action.send_by,
            "send_to": action.send_to,
            "fact": action.fact,
            "about": action.about,
            "principal": _kronor(action.principal),
            "fees_before": _kronor(action.fees_before),
            "fee": _kronor(action.fee),
            "late_compensation": _kronor(action.late_compensation),
            "interest": _kronor(action.interest),
            "amount_to_pay": _kronor(action.amount_to_pay) if action.action in STATE_AN_AMOUNT else None,
            "pay_by": action.pay_by,
            "key": action.key,
            "rule": action.rule,
            "source": action.source,
            "law": "; ".join(action.law),
        }
    for blocker in decision.blockers:
        yield {
            **common,
            "kind": "blocker",
            "step": blocker.step,
            "fact": blocker.fact,
            "code": blocker.code,
            "message": blocker.message(language),
            "source": blocker.source,
        }


def _trade_part(action: Action) -> dict[str, Any]:
    """What a purchase, a payout, a buy-back or an interest invoice carries, and what any action posts."""
    terms = action.terms
    return {
        "amount": None if action.amount is None else _kronor(action.amount),
        "purchase_fee": None if terms is None else _kronor(terms.fee),
        "advance": None if terms is None else _kronor(terms.advance),
        "payout": None if terms is None else _kronor(terms.payout),
        "payout_on": None if terms is None else terms.payout_on,
        "continue_in": action.continue_in,
        "covers": ", ".join(line.invoice for line in action.lines) or None,
        "postings": "; ".join(map(_posting, action.postings)) or None,
    }


def _posting(posting: Posting) -> str:
    side, amount = ("D", posting.debit) if posting.debit else ("K", posting.credit)
    return f"{side} {posting.account} {format_hundredths(amount)}"


def _kronor(ore: int) -> Decimal:
    return Decimal(ore).scaleb(-2)
