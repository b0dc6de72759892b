"""What two versions of the policies come to in all: actions by kind and channel, kronor, and who reaches collection when.

A `Tally` adds them up part by part, in any order. Amounts are öre.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from dunning_engine.preview.changes import CHANGED, GAINED, LOST

if TYPE_CHECKING:
    from collections.abc import Mapping

# From here on it is a matter of collection, carried out by the creditor or by an agency (inkassolagen 1974:182).
COLLECTION = frozenset({"demand", "hand_over"})
_APART = "invoice_interest"  # what it states stands beside the invoices' own claims


@dataclass(frozen=True, slots=True)
class Sum:
    """Actions of one kind through one channel; ``moved`` is what they pay out, buy back, write off or charge."""

    count: int = 0
    fees: int = 0
    interest: int = 0
    to_pay: int = 0
    moved: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.count + other.count,
            self.fees + other.fees,
            self.interest + other.interest,
            self.to_pay + other.to_pay,
            self.moved + other.moved,
        )


@dataclass(frozen=True, slots=True)
class Amounts:
    """One side in all. ``interest`` and ``to_pay`` are of each invoice as last stated: a later statement replaces an earlier one."""

    actions: int = 0
    letters: int = 0
    collection: int = 0
    fees: int = 0
    interest: int = 0
    to_pay: int = 0
    by_kind: Mapping[tuple[str, str | None], Sum] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reached:
    """Invoices that reach collection under both versions but ``earlier`` or ``later``, or only under one of them."""

    earlier: int = 0
    later: int = 0
    only_new: int = 0
    only_old: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole of it. ``signs`` counts the changes; ``coming``, on one day, the invoices without any whose next step moves."""

    invoices: int
    decided: int
    changed: int
    old: Amounts
    new: Amounts
    collection: Reached
    signs: Mapping[str, int]
    coming: Mapping[str, int]

    @property
    def unchanged(self) -> int:
        """Invoices of which every action is the same."""
        return self.decided - self.changed


class Tally:
    """Takes parts with their `changes` and adds them up."""

    def __init__(self, *, one_day: bool) -> None:
        self._one_day = one_day
        self._counts: Counter[str] = Counter()
        self._signs: Counter[str] = Counter({GAINED: 0, LOST: 0, CHANGED: 0})
        self._coming: Counter[str] = Counter({"earlier": 0, "later": 0, "otherwise": 0})
        self._sides = {"old": _Side(), "new": _Side()}

    def add(self, old: pl.DataFrame, new: pl.DataFrame, found: pl.DataFrame, *, invoices: int, decided: int) -> None:
        """Take the rows of a part and the changes between them; so many invoices, so many of them decided."""
        changed = found["line"].unique()
        self._counts.update(invoices=invoices, decided=decided, changed=len(changed))
        self._signs.update(dict(found.group_by("sign").len().iter_rows()))
        self._sides["old"].add(old)
        self._sides["new"].add(new)
        self._counts.update(_reached(old, new, found))
        if self._one_day:
            self._coming.update(_coming(old, new, changed))

    def totals(self) -> Totals:
        """What everything that was taken comes to."""
        count = self._counts
        return Totals(
            invoices=count["invoices"],
            decided=count["decided"],
            changed=count["changed"],
            old=self._sides["old"].amounts(),
            new=self._sides["new"].amounts(),
            collection=Reached(count["earlier"], count["later"], count["only_new"], count["only_old"]),
            signs=dict(self._signs),
            coming=dict(self._coming),
        )


