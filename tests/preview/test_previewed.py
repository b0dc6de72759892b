"""The way from file names to an outcome, without a command: who watches is told, and every change can be listed."""

import csv
import io
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from dunning_engine.ledger.part_files import FolderError
from dunning_engine.ledger.stream import NoPolicyError
from dunning_engine.ledger.watch import Watch
from dunning_engine.policy.load import check_folder
from dunning_engine.preview.listing import COLUMNS, csv_lines
from dunning_engine.preview.run import previewed
from dunning_engine.preview.sides import Side
from dunning_engine.resources import examples_directory, rules_directory
from dunning_engine.simulation.days import Days

EXAMPLES = examples_directory()
FILES = (EXAMPLES / "ledger.csv", EXAMPLES / "events.csv")
FILE = rules_directory() / "fakturaservice.yaml"


@pytest.fixture(scope="module")
def sides():
    text = FILE.read_text(encoding="utf-8")
    changed = text.replace("days_after_due_date: 7 ", "days_after_due_date: 10 ").replace("fee: 60.00 ", "fee: 50.00 ")
    new = check_folder(None, {FILE: changed.encode()}).policies
    return Side("new", new), Side("old", check_folder().policies)


@pytest.fixture
def found(sides, tmp_path):
    numbers = count()

    def folder():
        made = tmp_path / f"laid-out-{next(numbers)}"
        made.mkdir()
        return made

    def run(files=FILES, *, day=date(2026, 3, 27), **options):
        given = {"policy": None, "mapping": None, "payments_known_through": None, "most": 1, "every": True} | options
        return previewed(files, sides, Days(day, day), language="en", folder=folder, **given)

    return run


def test_an_outcome_holds_the_first_changes_and_every_one_of_them(found):
    outcome = found()
    assert len(list(outcome.first)) == 1
    assert [sum(frame.height for frame in outcome.rows.frames()) for _ in range(2)] == [3, 3]
    assert not list(found(most=0, every=False).first)


def test_whoever_watches_is_told_how_many_are_done(found):
    told = []

    @contextmanager
    def reading(size, label):
        told.append(("reading", size, Path(label).name))
        yield

    @contextmanager
    def progress(rows, label):
        told.append(("rows", rows, Path(label).name))
        yield told.append

    found(watch=Watch(reading, progress))
    size = sum(path.stat().st_size for path in FILES)
    assert told == [("reading", size, "ledger.csv"), ("rows", 161, "ledger.csv"), 161]


def test_every_change_is_a_row_of_csv(found):
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(found())))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["change"], row["invoice"], row["old_action"], row["instead_on"]) for row in rows] == [
        ("lost", "1002", "remind", "2026-03-30"),
        ("lost", "1002", "request_information", "2026-03-30"),
        ("lost", "1017", "remind", "2026-03-29"),
    ]
    (changed,) = [
        row
        for row in csv.DictReader(io.StringIO("".join(csv_lines(found(day=date(2026, 3, 31))))))
        if row["invoice"] == "1002"
    ]
    assert (changed["differing"], changed["old_fee"], changed["new_fee"]) == ("fee amount_to_pay", "60.00", "50.00")


def test_without_a_change_the_csv_is_its_header(found):
    assert list(csv_lines(found(day=date(2020, 1, 1)))) == [",".join(COLUMNS) + "\n"]


def test_files_that_cannot_be_used_raise_what_they_are(found, tmp_path):
    nameless = tmp_path / "ledger.csv"
    nameless.write_text(
        "invoice,customer,customer_kind,issued_on,due_on,amount,currency\n1,2,business,2026-01-01,2026-02-01,9.00,SEK\n",
        encoding="utf-8",
    )
    with pytest.raises(NoPolicyError):
        found((nameless, None))
    (tmp_path / "empty").mkdir()
    with pytest.raises(FolderError):
        found((tmp_path / "empty", None))
