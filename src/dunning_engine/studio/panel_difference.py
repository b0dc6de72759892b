"""The difference over a ledger: files are dropped anywhere on the page, or chosen; what the text changes is told and listed."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

from nicegui import app, context, ui

from dunning_engine.studio.comparing import Comparer
from dunning_engine.studio.difference import Difference
from dunning_engine.studio.difference_html import Order, changes_html, problems_html, totals_html
from dunning_engine.studio.dropped import Dropped, safe_name
from dunning_engine.studio.tags import Choice, Tag
from dunning_engine.studio.words_difference import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nicegui.events import GenericEventArguments, MultiUploadEventArguments

    from dunning_engine.studio.comparing import Found
    from dunning_engine.studio.desk import Desk

_FORMS = {"csv": "CSV", "json": "JSON", "md": "Markdown"}
_REFUSED = "DE553"
_MAPPING = "mapping.yaml"
_TO_TIMETABLE = 'document.getElementById("timetable-heading")?.focus()'  # which brings it into sight

_CHOOSE = '() => getHtmlElement(%d).querySelector("input[type=file]").click()'
_PRESSED = """(event) => {
  const button = event.target.closest("button[data-sort], button[data-invoice]");
  if (button) emit({sort: button.dataset.sort || null, invoice: button.dataset.invoice || null});
}"""
_VALUE = "(event) => emit(event.target.value)"


def difference_panel(desk: Desk) -> None:
    """Build the difference in the current place."""
    ui.add_head_html('<link rel="stylesheet" href="/studio/panel_difference.css">')
    ui.add_head_html('<script src="/studio/panel_difference.js" defer></script>')
    _DifferencePanel(desk)


class _DifferencePanel:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._state = Difference(desk, Dropped(), Comparer(), self._draw)
        self._order = Order()
        self._drawn: dict[str, object] = {}
        self._said = ""
        self._mapping = self._used = ""  # as it is corrected on the page; as it was taken from there
        self._seen, self._by_hand, self._given = self._state.options, False, 0
        _OPEN.add(self._state)
        context.client.on_delete(self._leave)
        with ui.element("div").classes("difference").props('data-testid="difference"') as self._whole:
            self._build_drop()
            self._files = ui.element("ul").classes("df-files")
            self._notes = ui.element("div")
            self._asked = ui.element("div").classes("df-asked").props("role=group")
            with self._asked:
                self._span_place, self._days_place, self._policy_place = (
                    ui.element("div").classes("df-asked-part") for _ in range(3)
                )
            self._status = ui.element("div").classes("df-progress")
            with self._status:
                self._bar = Tag("progress")
                self._told = Tag("span").props('role=status aria-live=polite data-testid="difference-status"')
                self._go = ui.button(on_click=self._state.run).props('outline no-caps dense data-testid="compare"')
                self._cancel = ui.button(on_click=self._state.cancel)
                self._cancel.props('outline no-caps dense data-testid="cancel"')
            self._stale = Tag("p").classes("df-note").props('role=status data-testid="difference-stale"')
            self._problems = ui.element("div").props('data-testid="ledger-problems"')
            with ui.element("div").classes("df-found") as self._found:
                self._verdict = Tag("p").classes("df-verdict").props('role=status data-testid="verdict"')
                self._totals = ui.html("", sanitize=False).props('data-testid="totals"')
                self._search_row = ui.element("label").classes("df-field")
                with self._search_row:
                    self._search_label = Tag("span")
                    search = ui.element("input").props('type=search data-testid="search-changes"')
                    search.on("input", self._searched, js_handler=_VALUE, throttle=0.2)
                self._changes = ui.html("", sanitize=False).props('data-testid="changes"')
                self._changes.on("click", self._pressed, js_handler=_PRESSED)
                self._downloads = ui.element("div").classes("df-downloads")
        for topic in ("checked", "language", "saved", "file"):
            desk.on(topic, self._state.look)
        self._draw()

    async def _leave(self) -> None:
        _OPEN.discard(self._state)
        await self._state.close()

    def _build_drop(self) -> None:
        with ui.element("div").classes("df-drop").props('role=group data-testid="ledger-drop"') as self._drop:
            self._intro = Tag("p")
            upload = ui.upload(multiple=True, auto_upload=True, on_multi_upload=self._received)
            upload.classes("studio-unseen").props("aria-hidden=true batch").on("failed", self._not_received)
            upload.on_begin_upload(self._receiving)
            upload.add_slot("header", "<q-uploader-add-trigger />")
            upload.add_slot("list", "<span></span>")
            upload.on("finish", upload.reset)  # not before: that would break off what is under way
            self._choose = ui.button().props('outline no-caps dense data-testid="choose-files"')
            self._choose.on("click", js_handler=_CHOOSE % upload.id)
            self._example = ui.button(on_click=self._state.take_example)
            self._example.props('outline no-caps dense data-testid="example-ledger"')

    # Files

    def _receiving(self) -> None:
        self._state.receiving = True
        self._draw()

    async def _received(self, event: MultiUploadEventArguments) -> None:
        self._said = self._used = ""
        try:
            folder = self._state.dropped.new_folder()
            places: list[Path] = []
            for number, file in enumerate(event.files):
                place = folder / safe_name(file.name)
                if place.exists():
                    place = folder / f"{number}-{place.name}"
                await file.save(place)
                places.append(place)
        except OSError:
            self._not_received()
            return
        self._state.receiving = False
        await self._state.take(places)

    def _not_received(self) -> None:
        self._state.receiving = False
        self._state.failed = say("not_received", self._desk.language)
        self._draw()

    # Drawing

    def _draw(self) -> None:
        """What has changed since it was drawn last, and only that: a control somebody is in stays."""
        state, language = self._state, self._desk.language
        dropped, options, shown = state.dropped, state.options, state.shown
        self._once("words", language, self._draw_words)
        self._once("files", (dropped.held, language), self._draw_files)
        suggested = (self._used or dropped.suggested) if self._needs_mapping() else None
        self._once("notes", (dropped.notes, suggested, self._refused(), language), lambda: self._draw_notes(suggested))
        if options is not self._seen:  # what somebody has just chosen stands in its control already
            self._given += not self._by_hand
            self._seen, self._by_hand = options, False
        several = options.last is not None
        self._asked.set_visibility(bool(dropped.held))
        self._once("span", (self._given, language), self._draw_span)
        self._once("days", (self._given, several, language), self._draw_days)
        self._once("policy", (self._given, tuple(state.new or ()), language), self._draw_policy)
        self._draw_status()
        found = None if shown is None else shown.found
        problems = found.problems if found is not None and not state.problems else state.problems
        problems = (*dropped.problems, *problems)
        unsaid = {} if found is None else dict(found.unsaid)
        self._once(
            "problems", (problems, tuple(unsaid.items()), language), lambda: self._draw_problems(problems, unsaid)
        )
        self._found.set_visibility(found is not None)
        self._once("found", (id(found), language), lambda: self._draw_found(found))
        self._once("changes", (id(found), self._order, language), lambda: self._draw_changes(found))

    def _once(self, name: str, now: object, draw: Callable[[], None]) -> None:
        if name not in self._drawn or self._drawn[name] != now:
            self._drawn[name] = now
            draw()

    def _draw_words(self) -> None:
        language = self._desk.language
        self._intro.set_text(say("intro", language))
        self._drop.props["aria-label"] = say("drop", language)
        self._drop.update()
        self._asked.props["aria-label"] = say("options", language)
        self._asked.update()
        self._choose.set_text(say("choose", language))
        self._example.set_text(say("example", language))
        self._cancel.set_text(say("cancel", language))
        self._search_label.set_text(say("filter", language))

    def _draw_files(self) -> None:
        language = self._desk.language
        self._files.clear()
        with self._files:
            for held in self._state.dropped.held:
                with ui.element("li"):
                    Tag("b", say(held.role, language))
                    Tag("span", held.name)
                    button = ui.button("×", on_click=lambda held=held: self._state.remove(held))
                    button.props("flat dense round").props["aria-label"] = say("remove", language, name=held.name)

    def _needs_mapping(self) -> bool:
        state = self._state
        unusable = state.shown is not None and not state.shown.found.usable
        return unusable or "ledgers_differ" in state.dropped.notes

    def _refused(self) -> bool:
        return any(problem.code == _REFUSED for problem in self._state.dropped.problems)

    def _draw_notes(self, suggested: str | None) -> None:
        language, dropped = self._desk.language, self._state.dropped
        self._notes.clear()
        with self._notes.props('data-testid="ledger-notes"'):
            if self._refused():
                Tag("p", say("excel", language)).classes("df-note").props("role=status")
            for name in dropped.notes:
                if name != "no_ledger" or dropped.held or dropped.problems:
                    Tag("p", say(name, language)).classes("df-note").props("role=status")
            if suggested is not None:
                Tag("p", say("needs_mapping", language)).classes("df-note").props("role=status")
                self._draw_mapping(suggested)

    def _draw_mapping(self, text: str) -> None:
        """A mapping that can be corrected and used where it stands."""
        language = self._desk.language
        area = (
            Tag("textarea", text).classes("df-example").props('data-testid="mapping-example" rows=16 spellcheck=false')
        )
        area.props["aria-label"] = say("mapping_text", language)
        self._mapping = text
        area.on("input", self._mapped, js_handler=_VALUE)
        with ui.element("div").classes("df-downloads"):
            use = ui.button(say("use_mapping", language), color=None, on_click=self._use_mapping)
            use.classes("studio-primary").props('no-caps unelevated dense data-testid="use-mapping"')
            keep = ui.button(say("download_mapping", language), on_click=self._keep_mapping)
            keep.props('outline no-caps dense data-testid="download-mapping"')

    def _mapped(self, event: GenericEventArguments) -> None:
        self._mapping = str(event.args or "")

    def _keep_mapping(self) -> None:
        ui.download.content(self._mapping.encode(), _MAPPING)

    async def _use_mapping(self) -> None:
        """Take the mapping in as if it had been dropped; it can still be corrected if that does not do."""
        self._said, self._used = "", self._mapping
        try:
            place = self._state.dropped.new_folder() / _MAPPING
            place.write_text(self._mapping, encoding="utf-8")
        except OSError:
            self._not_received()
            return
        await self._state.take([place])

    def _draw_span(self) -> None:
        value = "one_day" if self._state.options.last is None else "several"
        self._span_place.clear()
        with self._span_place:
            self._choice("span", value, [("one_day", "one_day"), ("several", "several")], self._span)

    def _draw_days(self) -> None:
        options = self._state.options
        several = options.last is not None
        self._days_place.clear()
        with self._days_place:
            self._day("from" if several else "day", "first", options.first)
            if several:
                self._day("to", "last", options.last)
                self._choice("paying", options.paying, [("nobody", "nobody"), ("ledger", "by_ledger")], self._paying)

    def _draw_policy(self) -> None:
        state, language = self._state, self._desk.language
        self._policy_place.clear()
        with self._policy_place:
            policies = [("", say("own", language)), *((name, name) for name in state.new or ())]
            choice = Choice(say("policy", language), "difference-policy", self._policy)
            choice.offer([("", policies)], state.options.policy or "")
            self._day("known", "payments_known_through", state.options.payments_known_through, optional=True)

    def _choice(self, name: str, value: str, options: list[tuple[str, str]], chosen: Callable[[str], Any]) -> None:
        language = self._desk.language
        choice = Choice(say(name, language), f"difference-{name}", chosen)
        choice.offer([("", [(one, say(word, language)) for one, word in options])], value)

    def _day(self, label: str, option: str, value: date | None, *, optional: bool = False) -> None:
        with ui.element("label").classes("df-field"):
            Tag("span", say(label, self._desk.language))
            field = ui.element("input").props(f'type=date max=9999-12-31 data-testid="difference-{option}"')
            field.props["value"] = "" if value is None else value.isoformat()
            wrong = Tag("span").classes("df-wrong").props("role=alert")

        def chosen(event: GenericEventArguments) -> None:
            why = self._chosen_day(option, str(event.args or ""), optional=optional)
            wrong.set_text("" if why is None else say(why, self._desk.language))
            field.props["aria-invalid"] = "true" if why else "false"
            field.update()

        field.on("change", chosen, js_handler=_VALUE)

    def _chosen_day(self, option: str, written: str, *, optional: bool) -> str | None:
        """Take the day; or why not."""
        try:
            day = date.fromisoformat(written) if written or not optional else None
        except ValueError:
            return "no_day"
        options = self._state.options
        if option == "last" and day is not None and day < options.first:
            return "before_first"
        if option == "first" and day is not None and options.last is not None and options.last < day:
            self._state.choose(first=day, last=day)
        else:
            self._chosen(**{option: day})
        return None

    def _chosen(self, **options: Any) -> None:
        self._by_hand = True
        self._state.choose(**options)

    async def _span(self, value: str) -> None:
        first = self._state.options.first
        self._chosen(last=_month_after(first) if value == "several" else None)

    async def _paying(self, value: str) -> None:
        self._chosen(paying=value)

    async def _policy(self, value: str) -> None:
        self._chosen(policy=value or None)

    def _draw_status(self) -> None:
        state, language = self._state, self._desk.language
        told = state.failed or self._said
        if state.receiving:
            told = say("receiving", language)
        elif state.running:
            told = say("comparing", language)
        if state.running and state.progress is not None:
            what, done, of = state.progress
            key = "reading" if done == 0 and what == "invoices" else f"{what}_done"
            told = say(key, language, done=_figure(done), of=_figure(of))
            self._bar.props["max"] = of
            self._bar.props["value"] = done
        whole = state.progress is None or state.progress[1] == 0
        if whole:
            self._bar.props.pop("value", None)
        self._bar.update()
        self._bar.props["aria-label"] = say("comparing", language)
        self._bar.set_visibility(state.running or state.receiving)
        self._told.set_text(told)
        self._go.set_text(say("compare" if state.shown is None else "again", language))
        self._go.set_visibility(
            state.ready and not state.running and (state.shown is None or state.stale or state.failed is not None)
        )
        self._cancel.set_visibility(state.running)
        self._stale.set_text(self._standing())
        self._stale.set_visibility(bool(self._standing()))
        self._whole.classes(add="df-old" if state.stale else "", remove="" if state.stale else "df-old")

    def _standing(self) -> str:
        """What is to be known of what is shown."""
        state, desk, language = self._state, self._desk, self._desk.language
        if state.dropped.files is None or desk.checked_text is None:
            return ""
        if desk.saved_policies is None:
            return say("saved_broken", language)
        if not state.passes:
            return say("does_not_pass", language)
        if state.stale and not state.running:
            return say("earlier", language)
        return say("unchanged", language) if state.unchanged else ""

    def _draw_problems(self, problems: tuple[Any, ...], unsaid: dict[str, int]) -> None:
        language = self._desk.language
        self._problems.clear()
        with self._problems:
            if problems:
                Tag("h3", say("files_wrong", language))
                ui.html(problems_html(problems), sanitize=False)
            for code, count in unsaid.items():
                Tag("p", say("unsaid", language, count=_figure(count), code=code))

    def _draw_found(self, found: Found | None) -> None:
        language = self._desk.language
        self._downloads.clear()
        if found is None:
            return
        unusable = say("nothing_used", language)
        self._verdict.set_text(f"{found.verdict} ({found.days})." if found.usable else unusable)
        self._totals.set_content(totals_html(found, language) if found.usable else "")
        self._search_row.set_visibility(bool(found.changes))
        with self._downloads:
            for suffix, form in _FORMS.items() if found.usable else ():
                button = ui.button(
                    say("download", language, form=form), on_click=lambda suffix=suffix: self._download(suffix)
                )
                button.props(f'outline no-caps dense data-testid="download-{suffix}"')

    def _draw_changes(self, found: Found | None) -> None:
        self._changes.set_content("" if found is None else changes_html(found, self._order, self._desk.language))

    # What is done with it

    def _download(self, suffix: str) -> None:
        shown = self._state.shown
        if shown is not None:
            name = f"preview-{self._state.options.first.isoformat()}.{suffix}"
            ui.download.file(shown.downloads / f"preview.{suffix}", name)

    def _searched(self, event: GenericEventArguments) -> None:
        self._order = Order(self._order.column, self._order.down, str(event.args or ""))
        self._draw()

    async def _pressed(self, event: GenericEventArguments) -> None:
        pressed: dict[str, str | None] = event.args
        sort, number = pressed.get("sort"), pressed.get("invoice")
        if sort in {"sign", "invoice", "customer", "action", "date", "what_changes"}:
            self._order = self._order.by(str(sort))
            self._draw()
        elif number is not None:
            read = await self._state.show(number)
            self._said = say("now_example" if read else "not_example", self._desk.language, number=number)
            self._draw()
            if read:
                ui.run_javascript(_TO_TIMETABLE)


async def _close_all() -> None:
    await asyncio.gather(*(state.close() for state in _OPEN))


_OPEN: set[Difference] = set()
app.on_shutdown(_close_all)


def _month_after(day: date) -> date:
    """Some thirty days on, as far as the calendar goes."""
    return date.fromordinal(min(day.toordinal() + 31, date.max.toordinal()))


def _figure(count: int) -> str:
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")
