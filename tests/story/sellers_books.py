"""The seller's books and its account with the buyer: what actions post, and what is no action and is booked by hand."""

from datetime import date
from typing import NamedTuple

from sellers_world import ACCOUNT, CLIENT

from dunning_engine.decisions.action import Action
from dunning_engine.facts.account import Account, Entry, EntryKind

SALES = "3000"

_PURCHASES = frozenset({"buy_without_recourse", "buy_with_recourse"})


class Line(NamedTuple):
    """One line of an entry: öre, a debit above zero and a credit below; ``entry`` says what all its lines belong to."""

    on: date
    entry: str
    account: str
    ore: int


class Books:
    """Lines in the seller's books, and the entries on its account with the buyer, which 2811 mirrors."""

    def __init__(self, policy: str) -> None:
        self.policy = policy
        self.lines: list[Line] = []
        self.recorded: list[tuple[Entry, bool]] = []  # an entry; whether it was made for an action
        self.by_hand: list[tuple[date, int]] = []  # deposits above zero, withdrawals below, in öre

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for entry, _ in self.recorded)

    def account(self, *, morning_of: date | None = None) -> Account:
        """The account as it is; or as in the morning of a day, with all that came after that day."""
        entries = tuple(entry for entry, ours in self.recorded if not (ours and entry.on == morning_of))
        return Account(account=ACCOUNT, client=CLIENT, currency="SEK", policy=self.policy, entries=entries)

    def issue(self, on: date, number: str, ore: int) -> None:
        self._enter(on, f"{number} issued", "1510", SALES, ore)

    def pay(self, on: date, number: str, owner: str, ore: int) -> None:
        """A debtor's payment. On a sold invoice it is the buyer's; after a buy-back the buyer passes it on."""
        if owner == "client":
            self._enter(on, f"{number} paid", "1930", "1510", ore)
        elif owner == "client again":
            self._enter(on, f"{number} paid", "2811", "1518", ore)
            self._record(on, EntryKind.PAYMENT, ore, number, ours=False)

    def credit(self, on: date, number: str, owner: str, ore: int) -> None:
        """A credit note. On a sold invoice it stands on 1510 until the seller has given back what the buyer paid for it."""
        self._enter(on, f"{number} credited", SALES, "1518" if owner == "client again" else "1510", ore)

    def pay_interest_invoice(self, on: date, number: str, ore: int) -> None:
        self._enter(on, f"{number} interest invoice paid", "1930", "1510", ore)

    def move(self, on: date, ore: int) -> None:
        """The seller deposits, or withdraws (below zero), once the day's decisions are carried out."""
        self.by_hand.append((on, ore))
        self._record(on, EntryKind.DEPOSIT if ore > 0 else EntryKind.PAYOUT, ore, None, ours=True)
        self._enter(on, "moved by hand", "2811", "1930", ore)

    def post(self, on: date, number: str, action: Action) -> None:
        """What an action posts, and what it does to the account."""
        self.lines += [Line(on, action.key, line.account, line.debit - line.credit) for line in action.postings]
        amount = action.amount or 0
        if action.action in _PURCHASES and action.terms is not None:
            self._record(on, EntryKind.PURCHASE, action.terms.payout, number, ours=True)
        elif action.action == "pay_out":
            self._record(on, EntryKind.PAYOUT, -amount, number, ours=True)
        elif action.action == "buy_back":
            self._record(on, EntryKind.BUY_BACK, -amount, number, ours=True)
        elif action.action == "charge_client":
            self._record(on, EntryKind.OTHER, -amount, number, ours=True)
        elif action.action == "charge_overdraft_interest":
            self._record(action.on, EntryKind.OVERDRAFT_INTEREST, -amount, None, ours=True)

    def _record(self, on: date, kind: EntryKind, ore: int, number: str | None, *, ours: bool) -> None:
        if ore:  # a payout may have been set off whole
            self.recorded.append((Entry(on=on, entry=kind, amount=ore, invoice=number), ours))

    def _enter(self, on: date, entry: str, debit: str, credit: str, ore: int) -> None:
        self.lines += [Line(on, entry, debit, ore), Line(on, entry, credit, -ore)]
