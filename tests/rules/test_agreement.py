"""The most important test of the room: durable-rules reads drawn conditions as the reference does."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rule_cases import conditions, drawn_row

from dunning_engine.rules.engine import make_engine
from dunning_engine.rules.reference import ReferenceEngine

pytest.importorskip("durable_rules_engine", reason="with the reference reading alone there is nothing to compare")

# A rule set takes some hundred KiB that the package never gives back, so a drawn policy answers for many rows.
POLICIES, ROWS = 100, 40


@settings(
    max_examples=POLICIES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(conditions, min_size=1, max_size=8), st.randoms(use_true_random=True))
def test_durable_rules_agrees_with_the_reference(drawn, random):
    rules = [(f"rule {number}", condition) for number, condition in enumerate(drawn)]
    engine, reference = make_engine(rules), ReferenceEngine(rules)
    for _ in range(ROWS):
        row = drawn_row(random)
        assert engine.holding(row) == reference.holding(row), row
