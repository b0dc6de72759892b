import pytest
from trial import DEMAND, ORDER, REMINDER, action, codes, decide, event, payment, policy, step

from dunning_engine.decisions.decision import Blocker

COMPENSATION = {"late_compensation": "{claim: true, at_step: reminder}"}
AT_DEMAND = {"late_compensation": "{claim: true, at_step: demand}"}
TAKEN = step("2026-03-09", "reminder", fee="60.00", pay_by="2026-03-16")


def reminder(fee):
    return REMINDER.replace("60.00", fee)


@pytest.mark.parametrize(
    ("fee", "facts", "terms", "charged", "why"),
    [
        ("60.00", {}, "{reminder_fee: true}", 6000, []),
        ("59.99", {}, "{reminder_fee: true}", 5999, []),
        ("60.01", {}, "{reminder_fee: true}", 6000, ["fee_capped"]),
        ("100.00", {}, "{reminder_fee: true}", 6000, ["fee_capped"]),
        ("statutory", {}, "{reminder_fee: true}", 6000, []),
        ("0.00", {}, "{reminder_fee: true}", 0, []),
        ("60.00", {}, "{reminder_fee: false}", 0, ["fee_not_agreed"]),
        ("60.00", {}, None, 0, ["fee_not_agreed"]),
        ("statutory", {}, None, 0, ["fee_not_agreed"]),
        ("60.00", {"reminder_fee_agreed": True}, None, 6000, []),
        ("60.00", {"reminder_fee_agreed": False}, "{reminder_fee: true}", 0, ["fee_not_agreed"]),
        ("0.00", {"reminder_fee_agreed": False}, "{reminder_fee: true}", 0, []),
        ("60.00", {"customer_kind": "consumer"}, "{reminder_fee: true}", 6000, []),
    ],
)
def test_a_reminder_fee_is_agreed_and_never_above_its_cap(fee, facts, terms, charged, why):
    history = policy(reminder(fee), agreed_terms=terms, interest=None)
    assert action(history, "2026-03-09", **facts).fee == charged
    assert codes(decide(history, "2026-03-09", **facts)) == why


EARLY_DEMAND = DEMAND.replace("previous_step: 8", "due_date: 1")
# The first öre counts as much as all of the 180 kr.
DEMANDED = step("2026-03-09", "demand", fee="0.01", pay_by="2026-03-19")


@pytest.mark.parametrize(
    ("ladder", "given", "law", "expected", "said"),
    [
        (
            [reminder("60.00")],
            ("2026-03-09", {"reminder_fee_agreed": False}),
            (),
            {
                "code": "fee_not_agreed",
                "fact": "reminder_fee_agreed",
                "step": "reminder",
                "source": "trial.yaml:9:6",
                "details": {},
            },
            [
                "Ingen påminnelseavgift: det framgår inte att den är avtalad (lag 1981:739 2 §).",
                "No reminder fee: nothing shows that it was agreed (lag 1981:739 2 §).",
            ],
        ),
        (
            [reminder("100.00")],
            ("2026-03-09", {}),
            ("Lag (1981:739) 2 §, 4 §",),
            {
                "code": "fee_capped",
                "step": "reminder",
                "source": "trial.yaml:9:6",
                "details": {"declared": "100,00", "cap": "60,00"},
            },
            [
                "Avgiften 100,00 kr är sänkt till det lagen tillåter, 60,00 kr.",
                "The fee of 100,00 kr is lowered to what the law allows, 60,00 kr.",
            ],
        ),
        (
            [reminder("60.00")],
            ("2003-06-30", {"issued_on": "2003-01-02", "due_on": "2003-02-03"}),
            (),
            {
                "code": "no_fee_cap",
                "step": "reminder",
                "source": "trial.yaml:9:6",
                "details": {"day": "2003-06-30"},
            },
            [
                "Ingen avgift: lagfilen har inget tak för 2003-06-30.",
                "No fee: the law file has no cap for 2003-06-30.",
            ],
        ),
        (
            [EARLY_DEMAND, DEMAND.replace("step: demand", "step: again")],
            ("2026-04-10", {"events": [DEMANDED]}),
            ("Inkassolagen 5 §",),
            {"code": "already_charged", "step": "again", "source": "trial.yaml:10:6", "details": {}},
            [
                "Ingen avgift: ersättning för inkassokrav tas ut en gång per skuld (lag 1981:739 3 §).",
                "No fee: a collection demand is charged once per debt (lag 1981:739 3 §).",
            ],
        ),
    ],
)
def test_what_lowers_a_fee_says_so_with_its_line_and_its_values(ladder, given, law, expected, said):
    day, facts = given
    history = policy(*ladder, applies_to_invoices_issued_from="2000-01-01", interest=None)
    decision = decide(history, day, **facts)
    assert decision.blockers == (Blocker(**expected),)
    assert [decision.blockers[0].message(language) for language in ("sv", "en")] == said
    assert decision.actions[0].law == law


