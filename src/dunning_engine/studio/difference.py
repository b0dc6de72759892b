"""What the text as it stands does to a dropped ledger, against the saved policies: what is asked, what was found, and for which text.

Nothing here draws. A small ledger is compared again by itself whenever the text has changed; of a large one the shown
difference is then one of an earlier text, until somebody asks.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dunning_engine.ledger.part_files import FolderError
from dunning_engine.ledger.stream import NoPolicyError
from dunning_engine.preview.outcome import revisions
from dunning_engine.preview.sides import Side
from dunning_engine.problems import ProblemsError
from dunning_engine.studio.comparing import Around, BrokenOffError, Comparer, Question
from dunning_engine.studio.words_difference import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dunning_engine.policy.load import Policies
    from dunning_engine.problems import Problem
    from dunning_engine.simulation.days import Paying
    from dunning_engine.studio.comparing import Found
    from dunning_engine.studio.desk import Desk
    from dunning_engine.studio.dropped import Dropped, Held

EXAMPLE_DAY = date(2026, 3, 31)
"""By this day every step and every blocker of the example ledger has come about."""
_QUICK = 2.0  # seconds: what takes less is done again by itself
_TINY = 500_000  # bytes that take less wherever nothing else keeps the machine busy
_SMALL = 2_000_000  # bytes that surely take less, where nothing has been measured yet


@dataclass(frozen=True, slots=True)
class Options:
    """What a preview is asked with. ``last`` is ``None`` for one day; ``policy`` ``None`` for each invoice's own."""

    first: date
    last: date | None = None
    paying: Paying = "nobody"
    policy: str | None = None
    payments_known_through: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What was found, for which texts, files and options, and the folder of what can be downloaded."""

    found: Found
    key: object
    downloads: Path


class Difference:
    """The state behind the panel; ``redraw`` is called whenever any of it has changed.

    ``failed`` is why nothing was found: a sentence; ``problems`` what is wrong with the files as a whole.
    """

    def __init__(self, desk: Desk, dropped: Dropped, comparer: Comparer, redraw: Callable[[], None]) -> None:
        self.desk, self.dropped = desk, dropped
        self.options = Options(desk.as_of)
        self.shown: Shown | None = None
        self.failed: str | None = None
        self.problems: tuple[Problem, ...] = ()
        self.progress: tuple[str, int, int] | None = None
        self.receiving = False
        self._comparer, self._redraw = comparer, redraw
        self._running: asyncio.Task[None] | None = None
        self._busy = False
        self._cancelled = False
        self._seconds: float | None = None

    # What can be asked

    @property
    def running(self) -> bool:
        """Whether a comparison is under way."""
        return self._busy

    @property
    def new(self) -> Policies | None:
        """The policies with the text as it stands; where that does not pass, with the newest that did."""
        return self.desk.policies or self.desk.last_policies

    @property
    def passes(self) -> bool:
        """Whether the text as it stands can be compared."""
        return self.desk.policies is not None

    @property
    def unchanged(self) -> bool:
        """Whether both sides have the same policies and the same law."""
        new, old = self.new, self.desk.saved_policies
        return new is not None and old is not None and _digests(new) == _digests(old)

    @property
    def ready(self) -> bool:
        """Whether there is something to compare."""
        return self.dropped.files is not None and self.new is not None and self.desk.saved_policies is not None

    @property
    def stale(self) -> bool:
        """Whether what is shown is of an earlier text, of other files or of other options."""
        return self.shown is not None and (not self.passes or self.shown.key != self._key())

    # What can be done

    async def take(self, paths: Sequence[Path]) -> None:
        """Take in dropped files, and compare."""
        await self._files(lambda: self.dropped.take(paths))

    async def take_example(self) -> None:
        """Take the ledger that ships, on a day on which much happens in it."""
        self.options = replace(self.options, first=min(self.desk.as_of, EXAMPLE_DAY), last=None)
        await self._files(self.dropped.take_example)

    async def remove(self, held: Held) -> None:
        """Use a file no longer."""
        await self._files(lambda: self.dropped.remove(held))

    def choose(self, **options: Any) -> None:
        """Other options."""
        self.options = replace(self.options, **options)
        self.look()

    def look(self) -> None:
        """Something has changed: compare again where that is quick, otherwise say that what is shown is older."""
        if self.ready and self.passes and not self.running and self._is_quick() and self._differs():
            self.run()
        self._redraw()

    def run(self) -> None:
        """Compare; nothing happens while a comparison is under way."""
        if self.ready and not self.running:
            self._busy, self._cancelled = True, False
            self._running = asyncio.create_task(self._run())
            self._redraw()

    def cancel(self) -> None:
        """Break off the comparison."""
        self._cancelled = True
        self._comparer.stop()

    async def settled(self) -> None:
        """Wait until no comparison is under way."""
        while self._running is not None and not self._running.done():
            await asyncio.wait([self._running])

    async def show(self, number: str) -> bool:
        """Make an invoice of the ledger the example invoice, once a comparison under way has ended; whether it could be read."""
        files = self.dropped.files
        if files is None:
            return False
        question = Around(files, number, self.options.payments_known_through)
        try:
            facts = await self._comparer.ask(question, lambda *_: None)
        except (BrokenOffError, NoPolicyError, FolderError, ProblemsError, OSError, RuntimeError):
            return False
        if facts is not None:
            await self.desk.set_invoice(facts)
        return facts is not None

    async def close(self) -> None:
        """End the process and delete all files."""
        self.cancel()
        await self.settled()
        await asyncio.to_thread(self.dropped.close)

    # Within

    async def _files(self, change: Callable[[], None]) -> None:
        if self.running:
            self.cancel()
            await self.settled()
        self.failed, self.problems, self._seconds = None, (), None
        try:
            await asyncio.to_thread(change)
        except OSError as error:
            self.failed = self._why(error, self.desk.language)
            self._redraw()
            return
        if self.dropped.files is None:
            self.shown = None
        names = self.dropped.names_policy
        self.options = replace(self.options, policy=None if names else self.options.policy or self.desk.policy_name)
        self.run()
        self._redraw()

    async def _run(self) -> None:
        try:
            while self.ready:
                key = self._key()
                await self._compare(key)
                if self.failed is not None or key == self._key() or not (self.passes and self._is_quick()):
                    break
                self._redraw()
        finally:
            self._busy = False
            self._redraw()

    async def _compare(self, key: object) -> None:
        files, new, old, options = self.dropped.files, self.new, self.desk.saved_policies, self.options
        assert files is not None and new is not None and old is not None  # noqa: PT018, S101 - it was ready
        self.failed, self.problems, self.progress = None, (), None
        downloads = await asyncio.to_thread(self.dropped.new_folder)
        language, shown = self.desk.language, self.desk.shown
        question = Question(
            files=files,
            new=new,
            old=old,
            names=(say("name_new", language, file=shown), say("name_old", language, file=shown)),
            first=options.first,
            last=options.last or options.first,
            paying=options.paying,
            policy=options.policy,
            payments_known_through=options.payments_known_through,
            language=language,
            downloads=downloads,
        )
        try:
            if self._cancelled:  # before there was anything to break off
                raise BrokenOffError
            found: Found = await self._comparer.ask(question, self._tell)
        except ProblemsError as error:
            self.problems, self.shown = error.problems, None
        except NoPolicyError:
            self.failed = say("no_policy", language, policies=", ".join(new))
        except (FolderError, OSError, RuntimeError) as error:
            self.failed = self._why(error, language)
        else:
            self._seconds = found.seconds
            self.shown = Shown(found, key, downloads)
        self.progress = None

    def _why(self, error: Exception, language: str) -> str:
        if isinstance(error, BrokenOffError):
            return say("cancelled" if self._cancelled else "broken_off", language)
        if isinstance(error, OSError):
            return say("system", language, why=error.strerror or str(error))
        return say("system", language, why=str(error))

    def _tell(self, what: str, done: int, of: int) -> None:
        self.progress = (what, done, of)
        self._redraw()

    def _is_quick(self) -> bool:
        size = 0 if self.dropped.files is None else self.dropped.files.size
        if self._seconds is None:
            return size < _SMALL
        return self._seconds < _QUICK or size < _TINY

    def _differs(self) -> bool:
        return self.shown is None or self.shown.key != self._key()

    def _key(self) -> object:
        files = self.dropped.files
        sides = [None if one is None else _digests(one) for one in (self.new, self.desk.saved_policies)]
        return (*sides, None if files is None else files.version, self.options, self.desk.language)


def _digests(policies: Policies) -> frozenset[tuple[tuple[str, str], str]]:
    return frozenset(revisions(Side("", policies)).items())
