"""What a change of policies does to each invoice: actions gained, lost, and with the same key something else.

All of it in columns; `listed` makes objects of the few that people are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GAINED, LOST, CHANGED = "+", "−", "~"

COMPARED = (
    *("action", "title", "on", "approval", "send_by", "send_to"),
    *("fee", "late_compensation", "interest", "principal", "fees_before", "amount_to_pay", "pay_by"),
    *("amount", "purchase_fee", "advance", "payout", "payout_on", "continue_in", "covers"),
)
"""What may differ in an action of the same key."""

INSTEAD = ("step", "on", "code", "message", "stage")
"""Of a lost or gained action: when, on the other side, it comes (``step``, ``on``), else what stops it, else where the invoice stands."""

_OLD = "_old"
_KEPT = ("line", "key", "invoice", "customer", "policy", "step", *COMPARED)

Value = str | date | Decimal | None


@dataclass(frozen=True, slots=True)
class Change:
    """One action that differs; ``old`` or ``new`` is ``None`` where it is not there. Amounts are kronor as Decimal."""

    sign: str
    invoice: str
    customer: str
    policy: str
    key: str
    step: str | None
    old: Mapping[str, Value] | None
    new: Mapping[str, Value] | None
    instead: Mapping[str, Value]

    @property
    def held(self) -> Mapping[str, Value]:
        """The action as it is on the new side, on the old one where it is lost."""
        return self.new or self.old or {}

    @property
    def differing(self) -> tuple[str, ...]:
        """What differs, where the action is on both sides."""
        if self.old is None or self.new is None:
            return ()
        return tuple(name for name in COMPARED if self.old[name] != self.new[name])


def changes(old: pl.DataFrame, new: pl.DataFrame, *, one_day: bool) -> pl.DataFrame:
    """The actions that differ between rows of an invoice's decisions, sorted by line and day.

    Columns: ``sign``, ``line``, ``key``, ``invoice``, ``customer``, ``policy``, ``step``, `COMPARED` as on the new side and, with
    the suffix ``_old``, as on the old one, and `INSTEAD` with the prefix ``instead_``, on one day.
    """
    found = _paired(_actions(old), _actions(new))
    if one_day:
        otherwise = [
            _instead(found.filter(pl.col("sign") == LOST), new, _OLD),
            _instead(found.filter(pl.col("sign") == GAINED), old, ""),
        ]
        found = found.join(pl.concat(otherwise), on=("line", "key"), how="left")
    else:
        types = {"on": pl.Date}
        found = found.with_columns(
            pl.lit(None, types.get(name, pl.String)).alias(f"instead_{name}") for name in INSTEAD
        )
    wanted = ("sign", *_KEPT, *(name + _OLD for name in COMPARED), *(f"instead_{name}" for name in INSTEAD))
    return found.select(wanted).sort("line", pl.coalesce("on", "on" + _OLD), "sign", "key", maintain_order=True)


def listed(found: pl.DataFrame) -> Iterator[Change]:
    """The rows of `changes` as objects."""
    for row in found.iter_rows(named=True):
        yield Change(
            sign=row["sign"],
            **{name: row[name] for name in ("invoice", "customer", "policy", "key", "step")},
            old=None if row["sign"] == GAINED else _side(row, _OLD),
            new=None if row["sign"] == LOST else _side(row, ""),
            instead={name: row[f"instead_{name}"] for name in INSTEAD},
        )


def as_json(found: pl.DataFrame) -> pl.DataFrame:
    """The rows of `changes` as ``line`` and ``json``, an object each; amounts are text with two decimals."""
    written = found.with_columns(pl.col(pl.Decimal, pl.Date).cast(pl.String))
    differing = pl.concat_list(
        pl.when(pl.col(name).ne_missing(pl.col(name + _OLD))).then(pl.lit(name)) for name in COMPARED
    ).list.drop_nulls()
    sides = {
        "old": (_OLD, pl.col("sign") != GAINED),
        "new": ("", pl.col("sign") != LOST),
    }
    one = pl.struct(
        pl.col("sign").replace([GAINED, LOST, CHANGED], ["gained", "lost", "changed"]).alias("change"),
        *("invoice", "customer", "policy", "key", "step"),
        pl.when(pl.col("sign") == CHANGED).then(differing).otherwise(pl.lit([], pl.List(pl.String))).alias("differing"),
        *(
            pl.when(there).then(pl.struct(pl.col(name + suffix).alias(name) for name in COMPARED)).alias(side)
            for side, (suffix, there) in sides.items()
        ),
        pl.when(pl.any_horizontal(pl.col(f"instead_{name}").is_not_null() for name in INSTEAD))
        .then(pl.struct(pl.col(f"instead_{name}").alias(name) for name in INSTEAD))
        .alias("instead"),
    )
    return written.select("line", one.struct.json_encode().alias("json"))


def _actions(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.lazy().filter(pl.col("kind") == "action").select(_KEPT).collect()


def _paired(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Both sides' actions by line and key, those alike left out; only what differs is brought together whole."""
    keys = ("line", "key")
    places = (
        new.select(keys)
        .with_row_index("new")
        .join(old.select(keys).with_row_index("old"), on=keys, how="full", coalesce=True)
    )
    met = places.drop_nulls(("new", "old"))
    one, other = new[met["new"]], old[met["old"]]
    differs = pl.zeros(met.height, pl.Boolean, eager=True)
    for name in COMPARED:
        differs |= one[name].ne_missing(other[name])
    wanted = pl.concat([met.filter(differs), places.filter(pl.col("new").is_null() | pl.col("old").is_null())])
    is_new, is_old = pl.col("new").is_not_null(), pl.col("old").is_not_null()
    sign = pl.when(~is_old).then(pl.lit(GAINED)).when(~is_new).then(pl.lit(LOST)).otherwise(pl.lit(CHANGED))
    after = new.drop(keys).with_row_index("new")
    before = old.drop(keys).with_row_index("old")
    return (
        wanted.join(after, on="new", how="left")
        .join(before, on="old", how="left", suffix=_OLD)
        .with_columns(
            sign.alias("sign"),
            *(pl.coalesce(name, name + _OLD) for name in ("invoice", "customer", "policy", "step")),
        )
    )


