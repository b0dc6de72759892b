"""One column of a sheet as whole numbers, codes or text, read as `facts` reads single values.

What a type of column says by itself (a date, an amount with two decimals) is taken over whole; of any other, each value that
differs is read once by the fact's own reader. A value that the reader refuses makes its row ``bad``: such rows are read one
by one, and get their problems there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import polars as pl

from dunning_engine.columns.sieves import sieved
from dunning_engine.facts.catalogue import Kind
from dunning_engine.facts.raw import own, plain
from dunning_engine.facts.values import Fault, is_absent
from dunning_engine.recording.tape import whole
from dunning_engine.recording.text import MARKS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from numpy.typing import NDArray

    from dunning_engine.facts.catalogue import Fact

    Ints: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]


class Words:
    """Words by code, from 1 on; 0 is none. Codes stay good as long as this lives."""

    def __init__(self, known: tuple[Any, ...] = ()) -> None:
        self.words: list[Any] = [None, *known]
        self._codes = {word: code for code, word in enumerate(self.words)}

    def code(self, word: Any) -> int:
        """The word's code, a new one where it has not been met."""
        found = self._codes.get(word)
        if found is None:
            found = self._codes[word] = len(self.words)
            self.words.append(word)
        return found


@dataclass(slots=True)
class Column:
    """A column as recordings ask for it; what it does not hold is ``None``.

    ``present`` is 1 where there is a value; ``codes`` are those of `Words`, or of a boolean 0 absent, 1 false, 2 true.
    """

    present: NDArray[Any]
    bad: Flags | None = None
    numbers: Ints | None = None
    codes: NDArray[Any] | None = None
    texts: pl.Series | None = field(default=None)


def typed(series: pl.Series, fact: Fact, read: Callable[[Any], Any], words: Words | None) -> Column:
    """The column of one fact; ``words`` are there where its values are to be told apart one by one."""
    missing = series.null_count()
    if missing == len(series):
        return Column(present=np.zeros(len(series), np.int8))
    if missing > len(series) // 2:
        there = series.is_not_null().arg_true()
        few = series.gather(there)
        column = typed(few, fact, read, words)
        unchanged = series if column.texts is few else None
        return _spread(column, there.to_numpy(), len(series), unchanged)
    if fact.kind is Kind.BOOLEAN and series.dtype == pl.Boolean:
        codes = series.cast(pl.Int8).fill_null(-1).to_numpy() + np.int8(1)
        return Column(present=(codes > 0).view(np.int8), codes=codes)
    found = sieved(series, fact, read) if words is None else None
    if found is None:
        return _read_one_by_one(series, fact, read, words)
    numbers = None if found.numbers is None else found.numbers.fill_null(0).to_numpy()
    column = Column(present=series.is_not_null().cast(pl.Int8).to_numpy(), numbers=numbers, texts=found.texts)
    rest = (series.is_not_null() & ~found.sure).arg_true()
    if len(rest):
        _put(column, rest.to_numpy(), _read_one_by_one(series.gather(rest), fact, read, None))
    return column


def _spread(column: Column, places: NDArray[Any], height: int, unchanged: pl.Series | None) -> Column:
    """A column whose values stand at some places among ``height``; ``unchanged`` are its texts where they stand already."""

    def at_places(held: NDArray[Any] | None) -> NDArray[Any] | None:
        if held is None:
            return None
        spread = np.zeros(height, held.dtype)
        spread[places] = held
        return spread

    return Column(
        present=cast("NDArray[Any]", at_places(column.present)),
        bad=at_places(column.bad),
        numbers=at_places(column.numbers),
        codes=at_places(column.codes),
        texts=unchanged if column.texts is None or unchanged is not None else _texts_at(column.texts, places, height),
    )


def _texts_at(texts: pl.Series, places: NDArray[Any], height: int) -> pl.Series:
    at = np.full(height, -1, np.int64)
    at[places] = np.arange(len(places))
    return texts.gather(pl.Series(at).replace(-1, None))


