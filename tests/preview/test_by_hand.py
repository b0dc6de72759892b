"""A change counted by hand: the reminder of fakturaservice moves from day 7 to day 10, its fee falls from 60.00 to 50.00.

What follows is counted from examples/ledger.csv and events.csv with a calendar beside them, not with the engine. The outputs
in golden/ are what the command prints of the same change; after a change that is meant: python tests/preview/test_by_hand.py
"""

import csv
import io
import json
import os
import shutil
import sys
from contextlib import chdir, redirect_stdout
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema
import pytest

from dunning_engine.cli import main

TOP = Path(__file__).parents[2]
LEDGER = ("--ledger", "examples/ledger.csv", "--events", "examples/events.csv")
GOLDEN = Path(__file__).parent / "golden"
CHANGES = {"    days_after_due_date: 7 ": "    days_after_due_date: 10 ", "    fee: 60.00 ": "    fee: 50.00 "}

# Every invoice of fakturaservice on 2026-03-31 that is unpaid, has had no reminder and is neither disputed, paused, promised,
# paid by instalments nor sold. The reminder comes 7 or 10 days after the due date; each of those is a weekday.
#        due on        day 7         day 10        what else there is to know
REMINDED = {
    "1001": ("2026-03-27", "2026-04-03", "2026-04-06", "its notice comes first and has not been sent"),
    "1002": ("2026-03-20", "2026-03-27", "2026-03-30", ""),
    "1003": ("2026-03-16", "2026-03-23", "2026-03-26", "no fee was agreed"),
    "1004": ("2026-03-18", "2026-03-25", "2026-03-28", "nothing says how to send it"),
    "1015": ("2022-11-02", "2022-11-09", "2022-11-12", "barred by limitation: a consumer's, three years old"),
    "1016": ("2026-04-15", "2026-04-22", "2026-04-25", "not due yet"),
    "1017": ("2026-03-19", "2026-03-26", "2026-03-29", ""),
}
NEVER = {"1001", "1004", "1015", "1016"}  # no reminder in the days that are looked at here
NO_FEE = {"1003"}
ASKED_FOR_A_NUMBER = {"1002"}  # the customer has none, and the reminder asks the client for it

# From 2026-03-20 to 2026-04-20, every step carried out on its day and nobody paying. The demand comes 8 days after the
# reminder, once the 7 days to pay are over; a last day to pay that is closed moves to the next banking day.
#                    before        after
IN_DAYS = {
    ("1001", "remind"): ("2026-04-03", "2026-04-06"),
    ("1001", "demand"): ("2026-04-11", "2026-04-14"),
    ("1002", "remind"): ("2026-03-27", "2026-03-30"),  # no demand: the customer's number is not known
    ("1002", "request_information"): ("2026-03-27", "2026-03-30"),
    ("1003", "remind"): ("2026-03-23", "2026-03-26"),
    ("1003", "demand"): ("2026-03-31", "2026-04-03"),
    ("1012", "remind"): ("2026-04-17", "2026-04-17"),  # paused through 2026-04-16, long after both days: only the fee
    ("1017", "remind"): ("2026-03-26", "2026-03-29"),
    ("1017", "demand"): ("2026-04-03", "2026-04-08"),  # 2026-04-05 and 06 are Easter: to be paid by the 7th
}
DEMANDED_LATER = {"1001", "1003", "1017"}
FEE_LOWERED = {"1001", "1002", "1012", "1017"}


