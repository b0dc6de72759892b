"""What the check lets pass is alive: a row is there on which each exclusion, hold and override decides; what it calls dead is."""

import itertools

from changed import CONDITIONS
from drawn import unchecked_policy_in
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dunning_engine.facts.catalogue import CONDITION_FACTS, Kind
from dunning_engine.policy.check import read_policy
from dunning_engine.policy.condition import comparisons
from dunning_engine.rules.reference import holds

FEW = settings(
    max_examples=80, deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck)
)
LINES = (
    *CONDITIONS,
    "customer_kind: {is_not: business}",
    "amount: {at_least: 2000.00}",
    "disputed: false",
    "client: C2",
)
TERMS = ("approval: automatic", "days_after_due_date: 6", "days_after_due_date: 7")
POLICY = """\
policy: drawn
title: Drawn
applies_to_invoices_issued_from: 2020-01-01
currency: SEK
country: SE
approval: automatic
agreed_terms: {{due_date: true}}
exclude: [{exclude}]
hold: [{hold}]
overrides: [{overrides}]
steps:
  - {{step: first, title: First, action: remind, days_after_due_date: 5, send_by: post}}
"""
OPEN = {"closed": 0, "with_agency": 0, "has_sale": 0, "sale": "", "bought_back": 0}


def gates(drawn, name):
    return ", ".join(f"{{reason: {name} {place}, when: {{{line}}}}}" for place, line in enumerate(drawn))


def overrides(drawn):
    """Each with days of its own, or with what holds without it."""
    return ", ".join(
        f"{{title: Own {place}, when: {{{line}}}, steps: {{first: {{{terms}}}}}}}"
        for place, (line, terms) in enumerate(drawn)
    )


def rows(conditions):
    """One row of every cell that the conditions tell apart, of an invoice that is neither closed nor another's."""
    named = {}
    for leaf in (leaf for condition in conditions for leaf in comparisons(condition)):
        constants = named.setdefault(leaf.fact.removeprefix("has_"), set())
        if leaf.fact in named:
            constants.add(leaf.value)
    named |= {name: named.get(name, set()) | {1} for name in ("amount", "balance", "paid")}
    sides = []
    for name, constants in named.items():
        if name in OPEN:
            continue
        sides.append([(name, value, known) for value, known in values(CONDITION_FACTS[name], constants)])
    for cell in itertools.product(*sides):
        row = dict(OPEN)
        for name, value, known in cell:
            row |= {name: value, f"has_{name}": known}
        yield row


def values(fact, constants):
    if fact.kind is Kind.WORD:
        found = list(fact.words)
    elif fact.kind is Kind.TEXT:
        found = [*sorted(map(str, constants)), "another"]
    elif fact.kind is Kind.BOOLEAN:
        found = [0, 1]
    else:
        found = sorted({one + by for one in constants for by in (-1, 0, 1)})
    absent = [("" if fact.kind in (Kind.TEXT, Kind.WORD) else 0, 0)] if fact.optional else []
    return [*absent, *((value, 1) for value in found)]


LISTS = st.lists(st.sampled_from(LINES), min_size=0, max_size=3)


@FEW
@given(LISTS, LISTS, st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(TERMS)), max_size=3))
def test_what_passes_is_alive_and_what_is_called_dead_is(excluded, held, own):
    text = POLICY.format(exclude=gates(excluded, "Out"), hold=gates(held, "Wait"), overrides=overrides(own))
    _, problems = read_policy(text, "drawn.yaml")
    codes = {problem.code for problem in problems}
    assert "DE362" not in codes
    (policy,) = unchecked_policy_in(text).revisions
    stops = [gate.when for gate in (*policy.exclude, *policy.hold)]
    wins = [override.when for override in policy.overrides]
    # The facts are few, so that every cell can be tried.
    cells = list(itertools.islice(rows([*stops, *wins]), 40_000))
    if len(cells) == 40_000:
        return
    dunned = [row for row in cells if is_open(row)]
    dead = {
        gate.reason
        for place, gate in enumerate((*policy.exclude, *policy.hold))
        if not any(
            holds(gate.when, row) and not any(holds(one, row) for one in stops[:place])
            for row in (cells if place < len(policy.exclude) else dunned)
            if row["amount"] <= 0 or not row["paid"]
        )
    }
    stopped = not any(not any(holds(one, row) for one in stops) for row in dunned)
    unused = [
        not any(holds(when, row) and not any(holds(one, row) for one in (*wins[:place], *stops)) for row in dunned)
        for place, when in enumerate(wins)
    ]
    assert {one.message.split("'")[1] for one in problems if one.code == "DE323"} == dead, (problems, text)
    assert ("DE327" in codes) == stopped
    if stopped:
        return
    if any(unused):
        assert codes & {"DE325", "DE328", "DE338", "DE363"}, text
    else:
        assert not codes & {"DE325", "DE328"}, (problems, text)
    idle = changes_nothing(policy, [row for row in dunned if not any(holds(one, row) for one in stops)])
    assert not idle or codes & {"DE325", "DE328", "DE363"}, text
    if "DE363" in codes:
        assert idle, (problems, text)


def is_open(row):
    return row["amount"] >= 1 and row["balance"] >= 1 and not row["paid"]


def changes_nothing(policy, cells):
    """Whether some override decides no row otherwise than it would be decided without it."""

    def days(row, left_out=None):
        for place, override in enumerate(policy.overrides):
            if place != left_out and holds(override.when, row):
                return override.steps[0].delay
        return policy.steps[0].delay

    return any(all(days(row) == days(row, place) for row in cells) for place in range(len(policy.overrides)))
