"""``dunning evaluate`` held against limits, the last run and a confirmed number: what is written, and what is said."""

import json
import sys
from pathlib import Path

import pytest

from dunning_engine import cli
from dunning_engine.ledger.write import whole_file
from dunning_engine.resources import rules_directory

HEADER = "invoice,customer,customer_kind,issued_on,due_on,amount,currency,sent_by\n"
DUE = "{0},K{0},business,2026-01-02,2026-03-02,10000.00,SEK,post\n"
NOT_DUE = "{0},K{0},business,2026-03-02,2026-04-02,10000.00,SEK,post\n"
BAD = "9,K9,business,2026-03-02,2026-04-02,ten,SEK,post\n"
FORMS = ["table", "json", "ndjson", "csv"]


@pytest.fixture
def dunning(capfdbinary, tmp_path, monkeypatch):
    """Run a command in a folder of its own; gives its exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = cli.main([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


@pytest.fixture
def evaluated(dunning, tmp_path):
    """Evaluate so many invoices that are reminded (two actions each) and that are not due, under a policy with a section of limits."""

    def run(*options, reminded=3, idle=1, limits="", text="", day="2026-03-12", more=""):
        policy = (rules_directory() / "fakturaservice.yaml").read_text(encoding="utf-8")
        section = f"\nlimits:\n{limits}\n" if limits else ""
        (tmp_path / "policy.yaml").write_text(policy + text + section, encoding="utf-8")
        rows = [DUE.format(number) for number in range(reminded)]
        rows += [NOT_DUE.format(number) for number in range(reminded, reminded + idle)]
        (tmp_path / "ledger.csv").write_text(HEADER + "".join(rows) + more, encoding="utf-8")
        fixed = ["--rules", "policy.yaml", "--policy", "fakturaservice", "--as-of", day]
        return dunning("evaluate", "ledger.csv", *fixed, *options)

    return run


def held():
    return sorted(path.name for path in Path.cwd().iterdir() if path.name not in {"ledger.csv", "policy.yaml"})


ABOVE = [
    ("  actions_per_run: {}", 6, "the run comes to 6 actions"),
    ("  of_each_kind: {{remind: {}}}", 3, "the run comes to 3 actions 'remind'"),
    ("  share_of_ledger_percent: {}", 75, "3 of the 4 invoices that follow 'fakturaservice'"),
]


@pytest.mark.parametrize(("section", "most", "said"), ABOVE)
@pytest.mark.parametrize("form", FORMS)
def test_above_a_limit_nothing_is_written(evaluated, form, section, most, said):
    code, out, err = evaluated("--format", form, limits=section.format(most - 1))
    assert (code, out) == (1, "")
    assert "policy.yaml:" in err
    assert f"DE568  {said}" in err
    assert "4 rader: 3 med åtgärd, 1 utan något att göra" in err  # what would have happened
    assert err.endswith(
        "nothing was written: the summary is of what the run would have done\n"
        "look at it, with 'dunning preview' where a policy has changed; if it is as it should be, give --confirm 6\n"
    )
    code, out, err = evaluated("--format", form, limits=section.format(most))
    assert code == 0
    assert out
    assert "DE568" not in err


def test_no_output_file_is_touched(evaluated, tmp_path):
    (tmp_path / "out.csv").write_text("as it was\n", encoding="utf-8")
    for name in ("out.csv", "new.csv"):
        assert evaluated("--output", name, limits="  actions_per_run: 5")[0] == 1
    assert held() == ["out.csv"]
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "as it was\n"


def test_row_by_row_is_stopped_too(evaluated):
    code, out, err = evaluated(limits="  actions_per_run: 5", more="8,K8\n")  # such a row makes all be read one by one
    assert (code, out) == (1, "")
    assert "DE552" in err
    assert "the run comes to 6 actions" in err


def test_a_run_with_a_bad_row_is_held_against_the_limits_of_the_rest(evaluated):
    code, out, err = evaluated("--format", "csv", limits="  actions_per_run: 6", more=BAD)
    assert (code, len(out.splitlines())) == (1, 1 + 6 + 1)
    code, out, err = evaluated("--format", "csv", limits="  share_of_ledger_percent: 74.99", more=BAD)
    assert (code, out) == (1, "")
    assert "3 of the 4 invoices" in err


# Confirmed


def test_the_number_of_actions_lets_the_run_through(evaluated):
    code, out, err = evaluated("--confirm", "6", "--format", "csv", limits="  actions_per_run: 5")
    assert (code, len(out.splitlines())) == (0, 7)
    assert "6 actions were confirmed, above the limits at policy.yaml:" in err
    assert "--confirm" not in err


@pytest.mark.parametrize("limits", ["", "  actions_per_run: 5", "  actions_per_run: 6"])
@pytest.mark.parametrize("number", ["5", "7", "0", "60"])
def test_another_number_is_always_refused(evaluated, limits, number):
    code, out, err = evaluated("--confirm", number, "--output", "out.csv", limits=limits)
    assert (code, out, held()) == (1, "", [])
    assert f"DE572  {number} actions were confirmed, and the run comes to 6\n" in err
    assert ("DE568" in err) is ("5" in limits)
    assert err.endswith("--confirm 6\n")


def test_the_right_number_without_a_limit_is_no_matter(evaluated):
    code, _, err = evaluated("--confirm", "6")
    assert (code, err) == (0, "")


def test_no_action_at_all_can_be_confirmed(evaluated):
    assert evaluated("--confirm", "0", reminded=0)[0] == 0


@pytest.mark.parametrize("number", ["", "six", "6.0", "+6", "-6", " 6", "6_0", "٦", "0x6", "1" * 16])
def test_only_a_whole_number_is_taken(evaluated, number):
    code, out, err = evaluated(f"--confirm={number}")
    assert (code, out) == (2, "")
    assert "is no whole number" in err


# The last run

CHANGE = "  after_change_percent_of_last_run: 150"
LAST = ["--last-run", "last.json"]


def last():
    return json.loads(Path("last.json").read_text(encoding="utf-8"))["policies"]


def test_the_first_run_says_so_and_leaves_its_figures(evaluated):
    code, _, err = evaluated(*LAST, limits=CHANGE)
    assert (code, held()) == (0, ["last.json"])
    assert "there is no last.json yet: this run counts as the first" in err
    figures = last()["fakturaservice"]
    assert figures.pop("digest").startswith("sha256:")
    assert figures == {
        "day": "2026-03-12",
        "invoices": 4,
        "with_actions": 3,
        "actions": {"remind": 3, "request_information": 3},
    }


def test_after_a_change_a_run_may_come_to_so_much_of_the_last(evaluated):
    evaluated(*LAST, limits=CHANGE, reminded=4)
    changed = {"limits": CHANGE, "text": "# ändrad\n", "day": "2026-03-13"}
    before = last()
    code, out, err = evaluated(*LAST, reminded=7, **changed)
    assert (code, out, last()) == (1, "", before)
    assert (
        "DE569  'fakturaservice' has changed since the run of 2026-03-12, which came to 8 actions on 5 invoices" in err
    )
    assert "150 percent lets 12 through" in err
    assert evaluated(*LAST, reminded=6, **changed)[0] == 0
    assert last() != before
    code, _, err = evaluated(*LAST, reminded=60, **changed)  # the first run after the change has passed
    assert (code, err) == (0, "")


def test_without_a_change_any_number_passes(evaluated):
    evaluated(*LAST, limits=CHANGE)
    assert evaluated(*LAST, limits=CHANGE, reminded=60)[0] == 0


def test_a_confirmed_run_is_the_last_run(evaluated):
    evaluated(*LAST, limits=CHANGE)
    changed = {"limits": CHANGE, "text": "# ändrad\n", "day": "2026-03-13", "reminded": 10}
    assert evaluated(*LAST, **changed)[0] == 1
    assert evaluated(*LAST, "--confirm", "20", **changed)[0] == 0
    assert last()["fakturaservice"]["actions"]["remind"] == 10


def test_without_a_last_run_it_is_said_in_one_line_that_nothing_was_looked_at(evaluated):
    code, out, err = evaluated(limits=CHANGE)
    assert code == 0
    assert out
    assert err.count("\n") == 1
    assert "DE571  warning: no last run was given (--last-run FILE)" in err
    assert evaluated()[2] == ""


def test_a_policy_that_was_in_no_run_before_is_said_too(evaluated, tmp_path):
    (tmp_path / "last.json").write_text('{"policies": {}}', encoding="utf-8")
    _, _, err = evaluated(*LAST, limits=CHANGE)
    assert err.count("\n") == 1
    assert "no run of 'fakturaservice' before this is known" in err


def test_the_largest_run_of_a_day_counts(evaluated):
    evaluated(*LAST)
    assert evaluated(*LAST, reminded=0)[0] == 0  # what has been done is not proposed again
    assert last()["fakturaservice"]["actions"]["remind"] == 3


def test_a_look_back_leaves_the_figures(evaluated):
    evaluated(*LAST)
    code, _, err = evaluated(*LAST, reminded=9, day="2026-03-11")
    assert (code, last()["fakturaservice"]["day"]) == (0, "2026-03-12")
    assert err == "last.json keeps the figures of 'fakturaservice' of 2026-03-12: this run is of an earlier day\n"


@pytest.mark.parametrize("text", ["", "{", "invoice,customer\n1,2\n", '{"policies": {"x": {}}}'])
def test_a_broken_or_foreign_file_stops_everything(evaluated, tmp_path, text):
    (tmp_path / "last.json").write_text(text, encoding="utf-8")
    code, out, err = evaluated(*LAST, "--output", "out.csv")
    assert (code, out, held()) == (1, "", ["last.json"])
    assert err.startswith("last.json:")
    assert "DE570  this is no file of a last run" in err
    assert (tmp_path / "last.json").read_text(encoding="utf-8") == text


def test_a_run_that_cannot_be_written_is_no_last_run(evaluated, monkeypatch):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device", "out.csv")

    monkeypatch.setattr("dunning_engine.ledger.write.write_rows", refuse)
    code, _, err = evaluated(*LAST, "--output", "out.csv")
    assert (code, held()) == (2, [])
    assert "No space left on device" in err


def test_a_run_that_is_broken_off_is_no_last_run(evaluated, monkeypatch):
    evaluated(*LAST)
    before = last()

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    for place in ("dunning_engine.ledger.result.Result.take", "dunning_engine.ledger.write.write_rows"):
        with monkeypatch.context() as patch:
            patch.setattr(place, interrupt)
            code, _, _ = evaluated(*LAST, "--output", "out.csv", reminded=9)
        assert (code, held(), last()) == (130, ["last.json"], before)


def test_where_the_figures_cannot_be_written_neither_is_the_run(evaluated, monkeypatch):
    def refuse(path):
        if str(path) == "last.json":
            raise PermissionError(13, "Permission denied", "last.json")
        return whole_file(path)

    monkeypatch.setattr("dunning_engine.ledger.write.whole_file", refuse)
    code, _, err = evaluated(*LAST, "--output", "out.csv")
    assert (code, held()) == (2, [])
    assert "last.json: Permission denied" in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--last-run", "ledger.csv"], "--last-run: ledger.csv is read in this run and would be written over"),
        (["--last-run", "policy.yaml"], "--last-run: policy.yaml is read in this run"),
        (["--last-run", "new.yaml"], "--last-run: new.yaml would be one of the policies in ."),
        (["--last-run", "."], "--last-run: . is a directory"),
        (["--last-run", "nowhere/last.json"], "--last-run: there is no directory nowhere"),
        (["--last-run", "out.json", "--output", "./out.json"], "--last-run: out.json is also what --output names"),
    ],
)
def test_a_file_that_cannot_keep_the_last_run(evaluated, options, said):
    code, out, err = evaluated(*options)
    assert (code, out, held()) == (2, "", [])
    assert said in err


def test_the_last_run_may_lie_beside_the_policies_and_not_among_part_files(dunning, tmp_path):
    for name in ("rules", "parts"):
        (tmp_path / name).mkdir()
    text = (rules_directory() / "fakturaservice.yaml").read_text(encoding="utf-8")
    (tmp_path / "rules" / "policy.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "parts" / "a.csv").write_text(HEADER + DUE.format(1), encoding="utf-8")
    command = ["evaluate", "parts", "--rules", "rules", "--policy", "fakturaservice", "--as-of", "2026-03-12"]
    assert dunning(*command, "--last-run", "rules/last.json")[0] == 0
    assert (tmp_path / "rules" / "last.json").exists()
    code, _, err = dunning(*command, "--last-run", "parts/last.json")
    assert code == 2
    assert "--last-run: parts/last.json would be one of the part files in parts" in err


def test_a_ledger_that_cannot_be_used_leaves_the_last_run(evaluated, dunning, tmp_path):
    evaluated(*LAST)
    before = last()
    (tmp_path / "ledger.csv").write_bytes(b"")
    code, out, err = dunning("evaluate", "ledger.csv", "--policy", "fakturaservice", "--as-of", "2026-03-13", *LAST)
    assert (code, out, last()) == (1, "", before)
    assert "DE551" in err
