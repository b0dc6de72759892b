"""Short policies as text, ordinary invoices with changes, and one line that decides."""

from datetime import date
from functools import cache

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.invoice import Invoice
from dunning_engine.law.load import load_law
from dunning_engine.policy.model import PolicyHistory
from dunning_engine.policy.parse import parse_policy
from dunning_engine.text.source import read_yaml

HEADER = {
    "policy": "trial",
    "title": "Trial",
    "applies_to_invoices_issued_from": "2020-01-01",
    "currency": "SEK",
    "country": "SE",
    "approval": "automatic",
    "agreed_terms": "{reminder_fee: true, due_date: true}",
    "interest": "{rate: statutory, accrues_from: due_date}",
}
REMINDER = (
    "{step: reminder, title: R, action: remind, days_after_due_date: 7, fee: 60.00, interest: true, pay_within_days: 7}"
)
DEMAND = "{step: demand, title: D, action: demand, days_after_previous_step: 8, fee: 180.00, interest: true, pay_within_days: 10}"
ORDER = "{step: order, title: O, action: apply_for_payment_order, days_after_previous_step: 14}"


def text_of(*steps, **top):
    """The policy's text; a key given as ``None`` is left out."""
    keys = {**HEADER, **top}
    lines = [f"{key}: {value}" for key, value in keys.items() if value is not None]
    return "\n".join([*lines, "steps:", *(f"  - {step}" for step in steps), ""])


@cache
def policy(*steps, **top):
    """A policy of these steps, taken past the check of meaning and law: evaluating does no harm even then."""
    document, shape = read_yaml(text_of(*steps, **top), "trial.yaml")
    draft, problems = parse_policy(document, load_law("SE"))
    assert draft is not None, problems
    assert not (*shape, *problems)
    return PolicyHistory(draft.policy.name, (draft.policy,))


def facts(*events, **changes):
    """An ordinary invoice: 10 000 kr to a business, due on Monday 2026-03-02; ``None`` takes a fact away."""
    mapping = {
        "invoice": "1001",
        "customer": "17",
        "customer_kind": "business",
        "issued_on": "2026-01-30",
        "due_on": "2026-03-02",
        "amount": "10000.00",
        "currency": "SEK",
        "sent_by": "email",
        **changes,
    }
    if events:
        mapping["events"] = list(events)
    return {name: value for name, value in mapping.items() if value is not None}


def event(on, kind, **fields):
    return {"on": on, "event": kind, **fields}


def step(on, name, **fields):
    return event(on, "step", step=name, **fields)


def payment(on, amount):
    return event(on, "payment", amount=amount)


def decide(history, as_of, *events, **changes):
    """The decision on the ordinary invoice."""
    return evaluate(history, Invoice.from_mapping(facts(*events, **changes)), as_of=date.fromisoformat(as_of))


def action(history, as_of, *events, **changes):
    """The one step that the decision takes."""
    decision = decide(history, as_of, *events, **changes)
    taken = [one for one in decision.actions if one.action != "request_information"]
    assert len(taken) == 1, decision
    return taken[0]


def steps(decision):
    return [one.step for one in decision.actions if one.action not in {"request_information", "match_ledger_items"}]


def codes(decision):
    return [blocker.code for blocker in decision.blockers]


def first_day(history, start, *events, days=200, **changes):
    """The first day on or after ``start`` on which a step is taken, as text, with the step's name."""
    invoice = Invoice.from_mapping(facts(*events, **changes))
    for ordinal in range(date.fromisoformat(start).toordinal(), date.fromisoformat(start).toordinal() + days):
        found = steps(evaluate(history, invoice, as_of=date.fromordinal(ordinal)))
        if found:
            return date.fromordinal(ordinal).isoformat(), found[0]
    return None
