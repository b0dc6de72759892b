"""What can be written at a cursor, which ``|`` marks."""

import random

import pytest

from dunning_engine.facts.catalogue import CONDITION_FACTS
from dunning_engine.policy.check import check_policy_text
from dunning_engine.resources import rules_directory
from dunning_engine.studio.completion import complete

SHIPPED = sorted(rules_directory().glob("*.yaml"))


def at(marked, language="sv", policies=("factoring", "fakturaservice")):
    """The completions at the mark, and the text without it."""
    offset = marked.index("|")
    text = marked.replace("|", "", 1)
    return complete(text, offset, language, policies), text


def labels(marked, **more):
    return [option.label for option in at(marked, **more)[0].options]


def taken(marked, label):
    """The text after taking a completion, with the cursor marked."""
    found, text = at(marked)
    option = next(one for one in found.options if one.label == label)
    caret = found.start + option.caret
    after = text[: found.start] + option.insert + text[found.end :]
    return f"{after[:caret]}|{after[caret:]}"


STEP = "steps:\n  - step: reminder\n"


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("|", ["policy", "title", "applies_to_invoices_issued_from", "currency", "country", "approval", "steps"]),
        ("policy: x\n|", ["title", "applies_to_invoices_issued_from"]),
        ("# a comment\npolicy: x\nappr|", ["title"]),
        ("interest:\n  |", ["rate", "accrues_from", "charged_when"]),
        ("interest:\n  rate: statutory\n  |\n", ["accrues_from", "charged_when"]),
        ("interest:\n  |\n  rate: statutory\n", ["accrues_from", "charged_when"]),
        ("interest: {rate: agreed, |}\n", ["accrues_from", "charged_when"]),
        ("interest: {rate: agreed, |\nsteps:\n  - step: a\n", ["accrues_from", "charged_when"]),
        ("interest: {|, rate: agreed}\n", ["accrues_from", "charged_when"]),
        ("interest: {\n  rate: agreed,\n  |\n}\n", ["accrues_from", "charged_when"]),
        ("steps:\n  |", ["Steg", "- step", "- title", "- action"]),
        ("steps:\n|", ["policy", "title"]),
        ("steps:\n  - |", ["step", "title", "action"]),
        ("steps:\n- |", ["step", "title", "action"]),
        (f"{STEP}    |", ["title", "action", "days_after_invoice_date"]),
        (f"{STEP}    |\n  - step: other\n    title: x\n", ["title", "action"]),
        ("steps:\n- step: a\n  |", ["title", "action"]),
        ("steps:\n  - {step: a, |}", ["title", "action"]),
        (f"{STEP}  |", ["Steg", "- step"]),
        (f"{STEP}    days_after_due_date: 3\n    title: x\n    action: remind\n    |", ["end_of_month", "when"]),
        ("hold:\n  - reason: x\n    when: {|}", ["amount", "balance", "bought_back"]),
        ("hold:\n  - reason: x\n    when: |", ["amount", "balance", "bought_back"]),
        ("hold:\n  - reason: x\n    when:\n      |", ["amount", "balance", "bought_back"]),
        ("hold:\n  - when: {any: [{paid: true}, {|}]}", ["amount", "balance", "bought_back"]),
        ("hold:\n  - when:\n      any:\n        - paid: true\n        - |", ["amount", "balance", "bought_back"]),
        ("hold:\n  - when: {balance: {|}}", ["is", "is_not", "one_of", "at_least"]),
        ("hold:\n  - when: {balance: |}", ["is", "is_not", "one_of", "at_least"]),
        ("hold:\n  - when:\n      balance:\n        |", ["is", "is_not", "one_of", "at_least"]),
        ("approval: |", ["automatic", "manual"]),
        ("approval:|", ["automatic", "manual"]),
        ("approval: man|ual  # why", ["automatic", "manual"]),
        ("agreed_terms:\n  reminder_fee: |", ["true", "false"]),
        ("interest:\n  rate: |", ["statutory", "agreed", "11.50"]),
        (f"{STEP}    send_by: |", ["email", "post", "e_invoice", "pdf", "same_as_invoice", "as_customer_prefers"]),
        (f"{STEP}    send_by: [email, |]", ["post", "e_invoice", "pdf"]),
        (f"{STEP}    fee: |", ["60.00", "statutory"]),
        ("payments_settle: [fees, |]", ["interest", "principal"]),
        ("payments_settle:\n  - fees\n  - |", ["interest", "principal"]),
        ("postal_days: |", ["3", "{banking_days: 2}"]),
        ("hold:\n  - when: {customer_kind: |}", ["business", "consumer", "public_authority"]),
        ("hold:\n  - when: {customer_kind: {is_not: |}}", ["business", "consumer", "public_authority"]),
        ("hold:\n  - when: {customer_kind: {one_of: [business, |]}}", ["consumer", "public_authority"]),
        ("hold:\n  - when: {paid: |, bal", ["true", "false"]),
        (f"late_compensation:\n  at_step: |\n{STEP}  - {{step: second}}\n", ["reminder", "second"]),
        (f"overrides:\n  - steps:\n      |\n{STEP}", ["reminder"]),
        (f"overrides:\n  - steps:\n      reminder: {{|}}\n{STEP}", ["title", "action"]),
        (f"{STEP}    when: {{last_step: |}}", ["reminder", "is"]),
        (f"{STEP}    when: {{last_step: {{one_of: [|]}}}}", ["reminder"]),
        ("policy: factoring\nrecourse:\n  continue_in: |", ["fakturaservice"]),
        ("exclude: []\nrecourse: {continue_in: fakt|", ["factoring", "fakturaservice"]),
    ],
)
def test_what_fits_comes_first(marked, first):
    found = labels(marked)
    if first == ["60.00", "statutory"]:
        assert set(first) <= set(found)
    else:
        assert found[: len(first)] == first


