"""Signs of life on stderr during long work; nothing where nobody is looking."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dunning_engine.ledger.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

_LARGE_FILE = 1_000_000  # bytes; less is read before anybody could wonder
_LONG_WORK = 2000  # rows; less is done before anybody could read a progress bar

_LONGEST_LABEL = 20  # characters of a path; its end tells more than its start
_FIGURES = 40  # columns for how many are done, how many a second, and the time left


@contextmanager
def reading(size: int, label: str) -> Iterator[None]:
    """A sign of life while a file of ``size`` bytes is read, if it is large and somebody is looking at stderr."""
    if size < _LARGE_FILE or not sys.stderr.isatty():
        yield
        return
    with _stderr().status(label):
        yield


@contextmanager
def progress(rows: int, label: str) -> Iterator[Callable[[int], None]]:
    """Something to tell how many of ``rows`` are done: a bar with rate and time left, if the work is long and somebody is looking at stderr."""
    if rows < _LONG_WORK or not sys.stderr.isatty():
        yield lambda done: None  # noqa: ARG005 - nobody looks
        return
    from rich import progress as parts  # noqa: PLC0415 - slow to import

    console = _stderr()
    label = label if len(label) <= _LONGEST_LABEL else f"…{label[1 - _LONGEST_LABEL :]}"
    columns = (
        parts.TextColumn("{task.description}"),
        parts.BarColumn(max(4, min(40, console.width - len(label) - _FIGURES))),
        parts.MofNCompleteColumn(),
        parts.TextColumn("{task.fields[rate]}"),
        parts.TimeRemainingColumn(),
    )
    with parts.Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=rows, rate="")

        def told(done: int) -> None:
            speed = bar.tasks[task].finished_speed or bar.tasks[task].speed
            bar.update(task, completed=done, rate=f"{speed:,.0f}/s" if speed else "")

        yield told


WATCH = Watch(reading, progress)
"""Both of them, for work that is done in rooms below."""


def _stderr() -> Console:
    from rich.console import Console  # noqa: PLC0415 - slow to import

    return Console(file=sys.stderr, highlight=False, emoji=False, markup=False)
