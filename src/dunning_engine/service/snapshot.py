"""A folder's policies as they were at one moment: ``snapshot`` checks bytes that did not change while they were read.

Files are known by stamps (which file it is, when it was written, its size), through symbolic links: a folder that is swapped
by one, as Kubernetes does, is another set of files at once. Several files that are saved one after the other are one
change if less than a quarter of a second lies between them.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dunning_engine.policy.files import find_files
from dunning_engine.policy.load import check_folder
from dunning_engine.problems import sort_problems

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from dunning_engine.policy.load import Policies
    from dunning_engine.policy.model import Policy
    from dunning_engine.problems import Problem

Stamps: TypeAlias = tuple[tuple[str, int, int, int, int, int], ...]

_LOOK_AGAIN = 1.0  # seconds without a notice from the system
_SETTLED = 0.25  # seconds without a change
_LONGEST_UNSETTLED = 10.0  # seconds: who writes without end is not waited for
_TRIES = 20


class UnsettledError(RuntimeError):
    """The files changed each time that they were read."""

    hint = "swap the whole folder by a symbolic link, or let nothing write into it"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The policies if all files pass, every problem, the texts by the name that problems show, and the files' stamps."""

    policies: Policies | None
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    stamps: Stamps


def snapshot(rules: Path | None) -> Snapshot:
    """All files in ``rules`` (``None``: those that ship), checked as they were together. Raises `UnsettledError`."""
    for attempt in range(_TRIES):
        before = stamps_of(rules)
        try:
            taken = _take(rules, before)
        except OSError:  # a folder went away while it was looked through
            taken = None
        if taken is not None and stamps_of(rules) == before:
            return taken
        time.sleep(0.01 * attempt)
    raise UnsettledError("the files of the policies changed each time that they were read")


def stamps_of(rules: Path | None) -> Stamps:
    """What tells the files in ``rules`` from any others; law too."""
    try:
        paths = {file.path for file in find_files(rules, with_law=True)[0]}
        if rules is not None:
            paths.update((rules / "law").glob("*.yaml"))  # may itself be a link, which a search does not follow
    except OSError:
        return ()
    return tuple(stamp for path in sorted(paths) if (stamp := _stamp(path)) is not None)


async def woken(rules: Path) -> AsyncIterator[None]:
    """Whenever something in ``rules`` may have changed: when the system says so, and each second."""
    from watchfiles import awatch  # noqa: PLC0415 - brings an event loop's library

    milliseconds = int(_LOOK_AGAIN * 1000)
    while True:
        try:
            where = _place(rules)
            if where is not None:
                async for _ in awatch(where, watch_filter=None, rust_timeout=milliseconds, yield_on_timeout=True):
                    yield
                    if _place(rules) != where:
                        break  # another folder has come under the name
        except OSError:  # gone meanwhile, or the system watches no more folders
            pass
        await asyncio.sleep(_LOOK_AGAIN / 4)
        yield


async def settled(rules: Path) -> None:
    """Wait until nobody writes the files any more."""
    seen = await asyncio.to_thread(stamps_of, rules)
    until = time.monotonic() + _LONGEST_UNSETTLED
    while time.monotonic() < until:
        await asyncio.sleep(_SETTLED)
        before, seen = seen, await asyncio.to_thread(stamps_of, rules)
        if seen == before:
            return


def all_revisions(policies: Policies) -> list[Policy]:
    """Every revision of every policy, by name and first day."""
    return [policy for name in policies for policy in policies[name].revisions]


def _take(rules: Path | None, stamps: Stamps) -> Snapshot:
    files, _ = find_files(rules, with_law=True)
    read = {file: data for file in files if (data := _read(file.path)) is not None}
    checked = check_folder(rules, {file.path: data for file, data in read.items()})
    policies, problems = checked.policies, checked.problems
    if policies is not None and not policies:  # a folder of law alone
        policies, problems = None, sort_problems([*problems, *find_files(rules)[1]])
    texts = {file.shown: data.decode("utf-8", "replace") for file, data in read.items()}  # what passes is UTF-8
    return Snapshot(policies, problems, texts, stamps)


def _place(rules: Path) -> Path | None:
    """The folder that stands under the name, ``None`` where there is none."""
    return rules.resolve() if rules.is_dir() else None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:  # the check says why
        return None


def _stamp(path: Path) -> tuple[str, int, int, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path), found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size
