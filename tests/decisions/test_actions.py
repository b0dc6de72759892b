import json
from datetime import date

import pytest
from trial import DEMAND, REMINDER, action, decide, event, facts, payment, policy, step

from dunning_engine.decisions.action import Action
from dunning_engine.decisions.evaluate import evaluate, evaluate_each
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies
from dunning_engine.problems import FactError

ASKING = REMINDER.replace("}", ", request_if_missing: [customer_identity_number, customer_email]}")
TAKEN = step("2026-03-09", "reminder", fee="60.00", pay_by="2026-03-16")


def asked(decision):
    return [one.fact for one in decision.actions if one.action == "request_information"]


def test_what_is_missing_is_asked_for_when_the_step_is_taken_and_until_it_was():
    history = policy(ASKING, DEMAND)
    both = ["customer_identity_number", "customer_email"]
    assert asked(decide(history, "2026-03-08")) == []
    assert asked(decide(history, "2026-03-09")) == both
    assert asked(decide(history, "2026-03-10", TAKEN)) == both
    once = event("2026-03-09", "information_requested", fact="customer_identity_number")
    assert asked(decide(history, "2026-03-10", TAKEN, once)) == ["customer_email"]
    known = {"customer_identity_number": "5560125790", "customer_email": "a@example.se"}
    assert asked(decide(history, "2026-03-10", TAKEN, **known)) == []
    keys = [one.key for one in decide(history, "2026-03-10", TAKEN).actions]
    assert keys == [f"1001/request_information/{fact}" for fact in both]


def test_a_question_to_the_client_says_what_is_owed_and_where_it_comes_from():
    taken = step("2026-03-09", "reminder", fee="60.00", interest="19.18", pay_by="2026-03-16")
    known = {"customer_email": "a@example.se"}
    assert decide(policy(ASKING, DEMAND), "2026-03-10", taken, **known).actions == (
        Action(
            key="1001/request_information/customer_identity_number",
            action="request_information",
            step="reminder",
            title="Begär komplettering: customer_identity_number",
            approval="automatic",
            on=date(2026, 3, 10),
            principal=1000000,
            fees_before=6000,
            interest=1918,
            fact="customer_identity_number",
            rule="trial#reminder",
            source="trial.yaml:10:6",
        ),
    )


def test_a_hint_to_match_says_what_is_booked_and_for_whom():
    taken = step("2026-03-09", "reminder", fee="60.00", interest="19.18")
    assert decide(policy(REMINDER), "2026-03-10", taken, amount="-500.00").actions == (
        Action(
            key="1001/match_ledger_items",
            action="match_ledger_items",
            step=None,
            title="Koppla posterna i kundreskontran: kund 17",
            approval="automatic",
            on=date(2026, 3, 10),
            principal=-50000,
            fees_before=6000,
            interest=1918,
            rule="trial#match_ledger_items",
            source="trial.yaml:1:9",
        ),
    )
    small = policy(REMINDER, exclude="[{reason: Liten, when: {amount: {at_most: 1.00}}}]")
    assert decide(small, "2026-03-10", amount="0.01").actions == ()
    assert decide(policy(REMINDER), "2026-03-10", event("2026-03-09", "closed"), amount="-500.00").actions == ()


def test_nothing_is_asked_for_on_an_invoice_that_is_paid_or_at_rest():
    history = policy(ASKING, DEMAND)
    assert asked(decide(history, "2026-03-12", TAKEN, payment("2026-03-10", "10060.00"))) == []
    assert asked(decide(history, "2026-03-12", TAKEN, event("2026-03-10", "pause"))) == []


def test_what_a_claim_is_made_of_adds_up_and_stands_apart():
    events = [step("2026-03-09", "reminder", fee="60.00", interest="19.18"), payment("2026-03-10", "4079.18")]
    taken = action(policy(REMINDER, DEMAND), "2026-03-17", *events)
    # 10 000 for 3-10 March: 21.918; 6 000 for 11-17 March: 11.507; less 19.18 that was paid: 14.245.
    assert (taken.principal, taken.fees_before, taken.fee, taken.interest) == (600000, 0, 18000, 1424)
    assert taken.amount_to_pay == 600000 + 18000 + 1424
    assert taken.law == ("Lag (1981:739) 3 §, 4 §", "Räntelagen 6 §", "Inkassolagen 5 §")


