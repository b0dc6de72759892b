"""``dunning evaluate`` on a made-up ledger, Parquet to Parquet: the whole command, and the evaluation alone.

``python benchmarks/end_to_end.py --profile`` lists where the evaluation's time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import one_process
import polars as pl
import report_ledgers
from sample import AS_OF, SEED

from dunning_engine.ledger.evaluator import LedgerEvaluator, Part, Sheet
from dunning_engine.policy.load import load_policies

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 250_000
_SLOWEST = 30


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """The command on the whole ledger; the evaluation alone, in parts that lie in memory as they are read from the files.

    ``evaluation`` is in seconds, ``None`` where it was not asked for; ``by_hand`` counts the invoices that were decided one by one.
    """

    invoices: int
    events: int
    rows: int
    read: int
    written: int
    command: one_process.Spent
    evaluation: float | None
    by_hand: int


def measure(invoices: int, *, only_command: bool = False) -> EndToEnd:
    """Make the ledger, run the command on it, then the evaluation alone unless only the command is wanted."""
    with TemporaryDirectory() as folder:
        bills, events = _made(Path(folder), invoices)
        output = Path(folder) / "out.parquet"
        command = one_process.run(_command(bills, events, output))
        seconds, parts = (None, []) if only_command else _evaluated(bills, events)
        return EndToEnd(
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
    given = parser.parse_args()
    if not given.profile:
        print("\n".join(report_ledgers.end_to_end_table(measure(given.invoices, only_command=given.only_command))))
        return
    with TemporaryDirectory() as folder:
        bills, events = _made(Path(folder), given.invoices)
        profile = cProfile.Profile()
        _evaluated(bills, events, profile)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(_SLOWEST)


def _made(folder: Path, invoices: int) -> tuple[Path, Path]:
    """A ledger of all policies that ship, made by a process of its own so that this one stays as it is."""
    maker = Path(__file__).with_name("make_ledger.py")
    asked = [str(folder), "--invoices", str(invoices), "--seed", str(SEED), "--as-of", AS_OF.isoformat()]
    subprocess.run([sys.executable, str(maker), *asked], check=True, capture_output=True)  # noqa: S603 (our own command)
    return folder / "invoices", folder / "events"


def _command(bills: Path, events: Path, output: Path) -> list[str]:
    dunning = str(Path(sys.executable).with_name("dunning"))
    asked = ["--events", str(events), "--as-of", AS_OF.isoformat(), "--output", str(output)]
    return [dunning, "evaluate", str(bills), *asked]


def _evaluated(bills: Path, events: Path, profile: cProfile.Profile | None = None) -> tuple[float, list[Part]]:
    """Seconds in the evaluator, and what it gave; a customer's invoices stand in one part."""
    evaluator = LedgerEvaluator(load_policies(), as_of=AS_OF)
    seconds, done = 0.0, []
    for sheets in _parts(bills, events):
        start = perf_counter()
        part = evaluator.part(*sheets) if profile is None else profile.runcall(evaluator.part, *sheets)
        seconds += perf_counter() - start
        done.append(Part(part.rows.clear(), part.problems, part.invoices, part.decided, part.by_hand))
    return seconds, done


def _parts(bills: Path, events: Path) -> Iterator[tuple[Sheet, Sheet]]:
    every = pl.read_parquet(bills / "*.parquet").with_row_index("line", offset=1)
    count = -(-every.height // _AT_ONCE)
    every = every.with_columns(part=pl.col("customer").hash() % count)
    told = pl.read_parquet(events / "*.parquet").with_row_index("line", offset=1)
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
