"""The studio as a server on this machine: ``serve`` runs it until it is told to end."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nicegui
import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse
from nicegui import ui
from pydantic import BaseModel

from dunning_engine.studio.completion import complete
from dunning_engine.studio.locked import Locked
from dunning_engine.studio.page import build_page
from dunning_engine.studio.seats import Seats

if TYPE_CHECKING:
    import socket
    from datetime import date

    from dunning_engine.studio.desk import Desk

_HERE = Path(__file__).resolve().parent
_OWN_FILES = {path.name for path in _HERE.iterdir() if path.suffix in {".css", ".js"}}
_SECONDS_TO_END = 3
_LONGEST_MESSAGE = (
    16 * 1024 * 1024
)  # bytes; a longer text would end the page's connection, and be sent again without end


@dataclass(slots=True)
class Studio:
    """What all pages share: the folder, the file that is shown first, the day, the language, who writes what."""

    folder: Path
    file: Path
    as_of: date
    language: str
    seats: Seats = field(default_factory=Seats)
    desks: dict[str, Desk] = field(default_factory=dict)  # by the page's id
    colours: str = "system"

    def choose_colours(self, colours: str) -> None:
        """Begin the next page with the same."""
        self.colours = colours


class Asked(BaseModel):
    """What can be written at a place of a text: ``at`` counts characters, ``client`` is the page that asks."""

    client: str
    text: str
    at: int


def serve(studio: Studio, listening: socket.socket, key: str) -> None:
    """Serve the page on a socket that listens, until Ctrl-C; unsaved text is on the disk when this ends."""
    port: int = listening.getsockname()[1]
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/studio/{name}")
    async def _own_file(name: str) -> FileResponse:
        if name not in _OWN_FILES:
            raise HTTPException(404)
        return FileResponse(_HERE / name, headers={"cache-control": "no-cache"})

    @app.post("/studio/complete")
    async def _complete(asked: Asked) -> dict[str, Any]:
        desk = studio.desks.get(asked.client)
        language = studio.language if desk is None else desk.language
        names = () if desk is None or desk.last_policies is None else tuple(desk.last_policies)
        return asdict(await asyncio.to_thread(complete, asked.text, asked.at, language, names))

    @ui.page("/")
    async def _page() -> None:
        await build_page(studio)

    async def keep() -> None:
        await asyncio.gather(*(desk.close() for desk in [*studio.desks.values()]))

    logging.getLogger("nicegui").setLevel(logging.ERROR)  # the terminal shows the link, and what is broken
    nicegui.app.on_shutdown(keep)
    ui.run_with(
        app,
        title="dunning studio",
        language="sv" if studio.language == "sv" else "en-US",
        dark=None,
        tailwind=False,
        binding_refresh_interval=None,
        gzip_middleware_factory=None,
        show_welcome_message=False,
    )
    config = uvicorn.Config(
        Locked(app, key, port),
        log_level="warning",
        ws="wsproto",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )
    uvicorn.Server(config).run(sockets=[listening])
