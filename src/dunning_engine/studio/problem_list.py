"""The list of problems below the text: what is wrong, where, what to write instead, and what the code means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import ui

from dunning_engine.codes import CODES
from dunning_engine.problems import Severity
from dunning_engine.studio.marks import offset_of
from dunning_engine.studio.tags import Tag
from dunning_engine.studio.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dunning_engine.problems import Problem, Span
    from dunning_engine.studio.desk import Desk

_MOST = 50


def counted(problems: Sequence[Problem], language: str) -> str:
    """How many errors and warnings there are."""
    errors = sum(one.severity is Severity.ERROR for one in problems)
    numbers = {"error": errors, "warning": len(problems) - errors}
    return ", ".join(word(f"{kind}_{'one' if n == 1 else 'many'}", language, n=n) for kind, n in numbers.items())


class ProblemList:
    """Drawn anew whenever what it says has changed; ``go`` puts the cursor on a stretch of the text."""

    def __init__(self, desk: Desk, go: Callable[[int, int], None]) -> None:
        self._desk = desk
        self._go = go
        self._drawn: object = None
        self._heading = Tag("h3").props('id="problems-heading" tabindex=-1')
        self._list = ui.element("div").classes("studio-problems").props('data-testid="problems"')
        for topic in ("checked", "language", "file"):
            desk.on(topic, self._draw)
        self._draw()

    def _draw(self) -> None:
        desk = self._desk
        now = (desk.problems, desk.language, desk.file, desk.checked_text is None)
        if now == self._drawn:
            return
        self._drawn = now
        self._list.clear()
        self._heading.set_text(word("problems", desk.language))
        with self._list:
            if desk.checked_text is None:
                ui.label(word("checking", desk.language))
            elif not desk.problems:
                ui.label(word("no_problems", desk.language))
            else:
                ui.label(counted(desk.problems, desk.language))
                with ui.element("ol"):
                    for problem in desk.problems[:_MOST]:
                        with ui.element("li"):
                            self._one(problem)

    def _one(self, problem: Problem) -> None:
        language = self._desk.language
        kind = "error" if problem.severity is Severity.ERROR else "warning"
        with self._button(problem.span).classes(f"studio-problem studio-problem-{kind}"):
            Tag("span", word(kind, language)).classes("studio-kind")
            Tag("span", problem.code).classes("studio-code")
            if problem.span is not None:
                Tag("span", self._place(problem.span)).classes("studio-where")
            Tag("span", problem.message).props("lang=en").classes("studio-message")
        if problem.hint:
            ui.label(problem.hint).props("lang=en").classes("studio-hint")
        if problem.related:
            with ui.element("div").classes("studio-related"):
                ui.label(word("also", language))
                for span in problem.related:
                    with self._button(span).classes("studio-link"):
                        Tag("span", self._place(span))
        code = CODES[problem.code]
        with ui.element("details"):
            Tag("summary", word("about", language, code=problem.code, title=code.title)).props("lang=en")
            for name, told in (("cause", code.cause), ("cure", code.cure)):
                ui.label(word(name, language)).classes("studio-kind")
                ui.label(told).props("lang=en")

    def _button(self, span: Span | None) -> ui.element:
        button = ui.element("button").props("type=button")
        return button.on("click", lambda: self._follow(span))

    async def _follow(self, span: Span | None) -> None:
        """Go where a problem is, in another file if need be."""
        desk = self._desk
        if span is None:
            return
        file = Path(span.file)
        if span.file != desk.shown and file in desk.files:
            await desk.open(file)
        if span.file == desk.shown:
            start = offset_of(desk.text, span)
            self._go(start, start)

    def _place(self, span: Span) -> str:
        desk = self._desk
        line = word("line", desk.language, line=f"{span.line}:{span.column}")
        return line if span.file == desk.shown else f"{Path(span.file).name}, {line}"
