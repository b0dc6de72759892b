"""Interest invoices: over any customers in any order, once, from their threshold on, never more than has accrued."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from caller import run_together
from drawn import policy_in, policy_texts, unchecked_policy_in
from drawn_invoices import invoices, known_on, with_events
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from naive import Account

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.money import format_hundredths

DAY = date(2022, 6, 1)
RARE = ["credit_note", "credited", "dispute", "handed_over", "closed", "invoiced", "sold", "claimed", "claimed"]
OLDEST = date(2020, 3, 1)  # a consumer's debt of that day is not barred on DAY
ORDER = ("fees", "interest", "principal")

INVOICING = """
policy: drawn
title: Drawn
applies_to_invoices_issued_from: 2020-01-01
currency: SEK
country: SE
approval: automatic
agreed_terms: {{due_date: true}}
payments_settle: [{order}]
interest: {{rate: {rate}, accrues_from: {start}{charged}}}
exclude:
  - {{reason: Inget kvar, when: {{balance: {{at_most: 0.00}}}}}}
  - {{reason: Annans, when: {{client: C2}}}}
hold: [{{reason: Bestridd, when: {{disputed: true}}}}]
interest_invoice: {{title: Interest, at_least: {own}, {total}only_when_paid: {waits}, comment: Late}}
steps:
  - {{step: letter, title: Letter, action: remind, days_after_due_date: 900, interest: true, send_by: post}}
