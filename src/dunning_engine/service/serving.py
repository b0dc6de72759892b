"""The service on a socket: ``serve`` answers until it is told to end, in one process or in several workers."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from math import ceil
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from uvicorn import Config, Server

from dunning_engine.problems import PolicyError
from dunning_engine.service.app import make_app
from dunning_engine.service.connection import Connection
from dunning_engine.service.guarded import guarded
from dunning_engine.service.logs import configure_logs, log
from dunning_engine.service.metrics import SHARED
from dunning_engine.service.origin import is_loopback
from dunning_engine.service.served import PolicyStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from dunning_engine.service.guarded import Guarded
    from dunning_engine.service.served import Served
    from dunning_engine.service.settings import Settings

_BACKLOG = 2048
_LONGEST_START = 30  # seconds until a worker must answer its parent; on a busy machine, starting takes some
_TURN = 0.001  # seconds that a thread computes while another waits to
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class AddressError(ValueError):
    """An address that cannot be listened on, or must not be; the text says why."""


def serve(settings: Settings) -> int:
    """Answer until SIGTERM or SIGINT, finish what was taken, and give back 0; 1 where workers could not start.

    Raises `AddressError`, and `PolicyError` with every problem where the policies do not pass.
    """
    if settings.token is None and not is_loopback(settings.host):
        reached = settings.host or "every address"
        raise AddressError(f"others can reach {reached}, so a token is needed: give --token-file, or set DUNNING_TOKEN")
    store = PolicyStore(settings.rules)
    store.load()
    if store.served is None:
        raise PolicyError(store.problems)
    listening = listen(settings.host, settings.port)
    configure_logs(settings.log_format)
    address = _address(settings.host, listening)
    served = store.served
    if settings.workers > 1:
        return _in_workers(settings, listening, lambda: _say(settings, address, served))
    os.environ.pop(SHARED, None)
    config = _config(_build(settings, store), settings)
    _OneProcess(config, lambda: _say(settings, address, served)).run([listening])
    return 0


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; ``localhost`` is 127.0.0.1, another name the first address that it has. Raises `AddressError`."""
    try:
        return _listen(host, port)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AddressError(f"{host}:{port} cannot be listened on: {reason}; give another --port or --host") from None


def _listen(host: str, port: int) -> socket.socket:
    wanted = "127.0.0.1" if host == "localhost" else host
    family, _, _, _, place = socket.getaddrinfo(wanted, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(place)
        opened.listen(_BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened


@dataclass(frozen=True, slots=True)
class Factory:
    """Makes a worker's app, in the worker."""

    settings: Settings

    def __call__(self) -> Guarded:
        """The app, with policies as they are now; where they do not pass, it waits for those that do."""
        configure_logs(self.settings.log_format)
        store = PolicyStore(self.settings.rules)
        store.load()
        return _build(self.settings, store)


def _build(settings: Settings, store: PolicyStore) -> Guarded:
    built = guarded(make_app(settings, store), settings, store)
    _let_no_call_wait_long()
    return built


def _let_no_call_wait_long() -> None:
    """Keep short what stops all calls of this process, or the short ones beside a large one in its thread."""
    sys.setswitchinterval(_TURN)
    # What is there by now stays; to look through it for garbage, again and again, would take long each time.
    gc.collect()
    gc.freeze()


def _config(app: Callable[..., Any], settings: Settings) -> Config:
    return Config(
        app,
        factory=isinstance(app, Factory),
        workers=settings.workers,
        http=Connection,
        ws="none",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_worker_healthcheck=_LONGEST_START,
        timeout_graceful_shutdown=ceil(settings.shutdown_seconds),
    )


def _in_workers(settings: Settings, listening: socket.socket, started: Callable[[], None]) -> int:
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - needed only here

    from dunning_engine.service.workers import Workers  # noqa: PLC0415 - likewise

    with TemporaryDirectory(prefix="dunning-") as folder:
        os.environ[SHARED] = folder  # before any figure is made: workers read it when they start
        workers = Workers(_config(Factory(settings), settings), [listening])
        workers.dead = lambda pid: mark_process_dead(pid, folder)  # type: ignore[no-untyped-call]
        started()
        workers.run()
        return 1 if workers.failed else 0


class _OneProcess(Server):
    """uvicorn's server; says when it listens, and ends with exit code 0 when it is told to end."""

    def __init__(self, config: Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._tell()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals meanwhile; they are not raised once more afterwards, which would end the process by them."""
        before = {one: signal.signal(one, self.handle_exit) for one in _SIGNALS}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def _address(host: str, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    try:
        shown = f"[{host}]" if ip_address(host).version == 6 else host  # noqa: PLR2004 - IPv6
    except ValueError:
        shown = host
    return f"http://{shown}:{port}"


def _say(settings: Settings, address: str, served: Served) -> None:
    """The first line."""
    log().info(
        "serving",
        address=address,
        policies=[*served.policies],
        rules="those that ship" if settings.rules is None else str(settings.rules),
        token="needed" if settings.token is not None else "not needed",
        workers=settings.workers,
    )