def _side(row: Mapping[str, Any], suffix: str) -> dict[str, Value]:
    return {name: row[name + suffix] for name in COMPARED}


def _instead(found: pl.DataFrame, other: pl.DataFrame, suffix: str) -> pl.DataFrame:
    """What the other side says of invoices on which it lacks an action; by line and key."""
    gone = found.select(
        "line", "key", "step", pl.col("action" + suffix).alias("kind"), pl.col("on" + suffix).alias("day")
    )
    there = other.join(gone.select("line").unique(), on="line", how="semi")
    firsts = there.unique("line", keep="first", maintain_order=True).select(
        "line", "next_step", "next_earliest", "stage"
    )
    blockers = (
        gone.join(there.filter(pl.col("kind") == "blocker").select("line", "step", "code", "message"), on="line")
        .sort(pl.col("step").eq_missing(pl.col("step_right")), descending=True, maintain_order=True)
        .unique(("line", "key"), keep="first", maintain_order=True)
        .select("line", "key", "code", "message")
    )
    # A step that has yet to come says so by its day; of one that is due and not taken, what stops it is the answer.
    own = pl.col("next_step") == pl.coalesce("step", "kind")
    comes = (own & (pl.col("next_earliest") > pl.col("day"))).fill_null(value=False)
    stopped = ~comes & pl.col("code").is_not_null()
    waits = ~stopped & (comes | pl.col("next_earliest").is_not_null())
    return (
        gone.join(firsts, on="line", how="left")
        .join(blockers, on=("line", "key"), how="left")
        .select(
            "line",
            "key",
            pl.when(waits).then("next_step").alias("instead_step"),
            pl.when(waits).then("next_earliest").alias("instead_on"),
            pl.when(stopped).then("code").alias("instead_code"),
            pl.when(stopped).then("message").alias("instead_message"),
            pl.col("stage").alias("instead_stage"),
        )
    )
