"""What a recording comes to, written for all rows that come to it: flat rows, or one line of JSON each."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from dunning_engine.decisions.flat import AMOUNT, COLUMNS, DATE, TEXT
from dunning_engine.recording.day import RecordedDay
from dunning_engine.recording.number import Number
from dunning_engine.recording.text import NumberPart, TextPart, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dunning_engine.recording.replay import Frame

_QUOTED = re.compile('"(\ue000[^\ue001]*[|]bare\ue001)"')
_EPOCH = date(1970, 1, 1).toordinal()
TYPES: Mapping[str, Any] = {TEXT: pl.String, DATE: pl.Date, AMOUNT: pl.Decimal(18, 2)}

Template = dict[str, Any]
"""A flat row: constants, recorded numbers and days, and texts with marks."""


def flat(templates: Sequence[Template], frame: Frame) -> list[pl.DataFrame]:
    """The rows of one recording, with their row of the sheet as ``line`` and their place in the decision; amounts in öre."""
    height = len(frame.rows)
    lines = pl.Series("line", frame.rows)
    return [
        pl.DataFrame(
            [
                lines,
                pl.repeat(place, height, dtype=pl.Int32, eager=True).alias("place"),
                *(_column(name, template.get(name), kind, frame) for name, kind in COLUMNS.items()),
            ]
        )
        for place, template in enumerate(templates)
    ]


def joined(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All flat rows in the order of the sheet, amounts in kronor; ``line`` comes first."""
    if not frames:
        return pl.DataFrame(schema={"line": pl.Int64, **{name: TYPES[kind] for name, kind in COLUMNS.items()}})
    whole = pl.concat(frames).sort("line", "place").drop("place")
    amounts = [name for name, kind in COLUMNS.items() if kind == AMOUNT]
    return whole.with_columns(_kronor(whole[name]) for name in amounts)


def lines_of(text: str, frame: Frame) -> pl.DataFrame:
    """One line of JSON for each row."""
    return pl.DataFrame([pl.Series("line", frame.rows), _text(text, frame, json=True).alias("json")])


def bare(value: object) -> str:
    """A recorded number for JSON, quoted for now."""
    if isinstance(value, Number):
        return f"{value:bare}"
    raise TypeError(f"{type(value).__name__} is not for JSON")


def unquoted(text: str) -> str:
    """JSON whose recorded numbers are numbers."""
    return _QUOTED.sub(r"\1", text)


def _kronor(ore: pl.Series) -> pl.Series:
    hundredth = pl.Series([1], dtype=pl.Int64).cast(pl.Decimal(18, 2)) / 100
    return (ore.cast(pl.Decimal(38, 2)) * hundredth.cast(pl.Decimal(18, 2))[0]).cast(TYPES[AMOUNT]).alias(ore.name)


def _column(name: str, value: Any, kind: str, frame: Frame) -> pl.Series:
    dtype = pl.Int64 if kind == AMOUNT else TYPES[kind]
    if isinstance(value, Number):
        return pl.Series(name, _whole(value, frame), dtype=pl.Int64)
    if isinstance(value, RecordedDay) and isinstance(value.number, Number):
        return pl.Series(name, (_whole(value.number, frame) - _EPOCH).astype(np.int32)).cast(pl.Date)
    if isinstance(value, RecordedDay):
        value = date.fromordinal(value.number)  # type: ignore[arg-type]
    if isinstance(value, str) and kind == TEXT:
        return _text(value, frame).alias(name)
    return pl.repeat(value, len(frame.rows), dtype=dtype, eager=True).alias(name)


def _whole(value: Number, frame: Frame) -> NDArray[np.int64]:
    return np.asarray(frame.numbers(value.number) + value.offset, np.int64)


def _text(text: str, frame: Frame, *, json: bool = False) -> pl.Series:
    parts = parts_of(text)
    height = len(frame.rows)
    if all(isinstance(part, str) for part in parts):
        return pl.repeat(text, height, dtype=pl.String, eager=True)
    pieces = [
        pl.lit(part) if isinstance(part, str) else pl.lit(_marked(part, frame, json=json)) for part in parts
    ]
    return pl.select(pl.concat_str(pieces)).to_series()


def _marked(part: NumberPart | TextPart, frame: Frame, *, json: bool) -> pl.Series:
    if isinstance(part, NumberPart):
        return _formatted(frame.numbers(part.number) + part.offset, part.form)
    column, _, place = part.name.partition("#")
    found = frame.texts((column, int(place)) if place else column)
    for old, new in part.replaced:
        found = found.str.replace_all(old, new, literal=True)
    if json:
        found = found.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
    return found


def _formatted(numbers: NDArray[Any], form: str) -> pl.Series:
    """Numbers as the format ``form`` writes them; ``day`` is a date, a character by itself stands between thousands."""
    if form == "day":
        days = pl.Series((numbers.astype(np.int64) - _EPOCH).astype(np.int32))
        return days.cast(pl.Date).cast(pl.String)
    if form in {"", "bare"} and numbers.dtype == np.int64:
        return pl.Series(numbers).cast(pl.String)
    grouping = form if len(form) == 1 else ""
    form = "" if form == "bare" else form
    said = (format(int(number), "," if grouping else form).replace(",", grouping or ",") for number in numbers.tolist())
    return pl.Series(list(said), dtype=pl.String)
