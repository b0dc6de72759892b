"""The exact difference of two policies, judged by what `evaluate` decides and by every cell of the facts."""

import datetime as dt
from random import Random

from changed import changed, rewritten
from drawn import Draws, policy_in, policy_texts
from drawn_invoices import invoices, with_events
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from dunning_engine.decisions.evaluate import decide_prepared, evaluate, prepare
from dunning_engine.difference import context
from dunning_engine.difference.policies import difference
from dunning_engine.facts.catalogue import CONDITION_FACTS, Kind
from dunning_engine.facts.event import Event, EventKind
from dunning_engine.facts.row import RowReader
from dunning_engine.policy.condition import comparisons
from dunning_engine.rules.compiled import CompiledPolicy
from dunning_engine.rules.reference import holds

# What is drawn is large: a failing pair is found at once, and made smaller only slowly.
MANY = settings(
    max_examples=60, deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck)
)
WORDED = {"source", "next", "digest", "revision", "policy", "why", "reasoning"}


def told(decision):
    """What a decision does and says, but for its promise of days to come and the places in the file."""
    whole = decision.to_dict()
    for one in whole["actions"]:
        one.pop("source")
    blockers = {
        (one["code"], one["message"] if one["code"] in {"excluded", "hold"} else one.get("step"))
        for one in whole["blockers"]
        if one["code"] != "too_early"
    }
    return [whole["stage"], whole["balance"], whole["actions"], blockers, set(whole["allowed"])]


def row_of(history, invoice, facts, as_of):
    situation = prepare(history, invoice, as_of=as_of)
    decision = decide_prepared(situation, situation.accrual.unpaid)
    situation = decision.reasoning.view.situation
    return RowReader(facts)(
        situation.invoice,
        situation.state,
        as_of=as_of,
        due_on=situation.due_on,
        accrual=situation.accrual,
        customer_interest_total=situation.accrual.unpaid,
    )


def with_steps(invoice, history, data):
    """The invoice with the first of the policy's steps taken."""
    on, events = invoice.due_on, []
    for step in history.revisions[0].steps[: data.draw(st.integers(0, 2))]:
        on += dt.timedelta(days=data.draw(st.integers(1, 15)))
        events.append(Event(on=on, event=EventKind.STEP, step=step.name, fee=0, interest=0))
    return with_events(invoice, *events)


def days_of(invoice, data):
    after = data.draw(st.lists(st.integers(-5, 130), min_size=1, max_size=8))
    return [invoice.due_on + dt.timedelta(days=days) for days in after]


@MANY
@given(changed(), invoices(first=dt.date(2022, 1, 1), last=dt.date(2022, 12, 31)), st.data())
def test_where_decisions_differ_some_region_holds(pair, invoice, data):
    old, new = map(policy_in, pair)
    found = difference(old, new)
    assert found.decided
    event(f"equal: {found.equal}")
    invoice = with_steps(invoice, old, data)
    moved = {one.step for issued in found.issued for one in issued.compared.consequences}
    for as_of in days_of(invoice, data):
        one, two = told(evaluate(old, invoice, as_of=as_of)), told(evaluate(new, invoice, as_of=as_of))
        if one == two:
            continue
        event("decided differently")
        assert not found.equal, (one, two)
        here = [region for region in found.regions if region.holds(row_of(old, invoice, region.facts, as_of))]
        if only_interest_invoices(one, two):  # they look at paid invoices as they were, and at what is to come
            assert {"exclude", "hold", "interest", "policy"} & {region.section for region in found.regions}
            continue
        steps = {action["step"] for side in (one, two) for action in side[2]} | {
            b[1] for side in (one, two) for b in side[3]
        }
        assert here or steps & behind(moved, found, policy_in(pair[1])), (one, two, found.lines("en"))


def only_interest_invoices(one, two):
    sides = [
        [side[0], side[1], [action for action in side[2] if action["action"] != "invoice_interest"], side[4]]
        for side in (one, two)
    ]
    return sides[0] == sides[1] and any(a["action"] == "invoice_interest" for side in (one, two) for a in side[2])


def behind(moved, found, history):
    """Steps that come on another day with one before them: those said to move, and those after a step that differs."""
    names = [step.name for step in history.revisions[0].steps]
    changed = [names.index(region.subject) for region in found.regions if region.section == "step"]
    return moved | set(names[min(changed) + 1 :] if changed else [])


@MANY
@given(policy_texts().filter(policy_in), st.data())
def test_what_is_only_written_differently_is_equal(text, data):
    other = rewritten(Draws(data.draw), text)
    assert policy_in(other), other
    assert difference(policy_in(text), policy_in(other)).equal


