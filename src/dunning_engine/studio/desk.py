"""One page's state: the file, its text, what the check says of it, the example invoice, the chosen day.

Panels read the fields and are told by topic when one has changed. Nothing here draws. What takes more than a moment is done in
a thread, newest last.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.files import File, key_of
from dunning_engine.policy.load import Checked, Policies, check_folder
from dunning_engine.problems import FactError, Problem, Severity
from dunning_engine.studio.drafts import Draft, drop_draft, find_draft, keep_draft
from dunning_engine.studio.example import example_invoice
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
    open_file,
    opened,
    save_file,
    stamp_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from dunning_engine.studio.seats import Seats

Topic: TypeAlias = Literal["text", "checked", "invoice", "day", "saved", "language", "file", "dark", "notice", "kept"]
_Call: TypeAlias = "Callable[[], object]"  # what can be awaited is awaited

_QUIET = 0.25  # seconds after the last key before the text is checked
_LONGEST = 8  # times that, while somebody types on
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


class Desk:
    """What a page works on. Fields are only to be read from outside; the methods change them and tell who listens."""

    def __init__(
        self,
        *,
        folder: Path,
        file: Path,
        as_of: date,
        seats: Seats,
        language: str = "sv",
        dark: bool = False,
        is_there: Callable[[], bool] = lambda: True,
        around: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self.folder = folder
        self.file = file
        self.language = language
        self.dark = dark
        self.text = ""
        self.saved = ""
        self.problems: tuple[Problem, ...] = ()
        self.saved_problems: tuple[Problem, ...] = ()
        self.policies: Policies | None = None
        self.last_policies: Policies | None = None
        self.saved_policies: Policies | None = None
        self.policy_name: str | None = None
        self.as_of = as_of
        self.chosen_day = as_of
        self.invoice: dict[str, Any] = {}
        self.invoice_read: Invoice | None = None
        self.invoice_problems: tuple[Problem, ...] = ()
        self.checked_text: str | None = None
        """The text that ``problems`` and ``policies`` are about; not ``text`` while a check is under way."""
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
        self._around = around
        self._seats = seats
        self._listeners: dict[Topic, list[tuple[AbstractContextManager[object], _Call]]] = {}
        self._opened = opened(file, b"")
        self._draft: Draft | None = None
        self._before: tuple[object, Checked] | None = None
        self._checking = Newest(self._check, quiet=_QUIET, rounds=_LONGEST)
        self._keeping = Newest(self._keep, quiet=_QUIET, rounds=2)
        self._saving = asyncio.Lock()
        self._set_invoice(example_invoice(as_of))

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
    def writable(self) -> bool:
        """Whether the text may be changed here."""
        return self._opened.readable and not self.elsewhere and not self.is_law

    @property
    def unsaved(self) -> bool:
        """Whether the text is another than what was opened or saved last."""
        return self.text != self.saved

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops saving: errors in this file, and those elsewhere that this text brings about."""
        old = {*self.saved_problems}
        found = (one for one in self.problems if one.severity is Severity.ERROR)
        return tuple(one for one in found if one not in old or (one.span is not None and one.span.file == self.shown))

    @property
    def base(self) -> str:
        """The digest of the bytes that the text began from."""
        return self._opened.digest

    @property
    def readable(self) -> bool:
        """Whether the file is UTF-8; otherwise it is only shown."""
        return self._opened.readable

    @property
    def earlier(self) -> list[Earlier]:
        """What the file held before, newest first."""
        return earlier_of(self.file)

    @property
    def data(self) -> bytes:
        """The text as it would be written."""
        return bytes_of(self.text, self._opened.data) if self.readable else self._opened.data

    def text_of(self, earlier: Earlier) -> str:
        """What the file held before. Raises ``OSError``."""
        return opened(self.file, earlier.path.read_bytes()).text

    # Who listens

    def on(self, topic: Topic, call: _Call) -> None:
        """Have ``call`` called, and awaited, whenever what ``topic`` names has changed; where it draws is remembered."""
        self._listeners.setdefault(topic, []).append((self._around(), call))

    async def tell(self, *topics: Topic) -> None:
        """Call who listens; one that fails is no reason for the others not to be called."""
        for topic in topics:
            for around, call in [*self._listeners.get(topic, ())]:
                try:
                    with around:
                        answer = call()
                        if isawaitable(answer):
                            await answer
                except Exception:  # noqa: BLE001 - whatever it is, the others are told
                    _log.exception("a panel failed on '%s'", topic)

    # Files

    async def open(self, file: Path) -> None:
        """Show another file, with its draft if it has one; what was not saved of this one is kept. Raises ``OSError``."""
        await self.keep_now()
        before = await asyncio.to_thread(open_file, file)
        self._seats.leave(self.file, self)
        self.file = file
        self.elsewhere = not await self._seats.take(file, self)
        await self._show(before)

    async def take_over(self) -> None:
        """Write this file here, and no longer in the other page; what was not saved there comes along."""
        await self._seats.take(self.file, self, over=True)
        await self._sit_down()
        self.restored = None  # nothing new: it stood in the other page
        await self.tell("notice")

    async def look(self) -> None:
        """See whether somebody else has changed the file: an unchanged text follows, an unsaved one is asked about.

        And whether the page that writes it has gone, as one that is loaded anew has when its successor is there.
        """
        if self._saving.locked():
            return
        if self.elsewhere and await self._seats.take(self.file, self):
            await self._sit_down()
            return
        async with self._saving:
            try:
                now = await asyncio.to_thread(on_disk, self.file)
            except OSError:
                return
            known = self.theirs or self._opened
            if now is not None and not self.gone and now.data == known.data:
                return
            if now is None or self.unsaved:
                if now is None and self.gone:
                    return
                self.theirs, self.gone = now, now is None
                await self.tell("notice")
                return
        await self._show(now)

    async def keep_mine(self) -> None:
        """Go on with the text here; saving will put what lies on the disk now among the earlier versions."""
        self._opened = gone(self.file) if self.theirs is None else self.theirs
        self.saved, self.theirs, self.gone = self._opened.text, None, False
        self._keeping.ask()
        self._checking.ask()
        await self.tell("notice", "saved")

    async def take_theirs(self) -> None:
        """Show what lies on the disk now; the text here goes to the earlier versions. Raises ``OSError``."""
        if self.unsaved:
            await asyncio.to_thread(keep_earlier, self.file, self.data)
        await asyncio.to_thread(drop_draft, self.file, self._draft)
        await self._show(await asyncio.to_thread(open_file, self.file))

    async def bring_back(self, text: str, base: str) -> bool:
        """Text that a browser kept since the page or the program ended too soon; whether it is news here."""
        if not self.writable or text == self.text:
            return False
        if self.unsaved:
            await asyncio.to_thread(keep_earlier, self.file, self.data)
        if base != self._opened.digest:
            self.theirs = self._opened
        self.restored = Draft(self.file, text, base)
        return True

    async def save(self) -> Saving:
        """Write the text if it passes the check and the file is still what was opened."""
        async with self._saving:
            saving = await self._save()
        if saving.outcome in {Outcome.SAVED, Outcome.SAME}:
            self.restored = None
            await self.tell("saved", "notice")
        elif saving.outcome is Outcome.CHANGED:
            await self.tell("notice")
        return saving

    # Text, invoice, day

    async def set_text(self, text: str) -> None:
        """What stands in the editor now. Check and draft follow by themselves."""
        if text == self.text or not self.writable:
            return
        self.text = text
        self._checking.ask()
        self._keeping.ask()
        await self.tell("text")

    async def set_invoice(self, invoice: Mapping[str, Any]) -> None:
        """Another example invoice, as plain facts; ``invoice_problems`` says what does not fit."""
        self._set_invoice(invoice)
        await self.tell("invoice")

    async def choose_day(self, day: date) -> None:
        """The day whose decision is explained."""
        self.chosen_day = day
        await self.tell("day")

    async def look_from(self, day: date) -> None:
        """The day from which the timetable is followed; it is the chosen one too."""
        self.as_of = self.chosen_day = day
        await self.tell("day")

    async def set_language(self, language: str) -> None:
        """``sv`` or ``en``."""
        self.language = language
        await self.tell("language")

    async def set_dark(self, dark: bool) -> None:
        """Whether the page is dark now."""
        if dark != self.dark:
            self.dark = dark
            await self.tell("dark")

    # Leaving

    def is_there(self) -> bool:
        """Whether somebody looks at the page."""
        return self._is_there()

    async def give_up(self) -> None:
        """Keep what is not saved, and write no more: another page does."""
        await self.keep_now()
        self.elsewhere = True
        await self.tell("notice")

    async def close(self) -> None:
        """Keep what is not saved, and leave."""
        self._listeners.clear()
        await self.keep_now()
        self._seats.leave(self.file, self)

    async def keep_now(self) -> None:
        """Have the unsaved text on the disk when this ends."""
        await self._keep()

    async def settled(self) -> None:
        """Wait until check and draft are those of the newest text."""
        await self._checking.settled()
        await self._keeping.settled()

    # Within

    async def _sit_down(self) -> None:
        self.elsewhere = False
        await self._show(await asyncio.to_thread(open_file, self.file))

    async def _show(self, before: Opened) -> None:
        self._opened, self.saved, self.text = before, before.text, before.text
        self.theirs, self.gone, self.restored, self._draft = None, False, None, None
        if self.writable:
            try:
                self._draft = await asyncio.to_thread(find_draft, self.file)
            except OSError as error:
                self.not_kept = error.strerror or str(error)
        draft = self._draft
        if draft is not None and draft.text != before.text:
            self.text, self.restored = draft.text, draft
            self.theirs = None if before.digest.startswith(draft.base) else before
        self.problems, self.policies, self.checked_text = (), None, None
        self._checking.ask()
        await self.tell("file", "text", "notice")

    async def _check(self) -> None:
        text, file, data = self.text, self.file, self.data
        now, before, name = await asyncio.to_thread(self._checked, file, data)
        if text != self.text or file != self.file:
            return
        self.problems, self.policies, self.checked_text = now.problems, now.policies, text
        self.saved_policies, self.saved_problems = before.policies, before.problems
        if now.policies is not None:
            self.last_policies = now.policies
        self.policy_name = name or self.policy_name
        await self.tell("checked")

    def _checked(self, file: Path, data: bytes) -> tuple[Checked, Checked, str | None]:
        """The folder as it would be, as it lies on the disk, and the policy's name; a saved folder is checked once."""
        try:
            now = check_folder(self.folder, {file: data})
            stamp = stamp_of(self.folder)
            if self._before is None or self._before[0] != stamp:
                same = data == self._opened.data and self.theirs is None
                self._before = stamp, now if same else check_folder(self.folder)
        except OSError as error:  # a folder went away while it was read
            hint = "look whether it is still there, and at its permissions"
            reason = f"'{self.folder}' cannot be read: {error.strerror or error}"
            unread = Checked(None, (Problem(code="DE360", message=reason, hint=hint),))
            return unread, unread, None
        key = key_of(File(file, file.name, None, content=data))
        return now, self._before[1], None if key is None else key[0]

    async def _keep(self) -> None:
        """The draft of the text as it is now; none where it is saved."""
        if not self.writable:
            return
        text, file = self.text, self.file
        failed: str | None = None
        try:
            if text != self.saved or self.theirs is not None:
                self._draft = await asyncio.to_thread(keep_draft, file, text, self._opened.digest, self._draft)
            elif self._draft is not None:
                await asyncio.to_thread(drop_draft, file, self._draft)
                self._draft = None
            self.kept_text = text
        except OSError as error:
            failed = error.strerror or str(error)
        if failed != self.not_kept:
            self.not_kept = failed
            await self.tell("notice")
        if failed is None:
            await self.tell("kept")

    async def _save(self) -> Saving:
        if not self.writable:
            return Saving(Outcome.ELSEWHERE)
        if self.theirs is not None:
            return Saving(Outcome.CHANGED)
        while self.checked_text != self.text:
            self._checking.ask()
            await self._checking.settled()
        if self.errors:
            return Saving(Outcome.PROBLEMS)
        text = self.text
        try:
            after = await asyncio.to_thread(save_file, self._opened, text)
        except FileChangedError as changed:
            self.theirs, self.gone = changed.theirs, changed.theirs is None
            return Saving(Outcome.CHANGED)
        except OSError as error:
            return Saving(Outcome.FAILED, error.strerror or str(error))
        same = after.data == self._opened.data
        self._opened, self.saved = after, text
        await self._keep()
        self._checking.ask()
        return Saving(Outcome.SAME if same else Outcome.SAVED)

    def _set_invoice(self, invoice: Mapping[str, Any]) -> None:
        self.invoice = {**invoice}
        try:
            self.invoice_read, self.invoice_problems = Invoice.from_mapping(self.invoice), ()
        except FactError as error:
            self.invoice_read, self.invoice_problems = None, error.problems
