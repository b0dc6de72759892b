"""The changes of a preview as CSV: one row each, what it was before and what it is now side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.preview.changes import COMPARED, INSTEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from dunning_engine.preview.outcome import Outcome

_HEADS = ("change", "invoice", "customer", "policy", "key", "step")
COLUMNS = (
    *_HEADS,
    "differing",
    *(f"{side}_{name}" for name in COMPARED for side in ("old", "new")),
    *(f"instead_{name}" for name in INSTEAD),
)
"""The columns, those of JSON by the names of their objects; ``differing`` has its names with a space between them."""


def csv_lines(outcome: Outcome) -> Iterator[str]:
    """The header, then every change, some lines at a time; for an outcome that holds every change."""
    yield ",".join(COLUMNS) + "\n"
    for frame in outcome.rows.frames():
        yield _flat(frame).write_csv(include_header=False)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The objects of JSON as columns of text."""
    import polars as pl  # noqa: PLC0415 - slow to import

    side = pl.Struct(dict.fromkeys(COMPARED, pl.String))
    one = pl.Struct(
        {
            **dict.fromkeys(_HEADS, pl.String),
            "differing": pl.List(pl.String),
            **dict.fromkeys(("old", "new"), side),
            "instead": pl.Struct(dict.fromkeys(INSTEAD, pl.String)),
        }
    )
    held = frame.select(pl.col("json").str.json_decode(one).struct.unnest())
    return held.select(
        *_HEADS,
        pl.col("differing").list.join(" "),
        *(pl.col(when).struct.field(name).alias(f"{when}_{name}") for name in COMPARED for when in ("old", "new")),
        *(pl.col("instead").struct.field(name).alias(f"instead_{name}") for name in INSTEAD),
    )
