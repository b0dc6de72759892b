"""What is said to change a decision does change it: each sentence is tried on the invoice that it speaks of."""

import re

import pytest
from trial import DEMAND, REMINDER, codes, decide, event, payment, policy, steps

PAYS = re.compile("kunden betalar minst ([0-9 ]+,[0-9]{2}) kr")
SMALL = "[{reason: Smått, when: {balance: {less_than: 100.00}}}]"
NOTHING = "[{reason: Inget kvar, when: {balance: {at_most: 0.00}}}]"


def changes(decision):
    lines = decision.told("sv").section("change").lines
    return [line.text.replace("\u00a0", " ") for line in lines]


def amounts(decision):
    """The amounts that a payment is said to need, as facts have them."""
    found = [PAYS.search(text) for text in changes(decision)]
    return [one[1].replace(" ", "").replace(",", ".") for one in found if one]


def ore_less(amount):
    return f"{int(amount.replace('.', '')) - 1:03d}"[:-2] + "." + f"{int(amount.replace('.', '')) - 1:02d}"[-2:]


@pytest.mark.parametrize(
    ("history", "events"),
    [
        (policy(REMINDER), ()),
        (policy(REMINDER, exclude=NOTHING), ()),
        (policy(REMINDER, exclude=SMALL), ()),
        (policy(REMINDER, exclude=SMALL), (payment("2026-03-04", "123.45"),)),
        (
            policy(REMINDER, DEMAND),
            (event("2026-03-05", "step", step="reminder", fee="60.00", interest="8.22", pay_by="2026-03-10"),),
        ),
    ],
)
def test_the_amount_that_is_said_is_enough_and_one_hundredth_less_is_not(history, events):
    today = "2026-03-18"
    decision = decide(history, today, *events)
    assert steps(decision)
    for amount in amounts(decision):
        assert not steps(decide(history, today, *events, payment("2026-03-17", amount)))
        # what excludes a small rest is met before what is owed is paid, to the öre
        rest = decide(history, today, *events, payment("2026-03-17", ore_less(amount)))
        assert steps(rest) or rest.stage == "excluded"
    assert steps(decide(history, today, *events, payment("2026-03-17", ore_less(min(amounts(decision), key=float)))))


@pytest.mark.parametrize("held", [None, "[{reason: B, when: {disputed: true}}]"])
@pytest.mark.parametrize(
    ("step", "waits"), [(REMINDER, False), (DEMAND.replace("previous_step: 8", "due_date: 7"), True)]
)
def test_a_dispute_is_named_where_it_stops(held, step, waits):
    history = policy(step, hold=held)
    decision = decide(history, "2026-03-18")
    named = any("kunden bestrider fordran" in text for text in changes(decision))
    disputed = decide(history, "2026-03-18", event("2026-03-17", "dispute"))
    assert named == (not steps(disputed)) == (waits or held is not None)


@pytest.mark.parametrize(
    ("kind", "fields", "clause"),
    [
        ("pause", {}, "någon pausar ärendet"),
        ("promise", {"until": "2026-03-30"}, "kunden lovar att betala en viss dag"),
        ("payment_plan", {}, "en avbetalningsplan börjar"),
    ],
)
@pytest.mark.parametrize("held", [None, "[{reason: P, when: {paused: true}}]"])
def test_what_always_stops_is_named_whether_the_policy_holds_it_or_not(kind, fields, clause, held):
    history = policy(REMINDER, hold=held)
    assert sum(clause in text for text in changes(decide(history, "2026-03-18"))) == 1
    assert not steps(decide(history, "2026-03-18", event("2026-03-17", kind, **fields)))


@pytest.mark.parametrize(
    ("change", "facts", "said"),
    [
        ("customer_identity_number", "556036-0793", "(customer_identity_number) läggs in"),
        ("collection_agreement", True, "det finns ett avtal med ett inkassobolag"),
    ],
)
def test_the_fact_that_is_missing_is_enough(change, facts, said):
    needs = {
        "customer_identity_number": ", require: [customer_identity_number], fee",
        "collection_agreement": ", when: {collection_agreement: true}, fee",
    }[change]
    history = policy(REMINDER.replace(", fee", needs))
    decision = decide(history, "2026-03-18")
    assert (steps(decision), any(said in text for text in changes(decision))) == ([], True)
    assert steps(decide(history, "2026-03-18", **{change: facts})) == ["reminder"]


def test_the_day_that_payments_have_to_be_known_through_is_enough():
    history = policy(REMINDER, payments_known_within_days=2)
    decision = decide(history, "2026-03-18", payments_known_through="2026-03-15")
    assert "Hindret upphör om betalningarna är kända till och med 2026-03-16 eller senare" in changes(decision)[0]
    assert steps(decide(history, "2026-03-18", payments_known_through="2026-03-16")) == ["reminder"]


def test_an_agreement_that_is_lacking_is_named_with_what_it_gives():
    history = policy(REMINDER, agreed_terms=None)
    late = {"issued_on": "2026-02-20", "due_on": "2026-03-02"}
    decision = decide(history, "2026-03-31", **late)
    assert [text for text in changes(decision) if "avtalad" in text] == [
        "Avgiften 60,00 kr får tas ut om påminnelseavgiften är avtalad (reminder_fee_agreed).",
        "Räntan löper redan från 2026-03-03 om förfallodagen är avtalad (due_date_agreed).",
    ]
    agreed = decide(history, "2026-03-31", **late, due_date_agreed=True, reminder_fee_agreed=True)
    assert (agreed.actions[0].fee, f"{agreed.actions[0].interest_periods[0].first}") == (6000, "2026-03-03")
    assert not any("avtalad" in text for text in changes(agreed))
    # sent so long before that the law counts from the due date too
    assert sum("avtalad" in text for text in changes(decide(history, "2026-03-31"))) == 1


def test_what_can_never_come_about_is_not_named():
    fixed = "[{reason: U, when: {customer_kind: consumer}}, {reason: V, when: {days_after_due_date: {at_most: 3}}}]"
    assert not any(
        "U" in text or "V”" in text for text in changes(decide(policy(REMINDER, exclude=fixed), "2026-03-18"))
    )
    barred = decide(policy(REMINDER), "2036-03-18")
    assert codes(barred)[:1] == ["limitation"]
    assert changes(barred) == ["Inget som går att lägga in på fakturan ändrar det här."]


@pytest.mark.parametrize(
    ("declared", "compensation", "said"),
    [
        ("60.00", None, ["Avgiften 60,00 kr får tas ut"]),
        ("statutory", None, ["Avgiften 60,00 kr får tas ut"]),
        ("100.00", None, ["Avgiften 60,00 kr får tas ut"]),
        ("60.00", "{claim: true, at_step: reminder}", []),
    ],
)
def test_a_fee_that_an_agreement_would_let_through_is_named_with_what_it_would_be(declared, compensation, said):
    history = policy(
        REMINDER.replace("60.00", declared), agreed_terms="{due_date: true}", late_compensation=compensation
    )
    decision = decide(history, "2026-03-18")
    agreed = decide(history, "2026-03-18", reminder_fee_agreed=True)

    assert [text.partition(" om ")[0] for text in changes(decision) if "Avgiften" in text] == said
    assert bool(said) == (agreed.actions[0].fee > decision.actions[0].fee)
