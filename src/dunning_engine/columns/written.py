"""What recordings come to, written for all rows that come to it: flat rows, or a line of JSON each.

A template is prepared once, when it is recorded; while rows come in, only the numbers that it needs are taken. All is put
together at the end, one column after the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import polars as pl

from dunning_engine.decisions.flat import AMOUNT, DATE, TEXT
from dunning_engine.recording.day import RecordedDay
from dunning_engine.recording.number import Number
from dunning_engine.recording.text import NumberPart, TextPart, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dunning_engine.columns.sheets import Sheets
    from dunning_engine.recording.replay import Frame

    _Parts: TypeAlias = "tuple[str | NumberPart | TextPart, ...]"
    _Dynamic: TypeAlias = "NumberPart | _Parts"

TYPES: Mapping[str, Any] = {TEXT: pl.String, DATE: pl.Date, AMOUNT: pl.Decimal(18, 2)}
JSON_COLUMNS: Mapping[str, str] = {"json": TEXT}
_EPOCH = date(1970, 1, 1).toordinal()
_QUOTED = re.compile('"(\ue000[^\ue001]*[|]bare\ue001)"')


@dataclass(slots=True, eq=False)
class Template:
    """One flat row or one line of JSON: what is the same for all, and what is not, by column. Amounts are öre."""

    constants: dict[str, Any] = field(default_factory=dict)
    dynamic: dict[str, _Dynamic] = field(default_factory=dict)
    numbers: tuple[int, ...] = ()


def template_of(row: Mapping[str, Any]) -> Template:
    """The template of a row of constants, recorded numbers and days, and texts with marks."""
    made = Template()
    numbers: dict[int, None] = {}
    for name, value in row.items():
        if isinstance(value, RecordedDay):
            value = value.number if isinstance(value.number, Number) else date.fromordinal(value.number)  # noqa: PLW2901
        if isinstance(value, Number):
            made.dynamic[name] = NumberPart(value.number, value.offset, "")
            numbers[value.number] = None
            continue
        parts = tuple(parts_of(value)) if isinstance(value, str) else ()
        if all(isinstance(part, str) for part in parts):
            made.constants[name] = value
            continue
        made.dynamic[name] = parts
        numbers.update((part.number, None) for part in parts if isinstance(part, NumberPart))
    made.numbers = tuple(numbers)
    return made


def bare(value: object) -> str:
    """A recorded number for JSON, quoted for now."""
    if isinstance(value, Number):
        return f"{value:bare}"
    raise TypeError(f"{type(value).__name__} is not for JSON")


def unquoted(text: str) -> str:
    """JSON whose recorded numbers are numbers."""
    return _QUOTED.sub(r"\1", text)


@dataclass(slots=True)
class _Taken:
    """The rows that have come to a template."""

    place: int
    rows: list[NDArray[np.int64]] = field(default_factory=list)
    numbers: defaultdict[int, list[NDArray[Any]]] = field(default_factory=lambda: defaultdict(list))


class Writer:
    """Gathers the rows of a part and writes them, in the order of the sheet and of the decision."""

    def __init__(self, sheets: Sheets, columns: Mapping[str, str]) -> None:
        self._sheets, self._columns = sheets, columns
        self._taken: dict[Template, _Taken] = {}

    def add(self, templates: Sequence[Template], frame: Frame) -> None:
        """Take the rows of a frame for each of the templates."""
        for place, template in enumerate(templates):
            taken = self._taken.get(template)
            if taken is None:
                taken = self._taken[template] = _Taken(place)
            taken.rows.append(frame.rows)
            for number in template.numbers:
                taken.numbers[number].append(frame.numbers(number))

    def written(self) -> pl.DataFrame:
        """All rows, with their row of the sheet as ``line``."""
        templates = list(self._taken)
        rows = [np.concatenate(self._taken[one].rows) for one in templates]
        if not rows:
            return pl.DataFrame(
                schema={"line": pl.Int64, **{name: TYPES[kind] for name, kind in self._columns.items()}}
            )
        counts = np.array([len(one) for one in rows])
        self._rows = np.concatenate(rows)
        self._codes = np.repeat(np.arange(len(templates)), counts)
        self._starts = np.cumsum(counts) - counts
        places = np.array([self._taken[one].place for one in templates])[self._codes]
        order = np.lexsort((places, self._rows))
        columns = [pl.Series("line", self._rows)]
        for name, kind in self._columns.items():
            column = self._texts(name, templates) if kind == TEXT else self._whole(name, kind, templates)
            columns.append(column.alias(name))
        return pl.DataFrame(columns)[order]

    def _whole(self, name: str, kind: str, templates: Sequence[Template]) -> pl.Series:
        """A column of amounts or of days."""
        fixed = [one.constants.get(name) for one in templates]
        held = np.array([0 if value is None else _as_whole(value) for value in fixed], np.int64)[self._codes]
        there = np.array([value is not None for value in fixed])[self._codes]
        for template, start in zip(templates, self._starts, strict=True):
            part = template.dynamic.get(name)
            if isinstance(part, NumberPart):
                found = np.concatenate(self._taken[template].numbers[part.number])
                held[start : start + len(found)] = found + part.offset
                there[start : start + len(found)] = True
        column = days(held) if kind == DATE else kronor(pl.Series(held))
        return column if there.all() else column.set(pl.Series(~there), None)

    def _texts(self, name: str, templates: Sequence[Template]) -> pl.Series:
        """A column of text: templates whose texts are put together alike are put together at once."""
        fixed = pl.Series([one.constants.get(name) for one in templates], dtype=pl.String)
        alike: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
        for code, template in enumerate(templates):
            if name in template.dynamic:
                alike[tuple(map(_form, template.dynamic[name]))].append(code)  # type: ignore[arg-type]
        column = fixed.gather(self._codes)
        if not alike:
            return column
        pieces, places = [column], []
        source = np.arange(len(self._codes))
        filled = len(self._codes)
        for form, codes in alike.items():
            at = np.flatnonzero(np.isin(self._codes, codes)) if len(codes) < len(templates) else np.arange(filled)
            made = self._put_together(name, form, codes, at, templates)
            source[at] = sum(map(len, pieces)) + np.arange(len(at))
            pieces.append(made)
            places.append(at)
        return pl.concat(pieces).gather(source)

    def _put_together(
        self, name: str, form: tuple[Any, ...], codes: list[int], at: NDArray[np.int64], templates: Sequence[Template]
    ) -> pl.Series:
        pieces = []
        for place, how in enumerate(form):
            if how is None:
                words = [_part_at(templates[code], name, place) for code in range(len(templates))]
                pieces.append(pl.Series(words, dtype=pl.String).gather(self._codes[at]))
            elif isinstance(how, TextPart):
                pieces.append(self._text(how, self._rows[at], json=name == "json"))
            else:
                numbers = []
                for code in codes:
                    part = templates[code].dynamic[name][place]
                    found = np.concatenate(self._taken[templates[code]].numbers[part.number])  # type: ignore[union-attr]
                    numbers.append(found + part.offset)  # type: ignore[union-attr]
                pieces.append(_formatted(np.concatenate(numbers), how))
        if len(pieces) == 1:
            return pieces[0]
        return pl.select(pl.concat_str([pl.lit(piece) for piece in pieces])).to_series()

    def _text(self, part: TextPart, rows: NDArray[np.int64], *, json: bool) -> pl.Series:
        column, _, place = part.name.partition("#")
        found = self._sheets.texts((column, int(place)) if place else column, rows)
        for old, new in part.replaced:
            found = found.str.replace_all(old, new, literal=True)
        if json:
            found = found.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
        return found


def days(ordinals: NDArray[Any]) -> pl.Series:
    """Ordinals as days."""
    return pl.Series((ordinals.astype(np.int64) - _EPOCH).astype(np.int32)).cast(pl.Date)


def kronor(ore: pl.Series) -> pl.Series:
    """Öre as amounts with two decimals."""
    return ore.cast(pl.Decimal(38, 2)).to_frame("ore").select(pl.col("ore") / 100).to_series().cast(TYPES[AMOUNT])


def _as_whole(value: Any) -> int:
    return value.toordinal() if isinstance(value, date) else int(value)


def _form(part: str | NumberPart | TextPart) -> str | TextPart | None:
    """What texts have in common that are put together at once: ``None`` for words of their own."""
    return part.form if isinstance(part, NumberPart) else part if isinstance(part, TextPart) else None


def _part_at(template: Template, name: str, place: int) -> str | None:
    parts = template.dynamic.get(name)
    part = None if parts is None or place >= len(parts) else parts[place]
    return part if isinstance(part, str) else None


def _formatted(numbers: NDArray[Any], form: str) -> pl.Series:
    """Numbers as the format ``form`` writes them; ``day`` is a date, a character by itself stands between thousands."""
    if form == "day":
        return days(numbers).cast(pl.String)
    if form in {"", "bare"}:
        if numbers.dtype == object:  # some may be larger than any type of number
            return pl.Series(list(map(str, numbers.tolist())), dtype=pl.String)
        return pl.Series(numbers).cast(pl.String)
    grouping = form if len(form) == 1 and not form.isalnum() else ""
    said = [format(int(number), "," if grouping else form).replace(",", grouping or ",") for number in numbers.tolist()]
    return pl.Series(said, dtype=pl.String)
