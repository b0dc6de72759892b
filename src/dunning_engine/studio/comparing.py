"""A ledger compared in a process of its own, so that typing never waits for it, and so that it can be broken off at once.

`Comparer` is the page's end; ``_serve`` runs in the process, which stays for the next question. What is found comes back as plain
values, with the files that can be downloaded already written.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from dunning_engine.ledger.mapping import Mapping as MapOfColumns
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.preview.report import Report
    from dunning_engine.problems import Problem
    from dunning_engine.simulation.days import Paying
    from dunning_engine.studio.dropped import Files

    Tell: TypeAlias = Callable[[str, int, int], None]

MOST = 200
"""How many changes are shown one by one."""
_MOST_PROBLEMS = 200  # of each code; the rest is counted
_EVERY = 0.1  # seconds between two words of how far it has come
_GENTLY = 10  # steps of priority below the page


@dataclass(frozen=True, slots=True)
class Question:
    """What to compare. ``last`` after ``first`` is for several days; ``policy`` names the one that all invoices follow."""

    files: Files
    new: Mapping[str, PolicyHistory]
    old: Mapping[str, PolicyHistory]
    names: tuple[str, str]
    first: date
    last: date
    paying: Paying
    policy: str | None
    payments_known_through: date | None
    language: str
    downloads: Path

    def answer(self, tell: Tell) -> Found:
        """What is found. Raises ``NoPolicyError``, ``FolderError``, ``MappingError``, ``OSError``."""
        from dunning_engine.ledger.watch import Watch  # noqa: PLC0415 - heavy, and only the process needs it
        from dunning_engine.preview.report import Report  # noqa: PLC0415 - likewise
        from dunning_engine.preview.run import previewed  # noqa: PLC0415 - likewise
        from dunning_engine.preview.sides import Side  # noqa: PLC0415 - likewise
        from dunning_engine.simulation.days import Days  # noqa: PLC0415 - likewise

        days = count()
        both = 2 * ((self.last - self.first).days + 1)  # under either version

        @contextmanager
        def progress(rows: int, _: str) -> Iterator[Callable[[int], None]]:
            tell("invoices", 0, rows)
            yield lambda done: tell("invoices", done, rows)

        started = time.monotonic()
        with tempfile.TemporaryDirectory(dir=self.files.folder.parent) as laid_out:
            outcome = previewed(
                (self.files.ledger, self.files.events),
                (Side(self.names[0], self.new), Side(self.names[1], self.old)),
                Days(self.first, self.last, self.paying),
                policy=self.policy,
                mapping=_mapping(self.files),
                payments_known_through=self.payments_known_through,
                most=MOST,
                every=True,
                language=self.language,
                folder=lambda: Path(tempfile.mkdtemp(dir=laid_out)),
                watch=Watch(progress=progress, day=lambda _: tell("days", next(days) % both, both)),
            )
            totals = outcome.totals()
            report = Report(outcome, totals, (), (), self.language)
            if outcome.usable:
                _write(report, self.downloads)
        return _found(report, time.monotonic() - started)


@dataclass(frozen=True, slots=True)
class Found:
    """A preview as a page shows it: sentences and the rows of tables, as the command has them; the first `MOST` changes."""

    usable: bool
    invoices: int
    changed: int
    verdict: str
    days: str
    revisions: tuple[tuple[str, str, str, str], ...]
    kinds: tuple[tuple[str, str, str, str, str], ...]
    amounts: tuple[tuple[str, str, str, str], ...]
    reached: str
    coming: str | None
    changes: tuple[tuple[str, str, str, str, str, tuple[str, ...]], ...]
    every: int
    problems: tuple[Problem, ...]
    unsaid: Mapping[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class Around:
    """Asks for one invoice of the ledger, as plain facts with its events."""

    files: Files
    number: str
    payments_known_through: date | None

    def answer(self, _tell: Tell) -> dict[str, Any] | None:
        """The facts; ``None`` where no row with the number can be read. Raises as `Question.answer` does."""
        from dunning_engine.ledger.near import NoSuchInvoiceError, read_around  # noqa: PLC0415 - heavy
        from dunning_engine.studio.facts_of import facts_of  # noqa: PLC0415 - likewise

        try:
            ledger = read_around(
                (self.files.ledger, self.files.events),
                self.number,
                mapping=_mapping(self.files),
                payments_known_through=self.payments_known_through,
            )
        except NoSuchInvoiceError:
            return None
        held = (one.invoice for one in ledger.entries if one.number == self.number and one.invoice is not None)
        return next(map(facts_of, held), None)


@dataclass(slots=True)
class Comparer:
    """Asks the process one question at a time; `stop` breaks off the question and ends the process."""

    _process: BaseProcess | None = None
    _ours: Connection | None = None
    _stops: int = 0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def start(self) -> None:
        """Have the process ready; it takes about a second, which need not be waited for."""
        if self._process is not None and self._process.is_alive():
            return
        spawning = multiprocessing.get_context("spawn")
        ours, theirs = spawning.Pipe()
        process = spawning.Process(target=_serve, args=(theirs,), daemon=True, name="dunning-compare")
        process.start()
        theirs.close()
        self._process, self._ours = process, ours

    async def ask(self, question: Question | Around, tell: Tell) -> Any:
        """The answer; ``tell`` is told what is counted, ``invoices`` or ``days``, how many of it are done, and of how many.

        Raises `BrokenOffError` where it was stopped, and what the question raises.
        """
        async with self._asking:
            stops = self._stops
            await asyncio.to_thread(self.start)
            if stops != self._stops:  # meanwhile
                self.stop()
                raise BrokenOffError
            connection = self._ours
            try:
                assert connection is not None  # noqa: S101 - it was just started
                await asyncio.to_thread(connection.send, question)
                while True:
                    what, value = await asyncio.to_thread(connection.recv)
                    if what == "told":
                        tell(*value)
                    elif what == "raised":
                        raise value
                    else:
                        return value
            except (EOFError, BrokenPipeError, ConnectionError) as error:
                raise BrokenOffError from error

    def stop(self) -> None:
        """End the process, and with it the question; the next question starts another one."""
        self._stops += 1
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join()


class BrokenOffError(RuntimeError):
    """A question that was broken off: somebody stopped it, or the system has, as for want of memory."""


def _serve(connection: Connection) -> None:
    """Answer one question after the other, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the studio, which then ends this
    if hasattr(os, "nice"):
        os.nice(_GENTLY)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for as long as it lives
    last = 0.0

    def tell(what: str, done: int, of: int) -> None:
        nonlocal last
        if done in {0, of} or time.monotonic() - last > _EVERY:
            last = time.monotonic()
            connection.send(("told", (what, done, of)))

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionError):
        while True:
            question = connection.recv()
            try:
                os.chdir(question.files.folder)  # so that problems name files as people do
                answer = "found", question.answer(tell)
            except Exception as error:  # noqa: BLE001 - whatever it is, the page says so
                answer = "raised", _plain(error)
            connection.send(answer)


