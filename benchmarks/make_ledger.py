"""Writes a made-up ledger: `python benchmarks/make_ledger.py FOLDER --invoices 5000000`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from dunning_engine.testing.ledgers import SHIPPED, write_ledger


def main() -> None:
    """Read the command line, write the ledger, say where it lies."""
    parser = argparse.ArgumentParser(
        description="Writes a made-up ledger with its events; the same seed, the same ledger."
    )
    parser.add_argument("folder", type=Path, help="where invoices and events are written")
    parser.add_argument("--invoices", type=int, default=100_000, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1981)
    parser.add_argument(
        "--as-of", type=date.fromisoformat, default=date(2026, 3, 12), metavar="DAY", help="the day of the ledger"
    )
    parser.add_argument("--policy", action="append", choices=SHIPPED, help="may be given again; without it, all six")
    parser.add_argument("--events-per-invoice", type=float, metavar="COUNT", help="0 to 10, the same for every invoice")
    parser.add_argument("--form", choices=("parquet", "csv"), default="parquet")
    given = parser.parse_args()
    places = write_ledger(
        given.folder,
        given.invoices,
        seed=given.seed,
        as_of=given.as_of,
        policies=given.policy or SHIPPED,
        form=given.form,
        events_per_invoice=given.events_per_invoice,
    )
    print(*places, sep="\n")


if __name__ == "__main__":
    main()
