"""A contest ledger in typed columns: the same varied courses as `sample`, drawn a column at a time so that millions are quick.

Columns have the names and types that Parquet gives: text, dates, moments in UTC, Decimal(18, 2) kronor, Booleans.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from by_hand import LADDER
from sample import AS_OF, SEED

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPOCH = date(1970, 1, 1)
_TODAY = (AS_OF - _EPOCH).days
_KINDS = (*["step"] * 7, "payment", "payment", "credit_note", "dispute", "dispute_settled", "pause", "promise")
_EVENTS = (0, 0, 1, 1, 2, 3, 4)
_CUSTOMERS_PER_INVOICE = 0.8
_US_A_DAY, _NINE = 86_400_000_000, 8 * 3_600_000_000


def draw(count: int, seed: int = SEED) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``count`` invoices, and their events in the order of their days within each invoice."""
    chance = np.random.default_rng(seed)
    old = chance.random(count) < 0.1  # noqa: PLR2004 (as in `sample`)
    issued = _TODAY - np.where(old, chance.integers(900, 2200, count), chance.integers(1, 250, count))
    due = issued + chance.choice((10, 14, 30, 30, 30, 45), count)
    registered = chance.choice((-400, -30, -1, 1), count) + issued
    has_email = chance.random(count) < 0.7  # noqa: PLR2004
    is_registered = has_email & (chance.random(count) < 0.8)  # noqa: PLR2004
    invoices = pl.DataFrame(
        {
            "invoice": pl.Series(np.arange(10_000, 10_000 + count)).cast(pl.String),
            "customer": pl.Series(chance.integers(0, max(1, int(count * _CUSTOMERS_PER_INVOICE)), count)).cast(
                pl.String
            ),
            "customer_kind": _words(("business", "business", "consumer", "public_authority"), chance, count),
            "customer_identity_number": _given("556016-0680", chance.random(count) < 0.6),  # noqa: PLR2004
            "customer_email": _given("faktura@example.se", has_email),
            "customer_email_registered_at": _known(registered * _US_A_DAY + _NINE, is_registered).cast(
                pl.Datetime("us", "UTC")
            ),
            "issued_on": pl.Series(issued.astype(np.int32)).cast(pl.Date),
            "due_on": pl.Series(due.astype(np.int32)).cast(pl.Date),
            "amount": kronor(chance.integers(5_000, 9_000_000, count)),
            "currency": pl.repeat("SEK", count, eager=True),
            "sent_by": _words(("email", "post", "e_invoice"), chance, count, known=0.95),
            "due_date_agreed": _known(chance.random(count) < 0.5, chance.random(count) < 0.1),  # noqa: PLR2004
            "reminder_fee_agreed": _known(chance.random(count) < 0.5, chance.random(count) < 0.1),  # noqa: PLR2004
            "enforcement_choice": _words(("payment_order", "monitoring"), chance, count, known=0.4),
        }
    )
    return invoices, _events(invoices["invoice"], due, chance)


def kronor(ore: np.ndarray[Any, Any], known: np.ndarray[Any, Any] | None = None) -> pl.Series:
    """Whole öre as Decimal(18, 2) kronor, exact; null where not ``known``."""
    whole, rest = pl.Series(ore // 100).cast(pl.String), pl.Series(ore % 100).cast(pl.String).str.zfill(2)
    amounts = (whole + "." + rest).cast(pl.Decimal(18, 2))
    return amounts if known is None else _known(amounts, known)


def _events(numbers: pl.Series, due: np.ndarray[Any, Any], chance: np.random.Generator) -> pl.DataFrame:
    count = len(numbers)
    how_many, day, steps = chance.choice(_EVENTS, count), due.copy(), np.zeros(count, np.int8)
    frames = []
    for place in range(max(_EVENTS)):
        day += chance.integers(1, 25, count)
        kind = chance.integers(0, len(_KINDS), count)
        has = np.flatnonzero(how_many > place)
        drawn = _round(numbers.gather(has), day[has], kind[has], steps[has], chance)
        frames.append(drawn.with_columns(row=pl.Series(has), place=place))
        steps += (kind < 7) & (how_many > place)  # noqa: PLR2004 (the first seven are steps)
    return pl.concat(frames).sort("row", "place").drop("row", "place")


def _round(
    numbers: pl.Series,
    day: np.ndarray[Any, Any],
    kind: np.ndarray[Any, Any],
    place: np.ndarray[Any, Any],
    chance: np.random.Generator,
) -> pl.DataFrame:
    """One event of each of these invoices; ``place`` is that of its next step."""
    count = len(numbers)
    on, words = day.astype(np.int32), pl.Series(_KINDS).gather(kind)
    is_step = kind < 7  # noqa: PLR2004
    charges = is_step & ((place == 1) | (place == 2))  # noqa: PLR2004 (reminder, collection)
    carries = charges & (chance.random(count) < 2 / 3)
    pays, lasts = (words.is_in(["payment", "credit_note"])).to_numpy(), words.is_in(["pause", "promise"]).to_numpy()
    return pl.DataFrame(
        {
            "invoice": numbers,
            "on": pl.Series(on).cast(pl.Date),
            "event": words,
            "amount": kronor(chance.integers(1_000, 2_000_000, count), pays),
            "step": _known(pl.Series(LADDER).gather(np.minimum(place, 3)), is_step),
            "fee": kronor(np.where(place == 1, 6_000, 18_000), charges),
            "interest": kronor(chance.integers(0, 20_000, count), charges),
            "pay_by": _known(pl.Series(on + 12).cast(pl.Date), carries),
            "sent_by": _given("post", carries),
            "until": _known(pl.Series((on + chance.integers(3, 60, count)).astype(np.int32)).cast(pl.Date), lasts),
        }
    )


def _words(words: Sequence[str], chance: np.random.Generator, count: int, known: float = 1.0) -> pl.Series:
    drawn = pl.Series(words).gather(chance.integers(0, len(words), count))
    return drawn if known == 1 else _known(drawn, chance.random(count) < known)


def _given(word: str, known: np.ndarray[Any, Any]) -> pl.Series:
    return _known(pl.repeat(word, len(known), eager=True), known)


def _known(values: pl.Series | np.ndarray[Any, Any], known: np.ndarray[Any, Any]) -> pl.Series:
    """The values, null where not ``known``."""
    drawn = pl.Series(values)
    return pl.select(pl.when(pl.Series(known)).then(drawn)).to_series()
