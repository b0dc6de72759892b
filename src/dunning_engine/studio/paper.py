"""The file that a page writes on: its text, its draft, its place among the pages, and what somebody else did to it meanwhile.

Whatever reads or writes the disk for it is done one after the other; a text goes from the page only once it is on the disk.
"""

from __future__ import annotations

import asyncio
import logging
from abc import abstractmethod
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from dunning_engine.studio.drafts import Draft, drop_draft, find_draft, keep_draft
from dunning_engine.studio.listeners import Listeners
from dunning_engine.studio.newest import Newest
from dunning_engine.studio.policy_files import (
    Earlier,
    FileChangedError,
    Opened,
    bytes_of,
    earlier_of,
    files_in,
    gone,
    keep_earlier,
    on_disk,
    opened,
    save_file,
)

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


class Paper(Listeners):
    """A file and its text. Fields are only to be read from outside; the methods change them and tell who listens."""

    def __init__(
        self,
        *,
        folder: Path,
        file: Path,
        seats: Seats,
        is_there: Callable[[], bool] = lambda: True,
        around: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        super().__init__(around)
        self.folder = folder
        self.file = file
        self.text = ""
        self.saved = ""
        self.restored: Draft | None = None
        """The draft that the text was brought back from, until it is saved or dropped."""
        self.theirs: Opened | None = None
        """What lies on the disk now, where somebody else has changed the file since it was opened."""
        self.gone = False
        """Whether the file has been taken away since it was opened."""
        self.elsewhere = False
        """Whether another page writes this file, so that this one only shows it."""
        self.kept_text: str | None = None
        """The text that is on the disk for certain, as the file or as its draft."""
        self.not_kept: str | None = None
        """Why the unsaved text could not be kept on the disk."""
        self._is_there = is_there
        self._seats = seats
        self._opened = opened(file, b"")
        self._draft: Draft | None = None
        self._disk = asyncio.Lock()  # never held while a seat is waited for
        self._keeping = Newest(self.keep_now, rounds=_ROUNDS)

    # What can be asked

    @property
    def shown(self) -> str:
        """The file's name as problems show it."""
        return self.shown_as(self.file)

    def shown_as(self, file: Path) -> str:
        """A file's name as problems show it."""
        return (self.folder / file.relative_to(self.folder)).as_posix()

    @property
    def files(self) -> list[Path]:
        """The policy files of the folder, those further below after its own, law last."""
        return files_in(self.folder)

    @property
    def is_law(self) -> bool:
        """Whether the file is law, which is looked at and not changed here."""
        return self.file.parent.name == "law"

    @property
    def readable(self) -> bool:
        """Whether the file is UTF-8; otherwise it is only shown."""
        return self._opened.readable

    @property
    def writable(self) -> bool:
        """Whether the text may be changed here."""
        return self.readable and not self.elsewhere and not self.is_law

    @property
    def unsaved(self) -> bool:
        """Whether the text is another than what was opened or saved last."""
        return self.text != self.saved

    @property
    def base(self) -> str:
        """The digest of the bytes that the text began from."""
        return self._opened.digest

    @property
    def earlier(self) -> list[Earlier]:
        """What the file held before, newest first."""
        return earlier_of(self.file)

    def text_of(self, earlier: Earlier) -> str:
        """What the file held before. Raises ``OSError``."""
        return opened(self.file, earlier.path.read_bytes()).text

    def is_there(self) -> bool:
        """Whether somebody looks at the page."""
        return self._is_there()

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
        if self.not_kept is not None:  # there may be room again
            self._keeping.ask()
        await self.tell(*told)

    async def keep_mine(self) -> None:
        """Go on with the text here; saving will put what lies on the disk now among the earlier versions."""
        if self.theirs is None and not self.gone:  # answered already
            return
        self._opened = gone(self.file) if self.theirs is None else replace(self.theirs, readable=True)
        self.saved, self.theirs, self.gone = self._opened.text, None, False
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

    def _lay(self, found: Opened, draft: Draft | None) -> None:
        """Show a file, all at once: nobody can type in between."""
        self.elsewhere = not self._seats.has(self.file, self)
        self._opened, self.saved, self.text = found, found.text, found.text
        self.theirs, self.gone, self.restored, self._draft = None, found.gone, None, None
        if draft is not None and not self.elsewhere and not self.is_law:
            self._draft = draft
            if draft.text != found.text or found.gone:
                self._opened = replace(found, readable=True)
                self.text, self.restored = draft.text, draft
                self.theirs = None if found.gone or found.digest.startswith(draft.base) else found
        self.kept_text = self.text

    def _compare(self, now: Opened | None) -> tuple[Topic, ...]:
        """What follows from what lies on the disk now, and who is to be told."""
        known = self.theirs or self._opened
        missing = self.gone or known.gone
        if now is None:
            if missing:
                return ()
            self.theirs, self.gone = None, True
            self._keeping.ask()
        elif not missing and now.data == known.data:
            return ()
        elif self.unsaved:
            self.theirs, self.gone = now, False
        else:
            draft = self._draft
            self._lay(now, None)
            self._draft = draft
            self._keeping.ask()
            return ("file", "text", "notice")
        return ("notice",)

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
