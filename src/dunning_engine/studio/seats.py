"""Who writes which file: of the pages that show it, one at a time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class Sitter(Protocol):
    """A page's paper, as the others see it."""

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
        else:
            self._taken[key] = sitter
        return self._taken.get(key) is sitter

    def has(self, file: Path, sitter: object) -> bool:
        """Whether it sits there."""
        return self._taken.get(_key_of(file)) is sitter

    def leave(self, sitter: Sitter, *, all_but: Path | None = None) -> None:
        """Stand up from every seat but that of a file."""
        kept = None if all_but is None else _key_of(all_but)
        self._taken = {key: other for key, other in self._taken.items() if other is not sitter or key == kept}


def _key_of(file: Path) -> str:
    """The same for all names of a file."""
    return os.path.realpath(file)
