import pytest

from dunning_engine.facts.parts import Part
from dunning_engine.law.rates import DayCount
from dunning_engine.money import Rounding
from dunning_engine.policy.charges import AccruesFrom, AgreedTerms, RateKind
from dunning_engine.policy.check import read_policy
from dunning_engine.policy.load import load_policies
from dunning_engine.policy.model import ActionKind, Anchor, Approval, Channel, Days, Delay, Fee, Otherwise


@pytest.fixture
def parsed(edited):
    """The example, edited, as a policy without problems."""

    def parse(*changes):
        draft, problems = read_policy(edited(*changes), "policy.yaml")
        assert [problem for problem in problems if problem.severity == "error"] == []
        return draft.policy

    return parse


def after(line, *more):
    return line, "\n".join([line, *more])


def test_the_invoice_service_is_what_its_file_says():
    policy = load_policies()["fakturaservice"].revisions[-1]
    assert (policy.title, policy.currency, policy.country) == ("Fakturaflödet i Fakturaservice", "SEK", "SE")
    assert policy.approval is Approval.AUTOMATIC
    assert policy.agreed_terms == AgreedTerms(reminder_fee=True, due_date=True)
    assert policy.postal_days == Days(0)
    assert policy.moves_off_closed_days
    assert policy.interest.rate is RateKind.STATUTORY
    assert policy.interest.accrues_from is AccruesFrom.DUE_DATE
    assert (policy.interest.day_count, policy.interest.rounding) == (DayCount.ACTUAL_ACTUAL, Rounding.HALF_UP_TO_ORE)
    assert policy.interest.charged_when.value == 30
    assert [gate.reason for gate in policy.exclude] == ["Inget kvar att betala"]
    assert len(policy.hold) == 4
    notice, reminder, collection, enforcement = policy.steps
    assert notice.delay == Delay(Anchor.DUE_DATE, Days(2))
    assert (notice.send_by, notice.require, notice.if_missing) == (
        (Channel.EMAIL,),
        ("customer_email",),
        Otherwise.SKIP,
    )
    assert notice.registered_before == (("customer_email", "invoice_created"),)
    assert (notice.fee, notice.interest, notice.pay_within_days) == (Fee(0), False, None)
    assert (reminder.fee, reminder.interest, reminder.pay_within_days) == (Fee(6000), True, 7)
    assert reminder.request_if_missing == ("customer_identity_number",)
    assert (collection.action, collection.send_to) == (ActionKind.DEMAND, "registered_address")
    assert collection.delay == Delay(Anchor.PREVIOUS_STEP, Days(8))
    assert [(choice.choice, choice.action) for choice in enforcement.choices] == [
        ("payment_order", ActionKind.APPLY_FOR_PAYMENT_ORDER),
        ("monitoring", ActionKind.MONITOR),
    ]


def test_the_earlier_invoice_service_charges_the_cap_of_the_day():
    earlier, later = load_policies()["fakturaservice"].revisions
    assert [step.fee for step in earlier.steps] == [Fee(0), Fee(None), Fee(None), None]
    assert [step.name for step in earlier.steps] == [step.name for step in later.steps]
    assert [step.delay for step in earlier.steps] == [step.delay for step in later.steps]


def test_the_reminder_module_is_what_its_file_says():
    policy = load_policies()["paminnelsemodul"].revisions[0]
    assert (policy.approval, policy.postal_days) == (Approval.MANUAL, Days(3))
    assert [(step.name, step.delay.days.count) for step in policy.steps] == [
        ("list", 1),
        ("reminder_1", 5),
        ("reminder_2", 10),
        ("collection_warning", 10),
        ("to_collection", 10),
    ]
    assert policy.steps[0].also_allowed == ("to_collection",)
    assert {step.approval for step in policy.steps} == {Approval.MANUAL}
    assert policy.interest.charged_when is None


@pytest.mark.parametrize(
    ("written", "days"), [("2", Days(2)), ("0", Days(0)), ("{banking_days: 2}", Days(2, banking=True))]
)
def test_postal_days(parsed, written, days):
    assert parsed(after("country: SE", f"postal_days: {written}")).postal_days == days


def test_what_is_not_said_has_its_default(parsed):
    policy = parsed()
    assert policy.moves_off_closed_days
    assert policy.payments_settle == (Part.FEES, Part.INTEREST, Part.PRINCIPAL)
    assert policy.payments_known_within_days is None
    assert policy.late_compensation is None
    assert (policy.hold, policy.overrides) == ((), ())
    step = policy.steps[0]
    assert (step.if_not, step.if_missing, step.send_to) == (Otherwise.WAIT, Otherwise.WAIT, None)


