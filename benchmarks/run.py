"""Measure the engine: one decision against other ways to make it, its stages, and the command's cold start.

``--write`` puts the figures into docs/performance.md, between its markers.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import cold_start
import contest
import machine
import report
import sample
import stages

from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=400, help="how many invoices (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=15, help="timed rounds (default %(default)s)")
    parser.add_argument("--starts", type=int, default=10, help="runs of the command (default %(default)s)")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.name}")
    options = parser.parse_args()
    lines = _measure(options.invoices, options.rounds, options.starts)
    print("\n".join(lines))
    if options.write:
        _write(lines)


def _measure(count: int, rounds: int, starts: int) -> list[str]:
    start = cold_start.measure(starts)  # first, while this process is small
    imports = cold_start.imports()
    history = load_policies()["fakturaservice"]
    mappings = sample.mappings(count)
    invoices = [Invoice.from_mapping(mapping) for mapping in mappings]
    _say(f"{count} invoices, {rounds} rounds")
    times = contest.measure(history, mappings, invoices, rounds)
    split = stages.measure(history, mappings, invoices, rounds)
    events = sum(len(invoice.events) for invoice in invoices)
    return [
        *report.machine_table(machine.describe()),
        "",
        f"{count} invoices with {events} events, {rounds} rounds; all contenders gave the same answers on every invoice.",
        "",
        *report.decision_table(times),
        "",
        *report.stage_table(split),
        "",
        *report.start_table(start),
        "",
        *report.import_table(imports),
        "",
        *report.verdicts(times, start),
    ]


def _write(lines: list[str]) -> None:
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        sys.exit(f"{PAGE.name} has no place for the figures: {_BEGIN} … {_END}")
    PAGE.write_text("\n".join([before + begin, "", *lines, "", end + after]), encoding="utf-8")


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    main()