def test_a_step_without_a_fee_charges_none_and_says_nothing():
    history = policy(REMINDER.replace(" fee: 60.00,", ""), agreed_terms=None, interest=None)
    assert action(history, "2026-03-09").fee == 0
    assert codes(decide(history, "2026-03-09")) == []


@pytest.mark.parametrize(
    ("day", "due", "reminded", "demanded"),
    [
        ("2013-03-15", "2013-02-04", 5000, 16000),
        ("2013-03-16", "2013-02-04", 6000, 18000),
        ("2003-07-01", "2003-02-03", 5000, 16000),
    ],
)
def test_the_cap_is_the_one_on_the_day_of_the_step(day, due, reminded, demanded):
    old = {"issued_on": "2003-01-02" if due < "2004" else "2013-01-02", "due_on": due}
    demand = EARLY_DEMAND.replace("180.00", "statutory")
    top = {"applies_to_invoices_issued_from": "2000-01-01", "interest": None}
    assert action(policy(reminder("statutory"), **top), day, **old).fee == reminded
    assert action(policy(reminder("60.00"), **top), day, **old).fee == reminded
    assert action(policy(demand, **top), day, **old).fee == demanded


def test_where_the_law_has_no_cap_nothing_is_charged():
    history = policy(reminder("statutory"), applies_to_invoices_issued_from="2000-01-01", interest=None)
    decision = decide(history, "2003-06-30", issued_on="2003-01-02", due_on="2003-02-03")
    assert (decision.actions[0].fee, codes(decision)) == (0, ["no_fee_cap"])


def test_a_warning_is_a_reminder_and_never_a_demand():
    warning = REMINDER.replace("action: remind", "action: warn").replace("60.00", "180.00")
    history = policy(warning, interest=None)
    assert action(history, "2026-03-09").fee == 6000


def test_a_demand_needs_no_agreement():
    history = policy(EARLY_DEMAND, agreed_terms=None, interest=None)
    assert action(history, "2026-03-09", reminder_fee_agreed=False).fee == 18000


def test_a_demand_is_charged_once_per_debt():
    second = DEMAND.replace("step: demand", "step: again")
    history = policy(REMINDER, DEMAND, second, interest=None)
    first = step("2026-03-17", "demand", fee="180.00", pay_by="2026-03-27")
    decision = decide(history, "2026-04-10", TAKEN, first)
    assert (decision.actions[0].step, decision.actions[0].fee, codes(decision)) == ("again", 0, ["already_charged"])
    waived = step("2026-03-17", "demand", pay_by="2026-03-27")
    assert action(history, "2026-04-10", TAKEN, waived).fee == 18000


def test_a_fee_on_what_carries_none_is_never_charged():
    for kind in ("list", "notify", "hand_over", "monitor"):
        history = policy(REMINDER.replace("action: remind", f"action: {kind}"), interest=None)
        assert action(history, "2026-03-09").fee == 0


def test_work_on_a_payment_order_has_its_own_cap_and_is_not_charged_to_one_who_is_only_monitored():
    choices = (
        "choices: [{choice: payment_order, title: P, action: apply_for_payment_order}, "
        "{choice: monitoring, title: M, action: monitor}]"
    )
    history = policy(REMINDER, DEMAND, ORDER.replace("}", f", fee: 400.00, {choices}}}"), interest=None)
    taken = [TAKEN, step("2026-03-17", "demand", fee="180.00", pay_by="2026-03-27")]
    assert action(history, "2026-04-10", *taken, enforcement_choice="payment_order").fee == 38000
    watched = action(history, "2026-04-10", *taken, enforcement_choice="monitoring")
    assert (watched.action, watched.fee, watched.law) == ("monitor", 0, ())


@pytest.mark.parametrize(
    ("kind", "fee", "compensation"),
    [("business", 45000, 45000), ("public_authority", 45000, 45000), ("consumer", 6000, 0)],
)
def test_the_450_between_traders_and_towards_authorities(kind, fee, compensation):
    taken = action(policy(REMINDER, DEMAND, **COMPENSATION), "2026-03-09", customer_kind=kind)
    assert (taken.fee, taken.late_compensation) == (fee, compensation)


