"""`dunning serve` as its own process, and sockets to it."""

import contextlib
import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time

COMMAND = [sys.executable, "-c", "import sys; from dunning_engine.cli import main; sys.exit(main())", "serve"]
LONGEST = 40  # seconds until something is taken to be stuck
INVOICE = {
    "invoice": "1001",
    "customer": "17",
    "customer_kind": "business",
    "issued_on": "2026-01-30",
    "due_on": "2026-03-02",
    "amount": "10000.00",
    "currency": "SEK",
    "sent_by": "email",
}


def asking(policy="fakturaservice", **changes):
    return json.dumps({"policy": policy, "as_of": "2026-03-12", "invoice": INVOICE | changes}).encode()


class Service:
    """A running service: its port, its log line by line."""

    def __init__(self, *arguments, **environment):
        bare = {name: value for name, value in os.environ.items() if name != "DUNNING_TOKEN"}
        self.process = subprocess.Popen(
            [*COMMAND, "--port", "0", *map(str, arguments)],
            stderr=subprocess.PIPE,
            env=bare | environment,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # with its workers it can be ended whatever becomes of it
        )
        self.lines = []
        self._new = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        first = self.wait_for("serving")
        self.port = int(first["address"].rpartition(":")[2])

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line)
            self._new.put(line)

    def wait_for(self, event, **values):
        """The next line of the log about that."""
        while True:
            line = self._new.get(timeout=LONGEST)
            with contextlib.suppress(ValueError):
                found = json.loads(line)
                if found["event"] == event and values.items() <= found.items():
                    return found

    def ask(self, method="GET", path="/readyz", body=None, **headers):
        """The answer's status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def evaluate(self, body=None, **headers):
        return self.ask("POST", "/v1/evaluate", body or asking(), Content_Type="application/json", **headers)

    def socket(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST)

    def say(self, *parts, pause=0.0):
        """The answer to raw bytes sent part by part, or what came of it when the connection ended."""
        with self.socket() as opened:
            for part in parts:
                try:
                    opened.sendall(part)
                except OSError:
                    break
                time.sleep(pause)
            return read_answer(opened)

    def stop(self, by=signal.SIGTERM):
        """The exit code, and everything that was logged; ^C goes to the workers too, as from a terminal."""
        if by is signal.SIGINT:
            os.killpg(self.process.pid, by)
        else:
            self.process.send_signal(by)
        return self.ended()

    def ended(self):
        code = self.process.wait(LONGEST)
        self._reader.join(LONGEST)
        self.process.stderr.close()
        return code, "".join(self.lines)


@contextlib.contextmanager
def running(*arguments, **environment):
    service = Service(*arguments, **environment)
    try:
        yield service
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(service.process.pid, signal.SIGKILL)
        if not service.process.stderr.closed:
            service.ended()


def complaints(log):
    """The lines of a log that are not in order."""
    return [line for line in log.splitlines() if '"level": "info"' not in line]


def read_all(opened):
    """Everything until the connection ends, however it ends."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := opened.recv(65536):
            parts.append(part)
    return b"".join(parts)


def read_answer(opened):
    """One answer whose length is announced; otherwise everything."""
    got = b""
    with contextlib.suppress(ConnectionError):
        while part := opened.recv(65536):
            got += part
            head, end, body = got.partition(b"\r\n\r\n")
            if end and f"\r\ncontent-length: {len(body)}\r\n".encode() in head.lower() + b"\r\n":
                return got
    return got


def answered(raw):
    """The status and the problem's code of a raw answer."""
    head, _, body = raw.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["code"]
