from datetime import date

import pytest

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.ledger.ledger import ledger_of_tables, read_ledger
from dunning_engine.ledger.mapping import load_mapping
from dunning_engine.ledger.read import table_of_bytes
from dunning_engine.ledger.run import evaluate_rows, summarize
from dunning_engine.problems import FactError, Problem
from dunning_engine.resources import examples_directory

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


def test_every_row_stands_once_in_the_account(ledger, policies):
    summary = summarize(evaluate_rows(ledger, policies, as_of=DAY))
    assert (
        summary.rows,
        summary.with_actions,
        summary.nothing_to_do,
        summary.only_blockers,
        summary.with_problems,
    ) == (
        7,
        1,
        1,
        1,
        4,
    )


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
    assert totals["request_information"].to_pay == 0


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
