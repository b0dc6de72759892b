"""What a page knows of its file: the text, what it began from, and what somebody else did to the file meanwhile.

Nothing here waits or touches the disk but to list folders: each change is made at once, so that nobody can type in between.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.studio.listeners import Listeners
from dunning_engine.studio.policy_files import Earlier, Opened, earlier_of, files_in, gone, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dunning_engine.studio.drafts import Draft
    from dunning_engine.studio.listeners import Topic
    from dunning_engine.studio.seats import Seats


class Sheet(Listeners):
    """A file and its text. Fields are only to be read from outside."""

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
        self.elsewhere = True
        """Whether another page writes this file, so that this one only shows it; so, too, until it is open."""
        self.kept_text: str | None = None
        """The text that is on the disk for certain, as the file or as its draft."""
        self.not_kept: str | None = None
        """Why the unsaved text could not be kept on the disk."""
        self._is_there = is_there
        self._seats = seats
        self._opened = opened(file, b"")
        self._draft: Draft | None = None

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

    # Within

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
        elif not missing and now.data == known.data:
            return ()
        elif self.unsaved:
            self.theirs, self.gone = now, False
        else:
            draft = self._draft
            self._lay(now, None)
            self._draft = draft  # left over, and to be taken away
            return ("file", "text", "notice")
        return ("notice",)

    def _go_on(self) -> None:
        """Have the text here begin from what lies on the disk now."""
        self._opened = gone(self.file) if self.theirs is None else replace(self.theirs, readable=True)
        self.saved, self.theirs, self.gone = self._opened.text, None, False
