"""The days of a comparison, and how a ledger stands at their start: what is yet to come of its events.

Over several days nothing of what the policies' owner did from the first day on has been done: the days are gone through
anew. What others did (disputes, pauses, credit notes) happens on its day, and payments where the ledger's own are wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from dunning_engine.facts.event import EventKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dunning_engine.ledger.part import ReadPart

EPOCH = date(1970, 1, 1).toordinal()
Paying = Literal["nobody", "ledger"]

# What follows from decisions; the caller recorded it because the engine had proposed it.
_OWN = (
    EventKind.STEP,
    EventKind.INFORMATION_REQUESTED,
    EventKind.DONE,
    EventKind.INTEREST_INVOICED,
    EventKind.BOUGHT_BACK,
)
_BESIDE_A_STEP = (EventKind.HANDED_OVER, EventKind.WRITE_OFF)
_ABOUT_A_STEP = (EventKind.STEP_CANCELLED, EventKind.DELIVERY_FAILED)
_OF_PAYING = (EventKind.PAYMENT, EventKind.CLOSED)


@dataclass(frozen=True, slots=True)
class Days:
    """From ``first`` through ``last``. On one day the ledger is as it is; over several every day is gone through.

    ``paying``: from the day after the first nobody pays, or the ledger's own payments come on their days.
    """

    first: date
    last: date
    paying: Paying = "nobody"

    @property
    def several(self) -> bool:
        """Whether days are gone through."""
        return self.last > self.first


@dataclass(frozen=True, slots=True)
class Coming:
    """The events of a part that happen in the days: ``rows`` of its frame with their ``owner`` (row of the invoice) and day."""

    rows: NDArray[np.int64]
    owner: NDArray[np.int64]
    on: NDArray[np.int64]


def remaining(part: ReadPart, days: Days, sells: NDArray[np.bool_]) -> Coming:
    """The events that stay; ``sells`` says of each invoice whether its policy buys, so that a sale is its owner's doing.

    Events about no invoice of the part are not among them.
    """
    events = part.events
    if events is None or not events.frame.height:
        none = np.zeros(0, np.int64)
        return Coming(none, none, none)
    owner = part.sheets.events.owner
    frame = pl.DataFrame(
        {
            "row": np.arange(events.frame.height, dtype=np.int64),
            "owner": owner,
            "kind": events.frame["event"].cast(pl.String),
            "step": events.frame["step"].cast(pl.String) if "step" in events.frame.columns else None,
            "on": ordinals(events.frame["on"]),
            "sells": sells[owner] & (owner >= 0),
        },
        schema_overrides={"step": pl.String},
    )
    kept = frame.filter(_stays(days)).sort("row")
    return Coming(kept["row"].to_numpy(), kept["owner"].to_numpy(), kept["on"].to_numpy())


def _stays(days: Days) -> pl.Expr:
    kind, first = pl.col("kind"), days.first.toordinal()
    later = pl.col("on") >= first
    stepped = (kind == EventKind.STEP) & later
    own = kind.is_in(_OWN) | ((kind == EventKind.SOLD) & pl.col("sells"))
    beside = kind.is_in(_BESIDE_A_STEP) & stepped.any().over("owner", "on")
    taken_before = ((kind == EventKind.STEP) & ~later).any().over("owner", "step")
    own |= kind.is_in(_ABOUT_A_STEP) & ~taken_before
    own |= beside | ((kind == EventKind.WITHDRAWN) & ((kind == EventKind.HANDED_OVER) & beside).any().over("owner"))
    gone = later & own
    if days.paying == "nobody":
        gone |= kind.is_in(_OF_PAYING) & (pl.col("on") > first)
    return ~gone & (pl.col("owner") >= 0)


def ordinals(column: pl.Series) -> pl.Series:
    """Days as ordinals, 0 where a value is no day."""
    if column.dtype in (pl.String, pl.Categorical):
        column = column.cast(pl.String).str.strip_chars().str.to_date("%Y-%m-%d", strict=False)
    if not column.dtype.is_temporal():
        return pl.Series("on", np.zeros(len(column), np.int64))
    since_1970: pl.Series = column.cast(pl.Date).to_physical().cast(pl.Int64)
    return (since_1970 + EPOCH).fill_null(0)
