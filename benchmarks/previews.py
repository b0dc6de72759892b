"""``dunning preview`` of a changed reminder on a made-up ledger, held against ``dunning evaluate`` of the same ledger."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import one_process
from report import met, table
from sample import AS_OF, SEED

from dunning_engine.resources import rules_directory

_DAYS = 30
_ONE_DAY_AT_MOST, _DAYS_AT_MOST = 3, 40  # times one evaluation
_CHANGES = {"days_after_due_date: 7 ": "days_after_due_date: 10 ", "fee: 60.00": "fee: 50.00"}
_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Previews:
    """One evaluation, a preview of one day, and one of thirty days."""

    policy: str
    invoices: int
    evaluation: one_process.Spent
    one_day: one_process.Spent
    days: one_process.Spent


def measure(invoices: int, policy: str) -> Previews:
    """Make the ledger and the changed policy, then run the three commands on it, one after the other."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        maker = Path(__file__).with_name("make_ledger.py")
        asked = [str(folder), "--invoices", str(invoices), "--seed", str(SEED), "--policy", policy]
        subprocess.run([sys.executable, str(maker), *asked, "--as-of", str(AS_OF)], check=True, capture_output=True)  # noqa: S603 (our own command)
        old, new = rules_directory() / f"{policy}.yaml", folder / "rules" / f"{policy}.yaml"
        text = old.read_text(encoding="utf-8")
        for line, other in _CHANGES.items():
            assert line in text, f"{old} has no line with {line!r}"
            text = text.replace(line, other, 1)
        new.parent.mkdir()
        new.write_text(text, encoding="utf-8")
        dunning = str(Path(sys.executable).with_name("dunning"))
        events = ["--events", str(folder / "events")]
        preview = [dunning, "preview", str(new), "--against", str(old.parent), "--ledger", str(folder / "invoices")]
        preview += [*events, "--output", str(folder / "preview.json")]
        last: date = AS_OF + timedelta(days=_DAYS - 1)
        return Previews(
            policy,
            invoices,
            one_process.run(
                [
                    dunning,
                    "evaluate",
                    str(folder / "invoices"),
                    *events,
                    "--as-of",
                    str(AS_OF),
                    "--output",
                    str(folder / "out.parquet"),
                ]
            ),
            one_process.run([*preview, "--as-of", str(AS_OF)]),
            one_process.run([*preview, "--from", str(AS_OF), "--to", str(last)]),
        )


def previews_table(found: Previews) -> list[str]:
    """What each command took, and how many evaluations that is."""
    rows = [
        (
            name,
            f"{spent.wall:.1f} s",
            f"{spent.processor:.1f} s",
            f"{spent.peak / _GIB:.2f} GiB",
            f"{spent.wall / found.evaluation.wall:.2f} ×",
        )
        for name, spent in (
            ("evaluate, one day", found.evaluation),
            ("preview, one day", found.one_day),
            (f"preview, {_DAYS} days", found.days),
        )
    ]
    head = f"{found.policy}: {found.invoices:,} invoices"
    return table((head, "by the clock", "processor", "highest memory", "of an evaluation"), rows)


def previews_verdicts(found: Previews) -> list[str]:
    """The aims."""
    once = found.evaluation.wall
    return [
        f"- one day at most {_ONE_DAY_AT_MOST} × an evaluation: {met(found.one_day.wall <= _ONE_DAY_AT_MOST * once)}; {found.one_day.wall / once:.2f} ×",
        f"- {_DAYS} days at most {_DAYS_AT_MOST} × an evaluation: {met(found.days.wall <= _DAYS_AT_MOST * once)}; {found.days.wall / once:.1f} ×",
    ]
