"""``dunning test`` as whoever owns a policy uses it: a folder with ``rules/`` and ``features/``, and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree as ET

import pytest

from dunning_engine.cli import main

POLICY = """\
policy: kiosken
title: Kioskens påminnelser
applies_to_invoices_issued_from: 2025-01-01
currency: SEK
country: SE
approval: automatic
hold:
  - {reason: Bestridd, when: {disputed: true}}
steps:
  - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 10, send_by: post, fee: 0.00, pay_within_days: 8}
"""
SWEDISH = """\
# language: sv
Egenskap: Kiosken

  Bakgrund:
    Givet policyn "kiosken"
    Och en faktura:
      | invoice       | 1          |
      | customer      | 2          |
      | customer_kind | consumer   |
      | issued_on     | 2026-02-01 |
      | due_on        | 2026-03-02 |
      | amount        | 100,00     |
      | currency      | SEK        |
"""
ENGLISH = """\
Feature: The kiosk

  Background:
    Given the policy "kiosken"
    And an invoice:
      | invoice       | 1          |
      | customer      | 2          |
      | customer_kind | consumer   |
      | issued_on     | 2026-02-01 |
      | due_on        | 2026-03-02 |
      | amount        | 100.00     |
      | currency      | SEK        |
"""
TENTH = """
  Scenario: Tionde dagen
    När den 2026-03-12 kommer
    Så föreslås "reminder"
"""
NINTH = """
  Scenario: Nionde dagen
    När den 2026-03-11 kommer
    Så föreslås inget steg
"""
DISPUTED = """
  Scenario: Bestridd
    Givet händelsen "dispute" 2026-03-05
    När den 2026-03-12 kommer
    Så det hindras av "hold"
"""
ALL = SWEDISH + TENTH + NINTH + DISPUTED


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "kiosken.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "features").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder, capsys):
    """Writes the features that are given, runs the command, and gives back its exit code, what it says and what it complains of."""

    def running(*arguments, **features):
        for name, text in features.items():
            (folder / "features" / f"{name}.feature").write_text(text, encoding="utf-8")
        capsys.readouterr()
        code = main(["test", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return running


def everything_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_folder_with_rules_and_features_passes_and_is_left_as_it_was(folder, run):
    code, out, err = run(kiosken=ALL)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "3 scenarier: 3 gick igenom",
        "",
        "Täckning: 4 av 4 punkter, 100 %",
        "  kiosken    4 av   4    100 %",
    ]
    assert everything_in(folder) == ["features", "features/kiosken.feature", "rules", "rules/kiosken.yaml"]


def test_what_no_scenario_shows_is_named_with_file_and_line(run):
    code, out, _ = run(kiosken=SWEDISH + DISPUTED)
    assert code == 0
    assert out.splitlines()[2:] == [
        "Täckning: 1 av 4 punkter, 25,0 %",
        "  kiosken    1 av   4   25,0 %",
        "",
        "rules/kiosken.yaml:10:6  inget scenario föreslår steget 'reminder'",
        "rules/kiosken.yaml:10:6  inget scenario står på dagen före steget 'reminder', då det ännu inte föreslås",
        "rules/kiosken.yaml:10:6  inget scenario står på första dagen för steget 'reminder', då det föreslås",
    ]
    _, out, _ = run("--lang", "en")
    assert "rules/kiosken.yaml:10:6  step 'reminder' is proposed by no scenario" in out
    assert "1 scenario: 1 passed" in out


def test_a_policy_that_no_scenario_follows_is_one_line(folder, run):
    other = POLICY.replace("kiosken", "torget")
    (folder / "rules" / "torget.yaml").write_text(other, encoding="utf-8")
    earlier = POLICY.replace("2025-01-01", "2020-01-01")
    (folder / "rules" / "earlier.yaml").write_text(earlier, encoding="utf-8")
    _, out, _ = run(kiosken=ALL)
    assert out.splitlines()[2:] == [
        "Täckning: 4 av 12 punkter, 33,3 %",
        "  kiosken 2020-01-01    0 av   4    0,0 %",
        "  kiosken 2025-01-01    4 av   4    100 %",
        "  torget                0 av   4    0,0 %",
        "",
        "rules/earlier.yaml:1:9  inget scenario följer policyn 'kiosken', utgåvan från 2020-01-01",
        "rules/torget.yaml:1:9  inget scenario följer policyn 'torget'",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((), 0), (("75",), 0), (("75%",), 0), (("75.1",), 1), (("75,01",), 1), (("100",), 1)],
)
def test_too_little_coverage_fails_the_run(run, arguments, code):
    options = [f"--min-coverage={percent}" for percent in arguments]
    found, _, err = run(*options, kiosken=SWEDISH + TENTH + NINTH)
    assert found == code
    assert ("dunning: 75.0 % of the policies is covered, less than the" in err) is bool(code)


def test_what_a_failing_or_an_idle_scenario_came_by_is_not_covered(run):
    wrong = TENTH.replace('"reminder"', '"remainder"')
    idle = "\n  Scenario: Väntar sig inget\n    När den 2026-03-11 kommer\n"
    code, out, _ = run(kiosken=SWEDISH + wrong + idle)
    assert code == 1
    assert "Täckning: 0 av 4 punkter" in out


def test_a_failing_scenario_names_the_line_the_step_what_was_expected_and_what_came(run):
    code, out, _ = run(kiosken=SWEDISH + TENTH.replace("2026-03-12", "2026-03-11"))
    assert code == 1
    assert out.splitlines()[:7] == [
        'features/kiosken.feature:17: Så föreslås "reminder"',
        "  i scenariot 'Tionde dagen'",
        "  föreslagna steg: väntade reminder, fick –",
        "    2026-03-11 kiosken 1: due, 100.00",
        "    > reminder 2026-03-12",
        "",
        "1 scenario: 0 gick igenom, 1 föll",
    ]


def test_a_row_of_an_outline_is_named(run):
    outline = """
  Scenariomall: Dag
    När den <dag> kommer
    Så föreslås "reminder"

    Exempel:
      | dag        |
      | 2026-03-11 |
      | 2026-03-12 |
