"""How the service runs: what the command was given, as a value that travels to its workers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from dunning_engine.service.token import Token

PORT = 8700
KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE


class LogFormat(StrEnum):
    """How a line of the log is written: for programs, or for a person at a terminal."""

    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Sizes are bytes, durations seconds. Without ``rules`` the policies that ship are served.

    ``token_file`` is where ``token`` came from, if from a file: it is read again when it changes.
    """

    rules: Path | None = None
    host: str = "127.0.0.1"
    port: int = PORT
    token: Token | None = None
    token_file: Path | None = None
    workers: int = 1
    max_body: int = 2 * MEBIBYTE  # of a body that is read whole
    max_line: int = MEBIBYTE  # of a streamed body
    max_invoices: int = 1000  # in one call
    max_at_work: int = 64  # requests of a worker at the same time
    body_seconds: float = 10.0  # for a body to arrive; for a streamed one, without a byte
    shutdown_seconds: float = 30.0  # for what was taken to be finished
    log_format: LogFormat = LogFormat.JSON
    log_invoices: bool = False
