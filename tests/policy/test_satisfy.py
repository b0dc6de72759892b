import itertools
import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.facts.catalogue import CONDITION_FACTS, Kind
from dunning_engine.policy.condition import All, Any, Compare, Operator, negated
from dunning_engine.policy.satisfy import can_hold, follows, questions
from dunning_engine.problems import Span

SPAN = Span("policy.yaml", 1, 1, 2)
MEANING = {
    Operator.IS: operator.eq,
    Operator.IS_NOT: operator.ne,
    Operator.AT_LEAST: operator.ge,
    Operator.MORE_THAN: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.LESS_THAN: operator.lt,
}
# Every value that the drawn conditions can tell apart, and the facts as a row may hold them.
NUMBERS = range(-2, 6)
ROWS = [
    {"balance": balance, "paid": paid, "sale": sale, "has_sale": has, "steps_taken": taken}
    for balance, paid, taken, (sale, has) in itertools.product(
        NUMBERS, (0, 1), range(6), [("", 0), ("pledged", 1), ("with_recourse", 1), ("without_recourse", 1)]
    )
]


def compare(fact, word, value):
    return Compare(fact, Operator(word), value, SPAN)


def holds(condition, row):
    match condition:
        case Compare(fact, word, value):
            return MEANING[word](row[fact], value)
        case All(parts):
            return all(holds(part, row) for part in parts)
        case Any(parts):
            return any(holds(part, row) for part in parts)


LEAVES = st.one_of(
    st.builds(
        compare, st.sampled_from(["balance", "steps_taken"]), st.sampled_from(list(Operator)), st.integers(-1, 4)
    ),
    st.builds(compare, st.sampled_from(["paid", "has_sale"]), st.sampled_from(["is", "is_not"]), st.integers(0, 1)),
    st.builds(
        compare, st.just("sale"), st.sampled_from(["is", "is_not"]), st.sampled_from(["pledged", "with_recourse"])
    ),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda parts: st.lists(parts, min_size=1, max_size=4).flatmap(
        lambda drawn: st.sampled_from([All(tuple(drawn)), Any(tuple(drawn))])
    ),
    max_leaves=12,
)


@given(CONDITIONS)
@settings(max_examples=200, deadline=None)
def test_it_says_what_trying_every_row_says(condition):
    assert can_hold(condition) == any(holds(condition, row) for row in ROWS)


@given(CONDITIONS, CONDITIONS)
@settings(max_examples=100, deadline=None)
def test_following_is_holding_wherever_the_other_does(condition, given_one):
    assert follows(condition, [given_one]) == all(holds(condition, row) for row in ROWS if holds(given_one, row))


@pytest.mark.parametrize(
    ("parts", "possible"),
    [
        ([("balance", "more_than", 5), ("balance", "less_than", 7)], True),
        ([("balance", "more_than", 5), ("balance", "less_than", 6)], False),
        ([("steps_taken", "less_than", 0)], False),
        ([("balance", "less_than", 0)], True),
        ([("credit_risk", "at_most", 0), ("has_credit_risk", "is", 1)], False),
        ([("sale", "is_not", "pledged"), ("sale", "is_not", "with_recourse"), ("has_sale", "is", 1)], True),
        ([("has_sale", "is", 0), ("sale", "is", "pledged")], False),
        ([("client", "is_not", "a"), ("client", "is_not", "b"), ("has_client", "is", 1)], True),
        ([("client", "is", "a"), ("client", "is", "b")], False),
        ([("has_created_at", "is", 1), ("has_created_at", "is_not", 1)], False),
    ],
)
def test_facts_are_what_they_can_be(parts, possible):
    assert can_hold(*(compare(*part) for part in parts)) is possible


def test_what_shares_no_fact_is_decided_apart():
    # 40 facts' worth of alternatives before the contradiction would take for ever one after the other.
    names = ["amount", "balance", "principal", "fees_owed", "interest_owed", "interest_accrued", "overpaid"]
    either = [Any((compare(name, "more_than", 5), compare(name, "less_than", 3))) for name in names * 6]
    contradiction = [compare("paid", "is", 1), compare("paid", "is", 0)]
    assert not can_hold(*either, *contradiction)


def test_what_has_been_decided_once_is_remembered():
    facts = ["amount", "balance", "principal", "fees_owed", "interest_owed", "interest_accrued", "overpaid"]
    # Each fact is below the next in a ring, told in many alternatives: what is left of the ring is met again and again.
    links = [
        Any(tuple(All((compare(one, "at_most", n), compare(other, "more_than", n))) for n in range(12)))
        for one, other in zip(facts, [*facts[1:], facts[0]], strict=True)
    ]
    assert not can_hold(*links)
    assert can_hold(*links[1:], negated(links[0]))


def pigeons(holes):
    """One pigeon more than there are holes, and no two in one hole: no quick way is known to see that this cannot be."""
    facts = [name for name, fact in CONDITION_FACTS.items() if fact.kind in (Kind.AMOUNT, Kind.WHOLE)][: holes + 1]
    assert len(facts) == holes + 1
    somewhere = [compare(fact, word, n) for fact in facts for word, n in (("at_least", 1), ("at_most", holes))]
    alone = [
        Any((compare(one, "is_not", hole), compare(other, "is_not", hole)))
        for one, other in itertools.combinations(facts, 2)
        for hole in range(1, holes + 1)
    ]
    return somewhere, alone


def test_a_search_that_grows_too_large_is_given_up_and_says_so():
    somewhere, alone = pigeons(6)
    with questions() as asked:
        assert not can_hold(*somewhere, *alone)
        assert not asked.given_up
    somewhere, alone = pigeons(12)
    with questions() as asked:
        assert can_hold(*somewhere, *alone)
        assert asked.given_up == [somewhere[0]]
