"""What a run comes to by policy is the same however its ledger is evaluated, and what its decisions add up to."""

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dunning_engine import RunFigures, evaluate_ledger, run_figures
from dunning_engine.ledger.accounts import read_accounts
from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.figures import figures_of
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.ledger.part import Sheet
from dunning_engine.ledger.result import Result
from dunning_engine.ledger.run import evaluate_rows
from dunning_engine.policy.load import load_policies
from dunning_engine.resources import examples_directory, rules_directory

DAY = date(2026, 3, 31)
EXAMPLES = examples_directory()


@pytest.fixture(scope="module")
def frames():
    invoices, events = (pl.read_csv(EXAMPLES / name, infer_schema=False) for name in ("ledger.csv", "events.csv"))
    twice = invoices.filter(pl.col("invoice") == "1001")
    unknown = twice.with_columns(invoice=pl.lit("9001"), policy=pl.lit("nobody"))
    spaced = invoices.with_columns(invoice=pl.lit(" ") + pl.col("invoice"))
    return pl.concat([spaced, twice, unknown]), events


@pytest.fixture(scope="module")
def run(policies, tmp_path_factory, frames):
    folder = tmp_path_factory.mktemp("ledger")
    for name, frame in zip(("ledger.csv", "events.csv"), frames, strict=True):
        frame.write_csv(folder / name)
    return evaluate_rows(read_ledger(folder / "ledger.csv", events=folder / "events.csv"), policies, as_of=DAY)


@pytest.fixture(scope="module")
def wanted(run):
    """Every decision counted by itself."""
    follow = Counter(one.policy for one in run.decisions)
    acted = Counter(one.policy for one in run.decisions if one.actions)
    actions = {
        name: Counter(action.action for one in run.decisions if one.policy == name for action in one.actions)
        for name in follow
    }
    return {name: (follow[name], acted[name], dict(actions[name])) for name in follow}


def plain(figures):
    return {name: (one.invoices, one.with_actions, dict(one.actions)) for name, one in figures.policies.items()}


def counted(result, policies):
    return plain(figures_of(result.tally.by_policy(), policies, as_of=DAY))


def test_row_by_row(run, policies, wanted):
    result = Result(DAY, Path, keep=False)
    result.take_run(run, explain=False, language="sv")
    assert counted(result, policies) == wanted
    assert sum(one[0] for one in wanted.values()) == result.decided < result.invoices


@pytest.mark.parametrize("json", [False, True])
@pytest.mark.parametrize("parts", [1, 3])
def test_in_columns_part_by_part(frames, policies, wanted, json, parts):
    invoices, events = frames
    customers = invoices["customer"].unique().sort()
    result = Result(DAY, Path, json=json, keep=False)
    evaluator = LedgerEvaluator(policies, as_of=DAY, json=json)
    for part in range(parts):
        own = invoices.filter(pl.col("customer").is_in(customers.gather_every(parts, part).implode()))
        beside = events.filter(pl.col("invoice").is_in(own["invoice"].str.strip_chars().implode()))
        sheets = [Sheet("x", frame, pl.Series(range(1, frame.height + 1))) for frame in (own, beside)]
        result.take(evaluator.part(*sheets))
    assert counted(result, policies) == wanted


def test_from_the_frames_of_a_service(frames, policies, wanted):
    rows = evaluate_ledger(policies, *frames, as_of=DAY)
    figures = run_figures(policies, rows, frames[0], as_of=DAY)
    # An invoice that has been bought back and has nothing to do counts where it names its policy.
    assert {name: one[1:] for name, one in plain(figures).items()} == {name: one[1:] for name, one in wanted.items()}
    assert sum(one.invoices for one in figures.policies.values()) == sum(one[0] for one in wanted.values())
    assert figures.policies["paminnelsemodul"].invoices == wanted["paminnelsemodul"][0]


def test_from_the_frames_under_one_policy(frames, policies):
    invoices, events = frames
    own = invoices.filter(pl.col("policy") == "paminnelsemodul").drop("policy")
    beside = events.filter(pl.col("invoice").is_in(own["invoice"].str.strip_chars().implode()))
    policy = policies["paminnelsemodul"]
    rows = evaluate_ledger(policy, own, beside, as_of=DAY)
    figures = run_figures(policy, rows, own, as_of=DAY)
    assert figures.policies["paminnelsemodul"].invoices == own.height
    assert figures.total == rows.filter(pl.col("kind") == "action").height


def test_rows_of_accounts_are_actions_of_no_invoice(policies):
    columns = ("invoice", "account", "policy", "kind", "action")
    rows = pl.DataFrame(
        [
            ("1", None, "factoring", "action", "remind"),
            (None, "A1", "factoring", "action", "charge_overdraft_interest"),
        ],
        schema=dict.fromkeys(columns, pl.String),
        orient="row",
    )
    invoices = pl.DataFrame({"invoice": [1, 2], "policy": ["factoring", "factoring"]})
    figures = run_figures(policies, rows, invoices, as_of=DAY)
    assert plain(figures) == {"factoring": (2, 1, {"remind": 1, "charge_overdraft_interest": 1})}


def test_frames_without_policies_or_numbers_count_nothing(policies):
    rows = pl.DataFrame(schema=dict.fromkeys(("invoice", "policy", "kind", "action"), pl.String))
    for invoices in ({"invoice": [DAY], "policy": ["fakturaservice"]}, {"invoice": ["1", "2"]}):
        assert run_figures(policies, rows, pl.DataFrame(invoices), as_of=DAY) == RunFigures({})


def test_accounts_count_for_actions_and_not_for_the_share(policies):
    ledger = read_ledger(EXAMPLES / "ledger.csv", events=EXAMPLES / "events.csv")
    alone = evaluate_rows(ledger, policies, as_of=DAY)
    beside = evaluate_rows(ledger, policies, as_of=DAY, accounts=read_accounts(EXAMPLES / "accounts.csv"))
    found = []
    for run in (alone, beside):
        result = Result(DAY, Path, keep=False)
        result.take_run(run, explain=False, language="sv")
        found.append(result.tally.by_policy()["fakturaforsaljning-regress"])
    assert (found[0].invoices, found[0].with_actions) == (found[1].invoices, found[1].with_actions)
    assert found[1].actions["charge_overdraft_interest"] > 0 == found[0].actions["charge_overdraft_interest"]


def test_an_invoice_that_continues_counts_under_the_policy_that_it_has_come_to():
    policies = load_policies(rules_directory() / "fakturaforsaljning-regress.yaml")
    (name,) = policies
    ledger = read_ledger(EXAMPLES / "ledger.csv", events=EXAMPLES / "events.csv")
    run = evaluate_rows(ledger, policies, as_of=DAY)
    result = Result(DAY, Path, keep=False)
    result.take_run(run, explain=False, language="sv")
    figures = figures_of(result.tally.by_policy(), policies, as_of=DAY)
    assert set(figures.policies) == {name, "fakturaservice"}
    assert figures.policies["fakturaservice"].invoices == sum(one.policy == "fakturaservice" for one in run.decisions)
