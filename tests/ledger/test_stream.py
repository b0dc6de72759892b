"""A ledger in parts: the same rows, problems and bytes whatever the parts are, and nothing larger than a part at once."""

import io
from contextlib import contextmanager
from datetime import date
from itertools import count

import polars as pl
import pytest

from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.frame import COLUMNS
from dunning_engine.ledger.part_files import FolderError, part_files
from dunning_engine.ledger.parting import Sizes
from dunning_engine.ledger.result import Result
from dunning_engine.ledger.stream import NoPolicyError, stream_ledger
from dunning_engine.ledger.watch import Watch
from dunning_engine.ledger.write import DataFormat, write_rows
from dunning_engine.resources import examples_directory

DAY = date(2026, 3, 31)
EXAMPLES = examples_directory()
HEADER = "invoice,customer,customer_kind,issued_on,due_on,amount,currency,sent_by\n"
ROW = "{},K1,business,2026-01-02,2026-03-02,10000.00,SEK,post\n"
TINY = Sizes(in_memory=1, invoices=7, events=20)
BY_NUMBER = Sizes(invoices=7, events=20)


@pytest.fixture
def streamed(policies, tmp_path):
    """Stream a ledger; gives the result and the sizes of the parts."""
    numbers = count()

    def folder():
        made = tmp_path / f"laid-out-{next(numbers)}"
        made.mkdir()
        return made

    def run(ledger, events=None, *, sizes=None, policy="fakturaservice", through=None, in_json=False):
        evaluator = LedgerEvaluator(policies, as_of=DAY, policy=policy, json=in_json)
        parts = []
        asked = evaluator.read

        def read(invoices, beside):
            assert invoices.lines.is_sorted()
            parts.append((invoices.frame.height, 0 if beside is None else beside.frame.height))
            return asked(invoices, beside)

        evaluator.read = read
        result = Result(DAY, folder, json=in_json)
        told = []
        stream_ledger(
            (part_files(ledger), None if events is None else part_files(events)),
            evaluator,
            result,
            folder=folder,
            watch=Watch(progress=lambda invoices, _: _telling(invoices, told)),
            payments_known_through=through,
            names_policy=policy is not None,
            sizes=sizes,
        )
        return result, parts, told

    return run


@contextmanager
def _telling(invoices, told):
    told.append(invoices)
    yield told.append


def written(result, form=DataFormat.CSV):
    stream = io.BytesIO()
    write_rows(result.rows.frames(), result.rows.schema, stream, form)
    return stream.getvalue()


def said(result):
    return [(problem.code, str(problem.span), problem.invoice) for problem in result.complaints.kept]


# What the parts are changes nothing


@pytest.mark.parametrize("policy", ["fakturaservice", None], ids=["by number", "by customer"])
@pytest.mark.parametrize("sizes", [BY_NUMBER, TINY], ids=["in memory", "laid out"])
@pytest.mark.parametrize("form", list(DataFormat))
def test_parts_give_the_bytes_of_the_whole(streamed, policy, sizes, form):
    files = EXAMPLES / "ledger.csv", EXAMPLES / "events.csv"
    in_json = form in {DataFormat.JSON, DataFormat.NDJSON}
    whole, one, _ = streamed(*files, policy=policy, in_json=in_json)
    cut, parts, told = streamed(*files, policy=policy, in_json=in_json, sizes=sizes)
    assert (len(one), len(parts) > 10) == (1, True)
    assert written(cut, form) == written(whole, form)
    assert cut.tally.summary() == whole.tally.summary()
    assert said(cut) == said(whole)
    assert (told[0], told[-1]) == (161, 161)


def test_no_part_is_much_larger_than_asked_for(streamed, tmp_path):
    (tmp_path / "many.csv").write_text(HEADER + "".join(map(ROW.format, range(1000))), encoding="utf-8")
    _, parts, _ = streamed(tmp_path / "many.csv", sizes=Sizes(in_memory=1, invoices=100))
    assert max(invoices for invoices, _ in parts) < 200
    assert sum(invoices for invoices, _ in parts) == 1000


def test_what_is_laid_out_is_gone_once_it_has_been_used(streamed, tmp_path):
    streamed(EXAMPLES / "ledger.csv", EXAMPLES / "events.csv", sizes=TINY, policy=None)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_csv_and_parquet_ledgers_are_the_same_ledger(streamed, tmp_path):
    for name in ("ledger", "events"):
        pl.read_csv(EXAMPLES / f"{name}.csv", infer_schema=False).write_parquet(tmp_path / f"{name}.parquet")
    csv, _, _ = streamed(EXAMPLES / "ledger.csv", EXAMPLES / "events.csv", policy=None)
    parquet, _, _ = streamed(tmp_path / "ledger.parquet", tmp_path / "events.parquet", policy=None, sizes=TINY)
    assert written(parquet) == written(csv)


# Rows that must meet

