"""The page's header: which file, saving, how the text stands, earlier versions, language, colours."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nicegui import ui

from dunning_engine.studio.paper import Outcome
from dunning_engine.studio.policy_files import title_of
from dunning_engine.studio.problem_list import counted
from dunning_engine.studio.tags import Choice, Tag
from dunning_engine.studio.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from nicegui.events import GenericEventArguments

    from dunning_engine.studio.desk import Desk
    from dunning_engine.studio.listeners import Topic
    from dunning_engine.studio.policy_files import Earlier

_TOLD_FOR = 8000  # milliseconds; the status says it for longer
_LANGUAGES = (("sv", "Svenska"), ("en", "English"))
_STANDING: tuple[Topic, ...] = ("text", "checked", "saved", "notice", "language", "file")
_COLOURS = ("system", "light", "dark")
_DARK = {"system": None, "light": False, "dark": True}
_FOLLOW_SYSTEM = """
const dark = matchMedia("(prefers-color-scheme: dark)");
const tell = () => emitEvent("studio_system_dark", dark.matches);
dark.addEventListener("change", tell); tell();
"""
_NOT_SAVED = {
    Outcome.PROBLEMS: "not_saved_problems",
    Outcome.CHANGED: "not_saved_changed",
    Outcome.FAILED: "not_saved_failed",
    Outcome.ELSEWHERE: "not_saved_elsewhere",
}


# What the page says when the program has gone, in its own words.
_NO_ANSWER = """
document.querySelectorAll("#popup > span").forEach((line, at) => { line.textContent = %s[at]; });
"""


class Header:
    """Builds itself in the current place; ``replace`` puts another text into the editor."""

    def __init__(self, desk: Desk, colours: str, chosen: Callable[[str], None]) -> None:
        self.replace: Callable[[str], None] = lambda _: None
        self._desk = desk
        self._colours = colours
        self._chosen = chosen  # told of colours, so that the next page begins with them
        self._system_dark = False
        self._said: tuple[str, str, str] | None = None  # what came of saving, and of which text
        self._dark = ui.dark_mode(_DARK[colours])
        with ui.element("header").classes("studio-header"):
            Tag("h1", "dunning studio")
            self._file = Choice("", "file", self._open)
            self._save = ui.button(color=None).classes("studio-primary")
            self._save.props('no-caps unelevated data-testid="save"')
            self._save.on("click", js_handler="() => window.dispatchEvent(new Event('studio-save'))")
            self._status = Tag("span").classes("studio-status").props('data-testid="status" role=status')
            with ui.element("details").classes("studio-earlier").props('data-testid="earlier"') as self._earlier:
                self._earlier_name = Tag("summary")
                self._earlier_list = ui.element("div")
            self._earlier.on("toggle", self._list_earlier)
            self._language = Choice("", "language", desk.set_language)
            self._colour = Choice("", "dark", self._choose)
        ui.on("studio_save", self._on_save)
        ui.on("studio_system_dark", self._system)
        ui.run_javascript(_FOLLOW_SYSTEM)
        desk.on("language", self._words)
        desk.on("file", self._files)
        desk.on("saved", self._files)
        for topic in _STANDING:
            desk.on(topic, self._stand)
        self._words()

    # What is shown

    def _words(self) -> None:
        language = self._desk.language
        ui.run_javascript(f"document.documentElement.lang = {json.dumps(language)}")
        ui.run_javascript(_NO_ANSWER % json.dumps([word("no_answer", language), word("kept_here", language)]))
        self._save.set_text(word("save", language))
        self._earlier_name.set_text(word("earlier", language))
        self._file.set_label(word("file", language))
        self._language.set_label(word("language", language))
        self._language.offer([("", _LANGUAGES)], language)
        self._colour.set_label(word("colours", language))
        self._colour.offer([("", [(one, word(one, language)) for one in _COLOURS])], self._colours)
        self._files()
        self._list_earlier()

    def _files(self) -> None:
        desk, language = self._desk, self._desk.language
        ui.run_javascript(f"document.title = {json.dumps(f'{desk.file.name} – dunning studio')}")
        groups: dict[str, list[tuple[str, str]]] = {"policies": [], "law": []}
        for file in desk.files:
            below = file.relative_to(desk.folder)
            title = title_of(file)
            is_law = below.parts[0] == "law"
            groups["law" if is_law else "policies"].append((str(file), f"{title} · {below}" if title else str(below)))
        named = [(word(key, language), files) for key, files in groups.items() if files]
        self._file.offer(named, str(desk.file))

    def _stand(self) -> None:
        desk, language = self._desk, self._desk.language
        if self._said is not None and desk.text == self._said[2]:
            self._status.set_text(word(self._said[0], language, detail=self._said[1]))
            return
        self._said = None
        parts = [word("unsaved" if desk.unsaved else "as_saved", language)]
        if desk.checked_text == desk.text:
            parts.append(counted(desk.problems, language))
        else:
            parts.append(word("checking", language))
        self._status.set_text(" · ".join(parts))

    # What is done

    async def _open(self, written: str) -> None:
        desk = self._desk
        file = next((one for one in desk.files if str(one) == written), None)
        try:
            if file is not None:
                await desk.open(file)
        except OSError as error:
            said = word("cannot_open", desk.language, file=written, detail=error.strerror or error)
            ui.notify(said, type="negative", position="bottom", close_button=word("close", desk.language))
            self._files()
        self._list_earlier()

    async def _on_save(self, _: GenericEventArguments) -> None:
        desk = self._desk
        saving = await desk.save()
        key = _NOT_SAVED.get(saving.outcome, "saved")
        self._said = (key, saving.detail, desk.text)
        self._stand()
        self._list_earlier()
        if key != "saved":
            said = word(key, desk.language, detail=saving.detail)
            ui.notify(
                said, type="negative", position="bottom", close_button=word("close", desk.language), timeout=_TOLD_FOR
            )

    async def _choose(self, colours: str) -> None:
        if colours in _DARK:
            self._colours = colours
            self._chosen(colours)
            self._dark.set_value(_DARK[colours])
            await self._tell_dark()

    async def _system(self, event: GenericEventArguments) -> None:
        self._system_dark = bool(event.args)
        await self._tell_dark()

    async def _tell_dark(self) -> None:
        chosen = _DARK[self._colours]
        await self._desk.set_dark(self._system_dark if chosen is None else chosen)

    def _list_earlier(self, *_: Any) -> None:
        desk, language = self._desk, self._desk.language
        self._earlier_list.clear()
        with self._earlier_list:
            kept = desk.earlier
            if not kept:
                ui.label(word("no_earlier", language))
            for one in kept:
                with ui.element("div").classes("studio-earlier-one"):
                    when = datetime.fromtimestamp(one.path.stat().st_mtime).astimezone()
                    ui.label(word("earlier_one", language, number=one.number, when=f"{when:%Y-%m-%d %H:%M}"))
                    button = ui.button(word("earlier_open", language), on_click=lambda _, one=one: self._bring(one))
                    button.props('no-caps outline dense data-testid="earlier-open"').set_enabled(desk.writable)

    def _bring(self, earlier: Earlier) -> None:
        self.replace(self._desk.text_of(earlier))
        self._earlier.run_method("removeAttribute", "open")
