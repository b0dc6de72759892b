"""Parts of a ledger that stands in memory whole: stretches of its rows as they are, each with the events about its invoices.

Nothing is moved where the events stand in the order of their invoices, as most ledgers have them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.ledger.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl


def parts_in_order(
    invoices: pl.DataFrame, events: pl.DataFrame | None, count: int
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame | None]] | None:
    """About ``count`` parts; ``None`` where a number stands twice, since its rows must meet. Events about none come last."""
    import numpy as np  # noqa: PLC0415 - slow to import

    from dunning_engine.columns.matching import differ, rows_of  # noqa: PLC0415 - likewise

    numbers = key_of(invoices["invoice"])
    if not differ(numbers):
        return None
    height = max(-(-invoices.height // count), 1)
    starts = range(0, max(invoices.height, 1), height)
    if events is None:
        return ((invoices.slice(start, height), None) for start in starts)
    rows = rows_of(key_of(events["invoice"]), numbers)
    part = np.where(rows < 0, len(starts) - 1, rows // height)
    if len(part) and (np.diff(part) < 0).any():
        order = np.argsort(part, kind="stable")
        events, part = events[order], part[order]
    ends = np.searchsorted(part, np.arange(len(starts)), side="right").tolist()
    return (
        (invoices.slice(start, height), events.slice(first, last - first))
        for start, first, last in zip(starts, [0, *ends], ends, strict=False)
    )
