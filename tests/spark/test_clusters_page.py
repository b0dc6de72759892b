import re
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip(
    "pyspark", reason="pyspark is not installed (it is large): 'make spark' installs it and runs these tests"
)

from datetime import date

from dunning_engine.ledger.frame import evaluate_ledger
from dunning_engine.testing.ledgers import make_ledger

DOCS = Path(__file__).parents[2] / "docs"
PROGRAMS = re.findall(r"```py\n(.*?)```", (DOCS / "clusters.md").read_text(encoding="utf-8"), re.DOTALL)
DAY = date(2026, 3, 31)


@pytest.mark.usefixtures("spark")
def test_the_programs_of_the_page_give_what_the_local_run_gives(policies, tmp_path, monkeypatch):
    """That for Spark with what follows it, and the one with nothing but Arrow."""
    monkeypatch.chdir(tmp_path)
    invoices, events = make_ledger(3_000, seed=7, as_of=DAY, policies=("fakturaservice",))
    numbered = events.with_columns(number=pl.int_range(pl.len()))
    for name, frame in (("invoices", invoices), ("events", numbered)):
        Path(name).mkdir()
        frame.write_parquet(f"{name}/1.parquet")
    names = {}
    for program in PROGRAMS[:2]:
        placed = program.replace('parquet("', f'parquet("{tmp_path}/')  # Java has a working directory of its own
        exec(placed, names)  # noqa: S102 - our own page
    written = pl.read_parquet("actions/*.parquet").sort("invoice", "position")
    exec(PROGRAMS[2], names)  # noqa: S102 - likewise
    assert written.equals(pl.DataFrame(names["actions"]))
    local = evaluate_ledger(policies["fakturaservice"], invoices, events, as_of=DAY)
    assert written.drop("position").equals(local.sort("invoice", maintain_order=True))
