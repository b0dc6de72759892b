"""Why the chosen day is as it is: the explanation of its decisions, with the evidence folded."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from nicegui import ui

from dunning_engine.studio.asking import Asking
from dunning_engine.studio.newest import Newest
from dunning_engine.studio.views import explanation_html, stand_in_words
from dunning_engine.studio.words_view import say

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from dunning_engine.studio.desk import Desk

# Whether the evidence will be open once the browser has done what a click on its heading does.
_ON_CLICK = """(event) => {
  const summary = event.target.closest('summary');
  if (summary) emit(!summary.parentElement.open);
}"""


def explanation_panel(desk: Desk) -> None:
    """Build the explanation in the current place."""
    ui.add_head_html('<link rel="stylesheet" href="/studio/panel_explanation.css">')
    _ExplanationPanel(desk)


class _ExplanationPanel:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asking = Asking(desk)
        self._unfolded = False
        self._newest = Newest(self._tell, quiet=0, rounds=1)
        with ui.element("div").classes("explanation").props('data-testid="explanation"'):
            self._stale = ui.label().classes("why-stale").props("role=status")
            self._none = ui.label(say("no_explanation", desk.language)).classes("why-none")
            self._html = ui.html("", sanitize=False).classes("why")
            self._html.on("click", self._fold, js_handler=_ON_CLICK)
        self._stale.set_visibility(False)
        self._none.set_visibility(False)  # the timetable says what is under way
        for topic in ("checked", "invoice", "day", "language"):
            desk.on(topic, self._newest.ask)
        desk.on("file", self._file_changed)

    def _fold(self, event: GenericEventArguments) -> None:
        self._unfolded = bool(event.args)

    def _file_changed(self) -> None:
        self._asking.forget()
        self._html.set_content("")
        self._newest.ask()

    async def _tell(self) -> None:
        asked, day, language = self._asking.now(), self._desk.chosen_day, self._desk.language
        told, stale = "", stand_in_words(self._asking, language)
        if asked is not None:
            told = await asyncio.to_thread(explanation_html, asked, day, language, unfolded=self._unfolded)
            if not told and self._html.content:  # what was told stays
                told, stale = self._html.content, f"{say('not_fitting', language)} {say('as_of_earlier', language)}"
        self._stale.set_text(stale if told else "")
        self._stale.set_visibility(bool(stale and told))
        self._none.set_text(say("no_explanation", language))
        self._none.set_visibility(not told)
        self._html.set_content(told)
