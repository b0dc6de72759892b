import pytest

from dunning_engine.law.load import load_law
from dunning_engine.law.values import BookAccount
from dunning_engine.policy.charges import InterestInvoice
from dunning_engine.policy.check import read_policy
from dunning_engine.policy.condition import All, Compare, Operator
from dunning_engine.policy.trade import BuyBack, Notify, OutcomeKind, Payout, PayoutUnit
from dunning_engine.rules.compiled import RECOURSE_WHEN, compiled, outcome_name


@pytest.fixture
def parsed(trading):
    """The example that buys, edited, as a policy without problems."""

    def parse(*changes):
        draft, problems = read_policy(trading(*changes), "policy.yaml")
        assert [problem for problem in problems if problem.severity == "error"] == []
        return draft.policy

    return parse


def said(condition):
    """The comparisons of a condition that is one or all of several, without their places."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    return [(part.fact, part.operator, part.value) for part in parts if isinstance(part, Compare)]


def test_a_purchase_is_what_its_section_says(parsed):
    purchase = parsed().purchase
    assert [(outcome.kind, outcome.title, outcome.notify_client) for outcome in purchase.outcomes] == [
        (OutcomeKind.REVIEW, "Stickprov", None),
        (OutcomeKind.BUY_WITHOUT_RECOURSE, "Köpt utan regress", Notify.AT_PAYOUT),
        (OutcomeKind.BUY_WITH_RECOURSE, "Köpt med regress", Notify.IMMEDIATELY),
        (OutcomeKind.DECLINE, "Nekad för köp", Notify.IMMEDIATELY),
    ]
    review, without, _, decline = purchase.outcomes
    assert ("picked_for_review", Operator.IS, 1) in said(review.when)
    assert ("credit_risk", Operator.AT_MOST, 3) in said(without.when)
    assert decline.when is None
    assert (purchase.fee_percent, purchase.advance_percent) == (290, 10000)
    assert purchase.notice_of_assignment is True
    assert str(purchase.span) == "policy.yaml:36:1"
    assert str(decline.span) == "policy.yaml:41:8"


@pytest.mark.parametrize(
    ("written", "payout"),
    [
        ("{banking_days: 2}", Payout(2, PayoutUnit.BANKING_DAYS)),
        ("{calendar_days: 0}", Payout(0, PayoutUnit.CALENDAR_DAYS)),
        ("{hours: 24}", Payout(24, PayoutUnit.HOURS)),
    ],
)
def test_a_payout_counts_in_what_it_names(parsed, written, payout):
    assert parsed(("payout: {banking_days: 1}", f"payout: {written}")).purchase.payout == payout


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2", "write one of {banking_days: 2}, {calendar_days: 2}, {hours: 2}"),
        ("1.5", "write one of {banking_days: 1}, {calendar_days: 0}, {hours: 24}"),
        ("24 h", "write one of {banking_days: 1}, {calendar_days: 0}, {hours: 24}"),
    ],
)
def test_a_payout_without_unit_is_refused(trading, written, hint):
    _, problems = read_policy(trading(("payout: {banking_days: 1}", f"payout: {written}")), "policy.yaml")
    assert [(problem.code, problem.hint) for problem in problems] == [("DE374", hint)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("payout: {banking_days: 1}", "payout: {}", "DE211"),
        ("payout: {banking_days: 1}", "payout: {banking_days: 1, hours: 24}", "DE211"),
        ("payout: {banking_days: 1}", "payout: [1]", "DE201"),
        ("payout: {banking_days: 1}", "payout: {weeks: 1}", "DE204"),
        ("fee_percent: 2.9", "fee_percent: 101", "DE207"),
        ("fee_percent: 2.9", "fee_percent: 2.905", "DE310"),
        ("advance_percent: 100", "advance_percent: 0", "DE207"),
        ("  notice_of_assignment: true\n", "", "DE205"),
        ("outcome: review", "outcome: buy", "DE206"),
        ("picked_for_review: true", "picked_for_revue: true", "DE304"),
        ("sale: with_recourse", "sale: recourse", "DE308"),
        ("buy_back: balance", "buy_back: everything", "DE206"),
        ('book_as: "1519"', "book_as: 1519", "DE203"),
        ('book_as: "1519"', 'book_as: "15190"', "DE209"),
        ("times: 1.25", "times: 0", "DE207"),
        ("divided_by: 30", "divided_by: 0", "DE207"),
        ("at_least: 100.00\n", "at_least: 0.00\n", "DE207"),
        ('fee_income: "3590"', 'fees: "3590"', "DE204"),
    ],
)
def test_what_is_written_wrong_is_said(trading, old, new, code):
    _, problems = read_policy(trading((old, new)), "policy.yaml")
    assert code in [problem.code for problem in problems]


def test_recourse_is_what_its_section_says(parsed):
    recourse = parsed().recourse
    assert ("sale", Operator.IS, "with_recourse") in said(recourse.when)
    assert (recourse.pursue_through_days, recourse.buy_back) == (30, BuyBack.BALANCE)
    assert recourse.continue_in == "fakturaservice"


def test_an_overdraft_is_reckoned_in_hundredths(parsed):
    overdraft = parsed().overdraft
    assert (overdraft.monthly_percent, overdraft.divided_by, overdraft.times) == (290, 30, 125)


def test_an_interest_invoice_is_what_its_section_says(parsed):
    invoice = parsed().interest_invoice
    assert invoice == InterestInvoice(
        title="Räntefaktura",
        at_least=10000,
        or_customer_total_at_least=15000,
        only_when_paid=False,
        comment="Ränta på för sent betald faktura",
        span=invoice.span,
    )


def test_an_interest_invoice_waits_for_the_payment_unless_it_says_otherwise(parsed):
    changes = [("  only_when_paid: false\n", ""), ("  comment: Ränta på för sent betald faktura\n", "")]
    invoice = parsed(*changes, ("  or_customer_total_at_least: 150.00\n", "")).interest_invoice
    assert (invoice.only_when_paid, invoice.comment, invoice.or_customer_total_at_least) == (True, None, None)


def test_accounts_are_the_countrys_with_the_policys_over_them(parsed):
    usual = load_law("SE").accounts
    changed = {BookAccount.FEE_INCOME: "3590", BookAccount.RECEIVABLE_BOUGHT_BACK: "1519"}
    assert parsed().accounts == {**usual, **changed}


def test_without_the_sections_there_is_nothing(edited):
    policy = read_policy(edited(), "policy.yaml")[0].policy
    assert (policy.purchase, policy.recourse, policy.overdraft, policy.interest_invoice) == (None, None, None, None)
    assert policy.accounts == load_law("SE").accounts


def test_the_conditions_of_buying_are_compiled(parsed):
    policy = parsed()
    conditions = compiled(policy).conditions
    assert [name for name in conditions if name.startswith("purchase")] == [outcome_name(index) for index in range(3)]
    assert conditions[outcome_name(2)] is policy.purchase.outcomes[2].when
    assert conditions[RECOURSE_WHEN] is policy.recourse.when


def test_the_draft_knows_where_each_condition_of_buying_stands(trading):
    draft, _ = read_policy(trading(("picked_for_review: true", "picked_for_revue: true")), "policy.yaml")
    places = [path for _, path in draft.conditions() if path[0] in ("purchase", "recourse")]
    assert places == [
        ("purchase", "outcomes", 1, "when"),
        ("purchase", "outcomes", 2, "when"),
        ("recourse", "when"),
    ]
