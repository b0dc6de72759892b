"""Made-up invoices as columns of whole numbers: who owes what to whom, from which day, on which terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dunning_engine.testing.ledgers.draws import NONE, Draws, picked, share_of
from dunning_engine.testing.ledgers.words import AUTHORITIES, FIRMS, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.testing.ledgers.draws import Flags, Ints

CONSUMER, BUSINESS, AUTHORITY = range(3)
_OLDEST, _LONG_AGO = 400, 1150
_TERMS = ((10, 14, 30), (10, 15, 20, 30, 45, 60), (30,))
_TERM_WEIGHTS = ((1, 3, 6), (2, 2, 3, 10, 1, 2), (1,))
_TYPICAL = (95_000, 480_000, 900_000)  # öre, the median of each kind of customer
_MOST = 500_000_000
_KRONA = 100


@dataclass(slots=True)
class Customers:
    """What is the same on every invoice of a customer. Words are places in their lists, days count from 1970-01-01."""

    number: Ints
    kind: Ints
    name: Ints
    place: Ints
    email: Flags
    email_on: Ints
    identity: Ints
    prefers: Ints
    sent_by: Ints


@dataclass(slots=True)
class Invoices:
    """One block of invoices, a row each; ``policy`` is a place among the policies, ``client`` a number that has one policy."""

    number: Ints
    policy: Ints
    client: Ints
    customers: Customers
    issued: Ints
    due: Ints
    amount: Ints
    rate: Ints
    risk: Ints
    offered: Flags
    review: Flags
    recourse_agreement: Flags
    collection_agreement: Flags
    choice: Ints
    payout: Ints


def draw_invoices(draws: Draws, first: int, as_of: int, shares: Sequence[float], buys: Flags) -> Invoices:
    """The invoices from number ``first`` on. ``shares`` weigh the policies; of those that buy, most invoices are offered."""
    number = np.arange(first, first + draws.count, dtype=np.int64)
    policy = draws.pick("policy", shares)
    # The old clients and customers have the most invoices, and new ones come as the ledger grows.
    client = 10_000 * (policy + 1) + ((8 + number // 4000) * draws.share("client") ** 1.5).astype(np.int64)
    customers = _customers(((200 + number // 3) * draws.share("customer") ** 2).astype(np.int64), draws.seed, as_of)
    # More of them are new than old: what was paid long ago leaves the ledger.
    age = (_OLDEST * draws.share("age") ** 1.4).astype(np.int64) + np.where(draws.chance("old", 0.003), _LONG_AGO, 0)
    issued = as_of - age
    chosen, term = draws.share("term"), np.zeros(draws.count, dtype=np.int64)
    for kind, (days, weights) in enumerate(zip(_TERMS, _TERM_WEIGHTS, strict=True)):
        rows = customers.kind == kind
        term[rows] = np.array(days)[picked(chosen[rows], weights)]
    offered = buys[policy] & draws.chance("offered", 0.85)
    return Invoices(
        number=number,
        policy=policy,
        client=client,
        customers=customers,
        issued=issued,
        due=issued + term,
        amount=_amounts(draws, customers.kind),
        rate=np.where((customers.kind == BUSINESS) & draws.chance("rate", 0.02), 1200, NONE),
        risk=np.where(
            buys[policy] & draws.chance("assessed", 0.97), draws.pick("risk", (20, 25, 20, 12, 8, 5, 4, 3, 3)) + 1, NONE
        ),
        offered=offered,
        review=offered & draws.chance("review", 0.01),
        recourse_agreement=share_of(client, draws.seed, "recourse") < 0.7,  # noqa: PLR2004
        collection_agreement=share_of(client, draws.seed, "collection") < 0.8,  # noqa: PLR2004
        choice=draws.pick("choice", (5, 3, 2)),
        payout=np.where(offered, draws.pick("payout", (5, 4, 1)), 3),
    )


def _amounts(draws: Draws, kind: Ints) -> Ints:
    """Öre with a long tail, many of them whole kronor; a few credits and zeros."""
    drawn = np.array(_TYPICAL)[kind] * np.exp(1.1 * draws.normal("amount"))
    ore = np.clip(drawn, _KRONA, _MOST).astype(np.int64)
    ore = np.where(draws.chance("whole kronor", 0.4), ore // _KRONA * _KRONA, ore)
    sign = draws.pick("sign", (0.993, 0.006, 0.001))
    signed: Ints = np.choose(sign, (ore, -ore, np.zeros_like(ore)))
    return signed


def _customers(number: Ints, seed: int, as_of: int) -> Customers:
    def share(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return share_of(number, seed, name)

    kind = picked(share("kind"), (0.55, 0.38, 0.07))
    starts, sizes = (
        np.array((0, len(PEOPLE), len(PEOPLE) + len(FIRMS))),
        np.array((len(PEOPLE), len(FIRMS), len(AUTHORITIES))),
    )
    has_email = share("email") < 0.8  # noqa: PLR2004
    sent_by = picked(share("sent_by"), (55, 20, 18, 5, 2))
    return Customers(
        number=number,
        kind=kind,
        name=starts[kind] + (share("name") * sizes[kind]).astype(np.int64),
        place=(share("place") * 2**40).astype(np.int64),
        email=has_email,
        email_on=as_of - (3000 * share("email_on") ** 0.7).astype(np.int64),
        identity=np.where(share("has identity") < 0.88, _identity(kind, share("identity")), NONE),  # noqa: PLR2004
        prefers=picked(share("prefers"), (50, 15, 20, 8, 7)),
        sent_by=np.where((sent_by == 0) & ~has_email, 1, sent_by),
    )


def _identity(kind: Ints, share: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Ints:
    """Ten digits with a check digit: numbers that are used for tests alone, or that nobody has been given."""
    drawn = (share * 2**40).astype(np.int64)
    born = (40 + drawn % 60) * 10_000 + (1 + drawn // 60 % 12) * 100 + 1 + drawn // 720 % 28
    person = born * 1000 + 980 + drawn // 20_160 % 20
    firm = 559_900_000 + drawn % 100_000
    authority = 202_199_000 + drawn % 1000
    nine: Ints = np.choose(kind, (person, firm, authority))
    total = np.zeros_like(nine)
    for place in range(9):
        digit = nine // 10**place % 10 * (2 - place % 2)
        total += digit // 10 + digit % 10
    return nine * 10 + (-total) % 10
