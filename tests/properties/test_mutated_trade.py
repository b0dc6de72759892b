"""Buyers' policies with something changed inside their new sections: problems, or a policy that decides."""

import copy
import json
import re
from datetime import timedelta
from decimal import Decimal
from functools import cache

from caller import days_from, run
from drawn_invoices import offers, trades, with_events
from hypothesis import given, settings
from hypothesis import strategies as st
from test_trade_robust import can_be_told

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.account import Account, Entry, EntryKind
from dunning_engine.policy.check import read_policy
from dunning_engine.policy.load import load_policies
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.problems import FactError, Problem, has_errors
from dunning_engine.resources import rules_directory
from dunning_engine.text.source import read_yaml

BUYERS = ("fakturaforsaljning-regress", "fakturabelaning", "factoring")
TEXTS = [(rules_directory() / f"{name}.yaml").read_text(encoding="utf-8") for name in BUYERS]
SECTIONS = ("purchase", "recourse", "overdraft", "interest_invoice", "accounts")
MORE = """
interest_invoice: {title: Ränta, at_least: 100.00, or_customer_total_at_least: 150.00, comment: Sent}
accounts: {receivable: "1511", bank: "1940"}
overdraft: {daily_interest: {monthly_percent: 2.9, divided_by: 30, times: 1.25}}
"""
BASES = [text if "overdraft:" in text else text + MORE for text in TEXTS]
VALUES = [
    *(
        0,
        1,
        2,
        5,
        -1,
        30,
        60,
        3651,
        10**9,
        Decimal(50),
        Decimal("0.01"),
        Decimal("0.005"),
        Decimal("100.01"),
        Decimal("2.9"),
        True,
        None,
        "",
        "8,5",
        "1518",
    ),
    *("lend", "review", "decline", "buy_with_recourse", "at_payout", "immediately", "balance", "principal", "service"),
    *("fakturaservice", "fakturaforsaljning-regress", [], {}, [{}], {"hours": 0}, {"banking_days": 61}, {"days": 1}),
    *({"sale": "pledged"}, {"sale": {"one_of": ["pledged", "with_recourse"]}}, {"credit_risk": {"at_most": 0}}),
    *({"interest_accrued": {"at_least": 5}}, {"any": [{"paid": False}, {"bought_back": True}]}, {"balance": {"is": 1}}),
]


@cache
def service():
    return load_policies()["fakturaservice"]


def parts_of(value, path):
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from parts_of(part, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


@st.composite
def changed(draw):
    """A policy with some parts of those sections removed, exchanged, doubled or put under another name; JSON is YAML."""
    policy = copy.deepcopy(read_yaml(draw(st.sampled_from(BASES)), "base")[0].value)
    for _ in range(draw(st.integers(1, 2))):
        paths = [path for name in SECTIONS if name in policy for path in parts_of(policy[name], (name,))]
        if not paths:
            break
        path, other = draw(st.sampled_from(paths)), draw(st.sampled_from(paths))
        parent, key, elsewhere = at(policy, path[:-1]), path[-1], copy.deepcopy(at(policy, other))
        match draw(st.sampled_from(["remove", "value", "value", "value", "take", "double", "rename"])):
            case "remove":
                del parent[key]
            case "value":
                alike = [value for value in VALUES if type(value) is type(parent[key])]
                parent[key] = copy.deepcopy(draw(st.sampled_from(alike if alike and draw(st.booleans()) else VALUES)))
            case "take":
                parent[key] = elsewhere
            case "double" if isinstance(parent, list):
                parent.insert(draw(st.integers(0, len(parent))), elsewhere)
            case "rename" if isinstance(parent, dict):
                parent[str(other[-1])] = parent.pop(key)
    written = json.dumps(policy, ensure_ascii=False, default=lambda amount: f"decimal {amount}")
    return re.sub(r'"decimal ([^"]*)"', r"\1", written)


@given(changed(), offers(), st.data())
@settings(max_examples=120, deadline=None)
def test_a_changed_buyers_policy_gives_problems_or_decides(text, invoice, data):
    draft, problems = read_policy(text, "policy.yaml")
    assert all(isinstance(problem, Problem) for problem in problems)
    if has_errors(problems):
        return
    history = PolicyHistory(draft.policy.name, (draft.policy,), {"fakturaservice": service()})
    sold = data.draw(st.sampled_from([(), data.draw(trades(invoice.issued_on))]))
    invoice = with_events(invoice, *sold)
    _, after = run(history, invoice, days_from(invoice.issued_on, 80)[::7])
    day = invoice.due_on + timedelta(days=data.draw(st.integers(0, 60)))
    assert can_be_told(evaluate(history, after, as_of=day))
    overdrawn = Entry(on=invoice.issued_on, entry=EntryKind.OTHER, amount=-1_000_000)
    account = Account(account="1", client="U5", currency="SEK", entries=(overdrawn,))
    assert evaluate(history, account, as_of=day).explain()


@given(changed(), offers(), st.data())
@settings(max_examples=60, deadline=None)
def test_even_one_that_the_check_refuses_harms_nothing(text, invoice, data):
    """Where a policy could be parsed, evaluating it ends in a decision or in problems with the facts."""
    draft, _ = read_policy(text, "policy.yaml")
    if draft is None:
        return
    history = PolicyHistory(draft.policy.name, (draft.policy,))
    invoice = with_events(invoice, *data.draw(trades(invoice.issued_on)))
    try:
        decision = evaluate(history, invoice, as_of=invoice.due_on + timedelta(days=data.draw(st.integers(0, 60))))
    except FactError:
        return
    assert can_be_told(decision)
