"""Policies drawn as text, whose ladders pass the check."""

from functools import cache

from hypothesis import strategies as st

from dunning_engine.law.load import load_law
from dunning_engine.policy.check import read_policy
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.policy.parse import parse_policy
from dunning_engine.problems import has_errors
from dunning_engine.text.source import read_yaml

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
ENDS = (
    (),
    ("demand",),
    ("demand", "apply_for_payment_order"),
    ("demand", "write_off"),
    ("hand_over",),
)


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
def policy_texts(draw, *, calendar=True, invoiced=None):
    """``calendar``: with conditions that come to hold, or cease to, though only days pass; ``invoiced``: interest by itself."""
    of = Draws(draw)
    rungs = ladder(of, calendar=calendar)
    return written(header(of, rungs) | sections(of, rungs, calendar=calendar, invoiced=invoiced), rungs)


def policies(*, calendar=True):
    """Texts of policies that pass the check: the text is what a failing example shows."""
    return policy_texts(calendar=calendar).filter(policy_in)


def written(keys, rungs):
    """The policy's text."""
    lines = [f"{key}: {value}" for key, value in keys.items()]
    return "\n".join([*lines, "steps:", *(f"  - {flow(rung)}" for rung in rungs), ""])


def flow(mapping):
    """A mapping as YAML writes it on one line."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in mapping.items()) + "}"


def ladder(of, *, calendar, ends=ENDS):
    """The steps, as mappings; they end in one of ``ends``."""
    conditions = (*PLAIN_CONDITIONS, *CALENDAR_CONDITIONS) if calendar else PLAIN_CONDITIONS
    kinds = (
        ["notify"] * of.days(0, 1) + ["list"] * of.days(0, 1) + ["remind"] * of.days(1, 3) + ["warn"] * of.days(0, 1)
    )
    rungs = []
    for number, kind in enumerate((*kinds, *of.pick(*ends))):
        before = rungs[-1] if rungs else None
        keys = {"step": f"s{number}", "title": f"{kind.capitalize()} {number}", "action": kind}
        rungs.append(keys | _delay(of, before) | _terms(of, kind) | _condition(of, kind, conditions))
    return rungs


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
        also = f", {of.pick(*conditions)}" if of.one_in(4) else ""
        return {"when": f"{{collection_agreement: true{also}}}", "if_not": of.pick("wait", "skip")}
    if kind in {"demand", "apply_for_payment_order"} or not of.one_in(3):
        return {}
    return {"when": f"{{{of.pick(*conditions)}}}", "if_not": of.pick("wait", "skip", "skip")}


def header(of, rungs, name="drawn"):
    """What stands at the top."""
    fees = any(one["action"] in {"remind", "warn"} and one["fee"] != "0.00" for one in rungs)
    return {
        "policy": name,
        "title": name.capitalize(),
        "applies_to_invoices_issued_from": "2020-01-01",
        "currency": "SEK",
        "country": "SE",
        "approval": of.pick("automatic", "manual"),
        "postal_days": of.pick("0", "3", "{banking_days: 2}"),
        "due_date_on_closed_day": of.pick("next_banking_day", "unchanged"),
        "payments_settle": of.pick("[fees, interest, principal]", "[principal, interest, fees]"),
        "agreed_terms": "{due_date: true, reminder_fee: true}" if fees else "{due_date: true}",
    }


def sections(of, rungs, *, calendar, invoiced=None):
    """What stands beside the ladder and concerns it alone."""
    found = {}
    invoiced = of.one_in(3) if invoiced is None else invoiced
    if invoiced or any(one.get("interest") == "true" or "interest" in one.get("when", "") for one in rungs):
        found["interest"] = interest(of, calendar=calendar)
    if invoiced:
        found["interest_invoice"] = interest_invoice(of)
    claims = [one["step"] for one in rungs if one["action"] in {"remind", "warn", "demand"}]
    if claims and of.one_in(2):
        found["late_compensation"] = f"{{claim: true, at_step: {of.pick(*claims)}}}"
    holds = ["{reason: Bestridd, when: {disputed: true}}"] * of.days(0, 1)
    if calendar and of.one_in(4):
        holds.append("{reason: Ung, when: {days_since_invoice_date: {less_than: 50}}}")
        holds.append("{reason: Paus, when: {paused: true}}")
    if holds:
        found["hold"] = f"[{', '.join(holds)}]"
    if of.one_in(3):
        found["overrides"] = _override(of, rungs, calendar=calendar)
    return found


def interest(of, *, calendar=False):
    keys = {"rate": of.pick("statutory", "12.50"), "accrues_from": of.pick("law", "due_date")}
    return flow(keys | ({"charged_when": f"{{{of.pick(*CALENDAR_CONDITIONS)}}}"} if calendar and of.one_in(4) else {}))


def interest_invoice(of):
    """The section; what it waits for is half the time the payment."""
    keys = {"title": "Interest", "at_least": of.pick("0.01", "5.00", "100.00")}
    if of.one_in(2):
        keys["or_customer_total_at_least"] = of.pick("5.00", "100.00", "150.00")
    return flow(keys | ({"only_when_paid": of.pick("true", "false")} if of.one_in(2) else {}))


def _override(of, rungs, *, calendar):
    when = of.pick("client: C1", *CALENDAR_CONDITIONS) if calendar else "client: C1"
    place = of.days(0, len(rungs) - 1)
    delay = next(key for key in rungs[place] if "days_after" in key)
    least = 1 + (rungs[place - 1].get("pay_within_days", 0) if place else 0)
    days = of.days(least, least + 15)
    changes = {delay: days + (days == rungs[place][delay])}
    if "when" not in rungs[place] and rungs[place]["action"] == "remind" and of.one_in(3):
        changes |= {"when": f"{{{of.pick(*PLAIN_CONDITIONS)}}}", "if_not": of.pick("wait", "skip")}
    return f"[{{title: Egna, when: {{{when}}}, steps: {{{rungs[place]['step']}: {flow(changes)}}}}}]"
