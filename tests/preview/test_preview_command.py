import csv
import json
from pathlib import Path

import pytest

from dunning_engine.cli import main
from dunning_engine.decisions.words import STAGES
from dunning_engine.preview.changes import COMPARED
from dunning_engine.preview.words import _FIELDS, ACTIONS, WORDS, channel_words
from dunning_engine.resources import read_schema

POLICY = """\
policy: {name}
title: En policy
applies_to_invoices_issued_from: 2020-01-01
currency: SEK
country: SE
approval: automatic
agreed_terms: {{reminder_fee: true, due_date: true}}
exclude:
  - reason: Inget kvar att betala
    when: {{balance: {{at_most: 0.00}}}}
steps:
  - step: reminder
    title: Påminn*else* | nu
    action: remind
    days_after_due_date: {days}
    send_by: post
    fee: {fee}
    pay_within_days: 8
"""
HEADER = "invoice,policy,customer,customer_kind,issued_on,due_on,amount,currency\n"
SPAN = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def dunning(capsys, tmp_path, monkeypatch):
    """Two folders of one policy, the new one with a fee of 50.00 for 60.00, and the command run beside them."""
    monkeypatch.chdir(tmp_path)
    for folder, fee in (("old", "60.00"), ("new", "50.00")):
        Path(folder).mkdir()
        Path(folder, "house.yaml").write_text(POLICY.format(name="house", days=7, fee=fee), encoding="utf-8")
    ledger(3)

    def run(*options, new="new", old="old", file="ledger.csv"):
        code = main(["preview", new, "--against", old, "--ledger", file, *options])
        printed = capsys.readouterr()
        return code, printed.out.replace("\N{NO-BREAK SPACE}", " "), printed.err

    return run


def ledger(count, *, policy="house", more=""):
    lines = [f"{1000 + n},{policy},17,business,2026-02-01,2026-03-02,100.00,SEK\n" for n in range(1, count + 1)]
    Path("ledger.csv").write_text(HEADER + "".join(lines) + more, encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--as-of", "2026-03-31", *SPAN), "--as-of is one day, --from and --to are several: give one or the other"),
        (("--from", "2026-03-01"), "--from and --to go together: give both days"),
        (("--to", "2026-03-01"), "--from and --to go together: give both days"),
        (("--from", "2026-03-02", "--to", "2026-03-01"), "--to: 2026-03-01 comes before --from 2026-03-02"),
        (("--from", "1/3", "--to", "2026-03-01"), "--from: '1/3' is no day; write year, month and day: 2026-01-31"),
        (("--paying", "nobody"), "--paying goes with --from and --to: on a single day nobody pays anything"),
        (("--policy", "hous"), "there is no policy 'hous' in new; there are house; did you mean 'house'?"),
        (("--fail-above", "fee: +5%"), "--fail-above: there is no figure 'fee'; did you mean 'fees'?"),
        (("--output", "out.docx"), "--output: .docx is none of the forms .txt, .json, .csv and .md; give --format"),
        (
            ("--output", "ledger.csv", "--format", "text"),
            "--output: ledger.csv is read in this run and would be written over",
        ),
        (
            ("--output", "old/house.yaml", "--format", "json"),
            "--output: old/house.yaml would be one of the policies in old; write it elsewhere",
        ),
        (
            ("--exact", "--format", "csv"),
            "CSV lists the changes over a ledger; --exact is told as text, json or markdown",
        ),
        (("--events", "none.csv"), "there is no file none.csv"),
        (
            ("--payments-known-through", "now"),
            "--payments-known-through: 'now' is no day; write year, month and day: 2026-01-31",
        ),
    ],
)
def test_wrong_use_is_one_line(dunning, options, message):
    assert dunning(*options) == (2, "", f"dunning: {message}\n")


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("new/house.yaml", "--output: new/house.yaml would be one of the policies in new; write it elsewhere"),
        ("none/out.json", "--output: there is no directory none"),
        ("new", "--output: new is a directory; a file is wanted"),
    ],
)
@pytest.mark.usefixtures("dunning")
def test_without_a_ledger_the_output_is_looked_at_as_well(output, message, capsys):
    assert main(["preview", "new", "--against", "old", "--exact", "--format", "json", "--output", output]) == 2
    assert capsys.readouterr() == ("", f"dunning: {message}\n")


def test_the_mapping_is_not_written_over(dunning):
    Path("map.md").write_text("kept", encoding="utf-8")
    said = "dunning: --output: map.md is read in this run and would be written over\n"
    assert dunning("--map", "map.md", "--output", "map.md") == (2, "", said)
    assert Path("map.md").read_text(encoding="utf-8") == "kept"


