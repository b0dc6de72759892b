"""The invoice form without its page: texts as people type them, and back; problems at the fields that they concern."""

from datetime import date, timedelta

import pytest

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.decisions.timeline import timeline
from dunning_engine.facts.catalogue import GIVEN, GIVEN_BY_NAME, REQUIRED, Kind
from dunning_engine.facts.event import FIELDS, SHAPES
from dunning_engine.facts.invoice import Invoice
from dunning_engine.policy.load import load_policies
from dunning_engine.studio import words_invoice
from dunning_engine.studio.asked_facts import asked_facts
from dunning_engine.studio.followed import unfit
from dunning_engine.studio.invoice_examples import LEDGER_DAY, examples_of, made_up, starting_day
from dunning_engine.studio.invoice_form import (
    GROUPS,
    Form,
    behind,
    complaints,
    fields_of,
    form_of,
    fronted,
    mapping_of,
    read_form,
    shifted,
    typed_day,
    typed_hundredths,
    what_happened,
)

POLICIES = load_policies()
AS_OF = date(2026, 3, 31)
PLAIN = {
    "invoice": "1001",
    "customer": "17",
    "customer_kind": "business",
    "issued_on": "2026-01-30",
    "due_on": "2026-03-02",
    "amount": "10000.00",
    "currency": "SEK",
    "sent_by": "email",
}


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("10 000,00", "10000.00"),
        ("10\u00a0000,00", "10000.00"),
        ("10\u202f000,5", "10000.5"),
        ("10000", "10000"),
        ("10000.00", "10000.00"),
        ("1 234 567,89 kr", "1234567.89"),
        (" 60,00 ", "60.00"),
        ("-250,00", "-250.00"),
        ("−250,00", "-250.00"),
        ("8,5 %", "8.5"),
        # Not guessed: the readers of facts say what is wrong with what was typed.
        ("1 0000", "1 0000"),
        ("1 000000", "1 000000"),
        ("1000 000", "1000 000"),
        ("1.234,50", "1.234,50"),
        ("1,234.50", "1,234.50"),
        ("10.000", "10.000"),
        ("10,000", "10,000"),
        ("tusen", "tusen"),
        ("1e3", "1e3"),
        ("", ""),
        ("💸", "💸"),
    ],
)
def test_an_amount_is_read_as_swedes_type_it_and_never_guessed(typed, exact):
    assert typed_hundredths(typed) == exact


@pytest.mark.parametrize("typed", ["1 0000", "1.234,50", "10.000", "10,000", "tusen"])
def test_an_amount_that_cannot_be_read_stays_as_typed_and_is_complained_of(typed):
    mapping = mapping_of(Form({**PLAIN, "amount": typed}))
    assert mapping["amount"] == typed
    invoice, found = read_form(mapping)
    assert invoice is None
    assert [one.code for one in found.facts["amount"]] == ["DE504"]


def test_every_given_fact_stands_in_one_group_with_words_and_every_field_has_words():
    assert sorted(name for facts in GROUPS.values() for name in facts) == sorted(GIVEN_BY_NAME)
    assert words_invoice.LABELS.keys() == GIVEN_BY_NAME.keys()
    assert words_invoice.FIELD_LABELS.keys() == FIELDS.keys()
    assert words_invoice.GROUP_NAMES.keys() == GROUPS.keys()
    words = {word for fact in (*GIVEN, *FIELDS.values()) for word in fact.words}
    assert words_invoice.CHOICES.keys() == words


@pytest.mark.parametrize("one", [*range(0, 160, 7)])
def test_an_invoice_comes_back_from_the_form_as_it_was(one):
    examples = [example for history in POLICIES.values() for example in examples_of(history)]
    example = examples[one % len(examples)]
    back = mapping_of(form_of(example.mapping))
    assert Invoice.from_mapping(back) == example.invoice
    assert mapping_of(form_of(back)) == back


def test_the_form_shows_amounts_as_swedes_write_them():
    form = form_of({**PLAIN, "interest_rate": "8.5", "due_date_agreed": True, "credit_risk": 2})
    assert form.facts["amount"] == "10\u00a0000,00"
    assert (form.facts["interest_rate"], form.facts["due_date_agreed"], form.facts["credit_risk"]) == (
        "8,50",
        "true",
        "2",
    )


