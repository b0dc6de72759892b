"""``dunning timeline`` on the example ledger."""

import json
import sys
from pathlib import Path

import jsonschema
import pytest

from dunning_engine import cli
from dunning_engine.pictures import timetable
from dunning_engine.resources import examples_directory, rules_directory

EXAMPLES = examples_directory()
START = ["timeline", str(EXAMPLES / "ledger.csv"), "--events", str(EXAMPLES / "events.csv"), "--as-of", "2026-03-31"]
SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "timeline.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def dunning(capfdbinary):
    """Run the command in this process; gives its exit code, stdout and stderr."""

    def run(*arguments):
        code = cli.main([*START, *(str(argument) for argument in arguments)])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode().replace("\u00a0", " "), err.decode()

    return run


def test_each_step_with_its_line_in_the_policy_and_why_it_ends(dunning):
    code, out, err = dunning("--invoice", "1001")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    (line,) = (number for number, text in enumerate(rules("fakturaservice"), 1) if "step: reminder" in text)
    assert f"2026-04-03 Påminnelse med e-post 60,00 23,97 12 583,97 2026-04-10 fakturaservice.yaml:{line}" in lines
    assert lines[-1].startswith("Slut: Betalningsföreläggande eller efterbevakning väntar på uppdragsgivarens val")


def rules(name):
    return (rules_directory() / f"{name}.yaml").read_text(encoding="utf-8").splitlines()


def test_payment_on_a_day(dunning):
    _, out, _ = dunning("--invoice", "1001", "--paid-on", "2026-04-08", "--lang", "en")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "2026-04-08 All is paid 12 583,97" in lines
    assert lines[-1] == "End: The invoice is paid."


def test_policies_stand_beside_each_other(dunning):
    _, out, _ = dunning("--invoice", "1001", "--policy", "fakturaservice", "--policy", "factoring")
    assert [word in out for word in ("fakturaservice", "factoring", "fakturaservice: Slut: ", "factoring: Slut: ")]
    assert max(map(len, out.splitlines()[:-2])) < 200


def test_what_is_the_same_has_a_sign(dunning):
    _, out, _ = dunning("--invoice", "1001", "--against", rules_directory())
    reminder = next(line for line in out.splitlines() if "Påminnelse" in line)
    assert reminder.split()[-6:] == ["="] * 6
    assert "= är detsamma som längre till vänster" in out


def test_the_other_rules_are_named_and_only_what_differs_is_said_again(dunning, tmp_path):
    text = (rules_directory() / "fakturaservice.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "fakturaservice.yaml"
    changed.write_text(text.replace("fee: 60.00", "fee: 50.00"), encoding="utf-8")
    _, out, _ = dunning("--invoice", "1001", "--against", changed)
    reminder = next(line for line in out.splitlines() if "Påminnelse" in line)
    assert reminder.replace("12 573", "12573").split()[-6:] == ["=", "=", "50,00", "=", "12573,97", "="]
    assert str(changed) in out


@pytest.mark.parametrize("more", [[], ["--paid-on", "2026-04-20"], ["--policy", "factoring", "--lang", "en"]])
@pytest.mark.parametrize("number", ["1001", "2017", "3002"])
def test_json_is_as_the_schema_says(dunning, number, more):
    code, out, _ = dunning("--invoice", number, "--format", "json", *more)
    (told,) = json.loads(out)
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    assert (code, told["invoice"]) == (0, number)


@pytest.mark.parametrize(
    ("suffix", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("json", b"[\n"), ("txt", b"Faktura 1001")]
)
def test_a_file_has_the_form_that_its_name_says(dunning, tmp_path, suffix, begins):
    file = tmp_path / f"picture.{suffix}"
    assert dunning("--invoice", "1001", "--output", file) == (0, "", "")
    assert file.read_bytes().startswith(begins)


def test_a_slide_is_another_picture(dunning, tmp_path):
    page, slide = tmp_path / "page.svg", tmp_path / "slide.svg"
    dunning("--invoice", "1001", "--output", page)
    dunning("--invoice", "1001", "--output", slide, "--shape", "slide")
    assert page.read_bytes() != slide.read_bytes()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--invoice", "1"], "there is no invoice '1' in "),
        (["--invoice", "1001", "--policy", "factorin"], "there is no policy 'factorin'"),
        (["--invoice", "1001", "--paid-on", "2026-03-30"], "--paid-on: 2026-03-30 is before 2026-03-31"),
        (["--invoice", "1001", "--paid-on", "31/3"], "--paid-on: '31/3' is no day"),
        (["--invoice", "1001", "--output", "x.pdf"], "--output: .pdf is none of the forms .svg, .png, .txt and .json"),
        (["--invoice", "1001", "--output", "x.svg", "--format", "json"], "--format json is text, and x.svg would be a picture"),
        (["--invoice", "1001", "--shape", "slide"], "--shape goes with a picture"),
        (["--invoice", "1001", "--against", "nowhere/at/all"], "there is no file or folder 'nowhere/at/all'"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_line(dunning, given, says):
    code, out, err = dunning(*given)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_without_matplotlib_it_says_what_to_install(dunning, tmp_path, monkeypatch):
    monkeypatch.setattr(timetable, "find_spec", lambda _: None)
    code, _, err = dunning("--invoice", "1001", "--output", tmp_path / "x.svg")
    assert (code, err) == (2, "dunning: pictures need matplotlib: pip install 'dunning-engine[pictures]'\n")
    assert list(tmp_path.iterdir()) == []


def test_an_invoice_with_a_problem_is_told_and_has_no_timeline(capfdbinary, tmp_path):
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(
        "invoice,customer,customer_kind,issued_on,due_on,amount,currency\n1,K,business,2026-01-02,2026-02-02,ten,SEK\n",
        encoding="utf-8",
    )
    code = cli.main(["timeline", str(ledger), "--invoice", "1", "--policy", "fakturaservice", "--as-of", "2026-03-01"])
    sys.stdout.flush()
    out, err = capfdbinary.readouterr()
    assert (code, out) == (1, b"")
    assert b"amount" in err
