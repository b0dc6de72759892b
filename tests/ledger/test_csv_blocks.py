"""Blocks of CSV give the rows of the whole file, each with its line, or say that the file must be read whole."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning_engine.ledger.csv_blocks import LINE, NotPlainError, csv_frames, csv_header
from dunning_engine.ledger.delimited import read_delimited


def rows_of(path, block):
    frames = list(csv_frames(path, block=block))
    return [
        (row.pop(LINE), {name: value for name, value in row.items() if value})
        for frame in frames
        for row in frame.iter_rows(named=True)
    ]


def expected(text):
    return [(row.line, dict(row.values)) for row in read_delimited(text, "x.csv").rows]


@pytest.mark.parametrize("block", [1, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n3,4\n",
        "a,b\n1,2\n3,4",
        "a,b\r\n1,2\r\n\r\n3,4\r\n",
        'a,b\r\n1,"2,""3"\r\n\r\n"3",4\r\n"5\n6",7\r\n',
        "\ufeffa,b\n1,2\n",
        "a,b\n1,2\n\n\n3,4\n\n",
        "a,b\n,\n1,\n,2\n",
        'a,b\n"1,0",2\n3,"4\n5"\n6,"7 ""8"""\n9,10\n',
        'a,b\n"",1\n"""",2\n',
        '"a","b"\n1,2\n',
        "a,b\nå,007\n",
        "a,,b\n1,,2\n",
    ],
)
def test_blocks_are_the_whole(tmp_path, text, block):
    (tmp_path / "x.csv").write_bytes(text.encode())
    assert rows_of(tmp_path / "x.csv", block) == expected(text.removeprefix("\ufeff"))


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1\n",
        b"a,b\n1,2,3\n",
        b"a,b\n1\n1,2,3\n",
        b'a,b\n1,x"y\n',
        b'a,b\n"x"y,1\n',
        b'a,b\n1,"x\n',
        b"a,b\n1,2\r3,4\n",
        b'a,b\r\n1,"2\r\n3"\r\n',
        b"a,b\n1,\xff\n",
        b"a,b\n1,\0\n",
        b"a\n1\n",
        b"a,,b\n1,x,2\n",
        b"a,b\n\xef\xbb\xbf1,2\n",
    ],
)
def test_what_is_not_plain_is_read_whole(tmp_path, data):
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(NotPlainError):
        list(csv_frames(tmp_path / "x.csv"))


@pytest.mark.parametrize("data", [b"", b"\n\na,b\n", b"a,b\r1,2\n", b'"a\nb",c\n', b"\xff\xfea\0"])
def test_a_header_that_is_not_plain(tmp_path, data):
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(NotPlainError):
        csv_header(tmp_path / "x.csv")


@given(st.text(alphabet='a",\nå\r', max_size=30))
def test_any_text_is_read_the_same_or_whole(tmp_path_factory, rest):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(f"a,b\n{rest}".encode())
    try:
        found = rows_of(path, 5)
    except NotPlainError:
        return
    table = read_delimited(f"a,b\n{rest}", "x.csv")
    assert all(row.problem is None for row in table.rows)
    assert found == [(row.line, dict(row.values)) for row in table.rows]


def test_the_blocks_are_bounded(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n" + "1,2\n" * 1000)
    assert max(frame.height for frame in csv_frames(tmp_path / "x.csv", block=40)) <= 11
    assert pl.concat(csv_frames(tmp_path / "x.csv", block=40))[LINE].to_list() == list(range(2, 1002))