"""
    _, out, _ = run(kiosken=SWEDISH + outline)
    assert "  i scenariot 'Dag' (dag 2026-03-11)" in out
    assert "2 scenarier: 1 gick igenom, 1 föll" in out


def test_what_is_wrong_in_a_background_is_said_once(run):
    code, out, _ = run(kiosken=ALL.replace("| customer_kind |", "| custmer_kind |") + TENTH.replace("Tionde", "Elfte"))
    assert code == 1
    assert out.splitlines()[:3] == [
        "features/kiosken.feature:6: Och en faktura:",
        "  i scenarierna 'Tionde dagen', 'Nionde dagen', 'Bestridd' och 1 till",
        "  'custmer_kind' finns inte: menade du customer_kind?",
    ]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            "När den 2026-03-12 komer",
            ["16: okänt steg: När den 2026-03-12 komer", "    menade du: När den 2026-03-12 kommer"],
        ),
        ("Så föreslås reminder", ["16: okänt steg: Så föreslås reminder", '    menade du: Så föreslås "reminder"']),
        (
            "När den 2026-02-30 kommer",
            ["16: När den 2026-02-30 kommer", "  '2026-02-30' är ingen dag i kalendern; en dag skrivs 2026-03-12"],
        ),
        ("Så föreslås inget steg", ["16: Så föreslås inget steg", "  ingen dag har kommit än: ett När saknas"]),
        ("Givet händelserna:", ["16: en tabell måste följa efter steget"]),
        ("Givet policyn:", ['16: text mellan """ måste följa efter steget']),
        (
            "När den 2026-03-12 kommer\n      | a |",
            ["16: steget läser ingen tabell: det som står i den skulle inte betyda något"],
        ),
        (
            "Givet en faktura:\n      | a | b | c |",
            ["16: Givet en faktura:", "  tabellen har 3 kolumner; två läses, ett namn och ett värde på varje rad"],
        ),
        ("Givet händelserna:\n      | on | evnt |\n      | 2026-03-01 | pause |", ["  tabellen saknar kolumnen event"]),
        (
            "Givet händelserna:\n      | on | event |",
            ["  tabellen har ingen rad under rubriken: första raden är kolumnernas namn"],
        ),
        ('Givet händelsen "paymnt" 2026-03-01', ["  'paymnt' finns inte: menade du payment?"]),
        ('Givet händelsen "payment" 2026-03-01 med amout 5,00', ["  'amout' finns inte: menade du amount?"]),
        ('Givet händelsen "payment" 2026-03-01 med 5,00', ["  inte 'fält värde, fält värde': '5,00'"]),
        ('Givet fakturan har "amunt" "5"', ["  'amunt' finns inte: menade du amount?"]),
        ('Givet policyn "kiosk"', ["  'kiosk' finns inte: menade du kiosken?"]),
        ('Givet policyns rad "fee: 1.00" är ändrad till "fee: 2.00"', ["  0 rader är 'fee: 1.00', inte en"]),
        (
            'Givet fakturan saknar "issued_on"\n    När ingen betalar till och med 2026-03-12',
            ["17: När ingen betalar till och med 2026-03-12"],
        ),
        (
            'Givet policyns rad "currency: SEK" är ändrad till "currency: kronor"\n    När den 2026-03-12 kommer',
            ["  policy-1.yaml:4:11  DE2"],
        ),
        (
            "När körningen bara görs dessa dagar:\n      | i går |",
            ["  'i går' är ingen dag i kalendern; en dag skrivs 2026-03-12"],
        ),
        (
            "När ingen betalar till och med 2026-03-12\n    Så tas stegen i ordning:\n      | stepp |\n      | reminder |",
            ["  'stepp' finns inte: menade du step?"],
        ),
        (
            "När så många fakturor betalas dessa dagar, och körningen görs till och med 2026-03-12:\n      | number | paid_on |\n      | två | 2026-03-01 |",
            ["  'två' är inget heltal"],
        ),
    ],
)
def test_whatever_its_author_can_do_wrong_is_said_in_plain_words_without_a_traceback(run, steps, said):
    code, out, err = run(kiosken=f"{SWEDISH}\n  Scenario: S\n    {steps}\n")
    assert code == 1
    assert all(line in out for line in said), out
    assert "Traceback" not in out + err
    assert "internt fel" not in out


