"""Every condition of a drawn policy, by its name, read by the engine that decides and by the reference."""

import pytest
from drawn import policies, policy_in
from drawn_trade import linked, pairs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dunning_engine.policy.condition import comparisons
from dunning_engine.rules.compiled import RECOURSE_WHEN, CompiledPolicy, outcome_name
from dunning_engine.rules.reference import ReferenceEngine

pytest.importorskip("durable_rules_engine", reason="with the reference reading alone there is nothing to compare")

ROWS = 30
# A rule set takes some hundred KiB that the package never gives back, so a drawn policy answers for many rows.
FEW = settings(
    max_examples=30, deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck)
)


def rows_at_the_bounds(conditions, random):
    """Rows of the facts that the conditions mention, each at a value that one of them names, or right beside it."""
    named = {}
    for leaf in (leaf for condition in conditions for leaf in comparisons(condition)):
        beside = [leaf.value - 1, leaf.value + 1] if isinstance(leaf.value, int) else ["", f"{leaf.value} "]
        named.setdefault(leaf.fact, []).extend([leaf.value, *beside])
    for _ in range(ROWS):
        yield {fact: random.choice(values) for fact, values in named.items()}


def readings_agree(history, random):
    (policy,) = history.revisions
    prepared = CompiledPolicy(policy)
    assert type(prepared.engine).__name__ == "DurableEngine"
    reference = ReferenceEngine(list(prepared.conditions.items()))
    for row in rows_at_the_bounds(prepared.conditions.values(), random):
        assert tuple(prepared.engine.holding(row)) == reference.holding(row), row
    return policy, prepared.conditions.keys()


@FEW
@given(pairs(), st.randoms(use_true_random=False))
def test_the_readings_agree_on_what_is_bought_and_what_comes_back(pair, random):
    policy, names = readings_agree(linked(pair), random)
    outcomes = {outcome_name(place): outcome for place, outcome in enumerate(policy.purchase.outcomes)}
    assert {name for name, outcome in outcomes.items() if outcome.when is not None} == names & outcomes.keys()
    assert (RECOURSE_WHEN in names) == (policy.recourse is not None)


@FEW
@given(policies(), st.randoms(use_true_random=False))
def test_the_readings_agree_on_ladders(text, random):
    readings_agree(policy_in(text), random)
