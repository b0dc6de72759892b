"""Rows held in buckets: in memory up to a limit, from there on laid out on disk as Arrow files; taken up bucket by bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.ledger.workspace import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import polars as pl

_BUCKET = "#bucket"
_LATER = 8  # once rows have gone to the disk, this part of the limit waits in memory


class Buckets:
    """Rows of several kinds in ``count`` buckets; those of a kind in a bucket keep the order in which they came.

    ``empty`` has the columns of each kind, ``folder`` gives a folder for what does not fit in ``limit`` bytes.
    """

    def __init__(
        self, count: int, empty: Mapping[str, pl.DataFrame], *, folder: Callable[[], Path], limit: int
    ) -> None:
        self.count, self.empty, self.limit, self.folder = count, empty, limit, folder
        self.laid_out = False
        self._held: dict[tuple[str, int], list[pl.DataFrame]] = {}
        self._files: dict[tuple[str, int], list[Path]] = {}
        self._bytes = 0.0

    def add(self, kind: str, frame: pl.DataFrame, buckets: Callable[[pl.DataFrame, int], pl.Series]) -> None:
        """Take rows, each to the bucket that ``buckets`` gives. Raises ``OSError`` where the disk is full."""
        if self.count == 1:
            split = {(0,): frame}
        else:
            split = frame.with_columns(buckets(frame, self.count).alias(_BUCKET)).partition_by(
                _BUCKET, as_dict=True, include_key=False, maintain_order=True
            )
        for (bucket,), rows in split.items():
            self._held.setdefault((kind, int(bucket)), []).append(rows)
        self._bytes += bytes_of(frame)
        if self._bytes > (self.limit / _LATER if self.laid_out else self.limit):
            self._lay_out()

    def parts(self) -> Iterator[dict[str, pl.DataFrame]]:
        """Each bucket's rows of every kind; they are gone from here as soon as they have been given."""
        for bucket in range(self.count):
            yield {kind: self._taken(kind, bucket) for kind in self.empty}

    def _lay_out(self) -> None:
        import polars as pl  # noqa: PLC0415 - slow to import

        folder, self.laid_out, self._bytes = self.folder(), True, 0.0
        while self._held:
            (kind, bucket), frames = self._held.popitem()
            path = folder / f"{kind}-{bucket}.arrow"
            lay_out(pl.concat(frames), path)
            self._files.setdefault((kind, bucket), []).append(path)

    def _taken(self, kind: str, bucket: int) -> pl.DataFrame:
        import polars as pl  # noqa: PLC0415 - slow to import

        files, held = self._files.pop((kind, bucket), []), self._held.pop((kind, bucket), [])
        frames = []
        for path in files:
            with path.open("rb") as stream:  # read, not mapped: what is mapped stays in memory
                frames.append(pl.read_ipc(stream))
            path.unlink()
        return pl.concat([*frames, *held]) if frames or held else self.empty[kind]


def bytes_of(frame: pl.DataFrame) -> float:
    """About how many bytes rows take; Polars does not count that each text has 16 of its own."""
    import polars as pl  # noqa: PLC0415 - slow to import

    return frame.estimated_size() + 16 * frame.height * sum(kind == pl.String for kind in frame.dtypes)
