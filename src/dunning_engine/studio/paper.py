"""A sheet and the disk: opening, keeping drafts, saving, looking what somebody else did, and the page's place among the others.

Whatever reads or writes the disk for it is done one after the other; a text goes from the page only once it is on the disk.
"""

from __future__ import annotations

import asyncio
import logging
from abc import abstractmethod
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dunning_engine.studio.drafts import Draft, drop_draft, find_draft, keep_draft
from dunning_engine.studio.newest import Newest
from dunning_engine.studio.policy_files import (
    FileChangedError,
    Opened,
    bytes_of,
    gone,
    keep_earlier,
    on_disk,
    save_file,
)
from dunning_engine.studio.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dunning_engine.studio.listeners import Topic
    from dunning_engine.studio.seats import Seats

_ROUNDS = 2  # of quiet, until a text is kept while somebody types on
_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """How saving went."""

    SAVED = "saved"
    SAME = "same"
    PROBLEMS = "problems"
    CHANGED = "changed"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Saving:
    """How saving went; ``detail`` is what the system said where it failed."""

    outcome: Outcome
    detail: str = ""


_TOLD: dict[Outcome, tuple[Topic, ...]] = {
    Outcome.SAVED: ("checked", "saved", "notice"),
    Outcome.SAME: ("checked", "saved", "notice"),
    Outcome.PROBLEMS: ("checked",),
    Outcome.CHANGED: ("notice",),
}


