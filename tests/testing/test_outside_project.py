"""The plugin as another project uses it: a folder of its own, our package installed, nothing else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """\
policy: kiosken
title: Kioskens påminnelser
applies_to_invoices_issued_from: 2025-01-01
currency: SEK
country: SE
approval: automatic
steps:
  - {step: reminder, title: Påminnelse, action: remind, days_after_due_date: 10, send_by: post, fee: 0.00, pay_within_days: 8}
"""
BACKGROUND = """\
# language: sv
Egenskap: {name}

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
REMINDED = """
  @krav-1 @egen
  Scenario: Tionde dagen
    När den 2026-03-12 kommer
    Så föreslås "reminder"
"""


def feature(name: str, *scenarios: str) -> str:
    return BACKGROUND.format(name=name) + "".join(scenarios)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "kiosken.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "features").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def test_features_run_without_a_line_of_python(project):
    (project / "features" / "a.feature").write_text(feature("Kiosken", REMINDED), encoding="utf-8")
    code, output = run(project, "--dunning-features", "features", "-W", "ignore")
    assert code == 0, output
    assert "1 passed" in output


def test_features_run_from_a_test_file_of_two_lines(project):
    (project / "features" / "a.feature").write_text(
        feature("Kiosken", REMINDED.replace(" @egen", "")), encoding="utf-8"
    )
    (project / "test_all.py").write_text('from pytest_bdd import scenarios\nscenarios("features")\n', encoding="utf-8")
    code, output = run(project, "--strict-markers")
    assert code == 0, output
    assert "1 passed" in output
    assert "1 deselected" in run(project, "-m", "not krav-1")[1]


def test_a_policy_that_is_not_in_the_folder_is_named(project):
    (project / "rules" / "kiosken.yaml").rename(project / "rules" / "torget.yaml")
    wrong = feature("Kiosken", REMINDED.replace(" @egen", "")).replace('"kiosken"', '"kiosk"')
    (project / "features" / "a.feature").write_text(wrong, encoding="utf-8")
    assert "'kiosk' finns inte: menade du kiosken?" in run(project, "--dunning-features", "features")[1]


def test_without_the_option_feature_files_are_left_alone(project):
    (project / "features" / "a.feature").write_text(feature("Kiosken", REMINDED), encoding="utf-8")
    (project / "test_own.py").write_text("def test_own():\n    pass\n", encoding="utf-8")
    assert "1 passed" in run(project)[1]
    code, output = run(project, "--dunning-features", "features", "test_own.py", "-W", "ignore")
    assert "1 passed" in output, output
    assert code == 0


def test_a_failing_scenario_says_in_its_language_what_was_decided(project):
    late = REMINDED.replace("2026-03-12", "2026-03-11").replace(" @egen", "")
    (project / "features" / "a.feature").write_text(feature("Kiosken", late), encoding="utf-8")
    code, output = run(project, "--dunning-features", "features")
    assert code == 1
    assert "föreslagna steg: väntade reminder, fick –" in output
    assert "> reminder 2026-03-12" in output


def test_policies_come_from_the_folder_that_is_named(project):
    (project / "rules").rename(project / "policies")
    (project / "features" / "a.feature").write_text(feature("Kiosken", REMINDED), encoding="utf-8")
    for arguments, configured in ((("--dunning-rules", "policies"), ""), ((), "dunning_rules = policies\n")):
        (project / "pytest.ini").write_text(f"[pytest]\n{configured}", encoding="utf-8")
        code, output = run(project, "--dunning-features", "features", "-W", "ignore", *arguments)
        assert code == 0, output


def test_wrong_scenarios_are_errors_with_file_and_line(project):
    texts = {
        "keyword": feature("Nyckelord", "\n  Scenario: Tyst\n    Då föreslås ingenting\n"),
        "names": feature("Namn", REMINDED, REMINDED),
        "mark": "\ufeff" + feature("Märke", REMINDED),
    }
    for name, text in texts.items():
        (project / "features" / f"{name}.feature").write_text(text, encoding="utf-8")
    code, output = run(project, "--dunning-features", "features")
    assert code != 0
    assert "keyword.feature:16: 'Då' är inget nyckelord" in output
    assert "names.feature:21: två scenarier heter 'Tionde dagen', det första på rad 16" in output
    assert "mark.feature:1: byteordningsmärke" in output
    assert "passed" not in output


def test_wrong_scenarios_bound_by_pytest_bdd_itself_are_errors_too(project):
    texts = {
        "keyword": feature("Nyckelord", "\n  Scenario: Tyst\n    Då föreslås ingenting\n"),
        "space": feature("Mellanslag", REMINDED.replace("föreslås ", "föreslås\u00a0").replace(" @egen", "")),
        "step": feature("Steg", '\n  Scenario: Fel\n    När den 2026-03-12 komer\n    Så föreslogs "reminder"\n'),
        "twice": feature("Dubbelt", REMINDED.replace("Tionde dagen", "Elfte").replace(" @egen", "")),
    }
    for name, text in texts.items():
        (project / "features" / f"{name}.feature").write_text(text, encoding="utf-8")
    (project / "conftest.py").write_text(
        "from pytest_bdd import then, parsers\n@then(parsers.re('föreslås \"reminder\"'))\ndef own():\n    pass\n",
        encoding="utf-8",
    )
    (project / "test_all.py").write_text('from pytest_bdd import scenarios\nscenarios("features")\n', encoding="utf-8")
    code, output = run(project)
    assert code == 1
    assert "4 failed" in output, output
    assert "keyword.feature:15: scenariot 'Tyst' har inga steg" in output
    assert "space.feature:18: hårt mellanslag" in output
    assert "step.feature:16: okänt steg: När den 2026-03-12 komer" in output
    assert "menade du: När den 2026-03-12 kommer" in output
    assert "step.feature:17: okänt steg" in output
    assert 'menade du: Så föreslås "reminder"' in output
    assert "twice.feature:18: 2 stegdefinitioner passar" in output
    assert "conftest.py:2" in output


def test_features_of_another_kind_are_left_alone(project):
    other = "Feature: F\n  Scenario: S\n    Given a\u00a0thing\n\n  Scenario: T\n    Given a\u00a0thing\n"
    (project / "features" / "other.feature").write_text(other, encoding="utf-8")
    (project / "test_other.py").write_text(
        "from pytest_bdd import given, scenarios\n"
        "scenarios('features')\n"
        "@given('a\\u00a0thing')\ndef thing():\n    pass\n",
        encoding="utf-8",
    )
    assert "2 passed" in run(project)[1]


def test_pytest_without_pytest_bdd_is_left_alone(project):
    (project / "test_own.py").write_text("def test_own():\n    pass\n", encoding="utf-8")
    without = ("-p", "no:pytest-bdd")
    code, output = run(project, *without)
    assert (code, "1 passed" in output) == (0, True), output
    code, output = run(project, *without, "--dunning-features", "features")
    assert code == 4
    assert "install dunning-engine[testing]" in output


def test_a_folder_that_is_not_there_is_wrong_use(project):
    code, output = run(project, "--dunning-features", "featurs")
    assert code == 4
    assert "featurs" in output
