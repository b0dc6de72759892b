"""The timetable of the example invoice, drawn anew whenever text, invoice or day change; each day is a button."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

from nicegui import ui

from dunning_engine.studio.asking import Asking
from dunning_engine.studio.invoice_form import shifted
from dunning_engine.studio.newest import Newest
from dunning_engine.studio.views import stand_in_words, timetable_view
from dunning_engine.studio.words_view import say

if TYPE_CHECKING:
    from nicegui.events import GenericEventArguments

    from dunning_engine.studio.desk import Desk
    from dunning_engine.studio.followed import Asked

# In the browser: a day is pressed at once, and said to the server; arrows go to the next day and choose it.
_PRESS = """
const press = (root, button) => {
  root.querySelectorAll('[data-day]').forEach(one => {
    one.setAttribute('aria-pressed', one === button ? 'true' : 'false');
    one.tabIndex = one === button ? 0 : -1;
  });
  root.heldDay = button.dataset.day;
};
"""
_ON_CLICK = (
    "(event) => {"
    + _PRESS
    + """
  const button = event.target.closest('[data-day]');
  if (!button) return;
  press(event.currentTarget, button);
  emit(button.dataset.day);
}"""
)
_ON_KEY = (
    "(event) => {"
    + _PRESS
    + """
  const button = event.target.closest('[data-day]');
  const step = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -1e6, End: 1e6}[event.key];
  if (!button || !step || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll('[data-day]')];
  const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(button) + step))];
  if (next === button) return;
  press(event.currentTarget, next);
  next.focus();
  emit(next.dataset.day);
}"""
)
# After the list has been drawn anew, who was at a day still is.
_KEEP_FOCUS = """
(() => {
  const root = getHtmlElement(%d);
  if (!root || !root.heldDay || (document.activeElement && document.activeElement !== document.body)) return;
  const button = root.querySelector(`[data-day="${root.heldDay}"]`);
  if (button) button.focus({preventScroll: true});
})()
"""
_SHOW_CHOSEN = """
(() => {
  const root = getHtmlElement(%d);
  if (!root) return;
  root.querySelectorAll('[data-day]').forEach(one =>
    one.setAttribute('aria-pressed', one.dataset.day === '%s' ? 'true' : 'false'));
})()
"""


def timetable_panel(desk: Desk) -> None:
    """Build the timetable in the current place."""
    ui.add_head_html('<link rel="stylesheet" href="/studio/panel_timetable.css">')
    _TimetablePanel(desk)


class _TimetablePanel:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asking = Asking(desk)
        self._drawn_for: tuple[Asked, str] | None = None
        self._as_of = desk.as_of
        self._edited_from: date | None = None
        self._newest = Newest(self._draw, quiet=0, rounds=1)
        with ui.element("div").classes("timetable").props('data-testid="timetable"'):
            self._stale = ui.label().classes("tt-note tt-stale").props('role=status data-testid="timetable-stale"')
            self._note = (
                ui.label().classes("tt-note").props('role=status aria-live=polite data-testid="timetable-note"')
            )
            with ui.element("div").classes("tt-note tt-revision") as self._other:
                self._revision = ui.label().props('role=status data-testid="timetable-revision"')
                self._move = ui.button("", on_click=self._move_invoice).props(
                    'flat dense no-caps data-testid="move-invoice"'
                )
            # Everything that is put in is escaped where it is made.
            self._html = ui.html("", sanitize=False).classes("tt-drawn")
            self._html.on("click", self._chosen, js_handler=_ON_CLICK)
            self._html.on("keydown", self._chosen, js_handler=_ON_KEY)
        self._say(self._stale, "")
        self._say_revision(None, desk.language)
        self._say(self._note, say("working", desk.language))
        for topic in ("checked", "invoice", "language", "saved"):
            desk.on(topic, self._newest.ask)
        desk.on("file", self._file_changed)
        desk.on("day", self._day_changed)

    async def _chosen(self, event: GenericEventArguments) -> None:
        await self._desk.choose_day(date.fromisoformat(str(event.args)))

    def _day_changed(self) -> None:
        if self._desk.as_of != self._as_of:
            self._newest.ask()
        else:
            self._html.client.run_javascript(_SHOW_CHOSEN % (self._html.id, self._desk.chosen_day.isoformat()))

    def _file_changed(self) -> None:
        self._asking.forget()
        self._drawn_for = None
        self._html.set_content("")
        self._newest.ask()

    async def _draw(self) -> None:
        desk, language = self._desk, self._desk.language
        asked = self._asking.now()
        self._as_of = desk.as_of
        if asked is None:
            self._html.set_content("")
            self._say(self._stale, "")
            self._say(self._note, say("working" if desk.checked_text is None else "no_text", language))
            self._say_revision(None, language)
            return
        if self._drawn_for == (asked, language):
            self._mark_stale(stand_in_words(self._asking, language))
            return
        view = await asyncio.to_thread(timetable_view, asked, desk.chosen_day, language)
        if view.unfit:  # the picture stays
            kept = say("as_of_earlier", language) if self._html.content else ""
            self._mark_stale(f"{view.unfit} {kept}")
            self._drawn_for = None
            return
        self._drawn_for = (asked, language)
        self._mark_stale(stand_in_words(self._asking, language))
        self._html.set_content(view.html)
        self._say(self._note, view.note)
        self._say_revision(view.edited_from, language)
        self._html.client.run_javascript(_KEEP_FOCUS % self._html.id)

    def _mark_stale(self, said: str) -> None:
        self._say(self._stale, said)
        self._html.classes(add="tt-of-earlier" if said else "", remove="" if said else "tt-of-earlier")

    def _say_revision(self, edited_from: date | None, language: str) -> None:
        """That the edited file does not concern the invoice, and a way to have it concern it."""
        self._edited_from = edited_from
        self._other.set_visibility(edited_from is not None)
        invoice = self._desk.invoice_read
        if edited_from is not None and invoice is not None:
            self._revision.set_text(say("other_revision", language, issued=invoice.issued_on, day=edited_from))
            self._move.set_text(say("move_invoice", language, day=edited_from))

    async def _move_invoice(self) -> None:
        desk, day, invoice = self._desk, self._edited_from, self._desk.invoice_read
        if day is None or invoice is None:
            return
        by = day - invoice.issued_on
        await desk.set_invoice(shifted(desk.invoice, by))
        await desk.look_from(desk.as_of + by)

    @staticmethod
    def _say(where: Any, text: str) -> None:
        where.set_text(text)
        where.set_visibility(bool(text))
