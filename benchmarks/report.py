"""The figures as tables that read the same in a terminal and in docs/performance.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cold_start
import contest
import stages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timing import Times

_LARGEST_IMPORTS = 10


def decision_table(times: Mapping[str, Times]) -> list[str]:
    """Microseconds a decision, and the ratios to ``evaluate()`` and to the hand-written one."""
    rows = [
        (name, *_microseconds(one), _ratio(one, times[contest.OURS]), _ratio(one, times[contest.BY_HAND]))
        for name, one in times.items()
    ]
    return table(("one decision", "µs", "fastest", "slowest", "to evaluate()", "to by hand"), rows)


def stage_table(times: Mapping[str, Times]) -> list[str]:
    """Microseconds a stage, and its share of the whole."""
    whole = times[stages.WHOLE]
    rows = [(name, *_microseconds(one), f"{100 * one.over(whole):.0f} %") for name, one in times.items()]
    return table(("stage", "µs", "fastest", "slowest", "of the whole"), rows)


def start_table(times: Mapping[str, Times]) -> list[str]:
    """Milliseconds a run of a command."""
    rows = [
        (name, *(f"{1000 * seconds:.0f}" for seconds in (one.middle, one.fastest, one.slowest)))
        for name, one in times.items()
    ]
    return table(("command", "ms", "fastest", "slowest"), rows)


def import_table(spent: Sequence[tuple[str, float]]) -> list[str]:
    """Milliseconds of import by package, the largest, as `-X importtime` tells (which itself takes some)."""
    rows = [(name, f"{milliseconds:.0f}") for name, milliseconds in spent[:_LARGEST_IMPORTS]]
    rest = sum(milliseconds for _, milliseconds in spent[_LARGEST_IMPORTS:])
    rows.append((f"{len(spent) - _LARGEST_IMPORTS} others", f"{rest:.0f}"))
    return table((f"imports of {cold_start.CHECK}", "ms"), rows)


def machine_table(rows: Sequence[tuple[str, str]]) -> list[str]:
    """What it was measured on."""
    return table(("measured on", ""), rows)


def verdicts(times: Mapping[str, Times]) -> list[str]:
    """Each aim of one decision, and whether this run met it."""
    ours = times[contest.OURS]
    lines = []
    for name in (contest.ZEN_DECISION, contest.ZEN_LOADER):
        other = times[name]
        ratio, at_best = ours.over(other), ours.fastest / other.fastest
        said = f"evaluate() takes {ratio:.2f} times as long, {at_best:.2f} in the fastest rounds"
        lines.append(f"- no slower than {name}: {met(max(ratio, at_best) <= 1)}; {said}")
    return lines


def start_verdict(times: Mapping[str, Times]) -> str:
    """The aim of the cold start, and whether this run met it."""
    check = times[cold_start.CHECK]
    return f"- {cold_start.CHECK} under 0.4 s: {met(check.middle < 0.4)}; {check.middle:.2f} s"  # noqa: PLR2004 (the aim)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows under a head, the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *rest = (
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join([first, *rest])} |"

    rule = ["-" * width if not place else "-" * (width - 1) + ":" for place, width in enumerate(widths)]
    return [line(head), line(rule), *map(line, rows)]


def met(holds: bool) -> str:
    """How a verdict says it."""
    return "met" if holds else "not met"


def _microseconds(times: Times) -> tuple[str, str, str]:
    return f"{times.middle:.1f}", f"{times.fastest:.1f}", f"{times.slowest:.1f}"


def _ratio(one: Times, other: Times) -> str:
    return f"{one.over(other):.2f} x"
