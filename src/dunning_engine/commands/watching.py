"""Waiting for policies to change: ``changes`` gives back, again and again, which files have.

The system's notices only wake it; what has changed is seen by looking at the files, so that nothing is missed: a folder
that goes and comes back, a save by renaming, a disk whose changes nobody tells of.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_Seen: TypeAlias = dict[str, tuple[int, int, int]]
_LOOK_AGAIN = 1.0  # seconds without a notice
_SETTLED = 0.1  # seconds without a change: several files are saved at once, and an editor writes one in several goes
_MOST_NAMED = 3


def changes(paths: Iterable[Path]) -> Iterator[str]:
    """What has changed since the last time, in a few words for people; the first time, at once, nothing.

    Looked at are the ``*.yaml`` below each folder, and beside and below each file, since a policy may continue in another
    one and its law lies in ``law/``. Never ends by itself.
    """
    folders = list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))
    seen = _look(folders)
    yield ""
    for _ in _woken(folders):
        if _look(folders) != seen:
            before, seen = seen, _settled(folders)
            if seen != before:
                yield _told(before, seen)


def _woken(folders: Sequence[Path]) -> Iterator[None]:
    """Whenever something may have changed."""
    from watchfiles import watch  # noqa: PLC0415 - needed only here

    milliseconds = int(_LOOK_AGAIN * 1000)
    while True:
        there = [folder for folder in folders if folder.is_dir()]
        same = _which(folders)
        try:
            for _ in (
                watch(*there, watch_filter=None, rust_timeout=milliseconds, yield_on_timeout=True) if there else ()
            ):
                yield
                if (
                    _which(folders) != same
                ):  # whoever watches a folder that is gone is told nothing of the one that came
                    break
        except OSError:  # gone meanwhile, or the system watches no more folders
            pass
        sleep(_LOOK_AGAIN / 4)
        yield


def _which(folders: Iterable[Path]) -> list[tuple[int, int] | None]:
    """Which folder stands at each name; None where there is none."""
    return [(found[0], found[1]) if (found := _status(folder)) else None for folder in folders]


def _look(folders: Iterable[Path]) -> _Seen:
    """The policy and law files, each with what changes when it is written."""
    seen: _Seen = {}
    for top in folders:
        for folder, below, files in os.walk(top):
            below[:] = [name for name in below if not name.startswith(".")]
            for name in files:
                path = Path(folder, name)
                if path.suffix == ".yaml" and (status := _status(path)):
                    seen[str(path)] = status[1:]
    return seen


def _settled(folders: Iterable[Path]) -> _Seen:
    """The files once nobody writes them any more."""
    seen = _look(folders)
    while True:
        sleep(_SETTLED)
        before, seen = seen, _look(folders)
        if seen == before:
            return seen


def _status(path: Path) -> tuple[int, int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _told(before: _Seen, now: _Seen) -> str:
    parts = [f"{name} changed" for name in sorted(now.keys() & before.keys()) if now[name] != before[name]]
    parts += [f"{name} is new" for name in sorted(now.keys() - before.keys())]
    parts += [f"{name} is gone" for name in sorted(before.keys() - now.keys())]
    named = ", ".join(parts[:_MOST_NAMED])
    more = len(parts) - _MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named
