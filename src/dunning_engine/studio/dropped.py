"""The files that were dropped onto a page: in a private folder that goes with it, told apart by their columns.

Problems name files as they were called when they were dropped.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from dunning_engine.ledger.mapping import Mapping, MappingError, read_mapping
from dunning_engine.ledger.part_files import IN_PARTS
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.problems import sort_problems
from dunning_engine.resources import examples_directory
from dunning_engine.studio.sniffed import Role, Sniffed, fits, role_of, sniff, starting_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.problems import Problem

_PREFIX = "dunning-studio-"
_EXAMPLE = ("ledger.csv", "events.csv")
_MAPPINGS = frozenset({".yaml", ".yml"})
_START = 1024  # bytes that tell what is no table
_LONGEST_NAME = 120  # characters
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Held:
    """A file that is used; ``name`` is what problems call it, ``came`` counts the drops."""

    name: str
    path: Path
    size: int
    came: int
    role: Role
    sniffed: Sniffed


@dataclass(frozen=True, slots=True)
class Files:
    """What a preview is given, relative to ``folder``, which is where it works."""

    folder: Path
    ledger: Path
    events: Path | None
    mapping: Path | None
    size: int
    version: int


class Dropped:
    """Takes files in, and says what they are together. Methods work on the disk: call them in a thread.

    ``held`` are the files in use, ``problems`` what is wrong with those that are not, ``notes`` words about what is missing
    or too much: ``no_ledger``, ``accounts``, ``ledgers_differ``.
    """

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._numbers = count(1)
        self._drops = 0
        self.held: tuple[Held, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.notes: tuple[str, ...] = ()
        self.files: Files | None = None

    def new_folder(self) -> Path:
        """An empty folder of the page's own."""
        if self._folder is None:
            sweep()
            prefix = f"{_PREFIX}{os.getpid()}-"
            self._folder = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
        made = Path(self._folder.name) / str(next(self._numbers))
        made.mkdir(mode=0o700)
        return made

    def take(self, paths: Sequence[Path]) -> None:
        """Take in files that lie in folders of `new_folder`; a new ledger stands in place of an old one with its events.

        Raises ``OSError``.
        """
        self._drops += 1
        mapping = self._mapping
        problems: list[Problem] = []
        came: list[Held] = []
        for path in sorted(paths, key=lambda one: one.suffix.lower() not in _MAPPINGS):
            if path.suffix.lower() in _MAPPINGS:
                found, wrong = _read_mapping(path)
                problems += wrong
                mapping = found or mapping
                came += [self._new(path, Role.MAPPING, Sniffed(None))] if found is not None else []
                continue
            sniffed = sniff(path)
            if sniffed.kind is None:
                problems += _no_table(path)
            else:
                came.append(self._new(path, Role.LEDGER, sniffed))
        self._arrange(came, problems)

    def take_example(self) -> None:
        """Take the example ledger that ships, with its events, in place of everything. Raises ``OSError``."""
        folder = self.new_folder()
        self.held = ()
        self.take([Path(shutil.copy(examples_directory() / name, folder / name)) for name in _EXAMPLE])

    def remove(self, gone: Held) -> None:
        """Use a file no longer."""
        gone.path.unlink(missing_ok=True)
        self.held = tuple(one for one in self.held if one is not gone)
        self._arrange([], [])

    def close(self) -> None:
        """Delete everything; more than once is fine."""
        held, self._folder = self._folder, None
        self.held, self.files = (), None
        if held is not None:
            held.cleanup()

    @property
    def example(self) -> bool:
        """Whether the files are called as the example's are."""
        return tuple(one.name for one in self.held) == _EXAMPLE

    @property
    def suggested(self) -> str | None:
        """A mapping to begin with, for a ledger that has none."""
        ledger = next((one for one in self.held if one.role is Role.LEDGER), None)
        if ledger is None or self._mapping is not None or not ledger.sniffed.columns:
            return None
        return starting_mapping(ledger.sniffed)

    @property
    def names_policy(self) -> bool:
        """Whether the ledger has a column for the policy that an invoice follows."""
        mapping = self._mapping
        if mapping is not None and mapping.invoices is not None:
            return "policy" in mapping.invoices.columns or "policy" in mapping.invoices.constants
        return any("policy" in one.sniffed.columns for one in self.held if one.role is Role.LEDGER)

    # Within

    @property
    def _mapping(self) -> Mapping | None:
        held = next((one for one in self.held if one.role is Role.MAPPING), None)
        return None if held is None else _read_mapping(held.path)[0]

    def _new(self, path: Path, role: Role, sniffed: Sniffed) -> Held:
        return Held(path.name, path, path.stat().st_size, self._drops, role, sniffed)

    def _arrange(self, came: list[Held], problems: list[Problem]) -> None:
        """Tell the roles anew, since a mapping may have come or gone; leave out what newer files stand in place of."""
        every = [*self.held, *came]
        newest = max((one.came for one in every if one.role is Role.MAPPING), default=0)
        maps = [one for one in every if one.role is Role.MAPPING and one.came == newest][-1:]
        mapping = _read_mapping(maps[0].path)[0] if maps else None
        tables = [replace(one, role=role_of(one.sniffed, mapping)) for one in every if one.role is not Role.MAPPING]
        notes = ["accounts"] if any(one.role is Role.ACCOUNTS for one in tables) else []
        ledgers = _newest(tables, Role.LEDGER)
        if ledgers and any(one.role is Role.LEDGER and one.came < ledgers[0].came for one in tables):
            tables = [one for one in tables if one.came == ledgers[0].came]
            kept = mapping is not None and (maps[0].came == ledgers[0].came or fits(ledgers[0].sniffed, mapping))
            maps = maps if kept else []
        events = _newest(tables, Role.EVENTS)
        apart = _differ(ledgers) or (mapping is not None and max(len(ledgers), len(events)) > 1)
        notes += ["ledgers_differ"] if apart else []
        notes += [] if ledgers else ["no_ledger"]
        used = [*ledgers, *events, *maps]
        for one in every:
            if one.path not in {other.path for other in used}:
                one.path.unlink(missing_ok=True)
        self.held, self.notes, self.problems = tuple(used), tuple(notes), sort_problems(problems)
        before, self.files = self.files, self._laid_out(ledgers, events, maps) if ledgers and not apart else None
        if before is not None:
            shutil.rmtree(before.folder, ignore_errors=True)

    def _laid_out(self, ledgers: Sequence[Held], events: Sequence[Held], maps: Sequence[Held]) -> Files:
        """The files side by side under their names; several of a kind as the part files of a folder."""
        folder = self.new_folder()
        placed = [
            _placed(folder, name, held) for name, held in (("ledger", ledgers), ("events", events), ("mapping", maps))
        ]
        ledger, beside, mapping = placed
        assert ledger is not None  # noqa: S101 - asked for with a ledger alone
        size = sum(one.size for one in (*ledgers, *events))
        return Files(folder, ledger, beside, mapping, size, int(folder.name))


