"""``dunning evaluate`` on a made-up ledger, Parquet to Parquet: the whole command, and the evaluation alone.

``python benchmarks/end_to_end.py --profile`` lists where the evaluation's time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import one_process
import polars as pl
import report_ledgers
from sample import AS_OF, SEED

from dunning_engine.ledger.evaluator import LedgerEvaluator
from dunning_engine.ledger.in_order import parts_in_order
from dunning_engine.ledger.part import Part, Sheet
from dunning_engine.policy.load import load_policies

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 1_000_000  # as the command cuts a ledger
_SLOWEST = 30


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """The command on the whole ledger; the evaluation alone, in parts that lie in memory as they are read from the files.

    ``policy`` is the one that all invoices follow, ``None`` for the six that ship, each invoice its own.
    ``evaluation`` is in seconds, ``None`` where it was not asked for; ``by_hand`` counts the invoices that were decided one by one.
    """

    policy: str | None
    invoices: int
    events: int
    rows: int
    read: int
    written: int
    command: one_process.Spent
    evaluation: float | None
    by_hand: int


def measure(invoices: int, *, policy: str | None = None, only_command: bool = False) -> EndToEnd:
    """Make the ledger, run the command on it, then the evaluation alone unless only the command is wanted."""
    with TemporaryDirectory() as folder:
        bills, events = _made(Path(folder), invoices, policy)
        output = Path(folder) / "out.parquet"
        command = one_process.run(_command(bills, events, output, policy))
        seconds, parts = (None, []) if only_command else _evaluated(bills, events, policy)
        return EndToEnd(
            policy=policy,
            invoices=_rows(bills),
            events=_rows(events),
            rows=_rows(output),
            read=_size(bills) + _size(events),
            written=_size(output),
            command=command,
            evaluation=seconds,
            by_hand=sum(part.by_hand for part in parts),
        )


def main() -> None:
    """Measure one size and print it, or profile the evaluation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=200_000, help="how many invoices (default %(default)s)")
    parser.add_argument(
        "--only-command", action="store_true", help="without the evaluation alone, whose ledger must fit in memory"
    )
    parser.add_argument("--profile", action="store_true", help="where the evaluation's time goes, function by function")
    parser.add_argument("--policy", help="the one that all invoices follow (default: the six that ship)")
    given = parser.parse_args()
    if not given.profile:
        found = measure(given.invoices, policy=given.policy, only_command=given.only_command)
        print("\n".join(report_ledgers.end_to_end_table(found)))
        return
    with TemporaryDirectory() as folder:
        bills, events = _made(Path(folder), given.invoices, given.policy)
        profile = cProfile.Profile()
        _evaluated(bills, events, given.policy, profile)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(_SLOWEST)


def _made(folder: Path, invoices: int, policy: str | None) -> tuple[Path, Path]:
    """A ledger, made by a process of its own so that this one stays as it is."""
    maker = Path(__file__).with_name("make_ledger.py")
    asked = [str(folder), "--invoices", str(invoices), "--seed", str(SEED), "--as-of", AS_OF.isoformat()]
    asked += [] if policy is None else ["--policy", policy]
    subprocess.run([sys.executable, str(maker), *asked], check=True, capture_output=True)  # noqa: S603 (our own command)
    return folder / "invoices", folder / "events"


def _command(bills: Path, events: Path, output: Path, policy: str | None) -> list[str]:
    dunning = str(Path(sys.executable).with_name("dunning"))
    asked = ["--events", str(events), "--as-of", AS_OF.isoformat(), "--output", str(output)]
    return [dunning, "evaluate", str(bills), *asked, *([] if policy is None else ["--policy", policy])]


def _evaluated(
    bills: Path, events: Path, policy: str | None, profile: cProfile.Profile | None = None
) -> tuple[float, list[Part]]:
    """Seconds in the evaluator, and what it gave; as in the command, a part is read while another is decided."""
    evaluator = LedgerEvaluator(load_policies(), as_of=AS_OF, policy=policy)
    parts = list(_parts(bills, events, by_customer=evaluator.joins_customers))
    done = []
    start = perf_counter()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(evaluator.read, *parts[0])
        for following in [*parts[1:], None]:
            read = coming.result()
            if following is not None:
                coming = pool.submit(evaluator.read, *following)
            part = evaluator.decide(read) if profile is None else profile.runcall(evaluator.decide, read)
            done.append(replace(part, rows=part.rows.clear()))
    return perf_counter() - start, done


def _parts(bills: Path, events: Path, *, by_customer: bool) -> Iterator[tuple[Sheet, Sheet]]:
    every = pl.read_parquet(bills / "*.parquet").with_row_index("line", offset=1)
    count = -(-every.height // _AT_ONCE)
    told = pl.read_parquet(events / "*.parquet").with_row_index("line", offset=1)
    if not by_customer:
        for invoices, beside in parts_in_order(every, told, count) or ():
            yield _sheet("invoices", invoices), _sheet("events", beside)
        return
    every = every.with_columns(part=pl.col("customer").hash() % count)
    told = told.join(every.select("invoice", "part"), on="invoice", maintain_order="left")
    for number in range(count):
        invoices, beside = (frame.filter(pl.col("part") == number).drop("part") for frame in (every, told))
        yield _sheet("invoices", invoices), _sheet("events", beside)


def _sheet(file: str, frame: pl.DataFrame) -> Sheet:
    return Sheet(file, frame.drop("line"), frame["line"].cast(pl.Int64))


def _rows(place: Path) -> int:
    files = place / "*.parquet" if place.is_dir() else place
    return pl.scan_parquet(files).select(pl.len()).collect().item()


def _size(place: Path) -> int:
    return sum(file.stat().st_size for file in place.glob("*.parquet")) if place.is_dir() else place.stat().st_size


if __name__ == "__main__":
    main()
