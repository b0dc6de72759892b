"""Several processes that answer on one socket: ``Workers`` replaces those that die and ends them all together."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from dunning_engine.service.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Workers(Multiprocess):
    """uvicorn's workers; ``dead`` is called with the process id of each that is gone."""

    dead: Callable[[int], None]

    def init_processes(self) -> None:
        """Start them."""
        with _no_interrupts():
            super().init_processes()

    def keep_subprocess_alive(self) -> None:
        """Replace workers that died."""
        before = {process.pid for process in self.processes}
        with _no_interrupts():
            super().keep_subprocess_alive()
        for pid in before - {process.pid for process in self.processes}:
            if pid is not None:
                log().warning("worker replaced", worker=pid)
                self.dead(pid)

    def terminate_all(self) -> None:
        """Stop listening, then let each worker finish what it has taken."""
        for socket in self.sockets:
            socket.close()
        super().terminate_all()

    @property
    def failed(self) -> bool:
        """Whether a worker could not start, so that none would."""
        return any(process.exitcode == STARTUP_FAILURE for process in self.processes)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back meanwhile: processes that are started now never get it, and are ended by the one that starts them."""
    resource_tracker.ensure_running()  # it lets Ctrl-C through again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
