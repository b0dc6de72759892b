"""What the golden errors do not show: the boundaries, and that what is right is left alone."""

from datetime import timedelta

import pytest

from dunning_engine.decisions.titles import TITLES
from dunning_engine.decisions.words import STAGES
from dunning_engine.law.load import load_law
from dunning_engine.policy.check import check_policy_text
from dunning_engine.policy.trade import OutcomeKind

NOTHING_LEFT = "    when: {balance: {at_most: 0.00}}\n"
FIRST = "    days_after_due_date: 7\n"
PAY_FIRST = "    pay_within_days: 7\n"
SECOND = "    days_after_previous_step: 8\n"
END = "    pay_within_days: 10\n"
STEPS = "steps:\n"

NOTICE = """\
steps:
  - step: notice
    title: Notifiering
    action: notify
    days_after_due_date: {days}
    send_by: email
"""
SKIPPED = "    require: [customer_email]\n    if_missing: skip\n"
THIRD = """
  - step: third
    title: Tredje
    action: {action}
"""
ORDER = THIRD.format(action="apply_for_payment_order") + "    days_after_previous_step: 14\n"


def hold(when, reason="Vilar"):
    return STEPS, f"hold:\n  - reason: {reason}\n    when: {when}\n\n{STEPS}"


def holds(*whens):
    return STEPS, "hold:\n" + "".join(f"  - reason: {when[:20]!r}\n    when: {when}\n" for when in whens) + f"\n{STEPS}"


def third(action, *lines):
    return END, END + THIRD.format(action=action) + "".join(f"    {line}\n" for line in lines)


def override(*changes, when='{client: "4711"}'):
    lines = "".join(f"      {change}\n" for change in changes)
    return END, f"{END}\noverrides:\n  - title: Egna intervall\n    when: {when}\n    steps:\n{lines}"


def notice(days, *, skipped):
    return STEPS, NOTICE.format(days=days) + (SKIPPED if skipped else "") + "\n"


def test_the_example_is_right(edited):
    assert check_policy_text(edited(), "policy.yaml") == ()


