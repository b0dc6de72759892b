"""``dunning serve``: decisions over HTTP, for other programs."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.commands.options import WrongUseError, must_exist

if TYPE_CHECKING:
    from dunning_engine.service.token import Token

_VARIABLE = "DUNNING_TOKEN"
_EXTRA = ("fastapi", "prometheus_client", "structlog", "uvicorn", "httptools")
_NOT_ALONE = re.compile(r"\[.*|[^:]*:[0-9]+|.*/.*")  # in brackets, with a port, or a whole URL
_UNITS = {"": 1, "K": 1024, "M": 1024 * 1024}


class LogForm(StrEnum):
    """How a line of the log is written."""

    JSON = "json"
    TEXT = "text"


def serve(
    rules: Annotated[
        Path | None,
        typer.Argument(
            metavar="[RULES]", help="The folder of your policies; without it, those that ship.", show_default=False
        ),
    ] = None,
    *,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; one that others reach needs a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8700,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            help="The tokens that callers show, one a line, for its owner's eyes alone (chmod 600); without it, DUNNING_TOKEN.",
        ),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes answer.")] = 1,
    max_body: Annotated[
        str, typer.Option("--max-body", metavar="SIZE", help="The largest body that is read whole, as 500K or 2M.")
    ] = "2M",
    max_invoices: Annotated[
        int, typer.Option("--max-invoices", min=1, help="How many invoices one call may bring; a stream, any number.")
    ] = 1000,
    body_seconds: Annotated[
        float,
        typer.Option(
            "--body-seconds", min=0.1, max=3600, help="How long headers, a body, or a stream's next part may take."
        ),
    ] = 10.0,
    log_form: Annotated[
        LogForm | None,
        typer.Option("--log-format", help="Without it, text on a terminal and JSON elsewhere.", show_default=False),
    ] = None,
    log_invoices: Annotated[
        bool,
        typer.Option("--log-invoices", help="Write the numbers of invoices into the log; without it, nothing of them."),
    ] = False,
    shutdown_seconds: Annotated[
        float,
        typer.Option(
            "--shutdown-seconds", min=0, max=3600, help="How long what was taken may take to finish at the end."
        ),
    ] = 30.0,
) -> int:
    """Answer other programs over HTTP, from a folder of policies.

    Ctrl-C or SIGTERM ends it, once what was taken is answered. The addresses stand in /openapi.json.
    """
    _must_be_installed()
    if rules is not None:
        must_exist(rules, folder=True)
        if not rules.is_dir():
            raise WrongUseError(f"{rules} is a file; a folder of policies is wanted")
    for option, seconds in (("--body-seconds", body_seconds), ("--shutdown-seconds", shutdown_seconds)):
        if isnan(seconds):  # which no range leaves out
            raise WrongUseError(f"{option}: nan is no number of seconds")
    if _NOT_ALONE.fullmatch(host):
        raise WrongUseError(f"--host: '{host}' is more than an address; write ::1 or 127.0.0.1, and the port in --port")
    token = _token(token_file)
    size = _size(max_body)

    from dunning_engine.service.serving import AddressError  # noqa: PLC0415 - heavy
    from dunning_engine.service.serving import serve as answer  # noqa: PLC0415 - likewise
    from dunning_engine.service.settings import LogFormat, Settings  # noqa: PLC0415 - likewise

    form = log_form or (LogForm.TEXT if sys.stderr.isatty() else LogForm.JSON)
    settings = Settings(
        rules=rules,
        host=host,
        port=port,
        token=token,
        token_file=token_file,
        workers=workers,
        max_body=size,
        max_invoices=max_invoices,
        body_seconds=body_seconds,
        shutdown_seconds=shutdown_seconds,
        log_format=LogFormat(form.value),
        log_invoices=log_invoices,
    )
    try:
        return answer(settings)
    except AddressError as error:
        raise WrongUseError(str(error)) from None


def _must_be_installed() -> None:
    """Raise ``WrongUseError`` where the extra that the service needs is not installed."""
    from importlib.util import find_spec  # noqa: PLC0415 - needed only here

    if not all(map(find_spec, _EXTRA)):
        raise WrongUseError("the service needs more: pip install 'dunning-engine[service]'")


def _token(file: Path | None) -> Token | None:
    """The tokens in the file, or in the environment; ``None`` where neither is given. Raises ``WrongUseError``."""
    from dunning_engine.service.token import TokenError, read_tokens, token_in  # noqa: PLC0415 - needed only here

    written = os.environ.pop(_VARIABLE, None)  # so that nothing that is started from here has it
    try:
        if file is not None:
            return read_tokens(file)
        return None if written is None else token_in(written, _VARIABLE)
    except TokenError as error:
        raise WrongUseError(str(error)) from None


def _size(written: str) -> int:
    """So many bytes. Raises ``WrongUseError``."""
    number, unit = (written[:-1], written[-1]) if written[-1:] in _UNITS and written else (written, "")
    if not (number.isascii() and number.isdigit() and len(number) <= 9 and int(number)):  # noqa: PLR2004 - 999 MB
        raise WrongUseError(f"--max-body: '{written}' is no size; write bytes, or as in 500K or 2M")
    return int(number) * _UNITS[unit]
