"""Policies that change again and again while the service is called: no answer may be of a half-loaded set."""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from report import met
from service_calls import POLICY, bodies, request, right_answer
from service_generator import Call, Generator, Load
from service_servers import CORES, Server, free_port, serve

from dunning_engine import load_policies
from dunning_engine.resources import rules_directory

SHORTEST = 8  # seconds in which both versions are served
_CHANGE = ("    fee: 60.00", "    fee: 50.00")
_BROKEN = "policy: [\n"
_EVERY = 3.0  # seconds from one version to the next, the first half of them with a broken file
_CALLS, _CONNECTIONS = 400, 16
_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Reloads:
    """Seconds, how often the file was broken and then another version, and what was answered.

    ``counts`` are the answers of the version before and of the one after.
    """

    seconds: float
    versions: int
    counts: tuple[int, ...]
    wrong: int
    shown: tuple[str, ...]
    p99: float
    longest: float


def measure(seconds: float) -> Reloads:
    """One invoice a call to one worker, while the reminder's fee in the policy's file goes down and up."""
    port = free_port()
    with TemporaryDirectory() as made:
        rules = Path(made) / "rules"
        shutil.copytree(rules_directory(), rules)
        file = rules / f"{POLICY}.yaml"
        before = file.read_text(encoding="utf-8")
        after = before.replace(*_CHANGE)
        with Server(serve(rules, port, 1), port, CORES.server):
            asked = bodies(_CALLS, 1)
            answers = [_answers(asked, port, rules)]
            for text in (after, before):
                served = _served(port)
                _put(file, text)
                _wait_for_another(served, port)
                answers.append(_answers(asked, port, rules))
            first, second, again = answers
            assert first == again, "the same policies answer otherwise than before"
            calls = tuple(Call(request(body, port), pair) for body, *pair in zip(asked, first, second, strict=True))
            generator = Generator(Load(port, calls, _CONNECTIONS, seconds, CORES.generator))
            versions = _change(file, (before, after), seconds)
            answered = generator.answered()
    ordered = sorted(answered.latencies)
    return Reloads(
        answered.seconds,
        versions,
        answered.counts,
        answered.wrong,
        answered.shown,
        1000 * ordered[int(0.99 * len(ordered))],
        1000 * ordered[-1],
    )


def lines(found: Reloads) -> list[str]:
    """How it went, in words."""
    for said in found.shown:
        print(said, file=sys.stderr)
    old, new = found.counts
    clean = met(not found.wrong and bool(old and new))
    swapped = f"the policy's file was broken, and then another version, {found.versions} times in {found.seconds:.0f} s"
    counted = f"{old:,} of the one and {new:,} of the other, {found.wrong} wrong or missing"
    took = f"p99 {found.p99:.1f} ms, longest {found.longest:.0f} ms"
    return [f"- every answer is whole of one version ({swapped}): {clean}; {counted}; {took}"]


def _change(file: Path, texts: tuple[str, str], seconds: float) -> int:
    """How many versions were put in place of each other until shortly before the time is out."""
    versions, end = 0, time.monotonic() + seconds
    while time.monotonic() + _EVERY < end:
        _put(file, _BROKEN)
        time.sleep(_EVERY / 2)
        versions += 1
        _put(file, texts[versions % 2])
        time.sleep(_EVERY / 2)
    return versions


def _answers(asked: list[bytes], port: int, rules: Path) -> list[bytes]:
    history = load_policies(rules)[POLICY]
    return [right_answer(body, port, history) for body in asked]


def _put(file: Path, text: str) -> None:
    """The text in the file's place, whole, as an editor saves it."""
    beside = file.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


def _served(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=_PATIENCE) as answer:
        return str(answer.headers["Dunning-Policies"])


def _wait_for_another(served: str, port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while _served(port) == served:
        if time.monotonic() > end:
            sys.exit("the changed policy is not served")
        time.sleep(0.05)