def test_what_is_no_fact_is_not_lost():
    mapping = mapping_of(form_of({**PLAIN, "colour": "red", "amount": "<b>"}))
    assert (mapping["colour"], mapping["amount"]) == ("red", "<b>")
    _, found = read_form(mapping)
    assert [one.code for one in found.others] == ["DE501"]


@pytest.mark.parametrize("kind", [*SHAPES])
def test_an_event_has_the_fields_of_its_kind(kind):
    row = {"event": kind.value, "on": "2026-03-05"}
    assert (what_happened(row, "sv"), what_happened(row, "en")) == (SHAPES[kind].sv, SHAPES[kind].en)
    assert {*fields_of(row)} == {*SHAPES[kind].must, *SHAPES[kind].may}
    samples = {Kind.AMOUNT: "1 000,00", Kind.DATE: "2026-03-09", Kind.TEXT: "reminder"}
    for name in fields_of(row):
        row[name] = FIELDS[name].words[0] if FIELDS[name].words else samples[FIELDS[name].kind]
    row |= {"key": "1001/review"} if "key" in row and kind == "done" else {}
    row |= {"fact": "client"} if "fact" in row else {}
    _, found = read_form(mapping_of(Form({**PLAIN}, [row])))
    assert {one.code for ones in found.events.values() for one in ones} <= {"DE526", "DE530"}  # what it presupposes
    assert not found.facts
    assert not found.others


def test_a_field_of_another_kind_is_kept_while_it_is_not_shown():
    row = {"event": "dispute", "on": "2026-03-05", "amount": "500,00"}
    form = Form({**PLAIN}, [row])
    assert mapping_of(form)["events"] == [{"on": "2026-03-05", "event": "dispute"}]
    form.events[0]["event"] = "payment"
    assert mapping_of(form)["events"] == [{"on": "2026-03-05", "event": "payment", "amount": "500.00"}]


def test_problems_stand_at_the_row_and_field_that_they_concern():
    rows = [
        {"event": "note", "on": "2026-03-01", "text": "ring"},
        {"event": "payment", "on": "2026-03-33", "amount": "x"},
        {"event": "promise", "on": "2026-03-09"},
    ]
    _, found = read_form(mapping_of(Form({**PLAIN, "due_on": "2026-01-01", "customer": ""}, rows)))
    assert {place: [one.code for one in ones] for place, ones in found.events.items()} == {
        (1, "on"): ["DE508"],
        (1, "amount"): ["DE504"],
        (2, "until"): ["DE519"],
    }
    assert {name: [one.code for one in ones] for name, ones in found.facts.items()} == {
        "customer": ["DE502"],
        "due_on": ["DE516"],
    }
    assert found.others == []
    assert bool(found)


def test_what_the_policy_has_against_it_stands_at_the_event_that_says_it():
    rows = [{"event": "step", "on": "2026-03-10", "step": "remindr"}]
    mapping = mapping_of(Form({**PLAIN}, rows))
    invoice, found = read_form(mapping)
    assert not found
    beyond = complaints(unfit(POLICIES["fakturaservice"], invoice, AS_OF), rows)
    assert [one.code for one in beyond.events[0, "step"]] == ["DE527"]
    foreign = Invoice.from_mapping({**PLAIN, "currency": "EUR"})
    assert [*complaints(unfit(POLICIES["fakturaservice"], foreign, AS_OF), rows).facts] == ["currency"]


def test_what_the_policy_asks_for_stands_first_and_nothing_twice():
    history = POLICIES["fakturaservice"]
    asked = asked_facts(history, history.revisions[-1])
    assert asked >= {"invoice", "amount", "customer_identity_number", "sent_by", "enforcement_choice", "created_at"}
    assert not {"payout_to", "balance", "recourse_agreement", "picked_for_review"} & asked
    front = fronted(form_of({**PLAIN, "credit_risk": "3"}), asked)
    rest = behind(front)
    assert front["seller"] == ("credit_risk",)  # it is filled in
    assert asked_facts(None, None) == {*REQUIRED}
    shown = [name for groups in (front, rest) for facts in groups.values() for name in facts]
    assert sorted(shown) == sorted(GIVEN_BY_NAME)


