"""A ledger's payouts beside its accounts: a debt covered first, and nothing paid on an account that nobody can read."""

from datetime import date
from pathlib import Path

import pytest

from dunning_engine import load_policies
from dunning_engine.ledger.accounts import read_accounts
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.ledger.run import evaluate_rows

DAY = date(2026, 2, 2)
LEDGER = """invoice,policy,client,customer,customer_kind,issued_on,due_on,amount,currency,sent_by
A,fakturaforsaljning-regress,S1,17,business,2026-01-20,2026-03-02,10000.00,SEK,email
B,fakturaforsaljning-regress,S2,18,business,2026-01-20,2026-03-02,10000.00,SEK,email
"""
EVENTS = """invoice,on,event,sale,price,purchase_fee
A,2026-01-30,sold,without_recourse,9710.00,290.00
B,2026-01-30,sold,without_recourse,9710.00,290.00
"""
HEAD = "account,client,currency,policy,on,entry,amount\n"
DEBT = "K1,S1,SEK,{policy},2026-01-20,buy_back,-5000.00\n"
OTHER = "K2,S2,SEK,fakturaforsaljning-regress,2026-01-20,deposit,1.00\n"


@pytest.fixture
def run(tmp_path):
    def evaluated(accounts, policy=None):
        for name, text in (("ledger", LEDGER), ("events", EVENTS), ("accounts", accounts)):
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        beside = read_accounts(tmp_path / "accounts.csv")
        ledger = read_ledger(tmp_path / "ledger.csv", events=tmp_path / "events.csv")
        policies = load_policies(Path(__file__).parent.parent.parent / "rules")
        result = evaluate_rows(ledger, policies, as_of=DAY, policy=policy, accounts=beside)
        return {
            one.invoice: (
                [action.amount for action in one.actions if action.action == "pay_out"],
                [blocker.code for blocker in one.blockers],
            )
            for one in result.decisions
        }

    return evaluated


def test_a_debt_is_covered_first(run):
    expected = {"A": ([471_000], ["set_off"]), "B": ([971_000], [])}

    assert run(HEAD + DEBT.format(policy="fakturaforsaljning-regress") + OTHER) == expected


def test_a_policy_for_the_whole_run_is_the_accounts_too(run):
    accounts = HEAD + DEBT.format(policy="factoring") + OTHER

    assert run(accounts)["A"] == ([971_000], [])  # another buyer's account
    assert run(accounts, policy="fakturaforsaljning-regress")["A"] == ([471_000], ["set_off"])


@pytest.mark.parametrize(
    "wrong",
    [
        HEAD + DEBT.format(policy="fakturaforsaljning-regress").replace("-5000.00", "5000.00") + OTHER,
        HEAD + DEBT.format(policy="fakturaforsaljning-regress").replace("2026-01-20", "2026-13-20") + OTHER,
        HEAD + DEBT.format(policy="fakturaforsaljning-regress").replace("SEK", "EUR") + OTHER,
        HEAD + DEBT.format(policy="fakturaforsaljningregress") + OTHER,
    ],
)
def test_nothing_is_paid_out_on_an_account_that_nobody_can_read(run, wrong):
    assert run(wrong) == {"A": ([], ["account_unknown"]), "B": ([971_000], [])}


@pytest.mark.parametrize("wrong", ["", "konto;belopp\n1;2\n"])
def test_nor_where_the_whole_file_is_unusable(run, wrong):
    assert run(wrong) == {"A": ([], ["account_unknown"]), "B": ([], ["account_unknown"])}
