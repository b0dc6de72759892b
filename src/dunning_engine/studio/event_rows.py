"""The events of the invoice form: a row for each, with its kind, its day and the fields that the kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from dunning_engine.facts.catalogue import GIVEN_BY_NAME
from dunning_engine.facts.event import FIELDS
from dunning_engine.studio.controls import control, told
from dunning_engine.studio.invoice_form import fields_of, what_happened
from dunning_engine.studio.words_invoice import field_label, say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dunning_engine.problems import Problem
    from dunning_engine.studio.controls import Control
    from dunning_engine.studio.desk import Desk
    from dunning_engine.studio.invoice_form import Complaints, Form


class EventRows:
    """Changes the form's events in place, then calls ``changed``; ``steps`` are proposed where a step is named."""

    def __init__(self, desk: Desk, form: Form, steps: tuple[str, ...], changed: Callable[[], Awaitable[None]]) -> None:
        """Build the rows in the current place."""
        self._desk = desk
        self._form = form
        self._known = {"step": steps, "fact": (*GIVEN_BY_NAME,)}
        self._changed = changed
        self._controls: dict[tuple[int, str], Control] = {}
        with ui.element("fieldset").classes("form-group"):
            with ui.element("legend"):
                ui.label(say("events", desk.language))
            self._place = ui.element("div").classes("form-events")
            add = ui.button(say("add", desk.language), icon="add", on_click=self._add)
            add.props('flat dense no-caps data-testid="add-event"')
        self._build()

    def complain(self, found: Complaints) -> list[Problem]:
        """Show each problem at its field; those that no field shows."""
        for place, one in self._controls.items():
            one.complain(told(found.events.get(place, ()), self._desk.language))
        return [one for place, ones in found.events.items() if place not in self._controls for one in ones]

    async def _add(self) -> None:
        self._form.events.append({"on": self._desk.as_of.isoformat(), "event": "payment"})
        self._build()
        await self._changed()

    async def _remove(self, row: int) -> None:
        del self._form.events[row]
        self._build()
        await self._changed()

    async def _set(self, row: int, name: str, text: str) -> None:
        if text != self._form.events[row].get(name, ""):
            self._form.events[row][name] = text
            if name == "event":
                self._build()
            await self._changed()

    def _build(self) -> None:
        language = self._desk.language
        self._controls = {}
        self._place.clear()
        with self._place:
            if not self._form.events:
                ui.label(say("no_events", language)).classes("form-none")
            for row in range(len(self._form.events)):
                self._row(row, language)

    def _row(self, row: int, language: str) -> None:
        held = self._form.events[row]
        number = row + 1
        with ui.element("div").classes("form-event").props("role=group") as box:
            box.props["aria-label"] = say("event_number", language, number=number)
            box.props["data-testid"] = f"event-{number}"
            with ui.element("div").classes("form-what"):
                with ui.element("div").classes("form-fields"):
                    for name in ("event", "on", *fields_of(held)):
                        self._field(row, name, language)
                ui.label(what_happened(held, language)).classes("form-none")
            remove = ui.button(icon="delete", color=None, on_click=lambda: self._remove(row)).props("flat dense round")
            remove.props["aria-label"] = say("remove", language, number=number)
            remove.props["data-testid"] = f"remove-event-{number}"

    def _field(self, row: int, name: str, language: str) -> None:
        self._controls[row, name] = control(
            FIELDS[name],
            self._form.events[row].get(name, ""),
            lambda text: self._set(row, name, text),
            label=field_label(name, language),
            language=language,
            testid=f"event-{row + 1}-{name}",
            known=self._known.get(name, ()),
        )
