"""YAML events to plain values, with a position for every key and value.

``Builder`` takes events one by one, keeps its own stack, so that no nesting exhausts Python's, and goes on after a
problem, so that all of them are shown at once. What YAML would give a hidden meaning is refused (anchors, aliases,
tags, merge keys) or stays text (``no``, ``60:00``, ``010``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from dunning_engine.text.encoding import name_character
from dunning_engine.text.lines import UNSEEN
from dunning_engine.text.scalar import NULLS, plain_value

if TYPE_CHECKING:
    from dunning_engine.problems import Problem, Span
    from dunning_engine.text.lines import Lines

MAX_DEPTH = 32
MAX_NODES = 20_000

Path: TypeAlias = tuple[str | int, ...]

_CURLY = re.compile("[\u201c-\u201f].*[\u201c-\u201f]|[\u2018-\u201b].*[\u2018-\u201b]", re.DOTALL)
_REFUSED_KEY = -1  # stands in paths below a key that was refused; no mapping has it, since keys are text


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read. ``key`` waits for its value; ``is_key`` marks a refused key."""

    container: dict[str, Any] | list[Any]
    path: Path
    is_key: bool
    flow: bool
    key: str | int | None = None


class Builder:
    """Takes events in; ``value``, ``keys``, ``values`` (positions by path) and ``problems`` are what came out.

    ``unusable`` says that not even the shape of the value can be relied on.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.reset()

    def reset(self) -> None:
        """Forget everything taken."""
        self.value: Any = None
        self.unusable = False
        self.keys: dict[Path, Span] = {}
        self.values: dict[Path, Span] = {}
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._documents = 0
        self._nodes = 0

    def take(self, event: yaml.Event) -> bool:
        """Take one event; False when nothing after it is worth reading."""
        if isinstance(event, yaml.DocumentStartEvent):
            return self._start_document(event)
        if isinstance(event, yaml.CollectionEndEvent):
            self._end_collection(event)
        elif isinstance(event, yaml.NodeEvent):
            self._nodes += 1
            if self._nodes > MAX_NODES:
                hint = "split the file, or shorten its lists"
                return self._stop("DE108", f"the file has more than {MAX_NODES} keys and values", self._at(event), hint)
            if isinstance(event, yaml.CollectionStartEvent):
                return self._start_collection(event)
            if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                self._leaf(event)
        return True

    # Where a node goes

    def _start_document(self, event: yaml.DocumentStartEvent) -> bool:
        self._documents += 1
        if self._documents == 1:
            return True
        line, column, _, _ = _marks(event)
        hint = "put it into a file of its own, and remove the line '---'"
        return self._stop("DE113", "a second document starts here", self._lines.span(line, column), hint)

    def _start_collection(self, event: yaml.CollectionStartEvent) -> bool:
        span = self._at(event)
        if len(self._open) == MAX_DEPTH:
            return self._stop("DE107", f"nested more than {MAX_DEPTH} levels deep", span, "write it flatter")
        self._refuse_properties(event)
        container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        is_key = self._expects_key()
        if is_key:
            self._problem("DE114", "a key must be text", span, "write one word before the colon")
            path = (*self._open[-1].path, _REFUSED_KEY)
            self._open[-1].key = _REFUSED_KEY
        else:
            path = self._place(container, span)
        self._open.append(_Open(container, path, is_key, bool(event.flow_style)))
        return True

    def _end_collection(self, event: yaml.CollectionEndEvent) -> None:
        closed = self._open.pop()
        start = self.values.get(closed.path)
        if closed.flow and start is not None:
            _, _, line, column = _marks(event)
            self.values[closed.path] = self._lines.span(
                start.line, start.column, column if line == start.line else None
            )

    def _leaf(self, event: yaml.ScalarEvent | yaml.AliasEvent) -> None:
        if self._expects_key():
            self._key(event)
            return
        span = self._at(event)
        if isinstance(event, yaml.AliasEvent):
            self._problem("DE110", f"'*{event.anchor}' repeats another place", span, "write the value out here")
            self._place(None, span)
            return
        self._refuse_properties(event)
        plain = not event.style and event.tag is None
        if plain and event.value in NULLS:
            self._place(None, self._empty(event, span))
        else:
            text = self._seen(event.value, span)
            if plain and _CURLY.fullmatch(text):
                hint = f'type straight ones: "{text[1:-1]}"'
                self._problem("DE117", "typographic quotes are a part of the text that they stand around", span, hint)
            self._place(plain_value(text) if plain else text, span)

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].container, dict) and self._open[-1].key is None

    def _place(self, value: Any, span: Span) -> Path:
        """Put a value where it belongs; gives back its path."""
        if not self._open:
            self.value = value
            path: Path = ()
        else:
            parent = self._open[-1]
            if isinstance(parent.container, list):
                path = (*parent.path, len(parent.container))
                parent.container.append(value)
            else:
                key, parent.key = parent.key, None
                path = (*parent.path, _REFUSED_KEY if key is None else key)
                if isinstance(key, str):
                    parent.container[key] = value
        self.values[path] = span
        return path

    # Keys

    def _key(self, event: yaml.ScalarEvent | yaml.AliasEvent) -> None:
        parent, span = self._open[-1], self._at(event)
        if self.values.get(parent.path, span).column == span.column and not parent.container:
            self.values[parent.path] = span  # a mapping in block form is pointed at by its first key
        parent.key = _REFUSED_KEY
        if isinstance(event, yaml.AliasEvent):
            self._problem("DE110", f"'*{event.anchor}' repeats another place", span, "write the key out here")
            return
        self._refuse_properties(event)
        if not event.style and event.value == "<<":
            self._problem("DE112", "'<<' takes keys from another place", span, "write the keys out here")
            return
        if not event.style and not event.value:
            self._problem("DE114", "a key is missing before the colon", span, "write the key before the colon")
            return
        key = self._seen(event.value, span)
        if key != key.strip("\u00a0") or key.startswith("-\u00a0"):
            where = "after '-'" if key.startswith("-") else "in the indentation"
            self._problem("DE116", f"a no-break space {where}", span, "type ordinary spaces")
            self.unusable = True  # the line may stand at another level than the one it seems to
        path = (*parent.path, key)
        if key in parent.container:
            hint = "keep one of them"
            self._problem("DE109", f"key '{key}' stands twice", span, hint, related=(self.keys[path],))
        parent.key = key
        self.keys[path] = span

    # What is refused

    def _empty(self, event: yaml.ScalarEvent, span: Span) -> Span:
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.key, str):
            key_span = self.keys[(*parent.path, parent.key)]
            span = span if event.value else key_span
            message, hint = f"key '{parent.key}' has no value", "write a value, or leave the key out"
            if parent.flow and parent.key.isdecimal() and not event.value:  # {interest_rate: 11,5}
                message, hint = f"the comma made a key of '{parent.key}'", "decimals have a point"
                parent.key = _REFUSED_KEY
        else:
            message, hint = "nothing stands here", "write a value, or remove the line"
        if event.value:
            message, hint = f"'{event.value}' is no value", f"{hint}; text that reads so is written '\"{event.value}\"'"
        self._problem("DE115", message, span, hint)
        return span

    def _refuse_properties(self, event: yaml.NodeEvent) -> None:
        line, column, _, _ = _marks(event)
        if event.anchor is not None:
            span = self._lines.span(line, column, column + len(event.anchor) + 1)
            self._problem(
                "DE110", f"'&{event.anchor}' names a place to be repeated", span, "remove it, and write values out"
            )
        if getattr(event, "tag", None) is not None:
            written = re.match(r"\S+", self._lines.line(line)[column - 1 :])
            span = self._lines.span(line, column, column + (written.end() if written else 1))
            self._problem(
                "DE111", "a tag ('!') gives a value another type", span, "remove it; quotes make text of a number"
            )

    def _seen(self, text: str, span: Span) -> str:
        """``text``, unless an escape put a character in it that cannot be seen."""
        unseen = UNSEEN.search(text)
        if unseen is None:
            return text
        self._problem(
            "DE102", f"character {name_character(unseen[0])} cannot be seen and is not allowed", span, "remove it"
        )
        return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)

    def _at(self, event: yaml.Event) -> Span:
        line, column, end_line, end_column = _marks(event)
        if isinstance(event, yaml.CollectionStartEvent):
            return self._lines.span(line, column, column + 1)
        return self._lines.span(line, column, end_column if end_line == line else None)

    def _problem(self, code: str, message: str, span: Span, hint: str, related: tuple[Span, ...] = ()) -> None:
        self.problems.append(self._lines.problem(code, message, span, hint=hint, related=related))

    def _stop(self, code: str, message: str, span: Span, hint: str) -> bool:
        self._problem(code, message, span, hint)
        self.unusable = True
        return False


def _marks(event: yaml.Event) -> tuple[int, int, int, int]:
    """Line and column of the start, line and column of the end, counted from 1."""
    start: Any = event.start_mark
    end: Any = event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1
