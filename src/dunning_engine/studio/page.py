"""The page: header, editor, timetable, explanation, invoice, difference, each a panel of its own module.

Panels are laid out by ``studio.css`` with grid areas; there is no Tailwind, so classes are those of ``studio.css`` and of
Quasar. Each panel stands in a ``section`` with a heading that the page writes: panels write no heading of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from nicegui import context, ui

from dunning_engine.studio.desk import Desk
from dunning_engine.studio.header import Header
from dunning_engine.studio.panel_difference import difference_panel
from dunning_engine.studio.panel_editor import editor_panel
from dunning_engine.studio.panel_explanation import explanation_panel
from dunning_engine.studio.panel_invoice import invoice_panel
from dunning_engine.studio.panel_timetable import timetable_panel
from dunning_engine.studio.tags import Tag
from dunning_engine.studio.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunning_engine.studio.app import Studio

Built = TypeVar("Built")

_SKIPS = ("policy", "problems", "timetable", "difference")
_SECONDS_BETWEEN_LOOKS = 2.0


async def build_page(studio: Studio) -> None:
    """A new page with a desk of its own, at the studio's file."""
    client = context.client
    desk = Desk(
        folder=studio.folder,
        file=studio.file,
        as_of=studio.as_of,
        seats=studio.seats,
        language=studio.language,
        dark=studio.colours == "dark",
        is_there=lambda: client.has_socket_connection,
        around=lambda: context.slot,
    )
    studio.desks[client.id] = desk

    async def leave() -> None:
        await desk.close()
        studio.desks.pop(client.id, None)

    client.on_disconnect(desk.keep_now)
    client.on_delete(leave)
    await desk.open(studio.file)
    ui.add_head_html('<link rel="stylesheet" href="/studio/studio.css">')
    _skips(desk)
    header = Header(desk, studio.colours, studio.choose_colours)
    with ui.element("main").classes("studio-main"):
        editor = _section("policy", desk, editor_panel)
        _section("timetable", desk, timetable_panel)  # what a change does stands beside the text
        _section("explanation", desk, explanation_panel)
        _section("invoice", desk, invoice_panel)
        _section("difference", desk, difference_panel)
    header.replace = editor.replace
    ui.timer(_SECONDS_BETWEEN_LOOKS, desk.look)

    def remember() -> None:
        studio.language, studio.file = desk.language, desk.file

    desk.on("language", remember)
    desk.on("file", remember)


def _skips(desk: Desk) -> None:
    """Links over the header, for keyboards."""
    with ui.element("nav").classes("studio-skips"):
        for name in _SKIPS:
            _worded(Tag("a").props(f'href="#{name}-heading"'), f"skip_{name}", desk)


def _worded(tag: Tag, key: str, desk: Desk) -> None:
    """Have a tag say ``key`` in the page's language, whichever that is."""

    def say() -> None:
        tag.set_text(word(key, desk.language))

    desk.on("language", say)
    say()


def _section(name: str, desk: Desk, build: Callable[[Desk], Built]) -> Built:
    with ui.element("section").classes(f"studio-{name}").props(f'aria-labelledby="{name}-heading"'):
        _worded(Tag("h2").props(f'id="{name}-heading" tabindex=-1'), name, desk)
        return build(desk)
