"""``dunning preview``: from file names to an outcome.

A ledger in our own columns, CSV or Parquet, is streamed part by part through both versions; with a mapping, as JSON or NDJSON,
and where a CSV file has to be read row by row, it is read whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.commands.evaluation import part_files_of, streamed
from dunning_engine.commands.options import day_of, must_name_policy, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dunning_engine.commands.options import Language
    from dunning_engine.ledger.ledger import Ledger
    from dunning_engine.ledger.mapping import Mapping
    from dunning_engine.ledger.part_files import Places
    from dunning_engine.preview.compare import Comparison
    from dunning_engine.preview.outcome import Outcome
    from dunning_engine.preview.sides import Side
    from dunning_engine.simulation.days import Days


def previewed(
    files: tuple[Path, Path | None],
    sides: tuple[Side, Side],
    days: Days,
    *,
    policy: str | None,
    mapping: Mapping | None,
    known_through: str | None,
    most: int | None,
    lang: Language,
    folder: Callable[[], Path],
) -> Outcome:
    """What either version of the policies does with a ledger; ``sides`` are the new one and the old one.

    Raises ``WrongUseError``, ``OSError``.
    """
    from dunning_engine.commands.progress import reading  # noqa: PLC0415 - draws
    from dunning_engine.ledger.csv_blocks import NotPlainError  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.whole import read_whole  # noqa: PLC0415 - likewise
    from dunning_engine.preview.compare import Comparison  # noqa: PLC0415 - likewise
    from dunning_engine.preview.outcome import Outcome  # noqa: PLC0415 - likewise

    new, old = sides
    through = None if known_through is None else day_of(known_through, "--payments-known-through")
    comparison = Comparison(old.policies, new.policies, days, policy=policy, language=lang)

    def empty() -> Outcome:
        return Outcome(new, old, days, folder, most=most)

    ledger, events = files
    if mapping is not None:
        return _taken_whole(read(ledger, events, mapping, known_through), comparison, empty(), policy)
    parts = part_files_of(ledger), None if events is None else part_files_of(events)
    outcome = empty()
    try:
        streamed(parts, comparison, outcome, new.policies, policy=policy, through=through, folder=folder)
    except NotPlainError:
        with reading(parts[0].size, parts[0].label):
            whole, places = read_whole(*parts, through)
        return _taken_whole(whole, comparison, empty(), policy, places)
    return outcome


def _taken_whole(
    whole: Ledger, comparison: Comparison, outcome: Outcome, policy: str | None, places: Sequence[Places] = ()
) -> Outcome:
    """The outcome of a ledger that stands in memory."""
    from dunning_engine.ledger.as_sheets import sheets_of  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.part import placed  # noqa: PLC0415 - likewise

    must_name_policy(whole, policy, outcome.new.policies)
    outcome.complaints.add(placed(whole.problems, places))
    if any(entry.invoice is not None for entry in whole.entries):
        part = comparison.decide(comparison.read(*sheets_of(whole)))
        outcome.take(replace(part, invoices=len(whole.entries)))
    outcome.usable = bool(whole.entries) or not outcome.complaints.errors
    return outcome
