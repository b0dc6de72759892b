"""A folder for what does not fit in memory, beside the output where there is one; it is gone afterwards, whatever happens."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def workspace(output: Path | None) -> Iterator[Callable[[], Path]]:
    """Something that gives a new empty folder each time; without ``output`` below the system's folder for such.

    With ``output`` this is also the first sign that nothing can be written there. Raises ``OSError``.
    """
    target = None if output is None else Path(os.path.realpath(output))
    beside = target is not None and (target.is_file() or not target.exists())
    name, parent = (f".{target.name}.", target.parent) if target is not None and beside else ("dunning-", None)
    with tempfile.TemporaryDirectory(prefix=name, suffix=".parts", dir=parent) as held:
        yield lambda: Path(tempfile.mkdtemp(dir=held))
