"""An overdrawn client's payouts cover the debt first: selling another invoice is one of the two cures."""

from datetime import date

import pytest
from test_offer import ISSUED, buyer
from trial import event, facts

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.set_off import without_payouts
from dunning_engine.facts.account import Account, Entry, EntryKind

DAY = date(2026, 2, 2)


def account(*entries, **changes):
    told = [
        Entry(on=date.fromisoformat(on), entry=EntryKind(kind), amount=amount, invoice=number)
        for on, kind, amount, number in entries
    ]
    return Account(**{"account": "K1", "client": "S1", "currency": "SEK", "entries": tuple(told), **changes})


def sold(number, **changes):
    told = [
        event(ISSUED, "done", key=f"{number}/{key}")
        for key in ("notify_client/buy_with_recourse", "notify_customer/sold")
    ]
    sale = event(ISSUED, "sold", sale="with_recourse", price="9710.00")
    return facts(sale, *told, **{"invoice": number, "client": "S1", **changes})


def payouts(invoices, *accounts):
    decisions = evaluate(buyer(), invoices, as_of=DAY, accounts=accounts)
    return [
        (one.invoice, action.amount, [b.code for b in one.blockers])
        for one in decisions
        for action in one.actions
        if action.action == "pay_out"
    ]


DEBT = ("2026-01-20", "buy_back", -1_000_000, "900")
CREDIT_A = (ISSUED, "purchase", 971_000, "A")
CREDIT_B = (ISSUED, "purchase", 971_000, "B")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], [("A", 971_000, []), ("B", 971_000, [])]),
        ([("2026-01-20", "deposit", 500, None)], [("A", 971_000, []), ("B", 971_000, [])]),
        ([DEBT], [("A", 0, ["set_off"]), ("B", 942_000, ["set_off"])]),
        # The same where the account is credited with what was sold.
        ([DEBT, CREDIT_A, CREDIT_B], [("A", 0, ["set_off"]), ("B", 942_000, ["set_off"])]),
        ([DEBT, ("2026-01-25", "deposit", 1_000_000, None)], [("A", 971_000, []), ("B", 971_000, [])]),
        ([DEBT, ("2026-01-25", "deposit", 999_999, None)], [("A", 970_999, ["set_off"]), ("B", 971_000, [])]),
        ([("2026-01-20", "buy_back", -5_000_000, "900")], [("A", 0, ["set_off"]), ("B", 0, ["set_off"])]),
        # What comes later, and what was sold but is paid out another day, covers as any money does.
        ([DEBT, ("2026-02-03", "deposit", 1_000_000, None)], [("A", 0, ["set_off"]), ("B", 942_000, ["set_off"])]),
        ([DEBT, (ISSUED, "purchase", 1_000_000, "C")], [("A", 971_000, []), ("B", 971_000, [])]),
    ],
)
def test_a_payout_covers_the_debt_first(entries, expected):
    assert payouts([sold("A"), sold("B")], account(*entries)) == expected
    assert payouts([sold("B"), sold("A")], account(*entries)) == expected[::-1]


def test_a_sale_that_has_been_paid_out_is_no_longer_pending():
    """What an earlier payout left on the account as a set-off is the client's money once the debt is settled."""
    paid_off = [DEBT, CREDIT_A, ("2026-01-31", "deposit", 29_000, None)]
    lender = buyer(
        purchase="{outcomes: [{outcome: lend, title: L}], payout: {calendar_days: 0}, fee_percent: 0, advance_percent: 80, notice_of_assignment: false}",
        recourse=None,
    )
    events = [
        event("2026-01-30", "sold", sale="pledged", price="8000.00", purchase_fee="0"),
        event("2026-01-31", "done", key="A/pay_out"),
        event("2026-02-02", "payment", amount="10000"),
    ]
    rest = evaluate(lender, facts(*events, invoice="A", client="S1"), as_of=DAY, accounts=[account(*paid_off)])

    assert [(one.about, one.amount, one.set_off) for one in rest.actions] == [("rest", 200_000, 0)]


def test_a_second_sale_is_set_off_by_itself():
    again = [
        event("2026-01-10", "sold", sale="with_recourse", price="9710.00"),
        event("2026-01-20", "bought_back", amount="10000"),
        event("2026-01-30", "sold", sale="with_recourse", price="9710.00"),
    ]
    entries = [
        ("2026-01-10", "purchase", 971_000, "A"),
        ("2026-01-12", "deposit", 29_000, None),
        ("2026-01-20", "buy_back", -1_000_000, "A"),
        ("2026-01-30", "purchase", 971_000, "A"),
    ]
    invoice = facts(*again, invoice="A", client="S1", issued_on="2026-01-01")
    decision = evaluate(buyer(), invoice, as_of=DAY, accounts=[account(*entries)])

    assert [one.amount for one in decision.actions if one.key == "A/pay_out/2"] == [971_000]


def test_payouts_wait_where_the_clients_account_is_not_known():
    decisions = evaluate(buyer(), [sold("A"), sold("B", client="S2"), sold("C", client=None)], as_of=DAY)
    held = without_payouts(decisions, {"S2"})

    assert [[one.action for one in decision.actions] for decision in held] == [[], ["pay_out"], []]
    assert [[one.code for one in decision.blockers] for decision in held] == [
        ["account_unknown"],
        [],
        ["account_unknown"],
    ]


@pytest.mark.parametrize("other", [{"client": "S2"}, {"currency": "EUR"}, {"policy": "another"}])
def test_only_the_clients_own_account_counts(other):
    assert payouts([sold("A")], account(DEBT, **other)) == [("A", 971_000, [])]


def test_an_account_of_the_policy_and_several_accounts():
    one, two = (
        account(("2026-01-20", "other", -100, None), policy="trial"),
        account(("2026-01-20", "other", -50, None), account="K2"),
    )

    assert payouts([sold("A")], one, two) == [("A", 970_850, ["set_off", "set_off"])]


def test_what_is_booked_is_what_is_paid():
    (decision,) = evaluate(buyer(), [sold("A")], as_of=DAY, accounts=[account(("2026-01-20", "other", -71_000, None))])
    (nothing,) = evaluate(buyer(), [sold("A")], as_of=DAY, accounts=[account(DEBT)])

    assert [(p.account, p.debit, p.credit) for p in decision.actions[0].postings] == [
        ("1930", 900_000, 0),
        ("2811", 0, 900_000),
    ]
    assert (nothing.actions[0].amount, nothing.actions[0].postings) == (0, ())
    assert "710,00 kr" in decision.blockers[0].message()


def test_the_same_for_one_invoice_alone():
    decision = evaluate(buyer(), sold("A"), as_of=DAY, accounts=[account(DEBT)])

    assert decision.actions[0].amount == 0


def test_no_krona_is_made_or_lost_over_several_days():
    """Whatever the order of sales and payouts, the account ends at what was owed and sold, and never below without need."""
    entries = [DEBT]
    for number, day in (("A", "2026-02-02"), ("B", "2026-02-03"), ("C", "2026-02-04")):
        entries.append((day, "purchase", 971_000, number))
        decision = evaluate(buyer(), sold(number), as_of=date.fromisoformat(day), accounts=[account(*entries)])
        paid = decision.actions[0].amount
        if paid:
            entries.append((day, "payout", -paid, number))

    assert [entry for entry in entries if entry[1] == "payout"] == [
        ("2026-02-03", "payout", -942_000, "B"),
        ("2026-02-04", "payout", -971_000, "C"),
    ]
    assert account(*entries).balance(DAY.replace(day=5)) == 0
