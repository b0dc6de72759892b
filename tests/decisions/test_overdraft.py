"""Interest on overdrawn accounts. 10 000 kr at 2.9 % / 30 x 1.25 is 12.0833 kr a day."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import REMINDER, policy

from dunning_engine.decisions.action import Posting
from dunning_engine.decisions.decision import Blocker
from dunning_engine.decisions.overdraft import decide_account
from dunning_engine.facts.account import Account, Entry, EntryKind
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.problems import FactError

SCHEMAS = Path(__file__).parents[2] / "schemas"
SCHEMA = json.loads((SCHEMAS / "account-decision.schema.json").read_text(encoding="utf-8"))
DECISION_SCHEMA = json.loads((SCHEMAS / "decision.schema.json").read_text(encoding="utf-8"))

USUAL = "{daily_interest: {monthly_percent: 2.9, divided_by: 30, times: 1.25}}"
RULED = policy(REMINDER, overdraft=USUAL)
BARE = policy(REMINDER)
OVERDRAWN = ("2026-03-01", "buy_back", "-10000.00")


def account(*entries, currency="SEK"):
    return Account(
        account="K-1", client="Snickeri AB", currency=currency, entries=tuple(_entry(*one) for one in entries)
    )


def _entry(on, kind, amount):
    return Entry(on=date.fromisoformat(on), entry=EntryKind(kind), amount=round(float(amount) * 100))


def decide(as_of, *entries, history=RULED):
    return decide_account(history, account(*entries), as_of=date.fromisoformat(as_of))


def charged(decision):
    return [(action.on.isoformat(), action.amount) for action in decision.actions]


def revisions(*dated):
    """A policy whose revision from each day has that overdraft section; ``None`` has none."""
    return PolicyHistory(
        "trial",
        tuple(
            replace(policy(REMINDER, overdraft=section).revisions[0], applies_from=date.fromisoformat(since))
            for since, section in dated
        ),
    )


@pytest.mark.parametrize(
    ("as_of", "entries", "expected"),
    [
        ("2026-02-28", [OVERDRAWN], []),  # not yet
        ("2026-03-01", [OVERDRAWN], [("2026-03-01", 1208)]),
        # 10 012.08 costs 12.0979, 10 024.18 costs 12.1126.
        ("2026-03-03", [OVERDRAWN], [("2026-03-01", 1208), ("2026-03-02", 1210), ("2026-03-03", 1211)]),
        # Either cure ends it: repaid, or another invoice sold. The end of the day counts.
        ("2026-03-03", [OVERDRAWN, ("2026-03-02", "deposit", "10012.08")], [("2026-03-01", 1208)]),
        ("2026-03-03", [OVERDRAWN, ("2026-03-01", "purchase", "12000.00")], []),
        # An öre short: it is overdrawn, and an öre costs nothing.
        ("2026-03-03", [OVERDRAWN, ("2026-03-02", "deposit", "10012.07")], [("2026-03-01", 1208)]),
        # Exactly nothing is not below.
        ("2026-03-03", [("2026-03-01", "deposit", "100.00"), ("2026-03-02", "payout", "-100.00")], []),
        ("2026-03-03", [("2026-03-01", "deposit", "100.00"), ("2026-03-03", "payout", "-10100.00")], [("2026-03-03", 1208)]),
        # Charged already, all or the day between.
        ("2026-03-01", [OVERDRAWN, ("2026-03-01", "overdraft_interest", "-12.08")], []),
        (
            "2026-03-03",
            [OVERDRAWN, ("2026-03-02", "overdraft_interest", "-12.10")],
            [("2026-03-01", 1208), ("2026-03-03", 1211)],
        ),
        # Whatever stands charged for a day, later days count on it: 10 100.00 costs 12.2042.
        ("2026-03-02", [OVERDRAWN, ("2026-03-01", "overdraft_interest", "-100.00")], [("2026-03-02", 1220)]),
        # A charge alone may leave the account below zero: 1 000 kr costs 1.2083.
        ("2026-03-02", [("2026-03-01", "overdraft_interest", "-1000.00")], [("2026-03-02", 121)]),
        # Half an öre is one: 4.14 kr costs 0.0050025, 4.13 costs 0.0049904.
        ("2026-03-01", [("2026-03-01", "payout", "-4.14")], [("2026-03-01", 1)]),
        ("2026-03-01", [("2026-03-01", "payout", "-4.13")], []),
        ("2026-03-03", [], []),
    ],
)  # fmt: skip
def test_each_overdrawn_day_is_charged_once(as_of, entries, expected):
    assert charged(decide(as_of, *entries)) == expected


def test_a_charge_is_an_action_with_its_day_in_its_key():
    (action,) = decide("2026-03-01", OVERDRAWN).actions
    assert (action.key, action.action, action.step) == (
        "K-1/charge_overdraft_interest/2026-03-01",
        "charge_overdraft_interest",
        None,
    )
    assert (action.title, action.approval, action.on) == (
        "Övertrasseringsränta: 2026-03-01",
        "automatic",
        date(2026, 3, 1),
    )
    assert (action.principal, action.fees_before, action.interest, action.amount_to_pay) == (0, 0, 0, 0)
    assert (action.rule, action.source) == ("trial#overdraft", "trial.yaml:9:1")
    text = "Övertrasseringsränta, konto K-1"
    assert action.postings == (Posting("8421", 1208, 0, text), Posting("2811", 0, 1208, text))


def test_a_manual_policy_lets_a_person_confirm():
    manual = policy(REMINDER, overdraft=USUAL, approval="manual")
    assert decide("2026-03-01", OVERDRAWN, history=manual).actions[0].approval == "manual"


def test_an_account_number_with_a_slash_keeps_its_keys_apart():
    slashed = replace(account(OVERDRAWN), account="K/1")
    (action,) = decide_account(RULED, slashed, as_of=date(2026, 3, 1)).actions
    assert action.key == "K%2F1/charge_overdraft_interest/2026-03-01"


def test_what_a_decision_says_of_the_account():
    decision = decide("2026-03-02", OVERDRAWN, ("2026-03-03", "deposit", "20000.00"))
    assert (decision.account, decision.client, decision.as_of) == ("K-1", "Snickeri AB", date(2026, 3, 2))
    assert (decision.policy, decision.revision, decision.balance) == ("trial", date(2020, 1, 1), -1_000_000)
    assert decision.digest == RULED.revisions[0].digest


def test_each_day_costs_what_the_revision_in_force_on_it_says():
    half = "{daily_interest: {monthly_percent: 1.45, divided_by: 30, times: 1.25}}"
    history = revisions(("2026-01-01", USUAL), ("2026-03-02", half), ("2026-03-03", None))
    decision = decide("2026-03-03", OVERDRAWN, history=history)
    # 10 012.08 at half the rate costs 6.049.
    assert charged(decision) == [("2026-03-01", 1208), ("2026-03-02", 605)]
    assert decision.revision == date(2026, 3, 3)
    assert [action.rule for action in decision.actions] == ["trial#overdraft", "trial#overdraft"]


@pytest.mark.parametrize(
    ("history", "as_of", "entries", "source"),
    [
        (BARE, "2026-03-01", [OVERDRAWN], "trial.yaml:1:9"),
        (revisions(("2026-03-02", USUAL)), "2026-03-01", [OVERDRAWN], None),
        (revisions(("2026-01-01", USUAL), ("2026-03-02", None)), "2026-03-02", [OVERDRAWN], "trial.yaml:1:9"),
        # The deposit covers what is booked and not what is proposed.
        (
            revisions(("2026-01-01", USUAL), ("2026-03-02", None)),
            "2026-03-02",
            [OVERDRAWN, ("2026-03-02", "deposit", "10000.00")],
            "trial.yaml:1:9",
        ),
    ],
)
def test_an_overdraft_that_no_rule_covers_is_said(history, as_of, entries, source):
    decision = decide(as_of, *entries, history=history)
    details = {"policy": "trial", "day": as_of}
    assert decision.blockers == (Blocker(code="no_overdraft_rule", source=source, details=details),)
    assert [decision.blockers[0].message(language) for language in ("sv", "en")] == [
        f"Kontot är övertrasserat {as_of}, men policyn trial har ingen ränta för det.",
        f"The account is overdrawn on {as_of}, but the policy trial has no interest for it.",
    ]


@pytest.mark.parametrize(
    ("history", "as_of", "entries"),
    [
        (RULED, "2026-03-02", [OVERDRAWN]),
        (BARE, "2026-03-02", [("2026-03-01", "deposit", "1.00")]),
        (BARE, "2026-03-02", [OVERDRAWN, ("2026-03-02", "deposit", "10000.00")]),
        # What no rule covered on its days is not asked for afterwards.
        (revisions(("2026-03-02", USUAL)), "2026-03-02", [OVERDRAWN, ("2026-03-02", "deposit", "10000.00")]),
    ],
)
def test_nothing_is_said_where_no_overdraft_lacks_a_rule(history, as_of, entries):
    assert decide(as_of, *entries, history=history).blockers == ()


def test_before_the_first_revision_there_is_none():
    decision = decide("2019-12-31", history=RULED)
    assert (decision.revision, decision.digest, decision.actions) == (None, None, ())


def test_another_currency_is_refused_like_an_invoice():
    with pytest.raises(FactError) as refused:
        decide_account(RULED, account(OVERDRAWN, currency="EUR"), as_of=date(2026, 3, 1))
    assert [(one.code, one.account, one.fact, one.value) for one in refused.value.problems] == [
        ("DE529", "K-1", "currency", "EUR")
    ]


def lines(decision, language, *names):
    """The lines of some sections, without their headings."""
    texts = []
    for name in names:
        section = decision.told(language).section(name)
        texts += [row.text(language) for row in section.rows]
        for line in section.lines:
            texts += [line.text, *(one.text for one in line.under)]
    return [text.replace("\u00a0", " ") for text in texts]


def test_an_explanation_has_a_line_for_each_day():
    decision = decide("2026-03-02", OVERDRAWN)
    assert decision.explain()[0] == "Konto K-1 den 2026-03-02"
    assert lines(decision, "sv", "today", "why", "amounts", "next", "change") == [
        "Vi debiterar kontot 24,18 kr i ränta för 2 dagar, från 2026-03-01 till och med 2026-03-02.",
        "Bokfört saldo är −10 000,00 kr.",
        "Kontot följer ”Trial”, i den utgåva som gäller från 2020-01-01 (trial.yaml:1:9).",
        "En dag under noll kostar månadens 2,90 % delat med 30 gånger 1,25 av det som är övertrasserat (trial.yaml:9:1).",
        "Räntan läggs till skulden, så nästa dag räknas på den också.",
        "Ränta för 2026-03-01, saldo −10 000,00 kr × 2,90 % / 30 × 1,25: 12,08 kr",
        "Ränta för 2026-03-02, saldo −10 012,08 kr × 2,90 % / 30 × 1,25: 12,10 kr",
        "Ränta att debitera: 24,18 kr",
        "Är kontot övertrasserat i morgon också kommer ränta för den dagen då.",
        "Ingen ny ränta kommer om det sätts in minst 10 024,18 kr på kontot.",
    ]
    assert decision.explain("en")[0] == "Account K-1 on 2026-03-02"
    assert lines(decision, "en", "today", "why", "amounts", "next", "change") == [
        "We charge the account 24,18 kr of interest for 2 days, from 2026-03-01 through 2026-03-02.",
        "The booked balance is −10 000,00 kr.",
        "The account follows “Trial”, in the revision in force from 2020-01-01 (trial.yaml:1:9).",
        "A day below zero costs the month's 2,90 % divided by 30 times 1,25 of what is overdrawn (trial.yaml:9:1).",
        "The interest is added to the debt, so the next day counts on it too.",
        "Interest for 2026-03-01, balance −10 000,00 kr × 2,90 % / 30 × 1,25: 12,08 kr",
        "Interest for 2026-03-02, balance −10 012,08 kr × 2,90 % / 30 × 1,25: 12,10 kr",
        "Interest to charge: 24,18 kr",
        "If the account is overdrawn tomorrow too, interest for that day comes then.",
        "No new interest comes if at least 10 024,18 kr are paid in.",
    ]


def test_the_evidence_of_an_account_is_its_actions_and_its_policy():
    evidence = decide("2026-03-01", OVERDRAWN).told("sv").section("evidence")
    assert [line.text for line in evidence.lines] == [
        "Policy: Trial (trial), utgåva från 2020-01-01 (trial.yaml:1:9)",
        f"Policy och lag: {RULED.revisions[0].digest}",
    ]
    ((action,),) = [part.lines for part in evidence.parts]
    assert action.text == (
        "Övertrasseringsränta: 2026-03-01 (K-1/charge_overdraft_interest/2026-03-01): trial#overdraft, trial.yaml:9:1"
    )
    assert any("bokförs: D 8421 12,08" in line.text for line in action.under)


@pytest.mark.parametrize(
    ("decision", "swedish", "english"),
    [
        (
            decide("2026-03-02"),
            "Vi debiterar ingen ränta i dag, därför att kontot inte är övertrasserat eller redan är debiterat.",
            "We charge no interest today, because the account is not overdrawn or has been charged already.",
        ),
        (
            decide("2026-03-01", OVERDRAWN, history=BARE),
            "Vi debiterar ingen ränta i dag, därför att policyn trial inte har någon ränta för konton som är övertrasserade 2026-03-01 (trial.yaml:1:9).",
            "We charge no interest today, because the policy trial has no interest for accounts that are overdrawn on 2026-03-01 (trial.yaml:1:9).",
        ),
    ],
)
def test_an_explanation_says_why_nothing_is_charged(decision, swedish, english):
    assert (lines(decision, "sv", "today"), lines(decision, "en", "today")) == ([swedish], [english])


def test_an_explanation_without_a_revision():
    early = decide("2026-03-01", OVERDRAWN, history=revisions(("2026-03-02", USUAL)))
    assert lines(early, "sv", "why")[1] == "Ingen utgåva av policyn trial gäller den dagen."
    assert lines(early, "en", "why", "change", "evidence") == [
        "The booked balance is −10 000,00 kr.",
        "No revision of the policy trial is in force on that day.",
        "What stops it ends if the policy gets an interest for overdrafts.",
        "No new interest comes if at least 10 000,00 kr are paid in.",
        "Policy: trial, no revision in force",
    ]


@pytest.mark.parametrize(
    "decision",
    [
        decide("2026-03-02", OVERDRAWN),
        decide("2026-03-02"),
        decide("2026-03-01", OVERDRAWN, history=BARE),
        decide("2019-12-31"),
    ],
)
def test_a_decision_is_what_its_schema_says(decision):
    for written in (decision.to_dict(), decision.to_dict(explain=True, language="en")):
        jsonschema.Draft202012Validator(SCHEMA).validate(written)
    assert list(decision.to_dict(explain=True)) == list(SCHEMA["properties"])
    assert list(decision.to_dict()) == SCHEMA["required"]


def test_an_account_decision_in_words():
    written = decide("2026-03-01", OVERDRAWN).to_dict(explain=True, language="en")
    assert (written["balance"], written["actions"][0]["amount"]) == ("-10000.00", "12.08")
    assert written["why"] == list(decide("2026-03-01", OVERDRAWN).explain("en"))
    blocked = decide("2026-03-01", OVERDRAWN, history=BARE)
    assert blocked.to_dict(language="en")["blockers"][0]["message"] == blocked.blockers[0].message("en")


def test_actions_and_blockers_look_as_they_do_on_invoices():
    assert SCHEMA["$defs"] == DECISION_SCHEMA["$defs"]


moves = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from([EntryKind.PAYOUT, EntryKind.DEPOSIT, EntryKind.OTHER]),
        st.integers(-2_000_000, 2_000_000).filter(bool),
    ),
    max_size=8,
)


@given(moves, st.lists(st.integers(0, 45), min_size=1, max_size=12))
def test_catching_up_gives_what_daily_runs_give(drawn, runs):
    """Whatever days a run is made on, with what it proposes recorded, the last run leaves the same account."""
    start = date(2026, 2, 20)
    history = revisions(("2026-01-01", USUAL), ("2026-03-10", None), ("2026-03-20", USUAL))
    given_account = replace(
        account(), entries=tuple(Entry(on=start + timedelta(days=day), entry=kind, amount=amount) for day, kind, amount in drawn)
    )  # fmt: skip
    assert _run(history, given_account, sorted({*runs, 45}), start) == _run(history, given_account, range(46), start)


def _run(history, kept, days, start):
    for day in days:
        decision = decide_account(history, kept, as_of=start + timedelta(days=day))
        kept = replace(
            kept,
            entries=(
                *kept.entries,
                *(
                    Entry(on=action.on, entry=EntryKind.OVERDRAFT_INTEREST, amount=-action.amount)
                    for action in decision.actions
                ),
            ),
        )
        again = decide_account(history, kept, as_of=decision.as_of)
        assert again.actions == ()
        assert again.balance == decision.balance - sum(action.amount for action in decision.actions)
    return sorted((entry.on, entry.entry, entry.amount) for entry in kept.entries)


def test_ten_years_are_one_pass():
    decision = decide("2036-03-01", OVERDRAWN)
    assert len(decision.actions) == 3654
    assert len({action.key for action in decision.actions}) == 3654
