"""``dunning studio``: policies on a page in the browser, served on this machine to whoever has the link."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dunning_engine.commands.ending import FINE
from dunning_engine.commands.options import AsOf, Lang, Language, WrongUseError, day_or_today, must_exist

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from datetime import date

_HOST = "127.0.0.1"
_PORTS_TRIED = 20
_SECONDS_TO_START = 1.0  # what comes earlier waits: the socket listens already


def studio(
    context: typer.Context,
    rules: Annotated[
        Path | None,
        typer.Argument(
            metavar="[RULES]", help="A folder of policies, or one; without it, ./rules.", show_default=False
        ),
    ] = None,
    *,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port; the next free one if taken.")] = 8600,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the link, and open nothing.")] = False,
    as_of: AsOf = None,
    lang: Lang = Language.SV,
) -> int:
    """Write policies on a page in the browser.

    Completion and problems as you type, an example invoice's timetable, what a change does to a ledger. Ctrl-C ends.
    """
    place = _place(rules)
    day = day_or_today(as_of, context)
    with _listening(port) as listening:
        _serve(place, listening, day, lang, opens=not no_browser)
    return FINE


def _place(rules: Path | None) -> Path:
    """Where the policies are. Raises ``WrongUseError``."""
    place = Path("rules") if rules is None else rules
    if rules is None and not place.is_dir():
        raise WrongUseError("there is no folder rules here; name your folder, or begin one: dunning new policy NAME")
    must_exist(place, folder=True)
    return place


def _serve(place: Path, listening: socket.socket, day: date, lang: Language, *, opens: bool) -> None:
    """Serve until Ctrl-C, which is how it is meant to end."""
    try:
        from dunning_engine.studio.app import Studio, serve  # noqa: PLC0415 - heavy, and an extra
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("dunning_engine"):
            raise
        raise WrongUseError("the studio needs more: pip install 'dunning-engine[studio]'") from None
    import secrets  # noqa: PLC0415 - needed only here

    from dunning_engine.studio.policy_files import files_in  # noqa: PLC0415 - reads schemas

    folder = place.parent if place.is_file() else place
    files = files_in(folder)
    if not files:
        raise WrongUseError(f"there is no policy in {folder}; begin one: dunning new policy NAME")
    key = secrets.token_urlsafe(32)
    link = f"http://{_HOST}:{listening.getsockname()[1]}/?key={key}"
    typer.echo(f"{folder} in the browser, for you alone: {link}")
    typer.echo("Ctrl-C ends; unsaved text is kept", err=True)
    sys.stdout.flush()
    with (
        contextlib.suppress(KeyboardInterrupt),
        _opened(link) if opens and _has_display() else contextlib.nullcontext(),
    ):
        serve(Studio(folder, place if place.is_file() else files[0], day, lang.value), listening, key)
    typer.echo(err=True)


def _has_display() -> bool:
    """Whether a browser can show anything: on Linux there may be none to show it on."""
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


@contextlib.contextmanager
def _opened(link: str) -> Iterator[None]:
    """Open the link in the browser once the page can be served.

    The browser is given a file that only this user can read, and that leads on: what stands on a command line is seen by
    all users of a machine.
    """
    import tempfile  # noqa: PLC0415 - needed only here
    import threading  # noqa: PLC0415 - likewise
    import webbrowser  # noqa: PLC0415 - likewise

    with tempfile.TemporaryDirectory(prefix="dunning-") as place:
        page = Path(place) / "studio.html"
        page.write_text(f'<!doctype html><meta http-equiv="refresh" content="0;url={link}"><a href="{link}">studio</a>')
        opening = threading.Timer(_SECONDS_TO_START, webbrowser.open, [page.as_uri()])
        opening.daemon = True
        opening.start()
        try:
            yield
        finally:
            opening.cancel()


def _listening(port: int) -> socket.socket:
    """A socket that listens on this machine alone. Raises ``WrongUseError`` where no port near ``port`` is free."""
    import socket  # noqa: PLC0415 - needed only here

    for tried in range(port, min(port + _PORTS_TRIED, 65536)):
        listening = socket.socket()
        if os.name == "posix":  # elsewhere it would take a port that somebody else listens to
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_HOST, tried))
            listening.listen()
            listening.listen()  # now: the link is printed before the page is ready, and whoever follows it waits
        except OSError as error:
            listening.close()
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            continue
        return listening
    raise WrongUseError(f"--port: none of the ports from {port} on is free; give another")
