"""Which row of the invoices an event is about: texts met by whole numbers where they are such, otherwise by their hash.

A hash only finds the row; that the texts are the same is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from dunning_engine.columns.typed import Ints

_WHOLE_NUMBER = r"^[1-9][0-9]{0,17}$"
_AS_DENSE = 8
"""A table of all numbers between the least and the largest is used where it has at most so many places a number."""


def differ(texts: pl.Series) -> bool:
    """Whether no text stands twice; ``False`` may be a false alarm."""
    return texts.null_count() == 0 and _key(texts, whole=_whole(texts)).n_unique() == len(texts)


def rows_of(texts: pl.Series, among: pl.Series) -> Ints:
    """For each text the first row of ``among`` that holds it, -1 where none does."""
    whole = _whole(texts) and _whole(among)
    keys, known = _key(texts, whole=whole), _key(among, whole=whole)
    if whole:
        rows = _looked_up(keys, known)
        return _joined(keys, known) if rows is None else rows
    rows = _joined(keys, known)
    found = np.flatnonzero(rows >= 0)
    same = among.gather(rows[found]).eq_missing(texts.gather(found))
    return rows if same.all() else _joined(texts, among)  # two texts of one hash: met by themselves


def _whole(texts: pl.Series) -> bool:
    return texts.null_count() == 0 and bool(texts.str.contains(_WHOLE_NUMBER).all())


def _key(texts: pl.Series, *, whole: bool) -> pl.Series:
    return texts.cast(pl.Int64) if whole else texts.hash()


def _looked_up(keys: pl.Series, known: pl.Series) -> Ints | None:
    """By a table, where the numbers lie close together."""
    if not len(known):
        return np.full(len(keys), -1, np.int64)
    held, asked = known.to_numpy(), keys.to_numpy()
    least, most = int(held.min()), int(held.max())
    if most - least > _AS_DENSE * len(held):
        return None
    table = np.full(most - least + 2, -1, np.int64)
    table[held[::-1] - least] = np.arange(len(held) - 1, -1, -1)  # the first of a number is written last
    outside = (asked < least) | (asked > most)
    return table[np.where(outside, -1, asked - least)]


def _joined(keys: pl.Series, known: pl.Series) -> Ints:
    rows = pl.DataFrame({"key": known, "row": np.arange(len(known), dtype=np.int64)})
    if known.n_unique() < len(known):
        rows = rows.unique("key", keep="first", maintain_order=True)
    found = keys.to_frame("key").join(rows, on="key", how="left", maintain_order="left")
    return found["row"].fill_null(-1).to_numpy()