def test_an_explanation_says_what_has_been_taken_off_the_interest_that_accrued():
    events = [step("2026-03-09", "reminder", fee="60.00", interest="19.18"), payment("2026-03-10", "4079.18")]
    said = decide(policy(REMINDER, DEMAND), "2026-03-17", *events).explain()
    assert "    avgår ränta som redan är betald, krävd eller fakturerad: −19,18 kr" in said
    assert not any("avgår" in line for line in decide(policy(REMINDER), "2026-03-09").explain())


def test_the_digest_is_of_the_policy_and_its_law_and_the_source_is_a_line():
    history = policy(REMINDER)
    decision = decide(history, "2026-03-09")
    assert decision.digest == history.revisions[0].digest
    assert (decision.actions[0].rule, decision.actions[0].source) == ("trial#reminder", "trial.yaml:10:6")


@pytest.mark.parametrize(
    ("approval", "own", "expected"),
    [("automatic", "", "automatic"), ("manual", "", "manual"), ("automatic", ", approval: manual", "manual")],
)
def test_who_carries_it_out(approval, own, expected):
    assert action(policy(REMINDER.replace("}", f"{own}}}"), approval=approval), "2026-03-09").approval == expected


def test_a_customers_invoices_add_up_but_never_those_of_another_client_or_customer():
    """Each has 19.18 of interest on 9 March; together 38.36."""
    looking = REMINDER.replace("}", ", when: {customer_interest_total: {at_least: 30.00}}}")
    history = policy(looking)

    def stepped(*invoices):
        decisions = evaluate(history, [facts(**one) for one in invoices], as_of=date(2026, 3, 9))
        return [len(one.actions) for one in decisions]

    assert stepped({"invoice": "1"}) == [0]
    assert stepped({"invoice": "1"}, {"invoice": "2"}) == [1, 1]
    assert stepped({"invoice": "1"}, {"invoice": "2", "customer": "18"}) == [0, 0]
    assert stepped({"invoice": "1", "client": "A"}, {"invoice": "2", "client": "B"}) == [0, 0]
    assert stepped({"invoice": "1", "client": "A"}, {"invoice": "2", "client": "A"}, {"invoice": "3"}) == [1, 1, 0]


def test_interest_in_another_currency_does_not_add_up():
    looking = REMINDER.replace("}", ", when: {customer_interest_total: {at_least: 30.00}}}")
    kronor, euro = policy(looking), policy(looking, currency="EUR")
    pairs = [(kronor, facts(invoice="1")), (euro, facts(invoice="2", currency="EUR"))]
    assert [one.actions for one in evaluate_each(pairs, as_of=date(2026, 3, 9))] == [(), ()]


def test_a_mapping_and_an_invoice_give_the_same():
    history = load_policies()["fakturaservice"]
    given = facts(TAKEN)
    day = date(2026, 3, 20)
    assert evaluate(history, given, as_of=day) == evaluate(history, Invoice.from_mapping(given), as_of=day)
    assert evaluate(history, [], as_of=day) == []
    assert evaluate(history, (given,), as_of=day) == [evaluate(history, given, as_of=day)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "EUR"}, "DE529"),
        ({"last_step": "kravbrev", "last_step_on": "2026-03-09"}, "DE527"),
        ({"amount": None}, "DE502"),
        ({"due_on": "2150-01-05"}, "DE508"),
        ({"issued_on": "1951-01-05", "due_on": "1951-02-05"}, "DE508"),
    ],
)
def test_facts_that_do_not_fit_are_all_said(changes, code):
    history = policy(REMINDER, applies_to_invoices_issued_from="1900-01-01")
    with pytest.raises(FactError) as raised:
        evaluate(history, facts(**changes), as_of=date(2026, 3, 9))
    assert code in [problem.code for problem in raised.value.problems]
    assert {problem.invoice for problem in raised.value.problems} == {"1001"}


def test_a_decision_is_said_in_both_languages_and_fits_json():
    decision = decide(load_policies()["fakturaservice"], "2026-03-09")
    plain = decision.to_dict(explain=True)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["why"] == list(decision.explain("sv"))
    assert decision.explain("sv") != decision.explain("en")
    assert "why" not in decision.to_dict()
    english = decision.to_dict(explain=True, language="en")
    assert english["why"][0].startswith("Invoice 1001 on 2026-03-09")


def test_a_note_travels_along_and_changes_nothing():
    history = policy(REMINDER)
    noted = decide(history, "2026-03-09", event("2026-03-05", "note", text="Ringt kunden"))
    assert noted.notes == ("Ringt kunden",)
    assert noted.actions == decide(history, "2026-03-09").actions