def test_traps_keep_their_file_from_running_and_no_other(run):
    silent = SWEDISH + "\n  Scenario: Tyst\n    Då föreslås ingenting\n" + TENTH + TENTH
    code, out, _ = run(kiosken=ALL, tyst=silent, trasig="Scenario: S\n", latin="Feature: x\n")
    assert code == 1
    assert (
        "features/tyst.feature:15: scenariot 'Tyst' har inga steg: dess första nyckelord är okänt på det här språket"
        in out
    )
    assert (
        "features/tyst.feature:16: 'Då' är inget nyckelord här, skriv 'Så': raden skulle läsas som beskrivning" in out
    )
    assert "features/tyst.feature:22: två scenarier heter 'Tionde dagen', det första på rad 18" in out
    assert "features/trasig.feature:1: a feature is expected first, not 'Scenario: S'" in out
    assert "features/latin.feature:1: the feature has no scenarios" in out
    assert "3 scenarios: 3 passed, 3 files were not run" in out


def test_each_feature_is_answered_in_its_own_language_or_all_in_one(run):
    english = '\n  Scenario: Tenth day\n    When the day is 2026-03-12\n    Then "remainder" is proposed\n'
    features = {"sv": SWEDISH + TENTH.replace('"reminder"', '"x"'), "en": ENGLISH + english}
    _, out, _ = run(**features)
    assert "föreslagna steg: väntade x, fick reminder" in out
    assert "proposed steps: expected remainder, got reminder" in out
    assert "2 scenarios: 0 passed, 2 failed" in out
    for language, other in (("sv", "expected"), ("en", "väntade")):
        _, out, _ = run("--lang", language, **features)
        assert other not in out


def test_the_language_of_the_report_changes_no_scenario(run):
    explained = (
        TENTH + '    Och nämner förklaringen "Påminnelse"\n    Och nämner förklaringen "dagar efter förfallodagen"\n'
    )
    assert run("--lang", "en", kiosken=SWEDISH + explained)[0] == 0


