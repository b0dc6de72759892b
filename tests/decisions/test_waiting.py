import pytest
from trial import DEMAND, ORDER, REMINDER, decide, event, policy, step

from dunning_engine.decisions.decision import Blocker

BARE = "{step: reminder, title: R, action: remind, days_after_due_date: 7, MORE}"
EARLY_DEMAND = DEMAND.replace("previous_step: 8", "due_date: 1")
# Where the ladder's first step stands.
LINE = "trial.yaml:10:6"
CHOICES = (
    "choices: [{choice: payment_order, title: P, action: apply_for_payment_order}, "
    "{choice: monitoring, title: M, action: monitor}]"
)


@pytest.mark.parametrize(
    ("ladder", "facts", "expected", "said"),
    [
        (
            [EARLY_DEMAND],
            {"events": [event("2026-03-05", "dispute")]},
            {"code": "disputed", "fact": "disputed", "step": "demand", "details": {}},
            [
                "Fordran är bestridd; ett krav eller en rättslig åtgärd får vänta.",
                "The claim is disputed; a demand or a legal step has to wait.",
            ],
        ),
        (
            [EARLY_DEMAND, ORDER],
            {
                "events": [
                    step("2026-03-03", "demand", pay_by="2026-03-13"),
                    event("2026-03-10", "delivery_failed", step="demand"),
                ]
            },
            {
                "code": "delivery_failed",
                "step": "order",
                "source": LINE,
                "details": {"title": "O", "demand": "D"},
            },
            [
                "O väntar: D kom inte fram. Ångra det, så föreslås det på nytt.",
                "O waits: D did not arrive. Cancel it, and it is proposed again.",
            ],
        ),
        (
            [BARE.replace("MORE", "when: {balance: {at_least: 99999.00}, client: C1, credit_risk: 1}")],
            {"credit_risk": 1},
            {
                "code": "condition_not_met",
                "fact": "balance",
                "step": "reminder",
                "source": "trial.yaml:10:89",
                "details": {"title": "R", "condition": "balance, client"},
            },
            ["R väntar på ett villkor: balance, client.", "R waits for a condition: balance, client."],
        ),
        (
            [BARE.replace("MORE", "require: [customer_identity_number]")],
            {},
            {
                "code": "missing_fact",
                "fact": "customer_identity_number",
                "step": "reminder",
                "source": LINE,
                "details": {"title": "R", "fact": "customer_identity_number"},
            },
            ["R väntar på customer_identity_number.", "R waits for customer_identity_number."],
        ),
        (
            [BARE.replace("MORE", "require: [customer_email], registered_before: {customer_email: invoice_created}")],
            {"customer_email": "a@example.se"},
            {
                "code": "registered_too_late",
                "fact": "customer_email",
                "step": "reminder",
                "source": LINE,
                "details": {"title": "R", "fact": "customer_email"},
            },
            [
                "R kräver att customer_email var registrerad före tidpunkten då fakturan skapades.",
                "R requires that customer_email was registered before the invoice was created.",
            ],
        ),
        (
            [BARE.replace("MORE", CHOICES)],
            {},
            {
                "code": "choice_needed",
                "fact": "enforcement_choice",
                "step": "reminder",
                "source": LINE,
                "details": {"title": "R", "choices": "payment_order (P), monitoring (M)"},
            },
            [
                "R väntar på uppdragsgivarens val: payment_order (P), monitoring (M).",
                "R waits for the client's choice: payment_order (P), monitoring (M).",
            ],
        ),
        (
            [BARE.replace("MORE", "send_by: email")],
            {},
            {
                "code": "no_channel",
                "fact": "customer_email",
                "step": "reminder",
                "source": LINE,
                "details": {"title": "R", "fact": "customer_email"},
            },
            ["R kan inte skickas: customer_email saknas.", "R cannot be sent: customer_email is missing."],
        ),
    ],
)
def test_what_a_step_waits_for_is_said_with_its_line_and_its_values(ladder, facts, expected, said):
    decision = decide(policy(*ladder), "2026-04-09", **facts)
    assert decision.actions == ()
    assert decision.blockers == (Blocker(**expected),)
    assert [decision.blockers[0].message(language) for language in ("sv", "en")] == said


def test_all_that_a_step_waits_for_is_said_and_what_it_lacks_comes_next():
    wanted = f"when: {{client: C1}}, require: [customer_identity_number], send_by: email, {CHOICES}"
    decision = decide(policy(BARE.replace("MORE", wanted)), "2026-04-09")
    assert [(one.code, one.fact) for one in decision.blockers] == [
        ("condition_not_met", "client"),
        ("missing_fact", "customer_identity_number"),
        ("choice_needed", "enforcement_choice"),
        ("no_channel", "customer_email"),
    ]
    assert decision.next.waits_for == ("customer_identity_number", "enforcement_choice", "customer_email")


def test_the_demand_that_was_sent_last_is_the_one_that_must_arrive():
    second = DEMAND.replace("step: demand", "step: again")
    history = policy(EARLY_DEMAND, second, ORDER)
    sent = [step("2026-03-03", "demand", pay_by="2026-03-13"), step("2026-03-20", "again", pay_by="2026-03-30")]

    def blocked(failed):
        return bool(decide(history, "2026-05-01", *sent, event("2026-03-25", "delivery_failed", step=failed)).blockers)

    assert (blocked("demand"), blocked("again")) == (False, True)
    assert not decide(policy(REMINDER, ORDER), "2026-05-01", step("2026-03-09", "reminder")).blockers
