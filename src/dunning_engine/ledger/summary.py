"""The account of a run: counts and kronor per kind of action, rows per blocker, and every row and account once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Blocker, Decision
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.ledger.run import Run

_TITLED_HERE = frozenset(code.partition(":")[0] for code in TITLES)


@dataclass(frozen=True, slots=True)
class ActionTotal:
    """One kind of action; amounts in öre. ``to_pay`` is only of actions that claim something of the debtor.

    ``moved`` is what they pay out, buy back, write off or charge the client (``moved_by``); ``None`` where they move nothing.
    A purchase and the payout that follows from it, two kinds, move the same kronor.
    """

    count: int = 0
    fees: int = 0
    interest: int = 0
    to_pay: int = 0
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class BlockedTotal:
    """One blocker: how many rows and accounts it blocks, and the number of the first of them with what is said of it."""

    count: int
    number: str
    first: Blocker


@dataclass(frozen=True, slots=True)
class Counts:
    """Every row, or every account, once: ``all`` is the sum of the others."""

    with_actions: int = 0
    only_blockers: int = 0
    nothing_to_do: int = 0
    with_problems: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.with_actions + self.only_blockers + self.nothing_to_do + self.with_problems


@dataclass(frozen=True, slots=True)
class Summary:
    """The account: ``rows`` of the ledger, one an invoice, and the clients' ``accounts``.

    ``actions`` are keyed by (policy, action, title), sorted by policy and then in the order that they first occur;
    ``blockers`` are keyed by code, sorted.
    """

    rows: Counts
    accounts: Counts
    actions: Mapping[tuple[str, str, str], ActionTotal]
    blockers: Mapping[str, BlockedTotal]


def summarize(run: Run) -> Summary:
    """The account of a run."""
    actions: dict[tuple[str, str, str], ActionTotal] = {}
    blocked: dict[str, BlockedTotal] = {}
    of_invoices = [(outcome.number, outcome.decision) for outcome in run.outcomes]
    of_accounts = [(outcome.number, outcome.decision) for outcome in run.accounts]
    for number, decision in (*of_invoices, *of_accounts):
        if decision is None:
            continue
        for action in decision.actions:
            key = (decision.policy, action.action, _title(action))
            actions[key] = _added(actions.get(key, ActionTotal()), action)
        for code, blocker in {blocker.code: blocker for blocker in reversed(decision.blockers)}.items():
            known = blocked.get(code, BlockedTotal(0, number or "", blocker))
            blocked[code] = replace(known, count=known.count + 1)
    return Summary(
        rows=_counts(decision for _, decision in of_invoices),
        accounts=_counts(decision for _, decision in of_accounts),
        actions=dict(sorted(actions.items(), key=lambda item: item[0][0])),
        blockers=dict(sorted(blocked.items())),
    )


def moved_by(action: Action) -> int | None:
    """The öre that an action moves between client and buyer, or writes off; of a purchase or a loan, its payout."""
    return action.terms.payout if action.terms is not None else action.amount


def _counts(decisions: Iterable[Decision | AccountDecision | None]) -> Counts:
    kinds = Counter(
        "with_problems"
        if decision is None
        else "with_actions"
        if decision.actions
        else "only_blockers"
        if decision.blockers
        else "nothing_to_do"
        for decision in decisions
    )
    return Counts(**kinds)


def _added(total: ActionTotal, action: Action) -> ActionTotal:
    moved = moved_by(action)
    return ActionTotal(
        total.count + 1,
        total.fees + action.fee,
        total.interest + action.interest,
        total.to_pay + (action.amount_to_pay if action.action in STATE_AN_AMOUNT else 0),
        total.moved if moved is None else (total.moved or 0) + moved,
    )


def _title(action: Action) -> str:
    """The policy's title; of what has its title from here, one kind whatever fact, customer or day it is about."""
    return action.title.partition(":")[0] if action.action in _TITLED_HERE else action.title