@pytest.mark.parametrize(
    "changes",
    [
        # conditions
        [hold("{balance: {at_least: 500.00, at_most: 500.00}}")],
        [hold("{sale: {is_not: pledged}, has_sale: true}")],
        [hold("{has_client: true, client: {is_not: a}}")],
        [hold("{customer_kind: {one_of: [business, consumer]}}")],
        [hold("{none: [{customer_kind: consumer}, {disputed: false}]}")],
        [hold("{credit_risk: {at_most: 1}}")],
        [hold("{any: [{days_since_previous_step: 0}, {steps_taken: 0}]}")],
        [holds("{balance: {at_most: 100.00}}", "{balance: {at_most: 500.00}}")],
        [holds("{disputed: true}", "{paused: true}", "{any: [{disputed: true}, {promised: true}]}")],
        [(NOTHING_LEFT, "    when: {balance: {at_most: 0.01}}\n")],
        # the order of the steps
        [(SECOND, "    days_after_due_date: 15\n")],
        [(SECOND, "    banking_days_after_previous_step: 8\n")],
        [(SECOND, "    banking_days_after_previous_step: 6\n")],
        [(SECOND, "    days_after_previous_step: 1\n    end_of_month: true\n")],
        [(SECOND, "    days_after_invoice_date: 1\n")],
        [notice(7, skipped=True)],
        [(FIRST, "    banking_days_after_due_date: 7\n"), (SECOND, "    days_after_due_date: 14\n")],
        [notice(6, skipped=False)],
        [(FIRST, "    days_after_invoice_date: 0\n")],
        # reach
        [(SECOND, SECOND + "    when: {days_since_previous_step: {more_than: 9}}\n")],
        [(SECOND, SECOND + "    when: {has_days_since_previous_step: false}\n")],
        [third("hand_over", "days_after_previous_step: 14", "when: {collection_agreement: true}")],
        # keys and names
        [(END, END + "    require: []\n    also_allowed: []\n")],
        [(END, END + "    require: [customer_email]\n    if_missing: wait\n")],
        [(END, END + "    registered_before: {customer_email: invoice_created}\n    if_missing: wait\n")],
        [(END, END + "    when: {amount: {at_least: 100.00}}\n    if_not: wait\n")],
        [("send_by: post", "send_by: same_as_invoice\n    send_to: registered_address")],
        [("    interest: true\n", ""), hold("{interest_accrued: {less_than: 1.00}}")],
        [("    interest: true\n", ""), (SECOND, SECOND + "    when: {customer_interest_total: {more_than: 100.00}}\n")],
        [("rate: statutory", "rate: agreed"), ("due_date: true}", "due_date: true, interest_rate: 11.50}")],
        [("rate: statutory", "rate: 24.00"), ("due_date: true}", "due_date: true, interest_rate: 24.00}")],
        # overrides
        [override("reminder: {days_after_due_date: 8}")],
        [override("reminder: {approval: manual}")],
        [override("collection: {days_after_due_date: 20}")],
        [override("reminder: {pay_within_days: 6}", "collection: {days_after_previous_step: 7}")],
        # law
        [("fee: 60.00", "fee: statutory"), ("fee: 180.00", "fee: statutory")],
        [("2020-01-01", "2013-03-16")],
        [("2020-01-01", "2003-07-01"), ("fee: 60.00", "fee: 50.00"), ("fee: 180.00", "fee: 160.00")],
        [(END, "    pay_within_days: 8\n")],
        [(END, END + ORDER)],
        [(END, END + ORDER + "    fee: 380.00\n")],
        [("rate: statutory", "rate: 8.00")],
        [("accrues_from: due_date", "accrues_from: law"), (", due_date: true", "")],
        [third("warn", "days_after_previous_step: 14", "send_by: email", "fee: 0.00")],
        [third("demand", "days_after_previous_step: 14", "send_by: email", "fee: 0.00", "pay_within_days: 8")],
        [third("monitor", "days_after_previous_step: 14", "fee: 0.00")],
        [("exclude:", "late_compensation: {claim: true, at_step: collection}\nexclude:")],
    ],
)
def test_what_is_right_is_left_alone(edited, changes):
    assert check_policy_text(edited(*changes), "policy.yaml") == ()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        # conditions
        ([hold("{balance: {more_than: 500.00, less_than: 500.01}}")], ["DE320"]),
        ([hold("{sale: pledged, has_sale: false}")], ["DE320"]),
        ([hold("{client: a, all: [{client: b}]}")], ["DE320"]),
        ([hold("{credit_risk: {less_than: 1}}")], ["DE320"]),
        ([hold("{none: [{any: [{paid: true}, {paid: false}]}]}")], ["DE320"]),
        ([hold("{any: [{promised: true}, {all: [{closed: true}, {closed: false}]}]}")], ["DE321"]),
        ([hold("{paid: true}")], ["DE323"]),
        ([hold("{has_sale: true, bought_back: false}")], ["DE323"]),
        ([hold("{any: [{balance: {at_least: 5.00}}, {balance: {less_than: 5.00}}]}")], ["DE322"]),
        ([hold("{has_client: true, client: a}")], ["DE324"]),
        ([hold("{disputed: true, all: [{disputed: true}]}")], ["DE324"]),
        ([hold("{steps_taken: {at_least: 0}, disputed: true}")], ["DE324"]),
        (
            [
                (
                    "accrues_from: due_date",
                    "accrues_from: due_date\n  charged_when: {paid: true, closed: false, paid_on: 2026-01-01, has_paid_on: false}",
                )
            ],
            ["DE320"],
        ),
        (
            [("accrues_from: due_date", "accrues_from: due_date\n  charged_when: {steps_taken: {at_least: 0}}")],
            ["DE322"],
        ),
        # reach
        ([holds("{disputed: true}", "{disputed: true, paused: true}")], ["DE323"]),
        ([holds("{disputed: true}", "{paused: true}", "{any: [{disputed: true}, {paused: true}]}")], ["DE323"]),
        (
            [
                hold("{customer_kind: {one_of: [business, consumer]}}"),
                (STEPS, "  - reason: Myndighet\n    when: {customer_kind: public_authority}\n\nsteps:\n"),
            ],
            ["DE327"],
        ),
        ([(SECOND, SECOND + "    when: {paid: true}\n")], ["DE338"]),
        ([(SECOND, SECOND + "    when: {with_agency: true}\n    if_not: skip\n")], ["DE338"]),
        ([(SECOND, SECOND + "    when: {days_since_previous_step: {less_than: 8}}\n")], ["DE338"]),
        ([(FIRST, FIRST + "    when: {days_after_due_date: {at_most: 6}}\n")], ["DE338"]),
        (
            [(FIRST, "    days_after_invoice_date: 30\n    when: {days_since_invoice_date: {less_than: 30}}\n")],
            ["DE338"],
        ),
        ([hold("{disputed: true}"), (SECOND, SECOND + "    when: {disputed: true}\n")], ["DE338"]),
        ([override("collection: {when: {client: other}}")], ["DE338"]),
        (
            [
                ("action: remind", "action: hand_over\n    when: {collection_agreement: true}"),
                ("    fee: 60.00\n", ""),
                ("{reminder_fee: true, ", "{"),
            ],
            ["DE339"],
        ),
        # order
        ([(SECOND, "    days_after_previous_step: 7\n")], ["DE335"]),
        ([(SECOND, "    banking_days_after_previous_step: 5\n")], ["DE335"]),
        ([(SECOND, "    days_after_due_date: 14\n")], ["DE335"]),
        ([notice(7, skipped=False)], ["DE336"]),
        ([(SECOND, SECOND.replace("8", "9")), third("monitor", "days_after_due_date: 16")], ["DE336"]),
        ([override("reminder: {pay_within_days: 9}")], ["DE335"]),
        # keys and names
        ([(END, END + "    if_not: skip\n")], ["DE344"]),
        ([(END, END + "    also_allowed: [collection]\n")], ["DE341"]),
        ([(END, END + "    also_allowed: [colection]\n")], ["DE340"]),
        ([("exclude:", "late_compensation: {claim: true, at_step: colection}\nexclude:")], ["DE340"]),
        ([(END, END + "    request_if_missing: [balanse]\n")], ["DE342"]),
        ([("    fee: 60.00\n", "")], ["DE356"]),
        ([("  - step: collection", "  - step: not_due")], ["DE354"]),
        # law
        ([("fee: 180.00", "fee: 180.01")], ["DE410"]),
        ([("2020-01-01", "2013-03-15")], ["DE410", "DE410"]),
        (
            [("2020-01-01", "2003-06-30"), ("fee: 60.00", "fee: 50.00"), ("fee: 180.00", "fee: 160.00")],
            ["DE411", "DE411"],
        ),
        ([(END, END + ORDER + "    fee: 380.01\n")], ["DE410"]),
        ([(END, END + ORDER + "    fee: 1.00\n"), ("2020-01-01", "2013-12-31")], ["DE411"]),
        ([third("warn", "days_after_previous_step: 14", "send_by: email", "fee: 60.01")], ["DE412", "DE416"]),
        ([third("monitor", "days_after_previous_step: 14", "fee: statutory")], ["DE418"]),
        (
            [third("hand_over", "days_after_previous_step: 14", "when: {collection_agreement: true}", "fee: 0.01")],
            ["DE418"],
        ),
        ([third("write_off", "days_after_previous_step: 14", "fee: 0.01")], ["DE418"]),
        ([third("write_off", "days_after_previous_step: 14", "interest: true")], ["DE428"]),
        ([override("collection: {pay_within_days: 9}"), ("days: 10\n\nover", "days: 7\n\nover")], ["DE414"]),
        ([override("reminder: {fee: 61.00}")], ["DE410"]),
        ([("rate: statutory", "rate: 8.01")], ["DE421"]),
        ([("2020-01-01", "2199-01-01")], ["DE419"]),
        (
            [("SEK", "EUR"), ("exclude:", "late_compensation: {claim: true, at_step: reminder}\nexclude:")],
            ["DE422", "DE423", "DE423"],
        ),
        (
            [
                ("exclude:", "late_compensation: {claim: false, at_step: reminder}\nexclude:"),
                ("2020-01-01", "2012-01-01"),
                ("fee: 60.00", "fee: 50.00"),
                ("fee: 180.00", "fee: 160.00"),
            ],
            [],
        ),
        (
            [
                third("apply_for_payment_order", "days_after_previous_step: 14"),
                (SECOND, SECOND + "    when: {amount: {more_than: 500.00}}\n    if_not: skip\n"),
            ],
            ["DE427"],
        ),
    ],
)
def test_what_is_wrong_is_said_once(edited, changes, codes):
    assert [problem.code for problem in check_policy_text(edited(*changes), "policy.yaml")] == codes


