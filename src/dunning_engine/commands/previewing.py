"""``dunning preview``: from the options to an outcome, and what cannot be used to a line that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.commands.options import WrongUseError, day_of, must_exist, no_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dunning_engine.commands.options import Language
    from dunning_engine.ledger.mapping import Mapping
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
    most: int,
    every: bool,
    lang: Language,
    folder: Callable[[], Path],
) -> Outcome:
    """What either version of the policies does with a ledger; ``sides`` are the new one and the old one.

    Raises ``WrongUseError``, ``OSError``.
    """
    from dunning_engine.commands.progress import WATCH  # noqa: PLC0415 - draws
    from dunning_engine.ledger.part_files import FolderError  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.stream import NoPolicyError  # noqa: PLC0415 - likewise
    from dunning_engine.preview import run  # noqa: PLC0415 - likewise

    for path in files:
        if path is not None:
            must_exist(path, folder=mapping is None)
    try:
        return run.previewed(
            files,
            sides,
            days,
            policy=policy,
            mapping=mapping,
            payments_known_through=None if known_through is None else day_of(known_through, "--payments-known-through"),
            most=most,
            every=every,
            language=lang,
            folder=folder,
            watch=WATCH,
        )
    except FolderError as error:
        raise WrongUseError(str(error)) from None
    except NoPolicyError:
        raise no_policy(sides[0].policies) from None
