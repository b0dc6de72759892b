"""Who writes which file: of the pages that show it, one at a time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class Sitter(Protocol):
    """A page's desk, as the others see it."""

    def is_there(self) -> bool:
        """Whether somebody still looks at it."""

    async def give_up(self) -> None:
        """Keep what is not saved as a draft, and write no more."""


class Seats:
    """A file's seat is taken by the first page that opens it, until that page leaves or another takes over."""

    def __init__(self) -> None:
        self._taken: dict[str, Sitter] = {}

    async def take(self, file: Path, sitter: Sitter, *, over: bool = False) -> bool:
        """Sit down, where nobody sits or nobody is there any more, or ``over`` who sits there; whether it worked."""
        key = _key_of(file)
        other = self._taken.get(key)
        if other is not None and other is not sitter:
            if other.is_there() and not over:
                return False
            self._taken[key] = sitter
            await other.give_up()
        self._taken[key] = sitter
        return True

    def leave(self, file: Path, sitter: Sitter) -> None:
        """Stand up."""
        key = _key_of(file)
        if self._taken.get(key) is sitter:
            del self._taken[key]


def _key_of(file: Path) -> str:
    """The same for all names of a file."""
    return os.path.realpath(file)
