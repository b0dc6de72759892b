"""What whoever writes must know of the file: text brought back, a file changed by somebody else, a second tab, and what to do.

Nothing here takes text away: what is not chosen goes to the file's earlier versions.
"""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from nicegui import ui

from dunning_engine.studio.tags import Tag
from dunning_engine.studio.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from dunning_engine.studio.desk import Desk


class Notices:
    """Drawn anew whenever the file's standing has changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._drawn: object = None
        self._place = ui.element("div").classes("studio-notices").props('data-testid="notices" role=status')
        for topic in ("notice", "file", "language", "saved", "checked"):
            desk.on(topic, self._draw)
        self._draw()

    def _draw(self) -> None:
        desk = self._desk
        now = (
            desk.restored,
            desk.theirs,
            desk.gone,
            desk.elsewhere,
            desk.not_kept,
            desk.language,
            desk.file,
            desk.unsaved,
        )
        if now == self._drawn:
            return
        self._drawn = now
        self._place.clear()
        with self._place:
            if desk.is_law:
                self._notice("is_law")
            elif not desk.readable:
                self._notice("unreadable")
            elif desk.elsewhere:
                self._notice("elsewhere", ("take_over", desk.take_over))
            elif desk.theirs is not None:
                self._notice(
                    "theirs", ("keep_mine", desk.keep_mine), ("take_theirs", desk.take_theirs), more=self._both
                )
            elif desk.gone:
                self._notice("gone", ("write_again", desk.keep_mine))
            elif desk.restored is not None and desk.unsaved:
                self._notice("restored", ("drop", desk.take_theirs))
            if desk.not_kept is not None:
                self._notice("not_kept", detail=desk.not_kept)

    def _notice(
        self,
        key: str,
        *buttons: tuple[str, Callable[[], object]],
        more: Callable[[], None] | None = None,
        detail: str = "",
    ) -> None:
        language = self._desk.language
        with ui.element("div").classes("studio-notice").props(f'data-testid="notice-{key}"'):
            ui.label(word(key, language, detail=detail))
            for name, call in buttons:
                ui.button(word(name, language), on_click=call).props(f'no-caps outline data-testid="{name}"')
            if more is not None:
                more()

    def _both(self) -> None:
        """Theirs beside mine, as far as they differ."""
        desk = self._desk
        theirs = "" if desk.theirs is None else desk.theirs.text
        rows = list(unified_diff(theirs.split("\n"), desk.text.split("\n"), lineterm="", n=1))[2:]
        ui.label(word("neither_lost", desk.language))
        with ui.element("details"):
            Tag("summary", word("show_both", desk.language))
            Tag("pre", "\n".join(rows)).props("tabindex=0")
