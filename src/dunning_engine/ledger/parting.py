"""A ledger cut into parts: all rows of a number with their events, and where they matter to each other a customer's invoices.

Rows go by a hash of the number into buckets, and where customers matter from there by customer into others, since an event
knows only its invoice. What does not fit in memory is laid out on disk: memory holds a batch, a limited number of bytes and
the bucket that is evaluated. It does not grow with the ledger, only with the customer, or the number, that has most rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.ledger.buckets import Buckets, bytes_of
from dunning_engine.ledger.csv_blocks import LINE
from dunning_engine.ledger.in_order import parts_in_order
from dunning_engine.ledger.keys import KEY, customers_buckets, number_buckets, with_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import polars as pl

    from dunning_engine.ledger.source import Source

_INVOICES, _EVENTS = "invoices", "events"
_MOST_PARTS = 1000
_TO_BE_TOLD, _SOME_PARTS = 125_000, 4  # so that whoever waits sees how far it is


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much stands in memory at once: bytes of a ledger that is not laid out, and about how many rows of a part."""

    in_memory: int = 3_000_000_000
    invoices: int = 1_000_000
    events: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Cut:
    """A part's rows, with lines and keys; invoices are sorted by line, and the events of each stand in their order."""

    invoices: pl.DataFrame
    events: pl.DataFrame | None


@dataclass(frozen=True, slots=True)
class Parts:
    """How many invoices there are in all, and the parts, one by one."""

    invoices: int
    cuts: Iterator[Cut]


def cut(
    invoices: Source,
    events: Source | None,
    *,
    by_customer: bool,
    folder: Callable[[], Path],
    sizes: Sizes,
    seen: Callable[[pl.DataFrame], None],
) -> Parts:
    """The parts of a ledger; ``folder`` gives an empty one when it is needed, and ``seen`` is shown every batch of invoices.

    Everything is read when this returns. Raises ``ProblemsError`` where a file breaks off, ``NotPlainError``, ``OSError``.
    """
    if by_customer:  # rows are moved twice, and a customer's invoices are decided with each other
        sizes = Sizes(sizes.in_memory // 4, max(sizes.invoices // 4, 1), max(sizes.events // 4, 1))
    wanted = max(
        -(-invoices.guess // sizes.invoices),
        0 if events is None else -(-events.guess // sizes.events),
        min(invoices.guess // _TO_BE_TOLD, _SOME_PARTS),
        1,
    )
    empty = {_INVOICES: _empty(invoices)} | ({} if events is None else {_EVENTS: _empty(events)})
    buckets = Buckets(min(wanted, _MOST_PARTS), empty, folder=folder, limit=sizes.in_memory)
    waiting = _Waiting(empty, sizes.in_memory)
    count = 0
    for kind, source in ((_INVOICES, invoices), (_EVENTS, events)):
        for frame in () if source is None else source.frames():
            if kind == _INVOICES:
                seen(frame)
                count += frame.height
            for each, rows in waiting.taken(kind, frame):
                buckets.add(each, with_key(rows), number_buckets)
    if waiting.whole and (buckets.count == 1 or not by_customer):
        held = waiting.joined()
        cuts = parts_in_order(held[_INVOICES], held.get(_EVENTS), buckets.count)
        if cuts is not None:
            return Parts(count, (Cut(*each) for each in cuts))
    for each, rows in waiting.given_up():
        buckets.add(each, with_key(rows), number_buckets)
    parts = _by_customer(buckets) if by_customer and buckets.count > 1 else buckets.parts()
    return Parts(count, (Cut(held[_INVOICES], held.get(_EVENTS)) for held in parts))


class _Waiting:
    """Rows as they come, as long as all of them fit in so many bytes."""

    def __init__(self, empty: dict[str, pl.DataFrame], limit: int) -> None:
        self.whole = True
        self._room: float = limit
        self._held: list[tuple[str, pl.DataFrame]] = []
        self._empty = empty

    def taken(self, kind: str, frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
        """Hold rows; once they no longer fit, all of them are given back."""
        self._room -= bytes_of(frame)
        self._held.append((kind, frame))
        if self._room < 0 or not self.whole:
            yield from self.given_up()

    def given_up(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """All rows, which are no longer here."""
        self.whole = False
        held, self._held = self._held, []
        while held:
            yield held.pop(0)

    def joined(self) -> dict[str, pl.DataFrame]:
        """All rows of each kind; they stay here."""
        import polars as pl  # noqa: PLC0415 - slow to import

        return {
            kind: pl.concat([empty.drop(KEY), *(frame for each, frame in self._held if each == kind)])
            for kind, empty in self._empty.items()
        }


def _empty(source: Source) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 - slow to import

    return pl.DataFrame(schema={LINE: pl.Int64, **source.held_as, KEY: pl.UInt64})


def _by_customer(buckets: Buckets) -> Iterator[dict[str, pl.DataFrame]]:
    """The parts by customer, from the buckets by number."""
    regrouped = Buckets(buckets.count, buckets.empty, folder=buckets.folder, limit=buckets.limit)
    regrouped.laid_out = buckets.laid_out
    for held in buckets.parts():
        of_invoices, of_events = customers_buckets(held[_INVOICES])
        regrouped.add(_INVOICES, held[_INVOICES], of_invoices)
        if _EVENTS in held:
            regrouped.add(_EVENTS, held[_EVENTS], of_events)
    for held in regrouped.parts():
        yield held | {_INVOICES: held[_INVOICES].sort(LINE)}
