"""Results to a stream or a file; a file is written whole or not at all."""

from __future__ import annotations

import io
import json
import os
import secrets
import stat
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dunning_engine.ledger.frame import run_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from dunning_engine.decisions.decision import Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.ledger.run import Run


class DataFormat(StrEnum):
    """The forms that programs read."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


def write_run(run: Run, stream: BinaryIO, form: DataFormat, *, explain: bool = False, language: str) -> None:
    """The run's decisions, the accounts' last: JSON and NDJSON one object each, CSV and Parquet one row per action, blocker or problem."""
    if form is DataFormat.CSV:
        stream.write(run_frame(run, language).write_csv().encode())
    elif form is DataFormat.PARQUET:
        held = io.BytesIO()  # a full disk is then noticed by our own writing, which says so plainly
        run_frame(run, language).write_parquet(held)
        stream.write(held.getbuffer())
    else:
        before, between, last = ("[\n", ",\n", "\n]\n") if form is DataFormat.JSON else ("", "\n", "\n")
        decisions: tuple[Decision | AccountDecision, ...] = (*run.decisions, *run.account_decisions)
        for number, decision in enumerate(decisions):
            text = json.dumps(decision.to_dict(explain=explain, language=language), ensure_ascii=False)
            stream.write(f"{between if number else before}{text}".encode())
        if decisions:
            stream.write(last.encode())
        elif form is DataFormat.JSON:
            stream.write(b"[]\n")


@contextmanager
def whole_file(path: str | PathLike[str]) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file at ``path`` at once when the block ends; if it does not end well, nothing changes.

    The bytes wait in a hidden file in the same directory and are on the disk before it takes its name. What is no ordinary
    file (a pipe, a terminal) is written straight to. Raises ``OSError`` when it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        with target.open("wb") as stream:
            yield stream
        return
    waiting = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    stream = waiting.open("xb")
    try:
        with stream:
            if target.exists():
                waiting.chmod(stat.S_IMODE(target.stat().st_mode))
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        waiting.replace(target)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
