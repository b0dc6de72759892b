"""Made-up ledgers of any size from a seed, as a day's run meets them: invoices and what has happened to them by that day.

Of the invoices whose collection demand would have fallen due, 98 to 99 of 100 are paid before it: nearly nine of ten unreminded, most of the
others after a reminder. Amounts have a long tail; a few customers and clients have most of the invoices, which lie
in any block. There are part payments, credit notes, disputes, pauses, promises, instalment plans, undone steps and failed
deliveries; where the policy buys, sales with payouts, notices and buy-backs. An invoice has some 1.9 events on average: one
where it is only to be paid, five where it has been sold.

Steps are those of the policy's ladder, a day or two late; their interest is that of the invoice's whole capital. Texts have
Swedish letters. Nothing belongs to anybody: names and addresses are invented, identity numbers are for tests or not given out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from dunning_engine.testing.ledgers.block import BLOCK, Maker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from os import PathLike
    from typing import Literal

SHIPPED = (
    "fakturaservice",
    "paminnelsemodul",
    "fakturakop",
    "factoring",
    "fakturaforsaljning-regress",
    "fakturabelaning",
)


def blocks(
    invoices: int, *, seed: int, as_of: date, policies: Sequence[str] = SHIPPED, events_per_invoice: float | None = None
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The ledger in blocks of 250,000 invoices: each with its events, in the order of the invoices and then of the days.

    A block depends on ``seed`` and its number alone: a shorter ledger is the beginning of a longer one. ``policies`` are
    names of those that ship with the package (``KeyError`` for others); among several, most invoices follow the first of
    `SHIPPED`. ``events_per_invoice`` (0 to 10) gives every invoice that many events, for measuring how cost grows: the
    shares above hold without it. ``ValueError`` where a number is out of its range.
    """
    if invoices < 0 or seed < 0:
        raise ValueError("neither the number of invoices nor the seed is below zero")
    if events_per_invoice is not None and not 0 <= events_per_invoice <= 10:  # noqa: PLR2004 - as promised above
        raise ValueError("between 0 and 10 events an invoice")
    maker = Maker(policies, seed, as_of, events_per_invoice)
    for number in range(max(1, -(-invoices // BLOCK))):
        yield maker.block(number, min(BLOCK, invoices - number * BLOCK))


def make_ledger(
    invoices: int, *, seed: int, as_of: date, policies: Sequence[str] = SHIPPED, events_per_invoice: float | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Invoices and events of all `blocks`."""
    every = blocks(invoices, seed=seed, as_of=as_of, policies=policies, events_per_invoice=events_per_invoice)
    bills, events = zip(*every, strict=True)
    return pl.concat(bills), pl.concat(events)


def write_ledger(
    folder: str | PathLike[str],
    invoices: int,
    *,
    seed: int,
    as_of: date,
    policies: Sequence[str] = SHIPPED,
    form: Literal["parquet", "csv"] = "parquet",
    events_per_invoice: float | None = None,
) -> tuple[Path, Path]:
    """Where invoices and events were written, block by block: two folders of Parquet files, or two CSV files."""
    places = (Path(folder) / "invoices", Path(folder) / "events")
    Path(folder).mkdir(parents=True, exist_ok=True)
    every = blocks(invoices, seed=seed, as_of=as_of, policies=policies, events_per_invoice=events_per_invoice)
    if form == "csv":
        files = (places[0].with_suffix(".csv"), places[1].with_suffix(".csv"))
        with files[0].open("wb") as bills, files[1].open("wb") as events:
            for number, frames in enumerate(every):
                for file, frame in zip((bills, events), frames, strict=True):
                    frame.write_csv(file, include_header=number == 0, datetime_format="%Y-%m-%dT%H:%M")
        return files
    for place in places:
        place.mkdir(exist_ok=True)
        for old in place.glob("part-*.parquet"):
            old.unlink()
    for number, frames in enumerate(every):
        for place, frame in zip(places, frames, strict=True):
            frame.write_parquet(place / f"part-{number:05}.parquet")
    return places