def test_the_rest_of_the_header(parsed):
    policy = parsed(
        after(
            "country: SE",
            "due_date_on_closed_day: unchanged",
            "payments_settle: [principal, fees, interest]",
            "payments_known_within_days: 3",
            "late_compensation: {claim: true, at_step: reminder}",
        )
    )
    assert not policy.moves_off_closed_days
    assert policy.payments_settle == (Part.PRINCIPAL, Part.FEES, Part.INTEREST)
    assert policy.payments_known_within_days == 3
    assert (policy.late_compensation.claim, policy.late_compensation.at_step) == (True, "reminder")


@pytest.mark.parametrize(
    ("written", "kind", "fixed"),
    [("agreed", RateKind.AGREED, None), ("7.50", RateKind.FIXED, 750), ("8", RateKind.FIXED, 800)],
)
def test_rates(parsed, written, kind, fixed):
    interest = parsed(("rate: statutory", f"rate: {written}")).interest
    assert (interest.rate, interest.fixed_rate) == (kind, fixed)


@pytest.mark.parametrize(
    ("written", "start", "days"),
    [("law", AccruesFrom.LAW, None), ("{days_after_invoice_date: 30}", AccruesFrom.INVOICE_DATE, 30)],
)
def test_the_day_that_interest_runs_from(parsed, written, start, days):
    interest = parsed(("accrues_from: due_date", f"accrues_from: {written}")).interest
    assert (interest.accrues_from, interest.days) == (start, days)


def test_day_count_and_rounding(parsed):
    more = after("  accrues_from: due_date", "  day_count: thirty_360", "  rounding: down_to_krona")
    interest = parsed(more).interest
    assert (interest.day_count, interest.rounding) == (DayCount.THIRTY_360, Rounding.DOWN_TO_KRONA)


def test_an_agreed_rate_is_basis_points(parsed):
    policy = parsed(("due_date: true}", "due_date: true, interest_rate: 11.5}"), ("rate: statutory", "rate: agreed"))
    assert policy.agreed_terms.interest_rate == 1150


@pytest.mark.parametrize(
    ("written", "delay"),
    [
        ("days_after_invoice_date: 40", Delay(Anchor.INVOICE_DATE, Days(40))),
        ("banking_days_after_due_date: 5", Delay(Anchor.DUE_DATE, Days(5, banking=True))),
        ("days_after_due_date: 5\n    end_of_month: true", Delay(Anchor.DUE_DATE, Days(5), end_of_month=True)),
    ],
)
def test_delays(parsed, written, delay):
    assert parsed(("days_after_due_date: 7", written)).steps[0].delay == delay


def test_channels_are_tried_in_the_order_written(parsed):
    step = parsed(("send_by: same_as_invoice", "send_by: [email, post]")).steps[0]
    assert step.send_by == (Channel.EMAIL, Channel.POST)


def test_a_step_may_have_an_approval_of_its_own(parsed):
    first, second = parsed(after("    action: demand", "    approval: manual")).steps
    assert (first.approval, second.approval) == (Approval.AUTOMATIC, Approval.MANUAL)


OVERRIDES = """\
    pay_within_days: 10

overrides:
  - title: Uppdragsgivare 4711
    when: {client: "4711"}
    steps:
      reminder: {banking_days_after_due_date: 10, pay_within_days: 5}
  - title: Företag
    when: {customer_kind: business}
    steps:
      collection: {fee: statutory, require: [customer_identity_number]}
"""


def test_an_override_is_a_whole_ladder(parsed):
    policy = parsed(("    pay_within_days: 10\n", OVERRIDES))
    first, second = policy.overrides
    assert first.title == "Uppdragsgivare 4711"
    assert first.steps[0].delay == Delay(Anchor.DUE_DATE, Days(10, banking=True))
    assert (first.steps[0].pay_within_days, first.steps[0].fee) == (5, Fee(6000))
    assert first.steps[1] == policy.steps[1]
    assert second.steps[0] == policy.steps[0]
    assert (second.steps[1].fee, second.steps[1].require) == (Fee(None), ("customer_identity_number",))
    assert [step.span for step in first.steps] == [step.span for step in policy.steps]
