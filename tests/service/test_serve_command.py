"""`dunning serve` as it is typed: what it refuses to do, and how it says so."""

import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import time

import pytest
from running_service import COMMAND, LONGEST, complaints, running

from dunning_engine import cli
from dunning_engine.resources import rules_directory


@pytest.fixture
def dunning(capfd, monkeypatch):
    """Run a command that does not come to serve; gives its exit code, stdout and stderr."""
    monkeypatch.delenv("DUNNING_TOKEN", raising=False)

    def run(*arguments):
        code = cli.main([str(argument) for argument in arguments])
        return code, *capfd.readouterr()

    return run


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "somewhere.example", "::ffff:127.0.0.1"])  # noqa: S104
def test_an_address_that_others_reach_needs_a_token(dunning, host):
    code, out, err = dunning("serve", "--host", host, "--port", "0")
    assert (code, out) == (2, "")
    assert err.startswith("dunning: others can reach ")
    assert "--token-file" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "there is no file nowhere"),
        (["policy.yaml"], "policy.yaml is a file; a folder of policies is wanted"),
        (["--max-body", "much"], "--max-body: 'much' is no size"),
        (["--max-body", "0"], "--max-body: '0' is no size"),
        (["--max-body", "K"], "--max-body: 'K' is no size"),
        (["--max-body", "²"], "--max-body: '²' is no size"),
        (["--max-body", ""], "--max-body: '' is no size"),
        (["--max-invoices", "0"], "--max-invoices"),
        (["--workers", "0"], "--workers"),
        (["--port", "65536"], "--port"),
        (["--token-file", "nowhere"], "nowhere cannot be read: No such file"),
        (["--token-file", "open"], "open can be read by every user"),
        (["--log-format", "xml"], "--log-format"),
        (["--body-seconds", "nan"], "--body-seconds: nan is no number"),
        (["--shutdown-seconds", "nan"], "--shutdown-seconds: nan is no number"),
        (["--host", "[::1]"], "'[::1]' is more than an address"),
        (["--host", "127.0.0.1:8700"], "'127.0.0.1:8700' is more than an address"),
        (["--host", "http://localhost"], "'http://localhost' is more than an address"),
    ],
    ids=str,
)
def test_wrong_use_is_one_line(dunning, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.yaml").write_text("policy: a\n")
    (tmp_path / "open").write_text("a-token-that-is-long-enough\n")
    (tmp_path / "open").chmod(0o644)
    code, out, err = dunning("serve", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert "a-token-that-is-long-enough" not in err


@pytest.mark.parametrize("written", ["", "  ", "fifteen-letters"])
def test_a_token_in_the_environment_must_be_one(dunning, monkeypatch, written):
    monkeypatch.setenv("DUNNING_TOKEN", written)
    code, _, err = dunning("serve")
    assert code == 2
    assert err.startswith("dunning: DUNNING_TOKEN")
    assert not written.strip() or written not in err


def test_a_port_that_is_taken_is_one_line(dunning):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = dunning("serve", "--port", port)
    assert code == 2
    assert (
        err
        == f"dunning: 127.0.0.1:{port} cannot be listened on: Address already in use; give another --port or --host\n"
    )


def test_policies_that_do_not_pass_are_not_served(dunning, tmp_path):
    shutil.copytree(rules_directory(), tmp_path / "rules")
    file = tmp_path / "rules" / "fakturaservice.yaml"
    file.write_text(file.read_text("utf-8").replace("fee: 60.00", "fea: 60.00"), "utf-8")
    code, out, err = dunning("serve", tmp_path / "rules")
    assert (code, out) == (1, "")
    assert f"{file.as_posix()}:69:5  DE204  unknown key 'fea'" in err
    assert "did you mean 'fee'?" in err


@pytest.mark.parametrize("law", [True, False])
def test_a_folder_without_policies_is_not_served(dunning, tmp_path, law):
    (tmp_path / "rules").mkdir()
    if law:
        shutil.copytree(rules_directory() / "law", tmp_path / "rules" / "law")
    code, _, err = dunning("serve", tmp_path / "rules")
    assert code == 1
    assert "DE361" in err


def test_what_is_missing_is_said_with_how_to_install_it(dunning, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "structlog" else found(name))
    code, _, err = dunning("serve")
    assert (code, err) == (2, "dunning: the service needs more: pip install 'dunning-engine[service]'\n")


def test_help_tells_every_option(dunning):
    code, out, _ = dunning("serve", "--help")
    assert code == 0
    for option in (
        *("--host", "--port", "--token-file", "--workers", "--max-body", "--max-invoices", "--body-seconds"),
        *("--log-format", "--log-invoices", "--shutdown-seconds", "[RULES]"),
    ):
        assert option in out


def test_the_first_line_says_where_what_and_whether_a_token_is_needed():
    with running(rules_directory(), DUNNING_TOKEN="a-token-that-is-long-enough") as service:  # noqa: S106 - of this test alone
        first = json.loads(service.lines[0])
        assert first["address"] == f"http://127.0.0.1:{service.port}"
        assert "fakturaservice" in first["policies"]
        assert first["rules"] == str(rules_directory())
        assert first["token"] == "needed"  # noqa: S105 - a word, no token
        assert service.ask("GET", "/v1/policies")[0] == 401
        time.sleep(0.2)  # until its files are watched
        code, log = service.stop()
    assert code == 0
    assert complaints(log) == []


def test_ctrl_c_while_workers_start_is_no_error():
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--workers", "2"], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    first = process.stderr.readline()
    time.sleep(0.3)  # workers take longer to start
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells all of them
    rest = process.communicate(timeout=LONGEST)[1]
    assert (process.returncode, json.loads(first)["event"]) == (0, "serving")
    assert complaints(first + rest) == []


def test_people_get_a_log_that_they_can_read():
    process = subprocess.Popen([*COMMAND, "--port", "0", "--log-format", "text"], stderr=subprocess.PIPE, text=True)
    line = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=LONGEST)[1]
    assert process.returncode == 0
    assert "serving" in line
    assert "http://127.0.0.1:" in line
    assert "{" not in line
    assert "\x1b" not in line
    assert rest == ""