@pytest.mark.parametrize(
    "marked",
    [
        "# appr|",
        "approval: manual  # |",
        "title: two wor|",
        "title: 'quo|",
        'title: "quo|"',
        f"{STEP}    title: |",
        f"{STEP}    fee: 60.00\n      |",
        "exclude: [] |",
        "title: |\n",
        "hold:\n  - reason: >\n      some |text\n",
        "hold:\n  - when: {client: 'a|'}\n",
        "hold:\n  - when: {paid: true}|\n",
        "unknown:\n  |",
        "steps:\n  - step: a\n    title: b: |",
    ],
)
def test_where_nothing_fits_nothing_is_offered(marked):
    assert labels(marked) == []


@pytest.mark.parametrize(
    ("marked", "label", "after"),
    [
        ("app|", "approval", "approval: |"),
        ("app|: manual", "approval", "approval|: manual"),
        ("policy: x\n|", "interest", "policy: x\ninterest:\n  |"),
        ("policy: x\n|", "steps", "policy: x\nsteps:\n  - |"),
        ("approval:|", "manual", "approval: manual|"),
        ("approval: man|u", "automatic", "approval: automatic|"),
        (f"{STEP}    |", "when", f"{STEP}    when: {{|}}"),
        (f"{STEP}    |", "require", f"{STEP}    require: [|]"),
        (f"{STEP}    when: |", "balance", f"{STEP}    when: {{balance: |}}"),
        (f"{STEP}    when: {{bal|}}", "balance", f"{STEP}    when: {{balance: |}}"),
        (f"{STEP}    when: {{balance: |}}", "at_least", f"{STEP}    when: {{balance: {{at_least: |}}}}"),
        ("steps:\n  |", "Steg", "steps:\n  - step: |\n    title: \n    action: "),
        ("title: å😀\napp|", "approval", "title: å😀\napproval: |"),
    ],
)
def test_what_is_taken_stands_where_the_cursor_was(marked, label, after):
    assert taken(marked, label) == after


def test_keys_that_must_be_there_are_marked_and_those_that_are_there_left_out():
    options = at("policy: x\ninterest: {}\n|")[0].options
    assert {one.label for one in options if one.required} == {
        "title",
        "applies_to_invoices_issued_from",
        "currency",
        "country",
        "approval",
        "steps",
    }
    assert not {"policy", "interest"} & {one.label for one in options}


def test_facts_are_explained_in_the_language_of_the_page():
    swedish, english = (at("hold:\n  - when: {|}", language=one)[0].options for one in ("sv", "en"))
    told = {one.label: one.info for one in english}
    assert told["disputed"] == CONDITION_FACTS["disputed"].en
    assert next(one.info for one in swedish if one.label == "disputed").startswith(CONDITION_FACTS["disputed"].sv)
    assert set(CONDITION_FACTS) <= set(told)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everything_that_is_offered_is_explained(language):
    for marked in ("|", "steps:\n  - |", "approval: |", "hold:\n  - when: {|}", "hold:\n  - when: {balance: |}"):
        assert all(one.info for one in at(marked, language=language)[0].options), marked


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_no_prefix_of_a_policy_makes_it_fail(file):
    text = file.read_text(encoding="utf-8")
    for offset in range(0, len(text), 13):
        complete(text[:offset], offset, "sv")


def test_no_text_makes_it_fail():
    draw = random.Random(20260301)  # noqa: S311 - drawn texts
    for _ in range(500):
        text = list(draw.choice(SHIPPED).read_text(encoding="utf-8")[: draw.randrange(2500)])
        for _ in range(draw.randrange(8)):
            text.insert(draw.randrange(len(text) + 1), draw.choice("{}[]:,-#|>'\" \n\tå\U0001f600\ud800"))
        written = "".join(text)
        found = complete(written, draw.randrange(len(written) + 1), "en", ["a"])
        assert 0 <= found.start <= found.end <= len(written)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_key_that_is_taken_is_known_where_it_stands(file):
    """Whatever key is offered on a new line anywhere in a policy, the check knows it there."""
    text = file.read_text(encoding="utf-8")
    draw = random.Random(file.name)  # noqa: S311 - drawn lines
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    for number in draw.sample(range(len(lines)), 10):
        indent = len(lines[number]) - len(lines[number].lstrip())
        new = starts[number]
        candidate = f"{text[:new]}{' ' * indent}\n{text[new:]}"
        found = complete(candidate, new + indent, "sv")
        for option in draw.sample(found.options, min(3, len(found.options))):
            written = candidate[: found.start] + option.insert + candidate[found.end :]
            problems = check_policy_text(written.encode(), file.name)
            line = number + 1
            assert not [one for one in problems if one.code == "DE204" and one.span.line == line], (line, option.label)
