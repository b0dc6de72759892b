"""What is said of two policies, and that what cannot be decided is never called equal."""

import pytest

from dunning_engine.difference.policies import difference
from dunning_engine.law.load import load_law
from dunning_engine.policy.load import load_policies
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.policy.parse import parse_policy
from dunning_engine.resources import rules_directory
from dunning_engine.text.source import read_yaml

SERVICE = (rules_directory() / "fakturaservice.yaml").read_text(encoding="utf-8")
BUYER = (rules_directory() / "fakturakop.yaml").read_text(encoding="utf-8")
REMINDER = "step: reminder\n    title: Påminnelse\n    action: remind\n"


def policy(text, *changes, file="old.yaml"):
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    draft, problems = parse_policy(read_yaml(text, file)[0], load_law("SE"))
    assert not problems
    return draft.policy


def history(*policies):
    return PolicyHistory(policies[0].name, policies)


def changed(*changes, text=SERVICE):
    return difference(history(policy(text)), history(policy(text, *changes, file="new.yaml")))


def said(*changes, text=SERVICE, language="sv"):
    return [line.rsplit(" (old.yaml", 1)[0] for line in changed(*changes, text=text).lines(language)]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            [("days_after_due_date: 7", "days_after_due_date: 10")],
            [
                "dag 7–9 efter förfallodagen: Påminnelse flyttas från dag 7 till dag 10 efter förfallodagen",
                "Följd: Inkassokrav tidigast dag 18 i stället för dag 15 efter förfallodagen",
                "Följd: Betalningsföreläggande eller efterbevakning tidigast dag 32 i stället för dag 29 efter förfallodagen",
            ],
        ),
        ([("fee: 60.00", "fee: 50.00")], ["Avgiften för Påminnelse: 60,00 → 50,00"]),
        ([("fee: 60.00", "fee: statutory")], ["Avgiften för Påminnelse: 60,00 → lagens högsta"]),
        (
            [
                (
                    "overrides: []",
                    "overrides: [{title: A, when: {customer_kind: business}, steps: {reminder: {fee: 0.00}}}]",
                )
            ],
            ["företag: Avgiften för Påminnelse: 60,00 → inget".replace("Avg", "avg")],
        ),
        ([("more_than: 30", "more_than: 29")], ["dag 30 efter fakturadatum: ränta krävs"]),
        ([("{disputed: true}", "{written_off: true}")], None),
        ([("title: Inkassokrav", "title: Krav")], ["Steget «Inkassokrav» heter nu «Krav»"]),
        ([("Fordran är bestridd", "Bestridd")], ["Skälet «Fordran är bestridd» heter nu «Bestridd»"]),
        (
            [(REMINDER, REMINDER + "    when: {client: A}\n    if_not: skip\n")],
            ["utan uppdragsgivare eller uppdragsgivare annat än A: Påminnelse, villkor: tas → hoppas över"],
        ),
        ([("require: [customer_identity_number]\n    if_missing: wait", "if_not: wait")], None),
        ([("half_up_to_ore", "down_to_krona")], ["Ränta avrundas: half_up_to_ore → down_to_krona"]),
        ([("step: reminder", "step: first")], ["Steget reminder heter nu first"]),
        (
            [
                (
                    "overrides: []",
                    "limits: {actions_per_run: 5, share_of_ledger_percent: 12.5, of_each_kind: {demand: 3}}",
                )
            ],
            [
                "Högst så många åtgärder i en körning: inget → 5",
                "Högst så stor del av reskontran i en körning: inget → 12,50 %",
                "Högst så många av varje slag i en körning: inget → demand 3",
            ],
        ),
        (
            [("overrides: []", "limits: {after_change_percent_of_last_run: 150}")],
            ["Efter en ändring högst så mycket av förra körningen: inget → 150,00 %"],
        ),
    ],
)
def test_each_change_is_said_in_the_words_of_the_policy(changes, lines):
    found = said(*changes)
    assert found if lines is None else found == lines


@pytest.mark.parametrize(
    "changes",
    [
        [("more_than: 30", "at_least: 31")],
        [("{disputed: true}", "{disputed: {is: true}}")],
        [("{disputed: true}", "{any: [{disputed: true}, {all: [{disputed: true}, {paid: false}]}]}")],
        [("postal_days: 0", "# nothing said\npostal_days: 0")],
        [("payments_settle: [fees, interest, principal]", "")],
        [("overrides: []", "overrides: [{title: A, when: {client: A}, steps: {reminder: {approval: automatic}}}]")],
    ],
)
def test_what_is_written_differently_is_equal(changes):
    found = changed(*changes)
    assert found.equal
    assert found.lines("en") == ("The policies fakturaservice are equal: no invoice is treated differently.",)


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            [("credit_risk: {at_most: 4}", "credit_risk: {at_most: 3}")],
            ["credit grade 4: outcome: Köpt (buy_without_recourse, at_payout) → Köps inte (decline, immediately)"],
        ),
        ([("fee_percent: 3.0", "fee_percent: 2.5")], ["The buyer's fee: 3,00 % → 2,50 %"]),
        ([("{banking_days: 2}", "{calendar_days: 0}")], ["Payout: 2, banking_days → 0, calendar_days"]),
    ],
)
def test_what_is_bought_otherwise(changes, lines):
    assert said(*changes, text=BUYER, language="en") == lines


def test_revisions_are_compared_over_the_days_that_invoices_are_issued():
    old, later = policy(SERVICE), policy(SERVICE, ("2020-01-01", "2026-01-01"), ("60.00", "50.00"), file="new.yaml")
    found = difference(history(old), history(old, later))
    assert [(str(one.first), str(one.last), one.equal) for one in found.issued] == [
        ("2020-01-01", "2025-12-31", True),
        ("2026-01-01", "None", False),
    ]
    assert found.lines("en")[0] == "Invoices issued from 2026-01-01:"
    assert not difference(history(old), history(later)).equal
    assert "only the old policy" in difference(history(old), history(later)).lines("en")[0]


def test_what_the_budget_is_not_enough_for_is_never_called_equal():
    changes = [("more_than: 30", "at_least: 31"), ("{disputed: true}", "{disputed: {is_not: false}}")]
    old, new = history(policy(SERVICE)), history(policy(SERVICE, *changes))
    found = difference(old, new, budget=3)
    assert not found.equal
    assert not found.decided
    assert found.lines("en")[0].startswith("Could not be decided whole: ")
    assert found.to_dict("en")["decided"] is False


def test_policies_that_continue_are_compared_too():
    policies = load_policies()
    old = policies["fakturaforsaljning-regress"]
    after = history(policy(SERVICE, ("fee: 60.00", "fee: 50.00")))
    new = PolicyHistory(old.name, old.revisions, {"fakturaservice": after}, old.inherited_steps)
    found = difference(old, new)
    assert not found.equal
    assert found.lines("en")[0] == "After a buy-back, in fakturaservice:"
    assert difference(old, new, with_continued=False).equal
