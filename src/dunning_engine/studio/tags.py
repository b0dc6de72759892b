"""Plain HTML elements, which keyboards and screen readers know: text in its tag, and a choice of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from nicegui.events import GenericEventArguments


class Tag(TextElement):
    """An element ``name`` with a text; ``set_text`` changes it."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(tag=name, text=text)


class Choice:
    """A labelled ``select``; ``chosen`` is called with the value that somebody chose."""

    def __init__(self, label: str, test_id: str, chosen: Callable[[str], Awaitable[None]]) -> None:
        with ui.element("label").classes("studio-choice"):
            self._label = Tag("span", label)
            self._select = ui.element("select").props(f'data-testid="{test_id}"')
        self._chosen = chosen
        self._select.on("change", self._change, js_handler="(event) => emit(event.target.value)")

    async def _change(self, event: GenericEventArguments) -> None:
        self._select.props["value"] = event.args  # or it goes back to what it was when the page is drawn anew
        self._select.update()
        await self._chosen(event.args)

    def set_label(self, label: str) -> None:
        """Another label."""
        self._label.set_text(label)

    def offer(self, groups: Iterable[tuple[str, Iterable[tuple[str, str]]]], value: str) -> None:
        """What can be chosen: groups, each with values and their names; a group without a name has no heading."""
        self._select.clear()
        with self._select:
            for heading, options in groups:
                around = self._select if not heading else ui.element("optgroup").props(f'label="{heading}"')
                with around:
                    for one, name in options:
                        option = Tag("option", name)
                        option.props["value"] = one
        self._select.props["value"] = value
        self._select.update()
