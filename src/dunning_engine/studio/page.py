"""The page: header, editor, invoice, timetable, explanation, difference, each a panel of its own module.

Panels are laid out by ``studio.css`` with grid areas; there is no Tailwind, so classes are those of ``studio.css`` and of
Quasar. Each panel stands in a ``section`` with a heading that the page writes: panels write no heading of their own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from nicegui import context, ui

from dunning_engine.studio.desk import Desk
from dunning_engine.studio.panel_editor import editor_panel
from dunning_engine.studio.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunning_engine.studio.app import Studio

_PANELS = ("invoice", "timetable", "explanation", "difference")


async def build_page(studio: Studio) -> None:
    """A new page with a desk of its own, at the studio's file."""
    client = context.client
    desk = Desk(
        folder=studio.folder,
        file=studio.file,
        as_of=studio.as_of,
        seats=studio.seats,
        language=studio.language,
        is_there=lambda: client.has_socket_connection,
        around=lambda: context.slot,
    )
    client.on_disconnect(desk.keep_now)
    client.on_delete(desk.close)
    studio.desks.add(desk)
    await desk.open(studio.file)
    ui.add_head_html('<link rel="stylesheet" href="/studio/studio.css">')
    _header(desk, studio)
    with ui.element("main").classes("studio-main"):
        _section("policy", desk, editor_panel)
        for name in _PANELS:
            _section(name, desk, _panel(name))


def _header(desk: Desk, studio: Studio) -> None:
    with ui.element("header").classes("studio-header"):
        ui.label("dunning studio")
        names = {str(file): str(file.relative_to(desk.folder)) for file in desk.files}
        files = ui.select(names, value=str(desk.file)).props('data-testid="file" dense')
        files.on_value_change(lambda event: desk.open(studio.path_of(event.value)))
        ui.button(word("save", desk.language), on_click=desk.save).props('data-testid="save"')
        tongue = ui.toggle({"sv": "Svenska", "en": "English"}, value=desk.language)
        tongue.props('data-testid="language"').on_value_change(lambda event: desk.set_language(event.value))
        ui.label("").props('data-testid="status" role=status')


def _section(name: str, desk: Desk, build: Callable[[Desk], None] | None) -> None:
    with ui.element("section").classes(f"studio-{name}").props(f'aria-labelledby="{name}-heading"'):
        heading = ui.label(word(name, desk.language)).props(f'role=heading aria-level=2 id="{name}-heading"')
        desk.on("language", lambda: heading.set_text(word(name, desk.language)))
        if build is not None:
            build(desk)


def _panel(name: str) -> Callable[[Desk], None] | None:
    try:
        module = import_module(f"dunning_engine.studio.panel_{name}")
    except ModuleNotFoundError:
        return None
    panel: Callable[[Desk], None] = getattr(module, f"{name}_panel")
    return panel
