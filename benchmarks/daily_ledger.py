"""The ledger of a day's run from `dunning_engine.testing.ledgers`, cut to the courses that the hand-written programs cover."""

from __future__ import annotations

import polars as pl
from sample import AS_OF, SEED

from dunning_engine.testing.ledgers import make_ledger

_COVERED = (
    "step",
    "payment",
    "credit_note",
    "dispute",
    "dispute_settled",
    "pause",
    "promise",
    "note",
    "information_requested",
)


def draw(count: int, seed: int = SEED) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Invoices and events in typed columns, and how many of ``count`` invoices were left out."""
    invoices, events = make_ledger(count, seed=seed, as_of=AS_OF, policies=("fakturaservice",))
    beyond = events.filter(~pl.col("event").is_in(_COVERED)).select("invoice")
    kept = invoices.filter(pl.col("amount") > 0).join(beyond, on="invoice", how="anti", maintain_order="left")
    registered = pl.col("customer_email_registered_at")
    typed = kept.with_columns(
        registered.dt.replace_time_zone(
            "Europe/Stockholm", ambiguous="latest", non_existent="null"
        ).dt.convert_time_zone("UTC"),
        due_date_agreed=pl.lit(None, pl.Boolean),
        reminder_fee_agreed=pl.lit(None, pl.Boolean),
    )
    told = events.join(typed.select("invoice"), on="invoice", how="semi", maintain_order="left")
    return typed, told, count - typed.height
