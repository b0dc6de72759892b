"""Rows that come part by part, given back in the order of the ledger's lines.

Up to a limit they wait in memory. Beyond it they are laid out sorted, run by run, and merged: memory then holds a few
megabytes of each run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dunning_engine.ledger.workspace import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import polars as pl

_IN_MEMORY = 256_000_000  # bytes
_CHUNK = 4_000_000  # bytes of a run that are read at once
_SLICE = 50_000  # rows that are given back at once


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of rows that wait in memory, and bytes of each run while runs are merged."""

    in_memory: int = _IN_MEMORY
    chunk: int = _CHUNK


class OrderedRows:
    """Rows with the column ``line``, of which all rows of one line come together."""

    def __init__(self, schema: pl.DataFrame, folder: Callable[[], Path], limits: Limits | None = None) -> None:
        self._empty, self._folder, self._limits = schema.clear(), folder, limits or Limits()
        self._held: list[pl.DataFrame] = []
        self._bytes = 0.0
        self._runs: list[list[Path]] = []

    @property
    def schema(self) -> pl.Schema:
        """The columns of what is given back."""
        return self._empty.drop("line").schema

    def add(self, rows: pl.DataFrame) -> None:
        """Take more rows. Raises ``OSError`` where they have to be laid out and the disk is full."""
        self._held.append(rows)
        self._bytes += rows.estimated_size()
        if self._bytes > self._limits.in_memory:
            self._lay_out()

    def frames(self) -> Iterator[pl.DataFrame]:
        """All rows without their lines, some at a time; they may be asked for again."""
        whole = self._sorted()
        self._held, self._bytes = [whole], whole.estimated_size()
        pieces = whole.iter_slices(_SLICE) if not self._runs else self._merged([*self._chunks(), iter((whole,))])
        for piece in pieces:
            if piece.height:
                yield piece.drop("line")

    def _sorted(self) -> pl.DataFrame:
        import polars as pl  # noqa: PLC0415 - slow to import

        held, self._held, self._bytes = self._held, [], 0.0
        return pl.concat([self._empty, *held]).sort("line", maintain_order=True)

    def _lay_out(self) -> None:
        size, rows = self._bytes, self._sorted()
        folder = self._folder()
        run: list[Path] = []
        for piece in rows.iter_slices(max(1, int(rows.height * self._limits.chunk / max(size, 1)))):
            run.append(folder / f"{len(run)}.arrow")
            lay_out(piece, run[-1], "lz4")
        self._runs.append(run)

    def _chunks(self) -> list[Iterator[pl.DataFrame]]:
        import polars as pl  # noqa: PLC0415 - slow to import

        return [(pl.read_ipc(path) for path in run) for run in self._runs]

    def _merged(self, runs: list[Iterator[pl.DataFrame]]) -> Iterator[pl.DataFrame]:
        """What no run can add to any more, again and again; a run gives its rows in order."""
        import polars as pl  # noqa: PLC0415 - slow to import

        heads = [(run, self._next(run)) for run in runs]
        while heads := [(run, head) for run, head in heads if head is not None]:
            bound = min(int(head["line"][-1]) for _, head in heads)
            cuts = [int(head["line"].search_sorted(bound, side="right")) for _, head in heads]
            ready = pl.concat([head.head(cut) for (_, head), cut in zip(heads, cuts, strict=True)])
            yield ready.sort("line", maintain_order=True)
            heads = [
                (run, head.slice(cut) if cut < head.height else self._next(run))
                for (run, head), cut in zip(heads, cuts, strict=True)
            ]

    @staticmethod
    def _next(run: Iterator[pl.DataFrame]) -> pl.DataFrame | None:
        return next((piece for piece in run if piece.height), None)
