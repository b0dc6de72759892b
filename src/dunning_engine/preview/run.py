"""From file names and two sides to an outcome: a whole ledger decided on under either version of the policies.

A ledger in our own columns, CSV or Parquet, is streamed part by part through both versions; with a mapping, as JSON or NDJSON,
and where a CSV file has to be read row by row, it is read whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.ledger.as_sheets import sheets_of
from dunning_engine.ledger.csv_blocks import NotPlainError
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.ledger.part import placed
from dunning_engine.ledger.part_files import part_files
from dunning_engine.ledger.stream import NoPolicyError, stream_ledger
from dunning_engine.ledger.watch import Watch
from dunning_engine.ledger.whole import read_whole
from dunning_engine.preview.compare import Comparison
from dunning_engine.preview.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from dunning_engine.ledger.ledger import Ledger
    from dunning_engine.ledger.mapping import Mapping
    from dunning_engine.ledger.part_files import Places
    from dunning_engine.preview.sides import Side
    from dunning_engine.simulation.days import Days


def previewed(
    files: tuple[Path, Path | None],
    sides: tuple[Side, Side],
    days: Days,
    *,
    policy: str | None,
    mapping: Mapping | None,
    payments_known_through: date | None,
    most: int,
    every: bool,
    language: str,
    folder: Callable[[], Path],
    watch: Watch | None = None,
) -> Outcome:
    """What either version of the policies does with a ledger and its events; ``sides`` are the new one and the old one.

    ``most`` and ``every`` say which changes the outcome holds. ``folder`` gives empty folders that last as long as it.
    Raises ``NoPolicyError`` where neither ``policy`` nor any invoice names one, ``FolderError``, ``OSError``.
    """
    new, old = sides
    watch = watch or Watch()
    comparison = Comparison(old.policies, new.policies, days, policy=policy, language=language, told=watch.day)

    def empty() -> Outcome:
        return Outcome(new, old, days, folder, most=most, every=every)

    ledger, events = files
    if mapping is not None:
        with watch.reading(ledger.stat().st_size, str(ledger)):
            whole = read_ledger(ledger, events=events, mapping=mapping, payments_known_through=payments_known_through)
        return _taken_whole(whole, comparison, empty(), policy)
    parts = part_files(ledger), None if events is None else part_files(events)
    outcome = empty()
    try:
        stream_ledger(
            parts,
            comparison,
            outcome,
            folder=folder,
            watch=watch,
            payments_known_through=payments_known_through,
            names_policy=policy is not None,
        )
    except NotPlainError:
        with watch.reading(parts[0].size, parts[0].label):
            whole, places = read_whole(*parts, payments_known_through)
        return _taken_whole(whole, comparison, empty(), policy, places)
    return outcome


def _taken_whole(
    whole: Ledger, comparison: Comparison, outcome: Outcome, policy: str | None, places: Sequence[Places] = ()
) -> Outcome:
    """The outcome of a ledger that stands in memory."""
    if policy is None and not whole.names_policy:
        raise NoPolicyError
    outcome.complaints.add(placed(whole.problems, places))
    if any(entry.invoice is not None for entry in whole.entries):
        part = comparison.decide(comparison.read(*sheets_of(whole)))
        outcome.take(replace(part, invoices=len(whole.entries)))
    outcome.usable = bool(whole.entries) or not outcome.complaints.errors
    return outcome
