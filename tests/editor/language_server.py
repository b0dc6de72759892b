"""A YAML language server over its protocol, as an editor speaks it: ``Server`` opens texts and asks about places in them.

A place is a line and a column, both from 0, columns in UTF-16 units as the protocol has them.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Self

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"

# What an editor sends that looks nothing up on the network.
SETTINGS = {
    "yaml": {
        "schemaStore": {"enable": False},
        "validate": True,
        "hover": True,
        "completion": True,
    },
    "[yaml]": {"editor.tabSize": 2},
    "http": {},
    "editor": {},
    "files": {},
}
_ANSWER = 60  # seconds that a busy machine may take for one answer


class Server:
    """One server process, for the folder ``root`` with its own ``settings`` over ours; a context manager.

    Questions raise ``TimeoutError`` where no answer comes, ``RuntimeError`` where the server says that it cannot.
    """

    def __init__(self, node: str, root: Path = HERE, settings: dict | None = None) -> None:
        self._root = root
        self._settings = {**SETTINGS, "yaml": {**SETTINGS["yaml"], **(settings or {})}}
        self._process = subprocess.Popen(
            [node, "--require", str(HERE / "no_network.cjs"), str(PROGRAM), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=HERE,
        )
        self._number = 0
        self._answers: dict[int, queue.SimpleQueue] = {}
        self._diagnostics: dict[str, queue.SimpleQueue] = {}
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["plaintext"], "snippetSupport": True}},
                "hover": {"contentFormat": ["plaintext"]},
                "publishDiagnostics": {"relatedInformation": True},
            },
        }
        self.ask("initialize", processId=None, rootUri=self._root.as_uri(), capabilities=capabilities)
        self._tell("initialized")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.ask("shutdown")
            self._tell("exit")
        self._process.wait(timeout=_ANSWER)
        self._listener.join(timeout=_ANSWER)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            stream.close()

    def ended(self) -> str | None:
        """What the server said when it ended by itself; ``None`` while it runs."""
        return None if self._process.poll() is None else self._process.stderr.read().decode()

    def open(self, path: Path, text: str) -> None:
        """Open ``text`` as the file at ``path``, which need not be there."""
        uri = path.as_uri()
        self._diagnostics.setdefault(uri, queue.SimpleQueue())
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)

    def close(self, path: Path) -> None:
        """Forget what was opened."""
        self._tell("textDocument/didClose", textDocument={"uri": path.as_uri()})

    def diagnostics(self, path: Path) -> list[dict]:
        """What the server has to say of an opened file."""
        return self._taken(self._diagnostics[path.as_uri()], "diagnostics")

    def completions(self, path: Path, line: int, column: int) -> list[dict]:
        """What the server offers at a place."""
        found = self.ask("textDocument/completion", **_place(path, line, column))
        return found["items"] if isinstance(found, dict) else found or []

    def hover(self, path: Path, line: int, column: int) -> str:
        """What the server tells of a place; nothing where it has nothing to tell."""
        found = self.ask("textDocument/hover", **_place(path, line, column))
        if not found:
            return ""
        contents = found["contents"]
        return contents["value"] if isinstance(contents, dict) else str(contents)

    def ask(self, method: str, **parameters: object) -> object:
        """The answer to one request. Raises ``RuntimeError`` for an error that the server answers."""
        self._number += 1
        answer = self._answers[self._number] = queue.SimpleQueue()
        self._send({"id": self._number, "method": method, "params": parameters})
        message = self._taken(answer, method)
        if "error" in message:
            raise RuntimeError(message["error"]["message"])
        return message["result"]

    def _taken(self, wanted: queue.SimpleQueue, what: str) -> object:
        try:
            return wanted.get(timeout=_ANSWER)
        except queue.Empty:
            raise TimeoutError(f"no {what} within {_ANSWER} s; {self.ended() or 'the server runs'}") from None

    def _tell(self, method: str, **parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        while message := self._message():
            method, number = message.get("method"), message.get("id")
            if method is None:
                self._answers.pop(number).put(message)
            elif method == "workspace/configuration":
                items = message["params"]["items"]
                self._send({"id": number, "result": [self._settings.get(item.get("section")) for item in items]})
            elif number is not None:
                self._send({"id": number, "result": None})
            elif method == "textDocument/publishDiagnostics":
                told = self._diagnostics.setdefault(message["params"]["uri"], queue.SimpleQueue())
                told.put(message["params"]["diagnostics"])

        for waiting in self._answers.values():
            waiting.put({"error": {"message": "the server has ended"}})

    def _message(self) -> dict | None:
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self._process.stdout.read(length)) if length else None


def _place(path: Path, line: int, column: int) -> dict:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
