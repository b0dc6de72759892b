"""A folder for what does not fit in memory, beside the output where there is one; it is gone afterwards, whatever happens."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    import polars as pl


@contextmanager
def workspace(output: Path | None) -> Iterator[Callable[[], Path]]:
    """Something that gives a new empty folder each time; without ``output`` below the system's folder for such.

    With ``output`` this is also the first sign that nothing can be written there. Raises ``OSError``.
    """
    target = None if output is None else Path(os.path.realpath(output))
    beside = target is not None and (target.is_file() or not target.exists())
    name, parent = (f".{target.name}.", target.parent) if target is not None and beside else ("dunning-", None)
    with _leaving_when_told():
        with _not_broken_off():
            try:
                made = tempfile.TemporaryDirectory(prefix=name, suffix=".parts", dir=parent)
            except OSError as error:
                if target is not None and beside:
                    error.filename = str(output)  # nobody knows the hidden folder by its name
                raise
        with made as held:
            yield lambda: Path(tempfile.mkdtemp(dir=held))


def lay_out(frame: pl.DataFrame, path: Path, compression: Literal["uncompressed", "lz4"] = "uncompressed") -> None:
    """The rows as an Arrow file. Raises ``OSError`` that says where there is no room."""
    try:
        frame.write_ipc(path, compression=compression)
    except OSError as error:  # Polars names no file
        raise OSError(error.errno or 0, error.strerror or str(error), str(path.parent)) from error


@contextmanager
def _not_broken_off() -> Iterator[None]:
    """What is done here is done whole: a Ctrl-C that comes meanwhile counts afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        signal.raise_signal(signal.SIGINT)


def must_not_have_been_broken_off() -> None:
    """Raise ``KeyboardInterrupt`` where a Ctrl-C has come in this workspace and something on the way has swallowed it."""
    if _broken_off:
        raise KeyboardInterrupt


_broken_off: list[int] = []


@contextmanager
def _leaving_when_told() -> Iterator[None]:
    """A job that is told to end (SIGTERM) ends like any other, what it has laid out removed; a Ctrl-C is remembered."""

    def leave(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    def break_off(number: int, _: FrameType | None) -> None:
        _broken_off.append(number)
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave), signal.signal(signal.SIGINT, break_off)
    try:
        yield
        must_not_have_been_broken_off()
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
        _broken_off.clear()