def test_a_side_that_is_not_there_is_one_line(dunning, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    what = "there is no file or folder 'mian', and no git repository that it could be a revision of"
    assert dunning(old="mian") == (2, "", f"dunning: {what}\n")
    assert dunning(file="none.csv") == (2, "", "dunning: there is no file none.csv\n")


def test_policies_with_errors_end_it_with_their_problems(dunning):
    Path("new/house.yaml").write_text(POLICY.format(name="house", days=7, fee="70.00"), encoding="utf-8")
    code, out, err = dunning("--as-of", "2026-03-10")
    assert (code, out) == (1, "")
    assert err.startswith("new/house.yaml:17:10  DE410")


def test_a_policy_that_only_one_side_has_is_no_policy_for_both(dunning):
    Path("new/other.yaml").write_text(POLICY.format(name="other", days=7, fee="60.00"), encoding="utf-8")
    code, _, err = dunning("--policy", "other")
    assert (code, err) == (2, "dunning: there is no policy 'other' in old; there are house\n")


@pytest.mark.parametrize("limit", ["fees: +0%", "actions: +10%", "fees: +1000.00", "demand: +0"])
def test_below_a_limit_all_is_well(dunning, limit):
    code, out, err = dunning("--as-of", "2026-03-10", "--fail-above", limit)
    assert (code, err) == (0, "")
    assert out.endswith(f"Inom gränserna: {limit}\n")


def test_above_a_limit_the_exit_code_is_1_and_stderr_has_the_figures(dunning):
    limits = [f"--fail-above={limit}" for limit in ("fees: +19%", "fees: +29.99", "letters: +0", "to_pay: +1%")]
    code, out, err = dunning(
        "--as-of",
        "2026-03-10",
        *limits,
        new="old",
        old="new",
    )
    assert code == 1
    assert err == (
        "dunning: above 'fees: +19%': 150.00 with new, 180.00 with old, 30.00 more\n"
        "dunning: above 'fees: +29.99': 150.00 with new, 180.00 with old, 30.00 more\n"
        "dunning: above 'to_pay: +1%': 450.00 with new, 480.00 with old, 30.00 more\n"
    )
    assert "Över gränsen fees: +19%: 150,00 förut, 180,00 nu\n" in out
    document = json.loads(dunning("--as-of", "2026-03-10", *limits, "--format", "json", new="old", old="new")[1])
    assert document["exceeded"][0] == {
        "threshold": "fees: +19%",
        "old": "150.00",
        "new": "180.00",
        "difference": "30.00",
    }
    assert (
        "❌ Över gränsen fees: +19%: 150,00 förut, 180,00 nu"
        in dunning("--as-of", "2026-03-10", *limits, "--format", "markdown", new="old", old="new")[1]
    )


def test_as_many_changes_are_listed_as_are_shown(dunning):
    ledger(120)
    day = ("--as-of", "2026-03-10")
    text = dunning(*day)[1]
    assert text.count(" ~  1") == 40
    assert "… och 80 till; --format json har alla\n" in text
    markdown = dunning(*day, "--format", "markdown", "--lang", "en")[1]
    assert markdown.count("\n| ~ | 1") == 100
    assert "\n… and 20 more; --format json has them all\n" in markdown
    changes = json.loads(dunning(*day, "--format", "json")[1])["changes"]
    assert [one["invoice"] for one in changes] == [str(1000 + n) for n in range(1, 121)]


def test_titles_are_text_in_markdown_too(dunning):
    assert "| Påminn\\*else\\* \\| nu |" in dunning("--as-of", "2026-03-10", "--format", "markdown")[1]


def test_problems_of_rows_are_said_once(dunning):
    ledger(2, more="1009,house,17,business,2026-02-01,2026-03-02,abc,SEK\n")
    for days in (("--as-of", "2026-03-10"), SPAN):
        code, out, err = dunning(*days)
        assert code == 1
        assert err.count("DE504") == 1
        assert (
            "2 av 2 fakturor ändras: 0 åtgärder tillkommer, 0 faller bort, 2 blir annorlunda; utelämnade, med fel: 1"
            in out
        )


def test_a_ledger_that_names_no_policy_needs_one(dunning):
    ledger(2, policy="")
    assert dunning()[::2] == (2, "dunning: nothing says which policy to follow: give --policy; there are house\n")
    assert dunning("--policy", "house", "--as-of", "2026-03-10")[0] == 0


EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("options", [("--as-of", "2026-03-10"), SPAN])
def test_a_ledger_that_is_read_whole_gives_what_it_gives_as_csv(dunning, options):
    ledger(3, more="1005,house,18,business,2026-02-01,2026-03-02,ten,SEK\n")
    as_csv = dunning(*options, "--format", "json")
    with Path("ledger.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    Path("ledger.json").write_text(json.dumps(rows), encoding="utf-8")
    Path("broken.csv").write_text(Path("ledger.csv").read_text(encoding="utf-8") + "1006,house\n", encoding="utf-8")
    as_json, broken = (dunning(*options, "--format", "json", file=name) for name in ("ledger.json", "broken.csv"))

    assert (as_json[:2], "'ten'" in as_json[2]) == (as_csv[:2], True)
    assert broken[:2] == (1, as_csv[1].replace('"all": 4', '"all": 5'))
    assert "broken.csv:6:" in broken[2]


def test_a_ledger_with_other_columns_is_read_through_its_mapping(dunning):
    mapping = ["--map", str(EXAMPLES / "mappings" / "excel-sv.yaml"), "--policy", "house", "--as-of", "2026-03-10"]
    code, out, err = dunning(*mapping, file=str(EXAMPLES / "excel-sv.csv"))

    assert (code, err) == (0, "")
    assert "50,00" in out


def test_a_ledger_read_whole_that_names_no_policy_needs_one(dunning):
    row = {"invoice": "1", "customer": "17", "customer_kind": "business", "issued_on": "2026-02-01"}
    row |= {"due_on": "2026-03-02", "amount": "100.00", "currency": "SEK"}
    Path("ledger.json").write_text(json.dumps([row]), encoding="utf-8")
    what = "nothing says which policy to follow: give --policy; there are house"
    assert dunning("--as-of", "2026-03-10", file="ledger.json") == (2, "", f"dunning: {what}\n")


def test_a_file_is_written_in_the_form_of_its_suffix(dunning):
    for name, start in {"out.txt": "Förhandsgranskning", "out.md": "## Förhandsgranskning", "out.json": "{\n"}.items():
        assert dunning("--as-of", "2026-03-10", "--output", name) == (0, "", "")
        assert Path(name).read_text(encoding="utf-8").startswith(start)


def test_one_day_as_a_span_is_that_day(dunning):
    day = dunning("--as-of", "2026-03-10", "--format", "json")
    assert dunning("--from", "2026-03-10", "--to", "2026-03-10", "--format", "json") == day


def test_who_pays_is_said(dunning):
    Path("events.csv").write_text("invoice,on,event,amount\n1001,2026-03-05,payment,100.00\n", encoding="utf-8")
    events = ("--events", "events.csv", *SPAN)
    nobody, paying = (dunning(*events, "--paying", who)[1] for who in ("nobody", "ledger"))
    assert nobody.startswith("Förhandsgranskning 2026-03-01–2026-03-31, om ingen betalar\n")
    assert paying.startswith("Förhandsgranskning 2026-03-01–2026-03-31, med reskontrans betalningar\n")
    assert ("3 av 3 fakturor ändras" in nobody, "2 av 3 fakturor ändras" in paying) == (True, True)


def test_nothing_changes_between_two_that_are_alike(dunning):
    code, out, _ = dunning("--as-of", "2026-03-10", new="old")
    assert code == 0
    assert "Båda sidor har samma policyer och samma lag.\n" in out
    assert "Ingen åtgärd ändras för någon av 3 fakturor\n" in out


def test_every_word_is_there_in_both_languages():
    assert WORDS["sv"].keys() == WORDS["en"].keys()
    assert set(_FIELDS) == set(COMPARED)
    actions = read_schema("decision")["$defs"]["action"]["properties"]["action"]["enum"]
    assert {*ACTIONS, "charge_overdraft_interest"} == set(actions)  # that one is about accounts
    for channel in read_schema("invoice")["properties"]["sent_by"]["enum"]:
        assert (channel_words(channel, "sv") == "") is (channel is None)
    assert all(words.keys() == {"sv", "en"} for words in STAGES.values())


def test_csv_lists_every_change(dunning):
    code, out, _ = dunning("--as-of", "2026-03-31", "--output", "changes.csv")
    rows = list(csv.DictReader(Path("changes.csv").read_text(encoding="utf-8").splitlines()))
    assert (code, out) == (0, "")
    assert [(row["change"], row["invoice"], row["old_fee"], row["new_fee"]) for row in rows] == [
        ("changed", str(number), "60.00", "50.00") for number in (1001, 1002, 1003)
    ]