def _put(column: Column, places: NDArray[Any], read: Column) -> None:
    """Take over what was read value by value."""
    for name in ("present", "numbers"):
        held, values = getattr(column, name), getattr(read, name)
        if held is not None:
            held = held if held.flags.writeable else held.copy()
            held[places] = 0 if values is None else values
            setattr(column, name, held)
    if column.texts is not None:
        texts = column.texts.clone()  # `scatter` writes in place, and the sheet stays as it is
        column.texts = texts.scatter(places, read.texts)
    if read.bad is not None:
        column.bad = np.zeros(len(column.present), bool)
        column.bad[places] = read.bad


def _read_one_by_one(series: pl.Series, fact: Fact, read: Callable[[Any], Any], words: Words | None) -> Column:
    """Each value that differs is read once."""
    different, places = _different(series, few=words is not None)
    found = [_read(value, fact, read) for value in different]
    bad = np.fromiter((isinstance(value, Fault) for value in found), bool, len(found))
    held = [None if isinstance(value, Fault) else value for value in found]
    present = np.fromiter((value is not None for value in held), np.int8, len(held))[places]
    column = Column(present=present, bad=bad[places] if bad.any() else None)
    if fact.kind in {Kind.TEXT, Kind.WORD}:
        marked = np.fromiter((v is not None and unfit(v) for v in held), bool, len(held))
        if marked.any():
            column.bad = marked[places] if column.bad is None else column.bad | marked[places]
    if fact.kind is Kind.BOOLEAN:
        column.codes = np.fromiter((0 if v is None else 1 + v for v in held), np.int8, len(held))[places]
    elif words is not None:
        codes = np.fromiter((0 if v is None else words.code(v) for v in held), np.int32, len(held))
        column.codes = codes[places]
    elif fact.kind in {Kind.TEXT, Kind.WORD}:
        column.texts = pl.Series(held, dtype=pl.String).gather(places)
    else:
        column.numbers = np.fromiter((0 if v is None else whole(v) for v in held), np.int64, len(held))[places]
    return column


def unfit(text: str) -> bool:
    """Whether a text cannot stand in for itself where recordings are written out: it holds a mark or a control character."""
    return bool(MARKS.search(text)) or "\ue000" in text or "\ue001" in text or "\n" in text or "\t" in text


def _read(value: Any, fact: Fact, read: Callable[[Any], Any]) -> Any:
    raw = None if value is None else own(plain(value), fact)
    return None if is_absent(raw) else read(raw)


def _different(series: pl.Series, *, few: bool) -> tuple[list[Any], NDArray[Any]]:
    """The values that differ, and for each value of ``series`` its place among them."""
    if series.dtype == pl.Object:  # nothing compares its values
        return series.to_list(), np.arange(len(series))
    if few and series.dtype in {pl.String, pl.Categorical}:
        return coded(series)
    if series.dtype.is_float():  # what is no number equals nothing, not even itself
        codes: dict[str, int] = {}
        places = np.array([codes.setdefault(repr(value), len(codes)) for value in series.to_list()], np.int64)
        return [series[int(place)] for place in np.unique(places, return_index=True)[1]], places
    different = series.unique()
    table = pl.DataFrame({"value": different, "place": np.arange(len(different), dtype=np.int64)})
    joined = series.to_frame("value").join(table, on="value", how="left", nulls_equal=True, maintain_order="left")
    return different.to_list(), joined["place"].to_numpy()


def coded(texts: pl.Series) -> tuple[list[Any], NDArray[Any]]:
    """The texts that differ, few among many, and for each text its place among them."""
    if not len(texts):
        return [], np.zeros(0, np.int64)
    categories = texts.cast(pl.Categorical)
    different = categories.unique()
    codes = different.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    places = np.zeros(int(codes.max(initial=0)) + 2, np.int64)
    places[codes] = np.arange(len(codes))
    return different.cast(pl.String).to_list(), places[categories.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()]
