"""Which row an event is about."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning_engine.columns import matching
from dunning_engine.columns.matching import differ, rows_of


def rows_plainly(texts, among):
    return [among.index(text) if text is not None and text in among else -1 for text in texts]


DENSE = st.integers(1, 30).map(str)
SPARSE = st.integers(1, 10**18).map(str) | st.sampled_from(["1", "999999999999999999"])
TEXTS = st.sampled_from(
    ["1", "01", "1 ", "1.0", "a", "A", "å", "1001/2", "", "0", "-1", "9999999999999999999", "\uff11"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)


@settings(deadline=None)
@given(
    st.sampled_from([DENSE, SPARSE, TEXTS, DENSE | SPARSE | TEXTS]).flatmap(
        lambda one: st.tuples(st.lists(one | st.none(), max_size=15), st.lists(one, max_size=15))
    )
)
def test_each_text_is_met_by_the_first_row_that_holds_it(drawn):
    texts, among = drawn
    found = rows_of(pl.Series(texts, dtype=pl.String), pl.Series(among, dtype=pl.String))
    assert found.tolist() == rows_plainly(texts, among)
    assert found.dtype == np.int64


@pytest.mark.parametrize(
    ("texts", "among", "rows"),
    [
        (["3", "1", "2"], ["1", "2", "3"], [2, 0, 1]),
        (["1000000000", "5"], ["5", "1000000000"], [1, 0]),
        (["2", "2", "9"], ["1", "2", "3", "2"], [1, 1, -1]),
        (["0", "4", "1"], ["1", "2", "3"], [-1, -1, 0]),
        (["a", "b"], ["b", "a", "b"], [1, 0]),
        (["1", "x"], ["1", "2"], [0, -1]),
        (["1"], ["1", "x"], [0]),
        (["1"], ["01", "1"], [1]),
        (["10000000000000000000"], ["10000000000000000000"], [0]),
        ([None, "1"], ["1"], [-1, 0]),
        (["1"], [], [-1]),
        (["a"], [], [-1]),
        ([], ["1"], []),
        ([], [], []),
    ],
)
def test_which_row(texts, among, rows):
    assert rows_of(pl.Series(texts, dtype=pl.String), pl.Series(among, dtype=pl.String)).tolist() == rows


def test_an_invoice_without_a_number_is_nobodys():
    found = rows_of(pl.Series([None, "a", "b"], dtype=pl.String), pl.Series([None, "a", None], dtype=pl.String))
    assert found.tolist()[1:] == [1, -1]


@pytest.mark.parametrize("width", [1, 2, 3])
def test_texts_of_one_hash_are_told_apart(monkeypatch, width):
    """With a hash of one to three values, every text shares it with others."""

    def poor_key(texts, *, whole):
        return texts.cast(pl.Int64) if whole else texts.str.len_bytes().cast(pl.UInt64) % width

    monkeypatch.setattr(matching, "_key", poor_key)
    texts, among = ["ab", "b", "abc", "zz", "b", "abcd"], ["b", "ab", "zz", "abc", "b", "q"]
    assert rows_of(pl.Series(texts), pl.Series(among)).tolist() == rows_plainly(texts, among)
    assert not differ(pl.Series(["a", "b", "c", "d"]))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1", "2", "3"], True),
        (["1", "2", "1"], False),
        (["a", "b"], True),
        (["a", "a"], False),
        (["1", "01"], True),
        (["1", None], False),
        ([], True),
    ],
)
def test_whether_no_text_stands_twice(texts, expected):
    assert differ(pl.Series(texts, dtype=pl.String)) is expected


@pytest.mark.parametrize("step", [1, 7, 8, 9, 1000])
def test_numbers_close_together_or_far_apart(step):
    among = [str(1 + step * n) for n in range(50)]
    texts = [str(n) for n in range(0, step * 50 + 10, max(1, step // 3))]
    assert rows_of(pl.Series(texts), pl.Series(among)).tolist() == rows_plainly(texts, among)