def _plain(error: Exception) -> Exception:
    """The error as it travels: what is known by its class, otherwise its words."""
    from dunning_engine.ledger.part_files import FolderError  # noqa: PLC0415 - heavy
    from dunning_engine.ledger.stream import NoPolicyError  # noqa: PLC0415 - likewise
    from dunning_engine.problems import ProblemsError  # noqa: PLC0415 - likewise

    if isinstance(error, (NoPolicyError, FolderError, OSError, ProblemsError)):
        return error
    return RuntimeError(f"{type(error).__name__}: {error}")


def _mapping(files: Files) -> MapOfColumns | None:
    from dunning_engine.ledger.mapping import load_mapping  # noqa: PLC0415 - reads schemas and YAML

    return None if files.mapping is None else load_mapping(files.mapping)


def _write(report: Report, folder: Path) -> None:
    """What can be downloaded, each by the writer that ``dunning preview`` has."""
    from dunning_engine.preview.listing import csv_lines  # noqa: PLC0415 - heavy
    from dunning_engine.preview.markdown import markdown  # noqa: PLC0415 - likewise
    from dunning_engine.preview.objects import json_lines  # noqa: PLC0415 - likewise

    forms = {"json": json_lines(report), "csv": csv_lines(report.outcome), "md": iter((markdown(report),))}
    for suffix, lines in forms.items():
        with (folder / f"preview.{suffix}").open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(lines)


def _found(report: Report, seconds: float) -> Found:
    from dunning_engine.preview.words import told  # noqa: PLC0415 - heavy

    outcome, totals = report.outcome, report.totals
    shown: dict[str, int] = {}
    problems = []
    for problem in outcome.complaints.kept:
        shown[problem.code] = shown.get(problem.code, 0) + 1
        if shown[problem.code] <= _MOST_PROBLEMS:
            problems.append(problem)
    counts = outcome.complaints.counts
    return Found(
        usable=outcome.usable,
        invoices=totals.invoices,
        changed=totals.changed,
        verdict=report.verdict(),
        days=report.days,
        revisions=tuple(report.policies()),
        kinds=tuple(report.kinds()),
        amounts=tuple(report.amounts()),
        reached=report.reached(),
        coming=report.coming(),
        changes=tuple(
            (
                one.sign,
                one.invoice,
                one.customer,
                str(one.held["title"]),
                str(one.held["on"]),
                told(one, report.language),
            )
            for one in outcome.first
        ),
        every=sum(totals.signs.values()),
        problems=tuple(problems),
        unsaid={code: counts[code] - _MOST_PROBLEMS for code in shown if counts[code] > _MOST_PROBLEMS},
        seconds=seconds,
    )
