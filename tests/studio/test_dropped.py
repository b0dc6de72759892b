"""What dropped files are, told by their columns; what is said of those that cannot be used; and that nothing of them stays."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import polars as pl
import pytest

from dunning_engine.ledger.mapping import read_mapping
from dunning_engine.resources import examples_directory
from dunning_engine.studio import dropped
from dunning_engine.studio.dropped import Dropped, safe_name
from dunning_engine.studio.sniffed import Role, sniff, starting_mapping

EXAMPLES = examples_directory()
LEDGER, EVENTS = EXAMPLES / "ledger.csv", EXAMPLES / "events.csv"
EXCEL, MAPPING = EXAMPLES / "excel-sv.csv", EXAMPLES / "mappings" / "excel-sv.yaml"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """The system's folder for what is temporary is the test's."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def page():
    held = Dropped()
    yield held
    held.close()


def drop(page, *files):
    """Drop files, each a path or a name and what stands in it."""
    folder = page.new_folder()
    places = []
    for one in files:
        if isinstance(one, Path):
            places.append(Path(shutil.copy(one, folder / one.name)))
        else:
            name, content = one
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
            places.append(folder / name)
    page.take(places)
    return {one.name: str(one.role) for one in page.held}


def test_ledger_and_events_are_told_apart_whatever_they_are_called(page):
    swapped = ("reskontra.csv", EVENTS.read_bytes()), ("handelser.csv", LEDGER.read_bytes())
    assert drop(page, *swapped) == {"handelser.csv": "ledger", "reskontra.csv": "events"}
    assert (str(page.files.ledger), str(page.files.events)) == ("handelser.csv", "reskontra.csv")
    assert (page.files.folder / page.files.ledger).read_bytes() == LEDGER.read_bytes()
    assert page.names_policy


def forms(folder):
    ledger, events = pl.read_csv(LEDGER, infer_schema=False), pl.read_csv(EVENTS, infer_schema=False)
    for name, frame in (("a", ledger), ("b", events)):
        frame.write_parquet(folder / f"{name}.parquet")
        frame.write_ndjson(folder / f"{name}.ndjson")
        (folder / f"{name}.json").write_text(json.dumps(frame.to_dicts()), encoding="utf-8")
        (folder / f"{name}.txt").write_bytes((LEDGER if name == "a" else EVENTS).read_bytes())


@pytest.mark.parametrize("suffix", ["parquet", "ndjson", "json", "txt"])
def test_every_form_is_told_by_its_columns(page, tmp_path, suffix):
    forms(tmp_path)
    assert drop(page, tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}") == {
        f"a.{suffix}": "ledger",
        f"b.{suffix}": "events",
    }


def test_a_swedish_excel_export_gets_a_mapping_to_begin_with_that_can_be_read(page):
    assert drop(page, EXCEL) == {"excel-sv.csv": "ledger"}
    found = sniff(EXCEL)
    assert (found.delimiter, found.encoding) == (";", "windows-1252")
    mapping = read_mapping(page.suggested.encode(), "mapping.yaml")
    assert mapping.invoices.columns["due_on"] == "Förfallodag"
    assert mapping.invoices.constants == {"currency": "SEK"}
    assert (mapping.invoices.form.delimiter, mapping.invoices.form.encoding) == (";", "windows-1252")

    assert drop(page, MAPPING) == {"excel-sv.csv": "ledger", "excel-sv.yaml": "mapping"}
    assert (str(page.files.mapping), page.suggested, page.names_policy) == ("excel-sv.yaml", None, False)


def test_a_mapping_tells_foreign_events_from_a_foreign_ledger(page):
    mapping = """\
mapping: foreign
columns: {invoice: Nr, customer: Kund, customer_kind: Typ, issued_on: Datum, due_on: Förfaller, amount: Belopp}
constants: {currency: SEK}
events:
  columns: {invoice: Nr, on: Dag, event: Vad}
"""
    files = ("a.csv", "Nr,Dag,Vad\n"), ("b.csv", "Nr,Kund,Typ,Datum,Förfaller,Belopp\n")
    assert drop(page, *files) == {"a.csv": "ledger", "b.csv": "ledger"}
    assert (page.notes, page.files) == (("ledgers_differ",), None)
    assert drop(page, ("m.yml", mapping)) == {"a.csv": "events", "b.csv": "ledger", "m.yml": "mapping"}
    assert page.notes == ()


