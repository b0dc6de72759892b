"""The example invoice as a form, the day to look from, and ready examples to begin with."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nicegui import ui

from dunning_engine.facts.catalogue import GIVEN_BY_NAME, Kind
from dunning_engine.studio.asked_facts import asked_facts
from dunning_engine.studio.asking import Asking
from dunning_engine.studio.controls import control, told, with_picker
from dunning_engine.studio.event_rows import EventRows
from dunning_engine.studio.followed import revision_of, unfit
from dunning_engine.studio.invoice_examples import LEDGER_DAY, Example, examples_of, made_up, starting_day
from dunning_engine.studio.invoice_form import (
    Complaints,
    behind,
    complaints,
    form_of,
    fronted,
    mapping_of,
    read_form,
    typed_day,
)
from dunning_engine.studio.newest import Newest
from dunning_engine.studio.words_invoice import group_name, label, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nicegui.events import ValueChangeEventArguments

    from dunning_engine.policy.model import Policy, PolicyHistory
    from dunning_engine.problems import Problem
    from dunning_engine.studio.controls import Control
    from dunning_engine.studio.desk import Desk

_STEPS = ((-7, "«", "week_back"), (-1, "‹", "day_back"), (1, "›", "day_on"), (7, "»", "week_on"))
_MADE_UP, _OWN = "", "own"


def invoice_panel(desk: Desk) -> None:
    """Build the form in the current place."""
    ui.add_head_html('<link rel="stylesheet" href="/studio/panel_invoice.css">')
    _InvoicePanel(desk)


class _InvoicePanel:
    """The form is built anew where its fields change; while somebody types, only complaints do."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asking = Asking(desk)
        self._form = form_of(desk.invoice)
        self._sent: Mapping[str, Any] = desk.invoice
        self._front: dict[str, tuple[str, ...]] = {}
        self._steps: tuple[str, ...] = ()
        self._examples: tuple[Example, ...] = ()
        self._chosen = _MADE_UP  # the example that the form began with
        self._today = desk.as_of
        self._begun_for: str | None = None  # the file that the made-up invoice was made for
        self._unfolded = False
        self._controls: dict[str, Control] = {}
        self._newest = Newest(self._look, quiet=0, rounds=1)
        self._complaining = Newest(self._complain, quiet=0, rounds=1)
        self._root = ui.element("div").classes("invoice-form").props('data-testid="invoice-form"')
        self._build()
        desk.on("checked", self._newest.ask)
        desk.on("invoice", self._invoice_changed)
        desk.on("day", self._day_changed)
        desk.on("file", self._file_changed)
        desk.on("language", self._build)

    # What the desk tells

    async def _look(self) -> None:
        """After a check: the facts that the policy asks for now, its examples, and an invoice for a policy just opened."""
        desk = self._desk
        asked = self._asking.now()
        history = None if asked is None else asked.now.get(asked.policy)
        policy = _revision(history, desk)
        examples = () if history is None else await asyncio.to_thread(examples_of, history)
        steps = () if policy is None else tuple(step.name for step in policy.steps)
        if policy is not None and self._begun_for != desk.shown and self._chosen == _MADE_UP:
            self._begun_for = desk.shown
            await self._begin_made_up(history, policy)
        front = fronted(self._form, await asyncio.to_thread(asked_facts, history, policy))
        if (front, examples, steps) != (self._front, self._examples, self._steps):
            self._front, self._examples, self._steps = front, examples, steps
            self._build()
        self._complaining.ask()

    async def _invoice_changed(self) -> None:
        if self._desk.invoice != self._sent:
            self._sent, self._form = self._desk.invoice, form_of(self._desk.invoice)
            self._chosen = _OWN
            self._build()
        self._complaining.ask()

    def _day_changed(self) -> None:
        shown = self._as_of.value
        if shown != self._desk.as_of.isoformat():
            self._as_of.set_value(self._desk.as_of.isoformat())
        self._complaining.ask()

    def _file_changed(self) -> None:
        self._asking.forget()

    # What somebody does

    async def _changed(self) -> None:
        self._chosen = _OWN
        self._example.set_options(self._choices(), value=_OWN)
        self._sent = mapping_of(self._form)
        await self._desk.set_invoice(self._sent)

    async def _begin_made_up(self, history: PolicyHistory | None, policy: Policy | None) -> None:
        day = starting_day(history, policy, self._today)
        await self._begin_with(made_up(policy, day), day)

    async def _begin_with(self, mapping: Mapping[str, Any], day: date) -> None:
        self._sent, self._form = mapping, form_of(mapping)
        self._front = {}
        await self._desk.set_invoice(mapping)
        if day != self._desk.as_of:
            await self._desk.look_from(day)

    async def _choose(self, name: str) -> None:
        if name in (_OWN, self._chosen):
            return
        self._chosen = name
        found = next((one for one in self._examples if one.invoice.invoice == name), None)
        if found is None:
            history = self._history()
            await self._begin_made_up(history, _revision(history, self._desk))
        else:
            await self._begin_with(found.mapping, LEDGER_DAY)
        self._newest.ask()

    async def _typed_day(self, text: str) -> None:
        day = typed_day(text)
        if day is None:
            self._as_of.error = say("no_day", self._desk.language, text=text)
            return
        self._as_of.error = None
        if day != self._desk.as_of:
            await self._desk.look_from(day)

    async def _move_day(self, days: int) -> None:
        await self._typed_day((self._desk.as_of + timedelta(days=days)).isoformat())

    def _fold(self, event: ValueChangeEventArguments[bool]) -> None:
        self._unfolded = event.value

    async def _set_fact(self, name: str, text: str) -> None:
        if text != self._form.facts.get(name, ""):
            self._form.facts[name] = text
            await self._changed()

    # What is shown

    def _build(self) -> None:
        language = self._desk.language
        self._controls = {}
        self._root.clear()
        with self._root:
            self._build_start(language)
            self._banner = ui.label().classes("form-banner").props("role=status")
            self._groups(self._front, language)
            rest = behind(self._front)
            count = sum(len(facts) for facts in rest.values())
            self._more = ui.expansion(say("more", language, count=count), value=self._unfolded)
            self._more.on_value_change(self._fold).props('dense data-testid="more-facts"')
            with self._more:
                self._groups(rest, language)
            self._more.set_visibility(bool(rest))
            self._rows = EventRows(self._desk, self._form, self._steps, self._changed)
        self._complaining.ask()

    def _build_start(self, language: str) -> None:
        with ui.element("div").classes("form-start"):
            self._example = ui.select(self._choices(), label=say("example", language), value=self._chosen)
            self._example.on_value_change(lambda event: self._choose(event.value))
            self._example.props('dense outlined options-dense data-testid="example"')
            with ui.element("div").classes("form-day"):
                for days, sign, words in _STEPS[:2]:
                    self._day_button(days, sign, say(words, language))
                self._as_of = ui.input(say("as_of", language), value=self._desk.as_of.isoformat())
                self._as_of.on_value_change(lambda event: self._typed_day(event.value or ""))
                self._as_of.props('dense outlined autocomplete=off data-testid="as-of"')
                with_picker(self._as_of, language)
                for days, sign, words in _STEPS[2:]:
                    self._day_button(days, sign, say(words, language))

    def _choices(self) -> dict[str, str]:
        """What the form can begin with; what it holds now stands there too, if it is none of that."""
        language = self._desk.language
        choices = {_MADE_UP: say("made_up", language)}
        choices |= {one.invoice.invoice: one.title(language) for one in self._examples}
        if self._chosen not in choices:
            choices[self._chosen] = say("own", language)
        return choices

    def _day_button(self, days: int, sign: str, words: str) -> None:
        button = ui.button(sign, color=None, on_click=lambda: self._move_day(days)).props("flat dense")
        button.props["aria-label"] = words
        button.props["title"] = words
        button.props["data-testid"] = f"as-of{days:+d}"

    def _groups(self, groups: Mapping[str, tuple[str, ...]], language: str) -> None:
        for group, facts in groups.items():
            with ui.element("fieldset").classes("form-group"):
                with ui.element("legend"):
                    ui.label(group_name(group, language))
                with ui.element("div").classes("form-fields"):
                    for name in facts:
                        self._fact(name, language)

    def _fact(self, name: str, language: str) -> None:
        fact = GIVEN_BY_NAME[name]
        currency = self._form.facts.get("currency", "")
        unit = f", {currency}" if fact.kind is Kind.AMOUNT and currency else ""
        self._controls[name] = control(
            fact,
            self._form.facts.get(name, ""),
            lambda text: self._set_fact(name, text),
            label=label(name, language) + unit,
            language=language,
            testid=f"field-{name}",
            known=self._steps if name == "last_step" else (),
        )

    async def _complain(self) -> None:
        """Each problem at its field, what concerns no field above them all."""
        language = self._desk.language
        invoice, found = read_form(self._sent)
        history = self._history()
        if invoice is not None and history is not None:
            beyond = await asyncio.to_thread(unfit, history, invoice, self._desk.as_of)
            found = complaints(beyond, self._form.events)
        for name, one in self._controls.items():
            one.complain(told(found.facts.get(name, ()), language))
        unplaced = self._rows.complain(found)
        if any(name in found.facts for facts in behind(self._front).values() for name in facts):
            self._more.open()
        self._banner.set_text(self._unplaced(found, unplaced) if found else "")
        self._banner.set_visibility(bool(found))

    def _unplaced(self, found: Complaints, of_events: Sequence[Problem]) -> str:
        """What no field shows, after the sentence that says what it means."""
        rest = [*found.others, *of_events]
        rest += [one for name, ones in found.facts.items() if name not in self._controls for one in ones]
        return " ".join(filter(None, [say("does_not_fit", self._desk.language), told(rest, self._desk.language)]))

    def _history(self) -> PolicyHistory | None:
        asked = self._asking.now()
        return None if asked is None else asked.now.get(asked.policy)


def _revision(history: PolicyHistory | None, desk: Desk) -> Policy | None:
    """The revision that is edited; otherwise the policy's latest."""
    if history is None:
        return None
    return revision_of(history, desk.shown) or (history.revisions[-1] if history.revisions else None)
