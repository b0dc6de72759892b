"""Signs of life during long work on a ledger: whoever shows them hands them in; without anybody nothing is shown."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import date


@contextmanager
def _counted_by_nobody(_rows: int, _label: str) -> Iterator[Callable[[int], None]]:
    yield lambda _done: None


@dataclass(frozen=True, slots=True)
class Watch:
    """``reading`` stands around the reading of so many bytes, ``progress`` around so many rows, and is told how many are done.

    Both are given what people call the ledger. ``day`` is told each day of several, before it is gone through.
    """

    reading: Callable[[int, str], AbstractContextManager[None]] = lambda _size, _label: nullcontext()
    progress: Callable[[int, str], AbstractContextManager[Callable[[int], None]]] = _counted_by_nobody
    day: Callable[[date], None] = lambda _: None
