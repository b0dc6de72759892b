import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import compare, conditions, drawn_row

from dunning_engine.policy.condition import All, Any
from dunning_engine.rules.reference import ReadAsAsked, ReferenceEngine, failing, holds

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


def test_a_rule_is_read_when_somebody_asks_for_it_and_once():
    read = []

    class Row(dict):
        def __getitem__(self, name):
            read.append(name)
            return super().__getitem__(name)

    engine = ReadAsAsked({"a": YES, "b": compare("client", "is", "x"), "c": NO})
    holding = engine.holding(Row(balance=100, client="x"))
    assert read == []
    assert ("a" in holding, "a" in holding, "c" in holding) == (True, True, False)
    assert read == ["balance", "balance"]
    assert ("d" in holding, 3 in holding) == (False, False)
    assert read == ["balance", "balance"]
    assert (list(holding), len(holding)) == (["a", "b"], 2)
    assert read == ["balance", "balance", "client"]


@settings(max_examples=25, deadline=None)
@given(st.lists(conditions, max_size=3), st.randoms(use_true_random=False))
def test_what_is_read_as_asked_is_what_holds(drawn, random):
    rules = [(f"rule {number}", condition) for number, condition in enumerate(drawn)]
    row = drawn_row(random)
    assert tuple(ReadAsAsked(dict(rules)).holding(row)) == ReferenceEngine(rules).holding(row)