def cells(policies, random):
    """Rows of all facts: each at a constant of one of the policies, or beside it, or absent."""
    named = {}
    for policy in policies:
        for condition in CompiledPolicy(policy, as_asked=True).conditions.values():
            for leaf in comparisons(condition):
                named.setdefault(leaf.fact, set()).add(leaf.value)
    for step in (step for policy in policies for step in policy.steps):
        named.setdefault("days_after_due_date", set()).add(step.delay.days.count + policies[0].postal_days.count)
        named.setdefault("days_since_previous_step", set()).add(step.delay.days.count)
        named.setdefault("days_since_invoice_date", set()).add(step.delay.days.count)
    for _ in range(120):
        yield row_among(named, random)


def row_among(named, random):
    row = {}
    for name, fact in CONDITION_FACTS.items():
        if name.startswith("has_") and name.removeprefix("has_") in CONDITION_FACTS:
            continue
        constants = named.get(name, set())
        if fact.kind is Kind.WORD:
            value = random.choice(fact.words)
        elif fact.kind is Kind.TEXT:
            value = random.choice([*sorted(constants), "another"])
        elif fact.kind is Kind.BOOLEAN:
            value = random.choice([0, 0, 0, 1])
        else:
            value = random.choice([one + by for one in sorted(constants) for by in (-1, 0, 1)] or [10])
        if fact.optional:
            row[f"has_{name}"] = random.choice([0, 1, 1])
            value = value if row[f"has_{name}"] else ("" if isinstance(value, str) else 0)
        row[name] = value
    row |= {"paid": int(row["balance"] <= 0)}
    taken = int(row["steps_taken"] >= 1)
    for name in ("last_step", "last_step_on", "days_since_previous_step"):
        row[f"has_{name}"] = taken
        row[name] = row[name] if taken else ("" if name == "last_step" else 0)
    return row


def read(policy, row):
    """What a policy says on a row, read one line after the other: {(section, key, subject): answer}."""
    said = {}
    for section, gates in (("exclude", policy.exclude), ("hold", policy.hold)):
        for gate in gates:
            said[section, "when", gate.reason] = said.get((section, "when", gate.reason), False) or holds(
                gate.when, row
            )
    interest = policy.interest
    if interest is not None:
        said["interest", "charged_when", ""] = interest.charged_when is None or holds(interest.charged_when, row)
    ladder = next((one.steps for one in policy.overrides if holds(one.when, row)), policy.steps)
    for place, step in enumerate(ladder):
        taken = step.when is None or holds(step.when, row)
        said["step", "when", step.name] = "taken" if taken else step.if_not
        said["step", "fee", step.name] = step.fee if step.fee and step.fee.amount != 0 else None
        said["step", "send_by", step.name] = step.send_by
        said["step", "pay_within_days", step.name] = step.pay_within_days
        said["step", "interest", step.name] = step.interest
        said["step", "delay", step.name] = comes_due(policy, ladder, place, row)
    return said


def comes_due(policy, ladder, place, row):
    """Whether the step's day has come; the delay itself where only the calendar or the step before can tell."""
    delay = ladder[place].delay
    if delay.days.banking or delay.end_of_month or delay.anchor == "previous_step":
        return delay, policy.postal_days if delay.anchor == "due_date" else None
    if delay.anchor == "invoice_date":
        return row["days_since_invoice_date"] >= delay.days.count
    if policy.postal_days.banking:
        return delay, policy.postal_days
    return row["days_after_due_date"] >= delay.days.count + policy.postal_days.count


@MANY
@given(changed(), st.integers(0, 10_000))
def test_the_regions_are_where_the_sections_say_something_else(pair, seed):
    (old,), (new,) = (policy_in(text).revisions for text in pair)
    found = difference(*map(policy_in, pair))
    for row in cells((old, new), Random(seed)):  # noqa: S311 - rows, no secrets
        one, two = read(old, row), read(new, row)
        for aspect in one.keys() | two.keys():
            section, key, _ = aspect
            within = {"exclude": context.gates_looked_at, "hold": context.holds_looked_at}
            within |= {"interest": context.interest_looked_at, "step": context.ladder_looked_at}
            if not all(holds(condition, row) for condition in within[section](old, new)):
                continue
            before, after = one.get(aspect, False), two.get(aspect, False)
            here = [
                region
                for region in found.regions
                if (region.section, region.key, region.subject) == aspect and region.holds(row)
            ]
            differs = before != after
            if key == "delay" and differs and not isinstance(before, type(after)):
                assert here, (aspect, row)
            elif key == "delay" and isinstance(before, tuple):
                assert bool(here) <= differs, (aspect, row, found.lines("en"))
            elif key == "when" and section == "step" and {before, after} == {"skip"}:
                continue  # whether it is passed over before its day is told apart too
            else:
                assert bool(here) == differs, (aspect, before, after, row, found.lines("en"))