def test_the_450_needs_no_agreement_on_a_reminder_fee():
    history = policy(REMINDER, DEMAND, agreed_terms="{due_date: true}", **COMPENSATION)
    decision = decide(history, "2026-03-09")
    assert (decision.actions[0].fee, codes(decision)) == (45000, ["fee_not_agreed"])


def test_the_450_stands_on_its_own_paragraphs():
    law = action(policy(REMINDER, DEMAND, **COMPENSATION), "2026-03-09").law
    assert law == ("Lag (1981:739) 4 a §", "Lag (1981:739) 5 §", "Räntelagen 6 §")


def test_later_fees_count_only_for_the_part_of_their_sum_above_450():
    history = policy(REMINDER, DEMAND, **COMPENSATION)
    reminded = step("2026-03-09", "reminder", fee="450.00", pay_by="2026-03-16")
    demanded = action(history, "2026-03-17", reminded)
    assert (demanded.fees_before, demanded.fee, demanded.late_compensation) == (45000, 0, 0)


def test_fees_charged_before_it_are_taken_off_the_450():
    demanded = action(policy(REMINDER, DEMAND, **AT_DEMAND), "2026-03-17", TAKEN)
    assert (demanded.fees_before, demanded.fee, demanded.late_compensation) == (6000, 39000, 39000)
    assert action(policy(REMINDER, DEMAND, **AT_DEMAND), "2026-03-09").fee == 6000


def test_paid_fees_are_not_charged_again():
    reminded = step("2026-03-09", "reminder", fee="450.00", pay_by="2026-03-16")
    demanded = action(policy(REMINDER, DEMAND, **COMPENSATION), "2026-03-17", reminded, payment("2026-03-12", "450.00"))
    assert (demanded.fees_before, demanded.fee) == (0, 0)


def test_a_cancelled_step_gives_its_450_back():
    undone = [step("2026-03-09", "reminder", fee="450.00"), event("2026-03-10", "step_cancelled", step="reminder")]
    again = action(policy(REMINDER, DEMAND, **COMPENSATION), "2026-03-11", *undone)
    assert (again.fees_before, again.fee, again.late_compensation) == (0, 45000, 45000)


def test_no_450_before_there_is_a_right_to_interest():
    """Nothing shows that the due date was agreed: interest runs from 30 days after 30 January, 1 March; sent later, later."""
    history = policy(REMINDER, DEMAND, agreed_terms="{reminder_fee: true}", **COMPENSATION)
    assert action(history, "2026-03-09").fee == 45000
    late = action(history, "2026-03-09", sent_on="2026-02-20")  # 30 days after: 22 March
    assert (late.fee, late.late_compensation) == (6000, 0)
    assert action(history, "2026-03-22", sent_on="2026-02-20").fee == 6000
    assert action(history, "2026-03-23", sent_on="2026-02-20").fee == 45000


def test_no_450_before_16_march_2013():
    """Nor later for a claim that is older: the right to it cannot have come with a contract from before."""
    history = policy(reminder("statutory"), DEMAND, applies_to_invoices_issued_from="2003-07-01", **COMPENSATION)
    old = {"issued_on": "2013-03-15", "due_on": "2013-04-15"}
    assert action(history, "2013-03-15", issued_on="2013-01-02", due_on="2013-02-04").fee == 5000
    assert action(history, "2013-05-02", **old).fee == 6000
    assert action(history, "2013-05-02", **(old | {"issued_on": "2013-03-16"})).fee == 45000


def test_the_450_is_not_claimed_where_the_policy_says_no():
    history = policy(REMINDER, DEMAND, late_compensation="{claim: false, at_step: reminder}")
    assert action(history, "2026-03-09").fee == 6000


def test_the_450_comes_with_a_claim_and_not_with_a_friendly_notice():
    notice = "{step: notice, title: N, action: notify, days_after_due_date: 2}"
    history = policy(notice, REMINDER, late_compensation="{claim: true, at_step: notice}")
    assert action(history, "2026-03-04").fee == 0
    assert action(history, "2026-03-11", step("2026-03-04", "notice")).fee == 45000


def test_a_sum_of_fees_above_450_is_charged_only_for_what_is_above():
    ladder = [REMINDER, *(REMINDER.replace("step: reminder", f"step: r{n}") for n in range(2, 9))]
    history = policy(*ladder, **COMPENSATION)
    charged = [step("2026-03-09", "reminder", fee="450.00")]
    fees = []
    for number in range(2, 9):
        taken = action(history, f"2026-{number + 2:02d}-28", *charged)
        fees.append((taken.fee, taken.late_compensation))
        charged.append(step(f"2026-{number + 2:02d}-28", taken.step, fee=f"{taken.fee / 100:.2f}"))
    assert fees == [(0, 0)] * 6 + [(3000, 0)]  # 8 x 60 = 480


