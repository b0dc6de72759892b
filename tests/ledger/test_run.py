from datetime import date

import pytest

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.ledger.accounts import accounts_of_table
from dunning_engine.ledger.ledger import ledger_of_tables
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.problems import FactError, Problem

HEADER = "invoice,policy,customer,customer_kind,issued_on,due_on,amount,currency,sent_by"
ROWS = (
    "1,fakturaservice,K1,business,2026-01-02,2026-02-02,10000.00,SEK,post",  # reminded
    "2,fakturaservice,K1,business,2026-03-02,2026-04-02,500.00,SEK,post",  # not due
    "3,fakturaservic,K2,business,2026-01-02,2026-02-02,500.00,SEK,post",  # no such policy
    "4,,K2,business,2026-01-02,2026-02-02,500.00,SEK,post",  # no policy
    "5,fakturaservice,K1,business,2026-01-02,2026-02-02,500.00,EUR,post",  # another currency
    "6,fakturaservice,K1,business,2026-01-02,2026-02-02,x,SEK,post",  # not an amount
    "7,fakturaservice,K3,business,2026-01-02,2026-02-02,500.00,SEK,post",  # disputed
)
EVENTS = "invoice,on,event\n7,2026-02-03,dispute\n"
DAY = date(2026, 3, 12)


@pytest.fixture
def ledger():
    table = table_of_bytes("\n".join([HEADER, *ROWS]).encode(), "l.csv")
    return ledger_of_tables(table, table_of_bytes(EVENTS.encode(), "e.csv"))


def test_what_keeps_a_row_out_is_said_at_its_line(ledger, policies):
    run = evaluate_rows(ledger, policies, as_of=DAY)
    assert [(problem.span.line, problem.invoice, problem.fact, problem.hint) for problem in run.problems[:2]] == [
        (4, "3", "policy", "did you mean 'fakturaservice'?"),
        (5, "4", "policy", f"give --policy, or fill column 'policy'; there are {', '.join(policies)}"),
    ]
    assert [(problem.span.line, problem.invoice, problem.fact) for problem in run.problems[2:]] == [
        (6, "5", "currency"),
        (7, "6", "amount"),
    ]
    assert not run.complete


def test_a_named_policy_wins_over_the_column(ledger, policies):
    run = evaluate_rows(ledger, policies, as_of=DAY, policy="paminnelsemodul")
    assert {decision.policy for decision in run.decisions} == {"paminnelsemodul"}
    assert [outcome.decision is not None for outcome in run.outcomes] == [True, True, True, True, False, False, True]


def test_rows_are_decided_as_single_invoices_are(ledger, policies):
    for outcome in evaluate_rows(ledger, policies, as_of=DAY).outcomes:
        if outcome.decision is not None:
            alone = evaluate(policies["fakturaservice"], outcome.invoice, as_of=DAY)
            assert outcome.decision.to_dict() == alone.to_dict()


def test_progress_is_told_until_all_is_done(ledger, policies):
    told = []
    evaluate_rows(ledger, policies, as_of=DAY, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == len(ledger.entries)


def test_a_policy_that_is_not_there(ledger, policies):
    with pytest.raises(KeyError):
        evaluate_rows(ledger, policies, as_of=DAY, policy="none")


@pytest.mark.parametrize(
    ("number", "near"), [("1", ["1", "2", "5"]), ("3", ["3", "4"]), ("6", ["6"]), ("7", ["7"]), ("8", [])]
)
def test_what_one_invoice_depends_on_is_its_customers_rows(ledger, policies, number, near):
    around = ledger.around(number)
    assert [entry.number for entry in around.entries] == near
    whole = {outcome.number: outcome for outcome in evaluate_rows(ledger, policies, as_of=DAY).outcomes}
    found = {outcome.number: outcome for outcome in evaluate_rows(around, policies, as_of=DAY).outcomes}
    assert found.get(number) == whole.get(number)


def test_a_problem_of_no_invoice_in_the_run_ends_it(ledger, policies, monkeypatch):
    def refuse(*_, **__):
        raise FactError([Problem(code="DE508", message="m", invoice="of another ledger")])

    monkeypatch.setattr("dunning_engine.ledger.run.evaluate_each", refuse)
    with pytest.raises(FactError):
        evaluate_rows(ledger, policies, as_of=DAY)


ACCOUNTS = """account,client,currency,policy,on,entry,amount
A1,U5,SEK,fakturaforsaljning-regress,2026-03-11,buy_back,-10000.00
A2,U6,SEK,fakturaforsaljning-regres,2026-03-11,deposit,1.00
A3,U6,SEK,,2026-03-11,deposit,1.00
A4,U6,EUR,fakturaforsaljning-regress,2026-03-11,buy_back,-1.00
A5,U6,SEK,fakturaforsaljning-regress,2026-03-11,deposit,-1.00
A6,U6,SEK,fakturaforsaljning-regress,2026-03-11,deposit,1.00
A7,U6,SEK,fakturaservice,2026-03-11,buy_back,-1.00
"""


@pytest.fixture
def accounts():
    return accounts_of_table(table_of_bytes(ACCOUNTS.encode(), "a.csv"))


def test_accounts_are_decided_beside_the_rows_as_each_alone(ledger, policies, accounts):
    run = evaluate_rows(ledger, policies, as_of=DAY, accounts=accounts)
    assert run.outcomes == evaluate_rows(ledger, policies, as_of=DAY).outcomes
    assert [(one.line, one.number, one.decision is not None) for one in run.accounts] == [
        (2, "A1", True),
        (3, "A2", False),
        (4, "A3", False),
        (5, "A4", False),
        (6, "A5", False),
        (7, "A6", True),
        (8, "A7", True),
    ]
    for one, decision in zip((run.accounts[0], *run.accounts[5:]), run.account_decisions, strict=True):
        assert one.decision is decision
        assert decision == evaluate(policies[decision.policy], one.account, as_of=DAY)
    assert [action.amount for action in run.account_decisions[0].actions] == [1208, 1210]


def test_what_keeps_an_account_out_is_said_at_its_line(policies, accounts):
    none = ledger_of_tables(table_of_bytes(HEADER.encode(), "l.csv"))
    run = evaluate_rows(none, policies, as_of=DAY, accounts=accounts)
    assert [(problem.code, str(problem.span), problem.account, problem.fact) for problem in run.problems] == [
        ("DE560", "a.csv:3:1", "A2", "policy"),
        ("DE560", "a.csv:4:1", "A3", "policy"),
        ("DE529", "a.csv:5:1", "A4", "currency"),
        ("DE532", "a.csv:6:1", "A5", "amount"),
        ("DE551", "l.csv:1:1", None, None),
    ]
    assert run.problems[0].hint == "did you mean 'fakturaforsaljning-regress'?"
    assert not run.complete


def test_a_named_policy_wins_over_an_accounts_column(ledger, policies, accounts):
    run = evaluate_rows(ledger, policies, as_of=DAY, policy="fakturaforsaljning-regress", accounts=accounts)
    assert {decision.policy for decision in run.account_decisions} == {"fakturaforsaljning-regress"}
    assert [one.decision is not None for one in run.accounts] == [True, True, True, False, False, True, True]


def test_accounts_that_cannot_be_used_stop_no_row(ledger, policies):
    unusable = accounts_of_table(table_of_bytes(b"", "a.csv"))
    run = evaluate_rows(ledger, policies, as_of=DAY, accounts=unusable)
    assert run.outcomes == evaluate_rows(ledger, policies, as_of=DAY).outcomes
    assert (run.accounts, [problem.code for problem in run.file_problems]) == ((), ["DE551"])