ACTIONS = {title.partition(":")[0] for title in TITLES}


@pytest.mark.parametrize("word", [*STAGES, *sorted(ACTIONS), *OutcomeKind, "invoice_interest"])
def test_no_step_is_called_what_a_decision_calls_something_else(edited, word):
    (problem,) = check_policy_text(edited(("  - step: collection", f"  - step: {word}")), "policy.yaml")
    assert problem.code == "DE354"


def test_days_after_the_due_date_are_held_against_every_step_before(edited):
    text = edited(
        (PAY_FIRST, ""),
        (SECOND, "    days_after_due_date: 7\n    end_of_month: true\n"),
        (END, END + THIRD.format(action="monitor") + "    days_after_due_date: 8\n"),
    )
    (problem,) = check_policy_text(text, "policy.yaml")
    assert problem.code == "DE336"
    assert "not until day 8" in problem.message


def test_a_contradiction_shows_the_two_lines_that_make_it(edited):
    text = edited(hold("{balance: {at_least: 5.00}, disputed: true, all: [{balance: {less_than: 4.00}}]}"))
    (problem,) = check_policy_text(text, "policy.yaml")
    line = problem.excerpt
    assert [place.column for place in problem.related] == [line.index("at_least") + 1, line.index("less_than") + 1]


def test_an_exclusion_behind_others_shows_the_one_that_is_enough(edited):
    text = edited(holds("{disputed: true}", "{paused: true}", "{paused: true, promised: true}"))
    (problem,) = check_policy_text(text, "policy.yaml")
    assert [place.line for place in problem.related] == [problem.span.line - 3]


