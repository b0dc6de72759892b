from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path

import pytest

from dunning_engine.codes import CODES
from dunning_engine.decisions.words import BLOCKERS
from dunning_engine.testing import values
from dunning_engine.testing.vocabulary import EXAMPLES, PHRASES, example, is_known, nearest, pattern, step_modules
from dunning_engine.testing.words import ScenarioError
from dunning_engine.testing.world import ACTIONS

step_modules()
ROOT = Path(__file__).parents[2]
WORDINGS = [(phrase.moment, wording) for phrase in PHRASES for wording in (*phrase.sv, *phrase.en)]


def test_every_step_is_said_in_both_languages_and_explained():
    assert all(phrase.sv and phrase.en and phrase.meaning for phrase in PHRASES)
    assert len({wording for _, wording in WORDINGS}) == len(WORDINGS)


@pytest.mark.parametrize(("moment", "wording"), WORDINGS, ids=[wording for _, wording in WORDINGS])
def test_a_step_matches_one_definition_and_no_other(moment, wording):
    matching = [
        other for when, other in WORDINGS if when == moment and re.fullmatch(pattern(other), example(wording, "sv"))
    ]
    assert matching == [wording]


def test_the_examples_of_the_docs_can_occur():
    words = {"action": {*ACTIONS}, "about": {"sold", "bought_back", *ACTIONS}}
    problems = {code for code in CODES if code.startswith(("DE3", "DE4", "DE5"))}
    for known in PHRASES:
        for place, possible in words.items():
            if f"{{{place}}}" in known.en[0]:
                assert known.examples.get(place, EXAMPLES[place]) in possible, known.en
        if "{code}" in known.en[0]:
            of = problems if "problem" in known.en[0] or "warning" in known.en[0] else BLOCKERS
            assert known.examples.get("code", EXAMPLES["code"]) in of, known.en
    assert 'Så hindras kontot av "no_overdraft_rule"' in [line for known in PHRASES for line in known.lines("sv")]


@pytest.mark.parametrize(
    ("text", "moment", "first"),
    [
        ("avgifen är 45 kr", "then", "Så avgiften är 45 kr"),
        ('föreslogs "collection"', "then", 'Så föreslås "collection"'),
        ('policy "x"', "given", 'Givet policyn "x"'),
        ("the fe is 45.00", "then", "Then the fee is 45.00"),
        ("2026-04-12 kommer", "when", "När den 2026-04-12 kommer"),
        ('nästa steget är "x" tidigast den 2026-03-21', "then", 'Så nästa steg är "x" tidigast 2026-03-21'),
        ("the fee is much", "then", "Then the fee is 60.00"),
        ("föreslås collection", "then", 'Så föreslås "collection"'),
        ("policyn kiosken", "given", 'Givet policyn "kiosken"'),
        ("the policy kiosk", "given", 'Given the policy "kiosk"'),
        ("en faktura", "given", "Givet en faktura:"),
        (
            'händelse "payment" 2026-03-01 med amount 5,00, reason "a b"',
            "given",
            'Givet händelsen "payment" 2026-03-01 med amount 5,00, reason "a b"',
        ),
        (
            'the event "payment" at 2026-03-01 with amount 7.00',
            "given",
            'Given the event "payment" on 2026-03-01 with amount 7.00',
        ),
    ],
)
def test_a_misspelt_step_finds_the_one_that_was_meant(text, moment, first):
    assert not is_known(text)
    assert nearest(text, moment)[0] == first


@pytest.mark.parametrize(("spoken", "first"), [("sv", 'Så läget är "due"'), ("en", 'Then the stage is "due"')])
def test_between_what_is_as_like_it_the_features_language_decides(spoken, first):
    assert nearest('stage är "due"', "then", spoken)[0] == first


def test_what_is_much_less_like_it_is_not_named():
    assert nearest("avgifen är 45 kr", "then", "sv") == ("Så avgiften är 45 kr",)


def test_nothing_like_a_step_has_no_suggestion():
    assert nearest("xyz") == ()


@pytest.mark.parametrize(
    ("text", "ore"),
    [("60", 6000), ("60.00", 6000), ("60,00 kr", 6000), ("10 000,50 kr", 1000050), ("-0,01", -1), ("0", 0)],
)
def test_amounts(text, ore):
    assert re.fullmatch(values.AMOUNT, text)
    assert values.amount(text) == ore


@pytest.mark.parametrize("text", ["1.234", "1,2,3", "kr", "1e3", "+5"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match="not a number"):
        values.amount(text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("amount", "10 000,00", "10000.00"),
        ("interest_rate", "11,5", "11.50"),
        ("collection_agreement", "ja", True),
        ("collection_agreement", "nej", False),
        ("collection_agreement", "kanske", "kanske"),
        ("credit_risk", "3", 3),
        ("customer", "17", "17"),
        ("misspelt", "ja", "ja"),
    ],
)
def test_facts_are_read_by_their_kind(name, text, value):
    assert values.fact_value(name, text) == value


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("amount 500,00 kr", {"amount": "500.00"}),
        ("amount 10 027,40", {"amount": "10027.40"}),
        (
            "step reminder, fee 60,00, pay_by 2026-03-19",
            {"step": "reminder", "fee": "60.00", "pay_by": "2026-03-19"},
        ),
        ('until 2026-04-01 och reason "Ringde, lovade"', {"until": "2026-04-01", "reason": "Ringde, lovade"}),
        ('text ""', {"text": ""}),
    ],
)
def test_details_of_an_event(text, details):
    assert values.event_details(text) == details


@pytest.mark.parametrize("text", ["amount", "500,00", "amount 500,00;fee 3", "amount  5"])
def test_details_that_cannot_be_read_are_refused(text):
    with pytest.raises(ScenarioError, match="field value"):
        values.event_details(text)


def test_a_day_that_does_not_exist_is_refused():
    assert values.day("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(ScenarioError, match="is no day in the calendar"):
        values.day("2026-02-29")


def test_the_page_of_steps_is_made_from_the_vocabulary():
    page = runpy.run_path(str(ROOT / "tools" / "steps_page.py"))["page"]()
    assert (ROOT / "docs" / "steps.md").read_text(encoding="utf-8") == page
