"""What summaries and tables read of rows: each action and each blocker once, whatever form the rows have; amounts in öre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT

if TYPE_CHECKING:
    import polars as pl


def entries_of_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The actions and blockers in rows of `COLUMNS`, after their ``line``.

    ``to_pay`` is null where the debtor is asked for nothing. ``moved`` is what an action moves between client and buyer, or
    writes off; of a purchase or a loan its payout.
    """
    import polars as pl  # noqa: PLC0415 - slow to import

    return rows.filter(pl.col("kind") != "problem").select(
        "line",
        pl.col("account").is_not_null().alias("is_account"),
        pl.coalesce("invoice", "account").alias("number"),
        pl.coalesce("customer", "client").alias("party"),
        "policy",
        "kind",
        "action",
        "title",
        _ore("fee"),
        _ore("interest"),
        _ore("amount_to_pay").alias("to_pay"),
        pl.coalesce(_ore("payout"), _ore("amount")).alias("moved"),
        "pay_by",
        "code",
        "message",
    )


def entries_of_json(rows: pl.DataFrame) -> pl.DataFrame:
    """The same of rows of ``line`` and ``json``, without ``party`` and ``pay_by``, which only tables show."""
    import polars as pl  # noqa: PLC0415 - slow to import

    texts = ("action", "title", "fee", "interest", "amount_to_pay", "amount")
    payout = {"terms": pl.Struct({"payout": pl.String})}
    held = pl.Struct(
        {
            **dict.fromkeys(("invoice", "account", "policy"), pl.String),
            "actions": pl.List(pl.Struct({**dict.fromkeys(texts, pl.String), **payout})),
            "blockers": pl.List(pl.Struct({"code": pl.String, "message": pl.String})),
        }
    )
    decided = rows.select("line", pl.col("json").str.json_decode(held)).unnest("json")
    common = decided.select(
        "line",
        pl.col("account").is_not_null().alias("is_account"),
        pl.coalesce("invoice", "account").alias("number"),
        "policy",
        "actions",
        "blockers",
    )
    actions = common.drop("blockers").filter(pl.col("actions").list.len() > 0).explode("actions").unnest("actions")
    blockers = common.drop("actions").filter(pl.col("blockers").list.len() > 0).explode("blockers").unnest("blockers")
    asked = pl.col("action").is_in(sorted(STATE_AN_AMOUNT))
    moved = pl.coalesce(pl.col("terms").struct.field("payout"), pl.col("amount"))
    return pl.concat(
        [
            actions.select(
                *("line", "is_account", "number", "policy", "action", "title"),
                pl.lit("action").alias("kind"),
                _from_text(pl.col("fee")),
                _from_text(pl.col("interest")),
                pl.when(asked).then(_from_text(pl.col("amount_to_pay"))).alias("to_pay"),
                _from_text(moved).alias("moved"),
            ),
            blockers.with_columns(pl.lit("blocker").alias("kind")),
        ],
        how="diagonal",
    ).sort("line", maintain_order=True)


def _ore(column: str) -> pl.Expr:
    import polars as pl  # noqa: PLC0415 - slow to import

    return pl.col(column).to_physical().cast(pl.Int128)


def _from_text(written: pl.Expr) -> pl.Expr:
    """Öre of kronor with two decimals."""
    import polars as pl  # noqa: PLC0415 - slow to import

    return written.str.replace(".", "", literal=True).cast(pl.Int128)
