"""Drawn policies that pass the check, drawn invoices, and the caller who records what is decided."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.invoice import Invoice
from dunning_engine.law.load import load_law
from dunning_engine.policy.check import read_policy
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.policy.parse import parse_policy
from dunning_engine.problems import has_errors
from dunning_engine.text.source import read_yaml

NOT_A_STEP = {"request_information", "match_ledger_items"}
FIRST, LAST = date(2020, 1, 1), date(2023, 12, 31)
CALENDAR_CONDITIONS = (
    "days_since_invoice_date: {more_than: 30}",
    "days_since_invoice_date: {at_least: 45, less_than: 90}",
    "days_after_due_date: {at_least: 20}",
    "days_after_due_date: 25",
    "interest_accrued: {at_least: 5.00}",
    "customer_interest_total: {at_least: 50.00}",
    "fees_owed: {at_least: 10.00}",
    "steps_taken: {at_least: 2}",
)
PLAIN_CONDITIONS = ("customer_kind: business", "amount: {at_least: 1000.00}", "client: C1")


@cache
def policy_in(text):
    """The policy, or ``None`` where the check refuses it."""
    draft, problems = read_policy(text, "drawn.yaml")
    return None if draft is None or has_errors(problems) else PolicyHistory(draft.policy.name, (draft.policy,))


@cache
def unchecked_policy_in(text):
    """The policy, whatever the check of meaning and law says of it."""
    draft, problems = parse_policy(read_yaml(text, "drawn.yaml")[0], load_law("SE"))
    assert draft is not None, problems
    return PolicyHistory(draft.policy.name, (draft.policy,))


class Draws:
    """Short words for drawing."""

    def __init__(self, draw):
        self.draw = draw

    def pick(self, *of):
        return self.draw(st.sampled_from(of))

    def days(self, least, most):
        return self.draw(st.integers(least, most))

    def one_in(self, many):
        return self.draw(st.integers(1, many)) == 1


@st.composite
def policy_texts(draw, *, calendar=True):
    """``calendar``: with conditions that come to hold, or cease to, though only days pass."""
    of = Draws(draw)
    kinds = (
        ["notify"] * of.days(0, 1) + ["list"] * of.days(0, 1) + ["remind"] * of.days(1, 3) + ["warn"] * of.days(0, 1)
    )
    kinds += of.pick((), ("demand",), ("demand", "apply_for_payment_order"), ("hand_over",))
    conditions = (*PLAIN_CONDITIONS, *CALENDAR_CONDITIONS) if calendar else PLAIN_CONDITIONS
    steps = []
    for number, kind in enumerate(kinds):
        before = steps[-1] if steps else None
        keys = {"step": f"s{number}", "title": f"{kind.capitalize()} {number}", "action": kind}
        steps.append(keys | _delay(of, before) | _terms(of, kind) | _condition(of, kind, conditions))
    lines = [f"{key}: {value}" for key, value in (_header(of, steps) | _sections(of, steps, calendar=calendar)).items()]
    rungs = [f"  - {{{', '.join(f'{key}: {value}' for key, value in one.items())}}}" for one in steps]
    return "\n".join([*lines, "steps:", *rungs, ""])


def _delay(of, before):
    end = {"end_of_month": "true"} if of.one_in(6) else {}
    if before is None:
        return {
            of.pick("days_after_due_date", "banking_days_after_due_date", "days_after_invoice_date"): of.days(1, 12)
        } | end
    to_pay = before.get("pay_within_days", 0)
    unit = "" if to_pay else of.pick("", "banking_")
    return {f"{unit}days_after_previous_step": to_pay + of.days(1, 12)} | end


def _terms(of, kind):
    sent = {"send_by": of.pick("post", "email", "[email, post]", "same_as_invoice")}
    interest = {"interest": of.pick("true", "false")}
    match kind:
        case "notify":
            return sent
        case "remind":
            to_pay = {} if of.one_in(2) else {"pay_within_days": of.days(3, 12)}
            return sent | interest | to_pay | {"fee": of.pick("statutory", "60.00", "12.34", "0.00")}
        case "warn":
            return sent | interest | {"pay_within_days": of.days(3, 12), "fee": "0.00"}
        case "demand":
            return sent | interest | {"pay_within_days": of.days(10, 15), "fee": of.pick("statutory", "180.00", "0.00")}
    return {}


def _condition(of, kind, conditions):
    if kind == "hand_over":
        return {"when": "{collection_agreement: true}", "if_not": of.pick("wait", "skip")}
    if kind in {"demand", "apply_for_payment_order"} or not of.one_in(3):
        return {}
    return {"when": f"{{{of.pick(*conditions)}}}", "if_not": of.pick("wait", "skip", "skip")}


def _header(of, steps):
    fees = any(one["action"] in {"remind", "warn"} and one["fee"] != "0.00" for one in steps)
    return {
        "policy": "drawn",
        "title": "Drawn",
        "applies_to_invoices_issued_from": "2020-01-01",
        "currency": "SEK",
        "country": "SE",
        "approval": of.pick("automatic", "manual"),
        "postal_days": of.pick("0", "3", "{banking_days: 2}"),
        "due_date_on_closed_day": of.pick("next_banking_day", "unchanged"),
        "payments_settle": of.pick("[fees, interest, principal]", "[principal, interest, fees]"),
        "agreed_terms": "{due_date: true, reminder_fee: true}" if fees else "{due_date: true}",
    }


def _sections(of, steps, *, calendar):
    sections = {}
    if any(one.get("interest") == "true" or "interest" in one.get("when", "") for one in steps):
        rate, start = of.pick("statutory", "12.50"), of.pick("law", "due_date")
        sections["interest"] = f"{{rate: {rate}, accrues_from: {start}}}"
    if of.one_in(2):
        claims = [one["step"] for one in steps if one["action"] in {"remind", "warn", "demand"}]
        sections["late_compensation"] = f"{{claim: true, at_step: {of.pick(*claims)}}}"
    holds = ["{reason: Bestridd, when: {disputed: true}}"] * of.days(0, 1)
    if calendar and of.one_in(4):
        holds.append("{reason: Ung, when: {days_since_invoice_date: {less_than: 50}}}")
        holds.append("{reason: Paus, when: {paused: true}}")
    if holds:
        sections["hold"] = f"[{', '.join(holds)}]"
    if of.one_in(3):
        when = of.pick("client: C1", *CALENDAR_CONDITIONS) if calendar else "client: C1"
        place = of.days(0, len(steps) - 1)
        delay = next(key for key in steps[place] if "days_after" in key)
        least = 1 + (steps[place - 1].get("pay_within_days", 0) if place else 0)
        days = of.days(least, least + 15)
        changes = f"{{s{place}: {{{delay}: {days + (days == steps[place][delay])}}}}}"
        sections["overrides"] = f"[{{title: Egna, when: {{{when}}}, steps: {changes}}}]"
    return sections


def policies(*, calendar=True):
    """Texts of policies that pass the check: the text is what a failing example shows."""
    return policy_texts(calendar=calendar).filter(policy_in)


def maybe(strategy):
    return st.none() | strategy


@st.composite
def invoices(draw, *, first=FIRST, last=LAST, agreed=None, events=True):
    issued = draw(st.dates(first, last))
    due = issued + timedelta(days=draw(st.integers(0, 60)))
    happened = draw(st.lists(happenings(due), max_size=4)) if events else ()
    return Invoice(
        invoice=draw(st.sampled_from(["1001", "F/17", "100%"])),
        customer=draw(st.sampled_from(["K1", "K2"])),
        client=draw(maybe(st.sampled_from(["C1", "C2"]))),
        customer_kind=draw(st.sampled_from(["business", "consumer", "public_authority"])),
        customer_email=draw(maybe(st.just("a@example.se"))),
        issued_on=issued,
        due_on=due,
        sent_on=draw(maybe(st.just(issued + timedelta(days=3)))),
        amount=draw(st.integers(1, 5_000_000)),
        currency="SEK",
        sent_by=draw(st.sampled_from(["email", "post", "e_invoice", "pdf"])),
        due_date_agreed=agreed if agreed is not None else draw(maybe(st.booleans())),
        reminder_fee_agreed=draw(maybe(st.booleans())),
        collection_agreement=draw(maybe(st.booleans())),
        enforcement_choice=draw(maybe(st.sampled_from(["payment_order", "monitoring"]))),
        events=tuple(happened),
    )


@st.composite
def happenings(draw, due):
    on = due + timedelta(days=draw(st.integers(-10, 40)))
    until = on + timedelta(days=draw(st.integers(0, 30)))
    amount = draw(st.integers(1, 2_000_000))
    return draw(
        st.sampled_from(
            [
                Event(on=on, event=EventKind.PAYMENT, amount=amount),
                Event(on=on, event=EventKind.PAYMENT, amount=amount),
                Event(on=on, event=EventKind.CREDIT_NOTE, amount=amount),
                Event(on=on, event=EventKind.PAUSE, until=until),
                Event(on=on, event=EventKind.PAUSE, until=until),
                Event(on=on, event=EventKind.PROMISE, until=until),
                Event(on=on, event=EventKind.DISPUTE),
                Event(on=until, event=EventKind.DISPUTE_SETTLED),
                Event(on=on, event=EventKind.WRITE_OFF, amount=amount),
            ]
        )
    )


def with_events(invoice, *events):
    return replace(invoice, events=(*invoice.events, *events))


def steps(decision):
    return [action for action in decision.actions if action.action not in NOT_A_STEP]


def recorded(invoice, decision, *, more_time=0):
    """The invoice after the caller has carried out what was decided, giving so many days more to pay."""
    events = []
    for action in decision.actions:
        if action.action == "request_information":
            events.append(Event(on=action.on, event=EventKind.INFORMATION_REQUESTED, fact=action.fact))
        elif action.step is not None:
            events.append(
                Event(
                    on=action.on,
                    event=EventKind.STEP,
                    step=action.step,
                    fee=action.fee,
                    interest=action.interest,
                    pay_by=action.pay_by and action.pay_by + timedelta(days=more_time),
                    sent_by=action.send_by,
                    key=action.key,
                )
            )
    return with_events(invoice, *events) if events else invoice


def replay(history, invoice, days, *, more_time=0):
    """Decide on each of ``days`` in order and record every action: the steps taken, and the invoice as it then is."""
    taken = []
    for day in days:
        decision = evaluate(history, invoice, as_of=day)
        taken += steps(decision)
        invoice = recorded(invoice, decision, more_time=more_time)
    return taken, invoice


def days_from(first, count):
    return [first + timedelta(days=number) for number in range(count)]
