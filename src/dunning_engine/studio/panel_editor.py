"""The policy's text in an editor that knows what fits and marks what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nicegui import context, ui

from dunning_engine.problems import Severity
from dunning_engine.studio.marks import marks_of, utf16
from dunning_engine.studio.notices import Notices
from dunning_engine.studio.problem_list import ProblemList
from dunning_engine.studio.words import word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nicegui.events import GenericEventArguments

    from dunning_engine.studio.desk import Desk
    from dunning_engine.studio.marks import Mark

_MODULE = "/studio/editor.js"


def editor_panel(desk: Desk) -> Editor:
    """Build notices, editor and the list of problems in the current place."""
    Notices(desk)
    editor = Editor(desk)
    ProblemList(desk, editor.go)
    return editor


class Parts:
    """Joins a text that comes in parts, since a browser sends no long message whole."""

    def __init__(self) -> None:
        self._held: list[str] = []

    def add(self, part: Mapping[str, Any]) -> str | None:
        """The whole text once its last part is here. What was left of an unfinished one goes when another begins."""
        if part["first"]:
            self._held = []
        self._held.append(part["text"])
        return "".join(self._held) if part["last"] else None


class Editor:
    """The editor of one file at a time: a new one is built for each, so that undoing stays within a file.

    After that nothing is sent to it but through its module: an update of its properties would bring back an older text while
    somebody types.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._number = 0
        self._element = 0
        self._typing, self._returning = Parts(), Parts()
        self._place = ui.element("div").classes("studio-editor").props('data-testid="editor"')
        self._help = ui.label().classes("studio-help").props('id="studio-editor-help"')
        ui.element("div").props('id="studio-told" aria-live="assertive"').classes("studio-unseen")
        self._build()
        ui.on("studio_text", self._typed)
        ui.on("studio_brought_back", self._brought_back)
        desk.on("file", self._build)
        desk.on("checked", self._mark)
        desk.on("kept", self._kept)
        desk.on("language", self._change)
        desk.on("notice", self._change)

    def replace(self, text: str) -> None:
        """Put another text in, which can be undone."""
        self._call("replace", text)

    def go(self, start: int, end: int) -> None:
        """Put the cursor on a stretch of the text; offsets count characters."""
        text = self._desk.text
        self._call("go", utf16(text, start), utf16(text, end))

    def _build(self) -> None:
        self._place.clear()
        self._number = 0
        with self._place:
            editor = ui.codemirror(self._desk.text, language="YAML", indent="  ", theme="githubLight")
        self._element = editor.id
        self._call("attach", self._options())
        self._words()

    def _options(self) -> dict[str, Any]:
        desk = self._desk
        words = {key: word(key, desk.language) for key in ("required", "text")}
        return {
            "client": context.client.id,
            "file": str(desk.file.absolute()),
            "base": desk.base,
            "readOnly": not desk.writable,
            "words": words,
        }

    def _change(self) -> None:
        self._call("change", self._options())
        self._words()

    def _words(self) -> None:
        self._help.set_text(word("help", self._desk.language))

    def _call(self, function: str, *arguments: Any) -> None:
        written = ", ".join(json.dumps(one) for one in (self._element, *arguments))
        ui.run_javascript(f"import({json.dumps(_MODULE)}).then((editor) => editor.{function}({written}))")

    async def _typed(self, event: GenericEventArguments) -> None:
        text = self._typing.add(event.args)
        if text is None or event.args["element"] != self._element:
            return
        self._number = event.args["number"]
        await self._desk.set_text(text)

    async def _brought_back(self, event: GenericEventArguments) -> None:
        text = self._returning.add(event.args)
        if (
            text is not None
            and event.args["element"] == self._element
            and await self._desk.bring_back(text, event.args["base"])
        ):
            self.replace(text)
            await self._desk.tell("notice")

    def _mark(self) -> None:
        desk = self._desk
        if desk.checked_text != desk.text:
            return
        marks = [_as_sent(mark, desk.text) for mark in marks_of(desk.text, desk.problems, desk.shown)]
        self._call("mark", self._number, marks)

    def _kept(self) -> None:
        if self._desk.kept_text == self._desk.text:
            self._call("kept", self._number, self._desk.base)


def _as_sent(mark: Mark, text: str) -> dict[str, Any]:
    problem = mark.problem
    kind = "related" if mark.related else "error" if problem.severity is Severity.ERROR else "warning"
    hint = f" ({problem.hint})" if problem.hint else ""
    return {
        "from": utf16(text, mark.start),
        "to": utf16(text, mark.end),
        "kind": kind,
        "text": f"{problem.code}: {problem.message}{hint}",
    }