def test_several_files_of_the_same_columns_are_the_parts_of_one_ledger(page):
    header, *rows = LEDGER.read_text(encoding="utf-8").splitlines(keepends=True)
    parts = [(f"_{name}.csv", header + "".join(held)) for name, held in (("1", rows[:80]), ("2", rows[80:]))]
    drop(page, *[(safe_name(name), held) for name, held in parts], EVENTS)
    assert page.files.ledger == Path("ledger")
    assert sorted(one.name for one in (page.files.folder / "ledger").iterdir()) == ["1.csv", "2.csv"]


def test_a_new_ledger_stands_in_place_of_the_old_one_and_of_its_events(page):
    drop(page, LEDGER, EVENTS)
    before = [one.path for one in page.held]
    assert drop(page, ("ny.csv", LEDGER.read_bytes())) == {"ny.csv": "ledger"}
    assert not any(path.exists() for path in before)


def test_what_comes_later_is_put_to_what_is_there(page):
    assert drop(page, EVENTS) == {"events.csv": "events"}
    assert (page.notes, page.files) == (("no_ledger",), None)
    assert drop(page, LEDGER) == {"ledger.csv": "ledger", "events.csv": "events"}
    assert page.notes == ()
    page.remove(page.held[1])
    assert [one.name for one in page.held] == ["ledger.csv"]
    assert page.files.events is None


def test_a_mapping_stays_for_a_new_ledger_that_it_fits_and_goes_with_another(page):
    drop(page, EXCEL, MAPPING)
    assert set(drop(page, ("april.csv", EXCEL.read_bytes()))) == {"april.csv", "excel-sv.yaml"}
    assert drop(page, LEDGER) == {"ledger.csv": "ledger"}


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("ledger.xlsx", b"PK\x03\x04rest", "DE553", "save it as CSV"),
        ("ledger.xls", b"\xd0\xcf\x11\xe0rest", "DE553", "save it as CSV"),
        ("ledger.csv", b"PK\x03\x04rest", "DE553", "save it as CSV"),
        ("ledger.csv.gz", b"\x1f\x8brest", "DE553", "save it as CSV"),
        ("map.yaml", b"mapping: x\ncolumns: {invoice: Nr}\n", "DE561", "under 'columns'"),
        ("map.yaml", b"mapping: [\n", "DE104", ""),
    ],
)
def test_what_cannot_be_used_is_said_and_takes_nothing_away(page, name, content, code, said):
    drop(page, LEDGER)
    assert drop(page, (name, content)) == {"ledger.csv": "ledger"}
    assert {problem.code for problem in page.problems} == {code}
    assert page.problems[0].span.file == name
    assert said in (page.problems[0].hint or "")
    assert page.files is not None


def test_accounts_are_not_used_and_that_is_said(page):
    assert drop(page, LEDGER, EXAMPLES / "accounts.csv") == {"ledger.csv": "ledger"}
    assert page.notes == ("accounts",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xff\xfe\x00",
        b"\x00" * 2000,
        b"{",
        b"[",
        b'["a"]',
        b"\xc3(;\n",
        b'"open\nquote',
        b"a" * 3_000_000,
    ],
)
def test_any_bytes_are_a_file_that_the_run_will_complain_about(page, content):
    assert drop(page, ("what.csv", content)) == {"what.csv": str(Role.LEDGER)}
    assert starting_mapping(page.held[0].sniffed).startswith("mapping:")


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../../x.csv", "x.csv"), ("..", "file"), ("", "file"), ("_part.csv", "part.csv"), ("a\x00b:c.csv", "a_b_c.csv")],
)
def test_names_stay_in_the_folder(name, safe):
    assert safe_name(name) == safe
    assert len(safe_name("x" * 500 + ".csv")) == 120


def test_the_folder_is_private_and_gone_when_it_is_closed(page, own_folder):
    assert not list(own_folder.iterdir())
    page.take_example()
    (held,) = own_folder.iterdir()
    assert held.stat().st_mode & 0o077 == 0
    assert page.example
    page.close()
    page.close()
    assert not list(own_folder.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="only there it can be asked whether a process lives")
def test_what_a_killed_studio_has_left_is_swept_away(own_folder):
    for number in (os.getpid(), 4_194_305):  # above what Linux gives to any process
        (own_folder / f"dunning-studio-{number}-x").mkdir()
    dropped.sweep()
    assert [one.name for one in own_folder.iterdir()] == [f"dunning-studio-{os.getpid()}-x"]


@pytest.mark.skipif(os.name != "posix", reason="only there it can be asked whether a process lives")
def test_what_somebody_else_puts_beside_it_stops_no_drop(own_folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    for name, place in (("x", "nowhere"), ("y", outside)):
        (own_folder / f"dunning-studio-4194305-{name}").symlink_to(place)
    dropped.sweep()
    assert outside.exists()
