"""A part of a ledger as it stands at the start of days that are gone through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dunning_engine.columns.written import TYPES
from dunning_engine.decisions.course import COURSE_COLUMNS, EVENT_FIELDS
from dunning_engine.simulation.days import remaining
from dunning_engine.simulation.told import told_by_columns

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from dunning_engine.ledger.part import ReadPart, Sheet
    from dunning_engine.simulation.days import Days

_RECORDED = {"invoice": pl.String, **{name: TYPES[COURSE_COLUMNS[name]] for name in EVENT_FIELDS}}
_NO_ROWS = np.zeros(0, np.int64)


class Standing:
    """The invoices of a part and those of its events that are left, which both versions of the policies start from.

    Invoices that are not ``fit`` are never decided on. ``buyers`` are the policies that buy invoices, ``joined`` those under
    which a customer's invoices are decided with each other: such a customer has a number in ``customers``, others 0.
    """

    def __init__(
        self,
        part: ReadPart,
        fit: NDArray[np.bool_],
        days: Days,
        *,
        policy: str | None,
        buyers: Collection[str],
        joined: Collection[str],
    ) -> None:
        self.height, self.first = part.sheets.height, days.first
        self._fit = fit
        self.label, self.lines = part.invoices.file, part.invoices.lines
        self.numbers = _texts(part, "invoice")
        numbered = _texts(part, "customer").rank("dense").fill_null(0).to_numpy().astype(np.int64)
        self.customers = np.where(_under(part, policy, joined), numbered, 0)
        coming = remaining(part, days, _under(part, policy, buyers))
        self.invoices, told = told_by_columns(part.invoices.frame, part.sheets, self.numbers, days)
        self.owner = np.concatenate([coming.owner, told["owner"].to_numpy()])
        self._take_events(part.events, coming.rows, told)
        within = coming.on > days.first.toordinal()
        self._happening = {
            day: coming.owner[within & (coming.on == day)] for day in np.unique(coming.on[within]).tolist()
        }

    def _take_events(self, given: Sheet | None, rows: NDArray[np.int64], told: pl.DataFrame) -> None:
        """What is left of the events, with all columns that recording needs, and those that columns tell."""
        left = pl.DataFrame(schema=_RECORDED) if given is None else given.frame[rows]
        lines = pl.Series([], dtype=pl.Int64) if given is None else given.lines.gather(rows).cast(pl.Int64)
        lacking = {name: kind for name, kind in _RECORDED.items() if name not in left.columns}
        left = left.with_columns(pl.lit(None, kind).alias(name) for name, kind in lacking.items())
        self.event_label = "" if given is None else given.file
        self.events = pl.concat([left, as_events(told, left.schema)])
        self.event_lines = pl.concat([lines, pl.zeros(told.height, pl.Int64, eager=True)])

    def active(self, wake: NDArray[np.bool_], ordinal: int) -> NDArray[np.int64]:
        """The invoices to be decided on: those that ``wake``, those that something happens to that day, and their customers'."""
        wake = wake.copy()
        wake[self._happening.get(ordinal, _NO_ROWS)] = True
        with_others = np.unique(self.customers[wake])
        if with_others.any():
            wake |= np.isin(self.customers, with_others[with_others > 0])
        return np.flatnonzero(wake & self._fit)

    def places(self, lines: pl.Series) -> NDArray[np.int64]:
        """The invoices that stand on these lines."""
        return np.searchsorted(self.lines.to_numpy(), lines.to_numpy())


def _under(part: ReadPart, policy: str | None, policies: Collection[str]) -> NDArray[np.bool_]:
    """Which invoices follow one of the policies."""
    if policy is not None:
        return np.full(part.sheets.height, policy in policies)
    if "policy" not in part.invoices.frame.columns:
        return np.zeros(part.sheets.height, bool)
    named = part.invoices.frame["policy"].cast(pl.String).is_in(sorted(policies))
    return named.fill_null(value=False).to_numpy()


def _texts(part: ReadPart, name: str) -> pl.Series:
    """A fact's texts, as facts read them."""
    column = part.sheets.fact(name)
    if column is None or column.texts is None:
        return pl.Series([None] * part.sheets.height, dtype=pl.String)
    return column.texts


def as_events(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Events with the columns of a ledger's, in their types; what they do not carry is null."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )
