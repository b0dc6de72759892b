"""The control for a fact or a field: a text, a day with a picker, a word of a list, yes and no and not known.

Each holds text, as `invoice_form` has it, and shows what is wrong with it below itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from nicegui import ui

from dunning_engine.facts.catalogue import Kind
from dunning_engine.studio.words_invoice import choice, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dunning_engine.facts.catalogue import Fact
    from dunning_engine.problems import Problem

_SAID = {"DE502": "empty", "DE504": "no_amount", "DE508": "not_a_day", "DE519": "empty"}  # what is mistyped most
_LOOK = "dense outlined hide-hint debounce=150"
_PLACEHOLDERS = {Kind.DATE: "2026-01-31", Kind.MOMENT: "2026-01-31T14:30", Kind.AMOUNT: "10 000,00"}


class Control(Protocol):
    """What a form needs of a control."""

    def complain(self, text: str | None) -> None:
        """Show what is wrong, or that nothing is."""


class _Field:
    """A control of Quasar's that has a place for an error itself."""

    def __init__(self, element: ui.input | ui.select) -> None:
        self.element = element

    def complain(self, text: str | None) -> None:
        self.element.error = text


class _Choice:
    """Radio buttons, with the error in a line of its own."""

    def __init__(self, error: ui.label) -> None:
        self._error = error

    def complain(self, text: str | None) -> None:
        self._error.set_text(text or "")
        self._error.set_visibility(text is not None)


def control(
    fact: Fact,
    value: str,
    change: Callable[[str], Any],
    *,
    label: str,
    language: str,
    testid: str,
    known: Sequence[str] = (),
) -> Control:
    """The control for ``fact`` in the current place; ``change`` is called with every new text. ``known`` are proposed."""
    hint = fact.en if language == "en" else fact.sv
    if fact.kind is Kind.BOOLEAN:
        return _yes_or_no(value, change, label=label, hint=hint, language=language, testid=testid)
    if fact.kind is Kind.WORD:
        return _words(fact, value, change, label=label, hint=hint, language=language, testid=testid)
    kind_of_text = {Kind.AMOUNT: "decimal", Kind.PERCENT: "decimal", Kind.WHOLE: "numeric"}.get(fact.kind, "text")
    element = ui.input(label, value=value, autocomplete=[*known] or None)
    element.on_value_change(lambda event: change(event.value or ""))
    element.props(f"{_LOOK} inputmode={kind_of_text} autocomplete=off spellcheck=false")
    element.props["hint"] = hint
    element.props["data-testid"] = testid
    if fact.kind in _PLACEHOLDERS:
        element.props["placeholder"] = _PLACEHOLDERS[fact.kind]
    if fact.kind is Kind.DATE:
        with_picker(element, language)
    return _Field(element)


def with_picker(element: ui.input, language: str) -> None:
    """A calendar behind a button in the field; the day can be typed as well."""
    with element.add_slot("append"):
        button = ui.button(icon="edit_calendar", color=None).props("flat round dense")
        button.props["aria-label"] = say("pick_day", language)
        with button, ui.menu() as menu:
            picker = ui.date(on_change=menu.close).props("minimal first-day-of-week=1")
            picker.bind_value(element)


def told(problems: Sequence[Problem], language: str) -> str | None:
    """Problems as they stand below a field: what is wrong, what to write instead, and the code."""
    lines = []
    for problem in problems:
        if problem.code in _SAID:
            lines.append(f"{say(_SAID[problem.code], language)} ({problem.code})")
            continue
        # Below its field nobody needs the field's name once more.
        message = re.sub(rf"^(events\[\d+\]\.)?{problem.fact}: ", "", problem.message)
        lines.append(f"{problem.code}: {message}" + (f" ({problem.hint})" if problem.hint else ""))
    return "; ".join(lines) or None


def _words(
    fact: Fact, value: str, change: Callable[[str], Any], *, label: str, hint: str, language: str, testid: str
) -> Control:
    words = {word: choice(word, language) for word in fact.words}
    if value and value not in words:
        words[value] = value  # what does not fit stays, and is complained of
    element = ui.select(words, label=label, value=value or None, clearable=fact.optional)
    element.on_value_change(lambda event: change(event.value or ""))
    element.props("dense outlined hide-hint options-dense")
    element.props["hint"] = hint
    element.props["data-testid"] = testid
    return _Field(element)


def _yes_or_no(
    value: str, change: Callable[[str], Any], *, label: str, hint: str, language: str, testid: str
) -> Control:
    options = {"true": say("yes", language), "false": say("no", language), "": say("unknown", language)}
    if value not in options:
        options[value] = value
    with ui.element("div").classes("form-choice").props("role=radiogroup") as group:
        group.props["aria-label"] = label
        group.props["data-testid"] = testid
        ui.label(label).classes("form-choice-label")
        radio = ui.radio(options, value=value, on_change=lambda event: change(event.value or "")).props("inline dense")
        radio.props["title"] = hint
        error = ui.label().classes("form-error").props("role=alert")
        error.set_visibility(False)
    return _Choice(error)
