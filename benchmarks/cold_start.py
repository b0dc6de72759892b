"""How long ``dunning check`` takes from nothing, and which imports it waits for."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from timing import Times

CHECK, INTERPRETER, PROCESSOR_TIME = "dunning check", "python -c pass", ", processor time"
_IN_THE_INTERPRETER = "import sys; sys.argv = ['dunning', 'check']; from dunning_engine.cli import main; main()"


def measure(runs: int) -> dict[str, Times]:
    """Seconds a run, of the command and of an interpreter that does nothing: by the clock, and of processor time."""
    commands = {
        CHECK: [str(Path(sys.executable).with_name("dunning")), "check"],
        INTERPRETER: [sys.executable, "-c", "pass"],
    }
    found: dict[str, list[float]] = {name: [] for command in commands for name in (command, command + PROCESSOR_TIME)}
    for number in range(runs + 1):
        for name, command in commands.items():
            start, spent = perf_counter(), _children()
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (our own command)
            if number:  # the first run fills the caches
                found[name].append(perf_counter() - start)
                found[name + PROCESSOR_TIME].append(_children() - spent)
    return {name: Times(tuple(seconds)) for name, seconds in found.items()}


def imports() -> list[tuple[str, float]]:
    """Milliseconds by top-level package, largest first: what Python itself says of ``dunning check``."""
    run = subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-X", "importtime", "-c", _IN_THE_INTERPRETER], check=False, capture_output=True, text=True
    )
    spent: Counter[str] = Counter()
    for line in run.stderr.splitlines():
        own, _, module = line.removeprefix("import time:").partition("|")
        if own.strip().isdigit():
            name = module.partition("|")[2].strip().partition(".")[0]
            spent[name] += int(own)
    return [(name, microseconds / 1000) for name, microseconds in spent.most_common()]


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
