"""The year itself: every day what the debtors do is recorded, the policies decide, and everything decided is carried out.

An invoice is looked at only when something has happened to it, or to another that its customer owes the seller, or when
the last decision said that something may. That nothing is missed that way is for the test to show.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from reckoning import Debt
from sellers_books import Books
from sellers_world import ACCOUNT, FIRST, LAST, Deed, Planned, identity_number, is_open, plan

from dunning_engine.decisions.action import Action
from dunning_engine.decisions.decision import Decision
from dunning_engine.decisions.evaluate import evaluate, evaluate_each
from dunning_engine.decisions.record import events_for
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.model import PolicyHistory

BUYER, SERVICE, SELLER = "fakturaforsaljning-regress", "fakturaservice", "paminnelsemodul"
DAYS = tuple(FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
EVERY_TENTH = frozenset(DAYS[::10])

_OWNERS = {EventKind.SOLD: "buyer", EventKind.BOUGHT_BACK: "client again"}
_ANSWERED_AFTER, _CLOSED_AFTER, _WITHDRAWN_AFTER, _INTEREST_PAID_AFTER = (timedelta(days=n) for n in (6, 12, 3, 20))
_ONE_DAY = timedelta(days=1)


class Recorded(NamedTuple):
    """An event; ``ours`` where it was recorded for an action."""

    event: Event
    ours: bool


class Carried(NamedTuple):
    """An action that was carried out, and the policy that decided."""

    on: date
    number: str
    policy: str
    action: Action


@dataclass(slots=True)
class File:
    """All that is kept about one invoice. ``known`` are its facts, each time from the day on which they were learnt."""

    planned: Planned
    debt: Debt
    known: list[tuple[date, Invoice]]
    recorded: list[Recorded] = field(default_factory=list)
    owner: str = "client"
    seller_from: date | None = None
    look_on: date | None = None
    today: Invoice | None = None

    def learn(self, on: date, changes: Mapping[str, Any]) -> None:
        self.known.append((on, replace(self.known[-1][1], **changes)))
        self.today = None

    def record(self, event: Event, *, ours: bool) -> None:
        self.recorded.append(Recorded(event, ours))
        self.debt.take(event)
        self.owner = _OWNERS.get(event.event, self.owner)
        self.today = None

    def now(self) -> Invoice:
        """The invoice as it is known and recorded by now."""
        if self.today is None:
            self.today = replace(self.known[-1][1], events=self.events)
        return self.today

    @property
    def customer(self) -> str:
        return self.planned.facts["customer"]

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(event for event, _ in self.recorded)

    def in_the_morning(self, day: date) -> Invoice:
        """As it was known on a day, with what the world recorded by then and all that came after that day."""
        facts = [invoice for since, invoice in self.known if since <= day][-1]
        return replace(facts, events=tuple(event for event, ours in self.recorded if not (ours and event.on == day)))

    def policy_on(self, day: date) -> str:
        """The policy that the ledger names on a day."""
        return SELLER if self.seller_from is not None and day >= self.seller_from else BUYER


class Year:
    """The seller's year under the shipped policies; what has happened is in its fields once it has been lived."""

    def __init__(self, policies: Mapping[str, PolicyHistory]) -> None:
        self.policies = policies
        self.books = Books(BUYER)
        self.files: dict[str, File] = {}
        self.carried: list[Carried] = []
        self.again: list[str] = []  # keys that were proposed once more after they had been carried out
        self.missed: list[str] = []  # keys that were proposed where nobody would have looked
        self.looked: set[tuple[str, date]] = set()
        self.mornings: dict[date, dict[str, Decision]] = {}
        self._keys: set[str] = set()
        self._agenda: defaultdict[date, list[tuple[str, Callable[[str, date], bool]]]] = defaultdict(list)
        for planned in plan():
            invoice = Invoice.from_mapping(planned.facts)
            number = invoice.invoice
            self.files[number] = File(planned, Debt(invoice.amount), [(invoice.issued_on, invoice)])
            self._agenda[invoice.issued_on].append((number, self._issue))
            for day, changes in planned.learnt:
                self._agenda[day].append((number, partial(self._learn, changes=changes)))
            for deed in planned.deeds:
                self._agenda[deed.on].append((number, partial(self._do, deed=deed)))

    def live(self) -> "Year":
        for day in DAYS:
            happened = self._happen(day)
            waited_for = happened | {number for number, file in self.files.items() if file.look_on == day}
            self._decide_and_do(day, self._with_joint(waited_for, day))
            self._end(day)
        return self

    def issued(self, day: date) -> list[str]:
        """The numbers of the invoices that there are on a day."""
        return [number for number, file in self.files.items() if file.known[0][0] <= day]

    def replay(self, numbers: Collection[str], day: date, *, accounts: bool = True) -> dict[str, Decision]:
        """What a past morning's decisions are now that all the rest has been recorded too."""
        files = [self.files[number] for number in numbers]
        pairs = [(self.policies[file.policy_on(day)], file.in_the_morning(day)) for file in files]
        known = (self.books.account(morning_of=day),) if accounts else ()
        return {decision.invoice: decision for decision in evaluate_each(pairs, as_of=day, accounts=known)}

    def customers(self, number: str, day: date) -> list[str]:
        """The invoice and, where it follows the seller's own policy, the others that its customer has."""
        if self.files[number].policy_on(day) != SELLER:
            return [number]
        return [one for one in self.issued(day) if self.files[one].customer == self.files[number].customer]

    def _with_joint(self, numbers: Collection[str], day: date) -> set[str]:
        """The invoices, and those that interest adds up over: what their customers owe the seller beside them."""
        files = [self.files[number] for number in numbers]
        owing = {file.customer for file in files if file.owner == "client again" or file.policy_on(day) == SELLER}
        own = (number for number in self.issued(day) if self.files[number].owner != "buyer")
        return {*numbers, *(number for number in own if self.files[number].customer in owing)}

    def _decide(self, numbers: Iterable[str], day: date) -> dict[str, Decision]:
        files = [self.files[number] for number in sorted(numbers)]
        pairs = [(self.policies[file.policy_on(day)], file.now()) for file in files]
        decisions = evaluate_each(pairs, as_of=day, accounts=(self.books.account(),))
        return {decision.invoice: decision for decision in decisions}

    def _decide_and_do(self, day: date, waited_for: set[str]) -> None:
        decisions = self._decide(self.issued(day) if day in EVERY_TENTH else waited_for, day)
        if day in EVERY_TENTH:
            self.mornings[day] = decisions
        self.looked |= {(number, day) for number in waited_for}
        acted: set[str] = set()
        for number, decision in decisions.items():
            if number not in waited_for:
                self.missed += [action.key for action in decision.actions]
            for action in decision.actions:
                acted |= self._carry_out(action, number, decision.policy, day)
        evening = self._decide(self._with_joint(acted, day), day)
        self.again += [action.key for decision in evening.values() for action in decision.actions]
        for number, decision in {**{no: decisions[no] for no in waited_for}, **evening}.items():
            file, coming = self.files[number], decision.next
            # Where something blocks, the day may have come already: tomorrow may bring something else.
            file.look_on = None if coming is None else max(coming.earliest, day + _ONE_DAY)
            if file.policy_on(day + _ONE_DAY) != file.policy_on(day):
                file.look_on = day + _ONE_DAY

    def _happen(self, day: date) -> set[str]:
        """What the world does on a day; the invoices that it happened to."""
        return {number for number, happens in self._agenda.pop(day, ()) if happens(number, day)}

    def _issue(self, number: str, day: date) -> bool:
        self.books.issue(day, number, self.files[number].planned.ore)
        return True

    def _learn(self, number: str, day: date, *, changes: Mapping[str, Any]) -> bool:
        self.files[number].learn(day, changes)
        return True

    def _pay_interest_invoice(self, number: str, day: date, *, ore: int) -> bool:
        self.books.pay_interest_invoice(day, number, ore)
        return False  # it is an invoice of its own

    def _do(self, number: str, day: date, *, deed: Deed) -> bool:
        file = self.files[number]
        ore = deed.ore(file.planned.ore, capital=file.debt.capital, owed=file.debt.owed)
        if ore == 0:  # everything is paid already
            return False
        file.record(Event(on=day, event=deed.kind, amount=ore), ours=False)
        if deed.kind is EventKind.CREDIT_NOTE:
            self.books.credit(day, number, file.owner, ore or 0)
        elif deed.kind is EventKind.PAYMENT:
            self.books.pay(day, number, file.owner, ore or 0)
            if file.debt.owed <= 0:
                self._after_payment(number, file, day)
        return True

    def _after_payment(self, number: str, file: File, day: date) -> None:
        handed_over = any(event.event is EventKind.HANDED_OVER for event, _ in file.recorded)
        deeds = [Deed(day + _WITHDRAWN_AFTER, EventKind.WITHDRAWN)] if handed_over else []
        if int(number) % 4:  # the rest are never closed in the ledger
            deeds.append(Deed(day + _CLOSED_AFTER, EventKind.CLOSED))
        for deed in deeds:
            self._agenda[deed.on].append((number, partial(self._do, deed=deed)))

    def _carry_out(self, action: Action, number: str, policy: str, day: date) -> set[str]:
        """Do it, record it, book it; the invoices that it happened to."""
        keys = {action.key, *(line.key for line in action.lines)}
        self.again += keys & self._keys
        self._keys |= keys
        self.carried.append(Carried(day, number, policy, action))
        self.books.post(day, number, action)
        recorded = events_for(action, number)
        for of, event in recorded:
            self.files[of].record(event, ours=True)
        if action.action == "request_information":
            answer = {str(action.fact): identity_number(int(self.files[number].customer))}
            self._agenda[day + _ANSWERED_AFTER].append((number, partial(self._learn, changes=answer)))
        elif action.action == "decline":
            self.files[number].seller_from = day + _ONE_DAY
        elif action.action == "invoice_interest" and action.amount_to_pay % 4:  # some never pay it
            pays = partial(self._pay_interest_invoice, ore=action.amount_to_pay)
            self._agenda[day + _INTEREST_PAID_AFTER].append((number, pays))
        return {number, *(of for of, _ in recorded)}

    def _end(self, day: date) -> None:
        """The end of a day: the seller moves money now and then, and an overdrawn account costs interest."""
        if is_open(day) and day.day in {6 + day.month % 3, 19 + day.month % 3}:
            balance = self.books.account().balance(day)
            self.books.move(day, -balance if balance < 0 and day.day > 15 else -balance // 2)
        for action in evaluate(self.policies[BUYER], self.books.account(), as_of=day).actions:
            self._carry_out(action, ACCOUNT, BUYER, day)