class Paper(Sheet):
    """A file and its text. The methods change the fields and tell who listens."""

    def __init__(
        self,
        *,
        folder: Path,
        file: Path,
        seats: Seats,
        is_there: Callable[[], bool] = lambda: True,
        around: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        super().__init__(folder=folder, file=file, seats=seats, is_there=is_there, around=around)
        self._disk = asyncio.Lock()  # never held while a seat is waited for
        self._keeping = Newest(self.keep_now, rounds=_ROUNDS)

    # Which file

    async def open(self, file: Path) -> None:
        """Show another file, with its draft if it has one; one that is gone is shown as such.

        Raises ``OSError`` where it cannot be read, or where what was not saved of this one cannot be kept: then this one stays.
        """
        await self._seats.take(file, self)
        try:
            async with self._disk:
                found, draft = await asyncio.to_thread(_read, file)
                await self._keep_all()
                self.file = file
                self._lay(found, draft)
        finally:
            self._seats.leave(self, all_but=self.file)
        await self.tell("file", "text", "notice")

    async def take_over(self) -> None:
        """Write this file here, and no longer in the other page; what was not saved there comes along. Raises ``OSError``."""
        await self._seats.take(self.file, self, over=True)
        await self._sit_down(known=True)

    async def give_up(self) -> None:
        """Keep what is not saved, and write no more: another page does."""
        self.elsewhere = not self._seats.has(self.file, self)
        async with self._disk:
            told = await self._keep() if self.readable and not self.is_law else ()
        await self.tell(*told, "notice")

    async def close(self) -> None:
        """Keep what is not saved, and leave."""
        self._listeners.clear()
        await self.keep_now()
        self._seats.leave(self)
        self.elsewhere = True

    # Its text

    async def set_text(self, text: str) -> None:
        """What stands in the editor now. Check and draft follow by themselves.

        What was still typed when another page had just taken over goes to the earlier versions.
        """
        if text == self.text:
            return
        if not self.writable:
            if self.elsewhere and self.readable and not self.is_law:
                await self._put_aside(text)
            return
        self.text = text
        self._ask_check()
        self._keeping.ask()
        await self.tell("text")

    async def bring_back(self, text: str, base: str) -> bool:
        """Text that a browser kept since the page or the program ended too soon; whether it is news here."""
        if not self.writable or text == self.text:
            return False
        aside = self.saved
        while aside != self.text:  # somebody may type on
            aside = self.text
            await asyncio.to_thread(keep_earlier, self.file, bytes_of(aside, self._opened.data))
        if base != self.base:
            self.theirs = self.theirs or self._opened
        self.restored = Draft(self.file, text, base)
        return True

    async def keep_now(self) -> None:
        """Have the unsaved text on the disk when this ends."""
        async with self._disk:
            told = await self._keep() if self.writable else ()
        await self.tell(*told)

    async def save(self) -> Saving:
        """Write the text as it stands, if it passes the check and the file is still what was opened."""
        file = self.file
        async with self._disk:
            if file != self.file:
                return Saving(Outcome.FAILED, f"{self.file.name} was opened meanwhile")
            saving = await self._save()
        await self.tell(*_TOLD.get(saving.outcome, ()))
        return saving

    # What somebody else did

    async def look(self) -> None:
        """See whether somebody else has changed the file: an unchanged text follows, an unsaved one is asked about.

        And whether the page that writes it has gone, as one that is loaded anew has when its successor is there.
        """
        if self._disk.locked():
            return
        try:
            if self.elsewhere and await self._seats.take(self.file, self):
                await self._sit_down()
                return
            async with self._disk:
                told = self._compare(await asyncio.to_thread(on_disk, self.file))
        except OSError:  # it may be there again the next time
            return
        if told or self.not_kept is not None:  # there may be room again
            self._keeping.ask()
        await self.tell(*told)

    async def keep_mine(self) -> None:
        """Go on with the text here; saving will put what lies on the disk now among the earlier versions."""
        if self.theirs is None and not self.gone:  # answered already
            return
        self._go_on()
        self._keeping.ask()
        self._ask_check()
        await self.tell("notice", "saved")

    async def take_theirs(self) -> None:
        """Show what lies on the disk now; the text here goes to the earlier versions. Raises ``OSError``."""
        async with self._disk:
            found = await asyncio.to_thread(on_disk, self.file) or gone(self.file)
            aside = None
            while aside != self.text:  # somebody may type on
                aside = self.text
                if self.unsaved:
                    await asyncio.to_thread(keep_earlier, self.file, bytes_of(aside, self._opened.data))
                await asyncio.to_thread(drop_draft, self.file, self._draft)
            self._lay(found, None)
        await self.tell("file", "text", "notice")

    # Within; what begins with a text has the disk for itself

    @abstractmethod
    def _ask_check(self) -> None:
        """Have the text checked soon."""

    @abstractmethod
    async def _passes(self, text: str, data: bytes) -> bool:
        """Whether a text may be written, by a check of these very bytes among the other files as they are now."""

    async def _sit_down(self, *, known: bool = False) -> None:
        """Show the file as one that is written here; what is ``known`` has stood in the other page."""
        async with self._disk:
            if not self.elsewhere:
                return
            if self.unsaved and self.text != self.kept_text:  # the disk was full when this page gave up
                await asyncio.to_thread(keep_earlier, self.file, bytes_of(self.text, self._opened.data))
            self._lay(*await asyncio.to_thread(_read, self.file))
            self.restored = None if known else self.restored
        await self.tell("file", "text", "notice")

    async def _keep_all(self) -> None:
        while self.writable and self.text != self.kept_text:
            await self._keep()
            if self.not_kept is not None:
                raise OSError(None, self.not_kept)

    async def _keep(self) -> tuple[Topic, ...]:
        """The draft of the text as it is now; none where it is saved. Who is to be told."""
        text, failed = self.text, None
        try:
            if text != self.saved or self.theirs is not None or self.gone:
                self._draft = await asyncio.to_thread(keep_draft, self.file, text, self.base, self._draft)
            elif self._draft is not None:
                await asyncio.to_thread(drop_draft, self.file, self._draft)
                self._draft = None
            self.kept_text = text
        except OSError as error:
            failed = error.strerror or str(error)
        changed = failed != self.not_kept
        self.not_kept = failed
        return (*(("notice",) if changed else ()), *(("kept",) if failed is None else ()))

    async def _put_aside(self, text: str) -> None:
        try:
            await asyncio.to_thread(keep_earlier, self.file, bytes_of(text, self._opened.data))
        except OSError:
            _log.exception("what was typed last could not be kept")

    async def _save(self) -> Saving:
        if not self.writable:
            return Saving(Outcome.ELSEWHERE)
        if self.theirs is not None or self.gone:
            return Saving(Outcome.CHANGED)
        text, before = self.text, self._opened
        try:
            data = await asyncio.to_thread(bytes_of, text, before.data)
            if not await self._passes(text, data):
                return Saving(Outcome.PROBLEMS)
            after = await asyncio.to_thread(save_file, before, data)
        except FileChangedError as changed:
            self.theirs, self.gone = changed.theirs, changed.theirs is None
            return Saving(Outcome.CHANGED)
        except OSError as error:
            return Saving(Outcome.FAILED, error.strerror or str(error))
        self._opened, self.saved, self.restored = after, text, None
        await self._keep()
        self._ask_check()
        same = after.data == before.data and not before.gone
        return Saving(Outcome.SAME if same else Outcome.SAVED)


def _read(file: Path) -> tuple[Opened, Draft | None]:
    """What lies at a place, and its draft, if it can be read. Raises ``OSError``."""
    draft = None
    with suppress(OSError):
        draft = find_draft(file)
    return on_disk(file) or gone(file), draft
