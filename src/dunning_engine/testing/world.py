"""What one scenario has said and learnt: its policy, its invoices with events, the decisions, what has been carried out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import dunning_engine
from dunning_engine.decisions.record import events_for
from dunning_engine.decisions.titles import TITLES
from dunning_engine.facts.event import FIELDS, EventKind
from dunning_engine.money import format_hundredths
from dunning_engine.policy.model import ActionKind
from dunning_engine.policy.trade import OutcomeKind
from dunning_engine.problems import FactError
from dunning_engine.testing.policies import ScenarioPolicies
from dunning_engine.testing.values import day, event_as_given
from dunning_engine.testing.words import SAID_OF_ACTIONS, ScenarioError, difference, no_such, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date
    from pathlib import Path

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.decision import Decision
    from dunning_engine.problems import Problem
    from dunning_engine.testing.account import ClientAccount
    from dunning_engine.testing.tally import Watch

STEP_ACTIONS = frozenset(kind.value for kind in ActionKind)
ACTIONS = (
    *(kind.value for kind in ActionKind),
    *(kind.value for kind in OutcomeKind),
    *dict.fromkeys(title.partition(":")[0] for title in TITLES),
    "invoice_interest",
)
"""Every action that a decision may propose."""


class World:
    """One scenario's facts and findings.

    ``facts`` are the scenario's own invoice; ``others`` the customer's other invoices, each as what sets it apart from that
    one. An event names its ``invoice`` unless it is the scenario's own. ``carried_out`` are invoice number and action.
    ``language`` is the feature's; failures are said in ``said_in``, where that is not to be the same; ``watch`` sees what is decided.
    """

    def __init__(self, rules: Path, folder: Callable[[], Path], language: str, watch: Watch | None = None) -> None:
        self.language = language
        self.said_in: str | None = None
        self.watch = watch
        self.policies = ScenarioPolicies(rules, folder)
        self.facts: dict[str, Any] = {}
        self.others: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.account: ClientAccount | None = None
        self.decisions: tuple[Decision, ...] = ()
        self.refusals: tuple[Problem, ...] = ()
        self.carried_out: list[tuple[str, Action]] = []
        self.counts: dict[str, int] = {}
        self.last_run: date | None = None

    def expect(self, thing: str, wanted: object, got: object) -> None:
        """Fail, in the feature's language, unless the two are equal."""
        decision = self.decisions[0] if self.decisions else None
        if wanted != got:
            raise AssertionError(difference(self._told_in, thing, wanted, got, decision))

    def must_know(self, names: Collection[str], known: Collection[str]) -> None:
        """Fail, with the likeliest of those ``known``, where a scenario uses another name."""
        for name in names:
            if name not in known:
                raise AssertionError(no_such(self._told_in, name, known))

    def must_know_actions(self, names: Collection[str]) -> None:
        """Fail where a scenario uses a word that is no action, with the likeliest of those there are."""
        for name in names:
            if name not in ACTIONS:
                raise AssertionError(no_such(self._told_in, name, ACTIONS, SAID_OF_ACTIONS))

    def must_know_event(self, event: str, fields: Collection[str] = ()) -> None:
        """Fail where a scenario uses a word that is no event, or a field that no event has."""
        self.must_know(fields, (*FIELDS, "invoice"))
        self.must_know([event], [kind.value for kind in EventKind])

    def event(self, on: str, event: str, **details: Any) -> None:
        """Something happened to an invoice, the scenario's own unless ``invoice`` is another."""
        self.events.append({"on": on, "event": event, **details})

    def evaluate(self, as_of: date) -> None:
        """Decide on the invoices; what they are refused for is kept for a Then."""
        self.decisions, self.refusals = (), ()
        history = self.policies.followed()
        try:
            accounts = [] if self.account is None else [self.account.as_fact(history, self._client())]
            self.decisions = tuple(dunning_engine.evaluate(history, self.invoices(), as_of=as_of, accounts=accounts))
            if self.watch is not None:
                self.watch.decided(self.decisions)
        except FactError as error:
            self.refusals = error.problems
        self.last_run = as_of

    def all_decided(self) -> tuple[Decision, ...]:
        """The last decisions, the scenario's own invoice first."""
        if self.refusals:
            raise AssertionError(refusal(self.refusals))
        if not self.decisions:
            raise ScenarioError("no day has come yet: a When is missing", "ingen dag har kommit än: ett När saknas")
        return self.decisions

    def decided(self) -> Decision:
        """The last decision on the scenario's own invoice."""
        return self.all_decided()[0]

    def proposed(self, kind: str) -> list[Action]:
        """The proposed actions of one kind on the scenario's own invoice."""
        self.must_know_actions([kind])
        return [action for action in self.decided().actions if action.action == kind]

    def one_proposed(self, kind: str) -> Action:
        """The one action of this kind that is proposed on the scenario's own invoice or on the account."""
        self.must_know_actions([kind])
        found = self.proposed(kind) if self.decisions or self.account is None else []
        if self.account is not None and self.account.decision is not None:
            found += [action for action in self.account.decision.actions if action.action == kind]
        self.expect("actions", [kind], [action.action for action in found])
        return found[0]

    def step_actions(self) -> tuple[Action, ...]:
        """The proposed actions that are steps of the ladder."""
        return tuple(action for action in self.decided().actions if action.action in STEP_ACTIONS)

    def step_action(self) -> Action:
        """The one step that is proposed."""
        proposed = self.step_actions()
        self.expect("steps", 1, len(proposed))
        return proposed[0]

    def carry_out(self) -> None:
        """Record what the last decisions propose as the events that follow from it."""
        for decision in self.all_decided():
            for action in decision.actions:
                self.carried_out.append((decision.invoice, action))
                for number, event in events_for(action, decision.invoice):
                    self.events.append({"invoice": number, **event_as_given(event)})

    def steps_taken(self) -> list[tuple[str, Action]]:
        """The steps of the scenario's own invoice that have been carried out."""
        own = self.facts.get("invoice")
        return [(number, one) for number, one in self.carried_out if number == own and one.action in STEP_ACTIONS]

    def run_through(self, last: date) -> None:
        """Decide every day through ``last``, the first being the day after the last run or the invoice's date."""
        for on in self._days_through(last):
            self.run(on)

    def run(self, on: date) -> None:
        """Decide, and carry out at once what is proposed."""
        self.evaluate(on)
        self.carry_out()

    def like_this(self) -> World:
        """Another invoice with the same facts and events, under the same policy, nothing run yet."""
        other = World.__new__(World)
        other.__dict__ |= self.__dict__
        other.events, other.carried_out, other.last_run = list(self.events), [], None
        return other

    def pay_everything(self, on: date) -> None:
        """Run through the day before; then all that is claimed by then is paid."""
        self.run_through(on - timedelta(days=1))
        self.evaluate(on - timedelta(days=1))
        self.event(on.isoformat(), "payment", amount=format_hundredths(self.decided().balance))

    def client_account(self) -> ClientAccount:
        """The client's account that the scenario has."""
        if self.account is None:
            raise ScenarioError("there is no account: a Given is missing", "det finns inget konto: ett Givet saknas")
        return self.account

    def decide_account(self, as_of: date) -> None:
        """Decide on the client's account, under the scenario's policy."""
        account = self.client_account()
        account.decide(self.policies.followed(), self._client(), as_of=as_of)
        if self.watch is not None and account.decision is not None:
            self.watch.decided_account(account.decision)

    def account_balance(self, on: date) -> int:
        """What the client's account holds at the end of a day, in öre."""
        return self.client_account().balance(self.policies.followed(), self._client(), on)

    def invoices(self) -> list[dict[str, Any]]:
        """The scenario's own invoice and the customer's others, each with its events, as ``evaluate()`` takes them."""
        invoices = [dict(self.facts), *({**self.facts, **other} for other in self.others)]
        by_number: dict[str | None, list[dict[str, Any]]] = {one.get("invoice"): [] for one in invoices}
        own = self.facts.get("invoice")
        for event in self.events:
            number = event.get("invoice", own)
            if number not in by_number:
                self.must_know([str(number)], [str(one) for one in by_number])
            by_number[number].append({name: value for name, value in event.items() if name != "invoice"})
        return [{**one, "events": by_number[one.get("invoice")]} for one in invoices]

    @property
    def _told_in(self) -> str:
        return self.said_in or self.language

    def _client(self) -> str:
        client: str = self.facts.get("client", "4711")
        return client

    def _days_through(self, last: date) -> Iterator[date]:
        if "issued_on" not in self.facts:
            raise ScenarioError(
                "no invoice with the fact issued_on is given: from which day is it to be run?",
                "ingen faktura med uppgiften issued_on är given: från vilken dag ska den köras?",
            )
        first = day(self.facts["issued_on"])
        on = first if self.last_run is None else self.last_run + timedelta(days=1)
        while on <= last:
            yield on
            on += timedelta(days=1)
