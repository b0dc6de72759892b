"""What the evidence says of a condition: one line of the policy is one line of the explanation."""

import pytest
from trial import REMINDER, decide, policy


def rules(decision, language="sv"):
    """The rules that were looked at, each with the lines under it."""
    evidence = decision.told(language).section("evidence")
    return next(part for part in evidence.parts if part.name == "rules").lines


def indented(lines):
    for line in lines:
        yield line.text
        yield from (f"  {text}" for text in indented(line.under))


def looked_at(when, language="sv", **changes):
    """What is said under a hold of that condition, without the places."""
    decision = decide(policy(REMINDER, hold=f"[{{reason: H, when: {when}}}]"), "2026-03-09", **changes)
    held = next(rule for rule in rules(decision, language) if "«H»" in rule.text)
    return [line.rpartition(" trial.yaml:")[0] or line for line in indented(held.under)]


MANY = "{client: {one_of: [a, b, c, d, e, f, g]}}"


@pytest.mark.parametrize(
    ("when", "changes", "said"),
    [
        ("{disputed: true}", {}, ["✗ disputed = false (ska vara true)"]),
        ("{client: b}", {}, ["✗ client = – (ska vara b)"]),
        ("{client: b}", {"client": "b"}, ["✓ client = b (ska vara b)"]),
        ("{client: {is_not: b}}", {}, ["✓ client = – (ska inte vara b)"]),
        ("{client: {one_of: [a, b]}}", {"client": "b"}, ["✓ client = b (ska vara något av a, b)"]),
        ("{none: [{client: {one_of: [a, b]}}]}", {}, ["✓ client = – (ska inte vara något av a, b)"]),
        (
            "{customer_kind: {one_of: [consumer, business]}}",
            {},
            ["✓ customer_kind = business (ska vara något av consumer, business)"],
        ),
        (MANY, {"client": "x"}, ["✗ client = x (ska vara något av a, b, c, d, e … (7))"]),
        ("{has_client: true}", {}, ["✗ has_client = false (ska vara true)"]),
        (
            "{balance: {at_least: 1.00, less_than: 50.00}}",
            {},
            ["✓ balance = 10000.00 (ska vara minst 1.00)", "✗ balance = 10000.00 (ska vara mindre än 50.00)"],
        ),
        (
            "{any: [{disputed: true}, {client: b, paid: false}]}",
            {"client": "b"},
            [
                "✓ något av",
                "  ✗ disputed = false (ska vara true)",
                "  ✓ client = b (ska vara b)",
                "  ✓ paid = false (ska vara false)",
            ],
        ),
    ],
)
def test_a_condition_is_told_as_it_was_written(when, changes, said):
    assert looked_at(when, **changes) == said


def test_a_rule_is_told_with_the_place_of_each_line():
    held = policy(REMINDER, hold="[{reason: H, when: {disputed: true}}]")
    assert "      ✗ disputed = false (ska vara true) trial.yaml:9:27" in decide(held, "2026-03-09").explain()


@pytest.mark.parametrize(
    ("delay", "sv", "en"),
    [
        ("days_after_due_date: 1", "1 dag efter förfallodagen", "1 day after the due date"),
        ("days_after_due_date: 2", "2 dagar efter förfallodagen", "2 days after the due date"),
        ("banking_days_after_due_date: 1", "1 bankdag efter förfallodagen", "1 banking day after the due date"),
        ("banking_days_after_due_date: 2", "2 bankdagar efter förfallodagen", "2 banking days after the due date"),
    ],
)
def test_one_day_is_no_days(delay, sv, en):
    decision = decide(policy(f"{{step: r, title: R, action: remind, {delay}, pay_within_days: 7}}"), "2026-03-02")
    for language, said in (("sv", sv), ("en", en)):
        assert any(f": {said} (" in rule.text for rule in rules(decision, language))


def test_interest_for_one_day():
    lines = decide(policy(REMINDER.replace(": 7, fee", ": 1, fee")), "2026-03-03").explain()
    assert any("2026-03-03–2026-03-03, 1 dag à 10,00 %" in line for line in lines)


def test_payments_that_are_a_day_too_old():
    (blocker,) = decide(
        policy(REMINDER, payments_known_within_days=1), "2026-03-12", payments_known_through="2026-03-09"
    ).blockers
    assert blocker.message("sv") == "Betalningarna är kända till 2026-03-09, mer än 1 dag sedan."
    assert blocker.message("en") == "Payments are known through 2026-03-09, more than 1 day ago."


def test_a_list_is_told_in_english_too():
    assert looked_at(MANY, "en", client="a") == ["✓ client = a (wanted: one of a, b, c, d, e … (7))"]
    assert looked_at("{none: [{client: {one_of: [a, b]}}]}", "en") == ["✓ client = – (wanted: none of a, b)"]
