"""The service's log: lines on stderr, JSON for programs or a text for people, also of what libraries say.

Of an invoice nothing is written but, where it is asked for, its number. An exception is told by its kind and its places in
the code: its text may quote what a request said.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any

import structlog

from dunning_engine.service.settings import LogFormat

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from structlog.typing import FilteringBoundLogger, Processor

_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
_MOST_PLACES = 8  # of an exception, the innermost


def configure_logs(form: LogFormat) -> None:
    """Write the log of this process, and what libraries have to say from warnings on, to stderr in one form."""
    structlog.configure(
        processors=[*_steps(), _renderer(form)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_Lines,
        cache_logger_on_first_use=False,
    )
    handler = _Passed()
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)


def log() -> FilteringBoundLogger:
    """The log of this process."""
    logger: FilteringBoundLogger = structlog.get_logger()
    return logger


def places_of(error: BaseException) -> list[str]:
    """The kind of an exception and where in the code it arose, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    return [type(error).__name__, *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]


def _steps() -> list[Processor]:
    return [structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")]


def _renderer(form: LogFormat) -> Processor:
    if form is LogFormat.JSON:
        return _as_json
    return structlog.dev.ConsoleRenderer(colors=False, timestamp_key="time")


def _as_json(_logger: object, _name: str, event: MutableMapping[str, Any]) -> str:
    first = {"time": event.pop("time"), "level": event.pop("level"), "event": event.pop("event")}
    return _ENCODER.encode(first | dict(event))


class _Lines:
    """Where lines go. A log that nobody reads any more is no reason to stop answering."""

    def __init__(self, *_: object) -> None:
        """Take the stream that stderr is now."""
        self._stream = sys.stderr

    def msg(self, message: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(message + "\n")
            self._stream.flush()

    debug = info = warning = error = critical = msg


class _Passed(logging.Handler):
    """What libraries say, as lines of this log: the first line of each, since more may quote data."""

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage().partition("\n")[0]
        error = record.exc_info[1] if record.exc_info else None
        extra = {} if error is None else {"error": places_of(error)}
        log().log(record.levelno, said, logger=record.name, **extra)