"""


def invoicing(*, own, total=None, waits=True, order=ORDER, rate="statutory", start="law", late=False):
    """A policy that sends no letter and invoices interest; amounts are öre."""
    together = "" if total is None else f"or_customer_total_at_least: {format_hundredths(total)}, "
    charged = ", charged_when: {days_since_invoice_date: {more_than: 30}}" if late else ""
    keys = {"own": format_hundredths(own), "total": together, "waits": str(waits).lower(), "charged": charged}
    return unchecked_policy_in(INVOICING.format(order=", ".join(order), rate=rate, start=start, **keys))


@st.composite
def paid_late(draw, **how):
    """An invoice most often paid late, in one or two parts, with what may keep its interest from being invoiced."""
    invoice = draw(invoices(first=OLDEST, last=date(2022, 3, 1), events=False, **how))
    invoice = replace(invoice, amount=max(invoice.amount, 90_000))
    later = st.integers(0, 90).map(lambda days: invoice.due_on + timedelta(days=days))
    part = draw(st.sampled_from([0, invoice.amount // 3, invoice.amount]))
    parts = (part, invoice.amount - part, draw(st.sampled_from([0, 0, invoice.amount // 5])))
    paid = [amount for amount in parts if amount and draw(st.integers(1, 5)) > 1]
    events = [Event(on=draw(later), event=EventKind.PAYMENT, amount=amount) for amount in paid]
    match rare := draw(st.sampled_from([None] * 9 + RARE)):
        case "credit_note" | "credited":
            credited = invoice.amount if rare == "credited" else max(1, invoice.amount // 4)
            events.append(Event(on=draw(later), event=EventKind.CREDIT_NOTE, amount=credited))
        case "invoiced":
            events.append(Event(on=DAY, event=EventKind.INTEREST_INVOICED, amount=draw(st.integers(1, 9_000))))
        case "claimed":
            claimed = draw(st.integers(1, 9_000))
            events.append(Event(on=draw(later), event=EventKind.STEP, step="letter", interest=claimed))
        case "sold":
            events.append(Event(on=draw(later), event=EventKind.SOLD, sale="without_recourse"))
        case str():
            events.append(Event(on=draw(later), event=EventKind(rare)))
    return known_on(DAY, with_events(invoice, *events))


def numbered(drawn):
    return [replace(one, invoice=f"{place}") for place, one in enumerate(drawn)]


def by_debtor(drawn):
    found = defaultdict(list)
    for one in drawn:
        sold = any(event.event is EventKind.SOLD for event in one.events)
        found[one.client, one.customer, sold].append(one)
    return list(found.values())


policies = st.builds(
    invoicing,
    own=st.sampled_from([1, 500, 10_000, 99_999_999]),
    total=st.sampled_from([None, 1_000, 10_000, 30_000]),
    waits=st.booleans(),
    order=st.permutations(["fees", "interest", "principal"]).map(tuple),
    rate=st.sampled_from(["statutory", "24.00"]),
    start=st.sampled_from(["law", "due_date"]),
    late=st.booleans(),
)


@given(policies, st.lists(paid_late(), min_size=1, max_size=6).map(numbered), st.data())
@settings(max_examples=60, deadline=None)
def test_neither_order_nor_chunks_change_what_is_invoiced_and_lines_add_up(history, drawn, data):
    whole = {one.invoice: one for one in evaluate(history, drawn, as_of=DAY)}
    shuffled = data.draw(st.permutations(drawn))
    assert {one.invoice: one for one in evaluate(history, shuffled, as_of=DAY)} == whole
    assert {one.invoice: one for chunk in by_debtor(shuffled) for one in evaluate(history, chunk, as_of=DAY)} == whole
    actions = [action for one in whole.values() for action in one.actions if action.action == "invoice_interest"]
    lines = [line for action in actions for line in action.lines]
    assert len({line.invoice for line in lines}) == len({line.key for line in lines}) == len(lines)
    for action in actions:
        assert action.amount_to_pay == action.interest == sum(line.interest for line in action.lines)
        assert action.key == action.lines[0].key
        assert all(0 < line.interest <= sum(period.amount for period in line.periods) for line in action.lines)
        assert sum(posting.debit for posting in action.postings) == action.interest
        for line in action.lines[1:]:
            assert "on_joint_interest_invoice" in [blocker.code for blocker in whole[line.invoice].blockers]


@given(policies, st.lists(paid_late(), min_size=1, max_size=5).map(numbered))
@settings(max_examples=60, deadline=None)
def test_what_is_invoiced_is_what_an_account_kept_by_hand_says(history, drawn):
    (policy,) = history.revisions
    found = {one.invoice: one for one in evaluate(history, drawn, as_of=DAY)}
    expected = {}
    for debtor in by_debtor(drawn):
        reckoned = [(one, Account(one, DAY, policy.payments_settle)) for one in debtor]
        interest = {one.invoice: undemanded(one, account, policy) for one, account in reckoned}
        counted = {one.invoice: account for one, account in reckoned if may_be_invoiced(one, account, policy)}
        total = sum(interest[number] for number in counted)
        lines = [one for one in debtor if one.invoice in counted and taken_up(interest, total, one, counted, policy)]
        if lines:
            lines.sort(key=lambda one: (one.due_on, one.invoice))
            expected[lines[0].invoice] = [(one.invoice, interest[one.invoice]) for one in lines]
    assert {
        number: [(line.invoice, line.interest) for line in action.lines]
        for number, decision in found.items()
        for action in decision.actions
        if action.action == "invoice_interest"
    } == expected


def undemanded(invoice, account, policy):
    """Accrued, less what has been paid or invoiced of it, what steps have claimed and what has been paid in excess."""
    return max(0, account.accrued(invoice, policy, DAY) - account.owed["interest"] - account.waiting)


def may_be_invoiced(invoice, account, policy):
    happened = {event.event for event in invoice.events}
    paid = account.balance <= 0
    judged_on = account.paid_on if paid else DAY
    return (
        invoice.client != "C2"
        and (paid or EventKind.CLOSED not in happened)
        and account.credited < invoice.amount
        and happened.isdisjoint({EventKind.DISPUTE, EventKind.HANDED_OVER, EventKind.SOLD})
        and (policy.interest.charged_when is None or (judged_on - invoice.issued_on).days > 30)
    )


def taken_up(interest, total, invoice, counted, policy):
    declared, own = policy.interest_invoice, interest[invoice.invoice]
    together = declared.or_customer_total_at_least
    enough = own >= declared.at_least or (together is not None and total >= together)
    return own > 0 and enough and (counted[invoice.invoice].balance <= 0 or not declared.only_when_paid)


@given(paid_late(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_threshold_is_reached_at_its_very_ore(invoice, waits):
    invoice = numbered([invoice])[0]
    (decision,) = evaluate(invoicing(own=1, waits=waits), [invoice], as_of=DAY)
    assume(decision.actions)
    interest = decision.actions[0].interest
    for own, total, reached in (
        (interest, None, True),
        (interest + 1, None, False),
        (interest + 1, interest, True),
        (interest + 2, interest + 1, False),
    ):
        history = invoicing(own=own, total=total, waits=waits)
        assert bool(evaluate(history, invoice, as_of=DAY).actions) is reached


@given(policy_texts(invoiced=True).filter(policy_in), st.data())
@settings(max_examples=30, deadline=None)
def test_no_interest_is_claimed_twice_however_it_is_claimed(text, data):
    """What payments have settled of it, what stands claimed and what has been invoiced: together never more than accrued."""
    history = policy_in(text)
    (policy,) = history.revisions
    drawn = numbered(data.draw(st.lists(invoices(last=date(2022, 3, 1)), min_size=1, max_size=3)))
    first = min(one.due_on for one in drawn)
    gaps = data.draw(st.lists(st.sampled_from([1, 2, 5, 11]), min_size=15, max_size=15))
    days = [first + timedelta(days=sum(gaps[:number])) for number in range(len(gaps))]
    done, after = run_together(history, drawn, days)
    stated = defaultdict(int)
    for line in (line for action in done for line in action.lines):
        stated[line.invoice] += line.interest
    keys = [line.key for action in done for line in action.lines]
    assert len(set(keys)) == len(keys)
    for one in after:
        account = Account(one, days[-1], policy.payments_settle)
        claimed = account.interest_paid + account.owed["interest"] + account.invoiced
        assert account.invoiced == stated[one.invoice]
        assert claimed <= account.exactly_accrued(one, policy, days[-1]) + Fraction(1, 2)
