"""The policy's text, with its problems marked where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

if TYPE_CHECKING:
    from dunning_engine.studio.desk import Desk


def editor_panel(desk: Desk) -> None:
    """Build the editor and the list of problems in the current place."""
    editor = ui.codemirror(desk.text, language="YAML", indent="  ", line_wrapping=False)
    editor.classes("studio-editor").props('data-testid="editor"')
    editor.on_value_change(lambda event: desk.set_text(event.value or ""))
    problems = ui.column().props('data-testid="problems"')

    def show() -> None:
        if editor.value != desk.text:
            editor.set_value(desk.text)

    def listed() -> None:
        problems.clear()
        with problems:
            for problem in desk.problems:
                ui.label(f"{problem.span}  {problem.code}  {problem.message}")

    desk.on("file", show)
    desk.on("checked", listed)
