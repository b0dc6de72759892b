"""The first actions and the first blocked invoices of a ledger, for a table that people read; found part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

MOST_ACTIONS = 500  # a longer list is read in a spreadsheet
MOST_BLOCKED = 20


class Listing:
    """Takes the `entries` of parts in any order; each holds all entries of the lines in it.

    ``actions`` and ``blocked`` are how many rows and how many invoices and accounts there are to list in all, ``with_accounts``
    whether any of each is an account's.
    """

    def __init__(self) -> None:
        self.actions = self.blocked = 0
        self.actions_with_accounts = self.blocked_with_accounts = False
        self._actions: list[pl.DataFrame] = []
        self._blocked: list[pl.DataFrame] = []

    def add(self, entries: pl.DataFrame) -> None:
        """Take more entries, sorted by line."""
        import polars as pl  # noqa: PLC0415 - slow to import

        acts = entries.filter(pl.col("kind") == "action")
        said = entries.filter(pl.col("kind") == "blocker").join(
            acts.select("line"), on="line", how="anti", maintain_order="left"
        )
        groups = said.group_by("line", maintain_order=True).agg(
            pl.col("number").first(),
            pl.col("party").first(),
            pl.col("is_account").first(),
            pl.col("message").str.join("\n"),
        )
        self.actions += acts.height
        self.blocked += groups.height
        self.actions_with_accounts |= bool(acts["is_account"].any())
        self.blocked_with_accounts |= bool(groups["is_account"].any())
        self._actions = _first([*self._actions, acts], MOST_ACTIONS)
        self._blocked = _first([*self._blocked, groups], MOST_BLOCKED)

    def first_actions(self) -> list[dict[str, Any]]:
        """The first actions: ``number``, ``party``, ``title``, amounts in öre and ``pay_by``."""
        return [row for frame in self._actions for row in frame.iter_rows(named=True)]

    def first_blocked(self) -> list[dict[str, Any]]:
        """The first that have blockers and no actions: ``number``, ``party``, and ``message`` with a line for each blocker."""
        return [row for frame in self._blocked for row in frame.iter_rows(named=True)]


def _first(frames: list[pl.DataFrame], most: int) -> list[pl.DataFrame]:
    import polars as pl  # noqa: PLC0415 - slow to import

    return [pl.concat(frames).sort("line", maintain_order=True).head(most)]
