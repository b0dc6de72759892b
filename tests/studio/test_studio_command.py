"""``dunning studio`` as it is started and ended."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from dunning_engine.cli import main
from dunning_engine.commands import studio
from dunning_engine.resources import rules_directory

COMMAND = [sys.executable, "-W", "ignore", "-c", "import sys; from dunning_engine.cli import main; sys.exit(main())"]


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "rules"
    place.mkdir()
    shutil.copy(rules_directory() / "fakturaservice.yaml", place)
    return place


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "dunning: there is no folder rules here; name your folder, or begin one: dunning new policy NAME\n"),
        (["nowhere"], "dunning: there is no file nowhere\n"),
        (["empty"], "dunning: there is no policy in empty; begin one: dunning new policy NAME\n"),
    ],
)
def test_where_there_is_nothing_to_show_one_line_says_so(tmp_path, monkeypatch, capsys, arguments, said):
    pytest.importorskip("nicegui", reason="nicegui is not installed (pip install 'dunning-engine[studio]')")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert main(["studio", *arguments, "--no-browser"]) == 2
    assert capsys.readouterr().err == said


def test_without_the_extra_one_line_says_what_to_install(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "nicegui", None)
    for name in [name for name in sys.modules if name.startswith("dunning_engine.studio.app")]:
        monkeypatch.delitem(sys.modules, name)
    assert main(["studio", str(folder), "--no-browser"]) == 2
    assert capsys.readouterr().err == "dunning: the studio needs more: pip install 'dunning-engine[studio]'\n"


def test_the_next_free_port_is_taken():
    with studio._listening(_free()) as first:
        port = first.getsockname()[1]
        with studio._listening(port) as second:
            assert port < second.getsockname()[1] <= port + studio._PORTS_TRIED
            assert second.getsockname()[0] == "127.0.0.1"


def test_where_no_port_is_free_one_line_says_so(monkeypatch):
    monkeypatch.setattr(studio, "_PORTS_TRIED", 1)
    with studio._listening(_free()) as first, pytest.raises(studio.WrongUseError, match="none of the ports from"):
        studio._listening(first.getsockname()[1])


@pytest.mark.parametrize(
    ("platform", "environment", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "w"}, True),
        ("darwin", {}, True),
    ],
)
def test_a_browser_is_opened_where_it_can_be_seen(monkeypatch, platform, environment, shown):
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert studio._has_display() is shown


def test_what_the_browser_is_given_does_not_show_the_key_to_others(monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda link: opened.append((link, _text_of(link), _rights_of(link))))
    monkeypatch.setattr(studio, "_SECONDS_TO_START", 0)
    with studio._opened("http://127.0.0.1:8600/?key=secret"):
        while not opened:
            time.sleep(0.01)
    link, text, rights = opened[0]
    assert "secret" not in link
    assert "http://127.0.0.1:8600/?key=secret" in text
    assert rights == 0o700
    assert not Path(link.removeprefix("file://")).exists()


def _text_of(link):
    return Path(link.removeprefix("file://")).read_text(encoding="utf-8")


def _rights_of(link):
    return Path(link.removeprefix("file://")).parent.stat().st_mode & 0o777


def _free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_it_prints_its_link_serves_its_page_and_ends_with_ctrl_c(folder, tmp_path):
    pytest.importorskip("nicegui", reason="nicegui is not installed (pip install 'dunning-engine[studio]')")
    hidden = ("NICEGUI_", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    words = ["studio", str(folder), "--no-browser", "--port", str(_free()), "--lang", "en", "--as-of", "2026-03-01"]
    with subprocess.Popen(
        [*COMMAND, *words], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            link = re.search(r"http://127\.0\.0\.1:(\d+)/\?key=(\S+)", process.stdout.readline())
            port, key = int(link[1]), link[2]
            assert _get(port, "/")[0] == 401
            status, headers, _ = _get(port, f"/?key={key}")
            assert status == 200
            cookie = headers["set-cookie"].split(";")[0]
            status, headers, page = _get(port, "/", cookie)
            assert status == 200
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "fakturaservice" in page
            assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
            assert _get(port, "/studio/editor.js", cookie)[0] == 200
            assert _get(port, "/studio/app.py", cookie)[0] == _get(port, "/studio/..%2Fcli.py", cookie)[0] == 404
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0
    assert complaints == "Ctrl-C ends; unsaved text is kept\n\n"
    assert [path.name for path in tmp_path.iterdir()] == ["rules"]
    assert [path.name for path in folder.iterdir()] == ["fakturaservice.yaml"]


def _get(port, path, cookie=None):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={} if cookie is None else {"cookie": cookie})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
