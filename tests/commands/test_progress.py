import io
import sys
import time

from rich.console import Console

from dunning_engine.commands import progress


def test_rate_and_time_left_fit_on_a_narrow_terminal(monkeypatch):
    drawn = io.StringIO()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress, "_stderr", lambda: Console(file=drawn, width=60, force_terminal=True))
    with progress.progress(500_000, "exports/2026/march/invoices.parquet") as told:
        for done in (1, 250_000, 400_000):
            told(done)
            time.sleep(0.15)  # the bar is drawn ten times a second
    lines = [line for line in drawn.getvalue().replace("\r", "\n").split("\n") if "400000/500000" in line]
    assert any("/s" in line and "0:00:0" in line for line in lines), lines
