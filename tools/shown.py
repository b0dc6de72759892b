"""Runs what a page shows, and gives the page back with the output as it is now.

A page shows things in fenced blocks; a comment on the line before a fence says what the block is:

- ``console``: each line that begins with ``$`` is run, in a folder that has copies of ``rules/``, ``schemas/``, ``examples/`` and ``features/``,
  and what it prints follows it. In what it prints, a line ``…`` stands for lines left out: as many lines as stand before and
  after it are kept.
- ``diff`` after ``<!-- change: FILE -->``: the lines are changed in that file, and stay so for the rest of the page, or until
  ``<!-- undo -->`` on a line of its own undoes the latest change.
- ``yaml`` after ``<!-- part of: FILE -->``: these lines stand in that file, exactly so. After ``<!-- file: FILE -->``: the
  file is written, and nothing is wrong with it.
- ``python``: is run; what it prints is the ``text`` block that follows.

Other blocks are only shown. ``<!-- serve: FOLDER -->`` on a line of its own starts ``dunning serve FOLDER`` for the rest of the page: commands
reach it where a page shows it, at its usual port, and a change of its files is waited for.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

from dunning_engine.cli import main
from dunning_engine.policy.load import check_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).resolve().parent.parent
_COPIED = ("rules", "schemas", "examples", "features")
_LEFT_OUT = "…"
_FENCE = re.compile(r"^```([a-z]*)$")
_DIRECTIVE = re.compile(r"^<!-- (change|part of|file): (\S+) -->$")
_UNDO = "<!-- undo -->"
_SERVE = re.compile(r"^<!-- serve: (\S+) -->$")
_ADDRESS = "127.0.0.1:8700"
_PATIENCE = 20.0  # seconds


class PageError(Exception):
    """A page shows something that is not so; the text says what, and where."""


def pages() -> list[Path]:
    """Every page that shows something and is written by hand."""
    return [TOP / "README.md", *sorted((TOP / "docs").glob("**/*.md"))]


def refreshed(page: Path) -> str:
    """The page with the output that its commands and programs print now. Raises ``PageError``."""
    with tempfile.TemporaryDirectory() as folder:
        for name in _COPIED:
            shutil.copytree(TOP / name, Path(folder) / name)
        with chdir(folder):
            return "".join(f"{line}\n" for line in _Page(page).lines())


class _Page:
    """One page on its way through; the working directory is the folder in which its commands run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before: list[tuple[Path, str]] = []
        self.names: dict[str, Any] = {"__name__": path.stem}
        self.printed: list[str] | None = None
        self.server: _Server | None = None

    def lines(self) -> Iterator[str]:
        """The lines of the page, refreshed."""
        try:
            yield from self._lines()
        finally:
            if self.server:
                self.server.stop()

    def _lines(self) -> Iterator[str]:
        given = self.path.read_text(encoding="utf-8").splitlines()
        directive, number = "", 0
        while number < len(given):
            line = given[number]
            number += 1
            yield line
            if line == _UNDO:
                self._undo(number)
            if asked := _SERVE.match(line):
                self.server = _Server(asked[1])
            fence = _FENCE.match(line)
            if not fence:
                directive = line or directive
                continue
            end = given.index("```", number)
            yield from self._block(fence[1], directive, given[number:end], number)
            yield "```"
            directive, number = "", end + 1

    def _block(self, kind: str, directive: str, lines: list[str], number: int) -> list[str]:
        told = _DIRECTIVE.match(directive)
        what, file = (told[1], Path(told[2])) if told else ("", Path())
        printed, self.printed = self.printed, None
        match kind, what:
            case "console", "" if lines[0].startswith("$ "):
                return _console(lines, self.server)
            case "diff", "change":
                self._change(file, lines, number)
            case "yaml", "part of":
                if "\n".join(["", *lines, ""]) not in "\n" + file.read_text(encoding="utf-8"):
                    raise self._error(f"these lines do not stand in {file}", number)
            case "yaml", "file":
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text("\n".join([*lines, ""]), encoding="utf-8")
                for problem in check_paths([file]):
                    raise self._error(f"{file}: {problem.message}", number)
            case "python", "":
                self.printed = _python("\n".join(lines), self.names)
            case "text", _ if printed is not None:
                return _shortened(lines, printed)
            case (("console" | "diff" | "yaml"), _):
                raise self._error(f"nothing says what this {kind} is", number)
        return lines

    def _change(self, file: Path, lines: list[str], number: int) -> None:
        old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
        new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
        text = file.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise self._error(f"the lines to change stand {text.count(old)} times in {file}", number)
        self.before.append((file, text))
        self._write(file, text.replace(old, new))

    def _undo(self, number: int) -> None:
        if not self.before:
            raise self._error("nothing to undo", number)
        self._write(*self.before.pop())

    def _write(self, file: Path, text: str) -> None:
        before = self.server and self.server.standing()
        file.write_text(text, encoding="utf-8")
        if self.server:
            self.server.wait_for_another(before)

    def _error(self, message: str, number: int) -> PageError:
        return PageError(f"{self.path.name}:{number}: {message}")


class _Server:
    """``dunning serve`` on a free port, in the folder that is the working directory now."""

    def __init__(self, rules: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        code = "from dunning_engine.cli import main; raise SystemExit(main())"
        command = [sys.executable, "-c", code, "serve", rules, "--port", self.address.partition(":")[2]]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
        try:
            self.wait_for_another(None)
        except PageError:
            self.stop()
            raise

    def standing(self) -> bytes | None:
        """Which policies are served, and what is wrong with newer ones; ``None`` before it answers."""
        try:
            with urlopen(f"http://{self.address}/readyz", timeout=_PATIENCE) as answer:
                return bytes(answer.read())
        except HTTPError as refused:
            with refused:
                return refused.read()
        except OSError:
            return None

    def wait_for_another(self, before: bytes | None) -> None:
        """Return once it stands otherwise than before. Raises ``PageError`` where it does not come to that."""
        end = time.monotonic() + _PATIENCE
        while self.standing() == before:
            if self.process.poll() is not None or time.monotonic() > end:
                raise PageError("the server does not serve what is shown")
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(_PATIENCE)


def _console(lines: list[str], server: _Server | None) -> list[str]:
    shown: list[str] = []
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        command = lines[start].removeprefix("$ ")
        if server is None:
            printed = _run(command)
        else:
            answered = _run(command.replace(_ADDRESS, server.address))
            printed = [line.replace(server.address, _ADDRESS) for line in answered]
        shown += [lines[start], *_shortened(lines[start + 1 : end], printed)]
    return shown


def _run(command: str) -> list[str]:
    """What a command prints, as a terminal would show it; ``make demo`` is ``dunning demo``."""
    name, *arguments = shlex.split(command.replace("make demo", "dunning demo"))
    if name != "dunning":
        asked = ["sh", "-c", command] if "|" in arguments else [name, *arguments]
        done = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603 - our own pages
        return (done.stdout + done.stderr).splitlines()
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        main(arguments)
    return output.getvalue().splitlines()


def _python(source: str, names: dict[str, Any]) -> list[str]:
    output = io.StringIO()
    with redirect_stdout(output):
        exec(source, names)  # noqa: S102 - our own pages
    return output.getvalue().splitlines()


def _shortened(shown: list[str], printed: list[str]) -> list[str]:
    """What is printed, with the lines left out that were left out before."""
    if _LEFT_OUT not in shown:
        return printed
    first = shown.index(_LEFT_OUT)
    last = len(shown) - first - 1
    if len(printed) <= first + last:
        return printed
    return [*printed[:first], _LEFT_OUT, *printed[len(printed) - last :]]
