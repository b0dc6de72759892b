"""Rows come back in the order of lines, however they came, with a bounded number of bytes at once."""

import random
from itertools import count

import polars as pl
import pytest

from dunning_engine.ledger.ordered import Limits, OrderedRows

EMPTY = pl.DataFrame(schema={"line": pl.Int64, "text": pl.String})


@pytest.fixture
def ordered(tmp_path):
    numbers = count()

    def folder():
        made = tmp_path / str(next(numbers))
        made.mkdir()
        return made

    return lambda limits=None: OrderedRows(EMPTY, folder, limits)


def parts(lines, size, seed):
    """Each line has two rows; the lines go to parts at random, sorted in each."""
    drawn = list(range(lines))
    random.Random(seed).shuffle(drawn)  # noqa: S311 - a draw, no secret
    for start in range(0, lines, size):
        held = sorted(drawn[start : start + size])
        yield pl.DataFrame(
            {
                "line": [line for line in held for _ in "ab"],
                "text": [f"{line}{letter}" for line in held for letter in "ab"],
            }
        )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("limits", [None, Limits(in_memory=2000, chunk=50), Limits(in_memory=1, chunk=1)])
def test_rows_come_back_in_order(ordered, limits, seed):
    rows = ordered(limits)
    for part in parts(200, 17, seed):
        rows.add(part)
    given = list(rows.frames())
    assert [text for frame in given for text in frame["text"]] == [
        f"{line}{letter}" for line in range(200) for letter in "ab"
    ]


def test_few_rows_stand_in_memory_at_once(ordered, tmp_path):
    rows = ordered(Limits(in_memory=2000, chunk=50))
    for part in parts(2000, 100, 0):
        rows.add(part)
    assert len(list(tmp_path.iterdir())) > 10
    assert max(frame.height for frame in rows.frames()) < 400


def test_no_rows(ordered):
    assert list(ordered().frames()) == []