def test_own_steps_lie_in_the_features_folder_and_nothing_else_of_the_project_counts(folder, run, monkeypatch):
    (folder / "conftest.py").write_text("raise RuntimeError('not the features\\' own')\n", encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --nonsense\n", encoding="utf-8")
    (folder / "features" / "words.py").write_text("NUMBER = 3\n", encoding="utf-8")
    (folder / "features" / "test_python.py").write_text(
        "def test_python():\n    raise AssertionError\n", encoding="utf-8"
    )
    (folder / "features" / "conftest.py").write_text(
        "from pytest_bdd import given, then\nfrom words import NUMBER\n"
        "@given('något eget')\ndef own():\n    raise AssertionError\n"
        "@given('något annat')\ndef other():\n    return NUMBER / 0\n"
        "@then('föreslås inget steg')\ndef none():\n    pass\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTEST_ADDOPTS", "--nonsense")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    own = "\n  Scenario: {0}\n    Givet något {0}\n    Så är policyn felfri\n"
    code, out, err = run(kiosken=SWEDISH + TENTH + NINTH + own.format("eget") + own.format("annat"))
    assert (code, err) == (1, "")
    assert out.splitlines()[:11] == [
        "features/kiosken.feature:24: Givet något eget",
        "  i scenariot 'eget'",
        "  features/conftest.py:5: AssertionError",
        "  raise AssertionError",
        "",
        "features/kiosken.feature:28: Givet något annat",
        "  i scenariot 'annat'",
        "  features/conftest.py:8: ZeroDivisionError: division by zero",
        "  return NUMBER / 0",
        "",
        "features/kiosken.feature:21: 2 stegdefinitioner passar på 'föreslås inget steg': conftest.py:9, then_step.py:26",
    ]
    assert "4 scenarier: 1 gick igenom, 3 föll" in out
    assert not [name for name in everything_in(folder) if "cache" in name]
    assert os.environ["PYTEST_ADDOPTS"] == "--nonsense"


def test_python_that_cannot_be_read_is_wrong_use_in_one_line(folder, run):
    (folder / "features" / "conftest.py").write_text("import no_such_module\n", encoding="utf-8")
    code, out, err = run(kiosken=ALL)
    assert (code, out) == (2, "")
    assert err == "dunning: features/conftest.py: ModuleNotFoundError: No module named 'no_such_module'\n"


def test_each_of_several_folders_has_its_own_steps(folder, run):
    for name in ("a", "b"):
        (folder / name / "features").mkdir(parents=True)
        (folder / name / "features" / "conftest.py").write_text(
            f"from pytest_bdd import given\n@given('något i {name}')\ndef own():\n    pass\n", encoding="utf-8"
        )
        text = f"{SWEDISH}\n  Scenario: {name}\n    Givet något i {name}\n    Så är policyn felfri\n"
        (folder / name / "features" / "x.feature").write_text(text, encoding="utf-8")
    (folder / "a" / "conftest.py").write_text("raise RuntimeError\n", encoding="utf-8")
    code, out, _ = run("a/features", "b/features/x.feature", "--lang", "sv")
    assert code == 0, out
    assert "2 scenarier: 2 gick igenom" in out


def test_rules_may_lie_elsewhere_and_changes_are_seen(folder, run):
    (folder / "rules").rename(folder / "policies")
    assert run(kiosken=SWEDISH + TENTH)[0] == 1  # the shipped policies know no kiosk
    code, out, _ = run("--rules", "policies", "features/kiosken.feature")
    assert code == 0
    assert "policies/kiosken.yaml:8:6" in out
    text = POLICY.replace("days_after_due_date: 10", "days_after_due_date: 11")
    (folder / "policies" / "kiosken.yaml").write_text(text, encoding="utf-8")
    assert run("--rules", "policies")[0] == 1


def test_a_policy_with_a_problem_is_said_once_and_nothing_is_run(folder, run):
    (folder / "rules" / "kiosken.yaml").write_text(POLICY.replace("fee: 0.00", "fea: 0.00"), encoding="utf-8")
    code, out, err = run(kiosken=ALL)
    assert (code, out) == (1, "")
    assert err.startswith("rules/kiosken.yaml:10:")
    assert "did you mean 'fee'?" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "there is no file or folder nowhere"),
        (["rules/kiosken.yaml"], "rules/kiosken.yaml is no feature file: their names end in .feature"),
        (["rules"], "there is no scenario in rules"),
        (["--rules", "nowhere"], "--rules: there is no folder nowhere"),
        (["--min-coverage", "101"], "--min-coverage: '101' is no percentage from 0 to 100"),
        (["--min-coverage", "much"], "--min-coverage: 'much' is no percentage from 0 to 100"),
        (["--min-coverage", "NaN"], "--min-coverage: 'NaN' is no percentage from 0 to 100"),
        (["--junit", "rules"], "--junit: rules is a directory; a file is wanted"),
        (["--junit", "no/x.xml"], "--junit: there is no directory no"),
        (
            ["--junit", "rules/x.yaml"],
            "--junit: rules/x.yaml would be one of the policies in rules; write it elsewhere",
        ),
        (["--junit", "x.feature"], "--junit: x.feature would be read as a feature; let its name end in .xml"),
    ],
)
def test_wrong_use_is_one_line(run, arguments, said):
    assert run(*arguments, kiosken=ALL) == (2, "", f"dunning: {said}\n")