def sweep() -> None:
    """Delete what a studio has left that was ended from outside, as by a power cut."""
    if os.name != "posix":  # elsewhere asking whether a process lives may end it
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).split("-")[0]
        with contextlib.suppress(OSError):  # another studio was faster
            if number.isdecimal() and folder.lstat().st_uid == os.getuid() and not _lives(int(number)):
                shutil.rmtree(folder, ignore_errors=True)


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def safe_name(name: str) -> str:
    """A name that is a plain file name on every system, and that no reader of folders passes over."""
    plain = _UNSAFE.sub("_", name).strip(" .")[-_LONGEST_NAME:].lstrip("._ ")
    return plain or "file"


def _placed(folder: Path, name: str, held: Sequence[Held]) -> Path | None:
    if not held:
        return None
    if len(held) == 1:
        place = _free(folder, held[0].name)
        _link(held[0].path, place)
        return place.relative_to(folder)
    parts = _free(folder, name)
    parts.mkdir()
    for one in held:
        _link(one.path, _free(parts, one.name))
    return parts.relative_to(folder)


def _link(path: Path, place: Path) -> None:
    try:
        place.hardlink_to(path)
    except OSError:  # not every file system has them
        shutil.copyfile(path, place)


def _free(folder: Path, name: str) -> Path:
    place = folder / name
    for number in count(2):
        if not place.exists():
            break
        place = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return place


def _newest(tables: Sequence[Held], role: Role) -> list[Held]:
    held = [one for one in tables if one.role is role]
    latest = max((one.came for one in held), default=0)
    return sorted((one for one in held if one.came == latest), key=lambda one: one.name)


def _differ(ledgers: Sequence[Held]) -> bool:
    """Whether several ledgers cannot be parts of one."""
    kinds = {one.sniffed.kind for one in ledgers}
    columns = {frozenset(one.sniffed.columns) for one in ledgers}
    return len(ledgers) > 1 and (len(kinds) > 1 or len(columns) > 1 or not kinds <= {*IN_PARTS})


def _read_mapping(path: Path) -> tuple[Mapping | None, tuple[Problem, ...]]:
    try:
        return read_mapping(path.read_bytes(), path.name), ()
    except MappingError as error:
        return None, error.problems


def _no_table(path: Path) -> tuple[Problem, ...]:
    with path.open("rb") as stream:
        return table_of_bytes(stream.read(_START), path.name).problems
