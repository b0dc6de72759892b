"""``dunning check --watch``: a real process, and files that really change."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dunning_engine import cli
from dunning_engine.commands import watching
from dunning_engine.resources import rules_directory

PATIENCE = 60  # seconds that a busy machine may take for one answer
NAME = "fakturaservice.yaml"
GOOD = (rules_directory() / NAME).read_text(encoding="utf-8")
BAD = GOOD.replace("fee: 60.00", "fea: 60.00", 1)


# A shell that starts these tests in the background has made them, and what they start, deaf to Ctrl-C.
SCRIPT = """\
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from dunning_engine.cli import main
sys.exit(main())
"""


class Watched:
    """A running check, and what it has said since it was last asked."""

    def __init__(self, *paths, folder):
        command = [sys.executable, "-c", SCRIPT]
        self.process = subprocess.Popen(
            [*command, "check", "--watch", *map(str, paths)],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._said = ""
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        while line := self.process.stdout.readline():
            with self._more:
                self._said += line
                self._more.notify()

    def until(self, wanted):
        """What was said up to and with the line that has ``wanted``; later words wait for the next question."""
        with self._more:
            assert self._more.wait_for(lambda: wanted in self._said, PATIENCE), self._said
            before, found, rest = self._said.partition(wanted)
            line, _, self._said = rest.partition("\n")
            return before + found + line

    def end(self):
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        return code


@pytest.fixture
def rules(tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(rules_directory() / "law", folder / "law")
    (folder / NAME).write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture
def watched(rules):
    running = []

    def start(*paths):
        running.append(Watched(*paths, folder=rules.parent))
        assert "0 errors, 0 warnings\n" in running[-1].until("Ctrl-C ends")
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.end()


def replaced(path, text):
    """Saved as many editors do: written beside, then renamed."""
    beside = path.with_suffix(".tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def test_a_file_is_checked_again_whenever_it_is_saved(rules, watched):
    told = watched("rules")
    policy = rules / NAME

    policy.write_text(BAD, encoding="utf-8")
    said = told.until("1 error, 0 warnings")
    assert f"\n── rules/{NAME} changed\n" in said
    assert f"rules/{NAME}:69:5  DE204  unknown key 'fea'" in said

    replaced(policy, GOOD)
    assert f"── rules/{NAME} changed\n0 errors" in told.until("0 errors, 0 warnings")

    policy.unlink()
    assert f"── rules/{NAME} is gone\n" in told.until(", 0 warnings")
    policy.write_text(BAD, encoding="utf-8")
    assert f"── rules/{NAME} is new\n" in told.until("1 error, 0 warnings")
    replaced(policy, GOOD)
    told.until("0 errors, 0 warnings")

    assert told.end() == 0


def test_the_page_shows_what_is_said(rules, watched):
    page = (Path(__file__).parents[2] / "docs" / "editor.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```text\n\$ dunning check --watch rules\n(.*?)```$", page, re.MULTILINE | re.DOTALL)
    told = watched("rules")
    replaced(rules / NAME, BAD)
    said = told.until("1 error, 0 warnings")
    replaced(rules / NAME, GOOD)
    said += "\n" + told.until("0 errors, 0 warnings")

    assert said.strip() == shown.partition("Ctrl-C ends\n")[2].strip()
    assert shown.startswith("0 errors, 0 warnings\nwatching rules; Ctrl-C ends\n")


def test_the_law_and_files_in_new_folders_count_and_others_do_not(rules, watched):
    told = watched("rules")
    fees = rules / "law" / "se-fees.yaml"

    (rules / "notes.txt").write_text("not a policy", encoding="utf-8")
    fees.write_text(fees.read_text(encoding="utf-8").replace("kronor: 60.00", "kronor: sextio"), encoding="utf-8")
    assert "\n── rules/law/se-fees.yaml changed\nrules/law/se-fees.yaml:20:17  DE202" in told.until(
        "1 error, 0 warnings"
    )
    (rules / "more").mkdir()
    (rules / "more" / "other.yaml").write_text("policy: [", encoding="utf-8")
    assert "\n── rules/more/other.yaml is new\n" in told.until("2 errors, 0 warnings")


def test_a_folder_that_goes_and_comes_back_is_watched_again(rules, watched):
    told = watched("rules")

    away = rules.rename(rules.with_name("away"))
    assert "is gone" in told.until("there is no file or directory 'rules'")
    away.rename(rules)
    assert "is new" in told.until("0 errors, 0 warnings")
    replaced(rules / NAME, BAD)
    told.until("unknown key 'fea'")


def test_beside_a_file_the_policy_that_it_continues_in_is_watched(rules, watched):
    regress = "fakturaforsaljning-regress.yaml"
    shutil.copy(rules_directory() / regress, rules)
    told = watched(f"rules/{regress}")

    replaced(rules / NAME, BAD)
    assert f"── rules/{NAME} changed\n" in told.until("unknown key 'fea'")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--watch"], "--watch: name the file or folder to watch; the policies that ship do not change"),
        (["--watch", "--format", "json", "."], "--watch: --format json is for programs, which check once"),
        (["--watch", "--format", "github", "."], "--watch: --format github is for programs, which check once"),
        (["--watch", "nowhere"], "there is no file nowhere"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(capsys, arguments, message):
    assert cli.main(["check", *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"dunning: {message}")


# What no clock can be trusted to show


@pytest.fixture
def steps(monkeypatch):
    """Things that happen, one each time that the watcher rests; it is woken for ever."""
    happen = []
    monkeypatch.setattr(watching, "sleep", lambda _: happen.pop(0)() if happen else None)
    monkeypatch.setattr(watching, "_woken", lambda _: iter(lambda: None, "never"))
    return happen


def test_files_saved_at_once_are_one_change(rules, steps):
    told = watching.changes([rules])
    assert next(told) == ""
    for letter in "bcde":
        steps.append(lambda letter=letter: (rules / f"{letter}.yaml").write_text("policy: x", encoding="utf-8"))
    (rules / "a.yaml").write_text("policy: x", encoding="utf-8")

    assert next(told) == ", ".join(f"{rules}/{letter}.yaml is new" for letter in "abc") + " and 2 more"


def test_a_file_that_is_away_for_a_moment_has_changed(rules, steps):
    told = watching.changes([rules / NAME])
    assert next(told) == ""
    (rules / NAME).unlink()
    steps.append(lambda: (rules / NAME).write_text(BAD, encoding="utf-8"))

    assert next(told) == f"{rules / NAME} changed"


def test_without_notices_of_the_system_it_looks_by_itself(rules, monkeypatch):
    monkeypatch.setattr(watching, "_LOOK_AGAIN", 0.01)
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: (_ for _ in ()).throw(OSError("no more watches")))
    told = watching.changes([rules])
    assert next(told) == ""
    os.utime(rules / NAME, ns=(1, 1))

    assert next(told) == f"{rules / NAME} changed"
