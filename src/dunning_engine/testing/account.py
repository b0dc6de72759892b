"""A client's account in a scenario: its entries, those that follow from actions, and the decision on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dunning_engine
from dunning_engine.decisions.record import entries_for
from dunning_engine.facts.account import Account
from dunning_engine.money import format_hundredths
from dunning_engine.problems import FactError
from dunning_engine.testing.words import ScenarioError, refusal

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.overdraft import AccountDecision
    from dunning_engine.policy.model import PolicyHistory
    from dunning_engine.problems import Problem


class ClientAccount:
    """The account ``number``; ``entries`` are given as a mapping has them."""

    def __init__(self, number: str, entries: list[dict[str, Any]]) -> None:
        self.number = number
        self.entries = entries
        self.decision: AccountDecision | None = None
        self.refusals: tuple[Problem, ...] = ()

    def enter(self, action: Action, invoice: str | None) -> None:
        """The entries that follow from an action; of nothing, none."""
        entries = entries_for(action, invoice)
        if not entries and action.amount != 0:
            raise ScenarioError(
                f"{action.action} is no entry on an account", f"{action.action} är ingen post på ett konto"
            )
        for entry in entries:
            self.enter_on(entry.on, entry.entry.value, entry.amount, entry.invoice)

    def enter_on(self, on: date, entry: str, amount: int, invoice: str | None = None) -> None:
        """One more entry; ``amount`` is öre."""
        named = {} if invoice is None else {"invoice": invoice}
        self.entries.append({"on": on.isoformat(), "entry": entry, "amount": format_hundredths(amount), **named})

    def decide(self, history: PolicyHistory, client: str, *, as_of: date) -> None:
        """Decide on the account; what it is refused for is kept for a Then."""
        self.decision, self.refusals = None, ()
        try:
            self.decision = dunning_engine.evaluate(history, self.as_fact(history, client), as_of=as_of)
        except FactError as error:
            self.refusals = error.problems

    def decided(self) -> AccountDecision:
        """The last decision on the account."""
        if self.refusals:
            raise AssertionError(refusal(self.refusals))
        if self.decision is None:
            raise ScenarioError(
                "the account has not been decided on: a When is missing", "kontot är inte prövat än: ett När saknas"
            )
        return self.decision

    def balance(self, history: PolicyHistory, client: str, on: date) -> int:
        """The sum of the entries through ``on``, in öre."""
        try:
            return self.as_fact(history, client).balance(on)
        except FactError as error:
            raise AssertionError(refusal(error.problems)) from None

    def as_fact(self, history: PolicyHistory, client: str) -> Account:
        """The account with the entries so far; raises ``FactError`` with what is wrong with them."""
        fields = {"account": self.number, "client": client, "currency": history.revisions[-1].currency}
        return Account.from_mapping({**fields, "entries": self.entries})
