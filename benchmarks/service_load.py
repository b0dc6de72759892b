"""The service under load on loopback, beside the same framework answering with a constant.

Two cores. With one worker, the server has one of them and the generator the other; with two, all three processes share
both. Every answer is compared, byte by byte, with one whose decisions were seen to be those of ``evaluate()``.
"""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass, field
from statistics import mean, median
from time import process_time
from typing import TYPE_CHECKING

import service_constant
from report import met, table
from service_calls import POLICY, answer, bodies, request, right_answer
from service_generator import Call, Generator, Load
from service_servers import CORES, Server, constant, free_port, memory_of, serve

from dunning_engine import load_policies
from dunning_engine.resources import rules_directory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service_generator import Answered

    from dunning_engine.policy.model import PolicyHistory

_SHAPES = {1: (400, 16), 100: (20, 8)}  # invoices a call: different calls, connections
_WARM_UP = 3.0  # seconds that are not counted
_ROUNDS = 5
_FLAT = 5.0  # MiB that memory may grow from the first tenth of the time to the last


@dataclass(slots=True)
class Figures:
    """One server under one kind of call, over all turns: calls a second of each, seconds of each answer, MiB look by look."""

    rates: list[float] = field(default_factory=list)
    latencies: array[float] = field(default_factory=lambda: array("d"))
    wrong: int = 0
    memory: list[float] = field(default_factory=list)
    seconds: float = 0
    generator: float = 0
    server: float = 0

    def add(self, answered: Answered, processor: float, memory: Sequence[float]) -> None:
        """One more turn; ``processor`` is what the server used of it, in seconds."""
        for said in answered.shown:
            print(said, file=sys.stderr)
        self.rates.append(len(answered.latencies) / answered.seconds)
        self.latencies.extend(answered.latencies)
        self.wrong += answered.wrong
        self.memory += memory
        self.seconds += answered.seconds
        self.generator += answered.processor
        self.server += processor

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return len(self.latencies) / self.seconds

    def within(self, *shares: float) -> list[float]:
        """Milliseconds within which these shares of the answers came."""
        ordered = sorted(self.latencies)
        return [1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in shares]

    def grown(self) -> tuple[float, float]:
        """MiB in the first tenth of the time and in the last."""
        tenth = max(1, len(self.memory) // 10)
        return median(self.memory[:tenth]), median(self.memory[-tenth:])


@dataclass(frozen=True, slots=True)
class Pair:
    """The service and the constant under the same calls, in turns; bytes of a request and of an answer on average.

    ``alone`` is milliseconds a call of what the service decides, without the service.
    """

    invoices: int
    workers: int
    connections: int
    sent: float
    received: float
    alone: float
    service: Figures
    constant: Figures

    @property
    def ratio(self) -> float:
        """Calls a second as a share of the constant's: the median over turns."""
        return median(mine / its for mine, its in zip(self.service.rates, self.constant.rates, strict=True))


def measure(seconds: float, turns: int) -> list[Pair]:
    """Each kind of call for so many seconds, in so many turns, to one worker and to two."""
    return [_pair(invoices, workers, seconds / turns, turns) for workers in (1, 2) for invoices in _SHAPES]


def _pair(invoices: int, workers: int, seconds: float, turns: int) -> Pair:
    count, connections = _SHAPES[invoices]
    server_core, core = (CORES.server, CORES.generator) if workers == 1 else (None, None)
    asked = bodies(count, invoices)
    history = load_policies(rules_directory())[POLICY]
    port, its_port = free_port(), free_port()
    with Server(serve(rules_directory(), port, workers), port, server_core) as ours:
        answers = [right_answer(body, port, history) for body in asked]
        length = round(mean(map(len, answers)))
        with Server(constant(its_port, workers, length), its_port, server_core) as other:
            calls = tuple(Call(request(body, port), (answer,)) for body, answer in zip(asked, answers, strict=True))
            same = (service_constant.body(length),)
            its_calls = tuple(Call(request(body, its_port), same) for body in asked)
            service, constant_figures = Figures(), Figures()
            contenders = [(ours, port, calls, service), (other, its_port, its_calls, constant_figures)]
            for number in range(turns + 1):
                for server, at, what, figures in contenders[:: -1 if number % 2 else 1]:
                    taken = seconds if number else _WARM_UP
                    _turn(server, Load(at, what, connections, taken, core), figures if number else Figures())
    sent, alone = mean(len(call.request) for call in calls), _alone(asked, history)
    return Pair(invoices, workers, connections, sent, length, alone, service, constant_figures)


def _turn(server: Server, load: Load, figures: Figures) -> None:
    before = server.processor()
    generator = Generator(load)
    with memory_of(server) as memory:
        found = generator.answered()
    figures.add(found, server.processor() - before, memory)


def _alone(asked: Sequence[bytes], history: PolicyHistory) -> float:
    """Milliseconds of processor time a call: JSON in, decisions, JSON out, in this process; the median of some rounds."""
    times = []
    for _ in range(_ROUNDS):
        begin = process_time()
        for body in asked:
            answer(body, history)
        times.append((process_time() - begin) / len(asked))
    return 1000 * median(times)


# How it is told


def load_table(pairs: Sequence[Pair]) -> list[str]:
    """Calls a second, and within how many milliseconds, of the service and of the constant."""
    head = (
        "",
        "workers",
        "connections",
        "calls/s",
        "of the constant",
        "p50 ms",
        "p90",
        "p99",
        "longest",
        "errors",
        "generator",
    )
    rows = []
    for pair in pairs:
        for name, figures in (("service", pair.service), ("constant", pair.constant)):
            rows.append(
                (
                    f"{name}, {_invoices(pair)} a call",
                    str(pair.workers),
                    str(pair.connections),
                    f"{figures.rate:,.0f}",
                    f"{pair.ratio:.2f} x" if figures is pair.service else "",
                    *(f"{took:.1f}" for took in figures.within(0.5, 0.9, 0.99, 1)),
                    str(figures.wrong),
                    f"{100 * figures.generator / figures.seconds:.0f} %",
                )
            )
    return table(head, rows)


def work_table(pairs: Sequence[Pair]) -> list[str]:
    """Processor time a call, which other work on the machine changes little: in the service, and without it."""
    head = (
        "processor time, ms a call",
        "workers",
        "evaluate() alone",
        "service",
        "constant",
        "KB in, out",
        "invoices/s",
    )
    rows = [
        (
            f"{_invoices(pair)} a call",
            str(pair.workers),
            f"{pair.alone:.2f}",
            *(f"{1000 * each.server / len(each.latencies):.2f}" for each in (pair.service, pair.constant)),
            f"{pair.sent / 1000:.1f}, {pair.received / 1000:.1f}",
            f"{pair.service.rate * pair.invoices:,.0f}",
        )
        for pair in pairs
    ]
    return table(head, rows)


def memory_table(pairs: Sequence[Pair]) -> list[str]:
    """MiB of the service under load, at the beginning and at the end."""
    rows = [
        (
            f"service, {_invoices(pair)} a call",
            str(pair.workers),
            *(f"{there:.1f}" for there in pair.service.grown()),
            f"{max(pair.service.memory):.1f}",
            f"{len(pair.service.latencies):,}",
        )
        for pair in pairs
        if any(pair.service.memory)
    ]
    return table(("MiB", "workers", "first tenth", "last tenth", "most", "calls"), rows)


def verdicts(pairs: Sequence[Pair]) -> list[str]:
    """Each aim, and whether this run met it."""
    wrong = sum(figures.wrong for pair in pairs for figures in (pair.service, pair.constant))
    calls = sum(len(pair.service.latencies) for pair in pairs)
    found = [f"- every answer of the service is right: {met(not wrong)}; {calls:,} calls, {wrong} wrong or missing"]
    grown = [last - first for pair in pairs for first, last in [pair.service.grown()] if any(pair.service.memory)]
    if grown:
        found.append(f"- memory stays as it is: {met(max(grown) <= _FLAT)}; it grew by {max(grown):.1f} MiB at most")
    return found


def _invoices(pair: Pair) -> str:
    return "one invoice" if pair.invoices == 1 else f"{pair.invoices} invoices"