def test_without_features_there_is_nothing_to_run(folder, run):
    assert run() == (2, "", "dunning: there is no scenario in features\n")
    (folder / "features").rmdir()
    code, _, err = run()
    assert code == 2
    assert "there is no folder features here: name one, or begin with 'dunning new policy NAME'" in err


@pytest.mark.parametrize("module", ["pytest", "pytest_bdd"])
def test_without_the_extra_it_is_said_what_to_install(folder, module):
    (folder / "features" / "a.feature").write_text(ALL, encoding="utf-8")
    script = (
        f"import sys; sys.modules[{module!r}] = None; from dunning_engine.cli import main; sys.exit(main(['test']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "dunning: scenarios need pytest-bdd: pip install 'dunning-engine[testing]'\n"


def test_junit_has_every_scenario_and_the_same_words(folder, run):
    code, _, _ = run("--junit", "out.xml", kiosken=ALL.replace("2026-03-11", "2026-03-12"), tyst=SWEDISH)
    assert code == 1
    suite = ET.parse(folder / "out.xml").getroot().find("testsuite")  # noqa: S314 - our own file
    assert suite is not None
    assert {name: suite.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
    }
    failure = suite.find("./testcase/failure")
    assert failure is not None
    assert (failure.text or "").startswith(
        "features/kiosken.feature:21: Så föreslås inget steg\nföreslagna steg: väntade –"
    )


def test_json_has_the_same_for_programs(run):
    code, out, _ = run(
        "--format", "json", kiosken=SWEDISH + TENTH + NINTH.replace("2026-03-11", "2026-03-12"), tyst=SWEDISH
    )
    found = json.loads(out)
    assert code == 1
    assert found["scenarios"] == {"passed": 1, "failed": 1, "skipped": 0}
    assert [(one["file"], one["line"], one["step"]) for one in found["failures"]] == [
        ("features/kiosken.feature", 21, "Så föreslås inget steg")
    ]
    assert found["traps"] == [{"file": "features/tyst.feature", "line": 2, "message": "egenskapen har inga scenarier"}]
    assert {name: found["coverage"][name] for name in ("covered", "points", "percent")} == {
        "covered": 2,
        "points": 4,
        "percent": "50.0",
    }
    assert found["coverage"]["policies"][0]["missed"][0] == {
        "line": 8,
        "column": 6,
        "message": "i inget scenario är vilan 'Bestridd' skälet",
    }


def test_a_scenario_that_is_skipped_is_counted_so(run):
    code, out, _ = run(kiosken=SWEDISH + "\n  @skip" + TENTH)
    assert code == 0
    assert "1 scenario: 0 gick igenom, 1 hoppades över" in out


def test_an_internal_error_is_not_put_on_the_scenario(run, monkeypatch):
    from dunning_engine.testing.world import World  # noqa: PLC0415 - loads the engine

    monkeypatch.setattr(World, "evaluate", lambda *_: {}["gone"])
    code, out, _ = run(kiosken=SWEDISH + TENTH)
    assert code == 1
    assert "internt fel, inte scenariots:" in out
    assert "KeyError: 'gone'" in out


@pytest.mark.skipif(sys.platform == "win32", reason="a process group has no SIGINT there")
def test_ctrl_c_ends_it_at_once_and_writes_no_file(folder):
    days = "".join(f"\n  Scenario: Dag {day}\n    När ingen betalar till och med 2035-01-01\n" for day in range(200))
    (folder / "features" / "a.feature").write_text(SWEDISH + days, encoding="utf-8")
    (folder / "features" / "conftest.py").write_text(
        "import pathlib\ndef pytest_bdd_before_step():\n    pathlib.Path('running').touch()\n", encoding="utf-8"
    )
    # A shell that starts these tests in the background has made them, and what they start, deaf to Ctrl-C.
    listens = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    script = f"{listens}; from dunning_engine.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "test", "--junit", "out.xml"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        while not (folder / "running").exists() and started.poll() is None:
            time.sleep(0.05)
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=60)
    assert (started.returncode, out) == (130, "")
    assert err == "dunning: broken off; no file was written\n"
    assert not (folder / "out.xml").exists()
