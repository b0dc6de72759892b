"""One page's state: a paper, what the check says of it, the example invoice, the chosen day, language and colours.

Panels read the fields and are told by topic when one has changed. Nothing here draws. What takes more than a moment is done in
a thread, newest last.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from dunning_engine.facts.invoice import Invoice
from dunning_engine.problems import FactError, Problem
from dunning_engine.studio.checking import Looked, look_at, stopping
from dunning_engine.studio.example import example_invoice
from dunning_engine.studio.newest import Newest
from dunning_engine.studio.paper import Paper
from dunning_engine.studio.policy_files import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from dunning_engine.policy.load import Policies
    from dunning_engine.studio.drafts import Draft
    from dunning_engine.studio.policy_files import Opened
    from dunning_engine.studio.seats import Seats

_ROUNDS = 8  # of quiet, until a text is checked while somebody types on


class Desk(Paper):
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
        super().__init__(folder=folder, file=file, seats=seats, is_there=is_there, around=around)
        self.language = language
        self.dark = dark
        self.problems: tuple[Problem, ...] = ()
        self.saved_problems: tuple[Problem, ...] = ()
        self.policies: Policies | None = None
        self.last_policies: Policies | None = None
        self.saved_policies: Policies | None = None
        self.policy_name: str | None = None
        self.checked_text: str | None = None
        """The text that ``problems`` and ``policies`` are about; not ``text`` while a check is under way."""
        self.as_of = as_of
        self.chosen_day = as_of
        self.invoice: dict[str, Any] = {}
        self.invoice_read: Invoice | None = None
        self.invoice_problems: tuple[Problem, ...] = ()
        self._checking = Newest(self._check, rounds=_ROUNDS)
        self._set_invoice(example_invoice(as_of))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops saving: errors in this file, and those elsewhere that this text brings about."""
        return stopping(self.problems, self.saved_problems, self.shown)

    async def settled(self) -> None:
        """Wait until check and draft are those of the newest text."""
        await self._checking.settled()
        await self._keeping.settled()

    # Invoice and day

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

    # Language and colours

    async def set_language(self, language: str) -> None:
        """``sv`` or ``en``."""
        self.language = language
        await self.tell("language")

    async def set_dark(self, dark: bool) -> None:
        """Whether the page is dark now."""
        if dark != self.dark:
            self.dark = dark
            await self.tell("dark")

    # Within

    def _ask_check(self) -> None:
        self._checking.ask()

    def _lay(self, found: Opened, draft: Draft | None) -> None:
        super()._lay(found, draft)
        self.problems, self.policies, self.checked_text = (), None, None
        self._checking.ask()

    async def _check(self) -> None:
        text, file, before = self.text, self.file, self._opened
        looked = await asyncio.to_thread(_looked, self.folder, file, text, before)
        if (text, file, before) == (self.text, self.file, self._opened):
            self._take(looked, text)
            await self.tell("checked")

    async def _passes(self, text: str, data: bytes) -> bool:
        looked = await asyncio.to_thread(look_at, self.folder, self.file, data)
        if text == self.text:
            self._take(looked, text)
        return not stopping(looked.now.problems, looked.before.problems, self.shown)

    def _take(self, looked: Looked, text: str) -> None:
        now, before = looked.now, looked.before
        self.problems, self.policies, self.checked_text = now.problems, now.policies, text
        self.saved_policies, self.saved_problems = before.policies, before.problems
        self.last_policies = now.policies or self.last_policies
        self.policy_name = looked.name or self.policy_name

    def _set_invoice(self, invoice: Mapping[str, Any]) -> None:
        self.invoice = {**invoice}
        try:
            self.invoice_read, self.invoice_problems = Invoice.from_mapping(self.invoice), ()
        except FactError as error:
            self.invoice_read, self.invoice_problems = None, error.problems


def _looked(folder: Path, file: Path, text: str, before: Opened) -> Looked:
    data = bytes_of(text, before.data) if before.readable else before.data
    return look_at(folder, file, data)