def rows(name):
    with (TOP / "examples" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def preview(*options):
    """What the command prints, and its exit code, in a folder with the changed policy beside the rules."""
    with TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(TOP / "rules", "rules")
        shutil.copytree(TOP / "examples", "examples")
        text = Path("rules/fakturaservice.yaml").read_text(encoding="utf-8")
        for old, new in CHANGES.items():
            assert text.count(old) == 1
            text = text.replace(old, new)
        Path("fakturaservice.yaml").write_text(text, encoding="utf-8")
        output = io.StringIO()
        with redirect_stdout(output):
            code = main(["preview", "fakturaservice.yaml", "--against", "rules", *LEDGER, *options])
        return output.getvalue(), code


def found(*options):
    return json.loads(preview(*options, "--format", "json")[0])


def test_the_table_lists_every_invoice_that_can_get_a_reminder():
    left, stopped = {}, set()
    for row in rows("ledger.csv"):
        if row["policy"] == "fakturaservice" and Decimal(row["amount"]) > 0:
            left[row["invoice"]] = Decimal(row["amount"])
    for event in rows("events.csv"):
        number, what = event["invoice"], event["event"]
        if number in left and what in {"payment", "credit_note"}:
            left[number] -= Decimal(event["amount"])
        if event["step"] == "reminder" or what in {"dispute", "pause", "promise", "payment_plan", "sold"}:
            stopped.add(number)
    assert {number for number, rest in left.items() if rest > 0} - stopped == set(REMINDED)


def test_the_days_of_the_table_are_those_after_the_due_dates_in_the_ledger():
    due = {row["invoice"]: row["due_on"] for row in rows("ledger.csv")}
    for number, (day, seventh, tenth, _) in REMINDED.items():
        counted = [date.fromisoformat(day) + timedelta(days) for days in (7, 10)]
        assert (day, *map(str, counted)) == (due[number], seventh, tenth)


@pytest.mark.parametrize("day", ["2026-03-25", "2026-03-27", "2026-03-29", "2026-03-31"])
def test_a_day_shows_the_invoices_counted_by_hand(day):
    lost, lowered = set(), set()
    for number, (_, seventh, tenth, _) in REMINDED.items():
        if number not in NEVER and seventh <= day:
            (lost if day < tenth else lowered).add(number)
    lowered -= NO_FEE

    document = found("--as-of", day)
    listed = {(one["change"], one["invoice"], (one["old"] or one["new"])["action"]) for one in document["changes"]}
    assert listed == {
        *(("lost", number, "remind") for number in lost),
        *(("lost", number, "request_information") for number in lost & ASKED_FOR_A_NUMBER),
        *(("changed", number, "remind") for number in lowered),
    }
    for one in document["changes"]:
        if one["change"] == "lost":
            assert (one["instead"]["step"], one["instead"]["on"]) == ("reminder", REMINDED[one["invoice"]][2])
        else:
            assert one["differing"] == ["fee", "amount_to_pay"]
            assert (one["old"]["fee"], one["new"]["fee"]) == ("60.00", "50.00")
    with_fee = lost - NO_FEE
    assert Decimal(document["totals"]["fees"]["difference"]) == -60 * len(with_fee) - 10 * len(lowered)
    assert document["totals"]["letters"]["difference"] == -len(lost)
    assert document["totals"]["invoices"]["changed"] == len(lost | lowered)


def test_days_show_the_invoices_counted_by_hand():
    document = found("--from", "2026-03-20", "--to", "2026-04-20")
    moved = {
        (one["invoice"], one["new"]["action"]): (one["old"]["on"], one["new"]["on"]) for one in document["changes"]
    }
    assert {one["change"] for one in document["changes"]} == {"changed"}
    assert moved == IN_DAYS
    assert {one["invoice"] for one in document["changes"] if "fee" in one["differing"]} == FEE_LOWERED
    totals = document["totals"]
    assert totals["fees"]["difference"] == f"-{10 * len(FEE_LOWERED)}.00"
    assert totals["collection"]["later"] == len(DEMANDED_LATER)
    assert [totals["collection"][name] for name in ("difference", "earlier", "only_new", "only_old")] == [0, 0, 0, 0]


OUTPUTS = {
    **{
        f"day.{suffix}": ("--as-of", "2026-03-31", "--format", form)
        for suffix, form in {"txt": "text", "json": "json", "md": "markdown"}.items()
    },
    **{
        f"day-before.{suffix}": ("--as-of", "2026-03-27", "--lang", "en", "--format", form)
        for suffix, form in {"txt": "text", "md": "markdown"}.items()
    },
    **{
        f"days.{suffix}": ("--from", "2026-03-20", "--to", "2026-04-20", "--format", form)
        for suffix, form in {"txt": "text", "json": "json", "md": "markdown"}.items()
    },
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_is_printed(name):
    assert preview(*OUTPUTS[name]) == ((GOLDEN / name).read_text(encoding="utf-8"), 0)


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name.endswith("json")])
def test_json_is_what_the_schema_says(name):
    schema = json.loads((TOP / "schemas" / "preview.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert [
        error.message for error in validator.iter_errors(json.loads((GOLDEN / name).read_text(encoding="utf-8")))
    ] == []


if __name__ == "__main__":
    for name, options in OUTPUTS.items():
        (GOLDEN / name).write_text(preview(*options)[0], encoding="utf-8")
        sys.stdout.write(f"{os.path.relpath(GOLDEN / name)}\n")
