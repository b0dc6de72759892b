"""The service's answers are what `evaluate`, `evaluate_each` and `timeline` say in process, on the whole example ledger."""

import json
from dataclasses import replace
from datetime import date

import pytest
from in_process import NDJSON, ROOT, accounts, ask, ledger, post, store

from dunning_engine import evaluate, timeline
from dunning_engine.decisions.evaluate import evaluate_each
from dunning_engine.ledger.accounts import read_accounts
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.problems import FactError

DAY = date(2026, 3, 31)
AS_OF = DAY.isoformat()
SAID = [(language, explain) for language in ("sv", "en") for explain in (False, True)]


@pytest.fixture(scope="module")
def policies():
    return store().served.policies


@pytest.fixture(scope="module")
def invoices():
    """What the ledger's own reader makes of the same files."""
    entries = read_ledger(ROOT / "examples" / "ledger.csv", events=ROOT / "examples" / "events.csv").entries
    assert len(entries) == len(ledger()) > 150
    return {entry.invoice.invoice: entry.invoice for entry in entries}


@pytest.fixture(scope="module")
def client_accounts():
    found = [one.account for one in read_accounts(ROOT / "examples" / "accounts.csv").found]
    assert len(found) == len(accounts())
    return found


def as_told(decisions, language, explain):
    return [one.to_dict(language=language, explain=explain) for one in decisions]


@pytest.mark.parametrize(("language", "explain"), SAID)
def test_invoice_by_invoice(policies, invoices, language, explain):
    for number, given in ledger().items():
        answer = post("/v1/evaluate", {"as_of": AS_OF, "invoice": given, "language": language, "explain": explain})
        decision = evaluate(policies[invoices[number].policy], invoices[number], as_of=DAY)
        assert (answer.status, answer.json["decisions"]) == (200, as_told([decision], language, explain))


@pytest.mark.parametrize(("language", "explain"), SAID)
def test_all_at_once_with_accounts(policies, invoices, client_accounts, language, explain):
    request = {"as_of": AS_OF, "invoices": [*ledger().values()], "accounts": accounts()}
    answer = post("/v1/evaluate", {**request, "language": language, "explain": explain})
    pairs = [(policies[one.policy], one) for one in invoices.values()]
    decisions = evaluate_each(pairs, as_of=DAY, accounts=client_accounts)
    charged = [evaluate(policies[one.policy], one, as_of=DAY) for one in client_accounts]
    assert answer.status == 200
    assert answer.json["decisions"] == as_told(decisions, language, explain)
    assert answer.json["accounts"] == as_told(charged, language, explain)
    used = {(one.policy, one.revision and one.revision.isoformat(), one.digest) for one in (*decisions, *charged)}
    assert {(one["name"], one["revision"], one["digest"]) for one in answer.json["policies"]} == used
    assert answer.headers["dunning-policies"] == store().served.digest


def test_interest_and_set_off_matter_in_the_list(policies, invoices, client_accounts):
    """Otherwise the test above would show nothing of them."""
    pairs = [(policies[one.policy], one) for one in invoices.values()]
    together = evaluate_each(pairs, as_of=DAY)
    alone = [evaluate(history, one, as_of=DAY) for history, one in pairs]
    assert together != alone
    overdrawn = replace(client_accounts[0], entries=(replace(client_accounts[0].entries[0], amount=-100_000_00),))
    owing = [replace(overdrawn, client=one.client, policy=None) for one in invoices.values() if one.client]
    assert evaluate_each(pairs, as_of=DAY, accounts=owing) != together


def test_what_is_overdrawn_is_set_off(policies, invoices, client_accounts):
    paying = next(
        one
        for one in invoices.values()
        if any(action.action == "pay_out" for action in evaluate(policies[one.policy], one, as_of=DAY).actions)
    )
    owing = {"account": "K1", "client": paying.client, "currency": "SEK", "entries": []}
    owing["entries"].append({"on": "2026-03-30", "entry": "other", "amount": "-500.00"})
    answer = post(
        "/v1/evaluate",
        {"policy": paying.policy, "as_of": AS_OF, "invoice": ledger()[paying.invoice], "accounts": [owing]},
    )
    account = type(client_accounts[0]).from_mapping(owing)
    decision = evaluate(policies[paying.policy], paying, as_of=DAY, accounts=[account])
    assert answer.json["decisions"] == [decision.to_dict()]
    assert any(action["set_off"] != "0.00" for action in answer.json["decisions"][0]["actions"])
    assert answer.json["accounts"] == [evaluate(policies[paying.policy], account, as_of=DAY).to_dict()]


def refusals(policy, one):
    try:
        evaluate(policy, one, as_of=DAY)
    except FactError as error:
        return [problem.code for problem in error.problems]
    return []


@pytest.mark.parametrize("name", list(store().served.policies))
def test_one_policy_for_all(policies, invoices, name):
    """Under a policy that lacks their steps some invoices are refused: what the service refuses, `evaluate` does."""
    fitting = []
    for number, one in invoices.items():
        refused = refusals(policies[name], one)
        if not refused:
            fitting.append(number)
            continue
        answer = post("/v1/evaluate", {"policy": name, "as_of": AS_OF, "invoice": ledger()[number]})
        assert (answer.status, answer.codes) == (422, refused)
    answer = post(
        "/v1/evaluate", {"policy": name, "as_of": AS_OF, "invoices": [ledger()[number] for number in fitting]}
    )
    decisions = evaluate(policies[name], [invoices[number] for number in fitting], as_of=DAY)
    assert answer.json["decisions"] == as_told(decisions, "sv", explain=False)


@pytest.mark.parametrize(("language", "explain"), SAID)
def test_as_a_stream(policies, invoices, language, explain):
    """One by one, and each customer's as a list."""
    customers = {}
    for number, one in invoices.items():
        customers.setdefault(one.customer, []).append(number)
    groups = [[number] for number in invoices] + [*customers.values()]
    lines = [
        json.dumps(ledger()[group[0]] if len(group) == 1 else [ledger()[number] for number in group]).encode() + b"\n"
        for group in groups
    ]
    said = f"language={language}&explain={str(explain).lower()}"
    answer = ask("POST", f"/v1/evaluate/stream?as_of={AS_OF}&{said}", lines, kind=NDJSON)
    *told, end = answer.lines
    for number, (group, line) in enumerate(zip(groups, told, strict=True), 1):
        pairs = [(policies[invoices[one].policy], invoices[one]) for one in group]
        decisions = as_told(evaluate_each(pairs, as_of=DAY), language, explain)
        assert line == {"line": number, "decisions": decisions}
    assert (end["end"], end["lines"], end["decided"], end["with_problems"]) == (
        True,
        len(groups),
        2 * len(invoices),
        0,
    )


@pytest.mark.parametrize("paid_on", [None, date(2026, 4, 20)])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_timelines(policies, invoices, language, paid_on):
    for number in [*invoices][::8]:
        request = {"as_of": AS_OF, "invoice": ledger()[number], "language": language}
        if paid_on is not None:
            request["paid_on"] = paid_on.isoformat()
        answer = post("/v1/timeline", request)
        line = timeline(policies[invoices[number].policy], invoices[number], as_of=DAY, paid_on=paid_on)
        assert answer.json["timeline"] == line.to_dict(language)
