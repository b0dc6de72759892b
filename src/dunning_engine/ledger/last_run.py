"""The file in which a run leaves its figures for the next one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from dunning_engine.ledger.figures import RunFigures, figures_in

if TYPE_CHECKING:
    from os import PathLike

    from dunning_engine.ledger.figures import PolicyFigures


def read_last_run(path: str | PathLike[str]) -> RunFigures | None:
    """The figures in a file; ``None`` where there is no file yet. Raises ``ProblemsError`` (DE570), ``OSError``."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        return None
    return figures_in(data, str(path))


def as_json(figures: RunFigures) -> bytes:
    """What stands in the file."""
    return (json.dumps(figures.to_dict(), indent=2) + "\n").encode()


def to_keep(last: RunFigures | None, run: RunFigures) -> RunFigures:
    """The figures that the next run is held against, policy by policy.

    A policy that this run has nothing to do with keeps its own. Of several runs of one day the one counts that came to most:
    what has been carried out and recorded is not proposed again, and the rest of a day is no measure. A look back at an
    earlier day is no last run.
    """
    known = {} if last is None else dict(last.policies)
    for name, own in run.policies.items():
        before = known.get(name)
        if before is None or _measure(own) >= _measure(before):
            known[name] = own
    return RunFigures(known)


def _measure(figures: PolicyFigures) -> tuple[int, int]:
    return figures.day.toordinal(), figures.total
