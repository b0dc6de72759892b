"""Servers to be called: started on a free port of loopback, watched while they answer, and ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STARTING = 30.0  # seconds until a server is ready, and until it has ended
_EVERY = 0.25  # seconds between two looks at the memory
_MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Cores:
    """The core of a server with one worker and the core of the generator; None where processes cannot be told where to run."""

    server: int | None
    generator: int | None


class Server:
    """A command that serves on ``port``; ``core`` is the only one that it may use, None for any."""

    def __init__(self, command: Sequence[str], port: int, core: int | None = None) -> None:
        self.port = port
        with _only_on(core):
            self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 (our own commands)

    def __enter__(self) -> Self:
        """The server, once it is ready."""
        end = time.monotonic() + _STARTING
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > end:
                self._process.kill()
                sys.exit(f"{self._process.args} did not begin to serve")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(_STARTING)

    def processor(self) -> float:
        """Seconds of processor time that it has used, all its processes together; 0 where the system does not tell."""
        ticks = os.sysconf("SC_CLK_TCK")
        fields = (_read(f"/proc/{process}/stat").rpartition(")")[2].split() for process in self._processes())
        return sum((int(each[11]) + int(each[12])) / ticks for each in fields if each)

    def memory(self) -> float:
        """MiB that its processes have of their own, and their shares of what they have together; 0 as above."""
        found = 0
        for process in self._processes():
            for line in _read(f"/proc/{process}/smaps_rollup").splitlines():
                if line.startswith("Pss:"):
                    found += int(line.split()[1]) * 1024
        return found / _MIB

    def _ready(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=1) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004 (HTTP)
        except OSError:
            return False

    def _processes(self) -> list[int]:
        found, asked = [], [self._process.pid]
        while asked:
            process = asked.pop()
            found.append(process)
            for thread in Path(f"/proc/{process}/task").glob("*"):
                asked += map(int, _read(f"{thread}/children").split())
        return found


@contextmanager
def memory_of(server: Server) -> Iterator[list[float]]:
    """What the server's memory is while the block runs, look by look."""
    seen: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.wait(_EVERY):
            seen.append(server.memory())

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield seen
    finally:
        done.set()
        watching.join()


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def serve(rules: Path, port: int, workers: int) -> list[str]:
    """The command that serves the policies of a folder."""
    command = str(Path(sys.executable).with_name("dunning"))
    return [command, "serve", str(rules), "--port", str(port), "--workers", str(workers)]


def constant(port: int, workers: int, length: int) -> list[str]:
    """The command that answers with so many bytes, whatever it is asked."""
    return [sys.executable, str(Path(__file__).with_name("service_constant.py")), *map(str, (port, workers, length))]


@contextmanager
def _only_on(core: int | None) -> Iterator[None]:
    """Processes that are started in the block may only use this core."""
    if core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _cores() -> Cores:
    here = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return Cores(here[0], here[1]) if len(here) > 1 else Cores(None, None)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


CORES = _cores()
