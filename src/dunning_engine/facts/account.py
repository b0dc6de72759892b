"""A client's account with the buyer of its invoices: dated entries, whose sum is the balance.

Below zero it is overdrawn: the client owes, until the debt is settled by repaying or by selling another invoice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from dunning_engine.facts.catalogue import Fact, Kind
from dunning_engine.problems import FactError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dunning_engine.problems import Span


class EntryKind(StrEnum):
    """The closed list of entries."""

    PURCHASE = "purchase"
    PAYOUT = "payout"
    BUY_BACK = "buy_back"
    PAYMENT = "payment"
    DEPOSIT = "deposit"
    OVERDRAFT_INTEREST = "overdraft_interest"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: ``amount`` is öre, above zero what the client gets and below zero what it is charged.

    The day of ``overdraft_interest`` is the day that the interest is for. ``invoice`` is the one that the entry is about.
    """

    on: date
    entry: EntryKind
    amount: int
    invoice: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A client's account; ``entries`` stand in the order of their days, those of one day in the order given."""

    account: str
    client: str
    currency: str
    policy: str | None = None
    entries: tuple[Entry, ...] = ()

    def __post_init__(self) -> None:
        """Put the entries in the order of their days."""
        if len(self.entries) > 1:
            object.__setattr__(self, "entries", tuple(sorted(self.entries, key=attrgetter("on"))))

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], *, where: Span | None = None) -> Account:
        """The account that ``mapping`` describes, in the names and forms of the docs' tables of accounts.

        Raises ``FactError`` with every problem; ``where`` is the place they point at.
        """
        from dunning_engine.facts.account_reading import read_account  # noqa: PLC0415 - it makes what stands here

        account, problems = read_account(mapping, where=where)
        if account is None:
            raise FactError(problems)
        return account

    def balance(self, on: date) -> int:
        """The sum of the entries through ``on``, in öre."""
        return sum(entry.amount for entry in self.entries if entry.on <= on)


class Meaning(NamedTuple):
    """What a kind of entry is, and its sign: 1 for what the client gets, -1 for what it is charged, 0 for either."""

    sv: str
    en: str
    sign: int


MEANINGS: dict[EntryKind, Meaning] = {
    EntryKind.PURCHASE: Meaning(
        "Köpeskilling eller förskott för en såld eller belånad faktura.",
        "The price or the advance for an invoice that was sold or pledged.",
        1,
    ),
    EntryKind.PAYOUT: Meaning("Utbetalning till uppdragsgivaren.", "A payout to the client.", -1),
    EntryKind.BUY_BACK: Meaning("Återköp av en faktura.", "An invoice was bought back.", -1),
    EntryKind.PAYMENT: Meaning(
        "Kundens betalning av en såld faktura, till den del som är uppdragsgivarens.",
        "The debtor's payment of a sold invoice, as far as it is the client's.",
        1,
    ),
    EntryKind.DEPOSIT: Meaning("Insättning från uppdragsgivaren.", "A deposit by the client.", 1),
    EntryKind.OVERDRAFT_INTEREST: Meaning(
        "Dagens ränta på ett övertrasserat konto; en gång per dag.",
        "The day's interest on an overdrawn account; once a day.",
        -1,
    ),
    EntryKind.OTHER: Meaning(
        "Något annat, som texten säger; åt endera hållet.", "Something else, as its text says; either way.", 0
    ),
}

ACCOUNT_FIELDS: dict[str, Fact] = {
    field.name: field
    for field in (
        Fact("account", Kind.TEXT, "Kontots nummer.", "The account's number.", optional=False),
        Fact("client", Kind.TEXT, "Uppdragsgivaren som har kontot.", "The client whose account it is.", optional=False),
        Fact("currency", Kind.TEXT, "Valuta, tre bokstäver.", "Currency, three letters.", optional=False),
        Fact("policy", Kind.TEXT, "Vilken policy kontot följer.", "Which policy the account follows."),
    )
}
"""Every field of an account but its ``entries``, under the name it has in a mapping, in JSON and in a table."""

ENTRY_FIELDS: dict[str, Fact] = {
    field.name: field
    for field in (
        Fact(
            "on",
            Kind.DATE,
            "Bokföringsdagen; för dagsränta dagen som räntan gäller.",
            "The day of the entry; of overdraft interest, the day that it is for.",
            optional=False,
        ),
        Fact("entry", Kind.WORD, "Vad posten är.", "What the entry is.", optional=False, words=tuple(EntryKind)),
        Fact(
            "amount",
            Kind.AMOUNT,
            "Belopp: större än noll till uppdragsgivaren, mindre än noll från den.",
            "An amount: above zero what the client gets, below zero what it is charged.",
            optional=False,
        ),
        Fact("invoice", Kind.TEXT, "Fakturan som posten gäller.", "The invoice that the entry is about."),
        Fact("text", Kind.TEXT, "Postens text.", "The entry's text."),
    )
}
"""Every field of an entry."""

IN_ACCOUNT_TABLES: dict[str, Fact] = {**ACCOUNT_FIELDS, **ENTRY_FIELDS}
"""The columns of an accounts file, where each row is an entry and repeats its account's own fields."""
