"""What an overdrawn client owes is set off against its payouts: selling another invoice covers the debt first.

Pure arithmetic on the decisions of one call and the clients' accounts; an account that is not overdrawn changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.phrases import kronor
from dunning_engine.facts.account import EntryKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.facts.account import Account


def with_set_off(decisions: Sequence[Decision], accounts: Iterable[Account], *, as_of: date) -> list[Decision]:
    """The decisions, in their order, with each payout lowered by what its client's account is overdrawn.

    A payout that is lowered to nothing stays an action, so that it is recorded as done. What the sales that are to be paid
    out today have brought to the account is no cover: it is what is being paid out.
    """
    result = list(decisions)
    for account in accounts:
        paying = [place for place, decision in enumerate(result) if any(_from(account, decision))]
        if not paying:
            continue
        pending = sum(_brought(account, result[place], as_of) for place in paying)
        owed = max(0, pending - account.balance(as_of))
        for place in sorted(paying, key=lambda place: result[place].invoice):
            result[place], owed = _lowered(result[place], account, owed)
    return result


def without_payouts(decisions: Sequence[Decision], clients: Collection[str]) -> list[Decision]:
    """The decisions, in their order, without the payouts to clients other than ``clients``, whose accounts are known.

    For a run some of whose accounts could not be read: what a client has overdrawn would be paid out to it.
    """
    result = []
    for decision in decisions:
        view = decision.reasoning.view
        held = [action for action in decision.actions if action.action == "pay_out"]
        if view is not None and held and view.situation.invoice.client not in clients:
            unknown = Blocker(code="account_unknown", fact="client", source=held[0].source, details={})
            others = tuple(action for action in decision.actions if action.action != "pay_out")
            result.append(replace(decision, actions=others, blockers=(*decision.blockers, unknown)))
        else:
            result.append(decision)
    return result


def _from(account: Account, decision: Decision) -> Iterable[Action]:
    """The payouts of a decision that go by way of the account."""
    view = decision.reasoning.view
    if view is None:
        return
    invoice = view.situation.invoice
    if (invoice.client, invoice.currency) != (account.client, account.currency):
        return
    for action in decision.actions:
        policy, _, _ = action.rule.partition("#")
        if action.action == "pay_out" and account.policy in {None, policy}:
            yield action


def _brought(account: Account, decision: Decision, as_of: date) -> int:
    """What the account has been credited with for the sale whose price is to be paid out, in öre; a rest comes with its payout."""
    view = decision.reasoning.view
    prices = [action.amount or 0 for action in _from(account, decision) if action.about is None]
    if view is None or view.situation.state.sale is None or not prices:
        return 0
    since = view.situation.state.sale.on
    credited = sum(
        entry.amount
        for entry in account.entries
        if entry.entry is EntryKind.PURCHASE and entry.invoice == decision.invoice and since <= entry.on <= as_of
    )
    return min(credited, sum(prices))


def _lowered(decision: Decision, account: Account, owed: int) -> tuple[Decision, int]:
    """The decision with its payouts lowered, and what is still owed after them."""
    mine = {action.key for action in _from(account, decision)}
    actions, blockers = [], list(decision.blockers)
    for action in decision.actions:
        amount = action.amount or 0
        taken = min(owed, amount) if action.key in mine else 0
        if taken:
            owed -= taken
            details = {"account": account.account, "amount": kronor(taken)}
            blockers.append(Blocker(code="set_off", source=action.source, details=details))
        actions.append(_paying(action, amount - taken) if taken else action)
    return replace(decision, actions=tuple(actions), blockers=tuple(blockers)), owed


def _paying(action: Action, amount: int) -> Action:
    """The payout of another amount; its entry has one line on each side."""
    postings = (
        replace(line, debit=amount if line.debit else 0, credit=amount if line.credit else 0)
        for line in action.postings
        if amount
    )
    return replace(
        action, amount=amount, set_off=action.set_off + (action.amount or 0) - amount, postings=tuple(postings)
    )
