"""What an explanation says of a condition: one line of the policy is one line of the explanation."""

import pytest
from trial import REMINDER, decide, policy


def looked_at(when, language="sv", **changes):
    """What is said under a hold of that condition, without the places."""
    lines = decide(policy(REMINDER, hold=f"[{{reason: H, when: {when}}}]"), "2026-03-09", **changes).explain(language)
    first = next(place for place, line in enumerate(lines) if "«H»" in line) + 1
    last = next(place for place in range(first, len(lines)) if not lines[place].startswith("  "))
    return [
        line.removeprefix("  ").rpartition(" trial.yaml:")[0] or line.removeprefix("  ") for line in lines[first:last]
    ]


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


def test_a_list_is_told_in_english_too():
    assert looked_at(MANY, "en", client="a") == ["✓ client = a (wanted: one of a, b, c, d, e … (7))"]
    assert looked_at("{none: [{client: {one_of: [a, b]}}]}", "en") == ["✓ client = – (wanted: none of a, b)"]