class _Side:
    def __init__(self) -> None:
        self._kinds: defaultdict[tuple[str, str | None], Sum] = defaultdict(Sum)
        self._interest = self._to_pay = 0

    def add(self, rows: pl.DataFrame) -> None:
        actions = rows.filter(pl.col("kind") == "action").select(
            *("line", "action", "send_by", "on"),
            _ore("fee").fill_null(0),
            _ore("interest").fill_null(0),
            _ore("amount_to_pay").alias("to_pay"),
            pl.coalesce(_ore("payout"), _ore("amount")).fill_null(0).alias("moved"),
        )
        sums = actions.group_by("action", "send_by").agg(
            pl.len(), pl.col("fee").sum(), pl.col("interest").sum(), pl.col("to_pay").sum(), pl.col("moved").sum()
        )
        for action, channel, *figures in sums.iter_rows():
            self._kinds[action, channel] += Sum(*figures)
        asked = actions.filter(pl.col("to_pay").is_not_null())
        own = asked.filter(pl.col("action") != _APART).sort("on", maintain_order=True)
        last = own.group_by("line").agg(
            pl.col("interest").filter(pl.col("interest") != 0).last(), pl.col("to_pay").last()
        )
        apart = asked.filter(pl.col("action") == _APART)
        for rows_that_count in (last, apart):
            self._interest += int(rows_that_count["interest"].sum() or 0)
            self._to_pay += int(rows_that_count["to_pay"].sum() or 0)

    def amounts(self) -> Amounts:
        kinds = self._kinds
        return Amounts(
            actions=sum(one.count for one in kinds.values()),
            letters=sum(one.count for (_, channel), one in kinds.items() if channel is not None),
            collection=sum(one.count for (action, _), one in kinds.items() if action in COLLECTION),
            fees=sum(one.fees for one in kinds.values()),
            interest=self._interest,
            to_pay=self._to_pay,
            by_kind=dict(kinds),
        )


def _reached(old: pl.DataFrame, new: pl.DataFrame, found: pl.DataFrame) -> dict[str, int]:
    """How many invoices reach collection otherwise; one that would on another day is told by what comes instead."""
    both = _first_day(new).join(_first_day(old), on="line", how="full", coalesce=True, suffix="_old")
    alone = found.filter(
        pl.coalesce("action", "action_old").is_in(sorted(COLLECTION)),
        pl.col("instead_on").is_not_null() & (pl.col("instead_step") == pl.col("step")),
    ).select("line", "instead_on")
    days = both.join(alone, on="line", how="left").select(
        pl.coalesce("on", pl.when(pl.col("on").is_null()).then("instead_on")).alias("new"),
        pl.coalesce("on_old", pl.when(pl.col("on_old").is_null()).then("instead_on")).alias("old"),
    )
    counted = days.select(
        (pl.col("new") < pl.col("old")).sum().alias("earlier"),
        (pl.col("new") > pl.col("old")).sum().alias("later"),
        pl.col("old").is_null().sum().alias("only_new"),
        pl.col("new").is_null().sum().alias("only_old"),
    )
    return {name: int(counted[name].item()) for name in counted.columns}


def _first_day(rows: pl.DataFrame) -> pl.DataFrame:
    reaching = rows.filter((pl.col("kind") == "action") & pl.col("action").is_in(sorted(COLLECTION)))
    return reaching.group_by("line").agg(pl.col("on").min())


def _coming(old: pl.DataFrame, new: pl.DataFrame, changed: pl.Series) -> dict[str, int]:
    """Invoices whose actions are the same today and whose next step is not, or comes on another day."""
    before, after = (
        rows.lazy()
        .select("line", "next_step", "next_earliest")
        .filter(pl.col("line").ne_missing(pl.col("line").shift()))
        .collect()
        for rows in (old, new)
    )
    if before.equals(after):
        return {}
    both = after.join(before, on="line", suffix="_old").filter(~pl.col("line").is_in(changed.implode()))
    same = pl.col("next_step") == pl.col("next_step_old")
    later, earlier = (
        (same & moves).fill_null(value=False)
        for moves in (
            pl.col("next_earliest") > pl.col("next_earliest_old"),
            pl.col("next_earliest") < pl.col("next_earliest_old"),
        )
    )
    differs = pl.col("next_step").ne_missing(pl.col("next_step_old")) | pl.col("next_earliest").ne_missing(
        pl.col("next_earliest_old")
    )
    counted = both.select(
        earlier.sum().alias("earlier"),
        later.sum().alias("later"),
        (differs & ~earlier & ~later).sum().alias("otherwise"),
    )
    return {name: int(counted[name].item()) for name in counted.columns}


def _ore(column: str) -> pl.Expr:
    return pl.col(column).to_physical().cast(pl.Int128)