ODD = (
    "\u00e9 ,K1,business,2026-01-02,2026-03-02,10000.00,SEK,post\n"
    "7,K2,business,2026-01-02,2026-03-02,10000.00,SEK,post\n"
    "7 ,K3,business,2026-01-02,2026-03-02,10000.00,SEK,post\n"
    ",K4,business,2026-01-02,2026-03-02,10000.00,SEK,post\n"
)
ODD_EVENTS = (
    "invoice,on,event,amount\ne\u0301,2026-03-05,payment,50.00\n7,2026-03-05,payment,1\n99,2026-03-05,payment,1.00\n"
    ",2026-03-05,payment,1.00\n"
)


@pytest.mark.parametrize("policy", ["fakturaservice", None])
def test_numbers_meet_however_they_are_written(streamed, tmp_path, policy):
    (tmp_path / "odd.csv").write_text(HEADER + ODD, encoding="utf-8")
    (tmp_path / "odd-events.csv").write_text(ODD_EVENTS, encoding="utf-8")
    files = tmp_path / "odd.csv", tmp_path / "odd-events.csv"
    if policy is None:
        text = (
            files[0]
            .read_text(encoding="utf-8")
            .replace("currency,", "currency,policy,")
            .replace("SEK,", "SEK,fakturaservice,")
        )
        files[0].write_text(text, encoding="utf-8")
    whole, _, _ = streamed(*files, policy=policy)
    cut, parts, _ = streamed(*files, policy=policy, sizes=Sizes(in_memory=1, invoices=1, events=1))
    assert len(parts) > 1
    assert written(cut) == written(whole)
    assert said(cut) == said(whole)
    assert {code for code, _, _ in said(cut)} == {"DE554", "DE558", "DE502"}


@pytest.mark.parametrize("kind", [pl.Int64, pl.Float64, pl.Categorical, pl.String])
def test_numbers_meet_whatever_type_they_have(streamed, tmp_path, kind):
    rows = pl.read_csv(io.StringIO(HEADER + "".join(map(ROW.format, range(1, 30)))), infer_schema=False)
    rows.with_columns(
        pl.col("invoice").cast(pl.Int64).cast(kind) if kind.is_numeric() else pl.col("invoice").cast(kind)
    ).write_parquet(tmp_path / "ledger.parquet")
    events = "invoice,on,event,amount\n" + "".join(f"{number},2026-03-05,payment,1.00\n" for number in range(1, 30))
    (tmp_path / "events.csv").write_text(events, encoding="utf-8")
    result, parts, _ = streamed(tmp_path / "ledger.parquet", tmp_path / "events.csv", sizes=TINY)
    assert (len(parts) > 2, said(result), result.decided) == (True, [], 29)


def test_a_day_known_for_the_whole_ledger_is_not_for_those_that_say_it_themselves(streamed, tmp_path):
    rows = [*map(ROW.format, range(2)), ROW.format(2).strip() + "x\n"]
    text = HEADER.replace("\n", ",payments_known_through\n") + "".join(row.replace("\n", ",\n") for row in rows[:2])
    (tmp_path / "l.csv").write_text(text + ROW.format(2).replace("\n", ",soon\n"), encoding="utf-8")
    result, _, _ = streamed(tmp_path / "l.csv", through=date(2026, 3, 30))
    assert said(result) == [("DE508", f"{tmp_path / 'l.csv'}:4:1", "2")]


# Folders


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        (tmp_path / "parts").mkdir()
        for name, text in files.items():
            (tmp_path / "parts" / name.replace("_csv", ".csv")).write_text(text, encoding="utf-8")
        return tmp_path / "parts"

    return write


def test_a_folder_is_one_ledger_and_problems_name_the_part_file(streamed, folder):
    parts = folder(a_csv=HEADER + ROW.format(1) + ROW.format(2), b_csv=HEADER + ROW.format(3) + ROW.format(2), _done="")
    result, _, _ = streamed(parts)
    assert result.decided == 2
    assert said(result) == [("DE554", f"{parts / 'a.csv'}:3:1", "2"), ("DE554", f"{parts / 'b.csv'}:3:1", "2")]
    assert [str(span) for span in result.complaints.kept[0].related] == [f"{parts / 'b.csv'}:3:1"]
    rows = pl.read_csv(io.BytesIO(written(result)), infer_schema=False)
    assert rows.filter(pl.col("kind") == "problem")["source"].to_list() == [
        f"{parts / 'a.csv'}:3:1",
        f"{parts / 'b.csv'}:3:1",
    ]


@pytest.mark.parametrize(
    ("second", "said_of_it"),
    [
        (HEADER.replace("sent_by", "client") + ROW.format(3), "there is no column 'client', which b.csv has"),
        ("", "the file is empty"),
    ],
)
def test_part_files_that_differ(streamed, folder, second, said_of_it):
    parts = folder(a_csv=HEADER + ROW.format(1), b_csv=second or HEADER)
    if not second:
        pl.DataFrame({"invoice": ["1"]}).write_parquet(parts / "a.parquet")
        for path in parts.glob("*.csv"):
            path.unlink()
        (parts / "a.parquet").write_bytes(b"")
    result, _, _ = streamed(parts)
    assert (result.usable, [problem.message for problem in result.complaints.kept]) == (False, [said_of_it])


