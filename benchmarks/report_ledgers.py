"""The figures of whole ledgers as tables, and whether each aim was met."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import ledger_contest
from contest import BY_HAND, DURABLE, OURS, ZEN_DECISION, ZEN_LOADER
from report import met, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from end_to_end import EndToEnd
    from growth import Curve
    from timing import Times

_ORDER = (
    ledger_contest.READING,
    ledger_contest.POLARS,
    ledger_contest.OURS_IN_COLUMNS,
    ledger_contest.DUCKDB,
    BY_HAND,
    OURS,
    ZEN_LOADER,
    ZEN_DECISION,
    DURABLE,
)
_WITHIN_POLARS, _OVER_ZEN = 2, 50
_EVALUATED_A_SECOND, _END_TO_END_A_SECOND, _MEMORY = 1_000_000, 500_000, 4 * 2**30
_EVEN = 1.25  # what still counts as the same time, on a machine that does other work
_GIB = 2**30


def contest_table(times: Mapping[str, Times]) -> list[str]:
    """Nanoseconds an invoice, and the ratios to the hand-written Polars and to reading the columns once."""
    polars, reading = times[ledger_contest.POLARS], times[ledger_contest.READING]
    rows = [
        (
            name,
            *(_nanoseconds(figure) for figure in (times[name].middle, times[name].fastest, times[name].slowest)),
            f"{times[name].over(polars):.2f} x",
            f"{times[name].over(reading):,.0f} x",
        )
        for name in _ORDER
    ]
    return table(("per invoice", "ns", "fastest", "slowest", "to Polars", "to reading"), rows)


def contest_verdicts(ledger: str, times: Mapping[str, Times]) -> list[str]:
    """The aims against hand-written Polars and against zen-engine."""
    ours = times[ledger_contest.OURS_IN_COLUMNS]
    of_polars, of_zen = ours.over(times[ledger_contest.POLARS]), times[ZEN_DECISION].over(ours)
    return [
        f"- {ledger}, within {_WITHIN_POLARS} x of hand-written Polars: {met(of_polars <= _WITHIN_POLARS)}; {of_polars:.2f} x",
        f"- {ledger}, at least {_OVER_ZEN} x {ZEN_DECISION}: {met(of_zen >= _OVER_ZEN)}; {of_zen:,.0f} x",
    ]


def growth_tables(curves: Sequence[Curve]) -> list[str]:
    """One table per curve: microseconds an invoice, and the multiple of the first point."""
    lines: list[str] = []
    for curve in curves:
        points = zip(curve.xs, curve.microseconds, curve.ratios, strict=True)
        rows = [(f"{x:,}", f"{microseconds:.2f}", f"{ratio:.2f} x") for x, microseconds, ratio in points]
        lines += [*table((curve.name, "µs per invoice", "to the first"), rows), ""]
    return [*lines, *map(_growth_verdict, curves)]


def _growth_verdict(curve: Curve) -> str:
    """A ledger's time may grow with its invoices; an invoice's own with what grows, from the first point above zero."""
    start = 0 if curve.xs[0] else 1
    more, longer = curve.xs[-1] / curve.xs[start], curve.ratios[-1] / curve.ratios[start]
    limit = _EVEN if curve.name.startswith("invoices") else more
    return f"- {curve.name}, at most linear: {met(longer <= limit)}; {more:,.0f} times as many, {longer:.2f} times the time per invoice"


def end_to_end_table(one: EndToEnd) -> list[str]:
    """The whole command, and the evaluation alone."""
    command = one.command
    rows = [
        ("by the clock", f"{command.wall:.1f} s"),
        ("processor time, all cores", f"{command.processor:.1f} s"),
        ("highest memory", f"{command.peak / _GIB:.2f} GiB"),
        ("invoices a second, end to end", f"{one.invoices / command.wall:,.0f}"),
        ("read, written", f"{one.read / 1e6:,.0f} MB, {one.written / 1e6:,.0f} MB"),
    ]
    if one.evaluation is not None:
        rows += [
            ("invoices a second, evaluation alone", f"{one.invoices / one.evaluation:,.0f}"),
            ("of them decided one by one", f"{one.by_hand:,} ({one.by_hand / one.invoices:.2%})"),
        ]
    whose = "six policies" if one.policy is None else one.policy
    head = f"{whose}: {one.invoices:,} invoices, {one.events:,} events, {one.rows:,} rows out"
    return table((head, ""), rows)


def end_to_end_verdicts(one: EndToEnd) -> list[str]:
    """The aims of throughput and memory."""
    evaluated, whole = one.invoices / (one.evaluation or math.inf), one.invoices / one.command.wall
    return [
        f"- {_EVALUATED_A_SECOND:,} invoices a second in the evaluation: {met(evaluated >= _EVALUATED_A_SECOND)}; {evaluated:,.0f}",
        f"- {_END_TO_END_A_SECOND:,} invoices a second end to end: {met(whole >= _END_TO_END_A_SECOND)}; {whole:,.0f}",
        f"- under 4 GiB: {met(one.command.peak < _MEMORY)}; {one.command.peak / _GIB:.2f} GiB",
    ]


def _nanoseconds(microseconds: float) -> str:
    nanoseconds = microseconds * 1000
    return f"{nanoseconds:,.1f}" if nanoseconds < 100 else f"{nanoseconds:,.0f}"  # noqa: PLR2004 (three figures)
