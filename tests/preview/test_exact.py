"""`dunning preview --exact`: with a ledger and without, for people, programs and pull requests."""

import json
from pathlib import Path

import jsonschema
import pytest

from dunning_engine.cli import main
from dunning_engine.resources import read_schema, rules_directory

LEDGER = "invoice,policy,customer,customer_kind,issued_on,due_on,amount,currency,sent_by\n1001,fakturaservice,17,business,2026-02-01,2026-03-02,100.00,SEK,post\n"
MOVES = (
    "day 7–9 after the due date: Påminnelse moves from day 7 to day 10 after the due date (old.yaml:64 → new.yaml:64)"
)


@pytest.fixture
def dunning(capsys, tmp_path, monkeypatch):
    """The shipped policy as the old one, a new one whose reminder comes on day 10, and the command run beside them."""
    monkeypatch.chdir(tmp_path)
    text = (rules_directory() / "fakturaservice.yaml").read_text(encoding="utf-8")
    Path("old.yaml").write_text(text, encoding="utf-8")
    Path("new.yaml").write_text(text.replace("days_after_due_date: 7", "days_after_due_date: 10"), encoding="utf-8")
    Path("same.yaml").write_text(text.replace("more_than: 30", "at_least: 31"), encoding="utf-8")
    Path("ledger.csv").write_text(LEDGER, encoding="utf-8")

    def run(*options, new="new.yaml"):
        code = main(["preview", new, "--against", "old.yaml", "--exact", "--lang", "en", *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_without_a_ledger_the_regions_are_listed(dunning):
    code, out, err = dunning()
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "Exact difference"
    assert MOVES in out.splitlines()


def test_two_that_are_equal_are_said_to_be(dunning):
    code, out, _ = dunning(new="same.yaml")
    assert (code, out.splitlines()[1]) == (0, "The policies are equal: no invoice is treated differently.")


def test_with_a_ledger_the_regions_come_first(dunning):
    code, out, _ = dunning("--ledger", "ledger.csv", "--as-of", "2026-03-10")
    assert code == 0
    assert out.index(MOVES) < out.index("1001")


@pytest.mark.parametrize("ledger", [[], ["--ledger", "ledger.csv", "--as-of", "2026-03-10"]])
def test_for_programs_the_regions_are_values(dunning, ledger):
    _, out, _ = dunning("--format", "json", *ledger)
    (policy,) = json.loads(out)["exact"]
    region = policy["issued"][0]["regions"][0]
    assert region["where"] == [{"days_after_due_date": "day 7–9 after the due date"}]
    assert (region["section"], region["subject"], region["key"]) == ("step", "reminder", "delay")
    if ledger:
        jsonschema.validate(json.loads(out), read_schema("preview"))


def test_on_a_pull_request_they_are_a_list(dunning):
    _, out, _ = dunning("--format", "markdown")
    assert out.startswith("## Exact difference\n")
    assert f"\n- {MOVES}\n" in out


@pytest.mark.parametrize("option", [("--as-of", "2026-03-10"), ("--fail-above", "letters: +1")])
def test_what_is_about_a_ledger_goes_with_one(dunning, option):
    code, _, err = dunning(*option)
    assert code == 2
    assert "without --ledger" in err


def test_a_preview_needs_a_ledger_or_exact(capsys):
    assert main(["preview", "new", "--against", "old"]) == 2
    assert "--exact" in capsys.readouterr().err
