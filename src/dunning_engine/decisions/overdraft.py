"""Interest on a client's overdrawn account: for each day below zero that has not been charged, what that day costs.

A day's interest is overdrawn x the month's percent / the days it is divided by x the factor, rounded once, half up to öre.
What is charged for a day is part of the balance of the days after it, whether it stands on the account already or is only
proposed: catching up gives what daily runs give.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dunning_engine.decisions.action import Action, action_key
from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.postings import overdraft_postings
from dunning_engine.decisions.titles import TITLES
from dunning_engine.decisions.words import DEFAULT_LANGUAGE
from dunning_engine.facts.account import EntryKind
from dunning_engine.facts.consistency import check_currency
from dunning_engine.money import format_hundredths, round_fraction
from dunning_engine.problems import FactError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.explained.explanation import Explanation
    from dunning_engine.facts.account import Account
    from dunning_engine.policy.model import Policy, PolicyHistory
    from dunning_engine.policy.trade import Overdraft

_HUNDREDTHS = 100
_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class _Charge:
    """A day's interest in öre, and the end balance (below zero) and the rule that it comes from."""

    on: date
    balance: int
    rule: Overdraft
    policy: Policy
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDecision:
    """What to charge a client account through a day. ``balance`` is the entries' sum in öre, without what is proposed.

    ``revision`` and ``digest`` are of the policy's revision in force on the day, ``None`` before the first.
    """

    account: str
    client: str
    as_of: date
    policy: str
    revision: date | None
    digest: str | None
    balance: int
    actions: tuple[Action, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    in_force: Policy | None = field(repr=False, compare=False)
    charges: tuple[_Charge, ...] = field(repr=False, compare=False)

    def explain(self, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """Why, line by line: each day's balance, rate and amount, with the policy's line."""
        return self.told(language).lines()

    def told(self, language: str = DEFAULT_LANGUAGE) -> Explanation:
        """Why, in sections, for text and for pages."""
        from dunning_engine.decisions.explained.account import told_account  # noqa: PLC0415 - it tells of what is made here

        return told_account(self, language)

    def to_dict(self, *, explain: bool = False, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The decision as ``schemas/account-decision.schema.json`` says, ready for JSON."""
        result: dict[str, Any] = {
            "account": self.account,
            "client": self.client,
            "as_of": self.as_of.isoformat(),
            "policy": self.policy,
            "revision": None if self.revision is None else self.revision.isoformat(),
            "digest": self.digest,
            "balance": format_hundredths(self.balance),
            "actions": [action.to_dict() for action in self.actions],
            "blockers": [blocker.to_dict(language) for blocker in self.blockers],
        }
        if explain:
            result["why"] = list(self.explain(language))
        return result


def decide_account(history: PolicyHistory, account: Account, *, as_of: date) -> AccountDecision:
    """The interest that the account has not been charged for its overdrawn days through ``as_of``, an action a day.

    A day's rate is that of the revision in force on it. Entries after ``as_of`` are not looked at. Raises ``FactError`` for
    an account in another currency than the policy's.
    """
    in_force = _in_force(history, account, as_of)
    charges = tuple(_charges(history, account, as_of))
    balance = account.balance(as_of)
    overdrawn = balance - sum(charge.amount for charge in charges) < 0
    unruled = overdrawn and (in_force is None or in_force.overdraft is None)
    return AccountDecision(
        account=account.account,
        client=account.client,
        as_of=as_of,
        policy=history.name,
        revision=None if in_force is None else in_force.applies_from,
        digest=None if in_force is None else in_force.digest,
        balance=balance,
        actions=tuple(_action(charge, account) for charge in charges),
        blockers=(_no_rule(history, in_force, as_of),) if unruled else (),
        in_force=in_force,
        charges=charges,
    )


def _charges(history: PolicyHistory, account: Account, as_of: date) -> Iterator[_Charge]:
    moved: defaultdict[int, int] = defaultdict(int)
    charged: dict[int, int] = {}
    for entry in account.entries:
        if entry.on > as_of:
            break
        day = entry.on.toordinal()
        if entry.entry is EntryKind.OVERDRAFT_INTEREST:
            charged[day] = charged.get(day, 0) + entry.amount
        else:
            moved[day] += entry.amount
    days = sorted({*moved, *charged})
    balance = 0
    for day, following in pairwise([*days, as_of.toordinal() + 1]):
        balance += moved[day] + charged.get(day, 0)
        first = day + 1 if day in charged else day
        # Nothing happens until the following entry, so a balance that is not below zero stays so.
        for uncharged in range(first, following if balance < 0 else first):
            charge = _charge(history, account, date.fromordinal(uncharged), balance)
            if charge is not None:
                balance -= charge.amount
                yield charge


def _charge(history: PolicyHistory, account: Account, on: date, balance: int) -> _Charge | None:
    """The day's interest; ``None`` where the revision of the day charges none, or less than half an öre."""
    policy = _in_force(history, account, on)
    rule = None if policy is None else policy.overdraft
    if policy is None or rule is None:
        return None
    exact = -balance * rule.monthly_percent * rule.times
    amount = round_fraction(exact, _BASIS_POINTS * rule.divided_by * _HUNDREDTHS)
    return _Charge(on, balance, rule, policy, amount) if amount else None


def _in_force(history: PolicyHistory, account: Account, day: date) -> Policy | None:
    policy = history.revision_for(day)
    if policy is not None and policy.currency != account.currency:
        raise FactError(check_currency(account, policy.currency))
    return policy


def _action(charge: _Charge, account: Account) -> Action:
    return Action(
        key=action_key(account.account, f"charge_overdraft_interest/{charge.on.isoformat()}"),
        action="charge_overdraft_interest",
        step=None,
        title=TITLES["charge_overdraft_interest"][DEFAULT_LANGUAGE].format(day=charge.on),
        approval=charge.policy.approval.value,
        on=charge.on,
        principal=0,
        fees_before=0,
        amount=charge.amount,
        postings=overdraft_postings(charge.amount, charge.policy, account.account),
        rule=f"{charge.policy.name}#overdraft",
        source=str(charge.rule.span),
    )


def _no_rule(history: PolicyHistory, in_force: Policy | None, as_of: date) -> Blocker:
    source = None if in_force is None else str(in_force.span)
    return Blocker(code="no_overdraft_rule", source=source, details={"policy": history.name, "day": as_of.isoformat()})