@pytest.mark.parametrize("name", [*POLICIES])
def test_a_fact_that_a_policy_looks_at_is_asked_for(name):
    """Change each fact that is not asked for: nothing that becomes of the invoice is another."""
    policy = POLICIES[name].revisions[-1]
    base = made_up(policy, AS_OF)
    others = {
        "due_date_agreed": "false",
        "reminder_fee_agreed": "false",
        "interest_rate": "3.00",
        "collection_agreement": "false",
        "recourse_agreement": "true",
        "credit_risk": "9",
        "picked_for_review": "true",
        "enforcement_choice": "monitoring",
        "customer_prefers": "post",
        "sent_by": "post",
        "customer_email": "",
    }
    for fact, value in others.items():
        if fact in asked_facts(POLICIES[name], policy):
            continue
        was, now = (timeline(POLICIES[name], {**base, **more}, as_of=AS_OF).to_dict() for more in ({}, {fact: value}))
        assert was == now, fact


@pytest.mark.parametrize("name", [*POLICIES])
def test_there_is_always_something_to_begin_with(name):
    history = POLICIES[name]
    policy = history.revisions[-1]
    examples = examples_of(history)
    assert 3 <= len(examples) <= 12
    assert all(example.invoice.policy == name for example in examples)
    assert not any(unfit(history, example.invoice, LEDGER_DAY) for example in examples)
    assert len({example.title("sv") for example in examples}) == len(examples)
    begun = made_up(policy, AS_OF)
    decision = evaluate(history, begun, as_of=AS_OF)
    assert decision.stage in {"not_due", "offered", "review"} or decision.actions


def test_a_policy_that_did_not_ship_has_a_made_up_invoice_of_its_own_revision():
    assert made_up(None, AS_OF)["issued_on"] == "2026-03-31"


@pytest.mark.parametrize(
    ("revision", "today", "issued"),
    [
        (-1, "2026-03-31", "2026-03-31"),
        (-1, "1999-01-01", "2020-01-01"),  # not in force yet
        (0, "2026-03-31", "2019-12-31"),  # not in force any more
        (0, "2010-05-05", "2010-05-05"),
    ],
)
def test_a_made_up_invoice_follows_the_revision_that_is_edited(revision, today, issued):
    history = POLICIES["fakturaservice"]
    policy = history.revisions[revision]
    day = starting_day(history, policy, date.fromisoformat(today))
    assert day.isoformat() == issued
    assert history.revision_for(day) is policy
    assert starting_day(None, None, AS_OF) == AS_OF


def test_an_invoice_moves_with_all_its_days():
    given = {
        **PLAIN,
        "created_at": "2026-01-30T09:00",
        "sent_on": "soon",
        "events": [{"on": "2026-03-05", "event": "promise", "until": "2026-03-09"}],
    }
    moved = shifted(given, timedelta(days=365))
    assert (moved["issued_on"], moved["due_on"], moved["created_at"], moved["sent_on"]) == (
        "2027-01-30",
        "2027-03-02",
        "2027-01-30T09:00",
        "soon",
    )
    assert moved["events"] == [{"on": "2027-03-05", "event": "promise", "until": "2027-03-09"}]
    assert given["issued_on"] == "2026-01-30"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        (" 2026-03-31 ", date(2026, 3, 31)),
        ("2026-02-30", None),
        ("31/3/2026", None),
        ("9999-12-31", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_day_to_look_from_is_a_day_or_none(typed, day):
    assert typed_day(typed) == day


def test_the_words_are_there_in_both_languages():
    for table in (words_invoice.LABELS, words_invoice.FIELD_LABELS, words_invoice.GROUP_NAMES, words_invoice.CHOICES):
        assert all(len(words) == 2 and all(words) for words in table.values())
    assert words_invoice.choice("business", "sv") == "företag"
    assert words_invoice.choice("<script>", "sv") == "<script>"
