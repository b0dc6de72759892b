from dataclasses import replace
from datetime import date

import pytest

from dunning_engine.ledger.accounts import accounts_of_table
from dunning_engine.ledger.ledger import ledger_of_tables, read_ledger
from dunning_engine.ledger.mapping import load_mapping
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.ledger.result import Result
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.ledger.summary import Counts
from dunning_engine.resources import examples_directory

DAY = date(2026, 3, 12)
HEADER = (
    "invoice,policy,client,customer,customer_kind,issued_on,due_on,amount,currency,sent_by,offered_for_sale,credit_risk"
)
ROWS = (
    "1,fakturaservice,,K1,business,2026-01-02,2026-02-02,10000.00,SEK,post,,",  # reminded
    "2,fakturaservice,,K1,business,2026-03-02,2026-04-02,500.00,SEK,post,,",  # not due
    "3,fakturaservic,,K2,business,2026-01-02,2026-02-02,500.00,SEK,post,,",  # no such policy
    "4,fakturaservice,,K3,business,2026-01-02,2026-02-02,500.00,SEK,post,,",  # disputed
    "5,fakturakop,U1,K4,business,2026-03-02,2026-04-02,10000.00,SEK,post,true,1",  # offered for sale
    "6,fakturakop,U2,K5,business,2026-03-02,2026-04-02,20000.00,SEK,post,true,1",  # likewise
)
EVENTS = "invoice,on,event\n4,2026-02-03,dispute\n"
ACCOUNTS = """account,client,currency,policy,on,entry,amount
A1,U5,SEK,fakturaforsaljning-regress,2026-03-11,buy_back,-10000.00
A2,U6,SEK,fakturaforsaljning-regres,2026-03-11,deposit,1.00
A3,U6,SEK,fakturaforsaljning-regress,2026-03-11,deposit,1.00
A4,U6,SEK,fakturaservice,2026-03-11,buy_back,-1.00
A5,U6,SEK,fakturaservice,2026-03-11,buy_back,-2.00
"""


def summarize(run):
    result = Result(DAY, None, keep=False)
    result.take_run(run, explain=False, language="sv")
    return result.tally.summary()


@pytest.fixture(scope="module")
def run(policies):
    table = table_of_bytes("\n".join([HEADER, *ROWS]).encode(), "l.csv")
    ledger = ledger_of_tables(table, table_of_bytes(EVENTS.encode(), "e.csv"))
    accounts = accounts_of_table(table_of_bytes(ACCOUNTS.encode(), "a.csv"))
    return evaluate_rows(ledger, policies, as_of=DAY, accounts=accounts)


def test_every_row_and_every_account_is_counted_once(run):
    summary = summarize(run)
    assert summary.rows == Counts(with_actions=3, only_blockers=1, nothing_to_do=1, with_problems=1)
    assert summary.accounts == Counts(with_actions=1, only_blockers=2, nothing_to_do=1, with_problems=1)
    assert (summary.rows.all, summary.accounts.all) == (6, 5)
    assert summarize(replace(run, accounts=())).accounts == Counts()


def test_the_totals_are_the_sums_of_the_actions(policies):
    examples = examples_directory()
    mapping = load_mapping(examples / "mappings" / "excel-sv.yaml")
    run = evaluate_rows(
        read_ledger(examples / "excel-sv.csv", mapping=mapping),
        policies,
        as_of=date(2026, 3, 20),
        policy="fakturaservice",
    )
    totals = {action: total for (_, action, _), total in summarize(run).actions.items()}
    reminders = [action for decision in run.decisions for action in decision.actions if action.action == "remind"]
    assert totals["remind"].count == len(reminders) == 4
    assert totals["remind"].fees == sum(action.fee for action in reminders) == 12000
    assert totals["remind"].interest == sum(action.interest for action in reminders)
    assert totals["remind"].to_pay == sum(action.amount_to_pay for action in reminders)
    assert (totals["remind"].moved, totals["request_information"].moved) == (None, None)
    assert totals["request_information"].to_pay == 0


def test_what_moves_money_is_summed_and_claims_nothing_of_the_debtor(run):
    found = {key: total for key, total in summarize(run).actions.items() if total.moved is not None}
    bought = [action for decision in run.decisions for action in decision.actions if action.terms is not None]
    assert [(action, total.count) for (_, action, _), total in found.items()] == [
        ("charge_overdraft_interest", 2),
        ("buy_without_recourse", 2),
    ]
    charges, purchases = found.values()
    assert (charges.moved, charges.to_pay) == (1208 + 1210, 0)
    assert (purchases.moved, purchases.to_pay) == (sum(action.terms.payout for action in bought), 0)


@pytest.mark.parametrize(
    ("kind", "title"),
    [("charge_overdraft_interest", "Övertrasseringsränta"), ("request_information", "Begär komplettering")],
)
def test_what_is_about_something_is_one_kind_whatever_it_is_about(run, kind, title):
    assert [(found, total.count) for (_, action, found), total in summarize(run).actions.items() if action == kind] == [
        (title, 2 if kind == "charge_overdraft_interest" else 1)
    ]


def test_a_blocker_counts_rows_and_accounts_and_names_the_first(run):
    blockers = summarize(run).blockers
    assert {code: (total.count, total.number) for code, total in blockers.items()} == {
        "hold": (1, "4"),
        "no_overdraft_rule": (2, "A4"),
        **{code: (1, "1") for code in blockers if code not in {"hold", "no_overdraft_rule"}},
    }
