import io
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from dunning_engine.ledger.parquet import plain, read_parquet


def written(frame):
    held = io.BytesIO()
    frame.write_parquet(held)
    return held.getvalue()


def test_typed_columns_become_plain_values():
    frame = pl.DataFrame(
        {
            "text": ["007", None],
            "day": [date(2026, 1, 31), None],
            "moment": [datetime(2026, 1, 31, 14, 30, tzinfo=UTC), None],
            "decimal": pl.Series([Decimal("60.00"), None], dtype=pl.Decimal(18, 2)),
            "float": [10087.4, 1001.0],
            "flag": [True, None],
            "events": [[{"on": date(2026, 2, 1), "amount": 1.5}], []],
        }
    )
    table = read_parquet(written(frame), "a.parquet")
    assert [row.line for row in table.rows] == [1, 2]
    assert table.rows[0].values == {
        "text": "007",
        "day": "2026-01-31",
        "moment": "2026-01-31T14:30:00+00:00",
        "decimal": Decimal("60.00"),
        "float": Decimal("10087.4"),
        "flag": True,
        "events": [{"on": "2026-02-01", "amount": Decimal("1.5")}],
    }
    assert table.rows[1].values == {"float": 1001, "events": []}
    assert type(table.rows[1].values["float"]) is int, "a number that may be an invoice's, so no 1001.0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (60.0, 60),
        (0.1 + 0.2, Decimal("0.30000000000000004")),
        (float("-inf"), float("-inf")),
        (b"x", "b'x'"),
    ],
)
def test_a_float_is_its_shortest_decimal_text(value, expected):
    assert plain(value) == expected


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", "DE551", "empty"),
        (b"invoice,amount\n", "DE553", "not Parquet"),
        (b"PAR1", "DE553", "breaks off"),
        (b"PAR1" + b"\xff" * 20 + b"PAR1", "DE553", "breaks off"),
    ],
)
def test_a_file_that_cannot_be_used(data, code, said):
    (problem,) = read_parquet(data, "a.parquet").problems
    assert problem.code == code
    assert said in problem.message


def test_a_truncated_file_is_called_so():
    data = written(pl.DataFrame({"a": ["x"] * 100}))
    (problem,) = read_parquet(data[:-20], "a.parquet").problems
    assert "breaks off" in problem.message
