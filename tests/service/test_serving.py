"""How the service ends, and how several workers answer: under load, so that nothing that was taken is lost."""

import contextlib
import json
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from running_service import INVOICE, LONGEST, asking, complaints, read_all, read_answer, running

BODY = asking()
REQUEST = (
    b"POST /v1/evaluate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)
REQUEST = REQUEST % len(BODY) + BODY
STREAM = b"POST /v1/evaluate/stream?as_of=2026-03-12&policy=fakturaservice HTTP/1.1\r\nHost: localhost\r\n"
STREAM += b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
LINE = json.dumps(INVOICE).encode() + b"\n"


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class Client(threading.Thread):
    """Asks again and again, over one connection or a new one each time; counts what becomes of each request."""

    def __init__(self, port, *, keeps):
        super().__init__(daemon=True)
        self.port, self.keeps = port, keeps
        self.whole, self.torn, self.untouched, self.refused = 0, [], 0, 0

    def run(self):
        until = time.monotonic() + LONGEST
        while self._connection() and time.monotonic() < until:
            pass

    def _connection(self):
        """One connection; whether another one is worth while."""
        try:
            opened = socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST)
        except OSError:
            self.refused += 1
            return False
        with opened:
            while self._request(opened):
                if not self.keeps:
                    return True
        return True

    def _request(self, opened):
        """One request; whether its connection stays."""
        got = b""
        try:
            opened.sendall(REQUEST)
            while not whole(got):
                part = opened.recv(65536)
                if not part:
                    break
                got += part
        except OSError:
            pass
        if whole(got):
            self.whole += 1
            return b"connection: close" not in got.lower()
        if got:
            self.torn.append(got)
        else:
            self.untouched += 1
        return False


def whole(got):
    head, end, body = got.partition(b"\r\n\r\n")
    return (
        bool(end)
        and head.startswith(b"HTTP/1.1 200 ")
        and f"content-length: {len(body)}\r\n".encode() in head + b"\r\n"
    )


@pytest.mark.parametrize(("by", "workers"), [(signal.SIGTERM, 1), (signal.SIGTERM, 2), (signal.SIGINT, 2)])
def test_ending_under_load_loses_no_request_that_was_taken(by, workers):
    with running("--workers", workers) as service:
        clients = [Client(service.port, keeps=number % 2 == 0) for number in range(6)]
        service.evaluate()  # a worker is there
        for client in clients:
            client.start()
        time.sleep(0.5)
        code, log = service.stop(by)
        for client in clients:
            client.join(LONGEST)
    answered = [json.loads(line) for line in log.splitlines() if '"answered"' in line]
    assert code == 0
    assert [client.torn for client in clients] == [[]] * 6
    assert all(client.whole for client in clients)
    assert all(client.refused == 1 for client in clients)  # each went on until nobody listened
    assert {one["status"] for one in answered} == {200}
    assert len(answered) == 1 + sum(client.whole for client in clients)  # what was taken was answered, all of it
    assert sum(client.untouched for client in clients) <= len(clients)
    assert complaints(log) == []


def test_what_is_on_its_way_when_the_service_ends_is_answered():
    with running() as service:
        begun, idle, stream = service.socket(), service.socket(), service.socket()
        with begun, idle, stream:
            begun.sendall(REQUEST[:-20])
            idle.sendall(REQUEST)
            assert whole(read_answer(idle))
            stream.sendall(STREAM + chunk(LINE))
            got = stream.recv(65536)
            service.process.send_signal(signal.SIGTERM)
            time.sleep(0.15)
            begun.sendall(REQUEST[-20:])
            assert whole(read_all(begun))
            assert idle.recv(1) == b""
            for _ in range(3):
                time.sleep(0.2)
                stream.sendall(chunk(LINE))
            stream.sendall(b"0\r\n\r\n")
            got += read_all(stream)
        code, log = service.ended()
    assert got.count(b'"decisions"') == 4
    assert b'"end":true' in got
    assert got.endswith(b"0\r\n\r\n")
    assert code == 0
    assert complaints(log) == []


def test_a_stream_that_does_not_end_is_cut_off_and_seen_to_be():
    with running("--shutdown-seconds", "0.5") as service, service.socket() as opened:
        opened.sendall(STREAM + chunk(LINE))
        got = opened.recv(65536)
        service.process.send_signal(signal.SIGTERM)
        got += read_all(opened)
        code, log = service.ended()
    assert code == 0
    assert b'"end":true' not in got
    assert not got.endswith(b"0\r\n\r\n")
    assert '"cut off"' in log
    assert "Traceback" not in log


def test_a_worker_that_dies_is_replaced_and_all_end_with_whoever_started_them():
    with running("--workers", "2") as service:
        for _ in range(20):
            assert service.evaluate()[0] == 200
        children = workers_of(service)
        assert len(children) == 2
        os.kill(children[0], signal.SIGKILL)
        assert service.wait_for("worker replaced")["worker"] == children[0]
        until = time.monotonic() + LONGEST
        while b"dunning_policies_generation 1.0" not in figures(service) and time.monotonic() < until:
            time.sleep(0.1)
        for _ in range(20):
            assert service.evaluate()[0] == 200
        told = figures(service)
        assert b'dunning_invoices_decided_total{policy="fakturaservice"} 40.0' in told  # of the dead one, too
        assert b"dunning_http_requests_at_work 0.0" in told
        assert len(workers_of(service)) == 2
        service.process.kill()
        service.process.wait(LONGEST)
        until = time.monotonic() + LONGEST
        while listens(service) and time.monotonic() < until:
            time.sleep(0.05)
        assert not listens(service)


def listens(service):
    try:
        service.socket().close()
    except ConnectionError:
        return False
    return True


def figures(service):
    return service.ask("GET", "/metrics")[2]


def workers_of(service):
    """The processes that answer, by what the system says of the first one's children."""
    with contextlib.suppress(FileNotFoundError):
        told = Path(f"/proc/{service.process.pid}/task").glob("*/children")
        children = {int(pid) for path in told for pid in path.read_text().split()}
        return sorted(pid for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text())
    return pytest.skip("the system does not tell a process's children")
