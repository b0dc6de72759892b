"""What one command takes: ``python one_process.py COMMAND …`` runs it and prints JSON.

A process of its own, and a small one, because a child's peak memory counts from what it was forked from.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_KIB_A_UNIT = 1 / 1024 if sys.platform == "darwin" else 1


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, seconds of processor time over all cores, and the highest resident memory in bytes."""

    wall: float
    processor: float
    peak: int


def run(command: Sequence[str]) -> Spent:
    """What the command took; ``SystemExit`` with what it said where it ended in error."""
    asked = [sys.executable, __file__, *command]
    done = subprocess.run(asked, check=False, capture_output=True, text=True)  # noqa: S603 (our own command)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return Spent(**json.loads(done.stdout))


def _main(command: list[str]) -> int:
    start = perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 (our own command)
    _, status, usage = os.wait4(child.pid, 0)
    wall = perf_counter() - start
    peak = int(usage.ru_maxrss * _KIB_A_UNIT * 1024)
    print(json.dumps({"wall": wall, "processor": usage.ru_utime + usage.ru_stime, "peak": peak}))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
