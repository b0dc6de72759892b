import pytest
from rule_cases import compare

from dunning_engine.policy.condition import All, Any
from dunning_engine.rules.reference import ReferenceEngine, failing, holds

YES, NO = compare("balance", "is", 100), compare("balance", "is", 99)
LESS = compare("balance", "less_than", 100)


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        ("is", False, True, False),
        ("is_not", True, False, True),
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("at_most", True, True, False),
        ("less_than", True, False, False),
    ],
)
def test_the_boundary_is_in_the_word(operator, below, at, above):
    condition = compare("days_after_due_date", operator, 30)
    assert [holds(condition, {"days_after_due_date": days}) for days in (29, 30, 31)] == [below, at, above]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (All((YES, YES)), True),
        (All((YES, NO)), False),
        (Any((NO, YES)), True),
        (Any((NO, NO)), False),
        (All((YES, Any((NO, All((YES, YES)))))), True),
    ],
)
def test_groups(condition, expected):
    assert holds(condition, {"balance": 100}) is expected


def test_text_is_compared_as_it_stands():
    assert holds(compare("client", "is", "Öresund"), {"client": "Öresund"})
    assert holds(compare("client", "is_not", "Öresund"), {"client": "öresund"})
    assert not holds(compare("client", "is", 3), {"client": "3"})


@pytest.mark.parametrize(("value", "fact"), [(3, "3"), ("3", 3), ("a", "b")])
def test_text_has_no_order(value, fact):
    with pytest.raises(TypeError, match=r"client: '.' has no order"):
        holds(compare("client", "at_least", value), {"client": fact})


def test_the_engine_names_what_holds_in_order():
    engine = ReferenceEngine([("c", YES), ("a", NO), ("b", YES)])
    assert engine.holding({"balance": 100}) == ("c", "b")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (YES, ()),
        (NO, (NO,)),
        (All((YES, NO)), (NO,)),
        (All((NO, YES, LESS)), (NO, LESS)),
        (Any((NO, YES)), ()),
        (Any((LESS, NO)), (LESS, NO)),
        # the group that holds has no part in it, though a leaf in it does not hold
        (All((Any((NO, YES)), LESS)), (LESS,)),
        (All((YES, Any((NO, All((YES, LESS)))))), (NO, LESS)),
    ],
)
def test_what_keeps_a_condition_from_holding(condition, expected):
    assert failing(condition, {"balance": 100}) == expected
