"""What happens to a block of invoices, gathered kind by kind and then put in the order of invoice, day and telling."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dunning_engine.testing.ledgers.draws import NEVER, NONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dunning_engine.testing.ledgers.draws import Flags, Ints

    Value: TypeAlias = Ints | int

FIELDS = (
    "amount", "step", "fee", "interest", "pay_by", "sent_by", "key", "reason", "until", "sale", "price", "purchase_fee",
    "agency", "fact", "text",
)  # fmt: skip


class Happenings:
    """Events of rows as columns of whole numbers; a word is a place in ``words``, a key what follows the invoice's number."""

    def __init__(self, as_of: int) -> None:
        self.words: list[str] = []
        self._as_of = as_of
        self._places: dict[str, int] = {}
        self._told: list[dict[str, Ints]] = []

    def word(self, text: str) -> int:
        """The place of a text."""
        if text not in self._places:
            self._places[text] = len(self.words)
            self.words.append(text)
        return self._places[text]

    def one_of(self, texts: Sequence[str], chosen: Ints) -> Ints:
        """The places of the texts that are chosen by number, which may be any."""
        return np.array([self.word(text) for text in texts])[chosen % len(texts)]

    def add(self, kind: str, where: Flags, on: Ints, *, rows: Ints | None = None, **fields: Value) -> None:
        """An event where ``where`` says so, on that row's day; what happens on the ledger's day or later is not known yet.

        ``rows`` are the rows that the columns are about, where these are not all.
        """
        row = np.flatnonzero(where & (on < self._as_of))
        if row.size:
            given: Mapping[str, Value] = {"on": on, "event": self.word(kind), **fields}
            taken = {
                name: np.broadcast_to(np.asarray(value, dtype=np.int64), where.shape)[row]
                for name, value in given.items()
            }
            self._told.append({"row": row if rows is None else rows[row], **taken})

    def in_order(self) -> dict[str, Ints]:
        """Every event; those of one day in the order that they were added."""
        names = ("row", "on", "event", *FIELDS)
        columns = {name: self._column(name) for name in names}
        order = np.argsort(columns["row"] * NEVER + columns["on"], kind="stable")
        return {name: column[order] for name, column in columns.items()}

    def _column(self, name: str) -> Ints:
        parts = [told[name] if name in told else np.full(told["row"].shape, NONE) for told in self._told]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