def test_part_files_whose_columns_have_other_types(streamed, tmp_path):
    (tmp_path / "parts").mkdir()
    rows = pl.read_csv(io.StringIO(HEADER + ROW.format(1)), infer_schema=False)
    nothing = rows.with_columns(pl.lit(None).alias("sent_by"), invoice=pl.lit("0"))
    nothing.write_parquet(tmp_path / "parts" / "a.parquet")
    rows.write_parquet(tmp_path / "parts" / "b.parquet")
    assert streamed(tmp_path / "parts")[0].decided == 2
    rows.with_columns(pl.col("invoice").cast(pl.Int64)).write_parquet(tmp_path / "parts" / "c.parquet")
    result, _, _ = streamed(tmp_path / "parts")
    assert [problem.message for problem in result.complaints.kept] == [
        "column 'invoice' is Int64, in a.parquet it is String"
    ]


@pytest.mark.parametrize(
    ("files", "said_of_it"),
    [
        ({}, "without part files"),
        ({"a_csv": "x", "notes.pdf": "%PDF"}, "notes.pdf in it is neither CSV nor Parquet"),
        ({"a_csv": "x", "b.parquet": "x"}, "both a.csv and b.parquet"),
    ],
)
def test_a_folder_that_is_no_ledger(folder, files, said_of_it):
    with pytest.raises(FolderError, match=said_of_it):
        part_files(folder(**files))


# What is wrong with the files


def test_all_that_is_wrong_with_both_files_is_said_at_once(streamed, tmp_path):
    (tmp_path / "l.csv").write_text(HEADER.replace("customer,", "kundnr,") + ROW.format(1), encoding="utf-8")
    (tmp_path / "e.csv").write_text("invoice,amount\n1,2\n", encoding="utf-8")
    result, parts, _ = streamed(tmp_path / "l.csv", tmp_path / "e.csv")
    assert (result.usable, parts) == (False, [])
    assert [code for code, _, _ in said(result)] == ["DE555", "DE555"]


def test_parquet_that_breaks_off_inside(streamed, tmp_path):
    rows = pl.read_csv(io.StringIO(HEADER + "".join(map(ROW.format, range(3000)))), infer_schema=False)
    rows.write_parquet(tmp_path / "l.parquet", compression="zstd")
    data = bytearray((tmp_path / "l.parquet").read_bytes())
    data[4:400] = b"\xff" * 396
    (tmp_path / "l.parquet").write_bytes(data)
    result, parts, _ = streamed(tmp_path / "l.parquet")
    assert (result.usable, parts, [code for code, _, _ in said(result)]) == (False, [], ["DE553"])


def test_a_file_of_which_only_a_part_was_read(streamed, tmp_path, monkeypatch):
    """Polars gives what it has when it is interrupted in a thread of its own, and says nothing."""
    rows = pl.read_csv(io.StringIO(HEADER + ROW.format(1) + ROW.format(2)), infer_schema=False)
    rows.write_parquet(tmp_path / "l.parquet")
    monkeypatch.setattr(pl.LazyFrame, "collect_batches", lambda frame, **_: iter((frame.head(1).collect(),)))
    result, parts, _ = streamed(tmp_path / "l.parquet")
    assert (result.usable, parts) == (False, [])
    assert "1 of its 2 rows were read" in result.complaints.kept[0].message


def test_a_header_alone_is_an_empty_ledger(streamed, tmp_path):
    (tmp_path / "l.csv").write_text(HEADER, encoding="utf-8")
    result, _, _ = streamed(tmp_path / "l.csv")
    assert (result.usable, said(result)) == (True, [("DE551", f"{tmp_path / 'l.csv'}:1:1", None)])
    assert written(result).decode() == ",".join(COLUMNS) + "\n"
    assert pl.read_parquet(io.BytesIO(written(result, DataFormat.PARQUET))).columns == list(COLUMNS)


def test_nothing_names_a_policy(streamed, tmp_path):
    (tmp_path / "l.csv").write_text(HEADER + ROW.format(1), encoding="utf-8")
    with pytest.raises(NoPolicyError):
        streamed(tmp_path / "l.csv", policy=None)


def test_of_many_problems_the_first_are_kept_and_all_counted(streamed, tmp_path):
    rows = "".join(ROW.format(number).replace("10000.00", "ten") for number in range(1500))
    (tmp_path / "l.csv").write_text(HEADER + rows, encoding="utf-8")
    result, _, _ = streamed(tmp_path / "l.csv", sizes=Sizes(in_memory=1, invoices=100))
    assert [problem.span.line for problem in result.complaints.kept] == list(range(2, 1002))
    assert result.complaints.unsaid == {"DE504": 500}
    assert result.tally.summary().rows.with_problems == 1500
