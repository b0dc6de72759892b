"""``dunning preview``: from file names to an outcome; the ledger is streamed part by part through both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.commands.evaluation import part_files_of
from dunning_engine.commands.options import WrongUseError, no_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from dunning_engine.commands.options import Language
    from dunning_engine.preview.outcome import Outcome
    from dunning_engine.preview.sides import Side
    from dunning_engine.simulation.days import Days


def previewed(
    files: tuple[Path, Path | None],
    sides: tuple[Side, Side],
    days: Days,
    *,
    policy: str | None,
    through: date | None,
    most: int | None,
    lang: Language,
    folder: Callable[[], Path],
) -> Outcome:
    """What either version of the policies does with a ledger; ``sides`` are the new one and the old one.

    Raises ``WrongUseError``, ``OSError``.
    """
    from dunning_engine.commands.progress import progress, reading  # noqa: PLC0415 - draws
    from dunning_engine.ledger.csv_blocks import NotPlainError  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.stream import NoPolicyError, stream_ledger  # noqa: PLC0415 - likewise
    from dunning_engine.preview.compare import Comparison  # noqa: PLC0415 - likewise
    from dunning_engine.preview.outcome import Outcome  # noqa: PLC0415 - likewise

    new, old = sides
    ledger, events = files
    parts = part_files_of(ledger), None if events is None else part_files_of(events)
    label, size = parts[0].label, sum(one.size for one in parts if one is not None)
    outcome = Outcome(new, old, days, folder, most=most)
    try:
        stream_ledger(
            parts,
            Comparison(old.policies, new.policies, days, policy=policy, language=lang),
            outcome,
            folder=folder,
            reading=lambda: reading(size, label),
            progress=lambda invoices: progress(invoices, label),
            payments_known_through=through,
            names_policy=policy is not None,
        )
    except NoPolicyError:
        raise no_policy(new.policies) from None
    except NotPlainError:
        raise WrongUseError(
            f"{ledger}: a preview reads CSV without line breaks in its values, and Parquet; save it in one of these"
        ) from None
    return outcome
