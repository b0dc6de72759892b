"""The unit and the Containerfile: that they start what there is, and with no more rights than that needs."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from running_service import running

from dunning_engine import cli

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "service"
UNIT = (EXAMPLES / "dunning.service").read_text(encoding="utf-8")
SYSTEMD = shutil.which("systemd-analyze")
with_systemd = pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze is not installed")
OPTIONS = {
    option for parameter in typer.main.get_command(cli.app).commands["serve"].params for option in parameter.opts
}


def settings_of(unit):
    """Each setting and its values, in their order."""
    found = {}
    for line in unit.splitlines():
        name, is_set, value = line.partition("=")
        if is_set and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def stages():
    """The instructions of the Containerfile, each a word and what it is about, by stage."""
    text = re.sub(r"^#.*\n", "", (EXAMPLES / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    found = [[]]
    for line in lines:
        word, about = line.split(maxsplit=1)
        if word == "FROM":
            found.append([])
        found[-1].append((word, " ".join(about.split())))
    return found[1:]


BUILD, IMAGE = stages()
LAST = dict(IMAGE)


# systemd


@pytest.fixture
def unit(tmp_path):
    """The unit as it would be where the program is."""
    path = tmp_path / "dunning.service"
    path.write_text(UNIT.replace("/opt/dunning/bin/dunning", sys.executable), encoding="utf-8")
    return path


@with_systemd
def test_systemd_understands_every_line(unit):
    done = subprocess.run([SYSTEMD, "verify", "--man=no", unit], check=False, capture_output=True, text=True)

    assert (done.returncode, [line for line in done.stderr.splitlines() if "dunning" in line]) == (0, [])


@with_systemd
def test_systemd_finds_little_that_the_unit_may_do(unit):
    command = [SYSTEMD, "security", "--offline=true", "--threshold=15", "--no-pager", unit]
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr  # of 100, where 0 is a unit that may do nothing


def test_the_unit_starts_what_there_is():
    (command,) = settings_of(UNIT)["ExecStart"]
    program, *words = shlex.split(command)

    assert (Path(program).name, words[0]) == ("dunning", "serve")
    assert {word for word in words if word.startswith("--")} <= OPTIONS
    assert words[words.index("--token-file") + 1] == "%d/token"
    assert settings_of(UNIT)["LoadCredential"] == ["token:/etc/dunning/token"]


def test_the_unit_waits_longer_than_the_service_does():
    (seconds,) = settings_of(UNIT)["TimeoutStopSec"]
    (option,) = (
        one for one in typer.main.get_command(cli.app).commands["serve"].params if one.name == "shutdown_seconds"
    )

    assert int(seconds.removesuffix("s")) > option.default


# Container


def test_the_image_has_no_compiler_and_runs_as_nobody():
    assert ("FROM", "${PYTHON}") in IMAGE
    assert [about for word, about in IMAGE if word == "RUN" and re.search(r"apt|pip|gcc", about)] == []
    assert re.fullmatch(r"(\d{5}):\1", LAST["USER"])
    user = LAST["USER"].partition(":")[0]
    assert any(word == "RUN" and f"--uid {user}" in about and "nologin" in about for word, about in IMAGE)
    assert [word for word, _ in IMAGE].index("USER") > max(
        number for number, (word, _) in enumerate(IMAGE) if word in {"COPY", "RUN"}
    )


def test_the_image_is_stopped_as_the_service_ends():
    assert LAST["STOPSIGNAL"] == "SIGTERM"
    assert LAST["ENTRYPOINT"].startswith("[")  # no shell between, which would keep the signal


def test_the_image_starts_what_there_is():
    program, command, folder, *words = json.loads(LAST["ENTRYPOINT"])

    assert (program, command, folder) == ("dunning", "serve", "/rules")
    assert {word for word in words if word.startswith("--")} <= OPTIONS
    assert "--token-file" in words  # it listens where others reach it


def test_all_that_the_image_installs_is_pinned_by_what_it_holds():
    installed = [
        part
        for word, about in BUILD
        if word == "RUN"
        for part in about.split("&&")
        if re.search(r"pip (install|wheel)", part)
    ]
    assert len(installed) == 4
    assert [part for part in installed if not re.search(r"--require-hashes|--no-index", part)] == []


def test_what_is_copied_is_there_and_is_let_through():
    ignored = (EXAMPLES / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [source for word, about in BUILD if word == "COPY" for source in about.split()[:-1]]

    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert [source for source in copied if f"!{source}" not in ignored] == []
    assert ignored[:2][-1] == "*"


def health(port):
    """The exit code of the image's own look at its health, at another port."""
    command = json.loads(LAST["HEALTHCHECK"].partition("CMD ")[2])
    shown = LAST["EXPOSE"]
    assert any(f":{shown}/" in word for word in command)
    python, *words = (word.replace(f":{shown}/", f":{port}/") for word in command)
    assert python == "python"
    return subprocess.run([sys.executable, *words], check=False, capture_output=True).returncode


def test_the_image_sees_whether_it_is_well(tmp_path):
    token = tmp_path / "token"
    token.write_text("only-for-these-tests-0123456789\n", encoding="utf-8")
    token.chmod(0o400)
    with running(ROOT / "rules", "--host", "0.0.0.0", "--token-file", token) as service:  # noqa: S104 - as the image does
        assert health(service.port) == 0
        service.stop()
        assert health(service.port) != 0
