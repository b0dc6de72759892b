import csv
from datetime import date
from pathlib import Path

import pytest

from dunning_engine import load_policies
from dunning_engine.cli import main
from dunning_engine.ledger import near as around
from dunning_engine.ledger.ledger import read_ledger
from dunning_engine.ledger.near import NoSuchInvoiceError, read_near
from dunning_engine.ledger.part_files import part_files
from dunning_engine.ledger.run import evaluate_rows

EXAMPLES = Path(__file__).parents[2] / "examples"
LEDGER, EVENTS = EXAMPLES / "ledger.csv", EXAMPLES / "events.csv"
DAY = date(2026, 3, 31)


def near(number, ledger=LEDGER, events=EVENTS):
    return read_near((part_files(ledger), part_files(events)), number)


def decision(ledger, number):
    run = evaluate_rows(ledger, load_policies(), as_of=DAY)
    (found,) = [one.decision for one in run.outcomes if one.number == number]
    return found.to_dict(explain=True)


def test_every_invoice_is_decided_as_in_the_whole_ledger():
    whole = read_ledger(LEDGER, events=EVENTS)
    run = evaluate_rows(whole, load_policies(), as_of=DAY)
    for one in run.outcomes[::7]:
        assert decision(near(one.number), one.number) == one.decision.to_dict(explain=True)


def test_only_the_rows_of_its_customer_are_read():
    whole = read_ledger(LEDGER, events=EVENTS)
    found = near("1005")
    customers = {entry.invoice.customer for entry in found.entries}

    assert customers == {"23"}
    assert found.entries == tuple(entry for entry in whole.entries if entry.invoice.customer == "23")


def test_a_number_that_stands_nowhere_is_answered_with_those_like_it():
    with pytest.raises(NoSuchInvoiceError) as raised:
        near("1005x")
    assert "1005" in raised.value.like


def test_what_is_wrong_with_the_row_is_said_at_its_line(tmp_path):
    rows = list(csv.reader(LEDGER.read_text(encoding="utf-8").splitlines()))
    rows[5][rows[0].index("amount")] = "ten"
    broken = tmp_path / "ledger.csv"
    with broken.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    number = rows[5][rows[0].index("invoice")]

    (problem,) = [one for entry in near(number, broken).entries if entry.number == number for one in entry.problems]
    assert (problem.code, str(problem.span)) == ("DE504", f"{broken}:6:1")


def test_part_files_are_named_in_what_is_wrong(tmp_path):
    parts = tmp_path / "parts"
    parts.mkdir()
    header, *rows = LEDGER.read_text(encoding="utf-8").splitlines(keepends=True)
    for name, held in (("a.csv", rows[:50]), ("b.csv", [*rows[50:], rows[-1].replace(rows[-1].split(",")[0], "x", 1)])):
        (parts / name).write_text(header + "".join(held), encoding="utf-8")
    last = (parts / "b.csv").read_text(encoding="utf-8").splitlines()
    (parts / "b.csv").write_text("\n".join([*last[:-1], last[-1].replace("SEK", "kronor")]) + "\n", encoding="utf-8")

    (problem,) = [one for entry in near("x", parts).entries if entry.number == "x" for one in entry.problems]
    assert problem.span.file == str(parts / "b.csv")
    assert problem.span.line == len(last)


def test_a_file_without_a_needed_column_is_told_of_whole(tmp_path):
    lacking = tmp_path / "ledger.csv"
    lacking.write_text("invoice,customer\n1,2\n", encoding="utf-8")
    found = near("1", lacking)
    assert not found.entries
    assert {problem.code for problem in found.file_problems} == {"DE555"}


@pytest.mark.parametrize("command", ["explain", "timeline"])
def test_a_large_ledger_is_answered_as_a_small_one(command, monkeypatch, capsys):
    asked = [command, str(LEDGER), "--events", str(EVENTS), "--as-of", str(DAY), "--invoice", "1005"]
    assert main(asked) == 0
    small = capsys.readouterr().out
    monkeypatch.setattr(around, "_LARGE", 0)
    assert main(asked) == 0
    assert capsys.readouterr().out == small
    assert main([*asked[:-1], "1005x"]) == 2
    assert "did you mean '1005'?" in capsys.readouterr().err
