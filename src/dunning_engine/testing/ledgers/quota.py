"""The same number of events for every invoice, for measuring how cost grows: what is over is left out, what lacks is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dunning_engine.testing.ledgers import words
from dunning_engine.testing.ledgers.draws import NEVER, NONE

if TYPE_CHECKING:
    from dunning_engine.testing.ledgers.draws import Ints
    from dunning_engine.testing.ledgers.scene import Scene

_PAYMENT, _NOTE, _PROMISE, _PAUSE = range(4)
_MOST = 10


def with_quota(events: dict[str, Ints], scene: Scene, as_of: int, quota: float) -> dict[str, Ints]:
    """``quota`` events for each invoice, or the whole number below or above it: the first ones, then made up.

    Made up are part payments of a krona or so, notes, promises and pauses.
    """
    told, draws, invoices = scene.told, scene.draws, scene.invoices
    wanted = np.floor(quota + draws.share("quota")).astype(np.int64)
    row = events["row"]
    held = np.bincount(row, minlength=draws.count)
    place = np.arange(row.size) - (np.cumsum(held) - held)[row]
    kept = {name: column[place < wanted[row]] for name, column in events.items()}
    lacking = np.maximum(wanted - held, 0)
    added = np.repeat(np.arange(draws.count), lacking)
    if not added.size:
        return kept
    nth = np.arange(added.size) - (np.cumsum(lacking) - lacking)[added]
    made = {name: np.full(added.size, NONE) for name in events}
    kind = np.array([_PAYMENT, _NOTE, _PAYMENT, _PROMISE, _PAYMENT, _PAUSE, _NOTE, _PAYMENT, _PROMISE, _PAYMENT])[
        nth % _MOST
    ]
    issued = invoices.issued[added]
    made["row"] = added
    made["on"] = issued + (
        np.maximum(as_of - issued, 0) * draws.share("spread")[added] * (nth + 1) / (_MOST + 1)
    ).astype(np.int64)
    made["event"] = told.one_of(("payment", "note", "promise", "pause"), kind)
    made["amount"] = np.where(kind == _PAYMENT, 100 + nth, NONE)
    made["text"] = np.where(kind == _NOTE, told.one_of(words.NOTES, nth), NONE)
    made["until"] = np.where(kind >= _PROMISE, made["on"] + 5, NONE)
    made["reason"] = np.where(kind == _PAUSE, told.one_of(words.PAUSED, nth), NONE)
    both = {name: np.concatenate([kept[name], made[name]]) for name in events}
    order = np.argsort(both["row"] * NEVER + both["on"], kind="stable")
    return {name: column[order] for name, column in both.items()}