@pytest.mark.parametrize(("later", "codes"), [(0, []), (1, ["DE419"])])
def test_the_reference_rates_are_known_through_a_day(edited, later, codes):
    first_day = load_law().rates_known_through + timedelta(days=later)
    problems = check_policy_text(edited(("2020-01-01", first_day.isoformat())), "policy.yaml")
    assert [problem.code for problem in problems] == codes


def test_each_override_is_named_by_its_own_title(edited):
    second = "  - title: Andra\n    when: {client: other}\n    steps:\n      reminder: {fee: 62.00}\n"
    text = edited(override("reminder: {days_after_due_date: 9}")) + second
    (problem,) = check_policy_text(text, "policy.yaml")
    assert problem.message.startswith("with the override 'Andra'")


def test_an_override_is_named_where_only_its_ladder_is_wrong(edited):
    text = edited(override("reminder: {fee: 61.00}"))
    (problem,) = check_policy_text(text, "policy.yaml")
    assert problem.message.startswith("with the override 'Egna intervall': a fee of 61.00 is above the cap")
    assert problem.excerpt == "      reminder: {fee: 61.00}"


def test_what_is_wrong_with_the_policys_own_ladder_is_not_said_again_for_each_override(edited):
    text = edited(("fee: 180.00", "fee: 181.00"), override("reminder: {days_after_due_date: 9}"))
    assert [problem.code for problem in check_policy_text(text, "policy.yaml")] == ["DE410"]


def test_one_unreadable_step_does_not_make_the_others_look_wrong(edited):
    text = edited((FIRST, ""), (END, END + "    also_allowed: []\n"))
    assert [problem.code for problem in check_policy_text(text, "policy.yaml")] == ["DE331"]
