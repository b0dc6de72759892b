"""The tape's questions and the tree that they make."""

import pytest
from recorded import Rows, on_tape

from dunning_engine.recording.expressions import COLUMN, PLUS, Expressions
from dunning_engine.recording.tape import CHOICE, EQUAL, LESS, SAME, TEXT
from dunning_engine.recording.tree import Fork, Leaf, Tree

ONE, OTHER, THIRD = ("less", 0, 5), ("choice", "c"), ("text", "t", "x")


def test_a_tree_grows_by_what_is_asked():
    tree = Tree()
    tree.grow([(ONE, True)], "small")
    tree.grow([(ONE, False), (OTHER, 3)], "large, 3")
    tree.grow([(ONE, False), (OTHER, 1)], "large, 1")
    assert tree.recordings == 3
    assert isinstance(tree.root, Fork)
    assert tree.root.question == ONE
    assert tree.root.after[True] == Leaf("small")
    assert tree.root.after[False].after == {3: Leaf("large, 3"), 1: Leaf("large, 1")}


def test_a_computation_that_asks_nothing_is_a_leaf():
    tree = Tree()
    tree.grow([], "always")
    tree.grow([], "always")
    assert tree.root == Leaf("always")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ([(ONE, True)], [(OTHER, 1)]),
        ([(ONE, True), (OTHER, 1)], [(ONE, True), (THIRD, True)]),
        ([(ONE, True)], [(ONE, True), (OTHER, 1)]),
        ([(ONE, True), (OTHER, 1)], [(ONE, True)]),
        ([(ONE, True)], []),
        ([], [(ONE, True)]),
    ],
)
def test_a_computation_that_looks_at_something_else_is_found_out(first, then):
    """With the same answers it must ask the same questions, as many of them."""
    tree = Tree()
    tree.grow(first, "one")
    with pytest.raises(AssertionError, match="asked"):
        tree.grow(then, "other")


def test_the_same_questions_again_keep_what_was_there():
    tree = Tree()
    for _ in range(2):
        tree.grow([(ONE, True), (OTHER, 1)], "one")
    assert tree.root.after[True].after == {1: Leaf("one")}


def test_expressions_have_one_number_each():
    expressions = Expressions()
    assert expressions.number(COLUMN, "a") == 0
    assert expressions.number(COLUMN, "b") == 1
    assert expressions.number(COLUMN, "a") == 0
    assert expressions.number(PLUS, 0, 1) == 2
    assert expressions.held == [(COLUMN, "a"), (COLUMN, "b"), (PLUS, 0, 1)]


def test_what_stands_on_the_tape():
    values, tape = on_tape(Rows({"a": [3], "t": ["x"], "t2": ["y"], "c": [2]}))
    a = values["a"].number
    assert values["a"] < 5
    assert values["a"] != 1
    assert values.choice("c") == 2
    assert values.choice("c") == 2
    assert values["t"] == "x"
    assert values["t2"] != values["t"]
    assert tape.asked == [
        ((LESS, a, 5), True),
        ((EQUAL, a, 1), False),
        ((CHOICE, "c"), 2),
        ((TEXT, "t", "x"), True),
        ((SAME, "t", "t2"), False),
    ]
