"""Measure the engine: one decision, the command's cold start, whole ledgers against others, growth, end to end, previews, the service.

``--write`` puts the figures into docs/performance.md, each part between its markers, and the curves into docs/pictures/.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cold_start
import contest
import daily_ledger
import drawn_ledger
import end_to_end
import growth
import growth_plot
import ledger_contest
import machine
import previews
import report
import report_ledgers
import sample
import service_load
import service_reload
import stages

from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies

if TYPE_CHECKING:
    from collections.abc import Callable

_DOCS = Path(__file__).parent.parent / "docs"
PAGE, PICTURE = _DOCS / "performance.md", _DOCS / "pictures" / "growth.svg"
_POLICY = "fakturaservice"
_ALIKE = "all contenders gave the same answers on every invoice that they were asked about"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: invoices, and timed rounds."""

    decisions: int
    decision_rounds: int
    starts: int
    ledger: int
    ledger_rounds: int
    growth: growth.Sizes
    growth_rounds: int
    end_to_end: int
    preview: int
    service_seconds: int
    service_turns: int


QUICK = Sizes(
    decisions=400,
    decision_rounds=15,
    starts=10,
    ledger=200_000,
    ledger_rounds=5,
    growth=growth.Sizes((10_000, 100_000, 500_000), (0, 1, 2, 5, 10), (3, 10, 30), (1, 13, 49), 50_000),
    growth_rounds=3,
    end_to_end=200_000,
    preview=100_000,
    service_seconds=4,
    service_turns=2,
)
FULL = Sizes(
    decisions=400,
    decision_rounds=15,
    starts=10,
    ledger=1_000_000,
    ledger_rounds=7,
    growth=growth.Sizes(
        (10_000, 100_000, 1_000_000, 10_000_000),
        (0, 1, 2, 4, 6, 8, 10),
        (3, 10, 20, 30),
        (1, 7, 13, 25, 37, 49),
        200_000,
    ),
    growth_rounds=3,
    end_to_end=5_000_000,
    preview=1_000_000,
    service_seconds=60,
    service_turns=4,
)


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", action="append", choices=_PARTS, help="may be given again; without it, all parts")
    parser.add_argument("--full", action="store_true", help="in full size; takes long")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.name}")
    given = parser.parse_args()
    for name, measure in _PARTS.items():
        if given.part and name not in given.part:
            continue
        print(f"{name} …", file=sys.stderr)
        lines = measure(FULL if given.full else QUICK, given.write)
        print("\n".join(lines), "\n", flush=True)
        if given.write:
            _write(name, lines)


def _machine(_: Sizes, _write: bool) -> list[str]:
    return report.machine_table(machine.describe())


def _start(sizes: Sizes, _: bool) -> list[str]:
    times = cold_start.measure(sizes.starts)
    return [
        *report.start_table(times),
        "",
        *report.import_table(cold_start.imports()),
        "",
        report.start_verdict(times),
    ]


def _decision(sizes: Sizes, _: bool) -> list[str]:
    history = load_policies()[_POLICY]
    mappings = sample.mappings(sizes.decisions)
    invoices = [Invoice.from_mapping(mapping) for mapping in mappings]
    times = contest.measure(history, mappings, invoices, sizes.decision_rounds)
    split = stages.measure(history, mappings, invoices, sizes.decision_rounds)
    events = sum(len(invoice.events) for invoice in invoices)
    return [
        f"{sizes.decisions} invoices with {events} events, {sizes.decision_rounds} rounds; {_ALIKE}.",
        "",
        *report.decision_table(times),
        "",
        *report.stage_table(split),
        "",
        *report.verdicts(times),
    ]


def _ledgers(sizes: Sizes, _: bool) -> list[str]:
    lines, verdicts = [], []
    invoices, events = drawn_ledger.draw(sizes.ledger)
    of_a_day, told, left_out = daily_ledger.draw(sizes.ledger)
    for name, said, ledger in (
        ("Every course", "", ledger_contest.Ledger(invoices, events, sample.AS_OF)),
        ("A day's run", f" ({left_out:,} others left out)", ledger_contest.Ledger(of_a_day, told, sample.AS_OF)),
    ):
        times = ledger_contest.measure(load_policies()[_POLICY], ledger, sizes.decisions, sizes.ledger_rounds)
        lines += [
            f"*{name}*: {ledger.invoices.height:,} invoices{said} with {ledger.events.height:,} events, {sizes.ledger_rounds} rounds; {_ALIKE}.",
            "",
            *report_ledgers.contest_table(times),
            "",
        ]
        verdicts += report_ledgers.contest_verdicts(name, times)
    return lines + verdicts


def _growth(sizes: Sizes, write: bool) -> list[str]:
    curves = growth.measure(sizes.growth, sizes.growth_rounds)
    if write:
        growth_plot.draw(curves, PICTURE)
    return report_ledgers.growth_tables(curves)


def _end_to_end(sizes: Sizes, _: bool) -> list[str]:
    one = end_to_end.measure(sizes.end_to_end, policy=_POLICY)
    every = end_to_end.measure(sizes.end_to_end)
    tables = [*report_ledgers.end_to_end_table(one), "", *report_ledgers.end_to_end_table(every), ""]
    return [*tables, f"Under `{_POLICY}`:", "", *report_ledgers.end_to_end_verdicts(one)]


def _preview(sizes: Sizes, _: bool) -> list[str]:
    found = previews.measure(sizes.preview, _POLICY)
    return [*previews.previews_table(found), "", *previews.previews_verdicts(found)]


def _service(sizes: Sizes, _: bool) -> list[str]:
    pairs = service_load.measure(sizes.service_seconds, sizes.service_turns)
    return [
        *service_load.load_table(pairs),
        "",
        *service_load.work_table(pairs),
        "",
        *service_load.memory_table(pairs),
        "",
        *service_load.verdicts(pairs),
        *service_reload.lines(service_reload.measure(max(sizes.service_seconds, service_reload.SHORTEST))),
    ]


_PARTS: dict[str, Callable[[Sizes, bool], list[str]]] = {
    "machine": _machine,
    "start": _start,
    "decision": _decision,
    "ledgers": _ledgers,
    "growth": _growth,
    "end-to-end": _end_to_end,
    "preview": _preview,
    "service": _service,
}


def _write(part: str, lines: list[str]) -> None:
    begin, end = f"<!-- measured: {part} -->", f"<!-- end: {part} -->"
    before, found, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        sys.exit(f"{PAGE.name} has no place for the figures: {begin} … {end}")
    PAGE.write_text("\n".join([before + begin, "", *lines, "", end + after]), encoding="utf-8")


if __name__ == "__main__":
    main()
