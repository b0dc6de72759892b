from datetime import date
from decimal import Decimal

import pytest

from dunning_engine.facts.account import MEANINGS, Account, Entry, EntryKind
from dunning_engine.facts.account_reading import read_account
from dunning_engine.facts.consistency import check_currency
from dunning_engine.facts.invoice import Invoice
from dunning_engine.problems import FactError, Span

PURCHASE = {"on": "2026-03-10", "entry": "purchase", "amount": "9710.00", "invoice": 1001}
PAYOUT = {"on": "2026-03-11", "entry": "payout", "amount": "-9710.00", "text": "Utbetalning"}
INTEREST = {"on": "2026-03-12", "entry": "overdraft_interest", "amount": "-12.08"}


def account(*entries, **changes):
    """The mapping of an ordinary account, with changes; ``None`` takes a field away."""
    mapping = {"account": "A-17", "client": "U5", "currency": "SEK", "entries": list(entries), **changes}
    return {name: value for name, value in mapping.items() if value is not None}


def problems_of(*entries, **changes):
    found, problems = read_account(account(*entries, **changes))
    assert (found is None) == bool(problems)
    assert all(problem.account == ("A-17" if changes.get("account", "A-17") else None) for problem in problems)
    return [(problem.code, problem.message.partition(":")[0]) for problem in problems]


def test_an_account_is_read_with_its_entries_in_the_order_of_their_days():
    found = Account.from_mapping(account(PAYOUT, PURCHASE, policy="factoring"))

    assert (found.account, found.client, found.currency, found.policy) == ("A-17", "U5", "SEK", "factoring")
    assert found.entries == (
        Entry(on=date(2026, 3, 10), entry=EntryKind.PURCHASE, amount=971_000, invoice="1001"),
        Entry(on=date(2026, 3, 11), entry=EntryKind.PAYOUT, amount=-971_000, text="Utbetalning"),
    )
    assert type(found.entries[0].entry) is EntryKind


@pytest.mark.parametrize(("day", "balance"), [(9, 0), (10, 971_000), (11, 0), (12, -1208), (31, -1208)])
def test_the_balance_is_the_sum_of_the_entries_through_the_day(day, balance):
    assert Account.from_mapping(account(PURCHASE, PAYOUT, INTEREST)).balance(date(2026, 3, day)) == balance


def test_an_account_without_entries_is_an_account():
    assert Account.from_mapping(account()) == Account(account="A-17", client="U5", currency="SEK")
    assert read_account(account(entries="")) == read_account(account())


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize("amount", ["0.01", "-0.01", "0.00", 0, Decimal(-1)])
def test_an_amount_has_the_sign_of_its_kind(kind, amount):
    sign = MEANINGS[kind].sign
    value = Decimal(amount)
    fits = value != 0 if sign == 0 else value * sign > 0

    assert problems_of({"on": "2026-03-10", "entry": kind, "amount": amount}) == (
        [] if fits else [("DE532", "entries[1].amount")]
    )


def test_the_signs_are_those_of_the_client():
    assert {kind.value: meaning.sign for kind, meaning in MEANINGS.items()} == {
        "purchase": 1,
        "payout": -1,
        "buy_back": -1,
        "payment": 1,
        "deposit": 1,
        "overdraft_interest": -1,
        "other": 0,
    }


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([INTEREST, {**INTEREST, "on": "2026-03-13"}], []),
        ([PAYOUT, {**PAYOUT}], []),
        ([INTEREST, PURCHASE, INTEREST], [("DE533", "entries[3].on")]),
        ([INTEREST, INTEREST, INTEREST], [("DE533", "entries[2].on"), ("DE533", "entries[3].on")]),
        ([INTEREST, {**INTEREST, "amount": "x"}], [("DE504", "entries[2].amount")]),
    ],
)
def test_interest_is_charged_once_for_a_day(entries, expected):
    assert problems_of(*entries) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"client": None}, [("DE536", "client")]),
        ({"client": ""}, [("DE536", "client")]),
        ({"account": ""}, [("DE536", "account")]),
        ({"currency": "kr"}, [("DE512", "currency")]),
        ({"policy": 1.5}, [("DE503", "policy")]),
        ({"clinet": "U5"}, [("DE535", "clinet")]),
        ({"on": "2026-03-10"}, [("DE535", "on")]),
        ({"entries": PAYOUT}, [("DE534", "entries")]),
        ({"entries": ["payout"]}, [("DE534", "entries[1]")]),
        ({"entries": [{**PAYOUT, "amuont": 1}]}, [("DE535", "entries[1].amuont")]),
        ({"entries": [{**PAYOUT, "client": "U5"}]}, [("DE535", "entries[1].client")]),
        ({"entries": [{**PAYOUT, "entry": "fee"}]}, [("DE511", "entries[1].entry")]),
        ({"entries": [{**PAYOUT, "on": "2026-02-30"}]}, [("DE508", "entries[1].on")]),
        ({"entries": [{**PAYOUT, "amount": 1.5}]}, [("DE504", "entries[1].amount")]),
        (
            {"entries": [{"entry": "payout", "amount": "1"}]},
            [("DE532", "entries[1].amount"), ("DE536", "entries[1].on")],
        ),
        ({"entries": [PURCHASE, {}]}, [("DE536", f"entries[2].{name}") for name in ("amount", "entry", "on")]),
    ],
)
def test_what_does_not_fit_is_said(changes, expected):
    assert problems_of(**changes) == expected


@pytest.mark.parametrize("value", [None, [], "A-17", 17])
def test_what_is_no_mapping_is_no_account(value):
    found, (problem,) = read_account(value)

    assert (found, problem.code) == (None, "DE534")


def test_hints_point_at_what_is_meant():
    _, problems = read_account(account({**PAYOUT, "amuont": 1}, clinet="U5"))

    assert [problem.hint for problem in problems] == ["did you mean 'amount'?", "did you mean 'client'?"]


def test_problems_point_at_the_row_of_the_account_or_of_the_entry():
    row, entry_row = Span("accounts.csv", 2, 1, 2), Span("accounts.csv", 3, 1, 2)
    mapping = account({**PAYOUT, "amount": "x"}, {**PAYOUT, "amount": "y"}, currency="z")

    _, problems = read_account(mapping, where=row, entry_places=[entry_row])

    assert {problem.value: problem.span for problem in problems} == {"x": entry_row, "y": row, "z": row}


def test_from_mapping_raises_with_every_problem():
    with pytest.raises(FactError) as caught:
        Account.from_mapping(account({**PAYOUT, "amount": "x"}, client=None), where=Span("a.json", 4, 1, 2))

    assert [problem.code for problem in caught.value.problems] == ["DE504", "DE536"]
    assert str(caught.value).startswith("a.json:4:1  account A-17  DE504")


def test_another_currency_than_the_policys_is_said_of_accounts_too(facts):
    found = Account.from_mapping(account())

    assert check_currency(found, "SEK") == ()
    (problem,) = check_currency(found, "EUR")
    assert (problem.code, problem.account, problem.invoice) == ("DE529", "A-17", None)
    assert problem.message == "currency: the account is in SEK, its policy in EUR"
    (problem,) = check_currency(Invoice.from_mapping(facts()), "EUR")
    assert (problem.account, problem.invoice) == (None, "1001")
    assert problem.message == "currency: the invoice is in SEK, its policy in EUR"