def test_a_second_demand_adds_nothing_to_the_fees_that_count_against_the_450():
    ladder = [REMINDER, DEMAND, *(DEMAND.replace("step: demand", f"step: d{n}") for n in range(2, 5))]
    history = policy(*ladder, **COMPENSATION)
    charged = [step("2026-03-09", "reminder", fee="450.00")]
    for name, month in (("demand", 4), ("d2", 5), ("d3", 6), ("d4", 7)):
        taken = action(history, f"2026-{month:02d}-28", *charged)
        assert (taken.step, taken.fee) == (name, 0)
        charged.append(step(f"2026-{month:02d}-28", name))


@pytest.mark.parametrize(
    ("first", "second", "charged"),
    [
        ("180.00", "180.00", [3000, 0]),  # 5 x 60 + 180 = 480
        ("0.00", "180.00", [0, 3000]),
        ("0.01", "180.00", [0, 0]),
    ],
)
def test_one_demand_counts_in_the_sum_that_is_set_off_against_the_450(first, second, charged):
    reminders = [REMINDER.replace("step: reminder", f"step: r{n}") for n in range(1, 6)]
    demands = [
        DEMAND.replace("step: demand", f"step: {name}").replace("180.00", fee)
        for name, fee in (("d1", first), ("d2", second))
    ]
    history = policy(*reminders, *demands, late_compensation="{claim: true, at_step: r1}")
    taken = [step("2026-03-09", "r1", fee="450.00"), *(step(f"2026-{n + 2:02d}-20", f"r{n}") for n in range(2, 6))]
    fees = []
    for day in ("2026-09-01", "2026-10-01"):
        demanded = action(history, day, *taken)
        fees.append(demanded.fee)
        taken.append(step(day, demanded.step, fee=f"{demanded.fee / 100:.2f}"))
    assert fees == charged


def test_the_450_goes_by_the_right_to_interest_whether_or_not_the_policy_claims_any():
    """Lag (1981:739) 4 a §: as soon as there is a right to it, which räntelagen 3 and 4 §§ give."""
    history = policy(REMINDER.replace("interest: true, ", ""), interest=None, **COMPENSATION)
    assert action(history, "2026-03-09").late_compensation == 45000
    unsettled = {"due_date_agreed": False, "sent_on": "2026-02-20"}  # 30 days after: 22 March
    assert action(history, "2026-03-22", **unsettled).late_compensation == 0
    assert action(history, "2026-03-23", **unsettled).late_compensation == 45000


def test_the_cost_of_a_payment_order_is_not_set_off_against_the_450():
    """Whoever chose monitoring paid for no order; a later reminder costs nothing beside the 450 (60 + 180 is less)."""
    choices = "choices: [{choice: monitoring, title: M, action: monitor}]"
    order = ORDER.replace("}", f", fee: 380.00, {choices}}}")
    yearly = "{step: yearly, title: Y, action: remind, days_after_previous_step: 180, fee: 0.00}"
    history = policy(REMINDER, DEMAND, order, yearly, **COMPENSATION)
    taken = [step("2026-03-09", "reminder", fee="450.00"), step("2026-03-20", "demand"), step("2026-04-20", "order")]
    assert action(history, "2026-12-01", *taken).fee == 0


@pytest.mark.parametrize(
    ("at_step", "last", "fee", "compensation"),
    [
        ("reminder", "reminder", 0, 0),
        ("demand", "reminder", 39000, 39000),
        ("reminder", None, 45000, 45000),
        ("reminder", "demand", 0, 0),
        ("last", "demand", 21000, 21000),  # 60 + 180 before
    ],
)
def test_the_450_is_not_claimed_twice_where_a_ledger_names_only_its_last_step(at_step, last, fee, compensation):
    warning = "{step: last, title: L, action: warn, days_after_previous_step: 8, fee: 60.00}"
    history = policy(REMINDER, DEMAND, warning, late_compensation=f"{{claim: true, at_step: {at_step}}}")
    known = {} if last is None else {"last_step": last, "last_step_on": "2026-03-09"}
    taken = action(history, "2026-03-27", **known)
    assert (taken.fee, taken.late_compensation) == (fee, compensation)
